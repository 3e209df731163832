from __future__ import annotations

from datetime import date

import pytest

from frankpledge.assessment import emerging
from frankpledge.assessment.models import EmergingIssue
from frankpledge.assessment.tests.test_pages import as_role  # noqa: F401
from frankpledge.assessment.tests.world import BY
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.models import Conflict

ON = date(2021, 2, 3)
PAGE = "/vale/work/emerging/"


@pytest.fixture
def watched(place, evidence):
    """Three steady years of a count, and a last month well above them."""
    for year in (2017, 2018, 2019, 2020):
        for month in range(1, 13):
            evidence.counts["abuse"][f"{year}-{month:02}"] = 200 + month
    evidence.counts["abuse"]["2021-01"] = 420
    return evidence


def test_a_month_beyond_what_its_past_expects_is_entered_once_for_a_person_to_look_at(watched):
    titles = emerging.watch("vale", on=ON, by=BY)
    assert [one for one in titles if "2021" in one], titles
    assert emerging.watch("vale", on=ON, by=BY) == ()
    found = emerging.register_of("vale")[0]
    assert (found.state, found.raised_by, found.measure) == ("new", "alarm", "abuse")
    assert "420 in January 2021" in found.what


def test_an_ordinary_month_enters_nothing(watched):
    watched.counts["abuse"]["2021-01"] = 203
    assert emerging.watch("vale", on=ON, by=BY) == ()


def raised(**more):
    said = {
        "title": "Machetes",
        "what": "Shops sell them.",
        "raised_by": "partner",
        "on": ON,
        "by": BY,
    } | more
    return emerging.raise_emerging("vale", **said)


def settle(entry, **more):
    said = {"state": "watching", "because": "One report.", "read_version": 1, "on": ON, "by": BY} | more
    emerging.triage("vale", entry, **said)


def test_a_person_says_what_is_made_of_it_and_why(place):
    entry = raised()
    with pytest.raises(Refused):
        settle(entry, because=" ")
    with pytest.raises(Refused):
        settle(entry, state="adopted")
    settle(entry, state="adopted", adopted_as="hidden", because="Three shops now.")
    found = emerging.entry("vale", entry)
    assert (found.state, found.adopted_as, found.because) == ("adopted", "hidden", "Three shops now.")
    with pytest.raises(Conflict):
        settle(entry)


def test_what_is_raised_twice_under_one_name_are_two_entries(place):
    raised()
    raised()
    assert sorted(EmergingIssue.objects.values_list("slug", flat=True)) == ["machetes", "machetes-2"]
    with pytest.raises(Refused):
        raised(title=" ")
    with pytest.raises(Refused):
        raised(raised_by="alarm")


def test_the_register_belongs_to_its_partnership(place):
    entry = raised()
    outsider = Principal(None, "B", frozenset({("manager", "elsewhere")}))
    with pytest.raises(NotFound):
        emerging.entry("elsewhere", entry)
    with pytest.raises((NotFound, NotPermitted)):
        settle(entry, by=outsider)


def test_a_member_adds_to_the_register_and_the_analyst_settles_it(as_role, place):  # noqa: F811
    member, analyst = as_role("member"), as_role("analyst")
    refused = member.post_page(PAGE, {"title": "", "what": "x"}, status=422)
    assert "Give it a name" in refused.text
    done = member.post(
        PAGE, {"title": "Vapes", "what": "At schools.", "raised_by": "public", "raised_name": ""}
    )
    assert done.status_code == 302
    page = member.get(PAGE)
    assert "1 entry nobody has looked at, of 1." in page.text
    address = page.links["Vapes"]
    assert not member.get(address).find("//form[.//textarea]")
    refused = analyst.post_page(address, {"state": "adopted", "because": "Many", "version": "1"}, status=422)
    assert "Choose the issue" in refused.text
    analyst.post(address, {"state": "dismissed", "because": "A rumour.", "version": "1"})
    assert "The analyst" in analyst.get(address).text or "analyst" in analyst.get(address).text
    assert "Looked at and left" in member.get(PAGE).text
