"""The bank holidays that come with the program, as a calendar of working days."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

from frankpledge.kernel.calendars import (
    HolidayLaw,
    Nation,
    PublishedHolidays,
    WorkingCalendar,
    read_holiday_law,
)
from frankpledge.kernel.toml_files import Readable, read_toml


@cache
def holiday_law() -> HolidayLaw:
    """The rules, moves and single holidays of `data/holidays.toml`."""
    return read_holiday_law(read_toml(cast(Readable, files("frankpledge.law") / "data" / "holidays.toml")))


def working_calendar(
    nation: Nation = Nation.ENGLAND_AND_WALES, published: PublishedHolidays | None = None
) -> WorkingCalendar:
    """Working days of a nation, by the program's own list or by one laid over it."""
    return WorkingCalendar(holiday_law(), nation, published)
