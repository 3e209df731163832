"""The statistics of thousands of series at once: changes, limits, levels and ranks as arrays, no objects.

Rows are series and columns steps unless a docstring says otherwise; NaN is a missing figure and stays missing. Each
function gives for a row what its counterpart gives for that series alone (`change`, `control.charts.chart`,
`change_points.levels`), and the tests hold them to it. Nothing here opens a file or starts a process.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from frankpledge.analysis.control.charts import D2
from frankpledge.analysis.rank_sets import rank_sets_together
from frankpledge.analysis.ranking import Candidate
from frankpledge.analysis.spreads import Count

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]
    Places = NDArray[np.intp]

ROSE, FELL, NO_CLEAR_CHANGE, UNDETERMINED = 1, -1, 0, -9


@dataclass(frozen=True, eq=False)
class Changes:
    """Exact changes, one a cell. `verdict` is 1 rose, −1 fell, 0 no clear change, −9 undetermined.

    `ratio` is new over old, each over its exposure: infinite from nought, NaN where there is none.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    verdict: NDArray[np.int8]


def changes(
    old: Floats,
    new: Floats,
    *,
    exposure: tuple[Floats | float, Floats | float] = (1.0, 1.0),
    confidence: float = 0.95,
) -> Changes:
    """The exact conditional interval and p of every pair of counts, as `change.change` gives them one by one.

    Arrays of one shape; NaN on either side is undetermined, as is nothing in either period.
    """
    import numpy as np
    from scipy.special import betainccinv, betaincinv

    a, b = np.asarray(new, dtype=np.float64), np.asarray(old, dtype=np.float64)
    scale = np.asarray(exposure[0], dtype=np.float64) / np.asarray(exposure[1], dtype=np.float64)
    tail = (1 - confidence) / 2
    known = np.isfinite(a) & np.isfinite(b) & (a + b > 0)
    a, b = np.where(known, a, 1.0), np.where(known, b, 1.0)
    share = 1 / (1 + scale)  # of the events, where nothing changed, that fall in the new period
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(a > 0, betaincinv(a, b + 1, tail) / betainccinv(b + 1, a, tail), 0.0) * scale
        high = scale / np.where(b > 0, betaincinv(b, a + 1, tail) / betainccinv(a + 1, b, tail), 0.0)
        ratio = a / b * scale
    above, below = _at_least(a, b, share, 1 - share), _at_least(b, a, 1 - share, share)
    p = np.minimum(1.0, 2 * np.minimum(above, below))
    verdict = np.where(low > 1, ROSE, np.where(high < 1, FELL, NO_CLEAR_CHANGE))
    ratio, low, high, p = (np.where(known, part, np.nan) for part in (ratio, low, high, p))
    return Changes(ratio, low, high, p, np.where(known, verdict, UNDETERMINED).astype(np.int8))


def _at_least(a: Floats, b: Floats, p: Floats, q: Floats) -> Floats:
    """P(X ≥ a) of a + b trials, from the smaller of p and q as `limits.at_least` has it."""
    import numpy as np
    from scipy.special import betainc, betaincc

    some = np.maximum(a, 1.0)
    found = np.where(p <= q, betainc(some, b + 1, p), betaincc(b + 1, some, q))
    return np.where(a > 0, found, 1.0)


def false_discovery_adjusted(p: Floats) -> Floats:
    """Benjamini and Hochberg's adjusted p along the last axis, one family a row; NaN takes no part."""
    import numpy as np

    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, axis=-1)  # NaN last
    sorted_p = np.take_along_axis(values, order, axis=-1)
    many = np.isfinite(values).sum(axis=-1, keepdims=True)
    ranks = np.arange(1, values.shape[-1] + 1)
    raw = np.where(np.isfinite(sorted_p), sorted_p * (many / ranks), np.inf)
    least = np.minimum.accumulate(raw[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty_like(values)
    np.put_along_axis(found, order, np.minimum(least, 1.0), axis=-1)
    return np.where(np.isfinite(values), found, np.nan)


def rolling_totals(rows: Floats, steps: int) -> Floats:
    """The sum of the last `steps` at each column; NaN before so many have passed and where any is missing."""
    import numpy as np

    known = np.isfinite(rows)
    pad = ((0, 0), (1, 0))
    sums = np.cumsum(np.pad(np.where(known, rows, 0.0), pad), axis=1)
    seen = np.cumsum(np.pad(known, pad).astype(np.intp), axis=1)
    found = np.full(rows.shape, np.nan)
    whole = seen[:, steps:] - seen[:, :-steps] == steps
    found[:, steps - 1 :] = np.where(whole, sums[:, steps:] - sums[:, :-steps], np.nan)
    return found


@dataclass(frozen=True, eq=False)
class Limits:
    """u′ charts of one phase a row. `centre` and `sigma_z` one a row; the rest rows × steps, NaN in gaps.

    `signal` marks the points that are part of a signal under the NHS rules.
    """

    rate: Floats
    centre: Floats
    sigma_z: Floats
    low: Floats
    high: Floats
    score: Floats
    signal: Booleans


def control_limits(rows: Floats, sizes: Floats, *, baseline: int | None = None) -> Limits:
    """u′ charts of counts over sizes (rows × steps, or one row for all), never narrower than chance makes them.

    `baseline` takes the limits from the first so many known points. A row begins at its first figure: set what lies before
    a break of recording to NaN.
    """
    import numpy as np

    exposure = np.broadcast_to(np.asarray(sizes, dtype=np.float64), rows.shape)
    known = np.isfinite(rows) & np.isfinite(exposure)
    used = known if baseline is None else known & (np.cumsum(known, axis=1) <= baseline)
    total = np.where(used, rows, 0.0).sum(axis=1)
    over = np.where(used, exposure, 0.0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.where(over > 0, total / over, np.nan)
        rate = np.where(known, rows / exposure, np.nan)
        chance = np.sqrt(centre[:, None] / exposure)
        bare = (rate - centre[:, None]) / chance
        sigma_z = _mean_range(np.where(used, bare, np.nan)) / D2
        spread = chance * np.where(sigma_z > 1, sigma_z, 1.0)[:, None]
        score = (rate - centre[:, None]) / spread
    score = np.where(known & (centre == 0)[:, None], np.where(rate > 0, np.inf, 0.0), score)
    low = np.maximum(0.0, centre[:, None] - 3 * spread)
    return Limits(rate, centre, sigma_z, low, centre[:, None] + 3 * spread, score, nhs_signals(score, rate))


def _mean_range(scores: Floats) -> Floats:
    """Mean distance of neighbours in each row; NaN without a pair."""
    import numpy as np

    gaps = np.abs(np.diff(scores, axis=1))
    pairs = np.isfinite(gaps)
    many = pairs.sum(axis=1)
    return np.where(many > 0, np.where(pairs, gaps, 0.0).sum(axis=1) / np.maximum(many, 1), np.nan)


def nhs_signals(score: Floats, rate: Floats) -> Booleans:
    """Which points are part of a signal: outside; 7 on one side; 7 rising or falling; 2 of 3 beyond 2 on one side."""
    import numpy as np

    known = np.isfinite(score) | np.isinf(score)
    found = known & (np.abs(score) > 3)
    for sign in (1, -1):
        side = known & (sign * score > 0)
        found |= _in_runs(side, 7)
        steps = np.zeros_like(side)
        with np.errstate(invalid="ignore"):
            steps[:, 1:] = sign * np.diff(rate, axis=1) > 0
        rising = _in_runs(steps, 6)  # six steps join seven points
        found |= rising
        found[:, :-1] |= rising[:, 1:]
        found |= _two_of_three(known, known & (sign * score > 2))
    return np.asarray(found & known)


def _in_runs(held: Booleans, least: int) -> Booleans:
    """Which cells lie in a run of at least so many that hold."""
    import numpy as np

    length = held.shape[1]
    found = np.zeros_like(held)
    if length < least:
        return found
    sums = np.cumsum(np.pad(held, ((0, 0), (1, 0))).astype(np.intp), axis=1)
    whole = sums[:, least:] - sums[:, :-least] == least
    for shift in range(least):
        found[:, shift : shift + whole.shape[1]] |= whole
    return found


def _two_of_three(known: Booleans, far: Booleans) -> Booleans:
    """Which cells lie in a signal of two far points among three running, from the first far one to the last."""
    import numpy as np

    found = np.zeros_like(far)
    if far.shape[1] < 3:
        return found
    window = known[:, :-2] & known[:, 1:-1] & known[:, 2:]
    a, b, c = far[:, :-2], far[:, 1:-1], far[:, 2:]
    outer, late = window & c & a, window & c & b
    found[:, :-2] |= outer
    found[:, 1:-1] |= outer | late
    found[:, 2:] |= outer | late
    return found


@dataclass(frozen=True, eq=False)
class LastLevels:
    """The latest change of level of each row: its first step (−1 where there is none), the means before and after, and p
    of the CUSUM test of that step by itself (NaN without one)."""

    place: Places
    before: Floats
    after: Floats
    p: Floats
    steps: Places
    """How many changes the row has in all."""


def last_levels(rows: Floats, *, least: int = 6) -> LastLevels:
    """The latest lasting change of level of each row, by the criterion of `change_points`."""
    import numpy as np

    from frankpledge.analysis.change_points import cusum, cusum_p, divided

    found = divided(rows, least=least)
    place = np.full(len(rows), -1, dtype=np.intp)
    before, after, p = (np.full(len(rows), np.nan) for _ in range(3))
    steps = np.array([len(ends) - 1 for ends in found.ends], dtype=np.intp)
    for number in np.flatnonzero(steps):
        ends = found.ends[number]
        first, at = (int(ends[-3]) if len(ends) > 2 else 0), int(ends[-2])
        row, rho = rows[number], float(found.correlation[number])
        place[number], before[number], after[number] = at, np.nanmean(row[first:at]), np.nanmean(row[at:])
        p[number] = cusum_p(cusum(row[first:], inflation=(1 + rho) / (1 - rho)))
    return LastLevels(place, before, after, p, steps)


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks from 1, the highest, along the last axis, with their confidence sets; NaN is unranked (0)."""

    rank: Places
    low: Places
    high: Places


def ranks(
    counts: Floats,
    exposure: Floats | float = 1.0,
    *,
    draws: int = 1000,
    seed: int = 0,
    confidence: float = 0.9,
    workers: int = 1,
) -> Ranks:
    """Ranks of rates along the last axis, equal rates sharing the better rank (1, 2, 2, 4), with `rank_sets` of each row.

    Each rate has the spread of its count (Jeffreys' prior); the sets of a row hold for all its places at once. The same
    seed gives the same answer, by however many threads the rows are shared.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    values = np.asarray(counts, dtype=np.float64)
    over = np.broadcast_to(np.asarray(exposure, dtype=np.float64), values.shape)
    flat, sizes = values.reshape(-1, values.shape[-1]), over.reshape(-1, values.shape[-1])
    rank, low, high = (np.zeros(flat.shape, dtype=np.intp) for _ in range(3))

    def one(row: int) -> None:
        known = np.flatnonzero(np.isfinite(flat[row]) & np.isfinite(sizes[row]))
        if len(known):
            rank[row, known] = _places(-(flat[row, known] / sizes[row, known])[None, :])[0]
            sets = _sets(flat[row, known], sizes[row, known], draws, seed, confidence)
            low[row, known], high[row, known] = sets

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, range(len(flat))))
    shape = values.shape
    return Ranks(rank.reshape(shape), low.reshape(shape), high.reshape(shape))


def _sets(
    counts: Floats, sizes: Floats, draws: int, seed: int, confidence: float
) -> tuple[list[int], list[int]]:
    candidates = [
        Candidate(f"{place:06d}", Fraction(int(count)) / Fraction(size), Count(int(count), size))
        for place, (count, size) in enumerate(zip(counts.tolist(), sizes.tolist(), strict=True))
    ]
    found = rank_sets_together(candidates, confidence=confidence, draws=draws, seed=seed)
    each = [found[one.issue] for one in candidates]
    return [one.low for one in each], [one.high for one in each]


def _places(rows: Floats) -> Places:
    """The rank of each cell in its row, least first, equals sharing the better rank."""
    import numpy as np

    order = np.argsort(rows, axis=1, kind="stable")
    ordered = np.take_along_axis(rows, order, axis=1)
    new = np.ones(rows.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.maximum.accumulate(np.where(new, np.arange(1, rows.shape[1] + 1), 0), axis=1)
    found = np.empty(rows.shape, dtype=np.intp)
    np.put_along_axis(found, order, first, axis=1)
    return found
