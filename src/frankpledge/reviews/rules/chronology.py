"""Many agencies' chronologies brought into one, with every entry's place in its own sheet kept. Pure.

Days are read as they stand and never guessed: 03/04/2019 is the third of April or the fourth of March until somebody says
which. Entries that look alike are shown as such, and never merged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import LONDON, MONTHS, PartialDate
from frankpledge.kernel.problems import Problem

GUIDANCE = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)", note="chronologies"
)
FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "date of event", "event date", "date of contact", "when", "dyddiad", "day", "date and time", "datetime"),
    "time": ("time", "time of event", "event time", "amser"),
    "date_to": ("date to", "end date", "until", "to date"),
    "agency": ("agency", "organisation", "service", "source agency", "asiantaeth", "team"),
    "subject": ("subject", "subjects", "person", "who", "about", "name of subject", "family member"),
    "event": ("event", "description", "details", "what happened", "contact", "summary", "incident", "entry", "digwyddiad", "event details", "significant event"),
    "action": ("action", "action taken", "response", "outcome", "what was done", "response or outcome"),
    "role": ("role", "practitioner", "practitioner role", "professional", "worker", "staff role"),
    "category": ("category", "type", "theme", "code"),
    "comment": ("comment", "comments", "analysis", "author's comment", "notes", "note", "imr author comment"),
    "reference": ("reference", "ref", "source", "source reference", "record number", "source of information", "id", "source record"),
}  # fmt: skip
"""By field: the headings under which agencies keep it, in small letters."""
NEEDED = ("date", "event")


class Order(StrEnum):
    """What somebody said of the order of day and month in a file."""

    UNSAID = "unsaid"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Flag(StrEnum):
    """What a reader must know of an entry."""

    AMBIGUOUS = "day and month could be the other way round"
    PARTIAL = "the day is not known"
    APPROXIMATE = "about this day"
    UNDATED = "no day is given"
    SHORT_YEAR = "the year was written with two digits"
    FUTURE = "the day is still to come"
    BAD_TIME = "the time cannot be read"
    TWICE = "the clocks showed this time twice"
    NEVER = "the clocks never showed this time"
    DUPLICATE = "the same words on the same day elsewhere"
    SIMILAR = "much like another entry of the same day"
    CONFLICT = "another entry tells the same with another day or time"


@dataclass(frozen=True)
class Place:
    """Where an entry stands: file, sheet, and row as its program shows it."""

    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        sheet = f", sheet ‘{self.sheet}’" if self.sheet else ""
        return f"{self.file}{sheet}, row {self.row}"


@dataclass(frozen=True)
class When:
    """A day as far as it is known, or the days it may be; an optional last day, and a time of day."""

    days: tuple[PartialDate, ...]
    until: PartialDate | None = None
    at: time | None = None
    flags: frozenset[Flag] = frozenset()

    @property
    def earliest(self) -> date | None:
        return min((day.earliest for day in self.days), default=None)

    @property
    def is_exact(self) -> bool:
        return len(self.days) == 1 and self.days[0].day is not None and Flag.APPROXIMATE not in self.flags

    def __str__(self) -> str:
        if not self.days:
            return "no day given"
        said = " or ".join(str(day) for day in self.days)
        said = f"about {said}" if Flag.APPROXIMATE in self.flags else said
        said = f"{said} to {self.until}" if self.until else said
        return f"{said}, {self.at:%H:%M}" if self.at else said


@dataclass(frozen=True)
class Raw:
    """A cell: its text, and the day or moment where the sheet itself holds one."""

    text: str
    moment: datetime | date | time | None = None


@dataclass(frozen=True)
class Sheet:
    """A table as read: its file, its sheet, its headings with their row, and its rows by number."""

    file: str
    sheet: str
    head_row: int
    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]
    agency: str = ""
    order: Order = Order.UNSAID


@dataclass(frozen=True)
class Entry:
    """One entry of the merged chronology. `others` are the numbers of the entries that its flags speak of."""

    place: Place
    when: When
    written: str
    """The day as it stands in the sheet."""
    agency: str
    event: str
    subject: str = ""
    action: str = ""
    role: str = ""
    category: str = ""
    comment: str = ""
    reference: str = ""
    flags: frozenset[Flag] = frozenset()
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Merged:
    """All entries in order, and the rows that could not be taken, each with its reason."""

    entries: tuple[Entry, ...]
    refused: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows taken, by file."""


class NotADay(ValueError):  # noqa: N818
    """A text that is no day; the message says why."""


# Columns --------------------------------------------------------------------------------------------------------


def columns_of(head: Sequence[str]) -> dict[str, int]:
    """Which column holds which field, by its heading; the first that fits."""
    said = [re.sub(r"[^a-zâêîôûŵŷ' ]+", " ", title.casefold().replace("’", "'")).split() for title in head]
    titles = [" ".join(words) for words in said]
    found: dict[str, int] = {}
    for exactly in (True, False):
        for name, headings in FIELDS.items():
            for at, title in enumerate(titles):
                fits = (
                    title in headings
                    if exactly
                    else any(title.startswith(f"{heading} ") for heading in headings)
                )
                if name not in found and at not in found.values() and fits:
                    found[name] = at
    return found


def head_in(rows: Sequence[Sequence[str]], most: int = 15) -> int | None:
    """Which of the first rows holds the headings; None where none has both a day and an event."""
    for at, row in enumerate(rows[:most]):
        found = columns_of(row)
        if all(name in found for name in NEEDED):
            return at
    return None


# Days and times -------------------------------------------------------------------------------------------------

MONTH_NAMES = {name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)}
WELSH = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
WELSH_NAMES = {name: number for number, name in enumerate(WELSH, start=1)}
ABOUT = re.compile(
    r"^(?:c\.?|circa|approx(?:\.|imately)?|about|around|early|late|mid|sometime in|some time in|tua)[\s-]+",
    re.I,
)
UNKNOWN = frozenset(
    {"", "undated", "unknown", "not known", "n/k", "nk", "date unknown", "no date", "tbc", "-", "?"}
)
WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,\s]+", re.I)
NUMERIC = re.compile(r"^(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})$")
ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
WORDED = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-./]+([^\W\d]+)\.?,?[\s\-./]+(?:of\s+)?['’]?(\d{4}|\d{2})$",
    re.I,
)
TURNED = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$", re.I)
MONTH_YEAR = re.compile(r"^([^\W\d]+)\.?,?[\s\-./]+(\d{4}|['’]?\d{2})$", re.I)
MONTH_NUMBER = re.compile(r"^(\d{1,2})[/\-.](\d{4})$|^(\d{4})-(\d{2})$")
YEAR = re.compile(r"^(\d{4})$")
TIMED = re.compile(
    r"[\sT,]+(?:at\s+)?(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)Z?$", re.I
)
SPAN = re.compile(r"^(.+?)\s*(?:\s[-–—]\s|\bto\b|\buntil\b)\s*(.+)$", re.I)
SHORT_SPAN = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?\s*[-–—]\s*(\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d]+\s+\d{2,4})$", re.I
)


@rule(source=GUIDANCE)
def when_of(cell: Raw, order: Order, today: date) -> When:
    """A day is read as it is written: in part, about, from one day to another. Where day and month could be the other way
    round, both are kept until somebody says which. Raises `NotADay` for what is no day.
    """
    if isinstance(cell.moment, datetime):
        at = None if cell.moment.time() == time(0) else cell.moment.time().replace(microsecond=0)
        return _checked(When((PartialDate.of(cell.moment.date()),), at=at), today)
    if isinstance(cell.moment, date):
        return _checked(When((PartialDate.of(cell.moment),)), today)
    return _when_written(cell.text, order, today)


@lru_cache(maxsize=50_000)
def _when_written(text: str, order: Order, today: date) -> When:
    """The same words are read once: forty agencies write the same days."""
    return _checked(_read(" ".join(text.split()), order, today), today)


def _read(text: str, order: Order, today: date) -> When:
    if text.casefold() in UNKNOWN:
        return When((), flags=frozenset({Flag.UNDATED}))
    at, flags = None, set()
    if found := TIMED.search(text):
        at, text = time_of(found[1]), text[: found.start()]
    if short := SHORT_SPAN.match(text):
        last = _day(short[2], order, today)
        first = tuple(replace(day, day=int(short[1])) for day in last[0])
        return When(first, last[0][0], at, frozenset(last[1]))
    if (span := SPAN.match(text)) and _looks_like_days(span):
        first_days, some = _day(span[1], order, today)
        last_days, more = _day(span[2], order, today)
        until = last_days[0] if len(last_days) == 1 else max(last_days)
        return When(first_days, until, at, frozenset(some | more))
    if ABOUT.match(text):
        text = ABOUT.sub("", text)
        flags.add(Flag.APPROXIMATE)
    days, more = _day(text, order, today)
    return When(days, None, at, frozenset(flags | more))


def _looks_like_days(span: re.Match[str]) -> bool:
    return all(any(c.isdigit() for c in part) for part in span.groups()) and len(span[1]) >= 4


def _day(text: str, order: Order, today: date) -> tuple[tuple[PartialDate, ...], set[Flag]]:
    said = WEEKDAY.sub("", text.strip().rstrip("."))
    try:
        return _parsed(said, order, today)
    except NotADay:
        raise
    except ValueError:
        raise NotADay("there is no such day") from None


def _parsed(said: str, order: Order, today: date) -> tuple[tuple[PartialDate, ...], set[Flag]]:
    if found := ISO.match(said):
        return (PartialDate(int(found[1]), int(found[2]), int(found[3])),), set()
    if found := NUMERIC.match(said):
        return _numeric(int(found[1]), int(found[2]), found[3], order, today)
    if found := WORDED.match(said):
        return _worded(found[1], found[2], found[3], today)
    if found := TURNED.match(said):
        return _worded(found[2], found[1], found[3], today)
    if found := MONTH_YEAR.match(said):
        year, flags = _year(found[2].lstrip("'’"), today)
        return (PartialDate(year, _month(found[1])),), flags | {Flag.PARTIAL}
    if found := MONTH_NUMBER.match(said):
        month, year = (int(found[1]), int(found[2])) if found[1] else (int(found[4]), int(found[3]))
        return (PartialDate(year, month),), {Flag.PARTIAL}
    if found := YEAR.match(said):
        return (PartialDate(int(found[1])),), {Flag.PARTIAL}
    raise NotADay("it is not written as a day")


def _numeric(
    first: int, second: int, year_said: str, order: Order, today: date
) -> tuple[tuple[PartialDate, ...], set[Flag]]:
    year, flags = _year(year_said, today)
    ways = {Order.DAY_FIRST: (second, first), Order.MONTH_FIRST: (first, second)}
    if order is not Order.UNSAID:
        month, day = ways[order]
        if month > 12 >= day:
            raise NotADay(f"it has no month {month}, though the file was said to be {order}")
        return (PartialDate(year, month, day),), flags
    found = [
        PartialDate(year, month, day)
        for month, day in dict.fromkeys(ways.values())
        if month <= 12 and _exists(year, month, day)
    ]
    if not found:
        raise NotADay("there is no such day, whichever comes first")
    return tuple(sorted(found)), flags | ({Flag.AMBIGUOUS} if len(found) > 1 else set())


def _exists(year: int, month: int, day: int) -> bool:
    try:
        PartialDate(year, month, day)
    except ValueError:
        return False
    return True


def _worded(day: str, month: str, year_said: str, today: date) -> tuple[tuple[PartialDate, ...], set[Flag]]:
    year, flags = _year(year_said, today)
    return (PartialDate(year, _month(month), int(day)),), flags


def _month(word: str) -> int:
    found = WELSH_NAMES.get(word.casefold()) or MONTH_NAMES.get(word.casefold()[:3])
    if found is None or not (
        word.casefold() in WELSH_NAMES
        or MONTHS[found - 1]
        .casefold()
        .startswith(word.casefold().rstrip("t") if word.casefold() == "sept" else word.casefold())
    ):
        raise NotADay(f"‘{word}’ is no month")
    return found


def _year(said: str, today: date) -> tuple[int, set[Flag]]:
    """Two digits are the last such year that has begun; that they were two is said."""
    if len(said) == 4:
        return int(said), set()
    year = today.year // 100 * 100 + int(said)
    return (year if year <= today.year else year - 100), {Flag.SHORT_YEAR}


@lru_cache(maxsize=5000)
def time_of(said: str) -> time:
    """A time of day: 14:30, 2.30pm, 1430, 9 am, noon. Raises `NotADay`."""
    text = said.strip().casefold().replace(".m.", "m").replace("a.m", "am").replace("p.m", "pm")
    if text in {"noon", "midday"}:
        return time(12)
    if text == "midnight":
        return time(0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.](\d{2}))?\s*(am|pm|hrs|hours|h)?\.?", text)
    if not found or (found[2] is None and found[4] not in {"am", "pm"}):
        raise NotADay(f"‘{said}’ is no time of day")
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4] in {"am", "pm"}:
        if not 1 <= hour <= 12:
            raise NotADay(f"‘{said}’ is no time of day")
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise NotADay(f"‘{said}’ is no time of day") from error


def _checked(when: When, today: date) -> When:
    """Days that are no exact days, or still to come, and times that London's clocks showed twice or never, are flagged."""
    flags = set(when.flags)
    if any(day.day is None for day in when.days):
        flags.add(Flag.PARTIAL)
    if when.days and min(day.earliest for day in when.days) > today:
        flags.add(Flag.FUTURE)
    if when.is_exact and when.at:
        flags |= _clock_flags(datetime.combine(when.days[0].earliest, when.at))
    return replace(when, flags=frozenset(flags))


def _clock_flags(at: datetime) -> set[Flag]:
    if at.month not in {3, 10}:  # London's clocks change in no other month
        return set()
    first, second = (at.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    if first == second or first is None or second is None:
        return set()
    return {Flag.TWICE} if first > second else {Flag.NEVER}


# Rows -----------------------------------------------------------------------------------------------------------


def entries_of(sheet: Sheet, today: date) -> Iterator[Entry | Problem]:
    """Each row as an entry, or as the reason why it is none. Empty rows are passed over."""
    columns = columns_of(sheet.head)
    for number, cells in sheet.rows:
        if not any(cell.text.strip() for cell in cells):
            continue
        yield _entry(sheet, columns, number, cells, today)


def _entry(
    sheet: Sheet, columns: Mapping[str, int], number: int, cells: Sequence[Raw], today: date
) -> Entry | Problem:
    def text(name: str) -> str:
        at = columns.get(name)
        return cells[at].text.strip() if at is not None and at < len(cells) else ""

    place, day = (
        Place(sheet.file, sheet.sheet, number),
        cells[columns["date"]] if columns["date"] < len(cells) else Raw(""),
    )
    title = sheet.head[columns["date"]]
    if not text("event"):
        reason = "The row says no event."
        return Problem(
            "no-event",
            reason,
            "Write what happened, or delete the row.",
            sheet.file,
            number,
            sheet.head[columns["event"]],
        )
    try:
        when = when_of(day, sheet.order, today)
        if (last := columns.get("date_to")) is not None and last < len(cells) and cells[last].text.strip():
            when = replace(when, until=max(when_of(cells[last], sheet.order, today).days, default=None))
    except NotADay as error:
        reason = f"Its day cannot be read: {error}."
        remedy = "Write it as 2019-04-03, 3 April 2019, April 2019 or 2019, or as unknown."
        return Problem("no-day", reason, remedy, sheet.file, number, title, day.text[:80])
    when = _with_time(when, cells, columns.get("time"))
    return Entry(
        place, when, day.text, text("agency") or sheet.agency, text("event"), text("subject"), text("action"), text("role"),
        text("category"), text("comment"), text("reference"), when.flags,
    )  # fmt: skip


def _with_time(when: When, cells: Sequence[Raw], column: int | None) -> When:
    if column is None or column >= len(cells) or not cells[column].text.strip():
        return when
    cell = cells[column]
    if isinstance(cell.moment, datetime | time):
        said = cell.moment if isinstance(cell.moment, time) else cell.moment.time()
        return _timed(when, said.replace(microsecond=0))
    if cell.text.strip().casefold() in UNKNOWN:
        return when
    try:
        return _timed(when, time_of(cell.text))
    except NotADay:
        return replace(when, flags=when.flags | {Flag.BAD_TIME})


def _timed(when: When, at: time) -> When:
    extra = _clock_flags(datetime.combine(when.days[0].earliest, at)) if when.is_exact else set()
    return When(when.days, when.until, at, when.flags | extra)


# Merging --------------------------------------------------------------------------------------------------------

MOST_IN_BLOCK = 60
ALIKE = 0.8
"""Entries of which so many words in ten are the same are much alike."""


@rule(source=GUIDANCE)
def merged(sheets: Iterable[Sheet], today: date) -> Merged:
    """All agencies' entries stand in one order of days, each with its file, sheet and row. What looks like the same event twice,
    or like the same event on two days, is flagged, and never merged.
    """
    entries: list[Entry] = []
    refused: list[Problem] = []
    counts: dict[str, int] = defaultdict(int)
    for sheet in sheets:
        for found in entries_of(sheet, today):
            if isinstance(found, Problem):
                refused.append(found)
            else:
                entries.append(found)
                counts[sheet.file] += 1
    entries.sort(key=_order)
    return Merged(tuple(_flagged(entries)), tuple(refused), dict(counts))


def _order(entry: Entry) -> tuple[object, ...]:
    earliest = entry.when.earliest
    exact = entry.when.is_exact
    return (
        earliest is None, earliest or date.max, not exact, entry.when.at is None, entry.when.at or time(0), entry.agency,
        entry.place.file, entry.place.sheet, entry.place.row,
    )  # fmt: skip


def _flagged(entries: Sequence[Entry]) -> Iterator[Entry]:
    found: dict[int, set[tuple[Flag, int]]] = defaultdict(set)
    words = [" ".join(re.findall(r"\w+", entry.event.casefold())) for entry in entries]
    for flag, one, other in (
        *_same_words(entries, words),
        *_same_reference(entries),
        *_much_alike(entries, words),
    ):
        found[one].add((flag, other))
        found[other].add((flag, one))
    for number, entry in enumerate(entries):
        marks = found.get(number)
        if not marks:
            yield entry
            continue
        flags = frozenset(flag for flag, _ in marks)
        yield replace(entry, flags=entry.flags | flags, others=tuple(sorted({other for _, other in marks})))


def _same_words(entries: Sequence[Entry], words: Sequence[str]) -> Iterator[tuple[Flag, int, int]]:
    """The same words: on the same day twice told, on another day (or at another time) in conflict."""
    by_words: dict[str, list[int]] = defaultdict(list)
    for number, said in enumerate(words):
        if len(said) > 24:
            by_words[said].append(number)
    by_day: dict[tuple[object, str], list[int]] = defaultdict(list)
    for number, said in enumerate(words):
        by_day[entries[number].when.days, said].append(number)
    for same in by_day.values():
        for one, other in pairwise(same):
            clash = entries[one].when.at != entries[other].when.at and None not in {
                entries[one].when.at,
                entries[other].when.at,
            }
            yield (Flag.CONFLICT if clash else Flag.DUPLICATE), one, other
    for same in by_words.values():
        if len(same) > MOST_IN_BLOCK:
            continue  # a phrase that is used again and again, such as "telephone call"
        for one, other in pairwise(same):
            far = (
                entries[one].agency != entries[other].agency
                and entries[one].when.days != entries[other].when.days
            )
            if far and _within(entries[one].when, entries[other].when):
                yield Flag.CONFLICT, one, other


def _within(one: When, other: When, days: int = 31) -> bool:
    if one.earliest is None or other.earliest is None:
        return False
    return abs((one.earliest - other.earliest).days) <= days


def _same_reference(entries: Sequence[Entry]) -> Iterator[tuple[Flag, int, int]]:
    """The same record's number with another day."""
    by_reference: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        bare = re.sub(r"\W", "", entry.reference).casefold()
        if len(bare) >= 5 and any(c.isdigit() for c in bare):
            by_reference[bare].append(number)
    for same in by_reference.values():
        if len(same) > MOST_IN_BLOCK:
            continue
        for one, other in pairwise(same):
            if (
                entries[one].when.days != entries[other].when.days
                and entries[one].agency != entries[other].agency
            ):
                yield Flag.CONFLICT, one, other


def _much_alike(entries: Sequence[Entry], words: Sequence[str]) -> Iterator[tuple[Flag, int, int]]:
    """Entries of one day that share most of their longer words, told by two agencies."""
    blocks: dict[tuple[object, str], list[int]] = defaultdict(list)
    bags: dict[int, frozenset[str]] = {}
    for number, said in enumerate(words):
        if not entries[number].when.is_exact:
            continue
        bag = frozenset(word for word in said.split() if len(word) > 3)
        if len(bag) < 5:
            continue
        bags[number] = bag
        for word in sorted(bag, key=lambda each: (-len(each), each))[:3]:
            blocks[entries[number].when.days, word].append(number)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if not 1 < len(block) <= MOST_IN_BLOCK:
            continue
        for at, one in enumerate(block):
            for other in block[at + 1 :]:
                if (one, other) in seen or words[one] == words[other]:
                    continue
                seen.add((one, other))
                shared = len(bags[one] & bags[other])
                if (
                    shared >= ALIKE * min(len(bags[one]), len(bags[other]))
                    and entries[one].agency != entries[other].agency
                ):
                    yield Flag.SIMILAR, one, other
