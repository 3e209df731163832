from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from frankpledge.analysis.rates import rate
from frankpledge.assessment import responses, services
from frankpledge.assessment.models import Run
from frankpledge.assessment.tests.world import BY, ranked, score
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.evidence.peers import PER, Compared, Peer
from frankpledge.kernel.dates import Period
from frankpledge.records.clock import today
from tests.pages import PageClient

HERE = "/vale/work/assessment/"


@pytest.fixture
def as_role(place):
    def signed_in(role: str, partnership: str = "vale") -> PageClient:
        user = User.objects.create_user(f"{role}@{partnership}.invalid", role)
        body = Partnership.objects.get(slug=partnership)
        RoleAssignment.objects.create(user=user, partnership=body, role=role, starts_on=date(2019, 4, 1))
        return PageClient(signed_in=user)

    return signed_in


def test_the_ranking_is_in_words_with_what_could_not_be_scored_apart(as_role, evidence):
    ranked()
    page = as_role("member").get(HERE)
    assert page.h1 == "Assessment 2020-21"
    assert "Abuse at home ranks first" in page.text
    assert "Impact on people: Nobody has scored it." in page.text
    assert "The law asks for a part that nobody has written" in page.text
    assert page.links["Hidden harm"].endswith("/2020-21/issues/hidden/")
    assert page.find("//svg"), "the picture is drawn"


def test_an_issue_page_says_where_it_stands_what_is_not_known_and_what_is_done(
    as_role, evidence, monkeypatch
):
    ranked()
    client = as_role("member")
    before = client.get(f"{HERE}2020-21/issues/abuse/")
    assert "ranks 1st of 2" in before.text
    assert "What is not reported." in before.text
    assert "Nothing has been recorded against this issue yet." in before.text
    monkeypatch.setattr(responses, "_PROVIDERS", [])
    responses.register(lambda _p, issue: [responses.Response(f"An action on {issue}.", "/vale/work/plan/")])
    after = client.get(f"{HERE}2020-21/issues/abuse/")
    assert after.links["An action on abuse."] == "/vale/work/plan/"


def test_every_number_of_an_issue_page_opens(as_role, evidence):
    ranked()
    client = as_role("member")
    page = client.get(f"{HERE}2020-21/issues/abuse/")
    opened = client.get(page.links["3,000"])
    assert "abuse, 2020" in opened.text
    rank = client.get(page.links["1st"])
    assert "Impact on people" in rank.text


def test_an_issue_that_nothing_measures_has_a_page_that_says_what_to_ask_for(as_role, evidence):
    ranked()
    page = as_role("member").get(f"{HERE}2020-21/issues/hidden/")
    assert "could not be scored" in page.text
    assert "To ask for: the flagged cases by month." in page.text


def test_before_anything_is_ranked_the_page_says_so_and_offers_it_to_those_who_may(as_role, evidence):
    assert "It has been opened but not ranked yet." in as_role("member").get(HERE).text
    analyst = as_role("analyst")
    assert analyst.get(HERE).find("//form[contains(@action, '/rank/')]")
    assert not as_role("chair").get(HERE).find("//form[contains(@action, '/rank/')]")
    response = analyst.post(f"{HERE}2020-21/rank/", seen_at=HERE)
    assert (response.status_code, response.headers["Location"]) == (302, f"{HERE}2020-21/")
    assert Run.objects.count() == 1
    assert "2 issues were ranked; 1 could not be scored." in analyst.get(HERE).text


def test_those_who_may_not_rank_are_refused_and_outsiders_find_nothing(as_role, evidence):
    ranked()
    member = as_role("member")
    assert member.post(f"{HERE}2020-21/rank/", seen_at=HERE).status_code == 403
    Partnership.objects.create(
        slug="hill", name="Hill", short_name="Hill", nation="E", council_name="Hill Council"
    )
    assert as_role("analyst", "hill").client.get(HERE).status_code == 404
    assert "/accounts/" in PageClient().redirected(HERE)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "where", ["2099/", "2020-21/issues/ghosts/", "2020-21/files/exe/", "2099/files/html/"]
)
def test_what_there_is_not_is_not_found(as_role, evidence, where):
    ranked()
    as_role("member").get(f"{HERE}{where}", status=404)


def test_the_file_can_be_had_as_a_web_page(as_role, evidence):
    ranked()
    response = as_role("member").client.get(f"{HERE}2020-21/files/html/")
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="strategic-assessment-2020-21.html"'
    )
    assert b"Abuse at home" in response.content


def test_the_home_page_says_how_the_assessment_stands(as_role, evidence):
    client = as_role("manager")
    assert "Opened, not ranked yet." in client.get("/vale/work/").text
    ranked()
    assert "1 issue could not be scored." in client.get("/vale/work/").text
    services.record_scores("vale", "2020-21", [score("hidden", "individuals", 1)], by=BY)
    services.record_scores("vale", "2020-21", [score("hidden", "forecasts", 1)], by=BY)
    ranked()
    assert "could not be scored" not in client.get("/vale/work/").text
    assert today() == date(2021, 3, 1)


def test_a_saved_question_stands_on_the_page_of_its_issue_and_on_no_other(as_role, evidence):
    from frankpledge.evidence import attaching, keeping
    from frankpledge.evidence.rules.asking import Query

    ranked()
    client = as_role("member")
    assert "stand as evidence" not in client.get(f"{HERE}2020-21/issues/abuse/").text
    assert ("issue", "abuse") in {(one.kind, one.slug) for one in attaching.targets("vale")}
    slug = keeping.save("vale", "Robbery last winter", Query(first="2019-12", last="2020-02"), by=BY)
    keeping.attach("vale", slug, "issue", "abuse", by=BY)
    page = client.get(f"{HERE}2020-21/issues/abuse/")
    assert page.links["Robbery last winter"] == f"/vale/work/data/questions/{slug}/"
    assert "There is no file for" in page.text
    assert "Robbery last winter" not in client.get(f"{HERE}2020-21/issues/hidden/").text


def test_an_issue_page_sets_it_beside_its_peers(as_role, evidence):
    peers = (
        Peer("Vale", True, rate(900, 50_000, per=PER), "high"), Peer("Hill", False, rate(500, 50_000, per=PER), "usual"),
    )  # fmt: skip
    evidence.peers["abuse"] = Compared(Period.year(2020), peers, Fraction(10), 1, common=Fraction(11))
    ranked()
    page = as_role("analyst").get("/vale/work/assessment/2020-21/issues/abuse/")
    for words in (
        "Beside other partnerships",
        "Vale (this partnership)",
        "18.0",
        "more than chance would give",
        "higher than chance would give",
        "Twelve months at a time",
    ):
        assert words in page.text
