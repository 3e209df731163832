from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.verdicts import Outcome
from frankpledge.reviews.rules.reconcile import RECEIVED, STATES, problem, reconcile

FOUR = {
    "reviews-criteria-not-met": 2,
    "reviews-transferred": 3,
    "reviews-ongoing": 5,
    "reviews-completed": 3,
}


def test_the_published_grouping_accounts_for_every_request():
    verdict = reconcile(13, FOUR)
    assert verdict.outcome is Outcome.HOLDS
    assert verdict.reasons[0].working == "13 = 2 + 3 + 5 + 3"
    assert problem(verdict) is None


@pytest.mark.parametrize("state", sorted(FOUR))
@pytest.mark.parametrize("step", [-1, 1])
def test_any_one_count_that_moves_breaks_the_sum_and_blocks_the_report(state, step):
    changed = {**FOUR, state: FOUR[state] + step}
    verdict = reconcile(13, changed)
    assert verdict.outcome is Outcome.FAILS
    assert verdict.reasons[0].working.endswith(f"= {13 + step}")
    found = problem(verdict)
    assert found.code == "review-counts-differ"
    assert "13 ≠" in found.reason
    assert "ongoing" in found.reason


def test_a_further_state_that_is_counted_joins_the_sum():
    verdict = reconcile(14, {**FOUR, "reviews-decision-pending": 1})
    assert verdict.holds
    assert verdict.reasons[0].working == "14 = 2 + 3 + 5 + 3 + 1"


def test_a_further_state_of_nought_changes_nothing():
    assert reconcile(13, {**FOUR, "reviews-challenged": 0}).holds


@pytest.mark.parametrize("state", sorted(FOUR))
def test_an_absent_count_is_named_and_never_taken_for_nought(state):
    verdict = reconcile(13, {**FOUR, state: None})
    assert verdict.outcome is Outcome.UNDETERMINED
    assert verdict.missing == (state,)
    assert problem(verdict).code == "review-counts-absent"
    without = {slug: count for slug, count in FOUR.items() if slug != state}
    assert reconcile(13, without).missing == (state,)


def test_requests_that_were_not_counted_are_named_too():
    assert reconcile(None, {**FOUR, "reviews-ongoing": None}).missing == (RECEIVED, "reviews-ongoing")


def test_more_reviews_than_requests_fails_even_when_a_count_is_absent():
    assert reconcile(9, {**FOUR, "reviews-completed": None}).outcome is Outcome.FAILS


def test_nonsense_is_a_programming_mistake():
    with pytest.raises(ValueError, match="no state"):
        reconcile(1, {"reviews-forgotten": 1})
    with pytest.raises(ValueError, match="negative"):
        reconcile(1, {**FOUR, "reviews-ongoing": -1})


@given(st.lists(st.integers(0, 1000), min_size=len(STATES), max_size=len(STATES)), st.integers(-3, 3))
def test_it_holds_exactly_when_the_sum_is_right(counts, off):
    by_state = {state.slug: count for state, count in zip(STATES, counts, strict=True)}
    received = max(0, sum(counts) + off)
    assert reconcile(received, by_state).holds == (received == sum(counts))


def test_the_rule_says_itself_in_words():
    assert rule_of(reconcile).message.startswith("The requests received must equal the sum")
