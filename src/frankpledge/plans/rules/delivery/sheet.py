"""A sheet of actions that was sent out and comes back: what it says anew, what clashes, what cannot be read. Pure.

Columns are found by their headings, wherever they stand. Nothing is taken over while anything is wrong or clashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from frankpledge.governance.rules.minutes.log import STATES, Logged, Said, may_be_said
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import MONTHS, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Verdict, fails, holds
from frankpledge.kernel.written_dates import Standing, find_dates

NUMBER, VERSION, PRIORITY, ACTION, OWNER = "Number", "Version", "Priority", "Action", "Owner"
STARTS, DUE, STATE, SAID, EVIDENCE = "Starts", "Due", "State", "What happened", "What shows it done"
HEADINGS = (NUMBER, VERSION, PRIORITY, ACTION, OWNER, STARTS, DUE, STATE, SAID, EVIDENCE)
NEEDED = (NUMBER, STATE)
WORDS = {words.casefold(): state for state, words in STATES.items()} | {
    "open": "open", "not started": "open", "in progress": "open", "under way": "open", "complete": "done",
    "completed": "done",
}  # fmt: skip
DAY = "Write the day in full, such as 2026-06-14."
BACKWARDS = "{number} would be due on {due}, before it starts on {starts}."
IN_ORDER = "It is not due before it starts."
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SERIAL = re.compile(r"[2-8]\d{4}(\.\d+)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]+) (\d{4})")


@dataclass(frozen=True)
class Row:
    """One row of a sheet. `row` is its line as the person sees it. `version` is that of the action when it was sent."""

    row: int
    number: str
    version: int | None
    text: str
    owner: str
    starts: date | None
    due: date | None
    state: str
    said: str
    evidence: str
    priority: str = ""

    @property
    def answer(self) -> tuple[object, ...]:
        """What a person may change."""
        return (self.state, _plain(self.said), _plain(self.evidence), self.due, self.starts)


@dataclass(frozen=True)
class Sheet:
    """A sheet as it came back. `partnership` and `whose` are empty where it does not say; `sent` are its rows as they went out."""

    file: str
    partnership: str
    whose: str
    rows: tuple[Row, ...]
    sent: Mapping[str, Row] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """Place and text of what was taken as probably meant."""


@dataclass(frozen=True)
class Now:
    """An action as the record has it now, as far as a sheet is about it."""

    action: Logged
    starts: date | None = None
    priority: str = ""

    @property
    def said(self) -> str:
        """What was last said of it."""
        return self.action.updates[-1].text if self.action.updates else ""

    def as_row(self) -> Row:
        one = self.action
        owner = one.owner or one.organisation
        return Row(0, one.number, one.row_version, one.text, owner, self.starts, one.due_on, one.state, self.said, one.evidence, self.priority)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What a row says anew of an action. `fields` are (heading, as it is, as the sheet has it)."""

    row: int
    number: str
    action: UUID | None
    said: Said
    version: int
    starts: date | None
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Clash:
    """A row about an action of which somebody else has spoken since the sheet was sent; both are shown."""

    row: int
    number: str
    fields: tuple[tuple[str, str, str], ...]
    change: Change


@dataclass(frozen=True)
class Fresh:
    """A row without a number: a new action."""

    row: int
    text: str
    owner: str
    priority: str
    starts: date | None
    due: date | None


@dataclass(frozen=True)
class Comparison:
    """What a sheet would do. It may be taken over only when there is neither a problem nor a clash."""

    changes: tuple[Change, ...]
    fresh: tuple[Fresh, ...]
    clashes: tuple[Clash, ...]
    problems: tuple[Problem, ...]
    unchanged: int
    left_out: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def may_be_taken_over(self) -> bool:
        return not self.problems and not self.clashes


def known_headings(cells: Sequence[object]) -> int:
    """How many of our headings stand in a row."""
    return len({_plain(str(one or "")).casefold() for one in cells} & {name.casefold() for name in HEADINGS})


def heading_at(rows: Sequence[Sequence[object]]) -> int:
    """Which row holds the headings: the first with most of them, whatever title stands above; otherwise the first."""
    return max(range(len(rows)), key=lambda number: (known_headings(rows[number]), -number))


def read_rows(
    file: str,
    heading: Sequence[object],
    rows: Iterable[tuple[int, Sequence[object]]],
    heading_row: int = 1,
) -> tuple[tuple[Row, ...], tuple[Problem, ...], tuple[tuple[str, str], ...]]:
    """The rows under a heading, wherever its columns stand; what is wrong; what was taken as meant.

    Raises `Unusable` where a heading that is needed is missing or stands there twice.
    """
    places = _places(file, heading, heading_row)
    made, problems, notes = [], [], []
    for number, cells in rows:
        reading = _Reading(file, number, {name: _cell(cells, place) for name, place in places.items()})
        if any(reading.cells.values()):
            made.append(reading.row())
            problems += reading.problems
            notes += reading.notes
    return tuple(made), tuple(problems), tuple(notes)


def _places(file: str, heading: Sequence[object], row: int) -> dict[str, int]:
    names = [_plain(str(one or "")).casefold() for one in heading]
    twice = [name for name in HEADINGS if names.count(name.casefold()) > 1]
    lacking = [name for name in NEEDED if name.casefold() not in names]
    problems = [
        Problem(
            "heading", f"The column ‘{name}’ stands there twice.", "Take one of them out.", file, row, name
        )
        for name in twice
    ]
    problems += [Problem("heading", f"There is no column ‘{name}’.", "Use the sheet as it was sent; columns may be moved but keep their headings.", file, row, name) for name in lacking]  # fmt: skip
    if problems:
        raise Unusable(*problems)
    return {name: names.index(name.casefold()) for name in HEADINGS if name.casefold() in names}


def _cell(cells: Sequence[object], place: int) -> object:
    return cells[place] if place < len(cells) and cells[place] is not None else ""


@dataclass
class _Reading:
    """One row being read, with what is noted of it."""

    file: str
    number: int
    cells: Mapping[str, object]
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> Row:
        return Row(
            self.number, self._text(NUMBER), self._version(), self._text(ACTION), self._text(OWNER), self._day(STARTS),
            self._day(DUE), self._state(), self._text(SAID), self._text(EVIDENCE), self._text(PRIORITY),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        value = self.cells.get(name, "")
        if isinstance(value, float) and value == int(value):
            return str(int(value))
        text = str(value).strip()
        return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text

    def _version(self) -> int | None:
        text = self._text(VERSION)
        if text and not text.isdecimal():
            self._wrong(VERSION, text, "is no version.", "Leave this column as it was sent.")
        return int(text) if text.isdecimal() else None

    def _state(self) -> str:
        text = self._text(STATE)
        if not text and not self._text(NUMBER):
            return "open"
        state = WORDS.get(text.casefold())
        if state is None:
            remedy = f"Write one of: {', '.join(STATES.values())}."
            self._wrong(STATE, text, "does not say how it stands.", remedy)
        return state or "open"

    def _day(self, name: str) -> date | None:
        value = self.cells.get(name, "")
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self._text(name)
        if not text:
            return None
        found = day_in(text)
        if found is None:
            self._wrong(name, text, "is not a day.", DAY, "not-a-date")
        elif is_doubtful(text, found):
            self.notes.append(
                (f"row {self.number}, column ‘{name}’", f"‘{text}’ was read as {short_date(found)}.")
            )
        return found

    def _wrong(self, name: str, text: str, reason: str, remedy: str, code: str = "value") -> None:
        said = f"‘{text}’ {reason}" if text else f"The cell is empty: it {reason}"
        self.problems.append(Problem(code, said, remedy, self.file, self.number, name, text))


def is_doubtful(text: str, found: date) -> bool:
    """Whether a day that was read could have been meant otherwise: 03/04/2026, 14-Jun-26, or a spreadsheet's number."""
    either = (
        bool(re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}", text))
        and found.day <= 12
        and found.day != found.month
    )
    return either or not re.search(r"\d{4}", text) or bool(_SERIAL.fullmatch(text))


def day_in(text: str) -> date | None:
    """A day as people write it: 2026-06-14, 14/06/2026 (the day first), 14 June 2026, 14-Jun-26, or a spreadsheet's number of
    a day; None for anything else."""
    text = text.strip()
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}( 00:00:00)?", text):
            return date.fromisoformat(text[:10])
        if slashed := _SLASHED.fullmatch(text):
            return date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
        if named := _NAMED.fullmatch(text):
            months = [month for month, name in enumerate(MONTHS, start=1) if name.casefold().startswith(named[2].casefold()) and len(named[2]) >= 3]  # fmt: skip
            return date(int(named[3]), months[0], int(named[1])) if months else None
    except ValueError:
        return None
    return _written(text)


def _written(text: str) -> date | None:
    """A day as prose has it, where the text is nothing else; the day before the month."""
    found = find_dates(text)
    if len(found) != 1 or found[0].text != text:
        return None
    one = found[0]
    days = (
        one.candidates
        if one.standing is Standing.AMBIGUOUS
        else ((one.meant.earliest,) if one.ok and one.meant and one.meant.is_exact else ())
    )
    figures = re.fullmatch(r"(\d{1,2})\D\d{1,2}\D\d{2,4}", text)
    return next((day for day in days if figures is None or day.day == int(figures[1])), None)


def _plain(text: str) -> str:
    return " ".join(text.split())


@rule(source=Citation("House method", "order of days"))
def not_due_before_it_starts(number: str, starts: date | None, due: date | None) -> Verdict:
    """An action is not due before it starts."""
    if starts is not None and due is not None and due < starts:
        return fails(message(BACKWARDS, number=number, due=short_date(due), starts=short_date(starts)))
    return holds(message(IN_ORDER))


def belongs(sheet: Sheet, partnership: str, whose: Iterable[str] | None) -> None:
    """Raises `Unusable` for the sheet of another partnership, or of somebody else. `whose` of None may bring anybody's."""
    if sheet.partnership and sheet.partnership != partnership:
        raise Unusable(Problem("not-ours", f"This sheet was sent out by ‘{sheet.partnership}’.", f"Take the sheet of ‘{partnership}’ and fill that in.", sheet.file))  # fmt: skip
    if (
        whose is not None
        and sheet.whose
        and _plain(sheet.whose).casefold() not in {_plain(one).casefold() for one in whose}
    ):
        raise Unusable(Problem("not-yours", f"This sheet was sent to {sheet.whose}.", "Use the one that was sent to you.", sheet.file))  # fmt: skip


@rule(source=Citation("Decidim, import of results by spreadsheet", note="the same format out and in"))
def compare(sheet: Sheet, log: Mapping[str, Now], on: date) -> Comparison:
    """A sheet changes what its rows say anew; where somebody has spoken since it was sent, both are shown and nothing is changed."""
    judging, unreadable = _Judging(sheet, log, on), {one.row for one in sheet.problems}
    for row in sheet.rows:
        if row.row not in unreadable:
            judging.judge(row)
    seen = {row.number for row in sheet.rows}
    left_out = tuple(number for number in sheet.sent if number not in seen)
    problems = (*sheet.problems, *judging.problems)
    return Comparison(
        tuple(judging.changes), tuple(judging.fresh), tuple(judging.clashes),
        tuple(sorted(problems, key=lambda one: (one.row or 0, one.column))), judging.unchanged, left_out,
        (*sheet.notes, *judging.notes),
    )  # fmt: skip


@dataclass
class _Judging:
    sheet: Sheet
    log: Mapping[str, Now]
    on: date
    changes: list[Change] = field(default_factory=list)
    fresh: list[Fresh] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    unchanged: int = 0

    def judge(self, row: Row) -> None:
        if not row.number:
            self._new(row)
        elif self._stands(row):
            self._known(row, self.log[row.number])

    def _stands(self, row: Row) -> bool:
        if row.number in self.seen:
            self._wrong(
                row, NUMBER, "twice", f"{row.number} stands there twice.", "Leave one row of each action."
            )
        elif row.number not in self.log:
            self._wrong(
                row,
                NUMBER,
                "no-such-action",
                f"There is no action {row.number}.",
                "Leave the numbers as they were sent.",
            )
        elif self.sheet.sent and row.number not in self.sheet.sent:
            self._wrong(row, NUMBER, "not-sent", f"{row.number} was not in the sheet that was sent.", "Take the row out, or use the sheet it belongs to.")  # fmt: skip
        else:
            self.seen.add(row.number)
            return True
        return False

    def _new(self, row: Row) -> None:
        if not row.text:
            self._wrong(row, ACTION, "no-text", "The row has neither a number nor an action.", "Write what is to be done, or take the row out.")  # fmt: skip
            return
        self._in_order(row, row.text[:40], row.starts, row.due)
        self.fresh.append(Fresh(row.row, row.text, row.owner, row.priority, row.starts, row.due))

    def _known(self, row: Row, now: Now) -> None:
        before = self.sheet.sent.get(row.number) or now.as_row()
        stands, row = now.as_row(), _kept(row, before)
        if row.answer in {before.answer, stands.answer}:
            self.unchanged += 1
            return
        for name, old, new in ((ACTION, before.text, row.text), (OWNER, before.owner, row.owner)):
            if new and _plain(old) != _plain(new):
                self.notes.append((f"row {row.row}, column ‘{name}’", f"A sheet does not change the column ‘{name}’: that of {row.number} is left as it is."))  # fmt: skip
        change = self._change(row, now, before)
        if change is None:
            return
        version = row.version if row.version is not None else before.version
        if version is not None and version != now.action.row_version:
            self.clashes.append(Clash(row.row, row.number, _fields(stands, row), change))
        else:
            self.changes.append(change)

    def _change(self, row: Row, now: Now, before: Row) -> Change | None:
        if not self._in_order(row, row.number, row.starts or now.starts, row.due or now.action.due_on):
            return None
        words = row.said if _plain(row.said) != _plain(before.said) else ""
        evidence = row.evidence or (row.said if row.state == "done" else "")
        same_state = row.state == now.action.state
        said = Said(row.state, words or ("" if same_state else row.said), evidence if evidence != now.action.evidence else "", row.due)  # fmt: skip
        is_only_start = row.answer[:4] == now.as_row().answer[:4]
        verdict = None if is_only_start else may_be_said(now.action, said, self.on)
        if verdict is not None and not verdict.holds:
            self._wrong(row, _column_of(row), "refused", str(verdict), "Mend the row.")
            return None
        return Change(
            row.row,
            row.number,
            now.action.id,
            said,
            now.action.row_version,
            row.starts,
            _fields(now.as_row(), row),
        )

    def _in_order(self, row: Row, name: str, starts: date | None, due: date | None) -> bool:
        verdict = not_due_before_it_starts(name, starts, due)
        if not verdict.holds:
            self._wrong(
                row, DUE, "due-before-start", str(verdict), "Mend one of the two days.", str(due or "")
            )
        return verdict.holds

    def _wrong(self, row: Row, column: str, code: str, reason: str, remedy: str, value: str = "") -> None:
        self.problems.append(
            Problem(code, reason, remedy, self.sheet.file, row.row, column, value or row.number)
        )


def _kept(row: Row, before: Row) -> Row:
    """A row whose empty cells say what they said before: nobody takes a date or a word back by emptying a cell."""
    return replace(
        row,
        due=row.due or before.due,
        starts=row.starts or before.starts,
        said=row.said or before.said,
        evidence=row.evidence or before.evidence,
    )


def _column_of(row: Row) -> str:
    return EVIDENCE if row.state == "done" else SAID


def _fields(now: Row, row: Row) -> tuple[tuple[str, str, str], ...]:
    pairs = (
        (STATE, STATES[now.state], STATES[row.state]), (SAID, _plain(now.said), _plain(row.said)),
        (EVIDENCE, _plain(now.evidence), _plain(row.evidence)), (DUE, _iso(now.due), _iso(row.due)),
        (STARTS, _iso(now.starts), _iso(row.starts)),
    )  # fmt: skip
    return tuple((name, old, new) for name, old, new in pairs if old != new)


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""
