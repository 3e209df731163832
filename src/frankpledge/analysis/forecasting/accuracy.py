"""How well forecasts did: sMAPE, MASE, OWA, MSIS and coverage, as the M4 competition defined them.

Source: Makridakis, Spiliotis and Assimakopoulos, International Journal of Forecasting 36 (2020) 54, and the competition's
evaluation code. Scales are those of the history before the forecast: the mean size of its seasonal differences. A
missing value, of history or outcome, takes no part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Values = Sequence[float | None]
Average = Literal["points", "series"]
AVERAGES: tuple[Average, ...] = ("points", "series")
SEASONAL_TEST = 1.645
"""The competition's test of a season takes the 90% limit of the autocorrelation."""


@dataclass(frozen=True)
class Band:
    """Lower and upper limits of forecasts that should hold `level` of the outcomes."""

    level: float
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Forecasted:
    """One series: what was known, what was forecast, what came. `bands` may be empty."""

    name: str
    history: tuple[float | None, ...]
    forecast: tuple[float | None, ...]
    actual: tuple[float | None, ...]
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class BandScore:
    """The mean scaled interval score of one level, and the share of outcomes within, of `points` outcomes."""

    level: float
    msis: float | None
    coverage: float | None
    points: int
    within: int


@dataclass(frozen=True)
class Score:
    """Accuracy over all series. sMAPE in per cent, from 0 to 200; None where it cannot be told.

    `naive2_smape` and `naive2_mase` are those of the competition's benchmark over the same points, and `owa` the mean of
    the two ratios to it. `mae` is in the unit of the series.
    """

    series: int
    points: int
    smape: float | None
    mase: float | None
    owa: float | None
    mae: float | None
    rmse: float | None
    naive2_smape: float | None
    naive2_mase: float | None
    bands: tuple[BandScore, ...]
    unscaled: tuple[str, ...]
    """Series without a history, or with no seasonal difference in it to scale by: they count for sMAPE only."""


def score(forecasts: Sequence[Forecasted], *, m: int, average: Average = "series") -> Score:
    """Score forecasts of one season length.

    `average` series takes the mean over each series' points first, as the competition did; points takes all alike.
    OWA is the mean of sMAPE and MASE, each over that of Naive2. Raises ValueError where no forecast meets an outcome.
    """
    rows = [_scored(one, m) for one in forecasts]
    rows = [row for row in rows if row.smape]
    if not rows:
        raise ValueError("no forecast meets an outcome")
    scaled = [row for row in rows if row.scale]
    smape, naive_smape = (
        _mean([getattr(row, name) for row in rows], average) for name in ("smape", "naive_smape")
    )
    mase, naive_mase = (
        _mean([getattr(row, name) for row in scaled], average) for name in ("mase", "naive_mase")
    )
    absolute = _mean([row.absolute for row in rows], average)
    square = _mean([[error**2 for error in row.absolute] for row in rows], average)
    return Score(
        len(rows), sum(len(row.smape) for row in rows), smape, mase, _owa(smape, naive_smape, mase, naive_mase),
        absolute, None if square is None else math.sqrt(square), naive_smape, naive_mase,
        tuple(_band_score(rows, level, average) for level in _levels(forecasts)),
        tuple(row.name for row in rows if not row.scale),
    )  # fmt: skip


@dataclass(frozen=True)
class _Row:
    name: str
    scale: float | None
    smape: list[float]
    mase: list[float]
    absolute: list[float]
    naive_smape: list[float]
    naive_mase: list[float]
    intervals: dict[float, list[tuple[float | None, bool]]]
    """For each level: (scaled interval score, whether within), one an outcome."""


def _scored(one: Forecasted, m: int) -> _Row:
    scale = seasonal_scale(one.history, m)
    naive = (
        naive2(one.history, len(one.forecast), m) if any(value is not None for value in one.history) else []
    )
    met = [
        (place, forecast, actual)
        for place, (forecast, actual) in enumerate(zip(one.forecast, one.actual, strict=True))
        if forecast is not None and actual is not None
    ]
    return _Row(
        one.name, scale,
        [symmetric(actual, forecast) for _, forecast, actual in met],
        [abs(actual - forecast) / scale for _, forecast, actual in met] if scale else [],
        [abs(actual - forecast) for _, forecast, actual in met],
        [symmetric(actual, naive[place]) for place, _, actual in met] if naive else [],
        [abs(actual - naive[place]) / scale for place, _, actual in met] if scale else [],
        {band.level: _interval_scores(one, band, scale) for band in one.bands},
    )  # fmt: skip


def symmetric(actual: float, forecast: float) -> float:
    """200·|actual − forecast|/(|actual| + |forecast|), in per cent; 0 where both are nought."""
    bottom = abs(actual) + abs(forecast)
    return 200 * abs(actual - forecast) / bottom if bottom else 0.0


def seasonal_scale(history: Values, m: int) -> float | None:
    """The mean size of the differences from a season before; None where there is none, or all are nought."""
    gaps = [abs(here - before) for here, before in zip(history[m:], history[:-m], strict=True) if here is not None and before is not None]  # fmt: skip
    size = math.fsum(gaps) / len(gaps) if gaps else 0.0
    return size or None


def _interval_scores(one: Forecasted, band: Band, scale: float | None) -> list[tuple[float | None, bool]]:
    found = []
    for actual, low, high in zip(one.actual, band.low, band.high, strict=True):
        if actual is None or low is None or high is None:
            continue
        value = None if scale is None else interval_score(actual, low, high, band.level) / scale
        found.append((value, low <= actual <= high))
    return found


def interval_score(actual: float, low: float, high: float, level: float) -> float:
    """Width, and 2/(1 − level) times how far the outcome lies outside (Gneiting and Raftery 2007)."""
    return (high - low) + 2 / (1 - level) * (max(0.0, low - actual) + max(0.0, actual - high))


def _mean(rows: Sequence[Sequence[float]], average: Average) -> float | None:
    full = [row for row in rows if row]
    if not full:
        return None
    if average == "series":
        return math.fsum(math.fsum(row) / len(row) for row in full) / len(full)
    return math.fsum(value for row in full for value in row) / sum(len(row) for row in full)


def _owa(
    smape: float | None, naive_smape: float | None, mase: float | None, naive_mase: float | None
) -> float | None:
    if smape is None or mase is None or not naive_smape or not naive_mase:
        return None
    return (smape / naive_smape + mase / naive_mase) / 2


def _levels(forecasts: Sequence[Forecasted]) -> list[float]:
    return sorted({band.level for one in forecasts for band in one.bands}, reverse=True)


def _band_score(rows: Sequence[_Row], level: float, average: Average) -> BandScore:
    mine = [row.intervals.get(level, []) for row in rows]
    within = [[float(hit) for _, hit in one] for one in mine]
    scores = [[value for value, _ in one if value is not None] for one in mine]
    return BandScore(
        level, _mean(scores, average), _mean(within, average), sum(len(one) for one in within),
        int(sum(sum(one) for one in within)),
    )  # fmt: skip


def naive2(history: Values, horizon: int, m: int) -> list[float]:
    """The competition's benchmark: the last value, seasonally adjusted where the history passes its test of a season.

    Gaps are filled by the mean of their neighbours for the test and the adjustment. Raises ValueError for an empty history.
    """
    filled = bridged(history)
    if not filled:
        raise ValueError("a forecast needs a history")
    factors = seasonal_factors(filled, m) if has_season(filled, m) else [1.0] * m
    last = filled[-1] / factors[(len(filled) - 1) % m]
    return [last * factors[(len(filled) + step) % m] for step in range(horizon)]


def bridged(history: Values) -> list[float]:
    """The history from its first figure to its last, straight lines drawn across its gaps."""
    known = [place for place, value in enumerate(history) if value is not None]
    if not known:
        return []
    found: list[float] = []
    for place in range(known[0], known[-1] + 1):
        before = max(one for one in known if one <= place)
        after = min(one for one in known if one >= place)
        left, right = float(history[before] or 0), float(history[after] or 0)
        share = 0.0 if after == before else (place - before) / (after - before)
        found.append(left + share * (right - left))
    return found


def has_season(values: Sequence[float], m: int) -> bool:
    """The competition's test: three seasons or more, and an autocorrelation at lag m beyond its 90% limit."""
    n = len(values)
    if m < 2 or n < 3 * m:
        return False
    mean = math.fsum(values) / n
    gaps = [value - mean for value in values]
    bottom = math.fsum(gap * gap for gap in gaps)
    if bottom == 0:
        return False
    rho = [math.fsum(gaps[i] * gaps[i - lag] for i in range(lag, n)) / bottom for lag in range(1, m + 1)]
    limit = SEASONAL_TEST / math.sqrt(n) * math.sqrt(1 + 2 * math.fsum(one * one for one in rho[:-1]))
    return abs(rho[-1]) > limit


def seasonal_factors(values: Sequence[float], m: int) -> list[float]:
    """Classical multiplicative factors, by phase of the first value, mean 1; all 1 where they would not be above nought.

    Ratios to a centred moving average, averaged by phase and scaled (as R's decompose does).
    """
    half = m // 2
    ratios: list[list[float]] = [[] for _ in range(m)]
    for place in range(half, len(values) - half):
        window = values[place - half : place + half + 1]
        total = math.fsum(window) - ((window[0] + window[-1]) / 2 if m % 2 == 0 else 0.0)
        trend = total / m
        if trend:
            ratios[place % m].append(values[place] / trend)
    if any(not one for one in ratios):
        return [1.0] * m
    means = [math.fsum(one) / len(one) for one in ratios]
    whole = math.fsum(means) / m
    factors = [mean / whole for mean in means] if whole else [0.0]
    return factors if min(factors) > 0.01 else [1.0] * m
