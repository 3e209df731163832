"""What must change with its input and what must not, on series made from a seed.

`pytest --seed N` draws other series; without it they are those of seed 1, so that every run of the whole suite is alike. The
relations are exact: they hold for any seed. Places and alarms have theirs in test_metamorphic_places.py.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from frankpledge.analysis.change_points import divided, levels
from frankpledge.analysis.concentration import concentration
from frankpledge.analysis.control.charts import chart
from frankpledge.analysis.forecasting.accuracy import Forecasted, score
from frankpledge.analysis.forecasting.models import MODELS
from frankpledge.analysis.funnel import Count, Place, funnel
from frankpledge.analysis.many import changes, ranks
from frankpledge.analysis.readings import Readings, Step, Unit
from frankpledge.analysis.seasonal.stl import stl
from frankpledge.analysis.series_study import Asked, study

MONTHS = 72


def generated(chance, months=MONTHS):
    """Counts with a season, a drift and more than chance's spread, some months missing."""
    level, strength = math.exp(chance.uniform(2, 5)), chance.uniform(0, 0.4)
    month = np.arange(months)
    mean = level * np.exp(strength * np.cos(month / 6 * np.pi) + np.cumsum(chance.normal(0, 0.02, months)))
    counts = chance.poisson(chance.gamma(20, mean / 20)).astype(float)
    gone = chance.random(months) < 0.04
    gone[[0, -1]] = False
    return [None if missing else float(count) for count, missing in zip(counts, gone, strict=True)]


def readings(values, **more):
    return Readings(Step(Unit.MONTHS, 1), 2018 * 12, tuple(values), **more)


def as_row(values):
    return np.array([[math.nan if value is None else value for value in values]])


def signalled(found):
    return [(one.rule, one.first, one.last, one.at) for one in found.chart.signals]


@pytest.mark.parametrize("turn", range(5))
def test_rescaling_exposure_changes_the_unit_of_a_chart_and_nothing_else(chance, turn):
    values, sizes = generated(chance), tuple(chance.uniform(500, 900, MONTHS))
    factor = float(chance.uniform(0.01, 100))
    once = study(readings(values, exposures=sizes), Asked(kind="u-prime"))
    scaled = study(readings(values, exposures=tuple(size * factor for size in sizes)), Asked(kind="u-prime"))
    assert signalled(once) == signalled(scaled)
    assert scaled.chart.phases[0].sigma_z == pytest.approx(once.chart.phases[0].sigma_z)
    for one, other in zip(once.chart.points, scaled.chart.points, strict=True):
        assert other.high * factor == pytest.approx(one.high)


def test_a_change_depends_on_the_ratio_of_exposures_only(chance):
    old, new = chance.poisson(50, 40).astype(float), chance.poisson(60, 40).astype(float)
    once, scaled = changes(old, new, exposure=(365, 366)), changes(old, new, exposure=(3650, 3660))
    assert once.low == pytest.approx(scaled.low)
    turned = changes(new, old, exposure=(366, 365))
    assert 1 / turned.high == pytest.approx(once.low, rel=1e-9)
    assert (turned.verdict == -once.verdict).all()
    assert turned.p == pytest.approx(once.p, rel=1e-9)


@pytest.mark.parametrize("turn", range(3))
def test_turning_time_round_leaves_limits_and_turns_levels_round(chance, turn):
    values = [100.0 if value is None else value for value in generated(chance)]
    kind = "xmr"
    ahead, back = chart(kind, values), chart(kind, values[::-1])
    assert back.phases[0].centre == pytest.approx(ahead.phases[0].centre)
    assert back.phases[0].mean_range == pytest.approx(ahead.phases[0].mean_range)
    forwards, backwards = (divided(as_row(one)).ends[0].tolist() for one in (values, values[::-1]))
    assert [MONTHS - end for end in reversed(forwards[:-1])] == backwards[:-1]


@pytest.mark.parametrize("turn", range(3))
def test_adding_a_constant_moves_levels_and_the_trend_and_nothing_else(chance, turn):
    values = generated(chance)
    shift = float(chance.integers(1, 1000))
    moved = [None if value is None else value + shift for value in values]
    one, other = levels(values), levels(moved)
    assert [step.place for step in one.steps] == [step.place for step in other.steps]
    assert [step.p for step in one.steps] == pytest.approx([step.p for step in other.steps], rel=1e-6)
    plain, lifted = stl(as_row(values)[0], period=12), stl(as_row(moved)[0], period=12)
    assert lifted.seasonal == pytest.approx(plain.seasonal, rel=1e-6, abs=1e-6)
    assert lifted.trend - shift == pytest.approx(plain.trend, rel=1e-6, abs=1e-6)


def test_multiplying_scales_every_part_and_moves_no_date(chance):
    values, factor = generated(chance), float(chance.uniform(0.1, 50))
    scaled = [None if value is None else value * factor for value in values]
    plain, other = stl(as_row(values)[0], period=12), stl(as_row(scaled)[0], period=12)
    for name in ("seasonal", "trend"):
        assert getattr(other, name) == pytest.approx(getattr(plain, name) * factor, rel=1e-6, abs=1e-6)
    assert other.weights == pytest.approx(plain.weights, abs=1e-6)
    assert [step.place for step in levels(values).steps] == [step.place for step in levels(scaled).steps]


ADDITIVE = (
    "naive",
    "seasonal-naive",
    "seasonal-mean",
    "mean",
    "drift",
    "ses",
    "holt",
    "damped",
    "holt-winters",
    "ets",
)


@pytest.mark.parametrize("name", ADDITIVE)
def test_adding_a_constant_adds_it_to_a_forecast_and_to_no_error(chance, name):
    values, shift = as_row(generated(chance)), float(chance.integers(10, 500))
    one, other = (MODELS[name].project(rows, 12, 12, True) for rows in (values, values + shift))
    assert other.mean - shift == pytest.approx(one.mean, rel=5e-3, abs=5e-3)
    assert other.sd == pytest.approx(one.sd, rel=2e-2)


@pytest.mark.parametrize("name", [*MODELS])
def test_permuting_series_permutes_their_forecasts(chance, name):
    rows = np.vstack([as_row(generated(chance)) + 1 for _ in range(4)])
    order = chance.permutation(4)
    one, other = MODELS[name].project(rows, 6, 12, False), MODELS[name].project(rows[order], 6, 12, False)
    assert other.mean == pytest.approx(one.mean[order], rel=1e-6)
    assert other.sd == pytest.approx(one.sd[order], rel=1e-6)


def test_a_phase_does_not_look_over_its_break(chance):
    first, second = generated(chance, 36), generated(chance, 36)
    phases = ("a",) * 36 + ("b",) * 36
    whole = readings(first + second, phases=phases)
    other = readings([None if value is None else value * 3 for value in first] + second, phases=phases)
    asked = Asked(kind="c-prime", adjust="none")
    one, two = study(whole, asked).chart, study(other, asked).chart
    assert one.points[36:] == two.points[36:]
    assert one.points[:36] != two.points[:36]
    alone = study(readings(second), asked).chart
    assert [point.high for point in alone.points] == [point.high for point in one.points[36:]]


def test_a_month_left_out_of_the_limits_may_be_anything(chance):
    values = [50.0 if value is None else value for value in generated(chance)]
    place = int(chance.integers(5, 65))
    from frankpledge.analysis.control.charts import Baseline

    baseline = Baseline(omit=frozenset({place}))
    wild = list(values)
    wild[place] = values[place] * 100 + 7
    one, other = (chart("u-prime", each, baseline=baseline) for each in (values, wild))
    assert [point.high for point in one.points] == [point.high for point in other.points]
    assert other.points[place].score > 3 or one.phases[0].centre == 0


def places(chance, many=20):
    expected = chance.uniform(20, 200, many)
    return [
        Count(f"P{place}", float(chance.poisson(mean * chance.gamma(20, 1 / 20))), float(mean))
        for place, mean in enumerate(expected)
    ]


def test_adding_a_constant_place_to_a_funnel_moves_no_other_and_only_asks_for_more(chance):
    before = places(chance)
    after = [*before, Count("constant", 100.0, 100.0)]
    one, other = funnel(before), funnel(after)
    for mine, theirs in zip(one.places, other.places, strict=False):
        assert (mine.ratio, mine.p) == (theirs.ratio, theirs.p)
        assert theirs.p_adjusted >= mine.p_adjusted * (1 - 1e-12)
        assert [limit.low for limit in mine.limits] == [limit.low for limit in theirs.limits]
    assert other.places[-1].verdict is Place.WITHIN


def test_renaming_and_reordering_places_changes_no_verdict(chance):
    before = places(chance)
    order = chance.permutation(len(before))
    after = [replace(before[place], place=f"renamed {place}") for place in order]
    one, other = funnel(before).places, funnel(after).places
    assert [one[place].verdict for place in order] == [mine.verdict for mine in other]
    assert [one[place].spread_z for place in order] == pytest.approx([mine.spread_z for mine in other])


def test_adding_an_empty_place_adds_a_place_and_no_concentration_of_events(chance):
    counts = [int(value) for value in chance.poisson(chance.gamma(1, 5, 40))]
    if not sum(counts):
        counts[0] = 1
    one, other = concentration(counts, draws=99), concentration([*counts, 0], draws=99)
    assert [held.places for held in one.held] == [held.places for held in other.held]
    assert [held.of_places_with_any for held in one.held] == [held.of_places_with_any for held in other.held]
    assert other.gini > one.gini


def test_adding_a_constant_issue_below_all_moves_no_rank(chance):
    counts = chance.poisson(200, 12).astype(float)
    one, other = ranks(counts[None, :]), ranks(np.append(counts, 1.0)[None, :])
    assert (one.rank[0] == other.rank[0, :12]).all()
    assert other.rank[0, 12] == 13


def test_rescaling_all_exposure_moves_no_rank_and_one_exposure_only_its_own_way(chance):
    counts, exposure = chance.poisson(80, 10).astype(float), chance.uniform(1, 3, 10)
    one, scaled = ranks(counts[None, :], exposure[None, :]), ranks(counts[None, :], exposure[None, :] * 1000)
    assert (one.rank == scaled.rank).all()
    assert (one.low == scaled.low).all()
    thinner = exposure.copy()
    thinner[4] *= 2
    assert ranks(counts[None, :], thinner[None, :]).rank[0, 4] >= one.rank[0, 4]


def test_a_series_forecast_without_error_only_dilutes_the_errors_of_the_others(chance):
    history = tuple(chance.uniform(50, 100, 36))
    wrong = Forecasted("a", history, (70.0, 80.0), (75.0, 60.0))
    right = Forecasted("b", history, (70.0, 80.0), (70.0, 80.0))
    alone, both = score([wrong], m=12), score([right, wrong], m=12)
    assert both.smape == pytest.approx(alone.smape / 2)
    assert both.mase == pytest.approx(alone.mase / 2)
    assert score([wrong, right], m=12).owa == pytest.approx(both.owa)
