from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.directory import api
from frankpledge.directory.home import due
from frankpledge.directory.models import Membership, User
from frankpledge.directory.presenting import partnership_page
from frankpledge.directory.rules import every_authority_takes_part
from frankpledge.kernel.people import PUBLIC
from frankpledge.law import api as law
from frankpledge.records.clock import fixed_at
from frankpledge.web.days import DayAsked
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
ADDRESS = "/dorset/work/partnership/"
KINDS = ["LA_AREA", "POLICE_CHIEF", "FIRE", "HEALTH_CCG", "PROBATION_PROVIDER"]


@pytest.fixture
def dorset(db):
    the_demonstration()
    with fixed_at(datetime(2021, 1, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def officer(dorset, client):
    client.force_login(User.objects.get(email="officer@example.org"))
    return client


def page_of(on):
    return partnership_page(api.partnership("dorset"), DayAsked(on, ""))


def test_the_page_shows_area_organisations_and_people_as_they_are_today(officer):
    shown = officer.get(ADDRESS).content.decode()
    assert "As it was on Wednesday 20 January 2021" in shown
    assert "219 lower layer super output areas of 2011" in shown
    assert "What the Office for National Statistics calls by its name" in shown
    assert "National Probation Service (Dorset)" in shown
    assert "Invented Chair" in shown


@pytest.mark.parametrize(
    ("on", "body", "ended"),
    [
        ("2022-06-30", "Dorset Clinical Commissioning Group", False),
        ("2022-07-01", "NHS Dorset Integrated Care Board", True),
    ],
)
def test_another_day_shows_the_bodies_of_that_day(officer, on, body, ended):
    page = page_of(date.fromisoformat(on))
    assert body in officer.get(ADDRESS, {"on": on}).content.decode()
    assert body in [row.name for row in page.organisations]
    former = {row.name: row.followed_by for row in page.former}
    assert (former.get("Dorset Clinical Commissioning Group") == "NHS Dorset Integrated Care Board") is ended


@pytest.mark.usefixtures("dorset")
def test_a_member_that_has_ended_and_still_takes_part_is_flagged():
    Membership.objects.filter(organisation__slug="dorset-ccg").update(ends_on=None)
    Membership.objects.filter(organisation__slug="dorset-icb").delete()
    page = page_of(date(2022, 7, 1))
    assert any("NHS Dorset Integrated Care Board follows it" in flag for flag in page.flags)
    assert any("the integrated care board" in flag for flag in page.flags)
    assert [item.what for item in due(PUBLIC, api.partnership("dorset"), date(2022, 7, 1))] == list(
        page.flags
    )


def test_when_all_is_well_nothing_is_due(dorset):
    assert list(due(PUBLIC, api.partnership("dorset"), date(2021, 1, 20))) == []


def test_nonsense_for_a_day_is_explained_and_today_is_shown(officer):
    answer = officer.get(ADDRESS, {"on": "<script>"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Write the day in full, such as 2023-06-14" in shown
    assert "<script>" not in shown.split("<main")[1]
    assert "20 January 2021" in shown


def test_before_the_area_existed_the_page_says_so(officer):
    assert "No area is recorded for that day." in officer.get(ADDRESS, {"on": "2019-03-31"}).content.decode()


def test_the_public_is_asked_to_sign_in_and_a_stranger_finds_nothing(dorset, client):
    assert client.get(ADDRESS).status_code in {302, 403}
    client.force_login(User.objects.create_user("stranger@example.org", "Stranger"))
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(("kinds", "holds"), [(KINDS, True), (KINDS[1:], False), ([*KINDS, "FORUM"], True)])
def test_every_authority_takes_part_or_is_named(kinds, holds):
    verdict = every_authority_takes_part(kinds, law.responsible_authorities("E", date(2022, 6, 30)))
    assert verdict.holds is holds
    assert ("the council for the area" in str(verdict)) is not holds
