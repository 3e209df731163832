"""Published results that the interval of a change must reproduce; each names its source and tolerance."""

from __future__ import annotations

from fractions import Fraction

import pytest

from frankpledge.analysis.change import Direction, change, ratio_of_ratios
from frankpledge.kernel.numbers import round_half_up

# The two years of the seed's domestic-abuse table (annual scrutiny report, 12.6), by quarter.
CRIMES = ((544, 662), (747, 793), (799, 816), (742, 669))
INCIDENTS = ((416, 498), (652, 759), (667, 802), (605, 815))


@pytest.mark.parametrize(
    ("old", "new", "method", "low", "high"),
    [
        # strategic-assessment.md 3.2: R 4.2.2, repeated with scipy; printed to five places.
        (2340, 2874, "exact", 1.16257, 1.29765),
        (2340, 2874, "score", 1.16298, 1.29709),
        (2832, 2940, "exact", 0.98559, 1.09350),
        (2832, 2940, "score", 0.98593, 1.09311),
    ],
)
def test_the_years_of_the_seed_table_have_the_intervals_that_r_gives(old, new, method, low, high):
    found = change(old, new, method=method)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-6)


@pytest.mark.parametrize(
    ("pair", "ratio", "low", "high", "p"),
    [
        (CRIMES[0], 1.2169, 1.0848, 1.3656, 0.000748),
        (CRIMES[1], 1.0616, 0.9594, 1.1747, 0.251),
        (CRIMES[2], 1.0213, 0.9252, 1.1273, 0.691),
        (CRIMES[3], 0.9016, 0.8109, 1.0023, 0.0552),
        (INCIDENTS[0], 1.1971, 1.0489, 1.3669, 0.00735),
        (INCIDENTS[1], 1.1641, 1.0471, 1.2945, 0.00476),
        (INCIDENTS[2], 1.2024, 1.0837, 1.3345, 0.000468),
        (INCIDENTS[3], 1.3471, 1.2111, 1.4990, 2.76e-8),
        # ... and both measures together.
        ((5172, 5814), 1.1241, 1.0826, 1.1673, 5.5e-10),
    ],
)
def test_each_quarter_of_the_seed_table_agrees_with_the_exact_test(pair, ratio, low, high, p):
    found = change(*pair)
    assert (float(found.ratio), found.low, found.high) == pytest.approx((ratio, low, high), abs=6e-5)
    if p > 1e-9:
        assert found.p_central == pytest.approx(p, rel=2e-3)


def test_the_years_p_values_are_those_of_the_domain_file():
    assert change(2340, 2874).p_central == pytest.approx(1.493e-13, rel=1e-3)
    assert change(2832, 2940).p_central == pytest.approx(0.1590, abs=5e-5)


def test_the_percent_limits_print_as_the_domain_file_prints_them():
    def printed(method):
        found = change(2340, 2874, method=method)
        ends = (Fraction(found.percent_low), Fraction(found.percent_high))
        return [str(round_half_up(end, 1)) for end in ends]

    assert printed("score") == ["16.3", "29.7"]
    assert printed("exact") == ["16.3", "29.8"]


@pytest.mark.parametrize(
    ("pair", "exposure", "ratio", "low", "high"),
    [
        # strategic-assessment.md 3.2: leap year, first quarter per day, and per resident.
        ((2832, 2940), (365, 366), 1.03530, 0.98289, 1.09051),
        ((2340, 2874), (365, 366), 1.22485, 1.15939, 1.29410),
        ((544, 662), (90, 91), 1.2035, 1.0729, 1.3506),
        ((416, 498), (90, 91), 1.1840, 1.0373, 1.3518),
        ((2832, 2940), (378508, 379791), 1.0346, 0.9823, 1.0898),
        ((2340, 2874), (378508, 379791), 1.2241, 1.1586, 1.2933),
    ],
)
def test_exposures_adjust_ratio_and_limits(pair, exposure, ratio, low, high):
    found = change(*pair, exposure=exposure)
    assert (float(found.ratio), found.low, found.high) == pytest.approx((ratio, low, high), abs=6e-5)


def test_per_day_the_incidents_rose_by_22_5_per_cent():
    found = change(2340, 2874, exposure=(365, 366))
    assert found.percent == (Fraction(2874, 366) / Fraction(2340, 365) - 1) * 100
    assert str(round_half_up(found.percent, 1)) == "22.5"


def test_the_two_sample_example_of_rs_poisson_test_is_reproduced():
    # R manual, ?poisson.test: counts 11 and 21 on exposures 800 and 3,011; seven figures printed.
    found = change(21, 11, exposure=(3011, 800))
    assert float(found.ratio) == pytest.approx(1.971488, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=5e-8)
    assert found.p_minlike == pytest.approx(0.07966863, abs=5e-9)


@pytest.mark.parametrize(
    ("method", "p"),
    [("score", 0.000316), ("exact", 0.000428), ("midp", 0.000310)],
)
def test_gu_2008_one_sided_p_values_are_reproduced(method, p):
    # Gu and others 2008, as in the tests of statsmodels: 60/51,477.5 v 30/54,308.7; six places printed.
    exposure = (Fraction("54308.7"), Fraction("51477.5"))
    found = change(30, 60, exposure=exposure, method=method, alternative="greater")
    assert found.p == pytest.approx(p, abs=5e-7)


def test_gu_2008_two_sided_exact_p_is_the_minimum_likelihood_one():
    found = change(30, 60, exposure=(Fraction("54308.7"), Fraction("51477.5")))
    assert found.p_minlike == pytest.approx(0.000675, abs=5e-7)
    assert found.p_central == pytest.approx(2 * 0.000428, abs=1e-6)


def test_the_two_measures_of_the_seed_table_changed_differently():
    # strategic-assessment.md 3.2: 1.1831 (1.0975-1.2754), p = 1.1e-5.
    found = ratio_of_ratios(change(2340, 2874), change(2832, 2940))
    assert (float(found.value), found.low, found.high) == pytest.approx((1.1831, 1.0975, 1.2754), abs=6e-5)
    assert found.p == pytest.approx(1.1e-5, rel=0.05)
    assert found.verdict is Direction.ROSE


def test_a_measure_does_not_differ_from_itself():
    found = ratio_of_ratios(change(100, 130), change(100, 130))
    assert (found.value, found.p, found.verdict) == (1, 1.0, Direction.NO_CLEAR_CHANGE)


def test_a_ratio_of_ratios_needs_events_on_all_sides():
    with pytest.raises(ValueError, match="four counts above 0"):
        ratio_of_ratios(change(0, 5), change(3, 4))
