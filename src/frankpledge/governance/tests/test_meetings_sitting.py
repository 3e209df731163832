from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.rules.meetings.judging import decide_motion, differs, quorum_at, standing_of
from frankpledge.governance.rules.meetings.record import (
    KINDS,
    Happened,
    InOffice,
    InPost,
    ItemRecord,
    MeetingRecord,
    MotionRecord,
)
from frankpledge.governance.rules.meetings.sitting import (
    Phase,
    phase_at,
    present_at,
    presiding_at,
    taking_part_at,
    who_should_preside,
    withdrawn_at,
)
from frankpledge.governance.rules.meetings.telling import tell
from frankpledge.governance.rules.meetings.voters import why_no_vote
from frankpledge.governance.tests.running_makers import SEATS, TERMS, constitution

ITEM = UUID(int=1)
MOTION = UUID(int=2)
START = datetime(2024, 6, 3, 9, tzinfo=UTC)
BODY = constitution()


def at(minutes):
    return START + timedelta(minutes=minutes)


def event(sequence, kind, minutes=0.0, seat="", **more):
    person = more.pop("person", f"{seat.capitalize()} Person" if seat else "")
    standing = more.pop("standing", "holder" if kind == "arrived" else "")
    return Happened(
        sequence, kind, at(minutes), at(minutes), "clerk", seat, person, standing=standing, **more
    )


def record(*events, motion=None, offices=()):
    return MeetingRecord(
        UUID(int=9), "june", "June", "", "ordinary", "running", START,
        (ItemRecord(ITEM, 1, "1", "The plan", "decide", "", "", "ordinary", "note", "", False, "", ""),),
        (motion,) if motion else (), tuple(events),
        tuple(InPost(seat, "holder", f"{seat.capitalize()} Person", seat, "", None) for seat in SEATS), offices,
    )  # fmt: skip


def opened(*seats, minutes=0.0):
    return [
        event(1, "opened", minutes),
        *(event(n, "arrived", minutes, seat) for n, seat in enumerate(seats, 2)),
    ]


def motion(method="ballot", ballots=None, tally=None, **more):
    given = {
        "id": MOTION, "item": ITEM, "order": 1, "text": "The plan is agreed.", "scope": "ordinary", "capacity": "", "effect": "note",
        "about": "", "method": method, "state": "closed", "ballots": ballots or {}, "voted": frozenset(ballots or {}), "tally": tally,
        "casting": "", "casting_by": "", "opened_at": at(1), "closed_at": at(9),
    }  # fmt: skip
    return MotionRecord(**(given | more))


def decided(found, made, minutes=9.0):
    return decide_motion(found, BODY, made, at=at(minutes))


def test_every_kind_of_event_is_told_in_a_sentence():
    made = motion()
    events = [
        event(
            n, kind, n, seat="police", text="words", item=ITEM, motion=MOTION if kind in WITH_MOTION else None
        )
        for n, kind in enumerate((one for one in KINDS if one != "struck"), 1)
    ]
    told = tell(record(*events, motion=made), BODY)
    assert [one.kind for one in told] == [one for one in KINDS if one != "struck"]
    assert all(one.sentence.strip() for one in told)


WITH_MOTION = {
    "motion-put",
    "motion-withdrawn",
    "agreed",
    "vote-opened",
    "vote-closed",
    "vote-refused",
    "cast",
}


def test_someone_is_there_from_the_moment_they_come_until_the_moment_they_leave():
    found = record(*opened("council"), event(9, "left", 5, "council"))
    assert [bool(present_at(found, at(m))) for m in (-0.001, 0, 4.999, 5)] == [False, True, True, False]


def test_who_leaves_by_seat_or_by_name_leaves_and_nobody_else_does():
    for leaving in ({"seat": "police", "person": ""}, {"seat": "", "person": "police   person"}):
        found = record(*opened("council", "police"), event(9, "left", 5, **leaving))
        assert [one.seat for one in present_at(found, at(6))] == ["council"]


def test_who_arrives_again_in_another_way_is_there_once():
    found = record(*opened("council"), event(9, "arrived", 5, "council", is_remote=True))
    assert [one.is_remote for m in (4, 6) for one in present_at(found, at(m))] == [False, True]


def test_an_event_that_was_struck_out_did_not_happen():
    left = event(9, "left", 5, "council")
    assert not present_at(record(*opened("council"), left), at(6))
    struck = event(10, "struck", 7, strikes=9)
    assert present_at(record(*opened("council"), left, struck), at(6))


def test_a_meeting_sits_between_opening_adjourning_going_on_and_closing():
    kinds = ("opened", "adjourned", "resumed", "closed")
    found = record(*(event(n, kind, n * 10) for n, kind in enumerate(kinds, 1)))
    assert [phase_at(found, at(m)) for m in (5, 15, 25, 35, 45)] == [
        Phase.PLANNED,
        Phase.SITTING,
        Phase.ADJOURNED,
        Phase.SITTING,
        Phase.CLOSED,
    ]


def test_who_is_elected_chair_presides_before_the_seat_the_terms_name():
    held = (InOffice("chair", "police", ""),)
    found = record(*opened("council", "police"), offices=held)
    assert presiding_at(found, BODY, at(1)).seat == "police"
    assert presiding_at(record(*opened("council", "police")), BODY, at(1)).seat == "council"


def test_a_deputy_of_the_chair_is_not_the_chair():
    found = record(event(1, "opened"), event(2, "arrived", 0, "council", standing="deputy"))
    assert presiding_at(found, BODY, at(1)) is None
    assert who_should_preside(found, BODY, at(1)) is None


def test_the_terms_say_who_presides_next():
    terms = constitution(
        TERMS + '[presiding]\norder = ["second", "elected"]\n[[office]]\nslug = "second"\ntitle = "Second"\n'
        'method = "by-office"\nseat = "fire"\n'
    )
    found = record(*opened("police", "fire"))
    assert who_should_preside(found, terms, at(1)).seat == "fire"
    assert who_should_preside(found, BODY, at(1)) is None


def test_whoever_took_the_chair_and_left_presides_no_longer():
    found = record(
        *opened("council", "police"),
        event(8, "presides", 1, "police"),
        event(9, "left", 5, "police"),
    )
    assert (presiding_at(found, BODY, at(4)).seat, presiding_at(found, BODY, at(6))) == ("police", None)


def test_a_casting_vote_goes_with_the_moment_at_which_the_vote_closed():
    ballots = {"council": "for", "police": "for", "fire": "against", "health": "against"}
    found = record(*opened(*ballots), event(9, "left", 9.5, "council"))
    made = motion(ballots=ballots, casting="for", casting_by="council")
    assert decided(found, made).outcome == "carried"
    assert decided(found, replace(made, casting="against")).outcome == "lost"


def test_whether_someone_with_a_counted_vote_had_voted_is_what_the_record_says():
    kind = TERMS.replace('kind = "second-or-casting"', 'kind = "casting"')
    made = motion("hands", tally=(2, 2, 0), casting="for", casting_by="council")

    def outcome(detail):
        cast = event(9, "cast", 9, "council", motion=MOTION, detail=detail)
        found = record(*opened("council", "police", "fire", "health"), cast)
        return decide_motion(found, constitution(kind), made, at=at(9)).outcome

    assert [outcome(one) for one in ({"has_voted": False}, {"has_voted": True}, {})] == [
        "carried",
        "tied",
        "undetermined",
    ]


def test_an_unnamed_deputy_counts_only_where_none_need_be_named():
    events = [*opened("council", "police"), event(8, "arrived", 0, "fire", person="Dee", standing="deputy")]
    strict = constitution(TERMS.replace("named_only = false", "named_only = true"))
    found = record(*events)
    assert quorum_at(found, BODY, at=at(1)).quorate is True
    assert quorum_at(found, strict, at=at(1)).quorate is False
    named = replace(found, in_post=(*found.in_post, InPost("fire", "deputy", "dee", "", "", None)))
    assert quorum_at(named, strict, at=at(1)).quorate is True


def test_one_person_in_two_seats_counts_as_the_terms_say():
    events = [*opened("council", "police"), event(8, "arrived", 0, "fire", person="Police Person")]
    found = record(*events)
    each = constitution(TERMS + "[several_seats]\nvotes_once = false\ncounts_once = false\n")
    once = constitution(TERMS + "[several_seats]\nvotes_once = true\ncounts_once = true\n")
    assert quorum_at(found, each, at=at(1)).quorate is True
    assert quorum_at(found, once, at=at(1)).quorate is False
    silent = quorum_at(found, BODY, at=at(1))
    assert (silent.quorate, silent.missing) == (None, ("several_seats.counts_once",))


def test_whoever_has_withdrawn_is_out_until_they_come_back_to_the_item():
    """The rule `withdrawn_at`."""
    gone = [*opened("council", "police"), event(5, "withdrew", 1, "police", item=ITEM)]
    police = present_at(record(*gone), at(2))[1]
    assert withdrawn_at(record(*gone), at(2), ITEM)(police)
    assert not withdrawn_at(record(*gone), at(2), UUID(int=7))(police), "another item is theirs as before"
    back = [*gone, event(6, "returned", 3, "police", item=ITEM)]
    assert not withdrawn_at(record(*back), at(4), ITEM)(police)


def test_a_vote_is_refused_for_what_the_terms_say_and_for_nothing_else():
    """The rule `why_no_vote`."""
    there = present_at(record(*opened("council")), at(1))[0]
    deputy = replace(there, standing="deputy")
    named = constitution(TERMS.replace("named_only = false", "named_only = true"))
    assert why_no_vote(BODY, there, is_named=False) is None
    assert why_no_vote(named, there, is_named=False) is None, "a holder need not be named as a deputy"
    assert why_no_vote(BODY, deputy, is_named=False) is None
    assert "Only deputies who were named" in str(why_no_vote(named, deputy, is_named=False))
    assert why_no_vote(named, deputy, is_named=True) is None
    assert "no vote" in str(why_no_vote(BODY, replace(there, standing="observer"), is_named=False))


def test_without_terms_nothing_is_told():
    found = decide_motion(record(*opened(*SEATS)), None, motion("agreed"), at=at(9))
    assert (found.outcome, found.standing, found.quorum.quorate) == ("undetermined", "undetermined", None)


def test_a_vote_that_needs_everybody_is_irregular_without_one():
    every = constitution(TERMS.replace("[[decision]]\n", "[[decision]]\nall_present = true\n", 1))
    ballots = dict.fromkeys(("council", "police", "fire", "health"), "for")
    found = decide_motion(record(*opened(*ballots)), every, motion(ballots=ballots), at=at(9))
    assert (found.outcome, found.standing) == ("no_decision", "irregular")
    whole = {**ballots, "probation": "for"}
    assert decide_motion(record(*opened(*whole)), every, motion(ballots=whole), at=at(9)).standing == "stands"


CHOICES = st.sampled_from(("for", "against", "abstain"))
BALLOTS = st.dictionaries(st.sampled_from(SEATS), CHOICES)
PRESENT = st.sets(st.sampled_from(SEATS), min_size=3)


@given(PRESENT, BALLOTS, st.sampled_from(SEATS))
def test_with_attendance_fixed_one_more_vote_for_never_turns_carried_into_lost(present, ballots, seat):
    found = record(*opened(*sorted(present)))
    before = decided(found, motion(ballots=ballots))
    if ballots.get(seat) != "for" and before.outcome == "carried":
        assert decided(found, motion(ballots={**ballots, seat: "for"})).outcome == "carried"


@given(PRESENT, BALLOTS, st.randoms())
def test_the_order_of_ballots_does_not_matter(present, ballots, chance):
    found = record(*opened(*sorted(present)))
    shuffled = list(ballots.items())
    chance.shuffle(shuffled)
    one, other = (decided(found, motion(ballots=each)) for each in (ballots, dict(shuffled)))
    assert one.as_json() == other.as_json()


@given(PRESENT, BALLOTS, CHOICES, st.sampled_from(("forum", "nobody", "absent")))
def test_one_without_a_vote_never_counts(present, ballots, choice, who):
    guests = [event(50, "arrived", 0, "forum")]
    found = record(*opened(*sorted(present)), *guests)
    seat = "forum" if who == "forum" else "nobody"
    if who == "absent" and (gone := sorted(set(SEATS) - present - set(ballots))):
        seat = gone[0]
    one, other = (
        decided(found, motion(ballots=ballots)),
        decided(found, motion(ballots={**ballots, seat: choice})),
    )
    assert (one.outcome, one.needed, one.base, one.quorum) == (
        other.outcome,
        other.needed,
        other.base,
        other.quorum,
    )


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("arrived", "left", "withdrew", "returned", "presides")),
        st.sampled_from(SEATS),
        st.integers(1, 400),
    ),
    max_size=12,
    unique_by=lambda one: one[2],
)


@given(MOVES, st.randoms())
def test_what_is_there_follows_from_when_things_happened_not_from_when_they_were_written_down(moves, chance):
    made = [(kind, seat, minutes) for kind, seat, minutes in moves]
    shuffled = list(made)
    chance.shuffle(shuffled)

    def written(order):
        return record(*opened("council", "police", "fire"), *(
            event(n, kind, minutes, seat, item=ITEM if kind in {"withdrew", "returned"} else None)
            for n, (kind, seat, minutes) in enumerate(order, 20)
        ))  # fmt: skip

    one, other = written(made), written(shuffled)
    for minutes in {0, *(m for _, _, m in made), 500}:
        moment = at(minutes)
        assert quorum_at(one, BODY, at=moment, item=ITEM) == quorum_at(other, BODY, at=moment, item=ITEM)
        assert presiding_at(one, BODY, moment) == presiding_at(other, BODY, moment)
        assert {(p.seat, p.starts) for p in taking_part_at(one, moment, ITEM)} == {
            (p.seat, p.starts) for p in taking_part_at(other, moment, ITEM)
        }


@given(MOVES, st.integers(0, 400))
def test_striking_an_event_out_is_as_if_it_had_never_been_written(moves, minutes):
    events = [event(n, kind, m, seat) for n, (kind, seat, m) in enumerate(moves, 20)]
    if not events:
        return
    gone = events[0]
    struck = [*events, event(90, "struck", 500, strikes=gone.sequence)]
    with_it = record(*opened("council", "police", "fire"), *struck)
    without = record(*opened("council", "police", "fire"), *events[1:])
    assert present_at(with_it, at(minutes)) == present_at(without, at(minutes))


@given(PRESENT, BALLOTS)
def test_a_verdict_worked_out_again_from_the_same_record_says_the_same(present, ballots):
    found = record(*opened(*sorted(present)))
    one = decided(found, motion(ballots=ballots))
    assert not differs(one.as_json(), decided(found, motion(ballots=ballots)))


@pytest.mark.parametrize(
    ("verdict", "standing"),
    [
        ({"quorate": True, "outcome": "carried", "tally": None}, "stands"),
        ({"quorate": True, "outcome": "lost", "tally": [1, 2, 0]}, "stands"),
        ({"quorate": False, "outcome": "no_decision", "tally": None}, "irregular"),
        ({"quorate": True, "outcome": "no_decision", "tally": None}, "irregular"),
        ({"quorate": True, "outcome": "no_decision", "tally": [2, 0, 0]}, "irregular"),
        ({"quorate": True, "outcome": "no_decision", "tally": [0, 0, 3]}, "stands"),
        ({"quorate": True, "outcome": "undetermined", "tally": None}, "undetermined"),
        ({"quorate": None, "outcome": "carried", "tally": None}, "undetermined"),
        (
            {"quorate": True, "outcome": "tied", "tally": [1, 1, 0], "missing_rules": ["casting_vote"]},
            "undetermined",
        ),
        ({"quorate": True, "outcome": "tied", "tally": [1, 1, 0], "missing_rules": []}, "stands"),
        ({}, "undetermined"),
    ],
)
def test_how_a_decision_stands_follows_from_its_verdict_alone(verdict, standing):
    assert standing_of(verdict) == standing
