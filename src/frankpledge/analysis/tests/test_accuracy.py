"""Accuracy measures against the M4 competition's definitions and published values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.forecasting.accuracy import (
    Band,
    Forecasted,
    bridged,
    has_season,
    interval_score,
    naive2,
    score,
    seasonal_factors,
    seasonal_scale,
    symmetric,
)
from frankpledge.analysis.tests.published import AIR, HORMONE

KNOWN, LATER = AIR[:132], AIR[132:]


def test_the_seasonal_naive_of_the_airline_has_the_published_mase():
    # strategic-assessment 3.9: train to 1959, test 1960: MASE 1.5709, scale 30.45.
    found = score([Forecasted("", KNOWN, KNOWN[-12:], LATER)], m=12)
    assert seasonal_scale(KNOWN, 12) == pytest.approx(30.45)
    assert found.mase == pytest.approx(1.5709, abs=5e-5)
    assert found.mae == pytest.approx(47.8333, abs=5e-5)  # Hyndman and Athanasopoulos and others give 47.83
    assert found.owa > 1


def test_naive2_is_measured_by_itself():
    benchmark = tuple(naive2(KNOWN, 12, 12))
    found = score([Forecasted("", KNOWN, benchmark, LATER)], m=12)
    assert found.owa == pytest.approx(1)
    assert (found.smape, found.mase) == pytest.approx((found.naive2_smape, found.naive2_mase))


def test_the_season_is_found_by_the_competitions_test():
    assert has_season(KNOWN, 12)
    assert not has_season(HORMONE, 12)
    assert not has_season(AIR[:35], 12), "three seasons are needed"
    assert not has_season([5.0] * 60, 12)
    assert not has_season(KNOWN, 1)


def test_without_a_season_naive2_is_the_last_value():
    assert naive2(HORMONE, 3, 12) == [HORMONE[-1]] * 3


def test_factors_are_those_of_a_classical_decomposition():
    # A product of trend and season comes apart exactly but for the curvature of the trend.
    season = [0.8, 1.1, 1.3, 0.8]
    values = [(100 + 2 * step) * season[step % 4] for step in range(40)]
    assert seasonal_factors(values, 4) == pytest.approx(season, abs=3e-3)
    assert math.fsum(seasonal_factors(values, 4)) == pytest.approx(4)


def test_symmetric_error_lies_from_nought_to_two_hundred():
    assert symmetric(10, 10) == 0
    assert symmetric(0, 0) == 0
    assert symmetric(0, 5) == symmetric(5, 0) == 200
    assert symmetric(110, 90) == pytest.approx(20)


def test_the_interval_score_pays_width_and_misses():
    assert interval_score(5, 4, 8, 0.95) == pytest.approx(4)
    assert interval_score(3, 4, 8, 0.95) == pytest.approx(4 + 2 / 0.05)
    assert interval_score(10, 4, 8, 0.8) == pytest.approx(4 + 2 / 0.2 * 2)


def two_series():
    band = Band(0.95, (90.0, 90.0), (120.0, 120.0))
    one = Forecasted("a", (100.0, 110, 100, 110), (100.0, 104), (110.0, 130), (band,))
    other = Forecasted("b", (10.0, 20, 10, 20), (12.0,), (10.0,), (Band(0.95, (0.0,), (9.0,)),))
    return [one, other]


def test_series_and_points_are_averaged_as_asked():
    by_series, by_points = score(two_series(), m=1), score(two_series(), m=1, average="points")
    first, second, third = 200 * 10 / 210, 200 * 26 / 234, 200 * 2 / 22
    assert by_series.smape == pytest.approx(((first + second) / 2 + third) / 2)
    assert by_points.smape == pytest.approx((first + second + third) / 3)
    assert by_series.mase == pytest.approx(((1 + 2.6) / 2 + 0.2) / 2)
    assert by_points.mase == pytest.approx((1 + 2.6 + 0.2) / 3)
    assert by_series.bands[0].coverage == pytest.approx(0.25)
    assert by_points.bands[0].coverage == pytest.approx(1 / 3)
    assert (by_points.bands[0].within, by_points.bands[0].points) == (1, 3)


def test_scaled_interval_scores_are_scaled_by_their_own_history():
    found = score(two_series(), m=1, average="points").bands[0]
    each = [30 / 10, (30 + 40 * 10) / 10, (9 + 40 * 1) / 10]
    assert found.msis == pytest.approx(sum(each) / 3)


def test_what_did_not_come_takes_no_part():
    whole = Forecasted("", KNOWN, KNOWN[-12:], LATER)
    holed = Forecasted("", KNOWN, KNOWN[-12:], (*LATER[:6], None, *LATER[7:]))
    assert score([holed], m=12).points == 11
    assert score([holed], m=12).mase != score([whole], m=12).mase


def test_a_gap_in_the_history_takes_its_differences_with_it():
    assert seasonal_scale((1.0, 2, None, 5, 4), 2) == pytest.approx(3)
    assert seasonal_scale((1.0, 2, 1, 2), 2) is None
    assert bridged((None, 2.0, None, None, 8.0, None)) == [2.0, 4.0, 6.0, 8.0]


def test_without_a_history_there_is_an_error_and_no_scale():
    found = score([Forecasted("x", (), (10.0,), (12.0,))], m=12)
    assert found.smape == pytest.approx(200 * 2 / 22)
    assert (found.mase, found.owa, found.unscaled) == (None, None, ("x",))


def test_no_forecast_that_meets_an_outcome_is_refused():
    with pytest.raises(ValueError, match="meets"):
        score([Forecasted("", (1.0, 2.0), (3.0,), (None,))], m=1)


VALUES = st.lists(st.floats(1, 1e4), min_size=4, max_size=20)


@given(VALUES, st.floats(0.01, 100))
def test_no_measure_but_those_in_its_unit_depends_on_the_unit(values, factor):
    def scored(times):
        history = tuple(value * times for value in values)
        return score([Forecasted("", history, (history[-1] * 1.1,), (history[-1] * 0.9,))], m=1)

    one, other = scored(1), scored(factor)
    assert other.smape == pytest.approx(one.smape)
    assert other.mae == pytest.approx(one.mae * factor)
    if one.mase is not None and other.mase is not None:
        assert other.mase == pytest.approx(one.mase)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_symmetric_error_is_symmetric(actual, forecast):
    assert symmetric(actual, forecast) == symmetric(forecast, actual) <= 200 + 1e-9
