"""Tables as files: cross-tables and lists of counts with their totals, read as one system of cells and sums.

A cell is named by its labels with a bar between them, row before column (`North|Fraud`, `North|Total`). So tables that use
the same labels share their cells; a list may name them itself in a column `cell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from frankpledge.analysis.disclosure.systems import Cell, Sum, System, check_sums
from frankpledge.analysis.inputs import NOT_KNOWN, csv_lines, quoted, whole_number
from frankpledge.kernel.problems import Problem, Unusable

VALUES = ("value", "count", "n", "number")
TOTALS = frozenset({"total", "totals", "all"})
HIDDEN = NOT_KNOWN | {"withheld", "*", "c", "x", "-", "–", "suppressed"}
"""Cells of an earlier release that say no number."""
TOTAL, BAR, OWN = "Total", "|", "cell"


@dataclass(frozen=True)
class TableFile:
    """A table as given: its lines, and which cell stands where. `grid` is by line and column of the file, from 0."""

    file: str
    lines: tuple[tuple[str, ...], ...]
    grid: tuple[tuple[int, int, str], ...]
    system: System

    def shown(self, withheld: frozenset[str], mark: str = "withheld") -> list[list[str]]:
        """The lines with what is withheld marked."""
        lines = [list(line) for line in self.lines]
        for line, column, name in self.grid:
            if name in withheld:
                lines[line][column] = mark
        return lines


def read_tables(paths: Iterable[Path]) -> tuple[tuple[TableFile, ...], System]:
    """Every table and the system that they are together. Raises `Unusable` for what cannot be read or does not add up."""
    read = tuple(read_table_file(path) for path in paths)
    whole = System({}, ())
    for one in read:
        _agree(whole, one)
        whole = whole.joined(one.system)
    check_sums(whole)
    return read, whole


def _agree(whole: System, table: TableFile) -> None:
    """Raise `Unusable` where two tables give one cell different values."""
    problems = [
        Problem(
            "arithmetic", f"‘{name}’ is {cell.value:g} here and {whole.cells[name].value:g} in {whole.cells[name].file}.",
            "Let linked tables agree, or give the cells names of their own.", table.file, cell.row, name,
        )
        for name, cell in table.system.cells.items()
        if name in whole.cells
        and cell.value is not None
        and whole.cells[name].value not in (None, cell.value)
    ]  # fmt: skip
    if problems:
        raise Unusable(*problems)


def read_table_file(path: Path) -> TableFile:
    """One CSV: a list where a column is called value, count, n or number; else a cross-table with labels in its first column."""
    lines = csv_lines(path)
    if len(lines) < 2:
        raise Unusable(Problem("empty", "There are no rows under a heading.", "Give both.", path.name))
    heading = [name.strip() for name in lines[0][1]]
    if any(len(cells) != len(heading) for _, cells in lines):
        row = next(row for row, cells in lines if len(cells) != len(heading))
        raise Unusable(
            Problem("cells", "The row and the heading have different numbers of cells.", "Give one cell a column.", path.name, row)
        )  # fmt: skip
    at = next((place for place, name in enumerate(heading) if name.lower() in VALUES), None)
    return _cross(path, heading, lines) if at is None else _list(path, heading, lines, at)


def _cross(path: Path, heading: Sequence[str], lines: Sequence[tuple[int, list[str]]]) -> TableFile:
    cells: dict[str, Cell] = {}
    grid: list[tuple[int, int, str]] = []
    for place, (row, line) in enumerate(lines[1:], start=1):
        for column in range(1, len(heading)):
            name = BAR.join((_label(line[0]), _label(heading[column])))
            _once(cells, name, path, row)
            cells[name] = Cell(name, _value(path, row, heading[column], line[column]), None, path.name, row)
            grid.append((place, column, name))
    rows = [_label(line[0]) for _, line in lines[1:]]
    columns = [_label(name) for name in heading[1:]]
    return TableFile(path.name, _lines(lines), tuple(grid), System(cells, _sums((rows, columns), cells)))


def _list(path: Path, heading: Sequence[str], lines: Sequence[tuple[int, list[str]]], at: int) -> TableFile:
    lowered = [name.lower() for name in heading]
    own = lowered.index(OWN) if OWN in lowered else None
    priced = lowered.index("cost") if "cost" in lowered else None
    labels = [place for place in range(len(heading)) if place not in {at, own, priced}]
    if not labels:
        raise Unusable(
            Problem(
                "column", "No column says what the counts are of.", "Give columns of labels.", path.name, 1
            )
        )
    cells: dict[str, Cell] = {}
    grid: list[tuple[int, int, str]] = []
    named: dict[str, str] = {}
    for place, (row, line) in enumerate(lines[1:], start=1):
        told = BAR.join(_label(line[column]) for column in labels)
        name = line[own].strip() if own is not None and line[own].strip() else told
        _once(cells, name, path, row)
        cost = None if priced is None else _value(path, row, "cost", line[priced])
        cells[name] = Cell(name, _value(path, row, heading[at], line[at]), cost, path.name, row)
        named[told] = name
        grid.append((place, at, name))
    dims = [list(dict.fromkeys(_label(line[column]) for _, line in lines[1:])) for column in labels]
    sums = tuple(
        Sum(named[one.total], tuple(named[part] for part in one.parts)) for one in _sums(dims, named)
    )
    return TableFile(path.name, _lines(lines), tuple(grid), System(cells, sums))


def _lines(lines: Sequence[tuple[int, list[str]]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line) for _, line in lines)


def _sums(dims: Sequence[Sequence[str]], cells: Iterable[str]) -> tuple[Sum, ...]:
    """For each total of each dimension, the parts that are there. A total of one part alone is a sum as well."""
    held = set(cells)
    found = []
    for turn, labels in enumerate(dims):
        if TOTAL not in labels:
            continue
        parts = [label for label in labels if label != TOTAL]
        for rest in product(*(dim for place, dim in enumerate(dims) if place != turn)):
            total = BAR.join((*rest[:turn], TOTAL, *rest[turn:]))
            names = [BAR.join((*rest[:turn], part, *rest[turn:])) for part in parts]
            present = tuple(name for name in names if name in held)
            if total in held and present:
                found.append(Sum(total, present))
    return tuple(found)


def _label(text: str) -> str:
    bare = " ".join(text.split())
    return TOTAL if bare.lower() in TOTALS else bare


def _once(cells: dict[str, Cell], name: str, path: Path, row: int) -> None:
    if name in cells:
        reason = f"The cell {quoted(name)} is there twice."
        raise Unusable(Problem("duplicate", reason, "Give each cell once.", path.name, row, value=name))


def _value(path: Path, row: int, column: str, text: str) -> float | None:
    if text.strip().lower() in HIDDEN:
        return None
    try:
        return whole_number(text)
    except ValueError as error:
        raise Unusable(
            Problem(
                "value",
                str(error),
                "Write a whole number, or leave the cell empty.",
                path.name,
                row,
                column,
                text,
            )
        ) from None


def published_before(folder: Path) -> tuple[dict[str, float], System]:
    """What earlier releases show: every CSV of a folder. Their sums are known as well, and what they withhold is not."""
    if not folder.is_dir():
        raise Unusable(
            Problem("file", f"{folder} is no folder.", "Name the folder of earlier tables.", str(folder))
        )
    values: dict[str, float] = {}
    whole = System({}, ())
    for path in sorted(folder.glob("*.csv")):
        table = read_table_file(path)
        values.update(
            {name: cell.value for name, cell in table.system.cells.items() if cell.value is not None}
        )
        whole = whole.joined(table.system)
    return values, whole


def with_earlier(now: System, earlier: System) -> tuple[System, tuple[str, ...]]:
    """The system with the cells and sums of earlier releases; and the cells whose value has been revised since.

    A revised cell goes by another name, since its old value is another number; sums in which one stands are left out.
    """
    revised = tuple(
        name
        for name, cell in earlier.cells.items()
        if name in now.cells and cell.value is not None and now.cells[name].value not in (None, cell.value)
    )
    kept = {name: replace(cell) for name, cell in earlier.cells.items() if name not in revised}
    sums = tuple(one for one in earlier.sums if all(name in kept for name in (one.total, *one.parts)))
    return now.joined(System(kept, sums)), revised
