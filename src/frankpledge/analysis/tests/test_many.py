"""Thousands at once give each series what it would be given alone."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.analysis.change import Direction, change
from frankpledge.analysis.change_points import levels
from frankpledge.analysis.control.charts import chart
from frankpledge.analysis.families import benjamini_hochberg
from frankpledge.analysis.forecasting.forecast import Request, forecast
from frankpledge.analysis.many import (
    changes,
    control_limits,
    false_discovery_adjusted,
    last_levels,
    ranks,
    rolling_totals,
)
from frankpledge.analysis.many_forecasts import forecasts
from frankpledge.analysis.rank_sets import rank_sets
from frankpledge.analysis.ranking import Candidate
from frankpledge.analysis.readings import Readings, Step, Unit
from frankpledge.analysis.series_study import rolling
from frankpledge.analysis.spreads import Count
from frankpledge.analysis.tests.published import AIR, DEATHS

VERDICTS = {1: Direction.ROSE, -1: Direction.FELL, 0: Direction.NO_CLEAR_CHANGE, -9: Direction.UNDETERMINED}
PAIR = st.tuples(st.integers(0, 5000), st.integers(0, 5000))


@given(st.lists(PAIR, min_size=1, max_size=12), st.sampled_from([(1, 1), (365, 366), (1000, 17)]))
def test_changes_are_those_of_each_pair(pairs, exposure):
    old, new = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    found = changes(old, new, exposure=exposure)
    for place, pair in enumerate(pairs):
        one = change(*pair, exposure=exposure)
        assert VERDICTS[int(found.verdict[place])] is one.verdict
        if one.p is not None:
            assert found.p[place] == pytest.approx(one.p, rel=1e-9)
            assert found.low[place] == pytest.approx(one.low, rel=1e-9)
            assert found.high[place] == pytest.approx(one.high, rel=1e-9)


def test_a_missing_count_is_undetermined():
    found = changes(np.array([np.nan, 5.0, 0.0]), np.array([5.0, np.nan, 0.0]))
    assert found.verdict.tolist() == [-9, -9, -9]
    assert np.isnan(found.p).all()


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=15))
def test_false_discoveries_are_adjusted_within_a_row(values):
    row = np.array([[math.nan if value is None else value for value in values]] * 2)
    known = [value for value in values if value is not None]
    found = false_discovery_adjusted(row)
    assert found[0][np.isfinite(row[0])] == pytest.approx(benjamini_hochberg(known))
    assert np.isnan(found[1][~np.isfinite(row[1])]).all()


ROW = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=15, max_size=30).filter(
    lambda row: sum(value is not None for value in row) >= 12
)


@given(st.lists(ROW, min_size=1, max_size=3))
def test_control_limits_and_signals_are_those_of_each_chart(rows):
    length = min(len(row) for row in rows)
    table = np.array([[math.nan if v is None else v for v in row[:length]] for row in rows], dtype=float)
    sizes = np.array([[30.0 + (step % 3) for step in range(length)]])
    found = control_limits(table, sizes)
    for number, row in enumerate(rows):
        one = chart("u-prime", row[:length], sizes=sizes[0].tolist(), narrow=False)
        highs = [math.nan if point.high is None else point.high for point in one.points]
        if one.phases[0].centre is not None and one.phases[0].sigma_z is not None:
            assert found.high[number] == pytest.approx(highs, nan_ok=True)
            places = {p for signal in one.signals for p in range(signal.first, signal.last + 1)}
            assert set(np.flatnonzero(found.signal[number]).tolist()) == {
                p for p in places if one.points[p].value is not None
            }


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=3, max_size=20), st.integers(1, 3))
def test_rolling_totals_are_those_of_each_series(row, steps):
    found = rolling_totals(np.array([[math.nan if v is None else v for v in row]], dtype=float), steps)[0]
    assert [None if math.isnan(v) else v for v in found] == list(rolling(row, steps))


def test_the_latest_level_is_that_of_the_series_alone():
    chance = np.random.default_rng(2)
    rows = chance.normal(50, 3, size=(6, 60))
    rows[1, 30:] += 10
    rows[2, 20:] -= 12
    rows[2, 45:] += 20
    rows[3, 10] = np.nan
    found = last_levels(rows)
    for number in range(6):
        one = levels([None if math.isnan(v) else v for v in rows[number]])
        assert found.steps[number] == len(one.steps)
        if one.steps:
            assert (found.place[number], found.p[number]) == (
                one.steps[-1].place,
                pytest.approx(one.steps[-1].p),
            )
            assert (found.before[number], found.after[number]) == pytest.approx(
                (one.steps[-1].before, one.steps[-1].after)
            )
    assert (found.place[1], found.place[2], found.place[0]) == (30, 45, -1)


def test_ranks_share_the_better_place_and_have_the_sets_of_issues():
    counts = np.array([[30.0, 80, 80, 10, np.nan]])
    found = ranks(counts, draws=4000)
    assert found.rank.tolist() == [[3, 1, 1, 4, 0]]
    candidates = [
        Candidate(f"{place:06d}", Fraction(int(value)), Count(int(value)))
        for place, value in enumerate(counts[0, :4])
    ]
    sets = rank_sets(candidates, draws=4000).together
    assert [(low, high) for low, high in zip(found.low[0, :4], found.high[0, :4], strict=True)] == [
        (sets[one.issue].low, sets[one.issue].high) for one in candidates
    ]


def test_ranks_of_rates_follow_the_exposure():
    found = ranks(np.array([[10.0, 10.0]]), np.array([[1.0, 5.0]]))
    assert found.rank.tolist() == [[1, 2]]


def test_the_same_seed_gives_the_same_ranks():
    counts = np.random.default_rng(1).poisson(40, size=(2, 30)).astype(float)
    assert (ranks(counts, seed=5).low == ranks(counts, seed=5).low).all()


def monthly(values):
    return Readings(
        Step(Unit.MONTHS, 1), 2018 * 12, tuple(None if math.isnan(v) else float(v) for v in values)
    )


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(4)
    rows = np.array(
        [
            DEATHS,
            AIR[60:132],
            chance.poisson(3, 72),
            chance.poisson(80, 72),
            [100 + 30 * (i % 12) for i in range(72)],
        ],
        dtype=float,
    )
    rows[3, 20] = np.nan
    late = np.full((2, 72), np.nan)
    late[0, 6:], late[1, 40:] = DEATHS[6:], DEATHS[40:]
    return np.vstack([rows, late])


@pytest.fixture(scope="module")
def heard():
    """What is told of the progress of `together`."""
    return []


@pytest.fixture(scope="module")
def together(table, heard):
    return forecasts(table, horizon=12, tell=lambda done, whole: heard.append((done, whole)))


@pytest.mark.parametrize("number", range(7))
def test_a_forecast_is_that_of_the_series_alone(table, together, number):
    alone = forecast(monthly(table[number]), Request(12))
    assert together.names[together.model[number]] == alone.model.name
    assert bool(together.published[number]) is alone.published
    assert together.mean[number] == pytest.approx([point.value for point in alone.points], rel=1e-3, abs=1e-3)
    highs = [[limit[1] for limit in point.limits] for point in alone.points]
    assert together.high[number] == pytest.approx(np.array(highs), rel=5e-3, abs=0.05)
    assert together.total[number] == pytest.approx(alone.total.value, rel=1e-3)
    if alone.total.chance_of_more is not None:
        assert together.chance_of_more[number] == pytest.approx(alone.total.chance_of_more, abs=5e-3)


def test_progress_is_told_and_ends_with_all(together, heard):
    assert heard[-1] == (7, 7)


def test_two_processes_give_the_answer_of_one(table, together):
    shared = forecasts(table[:6], horizon=12, processes=2)
    assert (shared.model == together.model[:6]).all()
    assert shared.mean == pytest.approx(together.mean[:6], rel=1e-6)


def test_a_row_without_a_season_of_figures_has_no_forecast():
    rows = np.full((2, 72), np.nan)
    rows[0], rows[1, -5:] = DEATHS, 7.0
    found = forecasts(rows, horizon=12)
    assert np.isfinite(found.mean[0]).all()
    assert np.isnan(found.mean[1]).all()
    assert not found.published[1]
