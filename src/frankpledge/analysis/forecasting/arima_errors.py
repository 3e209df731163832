"""Standard errors of ARIMA coefficients: from the curvature of the likelihood, its gradients, or both."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.forecasting.arima_problem import Problem, filtered
from frankpledge.analysis.forecasting.innovations import polynomials, whiten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


Estimator = Literal["ml", "css", "css-ml"]
ESTIMATORS: tuple[Estimator, ...] = ("ml", "css", "css-ml")
Covariance = Literal["hessian", "opg", "robust", "none"]
COVARIANCES: tuple[Covariance, ...] = ("hessian", "opg", "robust", "none")


def standard_errors(
    problem: Problem, raw: Floats, slope: float, sigma2: float, estimator: Estimator, covariance: Covariance
) -> list[float]:
    """Standard errors of coefficients and constant; NaN where the information is not positive."""
    import numpy as np

    many = len(raw) + (problem.constant is not None)
    if covariance == "none" or not many:
        return [math.nan] * many
    at = np.r_[raw, slope] if problem.constant is not None else np.array(raw)
    if covariance == "hessian":
        information = derivatives(lambda full: _minus_at(problem, full, None, estimator), at)[1]
        return _rooted(None if information is None else _inverse(information), many)
    full = np.r_[at, sigma2]
    scores = _scores(problem, full, estimator)
    outer = None if scores is None else scores.T @ scores
    if covariance == "opg" or outer is None:
        return _rooted(None if outer is None else _inverse(outer), many)
    bread = derivatives(lambda one: _minus_at(problem, one[:-1], float(one[-1]), estimator), full)[1]
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


def _parts_at(problem: Problem, full: Floats, estimator: Estimator) -> tuple[Floats, Floats] | None:
    """Residuals at these coefficients and this constant, and the log of their own scale at each step."""
    import numpy as np

    raw = full[: len(problem.order.names)]
    w = problem.w if problem.constant is None else problem.w - full[len(raw)] * problem.constant[:, 0]
    phi, theta = polynomials(raw, problem.order)
    if estimator == "css":
        errors = filtered(w[:, None], phi, theta)[:, 0]
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


def _minus_at(problem: Problem, full: Floats, sigma2: float | None, estimator: Estimator) -> float:
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


def _scores(problem: Problem, full: Floats, estimator: Estimator) -> Floats | None:
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


def derivatives(
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
