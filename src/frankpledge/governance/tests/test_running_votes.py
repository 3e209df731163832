from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frankpledge.audit.models import Event
from frankpledge.governance import api
from frankpledge.governance.models import Ballot, Decision, Motion
from frankpledge.governance.running import services
from frankpledge.governance.tests.running_makers import (
    CLERK,
    TERMS,
    make_meeting,
    make_world,
    person,
)
from frankpledge.kernel.people import PUBLIC
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Outcome, Refused

pytestmark = pytest.mark.django_db
FULL = ("council", "police", "fire", "health", "probation", "forum")


@pytest.fixture
def world(db):
    return make_world()


def gate(world, attempt):
    found = api.decision(attempt.decision)
    return api.gate_verdict("refresh-plan", "the-plan", found, None).outcome


def test_agreed_is_one_press_from_recommendation_to_decision(world):
    world.opens("council", "police", "fire")
    made = world.decision(attempt := world.agrees(5))
    assert (made.text, made.outcome, made.standing) == ("That the plan is refreshed.", "carried", "stands")
    assert (made.effect, made.about, made.decided_at) == ("refresh-plan", "the-plan", world.at(5))
    assert (made.verdict["present"], made.verdict["required"], made.clause) == (3, 3, "decisions")
    assert world.kinds()[-1] == "agreed"
    assert gate(world, attempt) is Outcome.HOLDS


def test_agreed_without_a_quorum_is_recorded_and_decides_nothing(world):
    world.opens("council", "police")
    attempt = world.agrees(5)
    made = world.decision(attempt)
    assert attempt.why_not == (
        "Not quorate: 2 present, 3 needed. The terms do not say what follows. "
        "Retake or ratify it at a quorate meeting."
    )
    assert (made.outcome, made.standing, made.verdict["quorate"]) == ("no_decision", "irregular", False)
    assert world.kinds()[-1] == "vote-refused"
    assert gate(world, attempt) is Outcome.FAILS


def test_a_vote_without_a_quorum_is_recorded_and_stays_shut_until_there_is_one(world):
    world.opens("council", "police", "fire")
    motion = world.puts()
    world.loses("fire", 6)
    with world.when(7):
        refused = services.open_vote(motion=motion.id, by=CLERK)
    assert (refused.is_allowed, world.kinds()[-1]) == (False, "vote-refused")
    motion.refresh_from_db()
    assert (motion.state, Decision.objects.count()) == ("draft", 0)
    world.gains("fire", 8)
    with world.when(9):
        assert services.open_vote(motion=motion.id, by=CLERK).is_allowed


def test_a_vote_is_carried_by_the_ballots_of_those_who_have_one(world):
    world.opens(*FULL)
    closed = world.closes(world.votes(council="against", police="for", fire="for", health="abstain"))
    made = world.decision(closed)
    assert (made.outcome, made.verdict["tally"], made.verdict["needed"]) == ("carried", [2, 1, 1], 2)


def test_one_ballot_changed_loses_it(world):
    world.opens(*FULL)
    closed = world.closes(world.votes(council="against", police="for", fire="against"))
    assert world.decision(closed).outcome == "lost"


@pytest.mark.parametrize("method", ["ballot", "secret", "hands"])
def test_a_quorum_lost_before_the_vote_closes_leaves_it_without_a_decision(world, method):
    world.opens("council", "police", "fire")
    motion = world.votes(method=method, **({"police": "for", "fire": "for"} if method == "ballot" else {}))
    world.loses("fire", 7)
    tally = {"tally": (2, 0, 0)} if method == "hands" else {}
    made = world.decision(world.closes(motion, **tally))
    assert (made.outcome, made.standing) == ("no_decision", "irregular")
    assert Ballot.objects.filter(motion=motion).count() == (2 if method == "ballot" else 0)


def test_a_tie_waits_for_the_chair_whose_second_vote_settles_it(world):
    world.opens("council", "police", "fire", "health")
    motion = world.votes(council="for", police="for", fire="against", health="against")
    assert world.closes(motion).waits
    assert Decision.objects.count() == 0
    with world.when(9):
        settled = services.give_casting_vote(motion=motion.id, by=CLERK, choice="for")
    made = world.decision(settled)
    motion.refresh_from_db()
    assert (made.outcome, made.clause, made.verdict["casting_used"]) == ("carried", "casting", True)
    assert (motion.casting, motion.casting_by) == ("for", "council")


def test_a_casting_vote_against_loses_it(world):
    world.opens("council", "police", "fire", "health")
    motion = world.votes(council="for", police="for", fire="against", health="against")
    world.closes(motion)
    with world.when(9):
        settled = services.give_casting_vote(motion=motion.id, by=CLERK, choice="against")
    assert world.decision(settled).outcome == "lost"


def test_one_who_presides_in_the_chairs_stead_has_no_casting_vote_where_it_does_not_pass(world):
    world.opens(
        "police", "fire", "health", "probation", presiding="police", because="Chosen by those present"
    )
    motion = world.votes(police="for", fire="for", health="against", probation="against")
    world.closes(motion)
    with pytest.raises(Refused, match="does not pass to them"), world.when(9):
        services.give_casting_vote(motion=motion.id, by=CLERK, choice="for")
    with world.when(10):
        left = services.leave_tied(motion=motion.id, by=CLERK)
    made = world.decision(left)
    assert (made.outcome, made.standing) == ("tied", "stands")


def test_where_it_passes_they_have_one(world):
    world.has_terms(TERMS.replace("passes = false", "passes = true"))
    world.opens(
        "police", "fire", "health", "probation", presiding="police", because="Chosen by those present"
    )
    motion = world.votes(police="for", fire="for", health="against", probation="against")
    world.closes(motion)
    with world.when(9):
        settled = services.give_casting_vote(motion=motion.id, by=CLERK, choice="for")
    assert world.decision(settled).outcome == "carried"


def test_where_the_terms_are_silent_on_it_a_named_person_rules_and_the_ruling_stays(world):
    world.has_terms(TERMS.replace("passes = false\n", ""))
    world.opens(
        "police", "fire", "health", "probation", presiding="police", because="Chosen by those present"
    )
    motion = world.votes(police="for", fire="for", health="against", probation="against")
    Motion.objects.filter(id=motion.id).update(effect="refresh-plan", about="the-plan")
    world.closes(motion)
    with world.when(9):
        settled = services.give_casting_vote(motion=motion.id, by=CLERK, choice="for")
    made = world.decision(settled)
    assert (made.outcome, made.standing) == ("undetermined", "undetermined")
    assert made.verdict["missing_rules"] == ["casting_vote.passes"]
    assert gate(world, settled) is Outcome.UNDETERMINED
    ruling = {
        "outcome": "carried",
        "ruling": "It passes: custom since 2011.",
        "ruling_by": "The monitoring officer",
    }
    with pytest.raises(NotPermitted), world.when(10):
        services.rule_on(decision=made.id, by=world.principal("police"), **ruling)
    with world.when(10):
        services.rule_on(decision=made.id, by=world.principal("council", "chair"), **ruling)
    made.refresh_from_db()
    assert (made.outcome, made.standing, made.ruling_by) == (
        "carried",
        "undetermined",
        "The monitoring officer",
    )
    assert gate(world, settled) is Outcome.HOLDS
    with pytest.raises(Refused, match="has ruled on it already"), world.when(11):
        services.rule_on(decision=made.id, by=CLERK, **ruling)


def test_nothing_is_ruled_on_where_the_terms_do_decide(world):
    world.opens("council", "police")
    made = world.decision(world.agrees(5))
    with pytest.raises(Refused, match="only for what cannot be told"):
        services.rule_on(decision=made.id, by=CLERK, outcome="carried", ruling="I say so", ruling_by="Me")


def test_without_terms_nothing_can_be_told(world):
    world.has_terms(TERMS.replace("2024-01-01", "2025-01-01"))
    world.opens("council", "police", "fire")
    made = world.decision(world.agrees(5))
    assert (made.standing, made.verdict["missing_facts"]) == (
        "undetermined",
        ["terms of reference in force on that day"],
    )


def test_a_later_meeting_ratifies_what_was_irregular_and_then_it_holds_from_its_first_day(world):
    world.opens("council", "police")
    irregular = world.agrees(5)
    meeting, items = make_meeting(world.place, "july", date(2024, 7, 1))
    later = type(world)(world.place, meeting, items, world.users)
    there = [world.attending(seat) for seat in ("council", "police", "fire")]
    with later.when(60 * 24 * 28):
        services.open_meeting(meeting=meeting.id, by=CLERK, attending=there)
        cure = services.agree(
            meeting=meeting.id, by=CLERK, put=services.Put(cures=irregular.decision, cure="ratify")
        )
    old, new = world.decision(irregular), world.decision(cure)
    assert (old.standing, old.outcome, new.standing, new.cures_id) == (
        "cured",
        "no_decision",
        "stands",
        old.id,
    )
    assert (new.text, new.effect, new.about) == (old.text, "refresh-plan", "the-plan")
    assert new.effective_on == date(2024, 6, 3)
    assert (gate(world, irregular), gate(world, cure)) == (Outcome.HOLDS, Outcome.HOLDS)
    with pytest.raises(Refused, match="needs no cure"), later.when(60 * 24 * 28 + 1):
        services.agree(meeting=meeting.id, by=CLERK, put=services.Put(cures=irregular.decision))


def test_a_cure_counts_only_if_it_is_itself_allowed(world):
    world.opens("council", "police")
    irregular = world.agrees(5)
    cure = world.agrees(6, cures=irregular.decision, cure="retake")
    assert (world.decision(irregular).standing, world.decision(cure).standing) == ("irregular", "irregular")
    world.gains("fire", 7)
    second = world.agrees(8, cures=irregular.decision, cure="retake")
    assert (world.decision(irregular).standing, world.decision(second).standing) == ("cured", "stands")
    assert world.decision(second).effective_on == date(2024, 6, 3)


def test_a_cure_that_turns_out_irregular_cures_no_longer(world):
    world.opens("council", "police")
    irregular = world.agrees(5)
    world.gains("fire", 7)
    world.agrees(8, cures=irregular.decision)
    assert world.decision(irregular).standing == "cured"
    world.loses("fire", 20, at=world.at(7.5), because="Seen on the recording")
    assert world.decision(irregular).standing == "irregular"


def test_what_is_recorded_late_marks_the_decisions_it_changes_and_names_them(world):
    world.opens("council", "police", "fire")
    first, second = world.agrees(5), world.agrees(15, 1)
    told = world.loses("fire", 20, at=world.at(10), because="From the sign-out sheet")
    assert [(one.id, one.was, one.now_is) for one in told.changed] == [
        (second.decision, "carried, stands", "no_decision, irregular")
    ]
    kept = world.decision(second)
    assert world.decision(first).standing == "stands"
    assert kept.verdict["before"][0]["outcome"] == "carried"
    assert Motion.objects.get(decision=kept).verdict["outcome"] == "carried"
    assert gate(world, first) is Outcome.HOLDS


def test_striking_what_was_wrong_puts_the_decision_back(world):
    world.opens("council", "police", "fire")
    made = world.agrees(15)
    wrong = world.loses("fire", 20, at=world.at(10), because="From the sign-out sheet")
    assert world.decision(made).standing == "irregular"
    with world.when(21):
        told = services.strike(
            meeting=world.id, sequence=wrong.event.sequence, by=CLERK, because="It was another Fire Person"
        )
    assert (world.decision(made).standing, world.decision(made).outcome) == ("stands", "carried")
    assert len(told.changed) == 1
    assert [one["standing"] for one in world.decision(made).verdict["before"]] == ["stands", "irregular"]


def test_agreed_by_mistake_is_struck_and_opens_nothing(world):
    world.opens("council", "police", "fire")
    attempt = world.agrees(5)
    agreed = world.meeting.events.get(kind="agreed")
    with world.when(6):
        services.strike(meeting=world.id, sequence=agreed.sequence, by=CLERK, because="Wrong item")
    assert world.decision(attempt).outcome == "withdrawn"
    assert gate(world, attempt) is Outcome.FAILS


def test_a_vote_is_not_struck_out(world):
    world.opens("council", "police", "fire")
    world.closes(world.votes(police="for"))
    closed = world.meeting.events.get(kind="vote-closed")
    with pytest.raises(Refused, match="stays in the record"):
        services.strike(meeting=world.id, sequence=closed.sequence, by=CLERK, because="Oops")


def test_a_member_votes_for_their_own_seat_on_their_own_phone(world):
    world.opens("council", "police", "fire")
    motion = world.votes()
    with world.when(7):
        cast = services.cast_ballot(
            motion=motion.id, choice="for", by=world.principal("police"), request_key="k1"
        )
    assert (cast.seat, cast.choice, cast.is_repeat) == ("police", "for", False)
    ballot = Ballot.objects.get()
    assert (ballot.cast_by, ballot.is_by_clerk, ballot.cast_at) == (person("police"), False, world.at(7))


def test_the_same_request_again_is_the_same_ballot_and_another_choice_is_refused(world):
    world.opens("council", "police", "fire")
    motion = world.votes()
    by = world.principal("police")
    with world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k1")
        again = services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k1")
        assert again.is_repeat
        with pytest.raises(Refused, match="The seat of Police has voted for"):
            services.cast_ballot(motion=motion.id, choice="against", by=by, request_key="k2")
        with pytest.raises(Refused, match="has voted for"):
            services.cast_ballot(motion=motion.id, choice="against", by=by, request_key="k1")
    assert Ballot.objects.count() == 1


def test_a_request_sent_again_after_the_vote_closed_still_gets_its_answer(world):
    world.opens("council", "police", "fire")
    motion = world.votes()
    by = world.principal("police")
    with world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k1")
    world.closes(motion)
    with world.when(9):
        assert services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k1").is_repeat
        with pytest.raises(Refused, match="is not open"):
            services.cast_ballot(motion=motion.id, choice="for", by=world.principal("fire"))


def test_a_vote_is_not_open_before_it_is_opened(world):
    world.opens("council", "police", "fire")
    motion = world.puts()
    with pytest.raises(Refused, match="is not open"), world.when(6):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("police"))


def test_who_is_not_there_has_left_or_has_withdrawn_does_not_vote(world):
    world.opens("council", "police", "fire", "health")
    motion = world.votes()
    with pytest.raises(Refused, match="not recorded as being in the room"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("probation"))
    world.loses("police", 7)
    with pytest.raises(Refused, match="not recorded as being in the room"), world.when(7.1):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("police"))
    with world.when(7.2):
        services.withdraw_from(meeting=world.id, by=CLERK, seat="fire", item=world.items[0].id)
    with pytest.raises(Refused, match="not recorded as being in the room"), world.when(7.3):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("fire"))
    with world.when(7.4):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("health"))


def test_one_who_comes_while_voting_is_open_may_vote(world):
    world.opens("council", "police", "fire")
    motion = world.votes()
    with world.when(7), pytest.raises(Refused):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("health"))
    world.gains("health", 7.1)
    with world.when(7.2):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("health"))


@pytest.mark.parametrize("by_clerk", [True, False])
def test_an_invited_member_is_never_recorded_as_voting(world, by_clerk):
    world.opens(*FULL)
    motion = world.votes()
    by = CLERK if by_clerk else world.principal("forum", "invited-member")
    with pytest.raises(Refused, match="The seat of Forum has no vote"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=by, seat="forum" if by_clerk else "")
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("standing", ["officer", "observer"])
def test_officers_and_observers_are_never_recorded_as_voting(world, standing):
    world.opens("council", "police", "fire")
    with world.when(1):
        services.arrive(
            meeting=world.id, by=CLERK, who=services.Attending(person("health"), "health", standing=standing)
        )
    motion = world.votes()
    with pytest.raises(Refused, match="Nobody is in the room"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=CLERK, seat="health")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("may_vote = true\nnamed_only", "may_vote = false\nnamed_only", "Deputies have no vote"),
        ("named_only = false", "named_only = true", "Only deputies who were named"),
    ],
)
def test_a_deputy_votes_only_where_the_terms_let_one(world, old, new, why):
    deputy = services.Attending("Dee Deputy", "health", standing="deputy")

    def vote(minutes):
        motion = world.votes(minutes)
        with world.when(minutes + 1):
            services.cast_ballot(motion=motion.id, choice="for", by=CLERK, seat="health")
        world.closes(motion, minutes + 2)

    world.opens("council", "police", "fire")
    with world.when(1):
        services.arrive(meeting=world.id, by=CLERK, who=deputy)
    vote(5)
    world.has_terms(TERMS.replace(old, new))
    with world.when(8):  # a new event: what was worked out before it is looked at again
        services.note(meeting=world.id, by=CLERK, text="The terms were read.")
    with pytest.raises(Refused, match=why):
        vote(10)


def test_nobody_votes_for_another_and_the_public_not_at_all(world):
    world.opens("council", "police", "fire")
    motion = world.votes()
    with pytest.raises(NotPermitted, match="your own seat"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("police"), seat="fire")
    with pytest.raises((NotPermitted, NotFound)), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=PUBLIC)
    with pytest.raises(Refused, match="for, against or abstain"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="perhaps", by=world.principal("police"))


def test_in_a_secret_ballot_only_the_totals_know_the_choices(world):
    world.opens("council", "police", "fire", "health")
    motion = world.votes(method="secret")
    choices = {"police": "for", "fire": "against", "health": "for"}
    for number, (seat, choice) in enumerate(choices.items()):
        role = "chair" if seat == "council" else "member"
        with world.when(7 + number):
            services.cast_ballot(
                motion=motion.id, choice=choice, by=world.principal(seat, role), request_key=f"k{number}"
            )
    made = world.decision(world.closes(motion, 12))
    assert (made.outcome, made.verdict["tally"]) == ("carried", [2, 1, 0])
    ballots = Ballot.objects.filter(motion=motion)
    assert {one.seat for one in ballots} == set(choices)
    assert {one.choice for one in ballots} == {""}
    assert len({(one.cast_at, one.recorded_at) for one in ballots}) == 1
    history = str(list(Event.objects.filter(action="ballot-cast").values_list("detail", flat=True)))
    assert not {"for", "against"} & set(history.replace("'", " ").split())


def test_in_a_secret_ballot_a_repeat_counts_once_and_a_second_is_refused(world):
    world.opens("council", "police", "fire")
    motion = world.votes(method="secret")
    by = world.principal("police")
    with world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k")
        assert services.cast_ballot(motion=motion.id, choice="for", by=by, request_key="k").is_repeat
        with pytest.raises(Refused, match="has voted"):
            services.cast_ballot(motion=motion.id, choice="against", by=by, request_key="other")
    motion.refresh_from_db()
    assert (motion.votes_for, motion.votes_against) == (1, 0)


def test_those_without_a_phone_vote_secretly_on_paper_and_the_slips_must_agree(world):
    world.opens("council", "police", "fire")
    motion = world.votes(method="secret")
    with world.when(7):
        with pytest.raises(Refused, match="Nobody votes for another in a secret ballot"):
            services.cast_ballot(motion=motion.id, choice="for", by=CLERK, seat="fire")
        services.cast_ballot(motion=motion.id, choice="", by=CLERK, seat="fire", on_paper=True)
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("police"))
    with pytest.raises(Refused, match="have 1 votes, and 2 slips were counted"):
        world.closes(motion, tally=(1, 1, 0))
    assert world.closes(motion, tally=(0, 1, 0)).waits
    assert Motion.objects.get(id=motion.id).verdict["tally"] == [1, 1, 0]


def test_hands_are_counted_by_the_clerk_and_never_more_than_there_are(world):
    world.opens("council", "police", "fire", "forum")
    motion = world.votes(method="hands")
    with pytest.raises(Refused, match="how many hands"):
        world.closes(motion)
    with pytest.raises(Refused, match="4 votes were counted, and those in the room have 3"):
        world.closes(motion, tally=(3, 1, 0))
    with pytest.raises(Refused, match="the clerk counts"), world.when(7):
        services.cast_ballot(motion=motion.id, choice="for", by=world.principal("police"))
    assert world.decision(world.closes(motion, tally=(2, 1, 0))).outcome == "carried"


def test_where_the_terms_ask_for_a_secret_ballot_there_is_one(world):
    world.has_terms(TERMS.replace('base = "cast"', 'base = "cast"\nsecret = true'))
    world.opens("council", "police", "fire")
    motion = world.puts()
    with pytest.raises(Refused, match="secret ballot"), world.when(6):
        services.open_vote(motion=motion.id, by=CLERK, method="hands")
    with world.when(7):
        services.open_vote(motion=motion.id, by=CLERK)
    motion.refresh_from_db()
    assert motion.method == "secret"


def test_one_vote_at_a_time_and_none_left_open_behind(world):
    world.opens("council", "police", "fire")
    with world.when(1):
        services.start_item(meeting=world.id, item=world.items[0].id, by=CLERK)
    motion, other = world.votes(2), world.puts("Another")
    with world.when(6):
        with pytest.raises(Refused, match="One vote at a time"):
            services.open_vote(motion=other.id, by=CLERK)
        for leave_it in (services.finish_item, services.close_meeting):
            with pytest.raises(Refused, match="Close the vote"):
                leave_it(meeting=world.id, by=CLERK)
        services.withdraw_motion(motion=motion.id, by=CLERK)
        services.close_meeting(meeting=world.id, by=CLERK)


def test_a_condition_goes_with_the_decision(world):
    world.opens("council", "police", "fire")
    made = world.decision(world.agrees(5, condition="subject to legal comments"))
    assert made.condition == "subject to legal comments"
    motion = world.puts("Another", condition="once the council agrees")
    with world.when(6):
        services.open_vote(motion=motion.id, by=CLERK, method="hands")
    assert world.decision(world.closes(motion, tally=(3, 0, 0))).condition == "once the council agrees"


def test_a_body_does_not_decide_in_a_capacity_that_the_law_had_not_made(world):
    meeting, _ = make_meeting(world.place, "early", date(2021, 1, 4))
    early = type(world)(world.place, meeting, (), world.users)
    with early.when(-60 * 24 * 1240):
        services.open_meeting(meeting=meeting.id, by=CLERK, attending=[])
        with pytest.raises(Refused, match="could not"):
            services.agree(meeting=meeting.id, by=CLERK, put=services.Put(text="X", capacity="da-board"))
    assert not Decision.objects.exists()


# What “Agreed” cannot show --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "outcome", "standing", "why"),
    [
        ("secret = true", "no_decision", "irregular", "the terms ask for a secret ballot"),
        ("by_name = true", "no_decision", "irregular", "the terms ask for a roll call"),
        (
            "all_present = true",
            "no_decision",
            "irregular",
            "every member must be present for this decision and 2 are not",
        ),
        ("secret = false", "carried", "stands", ""),
    ],
)
def test_agreed_is_recorded_as_it_happened_and_marked_where_the_terms_ask_for_more(
    world, rule, outcome, standing, why
):
    world.has_terms(TERMS.replace('scope = "ordinary"', f'scope = "ordinary"\n{rule}'))
    world.opens("council", "police", "fire")
    attempt = world.agrees(5)
    made = world.decision(attempt)
    assert (made.outcome, made.standing, made.verdict["quorate"]) == (outcome, standing, True)
    assert why in attempt.why_not
    assert world.kinds()[-1] == "agreed"
    assert gate(world, attempt) is (Outcome.HOLDS if standing == "stands" else Outcome.FAILS)


def test_what_was_agreed_in_the_wrong_way_is_cured_by_a_vote_in_the_right_one(world):
    world.has_terms(TERMS.replace('scope = "ordinary"', 'scope = "ordinary"\nby_name = true'))
    world.opens("council", "police", "fire")
    wrong = world.agrees(5)
    motion = world.puts(minutes=6, cures=wrong.decision)
    with world.when(7):
        with pytest.raises(Refused, match="roll call"):
            services.open_vote(motion=motion.id, by=CLERK, method="hands")
        services.open_vote(motion=motion.id, by=CLERK)
    for seat in ("council", "police", "fire"):
        with world.when(8):
            services.cast_ballot(motion=motion.id, choice="for", by=CLERK, seat=seat)
    right = world.closes(motion, minutes=9)
    assert world.decision(right).standing == "stands"
    assert world.decision(wrong).standing == "cured"


@pytest.mark.parametrize(
    ("interests", "outcome"),
    [
        ("[interests]\ndeclare = true\nwithdraw = true\ncounts_to_quorum = true\n", "tied"),
        ("[interests]\ndeclare = true\nwithdraw = false\n", "carried"),
        ("", "undetermined"),
    ],
)
def test_whether_one_who_declares_an_interest_and_stays_may_vote_is_for_the_terms_to_say(
    world, interests, outcome
):
    world.has_terms(TERMS + interests)
    world.opens("council", "police", "fire")
    with world.when(1):
        services.declare(meeting=world.id, seat="fire", nature="Owns it", by=CLERK)
    closed = world.closes(world.votes(council="for", police="against", fire="for"))
    assert ("tied" if closed.waits else world.decision(closed).outcome) == outcome


def test_a_seat_of_several_places_is_filled_comes_and_votes_person_by_person(world):
    """The fire seat has two places: two people, two ballots, and each of them counts."""
    world.has_terms(TERMS.replace('slug = "fire"', 'slug = "fire"\nplaces = 2'))
    second = world.attending("fire-2")
    world.opens("council", "fire")
    with world.when(1):
        services.arrive(meeting=world.id, who=replace(second, person="Second Fire"), by=CLERK)
    motion = world.votes(council="against", fire="for", **{"fire-2": "for"})
    made = world.decision(world.closes(motion))
    assert (made.outcome, made.verdict["present"], made.verdict["tally"]) == ("carried", 3, [2, 1, 0])
    with pytest.raises(Refused, match="no seat"):
        services.arrive(meeting=world.id, who=replace(second, seat="fire-3", person="Third"), by=CLERK)
