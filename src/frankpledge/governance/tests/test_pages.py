from __future__ import annotations

import html
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.directory import api as directory
from frankpledge.directory.models import User
from frankpledge.governance import api, home
from frankpledge.governance.agenda.home import next_meeting
from frankpledge.governance.minutes.presenting_decision import decision_page
from frankpledge.governance.terms.presenting import terms_page
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.records.clock import fixed_at
from frankpledge.web.days import DayAsked
from frankpledge.web.pictures import BeadState
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")


@pytest.fixture
def bare(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def demo(bare):
    for name in (
        "../../examples/dorset-before-2023.toml",
        "../../examples/dorset-2023.toml",
        "meetings.toml",
    ):
        api.load("dorset", DEMO / name, by=BY)


@pytest.fixture
def officer(demo, client):
    client.force_login(User.objects.get(email="officer@example.org"))
    return client


def place():
    return directory.partnership("dorset")


def test_meetings_and_decisions_are_listed_with_what_is_known_of_their_dates(officer):
    shown = officer.get("/dorset/work/meetings/").content.decode()
    for words in (
        "March 2020",
        "October 2020",
        "October 2019",
        "Not known",
        "position statement on domestic abuse",
    ):
        assert words in shown
    assert "1 March 2020" not in shown
    assert "Who was present is not in the record" in shown


def test_a_decision_shows_its_clause_its_quorum_and_the_ruling(officer):
    made = api.decision_called("dorset", "plan-2020-23-agreed")
    answer = officer.get(f"/dorset/work/meetings/decisions/{made.id}/")
    shown = answer.content.decode()
    assert "The clause it rests on: Function" in shown
    assert "These terms are assumed for the demonstration" in shown
    assert "Who was present is not in the record" in shown
    assert "Ruled by Invented Chair" in shown
    assert "/dorset/work/meetings/terms/?on=2020-03-01" in shown


def test_a_decision_of_the_committee_is_not_judged_by_the_terms_of_the_partnership(officer):
    made = api.decision_called("dorset", "scrutiny-reviews-deaths-2019")
    assert made.text in officer.get(f"/dorset/work/meetings/decisions/{made.id}/").content.decode()
    page = decision_page(place(), made)
    assert (page.quorum, page.clause_text, page.terms) == ("", "", "")


def test_terms_are_those_of_the_day_asked_for(officer):
    before = officer.get("/dorset/work/meetings/terms/", {"on": "2023-05-31"})
    after = officer.get("/dorset/work/meetings/terms/", {"on": "2023-06-01"})
    assert "assumed for the demonstration" in before.content.decode()
    assert "two core members" in after.content.decode()
    assert "assumed" not in after.content.decode().split("Every version")[0]
    page = terms_page(place(), DayAsked(date(2023, 6, 1), ""))
    assert [row.votes for row in page.members[0].rows] == ["1"] * 5


def test_the_seat_of_a_body_that_ended_is_flagged_with_its_successor(officer):
    page = terms_page(place(), DayAsked(date(2023, 6, 20), ""))
    assert page.flags[0] in html.unescape(officer.get("/dorset/work/meetings/terms/").content.decode())
    assert page.flags == (
        "The terms give a seat to Dorset Clinical Commissioning Group, which ended on 30 June 2022; NHS Dorset "
        "Integrated Care Board fills it. Amend the terms.",
    )


def test_a_day_without_terms_says_so(officer):
    shown = officer.get("/dorset/work/meetings/terms/", {"on": "2018-01-01"}).content.decode()
    assert "No terms of reference are recorded for Monday 1 January 2018" in shown


def test_nonsense_for_a_day_is_explained(officer):
    assert officer.get("/dorset/work/meetings/terms/", {"on": "June"}).status_code == 422


def test_a_decision_of_another_partnership_is_not_found(officer):
    missing = "/dorset/work/meetings/decisions/00000000-0000-0000-0000-000000000001/"
    assert officer.get(missing).status_code == 404


@pytest.mark.parametrize("address", ["meetings/", "meetings/terms/"])
def test_the_pages_are_for_those_within(demo, client, address):
    assert client.get(f"/dorset/work/{address}").status_code in {302, 403}
    client.force_login(User.objects.create_user("stranger@example.org", "Stranger"))
    assert client.get(f"/dorset/work/{address}").status_code == 404


def test_an_empty_record_is_not_an_error(bare, client):
    client.force_login(User.objects.get(email="officer@example.org"))
    assert "No decision is recorded yet." in client.get("/dorset/work/meetings/").content.decode()
    assert home.chain_of_law(PUBLIC, place(), date(2020, 1, 1)).state is BeadState.PERSON
    assert [item.what for item in home.due(PUBLIC, place(), date(2020, 1, 1))] == [
        "Record the terms of reference in force today"
    ]


def test_the_home_page_says_what_the_terms_need(demo):
    found = home.chain_of_law(PUBLIC, place(), date(2023, 6, 20))
    assert found.state is BeadState.PERSON
    assert found.sentence == "The terms of June 2023 need a person: 1 to see."
    assert [item.because for item in home.due(PUBLIC, place(), date(2023, 6, 20))] == [
        "Terms of reference, June 2023"
    ]


def test_the_scrutiny_meeting_is_due_within_twelve_months_of_the_last(demo):
    duties = {duty.due_on: duty for duty in home.duties(PUBLIC, place(), date(2020, 10, 31))}
    assert duties[date(2020, 10, 31)].state is BeadState.WAITING
    later = {duty.due_on: duty for duty in home.duties(PUBLIC, place(), date(2020, 11, 1))}
    assert later[date(2020, 10, 31)].state is BeadState.UNKNOWN


def test_a_public_meeting_in_the_year_does_its_duty_and_one_before_does_not(demo, tmp_path):
    path = tmp_path / "meeting.toml"
    path.write_text(
        '[[meeting]]\nslug = "open"\ntitle = "Open"\nbody = "Us"\nbody_kind = "partnership"\nheld = 2020-04-01\n'
        'kind = "public"\nsource = "invented"\n',
        encoding="utf-8",
    )
    api.load("dorset", path, by=BY)

    def state(on):
        due_on = date(on.year + (on.month >= 4), 3, 31)
        return next(d.state for d in home.duties(PUBLIC, place(), on) if d.due_on == due_on)

    assert state(date(2020, 6, 1)) is BeadState.DONE
    assert state(date(2020, 3, 31)) is BeadState.UNKNOWN
    assert state(date(2021, 4, 1)) is BeadState.UNKNOWN


def test_the_next_meeting_tells_its_quorum(demo, tmp_path):
    assert next_meeting(PUBLIC, place(), date(2023, 6, 20)) is None
    path = tmp_path / "meeting.toml"
    path.write_text(
        '[[meeting]]\nslug = "july"\ntitle = "July meeting"\nbody = "Us"\nbody_kind = "partnership"\n'
        'held = 2023-07-03\nstatus = "planned"\nsource = "invented"\n',
        encoding="utf-8",
    )
    api.load("dorset", path, by=BY)
    found = next_meeting(PUBLIC, place(), date(2023, 7, 3))
    assert found.title == "July meeting"
    assert found.quorum.startswith("Possible: 0 expected so far, 2 seats needed.")
    assert found.href == "/dorset/work/meetings/meeting/july/"
    assert next_meeting(PUBLIC, place(), date(2023, 7, 4)) is None
