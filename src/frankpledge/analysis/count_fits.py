"""Log-linear fits to counts by iterated weighted least squares: what to expect, and how much chance there is in it.

The model is log μ = Xβ + offset with variance φμ (quasi-Poisson; Nelder and Wedderburn 1972, McCullagh and Nelder
1989). φ is Pearson's χ² over its degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

MOST_STEPS = 60
CLOSE_ENOUGH = 1e-11
"""Relative change of the deviance at which the fit has settled."""
FARTHEST = 30.0
"""Linear predictors are kept within e^±30: a cell of noughts has its best fit at minus infinity."""


@dataclass(frozen=True, eq=False)
class CountFit:
    """A fitted model. `pearson` is φ as estimated, never floored; `leverage` the diagonal of the hat matrix."""

    coefficients: Floats
    fitted: Floats
    leverage: Floats
    unscaled: Floats
    """(XᵀWX)⁻¹: times φ the covariance of the coefficients."""
    pearson: float
    working: float
    """Σω·(working residual)² over the degrees of freedom: another dispersion, kept for comparison with R."""
    degrees: int

    @property
    def dispersion(self) -> float:
        """φ, never below 1: counts are not taken to vary less than chance."""
        return max(self.pearson, 1.0)

    def link_at(self, row: Floats, offset: float = 0.0) -> float:
        """log μ for one row of the design."""
        return float(row @ self.coefficients) + offset

    def unscaled_error_at(self, row: Floats) -> float:
        """The standard error of log μ, for φ = 1."""
        return math.sqrt(max(float(row @ self.unscaled @ row), 0.0))


def fit_counts(
    design: Floats, counts: Floats, *, weights: Floats | None = None, offset: Floats | None = None
) -> CountFit | None:
    """Fit the counts. None when it does not settle, or when no degree of freedom is left.

    `design` is one row a count; `weights` say how much each count counts (1 when left out).
    """
    import numpy as np

    given = np.ones(len(counts)) if weights is None else np.asarray(weights, dtype=float)
    shift = np.zeros(len(counts)) if offset is None else np.asarray(offset, dtype=float)
    degrees = int((given > 0).sum()) - int(np.linalg.matrix_rank(design))
    if degrees < 1 or counts.sum() <= 0:
        return None
    settled = _settle(design, counts, given, shift)
    if settled is None:
        return None
    link, coefficients = settled
    fitted = np.exp(link)
    leverage, unscaled = _geometry(design, given * fitted)
    residual = counts - fitted
    return CountFit(
        coefficients=coefficients,
        fitted=fitted,
        leverage=leverage,
        unscaled=unscaled,
        pearson=float((given * residual**2 / fitted).sum() / degrees),
        working=float((given * (residual / fitted) ** 2).sum() / degrees),
        degrees=degrees,
    )


def _settle(design: Floats, counts: Floats, given: Floats, shift: Floats) -> tuple[Floats, Floats] | None:
    import numpy as np

    link: Floats = np.log(counts + 0.1)
    before = np.inf
    coefficients: Floats = np.zeros(design.shape[1])
    for _ in range(MOST_STEPS):
        fitted = np.exp(link)
        root = np.sqrt(given * fitted)
        working = link - shift + (counts - fitted) / fitted
        solved = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        coefficients = np.asarray(solved, dtype=np.float64)
        link = np.asarray(np.clip(design @ coefficients + shift, -FARTHEST, FARTHEST), dtype=np.float64)
        now = _deviance(counts, np.exp(link), given)
        if abs(now - before) / (abs(now) + 0.1) < CLOSE_ENOUGH:
            return link, coefficients
        before = now
    return None


def _deviance(counts: Floats, fitted: Floats, given: Floats) -> float:
    import numpy as np
    from scipy.special import xlogy

    return float(2 * np.sum(given * (xlogy(counts, counts / fitted) - (counts - fitted))))


def _geometry(design: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The leverages and (XᵀWX)⁻¹, with columns scaled so that tiny cells do no harm."""
    import numpy as np

    weighted = design * np.sqrt(weights)[:, None]
    scale: Floats = np.sqrt((weighted**2).sum(axis=0))
    scale[scale == 0] = 1.0
    basis, upper = np.linalg.qr(weighted / scale)
    inverse = np.linalg.pinv(upper)
    unscaled = (inverse @ inverse.T) / np.outer(scale, scale)
    return (basis**2).sum(axis=1), unscaled
