from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.change import Direction, change
from frankpledge.analysis.told_apart import (
    Dispersion,
    counts_apart,
    own_dispersion,
    shares_apart,
    values_apart,
)


@pytest.mark.parametrize(
    ("new", "old", "difference", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10; printed to four places.
        ((56, 70), (48, 80), 0.2000, 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.6000, 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56), (0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10), (0, 20), 0.0000, -0.1611, 0.2775),
        ((10, 10), (0, 20), 1.0000, 0.6791, 1.0000),
    ],
)
def test_shares_have_the_published_limits(new, old, difference, low, high):
    found = shares_apart(old, new)
    assert (found.estimate, found.low, found.high) == pytest.approx(
        (100 * difference, 100 * low, 100 * high), abs=6e-3
    )


def test_counts_have_exact_limits_unless_their_own_years_vary_more_than_chance():
    plain = counts_apart(439, 345)
    exact = change(439, 345)
    assert (plain.low, plain.high, plain.verdict) == (exact.low, exact.high, Direction.FELL)
    wild = counts_apart(439, 345, dispersion=Dispersion(9.0, 11))
    assert wild.low < plain.low < plain.high < wild.high
    assert wild.verdict is Direction.NO_CLEAR_CHANGE
    unsteady = counts_apart(439, 345, dispersion=Dispersion(9.0, 4))
    assert unsteady == plain, "four degrees of freedom are too few to rest on"
    assert counts_apart(439, 345, dispersion=Dispersion(0.5, 11)) == plain


def test_a_rate_is_told_apart_over_its_exposures():
    same = counts_apart(100, 200, exposure=(Fraction(1000), Fraction(2000)))
    assert same.estimate == 1
    assert same.verdict is Direction.NO_CLEAR_CHANGE
    assert counts_apart(100, 200).verdict is Direction.ROSE


def test_values_are_told_apart_by_the_limits_each_was_given():
    assert values_apart((60.0, 55.0, 65.0), (70.0, 65.0, 75.0)).verdict is Direction.ROSE
    assert values_apart((60.0, 50.0, 70.0), (70.0, 60.0, 80.0)).verdict is Direction.NO_CLEAR_CHANGE


def test_a_measures_own_years_show_how_much_it_varies():
    steady = [[(100, 1.0), (120, 1.0), (80, 1.0)], [(200, 1.0), (240, 1.0), (160, 1.0)]]
    found = own_dispersion(steady)
    assert found.degrees == 2
    assert found.phi == pytest.approx(0, abs=1e-9)
    wild = [[(100, 1.0), (20, 1.0), (180, 1.0)], [(20, 1.0), (240, 1.0), (60, 1.0)]]
    assert own_dispersion(wild).phi > 50
    assert own_dispersion(steady[:1]) is None


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60))
def test_the_verdict_on_shares_follows_the_interval_and_turns_with_the_periods(a, b, c, d):
    old, new = (min(a, b), b), (min(c, d), d)
    found, turned = shares_apart(old, new), shares_apart(new, old)
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))
    assert (found.verdict is Direction.ROSE) == (found.low > 0)
    assert found.low <= found.estimate <= found.high
