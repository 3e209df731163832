"""A sheet of actions from reviews, as partners keep it (CSV, XLSX, ODS), read into the types of the rules.

Columns are found by their headings, wherever they stand. A date is read as it is written: what could be meant otherwise is
said, what is no date is none, and a day that does not exist is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode
from frankpledge.reviews.chronology.reading import Table, read_tables
from frankpledge.reviews.command_inputs import FIRST_YEAR, LAST_YEAR, MOST_ROWS, Reading, read_bytes
from frankpledge.reviews.rules.actions import ALSO_CALLED, COLOURS, ActionState, ReviewAction
from frankpledge.reviews.rules.chronology import Flag, NotADay, Order, Raw, When, when_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "ref", "reference", "number", "no", "action id", "action ref", "action no", "action number", "ref no"),
    "text": ("action", "action to take", "action required", "actions", "text", "title", "description", "what", "task",
             "recommendation", "recommendations"),
    "owner": ("owner", "action owner", "lead", "lead agency", "agency", "lead organisation", "organisation", "responsible",
              "responsible agency", "responsibility", "lead officer", "who", "assigned to"),
    "revised": ("revised due", "revised due date", "revised date", "revised target date", "revised deadline", "new target date"),
    "due": ("due", "due date", "due by", "target", "target date", "target completion date", "deadline", "by", "by when",
            "date due", "timescale", "when", "original due date", "original target date", "expected completion"),
    "state": ("state", "status", "progress", "current status", "action status"),
    "rag": ("rag", "rag status", "rag rating", "brag", "brag status", "colour"),
    "done": ("done", "done on", "completed", "date completed", "completed on", "completed date", "date of completion",
             "completion date", "date completed and outcome", "date closed", "closed on"),
    "assured_by": ("assured by", "checked by", "signed off by"),
}  # fmt: skip
"""By field: the headings under which it is kept, the plainest first."""
NO_DAY = frozenset({"n/a", "na", "none", "nil", "tba", "tbd", "asap", "ongoing", "on-going", "open", "date tbc", "to be confirmed"})  # fmt: skip
REMEDY = "Write it like 2026-03-31 or 31 March 2026; leave it empty where there is none."
CENTURY = date(2099, 12, 31)
"""Two digits of a year are of this century: the day may be to come."""
_SERIAL = re.compile(r"[2-8]\d{4}(?:\.0+)?")
_QUARTER = re.compile(r"q([1-4])\s*[,-]?\s*(\d{4})(?:\s*[/-]\s*(\d{2}|\d{4}))?", re.I)
_BEFORE = re.compile(r"^(?:by|before|no later than|due)?\s*(?:the )?(?:end of|end)?\s*", re.I)
_SHORT_MONTH = re.compile(r"([^\W\d]+)[\s\-./]*['’]?(\d{2})")


@dataclass(frozen=True)
class Listed:
    """The actions of a sheet, and what is to be known of how they were read."""

    actions: tuple[ReviewAction, ...]
    cautions: tuple[Caution, ...]


def read_actions(path: Path) -> Listed:
    """The actions of the first sheet that holds some. Raises `Unusable` with everything that is wrong."""
    content = read_bytes(path)
    tables = [table for table in read_tables(content, path.name) if not table[2]] if content.strip() else []
    for _, rows, _ in tables:
        head = _head(rows)
        if head is not None:
            return _listed(path.name, rows, head)
    raise Unusable(
        Problem("no-actions", "No line names the columns of actions.",
                "Its first line names columns such as id, action, owner, due, status.", path.name)
    )  # fmt: skip


Rows = Sequence[tuple[int, tuple[Raw, ...]]]


def _head(rows: Rows) -> int | None:
    """Which of the first lines names the columns: one that has an action or its number, and something else."""
    for at, (_, cells) in enumerate(rows[:15]):
        found = _places([cell.text for cell in cells])
        if len(found) > 1 and ("text" in found or "id" in found):
            return at
    return None


def _places(head: Sequence[str]) -> dict[str, int]:
    """Where each field stands. Of several headings for one, the plainest."""
    said = [_plain(title) for title in head]
    found: dict[str, int] = {}
    for name, headings in COLUMNS.items():
        at = next((said.index(one) for one in headings if one in said), None)
        if at is not None and at not in found.values():
            found[name] = at
    return found


def _plain(title: str) -> str:
    """A heading in small letters, without marks or what stands in brackets."""
    return " ".join(re.sub(r"[^a-z ]+", " ", re.sub(r"\(.*?\)", " ", title.casefold())).split())


def _listed(file: str, rows: Rows, head: int) -> Listed:
    titles = [cell.text.strip() for cell in rows[head][1]]
    filled = [(line, cells) for line, cells in rows[head + 1 :] if any(cell.text.strip() for cell in cells)]
    if len(filled) > MOST_ROWS:
        raise Unusable(Problem("too-many", f"There are {len(filled):,} rows.", "Give fewer.", file))
    reading = _Sheet(Reading(file), _places(titles), titles)
    actions = tuple(reading.action(place, line, cells) for place, (line, cells) in enumerate(filled, 1))
    reading.reading.check()
    if not actions:
        reading.note(WarningCode.COVERAGE, "rows", "The sheet has headings, and no actions under them.")
    for title in {title for title in titles if title and titles.count(title) > 1}:
        reading.note(WarningCode.DUPLICATE, title, f"Several columns are called ‘{title}’; the first counts.")
    return Listed(actions, tuple(reading.cautions))


@dataclass
class _Sheet:
    reading: Reading
    places: Mapping[str, int]
    titles: Sequence[str]
    cautions: list[Caution] = field(default_factory=list)

    def note(self, code: WarningCode, where: str, text: str) -> None:
        self.cautions.append(Caution(code, where, text))

    def action(self, place: int, line: int, cells: Sequence[Raw]) -> ReviewAction:
        row = _Row(self, line, cells)
        done = row.done()
        return ReviewAction(
            row.text("id") or str(place), row.text("text"), row.text("owner"), row.due(), row.state(done),
            row.text("assured_by"), done, line, row.text("rag"),
        )  # fmt: skip


@dataclass(frozen=True)
class _Row:
    sheet: _Sheet
    line: int
    cells: Sequence[Raw]

    def cell(self, name: str) -> Raw:
        at = self.sheet.places.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else Raw("")

    def text(self, name: str) -> str:
        return " ".join(self.cell(name).text.split())

    def title(self, name: str) -> str:
        return self.sheet.titles[self.sheet.places[name]]

    def where(self, name: str) -> str:
        return f"row {self.line}, column ‘{self.title(name)}’"

    def due(self) -> PartialDate | None:
        """The revised day where there is one, else the first."""
        first, revised = self.day("due"), self.day("revised")
        if first and revised and revised != first:
            text = f"The revised day counts, {revised}; the first one was {first}."
            self.sheet.note(WarningCode.PERIOD, self.where("revised"), text)
        return revised or first

    def day(self, name: str) -> PartialDate | None:
        said = self.text(name)
        if not said:
            return None
        try:
            found, doubt = day_of(self.cell(name))
        except NotADay as error:
            self.sheet.reading.wrong(
                self.title(name), f"‘{said}’ is not a day: {error}.", REMEDY, said, self.line
            )
            return None
        if doubt:
            self.sheet.note(WarningCode.AMBIGUOUS, self.where(name), f"‘{said}’ {doubt}")
        return found

    def done(self) -> PartialDate | None:
        """The day of completion; the cell may go on with the outcome, or say only that."""
        said = self.text("done")
        if not re.search(r"\d", said):
            return None
        try:
            return day_of(self.cell("done"))[0]
        except NotADay:
            for length in (3, 2, 1):
                for start in range(len(said.split()) - length + 1):
                    part = " ".join(said.split()[start : start + length]).rstrip(":;,.")
                    if found := _day_or_none(part):
                        return found
        self.sheet.note(WarningCode.UNVERIFIABLE, self.where("done"), "It gives no day that can be read.")
        return None

    def state(self, done: PartialDate | None) -> ActionState:
        said = self.text("state")
        name = re.sub(r"[\s_]+", "-", said.casefold().strip(" .")) if said else ""
        known = {**{str(state): state for state in ActionState}, **ALSO_CALLED, **COLOURS}
        if said and name not in known:
            remedy = f"Use one of: {', '.join(str(state) for state in ActionState)}."
            self.sheet.reading.wrong(
                self.title("state"), f"‘{said}’ is no state of an action.", remedy, said, self.line
            )
        if name and name not in COLOURS:
            return known.get(name, ActionState.PROPOSED)
        colour = name or self.text("rag").casefold()
        if colour in COLOURS:
            return ActionState.DONE_CLAIMED if done else self._coloured(colour, "state" if name else "rag")
        if self.text("rag") and re.sub(r"\s+", "-", colour) in known:
            return known[re.sub(r"\s+", "-", colour)]
        return ActionState.DONE_CLAIMED if done or self._says_done() else ActionState.PROPOSED

    def _coloured(self, colour: str, column: str) -> ActionState:
        if colour == "green":
            text = "‘Green’ may mean done or on course: it counts as not done until somebody says so."
            self.sheet.note(WarningCode.AMBIGUOUS, self.where(column), text)
        return COLOURS[colour]

    def _says_done(self) -> bool:
        return self.text("done").casefold().rstrip(".") in {"yes", "y", "done", "complete", "completed"}


def _day_or_none(text: str) -> PartialDate | None:
    try:
        return day_of(Raw(text))[0]
    except NotADay:
        return None


def day_of(cell: Raw) -> tuple[PartialDate | None, str]:
    """The day of a cell, as far as it is known, and what is doubtful of it. Raises `NotADay`."""
    text = " ".join(cell.text.split())
    if isinstance(cell.moment, date | datetime):
        return _dated(when_of(cell, Order.DAY_FIRST, CENTURY)), ""
    if _SERIAL.fullmatch(text):
        found = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return PartialDate.of(found), f"was read as a spreadsheet's number of {PartialDate.of(found)}."
    if quarter := _QUARTER.fullmatch(text):
        return _quarter(quarter)
    bare = _BEFORE.sub("", text, count=1)
    if text.casefold().strip(" .") in NO_DAY or not re.search(r"\d", text):
        return None, "" if text.strip(" -–—?") == "" else "is no day, so it counts as none."
    when = when_of(Raw(bare), Order.UNSAID, CENTURY)
    return _dated(when_of(Raw(bare), Order.DAY_FIRST, CENTURY) if len(when.days) > 1 else when), _doubt(
        bare, when
    )


def _dated(when: When) -> PartialDate | None:
    found = when.until or next(iter(when.days), None)
    if found and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotADay(f"the year {found.year} cannot be meant")
    return found


def _doubt(text: str, when: When) -> str:
    if len(when.days) > 1:
        first, other = sorted(when.days, key=lambda one: one.month != int(re.findall(r"\d+", text)[1]))
        return f"was read as {first}, the day first; it could be {other}."
    if re.fullmatch(r"\d{1,2}[./-](1[3-9]|2\d|3[01])[./-]\d{2,4}", text):
        return f"has the month first, and was read as {when.days[0]}."
    if short := _SHORT_MONTH.fullmatch(text):
        return f"was read as the month {when.days[0]}; it could be a day, day {int(short[2])} of that month."
    if when.until:
        return f"names several days; the last counts, {when.until}."
    return "is about a day, and counts as that day." if Flag.APPROXIMATE in when.flags else ""


def _quarter(found: re.Match[str]) -> tuple[PartialDate, str]:
    """The last month of a quarter: of the financial year where two years are named, else of the calendar year."""
    number, year = int(found[1]), int(found[2])
    if found[3]:
        month = PartialDate(year + 1, 3) if number == 4 else PartialDate(year, 3 * number + 3)
    else:
        month = PartialDate(year, 3 * number)
    return month, f"was read as by the end of {month}."


def weigh_colours(actions: Iterable[ReviewAction], overdue: frozenset[str]) -> Iterator[Caution]:
    """Colours that say another thing than the days do."""
    for one in actions:
        if one.rag.casefold() in {"green", "blue"} and one.id in overdue:
            text = f"Its colour is {one.rag.casefold()}, and yet its day has passed and nobody says that it is done."
            yield Caution(WarningCode.IMPLAUSIBLE, one.id, text)
        if one.done and one.state in {ActionState.PROPOSED, ActionState.ACCEPTED, ActionState.IN_PROGRESS}:
            text = f"It was done on {one.done}, and yet its state is ‘{one.state}’: the state counts."
            yield Caution(WarningCode.IMPLAUSIBLE, one.id, text)


__all__ = ["COLUMNS", "Listed", "Table", "day_of", "read_actions", "weigh_colours"]
