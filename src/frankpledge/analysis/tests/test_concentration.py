"""Concentration against the published examples, and what few events do to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.concentration import concentration, fewest_holding, generalised_gini, gini

PUBLISHED = [
    # strategic-assessment 3.12, after Bernasco and Steenbeek 2017.
    ([1] * 10 + [0] * 90, 0.90, 0.0),
    ([10] + [0] * 99, 0.99, 0.90),
    ([0, 0, 0, 1, 1, 2, 3, 5, 8, 20], 0.67, 0.67),
    ([3] * 5, 0.0, 0.0),
    ([0] * 95 + [1, 1, 2, 2, 4], 0.964, 0.64),
]


@pytest.mark.parametrize(("counts", "plain", "generalised"), PUBLISHED)
def test_both_indices_agree_with_the_published_examples(counts, plain, generalised):
    assert gini(counts) == pytest.approx(plain, abs=1e-12)
    assert generalised_gini(counts) == pytest.approx(generalised, abs=1e-12)


def test_the_fewest_places_hold_at_least_the_share():
    assert fewest_holding([5, 3, 1, 1], 0.5) == 1
    assert fewest_holding([4, 3, 2, 1], 0.5) == 2
    assert fewest_holding([4, 3, 2, 1], 0.8) == 3
    assert fewest_holding([1] * 10, 0.25) == 3


def test_ten_events_in_a_hundred_places_are_no_more_than_chance():
    found = concentration([1] * 10 + [0] * 90)
    assert found.is_sparse
    assert found.gini == pytest.approx(0.9)
    assert not found.is_more_than_chance
    assert found.gini_low <= found.gini_by_chance <= found.gini_high


def test_all_events_in_one_place_are_more_than_chance():
    found = concentration([100] + [0] * 99)
    assert found.is_more_than_chance
    half = next(one for one in found.held if one.share == 0.5)
    assert (half.places, half.of_places, half.of_places_with_any) == (1, 0.01, 1.0)
    assert half.is_more_than_chance


def test_the_curve_runs_from_nothing_to_everything():
    found = concentration([7, 0, 3, 0, 10])
    assert found.lorenz == ((0.0, 0.0), (0.2, 0.5), (0.4, 0.85), (0.6, 1.0), (0.8, 1.0), (1.0, 1.0))
    long = concentration([index % 5 for index in range(1000)], draws=99)
    assert len(long.lorenz) < 300
    assert (long.lorenz[0], long.lorenz[-1]) == ((0.0, 0.0), (1.0, 1.0))


def test_the_same_seed_gives_the_same_answer_and_another_a_near_one():
    counts = [0, 1, 4, 9, 2, 0, 0, 3] * 5
    assert concentration(counts, seed=3) == concentration(counts, seed=3)
    assert concentration(counts, seed=4).gini_by_chance == pytest.approx(
        concentration(counts, seed=3).gini_by_chance, abs=0.01
    )


@pytest.mark.parametrize("counts", [[], [5], [0, 0], [1, -1]])
def test_nothing_to_concentrate_is_refused(counts):
    with pytest.raises(ValueError, match="needs"):
        concentration(counts)


COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=60).filter(lambda counts: sum(counts) > 0)


@given(COUNTS, st.randoms())
def test_the_order_of_places_changes_nothing(counts, chance):
    shuffled = list(counts)
    chance.shuffle(shuffled)
    assert gini(counts) == pytest.approx(gini(shuffled))
    assert concentration(counts, draws=99).held == concentration(shuffled, draws=99).held


@given(COUNTS, st.integers(2, 6))
def test_more_of_the_same_leaves_a_plain_gini(counts, times):
    assert gini([value * times for value in counts]) == pytest.approx(gini(counts))
    assert gini(counts * times) == pytest.approx(gini(counts))


@given(COUNTS)
def test_both_indices_lie_from_nought_to_one_and_agree_with_plenty_of_events(counts):
    assert -1e-12 <= gini(counts) < 1
    assert -1e-12 <= generalised_gini(counts) < 1
    if sum(counts) >= len(counts):
        assert generalised_gini(counts) == pytest.approx(gini(counts))


@given(COUNTS)
def test_moving_an_event_from_a_poorer_to_a_richer_place_concentrates(counts):
    ordered = sorted(counts)
    if ordered[0] > 0:
        richer = [ordered[0] - 1, *ordered[1:-1], ordered[-1] + 1]
        assert gini(richer) > gini(ordered)
