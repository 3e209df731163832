"""A series that is watched: one count a day, week, month or quarter, with what is missing kept missing.

Rows may come in any order. Weeks are told by the day on which they begin; dates that are all the first of a month are
months, or quarters where all lie three months apart. A period that the file leaves out is put in without a figure, so that
windows keep their length; it is never nought.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from frankpledge.analysis.arguments import signed
from frankpledge.analysis.inputs import NOT_KNOWN, Line, amount, quoted, read_table, whole_number
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.kernel.problems import Problem, Unusable

MOST_PERIODS = 20_000
PERIOD_NAMES = ("period", "month", "quarter", "week", "date", "ds", "index", "time", "t")


class Pace(StrEnum):
    """How often the series is counted; `index` when its periods are only numbered."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    INDEX = "index"


PER_YEAR = {Pace.DAY: 365, Pace.WEEK: 52, Pace.MONTH: 12, Pace.QUARTER: 4, Pace.INDEX: 52}
"""How many periods make a year when windows are counted in periods."""


@dataclass(frozen=True)
class WatchedSeries:
    """Counts in order, one a period, without gaps. `days` are first days, None for a series that is only numbered."""

    labels: tuple[str, ...]
    counts: tuple[float | None, ...]
    pace: Pace = Pace.INDEX
    days: tuple[date, ...] | None = None
    population: tuple[float | None, ...] | None = None
    filled: frozenset[int] = frozenset()
    """The places of periods that the file leaves out."""

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.counts) or (self.days and len(self.days) != len(self.counts)):
            raise ValueError("a series has one label, one count and one day a period")

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(label for label, count in zip(self.labels, self.counts, strict=True) if count is None)

    def place_of(self, label: str) -> int | None:
        """Where a period is, by its label or by its number counted from 1."""
        if label in self.labels:
            return self.labels.index(label)
        return int(label) - 1 if label.isdecimal() and 1 <= int(label) <= len(self.labels) else None


def of_counts(counts: Sequence[int | None]) -> WatchedSeries:
    """A numbered series, from 1."""
    return WatchedSeries(tuple(str(place) for place in range(1, len(counts) + 1)), tuple(counts))


_Row = tuple[str, float | None, float | None]
"""Label, count and population."""


def of_labels(labels: Sequence[str], file: str) -> WatchedSeries:
    """Periods without counts. Raises Unusable as `read_series` does."""
    lines = [Line(place + 1, {"period": label}) for place, label in enumerate(labels)]
    rows: list[_Row] = [(label.strip(), None, None) for label in labels]
    return _of_rows(lines, rows, Path(file))


def read_series(path: Path, *, decimals: bool = False) -> WatchedSeries:
    """Read columns `period` and `observed` (or `count`, `value`), and `population` where there is one.

    `decimals` takes measurements of either sign in place of counts, for the sums that can hold them.

    Raises Unusable for a period that cannot be read, comes twice, and for a count that is none.
    """
    columns, lines = read_table(path)
    refuse_people(columns, path.name)
    counted = next(
        (name for name in ("observed", "count", "value", "events", "y", "n") if name in columns), ""
    )
    dated = next((name for name in PERIOD_NAMES if name in columns), "")
    if not dated or not counted:
        remedy = f"Name the columns ‘period’ and ‘observed’; there are: {', '.join(columns)}."
        raise Unusable(
            Problem("column", "A column of periods or of counts is lacking.", remedy, path.name, 1)
        )
    if not lines:
        raise Unusable(Problem("empty", "The file has no rows.", "Give one row a period.", path.name))
    lines = tuple(Line(line.row, {**line.cells, "period": line.cells[dated]}) for line in lines)
    return _of_rows(lines, [_row(line, counted, path, decimals=decimals) for line in lines], path)


def _of_rows(lines: Sequence[Line], rows: Sequence[_Row], path: Path) -> WatchedSeries:
    pace, starts = _pace([(line, row[0]) for line, row in zip(lines, rows, strict=True)], path)
    order = sorted(range(len(rows)), key=lambda place: starts[place] if starts else int(rows[place][0]))
    lines, rows = [lines[place] for place in order], [rows[place] for place in order]
    starts = [starts[place] for place in order] if starts else starts
    if pace is Pace.INDEX:
        return _numbered(lines, rows, path)
    return _dated(pace, starts, lines, rows, path)


def _row(line: Line, counted: str, path: Path, *, decimals: bool = False) -> _Row:
    cell, crowd = line.cells[counted].strip(), line.cells.get("population", "").strip()
    try:
        count = None if cell.lower() in NOT_KNOWN else signed(cell) if decimals else whole_number(cell)
    except ValueError as error:
        remedy = (
            f"Write a {'' if decimals else 'whole '}number, or leave the cell empty where there is no figure."
        )
        raise Unusable(Problem("value", str(error), remedy, path.name, line.row, counted, cell)) from None
    try:
        people = None if crowd.lower() in NOT_KNOWN else float(amount(crowd))
    except ValueError as error:
        remedy = "Write a number above 0."
        raise Unusable(
            Problem("value", str(error), remedy, path.name, line.row, "population", crowd)
        ) from None
    return line.cells["period"].strip(), count, people


_FORMS = {
    re.compile(r"\d{4}-\d{2}-\d{2}"): "day",
    re.compile(r"\d{4}-W\d{2}"): "week",
    re.compile(r"\d{4}-\d{2}"): "month",
    re.compile(r"\d{4}-Q[1-4]"): "quarter",
    re.compile(r"\d{1,6}"): "number",
}


def _form(text: str) -> str:
    return next((name for form, name in _FORMS.items() if form.fullmatch(text)), "")


def _starts_on(text: str) -> date:
    """The first day of a period. Raises ValueError for a day, week, month or quarter that does not exist."""
    form = _form(text)
    if form == "day":
        return date.fromisoformat(text)
    if form == "week":
        return date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
    if form == "month":
        return date(int(text[:4]), int(text[5:]), 1)
    return date(int(text[:4]), 3 * int(text[6:]) - 2, 1)


def _pace(rows: Sequence[tuple[Line, str]], path: Path) -> tuple[Pace, list[date]]:
    """What the periods are, and their first days; all must be written alike."""
    form = _form(rows[0][1])
    for line, text in rows:
        if not form or _form(text) != form:
            reason = f"{quoted(text)} is no period, or not written as the first one is."
            remedy = "Write 2024-01-08 (the first day of a week), 2024-W02, 2024-01, 2024-Q1, or number them."
            raise Unusable(Problem("period", reason, remedy, path.name, line.row, "period", text))
    if form == "number":
        return Pace.INDEX, []
    starts = []
    for line, text in rows:
        try:
            starts.append(_starts_on(text))
        except ValueError:
            reason = f"There is no {quoted(text)} in the calendar."
            raise Unusable(
                Problem("period", reason, "Correct it.", path.name, line.row, "period", text)
            ) from None
    if form != "day":
        return Pace(form), starts
    if len(starts) > 1 and all(on.day == 1 for on in starts):
        quarterly = all((on.month - starts[0].month) % 3 == 0 for on in starts)
        return (Pace.QUARTER if quarterly else Pace.MONTH), starts
    steps = {(after - before).days for before, after in pairwise(starts)}
    return (Pace.WEEK if steps and all(step % 7 == 0 for step in steps) else Pace.DAY), starts


def _numbered(lines: Sequence[Line], rows: Sequence[_Row], path: Path) -> WatchedSeries:
    numbers = [int(label) for label, _, _ in rows]
    places = _places(numbers, lines, path)
    return _spaced(
        Pace.INDEX, places, rows, [str(numbers[0] + place) for place in range(places[-1] + 1)], None
    )


def _places(steps: Sequence[int], lines: Sequence[Line], path: Path) -> list[int]:
    """How many steps each row is after the first. Raises Unusable where a period comes twice."""
    for place in range(1, len(steps)):
        if steps[place] <= steps[place - 1]:
            label = lines[place].cells["period"].strip()
            raise Unusable(
                Problem(
                    "order",
                    "The period comes twice.",
                    "Keep one row a period.",
                    path.name,
                    lines[place].row,
                    "period",
                    label,
                )
            )
    if steps[-1] - steps[0] >= MOST_PERIODS:
        remedy = f"Give at most {MOST_PERIODS} periods."
        raise Unusable(Problem("long", "The series is too long.", remedy, path.name))
    return [step - steps[0] for step in steps]


def _dated(
    pace: Pace, starts: Sequence[date], lines: Sequence[Line], rows: Sequence[_Row], path: Path
) -> WatchedSeries:
    places = _places([_step(pace, on, starts[0]) for on in starts], lines, path)
    days = [_day_at(pace, starts[0], place) for place in range(places[-1] + 1)]
    form = _form(rows[0][0])
    return _spaced(pace, places, rows, [_label(form, on) for on in days], tuple(days))


def _step(pace: Pace, on: date, first: date) -> int:
    """How many periods after the first one."""
    if pace in {Pace.DAY, Pace.WEEK}:
        return (on - first).days // (7 if pace is Pace.WEEK else 1)
    months = (on.year - first.year) * 12 + on.month - first.month
    return months // (3 if pace is Pace.QUARTER else 1)


def _day_at(pace: Pace, first: date, place: int) -> date:
    if pace in {Pace.DAY, Pace.WEEK}:
        return first + timedelta(days=place * (7 if pace is Pace.WEEK else 1))
    month = first.month - 1 + place * (3 if pace is Pace.QUARTER else 1)
    return date(first.year + month // 12, month % 12 + 1, 1)


def _label(form: str, on: date) -> str:
    if form == "week":
        year, week, _ = on.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if form == "month":
        return f"{on:%Y-%m}"
    return f"{on.year:04d}-Q{(on.month + 2) // 3}" if form == "quarter" else on.isoformat()


def _spaced(
    pace: Pace,
    places: Sequence[int],
    rows: Sequence[_Row],
    labels: Sequence[str],
    days: tuple[date, ...] | None,
) -> WatchedSeries:
    """The rows at their places, and nothing known in between."""
    counts: list[float | None] = [None] * len(labels)
    people: list[float | None] = [None] * len(labels)
    for place, (_, count, crowd) in zip(places, rows, strict=True):
        counts[place], people[place] = count, crowd
    given = tuple(people) if any(one is not None for one in people) else None
    filled = frozenset(range(len(labels))) - set(places)
    return WatchedSeries(tuple(labels), tuple(counts), pace, days, given, filled)
