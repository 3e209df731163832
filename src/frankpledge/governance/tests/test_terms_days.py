"""Days given, and dates of meetings set ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from frankpledge.governance.rules.terms.constitution import Constitution, Dates, Deadline
from frankpledge.governance.rules.terms.days import first_day
from frankpledge.governance.rules.terms.deadlines import Planned, dates_were_set
from frankpledge.kernel.dates import Period

BODY = Constitution(
    "A body", "2024", "E", "pattern", "active", "partnership", None, Period(date(2020, 4, 1)), "invented", ""
)
PLANNED = Planned(date(2025, 2, 12), "ordinary", "", None, (), None, (), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("kind", "due"),
    [("calendar", (4, 2)), ("clear", (4, 3)), ("working", (4, 8)), ("clear-working", (4, 9))],
)
def test_time_given_on_the_day_before_easter_ends_by_the_kind_of_day(kind, due):
    assert first_day(Deadline(5, kind), date(2024, 3, 28)) == date(2024, *due)


def test_dates_set_a_year_ahead_are_in_time_by_one_reading_and_late_by_the_other():
    """The rule `dates_were_set`."""
    each, start = (replace(BODY, dates=Dates(12, one)) for one in ("each-meeting", "start-of-year"))
    assert dates_were_set(each, PLANNED).ok is False
    assert dates_were_set(start, PLANNED).ok is True
    assert dates_were_set(replace(BODY, dates=Dates(12, None)), PLANNED).ok is None
    assert dates_were_set(each, replace(PLANNED, dates_set=date(2024, 2, 12))).ok is True
    assert dates_were_set(start, replace(PLANNED, dates_set=date(2024, 4, 1))).ok is False
    assert dates_were_set(start, replace(PLANNED, kind="public")).ok is True
    assert dates_were_set(BODY, PLANNED).ok is None
    assert dates_were_set(each, replace(PLANNED, dates_set=None)).ok is None
