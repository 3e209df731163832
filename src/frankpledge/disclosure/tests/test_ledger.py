"""The ledger: what a release showed bars a later one that would tell a small count; the pages say who, what and by which rule."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.disclosure import api as disclosure
from frankpledge.disclosure.facts import RuleSaid
from frankpledge.disclosure.models import Release, SmallCountRule
from frankpledge.kernel.people import system
from tests.pages import PageClient

BY = system("Invented data lead")
TOWN = disclosure.Extent("own", "The town", frozenset({"E01900001", "E01900002"}))
WIDER = disclosure.Extent("wider", "The wider town", TOWN.members | {"E01900003"})


def table(area: disclosure.Extent, value: int, **more) -> disclosure.ReleasedTable:
    given = {
        "measure": "burglary", "measure_title": "Burglary", "title": "Burglary by year", "place": area.name,
        "rule": "Counts from 1 to 4 are withheld.", "counts": ((area.key, "2019", value),), "primary": ("2019-05",),
        "secondary": ("2019-06",), "narrowest": 6.0, "audit": "Two linear programmes",
    }  # fmt: skip
    return disclosure.ReleasedTable(**given | more)


@pytest.fixture
def town(db):
    body = Partnership.objects.create(
        slug="vale", name="Vale Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    disclosure.released(
        "vale", "assessment", "Assessment 2019", input_sha256="a" * 64, shown={}, withheld=(), rules={}, by=BY,
        tables=(table(TOWN, 100),), areas={TOWN.key: TOWN},
    )  # fmt: skip
    return body


def told(value: int, area: disclosure.Extent = WIDER):
    return disclosure.told_by("vale", "Assessment 2020", (table(area, value),), {area.key: area})


def test_a_table_for_more_places_is_barred_and_says_with_which_release(town):
    (problem,) = told(103)
    assert problem.code == "differencing"
    assert "Assessment 2019" in problem.reason
    assert "1 small area of The wider town, 2019" in problem.reason
    assert not told(105)


def test_the_rule_of_the_measure_decides_what_is_small(town):
    agreed = RuleSaid("burglary", 8, "show", "House practice.", "Data lead", date(2020, 1, 1))
    disclosure.agree("vale", agreed, by=BY)
    assert told(105)
    assert not told(108)


def test_a_release_of_another_partnership_tells_nothing_here(town):
    Release.objects.update(partnership="elsewhere")
    assert not told(103)


def person(body: Partnership, role: str) -> PageClient:
    user = User.objects.create_user(f"{role}@vale.invalid", role)
    RoleAssignment.objects.create(user=user, partnership=body, role=role, starts_on=date(2019, 4, 1))
    return PageClient(signed_in=user)


def test_the_pages_say_which_table_place_and_rule_what_was_withheld_and_by_whom(town):
    reader = person(town, "member")
    ledger = reader.get("/vale/work/small-counts/").text
    assert "Assessment 2019" in ledger
    assert "Invented data lead" in ledger
    assert "Put the rule in force" not in ledger
    found = reader.get(f"/vale/work/small-counts/{Release.objects.get().id}/").text
    for words in (
        "Burglary by year",
        "The town",
        "Counts from 1 to 4",
        "May 2019",
        "June 2019",
        "6 counts",
        "linear",
    ):
        assert words in found


def test_only_who_issues_documents_agrees_a_rule(town):
    said = {
        "measure": "", "threshold": "10", "zeros": "show", "because": "Agreed practice.", "agreed_by": "Data lead",
        "agreed_on": "2020-02-01",
    }  # fmt: skip
    assert person(town, "member").post("/vale/work/small-counts/", said).status_code == 403
    manager = person(town, "manager")
    assert manager.post("/vale/work/small-counts/", {**said, "threshold": "0"}).status_code == 422
    assert not SmallCountRule.objects.exists()
    assert manager.post("/vale/work/small-counts/", said).status_code == 302
    assert SmallCountRule.objects.get().threshold == 10
