"""Seasonal ARIMA by conditional least squares, for many series at once, each with its gaps: what back-tests fit.

A back-test of thousands of series asks for a hundred thousand fits. Exact likelihood (`arima`) takes a tenth of a second for
one; here a thousand rows are one array, and each fit takes a fraction of a millisecond. Errors of one step ahead are taken
from the first step that has all its lags on (Box and Jenkins 1970, 7.1.2). A missing value is taken for its own prediction,
without an error, so that it moves nothing; among the first lags, which have no prediction, for the next figure of its season.
Signs are those of R. Coefficients lie between −1 and 1 (no order here has more than one of a kind).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.orders import Order
from frankpledge.analysis.forecasting.projection import Projection, from_psi
from frankpledge.analysis.forecasting.search import lowest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]

SEASONAL = (
    Order(0, 1, 1, 0, 1, 1, 12),
    Order(1, 0, 0, 0, 1, 1, 12),
    Order(1, 1, 1, 0, 1, 1, 12),
)
"""What `auto` tries of a series with a season, with its own number of steps in one: the airline model; a season that moves
slowly, with what is left of last month's surprise; and the first with that too. Orders above these have too many
coefficients for a few dozen counts."""
PLAIN = (Order(1, 1, 1),)
"""What `auto` tries where there is no season; arima(0,1,1) is simple smoothing, which is among the others."""
EDGE = 0.9999
TURNS = 20
"""Turns of the search for each coefficient."""


def orders(m: int) -> tuple[Order, ...]:
    """The orders that `auto` tries for a season of so many steps."""
    if m < 2:
        return PLAIN
    return tuple(
        Order(one.p, one.d, one.q, one.seasonal_p, one.seasonal_d, one.seasonal_q, m) for one in SEASONAL
    )


def project_quickly(rows: Floats, order: Order, horizon: int) -> Projection:
    """The projection of every row (rows × steps, NaN where missing); NaN for a row with too few figures.

    Raises ValueError for an order with more than one coefficient of a kind, or one that has a mean.
    """
    import numpy as np

    if max(order.p, order.q, order.seasonal_p, order.seasonal_q) > 1 or not order.lost:
        raise ValueError(f"{order} is not one that is fitted for many series at once")
    prepared = _prepared(rows, order)
    fitted = lowest(
        lambda free, which: _squares(prepared.picked(which), np.tanh(free), order)[0],
        np.full((len(rows), len(order.names)), -0.3), turns=TURNS * len(order.names), tolerance=1e-6,
    )  # fmt: skip
    values = np.clip(np.tanh(fitted), -EDGE, EDGE)
    squares, filled, errors = _squares(prepared, values, order)
    room = prepared.used - len(order.names)
    sigma = np.where(room >= 2, np.sqrt(squares / np.maximum(room, 1)), np.nan) * prepared.scale
    mean = _ahead(filled, errors, values, order, horizon) * prepared.scale[:, None] + prepared.middle[:, None]
    enough = np.isfinite(sigma)
    return from_psi(np.where(enough[:, None], mean, np.nan), _psi(values, order, horizon), sigma)


@dataclass(frozen=True, eq=False)
class _Prepared:
    """Rows about nought and of like size; `known` from the first step that has all its lags; `used` how many those are."""

    rows: Floats
    known: Floats
    missing: Floats
    used: Floats
    middle: Floats
    scale: Floats

    def picked(self, which: Rows) -> _Prepared:
        return _Prepared(
            self.rows[which], self.known[which], self.missing[which], self.used[which], self.middle[which],
            self.scale[which],
        )  # fmt: skip


def _prepared(rows: Floats, order: Order) -> _Prepared:
    import numpy as np

    known = np.isfinite(rows)
    length = rows.shape[1]
    begins = np.where(known.any(axis=1), np.argmax(known, axis=1), length)
    late = np.arange(length)[None, :] >= (begins + _reach(order))[:, None]
    many = np.maximum(known.sum(axis=1), 1)
    middle = np.where(known, rows, 0.0).sum(axis=1) / many
    about = np.where(known, rows - middle[:, None], 0.0)
    scale = np.sqrt((about**2).sum(axis=1) / many)
    scale = np.where(scale > 0, scale, 1.0)
    first = _first_lags(np.where(known, about, np.nan), order.m) / scale[:, None]
    used = known & late
    return _Prepared(first, used, late & ~known, used.sum(axis=1).astype(np.float64), middle, scale)


def _reach(order: Order) -> int:
    """The longest lag of the model."""
    return max(order.lost + order.p + order.seasonal_p * order.m, order.q + order.seasonal_q * order.m)


def _first_lags(rows: Floats, m: int) -> Floats:
    """Gaps as the next figure of the same step of a season, else the mean, which is nought here."""
    import numpy as np

    found = rows.copy()
    for step in range(rows.shape[1] - m - 1, -1, -1):
        found[:, step] = np.where(np.isfinite(found[:, step]), found[:, step], found[:, step + m])
    return np.where(np.isfinite(found), found, 0.0)


def _polynomials(values: Floats, order: Order) -> tuple[Floats, Floats]:
    """(1 − φB)(1 − ΦBᵐ)(1 − B)ᵈ(1 − Bᵐ)ᴰ and (1 + θB)(1 + ΘBᵐ), rows × lags from 0."""
    import numpy as np

    parts = iter(values.T)
    one = np.ones(len(values))
    phi = -next(parts) if order.p else None
    theta = next(parts) if order.q else None
    seasonal_phi = -next(parts) if order.seasonal_p else None
    seasonal_theta = next(parts) if order.seasonal_q else None
    ar = [(1, phi), (order.m, seasonal_phi), *[(1, -one)] * order.d, *[(order.m, -one)] * order.seasonal_d]
    return _product(one, ar), _product(one, [(1, theta), (order.m, seasonal_theta)])


def _product(one: Floats, factors: list[tuple[int, Floats | None]]) -> Floats:
    """The product of some 1 + cB^lag."""
    import numpy as np

    found = one[:, None]
    for lag, coefficient in factors:
        if coefficient is not None:
            longer = np.pad(found, ((0, 0), (0, lag)))
            longer[:, lag:] += coefficient[:, None] * found
            found = longer
    return found


def _lags(polynomial: Floats) -> list[tuple[int, Floats]]:
    """The lags after 0 that any row has, with their coefficients."""
    return [(lag, polynomial[:, lag]) for lag in range(1, polynomial.shape[1]) if polynomial[:, lag].any()]


def _squares(prepared: _Prepared, values: Floats, order: Order) -> tuple[Floats, Floats, Floats]:
    """The sum of squared errors of one step, the rows with their gaps filled, and the errors (0 in gaps)."""
    import numpy as np

    length = prepared.rows.shape[1]
    state = np.zeros((2 * length, len(prepared.rows)))
    state[:length] = prepared.rows.T
    known, missing = (np.ascontiguousarray(one.T) for one in (prepared.known, prepared.missing))
    weights, places = _weights(values, order, length)
    for step in range(_reach(order), length):
        said = np.einsum("lr,lr->r", weights, state[step - places])
        state[length + step] = np.where(known[step], state[step] - said, 0.0)
        if missing[step].any():
            state[step] = np.where(missing[step], said, state[step])
    return np.einsum("sr,sr->r", state[length:], state[length:]), state[:length].T, state[length:].T


def _weights(values: Floats, order: Order, length: int) -> tuple[Floats, Rows]:
    """What each earlier figure and error adds to what is said of a step (lags × rows), and how far back each lies in an
    array in which `length` figures are followed by as many errors."""
    import numpy as np

    ar, ma = (_lags(one) for one in _polynomials(values, order))
    places = [lag for lag, _ in ar] + [lag - length for lag, _ in ma]
    weights = [-coefficient for _, coefficient in ar] + [coefficient for _, coefficient in ma]
    return np.array(weights), np.array(places, dtype=np.intp)


def _ahead(rows: Floats, errors: Floats, values: Floats, order: Order, horizon: int) -> Floats:
    import numpy as np

    length = rows.shape[1]
    whole = length + horizon
    state = np.zeros((2 * whole, len(rows)))
    state[:length], state[whole : whole + length] = rows.T, errors.T
    weights, places = _weights(values, order, whole)
    for step in range(length, whole):
        state[step] = np.einsum("lr,lr->r", weights, state[step - places])
    return np.asarray(state[length:whole].T, dtype=np.float64)


def _psi(values: Floats, order: Order, horizon: int) -> Floats:
    """How much an error is felt so many steps later."""
    import numpy as np

    ar, ma = _polynomials(values, order)
    psi = np.zeros((len(values), horizon))
    for step in range(horizon):
        psi[:, step] = ma[:, step] if step < ma.shape[1] else 0.0
        for lag in range(1, min(step, ar.shape[1] - 1) + 1):
            psi[:, step] -= ar[:, lag] * psi[:, step - lag]
    return psi
