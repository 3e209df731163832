"""A series as statistics read it: one measure at regular steps, in which a missing step is a gap and stays one.

It is read from a CSV or made of a `Series`. Steps are months, quarters, years, weeks, days or a plain index; a step
that has no row is as missing as one whose cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Literal

from frankpledge.analysis.arguments import above_nought, signed
from frankpledge.analysis.inputs import NOT_KNOWN, Line, quoted, read_table
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.analysis.series import Break, BreakKind, Series, Treatment, whole_months
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable

PERIOD_COLUMNS = ("period", "month", "quarter", "year", "week", "date", "ds", "index", "time", "t")
VALUE_COLUMNS = ("value", "count", "events", "observed", "y")
SERIES_COLUMNS = ("series", "unique_id", "id")
MOST_STEPS = 20_000


Naming = Literal["plain", "weeks", "financial"]


class Unit(StrEnum):
    """What the steps of a series are counted in."""

    MONTHS = "months"
    DAYS = "days"
    INDEX = "index"


@dataclass(frozen=True)
class Step:
    """The distance between two readings: so many months, so many days, or one place of an index."""

    unit: Unit
    size: int

    @property
    def season(self) -> int:
        """How many steps a season has unless another number is asked: a year of months, a year of weeks, a week."""
        if self.unit is Unit.MONTHS:
            return 12 // self.size if 12 % self.size == 0 else 1
        if self.unit is Unit.DAYS:
            return {7: 52, 1: 7}.get(self.size, 1)
        return 1


@dataclass(frozen=True)
class Readings:
    """One measure at regular steps. `values[i]` is None where there is no figure; `first` places step 0 on the axis.

    `exposures` and `of` are as long as `values`, or None where the series has none. `phases` names the phase of
    recording at each step: where the name changes, counts before and after are not of one kind. `offset` shifts
    steps that do not begin with the axis (financial years, weeks from a Tuesday).
    """

    step: Step
    first: int
    values: tuple[float | None, ...]
    exposures: tuple[float | None, ...] | None = None
    of: tuple[float | None, ...] | None = None
    phases: tuple[str, ...] = ()
    offset: int = 0
    measure: str = ""
    breaks: tuple[Break, ...] = ()
    naming: Naming = "plain"
    """How steps are called, as the file calls them: weeks of ISO 8601, quarters of financial years, or else plainly."""

    def __len__(self) -> int:
        return len(self.values)

    def period(self, place: int) -> Period | None:
        """The days of a step, also of one after the last; None for an index."""
        if self.step.unit is Unit.INDEX:
            return None
        return _shifted(self.step, self.first + place, self.offset)

    def label(self, place: int) -> str:
        """What a step is called: 2024-03, 2024-Q1, 2024/25, a day, or its index."""
        period = self.period(place)
        if period is None:
            return str(self.first + place)
        start = period.starts_on
        if self.naming == "weeks":
            year, week, _ = start.isocalendar()
            return f"{year:04d}-W{week:02d}"
        if self.naming == "financial":
            year = start.year - (start.month < 4)
            return f"{Period.financial_year(year).code} Q{(start.month - 4) % 12 // 3 + 1}"
        return start.isoformat() if self.step.unit is Unit.DAYS else period.code

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.label(place) for place in range(len(self)))

    @property
    def missing(self) -> tuple[int, ...]:
        """The places without a figure, in order."""
        return tuple(place for place, value in enumerate(self.values) if value is None)

    @property
    def season(self) -> int:
        return self.step.season

    @property
    def days(self) -> tuple[int, ...] | None:
        """The days of each step; None for an index."""
        periods = [self.period(place) for place in range(len(self))]
        return tuple(period.days for period in periods if period) if all(periods) else None

    @property
    def are_counts(self) -> bool:
        """Whether all figures are whole numbers, none below nought."""
        known = [value for value in self.values if value is not None]
        return bool(known) and all(value >= 0 and value == int(value) for value in known)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The phases as (first place, place after the last), in order."""
        starts = [
            place for place in range(len(self)) if place == 0 or (self.phases and self.phases[place] != self.phases[place - 1])
        ]  # fmt: skip
        return tuple(zip(starts, [*starts[1:], len(self)], strict=True))

    def place(self, period: str) -> int:
        """Where a period stands. Raises ValueError where it is none of the series."""
        for place, label in enumerate(self.labels):
            if label == period.strip():
                return place
        try:
            wanted = Period.parse(period)
        except ValueError:
            wanted = None
        for place in range(len(self)):
            mine = self.period(place)
            if wanted is not None and mine is not None and wanted.starts_on in mine:
                return place
        raise ValueError(f"{quoted(period)} is no period of the series")

    def places(self, span: str) -> tuple[int, ...]:
        """The places of a period, or of a span written FROM..TO. Raises ValueError where an end is none of the series."""
        first, _, last = span.partition("..")
        start, end = self.place(first), self._last(last or first)
        if start > end:
            raise ValueError(f"{quoted(span)} ends before it starts")
        return tuple(range(start, end + 1))

    def _last(self, period: str) -> int:
        """The last place that a period reaches: 2024 reaches to December."""
        if period in self.labels:
            return self.labels.index(period)
        try:
            ends_on = Period.parse(period).ends_on
        except ValueError:
            return self.place(period)
        last = self.place(period)
        for place in range(last, len(self)):
            mine = self.period(place)
            if mine is None or ends_on is None or mine.starts_on > ends_on:
                break
            last = place
        return last

    def without(self, places: Iterable[int]) -> Readings:
        """The same with the figures at these places taken as missing."""
        gone = set(places)
        return replace(
            self,
            values=tuple(None if place in gone else value for place, value in enumerate(self.values)),
        )


def _shifted(step: Step, at: int, offset: int) -> Period:
    if step.unit is Unit.MONTHS:
        first, after = at * step.size + offset, (at + 1) * step.size + offset
        end = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
        return Period(date(first // 12, first % 12 + 1, 1), end)
    start = date.fromordinal(at * step.size + offset)
    return Period(start, start + timedelta(days=step.size - 1))


def axis_of(readings: Readings, label: str) -> int:
    """The place of a period on the axis of a series, also of one after its last. Raises ValueError where it has none."""
    if label in readings.labels:
        return readings.labels.index(label)
    if readings.step.unit is Unit.INDEX:
        if not label.isdigit():
            raise ValueError(f"{quoted(label)} is no place of an index")
        return int(label) - readings.first
    wanted = Period.parse(label).starts_on
    for place in range(MOST_STEPS):
        mine = readings.period(place)
        if mine is None or mine.starts_on > wanted:
            break
        if wanted in mine:
            return place
    raise ValueError(f"{quoted(label)} is not on the axis of the series, which begins at {readings.label(0)}")


def of_series(series: Series) -> Readings:
    """The readings of a `Series`: its points at their months, gaps kept, phases cut at its lasting breaks.

    A step or transition that is not only annotated starts a new phase; points touched by a break that is to be
    excluded, or that lasts for a while and is not only annotated, count as missing. Raises ValueError without points.
    """
    if not series.points:
        raise ValueError("a series without points has no readings")
    starts = [_month(point.period.starts_on) for point in series.points]
    offset = starts[0] % series.step
    first, length = starts[0] // series.step, (starts[-1] - starts[0]) // series.step + 1
    values: list[float | None] = [None] * length
    for start, point in zip(starts, series.points, strict=True):
        values[(start - starts[0]) // series.step] = None if point.value is None else float(point.value)
    bare = Readings(
        Step(Unit.MONTHS, series.step), first, tuple(values), None, None, ("",) * length, offset,
        series.measure, series.breaks,
    )  # fmt: skip
    return _cut(bare, series.breaks)


def _cut(readings: Readings, breaks: Sequence[Break]) -> Readings:
    """Phases and gaps as the register of breaks wants them."""
    acted = [one for one in breaks if one.treatment is not Treatment.ANNOTATE]
    lasting = [one for one in acted if one.kind in {BreakKind.STEP, BreakKind.TRANSITION}]
    passing = [one for one in acted if one.kind not in {BreakKind.STEP, BreakKind.TRANSITION}]
    phases, gone = [], []
    for place in range(len(readings)):
        period = readings.period(place)
        if period is None:
            raise ValueError("breaks have days, and an index has none")
        before = [one.id for one in lasting if one.when.starts_on <= period.starts_on]
        phases.append(", ".join(sorted(before)))
        mixed = any(one.touches(period) and not _is_long(one) for one in lasting)
        if mixed or any(one.touches(period) for one in passing):
            gone.append(place)
    return replace(readings, phases=tuple(phases)).without(gone)


def _is_long(one: Break) -> bool:
    """A transition that still runs would leave nothing: it starts a phase, and its months are kept."""
    return one.kind is BreakKind.TRANSITION and one.when.ends_on is None


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1


@dataclass(frozen=True)
class _Axis:
    """Where each row of a table stands in time."""

    step: Step
    offset: int
    places: tuple[int, ...]


def read_readings(path: Path) -> Readings:
    """The series of a CSV. Raises Unusable with every problem of the file, each with row and column.

    A column of periods and one of values are read by their names; a file of one column is an index from 1. `exposure`,
    `of`, `phase` and `series` are optional; other columns are passed over.
    """
    found = read_many(path)
    if len(found) > 1:
        reason = f"The file holds {len(found)} series: {', '.join(sorted(found)[:5])}."
        raise Unusable(Problem("series", reason, "Give one series at a time.", path.name))
    return next(iter(found.values()))


def read_many(path: Path, *, values: Sequence[str] = VALUE_COLUMNS) -> dict[str, Readings]:
    """The series of a CSV by name (the column `series`, also `id` or `unique_id`; without one, one series ‘’).

    `values` are the names by which the column of figures is known.
    """
    heading, lines = read_table(path)
    refuse_people(heading, path.name)
    names = _Columns.named(heading, path, values)
    if not lines:
        raise Unusable(
            Problem("empty", "The file has a heading and no rows.", "Give one row a period.", path.name)
        )
    problems: list[Problem] = []
    rows = [_row(line, names, path.name, problems) for line in lines]
    if problems:
        raise Unusable(*problems)
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        grouped.setdefault(row.series, []).append(row)
    return {name: _readings(name, mine, names, path.name) for name, mine in grouped.items()}


@dataclass(frozen=True)
class _Columns:
    period: str
    value: str
    exposure: bool
    of: bool
    phase: bool
    series: str

    @classmethod
    def named(cls, heading: Sequence[str], path: Path, values: Sequence[str]) -> _Columns:
        period = next((name for name in PERIOD_COLUMNS if name in heading), "")
        value = next((name for name in values if name in heading), "")
        if not value and len(heading) == 1:
            value = heading[0]
        if not value:
            remedy = f"Name the column of figures ‘value’ (also read: {', '.join(values[1:])})."
            raise Unusable(Problem("column", "There is no column of values.", remedy, path.name, 1, "value"))
        if (
            not period
            and len(heading) > 1
            and set(heading) - {value, "exposure", "of", "phase", *SERIES_COLUMNS}
        ):
            remedy = f"Name the column of periods ‘period’ (also read: {', '.join(PERIOD_COLUMNS[1:])})."
            raise Unusable(
                Problem("column", "There is no column of periods.", remedy, path.name, 1, "period")
            )
        series = next((name for name in SERIES_COLUMNS if name in heading), "")
        return cls(period, value, "exposure" in heading, "of" in heading, "phase" in heading, series)


@dataclass(frozen=True)
class _Row:
    row: int
    series: str
    period: str
    value: float | None
    exposure: float | None
    of: float | None
    phase: str


def _row(line: Line, names: _Columns, file: str, problems: list[Problem]) -> _Row:
    def figure(column: str, *, above: bool) -> float | None:
        cell = line.cells.get(column, "").strip()
        if cell.lower() in NOT_KNOWN:
            return None
        try:
            value = above_nought(cell) if above else signed(cell)
        except ValueError as error:
            remedy = (
                "Give a number above 0."
                if above
                else "Give a number, or leave the cell empty where there is no figure."
            )
            problems.append(Problem("value", f"{error}.", remedy, file, line.row, column, cell))
            return None
        return value

    exposure = figure("exposure", above=True) if names.exposure else None
    of = figure("of", above=True) if names.of else None
    return _Row(
        line.row, line.cells.get(names.series, "").strip(), line.cells.get(names.period, "").strip(),
        figure(names.value, above=False), exposure, of, line.cells.get("phase", "").strip(),
    )  # fmt: skip


def _readings(name: str, rows: Sequence[_Row], names: _Columns, file: str) -> Readings:
    axis = _axis(rows, names, file)
    order = sorted(range(len(rows)), key=lambda place: axis.places[place])
    for before, after in pairwise(order):
        if axis.places[before] == axis.places[after]:
            reason = f"{quoted(rows[after].period)} stands twice, first in row {rows[before].row}."
            remedy = "Keep one row a period; several series go in a column ‘series’."
            raise Unusable(Problem("duplicate", reason, remedy, file, rows[after].row, names.period))
    first, last = axis.places[order[0]], axis.places[order[-1]]
    if last - first >= MOST_STEPS:
        reason = f"From first to last there are {last - first + 1} steps."
        raise Unusable(Problem("period", reason, f"Give at most {MOST_STEPS}.", file))
    at = {axis.places[place]: rows[place] for place in range(len(rows))}
    whole = [at.get(place) for place in range(first, last + 1)]
    phases, phase = [], rows[order[0]].phase
    for row in whole:  # a step without a row goes on with the phase before it
        phase = row.phase if row is not None else phase
        phases.append(phase)
    return Readings(
        axis.step, first, tuple(row.value if row else None for row in whole),
        tuple(row.exposure if row else None for row in whole) if names.exposure else None,
        tuple(row.of if row else None for row in whole) if names.of else None,
        tuple(phases), axis.offset, name, naming=_naming(rows),
    )  # fmt: skip


def _axis(rows: Sequence[_Row], names: _Columns, file: str) -> _Axis:
    if not names.period:
        return _Axis(Step(Unit.INDEX, 1), 0, tuple(range(1, len(rows) + 1)))
    if all(row.period.isdigit() for row in rows) and any(len(row.period) != 4 for row in rows):
        return _Axis(Step(Unit.INDEX, 1), 0, tuple(int(row.period) for row in rows))
    periods = [_period(row, names, file) for row in rows]
    months = {whole_months(period) for period in periods}
    if None not in months:
        return _month_axis(rows, periods, file, names)
    return _day_axis(rows, periods, file, names)


def _naming(rows: Sequence[_Row]) -> Naming:
    written = rows[0].period.upper()
    if "W" in written:
        return "weeks"
    return "financial" if "/" in written and "Q" in written else "plain"


def _period(row: _Row, names: _Columns, file: str) -> Period:
    try:
        return Period.parse(row.period)
    except ValueError as error:
        remedy = "Write 2024-03, 2024-Q1, 2024, 2024/25, 2024-W09, 2024-03-31 or a whole number."
        reason = f"{str(error).rstrip('.')}."
        raise Unusable(Problem("period", reason, remedy, file, row.row, names.period, row.period)) from None


def _month_axis(rows: Sequence[_Row], periods: Sequence[Period], file: str, names: _Columns) -> _Axis:
    size = whole_months(periods[0]) or 1
    starts = [_month(period.starts_on) for period in periods]
    offset = starts[0] % size
    for row, period, start in zip(rows, periods, starts, strict=True):
        if whole_months(period) != size or start % size != offset:
            reason = f"{quoted(row.period)} is not as long as the first period, or overlaps the others."
            raise Unusable(
                Problem(
                    "period",
                    reason,
                    "Give all months, all quarters or all years.",
                    file,
                    row.row,
                    names.period,
                )
            )
    return _Axis(Step(Unit.MONTHS, size), offset, tuple((start - offset) // size for start in starts))


def _day_axis(rows: Sequence[_Row], periods: Sequence[Period], file: str, names: _Columns) -> _Axis:
    """Days, weeks, or months written as their first or last day."""
    if {period.days for period in periods} not in ({1}, {7}):
        reason = "The periods are of several lengths."
        raise Unusable(
            Problem(
                "period", reason, "Give all months, all weeks or all days.", file, rows[0].row, names.period
            )
        )
    days = [period.starts_on for period in periods]
    if len(days) > 1 and (
        all(day.day == 1 for day in days) or all((day + timedelta(1)).day == 1 for day in days)
    ):
        return _month_axis(rows, [Period.month(day.year, day.month) for day in days], file, names)
    numbers = sorted(day.toordinal() for day in days)
    size = 7 if all((number - numbers[0]) % 7 == 0 for number in numbers) and len(numbers) > 1 else 1
    offset = numbers[0] % size
    return _Axis(Step(Unit.DAYS, size), offset, tuple((day.toordinal() - offset) // size for day in days))
