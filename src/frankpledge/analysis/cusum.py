"""Cumulative sums: small excesses that last add up until they are an alarm.

Rossi, Lampugnani and Marchi 1999 (Statistics in Medicine 18, 2111–2122) for transformed Poisson counts; Höhle and Paul
2008 (Computational Statistics and Data Analysis 52, 4357–4368) for likelihood ratios of Poisson and negative binomial
counts. The names of the controls are those of algo.cusum and algo.glrnb in the R package surveillance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.watched_series import WatchedSeries

Scale = Literal[
    "standard", "rossi", "anscombe", "anscombe2nd", "pearsonNegBin", "anscombeNegBin", "none", "deviation"
]
SCALES: tuple[Scale, ...] = (
    "standard", "rossi", "anscombe", "anscombe2nd", "pearsonNegBin", "anscombeNegBin", "none", "deviation",
)  # fmt: skip
MEASURED = frozenset({"none", "deviation"})
"""Scales that hold measurements as well as counts."""
NEGATIVE_BINOMIAL = frozenset({"pearsonNegBin", "anscombeNegBin"})
MOST = 1e18
"""Beyond this no count is looked for that would be an alarm."""


@dataclass(frozen=True)
class CusumControl:
    """A sum of transformed counts: each adds what it lies above `reference`; an alarm from `decision` up."""

    reference: float = 1.04
    decision: float = 2.26
    mean: float | None = None
    """What is expected; the mean of the counts before the first one judged when left out."""
    scale: Scale = "rossi"
    overdispersion: float = 0.0
    """α of a negative binomial with variance μ + αμ²; only for its two scales."""


@dataclass(frozen=True)
class RatioControl:
    """A sum of log likelihood ratios of a mean `ratio` times as great; set back to 0 after each alarm."""

    ratio: float = 1.5
    decision: float = 5.0
    mean: float | None = None
    overdispersion: float = 0.0


def transformed(count: float, mean: float, scale: Scale, overdispersion: float = 0.0) -> float:
    """The count on a scale on which it varies about 0 by about 1.

    `none` leaves it as it is, and `deviation` takes the mean from it: the tabular sum of a measurement about its
    target (Montgomery, Introduction to Statistical Quality Control, chapter 9).
    """
    if scale == "none":
        return count
    if scale == "deviation":
        return count - mean
    if scale == "standard":
        return (count - mean) / math.sqrt(mean)
    if scale == "rossi":
        return (count - 3 * mean + 2 * math.sqrt(count * mean)) / (2 * math.sqrt(mean))
    if scale == "anscombe":
        return 1.5 * (_power(count, 2 / 3) - _power(mean, 2 / 3)) / _power(mean, 1 / 6)
    if scale == "anscombe2nd":
        middle = _power(mean, 2 / 3) - _power(mean, -1 / 3) / 9
        return 1.5 * (_power(count, 2 / 3) - middle) / _power(mean, 1 / 6)
    if scale == "pearsonNegBin":
        return (count - mean) / math.sqrt(mean + overdispersion * mean**2)
    return _anscombe_negative_binomial(count, mean, overdispersion)


def _power(base: float, exponent: float) -> float:
    return float(base**exponent)


def _anscombe_negative_binomial(count: float, mean: float, overdispersion: float) -> float:
    """Hilbe's Anscombe residual of the negative binomial, by the incomplete beta integral ∫(t(1 + αt))^(−⅓)dt."""
    from scipy.special import hyp2f1

    def integral(upto: float) -> float:
        return 1.5 * _power(upto, 2 / 3) * float(hyp2f1(1 / 3, 2 / 3, 5 / 3, -overdispersion * upto))

    return (integral(count) - integral(mean)) / _power(mean + overdispersion * mean**2, 1 / 6)


def cusum(
    series: WatchedSeries, places: Sequence[int], control: CusumControl | None = None
) -> tuple[Watched, ...]:
    """Judge the counts at these places in turn. A missing count leaves the sum as it is, and is not judged.

    Raises ValueError when no expected count is given and none can be taken from the counts before.
    """
    control = control or CusumControl()
    measured = control.scale in MEASURED
    mean = _mean(series, places, control.mean, measured=measured)
    total, found = 0.0, []
    for at in places:
        count = series.counts[at]
        if count is None:
            found.append(_missing(series, at, mean, total))
            continue
        upper = (
            _bound(total, mean, control) if measured else _least(partial(_would_alarm, total, mean, control))
        )
        total = _summed(total, count, mean, control)
        found.append(_row(series, at, mean, upper, total, control.decision))
    return tuple(found)


def _bound(total: float, mean: float, control: CusumControl) -> float:
    """From where on a measurement is an alarm; it may lie below nought."""
    return control.decision - total + control.reference + (mean if control.scale == "deviation" else 0.0)


def _summed(total: float, count: float, mean: float, control: CusumControl | RatioControl) -> float:
    """The sum after one more count; it never falls below 0."""
    return max(0.0, total + step(count, mean, control))


def step(count: float, mean: float, control: CusumControl | RatioControl) -> float:
    """What one count adds to the sum."""
    if isinstance(control, RatioControl):
        return _ratio(count, mean, control)
    return transformed(count, mean, control.scale, control.overdispersion) - control.reference


def _would_alarm(total: float, mean: float, control: CusumControl | RatioControl, count: float) -> bool:
    return _summed(total, count, mean, control) >= control.decision


def likelihood_ratio_cusum(
    series: WatchedSeries, places: Sequence[int], control: RatioControl | None = None
) -> tuple[Watched, ...]:
    """Judge the counts at these places in turn, by how much likelier each is when the mean is so much greater.

    Raises ValueError as `cusum` does.
    """
    control = control or RatioControl()
    mean = _mean(series, places, control.mean)
    total, found = 0.0, []
    for at in places:
        count = series.counts[at]
        if count is None:
            found.append(_missing(series, at, mean, total))
            continue
        upper = _least(partial(_would_alarm, total, mean, control))
        total = _summed(total, count, mean, control)
        found.append(_row(series, at, mean, upper, total, control.decision))
        total = 0.0 if total >= control.decision else total
    return tuple(found)


def _ratio(count: float, mean: float, control: RatioControl) -> float:
    """log f₁(y)/f₀(y) of Poisson or negative binomial counts with means κμ and μ."""
    gain = count * math.log(control.ratio)
    if control.overdispersion == 0:
        return gain - mean * (control.ratio - 1)
    size = 1 / control.overdispersion
    return gain - (count + size) * math.log((size + control.ratio * mean) / (size + mean))


def _mean(
    series: WatchedSeries, places: Sequence[int], given: float | None, *, measured: bool = False
) -> float:
    before = [count for count in series.counts[: places[0]] if count is not None] if places else [1]
    mean = given if given is not None else (sum(before) / len(before) if before else 0.0)
    if measured and (given is not None or before):
        return mean
    if mean <= 0:
        raise ValueError(
            "what is expected must be above 0: give a mean, or counts before the first one judged"
        )
    return mean


def _least(is_alarm: Callable[[float], bool]) -> float | None:
    """From where on a count would be an alarm, on a continuous scale; None when there is no such count."""
    low, high = 0.0, 16.0
    if is_alarm(low):
        return low
    while not is_alarm(high):
        low, high = high, high * 16
        if high > MOST:
            return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if is_alarm(middle) else (middle, high)
    return high


def _missing(series: WatchedSeries, at: int, mean: float, total: float) -> Watched:
    because = "There is no figure, and missing is not nought; the sum stays as it was."
    return Watched(series.labels[at], None, mean, because=because, details={"sum": total})


def _row(
    series: WatchedSeries, at: int, mean: float, upper: float | None, total: float, decision: float
) -> Watched:
    return Watched(
        series.labels[at], series.counts[at], mean, upper, total / decision, total >= decision, None, "",
        {"sum": total},
    )  # fmt: skip
