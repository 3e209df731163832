"""The next school day of one school, from its calendar of open and closed days."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import LONDON, Period
from frankpledge.kernel.problems import Problem, Unusable

DAY = timedelta(days=1)
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class SchoolCalendar:
    """When a school is open: its terms, the days in them on which it is closed, and when its day starts."""

    open: tuple[Period, ...]
    closed: tuple[Period, ...] = ()
    starts: time | None = None

    def covers(self, on: date) -> bool:
        """Whether the day lies between the first and the last day that the calendar names."""
        spans = (*self.open, *self.closed)
        return min(one.starts_on for one in spans) <= on <= max(one.ends_on or one.starts_on for one in spans)

    @property
    def last_open(self) -> date:
        return max(one.ends_on or one.starts_on for one in self.open)


@dataclass(frozen=True)
class Doubt:
    """A day of which the calendar does not settle whether it is a school day, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class NextSchoolDay:
    """The next school day, or None where the calendar does not reach it; the doubts passed over on the way."""

    on: date | None
    starts: datetime | None
    doubts: tuple[Doubt, ...]
    covered: bool


@rule(
    source=Citation(
        "Operation Encompass: statutory guidance",
        "timing",
        "before the start of the next school day, also for weekends and holidays",
    )
)
def next_school_day(
    school: SchoolCalendar, at: datetime, holiday: Callable[[date], str | None]
) -> NextSchoolDay:
    """A school is told before the start of its next school day: the same day while it has not started yet.

    Saturdays and Sundays are no school days, and neither is a bank holiday. A bank holiday in term that the calendar
    does not list as closed, and a day of the weekend that it lists by itself as open, are passed over and named as
    doubts. Outside the days that the calendar names nothing is answered. `holiday` names the bank holiday on a day.
    """
    here = at.astimezone(LONDON)
    on = here.date()
    if not school.covers(on):
        return NextSchoolDay(None, None, (), covered=False)
    doubts = []
    if school.starts is None and is_school_day(school, on):
        doubts.append(Doubt(on, "a school day of which the calendar does not say when it starts"))
    if school.starts is None or here.time() >= school.starts:
        on += DAY
    while on <= school.last_open:
        doubt = _doubt(school, on, holiday)
        if doubt:
            doubts.append(Doubt(on, doubt))
        elif is_school_day(school, on):
            starts = None if school.starts is None else datetime.combine(on, school.starts, tzinfo=LONDON)
            return NextSchoolDay(on, starts, tuple(doubts), covered=True)
        on += DAY
    return NextSchoolDay(None, None, tuple(doubts), covered=False)


def is_school_day(school: SchoolCalendar, on: date) -> bool:
    """A weekday in a term that is not listed as closed."""
    return (
        on.weekday() < 5
        and any(on in one for one in school.open)
        and not any(on in one for one in school.closed)
    )


def _doubt(school: SchoolCalendar, on: date, holiday: Callable[[date], str | None]) -> str:
    if any(on in one for one in school.closed):
        return ""
    if on.weekday() >= 5:
        return "a day of the weekend that is listed as open" if Period(on, on) in school.open else ""
    name = holiday(on) if is_school_day(school, on) else None
    return f"{name}, which the calendar does not list as closed" if name else ""


def read_school_calendar(path: Path) -> SchoolCalendar:
    """A calendar in JSON: `{"open": [["2025-09-03", "2025-10-24"]], "closed": ["2025-09-03"], "starts": "08:50"}`.

    `closed` holds days or pairs of days. Raises Unusable for anything that is not that.
    """
    found = _json(path)
    if unknown := set(found) - {"open", "closed", "starts"}:
        raise _unusable(path, f"there is no key ‘{sorted(unknown)[0]}’ in a school calendar.")
    terms = tuple(_span(path, "open", one, pair=True) for one in _list(path, found, "open"))
    if not terms:
        raise _unusable(path, "‘open’ names no term.")
    closed = tuple(_span(path, "closed", one, pair=False) for one in _list(path, found, "closed"))
    return SchoolCalendar(terms, closed, _time(path, found.get("starts")))


def _json(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unusable(path, "the file is far too large for a school calendar.")
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _unusable(path, f"the file cannot be opened ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, "the file is not JSON in UTF-8.") from error
    if not isinstance(found, dict):
        raise _unusable(path, "the file does not hold one object.")
    return found


def _list(path: Path, found: dict[str, object], key: str) -> list[object]:
    value = found.get(key, [])
    if not isinstance(value, list):
        raise _unusable(path, f"‘{key}’ is not a list.")
    return value


def _span(path: Path, key: str, value: object, *, pair: bool) -> Period:
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2 or (pair and not isinstance(value, list)):
        raise _unusable(path, f"‘{value}’ of ‘{key}’ is not a pair of days.")
    try:
        return Period(date.fromisoformat(str(ends[0])), date.fromisoformat(str(ends[1])))
    except ValueError as error:
        raise _unusable(path, f"‘{value}’ of ‘{key}’ cannot be used: {error}.") from error


def _time(path: Path, value: object) -> time | None:
    if value is None:
        return None
    try:
        found = time.fromisoformat(str(value))
    except ValueError as error:
        raise _unusable(path, f"‘{value}’ of ‘starts’ is not a time of day.") from error
    if found.tzinfo is not None:
        raise _unusable(path, "‘starts’ is London time and takes no time zone.")
    return found


def _unusable(path: Path, reason: str) -> Unusable:
    remedy = "Write open as pairs of days, closed as days or pairs, starts as 08:50."
    return Unusable(Problem("school-calendar", reason, remedy, path.name))
