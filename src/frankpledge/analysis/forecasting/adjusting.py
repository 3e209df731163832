"""Series with their season divided out, as the M4 competition did it, for many series at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Adjusted:
    """Rows with their season taken out by division, and the factors of the steps to come."""

    rows: Floats
    ahead: Floats


def deseasonalised(rows: Floats, horizon: int, m: int) -> Adjusted:
    """The competition's seasonal adjustment, row by row: classical factors where the test finds a season, else none.

    A row begins at its first figure; gaps after it are bridged by season and trend for the factors only.
    """
    import numpy as np

    length = rows.shape[1]
    known = np.isfinite(rows)
    begins = np.where(known.any(axis=1), np.argmax(known, axis=1), length)
    factors = np.ones((len(rows), m))
    for start in np.unique(begins):
        if m > 1 and length - start >= 3 * m:
            mine = np.flatnonzero(begins == start)
            factors[mine] = np.roll(_tested_factors(rows[mine, start:], m), start % m, axis=1)
    back = factors[:, np.arange(length) % m]
    return Adjusted(rows / back, factors[:, (length + np.arange(horizon)) % m])


def _tested_factors(rows: Floats, m: int) -> Floats:
    """Factors by phase from the first step; 1 for rows in which the test finds no season."""
    import numpy as np

    from frankpledge.analysis.forecasting.accuracy import SEASONAL_TEST

    whole = bridged(rows, m)
    factors = np.ones((len(rows), m))
    seasonal = _seasonal_rows(whole, m, SEASONAL_TEST)
    factors[seasonal] = classical_factors(whole[seasonal], m)
    return factors


def bridged(rows: Floats, m: int) -> Floats:
    """Rows with their gaps filled by season and trend (STL), for what cannot be worked out across a gap."""
    import numpy as np

    from frankpledge.analysis.seasonal.stl import stl

    gaps = ~np.isfinite(rows)
    holed = np.flatnonzero(gaps.any(axis=1) & ~gaps.all(axis=1))
    if not len(holed):
        return np.where(gaps, 0.0, rows)
    found = np.where(gaps, 0.0, rows)
    parts = stl(rows[holed], period=m, robust=False)
    found[holed] = np.where(gaps[holed], parts.seasonal + parts.trend, rows[holed])
    return found


def _seasonal_rows(rows: Floats, m: int, limit: float) -> Booleans:
    """The competition's test of a season for whole rows: the autocorrelation at lag m beyond its 90% limit."""
    import numpy as np

    centred = rows - rows.mean(axis=1, keepdims=True)
    bottom = (centred**2).sum(axis=1)
    safe = np.where(bottom > 0, bottom, 1.0)
    rho = np.stack(
        [(centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / safe for lag in range(1, m + 1)], axis=1
    )
    reach = limit / np.sqrt(rows.shape[1]) * np.sqrt(1 + 2 * (rho[:, :-1] ** 2).sum(axis=1))
    return np.asarray((np.abs(rho[:, -1]) > reach) & (bottom > 0))


def classical_factors(rows: Floats, m: int) -> Floats:
    """Classical multiplicative factors of whole rows by phase, mean 1; 1 where one would not be above nought."""
    import numpy as np

    half, length = m // 2, rows.shape[1]
    sums = np.cumsum(np.pad(rows, ((0, 0), (1, 0))), axis=1)
    places = np.arange(half, length - half)
    window = sums[:, places + half + 1] - sums[:, places - half]
    if m % 2 == 0:
        window = window - (rows[:, places - half] + rows[:, places + half]) / 2
    trend = window / m
    ratios = np.divide(rows[:, places], trend, out=np.full_like(trend, np.nan), where=trend > 0)
    means = np.stack([mean_of_last(ratios[:, places % m == phase], length) for phase in range(m)], axis=1)
    factors = means / means.mean(axis=1, keepdims=True)
    usable = np.isfinite(factors).all(axis=1) & (factors > 0.01).all(axis=1)
    return np.where(usable[:, None], factors, 1.0)


def mean_of_last(rows: Floats, many: int) -> Floats:
    """The mean of the last `many` figures of each row, or of as many as there are."""
    import numpy as np

    known = np.isfinite(rows)
    counted = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    taken = known & (counted <= many)
    number = taken.sum(axis=1)
    total = np.where(taken, rows, 0.0).sum(axis=1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
