"""How long an alarm's control runs, with nothing amiss, until it cries wolf: in words and as a number of periods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from frankpledge.analysis.alarm_control import AlarmControl
from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.cusum import MEASURED, CusumControl, RatioControl
from frankpledge.analysis.farrington import FarringtonControl
from frankpledge.analysis.run_lengths import Counts, Drawn, Measurements, average_run_length
from frankpledge.analysis.watched_series import WatchedSeries

FEWEST_FOR_SPREAD = 10
"""Fewer figures before the first one judged do not tell how much measurements vary."""
MORE_THAN = 1_000_000


@dataclass(frozen=True)
class Run:
    """Periods until the first false alarm on average; None where that cannot be told, and `words` say why."""

    periods: float | None
    words: str


def false_alarm_run(control: AlarmControl, series: WatchedSeries, rows: Sequence[Watched], first: int) -> Run:
    """The run of a control over counts that vary about what was expected as its method takes them to, and no more.

    For Farrington's methods and those of EARS it is what was asked for; what they give is measured in `benchmarks/alarms`.
    """
    how = control.control
    if isinstance(how, (CusumControl, RatioControl)):
        return _of_sum(how, series, rows, first)
    share = how.alpha / how.sides if isinstance(how, FarringtonControl) else how.tail
    return Run(1 / share, f"asked for: a false alarm in {_about(1 / share)} periods")


def _of_sum(
    how: CusumControl | RatioControl, series: WatchedSeries, rows: Sequence[Watched], first: int
) -> Run:
    mean = rows[0].expected if rows else how.mean
    if mean is None:
        return Run(None, "without what is expected there is no telling how often it cries wolf")
    drawn = _drawn(how, mean, series, first)
    if drawn is None:
        said = f"fewer than {FEWEST_FOR_SPREAD} figures before the first one judged: no telling how often it cries wolf"
        return Run(None, said)
    found = average_run_length(replace(how, mean=mean), drawn)
    if found is None:
        return Run(None, f"with nothing amiss a false alarm in more than {MORE_THAN:,} periods on average")
    return Run(found, f"with nothing amiss a false alarm in {_about(found)} periods on average")


def _drawn(how: CusumControl | RatioControl, mean: float, series: WatchedSeries, first: int) -> Drawn | None:
    if isinstance(how, RatioControl) or how.scale not in MEASURED:
        return Counts(mean, how.overdispersion)
    known = [count for count in series.counts[:first] if count is not None]
    if len(known) < FEWEST_FOR_SPREAD:
        return None
    middle = sum(known) / len(known)
    sd = math.sqrt(sum((one - middle) ** 2 for one in known) / (len(known) - 1))
    return Measurements(mean, sd) if sd > 0 else None


def _about(periods: float) -> str:
    """A run as people say it: two figures where there are more than three."""
    digits = 0 if periods < 1000 else 2 - len(str(int(periods)))
    return f"{int(round(periods, digits)):,}"
