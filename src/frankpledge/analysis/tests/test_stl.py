"""Decomposition against R and statsmodels, and what gaps and single wild months do to it."""

from __future__ import annotations

import numpy as np
import pytest

from frankpledge.analysis.seasonal.calendar import mean_days, per_mean_month
from frankpledge.analysis.seasonal.stl import Spans, next_odd, smooth, stl, strength, usual_spans
from frankpledge.analysis.tests.published import AIR, DEATHS, NOTTINGHAM


@pytest.mark.parametrize(
    ("window", "robust", "seasonal", "trend", "weights"),
    [
        # statsmodels 0.15.0, STL(log(AirPassengers), period=12, seasonal=…): steps 0, 77 and 143; weights of 16 and 143.
        (21, False, (-0.088819149, 0.11678773, -0.123968913), (4.804375954, 5.630519275, 6.190894534), (1, 1)),
        (13, True, (-0.070786169, 0.121513857, -0.123906156), (4.803465167, 5.630177536, 6.195985681), (0.007175133, 0.994263082)),
    ],
)  # fmt: skip
def test_it_agrees_with_statsmodels(window, robust, seasonal, trend, weights):
    found = stl(np.log(AIR), period=12, seasonal=window, robust=robust)
    assert found.seasonal[[0, 77, 143]] == pytest.approx(seasonal, abs=1e-9)
    assert found.trend[[0, 77, 143]] == pytest.approx(trend, abs=1e-9)
    assert found.weights[[16, 143]] == pytest.approx(weights, abs=1e-8)


def test_local_constants_agree_with_statsmodels_too():
    # statsmodels 0.15.0, STL(USAccDeaths, period=12, seasonal=7, seasonal_deg=0, trend_deg=0, robust=True).
    spans = Spans(12, 7, next_odd(1.5 * 12 / (1 - 1.5 / 7)), 13, 0, 0, 1)
    found = stl(np.array(DEATHS, dtype=float), period=12, spans=spans)
    assert (found.seasonal[5], found.trend[40], found.weights[5]) == pytest.approx(
        (683.66412295, 8342.70008816, 0), abs=1e-7
    )


def test_a_season_that_is_the_same_every_year_agrees_with_r():
    # R 4.2.2, stl(nottem, "per"): first three months (strategic-assessment 3.9). R turns the inner loop twice, and fits
    # every second step only and joins them by lines, which moves the third figure.
    found = stl(np.array(NOTTINGHAM), period=12, robust=False, inner=2)
    assert found.seasonal[:3] == pytest.approx((-9.347198, -9.855250, -6.853301), abs=2e-3)
    assert found.seasonal[:12] == pytest.approx(found.seasonal[-12:])


def test_the_parts_add_up_to_the_series():
    found = stl(np.array(DEATHS, dtype=float), period=12, seasonal=7)
    assert found.seasonal + found.trend + found.remainder == pytest.approx(np.array(DEATHS, dtype=float))
    assert found.adjusted == pytest.approx(np.array(DEATHS) - found.seasonal)


def test_many_series_are_decomposed_as_each_would_be_alone():
    rows = np.array([DEATHS, DEATHS[::-1], [value * 3 for value in DEATHS]], dtype=float)
    together = stl(rows, period=12)
    for row, trend in zip(rows, together.trend, strict=True):
        assert stl(row, period=12).trend == pytest.approx(trend, rel=1e-12)


def test_a_gap_leaves_a_gap_in_the_remainder_and_nothing_else():
    whole = np.array(DEATHS, dtype=float)
    holed = whole.copy()
    holed[[20, 45, 46]] = np.nan
    found = stl(holed, period=12)
    assert np.flatnonzero(np.isnan(found.remainder)).tolist() == [20, 45, 46]
    assert np.isfinite(found.seasonal).all()
    assert np.isfinite(found.trend).all()
    # What is told there is near what the whole series would have told.
    assert found.trend == pytest.approx(stl(whole, period=12).trend, rel=0.01)


def test_what_stands_in_a_gap_pulls_nothing():
    one, other = np.array(DEATHS, dtype=float), np.array(DEATHS, dtype=float)
    one[[30, 31]], other[[30, 31]] = np.nan, np.nan
    other_parts, one_parts = stl(other, period=12), stl(one, period=12)
    assert one_parts.trend == pytest.approx(other_parts.trend)
    wild = np.array(DEATHS, dtype=float)
    wild[30] = 10**6
    assert stl(wild, period=12, robust=False).trend[30] > 2 * one_parts.trend[30], (
        "but a wild figure does, without robustness"
    )
    assert stl(wild, period=12).trend[30] == pytest.approx(one_parts.trend[30], rel=0.02), (
        "and with it does not"
    )


def test_a_month_that_is_always_missing_still_gets_a_season():
    rows = np.array(DEATHS, dtype=float)
    rows[5::12] = np.nan
    found = stl(rows, period=12)
    assert np.isfinite(found.seasonal).all()


def test_a_constant_series_has_no_season_and_no_remainder():
    found = stl(np.full(48, 7.0), period=12)
    assert found.seasonal == pytest.approx(np.zeros(48), abs=1e-12)
    assert found.trend == pytest.approx(np.full(48, 7.0))
    assert strength(found)[0] == 0


def test_strength_tells_a_season_from_noise():
    months = np.arange(96)
    noise = np.random.default_rng(7).normal(size=96)
    assert strength(stl(10 * np.sin(months / 6 * np.pi) + noise, period=12))[0] > 0.9
    assert strength(stl(noise, period=12))[0] < 0.5


def test_a_straight_line_is_all_trend():
    line = 5 + 0.25 * np.arange(60)
    found = stl(line, period=12, robust=False)
    # Low-pass and trend smoothers bend a little near the ends, as the published method does.
    assert found.trend == pytest.approx(line, abs=2e-3)


def test_fewer_than_two_seasons_are_refused():
    with pytest.raises(ValueError, match="two whole seasons"):
        stl(np.arange(23.0), period=12)


def test_the_usual_spans_are_those_of_r():
    assert usual_spans(12, 21).trend == 21
    assert usual_spans(12, 7).trend == 23
    assert (usual_spans(12, "periodic", 240).trend, usual_spans(12).low_pass) == (19, 13)
    assert [next_odd(value) for value in (4, 5, 5.1, 6)] == [5, 5, 7, 7]


def test_loess_of_weight_nowhere_in_reach_is_the_plain_mean():
    rows, weights = np.array([[1.0, 2, 3, 4, 5, 60, 70, 80]]), np.array([[1.0, 1, 0, 0, 0, 0, 0, 0]])
    assert smooth(rows, weights, 3, 1)[0, -1] == pytest.approx(1.5)


def test_months_are_brought_to_the_same_length():
    # A leap cycle of 400 years has 146,097 days.
    assert float(mean_days(1)) == pytest.approx(30.436875)
    february, july, gap = per_mean_month([28, 31, None], [28, 31, 30])
    assert (february, july) == pytest.approx((30.436875, 30.436875))
    assert gap is None
    with pytest.raises(ValueError, match="for each value"):
        per_mean_month([1], [31, 28])
