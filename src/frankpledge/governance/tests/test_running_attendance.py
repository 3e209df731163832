from __future__ import annotations

import pytest

from frankpledge.audit.api import check_chain
from frankpledge.governance.models import Attendance, Meeting, MeetingEvent, Reply, Tenure
from frankpledge.governance.rules.meetings.judging import quorum_at
from frankpledge.governance.rules.meetings.sitting import present_at, presiding_at
from frankpledge.governance.running import queries, services
from frankpledge.governance.tests.running_makers import CLERK, TERMS, make_world, person
from frankpledge.kernel.verdicts import NotPermitted, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return make_world()


def recorded(world):
    return queries.record_of(Meeting.objects.get(id=world.id))


def there(world, minutes):
    return {one.seat or one.person for one in present_at(recorded(world), world.at(minutes))}


def quorate(world, minutes, item=None):
    terms = queries.terms_of(world.meeting).constitution
    return quorum_at(recorded(world), terms, at=world.at(minutes), item=item).quorate


def chair(world, minutes, item=None):
    found = presiding_at(
        recorded(world),
        queries.terms_of(world.meeting).constitution,
        world.at(minutes),
        item,
    )
    return found and found.seat


def test_opening_records_who_is_there_and_who_presides(world):
    world.opens("council", "police", "fire")
    assert world.kinds() == ["opened", "arrived", "arrived", "arrived", "presides"]
    assert (there(world, 1), chair(world, 1)) == ({"council", "police", "fire"}, "council")
    assert Meeting.objects.get(id=world.id).status == "running"
    assert check_chain("vale").broken_at is None


def test_one_press_opens_it_as_people_replied(world):
    answers = {"council": "attending", "police": "remote", "fire": "deputy", "health": "apologies"}
    for seat, answer in answers.items():
        deputy = "Dee Deputy" if answer == "deputy" else ""
        Reply.objects.create(
            meeting=world.meeting, seat=seat, person_name=person(seat), answer=answer, deputy_name=deputy,
            given_at=world.at(-60),
        )  # fmt: skip
    with world.when(0):
        services.open_meeting(meeting=world.id, by=CLERK)
    found = {
        one.seat: (one.person, one.standing, one.is_remote)
        for one in present_at(recorded(world), world.at(1))
    }
    assert found == {
        "council": ("Council Person", "holder", False),
        "police": ("Police Person", "holder", True),
        "fire": ("Dee Deputy", "deputy", False),
    }


def test_someone_who_comes_and_goes_makes_and_breaks_the_quorum(world):
    world.opens("council", "police")
    assert quorate(world, 1) is False
    world.gains("fire", 5)
    assert (quorate(world, 4), quorate(world, 6)) == (False, True)
    world.loses("police", 10)
    assert (quorate(world, 9), quorate(world, 11)) == (True, False)


def test_a_meeting_is_not_opened_twice_nor_by_one_who_may_not(world):
    with pytest.raises(NotPermitted), world.when(0):
        services.open_meeting(meeting=world.id, by=world.principal("police"), attending=())
    world.opens("council")
    with pytest.raises(Refused, match="opened already"):
        world.opens("council", minutes=1)


def test_the_chair_may_run_the_meeting(world):
    with world.when(0):
        services.open_meeting(meeting=world.id, by=world.principal("council", "chair"), attending=())
    assert world.kinds() == ["opened"]


def test_without_the_chair_the_vice_chair_presides_and_without_either_the_members_choose(world):
    from frankpledge.governance.models import OfficeHolding

    OfficeHolding.objects.create(
        partnership=world.place, office="vice-chair", seat="police", person_name=person("police"), how="election",
        starts_on="2024-01-01",
    )  # fmt: skip
    world.opens("police", "fire", "health")
    assert chair(world, 1) == "police"
    world.loses("police", 2)
    assert chair(world, 3) is None
    with pytest.raises(Refused, match="Say who chose Fire Person"), world.when(4):
        services.preside(meeting=world.id, by=CLERK, seat="fire")
    with world.when(5):
        services.preside(meeting=world.id, by=CLERK, seat="fire", because="Chosen by those present")
    assert chair(world, 6) == "fire"


def test_nobody_takes_the_chair_from_one_who_is_there_without_a_reason(world):
    world.opens("council", "police", "fire")
    with pytest.raises(Refused, match="Council Person is here to preside"), world.when(1):
        services.preside(meeting=world.id, by=CLERK, seat="police")


def test_one_person_does_not_sit_in_two_seats(world):
    world.opens("council", "police")
    two = services.Attending(person("police"), "fire")
    with pytest.raises(Refused, match="in the seat of Police"), world.when(1):
        services.arrive(meeting=world.id, by=CLERK, who=two)
    world.loses("police", 2)
    with world.when(3):
        services.arrive(meeting=world.id, by=CLERK, who=two)
    assert there(world, 4) == {"council", "fire"}


def test_where_the_terms_let_one_person_hold_several_seats_they_may(world):
    world.has_terms(TERMS + "[several_seats]\nvotes_once = true\ncounts_once = true\n")
    world.opens("council", "police")
    with world.when(1):
        services.arrive(meeting=world.id, by=CLERK, who=services.Attending(person("police"), "fire"))
    assert there(world, 2) == {"council", "police", "fire"}


def test_nobody_sits_in_the_seat_of_another(world):
    world.opens("council", "police")
    with pytest.raises(Refused, match="One person fills a seat"), world.when(1):
        services.arrive(
            meeting=world.id, by=CLERK, who=services.Attending("Dee Deputy", "police", standing="deputy")
        )


def test_a_deputy_is_refused_where_the_terms_allow_none_and_named_with_the_clause(world):
    world.has_terms(TERMS.replace("[deputies]\nallowed = true", "[deputies]\nallowed = false"))
    world.opens("council")
    deputy = services.Attending("Dee Deputy", "police", standing="deputy")
    with pytest.raises(Refused, match=r"clause ‘deputies’.*Record Dee Deputy as an observer"), world.when(1):
        services.arrive(meeting=world.id, by=CLERK, who=deputy)


def test_a_deputy_who_replied_is_let_in_as_an_observer_where_the_terms_allow_none(world):
    world.has_terms(TERMS.replace("[deputies]\nallowed = true", "[deputies]\nallowed = false"))
    with world.when(0):
        services.open_meeting(
            meeting=world.id,
            by=CLERK,
            attending=[services.Attending("Dee Deputy", "police", standing="deputy")],
        )
    found = present_at(recorded(world), world.at(1))
    assert [(one.standing, one.seat, one.organisation) for one in found] == [("observer", "", "Police")]


def test_a_seat_that_the_terms_do_not_have_is_refused(world):
    world.opens("council")
    with pytest.raises(Refused, match="no seat ‘mystery’"):
        world.gains("mystery", 1)


def test_what_happened_earlier_needs_a_reason_once_something_has_been_recorded_since(world):
    world.opens("council", "police", "fire")
    world.loses("fire", 30)
    with pytest.raises(Refused, match="Say why this is recorded late"):
        world.loses("police", 40, at=world.at(20))
    event = world.loses("police", 40, at=world.at(20), because="Seen on the recording").event
    assert (event.at, event.recorded_at) == (world.at(20), world.at(40))
    assert (there(world, 19), there(world, 21)) == ({"council", "police", "fire"}, {"council", "fire"})


def test_what_happened_a_moment_ago_with_nothing_since_needs_no_reason(world):
    world.opens("council", "police", "fire")
    assert world.loses("police", 40, at=world.at(38)).event.at == world.at(38)


@pytest.mark.parametrize(("minutes", "why"), [(-5, "opened at 10:00"), (50, "10:50 is still to come")])
def test_nothing_happens_before_the_meeting_or_in_the_future(world, minutes, why):
    world.opens("council", "police", "fire")
    with pytest.raises(Refused, match=why):
        world.loses("police", 40, at=world.at(minutes), because="a reason")


def test_one_who_is_not_there_cannot_leave(world):
    world.opens("council", "police")
    with pytest.raises(Refused, match="not recorded as being here"):
        world.loses("fire", 1)


def test_who_withdraws_from_an_item_is_out_for_it_alone_and_back_when_they_come_back(world):
    world.opens("council", "police", "fire")
    first, second = world.items[0].id, world.items[1].id
    with world.when(1):
        services.declare(
            meeting=world.id, by=CLERK, seat="fire", item=first, nature="My brother's firm", withdraws=True
        )
    assert (quorate(world, 2, first), quorate(world, 2, second), quorate(world, 2)) == (False, True, True)
    with world.when(3):
        services.come_back(meeting=world.id, by=CLERK, seat="fire", item=first)
    assert quorate(world, 4, first) is True
    with pytest.raises(Refused, match="has not gone out"), world.when(5):
        services.come_back(meeting=world.id, by=CLERK, seat="fire", item=first)


def test_a_chair_who_withdraws_does_not_preside_over_that_item(world):
    world.opens("council", "police", "fire")
    with world.when(1):
        services.withdraw_from(meeting=world.id, by=CLERK, seat="council", item=world.items[0].id)
    assert (chair(world, 2, world.items[0].id), chair(world, 2)) == (None, "council")


def test_the_last_event_is_undone_by_striking_it_and_is_kept(world):
    world.opens("council", "police", "fire")
    event = world.loses("fire", 5).event
    with world.when(6):
        services.strike(meeting=world.id, sequence=event.sequence, by=CLERK, because="She only stepped out")
    assert there(world, 7) == {"council", "police", "fire"}
    assert MeetingEvent.objects.filter(meeting=world.meeting, sequence=event.sequence, kind="left").exists()
    with pytest.raises(Refused, match="struck out already"), world.when(8):
        services.strike(meeting=world.id, sequence=event.sequence, by=CLERK, because="again")


def test_an_opening_by_mistake_is_undone_while_nothing_was_done_since(world):
    world.opens("council", "police")
    with world.when(1):
        services.strike(meeting=world.id, sequence=1, by=CLERK, because="Wrong meeting")
    assert Meeting.objects.get(id=world.id).status == "planned"
    world.opens("fire", minutes=2)
    assert there(world, 3) == {"fire"}
    with world.when(4):
        services.note(meeting=world.id, by=CLERK, text="The fire alarm went off.")
    opened = MeetingEvent.objects.filter(meeting=world.meeting, kind="opened").last()
    with pytest.raises(Refused, match="Something has been done"), world.when(5):
        services.strike(meeting=world.id, sequence=opened.sequence, by=CLERK, because="again")


def test_closing_keeps_who_attended_and_says_whether_it_ever_had_a_quorum(world):
    world.opens("council", "police", "fire")
    world.loses("fire", 5)
    with world.when(9):
        services.close_meeting(meeting=world.id, by=CLERK)
    row = Meeting.objects.get(id=world.id)
    assert (row.status, row.ends_at, row.is_attendance_recorded) == ("held", world.at(9), True)
    assert set(Attendance.objects.values_list("seat_slug", flat=True)) == {"council", "police", "fire"}


def test_a_meeting_that_never_had_a_quorum_was_held_without_one(world):
    world.opens("council", "police")
    with world.when(9):
        services.close_meeting(meeting=world.id, by=CLERK)
    assert Meeting.objects.get(id=world.id).status == "inquorate"


def test_after_closing_only_what_happened_before_it_is_taken_with_a_reason(world):
    world.opens("council", "police", "fire")
    with world.when(9):
        services.close_meeting(meeting=world.id, by=CLERK)
    with pytest.raises(Refused, match="has been closed"):
        world.loses("fire", 10)
    with pytest.raises(Refused, match="closed at 10:09"):
        world.loses("fire", 12, at=world.at(11), because="late")
    world.loses("fire", 12, at=world.at(5), because="From the sign-out sheet")
    assert there(world, 6) == {"council", "police"}


def test_adjourning_stops_business_and_going_on_starts_it_again(world):
    world.opens("council", "police", "fire")
    with world.when(1):
        services.adjourn(meeting=world.id, by=CLERK, because="Fire alarm", until="14:30")
    assert Meeting.objects.get(id=world.id).status == "adjourned"
    with pytest.raises(Refused, match="adjourned"):
        world.agrees(2)
    world.loses("fire", 3)
    with world.when(4):
        services.resume(meeting=world.id, by=CLERK)
    assert (Meeting.objects.get(id=world.id).status, there(world, 5)) == ("running", {"council", "police"})


def test_a_meeting_that_is_cancelled_is_not_opened(world):
    with world.when(0):
        services.cancel(meeting=world.id, by=CLERK, because="Snow")
    assert Meeting.objects.get(id=world.id).status == "cancelled"
    with pytest.raises(Refused, match="not to be held"):
        world.opens("council", minutes=1)


def test_the_agenda_is_walked_item_by_item(world):
    world.opens("council", "police", "fire")
    with world.when(1):
        services.start_item(meeting=world.id, item=world.items[0].id, by=CLERK)
        services.start_item(meeting=world.id, item=world.items[1].id, by=CLERK)
    with world.when(2):
        services.observe(
            meeting=world.id, by=CLERK, seat="police", text="It is late.", answer="It will not be again."
        )
        action = services.set_action(meeting=world.id, by=CLERK, text="Send the figures", owner_name="Pat")
        other = services.set_action(meeting=world.id, by=CLERK, text="Write to the council")
        services.finish_item(meeting=world.id, by=CLERK)
    assert world.kinds()[5:] == [
        "item-opened",
        "item-closed",
        "item-opened",
        "observed",
        "action-set",
        "action-set",
        "item-closed",
    ]
    assert (action.number, other.number) == ("2024-06-03/2.1", "2024-06-03/2.2")


def test_an_action_is_not_done_without_what_shows_it(world):
    world.opens("council", "police", "fire")
    with world.when(1):
        action = services.set_action(meeting=world.id, by=CLERK, text="Send the figures")
    with pytest.raises(Refused, match="what shows"), world.when(2):
        services.update_action(meeting=world.id, action=action.id, by=CLERK, text="Sent", state="done")
    with world.when(3):
        services.update_action(
            meeting=world.id, action=action.id, by=CLERK, text="Sent", state="done", evidence="The email"
        )
    action.refresh_from_db()
    assert (action.state, action.evidence, action.closed_on.isoformat()) == (
        "done",
        "The email",
        "2024-06-03",
    )


def test_a_seat_whose_holder_has_changed_is_filled_by_the_one_in_post_on_the_day(world):
    Tenure.objects.filter(seat="fire").update(ends_on="2024-06-02")
    assert "fire" not in {one.seat for one in recorded(world).in_post}
    Tenure.objects.filter(seat="fire").update(ends_on="2024-06-03")
    assert "fire" in {one.seat for one in recorded(world).in_post}
