"""Whether a month's count of a series is beyond what its own past leads to expect. Pure.

An alarm raises a question for a person; it scores nothing, ranks nothing and draws no conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.farrington import FarringtonControl, farrington
from frankpledge.analysis.series import BreakKind, Point, Series, State, Treatment
from frankpledge.analysis.watched_series import Pace, WatchedSeries
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, months_in

FEWEST_YEARS, MOST_YEARS = 2, 5
ALPHA = 0.01
"""The share of months in which a series with nothing amiss alarms."""
PACE = (
    f"With nothing amiss a watched series alarms in about 1 month of {1 / ALPHA:.0f}: with ten series expect about one false "
    "alarm in ten months, with a hundred one a month."
)
LASTING = frozenset({BreakKind.STEP, BreakKind.TRANSITION})


@dataclass(frozen=True)
class Alarm:
    """What a month was expected to bring and what it brought. `is_alarm` of None cannot be told, `because` says why."""

    period: Period
    observed: int | None
    expected: float | None
    upper: float | None
    is_alarm: bool | None
    years: int
    because: str = ""


@rule(
    source=Citation(
        "Noufaily and others, An improved algorithm for outbreak detection in multiple surveillance systems, "
        "Statistics in Medicine 32 (2013)",
        note="for months: windows of one month either side of the same month in two to five earlier years; a count "
        "above the 99th centile of the negative binomial is an alarm",
    )
)
def last_month_watched(series: Series) -> Alarm | None:
    """The last month of a monthly series, held against the same time of year in the years before; None without points.

    Months before the last lasting change of recording, and months in a gap or an event that is left out of baselines, are
    no reference. A month that is missing is never counted as nought, and with fewer than two years nothing can be told.
    """
    if not series.points or series.step != 1:
        return None
    last = series.points[-1]
    watched, since = _watched(series)
    years = min(MOST_YEARS, (len(watched.labels) - 2) // 12)
    if last.value is None:
        return Alarm(last.period, None, None, None, None, 0, "the month has not arrived whole")
    if years < FEWEST_YEARS:
        reach = f" since {since}" if since else ""
        return Alarm(
            last.period, last.value, None, None, None, years,
            f"there are not {FEWEST_YEARS} earlier years to hold it against{reach}",
        )  # fmt: skip
    control = FarringtonControl(
        years=years, half_width=1, leave_out=0, alpha=ALPHA, trend_below=1.0 if years > 2 else 0.0, bound="nbPlugin",
        by="index", per_year=12, error_dispersion="pearson",
    )  # fmt: skip
    return _alarm(last.period, farrington(watched, [len(watched.labels) - 1], control)[0], years)


def _alarm(period: Period, found: Watched, years: int) -> Alarm:
    observed = None if found.observed is None else int(found.observed)
    return Alarm(period, observed, found.expected, found.upper, found.alarm, years, found.because)


def _watched(series: Series) -> tuple[WatchedSeries, str]:
    """The comparable months as a series without holes in its calendar, and the change since which they are comparable."""
    lasting = [
        one
        for one in series.breaks
        if one.kind in LASTING and one.when.starts_on <= series.points[-1].period.starts_on
    ]
    since = max(lasting, key=lambda one: one.when.starts_on, default=None)
    known = {point.period.code: point for point in series.points}
    whole = Period(series.points[0].period.starts_on, series.points[-1].period.ends_on)
    months = [month for month in months_in(whole) if since is None or month.starts_on >= since.when.starts_on]
    counts = tuple(_count(series, known.get(month.code)) for month in months)
    labels = tuple(month.code for month in months)
    return WatchedSeries(labels, counts, Pace.MONTH), since.what if since else ""


def _count(series: Series, point: Point | None) -> int | None:
    """A month's count as a reference, or nothing: missing, not whole, or in a span that is no baseline.

    The last month is what is judged, and is taken as it is.
    """
    if point is None or point is series.points[-1]:
        return point.value if point else None
    if point.state is not State.COMPLETE:
        return None
    passing = (one for one in series.breaks if one.kind not in LASTING)
    unfit = any(one.treatment is not Treatment.ANNOTATE and one.touches(point.period) for one in passing)
    return None if unfit else point.value
