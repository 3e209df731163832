"""EARS C1, C2 and C3: is a count higher than the few before it? For series too short to know a season.

Hutwagner, Thompson, Seeman and Treadwell 2003 (J. Urban Health 80, i89–i96); Fricker, Hegler and Dunfee 2008
(Statistics in Medicine 27, 3407–3429). The names of the control are those of earsC in the R package surveillance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.watched_series import WatchedSeries

Ears = Literal["C1", "C2", "C3"]
LAG = {"C1": 1, "C2": 3, "C3": 3}
"""How many periods back the baseline ends: C2 and C3 leave two out, lest an outbreak that has begun hide itself."""


@dataclass(frozen=True)
class EarsControl:
    kind: Ears = "C1"
    baseline: int = 7
    alpha: float | None = None
    """None takes R's own: 0.001 for C1 and C2, 0.025 for C3."""
    least_sd: float = 0.0
    like_surveillance: bool = False
    """C3 as R has it: its bound is taken from the count itself instead of the baseline's mean, so that only the two
    periods before decide. The papers' rule otherwise."""

    @property
    def tail(self) -> float:
        return self.alpha if self.alpha is not None else (0.025 if self.kind == "C3" else 0.001)


@dataclass(frozen=True)
class _Baseline:
    mean: float
    sd: float

    def distance(self, count: float) -> float:
        """How many standard deviations above the mean; without any spread it is without bound."""
        if self.sd > 0:
            return (count - self.mean) / self.sd
        return 0.0 if count == self.mean else math.copysign(math.inf, count - self.mean)


def ears(
    series: WatchedSeries, places: Sequence[int], control: EarsControl | None = None
) -> tuple[Watched, ...]:
    """Judge the counts at these places. A baseline in which a count is missing judges nothing."""
    control = control or EarsControl()
    return tuple(_judged(series, at, control) for at in places)


def _judged(series: WatchedSeries, at: int, control: EarsControl) -> Watched:
    from scipy.special import ndtri

    label, observed = series.labels[at], series.counts[at]
    baseline = _baseline(series.counts, at, control)
    if isinstance(baseline, str):
        return Watched(label, observed, because=baseline)
    carried = _carried(series.counts, at, control) if control.kind == "C3" else 0.0
    if isinstance(carried, str):
        return Watched(label, observed, because=carried)
    z = float(ndtri(1 - control.tail))
    if observed is None:
        because = "There is no figure, and missing is not nought."
        return Watched(label, None, baseline.mean, because=because)
    upper = _upper(observed, baseline, z, carried, control)
    distance = upper - baseline.mean
    score = (observed - baseline.mean) / distance if distance > 0 else None
    details = {"deviation": baseline.sd, "carried": carried}
    return Watched(label, observed, baseline.mean, upper, score, observed > upper, None, "", details)


def _upper(observed: float, baseline: _Baseline, z: float, carried: float, control: EarsControl) -> float:
    """The bound. C3 sums what C2 lies above 1 over three periods, so the count has what the two before have left."""
    if control.kind != "C3":
        return baseline.mean + baseline.sd * z
    if math.isinf(carried):
        return 0.0 if control.like_surveillance else -math.inf
    if control.like_surveillance:
        return max(0.0, observed + baseline.sd * (z - carried))
    return baseline.mean + baseline.sd * (z + 1 - carried) if carried <= z else -math.inf


def _baseline(counts: Sequence[float | None], at: int, control: EarsControl) -> _Baseline | str:
    end = at - LAG[control.kind] + 1
    if end - control.baseline < 0:
        return f"There are not {control.baseline} periods before it."
    given = [count for count in counts[end - control.baseline : end] if count is not None]
    if len(given) < control.baseline:
        return "A count of its baseline is missing."
    mean = sum(given) / len(given)
    variance = sum((count - mean) ** 2 for count in given) / (len(given) - 1)
    return _Baseline(mean, max(math.sqrt(variance), control.least_sd))


def _carried(counts: Sequence[float | None], at: int, control: EarsControl) -> float | str:
    """By how much the two periods before were above one standard deviation, together."""
    total = 0.0
    for before in (at - 1, at - 2):
        count = counts[before]
        baseline = _baseline(counts, before, control)
        if isinstance(baseline, str) or count is None:
            return "One of the two periods before it cannot be judged."
        total += max(0.0, baseline.distance(count) - 1)
    return total
