"""Rates, counts against expected and proportions: published references and what must hold of any."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.limits import poisson_limits
from frankpledge.analysis.rates import (
    PROPORTION_METHODS,
    RATE_METHODS,
    Standing,
    against_expected,
    proportion,
    rate,
    wilson_limits,
)

shares = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # PHEindicatormethods, test data: Byar's limits of a count, six places.
    [(65, 50.163188, 82.849139), (1045, 982.593202, 1110.331213)],
)
def test_byars_limits_of_a_count_are_those_of_public_health(count, low, high):
    found = rate(count, 1, method="byar")
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-7)


def test_a_rate_per_hundred_is_that_of_public_health():
    # PHEindicatormethods: 222 of 3,215, 95% and 99.8%, six places.
    usual, strict = (rate(222, 3215, per=100, method="byar", confidence=level) for level in (0.95, 0.998))
    assert float(usual.value) == pytest.approx(6.905132, abs=5e-7)
    assert (usual.low, usual.high) == pytest.approx((6.026575, 7.875729), abs=5e-7)
    assert (strict.low, strict.high) == pytest.approx((5.560738, 8.461047), abs=5e-7)


def test_the_one_sample_example_of_rs_poisson_test_is_reproduced():
    # R manual, ?poisson.test: 137 events over 24.19893; seven figures.
    found = rate(137, Fraction("24.19893"))
    assert float(found.value) == pytest.approx(5.661407, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((4.753125, 6.692709), abs=5e-7)


def test_fifteen_events_over_four_hundred_have_the_limits_of_the_statsmodels_tests():
    # strategic-assessment.md 3.2, from the test suite of statsmodels: ten places, the last cut off.
    exact, score = rate(15, 400), rate(15, 400, method="score")
    assert (exact.low, exact.high) == pytest.approx((0.0209884653, 0.0618505471), abs=1e-10)
    assert (score.low, score.high) == pytest.approx((0.0227264749, 0.0618771721), abs=1e-10)


def test_the_other_byar_of_statsmodels_is_not_ours():
    # statsmodels takes n + ½ on both sides (.0219084-.0602934 for 15 of 400); public health takes n and n + 1.
    found = rate(15, 400, method="byar")
    assert found.low < 0.0210
    assert found.high > 0.0618


@pytest.mark.parametrize(
    ("count", "population", "rate_text", "low", "high"),
    # strategic-assessment.md 3.2: per 1,000 residents, three places, from the exact limits.
    [(2832, 378508, 7.482, 7.209, 7.763), (2874, 379791, 7.567, 7.293, 7.849)],
)
def test_rates_per_thousand_residents_are_those_of_the_domain_file(count, population, rate_text, low, high):
    found = rate(count, population, per=1000)
    assert (float(found.value), found.low, found.high) == pytest.approx((rate_text, low, high), abs=6e-4)


def test_no_events_have_a_rate_of_nought_and_the_rule_of_three_for_an_upper_limit():
    found = rate(0, 100, confidence=0.9)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(-math.log(0.05) / 100, rel=1e-12)


def test_more_events_than_expected_are_told_from_chance_only_beyond_the_interval():
    assert against_expected(120, 100).verdict is Standing.NO_CLEAR_DIFFERENCE
    assert against_expected(125, 100).verdict is Standing.ABOVE
    assert against_expected(75, 100).verdict is Standing.BELOW


def test_p_against_expected_is_twice_the_smaller_tail_worked_out_the_boring_way():
    mean, events = 4.5, 9
    below = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(events))
    assert against_expected(events, Fraction(9, 2)).p == pytest.approx(2 * (1 - below), rel=1e-12)


def test_what_cannot_be_a_rate_is_refused():
    for events, exposure in ((-1, 10), (5, 0), (5, -1)):
        with pytest.raises(ValueError, match=r"negative|above 0"):
            rate(events, exposure)
        with pytest.raises(ValueError, match=r"negative|above 0"):
            against_expected(events, exposure)
    with pytest.raises(ValueError, match="unit above 0"):
        rate(5, 10, per=0)
    with pytest.raises(ValueError, match="confidence"):
        rate(5, 10, confidence=95)


@given(st.integers(0, 5000), st.sampled_from(RATE_METHODS), st.sampled_from((0.6, 0.9, 0.95, 0.998)))
def test_the_limits_hold_the_count(events, method, confidence):
    low, high = poisson_limits(events, (1 - confidence) / 2, method)
    assert low <= events <= high


@given(st.integers(0, 5000), st.integers(1, 10**6), st.integers(1, 1000))
def test_the_unit_of_a_rate_scales_everything(events, exposure, per):
    one, many = rate(events, exposure), rate(events, exposure, per=per)
    assert many.value == one.value * per
    assert many.high == pytest.approx(one.high * per)


@given(st.integers(10, 5000))
def test_from_ten_events_byar_is_close_to_exact(events):
    exact, byar = poisson_limits(events, 0.025, "exact"), poisson_limits(events, 0.025, "byar")
    assert byar == pytest.approx(exact, rel=2e-3)


def test_wilson_of_sixty_five_in_a_hundred_is_that_of_public_health():
    # PHEindicatormethods: six places.
    found = proportion(65, 100)
    assert (found.low, found.high) == pytest.approx((0.552544, 0.736358), abs=5e-7)


def test_wilson_takes_an_effective_size():
    # strategic-assessment.md 6.2: p = .42, n = 2,659/1.3, five places.
    assert wilson_limits(0.42, 2659 / 1.3, 0.025) == pytest.approx((0.39878, 0.44152), abs=5e-6)


def test_clopper_and_pearsons_limits_have_their_closed_forms_at_the_ends():
    assert proportion(0, 10, method="exact").high == pytest.approx(1 - 0.025**0.1, rel=1e-12)
    assert proportion(10, 10, method="exact").low == pytest.approx(0.025**0.1, rel=1e-12)
    assert (proportion(0, 10, method="exact").low, proportion(10, 10, method="exact").high) == (0, 1)


def test_wald_is_the_textbook_formula():
    found = proportion(65, 100, method="wald")
    reach = 1.959963984540054 * math.sqrt(0.65 * 0.35 / 100)
    assert (found.low, found.high) == pytest.approx((0.65 - reach, 0.65 + reach), rel=1e-12)


def test_a_finite_population_shrinks_walds_reach_by_the_root_of_what_is_left():
    plain, finite = proportion(65, 100, method="wald"), proportion(65, 100, method="wald", population=500)
    assert (finite.high - 0.65) / (plain.high - 0.65) == pytest.approx(math.sqrt(400 / 499), rel=1e-12)


@pytest.mark.parametrize(
    ("count", "of", "population"), [(3, 10, 40), (0, 5, 9), (5, 5, 9), (1, 2, 3), (17, 30, 60)]
)
def test_the_exact_limits_of_a_finite_population_are_the_hypergeometric_ones_the_boring_way(
    count, of, population
):
    def tail(have, wanted):
        ways = sum(math.comb(have, k) * math.comb(population - have, of - k) for k in wanted)
        return Fraction(ways, math.comb(population, of))

    possible = [
        have
        for have in range(count, population - (of - count) + 1)
        if tail(have, range(count, of + 1)) > Fraction(1, 40)
        and tail(have, range(count + 1)) > Fraction(1, 40)
    ]
    found = proportion(count, of, method="exact", population=population)
    assert (found.low, found.high) == pytest.approx((min(possible) / population, max(possible) / population))


@pytest.mark.parametrize("method", PROPORTION_METHODS)
def test_a_whole_population_counted_leaves_no_doubt(method):
    found = proportion(3, 8, method=method, population=8)
    assert (found.low, found.high) == (0.375, 0.375)


@pytest.mark.parametrize("method", PROPORTION_METHODS)
def test_a_huge_population_is_as_good_as_an_endless_one(method):
    endless, huge = proportion(30, 90, method=method), proportion(30, 90, method=method, population=10**8)
    assert (huge.low, huge.high) == pytest.approx((endless.low, endless.high), abs=1e-5)


@pytest.mark.parametrize(
    ("count", "of", "population"), [(5, 4, None), (-1, 4, None), (0, 0, None), (2, 4, 3)]
)  # fmt: skip
def test_what_cannot_be_a_share_is_refused(count, of, population):
    with pytest.raises(ValueError, match=r"share|population"):
        proportion(count, of, population=population)


@given(shares, st.sampled_from(PROPORTION_METHODS), st.one_of(st.none(), st.integers(0, 1000)))
def test_a_share_lies_in_its_interval_and_that_within_0_and_1(pair, method, more):
    count, of = pair
    found = proportion(count, of, method=method, population=None if more is None else of + more)
    assert 0 <= found.low <= float(found.value) + 1e-12
    assert float(found.value) - 1e-12 <= found.high <= 1


@given(shares, st.sampled_from(PROPORTION_METHODS))
def test_those_who_are_not_have_the_interval_turned_round(pair, method):
    count, of = pair
    those, others = proportion(count, of, method=method), proportion(of - count, of, method=method)
    assert (others.low, others.high) == pytest.approx((1 - those.high, 1 - those.low), abs=1e-12)


@given(shares, st.integers(1, 500))
def test_a_finite_population_never_widens_wilson(pair, more):
    count, of = pair
    endless, finite = proportion(count, of), proportion(count, of, population=of + more)
    assert endless.low - 1e-12 <= finite.low
    assert finite.high <= endless.high + 1e-12
