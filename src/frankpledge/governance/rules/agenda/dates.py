"""A year of meeting dates by a pattern, and whether dates are often enough and set far enough ahead."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from frankpledge.governance.rules.terms.constitution import Dates, Frequency
from frankpledge.governance.rules.terms.deadlines import MONTHS_OF, months_later, window_of
from frankpledge.governance.rules.terms.replay import FEWEST_A_YEAR
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import MONTHS, Period, long_date, months_in, short_date

LAST = 5
"""As a week of the month: its last such weekday."""
WEEKS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
READINGS = {
    "each-window": "One in each interval of the calendar",
    "longest-gap": "Never longer than the interval between two meetings",
    "number-a-year": "As many in twelve months as there are intervals",
    "each-meeting": "Each date is set that long before its own meeting",
    "start-of-year": "All the dates of a year are set before it begins",
}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Pattern:
    """Such as the second Thursday of March, June, September and December. Weekdays count from Monday as 0."""

    weekday: int
    week: int
    months: tuple[int, ...]


@dataclass(frozen=True)
class Proposed:
    """A date, the one the pattern gave, and why it is not that one."""

    on: date
    wanted: date
    moved_because: str = ""


@dataclass(frozen=True)
class Checked:
    """Whether dates meet the terms under one reading; `ok` of None: what lies beyond them decides."""

    reading: str
    ok: bool | None
    sentence: str
    clause: str


def months_for(frequency: Frequency | None, first: int) -> tuple[int, ...]:
    """The months that the frequency suggests, beginning with the month numbered `first`."""
    if frequency is None:
        return ()
    if frequency.months:
        return frequency.months
    if frequency.windows:
        return tuple(int(starts.partition("-")[0]) for starts, _ in frequency.windows)
    step = MONTHS_OF.get(frequency.every, 0)
    return tuple(sorted((first - 1 + ahead) % 12 + 1 for ahead in range(0, 12, step))) if step else ()


@rule(source=Citation("Practice of committees", note="a meeting keeps its weekday, and its month if it can"))
def year_of_dates(
    pattern: Pattern, year: Period, why_not: Callable[[date], str | None]
) -> tuple[Proposed, ...]:
    """Each date falls on the pattern's weekday; one that falls on a bank holiday or another day that cannot be is moved a
    week at a time, later if its month still has such a day and otherwise earlier, and the reason is kept.
    """
    wanted = (
        _weekday_of(month.starts_on, pattern)
        for month in months_in(year)
        if month.starts_on.month in pattern.months
    )
    return tuple(_moved(on, why_not) for on in wanted if on in year)


def every_so_many_weeks(
    first: date, weeks: int, year: Period, why_not: Callable[[date], str | None]
) -> tuple[Proposed, ...]:
    """Dates so many weeks apart; one that cannot be is moved to the next day that can, and the rhythm stays."""
    found, on = [], first
    while on in year:
        found.append(_next_day(on, why_not))
        on += weeks * WEEK
    return tuple(found)


def _weekday_of(first: date, pattern: Pattern) -> date:
    days = calendar.monthrange(first.year, first.month)[1]
    found = [
        first.replace(day=day)
        for day in range(1, days + 1)
        if first.replace(day=day).weekday() == pattern.weekday
    ]
    return found[-1] if pattern.week == LAST else found[pattern.week - 1]


def _moved(wanted: date, why_not: Callable[[date], str | None]) -> Proposed:
    why = why_not(wanted)
    if why is None:
        return Proposed(wanted, wanted)
    same_month = [wanted + n * WEEK for n in (1, -1, 2, -2, 3, -3)]
    found = next((on for on in same_month if on.month == wanted.month and why_not(on) is None), None)
    reason = f"{long_date(wanted)} is {why}"
    return (
        Proposed(found, wanted, reason) if found else Proposed(_next_day(wanted, why_not).on, wanted, reason)
    )


def _next_day(wanted: date, why_not: Callable[[date], str | None]) -> Proposed:
    why, on = why_not(wanted), wanted
    while why_not(on) is not None:
        on += timedelta(1)
    return Proposed(on, wanted, f"{long_date(wanted)} is {why}" if why else "")


@rule(source=Citation("Terms of reference", "frequency of meetings"))
def often_enough(
    frequency: Frequency, dates: Sequence[date], before: Sequence[date], year: Period
) -> tuple[Checked, ...]:
    """Dates are often enough when they are so under the reading that the terms fix, or under each reading where the words
    bear several: one in each interval, no longer gap than the interval, or as many in twelve months.

    `before` are meetings already held or fixed before the year.
    """
    return tuple(_readings(frequency, sorted(dates), sorted(before), year))


def _readings(frequency: Frequency, dates: list[date], before: list[date], year: Period) -> Iterator[Checked]:
    if frequency.every_weeks:
        yield _by_gap(frequency, dates, before, year, _weeks_on(frequency.every_weeks))
    elif frequency.months:
        yield _by_month(frequency, dates, year)
    elif frequency.windows:
        yield _by_windows(frequency, dates, year)
    elif frequency.every:
        if frequency.reading in {None, "each-window"}:
            yield _by_window(frequency, dates, before, year)
        if frequency.reading in {None, "longest-gap"} and (frequency.at_least or 1) == 1:
            yield _by_gap(frequency, dates, before, year, _months_on(frequency.every))
        if frequency.reading in {None, "number-a-year"}:
            yield _by_number(frequency, dates, year)


def _weeks_on(weeks: int) -> Callable[[date], date]:
    return lambda on: on + weeks * WEEK


def _months_on(every: str) -> Callable[[date], date]:
    return lambda on: months_later(on, MONTHS_OF[every])


def _ends(year: Period) -> date:
    return year.ends_on or year.starts_on


def _by_window(frequency: Frequency, dates: list[date], before: list[date], year: Period) -> Checked:
    least, lacking, open_ended = frequency.at_least or 1, [], False
    for window in _windows(frequency.every, year):
        held = sum(on in window for on in (*before, *dates))
        if held < least and _ends(window) > _ends(year):
            open_ended = True
        elif held < least:
            lacking.append(str(window))
    if lacking:
        said = f"There is no meeting in {_listed(lacking)}."
    elif open_ended:
        said = "Every whole interval has one; the last one goes on beyond these dates."
    else:
        said = "Every interval has one."
    return Checked("each-window", False if lacking else None if open_ended else True, said, frequency.clause)


def _windows(every: str, year: Period) -> Iterator[Period]:
    window = window_of(every, year.starts_on)
    while window.starts_on <= _ends(year):
        yield window
        window = window_of(every, _ends(window) + timedelta(1))


def _by_gap(
    frequency: Frequency,
    dates: list[date],
    before: list[date],
    year: Period,
    latest_after: Callable[[date], date],
) -> Checked:
    held = [*before[-1:], *dates]
    if not held:
        return Checked("longest-gap", False, "There is no meeting at all.", frequency.clause)
    over = [(one, other) for one, other in pairwise(held) if other > latest_after(one)]
    if latest_after(held[-1]) < _ends(year):
        said = f"After {short_date(held[-1])} the next must come by {short_date(latest_after(held[-1]))}, and there is none."
        return Checked("longest-gap", False, said, frequency.clause)
    if over:
        one, other = over[0]
        said = f"After {short_date(one)} the next must come by {short_date(latest_after(one))}; it is on {short_date(other)}."
        return Checked("longest-gap", False, said, frequency.clause)
    last = short_date(latest_after(held[-1]))
    return Checked(
        "longest-gap", True, f"No gap is too long; the next must come by {last}.", frequency.clause
    )


def _by_number(frequency: Frequency, dates: list[date], year: Period) -> Checked:
    least = FEWEST_A_YEAR[frequency.every] * (frequency.at_least or 1)
    held = sum(on in year for on in dates)
    said = f"{held} in the twelve months from {short_date(year.starts_on)}; at least {least} are needed."
    return Checked("number-a-year", held >= least, said, frequency.clause)


def _by_month(frequency: Frequency, dates: list[date], year: Period) -> Checked:
    lacking = [
        str(month)
        for month in months_in(year)
        if month.starts_on.month in frequency.months and not any(on in month for on in dates)
    ]
    said = f"There is no meeting in {_listed(lacking)}." if lacking else "Every month that is named has one."
    return Checked("named month", not lacking, said, frequency.clause)


def _by_windows(frequency: Frequency, dates: list[date], year: Period) -> Checked:
    lacking = []
    for starts, ends in frequency.windows:
        if not any(_in_window(on, starts, ends) for on in dates if on in year):
            lacking.append(f"{_day_in_words(starts)} to {_day_in_words(ends)}")
    said = (
        f"There is no meeting from {_listed(lacking)}." if lacking else "Every stretch that is named has one."
    )
    return Checked("window", not lacking, said, frequency.clause)


def _in_window(on: date, starts: str, ends: str) -> bool:
    day = f"{on.month:02d}-{on.day:02d}"
    return starts <= day <= ends if starts <= ends else day >= starts or day <= ends


def _day_in_words(day: str) -> str:
    month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]}"


def _listed(words: list[str]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"


@rule(source=Citation("Terms of reference", "meeting dates"))
def set_far_enough_ahead(
    rule_of: Dates, meetings: Sequence[tuple[date, date]], year: Period
) -> tuple[Checked, ...]:
    """Dates are set far enough ahead when each was set so many months before its meeting, or, counted from the start of a
    year, when all of that year's dates were set by its first day. Where the terms do not say which, both are asked.

    `meetings` are pairs of the day of a meeting and the day on which that date was set.
    """
    found = []
    if rule_of.counted_from in {None, "each-meeting"}:
        late = [(on, known) for on, known in meetings if months_later(known, rule_of.months_ahead) > on]
        said = _set_late(late, rule_of.months_ahead) if late else "Each date was set in time."
        found.append(Checked("each-meeting", not late, said, rule_of.clause))
    if rule_of.counted_from in {None, "start-of-year"}:
        late = [(on, known) for on, known in meetings if on in year and known > year.starts_on]
        starts = short_date(year.starts_on)
        said = (
            f"{len(late)} of the dates of the year from {starts} were set after it had begun, the last on "
            f"{short_date(max(known for _, known in late))}."
            if late
            else f"The dates of the year from {starts} were set before it began."
        )
        found.append(Checked("start-of-year", not late, said, rule_of.clause))
    return tuple(found)


def _set_late(late: list[tuple[date, date]], months: int) -> str:
    on, known = late[0]
    rest = f" So were {len(late) - 1} more." if len(late) > 1 else ""
    return f"{short_date(on)} was set on {short_date(known)}, less than {months} months before.{rest}"
