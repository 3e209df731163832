"""Whether what a model leaves still hangs together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


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
