from __future__ import annotations

from datetime import date

import pytest

from frankpledge.assessment import queries, services
from frankpledge.assessment.api import assessment_document
from frankpledge.assessment.models import PriorityChoice, Score
from frankpledge.assessment.rules.choices import NEITHER, PRIORITY, WATCHED, Chosen
from frankpledge.assessment.tests.test_pages import as_role  # noqa: F401
from frankpledge.assessment.tests.world import BY, ranked, score
from frankpledge.documents import api as documents
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused

WORKSHOP = "/vale/work/assessment/2020-21/workshop/"
ANSWER = {
    "level-individuals": "2",
    "reason-individuals": "Less than I feared.",
    "confidence-individuals": "low",
}


def test_the_workshop_shows_evidence_beside_each_question_and_what_others_judged(as_role, evidence):  # noqa: F811
    ranked()
    member = as_role("member")
    whole = member.get(WORKSHOP).text
    assert "No single weight, however great or small" in whole
    assert "What each weight would have to be" in whole
    page = member.get(f"{WORKSHOP}abuse/")
    assert page.links["3,000"], "the figure behind a criterion opens"
    assert "Seen." in page.text
    assert "A figure decides this one" in page.text


def test_a_judgement_is_kept_beside_the_others_and_the_disagreement_is_shown(as_role, evidence):  # noqa: F811
    ranked()
    member = as_role("member")
    response = member.post(f"{WORKSHOP}abuse/", ANSWER)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(WORKSHOP), "the next issue that is not judged yet"
    page = member.get(f"{WORKSHOP}abuse/")
    assert "Views differ: 2 judged; from “Serious” to “Grave”" in page.text
    assert "Views differ on: Impact on people" in member.get(WORKSHOP).text
    standing = Score.objects.filter(criterion="individuals", issue__slug="abuse", superseded_at__isnull=True)
    assert {(one.assessor, int(one.level)) for one in standing} == {("A", 4), ("member", 2)}


def test_a_level_without_a_reason_is_not_taken_and_what_was_typed_stays(as_role, evidence):  # noqa: F811
    ranked()
    member = as_role("member")
    before = Score.objects.count()
    page = member.post_page(f"{WORKSHOP}abuse/", {**ANSWER, "reason-individuals": ""}, status=422)
    assert "a level without a reason cannot be weighed" in page.text
    assert page.find("//input[@name='level-individuals'][@value='2'][@checked]")
    assert Score.objects.count() == before


def test_nobody_judges_under_another_name(place, evidence):
    someone = Principal(None, "B", frozenset({("member", "vale")}))
    with pytest.raises(Refused):
        services.score_issue("vale", "2020-21", [score("abuse", "individuals", 1)], by=someone)
    public = Principal(None, "A", frozenset({("policing-body", "vale")}))
    with pytest.raises(NotPermitted):
        services.score_issue("vale", "2020-21", [score("abuse", "individuals", 1)], by=public)


def choose(*choices: Chosen, **more):
    said = {"chosen_by": "The meeting", "chosen_on": more.pop("on"), "by": BY} | more
    services.choose_priorities("vale", "2020-21", choices, **said)


FOLLOWING = (Chosen("abuse", PRIORITY), Chosen("nuisance", WATCHED), Chosen("hidden", WATCHED))


def test_a_priority_that_could_not_be_scored_takes_no_place_in_the_order(place, evidence):
    ranked()
    choose(FOLLOWING[0], Chosen("nuisance", WATCHED), Chosen("hidden", PRIORITY, "New."), on=date(2021, 3, 2))
    facts = {one.issue: one for one in queries.choices("vale", "2020-21")}
    assert not facts["nuisance"].departs
    assert "could not be scored" in facts["hidden"].departs


def test_a_choice_that_departs_from_the_order_is_kept_only_with_its_reason(place, evidence):
    ranked()
    turned = (Chosen("abuse", NEITHER), Chosen("nuisance", PRIORITY), Chosen("hidden", WATCHED))
    with pytest.raises(Unusable) as refused:
        choose(*turned, on=date(2021, 3, 2))
    assert {one.column for one in refused.value.problems} == {"abuse", "nuisance"}
    assert not PriorityChoice.objects.exists(), "nothing half-done stays"
    explained = tuple(Chosen(one.issue, one.standing, "The council deals with it.") for one in turned)
    choose(*explained, on=date(2021, 3, 2))
    facts = {one.issue: one for one in queries.choices("vale", "2020-21")}
    assert "was not chosen as a priority" in facts["abuse"].departs
    choose(*FOLLOWING, on=date(2021, 3, 9))
    assert all(not one.departs for one in queries.choices("vale", "2020-21"))
    assert PriorityChoice.objects.count() == 6, "the earlier choice is kept"


def test_the_choice_stands_in_the_document_with_its_reason(place, evidence):
    ranked()
    document = assessment_document("vale", "2020-21")
    assert b"What the partnership chose" not in documents.render(document, "html")
    reason = Chosen("hidden", PRIORITY, "Nobody else looks at it.")
    choose(*FOLLOWING[:2], reason, on=date(2021, 3, 9))
    written = documents.render(assessment_document("vale", "2020-21"), "html").decode()
    assert "What the partnership chose" in written
    assert "Nobody else looks at it." in written
    assert "could not be scored, and was chosen as a priority" in written


def test_the_choice_is_made_on_the_page_by_those_who_may_and_shown_to_all(as_role, evidence):  # noqa: F811
    ranked()
    member, manager = as_role("member"), as_role("manager")
    assert not member.get(WORKSHOP).find("//textarea")
    said = {
        "asked-abuse": "Abuse at home", "standing-abuse": "priority", "because-abuse": "",
        "asked-nuisance": "Nuisance", "standing-nuisance": "watched", "because-nuisance": "",
        "asked-hidden": "Hidden harm", "standing-hidden": "priority", "because-hidden": "",
        "chosen_by": "The workshop", "chosen_on": "2021-03-02",
    }  # fmt: skip
    refused = manager.post_page(WORKSHOP, said, status=422)
    assert "could not be scored, and was chosen as a priority" in refused.text
    assert refused.find("//input[@value='The workshop']"), "nothing typed is lost"
    done = manager.post(WORKSHOP, said | {"because-hidden": "It is new."})
    assert done.status_code == 302
    assert "Chosen by The workshop" in member.get(WORKSHOP).text
    assert "We chose otherwise because It is new." in member.get("/vale/work/assessment/2020-21/").text


def test_a_bad_day_or_no_choice_is_answered_at_its_field(as_role, evidence):  # noqa: F811
    ranked()
    said = {"asked-abuse": "Abuse at home", "chosen_by": "", "chosen_on": "soon"}
    text = as_role("manager").post_page(WORKSHOP, said, status=422).text
    for sentence in ("Choose what to do about “Abuse at home”", "Write the day", "Say which meeting"):
        assert sentence in text
