"""Which months of a series stand out from what its own past leads to expect: a control chart in the unit counted. Pure.

The band is that of a rate a day, by season where the series has one, turned back into the count of each month; so the
line is what was counted, and February is held against a February.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from frankpledge.analysis.series import BreakKind, Series, Treatment
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period

if TYPE_CHECKING:
    from frankpledge.analysis.control.charts import Plotted
    from frankpledge.analysis.control.rules import Signal
    from frankpledge.analysis.series_study import Study

FEWEST_MONTHS = 12
FIRM = 24
LASTING = frozenset({BreakKind.STEP, BreakKind.TRANSITION})
MONTHS_NAMED = 3
WHY = {
    "outside": "beyond the limits",
    "shift": "one of seven or more running on one side of the centre",
    "trend": "one of seven or more running that each rise, or each fall",
    "two of three": "two of three running close to one limit",
}
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True)
class Band:
    """What a month was expected to bring, in counts."""

    centre: float
    low: float
    high: float
    phase: int


@dataclass(frozen=True)
class Control:
    """The chart in counts: bands and signals by month (`2021-07`), and what it says.

    `outside` are the months beyond their limits with the side; `notes` what a reader must know of the chart.
    """

    bands: dict[str, Band]
    signals: dict[str, str]
    outside: tuple[tuple[Period, str], ...]
    notes: tuple[str, ...]

    def title(self, measure: str) -> str:
        """The finding in a line."""
        known = len(self.bands)
        if not self.outside:
            told = f"{measure}: none of {known} months lies outside what chance would give"
            return f"{told}, but {_runs(len(self.signals))}" if self.signals else told
        last, side = self.outside[-1]
        if len(self.outside) == 1:
            return f"{measure}: {last} lies {side} what chance would give, and no other of {known} months"
        return f"{measure}: {len(self.outside)} of {known} months lie outside what chance would give, last {last} ({side})"


def _runs(months: int) -> str:
    return f"{months} months form runs that chance seldom gives"


@rule(
    source=Citation(
        "NHS England, Making Data Count",
        note="u′ chart (Laney 2002) of a rate a day, by season where there is one; signals beyond three standard "
        "deviations, seven running on one side, seven rising or falling, two of three close to a limit; limits anew "
        "after each lasting change of recording",
    )
)
def control(series: Series) -> Control | None:
    """The control chart of a monthly count; None with fewer than twelve months known, or counts that are all alike."""
    known = [point for point in series.points if point.value is not None]
    if series.step != 1 or len(known) < FEWEST_MONTHS or len({point.value for point in known}) == 1:
        return None
    return _control(series)


@lru_cache(maxsize=64)
def _control(series: Series) -> Control:
    # Safe to remember: a series is frozen, and the answer follows from it alone.
    from frankpledge.analysis.readings import of_series
    from frankpledge.analysis.series_study import study

    split = tuple(
        replace(one, treatment=Treatment.SPLIT if one.kind in LASTING else Treatment.ANNOTATE)
        for one in series.breaks
    )
    found = study(of_series(replace(series, breaks=split)))
    sizes = _sizes(found)
    bands = {
        found.readings.label(place): band
        for place, (point, size) in enumerate(zip(found.chart.points, sizes, strict=True))
        if (band := _band(point, size)) is not None
    }
    return Control(bands, _signals(found), tuple(_outside(found)), _notes(found))


def _sizes(found: Study) -> list[float]:
    """What each month's rate is over: its days, times how much of the year's trend its season is."""
    from frankpledge.analysis.series_study import seasonal_factors

    days = found.readings.days
    if found.adjust == "none" or days is None:
        return [1.0] * len(found.readings)
    if found.adjust == "days" or found.decomposition is None:
        return [float(one) for one in days]
    factors = seasonal_factors(found.decomposition)
    return [one * factor for one, factor in zip(days, factors, strict=True)]


def _band(point: Plotted, size: float) -> Band | None:
    if point.value is None or point.centre is None or point.low is None or point.high is None:
        return None
    centre, low, high = (round(one * size, 4) for one in (point.centre, point.low, point.high))
    return Band(centre, max(0.0, low), high, point.phase)


def _signals(found: Study) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for signal in found.chart.signals:
        for place in _places(found, signal):
            told.setdefault(found.readings.label(place), []).append(WHY.get(signal.rule, signal.rule))
    return {month: "; ".join(dict.fromkeys(why)) for month, why in sorted(told.items())}


def _places(found: Study, signal: Signal) -> list[int]:
    return [
        place for place in range(signal.first, signal.last + 1) if found.chart.points[place].value is not None
    ]


def _outside(found: Study) -> list[tuple[Period, str]]:
    told = []
    for signal in found.chart.signals:
        period = found.readings.period(signal.at)
        if signal.rule == "outside" and period is not None:
            score = found.chart.points[signal.at].score or 0.0
            told.append((period, ABOVE if score > 0 else BELOW))
    return sorted(told, key=lambda one: one[0].starts_on)


def _notes(found: Study) -> tuple[str, ...]:
    how = "days and season of each month" if found.adjust == "seasonal" else "days of each month"
    said = [
        f"The grey band holds what the series’ own past leads to expect, by the {how}; the dashed line is its centre. "
        "Diamonds are months that stand out."
    ]
    for phase in found.chart.phases:
        if 0 < phase.used < FIRM:
            since = found.readings.label(phase.first)
            said.append(
                f"The limits from {Period.parse(since)} rest on {phase.used} months and are provisional; they are firm from {FIRM}."
            )
    if any(phase.widened for phase in found.chart.phases):
        said.append("Months vary more than pure chance would have them; the limits allow for that.")
    return tuple(said)
