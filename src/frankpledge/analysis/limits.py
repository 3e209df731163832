"""Tails and limits of the conditional binomial and of a Poisson count: the arithmetic under every interval here.

Given a + b events in two periods, a is binomial; its odds, over the ratio of the exposures, are the ratio of the
two rates. So one lower limit of odds serves every comparison: the upper limit is the lower one turned round.
Nothing here rounds, and scipy is imported inside functions because importing it takes about a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

Method = Literal["exact", "midp", "score"]
METHODS: tuple[Method, ...] = ("exact", "midp", "score")


def normal_quantile(probability: float) -> float:
    """The z below which a standard normal value falls with this probability."""
    from scipy.special import ndtri

    return float(ndtri(probability))


def at_least(a: int, b: int, p: float, q: float) -> float:
    """P(X ≥ a) where X is binomial of a + b trials with probability p, and q = 1 − p is given unrounded."""
    from scipy.special import betainc, betaincc

    if a <= 0:
        return 1.0
    if b < 0:
        return 0.0
    # From the smaller of p and q, since 1 − (a number near 1) loses the digits that matter in a tail.
    return float(betainc(a, b + 1, p) if p <= q else betaincc(b + 1, a, q))


def mid_at_least(a: int, b: int, p: float, q: float) -> float:
    """P(X > a) + ½P(X = a), the mid-p tail."""
    return (at_least(a, b, p, q) + at_least(a + 1, b - 1, p, q)) / 2


def lower_odds(a: int, b: int, alpha: float, method: Method) -> float:
    """The odds p/(1 − p) below which a or more of a + b events would have a chance under `alpha`; 0 when a is 0."""
    if a == 0:
        return 0.0
    return _LOWER[method](a, b, alpha)


def upper_odds(a: int, b: int, alpha: float, method: Method) -> float:
    """The odds above which a or fewer of a + b would have a chance under `alpha`; infinite when b is 0."""
    turned = lower_odds(b, a, alpha, method)
    return math.inf if turned == 0 else 1 / turned


def _exact(a: int, b: int, alpha: float) -> float:
    """Clopper and Pearson 1934, as odds."""
    from scipy.special import betainccinv, betaincinv

    return float(betaincinv(a, b + 1, alpha)) / float(betainccinv(b + 1, a, alpha))


def _midp(a: int, b: int, alpha: float) -> float:
    """As exact, but the observed outcome counts half; lies between the exact limits of a and of a + 1."""
    low = _exact(a, b, alpha)
    if b == 0:
        p = math.pow(2 * alpha, 1 / a)
        return p / (1 - p)

    def excess(log_odds: float) -> float:
        odds = math.exp(log_odds)
        # The log of the tail is nearly straight in the log of the odds, so a handful of steps is enough.
        return math.log(mid_at_least(a, b, odds / (1 + odds), 1 / (1 + odds)) / alpha)

    return math.exp(root(excess, math.log(low), math.log(_exact(a + 1, b - 1, alpha))))


def _score(a: int, b: int, alpha: float) -> float:
    """Wilson's interval as odds: the smaller root r of (a − b·r)² = z²(a + b)·r, in the form that does not cancel."""
    spread = normal_quantile(1 - alpha) ** 2 * (a + b)
    return 2 * a * a / (2 * a * b + spread + math.sqrt(spread * (4 * a * b + spread)))


_LOWER: dict[Method, Callable[[int, int, float], float]] = {"exact": _exact, "midp": _midp, "score": _score}


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses nought between low and high (Illinois false position, to about 1e-12)."""
    at_low, at_high, side = function(low), function(high), 0
    for _ in range(100):
        if at_high == at_low or high - low <= 1e-14 * max(1.0, abs(low)):
            break
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        value = function(middle)
        if abs(value) < 1e-12:
            return middle
        # When the same end moves twice running, halving the other's height pulls that one in too.
        if value < 0:
            at_high, side = (at_high / 2 if side == -1 else at_high), -1
            low, at_low = middle, value
        else:
            at_low, side = (at_low / 2 if side == 1 else at_low), 1
            high, at_high = middle, value
    return (low + high) / 2


def log_binomial(x: int, n: int, p: float, q: float) -> float:
    """log P(X = x), by Loader's saddle-point form, which keeps its digits for millions of events.

    Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
    """
    if x == 0:
        return n * math.log(q) if p > q else n * math.log1p(-p)
    if x == n:
        return n * math.log(p) if q > p else n * math.log1p(-q)
    correction = _stirling_error(n) - _stirling_error(x) - _stirling_error(n - x)
    distance = _deviance(x, n * p) + _deviance(n - x, n * q)
    return correction - distance - 0.5 * math.log(2 * math.pi * x * (n - x) / n)


def _deviance(x: float, mean: float) -> float:
    return x * math.log(x / mean) + mean - x


def _stirling_error(n: int) -> float:
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2 * math.pi)
    square = n * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n


def minimum_likelihood(a: int, b: int, p: float, q: float) -> float:
    """Two-sided p: the chance of every outcome no likelier than a of a + b (what R's binom.test gives).

    Likelihoods within one part in ten million count as equal, as in R, since binary fractions cannot settle ties.
    """
    n, mean = a + b, (a + b) * p
    if math.isclose(a, mean, rel_tol=1e-12):
        return 1.0
    if a > mean:
        return minimum_likelihood(b, a, q, p)
    limit = log_binomial(a, n, p, q) + math.log1p(1e-7)
    low, high = math.ceil(mean), n + 1
    while low < high:  # beyond the mean the likelihoods only fall, so the first small one can be searched for
        middle = (low + high) // 2
        low, high = (low, middle) if log_binomial(middle, n, p, q) <= limit else (middle + 1, high)
    return min(1.0, at_least(b, a, q, p) + at_least(low, n - low, p, q))


def poisson_limits(n: int, alpha: float, method: Literal["exact", "byar", "score"]) -> tuple[float, float]:
    """Limits of the mean of a Poisson count, `alpha` in each tail; the lower is 0 when n is 0.

    Sources: Garwood 1936 (exact: half a chi-squared quantile on 2n and 2n + 2 degrees of freedom); Byar's
    approximation as in Breslow and Day 1987; score by inverting (n − μ)/√μ.
    """
    if method == "exact":
        from scipy.special import gammainccinv, gammaincinv

        return (float(gammaincinv(n, alpha)) if n else 0.0), float(gammainccinv(n + 1, alpha))
    z = normal_quantile(1 - alpha)
    if method == "score":
        centre, spread = n + z * z / 2, z * math.sqrt(n + z * z / 4)
        return (max(0.0, centre - spread) if n else 0.0), centre + spread
    return (_byar(n, -z) if n else 0.0), _byar(n + 1, z)


def _byar(n: int, z: float) -> float:
    return max(0.0, n * (1 - 1 / (9 * n) + z / (3 * math.sqrt(n))) ** 3)
