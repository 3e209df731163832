"""How a count changed between two periods, with the interval that chance alone would leave.

The counts are taken as Poisson with rates that may differ; given their sum, the new count is binomial, so the
limits of its odds over the ratio of the exposures are the limits of the ratio of the rates (Przyborowski and
Wilenski 1940). Crime counts usually vary more than that: see `dispersion`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from frankpledge.analysis.limits import (
    METHODS,
    Method,
    at_least,
    lower_odds,
    mid_at_least,
    minimum_likelihood,
    normal_quantile,
    upper_odds,
)

Alternative = Literal["two-sided", "greater", "less"]
ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "greater", "less")


class Direction(StrEnum):
    """What may be said of a change; it follows the interval shown, never the sign alone."""

    ROSE = "rose"
    FELL = "fell"
    NO_CLEAR_CHANGE = "no_clear_change"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Change:
    """A change from `old` to `new`, over exposures (old, new) in one unit, such as days or residents.

    `ratio` is the new rate over the old (exact; None when old is 0), `percent` the same as a change in per cent.
    `low` and `high` bound the ratio (infinite when nothing bounds it); `percent_low` and `percent_high` the
    percentage (None where there is no percentage or no limit). `p` belongs to the interval shown: it is below
    1 − confidence exactly when the interval leaves out 1. `p_central` (twice the smaller tail) and `p_minlike`
    (all outcomes no likelier, as R) are those of the exact conditional test, whatever the method; with a one-sided
    alternative both are that tail. All three are None when no event happened in either period.
    """

    old: int
    new: int
    exposure: tuple[Fraction, Fraction]
    ratio: Fraction | None
    percent: Fraction | None
    low: float
    high: float
    p: float | None
    p_central: float | None
    p_minlike: float | None
    method: Method
    confidence: float
    alternative: Alternative
    verdict: Direction

    @property
    def percent_low(self) -> float | None:
        return None if self.percent is None else (self.low - 1) * 100

    @property
    def percent_high(self) -> float | None:
        return None if self.percent is None or math.isinf(self.high) else (self.high - 1) * 100

    @property
    def has_equal_exposure(self) -> bool:
        return self.exposure[0] == self.exposure[1]


def change(
    old: int,
    new: int,
    *,
    exposure: tuple[Fraction | int, Fraction | int] = (1, 1),
    method: Method = "exact",
    confidence: float = 0.95,
    alternative: Alternative = "two-sided",
) -> Change:
    """Whether and by how much a count changed between two periods.

    `exact` keeps at least its confidence, `midp` keeps it on average, `score` is Wilson's interval turned into a
    ratio (the score interval of statsmodels' confint_poisson_2indep). A one-sided alternative gives a one-sided
    interval. When old is 0 there is no percentage and no upper limit; when both are 0 it is undetermined.
    Raises ValueError for negative counts, exposures that are not above 0, or a confidence outside 0.5 to 1.
    """
    scale = _checked(old, new, exposure, method, confidence, alternative)
    ratio = None if old == 0 else Fraction(new, old) * scale[0] / scale[1]
    low, high = _interval(old, new, float(scale[0] / scale[1]), method, confidence, alternative)
    shares = float(scale[1] / (scale[0] + scale[1])), float(scale[0] / (scale[0] + scale[1]))
    known = old + new > 0
    return Change(
        old, new, scale, ratio, None if ratio is None else (ratio - 1) * 100, low, high,
        _p(old, new, shares, alternative, method) if known else None,
        _p(old, new, shares, alternative, "exact") if known else None,
        _p_minlike(old, new, shares, alternative) if known else None,
        method, confidence, alternative, direction(low, high) if known else Direction.UNDETERMINED,
    )  # fmt: skip


def _checked(
    old: int,
    new: int,
    exposure: tuple[Fraction | int, Fraction | int],
    method: Method,
    confidence: float,
    alternative: Alternative,
) -> tuple[Fraction, Fraction]:
    if old < 0 or new < 0:
        raise ValueError("a count of events cannot be negative")
    if min(exposure) <= 0:
        raise ValueError("an exposure must be above 0")
    if method not in METHODS or alternative not in ALTERNATIVES:
        raise ValueError(f"‘{method}’ or ‘{alternative}’ is not a known method or alternative")
    check_confidence(confidence)
    return Fraction(exposure[0]), Fraction(exposure[1])


def check_confidence(confidence: float) -> None:
    """Raise ValueError unless the confidence is at least 0.5 and below 1 (under a half, limits can cross)."""
    if not 0.5 <= confidence < 1:
        raise ValueError(f"a confidence of {confidence} is not from 0.5 to below 1, such as 0.95")


def direction(low: float, high: float) -> Direction:
    """The verdict that an interval of a ratio allows: a limit of exactly 1 is no clear change."""
    if low > 1:
        return Direction.ROSE
    return Direction.FELL if high < 1 else Direction.NO_CLEAR_CHANGE


def _interval(
    old: int, new: int, scale: float, method: Method, confidence: float, alternative: Alternative
) -> tuple[float, float]:
    alpha = (1 - confidence) / (2 if alternative == "two-sided" else 1)
    low = 0.0 if alternative == "less" else lower_odds(new, old, alpha, method) * scale
    high = math.inf if alternative == "greater" else upper_odds(new, old, alpha, method) * scale
    return low, high


def _p(old: int, new: int, shares: tuple[float, float], alternative: Alternative, method: Method) -> float:
    """The tail, or twice the smaller tail, of the test that the method's interval inverts."""
    above = _tail(new, old, shares[0], shares[1], method)
    below = _tail(old, new, shares[1], shares[0], method)
    if alternative == "two-sided":
        return min(1.0, 2 * min(above, below))
    return above if alternative == "greater" else below


def _tail(a: int, b: int, p: float, q: float, method: Method) -> float:
    if method == "exact":
        return at_least(a, b, p, q)
    if method == "midp":
        return mid_at_least(a, b, p, q)
    from scipy.special import ndtr

    return float(ndtr((b * p - a * q) / math.sqrt((a + b) * p * q)))


def _p_minlike(old: int, new: int, shares: tuple[float, float], alternative: Alternative) -> float:
    if alternative != "two-sided":
        return _p(old, new, shares, alternative, "exact")
    return minimum_likelihood(new, old, *shares)


@dataclass(frozen=True)
class RatioOfRatios:
    """How far one measure's change exceeds another's: ratio of their ratios (exact), its limits and p."""

    value: Fraction
    low: float
    high: float
    p: float
    confidence: float
    verdict: Direction


def ratio_of_ratios(first: Change, second: Change, *, confidence: float = 0.95) -> RatioOfRatios:
    """Whether the first measure changed differently from the second over the same two periods.

    The log of the ratio of ratios is taken as normal with variance the sum of the four reciprocals of the counts
    (Woolf 1955), so each count must be above 0; otherwise ValueError. A clear difference between two measures of
    one thing asks whether recording or classification changed. Exposures must be the same for both.
    """
    check_confidence(confidence)
    counts = (first.old, first.new, second.old, second.new)
    if min(counts) == 0 or first.ratio is None or second.ratio is None:
        raise ValueError("a ratio of ratios needs four counts above 0")
    from scipy.special import ndtr

    value, error = first.ratio / second.ratio, math.sqrt(sum(1 / count for count in counts))
    reach, centre = normal_quantile((1 + confidence) / 2) * error, math.log(value)
    low, high = math.exp(centre - reach), math.exp(centre + reach)
    p = float(2 * ndtr(-abs(centre) / error))
    return RatioOfRatios(value, low, high, p, confidence, direction(low, high))
