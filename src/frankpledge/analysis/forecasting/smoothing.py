"""Exponential smoothing with additive errors, for many series at once, each with its gaps.

The models are those of Hyndman, Koehler, Ord and Snyder (Forecasting with Exponential Smoothing, 2008): ETS(A,T,S) with
trend N, A or Ad and season N or A. A missing value moves no state. For given smoothing parameters the errors are linear
in the states at the start, so those are found exactly by least squares, and only the smoothing parameters are searched
for. The usual bounds hold: 0 < α < 1, 0 < β < α, 0 < γ < 1 − α, 0.8 ≤ φ ≤ 0.98.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.forecasting.search import lowest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Trend = Literal["N", "A", "Ad"]
LEAST, MOST = 1e-4, 0.9999
LEAST_DAMPING, MOST_DAMPING = 0.8, 0.98


@dataclass(frozen=True)
class Form:
    """Which states a model has."""

    trend: Trend = "N"
    seasonal: bool = False

    @classmethod
    def parse(cls, text: str) -> Form:
        """Read `ets(A,N,N)`, `ets(A,Ad,A)`. Raises ValueError for other forms, those with multiplication among them."""
        found = re.fullmatch(r"ets\(A,(N|A|Ad),(N|A)\)", "".join(text.split()), re.IGNORECASE)
        if not found:
            raise ValueError(f"‘{text}’ is not ets(A,N or A or Ad,N or A); for products take logs")
        trends: dict[str, Trend] = {"n": "N", "a": "A", "ad": "Ad"}
        return cls(trends[found[1].lower()], found[2].upper() == "A")

    def __str__(self) -> str:
        return f"ets(A,{self.trend},{'A' if self.seasonal else 'N'})"

    @property
    def names(self) -> tuple[str, ...]:
        """The smoothing parameters."""
        found = ["alpha"]
        if self.trend != "N":
            found.append("beta")
        if self.seasonal:
            found.append("gamma")
        if self.trend == "Ad":
            found.append("phi")
        return tuple(found)

    def states(self, m: int) -> int:
        """How many states at the start are estimated; seasonal ones add up to nought."""
        return 1 + (self.trend != "N") + (m - 1 if self.seasonal else 0)

    def counted(self, m: int) -> int:
        """Parameters estimated, the variance among them."""
        return len(self.names) + self.states(m) + 1


@dataclass(frozen=True, eq=False)
class Smoothed:
    """Many fitted series of one form. Arrays have one row a series.

    `parameters` follow `form.names`; `level`, `slope`, `season` are the states after the last step, `season[:, 0]` that
    of the next step; `start` the states at the start (level, slope, then m seasons). `sse` is the sum of squared errors
    of one step ahead over `used` steps. NaN where a series has too few figures for the form.
    """

    form: Form
    m: int
    parameters: Floats
    level: Floats
    slope: Floats
    season: Floats
    start: Floats
    sse: Floats
    used: Floats

    @property
    def loglik(self) -> Floats:
        """The whole Gaussian log likelihood at the best variance. (R's ets() leaves out −n/2·(1 + log(2π/n)).)"""
        import numpy as np

        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(
                -0.5 * self.used * (np.log(2 * np.pi * self.sse / self.used) + 1), dtype=np.float64
            )

    @property
    def aic(self) -> Floats:
        return -2 * self.loglik + 2 * self.form.counted(self.m)

    @property
    def aicc(self) -> Floats:
        """Infinite where there are too few figures for the correction."""
        import numpy as np

        k = self.form.counted(self.m)
        room = self.used - k - 1
        return np.where(room > 0, self.aic + 2 * k * (k + 1) / np.where(room > 0, room, 1), np.inf)

    @property
    def sigma2(self) -> Floats:
        """The variance of one-step errors, over used steps less parameters (as R prints σ²)."""
        import numpy as np

        return np.asarray(
            self.sse / np.maximum(self.used - self.form.counted(self.m) + 1, 1), dtype=np.float64
        )

    def ahead(self, horizon: int) -> Floats:
        """Means of the next steps (rows × horizon)."""
        import numpy as np

        steps = np.arange(1, horizon + 1)
        damping = self.parameters[:, [-1]] if self.form.trend == "Ad" else np.ones((len(self.level), 1))
        reach = np.cumsum(damping ** steps[None, :], axis=1)
        mean = self.level[:, None] + reach * self.slope[:, None]
        if self.form.seasonal:
            mean = mean + self.season[:, (steps - 1) % self.m]
        return np.asarray(mean, dtype=np.float64)

    def psi(self, horizon: int) -> Floats:
        """How much of an error is felt so many steps later: 1, then c(1), c(2)… (rows × horizon)."""
        import numpy as np

        named = dict(zip(self.form.names, self.parameters.T, strict=True))
        steps = np.arange(1, horizon)
        damping = named.get("phi", np.ones(len(self.level)))[:, None]
        felt = np.repeat(named["alpha"][:, None], max(0, horizon - 1), axis=1)
        if "beta" in named:
            felt = felt + named["beta"][:, None] * np.cumsum(damping ** steps[None, :], axis=1)
        if "gamma" in named:
            felt = felt + named["gamma"][:, None] * (steps % self.m == 0)[None, :]
        return np.hstack([np.ones((len(self.level), 1)), felt])


def smooth(rows: Floats, form: Form, *, m: int = 1, careful: bool = True) -> Smoothed:
    """Fit one form to each row (rows × steps, NaN where missing) by maximum likelihood.

    `careful` searches from every point of a grid, since a likelihood may have several tops, until nothing moves; otherwise
    from the best point for as long as a back-test needs. Raises ValueError for a season of
    fewer than two steps with a seasonal form.
    """
    import numpy as np

    if form.seasonal and m < 2:
        raise ValueError("a seasonal form needs a season of two steps or more")
    rows = np.asarray(rows, dtype=np.float64)
    middle = np.nanmean(
        np.where(np.isfinite(rows).any(axis=1, keepdims=True), rows, 0.0), axis=1, keepdims=True
    )
    centred = rows - middle  # about the mean, so that large levels keep the digits of small errors

    def sse(free: Floats, which: NDArray[np.intp]) -> Floats:
        return _filtered(centred[which], bounded(free, form), form, m)[0]

    turns = 60 * len(form.names) if careful else 18 + 12 * len(form.names)
    if careful:
        free = _from_every_start(sse, len(rows), form, turns)
    else:
        free = _start(sse, len(rows), form)
    free = lowest(sse, free, width=1.0, turns=turns, tolerance=1e-12 if careful else 1e-6)
    if careful:  # once more from there, since a simplex may have collapsed early
        free = lowest(sse, free, width=0.5, turns=turns, tolerance=1e-13)
    parameters = bounded(free, form)
    return _finished(rows, centred, middle[:, 0], parameters, form, m)


def _finished(
    rows: Floats, centred: Floats, middle: Floats, parameters: Floats, form: Form, m: int
) -> Smoothed:
    import numpy as np

    sse, level, slope, season, start = _filtered(centred, parameters, form, m)
    used = np.isfinite(rows).sum(axis=1).astype(np.float64)
    enough = used > form.states(m) + 1
    start = start.copy()
    start[:, 0] += middle
    return Smoothed(
        form, m, parameters, np.where(enough, level + middle, np.nan), slope, season, start,
        np.where(enough, sse, np.nan), used,
    )  # fmt: skip


def bounded(free: Floats, form: Form) -> Floats:
    """Free numbers as smoothing parameters within their bounds."""
    import numpy as np

    share = 1 / (1 + np.exp(-np.clip(free, -40, 40)))
    found = np.empty_like(share)
    alpha = LEAST + (MOST - LEAST) * share[:, 0]
    for place, name in enumerate(form.names):
        part = share[:, place]
        if name == "alpha":
            found[:, place] = alpha
        elif name == "beta":
            found[:, place] = LEAST + (np.maximum(alpha, 2 * LEAST) - 2 * LEAST) * part
        elif name == "gamma":
            found[:, place] = LEAST + np.maximum(1 - alpha - 2 * LEAST, 0) * part
        else:
            found[:, place] = LEAST_DAMPING + (MOST_DAMPING - LEAST_DAMPING) * part
    return found


def _start(sse: Objective, rows: int, form: Form) -> Floats:
    """The best of a coarse grid, for each row."""
    import numpy as np

    grid = _grid(form)
    every = np.arange(rows)
    heights = np.stack([_safe(sse(np.tile(np.array(point), (rows, 1)), every)) for point in grid])
    best: Floats = np.array(grid, dtype=np.float64)[np.argmin(heights, axis=0)]
    return best


def _grid(form: Form) -> list[tuple[float, ...]]:
    """Free numbers to begin from: low, middling and high shares of what each parameter may be."""
    levels = {"alpha": (-2.2, 0.0, 2.2), "beta": (-3.0,), "gamma": (-3.0, 0.0, 3.0), "phi": (1.4,)}
    grid: list[tuple[float, ...]] = [()]
    for name in form.names:
        grid = [(*point, value) for point in grid for value in levels[name]]
    return grid


def _from_every_start(sse: Objective, rows: int, form: Form, turns: int) -> Floats:
    """Where the best of the searches from all points of the grid ends, for each row; all are carried on as one array."""
    import numpy as np

    grid = np.array(_grid(form), dtype=np.float64)

    def tiled(free: Floats, which: NDArray[np.intp]) -> Floats:
        return sse(free, which % rows)

    ended = lowest(tiled, np.repeat(grid, rows, axis=0), width=1.0, turns=turns, tolerance=1e-6)
    heights = _safe(sse(ended, np.tile(np.arange(rows), len(grid)))).reshape(len(grid), rows)
    best: Floats = ended.reshape(len(grid), rows, -1)[heights.argmin(axis=0), np.arange(rows)]
    return best


def _safe(values: Floats) -> Floats:
    import numpy as np

    return np.where(np.isfinite(values), values, 1e300)


if TYPE_CHECKING:
    from collections.abc import Callable

    Objective = Callable[[Floats, NDArray[np.intp]], Floats]


def _filtered(
    rows: Floats, parameters: Floats, form: Form, m: int
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Sum of squared errors at the best starting states, the states at the end, and those at the start.

    One pass carries the series from states of nought, and beside it each starting state by itself without a series;
    any mixture of them is a pass too.
    """
    import numpy as np

    named = dict(zip(form.names, parameters.T[:, :, None], strict=True))
    size, length = rows.shape
    unit = form.states(m)
    level = np.zeros((size, unit + 1))
    level[:, 1] = 1.0
    slope = np.zeros((size, unit + 1))
    if form.trend != "N":
        slope[:, 2] = 1.0
    season = _unit_seasons(size, unit, form, m)
    alpha = named["alpha"]
    beta, gamma, phi = (named.get(name) for name in ("beta", "gamma", "phi"))
    known = np.isfinite(rows)
    filled = np.where(known, rows, 0.0)
    errors = np.zeros((length, size, unit + 1))
    for step in range(length):
        carried = slope if phi is None else phi * slope
        expected = level + carried if beta is not None else level
        if form.seasonal:
            expected = expected + season[step % m]
        error = -expected
        error[:, 0] += filled[:, step]
        error *= known[:, step, None]
        errors[step] = error
        level = (level + carried if beta is not None else level) + alpha * error
        if beta is not None:
            slope = carried + beta * error
        if gamma is not None:
            season[step % m] = season[step % m] + gamma * error
    weights, sse = _best_start(errors)
    mixture = np.concatenate([np.ones((size, 1)), weights], axis=1)
    turned = (
        np.stack([season[(length + k) % m] for k in range(m)], axis=1)
        if form.seasonal
        else np.zeros((size, 1, unit + 1))
    )
    start = _start_states(weights, form, m)
    return (
        sse, (level * mixture).sum(axis=1), (slope * mixture).sum(axis=1), np.einsum("skj,sj->sk", turned, mixture), start,
    )  # fmt: skip


def _unit_seasons(size: int, unit: int, form: Form, m: int) -> list[Floats]:
    """The seasonal part of each starting state: m − 1 free ones, the last making them add up to nought."""
    import numpy as np

    if not form.seasonal:
        return []
    first = unit + 1 - (m - 1)
    seasons = [np.zeros((size, unit + 1)) for _ in range(m)]
    for k in range(m - 1):
        seasons[k][:, first + k] = 1.0
        seasons[m - 1][:, first + k] = -1.0
    return seasons


def _start_states(weights: Floats, form: Form, m: int) -> Floats:
    import numpy as np

    if not form.seasonal:
        return weights
    free = weights[:, -(m - 1) :]
    return np.hstack([weights[:, : -(m - 1)], free, -free.sum(axis=1, keepdims=True)])


def _best_start(errors: Floats) -> tuple[Floats, Floats]:
    """The starting states that make the squared errors least, and those squares (errors: steps × rows × states + 1)."""
    import numpy as np

    by_row = errors.transpose(1, 0, 2)
    series, units = by_row[:, :, 0], by_row[:, :, 1:]
    normal = units.transpose(0, 2, 1) @ units
    right = -(units.transpose(0, 2, 1) @ series[:, :, None])
    # A whisper on the diagonal keeps a state that nothing tells of (a month always missing) at nought.
    ridge = 1e-11 * np.trace(normal, axis1=1, axis2=2)[:, None, None] + 1e-300
    weights = np.linalg.solve(normal + ridge * np.eye(normal.shape[1]), right)[:, :, 0]
    left = series + np.einsum("snk,sk->sn", units, weights)
    return weights, np.einsum("sn,sn->s", left, left)


def chosen(
    rows: Floats, forms: tuple[Form, ...], *, m: int = 1, careful: bool = True
) -> tuple[NDArray[np.intp], tuple[Smoothed, ...]]:
    """For each row the form of least AICc, as a place among those fitted; forms with too many states for it never win."""
    import numpy as np

    fitted = tuple(smooth(rows, form, m=m, careful=careful) for form in forms if not form.seasonal or m > 1)
    scores = np.stack([np.where(np.isfinite(one.aicc), one.aicc, np.inf) for one in fitted])
    return np.argmin(scores, axis=0), fitted


def standard_errors(rows: Floats, fitted: Smoothed, row: int = 0) -> tuple[float, ...]:
    """Standard errors of one row's smoothing parameters, from the curvature of the likelihood; NaN at a bound."""
    import numpy as np

    one = np.asarray(rows, dtype=np.float64)[[row]]
    one = one - np.nanmean(one)
    at, used = fitted.parameters[row], float(fitted.used[row])
    many = len(at)

    def minus(point: Floats) -> float:
        return 0.5 * used * math.log(float(_filtered(one, point[None, :], fitted.form, fitted.m)[0][0]))

    curve = np.zeros((many, many))
    step = 1e-4
    for i in range(many):
        for j in range(many):
            corners = []
            for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                moved = at.copy()
                moved[i] += a * step
                moved[j] += b * step
                corners.append(minus(moved))
            curve[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step * step)
    try:
        variances = np.diag(np.linalg.inv(curve))
    except np.linalg.LinAlgError:
        return (math.nan,) * many
    return tuple(math.sqrt(value) if value > 0 else math.nan for value in variances)
