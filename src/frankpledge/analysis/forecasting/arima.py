"""Seasonal ARIMA by exact maximum likelihood, with missing values, as R's arima() and statsmodels define it.

The differenced series is normal with the autocovariances of the model, so its likelihood is that of one multivariate
normal (`innovations`). A missing value, and every value to be forecast, is a number to be estimated by generalised
least squares in the series before differencing; for the likelihood it is integrated out.
That gives the diffuse likelihood that a Kalman filter would (Gómez, Maravall and Peña, Journal of Econometrics 88
(1999) 341), and exact forecast errors. Signs are those of R: (1 − φB…)(w − mean) = (1 + θB…)e.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.arima_errors import Covariance, Estimator, derivatives, standard_errors
from frankpledge.analysis.forecasting.arima_problem import Constant, Problem, column, differenced
from frankpledge.analysis.forecasting.innovations import polynomials, whiten
from frankpledge.analysis.forecasting.orders import Order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_POINTS = 5_000


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
    problem = Problem.of(y, order, column(order, constant, len(y)))
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


def _start(problem: Problem, estimator: Estimator) -> list[Floats]:
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
        slope, curve = derivatives(value, best)
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


def _finished(
    y: Floats,
    problem: Problem,
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
    errors = standard_errors(problem, raw, slope, sigma2, estimator, covariance)
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
