"""Seasonal ARIMA by exact maximum likelihood, with missing values, as R's arima() and statsmodels define it.

The differenced series is normal with the autocovariances of the model, so its likelihood is that of one multivariate
normal; all but its first few values are filtered to moving averages, so that the covariance is a band and its factor
takes a time that grows with the length only (Ansley, Biometrika 66 (1979) 59). A missing value, and every value to be forecast, is a number to be
estimated by generalised least squares in the series before differencing; for the likelihood it is integrated out.
That gives the diffuse likelihood that a Kalman filter would (Gómez, Maravall and Peña, Journal of Econometrics 88
(1999) 341), and exact forecast errors. Signs are those of R: (1 − φB…)(w − mean) = (1 + θB…)e.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Estimator = Literal["ml", "css", "css-ml"]
ESTIMATORS: tuple[Estimator, ...] = ("ml", "css", "css-ml")
Covariance = Literal["hessian", "opg", "robust", "none"]
COVARIANCES: tuple[Covariance, ...] = ("hessian", "opg", "robust", "none")
Constant = Literal["auto", "yes", "no"]
CONSTANTS: tuple[Constant, ...] = ("auto", "yes", "no")
MOST_POINTS = 5_000
_WRITTEN = re.compile(r"arima\((\d+),(\d+),(\d+)\)(?:\((\d+),(\d+),(\d+)\)(?:\[?(\d+)\]?)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """(p, d, q)(P, D, Q)m."""

    p: int
    d: int
    q: int
    seasonal_p: int = 0
    seasonal_d: int = 0
    seasonal_q: int = 0
    m: int = 1

    @classmethod
    def parse(cls, text: str, *, season: int = 1) -> Order:
        """Read `arima(0,1,1)(0,1,1)12`; without m the season given is taken. Raises ValueError for anything else."""
        found = _WRITTEN.fullmatch("".join(text.split()))
        if not found:
            raise ValueError(f"‘{text}’ is not written as arima(p,d,q) or arima(p,d,q)(P,D,Q)m")
        p, d, q, sp, sd, sq, m = (int(part) if part else 0 for part in found.groups())
        made = cls(p, d, q, sp, sd, sq, (m or season) if sp + sd + sq else 1)
        if sp + sd + sq and made.m < 2:
            raise ValueError("a seasonal part needs a season of two steps or more, written after it")
        if max(p, q, sp, sq) > 5 or d > 2 or sd > 1 or made.m > 60:
            raise ValueError(
                "orders go up to 5, differences to 2, seasonal differences to 1, seasons to 60 steps"
            )
        return made

    def __str__(self) -> str:
        first = f"arima({self.p},{self.d},{self.q})"
        if not self.seasonal_p + self.seasonal_d + self.seasonal_q:
            return first
        return f"{first}({self.seasonal_p},{self.seasonal_d},{self.seasonal_q}){self.m}"

    @property
    def lost(self) -> int:
        """How many values differencing takes."""
        return self.d + self.seasonal_d * self.m

    @property
    def names(self) -> tuple[str, ...]:
        """The coefficients in R's names and order: ar, ma, sar, sma."""
        groups = (("ar", self.p), ("ma", self.q), ("sar", self.seasonal_p), ("sma", self.seasonal_q))
        return tuple(f"{name}{number}" for name, many in groups for number in range(1, many + 1))


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted model. `errors` are the standard errors of `values`, NaN where none can be told.

    `sigma2` is the maximum-likelihood variance of the innovations; `aic` counts the coefficients and that variance.
    `loglik` of a css fit is the conditional one (R's “part log likelihood”) and its aic None. `innovations` are
    standardised to variance `sigma2`, without the missing.
    """

    order: Order
    names: tuple[str, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...]
    sigma2: float
    loglik: float
    aic: float | None
    aicc: float | None
    bic: float | None
    used: int
    estimator: Estimator
    covariance: Covariance
    innovations: Floats
    series: Floats
    """As it was given, NaN where missing."""
    converged: bool


@dataclass(frozen=True, eq=False)
class Ahead:
    """Forecast means and the covariance of their errors (horizon × horizon), parameters taken as known."""

    mean: Floats
    covariance: Floats

    @property
    def sd(self) -> Floats:
        import numpy as np

        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)), dtype=np.float64)


def fit(
    series: Sequence[float | None] | Floats,
    order: Order,
    *,
    constant: Constant = "auto",
    estimator: Estimator = "ml",
    covariance: Covariance = "hessian",
) -> Fitted:
    """Fit the model. `constant` auto is a mean without differencing and nothing with it; yes is a mean or a drift.

    Raises ValueError where too few values are known, where css meets a gap, for a constant with two differences, and
    for more than 5,000 steps.
    """
    y = _array(series)
    problem = _Problem.of(y, order, _column(order, constant, len(y)))
    if estimator == "css" and problem.missing.shape[1]:
        raise ValueError("css cannot bridge a gap: use ml")
    start = _start(problem, estimator)
    objective = problem.css_value if estimator == "css" else problem.minus_loglik
    found, converged = _minimise(objective, start, problem.order)
    if covariance != "none":  # a back-test does without the last figures
        found = _polished(lambda raw: objective(raw, problem.order), found)
    return _finished(y, problem, found, estimator, covariance, converged=converged)


def _array(series: Sequence[float | None] | Floats) -> Floats:
    import numpy as np

    y = np.array([math.nan if value is None else float(value) for value in series], dtype=np.float64)
    if len(y) > MOST_POINTS:
        raise ValueError(f"an arima model takes at most {MOST_POINTS} steps")
    known = np.flatnonzero(np.isfinite(y))
    if not len(known):
        raise ValueError("there is no figure")
    return y[known[0] :] if known[0] else y  # gaps before the first figure say nothing


def _column(order: Order, constant: Constant, length: int) -> tuple[str, Floats] | None:
    """The regressor of a constant, in levels: ones for a mean, 1, 2, 3… for a drift."""
    import numpy as np

    differences = order.d + order.seasonal_d
    if constant == "no" or (constant == "auto" and differences):
        return None
    if differences > 1:
        raise ValueError("a constant with two differences would be a square: leave it out")
    if differences:
        return "drift", np.arange(1, length + 1, dtype=np.float64)
    return "intercept", np.ones(length)


def differenced(columns: Floats, order: Order) -> Floats:
    """Differences down the rows (steps × columns)."""
    for _ in range(order.d):
        columns = columns[1:] - columns[:-1]
    for _ in range(order.seasonal_d):
        columns = columns[order.m :] - columns[: -order.m]
    return columns


@dataclass(frozen=True, eq=False)
class _Problem:
    """What the likelihood needs: the differenced series with gaps at nought, columns for gaps, column for a constant."""

    order: Order
    name: str
    w: Floats
    missing: Floats
    constant: Floats | None
    scale: float

    @classmethod
    def of(cls, y: Floats, order: Order, column: tuple[str, Floats] | None) -> _Problem:
        import numpy as np

        gaps = np.flatnonzero(~np.isfinite(y))
        centre = float(np.nanmean(y)) if order.lost or column else 0.0
        filled = np.where(np.isfinite(y), y - centre, 0.0)
        spikes = np.zeros((len(y), len(gaps)))
        spikes[gaps, np.arange(len(gaps))] = 1.0
        w = differenced(filled[:, None], order)[:, 0]
        known = len(w) - len(gaps)
        wanted = len(order.names) + (column is not None)
        if known < wanted + 2:
            raise ValueError(
                f"{order} needs at least {wanted + 2} known values after differencing, and has {max(known, 0)}"
            )
        fixed = None if column is None else differenced(column[1][:, None], order)
        scale = float(np.std(w)) or 1.0
        return cls(order, column[0] if column else "", w / scale, differenced(spikes, order), fixed, scale)

    @property
    def used(self) -> int:
        return len(self.w) - int(self.missing.shape[1])

    @property
    def counted(self) -> int:
        """Parameters estimated, the variance among them."""
        return len(self.order.names) + (self.constant is not None) + 1

    def minus_loglik(self, raw: Floats, order: Order) -> float:
        """Of the scaled series, with variance and constant at their best."""
        whitened = self.whitened(raw, order)
        return math.inf if whitened is None else -self.loglik(whitened)

    def whitened(self, raw: Floats, order: Order) -> tuple[Floats, Floats, float, float] | None:
        """Independent residuals, the projected constant, its coefficient, and the log determinant; None off limits."""
        import numpy as np

        columns = [self.w[:, None], self.missing] + ([] if self.constant is None else [self.constant])
        done = whiten(np.hstack(columns), *polynomials(raw, order))
        if done is None:
            return None
        white, logs = done
        logdet, gaps = 2 * float(logs.sum()), self.missing.shape[1]
        residual, fixed = white[:, 0], white[:, 1 + gaps :]
        if gaps:
            basis, corner = np.linalg.qr(white[:, 1 : 1 + gaps])
            logdet += 2 * float(np.log(np.abs(np.diag(corner))).sum())
            residual, fixed = residual - basis @ (basis.T @ residual), fixed - basis @ (basis.T @ fixed)
        slope = 0.0
        if self.constant is not None:
            slope = float(fixed[:, 0] @ residual / (fixed[:, 0] @ fixed[:, 0]))
            residual = residual - slope * fixed[:, 0]
        return residual, fixed, slope, logdet

    def loglik(self, whitened: tuple[Floats, Floats, float, float]) -> float:
        residual, _, _, logdet = whitened
        squares = float(residual @ residual)
        if squares <= 0:
            return -math.inf
        return -0.5 * (self.used * (math.log(2 * math.pi * squares / self.used) + 1) + logdet)

    def css_residuals(self, raw: Floats, order: Order) -> tuple[Floats, float]:
        """Conditional residuals from step p + Pm on, and the constant's coefficient."""
        import numpy as np

        phi, theta = polynomials(raw, order)
        columns = self.w[:, None] if self.constant is None else np.hstack([self.w[:, None], self.constant])
        errors = _filtered(columns, phi, theta)
        if self.constant is None:
            return errors[:, 0], 0.0
        slope = float(errors[:, 1] @ errors[:, 0] / (errors[:, 1] @ errors[:, 1]))
        return errors[:, 0] - slope * errors[:, 1], slope

    def css_value(self, raw: Floats, order: Order) -> float:
        errors, _ = self.css_residuals(raw, order)
        squares = float(errors @ errors)
        return 0.5 * len(errors) * math.log(squares / len(errors)) if 0 < squares < math.inf else math.inf


def whiten(columns: Floats, phi: Floats, theta: Floats) -> tuple[Floats, Floats] | None:
    """Columns as independent innovations of variance 1, and the log of each step's own standard deviation.

    None where the model is not stationary, or so nearly not that its covariance has no factor.
    """
    import numpy as np
    from scipy.linalg import LinAlgError, cholesky_banded
    from scipy.linalg.lapack import dtbtrs

    band = _band(phi, theta, len(columns))
    if band is None:
        return None
    p, first = len(phi), min(max(len(phi), len(theta)), len(columns))
    moved = np.array(columns, dtype=np.float64)
    for lag in range(1, p + 1):
        if phi[lag - 1] and first < len(columns):
            moved[first:] -= phi[lag - 1] * columns[first - lag : len(columns) - lag]
    try:
        factor = cholesky_banded(band, lower=True, check_finite=False)
    except LinAlgError:
        return None
    white, info = dtbtrs(factor, moved, uplo="L")
    return (white, np.log(factor[0])) if info == 0 else None


def _band(phi: Floats, theta: Floats, length: int) -> Floats | None:
    """The covariance of the first m values as they are and of the later ones as moving averages, by distance and place.

    m is the longer of the two orders. Within the first m it is γ(d), between them and later ones Σ θ(j)ψ(j − d), among the
    later ones that of the moving average.
    """
    import numpy as np

    m = max(len(phi), len(theta))
    gamma = autocovariances(phi, theta, m + 1)
    if gamma is None:
        return None
    coefficients = np.zeros(m + 1)
    coefficients[: len(theta) + 1] = _spread(theta, 1)
    psi = psi_weights(phi, theta, m + 1)
    between = np.array([coefficients[d:] @ psi[: m + 1 - d] for d in range(m + 1)])
    among = np.array([coefficients[d:] @ coefficients[: m + 1 - d] for d in range(m + 1)])
    band = np.repeat(among[:, None], length, axis=1)
    for place in range(min(m, length)):
        band[:, place] = between
        band[: m - place, place] = gamma[: m - place]
    return band[:length]


def polynomials(raw: Floats, order: Order) -> tuple[Floats, Floats]:
    """The expanded AR and MA coefficients (lags 1, 2, …) of the multiplicative model."""
    import numpy as np

    ar, ma, sar, sma = _apart(np.asarray(raw, dtype=np.float64), order)
    phi = -np.convolve(_spread(-ar, 1), _spread(-sar, order.m))[1:]
    theta = np.convolve(_spread(ma, 1), _spread(sma, order.m))[1:]
    return phi, theta


def _apart(raw: Floats, order: Order) -> tuple[Floats, Floats, Floats, Floats]:
    """Coefficients as ar, ma, sar, sma."""
    a, b = order.p, order.p + order.q
    c = b + order.seasonal_p
    return raw[:a], raw[a:b], raw[b:c], raw[c : c + order.seasonal_q]


def _spread(coefficients: Floats, m: int) -> Floats:
    """1 + c₁Bᵐ + c₂B²ᵐ…"""
    import numpy as np

    found = np.zeros(len(coefficients) * m + 1)
    found[0] = 1.0
    found[m::m] = coefficients
    return found


def autocovariances(phi: Floats, theta: Floats, length: int) -> Floats | None:
    """γ(0), γ(1), … of an ARMA process with innovations of variance 1; None where it is not stationary."""
    import numpy as np

    if len(phi) and not _is_stationary(phi):
        return None
    q = len(theta)
    coefficients = _spread(theta, 1)
    if not len(phi):
        gamma = np.zeros(max(length, q + 1))
        gamma[: q + 1] = [coefficients[k:] @ coefficients[: q + 1 - k] for k in range(q + 1)]
        return gamma[:length]
    return _with_ar(phi, coefficients, length)


def _with_ar(phi: Floats, coefficients: Floats, length: int) -> Floats:
    """γ from its own equations γ(k) − Σφ(i)γ(|k − i|) = Σ θ(j)ψ(j − k), then by recursion."""
    import numpy as np

    p, q = len(phi), len(coefficients) - 1
    psi = psi_weights(phi, coefficients[1:], q + 1)
    right = np.array([coefficients[k:] @ psi[: q + 1 - k] if k <= q else 0.0 for k in range(max(p, q) + 1)])
    left = np.zeros((p + 1, p + 1))
    for k in range(p + 1):
        left[k, k] += 1.0
        for i in range(1, p + 1):
            left[k, abs(k - i)] -= phi[i - 1]
    gamma = np.zeros(max(length, p + 1))
    gamma[: p + 1] = np.linalg.solve(left, right[: p + 1])
    for k in range(p + 1, len(gamma)):
        gamma[k] = phi @ gamma[k - p : k][::-1] + (right[k] if k < len(right) else 0.0)
    return gamma[:length]


def psi_weights(phi: Floats, theta: Floats, many: int) -> Floats:
    """How much an innovation is felt so many steps later: ψ(0) = 1, ψ(1), …"""
    import numpy as np

    psi = np.zeros(many)
    psi[0] = 1.0
    for k in range(1, many):
        reach = min(k, len(phi))
        psi[k] = (theta[k - 1] if k <= len(theta) else 0.0) + phi[:reach] @ psi[k - reach : k][::-1]
    return psi


def _is_stationary(phi: Floats) -> bool:
    """By Durbin and Levinson backwards: all partial autocorrelations lie between −1 and 1."""
    import numpy as np

    rest = np.array(phi)
    while len(rest):
        last = rest[-1]
        if abs(last) >= 1 - 1e-10:
            return False
        rest = (rest[:-1] + last * rest[:-1][::-1]) / (1 - last * last)
    return True


def _filtered(columns: Floats, phi: Floats, theta: Floats) -> Floats:
    import numpy as np

    p = len(phi)
    driven = columns[p:].copy()
    for lag, value in enumerate(phi, start=1):
        if value:
            driven -= value * columns[p - lag : len(columns) - lag]
    errors = np.zeros_like(driven)
    for step in range(len(driven)):
        reach = min(step, len(theta))
        errors[step] = driven[step] - (theta[:reach] @ errors[step - reach : step][::-1] if reach else 0.0)
    return errors


def _constrained(free: Floats, order: Order) -> Floats:
    """Free numbers as coefficients of a stationary and invertible model (Monahan, Biometrika 71 (1984) 403)."""
    import numpy as np

    ends = np.cumsum([order.p, order.q, order.seasonal_p, order.seasonal_q])
    parts = np.split(free, ends[:-1])
    signs = (1, -1, 1, -1)
    return np.concatenate(
        [sign * _from_partial(np.tanh(part)) for sign, part in zip(signs, parts, strict=True)]
    )


def _from_partial(partial: Floats) -> Floats:
    """Coefficients from partial autocorrelations, by Durbin and Levinson."""
    import numpy as np

    found: list[float] = []
    for value in partial.tolist():
        found = [*(one - value * other for one, other in zip(found, reversed(found), strict=True)), value]
    return np.array(found, dtype=np.float64)


def _start(problem: _Problem, estimator: Estimator) -> list[Floats]:
    """Where to begin: no coefficients, and where there is a moving average also small ones, since it may have two hills."""
    import numpy as np

    order, many = problem.order, len(problem.order.names)
    starts = [np.zeros(many)]
    if order.q + order.seasonal_q:
        starts.append(np.full(many, -0.3))
    if estimator == "css-ml" and many and not problem.missing.shape[1]:
        starts = [_free_minimum(problem.css_value, starts[0], order)[0]]
    return starts


Objective = Callable[["Floats", Order], float]


def _free_minimum(objective: Objective, start: Floats, order: Order) -> tuple[Floats, float, bool]:
    import numpy as np
    from scipy.optimize import minimize

    if not len(start):
        return start, objective(start, order), True

    def value(free: Floats) -> float:
        found = objective(_constrained(np.clip(free, -9, 9), order), order)
        return found if math.isfinite(found) else 1e10

    done = minimize(value, start, method="BFGS", options={"gtol": 1e-6, "maxiter": 400})
    return np.asarray(done.x, dtype=np.float64), float(done.fun), bool(done.success or done.status == 2)


def _minimise(objective: Objective, starts: list[Floats], order: Order) -> tuple[Floats, bool]:
    import numpy as np

    tried = [_free_minimum(objective, start, order) for start in starts]
    best = min(tried, key=lambda one: one[1])
    if not len(best[0]):
        return best[0], True
    return _constrained(np.clip(best[0], -9, 9), order), best[2] and best[1] < 1e9


def _polished(value: Callable[[Floats], float], at: Floats) -> Floats:
    """Newton's last steps, kept only where they lead down: the optimiser stops at the noise of its differences."""
    import numpy as np

    best, lowest = at, value(at)
    for _ in range(3):
        if not len(best):
            break
        slope, curve = _derivatives(value, best)
        if slope is None or curve is None or not np.isfinite(curve).all():
            break
        try:
            step = np.linalg.solve(curve, slope)
        except np.linalg.LinAlgError:
            break
        tried = value(best - step)
        if not tried < lowest:
            break
        best, lowest = best - step, tried
    return best


def _derivatives(
    value: Callable[[Floats], float], at: Floats, step: float = 1e-4
) -> tuple[Floats | None, Floats | None]:
    """Gradient and Hessian by central differences; None where the value is not finite nearby."""
    import numpy as np

    many, middle = len(at), value(at)
    slope, curve = np.zeros(many), np.zeros((many, many))
    steps = step * np.maximum(1.0, np.abs(at))
    for i in range(many):
        for j in range(i + 1):
            corners = [_moved(value, at, i, j, a * steps[i], b * steps[j]) for a in (1, -1) for b in (1, -1)]
            if i == j:
                up, down = corners[0], corners[3]
                slope[i] = (
                    _moved(value, at, i, i, steps[i] / 2, steps[i] / 2)
                    - _moved(value, at, i, i, -steps[i] / 2, -steps[i] / 2)
                ) / (2 * steps[i])
                curve[i, i] = (up - 2 * middle + down) / (4 * steps[i] ** 2)
            else:
                curve[i, j] = curve[j, i] = (corners[0] - corners[1] - corners[2] + corners[3]) / (
                    4 * steps[i] * steps[j]
                )
    if not (np.isfinite(slope).all() and np.isfinite(curve).all()):
        return None, None
    return slope, curve


def _moved(value: Callable[[Floats], float], at: Floats, i: int, j: int, a: float, b: float) -> float:
    moved = at.copy()
    moved[i] += a
    moved[j] += b
    return value(moved)


def _finished(
    y: Floats,
    problem: _Problem,
    raw: Floats,
    estimator: Estimator,
    covariance: Covariance,
    *,
    converged: bool,
) -> Fitted:
    import numpy as np

    order, scale = problem.order, problem.scale
    if estimator == "css":
        residual, slope = problem.css_residuals(raw, order)
        sigma2 = float(residual @ residual) / len(residual)
        loglik = -0.5 * problem.used * (1 + math.log(2 * math.pi * sigma2)) - problem.used * math.log(scale)
    else:
        whitened = problem.whitened(raw, order)
        if whitened is None:
            raise ValueError(f"{order} could not be fitted to this series")
        residual, _, slope, _ = whitened
        sigma2 = float(residual @ residual) / problem.used
        loglik = problem.loglik(whitened) - problem.used * math.log(scale)
    names, values = order.names, [float(one) for one in raw]
    errors = _errors(problem, raw, slope, sigma2, estimator, covariance)
    if problem.constant is not None:
        names, values = (*names, problem.name), [*values, slope * scale]
        errors[-1] *= scale
        if problem.name == "intercept":
            values[-1] += float(np.nanmean(y))
    counted, used = problem.counted, problem.used
    aic = None if estimator == "css" else -2 * loglik + 2 * counted
    return Fitted(
        order, names, tuple(values), tuple(errors), sigma2 * scale**2, loglik, aic,
        None if aic is None or used <= counted + 1 else aic + 2 * counted * (counted + 1) / (used - counted - 1),
        None if aic is None else aic + counted * (math.log(used) - 2), used, estimator, covariance,
        residual * scale, y, converged,
    )  # fmt: skip


def _errors(
    problem: _Problem, raw: Floats, slope: float, sigma2: float, estimator: Estimator, covariance: Covariance
) -> list[float]:
    """Standard errors of coefficients and constant; NaN where the information is not positive."""
    import numpy as np

    many = len(raw) + (problem.constant is not None)
    if covariance == "none" or not many:
        return [math.nan] * many
    at = np.r_[raw, slope] if problem.constant is not None else np.array(raw)
    if covariance == "hessian":
        information = _derivatives(lambda full: _minus_at(problem, full, None, estimator), at)[1]
        return _rooted(None if information is None else _inverse(information), many)
    full = np.r_[at, sigma2]
    scores = _scores(problem, full, estimator)
    outer = None if scores is None else scores.T @ scores
    if covariance == "opg" or outer is None:
        return _rooted(None if outer is None else _inverse(outer), many)
    bread = _derivatives(lambda one: _minus_at(problem, one[:-1], float(one[-1]), estimator), full)[1]
    inverse = None if bread is None else _inverse(bread)
    return _rooted(None if inverse is None else inverse @ outer @ inverse, many)


def _inverse(matrix: Floats) -> Floats | None:
    import numpy as np

    try:
        return np.asarray(np.linalg.inv(matrix), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None


def _rooted(covariance: Floats | None, many: int) -> list[float]:
    if covariance is None:
        return [math.nan] * many
    return [math.sqrt(covariance[i, i]) if covariance[i, i] > 0 else math.nan for i in range(many)]


def _parts_at(problem: _Problem, full: Floats, estimator: Estimator) -> tuple[Floats, Floats] | None:
    """Residuals at these coefficients and this constant, and the log of their own scale at each step."""
    import numpy as np

    raw = full[: len(problem.order.names)]
    w = problem.w if problem.constant is None else problem.w - full[len(raw)] * problem.constant[:, 0]
    phi, theta = polynomials(raw, problem.order)
    if estimator == "css":
        errors = _filtered(w[:, None], phi, theta)[:, 0]
        return errors, np.zeros_like(errors)
    done = whiten(np.column_stack([w, problem.missing]), phi, theta)
    if done is None:
        return None
    white, logs = done
    if not problem.missing.shape[1]:
        return white[:, 0], logs
    basis, corner = np.linalg.qr(white[:, 1:])
    logs[0] += float(np.log(np.abs(np.diag(corner))).sum())
    return white[:, 0] - basis @ (basis.T @ white[:, 0]), logs


def _minus_at(problem: _Problem, full: Floats, sigma2: float | None, estimator: Estimator) -> float:
    """−log likelihood at these coefficients and constant; at its best variance where none is given."""
    import numpy as np

    parts = _parts_at(problem, full, estimator)
    if parts is None or (sigma2 is not None and sigma2 <= 0):
        return math.nan
    residual, logs = parts
    used = len(residual) if estimator == "css" else problem.used
    squares = float(residual @ residual)
    at = squares / used if sigma2 is None else sigma2
    return 0.5 * (used * math.log(2 * math.pi * at) + squares / at) + float(np.sum(logs))


def _scores(problem: _Problem, full: Floats, estimator: Estimator) -> Floats | None:
    """The slope of each step's own log likelihood (steps × parameters). Raises ValueError where there are gaps."""
    import numpy as np

    if problem.missing.shape[1]:
        raise ValueError("the outer product of gradients needs a series without gaps: use hessian")

    def steps(at: Floats) -> Floats | None:
        parts = _parts_at(problem, at[:-1], estimator)
        if parts is None or at[-1] <= 0:
            return None
        residual, logs = parts
        return np.asarray(-0.5 * (np.log(2 * np.pi * at[-1]) + residual**2 / at[-1]) - logs, dtype=np.float64)

    columns = []
    for place, value in enumerate(full):
        step = 1e-5 * max(1e-2, abs(value))
        up, down = full.copy(), full.copy()
        up[place] += step
        down[place] -= step
        high, low = steps(up), steps(down)
        if high is None or low is None:
            return None
        columns.append((high - low) / (2 * step))
    return np.column_stack(columns)


def ahead(fitted: Fitted, horizon: int) -> Ahead:
    """Forecasts of the next steps. What is missing and what is to come are estimated together, so errors are exact."""
    import numpy as np
    from scipy.linalg import solve_triangular

    order = fitted.order
    raw = np.array(fitted.values[: len(order.names)])
    whole = np.r_[fitted.series, np.full(horizon, np.nan)]
    level = _level(fitted, len(whole))
    gaps = np.flatnonzero(~np.isfinite(whole))
    spikes = np.zeros((len(whole), len(gaps)))
    spikes[gaps, np.arange(len(gaps))] = 1.0
    # About a middle value, so that large levels do not eat the digits of the differences.
    middle = float(np.nanmean(whole - level)) if order.lost else 0.0
    filled = np.where(np.isfinite(whole), whole - level - middle, 0.0)
    columns = differenced(np.column_stack([filled, spikes]), order)
    done = whiten(columns, *polynomials(raw, order))
    if done is None:
        raise ValueError("the fitted model is not stationary")
    white = done[0]
    basis, corner = np.linalg.qr(white[:, 1:])
    estimates = -solve_triangular(corner, basis.T @ white[:, 0], lower=False)
    inverse = solve_triangular(corner, np.eye(len(gaps)), lower=False)
    covariance = fitted.sigma2 * (inverse @ inverse.T)
    mean = estimates[-horizon:] + level[-horizon:] + middle
    return Ahead(mean, covariance[-horizon:, -horizon:])


def _level(fitted: Fitted, length: int) -> Floats:
    """What the constant adds at each step."""
    import numpy as np

    if "intercept" in fitted.names:
        return np.full(length, fitted.values[-1])
    if "drift" in fitted.names:
        return np.asarray(fitted.values[-1] * np.arange(1, length + 1), dtype=np.float64)
    return np.zeros(length)


@dataclass(frozen=True)
class Portmanteau:
    """Ljung and Box's test that residuals do not hang together. `degrees` are lags less coefficients fitted."""

    lags: int
    statistic: float
    degrees: int
    p: float | None


def ljung_box(residuals: Floats, *, lags: int, fitted: int = 0) -> Portmanteau:
    """Source: Ljung and Box, Biometrika 65 (1978) 297. p is None without a degree of freedom."""
    import numpy as np
    from scipy.special import chdtrc

    centred = residuals - residuals.mean()
    n, bottom = len(centred), float(centred @ centred)
    used = min(lags, n - 1)
    if bottom <= 0 or used < 1:
        return Portmanteau(used, 0.0, max(0, used - fitted), None)
    rho = np.array([float(centred[k:] @ centred[:-k]) / bottom for k in range(1, used + 1)])
    statistic = float(n * (n + 2) * np.sum(rho**2 / (n - np.arange(1, used + 1))))
    degrees = used - fitted
    return Portmanteau(used, statistic, degrees, float(chdtrc(degrees, statistic)) if degrees > 0 else None)
