"""Stationary ARMA processes: coefficients, autocovariances, and series turned into independent innovations.

The covariance of a series whose later values were filtered to moving averages is a band, so its factor takes a time that
grows with the length only (Ansley, Biometrika 66 (1979) 59).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.orders import Order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


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

    ar, ma, sar, sma = apart(np.asarray(raw, dtype=np.float64), order)
    phi = -np.convolve(_spread(-ar, 1), _spread(-sar, order.m))[1:]
    theta = np.convolve(_spread(ma, 1), _spread(sma, order.m))[1:]
    return phi, theta


def apart(raw: Floats, order: Order) -> tuple[Floats, Floats, Floats, Floats]:
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
