"""A table as numbers: what its headings say and what each cell holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.documents.checking.labels import Label, Part, label_of, years_in
from frankpledge.documents.checking.parts import Grid

_CELL = re.compile(
    r"(?P<pounds>£)?\s*(?P<open>\()?(?P<sign>[+−–-])?\s*(?P<pounds_after>£)?\s*(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?P<percent>%)?\s*(?P<close>\))?(?P<ordinal>st|nd|rd|th)?(?P<equal>\s?=)?\s*(?:\[\w\]|[*†‡])?"
)


@dataclass(frozen=True)
class Cell:
    """A number in a table. `quantum` is one unit of its last place."""

    text: str
    value: Fraction
    quantum: Fraction
    is_percent: bool = False
    is_money: bool = False


@dataclass(frozen=True)
class Numbers:
    """A table read: `rows` and `columns` head the cells; a cell that is no number is None."""

    grid: Grid
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    @property
    def where(self) -> str:
        return self.grid.where

    def turned(self) -> Numbers:
        """Columns as rows, so that what is asked of columns can be asked of rows."""
        cells = tuple(tuple(row[at] for row in self.cells) for at in range(len(self.columns)))
        return Numbers(self.grid, self.columns, self.rows, cells)


def read_cell(text: str) -> Cell | None:
    """The number in a cell, or None. A value in brackets with nothing else is below nought only where it says so."""
    found = _CELL.fullmatch(text.replace("\u00a0", " ").strip())
    if not found:
        return None
    digits = found["digits"].replace(",", "").replace(" ", "")
    sign = -1 if (found["sign"] or "") in {"−", "–", "-"} else 1
    places = len(digits.partition(".")[2])
    return Cell(
        text.strip(), sign * Fraction(digits), Fraction(1, 10**places), found["percent"] is not None,
        bool(found["pounds"] or found["pounds_after"]),
    )  # fmt: skip


def numbers_of(grid: Grid) -> Numbers | None:
    """The table as numbers; None when it holds none."""
    width = max((len(row) for row in grid.cells), default=0)
    rows = [tuple(row) + ("",) * (width - len(row)) for row in grid.cells]
    if width < 2 or len(rows) < 2:
        return None
    heads = grid.headings or _heading_rows(rows)
    leading = _leading_columns(rows[heads:], width)
    body = [row for row in rows[heads:] if any(read_cell(text) for text in row[leading:])]
    if not body or leading >= width:
        return None
    columns = tuple(label_of(_heading(rows[:heads], at)) for at in range(leading, width))
    labels = tuple(label_of(" ".join(dict.fromkeys(text for text in row[:leading] if text))) for row in body)
    cells = tuple(tuple(read_cell(text) for text in row[leading:]) for row in body)
    return Numbers(grid, labels, columns, cells)


def _heading_rows(rows: list[tuple[str, ...]]) -> int:
    """How many rows stand above the numbers: those with no number but years."""
    count = 0
    for row in rows[:4]:
        if any(_is_value(text) for text in row[1:]):
            break
        count += 1
    if count == len(rows):
        return 1
    # A first column of words and a first row of nothing but numbers still has a heading row if it was marked.
    return count


def _is_value(text: str) -> bool:
    return read_cell(text) is not None and not (
        years_in(text) and re.fullmatch(r"\d{4}(?:\s?[/–-]\s?\d{2,4})?", text.strip())
    )


def _leading_columns(rows: list[tuple[str, ...]], width: int) -> int:
    """How many columns head the rows: one, or more where a column holds hardly a number."""
    leading = 1
    while leading < width - 1:
        filled = [row[leading] for row in rows if row[leading].strip()]
        if filled and not any(read_cell(text) for text in filled):
            leading += 1
        else:
            break
    return leading


def _heading(rows: list[tuple[str, ...]], at: int) -> str:
    return " ".join(dict.fromkeys(row[at].strip() for row in rows if row[at].strip()))


def is_addable(label: Label) -> bool:
    """Whether values under a heading may be added up at all."""
    return label.part in {Part.COUNT, Part.TOTAL, Part.BASE}
