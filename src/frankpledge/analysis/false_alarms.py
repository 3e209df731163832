"""How often a method cries wolf, and how often it sees a wolf: measured on series whose truth is known.

Counts are drawn from a negative binomial with a trend and a season, as in Noufaily and others 2013. An alarm in a
period without an outbreak is a false one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.analysis.alarm_control import AlarmControl, judged
from frankpledge.analysis.watched_series import of_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Scenario:
    """log of the mean count: `level` + `trend`·t + `season`·cos(2πt/period); variance is `dispersion` times it."""

    level: float
    trend: float = 0.0
    season: float = 0.0
    dispersion: float = 1.0
    length: int = 364
    period: float = 52.0


@dataclass(frozen=True)
class AlarmRate:
    """Periods judged, alarms among them, and the 95% interval of their share (Wilson)."""

    judged: int
    alarms: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        return self.alarms / self.judged if self.judged else math.nan


def false_alarm_rate(
    control: AlarmControl, scenario: Scenario, *, worlds: int, last: int = 49, seed: int = 0
) -> AlarmRate:
    """The share of false alarms among the last periods of so many drawn series without any outbreak."""
    import numpy as np

    dice = np.random.default_rng(seed)
    found = [
        row.alarm
        for _ in range(worlds)
        for row in judged(
            of_counts(_drawn(scenario, dice).tolist()),
            control,
            list(range(scenario.length - last, scenario.length)),
        )
        if row.alarm is not None
    ]
    return _rate(len(found), sum(found))


def detection_rate(
    control: AlarmControl, scenario: Scenario, *, size: float, worlds: int, lasting: int = 4, seed: int = 0
) -> AlarmRate:
    """The share of outbreaks that raise at least one alarm while they last.

    An outbreak adds a Poisson number of events, `size` times the standard deviation of a count at its start, spread
    evenly over its periods, which are the last of the series.
    """
    import numpy as np

    dice = np.random.default_rng(seed)
    seen = 0
    for _ in range(worlds):
        counts = _drawn(scenario, dice)
        start = scenario.length - lasting
        spread = math.sqrt(scenario.dispersion * _mean(scenario, start))
        extra = dice.multinomial(dice.poisson(size * spread), np.full(lasting, 1 / lasting))
        counts[start:] += extra
        rows = judged(of_counts(counts.tolist()), control, list(range(start, scenario.length)))
        seen += any(row.alarm for row in rows)
    return _rate(worlds, seen)


def _mean(scenario: Scenario, at: float) -> float:
    wave = scenario.season * math.cos(2 * math.pi * at / scenario.period)
    return math.exp(scenario.level + scenario.trend * at + wave)


def _drawn(scenario: Scenario, dice: np.random.Generator) -> NDArray[np.int64]:
    import numpy as np

    means = np.array([_mean(scenario, at) for at in range(scenario.length)])
    if scenario.dispersion <= 1:
        return dice.poisson(means)
    size = means / (scenario.dispersion - 1)
    return dice.negative_binomial(size, 1 / scenario.dispersion)


def _rate(judged_periods: int, alarms: int) -> AlarmRate:
    from frankpledge.analysis.rates import wilson_limits

    low, high = (
        wilson_limits(alarms / judged_periods, judged_periods, 0.025) if judged_periods else (0.0, 1.0)
    )
    return AlarmRate(judged_periods, alarms, low, high)
