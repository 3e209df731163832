"""Days before a meeting: calendar, clear, working and clear working days, by the bank holidays of England and Wales."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from frankpledge.governance.rules.terms.constitution import Deadline
from frankpledge.kernel.calendars import WorkingCalendar
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.legal_dates import add_working_days, clear_days
from frankpledge.law.holidays import working_calendar


@cache
def _calendar() -> WorkingCalendar:
    return working_calendar()


def is_working(on: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday in England and Wales."""
    return _calendar().is_working(on)


def _is_free(on: date) -> bool:
    return not is_working(on)


@rule(source=Citation("Terms of reference", "notice and papers", note="clear days leave out both ends"))
def last_day(deadline: Deadline, on: date) -> date:
    """A deadline so many days before a meeting is counted back from it: clear days count neither the first nor the last day."""
    if deadline.days_are == "calendar":
        return on - timedelta(deadline.days)
    if deadline.days_are == "clear":
        return on - timedelta(deadline.days + 1)
    if deadline.days_are == "working":
        return add_working_days(on, -deadline.days, is_working)
    return clear_days(on, -deadline.days, _is_free).last_day


@rule(source=Citation("Terms of reference", "time to answer", note="clear days leave out both ends"))
def first_day(deadline: Deadline, on: date) -> date:
    """Time of so many days given on a day is over on the last of them, counted forward; clear days leave out both ends.

    With clear days it is over on the day after them, which is the first on which something may be done.
    """
    if deadline.days_are == "calendar":
        return on + timedelta(deadline.days)
    if deadline.days_are == "clear":
        return on + timedelta(deadline.days + 1)
    if deadline.days_are == "working":
        return add_working_days(on, deadline.days, is_working)
    return clear_days(on, deadline.days, _is_free).last_day
