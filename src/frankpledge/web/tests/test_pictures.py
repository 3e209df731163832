"""The pictures say in words what they show."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.web.pictures import (
    LINKS,
    BeadState,
    Duty,
    Mark,
    QuorumRing,
    Seat,
    SeatState,
    YearRing,
    on_ring,
)

TODAY = date(2025, 10, 16)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def duty(on: date, what: str = "A duty") -> Duty:
    return Duty(what, on, "Somebody", BeadState.WAITING)


def test_the_mark_has_ten_beads_that_do_not_touch():
    beads = Mark().beads
    assert len(beads) == 10
    assert all(math.dist((a.x, a.y), (b.x, b.y)) > 2 * 5.4 for a in beads for b in beads if a != b)


def test_the_top_of_a_ring_is_its_beginning_and_it_goes_clockwise():
    assert (on_ring(0, radius=10, centre=10).x, on_ring(0, radius=10, centre=10).y) == (10, 0)
    assert (on_ring(0.25, radius=10, centre=10).x, on_ring(0.25, radius=10, centre=10).y) == (20, 10)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2025, 3, 31), 2024),
        (date(2025, 4, 1), 2025),
        (date(2025, 12, 31), 2025),
        (date(2026, 1, 1), 2025),
    ],
)
def test_the_year_begins_in_april(day, first):
    assert YearRing(day, ()).starts_on == date(first, 4, 1)


def test_the_year_is_named_by_both_its_years():
    assert YearRing(TODAY, ()).title == "The year from April 2025 to March 2026"


def test_duties_outside_the_year_are_not_shown():
    ring = YearRing(
        TODAY,
        (duty(date(2025, 3, 31)), duty(date(2025, 4, 1)), duty(date(2026, 3, 31)), duty(date(2026, 4, 1))),
    )
    assert [d.due_on for d in ring.shown] == [date(2025, 4, 1), date(2026, 3, 31)]


def test_april_lies_just_past_the_top_and_march_just_before_it():
    ring = YearRing(TODAY, ())
    assert 0 < ring.turn(date(2025, 4, 1)) < 0.01
    assert 0.99 < ring.turn(date(2026, 3, 31)) < 1


@given(DAYS)
def test_every_day_of_the_year_lies_on_the_ring_and_later_days_lie_further(day):
    ring = YearRing(day, ())
    assert 0 < ring.turn(day) < 1
    following = date.fromordinal(day.toordinal() + 1)
    if following < date(ring.starts_on.year + 1, 4, 1):
        assert ring.turn(following) > ring.turn(day)


def test_duties_on_one_day_do_not_hide_each_other():
    ring = YearRing(TODAY, tuple(duty(TODAY, f"Duty {n}") for n in range(3)))
    places = [(p.x, p.y) for _, _, p in ring.placed]
    assert len(set(places)) == 3


def test_the_description_says_what_when_whose_and_how_it_stands():
    told = YearRing(TODAY, (duty(date(2026, 3, 31), "Publish the summary"),)).description
    assert told == "Today is 16 October 2025. 31 March 2026, Publish the summary, Somebody, not started."


def test_a_year_without_duties_says_so():
    assert "No duty is recorded" in YearRing(TODAY, ()).description


def test_the_quorum_ring_says_where_each_seat_is():
    seats = (
        Seat("Police", SeatState.HERE),
        Seat("Fire", SeatState.ABSENT),
        Seat("Health", SeatState.WITHDRAWN),
    )
    ring = QuorumRing("Quorate", "1 of 3, needs 1", seats)
    assert ring.description == "Quorate, 1 of 3, needs 1. Police here; Fire absent; Health withdrawn."
    assert len(ring.placed) == 3
    assert QuorumRing("Not quorate", "0 of 0", ()).placed == ()


def test_every_state_has_words_and_the_chain_has_its_eight_links():
    assert all(state.in_words for state in BeadState)
    assert [slug for slug, _ in LINKS] == [
        "law", "data", "evidence", "assessment", "plan", "action", "report", "scrutiny",
    ]  # fmt: skip
