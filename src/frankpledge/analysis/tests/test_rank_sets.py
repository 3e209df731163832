"""Confidence sets for ranks: what they must hold, by hand, and by drawing worlds whose truth is known, ties among them."""

from __future__ import annotations

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from frankpledge.analysis.rank_sets import RankSet, rank_sets
from frankpledge.analysis.ranking import Candidate, rank
from frankpledge.analysis.spreads import Count, Sampled, Stated

TIED_WORLDS = [
    ("all alike", [0.0] * 8),
    ("three and three", [3.0, 3, 3, 2, 1, 1, 0, 0]),
    ("two far ahead", [5.0, 5, 0, 0, 0, 0, -3, -3]),
]


def normal(mean, sd):
    reach = float(ndtri(0.975)) * sd
    return Stated(mean, mean - reach, mean + reach)


def normals(values, sds):
    return [
        Candidate(f"i{place}", F(value).limit_denominator(10**9), normal(value, sd))
        for place, (value, sd) in enumerate(zip(values, sds, strict=True))
    ]


def true_ranks(truth):
    return [1 + sum(other > value for other in truth) for value in truth]


def covered(found, truth):
    return [
        found[f"i{place}"].low <= rank_ <= found[f"i{place}"].high
        for place, rank_ in enumerate(true_ranks(truth))
    ]


def test_two_issues_are_told_apart_at_the_one_sided_bound_for_two_directions():
    bound = float(ndtri(0.95)) * 2**0.5
    for gap, told in ((bound * 0.97, False), (bound * 1.03, True)):
        found = rank_sets(normals([gap, 0], [1, 1]), draws=200_000, seed=3)
        assert (found.alone["i0"] == RankSet(1, 1)) is told
        assert found.alone == found.together


def test_exact_scores_have_one_rank_and_share_the_better_one():
    found = rank_sets([Candidate(name, F(score)) for name, score in zip("abcd", (3, 2, 2, 1), strict=True)])
    assert {name: (one.low, one.high) for name, one in found.together.items()} == {
        "a": (1, 1), "b": (2, 2), "c": (2, 2), "d": (4, 4),
    }  # fmt: skip


def test_low_can_be_worst_and_what_has_no_score_takes_no_part():
    found = rank_sets([Candidate("a", F(1)), Candidate("b", F(2)), Candidate("c", None)], worst="low")
    assert found.alone == {"a": RankSet(1, 1), "b": RankSet(2, 2)}


def test_sets_for_all_hold_those_for_one():
    found = rank_sets(normals([20, 18.45, 10, 5, 1, -5], [0.5] * 6), seed=1)
    for name, alone in found.alone.items():
        together = found.together[name]
        assert together.low <= alone.low <= alone.high <= together.high
    assert found.alone != found.together


def test_steps_tell_apart_what_one_step_would_not():
    told = []
    for gap in np.linspace(1.7, 2.5, 33):
        apart, alike = ([100.0 - 10 * step * place for place in range(8)] for step in (1, 0))
        told.append(
            tuple(
                rank_sets(normals([*others, gap, 0], [1e-6] * 8 + [0.6, 0.6]), seed=1).together["i8"].high
                == 9
                for others in (apart, alike)
            )
        )
    assert (True, False) in told
    assert (False, True) not in told


def test_more_doubt_about_one_issue_widens_its_set_and_leaves_far_ones_alone():
    sure = rank_sets(normals([9, 2, 1, 0], [0.1, 0.1, 0.1, 0.1]), seed=1).together
    unsure = rank_sets(normals([9, 2, 1, 0], [0.1, 0.1, 1.5, 0.1]), seed=1).together
    assert sure["i2"] == RankSet(3, 3)
    assert unsure["i2"] == RankSet(2, 4)
    assert unsure["i0"] == sure["i0"] == RankSet(1, 1)


def test_higher_confidence_gives_sets_no_smaller():
    candidates = normals([3, 2.2, 1.1, 0], [0.4] * 4)
    low, high = (rank_sets(candidates, confidence=confidence, seed=1).together for confidence in (0.6, 0.99))
    assert all(high[name].low <= low[name].low <= low[name].high <= high[name].high for name in low)
    assert low != high


def test_values_drawn_together_are_told_apart_although_each_is_unsure():
    dice = np.random.default_rng(1)
    common = dice.normal(0, 5, 4000)
    moved = [
        Candidate(name, F(value), Sampled(value + common + dice.normal(0, 0.1, 4000)))
        for name, value in (("a", 2), ("b", 1))
    ]
    assert rank_sets(moved).together["a"] == RankSet(1, 1)
    apart = [
        Candidate(name, F(value), Sampled(value + dice.normal(0, 5, 4000)))
        for name, value in (("a", 2), ("b", 1))
    ]
    assert rank_sets(apart).together["a"] == RankSet(1, 2)


def test_a_count_of_none_is_not_surely_least():
    few = [Candidate(name, F(n), Count(n)) for name, n in (("a", 0), ("b", 1), ("c", 40))]
    found = rank_sets(few, seed=1).together
    assert found["a"] == RankSet(2, 3)
    assert found["c"] == RankSet(1, 1)


@pytest.mark.parametrize(("name", "truth"), TIED_WORLDS)
def test_sets_cover_the_truth_in_nine_worlds_of_ten_where_plain_draws_do_not(name, truth):
    dice = np.random.default_rng(7)
    worlds, alone, together, plain = 150, 0.0, 0, 0
    for world in range(worlds):
        sds = dice.uniform(0.3, 1.2, len(truth))
        drawn = normals(np.array(truth) + sds * dice.normal(size=len(truth)), sds)
        found = rank_sets(drawn, draws=1000, seed=world)
        alone += np.mean(covered(found.alone, truth))
        together += all(covered(found.together, truth))
        naive = rank(drawn, draws=500, seed=world)
        plain += all(
            covered({one.issue: RankSet(one.rank_low, one.rank_high) for one in naive.ranked}, truth)
        )
    # Three standard errors of 150 worlds below 0.9.
    assert alone / worlds >= 0.87
    assert together / worlds >= 0.83
    assert plain / worlds < together / worlds, name


def test_sets_of_counts_cover_the_truth_too():
    dice = np.random.default_rng(8)
    truth = [4.0, 4, 4, 4, 8, 8, 30, 2]
    held = 0
    for world in range(150):
        exposure = dice.uniform(0.5, 3, 8)
        counts = dice.poisson(np.array(truth) * exposure)
        drawn = [
            Candidate(f"i{place}", F(int(n)) / F(float(e)), Count(int(n), float(e)))
            for place, (n, e) in enumerate(zip(counts, exposure, strict=True))
        ]
        held += all(covered(rank_sets(drawn, draws=1000, seed=world).together, truth))
    assert held / 150 >= 0.83


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.floats(0.05, 3)), min_size=2, max_size=6),
    st.integers(0, 10**6),
    st.floats(0.1, 50),
    st.floats(-30, 30),
)
@settings(max_examples=25)
def test_metamorphic_order_unit_and_origin_change_nothing(given_, seed, scale, shift):
    values, sds = [float(value) for value, _ in given_], [sd for _, sd in given_]
    candidates = normals(values, sds)
    found = rank_sets(candidates, draws=1000, seed=seed)
    order = np.random.default_rng(seed).permutation(len(candidates))
    assert rank_sets([candidates[place] for place in order], draws=1000, seed=seed) == found
    other = normals([value * scale + shift for value in values], [sd * scale for sd in sds])
    again = rank_sets(other, draws=1000, seed=seed)
    # Ties at the bound may turn on the last bit; everything else must stay.
    differing = [name for name in found.together if found.together[name] != again.together[name]]
    assert len(differing) <= 2


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(0, 1000))
@settings(max_examples=25)
def test_metamorphic_an_issue_known_to_be_last_is_last_and_makes_no_set_smaller(values, seed):
    candidates = [
        Candidate(f"i{place}", F(value), Stated(value, value - 2, value + 2))
        for place, value in enumerate(values)
    ]
    constant = Candidate("z", F(-1000))
    before, after = (
        rank_sets(candidates, draws=1000, seed=seed),
        rank_sets([*candidates, constant], draws=1000, seed=seed),
    )
    assert after.alone["z"] == RankSet(len(values) + 1, len(values) + 1)
    for name, one in before.together.items():
        assert after.together[name].low <= one.low <= one.high <= after.together[name].high <= len(values)


def test_a_name_twice_and_a_confidence_that_is_none_are_refused():
    with pytest.raises(ValueError, match="once"):
        rank_sets([Candidate("a", F(1)), Candidate("a", F(2))])
    with pytest.raises(ValueError, match="confidence"):
        rank_sets([Candidate("a", F(1))], confidence=1)
    assert rank_sets([]).alone == {}
