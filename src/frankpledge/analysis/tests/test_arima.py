"""ARIMA against R and statsmodels: coefficients, errors, likelihood, forecasts, with and without gaps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from frankpledge.analysis.forecasting.arima import (
    Order,
    ahead,
    autocovariances,
    fit,
    ljung_box,
    polynomials,
    psi_weights,
    whiten,
)
from frankpledge.analysis.tests.published import AIR, DEATHS, HORMONE, PRESIDENTS

AIRLINE = Order.parse("arima(0,1,1)(0,1,1)12")


def test_the_airline_model_agrees_with_r():
    # R, arima(log(AirPassengers), c(0,1,1), seasonal = c(0,1,1)): -0.4018 (0.0896), -0.5569 (0.0731), sigma^2 0.001348,
    # log likelihood 244.7, aic -483.4; log10 of it in strategic-assessment 3.9: sigma^2 .00025426, 353.96, -701.92.
    found = fit(np.log(AIR), AIRLINE)
    assert found.names == ("ma1", "sma1")
    assert found.values == pytest.approx((-0.4018, -0.5569), abs=6e-5)
    assert found.errors == pytest.approx((0.0896, 0.0731), abs=6e-5)
    assert found.sigma2 == pytest.approx(0.001348, abs=6e-7)
    assert (found.loglik, found.aic) == pytest.approx((244.70, -483.40), abs=1e-2)
    assert found.converged
    ten = fit(np.log10(AIR), AIRLINE)
    assert ten.sigma2 == pytest.approx(0.00025426, rel=1e-4)
    assert (ten.loglik, ten.aic) == pytest.approx((353.96, -701.92), abs=1.5e-2)


def test_the_airline_model_agrees_with_statsmodels():
    # statsmodels 0.15.0, SARIMAX(log(AirPassengers), (0,1,1), (0,1,1,12), simple_differencing=True).
    found = fit(np.log(AIR), AIRLINE, covariance="opg")
    assert found.loglik == pytest.approx(244.69648, abs=2e-5)
    assert found.errors == pytest.approx((0.07301, 0.09628), abs=5e-5)
    forecast = ahead(found, 12)
    assert forecast.mean[:3] == pytest.approx((6.110187, 6.053782, 6.171734), abs=3e-5)
    assert forecast.sd[[0, 5, 10]] == pytest.approx((0.036709, 0.061300, 0.078535), abs=3e-5)


def test_accidental_deaths_agree_with_r():
    # R, arima(USAccDeaths, order = c(0,1,1), seasonal = list(order = c(0,1,1))) and predict(n.ahead = 6), as in its
    # documentation. R starts its filter with a large variance in place of an infinite one: sigma^2 differs by 6e-5.
    found = fit(DEATHS, AIRLINE)
    assert found.values == pytest.approx((-0.4303, -0.5528), abs=1e-4)
    assert found.errors == pytest.approx((0.1228, 0.1784), abs=6e-5)
    assert found.sigma2 == pytest.approx(99347, rel=1e-4)
    assert (found.loglik, found.aic) == pytest.approx((-425.44, 856.88), abs=6e-3)
    forecast = ahead(found, 6)
    assert forecast.mean == pytest.approx(
        (8336.061, 7531.829, 8314.644, 8616.869, 9488.916, 9859.757), abs=0.03
    )
    assert forecast.sd == pytest.approx(
        (315.4481, 363.0054, 405.0164, 443.0623, 478.0897, 510.7197), rel=5e-5
    )


@pytest.mark.parametrize(
    ("order", "values", "errors", "sigma2", "loglik", "aic"),
    [
        # R, example(arima) on lh.
        ("arima(1,0,0)", (0.5739, 2.4133), (0.1161, 0.1466), 0.1975, -29.38, 64.76),
        ("arima(3,0,0)", (0.6448, -0.0634, -0.2198, 2.3931), (0.1394, 0.1668, 0.1421, 0.0963), 0.1787, -27.09, 64.18),
        ("arima(1,0,1)", (0.4522, 0.1982, 2.4101), (0.1769, 0.1705, 0.1358), 0.1923, -28.76, 65.52),
    ],
)  # fmt: skip
def test_hormone_levels_agree_with_r(order, values, errors, sigma2, loglik, aic):
    found = fit(HORMONE, Order.parse(order))
    assert found.names[-1] == "intercept"
    assert found.values == pytest.approx(values, abs=2e-4)
    assert found.errors == pytest.approx(errors, abs=2e-4)
    assert found.sigma2 == pytest.approx(sigma2, abs=6e-5)
    assert (found.loglik, found.aic) == pytest.approx((loglik, aic), abs=6e-3)


def test_forecasts_of_hormone_levels_agree_with_r():
    # R, predict(arima(lh, order = c(3,0,0)), n.ahead = 12): first three.
    forecast = ahead(fit(HORMONE, Order.parse("arima(3,0,0)")), 3)
    assert forecast.mean == pytest.approx((2.460173, 2.270829, 2.198597), abs=3e-5)
    assert forecast.sd[:2] == pytest.approx((0.4226823, 0.5029332), abs=2e-6)


def test_a_series_with_gaps_agrees_with_r():
    # R, arima(presidents, c(3, 0, 0)): six quarters are missing. It stops a little before the best intercept.
    found = fit(PRESIDENTS, Order.parse("arima(3,0,0)"))
    assert found.used == 114
    assert found.values == pytest.approx((0.7496, 0.2523, -0.1890, 56.2236), abs=8e-3)
    assert found.values[:3] == pytest.approx((0.7496, 0.2523, -0.1890), abs=1.5e-4)
    assert found.errors == pytest.approx((0.0936, 0.1140, 0.0946, 4.2845), abs=1e-3)
    assert found.sigma2 == pytest.approx(81.12, abs=5e-3)
    assert (found.loglik, found.aic) == pytest.approx((-414.08, 838.16), abs=6e-3)


def test_gaps_in_a_differenced_series_agree_with_statsmodels():
    # statsmodels 0.15.0, SARIMAX in levels with its approximately diffuse start, months 21, 46 and 47 missing.
    holed = [None if place in {20, 45, 46} else value for place, value in enumerate(DEATHS)]
    found = fit(holed, AIRLINE)
    assert found.values == pytest.approx((-0.43029, -0.57744), abs=8e-5)
    forecast = ahead(found, 6)
    assert forecast.mean == pytest.approx(
        (8313.536, 7514.797, 8294.891, 8589.733, 9460.360, 9836.805), abs=0.02
    )
    assert forecast.sd == pytest.approx(
        (318.7498, 366.6290, 408.9403, 447.2668, 482.5588, 515.4399), rel=5e-5
    )


def test_leaving_out_a_value_never_makes_the_likelihood_that_of_a_filled_one():
    holed = [None if place == 30 else value for place, value in enumerate(DEATHS)]
    filled = [DEATHS[29] if place == 30 else value for place, value in enumerate(DEATHS)]
    assert fit(holed, AIRLINE).used == fit(DEATHS, AIRLINE).used - 1
    assert fit(holed, AIRLINE).values != pytest.approx(fit(filled, AIRLINE).values, abs=1e-4)


def test_conditional_sums_of_squares_are_those_of_r():
    # R, arima(lh, order = c(3,0,0), method = "CSS"): 0.6578 -0.0658 -0.2348 2.3918, sigma^2 0.1905, part log lik. -28.31.
    found = fit(HORMONE, Order.parse("arima(3,0,0)"), estimator="css")
    assert found.values == pytest.approx((0.6578, -0.0658, -0.2348, 2.3918), abs=1e-4)
    assert (found.sigma2, found.loglik) == pytest.approx((0.1905, -28.31), abs=6e-3)
    assert found.aic is None
    deaths = fit(DEATHS, AIRLINE, estimator="css")
    assert deaths.loglik == pytest.approx(-426.25, abs=6e-3)


def test_css_ml_ends_where_ml_ends():
    one, other = (fit(HORMONE, Order.parse("arima(1,0,1)"), estimator=how) for how in ("ml", "css-ml"))
    assert one.values == pytest.approx(other.values, abs=1e-5)


def test_a_drift_is_the_slope_of_a_walk():
    walk = np.cumsum(np.random.default_rng(2).normal(0.5, 1, 200))
    found = fit(walk, Order.parse("arima(0,1,0)"), constant="yes")
    assert found.names == ("drift",)
    assert found.values[0] == pytest.approx((walk[-1] - walk[0]) / 199)
    forecast = ahead(found, 4)
    assert forecast.mean == pytest.approx(walk[-1] + found.values[0] * np.arange(1, 5))
    assert forecast.sd == pytest.approx(np.sqrt(found.sigma2 * np.arange(1, 5)))


def test_a_mean_alone_is_the_mean():
    found = fit(HORMONE, Order.parse("arima(0,0,0)"))
    assert found.values[0] == pytest.approx(np.mean(HORMONE))
    assert found.sigma2 == pytest.approx(np.var(HORMONE))
    assert found.errors[0] == pytest.approx(math.sqrt(found.sigma2 / len(HORMONE)), rel=1e-4)


def test_simple_smoothing_is_its_own_arima():
    # ets(A,N,N) with a is arima(0,1,1) with ma1 = a − 1: the forecasts are the same flat line, errors with them.
    forecast = ahead(fit(HORMONE, Order.parse("arima(0,1,1)")), 5)
    assert np.ptp(forecast.mean) == pytest.approx(0, abs=1e-9)
    assert (np.diff(forecast.sd) > 0).all()


def test_the_total_hangs_together():
    found = ahead(fit(np.log(AIR), AIRLINE), 12)
    total = math.sqrt(found.covariance.sum())
    assert math.sqrt((found.sd**2).sum()) < total < found.sd.sum()


def test_sandwich_errors_lie_between_their_slices():
    by_kind = {
        kind: fit(np.log(AIR), AIRLINE, covariance=kind).errors
        for kind in ("hessian", "opg", "robust", "none")
    }
    # One coefficient at a time: bread squared over filling.
    assert by_kind["robust"][0] == pytest.approx(by_kind["hessian"][0] ** 2 / by_kind["opg"][0], rel=0.05)
    assert all(math.isnan(error) for error in by_kind["none"])


def test_autocovariances_are_those_of_the_textbook():
    # AR(1): φ^k/(1 − φ²); MA(1): 1 + θ², θ; ARMA(1,1): Brockwell and Davis 1991, example 3.2.1.
    assert autocovariances(np.array([0.5]), np.array([]), 3) == pytest.approx((4 / 3, 2 / 3, 1 / 3))
    assert autocovariances(np.array([]), np.array([0.4]), 3) == pytest.approx((1.16, 0.4, 0))
    phi, theta = 0.5, 0.4
    whole = 1 + (phi + theta) ** 2 / (1 - phi**2)
    assert autocovariances(np.array([phi]), np.array([theta]), 2) == pytest.approx(
        (whole, (phi + theta) * (1 + phi * theta) / (1 - phi**2))
    )
    assert autocovariances(np.array([1.0]), np.array([]), 3) is None
    assert psi_weights(np.array([0.5]), np.array([0.4]), 4) == pytest.approx((1, 0.9, 0.45, 0.225))


@pytest.mark.parametrize("length", [2, 5, 14, 40])
@pytest.mark.parametrize(
    "order", ["arima(2,0,1)", "arima(0,0,1)(0,0,1)4", "arima(1,0,2)(1,0,1)4", "arima(3,0,0)"]
)
def test_the_banded_factor_is_that_of_the_whole_covariance(order, length):
    asked = Order.parse(order)
    raw = np.array([0.4, -0.3, 0.2, 0.1, 0.25][: len(asked.names)])
    phi, theta = polynomials(raw, asked)
    column = np.random.default_rng(1).normal(size=(length, 1))
    white, logs = whiten(column, phi, theta)
    gamma = autocovariances(phi, theta, length)
    whole = np.array([[gamma[abs(i - j)] for j in range(length)] for i in range(length)])
    assert white[:, 0] @ white[:, 0] == pytest.approx(column[:, 0] @ np.linalg.solve(whole, column[:, 0]))
    assert 2 * logs.sum() == pytest.approx(np.linalg.slogdet(whole)[1], abs=1e-10)


def test_ljung_and_box_on_residuals():
    # statsmodels 0.15.0, acorr_ljungbox(lh - mean, lags = [10]).
    found = ljung_box(np.array(HORMONE), lags=10)
    assert (found.statistic, found.p) == pytest.approx((25.350930, 4.718557e-3), rel=1e-6)
    assert ljung_box(np.array(HORMONE), lags=10, fitted=3).degrees == 7
    assert ljung_box(np.array(HORMONE), lags=2, fitted=2).p is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("arima(0,1,1)(0,1,1)12", "arima(0,1,1)(0,1,1)12"),
        (" ARIMA( 1,0,2 ) ", "arima(1,0,2)"),
        ("arima(0,1,1)(0,1,1)[12]", "arima(0,1,1)(0,1,1)12"),
        ("arima(1,1,0)(0,0,0)12", "arima(1,1,0)"),
    ],
)
def test_orders_are_read_as_people_write_them(text, said):
    assert str(Order.parse(text)) == said


def test_a_season_not_written_is_that_of_the_series():
    assert Order.parse("arima(0,1,1)(0,1,1)", season=4).m == 4


@pytest.mark.parametrize(
    "text",
    ["arima(1,0)", "arima(0,1,1)(0,1,1)", "arima(9,0,0)", "arima(0,3,0)", "arma(1,1)", "arima(-1,0,0)"],
)
def test_other_orders_are_refused(text):
    with pytest.raises(ValueError, match=r"arima|season|orders"):
        Order.parse(text)


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(ValueError, match="needs at least"):
        fit([1.0] * 5 + [None] * 20, Order.parse("arima(2,1,2)"))
    with pytest.raises(ValueError, match="gap"):
        fit(PRESIDENTS, Order.parse("arima(1,0,0)"), estimator="css")
    with pytest.raises(ValueError, match="without gaps"):
        fit(PRESIDENTS, Order.parse("arima(1,0,0)"), covariance="opg")
    with pytest.raises(ValueError, match="two differences"):
        fit(DEATHS, AIRLINE, constant="yes")
    with pytest.raises(ValueError, match="no figure"):
        fit([None, None], Order.parse("arima(1,0,0)"))


@pytest.mark.parametrize("factor", [1e-6, 1000.0])
def test_the_unit_changes_the_unit_and_nothing_else(factor):
    one, other = fit(DEATHS, AIRLINE), fit(np.array(DEATHS) * factor, AIRLINE)
    assert other.values == pytest.approx(one.values, abs=1e-5)
    assert other.sigma2 == pytest.approx(one.sigma2 * factor**2, rel=1e-5)
    assert other.loglik == pytest.approx(one.loglik - one.used * math.log(factor), abs=1e-4)


def test_a_shift_changes_nothing_but_the_intercept():
    shifted = [value + 1e6 for value in HORMONE]
    one, other = (fit(values, Order.parse("arima(1,0,1)")) for values in (HORMONE, shifted))
    assert other.values[:2] == pytest.approx(one.values[:2], abs=1e-4)
    assert other.values[2] - one.values[2] == pytest.approx(1e6, abs=1e-3)
    assert other.loglik == pytest.approx(one.loglik, abs=1e-5)
