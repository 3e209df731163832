"""Days before a meeting: calendar, clear, working and clear working days, in England and Wales.

Bank holidays are worked out by rule (Banking and Financial Dealings Act 1971 with the substitutes as published) and
the days proclaimed once are listed; a year beyond those published is a projection.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from frankpledge.governance.rules.terms.constitution import Deadline
from frankpledge.kernel.citations import Citation, rule

ONCE = {
    date(2002, 6, 3), date(2011, 4, 29), date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8),
}  # fmt: skip
"""Days proclaimed once, besides the moved ones below."""
MOVED = {date(2002, 5, 27): date(2002, 6, 4), date(2012, 5, 28): date(2012, 6, 4), date(2020, 5, 4): date(2020, 5, 8),
         date(2022, 5, 30): date(2022, 6, 2)}  # fmt: skip
PUBLISHED_UNTIL = 2027


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    n = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + n + 90) // 25
    return date(year, month, (h - m + n + month + 19) % 32)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank and public holidays of England and Wales in a year."""
    sunday = easter(year)
    days = {sunday - timedelta(2), sunday + timedelta(1), _monday(date(year, 5, 1)), _last_monday(year, 5),
            _last_monday(year, 8)}  # fmt: skip
    new_year = date(year, 1, 1)
    days.add(new_year + timedelta({5: 2, 6: 1}.get(new_year.weekday(), 0)))
    christmas = date(year, 12, 25)
    days |= {
        christmas + timedelta(add)
        for add in {4: (0, 3), 5: (2, 3), 6: (1, 2)}.get(christmas.weekday(), (0, 1))
    }
    moved = {MOVED.get(day, day) for day in days}
    return frozenset(moved | {day for day in ONCE if day.year == year})


def _monday(from_: date) -> date:
    return from_ + timedelta((7 - from_.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(last.weekday())


def is_working(on: date) -> bool:
    return on.weekday() < 5 and on not in bank_holidays(on.year)


def working_days_before(on: date, days: int) -> date:
    """The day so many working days before; the day itself is not counted."""
    found = on
    while days:
        found -= timedelta(1)
        days -= is_working(found)
    return found


@rule(source=Citation("Terms of reference", "notice and papers", note="clear days leave out both ends"))
def last_day(deadline: Deadline, on: date) -> date:
    """A deadline so many days before a meeting is counted back from it: clear days count neither the first nor the last day."""
    if deadline.days_are == "calendar":
        return on - timedelta(deadline.days)
    if deadline.days_are == "clear":
        return on - timedelta(deadline.days + 1)
    if deadline.days_are == "working":
        return working_days_before(on, deadline.days)
    return working_days_before(on, deadline.days + 1)
