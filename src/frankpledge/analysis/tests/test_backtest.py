"""Back-tests: where the origins lie, that nothing of the future is seen, and that the choice is judged fairly."""

from __future__ import annotations

import numpy as np
import pytest

from frankpledge.analysis.forecasting.backtest import (
    FEWEST_ORIGINS,
    backtest,
    candidates,
    choose,
    covered,
    left_out_factors,
    origins,
)
from frankpledge.analysis.forecasting.models import BENCHMARK, CANDIDATES, Named, named, natural
from frankpledge.analysis.tests.published import AIR, DEATHS


def rows_of(*series):
    return np.array(series, dtype=float)


@pytest.mark.parametrize(
    ("length", "horizon", "m", "expected"),
    [
        (72, 12, 12, (36, 39, 42, 45, 48, 51, 54, 57, 60)),
        (55, 12, 12, (36, 37, 38, 39, 40, 41, 42, 43)),
        (144, 12, 12, (108, 111, 114, 117, 120, 123, 126, 129, 132)),
        (47, 12, 12, ()),
        (48, 12, 12, (36,)),
    ],
)
def test_origins_lie_over_the_last_two_seasons_with_three_before_and_a_horizon_after(
    length, horizon, m, expected
):
    assert origins(length, horizon, m) == expected


@pytest.mark.parametrize("length", range(20, 150, 7))
def test_every_origin_has_its_training_and_its_outcomes(length):
    for origin in origins(length, 12, 12):
        assert 36 <= origin <= length - 12
    assert len(origins(length, 12, 12)) <= 9


@pytest.mark.parametrize("name", [BENCHMARK, *CANDIDATES, "arima(0,1,1)"])
def test_no_origin_sees_what_came_after_it(name):
    changed = [*DEATHS[:60], *[value + 5000 for value in DEATHS[60:]]]
    one, other = (
        backtest(rows_of(values), [named(name, season=12)], horizon=12, m=12) for values in (DEATHS, changed)
    )
    for place, origin in enumerate(one.origins):
        assert origin <= 60
        assert other.projections[0][place].mean == pytest.approx(one.projections[0][place].mean, rel=1e-6)


def test_each_origin_says_what_the_model_says_of_what_was_known():
    tested = backtest(rows_of(DEATHS), [named("theta")], horizon=6, m=12)
    for place, origin in enumerate(tested.origins):
        alone = named("theta").project(rows_of(DEATHS[:origin]), 6, 12, False)
        assert tested.projections[0][place].mean == pytest.approx(alone.mean, rel=1e-3)
        assert tested.actual[0, place] == pytest.approx(DEATHS[origin : origin + 6])


def test_the_model_of_least_error_is_chosen_and_the_benchmark_never_where_another_fits():
    tested = backtest(rows_of(AIR[:132]), candidates(season=12), horizon=12, m=12)
    found = choose(tested)
    best = min(
        (mae, name) for mae, name in zip(found.all_mae[:, 0], found.names, strict=True) if name != BENCHMARK
    )
    assert found.names[found.place[0]] == best[1]
    assert found.ratio[0] == pytest.approx(best[0] / found.naive_mae[0])
    assert found.published[0]


def said(name, mean, sd=1.0):
    """A model that says the same everywhere."""

    def project(rows, horizon, m, careful):
        whole = np.full((len(rows), horizon), float(mean))
        return natural(whole, np.full_like(whole, sd), np.full(len(rows), sd))

    return Named(name, "", "", project)


def test_nothing_is_published_of_pure_noise():
    chance = np.random.default_rng(12)
    rows = chance.normal(100, 10, size=(60, 72))
    # Models that are all equally useless: guesses about the mean, which a seasonal naive of noise cannot match, are left out.
    useless = [named(BENCHMARK), *[said(f"guess {shift}", 100 + shift, 12) for shift in (25, -25, 30, -30)]]
    assert not choose(backtest(rows, useless, horizon=12, m=12)).published.any()


def test_the_best_of_many_useless_models_is_judged_without_what_chose_it():
    chance = np.random.default_rng(1)
    rows = np.cumsum(chance.normal(size=(150, 72)), axis=1)
    models = [
        named(BENCHMARK),
        *[said(f"guess {place}", guess, 3) for place, guess in enumerate(np.linspace(-12, 12, 25))],
    ]
    found = choose(backtest(rows, models, horizon=3, m=1))
    flattered, fair = found.ratio, found.honest_ratio
    assert np.nanmedian(fair) > np.nanmedian(flattered)
    assert (fair >= flattered - 1e-9).all()


def test_a_model_that_fails_at_one_origin_is_out():
    def sometimes(rows, horizon, m, careful):
        found = said("", 100).project(rows, horizon, m, careful)
        found.mean[0] = np.nan
        return found

    models = [named(BENCHMARK), Named("sometimes", "", "", sometimes), said("worse", 1e6)]
    found = choose(backtest(rows_of([100.0] * 70 + [101.0, 99.0]), models, horizon=12, m=12))
    assert found.names[found.place[0]] == "worse"
    assert not found.published[0]


def test_too_few_origins_publish_nothing():
    short = backtest(rows_of(AIR[:54]), candidates(season=12), horizon=12, m=12)
    assert len(short.origins) < FEWEST_ORIGINS
    assert not choose(short).published[0]


def test_intervals_that_held_too_few_are_widened_until_they_hold_enough():
    chance = np.random.default_rng(6)
    rows = 50 + chance.normal(0, 10, size=(200, 72))
    models = [named(BENCHMARK), said("too sure", 50, 5.0)]
    found = choose(backtest(rows, models, horizon=12, m=12))
    assert np.median(found.factors[:, 1]) == pytest.approx(2, rel=0.15)
    assert np.mean(found.coverage, axis=0) == pytest.approx([0.8, 0.95], abs=0.03)


def test_intervals_that_held_more_than_enough_are_left_as_they_are():
    rows = 50 + np.random.default_rng(6).normal(0, 1, size=(20, 72))
    found = choose(backtest(rows, [named(BENCHMARK), said("modest", 50, 10.0)], horizon=12, m=12))
    assert (found.factors == 1).all()
    assert (found.coverage == 1).all()


def test_factors_of_an_origin_do_not_know_its_outcomes():
    distances = np.ones((1, 8, 12))
    wild = distances.copy()
    wild[0, 3] = 50.0
    assert left_out_factors(wild)[0, 3] == pytest.approx(left_out_factors(distances)[0, 3])
    assert covered(distances, np.ones((1, 8, 2))).tolist() == [[1.0, 1.0]]


def test_missing_outcomes_take_no_part():
    holed = list(DEATHS)
    holed[65] = np.nan
    tested = backtest(rows_of(holed), [named(BENCHMARK)], horizon=12, m=12)
    assert np.isnan(tested.errors(0)).sum() == sum(origin <= 65 < origin + 12 for origin in tested.origins)
    assert np.isfinite(choose(tested).mae[0])
