"""The pages of questions: what is asked, what is answered, what is kept, and what it stands as evidence for."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlencode

import pytest

from frankpledge.audit.models import Event
from frankpledge.evidence import api, attaching, keeping, services
from frankpledge.evidence.models import QueryUse, SavedQuery
from frankpledge.evidence.presenting_explore import shared_scale
from frankpledge.evidence.rules.asking import Query
from frankpledge.evidence.tests import bringing, lookups
from frankpledge.evidence.tests.bringing import BY, HEADER, crime, street_name, written
from frankpledge.evidence.tests.lookups import AREAS, code
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted

ASK, SAVED = "/mere/work/data/ask/", "/mere/work/data/questions/"
MONTHS = {"2031-01": 3, "2031-02": 4, "2031-03": 5}
BURGLARY = {"offence": "police-burglary", "first": "2031-01", "last": "2031-03"}


@pytest.fixture
def months(body, tmp_path):
    for month, n in MONTHS.items():
        rows = "".join(crime(at, month, lsoa=AREAS[at % 2]) for at in range(1, n + 1))
        services.import_paths("mere", [written(tmp_path, street_name(month), HEADER + rows)], by=BY)


@pytest.fixture
def issue(monkeypatch):
    """A room above that has one issue."""
    farms = attaching.Target("issue", "farm-theft", "Theft from farms", "/x/")
    monkeypatch.setattr(attaching, "_KINDS", {"issue": ("Issue", lambda _: [farms])})


def asked(who, **said):
    """The page's source."""
    return who.get(f"{ASK}?{urlencode(said)}").response.content.decode()


def source(page):
    return page.response.content.decode()


def downloaded(who, **said):
    return who.client.get(f"{ASK}csv/?{urlencode(said)}").content.decode()


def sent(who, address, **said):
    return who.post(address, said, seen_at=ASK)


def test_with_no_file_the_page_says_so_and_asks_nothing(body, analyst):
    assert "No police file has been imported yet" in asked(analyst)


def test_with_nothing_said_the_usual_question_is_answered(months, analyst):
    page = asked(analyst)
    assert "Police recorded crime (police.uk) in Mereshire" in page
    assert "12 crimes" in page
    assert '<details class="govuk-details" open>' in page


def test_an_answer_has_its_sentence_picture_table_markers_and_download(months, analyst):
    page = asked(analyst, **BURGLARY)
    assert "Burglary (police.uk) in Mereshire, January to March 2031: 12 crimes." in page
    assert "<svg" in page
    assert "Rows without a place count for the force" in page
    assert "ask/csv/?" in page
    assert "open>" not in page


def test_a_total_opens_to_its_rows(months, analyst):
    page = asked(analyst, **BURGLARY)
    href = page.partition('href="/mere/work/figures/')[2].partition('"')[0]
    assert href, "a figure is linked"
    assert "12" in analyst.get(f"/mere/work/figures/{href}").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"first": "soon"}, "Write the month as 2019-03"),
        ({"first": "2031-03", "last": "2031-01"}, "Choose a last month that is not before the first"),
        ({"offence": "police-gossip"}, "choose one of the list"),
        ({"known": "never"}, "Write the day as 2019-03-01"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_at_its_field(months, analyst, said, words):
    page = analyst.get(f"{ASK}?{urlencode({**BURGLARY, **said})}", status=422).text
    assert "There is a problem" in page
    assert words in page


def test_the_download_says_what_was_asked_and_leaves_missing_empty(months, analyst):
    content = downloaded(analyst, **{**BURGLARY, "last": "2031-04"})
    rows = list(csv.reader(io.StringIO(content)))
    head = {row[0]: row[1] for row in rows if row[0].startswith("#")}
    assert head["# Asked: offence"] == "police-burglary"
    assert head["# As known at"] == "now"
    assert "2 small areas (lsoa11)" in head["# Area 1"]
    body = [row for row in rows if not row[0].startswith("#")][1:]
    assert [(row[1], row[4], row[5]) for row in body] == [
        ("2031-01", "3", "complete"), ("2031-02", "4", "complete"), ("2031-03", "5", "complete"), ("2031-04", "", "absent")
    ]  # fmt: skip


def test_a_rate_is_in_words_picture_and_download(months, analyst, tmp_path):
    lookups.bring(tmp_path, population=lookups.population({AREAS[0]: 1000, AREAS[1]: 1000}))
    page = asked(analyst, **BURGLARY, compare="rate")
    assert "6.0 crimes for each 1,000 residents" in page
    assert "12 crimes and 2,000 residents" in page
    content = downloaded(analyst, **BURGLARY, compare="rate")
    assert ",3,complete,1.50," in content


def test_two_areas_are_compared_by_rate_and_without_residents_not_at_all(months, analyst, tmp_path):
    lookups.bring_all(tmp_path)
    ward = f"ward:{code('W1')}@2018"
    assert "Counts of two areas cannot be compared without their residents" in asked(
        analyst, **BURGLARY, compare="area", other=ward
    )
    lookups.bring(tmp_path, population=lookups.population(dict.fromkeys(AREAS, 1000)))
    page = asked(analyst, **BURGLARY, compare="area", other=ward)
    assert "is not clearly different from that in Ward W1: 1.00 times it" in page


@pytest.mark.parametrize(
    ("before", "words"),
    [(40, "a fall that is more than chance would give"), (4, "no change that can be told from chance")],
)
def test_the_year_before_is_compared_and_the_verdict_follows_it(months, analyst, tmp_path, before, words):
    rows = "".join(crime(at, "2030-01") for at in range(1, before + 1))
    services.import_paths("mere", [written(tmp_path, street_name("2030-01"), HEADER + rows)], by=BY)
    page = asked(analyst, **{**BURGLARY, "last": "2031-01"}, compare="year-before")
    said = page.partition("govuk-body-l")[2].partition("</p>")[0]
    assert f"{before} in January 2030 and 3 in January 2031" in said
    assert words in said
    assert "no comparison can be made" in asked(analyst, **BURGLARY, compare="year-before")


# Keeping ----------------------------------------------------------------------------------------------------------


def test_a_question_is_saved_asked_again_and_attached_without_any_script(months, analyst, issue):
    response = sent(analyst, f"{ASK}save/", **BURGLARY, title="Burglary this spring", note="For the plan")
    assert response.headers["Location"] == f"{SAVED}burglary-this-spring/"
    page = analyst.get(f"{SAVED}burglary-this-spring/").text
    assert "12 crimes" in page
    assert "For the plan" in page
    response = sent(analyst, f"{SAVED}burglary-this-spring/attach/", target="issue/farm-theft")
    assert response.status_code == 302
    assert "Theft from farms" in analyst.get(f"{SAVED}burglary-this-spring/").text
    assert "Theft from farms" in analyst.get(SAVED).text
    (found,) = api.attached_queries("mere", "issue", "farm-theft")
    assert (found.slug, found.title) == ("burglary-this-spring", "Burglary this spring")
    assert "12 crimes" in found.sentence
    actions = set(Event.objects.values_list("action", flat=True))
    assert {"query-saved", "query-attached"} <= actions


def test_it_can_be_detached_and_only_then_taken_off_the_list(months, analyst, issue):
    slug = keeping.save("mere", "Spring", Query(**BURGLARY), by=BY)
    keeping.attach("mere", slug, "issue", "farm-theft", by=BY)
    keeping.attach("mere", slug, "issue", "farm-theft", by=BY)
    assert QueryUse.objects.count() == 1
    with pytest.raises(Unusable):
        keeping.end("mere", slug, by=BY)
    assert sent(analyst, f"{SAVED}{slug}/detach/", target="issue/farm-theft").status_code == 302
    assert api.attached_queries("mere", "issue", "farm-theft") == ()
    assert sent(analyst, f"{SAVED}{slug}/end/").headers["Location"] == SAVED
    assert keeping.saved_queries("mere") == ()
    assert SavedQuery.objects.get().ended_at is not None


def test_a_name_is_given_once_and_a_nameless_question_is_told(months, analyst):
    keeping.save("mere", "Spring", Query(**BURGLARY), by=BY)
    again = sent(analyst, f"{ASK}save/", **BURGLARY, title="Spring")
    assert again.status_code == 422
    assert "There is a saved question ‘Spring’ already" in again.content.decode()
    nameless = sent(analyst, f"{ASK}save/", **BURGLARY)
    assert nameless.status_code == 422
    assert "Give the question a name" in nameless.content.decode()
    assert SavedQuery.objects.count() == 1


def test_a_saved_question_asks_what_was_asked_then_and_one_of_a_day_does_not_move(months, body, issue):
    slug = keeping.save("mere", "As it was", Query(**{**BURGLARY, "known": "2001-01-01"}), by=BY)
    live = keeping.save("mere", "As it is", Query(**BURGLARY), by=BY)
    for one in (slug, live):
        keeping.attach("mere", one, "issue", "farm-theft", by=BY)
    facts = {one.slug: one.sentence for one in api.attached_queries("mere", "issue", "farm-theft")}
    assert "not known" in facts[slug]
    assert "12 crimes" in facts[live]


def test_it_is_attached_to_what_there_is_and_to_nothing_else(months, issue):
    slug = keeping.save("mere", "Spring", Query(**BURGLARY), by=BY)
    with pytest.raises(NotFound):
        keeping.attach("mere", slug, "issue", "no-such-issue", by=BY)
    with pytest.raises(NotFound):
        keeping.attach("mere", "no-such-question", "issue", "farm-theft", by=BY)


def test_members_may_ask_and_not_keep(months, body):
    member = bringing.client(body, "member")
    assert "Keep this question" not in asked(member, **BURGLARY)
    assert sent(member, f"{ASK}save/", **BURGLARY, title="Mine").status_code == 403
    from frankpledge.directory.api import principal_for
    from frankpledge.records.clock import today

    user = body.assignments.get(role="member").user
    by = principal_for(user.id, on=today())
    with pytest.raises(NotPermitted):
        keeping.save("mere", "Mine", Query(**BURGLARY), by=by)


def test_pictures_share_a_scale_unless_one_would_lie_flat_on_it():
    assert shared_scale([[3, 8], [None, 20]])[0] == 20
    alone, said = shared_scale([[3, 8], [None, 65]])
    assert alone is None
    assert "scale of its own" in said[0]
    assert shared_scale([[3, 8]]) == (None, ())
