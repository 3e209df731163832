from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.rules.gaps import gaps_between, joined
from frankpledge.kernel.dates import Period, months_in

MONTHS = st.builds(Period.month, st.integers(2018, 2022), st.integers(1, 12))
QUARTERS = st.builds(Period.quarter, st.integers(2018, 2022), st.integers(1, 4))
KNOWN = st.lists(MONTHS | QUARTERS, max_size=30)


def month(code: str) -> Period:
    return Period.parse(code)


def test_a_month_between_two_known_ones_is_a_gap_and_filling_it_closes_it():
    assert gaps_between([month("2019-01"), month("2019-03")]) == (month("2019-02"),)
    assert gaps_between([month("2019-01"), month("2019-02"), month("2019-03")]) == ()


def test_what_lies_before_the_first_or_after_the_last_is_no_gap():
    assert gaps_between([month("2019-05")]) == ()
    assert gaps_between([]) == ()


def test_months_that_follow_one_another_are_one_gap():
    (gap,) = gaps_between([month("2019-Q1"), month("2020-Q1")])
    assert str(gap) == "April to December 2019"


def test_a_period_that_still_runs_is_passed_over():
    assert gaps_between([Period(month("2019-01").starts_on), month("2019-02")]) == ()


@given(KNOWN)
def test_known_periods_and_gaps_together_touch_every_month_between(known):
    gaps = gaps_between(known)
    if not known:
        assert gaps == ()
        return
    whole = Period(min(one.starts_on for one in known), max(one.ends_on for one in known))
    for each in months_in(whole):
        is_known = any(each.overlaps(one) for one in known)
        in_gap = any(each.overlaps(gap) for gap in gaps)
        assert is_known != in_gap


@given(KNOWN)
def test_the_order_and_repetition_of_what_is_known_do_not_matter(known):
    assert gaps_between(known) == gaps_between([*reversed(known), *known])


@given(st.sets(MONTHS, max_size=30))
def test_joined_months_are_the_same_months_and_no_two_runs_touch(months):
    runs = joined(sorted(months, key=lambda one: one.starts_on))
    assert {each for run in runs for each in months_in(run)} == months
    for before, after in pairwise(runs):
        assert before.ends_on + timedelta(days=1) < after.starts_on
