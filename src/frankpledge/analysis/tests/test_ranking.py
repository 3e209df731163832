"""Oracles: strategic-assessment 2.8 and 2.9 (closed forms and published worked examples)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc, ndtr

from frankpledge.analysis.ranking import Candidate, chance_error, rank
from frankpledge.analysis.spreads import (
    Binned,
    Count,
    CountRatio,
    Exact,
    Levels,
    Sampled,
    Share,
    Stated,
    anywhere,
    chances,
    judged,
    weights_around,
)

DRAWS = 40_000
F = Fraction


def normal(mean, sd):
    """A normal score, stated as files state one: with its 95% interval."""
    return Stated(mean, mean - 1.959963984540054 * sd, mean + 1.959963984540054 * sd)


def close_to(found, expected, draws=DRAWS):
    """Within four Monte Carlo standard errors."""
    return abs(found - expected) <= 4 * chance_error(expected, draws)


def test_two_normal_scores_keep_their_order_as_often_as_the_closed_form_says():
    found = rank(
        [Candidate("A", F(12), normal(12, 2)), Candidate("B", F(10), normal(10, 2))], draws=DRAWS, seed=1
    )
    assert close_to(found.of("A").top(1), 0.760250)
    assert close_to(found.ranked[0].ahead_of_next, float(ndtr(2 / (2 * 2**0.5))))


def triangular(low, mode, high, even):
    width = high - low
    rising = low + np.sqrt(even * width * (mode - low))
    return np.where(even < (mode - low) / width, rising, high - np.sqrt((1 - even) * width * (high - mode)))


def test_products_of_triangular_judgements_reproduce_the_reference():
    def product(name, *sides):
        drawn = [triangular(*side, chances(3, f"{name}{i}", DRAWS)) for i, side in enumerate(sides)]
        return Sampled(np.prod(drawn, axis=0))

    x, y = product("x", (2, 4, 5), (2, 3, 4)), product("y", (3, 4, 4.5), (1, 3, 4))
    assert abs(x.values.mean() - 11) < 0.05
    assert abs(y.values.mean() - 10.2222) < 0.05
    found = rank([Candidate("X", F(11), x), Candidate("Y", F(10), y)], draws=DRAWS)
    assert abs(found.of("X").top(1) - 0.578) < 0.001 + 4 * chance_error(0.578, DRAWS)


def test_plausible_weightings_change_the_order_as_often_as_the_beta_integral_says():
    first, second = weights_around((0.3, 0.7), strength=20, draws=DRAWS, seed=2)
    assert np.allclose(first + second, 1)
    assert close_to(float((2 * first - second > 0).mean()), 0.351853)
    assert abs(float(first.var()) - 0.3 * 0.7 / 21) < 0.0005


def test_a_ratio_of_two_counts_falls_into_bins_with_the_reference_chances():
    ratio = CountRatio(new=2874, old=2340)
    drawn = Binned(ratio, (1.05, 1.20, 1.50), (1, 2, 3, 4)).at(chances(5, "incidents", DRAWS))
    assert close_to(float((drawn == 4 - 1).mean()), 1 - 0.202)
    assert close_to(float((drawn == 2).mean()), 0.202)
    crimes = CountRatio(new=2940, old=2832).at(chances(5, "crimes", DRAWS))
    assert close_to(float((crimes > 1.0).mean()), 0.922424)
    assert close_to(float((crimes > 1.05).mean()), 0.332986)
    exact = 1 - betainc(2940.5, 2832.5, 1 / 2)
    assert abs(exact - 0.922424) < 1e-6


def test_exposure_enters_the_ratio_and_dispersion_widens_it():
    even = chances(1, "x", 5000)
    plain = CountRatio(100, 100).at(even)
    assert np.allclose(CountRatio(100, 100, new_exposure=2).at(even), plain / 2)
    assert CountRatio(100, 100, dispersion=4).at(even).std() > 1.8 * plain.std()


def test_quantiles_are_where_the_distributions_say():
    half = np.array([0.5])
    assert abs(Count(100, 2).at(half)[0] - 50.08) < 0.05
    assert abs(Share(0.25, 400).at(half)[0] - 0.25) < 0.002
    assert Stated(10, 8, 14).at(np.array([0.025, 0.5, 0.975])).round(6).tolist() == [8, 10, 14]
    assert Levels((1, 5), (1, 3)).at(np.array([0.2, 0.3])).tolist() == [1, 5]
    assert Exact(3).at(np.array([0.1, 0.9])).tolist() == [3, 3]
    assert anywhere((0, 1, 2, 3)).at(np.array([0.1, 0.3, 0.6, 0.9])).tolist() == [0, 1, 2, 3]


def test_a_judgement_spreads_over_neighbouring_levels_and_a_sure_one_does_not():
    even = chances(1, "x", DRAWS)
    drawn = judged((0, 1, 2, 3, 4), 3, 1.0).at(even)
    shares = [float((drawn == level).mean()) for level in range(5)]
    weights = [np.exp(-abs(level - 3)) for level in range(5)]
    assert all(close_to(s, w / sum(weights)) for s, w in zip(shares, weights, strict=True))
    assert set(judged((0, 1, 2), 1, 0).at(even).tolist()) == {1.0}
    with pytest.raises(ValueError, match="not a level"):
        judged((0, 1, 2), 5, 1)


def test_equal_scores_share_the_better_rank_and_name_each_other():
    found = rank([Candidate(name, F(score)) for name, score in zip("abcd", (3, 2, 2, 1), strict=True)])
    assert [(one.issue, one.rank) for one in found.ranked] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert found.of("b").tied_with == ("c",)
    assert found.of("a").tied_with == ()


def test_low_can_be_worst():
    found = rank([Candidate("a", F(1)), Candidate("b", F(2))], worst="low")
    assert [one.issue for one in found.ranked] == ["a", "b"]


def test_what_has_no_score_is_listed_apart_with_the_reason_and_moves_nothing():
    scored = [Candidate("a", F(-1)), Candidate("b", F(-2))]
    found = rank([*scored, Candidate("c", None, because="No source measures it.")])
    assert [one.issue for one in found.ranked] == ["a", "b"]
    assert [(one.issue, one.because) for one in found.unranked] == [("c", "No source measures it.")]
    assert found.ranked == rank(scored).ranked


def test_exact_scores_far_apart_have_intervals_of_one_rank():
    found = rank([Candidate("a", F(3)), Candidate("b", F(1))])
    assert [(one.rank_low, one.rank_high) for one in found.ranked] == [(1, 1), (2, 2)]
    assert found.of("a").top(1) == 1.0
    assert [one.tier for one in found.ranked] == [1, 2]


def test_scores_that_overlap_share_a_tier_and_their_intervals_overlap():
    found = rank([Candidate("a", F(31, 10), normal(3.1, 1)), Candidate("b", F(3), normal(3, 1))], draws=1200)
    assert [one.tier for one in found.ranked] == [1, 1]
    assert [(one.rank_low, one.rank_high) for one in found.ranked] == [(1, 2), (1, 2)]


def test_a_wider_spread_widens_the_interval_and_an_exact_score_elsewhere_does_not():
    def interval_of_b(sd, last):
        rows = [
            Candidate("a", F(10), normal(10, 1)), Candidate("b", F(6), normal(6, sd)),
            Candidate("c", F(5), normal(5, 1)), Candidate("z", F(last)),
        ]  # fmt: skip
        b = rank(rows, draws=4000, seed=4).of("b")
        return b.rank_low, b.rank_high

    assert interval_of_b(0.1, -50) == (2, 2) or interval_of_b(0.1, -50) == (2, 3)
    assert interval_of_b(6, -50) == (1, 3)
    assert interval_of_b(6, -50) == interval_of_b(6, -60)


def test_a_name_cannot_be_ranked_twice():
    with pytest.raises(ValueError, match="once"):
        rank([Candidate("a", F(1)), Candidate("a", F(2))])


def test_nothing_to_rank_is_an_empty_order():
    assert rank([]).ranked == ()


scores = st.lists(
    st.tuples(st.fractions(-50, 50, max_denominator=10), st.floats(0, 5)), min_size=1, max_size=8
)


def candidates_of(given_scores):
    return [
        Candidate(f"issue-{place}", score, normal(float(score), sd))
        for place, (score, sd) in enumerate(given_scores)
    ]


@settings(max_examples=15, deadline=None)
@given(scores, st.randoms(use_true_random=False), st.integers(0, 2**31))
def test_the_order_in_which_issues_are_given_changes_nothing(given_scores, dice, seed):
    rows = candidates_of(given_scores)
    shuffled = rows.copy()
    dice.shuffle(shuffled)
    assert rank(rows, draws=120, seed=seed) == rank(shuffled, draws=120, seed=seed)


@settings(max_examples=15, deadline=None)
@given(scores, st.integers(0, 2**31))
def test_an_issue_that_is_certainly_worst_moves_every_other_down_by_one(given_scores, seed):
    rows = candidates_of(given_scores)
    before = rank(rows, draws=120, seed=seed)
    after = rank([*rows, Candidate("worst", F(10_000))], draws=120, seed=seed)
    assert after.ranked[0].issue == "worst"
    for old in before.ranked:
        new = after.of(old.issue)
        assert (new.rank, new.rank_low, new.rank_high) == (old.rank + 1, old.rank_low + 1, old.rank_high + 1)
        assert new.at == (0, *old.at)


@settings(max_examples=15, deadline=None)
@given(scores, st.integers(0, 2**31))
def test_chances_add_up_and_the_interval_takes_in_the_rank(given_scores, seed):
    found = rank(candidates_of(given_scores), draws=120, seed=seed)
    for one in found.ranked:
        assert sum(one.at) == 1
        assert 1 <= one.rank_low <= one.rank <= one.rank_high <= len(found.ranked)
        assert one.top(len(found.ranked)) == 1
        outside = 1 - sum(one.at[one.rank_low - 1 : one.rank_high])
        assert outside <= F(1, 10)


def test_another_seed_draws_otherwise_but_only_a_little():
    rows = [Candidate("a", F(12), normal(12, 2)), Candidate("b", F(10), normal(10, 2))]
    first, other = (rank(rows, draws=DRAWS, seed=seed).of("a").top(1) for seed in (1, 2))
    assert first != other
    assert abs(first - other) < 8 * chance_error(0.76, DRAWS)


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.floats(0.1, 4)), min_size=1, max_size=6), st.integers(0, 10**6)
)
@settings(max_examples=25)
def test_metamorphic_order_unit_and_a_last_issue_change_no_rank(pairs, seed):
    made = [Candidate(f"i{place}", F(value), normal(value, sd)) for place, (value, sd) in enumerate(pairs)]
    found = rank(made, draws=300, seed=seed)
    shuffled = [made[place] for place in np.random.default_rng(seed).permutation(len(made))]
    assert rank(shuffled, draws=300, seed=seed) == found
    doubled = [Candidate(f"i{p}", F(2 * v + 8), normal(2 * v + 8, 2 * sd)) for p, (v, sd) in enumerate(pairs)]
    places = [(one.issue, one.rank, one.rank_low, one.rank_high) for one in found.ranked]
    assert [
        (one.issue, one.rank, one.rank_low, one.rank_high)
        for one in rank(doubled, draws=300, seed=seed).ranked
    ] == places
    after = rank([*made, Candidate("z", F(-10_000))], draws=300, seed=seed)
    assert [(one.issue, one.rank, one.rank_low, one.rank_high) for one in after.ranked[:-1]] == places
    assert (after.ranked[-1].issue, after.ranked[-1].rank) == ("z", len(pairs) + 1)
