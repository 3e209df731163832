"""Seasonal-trend decomposition by loess (STL), for many series at once, with missing steps left out of every fit.

Written after Cleveland, Cleveland, McRae and Terpenning, Journal of Official Statistics 6 (1990) 3. A step without a
figure has weight nought in each local fit, so it pulls nothing; seasonal and trend are still told there, the
remainder is not. With equal weights each fit is one matrix; with others it is five, so a thousand series take about
as long as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Window = int | Literal["periodic"]
INNER, INNER_ROBUST, OUTER_ROBUST = 5, 2, 15
"""Rounds of the inner and outer loop, as the authors advise and R and statsmodels use."""


@dataclass(frozen=True, eq=False)
class Parts:
    """Series = seasonal + trend + remainder; arrays of the shape given, the remainder NaN where the series is.

    `weights` are the robustness weights: near nought where a step was out of the ordinary, 1 without robustness.
    """

    seasonal: Floats
    trend: Floats
    remainder: Floats
    weights: Floats

    @property
    def adjusted(self) -> Floats:
        """Trend and remainder: the series without its season."""
        return self.trend + self.remainder


@dataclass(frozen=True)
class Spans:
    """The lengths and degrees of the three smoothers."""

    period: int
    seasonal: Window
    trend: int
    low_pass: int
    seasonal_degree: int = 1
    trend_degree: int = 1
    low_pass_degree: int = 1


def next_odd(least: float) -> int:
    """The least odd whole number that is not below `least`."""
    import math

    whole = math.ceil(least)
    return whole if whole % 2 else whole + 1


def usual_spans(period: int, seasonal: Window = "periodic", length: int = 0) -> Spans:
    """The spans that R's stl() takes by itself."""
    window = 10 * length + 1 if seasonal == "periodic" else seasonal
    trend = next_odd(1.5 * period / (1 - 1.5 / window)) if window > 1 else next_odd(3 * period)
    return Spans(period, seasonal, trend, next_odd(period), 0 if seasonal == "periodic" else 1)


def stl(
    series: Floats,
    *,
    period: int,
    seasonal: Window = "periodic",
    robust: bool = True,
    spans: Spans | None = None,
    inner: int | None = None,
    outer: int | None = None,
) -> Parts:
    """Decompose each row of `series` (rows × steps, NaN where there is no figure); one series may be one-dimensional.

    `seasonal` is the span of the seasonal smoother in years (odd, 7 or more), or `periodic` for a season that is the same
    every year. Raises ValueError for fewer than two whole seasons.
    """
    import numpy as np

    rows = np.atleast_2d(np.asarray(series, dtype=np.float64))
    length = rows.shape[1]
    if period < 2 or length < 2 * period:
        raise ValueError("a season can be told from two whole seasons or more")
    used = spans or usual_spans(period, seasonal, length)
    rounds = (INNER_ROBUST if robust else INNER) if inner is None else inner
    again = (OUTER_ROBUST if robust else 0) if outer is None else outer
    parts = _decompose(rows, used, rounds, again)
    if used.seasonal == "periodic":
        parts = _periodic(rows, parts, period)
    if np.ndim(series) == 1:
        return Parts(parts.seasonal[0], parts.trend[0], parts.remainder[0], parts.weights[0])
    return parts


def _decompose(rows: Floats, spans: Spans, inner: int, outer: int) -> Parts:
    import numpy as np

    known = ~np.isnan(rows)
    filled = np.where(known, rows, 0.0)
    weights = known.astype(np.float64)
    trend, seasonal = np.zeros_like(rows), np.zeros_like(rows)
    for turn in range(outer + 1):
        for _ in range(inner):
            seasonal, trend = _inner(filled, trend, weights, spans)
        if turn < outer:
            weights = known * _robustness(np.where(known, rows - seasonal - trend, np.nan))
    return Parts(seasonal, trend, np.where(known, rows - seasonal - trend, np.nan), weights)


def _inner(rows: Floats, trend: Floats, weights: Floats, spans: Spans) -> tuple[Floats, Floats]:
    """One turn: season from what the trend leaves, trend from what the season leaves."""
    import numpy as np

    cycles = _cycles(rows - trend, weights, spans)
    low = _average(_average(_average(cycles, spans.period), spans.period), 3)
    smooth_low = smooth(low, np.ones_like(low), spans.low_pass, spans.low_pass_degree)
    seasonal = cycles[:, spans.period : spans.period + rows.shape[1]] - smooth_low
    return seasonal, smooth(rows - seasonal, weights, spans.trend, spans.trend_degree)


def _cycles(detrended: Floats, weights: Floats, spans: Spans) -> Floats:
    """Each month's own series of years, smoothed and carried one year beyond either end."""
    import numpy as np

    (many, length), period = detrended.shape, spans.period
    span = 10 * length + 1 if spans.seasonal == "periodic" else spans.seasonal
    cycles = np.empty((many, length + 2 * period))
    # The first months of the year may have one year more than the others: all of one length are smoothed at once.
    for first, last in ((0, length % period), (length % period, period)):
        if first == last:
            continue
        mine, held = (_by_month(part, period, first, last) for part in (detrended, weights))
        smoothed = smooth(mine, held, span, spans.seasonal_degree, beyond=1).reshape(many, last - first, -1)
        for phase in range(first, last):
            cycles[:, phase::period] = smoothed[:, phase - first]
    return cycles


def _by_month(rows: Floats, period: int, first: int, last: int) -> Floats:
    """The series of years of some months, all of one length: (rows and months) × years."""
    import numpy as np

    found = np.stack([rows[:, phase::period] for phase in range(first, last)], axis=1)
    return found.reshape(-1, found.shape[2])


def _average(rows: Floats, length: int) -> Floats:
    """Moving averages; `length` − 1 steps shorter."""
    import numpy as np

    sums = np.zeros((rows.shape[0], rows.shape[1] + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    found: Floats = (sums[:, length:] - sums[:, :-length]) / length
    return found


def smooth(rows: Floats, weights: Floats, span: int, degree: int, *, beyond: int = 0) -> Floats:
    """Loess of each row at each step and at `beyond` steps past either end; weights are those of the steps.

    Where no step of weight is in reach the plain mean of the row's weighted steps stands in.
    """
    import numpy as np

    near, at, places = _nearness(rows.shape[1], span, beyond)
    mass = weights @ near
    reached = mass > 0
    safe = np.where(reached, mass, 1.0)
    level = ((weights * rows) @ near) / safe
    fitted = level
    if degree:
        centre = ((weights * places) @ near) / safe
        spread = ((weights * places * places) @ near) / safe - centre * centre
        slope_top = ((weights * rows * places) @ near) / safe - centre * level
        steep = np.sqrt(np.maximum(spread, 0)) > 0.001 * (rows.shape[1] - 1)
        fitted = level + np.where(steep, (at - centre) * slope_top / np.where(steep, spread, 1.0), 0.0)
    if reached.all():
        return fitted
    mean = (weights * rows).sum(axis=1, keepdims=True) / np.maximum(
        weights.sum(axis=1, keepdims=True), 1e-300
    )
    return np.where(reached, fitted, mean)


@lru_cache(maxsize=256)
def _nearness(length: int, span: int, beyond: int) -> tuple[Floats, Floats, Floats]:
    """Tricube weights (steps × targets), the targets and the steps, both counted from the middle."""
    import numpy as np

    steps = np.arange(1, length + 1, dtype=np.float64)
    targets = np.arange(1 - beyond, length + 1 + beyond, dtype=np.float64)
    near = np.zeros((length, len(targets)))
    for column, target in enumerate(targets):
        left = _left(target, length, span)
        right = min(length, left + span - 1)
        reach = max(target - left, right - target) + (max(0, span - length) // 2)
        window = slice(left - 1, right)
        gap = np.abs(steps[window] - target)
        bell = (1 - (gap / reach) ** 3) ** 3 if reach > 0 else np.ones_like(gap)
        near[window, column] = np.where(gap <= 0.001 * reach, 1.0, np.where(gap <= 0.999 * reach, bell, 0.0))
    middle = (length + 1) / 2
    return near, targets - middle, steps - middle


def _left(target: float, length: int, span: int) -> int:
    """Where the window of the `span` nearest steps begins."""
    if span >= length:
        return 1
    return int(min(max(1, target - (span + 1) // 2 + 1), length - span + 1))


def _robustness(remainder: Floats) -> Floats:
    """Bisquare weights of the remainders: 1 near nought, 0 from six median absolute remainders on."""
    import numpy as np

    size = np.abs(remainder)
    reach = 6 * _median(size)
    share = np.divide(size, reach, out=np.full_like(size, np.inf), where=reach > 0)
    weights = np.where(
        share <= 0.001, 1.0, np.where(share <= 0.999, (1 - np.minimum(share, 1) ** 2) ** 2, 0.0)
    )
    # A series that fits exactly, or nearly everywhere, has no remainder to judge by.
    return np.where((reach > 0) & ~np.isnan(size), weights, np.where(np.isnan(size), 0.0, 1.0))


def _median(rows: Floats) -> Floats:
    """The median of what is known of each row (rows × 1), 0 where nothing is; for few rows much quicker than numpy's own."""
    import numpy as np

    known = np.count_nonzero(~np.isnan(rows), axis=1)[:, None]
    ordered = np.sort(rows, axis=1)  # NaN come last
    low = np.take_along_axis(ordered, np.maximum(known - 1, 0) // 2, axis=1)
    high = np.take_along_axis(ordered, known // 2, axis=1)
    return np.where(known > 0, (low + high) / 2, 0.0)


def _periodic(rows: Floats, parts: Parts, period: int) -> Parts:
    """The season made the same every year: the mean of each month, as R's stl(s.window = "periodic") does."""
    import numpy as np

    seasonal = np.empty_like(parts.seasonal)
    for phase in range(period):
        seasonal[:, phase::period] = parts.seasonal[:, phase::period].mean(axis=1, keepdims=True)
    return Parts(seasonal, parts.trend, rows - seasonal - parts.trend, parts.weights)


def strength(parts: Parts) -> Floats:
    """How strong the season is, from 0 to 1: 1 − Var(remainder)/Var(season + remainder), never below 0.

    Source: Wang, Smith and Hyndman, Data Mining and Knowledge Discovery 13 (2006) 335. A season under 0.3 is not worth
    a chart (strategic-assessment 3.9).
    """
    import numpy as np

    left = np.nanvar(np.atleast_2d(parts.remainder), axis=1)
    both = np.nanvar(np.atleast_2d(parts.remainder + parts.seasonal), axis=1)
    # What is left of a constant is rounding, not a season.
    whole = np.nanmax(np.abs(np.atleast_2d(parts.trend)), axis=1)
    real = both > (1e-10 * whole) ** 2
    return np.where(real, np.maximum(0.0, 1 - left / np.where(real, both, 1.0)), 0.0)
