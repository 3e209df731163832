"""Periods as suppliers write them, with the reading that was used where the text allows more than one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.dates import MONTHS, Period

_NAMES = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_TO = r"\s*(?:-|to|/)\s*"
_YEAR = r"((?:19|20)\d\d)"
_FINANCIAL = r"((?:19|20)\d\d)[/-](\d\d|(?:19|20)\d\d)"


@dataclass(frozen=True)
class PeriodRead:
    """A period and, where the text could mean something else, which reading was used (else empty)."""

    period: Period
    reading: str = ""


def read_period(text: str) -> PeriodRead:
    """Read what `Period.parse` reads, and the ways of writing found in partners' tables.

    Raises ValueError with a sentence. Examples: `Jan-Mar 2020`, `Q1 2020/21` (April to June 2020), `Q1 2020`,
    `April 2020`, `Apr-20`, `year ending June 2025`, `2019-20`, `01/04/2020`.
    """
    plain = " ".join(re.sub(r"[–—−]", "-", text).replace("\u00a0", " ").split())
    lower = plain.lower()
    for pattern, make in _WAYS:
        if found := re.fullmatch(pattern, lower):
            return make(found, text)
    try:
        return PeriodRead(Period.parse(plain.removeprefix("FY").strip()))
    except ValueError as error:
        raise ValueError(
            f"‘{text.strip()}’ is not a period ({error}). Write 2020-07, 2020-Q3, 2020/21, 2020 or Jul-Sep 2020."
        ) from error


def months_named(text: str) -> tuple[int, int] | None:
    """First and last month of a label such as `Jan – March`, `July to September` or `May`; None when it is none."""
    plain = " ".join(re.sub(r"[–—−]", "-", text).lower().split())
    if found := re.fullmatch(rf"{_MONTH}{_TO}{_MONTH}", plain):
        return _month(found[1]), _month(found[2])
    if found := re.fullmatch(_MONTH, plain):
        return _month(found[1]), _month(found[1])
    return None


def quarter_named(text: str) -> int | None:
    """1 to 4 for a label such as `Q1`, `Quarter 1` or `1st quarter`; which months it means is not said by it."""
    plain = " ".join(text.lower().split())
    found = re.fullmatch(r"(?:q|qtr|quarter)\s*([1-4])|([1-4])(?:st|nd|rd|th) quarter", plain)
    return int(found[1] or found[2]) if found else None


def span(year: int, first: int, last: int) -> Period:
    """From the first of one month to the end of another; into the next year when `last` comes before `first`."""
    end = year if last >= first else year + 1
    return Period(date(year, first, 1), date(end, last, calendar.monthrange(end, last)[1]))


def financial_quarter(starting: int, quarter: int) -> Period:
    """Quarter 1 is April to June of the year in which the financial year starts."""
    return Period.quarter(starting, quarter + 1) if quarter < 4 else Period.quarter(starting + 1, 1)


def _month(name: str) -> int:
    return _NAMES[name[:3]]


def _financial_start(found: re.Match[str], first: int, text: str) -> int:
    start, end = int(found[first]), found[first + 1]
    if int(end[-2:]) != (start + 1) % 100:
        raise ValueError(
            f"‘{text.strip()}’ is not a financial year: {start} is followed by {(start + 1) % 100:02d}."
        )
    return start


def _range(found: re.Match[str], _: str) -> PeriodRead:
    first, last, year = _month(found[1]), _month(found[2]), int(found[3])
    if last < first:
        said = span(year - 1, first, last)
        return PeriodRead(said, f"read as {said}: the year is taken to be that of the last month")
    return PeriodRead(span(year, first, last))


def _range_two_years(found: re.Match[str], text: str) -> PeriodRead:
    first, last = date(int(found[2]), _month(found[1]), 1), (int(found[4]), _month(found[3]))
    end = date(*last, calendar.monthrange(*last)[1])
    if end < first:
        raise ValueError(f"‘{text.strip()}’ ends before it starts.")
    return PeriodRead(Period(first, end))


def _month_year(found: re.Match[str], _: str) -> PeriodRead:
    year = int(found[2]) if len(found[2]) == 4 else 2000 + int(found[2])
    return PeriodRead(Period.month(year, _month(found[1])))


def _financial_q(found: re.Match[str], text: str, quarter: int, first: int) -> PeriodRead:
    period = financial_quarter(_financial_start(found, first, text), int(found[quarter]))
    return PeriodRead(period, f"read as a quarter of the financial year: {period}")


def _calendar_q(found: re.Match[str], quarter: int, year: int) -> PeriodRead:
    period = Period.quarter(int(found[year]), int(found[quarter]))
    return PeriodRead(period, f"read as a quarter of the calendar year: {period}")


def _financial_year(found: re.Match[str], text: str) -> PeriodRead:
    return PeriodRead(Period.financial_year(_financial_start(found, 1, text)))


def _hyphen_year(found: re.Match[str], text: str) -> PeriodRead:
    """`2019-20` is a financial year; `2009-10` may be one or October 2009, and is read as the month."""
    start, end = int(found[1]), int(found[2])
    if end == (start + 1) % 100 and not 1 <= end <= 12:
        period = Period.financial_year(start)
        return PeriodRead(period, f"read as the financial year {period}")
    if 1 <= end <= 12:
        period = Period.month(start, end)
        also = end == (start + 1) % 100
        return PeriodRead(period, f"read as the month {period}, not a financial year" if also else "")
    raise ValueError(
        f"‘{text.strip()}’ is not a month: there is no month {found[2]}. Write the month as {start}-03."
    )


def _year_ending(found: re.Match[str], _: str) -> PeriodRead:
    year, month = int(found[2]), _month(found[1])
    return PeriodRead(Period.year(year) if month == 12 else span(year - 1, month + 1, month))


def _british_day(found: re.Match[str], text: str) -> PeriodRead:
    try:
        on = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise ValueError(f"‘{text.strip()}’ is not a day: write day/month/year.") from error
    return PeriodRead(Period(on, on), "read as day/month/year" if on.day <= 12 and on.day != on.month else "")


_WAYS: tuple[tuple[str, Callable[[re.Match[str], str], PeriodRead]], ...] = (
    (rf"{_MONTH}{_TO}{_MONTH}\s*,?\s*{_YEAR}", _range),
    (rf"{_MONTH}\s+{_YEAR}{_TO}{_MONTH}\s+{_YEAR}", _range_two_years),
    (rf"{_MONTH}[\s-]+((?:19|20)\d\d|\d\d)", _month_year),
    (
        rf"(?:q|quarter )([1-4])[\s,-]*(?:fy)?\s*{_FINANCIAL}",
        lambda found, text: _financial_q(found, text, 1, 2),
    ),
    (
        rf"(?:fy)?\s*{_FINANCIAL}[\s,-]*(?:q|quarter )([1-4])",
        lambda found, text: _financial_q(found, text, 3, 1),
    ),
    (rf"(?:q|quarter )([1-4])[\s,-]*{_YEAR}", lambda found, _: _calendar_q(found, 1, 2)),
    (rf"(?:fy\s*){_FINANCIAL}", _financial_year),
    (r"((?:19|20)\d\d)-(\d\d)", _hyphen_year),
    (rf"(?:year ending|year to|12 months to|y/e)\s+{_MONTH}\s+{_YEAR}", _year_ending),
    (r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)", _british_day),
)
