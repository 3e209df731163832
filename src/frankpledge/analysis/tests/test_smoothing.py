"""Exponential smoothing against R and statsmodels, with gaps, and many series at once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from frankpledge.analysis.forecasting.search import lowest
from frankpledge.analysis.forecasting.smoothing import (
    LEAST,
    LEAST_DAMPING,
    MOST,
    MOST_DAMPING,
    Form,
    chosen,
    smooth,
    standard_errors,
)
from frankpledge.analysis.tests.published import AIR, DEATHS, HORMONE, NIGHTS, OIL


def one(values):
    return np.array([[math.nan if value is None else value for value in values]], dtype=float)


def test_simple_smoothing_agrees_with_statsmodels():
    # statsmodels documentation, “Exponential smoothing”, oil: smoothing_level 0.892009, initial level 447.478440.
    found = smooth(one(OIL), Form())
    assert found.parameters[0, 0] == pytest.approx(0.892, abs=5e-4)
    assert found.start[0, 0] == pytest.approx(447.4784, abs=2e-3)
    assert found.ahead(3)[0] == pytest.approx([496.4930] * 3, abs=2e-3)


@pytest.mark.parametrize(
    ("form", "loglik", "forecast"),
    [
        # R, forecast::ets(austourists, model = "AAA", damped = TRUE and FALSE), in the tests of statsmodels: −n/2·log(SSE).
        # R searches for all starting states at once and stops short: ours is the greater likelihood.
        (Form("Ad", seasonal=True), -200.02361522, (76.0777, 51.6174, 63.9646, 68.2789)),
        (Form("A", seasonal=True), -201.27311461, (75.3445, 50.7585, 63.0502, 67.4839)),
    ],
)  # fmt: skip
def test_seasonal_smoothing_is_at_least_as_likely_as_rs(form, loglik, forecast):
    found = smooth(one(NIGHTS), form, m=4)
    concentrated = -0.5 * len(NIGHTS) * math.log(found.sse[0])
    assert loglik - 1e-6 < concentrated < loglik + 4
    assert found.ahead(4)[0] == pytest.approx(forecast, rel=0.01)


def test_the_likelihood_is_that_of_the_errors():
    found = smooth(one(DEATHS), Form("N", seasonal=True), m=12)
    n, sse = len(DEATHS), float(found.sse[0])
    assert found.loglik[0] == pytest.approx(-0.5 * n * (math.log(2 * math.pi * sse / n) + 1))
    assert found.aic[0] == pytest.approx(-2 * found.loglik[0] + 2 * (2 + 12 + 1))
    assert found.sigma2[0] == pytest.approx(sse / (n - 14))


def replayed(values, found, form, m):
    """The errors of the plain recursion, step by step, from the starting states found."""
    named = dict(zip(form.names, found.parameters[0], strict=True))
    start = list(found.start[0])
    level, slope = start.pop(0), (start.pop(0) if form.trend != "N" else 0.0)
    season = start if form.seasonal else [0.0]
    phi, squares = named.get("phi", 1.0), 0.0
    for step, value in enumerate(values):
        expected = level + phi * slope + season[step % len(season)]
        error = 0.0 if value is None else value - expected
        squares += error**2
        level, slope = (
            level + phi * slope + named["alpha"] * error,
            phi * slope + named.get("beta", 0.0) * error,
        )
        season[step % len(season)] += named.get("gamma", 0.0) * error
    return squares, level, slope


@pytest.mark.parametrize(
    "form", [Form(), Form("A"), Form("Ad"), Form("N", seasonal=True), Form("A", seasonal=True), Form("Ad", seasonal=True)], ids=str
)  # fmt: skip
def test_the_states_replay_to_the_same_errors(form):
    holed = [None if place in {7, 30, 31} else value for place, value in enumerate(DEATHS)]
    found = smooth(one(holed), form, m=12)
    squares, level, slope = replayed(holed, found, form, 12)
    assert squares == pytest.approx(found.sse[0], rel=1e-6)
    assert (level, slope) == pytest.approx((found.level[0], found.slope[0]), rel=1e-6, abs=1e-4)
    assert found.used[0] == len(DEATHS) - 3


def test_no_nearby_parameter_or_starting_state_does_better():
    found = smooth(one(HORMONE), Form("Ad"))
    for place in range(3):
        for shift in (-1e-3, 1e-3):
            moved = found.parameters.copy()
            moved[0, place] += shift
            from frankpledge.analysis.forecasting.smoothing import _filtered

            centred = one(HORMONE) - np.mean(HORMONE)
            least, most = (LEAST_DAMPING, MOST_DAMPING) if place == 2 else (LEAST, MOST)
            if least <= moved[0, place] <= most:
                assert _filtered(centred, moved, Form("Ad"), 1)[0][0] >= found.sse[0] * (1 - 1e-7)


def test_a_gap_moves_no_state():
    ended = smooth(one([*HORMONE, None, None, None]), Form())
    plain = smooth(one(HORMONE), Form())
    assert ended.level == pytest.approx(plain.level, rel=1e-6)
    assert ended.sse == pytest.approx(plain.sse, rel=1e-6)


def test_gaps_before_the_first_figure_change_nothing():
    late = smooth(one([None] * 12 + list(DEATHS)), Form("N", seasonal=True), m=12)
    plain = smooth(one(DEATHS), Form("N", seasonal=True), m=12)
    assert late.ahead(12) == pytest.approx(plain.ahead(12), rel=1e-4)


def test_many_series_are_fitted_as_each_would_be_alone():
    chance = np.random.default_rng(11)
    rows = chance.poisson(40, size=(7, 48)).astype(float)
    rows[3, 5] = np.nan
    together = smooth(rows, Form("N", seasonal=True), m=12)
    for place in range(7):
        alone = smooth(rows[[place]], Form("N", seasonal=True), m=12)
        assert alone.sse[0] == pytest.approx(together.sse[place], rel=1e-5)


def test_errors_add_up_over_steps_as_the_recursion_says():
    found = smooth(one(DEATHS), Form("Ad", seasonal=True), m=12)
    named = dict(zip(found.form.names, found.parameters[0], strict=True))
    psi = found.psi(14)[0]
    assert psi[0] == 1
    assert psi[1] == pytest.approx(named["alpha"] + named["beta"] * named["phi"])
    assert psi[12] - psi[11] == pytest.approx(named["beta"] * named["phi"] ** 12 + named["gamma"])


def test_the_form_of_least_aicc_is_chosen_row_by_row():
    months = np.arange(72)
    chance = np.random.default_rng(4)
    flat = 50 + chance.normal(size=72)
    seasonal = 50 + 20 * np.sin(months / 6 * np.pi) + chance.normal(size=72)
    forms = (Form(), Form("N", seasonal=True))
    pick, _ = chosen(np.array([flat, seasonal]), forms, m=12)
    assert pick.tolist() == [0, 1]


def test_a_series_too_short_for_a_form_has_no_fit_and_never_wins():
    pick, fitted = chosen(one(AIR[:13]), (Form(), Form("N", seasonal=True)), m=12)
    assert pick[0] == 0
    assert np.isnan(fitted[1].sse[0])


def test_standard_errors_are_those_of_the_curvature():
    # For a walk observed without noise the error of alpha is nearly that of an MA coefficient.
    walk = np.cumsum(np.random.default_rng(8).normal(size=400)) + np.random.default_rng(9).normal(size=400)
    found = smooth(walk[None, :], Form())
    (error,) = standard_errors(walk[None, :], found)
    assert error == pytest.approx(math.sqrt((1 - (1 - found.parameters[0, 0]) ** 2) / 400), rel=0.2)


@pytest.mark.parametrize("text", ["ets(M,N,N)", "ets(A,M,N)", "ets(A,N,M)", "ets(A,N)", "ets"])
def test_forms_with_products_are_refused(text):
    with pytest.raises(ValueError, match="logs"):
        Form.parse(text)


def test_forms_are_read_as_written():
    assert [str(Form.parse(text)) for text in ("ets(A,N,N)", "ETS(A, Ad, A)")] == [
        "ets(A,N,N)",
        "ets(A,Ad,A)",
    ]


def test_the_search_finds_the_bottom_of_every_row_by_itself():
    centres = np.array([[3.0, -2.0], [0.5, 10.0], [-7.0, 0.0]])

    def bowl(at, rows):
        return ((at - centres[rows]) ** 2 * np.array([1.0, 5.0])).sum(axis=1)

    found = lowest(bowl, np.zeros((3, 2)), turns=200, tolerance=1e-14)
    assert found == pytest.approx(centres, abs=1e-4)


def test_the_search_climbs_out_of_a_place_without_a_value():
    def half(at, rows):
        return np.where(at[:, 0] < 0, np.nan, (at[:, 0] - 2) ** 2)

    assert lowest(half, np.array([[-0.5]]), width=1.0, turns=200)[0, 0] == pytest.approx(2, abs=1e-3)


def test_the_highest_of_several_tops_is_found():
    # statsmodels 0.15.0, ETSModel(error add, seasonal add, 12), AirPassengers: log likelihood −586.0413 at α 0.3416 and
    # γ 0.6584. A search from one point ends at another top: −611.93, α 0.9999 and γ 0.0001.
    found = smooth(one(AIR), Form("N", seasonal=True), m=12)
    assert found.loglik[0] == pytest.approx(-586.0413, abs=0.01)
    assert found.parameters[0] == pytest.approx([0.3416, 0.6584], abs=2e-3)
