"""Counts by month, quarter or year, with what is missing kept missing and recording breaks travelling along.

A total over a span in which a month is missing is no total: it comes back without a value and with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from frankpledge.analysis.change import Alternative, Change, change
from frankpledge.analysis.limits import Method
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import Message, message


class State(StrEnum):
    """How well a point is known (the coverage ledger's words)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    SUSPECT = "suspect"
    ABSENT = "absent"
    NOT_DUE = "not_due"


MISSING = frozenset({State.ABSENT, State.NOT_DUE})
UNSURE = frozenset({State.PARTIAL, State.SUSPECT})


class BreakKind(StrEnum):
    """What happened to recording: once and for good, for a while, gradually, or around an event."""

    STEP = "step"
    GAP = "gap"
    TRANSITION = "transition"
    EVENT = "event"


class Treatment(StrEnum):
    """What is done about a break; only `annotate` leaves the span fit for a baseline."""

    DUMMY = "dummy"
    EXCLUDE = "exclude"
    SPLIT = "split"
    ANNOTATE = "annotate"


@dataclass(frozen=True)
class Break:
    """A change of recording or circumstance. A step happens on the first day of its `when` and lasts."""

    id: str
    what: str
    when: Period
    kind: BreakKind
    treatment: Treatment = Treatment.ANNOTATE
    source: str = ""

    def touches(self, period: Period) -> bool:
        """Whether counts within the period are of two kinds, or of the other kind: a step on its first day is not."""
        if self.kind is BreakKind.STEP:
            return self.when.starts_on in period and self.when.starts_on != period.starts_on
        return self.when.overlaps(period)

    def divides(self, old: Period, new: Period) -> bool:
        """Whether counts of the two periods cannot be compared without a word on this break."""
        if self.kind in {BreakKind.STEP, BreakKind.TRANSITION}:
            return self.touches(Period(min(old.starts_on, new.starts_on), _later_end(old, new)))
        return self.touches(old) or self.touches(new)


def _later_end(old: Period, new: Period) -> date | None:
    return None if old.ends_on is None or new.ends_on is None else max(old.ends_on, new.ends_on)


@dataclass(frozen=True)
class Point:
    """One month's, quarter's or year's count. `value` is None exactly when the state says that it is missing."""

    period: Period
    value: int | None
    state: State = State.COMPLETE

    def __post_init__(self) -> None:
        if (self.value is None) != (self.state in MISSING):
            raise ValueError(f"{self.period} is {self.state}, which does not go with a value of {self.value}")
        if whole_months(self.period) is None:
            raise ValueError(f"{self.period} is not a span of whole months")


def whole_months(period: Period) -> int | None:
    """How many whole calendar months a period is; None when it is not made of whole months or still runs."""
    if period.ends_on is None or period.starts_on.day != 1:
        return None
    if period.ends_on != Period.month(period.ends_on.year, period.ends_on.month).ends_on:
        return None
    return _month(period.ends_on) - _month(period.starts_on) + 1


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1


def _months(first: int, length: int) -> Period:
    """The span of `length` months from the month numbered `first`."""
    last = first + length - 1
    end = Period.month(last // 12, last % 12 + 1).ends_on
    return Period(date(first // 12, first % 12 + 1, 1), end)


def earlier(period: Period, *, months: int) -> Period:
    """The same span so many months before: the same quarter of last year is 12 months earlier.

    Raises ValueError for a period that is not made of whole months.
    """
    length = whole_months(period)
    if length is None:
        raise ValueError(f"{period} is not a span of whole months")
    return _months(_month(period.starts_on) - months, length)


@dataclass(frozen=True)
class Series:
    """Points of one measure, each as long as the others, in order and without overlap; gaps are allowed.

    Raises ValueError when points differ in length, overlap or are out of order.
    """

    measure: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        if len({whole_months(point.period) for point in self.points}) > 1:
            raise ValueError(
                "the points of a series must all be as long: all months, all quarters or all years"
            )
        for before, after in zip(self.points, self.points[1:], strict=False):
            if _month(after.period.starts_on) - _month(before.period.starts_on) < self.step:
                raise ValueError(f"{after.period} overlaps {before.period} or is out of order")

    @property
    def step(self) -> int:
        """How many months a point covers; 0 for a series without points."""
        return (whole_months(self.points[0].period) or 0) if self.points else 0

    @cached_property
    def by_start(self) -> dict[int, Point]:
        return {_month(point.period.starts_on): point for point in self.points}


@dataclass(frozen=True)
class Total:
    """A sum over a period, or the reason why there is none. `unsure` names parts that are partial or suspect."""

    period: Period
    value: int | None
    because: Message | None = None
    unsure: tuple[Period, ...] = ()
    breaks: tuple[Break, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether it may serve in a baseline: known, complete, and touched by no break but one only annotated."""
        return (
            self.value is not None
            and not self.unsure
            and all(one.treatment is Treatment.ANNOTATE for one in self.breaks)
        )


@dataclass(frozen=True)
class Comparison:
    """A period against one or several like it. `because` says why it cannot be made; `breaks` stand in its way.

    `old` are the periods compared with, in order; `left_out` those that were passed over as not clean.
    """

    new: Total
    old: tuple[Total, ...]
    because: Message | None
    breaks: tuple[Break, ...]
    left_out: tuple[Total, ...] = field(default=())

    def change(
        self,
        *,
        per_day: bool = False,
        method: Method = "exact",
        confidence: float = 0.95,
        alternative: Alternative = "two-sided",
    ) -> Change | None:
        """The change from the mean of the old periods to the new one; None when the comparison cannot be made.

        `per_day` takes days as the exposure instead of periods; the rest is as in `analysis.change.change`.
        """
        if self.because is not None or self.new.value is None:
            return None
        exposure = (len(self.old), 1)
        if per_day:
            exposure = (sum(total.period.days for total in self.old), self.new.period.days)
        before = sum(total.value or 0 for total in self.old)
        return change(
            before,
            self.new.value,
            exposure=exposure,
            method=method,
            confidence=confidence,
            alternative=alternative,
        )


def total(series: Series, period: Period) -> Total:
    """The sum over a period; without a value when any part is missing or the points cannot be cut to fit it."""
    breaks = tuple(one for one in series.breaks if one.touches(period))
    length = whole_months(period)
    if not series.points or length is None or not _fits(series, period, length):
        return Total(
            period, None, message("The figures do not divide into {period}.", period=period), (), breaks
        )
    first = _month(period.starts_on)
    parts = [(start, series.by_start.get(start)) for start in range(first, first + length, series.step)]
    missing = [_months(start, series.step) for start, point in parts if point is None or point.value is None]
    if missing:
        return Total(period, None, _missing(missing), (), breaks)
    points = [point for _, point in parts if point is not None]
    unsure = tuple(point.period for point in points if point.state in UNSURE)
    return Total(period, sum(point.value or 0 for point in points), None, unsure, breaks)


def _fits(series: Series, period: Period, length: int) -> bool:
    offset = _month(period.starts_on) - _month(series.points[0].period.starts_on)
    return length % series.step == 0 and offset % series.step == 0


def _missing(periods: list[Period]) -> Message:
    names = ", ".join(str(period) for period in periods)
    return message("There is no figure for {missing}, and missing is not none.", missing=names)


def rolling_totals(series: Series, *, months: int = 12) -> tuple[Total, ...]:
    """One total of the last `months` for each point from the first at which so many have passed, in order.

    A window that touches a missing point has no value; points lacking inside the series get their windows too.
    Neighbouring windows share all months but one, so tests and control limits do not belong on them.
    """
    if not series.points or months % series.step:
        return ()
    first, last = (_month(series.points[place].period.starts_on) for place in (0, -1))
    starts = range(first, last + series.step - months + 1, series.step)
    return tuple(total(series, _months(start, months)) for start in starts)


def compare(series: Series, old: Period, new: Period) -> Comparison:
    """One period against another of the same series; refused when either has no total or they differ in length."""
    before, after = total(series, old), total(series, new)
    breaks = tuple(one for one in series.breaks if one.divides(old, new))
    because = before.because or after.because
    if because is None and whole_months(old) != whole_months(new):
        because = message("{old} and {new} are not equally long.", old=old, new=new)
    return Comparison(after, (before,), because, breaks)


def same_period_last_year(series: Series, period: Period) -> Comparison:
    """A quarter (or month, or year) against the same one of the year before."""
    return compare(series, earlier(period, months=12), period)


def rolling_year(series: Series, last: Period) -> Comparison:
    """The twelve months that end with `last` against the twelve before."""
    end = last.ends_on or last.starts_on
    new = _months(_month(end) - 11, 12)
    return compare(series, earlier(new, months=12), new)


def same_period_of_clean_years(series: Series, period: Period, *, years: int = 3) -> Comparison:
    """A quarter against the mean of the same quarter in the latest `years` clean earlier years.

    Years that are missing, unsure, touched by a break or cut off from the period by a step or transition are left
    out and named; refused when fewer than `years` clean ones remain in the series.
    """
    new = total(series, period)
    clean: list[Total] = []
    left_out: list[Total] = []
    start = _month(series.points[0].period.starts_on) if series.points else 0
    back = earlier(period, months=12)
    while series.points and _month(back.starts_on) >= start and len(clean) < years:
        then = total(series, back)
        (clean if then.is_clean and not _cut_off(series, back, period) else left_out).append(then)
        back = earlier(back, months=12)
    because = new.because
    if because is None and len(clean) < years:
        because = message(
            "Only {found} of {years} clean earlier years are known.", found=len(clean), years=years
        )
    breaks = tuple(one for one in series.breaks if any(one.divides(then.period, period) for then in clean))
    return Comparison(new, tuple(reversed(clean)), because, breaks, tuple(reversed(left_out)))


def _cut_off(series: Series, old: Period, new: Period) -> bool:
    lasting = {BreakKind.STEP, BreakKind.TRANSITION}
    return any(
        one.divides(old, new) and one.kind in lasting and one.treatment is not Treatment.ANNOTATE
        for one in series.breaks
    )
