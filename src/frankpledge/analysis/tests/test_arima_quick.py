"""Many ARIMA models at once: against the plain recursion, against exact likelihood, and against series of known making."""

from __future__ import annotations

import numpy as np
import pytest

from frankpledge.analysis.forecasting.arima_quick import orders, project_quickly
from frankpledge.analysis.forecasting.backtest import backtest, candidates, choose
from frankpledge.analysis.forecasting.forecast import Request, forecast
from frankpledge.analysis.forecasting.models import automatic_arima, of_order
from frankpledge.analysis.forecasting.orders import Order
from frankpledge.analysis.readings import Readings, Step, Unit

AIRLINE = Order(0, 1, 1, 0, 1, 1, 12)


def made(chance, order, values, length=240, seasons=12):
    """A series drawn from an ARIMA model, plainly, one step after another."""
    phi, theta, big_theta = (values.get(name, 0.0) for name in ("ar1", "ma1", "sma1"))
    shocks = chance.normal(0, 5, length + seasons + 2)
    w = np.zeros(len(shocks))
    for t in range(seasons + 1, len(shocks)):
        w[t] = phi * w[t - 1] + shocks[t] + theta * shocks[t - 1]
        w[t] += big_theta * (shocks[t - seasons] + theta * shocks[t - seasons - 1])
    y = w[seasons + 2 :]
    for _ in range(order.d):
        y = np.cumsum(y)
    for _ in range(order.seasonal_d):
        y = np.array([y[t::-seasons].sum() for t in range(len(y))])
    return y + 200


def test_the_errors_are_those_of_the_plain_recursion():
    """The airline model by hand: e = w − θe₋₁ − Θe₋₁₂ − θΘe₋₁₃ of the doubly differenced series, begun at nought."""
    row = made(np.random.default_rng(3), AIRLINE, {"ma1": -0.5, "sma1": -0.6}, length=90)
    found = project_quickly(row[None, :], AIRLINE, 14)
    w = np.diff(row)
    w = w[12:] - w[:-12]

    def squares(theta, big):
        e = np.zeros(len(w))
        for t in range(len(w)):
            e[t] = w[t] - theta * (e[t - 1] if t else 0) - big * (e[t - 12] if t > 11 else 0)
            e[t] -= theta * big * (e[t - 13] if t > 12 else 0)
        return float(e @ e)

    grid = np.linspace(-0.98, 0.98, 50)
    least = min(squares(theta, big) for theta in grid for big in grid)
    mine = found.sd[0, 0] ** 2 * (len(w) - 2)
    assert mine <= least * (1 + 1e-6)
    assert mine == pytest.approx(least, rel=0.02)


@pytest.mark.parametrize("order", orders(12))
def test_a_long_series_is_forecast_as_exact_likelihood_does(order):
    chance = np.random.default_rng(8)
    row = made(chance, order, {"ar1": 0.6 * order.p, "ma1": -0.4 * order.q, "sma1": -0.5})
    quick = project_quickly(row[None, :], order, 12)
    exact = of_order(order).project(row[None, :], 12, 12, True)
    assert (np.abs(quick.mean - exact.mean) < 0.12 * exact.sd).all()
    assert quick.sd == pytest.approx(exact.sd, rel=0.06)
    assert quick.total_sd == pytest.approx(exact.total_sd, rel=0.08)


def test_a_gap_moves_nothing_and_a_row_does_not_see_its_neighbours():
    chance = np.random.default_rng(2)
    row = made(chance, AIRLINE, {"ma1": -0.4, "sma1": -0.5}, length=84)
    holed = row.copy()
    holed[[3, 50]] = np.nan
    both = project_quickly(np.vstack([row, holed, row * 3]), AIRLINE, 12)
    assert np.isfinite(both.mean).all()
    assert (np.abs(both.mean[1] - both.mean[0]) < both.sd[0]).all()
    assert both.mean[2] == pytest.approx(both.mean[0] * 3, rel=1e-3)
    assert project_quickly(holed[None, :], AIRLINE, 12).mean[0] == pytest.approx(both.mean[1], rel=1e-6)
    late = np.full(100, np.nan)
    late[16:] = row
    assert project_quickly(late[None, :], AIRLINE, 12).mean[0] == pytest.approx(both.mean[0], rel=1e-6)


def test_too_few_figures_have_no_forecast_and_other_orders_are_refused():
    assert np.isnan(project_quickly(np.full((1, 13), 5.0), AIRLINE, 3).mean).all()
    for order in (Order(2, 1, 0), Order(1, 0, 0)):
        with pytest.raises(ValueError, match="not one that is fitted"):
            project_quickly(np.ones((1, 60)), order, 3)


def test_arima_is_among_what_auto_tries_and_wins_where_it_alone_fits():
    """Drawn from AR(1) about a season that repeats itself with much of last month left: others see a level or nothing."""
    chance = np.random.default_rng(5)
    truth = Order(1, 0, 0, 0, 1, 1, 12)
    rows = np.vstack([made(chance, truth, {"ar1": 0.85, "sma1": -0.7}, length=96) for _ in range(40)])
    found = choose(backtest(rows, candidates(season=12), horizon=3, m=12))
    mean = dict(zip(found.names, found.all_mae.mean(axis=1), strict=True))
    assert min(mean, key=mean.get).startswith("arima(")
    assert {one.name for one in automatic_arima(12)} <= set(mean)
    assert sum(found.names[place].startswith("arima(") for place in found.place) >= 15


def test_a_chosen_arima_tells_its_parameters_by_exact_likelihood():
    chance = np.random.default_rng(17)
    values = made(chance, Order(1, 0, 0, 0, 1, 1, 12), {"ar1": 0.9, "sma1": -0.8}, length=96)
    readings = Readings(Step(Unit.MONTHS, 1), 2018 * 12, tuple(float(value) for value in values))
    found = forecast(readings, Request(3))
    assert found.model.name.startswith("arima(")
    assert set(found.description.parameters) >= {"sma1"}
    assert found.description.aic is not None
    alone = forecast(readings, Request(3, model=found.model.name))
    assert [point.value for point in found.points] == pytest.approx([point.value for point in alone.points])
