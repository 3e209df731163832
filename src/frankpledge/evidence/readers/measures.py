"""Measure tables from partners: tidy ones, and the table of two years by quarter. Each value keeps its cell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from frankpledge.evidence.files import FileStore, StoredFile, hash_of
from frankpledge.evidence.readers.grid import Cell, Grid, Row, letter, read_grid
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult, how_many
from frankpledge.evidence.readers.tables import write_refusals, write_rows
from frankpledge.evidence.recognise import (
    NEEDED,
    Recognised,
    recognise_rows,
    tidy_columns,
)
from frankpledge.evidence.rules.periods import (
    PeriodRead,
    financial_quarter,
    months_named,
    quarter_named,
    read_period,
    span,
)
from frankpledge.evidence.rules.values import Value, read_value
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode


@dataclass(frozen=True)
class Layout:
    """What the supplier's table does not say itself; kept with the source so that it is asked only once.

    `columns` maps measure, area, period, value, denominator and n to the headers of this supplier. `area` and
    `measure` stand for tables that have no such column. `negatives` declares that counts may be negative, being
    records that were reclassified.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    measure: str = ""
    sheet: str = ""
    negatives: bool = False


PLAIN = Layout()


@dataclass(frozen=True)
class Observation:
    """One value of one measure, in one area and period, and the cell it stands in (`row` and `column` as people
    see them). `value` of None means missing, and `missing` says in which way."""

    measure: str
    area: str
    period: Period
    value: Value
    row: int
    column: str
    text: str
    sheet: str = ""
    denominator: Decimal | None = None
    n: Decimal | None = None
    reading: str = ""


@dataclass(frozen=True)
class Table:
    """A measure table as read: every accepted value, every refused row, every caution."""

    kind: Kind
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    columns: tuple[str, ...] = ()


def read_measures(path: Path, into: FileStore, *, name: str = "", layout: Layout = PLAIN) -> ReadResult:
    """Read a measure table into Parquet, one row a value. Raises Unusable when nothing of it can be used.

    Columns: measure, area, period (a code), starts_on, ends_on, value (decimal, null when missing), missing, unit,
    note, denominator, n, reading, sheet, line, column, raw.
    """
    name = name or path.name
    table = read_table(path, name, layout=layout)
    if not table.observations:
        raise Unusable(*(table.problems or (_nothing(name),)))
    into.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.root, prefix=".work-") as folder:
        part = write_rows(_records(table.observations), Path(folder) / "part.parquet", MEASURE_TYPES)
        stored = into.adopt(part, suffix=".parquet")
        refusals = None
        if table.problems:
            refusals = into.adopt(
                write_refusals(table.problems, Path(folder) / "refused.parquet"), suffix=".parquet"
            )
    original = StoredFile(hash_of(path), path.stat().st_size, path)
    return ReadResult(
        table.kind, name, original, (stored,), len(table.observations), len(table.problems), refusals,
        table.problems[:LISTED], table.cautions, tuple(_coverage(table.observations)),
    )  # fmt: skip


def read_table(path: Path, name: str, *, layout: Layout = PLAIN) -> Table:
    """The same without writing anything. Raises Unusable for a file, or a two-year table, that cannot be trusted."""
    grids = read_grid(path, name)
    grid, found = _choose(grids, name, layout)
    _refuse_hidden(grid, found.header_row, name)
    if found.kind is Kind.MEASURES_TWO_YEARS:
        table = _two_years(grid, found.header_row, name, layout)
    else:
        table = _tidy(grid, found.header_row, name, layout)
    return replace(table, cautions=(*_sheet_cautions(grid, name), *table.cautions))


def _choose(grids: Sequence[Grid], name: str, layout: Layout) -> tuple[Grid, Recognised]:
    """The sheet that holds the table: the named one, else the only one that has the shape."""
    wanted = [grid for grid in grids if not layout.sheet or grid.sheet == layout.sheet]
    if not wanted:
        raise Unusable(
            Problem(
                "no-such-sheet",
                f"There is no visible sheet ‘{layout.sheet}’.",
                "Choose a sheet that is there.",
                name,
            )
        )
    found = [(grid, _shape(grid, name, layout)) for grid in wanted]
    known = [each for each in found if each[1].kind in (Kind.MEASURES_TIDY, Kind.MEASURES_TWO_YEARS)]
    if len(known) > 1:
        sheets = ", ".join(f"‘{grid.sheet}’" for grid, _ in known)
        reason = f"More than one sheet looks like a measure table ({sheets})."
        raise Unusable(
            Problem("several-sheets", reason, "Name the sheet to be read, or import them one by one.", name)
        )
    if not known:
        raise Unusable(*(problem for _, recognised in found[:1] for problem in recognised.problems))
    return known[0]


def _shape(grid: Grid, name: str, layout: Layout) -> Recognised:
    """What the sheet is; row numbers are those of the sheet, and the layout's own headers count."""
    for row in grid.rows[:40]:
        if layout.columns or layout.area or layout.measure:
            try:
                parts = tidy_columns(row.texts, layout.columns)
            except KeyError:
                continue
            given = {key for key in ("area", "measure") if getattr(layout, key)}
            if all(part in parts or part in given for part in NEEDED):
                return Recognised(Kind.MEASURES_TIDY, "measure table", row.number, tuple(row.texts))
    found = recognise_rows([row.texts for row in grid.rows], name)
    number = grid.rows[found.header_row - 1].number if found.header_row else 0
    return replace(found, header_row=number)


# What a sheet hides -----------------------------------------------------------------------------------------------


def _refuse_hidden(grid: Grid, header: int, name: str) -> None:
    """A hidden row or column makes the table that is read differ from the table that was seen."""
    problems = []
    last = max(row.number for row in grid.rows)
    wide = max(len(row.cells) for row in grid.rows)
    for number in sorted(grid.hidden_rows):
        if header <= number <= last and any(row.number == number for row in grid.rows):
            reason = f"Row {number} of the sheet ‘{grid.sheet}’ is hidden."
            problems.append(
                Problem("hidden-row", reason, "Show it or delete it, save, and import again.", name, number)
            )
    for number in sorted(grid.hidden_columns):
        if number <= wide and any(row.text(number - 1) for row in grid.rows):
            reason = f"Column {letter(number - 1)} of the sheet ‘{grid.sheet}’ is hidden."
            remedy = "Show it or delete it, save, and import again."
            problems.append(Problem("hidden-column", reason, remedy, name, column=letter(number - 1)))
    for (top, left), (bottom, right) in grid.merged:
        if bottom > header:
            cells = f"{letter(left - 1)}{top} to {letter(right - 1)}{bottom}"
            reason = (
                f"The cells {cells} of the sheet ‘{grid.sheet}’ are merged, so only one of them has a value."
            )
            remedy = "Unmerge them and fill in every cell."
            problems.append(Problem("merged-cells", reason, remedy, name, top, letter(left - 1)))
    if problems:
        raise Unusable(*problems)


def _sheet_cautions(grid: Grid, name: str) -> Iterator[Caution]:
    for sheet in grid.hidden_sheets:
        yield Caution(WarningCode.COVERAGE, name, f"The hidden sheet ‘{sheet}’ was not read.")
    formulas = [
        (row, place, cell) for row in grid.rows for place, cell in enumerate(row.cells) if cell.formula
    ]
    if formulas:
        row, place, cell = formulas[0]
        first = f"{letter(place)}{row.number} is {cell.formula}"
        cells = how_many(len(formulas), "cell is computed by a formula", "cells are computed by formulas")
        text = f"{cells} (first: {first}). What the file was last saved with was read."
        yield Caution(WarningCode.UNVERIFIABLE, name, text)
    if not grid.looked_behind:
        text = "In this old format nobody can see formulas, hidden rows or merged cells. Save it as XLSX to have it checked."
        yield Caution(WarningCode.UNVERIFIABLE, name, text)


def _cell_problem(cell: Cell, row: int, column: str, name: str) -> Problem | None:
    """What is wrong with a cell whatever it means: an error value, or a formula that was never computed."""
    text = cell.text.strip()
    if cell.formula and not text:
        reason = f"The cell holds the formula {cell.formula} and no saved value."
        remedy = "Open the file in a spreadsheet, let it compute, save it, and import it again."
        return Problem("formula-without-value", reason, remedy, name, row, column, cell.formula)
    if text.startswith("#") and text.rstrip("!?").upper() in (
        "#REF",
        "#DIV/0",
        "#VALUE",
        "#NAME",
        "#NUM",
        "#NULL",
    ):
        return Problem(
            "cell-error", f"The cell shows the error {text}.", "Mend the formula.", name, row, column, text
        )
    return None


# Tidy -------------------------------------------------------------------------------------------------------------


def _tidy(grid: Grid, header: int, name: str, layout: Layout) -> Table:
    head = next(row for row in grid.rows if row.number == header)
    parts = tidy_columns(head.texts, layout.columns)
    columns = {part: head.texts[place].strip() for part, place in parts.items()}
    months = _dates_are_months(grid, header, parts["period"])
    observations: list[Observation] = []
    problems: list[Problem] = []
    for row in grid.rows:
        if row.number > header:
            made = _tidy_row(row, parts, columns, name, layout, grid.sheet, months=months)
            observations.extend(each for each in made if isinstance(each, Observation))
            problems.extend(each for each in made if isinstance(each, Problem))
    kept, repeats = _without_repeats(observations, name, columns["value"])
    problems = sorted([*problems, *repeats], key=lambda problem: problem.row or 0)
    texts = tuple(text.strip() for text in head.texts)
    return Table(Kind.MEASURES_TIDY, tuple(kept), tuple(problems), tuple(_cautions(kept, name)), texts)


def _dates_are_months(grid: Grid, header: int, place: int) -> bool:
    """A sheet that shows ‘Apr 2020’ often holds 1 April 2020; when every date is a first, months are meant."""
    days = [row.cell(place).on for row in grid.rows if row.number > header]
    dates = [on for on in days if on is not None]
    return len(dates) > 0 and all(on.day == 1 for on in dates)


def _tidy_row(
    row: Row,
    parts: Mapping[str, int],
    columns: Mapping[str, str],
    name: str,
    layout: Layout,
    sheet: str,
    *,
    months: bool,
) -> list[Observation | Problem]:
    """The observation of a row, or every problem it has."""
    found: list[Observation | Problem] = []
    for part, place in parts.items():
        if problem := _cell_problem(row.cell(place), row.number, columns[part], name):
            found.append(problem)
    measure = row.text(parts["measure"]) if "measure" in parts else layout.measure
    area = row.text(parts["area"]) if "area" in parts else layout.area
    for part, text in (("measure", measure), ("area", area)):
        if not text:
            reason, remedy = (
                f"The row does not say its {part}.",
                "Fill it in on every row; cells below are not guessed.",
            )
            found.append(
                Problem(f"{part}-missing", reason, remedy, name, row.number, columns.get(part, part))
            )
    if found:
        return found
    period = _tidy_period(row, parts["period"], columns["period"], name, months=months)
    values = {
        part: _tidy_value(row, parts[part], columns[part], name, layout)
        for part in ("value", "denominator", "n")
        if part in parts
    }
    found.extend(each for each in (period, *values.values()) if isinstance(each, Problem))
    value = values["value"]
    if found or isinstance(period, Problem) or isinstance(value, Problem):
        return found
    others = {
        part: each.number for part, each in values.items() if part != "value" and isinstance(each, Value)
    }
    text = row.cell(parts["value"]).text
    return [
        Observation(
            measure, area, period.period, value, row.number, columns["value"], text, sheet,
            others.get("denominator"), others.get("n"), period.reading,
        )
    ]  # fmt: skip


def _tidy_period(row: Row, place: int, column: str, name: str, *, months: bool) -> PeriodRead | Problem:
    cell = row.cell(place)
    if cell.on is not None and months:
        return PeriodRead(
            Period.month(cell.on.year, cell.on.month), "dates on the first of a month were read as months"
        )
    try:
        return read_period(cell.text)
    except ValueError as error:
        code = "period-missing" if not cell.text.strip() else "period-unreadable"
        reason = "The row has no period." if code == "period-missing" else str(error)
        return Problem(
            code, reason, "Correct this cell and import the file again.", name, row.number, column, cell.text
        )


def _tidy_value(row: Row, place: int, column: str, name: str, layout: Layout) -> Value | Problem:
    text = row.cell(place).text
    try:
        return read_value(text, negatives=layout.negatives)
    except ValueError as error:
        return _value_problem(error, text, row.number, column, name)


def _value_problem(error: ValueError, text: str, row: int, column: str, name: str) -> Problem:
    code = "negative-count" if "below zero" in str(error) else "value-unreadable"
    reason, _, remedy = str(error).partition(". ")
    return Problem(
        code, f"{reason}.", remedy or "Correct this cell and import the file again.", name, row, column, text
    )


def _without_repeats(
    observations: Sequence[Observation], name: str, column: str
) -> tuple[list[Observation], list[Problem]]:
    """Where one measure, area and period stands twice nobody can know which is meant: both are refused."""
    places: dict[tuple[str, str, Period], list[Observation]] = {}
    for each in observations:
        places.setdefault((each.measure.casefold(), each.area.casefold(), each.period), []).append(each)
    kept = [each for group in places.values() if len(group) == 1 for each in group]
    problems = [
        _repeat_problem(each, [other.row for other in group if other is not each], name, column)
        for group in places.values()
        if len(group) > 1
        for each in group
    ]
    return sorted(kept, key=lambda each: each.row), problems


def _repeat_problem(each: Observation, others: Sequence[int], name: str, column: str) -> Problem:
    rows = " and ".join(f"row {number}" for number in others[:3])
    reason = f"‘{each.measure}’ for {each.area}, {each.period}, is given here and again in {rows}."
    return Problem(
        "given-twice", reason, "Keep the right one and delete the other.", name, each.row, column, each.text
    )


# Two years by quarter ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """A column of values: its place from 0, its measure and the text of its year."""

    place: int
    measure: str
    year: str


def _two_years(grid: Grid, header: int, name: str, layout: Layout) -> Table:
    """Measure names above pairs of year columns, a row for each quarter, and a totals row that must agree."""
    problems: list[Problem] = []
    columns = _year_columns(grid, header, name, problems)
    quarters, totals = _quarter_rows(grid, header, columns, name, problems)
    observations = list(_quarter_values(quarters, columns, name, layout, grid.sheet, problems))
    cautions = list(_check_totals(totals, observations, columns, name, layout, problems))
    problems.extend(_lone_quarters(quarters, name))
    if problems:
        raise Unusable(*sorted(problems, key=lambda problem: problem.row or 0))
    texts = next(row.texts for row in grid.rows if row.number == header)
    cautions += _cautions(observations, name)
    return Table(Kind.MEASURES_TWO_YEARS, tuple(observations), (), tuple(cautions), tuple(texts))


def _year_columns(grid: Grid, header: int, name: str, problems: list[Problem]) -> list[_Column]:
    years = next(row for row in grid.rows if row.number == header)
    above = [row for row in grid.rows if row.number < header]
    places = [place for place in range(1, len(years.cells)) if years.text(place)]
    found = []
    for left, right in zip(places[::2], places[1::2], strict=True):
        measure = _name_above(above, left, right)
        if not measure:
            reason = f"No measure is named above the columns {letter(left)} and {letter(right)}."
            remedy = "Write the name of the measure above its two years."
            problems.append(Problem("measure-missing", reason, remedy, name, header, letter(left)))
        found += [_Column(place, measure, years.text(place).removesuffix(".0")) for place in (left, right)]
    names = [column.measure for column in found[::2] if column.measure]
    for repeated in sorted({each for each in names if names.count(each) > 1}):
        reason = f"‘{repeated}’ is the name of more than one pair of columns."
        problems.append(
            Problem("given-twice", reason, "Give each measure its own name.", name, header, repeated)
        )
    return found


def _name_above(above: Sequence[Row], left: int, right: int) -> str:
    """The nearest text above a pair of columns; a name broken over two rows of one column is put together."""
    parts: list[str] = []
    for row in reversed(above):
        text = row.text(left) or row.text(right)
        if text:
            parts.insert(0, text)
        elif parts:
            break
    return " ".join(" ".join(parts).split())


@dataclass(frozen=True)
class _Quarter:
    row: Row
    months: tuple[int, int] | None
    number: int | None

    def period(self, year: str) -> Period:
        """The quarter in a calendar year (2019) or a financial year (2019/20)."""
        start = int(year[:4])
        financial = "/" in year
        if self.months is not None:
            first, last = self.months
            return span(start + (financial and first < 4), first, last)
        assert self.number is not None  # noqa: S101 (a row is a quarter by one or the other)
        return financial_quarter(start, self.number) if financial else Period.quarter(start, self.number)


def _quarter_rows(
    grid: Grid, header: int, columns: Sequence[_Column], name: str, problems: list[Problem]
) -> tuple[list[_Quarter], Row | None]:
    quarters: list[_Quarter] = []
    totals: Row | None = None
    for row in (each for each in grid.rows if each.number > header):
        label = row.text(0)
        filled = any(row.text(column.place) for column in columns)
        if totals is not None and not filled:
            continue  # notes below the table
        if label.lower().startswith(("total", "year total", "grand total", "all ")):
            totals = row
        elif (months := months_named(label)) and (months[1] - months[0]) % 12 == 2:
            quarters.append(_Quarter(row, months, None))
        elif number := quarter_named(label):
            quarters.append(_Quarter(row, None, number))
        elif filled or label:
            reason = f"‘{label}’ is not a quarter, such as ‘Jan – March’ or ‘Q1’, and not a totals row."
            remedy = "Write the quarter in the first column, one row for each."
            problems.append(Problem("quarter-unreadable", reason, remedy, name, row.number, letter(0), label))
    return quarters, totals


def _lone_quarters(quarters: Sequence[_Quarter], name: str) -> Iterator[Problem]:
    seen: dict[tuple[tuple[int, int] | None, int | None], int] = {}
    for each in quarters:
        key = (each.months, each.number)
        if key in seen:
            reason = f"The quarter ‘{each.row.text(0)}’ is given here and again in row {seen[key]}."
            yield Problem(
                "given-twice",
                reason,
                "Keep the right row and delete the other.",
                name,
                each.row.number,
                letter(0),
            )
        seen[key] = each.row.number
    if not quarters:
        yield Problem("no-rows", "The table has no row with a quarter.", "Import the whole table.", name)


def _quarter_values(
    quarters: Sequence[_Quarter],
    columns: Sequence[_Column],
    name: str,
    layout: Layout,
    sheet: str,
    problems: list[Problem],
) -> Iterator[Observation]:
    for quarter in quarters:
        for column in columns:
            cell, place = quarter.row.cell(column.place), letter(column.place)
            if problem := _cell_problem(cell, quarter.row.number, place, name):
                problems.append(problem)
                continue
            try:
                value = read_value(cell.text, negatives=layout.negatives)
            except ValueError as error:
                problems.append(_value_problem(error, cell.text, quarter.row.number, place, name))
                continue
            reading = ""
            if quarter.months is None:
                reading = "quarters without months were read as those of the year in the header"
            yield Observation(
                column.measure, layout.area, quarter.period(column.year), value, quarter.row.number, place, cell.text,
                sheet, reading=reading,
            )  # fmt: skip


def _check_totals(
    totals: Row | None,
    observations: Sequence[Observation],
    columns: Sequence[_Column],
    name: str,
    layout: Layout,
    problems: list[Problem],
) -> Iterator[Caution]:
    """Each stated total against the sum of its column; a disagreement refuses the table, with the arithmetic."""
    if totals is None:
        yield Caution(WarningCode.UNVERIFIABLE, name, "There is no totals row to check the columns against.")
        return
    for column in columns:
        place = letter(column.place)
        if problem := _cell_problem(totals.cell(column.place), totals.number, place, name):
            problems.append(problem)
            continue
        parts = [each.value.number for each in observations if each.column == place]
        known = [part for part in parts if part is not None]
        try:
            stated = read_value(totals.text(column.place), negatives=layout.negatives).number
        except ValueError as error:
            problems.append(_value_problem(error, totals.text(column.place), totals.number, place, name))
            continue
        if stated is None or len(known) < len(parts):
            where = f"{name}, row {totals.number}, column ‘{place}’"
            text = f"The total of ‘{column.measure}’ {column.year} cannot be checked: a value or the total is missing."
            yield Caution(WarningCode.UNVERIFIABLE, where, text)
        elif sum(known) != stated:
            problems.append(_wrong_total(column, known, stated, totals.number, name))


def _wrong_total(column: _Column, parts: Sequence[Decimal], stated: Decimal, row: int, name: str) -> Problem:
    working = " + ".join(grouped(_shown(part)) for part in parts)
    total = _shown(sum(parts, Decimal(0)))
    reason = (
        f"The total of ‘{column.measure}’ {column.year} is given as {grouped(_shown(stated))}, but {working} = "
        f"{grouped(total)}."
    )
    remedy = "Ask the supplier which is right, correct the quarter or the total, and import again."
    return Problem("total-disagrees", reason, remedy, name, row, letter(column.place), str(_shown(stated)))


def _shown(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number.normalize()


# Common to both ---------------------------------------------------------------------------------------------------


def _nothing(name: str) -> Problem:
    return Problem("no-rows", "The table has a header and no rows.", "Import the whole table.", name)


def _cautions(observations: Sequence[Observation], name: str) -> list[Caution]:
    """Readings that were chosen, values that are missing, and tables that name no area."""
    found = []
    readings: dict[str, Observation] = {}
    for each in observations:
        if each.reading:
            readings.setdefault(each.reading.split(":")[0], each)
    for reading, each in readings.items():
        text = (
            f"{each.reading[0].upper()}{each.reading[1:]} (row {each.row})."
            if ":" in each.reading
            else f"{reading}."
        )
        found.append(Caution(WarningCode.PERIOD, f"{name}, row {each.row}", text[0].upper() + text[1:]))
    missing = [each for each in observations if each.value.number is None]
    if missing:
        rows = ", ".join(str(each.row) for each in missing[:10]) + ("…" if len(missing) > 10 else "")
        values = how_many(len(missing), "value is", "values are")
        text = f"{values} missing (rows {rows}). They stay missing; they are not zeros."
        found.append(Caution(WarningCode.COVERAGE, name, text))
    if any(not each.area for each in observations):
        text = "The table names no area. Say on the import page which area it is about."
        found.append(Caution(WarningCode.AMBIGUOUS, name, text))
    return found


MEASURE_TYPES = {
    "measure": "text", "area": "text", "period": "text", "starts_on": "day", "ends_on": "day", "value": "decimal",
    "missing": "text", "unit": "text", "note": "text", "denominator": "decimal", "n": "decimal", "reading": "text",
    "sheet": "text", "line": "integer", "column": "text", "raw": "text",
}  # fmt: skip


def _records(observations: Iterable[Observation]) -> Iterator[dict[str, object]]:
    for each in observations:
        yield {
            "measure": each.measure,
            "area": each.area,
            "period": each.period.code,
            "starts_on": each.period.starts_on,
            "ends_on": each.period.ends_on,
            "value": each.value.number,
            "missing": each.value.missing,
            "unit": each.value.unit,
            "note": each.value.note,
            "denominator": each.denominator,
            "n": each.n,
            "reading": each.reading,
            "sheet": each.sheet,
            "line": each.row,
            "column": each.column,
            "raw": each.text,
        }


def _coverage(observations: Sequence[Observation]) -> Iterator[Coverage]:
    """For each area and period: how many values are there, and how many of each measure."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for each in observations:
        if each.value.number is not None:
            measures = found.setdefault((each.area, each.period.code), {})
            measures[each.measure] = measures.get(each.measure, 0) + 1
    for (area, period), measures in found.items():
        yield Coverage(area, period, sum(measures.values()), by_type=measures)
