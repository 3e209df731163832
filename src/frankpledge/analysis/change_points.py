"""Lasting changes of level: where a series steps, how sure that is, and between which dates it happened.

For a row of penalties the best division into levels is found (every one is tried: none is missed by jumping), and of
these divisions that of the least modified information criterion is kept. The noise about the levels may hang together
from month to month, as that of crime does: it is taken as autoregressive, since otherwise every slow swing would be a
step. Each step found is then tested by itself, and its date given an interval.

Sources: Jackson and others, IEEE Signal Processing Letters 12 (2005) 105 (optimal partition); Zhang and Siegmund,
Biometrics 63 (2007) 22 (the criterion); Davis, Lee and Rodriguez-Yam, JASA 101 (2006) 223 (autoregressive noise);
Ploberger and Krämer, Econometrica 60 (1992) 271 (the test); Bai, Review of Economics and Statistics 79 (1997) 551 (the
interval).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from frankpledge.analysis.families import holm
from frankpledge.analysis.limits import root

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

LEAST_SEGMENT = 6
"""A level that lasts less than half a year of months is a passing event, not a level."""
MOST_CORRELATION = 0.9
PATH = (1e9, 16.0, 8.0, 6.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.7, 0.5)
"""Penalties tried, in halves of variance times log n: from none that could be paid to one that noise pays."""
CLEAR = 0.05


@dataclass(frozen=True)
class Step:
    """One change of level. `place` is the first step of the new level; `low` and `high` bound it.

    `before` and `after` are the mean levels; `p` is of the test by itself, `p_adjusted` by Holm among the steps of the
    series. The interval of the place is wide where the step is small against the noise.
    """

    place: int
    low: int
    high: int
    before: float
    after: float
    p: float
    p_adjusted: float

    @property
    def is_clear(self) -> bool:
        return self.p_adjusted < CLEAR


@dataclass(frozen=True)
class Levels:
    """The segments of a series and what was taken to find them.

    `variance` is the long-run variance of the noise, in which `correlation` is the lag-1 correlation allowed for.
    `penalty` is for each step: in twice the log likelihood where it was not given, else in the squared unit of the values.
    """

    steps: tuple[Step, ...]
    segments: tuple[tuple[int, int, float], ...]
    """(first place, place after the last, mean level) in order."""
    penalty: float
    variance: float
    correlation: float
    least: int


def levels(
    values: Sequence[float | None],
    *,
    least: int = LEAST_SEGMENT,
    penalty: float | None = None,
    confidence: float = 0.95,
) -> Levels:
    """The levels of one series; gaps are passed over and belong to the segment they fall in.

    `penalty` is in the squared unit of the values; without it the criterion chooses, which takes 3 log n for each step.
    Raises ValueError for fewer known values than two least segments.
    """
    import numpy as np

    row = np.array([[math.nan if value is None else value for value in values]], dtype=np.float64)
    known = int(np.isfinite(row).sum())
    if known < 2 * least:
        raise ValueError(f"a change of level needs at least {2 * least} figures")
    if penalty is None:
        found = divided(row, least=least)
        ends, correlation, used = found.ends[0], float(found.correlation[0]), 3 * math.log(known)
    else:
        ends, used = partition(row, np.array([penalty]), least=least)[0], penalty
        correlation = float(_noise(row - _segments(row, [ends])[1])[0][0])
    return _described(row[0], ends, used, correlation, least, confidence)


@dataclass(frozen=True, eq=False)
class Divided:
    """For each row the places where its segments end, the lag-1 correlation of the noise, and its long-run variance."""

    ends: list[Places]
    correlation: Floats
    variance: Floats


def divided(rows: Floats, *, least: int = LEAST_SEGMENT) -> Divided:
    """The division of each row (rows × steps, NaN where missing) by the modified information criterion.

    Twice the log likelihood of autoregressive noise about the levels, less 3k log n and Σ log(length/n) for k steps
    (Zhang and Siegmund 2007).
    """
    import numpy as np

    known = np.isfinite(rows).sum(axis=1)
    size = np.maximum(known, 2)
    spread = np.nanvar(np.where(known[:, None] > 0, rows, 0.0), axis=1)
    best = np.full(len(rows), np.inf)
    kept: list[Places] = [np.array([rows.shape[1]], dtype=np.intp)] * len(rows)
    correlation, variance = np.zeros(len(rows)), np.zeros(len(rows))
    for share in PATH:
        ends = partition(rows, share * spread * np.log(size) / 2, least=least)
        counts, means = _segments(rows, ends)
        rho, innovation, determinant = _noise(rows - means)
        with np.errstate(divide="ignore"):
            criterion = size * np.log(innovation / size) - determinant + _paid(counts)
        better = criterion < best - 1e-9
        best = np.where(better, criterion, best)
        correlation = np.where(better, rho, correlation)
        variance = np.where(better, innovation / size / (1 - rho) ** 2, variance)
        kept = [one if won else old for one, old, won in zip(ends, kept, better, strict=True)]
    return Divided(kept, correlation, variance)


def _noise(left: Floats) -> tuple[Floats, Floats, Floats]:
    """Of what the levels leave: lag-1 correlation (0 to 0.9), squared innovations in all, and log of 1 − r².

    An innovation is a residual less r times the one before it; after a gap, and at the start, the residual itself times
    √(1 − r²).
    """
    import numpy as np

    known = np.isfinite(left)
    filled = np.where(known, left, 0.0)
    bottom = (filled**2).sum(axis=1)
    top = (filled[:, 1:] * filled[:, :-1]).sum(axis=1)
    rho = np.clip(np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0), 0, MOST_CORRELATION)
    follows = known & np.pad(known, ((0, 0), (1, 0)))[:, :-1]
    before = np.pad(filled, ((0, 0), (1, 0)))[:, :-1]
    steps = np.where(follows, filled - rho[:, None] * before, filled * np.sqrt(1 - rho**2)[:, None])
    starts = (known & ~follows).sum(axis=1)
    return rho, (steps**2).sum(axis=1), starts * np.log(1 - rho**2)


def _paid(counts: Floats) -> Floats:
    """What each row's division costs: 3 log n for each step, and the logs of the segments' shares of n."""
    import numpy as np

    n = np.maximum(counts.sum(axis=1), 2)
    steps = (counts > 0).sum(axis=1) - 1
    shares = np.log(np.where(counts > 0, counts / n[:, None], 1.0)).sum(axis=1)
    return np.asarray(3 * steps * np.log(n) + shares, dtype=np.float64)


def _segments(rows: Floats, ends: Sequence[Places]) -> tuple[Floats, Floats]:
    """Each segment's number of figures (rows × most segments, 0 beyond the last), and the means at every step."""
    import numpy as np

    starts = np.zeros(rows.shape, dtype=np.intp)
    for number, mine in enumerate(ends):
        starts[number, mine[:-1]] = 1
    label = np.cumsum(starts, axis=1)
    most = int(label.max(initial=0)) + 1
    flat = label + np.arange(len(rows))[:, None] * most
    known = np.isfinite(rows)
    counts = np.bincount(flat.ravel(), weights=known.ravel().astype(np.float64), minlength=len(rows) * most)
    sums = np.bincount(flat.ravel(), weights=np.where(known, rows, 0.0).ravel(), minlength=len(rows) * most)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    return counts.reshape(len(rows), most), means[flat]


def partition(rows: Floats, penalties: Floats, *, least: int = LEAST_SEGMENT) -> list[Places]:
    """For each row the places where its segments end (the last is the row's length), by least penalised squares.

    Every segment holds at least `least` steps. NaN costs nothing and counts as a step of time.
    """
    import numpy as np

    known = np.isfinite(rows)
    middle = np.nanmean(np.where(known.any(axis=1, keepdims=True), rows, 0.0), axis=1, keepdims=True)
    centred = np.where(known, rows - middle, 0.0)  # about the mean, sums of squares keep their digits
    counts, sums, squares = (
        _running(part) for part in (known.astype(np.float64), centred, centred * centred)
    )
    length = rows.shape[1]
    best = np.full((rows.shape[0], length + 1), np.inf)
    best[:, 0] = -penalties
    came = np.zeros((rows.shape[0], length + 1), dtype=np.intp)
    for end in range(least, length + 1):
        starts = np.array([0, *range(least, end - least + 1)])
        n = counts[:, [end]] - counts[:, starts]
        total = sums[:, [end]] - sums[:, starts]
        cost = (
            squares[:, [end]]
            - squares[:, starts]
            - np.divide(total * total, n, out=np.zeros_like(total), where=n > 0)
        )
        whole = best[:, starts] + np.maximum(cost, 0) + penalties[:, None]
        pick = np.argmin(whole, axis=1)
        best[:, end] = whole[np.arange(len(rows)), pick]
        came[:, end] = starts[pick]
    return [_traced(mine, length) for mine in came]


def _running(rows: Floats) -> Floats:
    import numpy as np

    found: Floats = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1)
    return found


def _traced(came: Places, length: int) -> Places:
    import numpy as np

    ends, end = [length], length
    while came[end] > 0:
        end = int(came[end])
        ends.append(end)
    return np.array(ends[::-1], dtype=np.intp)


def _described(
    row: Floats,
    ends: Places,
    penalty: float,
    correlation: float,
    least: int,
    confidence: float,
) -> Levels:
    import numpy as np

    edges = [0, *(int(end) for end in ends)]
    segments = tuple((first, last, float(np.nanmean(row[first:last]))) for first, last in pairwise(edges))
    inflation = (1 + correlation) / (1 - correlation)
    found = [_step(row, left, right, inflation, confidence) for left, right in pairwise(segments)]
    adjusted = holm([one[-1] for one in found])
    steps = tuple(
        Step(place, low, high, before, after, p, p_adjusted)
        for (place, low, high, before, after, p), p_adjusted in zip(found, adjusted, strict=True)
    )
    left = row - _segments(row[None, :], [ends])[1][0]
    variance = float(np.nanmean(left**2)) * inflation
    return Levels(steps, segments, penalty, variance, correlation, least)


def _step(
    row: Floats,
    left: tuple[int, int, float],
    right: tuple[int, int, float],
    inflation: float,
    confidence: float,
) -> tuple[int, int, int, float, float, float]:
    first, place, before = left
    _, last, after = right
    p = cusum_p(cusum(row[first:last], inflation=inflation))
    spreads = tuple(_variance(row[a:b]) * inflation for a, b in ((first, place), (place, last)))
    low, high = break_interval(place, after - before, spreads, confidence=confidence)
    return place, max(first + 1, low), min(last - 1, high), before, after, p


def _variance(segment: Floats) -> float:
    import numpy as np

    return float(np.nanvar(segment))


def cusum(values: Floats, *, inflation: float = 1.0) -> float:
    """The furthest that the running sum of deviations from the mean strays, over σ√n; σ² as if there were no step.

    `inflation` multiplies σ² (for neighbours that hang together). NaN is passed over. 0 for values that are all alike.
    """
    import numpy as np

    known = values[np.isfinite(values)]
    spread = float(np.var(known, ddof=1)) * inflation if len(known) > 1 else 0.0
    if spread <= 0:
        return 0.0
    walk = np.cumsum(known - known.mean())
    return float(np.abs(walk).max() / math.sqrt(spread * len(known)))


def cusum_p(statistic: float) -> float:
    """The chance that a Brownian bridge strays as far: 2 Σ (−1)^(k+1) exp(−2k²x²)."""
    if statistic < 0.2:  # the series is slow there, and the chance is 1 to twelve figures
        return 1.0
    terms = (2 * (-1) ** (k + 1) * math.exp(-2 * k * k * statistic * statistic) for k in range(1, 101))
    return min(1.0, max(0.0, math.fsum(terms)))


def break_interval(
    place: int, difference: float, variances: Sequence[float], *, confidence: float = 0.95
) -> tuple[int, int]:
    """Between which places the first step of the new level lies: Bai's interval, rounded outwards.

    `variances` are those about the level before and after (long-run ones where neighbours hang together).
    """
    before, after = variances
    if difference == 0 or before <= 0 or after <= 0:
        return place, place
    tail, scale = (1 - confidence) / 2, before / difference**2
    ratio = after / before
    early = _quantile(lambda x: _late(x, ratio) - (1 - tail))
    late = _quantile(lambda x: tail - _early(x, ratio))
    return math.floor(place - early * scale), math.ceil(place + late * scale)


def _quantile(function: Callable[[float], float]) -> float:
    """The distance from nought at which a rising function crosses nought; 0 when it is never below."""
    if function(1e-12) >= 0:
        return 0.0
    far = 1.0
    while function(far) < 0 and far < 1e6:
        far *= 2
    return root(function, 1e-12, far)


def _early(distance: float, ratio: float) -> float:
    """P(V ≤ −distance), V where a two-sided Brownian motion with drift is highest; `ratio` of variances after to before."""
    from scipy.special import log_ndtr

    x, f = distance, 1 / ratio
    bell = -math.exp(math.log(x) / 2 - x / 8 - math.log(2 * math.pi) / 2)
    weight = ratio * (ratio + 2) / (ratio + 1)
    far = -weight * math.exp(f * (1 + f) * x / 2 + float(log_ndtr(-(0.5 + f) * math.sqrt(x))))
    near = (x / 2 - 2 + (ratio + 2) ** 2 / (ratio + 1)) * math.exp(float(log_ndtr(-math.sqrt(x) / 2)))
    return bell + far + near


def _late(distance: float, ratio: float) -> float:
    """P(V ≤ distance) for a distance above nought."""
    from scipy.special import log_ndtr

    x, f = distance, 1 / ratio
    bell = math.sqrt(f) * math.exp(math.log(x) / 2 - f * x / 8 - math.log(2 * math.pi) / 2)
    weight = (2 * ratio + 1) / (ratio * (ratio + 1))
    far = weight * math.exp(
        (ratio + 1) * x / 2 + float(log_ndtr(-(ratio + 0.5) / math.sqrt(ratio) * math.sqrt(x)))
    )
    near = ((2 * ratio + 1) ** 2 / ((ratio + 1) * ratio) - 2 + f * x / 2) * math.exp(
        float(log_ndtr(-math.sqrt(f) * math.sqrt(x) / 2))
    )
    return 1 + bell + far - near
