"""When a period ends: months, days and hours as Acts and regulations word them, clear days and working days.

Pure arithmetic on days; which days are working days comes in as a question (`is_working`). A day of which only the
month or year is known gives the earliest and the latest answer, never an invented one. Every function here keeps the
order of days, so those two bounds are enough.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import LONDON, PartialDate, Period, local_date

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

CORRESPONDING = Citation(
    "Interpretation case law", "corresponding-date rule", "general knowledge, not verified against a report"
)
BEGINNING_WITH = Citation(
    "Interpretation case law",
    "corresponding-date rule; ‘beginning with’ includes the first day",
    "general knowledge, not verified; of the two readings at a month end the later, which favours the citizen",
)
EVENT_EXCLUDED = Citation(
    "Interpretation case law", "the day of the event is not counted", "general knowledge, not verified"
)
CLEAR_DAYS = Citation(
    "Interpretation case law", "clear days leave out both ends", "general knowledge, not verified"
)
ELAPSED = Citation(
    "Summer Time Act 1972", "ss 1-3", "general knowledge, not verified; hours are hours that pass"
)
ROLLING = Citation(
    "The instrument that sets the period", "", "no general rule moves a legal day off a weekend or holiday"
)
STRATEGY_YEAR = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007, SI 2007/1830", "reg 2"
)


class Wording(StrEnum):
    """How the period is tied to the day it is counted from."""

    AFTER = "after"
    DAY_AFTER = "day-after"
    BEGINNING_WITH = "beginning-with"
    BEFORE = "before"


class Roll(StrEnum):
    """Whether a last day that is no working day moves to the next one. By default it does not."""

    NONE = "none"
    NEXT_WORKING_DAY = "next-working-day"


class OutOfRange(ValueError):  # noqa: N818
    """A day before the year 1 or after the year 9999."""


def add_months(on: date, months: int) -> date:
    """The same day of the month so many months on or back, or the month's last day where it has no such day.

    Raises OutOfRange beyond the years 1 to 9999.
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OutOfRange("the period ends outside the years 1 to 9999")
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def has_corresponding_day(on: date, months: int, wording: Wording) -> bool:
    """Whether the month in which the period ends has the day of the number that it starts from."""
    start = _shifted(on, 1) if wording is Wording.DAY_AFTER else on
    return add_months(start, -months if wording is Wording.BEFORE else months).day == start.day


@rule(source=CORRESPONDING)
def end_of_months(on: date, months: int, wording: Wording) -> date:
    """A period of months ends on the day of the same number, or on the month's last day where there is none.

    *After* 10 March, one month ends on 10 April. *Beginning with* 10 March it ends on 9 April, since 10 March counts;
    at a month end the later of the two readings is taken (see `end_beginning_with`). *Day-after* begins with the day
    after. *Before* counts back: the last day on which something may be done at least so many months before.
    """
    if wording is Wording.BEFORE:
        return add_months(on, -months)
    if wording is Wording.AFTER:
        return add_months(on, months)
    return end_beginning_with(_shifted(on, 1) if wording is Wording.DAY_AFTER else on, months)


@rule(source=BEGINNING_WITH)
def end_beginning_with(first: date, months: int) -> date:
    """A period that begins with a day ends the day before its corresponding day; of two readings, the later.

    The other reading counts the months after the day before: they differ only at the end of a month. One month
    beginning with 31 January ends on 28 February, not on the 27th.
    """
    return max(_shifted(add_months(first, months), -1), add_months(_shifted(first, -1), months))


@rule(source=EVENT_EXCLUDED)
def end_of_days(on: date, days: int, wording: Wording) -> date:
    """The day from which days are counted is not one of them, unless the period begins with it.

    *After* and *day-after* 10 February, 28 days end on 10 March; *beginning with* it, on 9 March; 28 days *before*
    it is 13 January. Raises OutOfRange.
    """
    if wording is Wording.BEFORE:
        return _shifted(on, -days)
    return _shifted(on, days - 1 if wording is Wording.BEGINNING_WITH else days)


@rule(source=ELAPSED)
def end_of_hours(at: datetime, hours: int, wording: Wording) -> datetime:
    """Hours are hours that pass: over the change of the clocks the wall clock shows one more or one less.

    The end of a period of hours counted from a moment, in London time. *Day-after* starts at the midnight that ends the
    London day. A moment has no length, so *beginning with* it is the same as *after* it. Raises OutOfRange, and
    ValueError for a moment without a time zone.
    """
    start = midnight(_shifted(local_date(at), 1)) if wording is Wording.DAY_AFTER else at
    try:
        moved = start.astimezone(UTC) + (-hours if wording is Wording.BEFORE else hours) * HOUR
        return moved.astimezone(LONDON)
    except OverflowError as error:
        raise OutOfRange("the period ends outside the years 1 to 9999") from error


@rule(source=ROLLING)
def next_working_day(on: date, is_working: Callable[[date], bool]) -> date:
    """Only where the instrument says so does a last day that is no working day move to the next working day."""
    while not is_working(on):
        on = _shifted(on, 1)
    return on


@rule(source=EVENT_EXCLUDED)
def add_working_days(on: date, days: int, is_working: Callable[[date], bool]) -> date:
    """Working days are counted from the day after the event, or backwards from the day before it.

    The nth working day after `on`, or before it when `days` is negative; `on` itself for 0. Raises OutOfRange.
    """
    step = 1 if days > 0 else -1
    left = abs(days)
    while left:
        on = _shifted(on, step)
        left -= is_working(on)
    return on


@rule(source=EVENT_EXCLUDED)
def working_days_between(on: date, to: date, is_working: Callable[[date], bool]) -> int:
    """From one day to another, the first is not counted and the second is, where it is a working day.

    Negative when `to` is earlier. The inverse of `add_working_days`.
    """
    step = 1 if to > on else -1
    counted = 0
    while on != to:
        on += step * DAY
        counted += is_working(on)
    return step * counted


@dataclass(frozen=True)
class ClearDays:
    """A period of clear days: the day at its far end, and the clear days nearest to and furthest from the start."""

    last_day: date
    nearest: date | None
    furthest: date | None


@rule(source=CLEAR_DAYS)
def clear_days(on: date, days: int, is_left_out: Callable[[date], bool]) -> ClearDays:
    """Clear days lie wholly between two days: neither the day of the one event nor that of the other is counted.

    With 5 clear days from Monday 2 to Sunday 8; with -5, the last day on which notice may be given of a meeting. Days
    that `is_left_out` names are passed over in counting. The day at the far end is the next day, whatever it is, since
    only the counting leaves days out. Raises OutOfRange.
    """
    step = 1 if days >= 0 else -1
    nearest = furthest = None
    left, day = abs(days), on
    while left:
        day = _shifted(day, step)
        if not is_left_out(day):
            left -= 1
            nearest, furthest = nearest or day, day
    return ClearDays(_shifted(day, step), nearest, furthest)


def bounds(given: PartialDate, answer: Callable[[date], date]) -> tuple[date, date]:
    """The earliest and the latest answer for a date that may be imprecise; equal when they do not differ."""
    return answer(given.earliest), answer(given.latest)


def london_moments(wall: datetime) -> tuple[datetime, ...]:
    """The moments at which London's clocks showed this: one, none in the hour skipped in March, two in October."""
    found: list[datetime] = []
    for fold in (0, 1):
        moment = wall.replace(tzinfo=LONDON, fold=fold)
        back = moment.astimezone(UTC).astimezone(LONDON)
        if back.replace(tzinfo=None) == wall.replace(tzinfo=None) and moment.utcoffset() not in {
            one.utcoffset() for one in found
        }:
            found.append(moment)
    return tuple(found)


def midnight(on: date) -> datetime:
    """The first moment of a London day."""
    return datetime.combine(on, time(), tzinfo=LONDON)


@dataclass(frozen=True)
class YearQuarter:
    """A quarter of a financial year: 1 is April to June."""

    starting: int
    number: int

    @property
    def label(self) -> str:
        return f"{year_label(self.starting)} Q{self.number}"

    @property
    def period(self) -> Period:
        year = self.starting + (self.number == 4)
        return Period.quarter(year, self.number % 4 + 1)


def year_label(starting: int) -> str:
    """2019/20."""
    return f"{starting:04d}/{(starting + 1) % 100:02d}"


@rule(source=STRATEGY_YEAR)
def financial_quarter(on: date) -> YearQuarter:
    """The year runs from 1 April to 31 March, and its quarters from April, July, October and January."""
    starting = on.year if on.month >= 4 else on.year - 1
    return YearQuarter(starting, (on.month - 4) % 12 // 3 + 1)


def quarters_of(starting: int) -> tuple[YearQuarter, ...]:
    """The four quarters of the financial year that starts in a year."""
    return tuple(YearQuarter(starting, number) for number in (1, 2, 3, 4))


@rule(
    source=Citation(
        "Crime and Disorder (Prescribed Information) Regulations 2007, SI 2007/1831",
        "reg 3",
        "by the end of the quarter that follows",
    )
)
def prescribed_data_due(quarter: YearQuarter) -> date:
    """Prescribed data of a quarter are due by the end of the quarter that follows it."""
    ends = quarter.period.ends_on
    if ends is None:
        raise OutOfRange("a quarter has an end")
    following = financial_quarter(ends + DAY).period.ends_on
    return following or ends


def _shifted(on: date, days: int) -> date:
    try:
        return on + timedelta(days=days)
    except OverflowError as error:
        raise OutOfRange("the period ends outside the years 1 to 9999") from error
