"""Rates, counts against an expected number, and proportions, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.change import check_confidence
from frankpledge.analysis.limits import lower_odds, normal_quantile, poisson_limits, upper_odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RateMethod = Literal["exact", "byar", "score"]
RATE_METHODS: tuple[RateMethod, ...] = ("exact", "byar", "score")
ProportionMethod = Literal["wilson", "exact", "wald"]
PROPORTION_METHODS: tuple[ProportionMethod, ...] = ("wilson", "exact", "wald")


class Standing(StrEnum):
    """How a count stands to the number expected; it follows the interval shown."""

    ABOVE = "above_expected"
    BELOW = "below_expected"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"


@dataclass(frozen=True)
class Rate:
    """Events per `per` units of exposure; `value` is exact, `low` and `high` in the same unit."""

    events: int
    exposure: Fraction
    per: Fraction
    value: Fraction
    low: float
    high: float
    method: RateMethod
    confidence: float


@dataclass(frozen=True)
class AgainstExpected:
    """Events over the number expected, with limits of that ratio; `p` is twice the smaller exact tail."""

    events: int
    expected: Fraction
    value: Fraction
    low: float
    high: float
    p: float
    method: RateMethod
    confidence: float
    verdict: Standing


@dataclass(frozen=True)
class Proportion:
    """A share of `of`, from 0 to 1; `population` is the finite population that `of` was drawn from, if any."""

    count: int
    of: int
    population: int | None
    value: Fraction
    low: float
    high: float
    method: ProportionMethod
    confidence: float


def rate(
    events: int,
    exposure: Fraction | int,
    *,
    per: Fraction | int = 1,
    method: RateMethod = "exact",
    confidence: float = 0.95,
) -> Rate:
    """How many events happened for each `per` of exposure, such as per 1,000 residents.

    `exact` is Garwood's interval; `byar` the approximation of public health, good from about 10 events; `score`
    inverts the normal test. Raises ValueError for negative events or an exposure or `per` that is not above 0.
    """
    _check_events(events, exposure, confidence)
    if per <= 0:
        raise ValueError("a rate needs a unit above 0")
    low, high = poisson_limits(events, (1 - confidence) / 2, method)
    scale = Fraction(per) / Fraction(exposure)
    return Rate(
        events, Fraction(exposure), Fraction(per), events * scale, low * float(scale), high * float(scale),
        method, confidence,
    )  # fmt: skip


def against_expected(
    events: int, expected: Fraction | int, *, method: RateMethod = "exact", confidence: float = 0.95
) -> AgainstExpected:
    """Whether more or fewer events happened than the number expected, which is taken as known without error.

    Raises ValueError for negative events or an expected number that is not above 0.
    """
    from scipy.special import gammainc, gammaincc

    _check_events(events, expected, confidence)
    mean = float(expected)
    low, high = (limit / mean for limit in poisson_limits(events, (1 - confidence) / 2, method))
    above = float(gammainc(events, mean)) if events else 1.0
    p = min(1.0, 2 * min(above, float(gammaincc(events + 1, mean))))
    return AgainstExpected(
        events, Fraction(expected), events / Fraction(expected), low, high, p, method, confidence,
        _standing(low, high),
    )  # fmt: skip


def _check_events(events: int, exposure: Fraction | int, confidence: float) -> None:
    if events < 0:
        raise ValueError("a count of events cannot be negative")
    if exposure <= 0:
        raise ValueError("an exposure or expected number must be above 0")
    check_confidence(confidence)


def _standing(low: float, high: float) -> Standing:
    if low > 1:
        return Standing.ABOVE
    return Standing.BELOW if high < 1 else Standing.NO_CLEAR_DIFFERENCE


def proportion(
    count: int,
    of: int,
    *,
    method: ProportionMethod = "wilson",
    population: int | None = None,
    confidence: float = 0.95,
) -> Proportion:
    """What share `count` is of `of`, with its interval.

    With a `population`, from which `of` were drawn without replacement: `wilson` and `wald` shrink the variance by
    (M − n)/(M − 1), `exact` inverts the hypergeometric distribution (without one it is Clopper and Pearson's). A
    whole population counted leaves no uncertainty. Raises ValueError unless 0 ≤ count ≤ of ≤ population and of > 0.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError("a share needs a count from 0 to the number it is of, and that above 0")
    if population is not None and population < of:
        raise ValueError("a population cannot be smaller than the number drawn from it")
    check_confidence(confidence)
    value = Fraction(count, of)
    if population == of:
        low = high = float(value)
    else:
        low, high = _PROPORTION[method](count, of, population, (1 - confidence) / 2)
    return Proportion(count, of, population, value, low, high, method, confidence)


def wilson_limits(share: float, size: float, alpha: float) -> tuple[float, float]:
    """Wilson's limits of a share, `alpha` in each tail; `size` may be an effective one and so not whole.

    Source: Wilson 1927.
    """
    z = normal_quantile(1 - alpha)
    weight = 1 + z * z / size
    centre = (share + z * z / (2 * size)) / weight
    reach = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / weight
    low = 0.0 if share == 0 else max(0.0, centre - reach)
    return low, 1.0 if share == 1 else min(1.0, centre + reach)


def _effective(of: int, population: int | None) -> float:
    return of if population is None else of * (population - 1) / (population - of)


def _wilson(count: int, of: int, population: int | None, alpha: float) -> tuple[float, float]:
    return wilson_limits(count / of, _effective(of, population), alpha)


def _wald(count: int, of: int, population: int | None, alpha: float) -> tuple[float, float]:
    share = count / of
    reach = normal_quantile(1 - alpha) * math.sqrt(share * (1 - share) / _effective(of, population))
    return max(0.0, share - reach), min(1.0, share + reach)


def _exact(count: int, of: int, population: int | None, alpha: float) -> tuple[float, float]:
    if population is not None:
        low = _fewest(count, of, population, alpha) / population
        high = (population - _fewest(of - count, of, population, alpha)) / population
        # Shares of a population come in steps: where nearly all were counted, both limits may be the same step, beside
        # the share of those counted. It belongs to its own interval; widening only adds to what the interval covers.
        return min(low, count / of), max(high, count / of)
    low_odds, high_odds = (limits(count, of - count, alpha, "exact") for limits in (lower_odds, upper_odds))
    return low_odds / (1 + low_odds), 1.0 if math.isinf(high_odds) else high_odds / (1 + high_odds)


def _fewest(count: int, of: int, population: int, alpha: float) -> int:
    """The fewest in the population with which `count` or more of the `of` drawn would not surprise at `alpha`.

    Source: Buonaccorsi 1987, Statistical inference for finite populations.
    """
    low, high = count, population - (of - count)
    while low < high:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if _drawn_at_least(count, of, middle, population) > alpha else (middle + 1, high)
        )
    return low


def _drawn_at_least(count: int, of: int, have: int, population: int) -> float:
    """P(at least `count` of `of` drawn) when `have` of the population have it."""
    import numpy as np

    # Twelve standard deviations from the mean nothing is left to add, so a large sample needs no long sum.
    mean, reach = of * have / population, 6 * math.sqrt(of) + 50
    if count < mean - reach:
        return 1.0
    most = min(of, have, math.ceil(max(count, mean) + reach))
    drawn = np.arange(max(count, of - (population - have)), most + 1)
    ways = _log_ways(have, drawn) + _log_ways(population - have, of - drawn)
    return float(np.exp(ways - _log_ways(population, np.array([of]))).sum())


def _log_ways(n: int, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """The log of the number of ways to choose from n."""
    import numpy as np
    from scipy.special import betaln

    ways: NDArray[np.float64] = -np.log(n + 1) - betaln(n - chosen + 1, chosen + 1)
    return ways


_PROPORTION: dict[ProportionMethod, Callable[[int, int, int | None, float], tuple[float, float]]] = {
    "wilson": _wilson,
    "exact": _exact,
    "wald": _wald,
}
