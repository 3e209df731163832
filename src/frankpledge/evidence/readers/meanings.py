"""Which column of a partner's table means what, told by its heading and never by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from frankpledge.evidence.readers.grid import csv_lines, read_grid
from frankpledge.kernel.problems import Problem, Unusable

Meanings = Mapping[str, tuple[str, ...]]
"""By what is wanted, the headings under which suppliers give it, the surest first; each is a pattern."""
LOOK_IN = 40


@dataclass(frozen=True)
class TableRow:
    """One row below the heading: sheet (empty for CSV), line as people see it, and its cells by what they mean."""

    sheet: str
    line: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def cell(self, wanted: str) -> str:
        return self.cells.get(wanted, "")

    def heading(self, wanted: str) -> str:
        """How the table calls the column; what was wanted where it has none."""
        return self.headings.get(wanted, wanted)


def bare_heading(text: str) -> str:
    """A heading for comparison: small letters, with spaces for underscores, hyphens and line breaks."""
    return " ".join(re.sub(r"[_\-\s]+", " ", text.replace("\ufeff", "").lower()).split())


def columns_of(header: Sequence[str], meanings: Meanings) -> dict[str, int]:
    """Where each thing that is wanted stands (from 0); no column is taken twice."""
    cells = [bare_heading(cell) for cell in header]
    found: dict[str, int] = {}
    for wanted, patterns in meanings.items():
        for pattern in patterns:
            free = (
                at
                for at, cell in enumerate(cells)
                if re.fullmatch(pattern, cell) and at not in found.values()
            )
            place = next(free, None)
            if place is not None:
                found[wanted] = place
                break
    return found


def table_rows(
    path: Path, name: str, meanings: Meanings, *, any_of: Sequence[Sequence[str]], what: str
) -> tuple[tuple[str, ...], list[TableRow]]:
    """The heading and the rows of a CSV file or workbook. The heading is the first row, notes above it passed over, that has
    one of each of `any_of`. Raises Unusable, naming what is missing, where there is none."""
    header: tuple[str, ...] = ()
    rows: list[TableRow] = []
    first: Sequence[str] = ()
    for sheet, lines in _sheets(path, name):
        places: dict[str, int] = {}
        headings: dict[str, str] = {}
        for number, (line, cells) in enumerate(lines):
            if places:
                texts = {key: cells[at].strip() if at < len(cells) else "" for key, at in places.items()}
                if any(texts.values()):
                    rows.append(TableRow(sheet, line, texts, headings))
            elif number < LOOK_IN:
                first = first or cells
                held = columns_of(cells, meanings)
                if all(any(key in held for key in some) for some in any_of):
                    places, header = held, header or tuple(cells)
                    headings = {key: " ".join(cells[at].split()) for key, at in held.items()}
    if not header:
        raise Unusable(_no_heading(name, columns_of(first, meanings), any_of, what))
    return header, rows


def _sheets(path: Path, name: str) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[str]]]]]:
    with path.open("rb") as held:
        is_workbook = held.read(4).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    if not is_workbook:
        yield "", iter(csv_lines(path, name))
        return
    for grid in read_grid(path, name):
        yield grid.sheet, ((row.number, row.texts) for row in grid.rows)


def _no_heading(name: str, held: Mapping[str, int], any_of: Sequence[Sequence[str]], what: str) -> Problem:
    lacking = next((some for some in any_of if not any(key in held for key in some)), any_of[0])
    wanted = " or ".join(f"‘{key}’" for key in lacking)
    return Problem(
        "heading",
        f"No row of the file is a heading of {what}: there is no column {wanted}.",
        "Give the columns headings that say what they hold; notes may stand above them.",
        name,
        1,
    )
