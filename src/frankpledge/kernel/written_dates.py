"""Dates as people write them in prose: found, read, and checked against their weekday.

Day comes before month. A date of figures that could be either way round (03/04/2025) stays ambiguous unless its
weekday settles it, and a date without a year stays open unless the years that may be meant are given. Nothing is
guessed: what cannot be told is answered with candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frankpledge.kernel.dates import MONTHS, WEEKDAYS, PartialDate, long_date

Years = tuple[int, int]
MOST_CANDIDATES = 50


class Standing(StrEnum):
    """What became of a written date."""

    READ = "read"
    AMBIGUOUS = "ambiguous"
    INCOMPLETE = "incomplete"
    CONTRADICTED = "contradicted"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class WrittenDate:
    """A date found in a text. `meant` is None unless one day (or one month or year) is meant.

    `written_weekday` is the weekday in the text (Monday is 0). Candidates are the days that may be meant.
    """

    text: str
    start: int
    standing: Standing
    meant: PartialDate | None
    written_weekday: int | None
    candidates: tuple[date, ...]
    why: str

    @property
    def ok(self) -> bool:
        return self.standing is Standing.READ

    @property
    def weekday(self) -> str | None:
        """The weekday of the date by the calendar, whatever the text says."""
        return WEEKDAYS[self.meant.earliest.weekday()] if self.meant and self.meant.is_exact else None


@dataclass(frozen=True)
class _Reading:
    """One way of reading the figures; a year of None is not written, `short` is one of two figures."""

    year: int | None
    month: int
    day: int
    short: bool = False


_WEEKDAY = r"(?:(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?,?\s+(?:the\s+)?)?"
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_YEAR = r"(?:[\s,\-]*(?P<year>\d{4})(?!\d)|[\s\-]*['’](?P<short>\d{2})(?!\d)|[\s\-]+(?P<last>\d{2})(?=\s*(?:$|[.,;)](?!\d))))?"
_START, _END = r"(?<![\w/.\-])", r"(?![\w/])"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}{_WEEKDAY}(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})(?![\d/\-])",
        rf"{_START}{_WEEKDAY}(?P<one>\d{{1,2}})(?P<mark>[/.\-])(?P<two>\d{{1,2}})(?P=mark)(?P<figures>\d{{4}}|\d{{2}}){_END}(?!-\d|\.\d)",
        rf"{_START}{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-]*(?:\bof\s+)?{_MONTH}{_YEAR}",
        rf"{_START}{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w/:]|\.\d){_YEAR}",
        rf"{_START}{_MONTH}[\s,]+(?P<year>\d{{4}})(?!\d)",
    )
)
_ALIKE = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "\u2013": "-"}
)


def find_dates(text: str, years: Years | None = None) -> tuple[WrittenDate, ...]:
    """Every date in a text, in order; `years` are the first and last year that may be meant.

    A text that is nothing but `2025` or `2025-10` is read as that year or month.
    """
    plain = text.translate(_ALIKE)
    if found := re.fullmatch(r"\s*(\d{4}(?:-\d{2})?)\s*", plain):
        return (_bare(found[1], text.index(found[1])),)
    taken: list[re.Match[str]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if all(match.end() <= one.start() or one.end() <= match.start() for one in taken):
                taken.append(match)
    return tuple(_read(match, years) for match in sorted(taken, key=lambda one: one.start()))


def _bare(text: str, start: int) -> WrittenDate:
    try:
        return WrittenDate(text, start, Standing.READ, PartialDate.parse(text), None, (), "")
    except ValueError:
        return WrittenDate(text, start, Standing.IMPOSSIBLE, None, None, (), f"there is no {text}")


def _read(match: re.Match[str], years: Years | None) -> WrittenDate:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    weekday = _weekday(parts.get("weekday", ""))
    made = _Written(match.group().strip(), match.start(), weekday)
    if "month" in parts and "day" not in parts:
        year = int(parts["year"])
        if not year:
            return made.ends(Standing.IMPOSSIBLE, "there is no year 0")
        return made.ends(Standing.READ, "", PartialDate(year, _month(parts["month"])))
    readings = list(dict.fromkeys(_readings(parts)))
    days = list(dict.fromkeys(day for one in readings for day in _days(one, years)))
    if any(one.year is None for one in readings) and years is None and _possible(readings):
        return made.ends(Standing.INCOMPLETE, "no year is written")
    return _judged(made, readings, days, years)


@dataclass(frozen=True)
class _Written:
    text: str
    start: int
    weekday: int | None

    def ends(
        self, standing: Standing, why: str, found: PartialDate | None = None, candidates: Sequence[date] = ()
    ) -> WrittenDate:
        kept = tuple(candidates[:MOST_CANDIDATES])
        return WrittenDate(self.text, self.start, standing, found, self.weekday, kept, why)


def _judged(made: _Written, readings: list[_Reading], days: list[date], years: Years | None) -> WrittenDate:
    if not days and _possible(readings):
        return made.ends(Standing.CONTRADICTED, "it is in none of the years given")
    if not days:
        return made.ends(Standing.IMPOSSIBLE, "there is no such day")
    fitting = [one for one in days if made.weekday in {None, one.weekday()}]
    if not fitting:
        return _wrong_weekday(made, readings, days, years)
    if len(fitting) > 1:
        why = "it may be any of these days"
        return made.ends(Standing.AMBIGUOUS, why, None, fitting)
    outside = years is not None and not years[0] <= fitting[0].year <= years[1]
    standing = Standing.CONTRADICTED if outside else Standing.READ
    why = "its year is not one of those given" if outside else ""
    return made.ends(standing, why, PartialDate.of(fitting[0]), fitting)


def _wrong_weekday(
    made: _Written, readings: list[_Reading], days: list[date], years: Years | None
) -> WrittenDate:
    """The date stands as written where it is one; candidates are the years close by in which the weekday fits."""
    near = years or (max(1, min(days).year - 1), min(9999, max(days).year + 1))
    others = [_Reading(None, one.month, one.day) for one in readings]
    fitting = sorted({day for one in others for day in _days(one, near) if day.weekday() == made.weekday})
    if len(days) > 1:
        return made.ends(Standing.CONTRADICTED, "it falls on that weekday in no reading", None, fitting)
    why = f"that day is {long_date(days[0])}"
    return made.ends(Standing.CONTRADICTED, why, PartialDate.of(days[0]), fitting)


def _readings(parts: dict[str, str]) -> Iterator[_Reading]:
    """Day first; month first too where the figures allow both, or only that."""
    if "iso" in parts:
        year, month, day = map(int, parts["iso"].split("-"))
        yield _Reading(year, month, day)
        return
    written = parts.get("figures") or parts.get("year") or parts.get("short") or parts.get("last")
    year_of = int(written) if written else None
    short = written is not None and len(written) == 2
    if "month" in parts:
        yield _Reading(year_of, _month(parts["month"]), int(parts["day"]), short)
        return
    one, two = int(parts["one"]), int(parts["two"])
    for month, day in ((two, one), (one, two)):
        yield _Reading(year_of, month, day, short)


def _days(one: _Reading, years: Years | None) -> Iterator[date]:
    if one.year is None:
        wanted: Sequence[int] = range(years[0], years[1] + 1) if years else ()
    elif one.short:
        wanted = (
            [year for year in range(years[0], years[1] + 1) if year % 100 == one.year]
            if years
            else [2000 + one.year]
        )
    else:
        wanted = [one.year]
    for year in wanted:
        try:
            yield date(year, one.month, one.day)
        except ValueError:
            continue


def _possible(readings: Sequence[_Reading]) -> bool:
    """Whether some reading is a day at all, in its own year or, where none is written, in a leap year."""
    return any(True for one in readings for _ in _days(_whole(one), None))


def _whole(one: _Reading) -> _Reading:
    return _Reading(2000, one.month, one.day) if one.year is None else one


def _month(text: str) -> int:
    return next(n for n, name in enumerate(MONTHS, start=1) if name.lower().startswith(text.lower()[:3]))


def _weekday(text: str) -> int | None:
    return next(
        (n for n, name in enumerate(WEEKDAYS) if text and name.lower().startswith(text.lower()[:3])), None
    )
