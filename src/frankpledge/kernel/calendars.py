"""Bank holidays worked out by rule from dated data, and the working days that they leave.

The data come in as an argument (`HolidayLaw`): the rules of each part of the United Kingdom, the days on which a
holiday was moved, and the single holidays that a proclamation added. A list in the shape of GOV.UK's bank holiday
file may be laid over it; it is then what counts in the years it holds.
"""

from __future__ import annotations

import calendar
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import WEEKDAYS, Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import StrictTable, TomlTable

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
DAY = timedelta(days=1)
MOST_BYTES = 5_000_000


class Nation(StrEnum):
    """Whose bank holidays count: those of England and Wales, or those of any part of the United Kingdom.

    Some Acts count a day out when it is a bank holiday in any part of the United Kingdom, such as the 20 working
    days of the Freedom of Information Act 2000, section 10(6).
    """

    ENGLAND_AND_WALES = "england-and-wales"
    UK_ANY = "uk-any"

    @property
    def divisions(self) -> tuple[str, ...]:
        return DIVISIONS if self is Nation.UK_ANY else ("england-and-wales",)


class NotCovered(ValueError):  # noqa: N818
    """A year for which there is no rule in the data."""


@dataclass(frozen=True)
class HolidayRule:
    """One holiday of each year: on a day of a month, on the nth weekday of one, or so many days from Easter."""

    name: str
    divisions: tuple[str, ...]
    years: tuple[int, int | None]
    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    easter: int | None = None
    gives_way: bool = False
    """A neighbour's substitute day comes first, as 2 January does to New Year's Day in Scotland."""

    def on(self, year: int) -> date:
        """The day that the rule names, before any substitute."""
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        return (
            nth_weekday(year, self.month, self.weekday, self.nth)
            if self.nth
            else date(year, self.month, self.day)
        )

    def holds(self, division: str, year: int) -> bool:
        first, last = self.years
        return division in self.divisions and first <= year and (last is None or year <= last)


@dataclass(frozen=True)
class Move:
    """A holiday that one year was kept on another day, perhaps under another name."""

    old: date
    new: date
    name: str
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class Extra:
    """A single holiday that a proclamation added."""

    on: date
    name: str
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class HolidayLaw:
    """All that the holidays are computed from; `published` is the first and last year checked against a list."""

    rules: tuple[HolidayRule, ...]
    moves: tuple[Move, ...]
    extras: tuple[Extra, ...]
    published: Mapping[str, tuple[int, int]]

    @property
    def first_year(self) -> int:
        return min(one.years[0] for one in self.rules)


@dataclass(frozen=True, order=True)
class Holiday:
    """A bank holiday. `projected` says that its year is beyond the published list, so that it may still change."""

    on: date
    name: str
    is_substitute: bool = False
    projected: bool = False


@rule(
    source=Citation(
        "Calendar (New Style) Act 1750", "tables and rules", "method: the anonymous Gregorian algorithm"
    )
)
def easter_sunday(year: int) -> date:
    """Easter Sunday is the Sunday after the full moon of the church's tables that falls on or after 21 March.

    Raises NotCovered before 1753, the first Easter of the new calendar in England.
    """
    if not 1753 <= year <= 9999:
        raise NotCovered(f"Easter can be worked out from 1753 to 9999, not for {year}")
    golden, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month (Monday is 0); -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7 * (-nth - 1))


@rule(
    source=Citation(
        "Banking and Financial Dealings Act 1971",
        "s 1, Sch 1",
        "with the yearly proclamations; general knowledge, checked against two published lists, not against the Act",
    )
)
def computed_holidays(law: HolidayLaw, division: str, year: int) -> tuple[Holiday, ...]:
    """A holiday on a Saturday or Sunday is kept on the next weekday that is not itself a holiday.

    The holidays of one part of the United Kingdom in one year, in order; New Year's Day kept late stays in its year.
    Raises NotCovered for a year before the data begin.
    """
    if year < law.first_year:
        raise NotCovered(f"bank holidays are known from {law.first_year}, not for {year}")
    named = [(one.on(year), one) for one in law.rules if one.holds(division, year)]
    fixed = [(on, one) for on, one in named if on.weekday() < 5 and not one.gives_way]
    kept = {on: Holiday(on, one.name) for on, one in fixed}
    for on, one in sorted((pair for pair in named if pair not in fixed), key=lambda pair: pair[0]):
        day = _next_free(on, kept)
        kept[day] = Holiday(day, one.name, is_substitute=day != on)
    for move in law.moves:
        if division in move.divisions and move.old in kept and move.old.year == year:
            del kept[move.old]
            kept[move.new] = Holiday(move.new, move.name)
    extras = {
        one.on: Holiday(one.on, one.name)
        for one in law.extras
        if division in one.divisions and one.on.year == year
    }
    return tuple(sorted((kept | extras).values()))


def _next_free(on: date, kept: Mapping[date, Holiday]) -> date:
    while on.weekday() >= 5 or on in kept:
        on += DAY
    return on


@dataclass(frozen=True)
class PublishedHolidays:
    """The holidays of a GOV.UK file, by part of the United Kingdom."""

    by_division: Mapping[str, tuple[Holiday, ...]]

    def years(self, division: str) -> tuple[int, int] | None:
        """The first and last year that the file holds for a part, both included; None when it has no list of it."""
        days = self.by_division.get(division, ())
        return (days[0].on.year, days[-1].on.year) if days else None

    def of(self, division: str, year: int) -> tuple[Holiday, ...] | None:
        """The listed holidays of a year, or None when the file does not cover it."""
        years = self.years(division)
        if years is None or not years[0] <= year <= years[1]:
            return None
        return tuple(one for one in self.by_division[division] if one.on.year == year)


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are working days: all but Saturdays, Sundays and the bank holidays of `nation`."""

    law: HolidayLaw
    nation: Nation = Nation.ENGLAND_AND_WALES
    published: PublishedHolidays | None = None
    _years: dict[int, Mapping[date, Holiday]] = field(default_factory=dict, compare=False, repr=False)

    def list_ends(self) -> int:
        """The last year that is published for every part that counts; later years are projected."""
        return min(self._span(division)[1] for division in self.nation.divisions)

    def list_begins(self) -> int:
        """The first year that is published for every part that counts; earlier years are by rule only."""
        return max(self._span(division)[0] for division in self.nation.divisions)

    def _span(self, division: str) -> tuple[int, int]:
        given = self.published.years(division) if self.published else None
        return given or self.law.published[division]

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The bank holidays of a year, in order, one for each day. Raises NotCovered before the data begin."""
        return tuple(self._of(year)[on] for on in sorted(self._of(year)))

    def _of(self, year: int) -> Mapping[date, Holiday]:
        if year not in self._years:
            found: dict[date, Holiday] = {}
            for division in self.nation.divisions:
                for one in self._division(division, year):
                    found[one.on] = _merged(found[one.on], one) if one.on in found else one
            self._years[year] = found
        return self._years[year]

    def _division(self, division: str, year: int) -> tuple[Holiday, ...]:
        listed = self.published.of(division, year) if self.published else None
        if listed is not None:
            return listed
        projected = year > self._span(division)[1]
        return tuple(replace(one, projected=projected) for one in computed_holidays(self.law, division, year))

    def holiday(self, on: date) -> Holiday | None:
        """The bank holiday on a day, or None. Raises NotCovered before the data begin."""
        return self._of(on.year).get(on)

    def why_not(self, on: date) -> str | None:
        """Why a day is no working day: Saturday, Sunday or the name of the holiday; None when it is one."""
        if on.weekday() >= 5:
            return WEEKDAYS[on.weekday()]
        found = self.holiday(on)
        return None if found is None else found.name

    def is_working(self, on: date) -> bool:
        return self.why_not(on) is None

    def working_days_in(self, period: Period) -> int:
        """How many working days lie in an ended period."""
        return sum(self.is_working(period.starts_on + timedelta(days=n)) for n in range(period.days))


def _merged(one: Holiday, other: Holiday) -> Holiday:
    name = one.name if other.name in one.name.split("; ") else f"{one.name}; {other.name}"
    return Holiday(one.on, name, one.is_substitute and other.is_substitute, one.projected and other.projected)


def read_holiday_law(table: TomlTable) -> HolidayLaw:
    """The holidays of a TOML file. Raises Unusable naming file, row and key."""
    file = table.strictly().only("holiday", "move", "extra", "published")
    published = {row.choice("division", DIVISIONS): row for row in file.tables("published")}
    for division in DIVISIONS:
        if division not in published:
            raise file.refusal("no-rows", "published", f"There is none of {division}.", "Add one.")
    return HolidayLaw(
        tuple(_rule(row) for row in file.tables("holiday")),
        tuple(_move(row) for row in file.tables("move")),
        tuple(_extra(row) for row in file.tables("extra")),
        {name: (row.whole("first"), row.whole("last")) for name, row in published.items()},
    )


def _rule(row: StrictTable) -> HolidayRule:
    row.only(
        "name", "divisions", "from", "to", "month", "day", "weekday", "nth", "easter", "gives_way", "note"
    )
    if sum(row.has(key) for key in ("day", "nth", "easter")) != 1:
        raise row.refusal(
            "which-day", "day", "One of day, nth and easter must be given.", "Give exactly one."
        )
    made = HolidayRule(
        row.text("name"),
        _divisions(row),
        (row.whole("from"), row.optional_whole("to")),
        month=0 if row.has("easter") else row.whole("month"),
        day=row.whole("day") if row.has("day") else 0,
        weekday=WEEKDAYS.index(row.choice("weekday", WEEKDAYS)) if row.has("nth") else 0,
        nth=row.optional_whole("nth") or 0,
        easter=row.optional_whole("easter"),
        gives_way=row.flag("gives_way", False),
    )
    try:
        made.on(made.years[0])
    except ValueError as error:
        raise row.refusal(
            "no-day", "month", f"There is no such day: {error}.", "Mend the month or day."
        ) from error
    return made


def _move(row: StrictTable) -> Move:
    row.only("name", "divisions", "from", "to", "note")
    return Move(row.day("from"), row.day("to"), row.text("name"), _divisions(row))


def _extra(row: StrictTable) -> Extra:
    row.only("name", "divisions", "on", "note")
    return Extra(row.day("on"), row.text("name"), _divisions(row))


def _divisions(row: StrictTable) -> tuple[str, ...]:
    found = row.texts("divisions", DIVISIONS)
    if wrong := [one for one in found if one not in DIVISIONS]:
        raise row.refusal(
            "not-a-choice", "divisions", f"‘{wrong[0]}’ is not known.", f"Use: {', '.join(DIVISIONS)}."
        )
    return found


def read_published(path: Path) -> PublishedHolidays:
    """The holidays of a file in the shape of GOV.UK's bank-holidays.json, whole or of one division.

    Raises Unusable for a file that cannot be read, has another shape, or lists a day twice.
    """
    lists = _lists(path)
    found = {}
    for division, body in lists.items():
        events = body.get("events") if isinstance(body, dict) else None
        if not isinstance(events, list) or not events:
            raise _unusable(path, f"‘{division}’ has no list of events.")
        days = sorted(_event(path, number, one) for number, one in enumerate(events, start=1))
        _refuse_twice(path, days)
        found[division] = tuple(days)
    return PublishedHolidays(found)


def _lists(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unusable(path, "the file is far too large for a list of holidays.")
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _unusable(path, f"the file cannot be opened ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise _unusable(path, "the file is not JSON in UTF-8.") from error
    if isinstance(found, dict) and "events" in found:
        found = {str(found.get("division", "england-and-wales")): found}
    if not isinstance(found, dict) or not set(found) & set(DIVISIONS):
        raise _unusable(path, "the file names none of the parts of the United Kingdom.")
    return {name: body for name, body in found.items() if name in DIVISIONS}


def _event(path: Path, number: int, event: object) -> Holiday:
    if not isinstance(event, dict) or not isinstance(event.get("title"), str):
        raise _unusable(path, f"event {number} has no title.")
    try:
        on = date.fromisoformat(str(event.get("date")))
    except ValueError as error:
        raise _unusable(path, f"‘{event.get('date')}’ of event {number} is not a day.") from error
    return Holiday(on, event["title"], event.get("notes") == "Substitute day")


def _refuse_twice(path: Path, days: Iterable[Holiday]) -> None:
    for on, times in Counter(one.on for one in days).items():
        if times > 1:
            raise _unusable(path, f"{on.isoformat()} is listed {times} times.")


def _unusable(path: Path, reason: str) -> Unusable:
    remedy = "Give the file bank-holidays.json as GOV.UK publishes it."
    return Unusable(Problem("holidays", reason, remedy, path.name))
