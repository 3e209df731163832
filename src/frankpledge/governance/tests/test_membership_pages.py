from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from frankpledge.directory.models import User
from frankpledge.governance import api
from frankpledge.governance.membership import queries, services
from frankpledge.governance.membership.written import NewGroup, NewTenure
from frankpledge.governance.models import Attendance, Meeting, MeetingEvent, Tenure
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.records.clock import fixed_at
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
EXAMPLES = DEMO.parents[1] / "examples"
BY = system("test")
HOME = "/dorset/work/members/"


@pytest.fixture
def demo(db):
    the_demonstration()
    for name in ("dorset-before-2023.toml", "dorset-2023.toml"):
        api.load("dorset", EXAMPLES / name, by=BY)
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def officer(demo):
    return PageClient(signed_in=User.objects.get(email="officer@example.org"))


def appoint(person="Ann Example", seat="police", first=date(2020, 1, 1), last=None, **more):
    said = NewTenure(person, more.pop("standing", "holder"), Period(first, last), seat=seat, **more)
    return services.appoint("dorset", said, terms=None, by=BY)


def test_every_seat_of_the_terms_is_shown_and_empty_ones_say_so(officer):
    appoint(organisation="dorset-police", post="Superintendent")
    page = officer.get(HOME)
    assert page.h1 == "Members"
    assert "Ann Example, Superintendent; Dorset Police; since 1 January 2020" in page.text
    assert "Nobody sits for Dorset & Wiltshire Fire and Rescue Authority." in page.text
    assert "Nobody sits for Dorset Police." not in page.text
    assert "Ann Example" not in officer.get(f"{HOME}?on=2019-12-31").text


def test_seniority_that_nobody_recorded_is_shown_as_not_recorded(officer):
    made = appoint()
    assert "Not recorded at appointment" in officer.get(f"{HOME}{made}/").text
    senior = appoint(seat="fire", is_senior=True, seniority="Area manager")
    assert "Senior: Area manager" in officer.get(f"{HOME}{senior}/").text


def test_somebody_is_appointed_by_a_form_and_a_taken_seat_keeps_what_was_typed(officer):
    typed = {
        "person": "Ben Example",
        "standing": "holder",
        "seat": "police",
        "senior": "",
        "starts_on": "14 May 2023",
    }
    assert officer.post(f"{HOME}appoint/", typed).status_code == 302
    again = officer.post_page(
        f"{HOME}appoint/", {**typed, "person": "Cat Example", "starts_on": "2023-06-01"}, status=422
    )
    assert "held by Ben Example" in again.text
    assert again.find("//input[@name='person']/@value") == ["Cat Example"]
    third = {**typed, "person": "Cat Example", "starts_on": "2023-06-01", "replaces": "on"}
    assert officer.post(f"{HOME}appoint/", third).status_code == 302
    assert [one.person for one in queries.in_post("dorset", date(2023, 6, 1))] == ["Cat Example"]


def test_a_form_with_mistakes_names_each(officer):
    page = officer.post_page(
        f"{HOME}appoint/", {"standing": "holder", "starts_on": "soon", "person": ""}, status=422
    )
    for words in ("Give the person’s name", "write the day as 2024-05-14", "choose it"):
        assert words in page.text


def test_a_correction_shows_both_texts_when_somebody_saved_first(officer):
    made = appoint("An Example")
    typed = {
        "person": "Ann Example",
        "standing": "holder",
        "seat": "police",
        "senior": "yes",
        "starts_on": "2020-01-01",
        "because": "misspelt",
        "row_version": "1",
    }
    Tenure.objects.filter(id=made).update(row_version=2, post="Inspector")
    page = officer.post_page(f"{HOME}{made}/correct/", typed, status=422)
    assert "Inspector" in page.text
    assert page.find("//input[@name='person']/@value") == ["Ann Example"]
    read = page.find("//input[@name='row_version']/@value")[0]
    assert officer.post(f"{HOME}{made}/correct/", {**typed, "row_version": read}).status_code == 302
    assert [one.person for one in queries.in_post("dorset", date(2023, 6, 1))] == ["Ann Example"]


def test_a_holder_whose_body_ended_is_moved_to_its_successor_in_one_press(officer):
    appoint("Hal Example", "health", organisation="dorset-ccg", is_senior=True)
    page = officer.get(HOME)
    assert "by law NHS Dorset Integrated Care Board stands in its place" in page.text
    action = page.find("//form[contains(@action, 'succeed')]/@action")[0]
    assert officer.post(action, {}, seen_at=HOME).status_code == 302
    assert queries.in_post("dorset", date(2022, 6, 30))[0].body == "dorset-ccg"
    moved = queries.in_post("dorset", date(2022, 7, 1))[0]
    assert (moved.person, moved.body) == ("Hal Example", "dorset-icb")
    assert "stands in its place" not in officer.get(HOME).text


def test_the_chair_by_office_is_whoever_sits_in_the_seat_and_goes_with_it(officer):
    made = appoint("Cllr Example", "council", post="Portfolio Holder for Community Safety")
    assert "Cllr Example" in officer.get(HOME).find("//h3[text()='Chair']/following::p[1]")[0].text_content()
    services.end_tenure("dorset", made, on=date(2023, 5, 8), because="after the election", by=BY)
    page = officer.get(HOME)
    assert "The office of Chair is vacant since Cllr Example went on 8 May 2023." in page.text
    assert "The terms do not say who serves meanwhile." in page.text


def test_an_election_that_is_due_is_recorded_and_is_due_no_more_until_they_go(officer):
    made = appoint(organisation="dorset-police")
    assert (
        "Election due. It is held at the first meeting of 2023/24, and none is planned yet."
        in officer.get(HOME).text
    )
    typed = {"office": "vice-chair", "holder": str(made), "how": "election", "starts_on": "2023-06-05"}
    assert officer.post(f"{HOME}offices/", typed).status_code == 302
    page = officer.get(HOME)
    assert "No election due. Ann Example was elected on 5 June 2023, in 2023/24." in page.text
    leave = page.find("//a[contains(@href, '/offices/')][contains(., 'last day')]/@href")[0]
    assert officer.post(leave, {"on": "2023-06-10", "because": "moved"}).status_code == 302
    assert (
        "Ann Example was elected on 5 June 2023, in 2023/24, and went on 10 June 2023."
        in officer.get(HOME).text
    )


def test_a_seat_shows_everybody_who_sat_in_it(officer):
    appoint(last=date(2021, 12, 31))
    appoint("Ben Example", first=date(2022, 1, 1))
    page = officer.get(f"{HOME}seats/police/")
    assert page.text.index("Ben Example") < page.text.index("Ann Example")
    officer.get(f"{HOME}seats/nothing/", status=404)


def meeting(slug, on, status="held", recorded=True, seats=()):
    from frankpledge.directory.models import Partnership

    made = Meeting.objects.create(
        partnership=Partnership.objects.get(slug="dorset"), slug=slug, title=slug, body="Us", body_kind="partnership",
        held=on.isoformat(), held_earliest=on, held_latest=on, kind="ordinary", status=status,
        is_attendance_recorded=recorded,
    )  # fmt: skip
    for seat in seats:
        Attendance.objects.create(meeting=made, seat_slug=seat)
    return made


def test_attendance_leaves_out_meetings_that_nobody_recorded(officer):
    meeting("one", date(2023, 1, 10), seats=["police", "council"])
    meeting("two", date(2023, 3, 10), seats=["council"])
    meeting("three", date(2023, 5, 10), recorded=False)
    page = officer.get(f"{HOME}attendance/?from=2022-04-01&to=2023-06-20")
    assert "For 1 of them nobody recorded who was there" in page.text
    row = page.find("//th[normalize-space()='Dorset Police']/..")[0].text_content().split()
    assert row[-7:] == ["1", "of", "2", "50%", "0", "1", "1"]


def test_attendance_is_read_from_what_happened_where_a_meeting_was_run_here(officer):
    made = meeting("one", date(2023, 1, 10), recorded=False)
    at = datetime(2023, 1, 10, 14, tzinfo=UTC)
    for number, (seat, kind, strikes) in enumerate(
        [("police", "arrived", None), ("fire", "arrived", None), ("", "struck", 2)], start=1
    ):
        MeetingEvent.objects.create(
            meeting=made, sequence=number, kind=kind, at=at, seat=seat, strikes=strikes,
            standing="deputy" if seat else "",
        )  # fmt: skip
    assert queries.presences("dorset")[0].present == {"police": "deputy"}


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [("2023-06", "2023-06-01", "2023-06"), ("2023-06-02", "2023-06-01", "The last day is before the first")],
)
def test_days_that_make_no_sense_are_explained(officer, first, last, why):
    page = officer.get(f"{HOME}attendance/?from={first}&to={last}", status=422)
    assert why in page.text


def test_a_group_is_set_up_shown_below_its_parent_and_wound_up(officer):
    typed = {
        "name": "Delivery",
        "slug": "delivery",
        "kind": "standing",
        "parent": "",
        "starts_on": "2023-01-01",
    }
    assert officer.post(f"{HOME}groups/new/", typed).status_code == 302
    below = {**typed, "name": "Streets", "slug": "streets", "kind": "task-and-finish", "parent": "delivery"}
    assert "last day" in officer.post_page(f"{HOME}groups/new/", below, status=422).text
    assert officer.post(f"{HOME}groups/new/", {**below, "ends_on": "2023-07-31"}).status_code == 302
    page = officer.get(f"{HOME}groups/")
    names = [one.text for one in page.find("//main//h2[contains(@class, '-s')]")]
    assert names == ["Delivery", "Streets"]
    assert "Streets ends on 31 July 2023." in page.text
    assert "The terms do not say what Delivery may decide by itself." in page.text
    officer.get(f"{HOME}?group=delivery")
    officer.get(f"{HOME}?group=nothing", status=404)
    assert officer.post(f"{HOME}groups/streets/end/", {"on": "2023-06-01"}).status_code == 302
    assert "Groups that have ended" in officer.get(f"{HOME}groups/").text


def test_members_read_and_only_the_office_writes(demo):
    member = PageClient(signed_in=User.objects.get(email="police@example.org"))
    made = appoint()
    assert "Record the last day" not in member.get(f"{HOME}{made}/").text
    member.get(f"{HOME}appoint/", status=403)
    assert member.post(f"{HOME}{made}/end/", {"on": "2023-01-01"}, seen_at=HOME).status_code == 403
    stranger = PageClient(signed_in=User.objects.create_user("stranger@example.org", "Stranger"))
    stranger.get(HOME, status=404)


def test_the_pages_ask_the_database_as_often_however_many_there_are(officer):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address):
        with CaptureQueriesContext(connection) as found:
            officer.client.get(address)
        return len(found)

    appoint()
    meeting("first", date(2022, 5, 1), seats=["police"])
    addresses = (HOME, f"{HOME}groups/", f"{HOME}attendance/", f"{HOME}seats/police/")
    for address in addresses:
        officer.get(address)
    before = [asked(address) for address in addresses]
    for number in range(12):
        appoint(f"Person {number}", standing="deputy", organisation="dorset-police")
        meeting(f"m{number}", date(2022, 6, number + 1), seats=["police", "council"])
        said = NewGroup(f"g{number}", f"Group {number}", "standing", Period(date(2020, 1, 1)))
        services.make_group("dorset", said, by=BY)
    assert [asked(address) for address in addresses] == before


def test_an_invited_member_is_not_elected_unless_it_happened_and_then_it_is_flagged(officer):
    made = appoint("Pat Example", "pcc")
    typed = {"office": "vice-chair", "holder": str(made), "how": "election", "starts_on": "2023-06-05"}
    page = officer.post_page(f"{HOME}offices/", typed, status=422)
    assert "The terms do not allow it: the Vice Chair is drawn from ‘Core with voting rights’" in page.text
    assert officer.post(f"{HOME}offices/", {**typed, "as_it_happened": "on"}).status_code == 302
    assert "Pat Example is recorded as Vice Chair, but the Vice Chair is drawn from" in officer.get(HOME).text
