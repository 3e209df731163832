"""How dates, numbers and lists are written on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from frankpledge.kernel.dates import local_date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def day_in_words(on: date | datetime) -> str:
    """`Thursday 16 October 2025`; a moment is given as its legal day in London."""
    on = _as_day(on)
    return f"{DAYS[on.weekday()]} {short_day(on)}"


def short_day(on: date | datetime) -> str:
    """`16 October 2025`."""
    on = _as_day(on)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def month_in_words(on: date) -> str:
    """`October 2025`."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def thousands(number: int) -> str:
    """`4,217`."""
    return f"{number:,}"


def listed(items: Sequence[object]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 row`, `4,217 rows`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def _as_day(on: date | datetime) -> date:
    return local_date(on) if isinstance(on, datetime) else on
