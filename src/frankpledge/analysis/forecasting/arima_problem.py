"""What the likelihood of an ARIMA model is worked out from: the differenced series, its gaps, its constant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.forecasting.innovations import polynomials, whiten
from frankpledge.analysis.forecasting.orders import Order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


Constant = Literal["auto", "yes", "no"]
CONSTANTS: tuple[Constant, ...] = ("auto", "yes", "no")


def column(order: Order, constant: Constant, length: int) -> tuple[str, Floats] | None:
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
class Problem:
    """What the likelihood needs: the differenced series with gaps at nought, columns for gaps, column for a constant."""

    order: Order
    name: str
    w: Floats
    missing: Floats
    constant: Floats | None
    scale: float

    @classmethod
    def of(cls, y: Floats, order: Order, column: tuple[str, Floats] | None) -> Problem:
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
        errors = filtered(columns, phi, theta)
        if self.constant is None:
            return errors[:, 0], 0.0
        slope = float(errors[:, 1] @ errors[:, 0] / (errors[:, 1] @ errors[:, 1]))
        return errors[:, 0] - slope * errors[:, 1], slope

    def css_value(self, raw: Floats, order: Order) -> float:
        errors, _ = self.css_residuals(raw, order)
        squares = float(errors @ errors)
        return 0.5 * len(errors) * math.log(squares / len(errors)) if 0 < squares < math.inf else math.inf


def filtered(columns: Floats, phi: Floats, theta: Floats) -> Floats:
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
