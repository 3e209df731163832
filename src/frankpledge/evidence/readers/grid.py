"""A small table as rows of cells that know their place, from CSV or from a sheet of a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frankpledge.evidence.readers.text import encoding_problem, line_too_long, not_utf8
from frankpledge.kernel.problems import Problem, Unusable

LARGEST_CSV = 200 * 1024**2
LONGEST_CELL = 1 << 17


@dataclass(frozen=True)
class Cell:
    """A cell as text. `formula` is what it is computed by, `on` the day when the sheet holds a date."""

    text: str
    formula: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Row:
    """A filled row; `number` is the line of a CSV file or the row of a sheet, as people see it."""

    number: int
    cells: tuple[Cell, ...]

    def text(self, place: int) -> str:
        """The text in a column (from 0); empty beyond the row's end."""
        return self.cells[place].text.strip() if place < len(self.cells) else ""

    def cell(self, place: int) -> Cell:
        return self.cells[place] if place < len(self.cells) else Cell("")

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(frozen=True)
class Grid:
    """A table: its filled rows and what the sheet hides. `looked_behind` is false where nobody could look."""

    sheet: str
    rows: tuple[Row, ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    looked_behind: bool = True


def letter(column: int) -> str:
    """The name of a column (from 0) in a spreadsheet: 0 is A, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_grid(path: Path, name: str) -> tuple[Grid, ...]:
    """The tables of a CSV file or workbook, at least one. Raises Unusable when none can be read."""
    with path.open("rb") as held:
        head = held.read(1 << 16)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from frankpledge.evidence.readers.workbook import read_workbook

        grids = read_workbook(path, name)
    else:
        grids = (Grid("", tuple(csv_rows(path, name))),)
    if not any(grid.rows for grid in grids):
        raise Unusable(Problem("empty-file", "The file has no filled cell.", "Export it again.", file=name))
    return grids


def csv_rows(path: Path, name: str) -> Iterator[Row]:
    """The filled rows of a CSV file as cells that know their line. Raises Unusable for what cannot be split."""
    for number, cells in csv_lines(path, name):
        yield Row(number, tuple(Cell(cell) for cell in cells))


def csv_lines(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """The filled rows of a CSV file, each with the line it begins on. Raises Unusable for what cannot be split."""
    with path.open("rb") as held:
        if problem := encoding_problem(held.read(1 << 16), name):
            raise Unusable(problem)
    _refuse_long_lines(path, name)
    before = 0
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError as error:
                raise Unusable(_bad_byte(path, name)) from error
            except csv.Error as error:
                raise Unusable(_unsplittable(name, before + 1, error)) from error
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num


def _refuse_long_lines(path: Path, name: str) -> None:
    size = path.stat().st_size
    if size > LARGEST_CSV:
        reason = "The file is too large for a table of measures or areas."
        raise Unusable(Problem("too-large", reason, "Import only the part that is needed.", file=name))
    with path.open("rb") as held:
        for number, line in enumerate(held, start=1):
            if len(line) > LONGEST_CELL * 8:
                raise Unusable(line_too_long(name, number, len(line)))


def _bad_byte(path: Path, name: str) -> Problem:
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return not_utf8(name, line, content[error.start : error.start + 1])
    raise AssertionError("the text was refused as UTF-8 a moment ago")  # pragma: no cover


def _unsplittable(name: str, line: int, error: csv.Error) -> Problem:
    reason = f"From this line on the text cannot be split into columns ({error})."
    remedy = "Look for a quotation mark that is opened and not closed, or export the file again."
    return Problem("open-quotation", reason, remedy, file=name, row=line)
