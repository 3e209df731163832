from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Organisation, Partnership, RoleAssignment, User
from frankpledge.governance.models import AgendaItem, Ballot, Decision, Meeting, Motion, Reply, Tenure
from frankpledge.governance.running import services
from frankpledge.governance.tests.running_makers import CLERK, TERMS, make_meeting, make_world, person
from tests.pages import PageClient

pytestmark = pytest.mark.django_db
RUN = "/vale/work/meetings/meeting/june/run/"
NOW = "/vale/work/meetings/meeting/june/now/"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def clerk(world):
    return PageClient(signed_in=world.users["clerk"])


def press(client, minutes, world, do, status=302, where=RUN, **typed):
    with world.when(minutes):
        response = client.post(where, {"do": do, **typed})
    assert response.status_code == status, response.content.decode()[:2000]
    return response


def page(client, world, minutes, at=RUN, **more):
    with world.when(minutes):
        return client.get(at, **more)


def arrived(world, seat):
    return str(world.meeting.events.filter(kind="arrived", seat=seat).last().sequence)


def test_a_meeting_is_run_from_opening_to_closing_on_one_page(world, clerk):
    first = page(clerk, world, 0)
    assert first.h1 == "June meeting"
    assert "Open the meeting" in first.text
    seats = ("council", "police", "fire", "health", "probation", "forum")
    here = {f"how_holder:{seat}": "here" if seat != "probation" else "away" for seat in seats}
    press(clerk, 1, world, "open", **here)
    text = page(clerk, world, 2).text
    assert "Quorate now: 4 here, 3 needed." in text
    assert "Council Person, the chair, presides." in text
    press(clerk, 3, world, "start-item", item=world.items[0].id)
    press(clerk, 4, world, "agree", text="That the plan is refreshed.")
    text = page(clerk, world, 5).text
    assert "Agreed: That the plan is refreshed." in text
    press(clerk, 6, world, "leave", who=arrived(world, "fire"))
    press(
        clerk, 7, world, "action", text="Send the figures", who=arrived(world, "police"), due_on="2024-07-01"
    )
    press(clerk, 8, world, "note", text="The screen failed.")
    press(clerk, 9, world, "observe", who=arrived(world, "police"), text="It is late.", answer="Sorry.")
    press(clerk, 10, world, "close")
    text = page(clerk, world, 11).text
    for words in ("Action 2024-06-03/1.1: Send the figures", "The screen failed.", "It is late. Sorry."):
        assert words in text
    assert "The meeting is closed" in text
    assert Meeting.objects.get(id=world.id).status == "held"


def test_one_press_opens_it_as_people_replied(world, clerk):
    for seat in ("council", "police", "fire"):
        Reply.objects.create(
            meeting=world.meeting,
            seat=seat,
            person_name=person(seat),
            answer="attending",
            given_at=world.at(-9),
        )
    assert "As they replied: 3 come." in page(clerk, world, 0).text
    press(clerk, 1, world, "open-replied")
    assert "Quorate now: 3 here, 3 needed." in page(clerk, world, 2).text


def test_what_is_missing_in_a_form_is_said_above_and_beside_it_and_nothing_typed_is_lost(world, clerk):
    world.opens("council", "police", "fire")
    with world.when(5):
        shown = clerk.post_page(RUN, {"do": "action", "text": "", "other": "Someone new"}, status=422)
    assert "There is a problem" in shown.text
    assert "Write what is to be done" in shown.text
    assert shown.find("//input[@id='action-other']")[0].get("value") == "Someone new"
    assert shown.find("//a[@href='#action-text']")


def test_a_refusal_is_said_in_a_sentence_and_what_was_typed_stays(world, clerk):
    world.opens("council", "police", "fire")
    world.loses("fire", 30)
    typed = {"do": "leave", "who": arrived(world, "police"), "at": "10:20"}
    with world.when(40):
        shown = clerk.post_page(RUN, typed, status=422)
    assert "Say why this is recorded late" in shown.text
    assert shown.find("//input[@id='leave-at']")[0].get("value") == "10:20"


def test_what_is_recorded_late_says_which_decisions_it_changes(world, clerk):
    world.opens("council", "police", "fire")
    world.agrees(15)
    press(
        clerk, 40, world, "leave", who=arrived(world, "police"), at="10:10", because="From the sign-out sheet"
    )
    text = page(clerk, world, 41).text
    assert "‘That the plan is refreshed.’ was carried, stands. It is now no_decision, irregular." in text
    assert "Written down later." in text
    assert "The terms did not allow it." in text


def test_undo_strikes_the_last_event_out_and_keeps_it(world, clerk):
    world.opens("council", "police", "fire")
    world.loses("fire", 5)
    shown = page(clerk, world, 6)
    href = next(one for words, one in shown.links.items() if words.startswith("Undo"))
    asked = page(clerk, world, 7, at=href.split("#")[0])
    assert "Strike out: Fire Person (Fire) left." in asked.text
    sequence = asked.find("//input[@name='sequence']")[0].get("value")
    press(clerk, 8, world, "strike", sequence=sequence, because="She only stepped out")
    text = page(clerk, world, 9).text
    assert "Struck out: She only stepped out" in text
    assert "Quorate now: 3 here, 3 needed." in text


def test_without_a_quorum_it_goes_on_informally_and_what_is_agreed_can_be_put_right_later(world, clerk):
    world.opens("council", "police")
    shown = page(clerk, world, 1)
    assert "Going on now, informally: there is no quorum" in shown.text
    press(clerk, 2, world, "agree", text="That the plan is refreshed.")
    text = page(clerk, world, 3).text
    assert "Not quorate: 2 present, 3 needed." in text
    assert "To be put right" in text
    world.gains("fire", 4)
    press(clerk, 5, world, "cure", decision=Decision.objects.get().id, cure="ratify")
    assert set(Decision.objects.values_list("standing", flat=True)) == {"cured", "stands"}
    assert "To be put right" not in page(clerk, world, 6).text


def test_the_clerk_takes_a_vote_for_the_room_and_the_chair_resolves_the_tie(world, clerk):
    world.opens("council", "police", "fire", "health")
    press(clerk, 1, world, "put", text="That we meet in May.", method="ballot")
    motion = Motion.objects.get()
    for seat, choice in {"council": "for", "police": "for", "fire": "against", "health": "against"}.items():
        press(clerk, 2, world, "ballot", motion=motion.id, seat=seat, choice=choice)
    assert "4 of 4 have voted." in page(clerk, world, 3).text
    press(clerk, 4, world, "close-vote", motion=motion.id)
    text = page(clerk, world, 5).text
    assert "Council Person, the terms give you a second or casting vote (clause ‘casting’)." in text
    press(clerk, 6, world, "casting", motion=motion.id, choice="for")
    assert "Carried: 2 for, 2 against, 0 abstained, with the casting vote." in page(clerk, world, 7).text


def test_a_show_of_hands_is_counted_on_the_page(world, clerk):
    world.opens("council", "police", "fire")
    press(clerk, 1, world, "put", text="That we meet in May.", method="hands")
    motion = Motion.objects.get()
    with world.when(2):
        shown = clerk.post_page(
            RUN,
            {"do": "close-counted", "motion": motion.id, "votes_for": "x", "votes_against": "1"},
            status=422,
        )
    assert "Write a whole number" in shown.text
    counts = {"votes_for": 2, "votes_against": 1, "votes_abstain": 0}
    press(clerk, 3, world, "close-counted", motion=motion.id, **counts)
    assert "Carried: 2 for, 1 against, 0 abstained." in page(clerk, world, 4).text


def test_a_vote_without_a_quorum_is_refused_on_the_page_and_the_text_stays_put(world, clerk):
    world.opens("council", "police")
    press(clerk, 1, world, "put", text="That we meet in May.", method="ballot")
    text = page(clerk, world, 2).text
    assert "Not quorate: 2 present, 3 needed." in text
    assert "Put to the members: That we meet in May." in text
    assert "Refused: That we meet in May." in text
    world.gains("fire", 3)
    press(clerk, 4, world, "open-vote", motion=Motion.objects.get().id, method="hands")
    assert "Voting is open: That we meet in May." in page(clerk, world, 5).text


def test_a_member_votes_on_a_phone_and_sees_that_it_is_in(world):
    world.opens("council", "police", "fire")
    motion = world.votes(2)
    member = PageClient(signed_in=world.users["police"])
    shown = page(member, world, 3, at=NOW)
    assert "Vote: The plan is agreed." in shown.text
    assert "You are recorded as here for Police." in shown.text
    assert [one.get("value") for one in shown.find("//button[@name='choice']")] == [
        "for",
        "against",
        "abstain",
    ]
    typed = {
        name: shown.find(f"//input[@name='{name}']")[0].get("value")
        for name in ("motion", "seat", "request_key")
    }
    for _ in range(2):  # sent twice: the answer to the first was lost
        press(member, 4, world, "", where=NOW, choice="for", **typed)
    assert Ballot.objects.filter(motion=motion).count() == 1
    after = page(member, world, 5, at=NOW)
    assert "Police has voted for." in after.text
    assert not after.find("//button[@name='choice']")
    with world.when(6):
        again = member.post_page(NOW, {**typed, "choice": "against"}, status=422)
    assert "The seat of Police has voted for. A vote cannot be changed" in again.text
    world.closes(motion)
    assert "Carried: 1 for, 0 against, 0 abstained." in page(member, world, 9, at=NOW).text


def test_an_invited_member_sees_why_there_are_no_buttons(world):
    world.opens("council", "police", "fire", "forum")
    world.votes(2)
    shown = page(PageClient(signed_in=world.users["forum"]), world, 3, at=NOW)
    assert "The seat of Forum has no vote." in shown.text
    assert not shown.find("//button[@name='choice']")


def test_one_who_is_not_recorded_as_here_is_told_so(world):
    world.opens("council", "police", "fire")
    shown = page(PageClient(signed_in=world.users["health"]), world, 3, at=NOW)
    assert "You are not recorded as being here. Tell the clerk if you are." in shown.text


@pytest.mark.parametrize(("role", "where", "status"), [
    ("member", RUN, 403), ("invited-member", RUN, 403), ("analyst", RUN, 403), ("chair", RUN, 200), ("manager", RUN, 200),
    ("scrutiny-officer", NOW, 403), ("analyst", NOW, 403), ("invited-member", NOW, 200), ("member", NOW, 200),
])  # fmt: skip
def test_who_may_see_what(world, role, where, status):
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment.objects.create(user=user, partnership=world.place, role=role, starts_on=date(2020, 1, 1))
    client = PageClient(signed_in=user)
    assert client.client.get(where).status_code == status
    assert PageClient().redirected(where)


def test_another_partnership_s_meeting_is_not_found(world):
    other = Partnership.objects.create(
        slug="other", name="Other", short_name="Other", nation="E", council_name="Other Council"
    )
    RoleAssignment.objects.create(
        user=world.users["clerk"], partnership=other, role="officer", starts_on=date(2020, 1, 1)
    )
    client = PageClient(signed_in=world.users["clerk"])
    for end in ("run", "now", "stamp"):
        assert client.client.get(f"/other/work/meetings/meeting/june/{end}/").status_code == 404


def test_the_stamp_changes_whenever_something_happens(world, clerk):
    address = RUN.replace("run", "stamp")
    before = clerk.client.get(address).content
    world.opens("council")
    after = clerk.client.get(address).content
    assert before != after
    assert after == clerk.client.get(address).content


def test_a_seat_whose_body_has_ended_is_flagged_with_who_follows(world, clerk):
    new = Organisation.objects.create(
        slug="new-fire", name="New Fire", kind="OTHER", starts_on=date(2024, 1, 1)
    )
    Organisation.objects.filter(slug="vale-fire").update(ends_on=date(2023, 12, 31), successor=new)
    text = page(clerk, world, 0).text
    assert "Vale fire ended on 31 December 2023; New Fire fills the seat." in text
    Organisation.objects.filter(slug="vale-fire").update(ends_on=date(2024, 12, 31))
    assert "fills the seat" not in page(clerk, world, 0).text


def test_a_ruling_is_a_page_and_shows_what_is_lacking(world):
    world.has_terms(TERMS.replace("passes = false\n", ""))
    world.opens(
        "police", "fire", "health", "probation", presiding="police", because="Chosen by those present"
    )
    motion = world.votes(police="for", fire="for", health="against", probation="against")
    world.closes(motion)
    with world.when(9):
        made = services.give_casting_vote(motion=motion.id, by=CLERK, choice="for")
    address = f"/vale/work/meetings/decisions/{made.decision}/ruling/"
    assert PageClient(signed_in=world.users["police"]).client.get(address).status_code == 403
    chair = PageClient(signed_in=world.users["council"])
    shown = chair.get(address)
    assert "casting_vote.passes" in shown.text
    assert chair.post_page(address, {"outcome": "carried", "ruling": ""}, status=422)
    typed = {"outcome": "carried", "ruling": "By custom it passes.", "ruling_by": "Council Person"}
    assert chair.post(address, typed).status_code == 302
    assert "Council Person has ruled: By custom it passes." in chair.get(address).text


def counted(client, world, where):
    page(client, world, 9, at=where)
    with CaptureQueriesContext(
        connection,
    ) as kept:
        page(client, world, 9, at=where)
    return len(kept)


@pytest.mark.parametrize("where", [RUN, NOW])
def test_the_page_asks_the_same_number_of_questions_however_much_there_is(world, where):
    """Twice the members, items, events, motions and decisions; the page is fetched as the chair, who sees them both."""
    client = PageClient(signed_in=world.users["council"])
    world.opens("council", "police", "fire")
    world.agrees(1)
    small = counted(client, world, where)
    extra = "".join(f'[[seat]]\nslug = "x{n}"\nname = "X{n}"\nclass = "core"\n' for n in range(30))
    world.has_terms(TERMS + extra)
    for n in range(30):
        Tenure.objects.create(
            partnership=world.place, seat=f"x{n}", person_name=f"X{n} Person", starts_on="2023-01-01"
        )
        AgendaItem.objects.create(meeting=world.meeting, order=n + 10, title=f"Item {n}")
        with world.when(2 + n / 100):
            services.arrive(meeting=world.id, by=CLERK, who=services.Attending(f"X{n} Person", f"x{n}"))
        world.agrees(3 + n / 100, 1, text=f"Thing {n}")
    assert counted(client, world, where) == small


def test_an_open_vote_with_many_ballots_asks_no_more_than_one_with_few(world, clerk):
    world.opens("council", "police", "fire", "health", "probation")
    world.votes(2)
    few = counted(clerk, world, RUN)
    motion = Motion.objects.get()
    for seat in ("council", "police", "fire", "health"):
        press(clerk, 3, world, "ballot", motion=motion.id, seat=seat, choice="for")
    assert counted(clerk, world, RUN) == few


def test_a_meeting_of_a_group_runs_by_the_group_s_own_terms(world, clerk):
    from frankpledge.governance.terms.services import record_terms

    record_terms("vale", TERMS.replace("at_least = 3", "at_least = 1"), by=CLERK, group="tasking")
    meeting, _ = make_meeting(world.place, "tasking", group="tasking")
    with world.when(0):
        services.open_meeting(meeting=meeting.id, by=CLERK, attending=[world.attending("police")])
        text = clerk.get("/vale/work/meetings/meeting/tasking/run/").text
    assert "Quorate now: 1 here, 1 needed." in text


def test_the_meeting_s_page_leads_to_running_it_and_to_what_is_on_now(world, clerk):
    meeting = "/vale/work/meetings/meeting/june/"
    member = PageClient(signed_in=world.users["police"])
    assert page(clerk, world, 0, meeting).links["Open and run the meeting"] == RUN
    assert RUN not in page(member, world, 0, meeting).links.values()
    world.opens("council", "police", "fire")
    assert page(clerk, world, 1, meeting).links["Run the meeting"] == RUN
    assert page(member, world, 1, meeting).links["What is on now, and voting"] == NOW


def test_the_minutes_grow_beside_the_meeting(world, clerk):
    assert page(clerk, world, 0).find("//section[@id='minutes']") == []
    world.opens("council", "police", "fire")
    world.agrees(5)
    beside = page(clerk, world, 6).find("//section[@id='minutes']")[0].text_content()
    assert (
        "Agreed: That the plan is refreshed." in " ".join(beside.split())
        or "That the plan is refreshed." in beside
    )
    assert "5. " not in beside


def test_before_agreed_is_pressed_the_page_says_that_it_would_not_be_enough(world, clerk):
    world.has_terms(TERMS.replace('scope = "ordinary"', 'scope = "ordinary"\nsecret = true'))
    world.opens("council", "police", "fire")
    shown = page(clerk, world, 5).text
    assert "“Agreed” is not enough here: the terms ask for a secret ballot" in shown
    assert "Record that it was agreed all the same" in shown
    press(clerk, 6, world, "agree", text="That the plan is refreshed.")
    assert "The terms did not allow it." in page(clerk, world, 7).text
