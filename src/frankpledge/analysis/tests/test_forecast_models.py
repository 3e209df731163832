"""The forecasting models by name: simple ones by hand, others against what is published of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from frankpledge.analysis.forecasting.accuracy import has_season, naive2, seasonal_factors
from frankpledge.analysis.forecasting.models import (
    MODELS,
    classical_factors,
    deseasonalised,
    from_psi,
    last_known,
    named,
)
from frankpledge.analysis.tests.published import AIR, DEATHS, HORMONE

GAP = math.nan


def project(name, values, horizon=3, m=1, **more):
    rows = np.array([[GAP if value is None else value for value in values]], dtype=float)
    return named(name, season=m, **more).project(rows, horizon, m, True)


def test_the_naive_goes_on_with_the_last_figure_and_widens_as_a_walk():
    found = project("naive", [3, 5, 4, 6, None])
    assert found.mean[0] == pytest.approx([6, 6, 6])
    step = math.sqrt((4 + 1 + 4) / 3)
    assert found.sd[0] == pytest.approx([step, step * math.sqrt(2), step * math.sqrt(3)])


def test_the_seasonal_naive_takes_the_season_before_and_where_that_is_missing_the_one_before_it():
    found = project("seasonal-naive", [1, 2, 3, 4, 5, None], horizon=4, m=3)
    assert found.mean[0] == pytest.approx([4, 5, 3, 4])
    assert found.sd[0, :3] == pytest.approx([3, 3, 3])
    assert found.sd[0, 3] == pytest.approx(3 * math.sqrt(2))


def test_the_seasonal_mean_takes_three_seasons():
    values = [10, 100, 20, 200, 30, 300, 40, None]
    found = project("seasonal-mean", values, horizon=2, m=2)
    assert found.mean[0] == pytest.approx([30, 200])


def test_the_mean_and_the_drift_are_what_they_say():
    assert project("mean", [2, 4, None, 6]).mean[0] == pytest.approx([4, 4, 4])
    found = project("drift", [1, None, 5, 7])
    assert found.mean[0] == pytest.approx([9, 11, 13])


def test_naive2_is_that_of_the_accuracy_measures():
    assert project("naive2", AIR[:132], 12, 12).mean[0] == pytest.approx(naive2(AIR[:132], 12, 12))


def test_whole_rows_are_adjusted_as_one_is():
    assert classical_factors(np.array([AIR[:132]], dtype=float), 12)[0] == pytest.approx(
        seasonal_factors(AIR[:132], 12)
    )
    adjusted = deseasonalised(np.array([AIR[:132]], dtype=float), 12, 12)
    assert adjusted.ahead[0] == pytest.approx(seasonal_factors(AIR[:132], 12))
    assert has_season(AIR[:132], 12)


def test_figures_that_begin_late_are_adjusted_from_where_they_begin():
    late = [None] * 5 + list(AIR[:120])
    found = project("theta", late, 12, 12)
    assert found.mean[0] == pytest.approx(project("theta", AIR[:120], 12, 12).mean[0], rel=1e-6)


def test_theta_without_a_season_is_smoothing_with_half_the_drift():
    # Hyndman and Billah, International Journal of Forecasting 19 (2003) 287: steps of half the slope of the trend.
    found = project("theta", HORMONE, 5)
    slope = np.polyfit(np.arange(len(HORMONE)), HORMONE, 1)[0]
    assert np.diff(found.mean[0]) == pytest.approx([slope / 2] * 4)


def test_theta_of_a_straight_line_goes_on_at_half_its_slope():
    # Half of the forecast is the line, and half the last value of the line of twice the curvature, which is the same line.
    found = project("theta", [2.0 + 3 * step for step in range(20)], 3)
    assert found.mean[0] == pytest.approx([60.5, 62, 63.5], abs=1e-3)


def test_comb_is_the_mean_of_three():
    each = [project(name, HORMONE).mean for name in ("ses", "holt", "damped")]
    assert project("comb", HORMONE).mean == pytest.approx(np.mean(each, axis=0))


@pytest.mark.parametrize(
    ("name", "most"),
    [
        # The year 1960 of the airline after training to 1959. statsforecast 2.1.1 has MASE .6081 (AutoARIMA), .6357
        # (AutoTheta), 1.1695 (AutoETS) and 1.5709 (SeasonalNaive), strategic-assessment 3.9; ours differ in how they
        # search and choose, and each must beat the naive as theirs do.
        ("holt-winters", 0.50),
        ("ets-log", 0.90),
        ("theta", 0.95),
        ("comb", 0.95),
        ("arima(2,1,1)(0,1,0)12", 0.70),
    ],
)
def test_the_airline_year_is_forecast_about_as_well_as_by_statsforecast(name, most):
    found = project(name, AIR[:132], 12, 12)
    assert np.abs(found.mean[0] - AIR[132:]).mean() / 30.45 < most < 1.5709


def test_the_airline_model_on_logs_is_the_airline_model_of_logs():
    logs = project("arima(0,1,1)(0,1,1)12", np.log(AIR[:132]), 12, 12)
    found = project("arima(0,1,1)(0,1,1)12", AIR[:132], 12, 12, transform="log")
    assert found.mean == pytest.approx(np.exp(logs.mean))
    low, high = found.limits(1.96)
    assert low == pytest.approx(np.exp(logs.mean - 1.96 * logs.sd))
    assert high == pytest.approx(np.exp(logs.mean + 1.96 * logs.sd))


def test_a_figure_that_has_no_logarithm_leaves_no_forecast_on_logs():
    assert np.isnan(project("ets-log", [0, *DEATHS], 3, 12).mean).all()
    assert np.isfinite(project("ets-log", DEATHS, 3, 12).mean).all()


def test_outcomes_are_measured_on_the_models_own_scale():
    found = project("arima(0,1,0)", AIR[:60], 2, transform="log")
    low, high = found.limits(2.0)
    assert found.standardised(high) == pytest.approx(np.full((1, 2), 2.0))
    assert found.standardised(low) == pytest.approx(np.full((1, 2), -2.0))
    assert found.standardised(np.zeros((1, 2))).tolist() == [[-math.inf, -math.inf]]
    plain = project("naive", AIR[:60], 2)
    assert plain.standardised(plain.limits(1.5)[1]) == pytest.approx(np.full((1, 2), 1.5))


def test_errors_of_the_total_follow_from_how_long_a_shock_is_felt():
    mean, ones = np.zeros((1, 3)), np.ones((1, 3))
    walk = from_psi(mean, ones, np.array([2.0]))
    assert walk.total_sd[0] == pytest.approx(2 * math.sqrt(1 + 4 + 9))
    noise = from_psi(mean, np.array([[1.0, 0, 0]]), np.array([2.0]))
    assert noise.total_sd[0] == pytest.approx(2 * math.sqrt(3))
    scaled = from_psi(mean, np.array([[1.0, 0, 0]]), np.array([2.0]), np.array([[1.0, 2.0, 3.0]]))
    assert scaled.total_sd[0] == pytest.approx(2 * math.sqrt(14))
    assert scaled.sd[0] == pytest.approx([2, 4, 6])


def test_the_last_figure_is_that_before_the_gap():
    rows = np.array([[1, 2, GAP], [GAP, GAP, GAP], [GAP, 5, 6]])
    assert last_known(rows).tolist()[0::2] == [2.0, 6.0]
    assert np.isnan(last_known(rows)[1])


@pytest.mark.parametrize("name", MODELS)
def test_a_model_treats_each_row_as_if_it_were_alone(name):
    rows = np.array([DEATHS, DEATHS[::-1], [value * 2 for value in DEATHS]], dtype=float)
    rows[1, 30] = np.nan
    together = MODELS[name].project(rows, 6, 12, True)
    for place in range(3):
        alone = MODELS[name].project(rows[[place]], 6, 12, True)
        assert alone.mean[0] == pytest.approx(together.mean[place], rel=2e-3)
        assert alone.sd[0] == pytest.approx(together.sd[place], rel=2e-2)


@pytest.mark.parametrize("name", [name for name in MODELS if name != "ets-log"])
def test_a_model_forecasts_in_whatever_unit_it_is_given(name):
    one, other = project(name, DEATHS, 6, 12), project(name, [value / 1000 for value in DEATHS], 6, 12)
    assert other.mean * 1000 == pytest.approx(one.mean, rel=1e-3)
    assert other.sd * 1000 == pytest.approx(one.sd, rel=1e-2)


def test_unknown_models_are_refused_with_what_there_is():
    with pytest.raises(ValueError, match="seasonal-naive"):
        named("prophet")
