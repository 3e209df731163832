"""Days, imprecise days and spans of days, as law and partnerships use them.

Days are `datetime.date`. Both ends of a `Period` are included; no end means still so. A legal day is the
day in London, whatever the server's clock says.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def local_date(at: datetime) -> date:
    """The legal day on which the moment `at` fell: the day in London.

    Raises ValueError for a moment without a time zone, since no day can be told from it.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone before it has a legal day")
    return at.astimezone(LONDON).date()


def utc_midnight(on: date) -> datetime:
    """The first moment, in UTC, of the London day `on`."""
    return datetime(on.year, on.month, on.day, tzinfo=LONDON).astimezone(UTC)


def long_date(on: date) -> str:
    """The day as pages print it: Thursday 16 October 2025."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}"


def short_date(on: date) -> str:
    """The day without its weekday: 16 October 2025."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date of which only the year, or the year and month, may be known. No day is ever invented."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a date with a day needs a month")
        # `date` raises ValueError, with the reason, for a month or day that does not exist.
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2023`, `2023-06` or `2023-06-14`. Raises ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
        if not found:
            raise ValueError(f"‘{text}’ is not a date; write 2023, 2023-06 or 2023-06-14")
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            return cls(year or 0, month, day)
        except ValueError:
            raise ValueError(_no_such(text.strip(), year or 0, month)) from None

    @classmethod
    def of(cls, on: date) -> PartialDate:
        return cls(on.year, on.month, on.day)

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        return self.day is not None

    def iso(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def __str__(self) -> str:
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return f"{MONTHS[self.month - 1]} {self.year}"
        return short_date(self.earliest)


def _no_such(text: str, year: int, month: int | None) -> str:
    """Why a date that is written rightly is none, in plain words."""
    if not year:
        return f"‘{text}’ is not a date: there is no year 0"
    if month is not None and not 1 <= month <= 12:
        return f"‘{text}’ is not a date: there is no month {month}"
    return f"‘{text}’ is not a date: {MONTHS[(month or 1) - 1]} {year} has no such day"


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included; `ends_on` of None means still running."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError(f"a period cannot end ({self.ends_on}) before it starts ({self.starts_on})")

    def __contains__(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (
            self.ends_on is None or other.starts_on <= self.ends_on
        )

    @property
    def days(self) -> int:
        """How many days it holds. Raises ValueError while it is still running."""
        if self.ends_on is None:
            raise ValueError("a period that is still running has no number of days")
        return (self.ends_on - self.starts_on).days + 1

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """A calendar quarter: 1 is January to March."""
        first = 3 * quarter - 2
        return cls(date(year, first, 1), cls.month(year, first + 2).ends_on)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def financial_year(cls, starting: int) -> Period:
        """1 April to 31 March: the ‘year’ of the strategy regulations and the partnership's own."""
        return cls(date(starting, 4, 1), date(starting + 1, 3, 31))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2020`, `2020-Q3`, `2020-07`, `2020/21`, `2020-07-01` or `2020-07-01..2020-09-30`.

        Also what other tables have: `2020/21 Q2` (July to September 2020), `Jul 2020` or `July 2020`, and the weeks of
        ISO 8601 as `2020-W27` (from Monday).

        Raises ValueError naming what is wrong (2019-13 has no thirteenth month).
        """
        text = text.strip()
        if ".." in text:
            first, last = text.split("..", 1)
            return cls(PartialDate.parse(first).earliest, PartialDate.parse(last).latest)
        if found := re.fullmatch(r"(\d{4})/(\d{2}|\d{4})", text):
            start, end = int(found[1]), found[2]
            if int(end) != ((start + 1) % 100 if len(end) == 2 else start + 1):
                raise ValueError(
                    f"‘{text}’ is not a financial year: {start} is followed by {(start + 1) % 100:02d}"
                )
            return cls.financial_year(start)
        if found := re.fullmatch(r"(\d{4})[- ]?Q([1-4])", text, re.IGNORECASE):
            return cls.quarter(int(found[1]), int(found[2]))
        if (named := _named_period(text)) is not None:
            return cls(*named)
        partial = PartialDate.parse(text)
        return cls(partial.earliest, partial.latest)

    @property
    def code(self) -> str:
        """The shortest text that `parse` reads back as this period."""
        if self.ends_on is None:
            return f"{self.starts_on.isoformat()}.."
        start = self.starts_on
        if self == Period.year(start.year):
            return f"{start.year:04d}"
        if self == Period.financial_year(start.year):
            return f"{start.year:04d}/{(start.year + 1) % 100:02d}"
        if (
            start.day == 1
            and start.month % 3 == 1
            and self == Period.quarter(start.year, (start.month + 2) // 3)
        ):
            return f"{start.year:04d}-Q{(start.month + 2) // 3}"
        if self == Period.month(start.year, start.month):
            return f"{start.year:04d}-{start.month:02d}"
        if start == self.ends_on:
            return start.isoformat()
        return f"{start.isoformat()}..{self.ends_on.isoformat()}"

    def __str__(self) -> str:
        """The period as pages print it: January to March 2020, 2020, 2020/21, from 1 June 2023."""
        if self.ends_on is None:
            return f"from {short_date(self.starts_on)}"
        start, end = self.starts_on, self.ends_on
        if self == Period.year(start.year):
            return str(start.year)
        if self == Period.financial_year(start.year):
            return f"{start.year}/{(start.year + 1) % 100:02d}"
        whole_months = start.day == 1 and end == Period.month(end.year, end.month).ends_on
        if whole_months and (start.year, start.month) == (end.year, end.month):
            return f"{MONTHS[start.month - 1]} {start.year}"
        if whole_months and start.year == end.year:
            return f"{MONTHS[start.month - 1]} to {MONTHS[end.month - 1]} {start.year}"
        if whole_months:
            return f"{MONTHS[start.month - 1]} {start.year} to {MONTHS[end.month - 1]} {end.year}"
        if start == end:
            return short_date(start)
        return f"{short_date(start)} to {short_date(end)}"


def _named_period(text: str) -> tuple[date, date] | None:
    """The ends of a financial quarter, a month by its name, or a week by its number; None for anything else.

    Raises ValueError for a week that the year does not have.
    """
    if found := re.fullmatch(r"(\d{4}/\d{2,4})[- ]Q([1-4])", text, re.IGNORECASE):
        year = Period.parse(found[1])
        first = date(year.starts_on.year + (found[2] == "4"), (3 * int(found[2])) % 12 + 1, 1)
        return first, Period.quarter(first.year, (first.month + 2) // 3).ends_on or first
    if found := re.fullmatch(r"([A-Za-z]{3,9})[- ](\d{4})", text):
        for number, name in enumerate(MONTHS, start=1):
            if found[1].lower() in {name.lower(), name[:3].lower()}:
                month = Period.month(int(found[2]), number)
                return month.starts_on, month.ends_on or month.starts_on
    if found := re.fullmatch(r"(\d{4})-?W(\d{2})", text):
        try:
            first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            raise ValueError(f"‘{text}’: the year {found[1]} has no such week") from None
        return first, first + timedelta(days=6)
    return None


def months_in(period: Period) -> list[Period]:
    """Every calendar month that the (ended) period touches, in order."""
    if period.ends_on is None:
        raise ValueError("a period that is still running has no last month")
    found, on = [], period.starts_on.replace(day=1)
    while on <= period.ends_on:
        month = Period.month(on.year, on.month)
        found.append(month)
        on = month.starts_on + timedelta(days=32)
        on = on.replace(day=1)
    return found
