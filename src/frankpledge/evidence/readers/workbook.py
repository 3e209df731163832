"""Spreadsheets as grids of text, with what they hide: formulas, merged cells, hidden rows, columns and sheets.

Values come from calamine, quickly; a second look at XLSX and ODS finds what values alone do not tell. XLS is
too old for the second look, and a caution says so.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frankpledge.evidence.archive import DEFAULT_LIMITS
from frankpledge.evidence.readers.grid import Cell, Grid, Row
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_UNPACKED = 200 * 1024**2
MOST_CELLS = 5_000_000
Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True)
class Hidden:
    """What one sheet holds beside its values."""

    formulas: Mapping[Place, str] = field(default_factory=dict)
    percents: frozenset[Place] = frozenset()
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()


def first_rows(path: Path, name: str, *, rows: int) -> dict[str, list[list[str]]]:
    """The first rows of each visible sheet that has any, as text. Raises Unusable when the file cannot be opened."""
    book = _open(path, name)
    found = {}
    for sheet in visible_sheets(book):
        cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=rows)
        if any(any(cell != "" for cell in row) for row in cells):
            found[sheet] = [[_text(cell) for cell in row] for row in cells]
    return found


def read_workbook(path: Path, name: str) -> tuple[Grid, ...]:
    """Every visible sheet that has content. Raises Unusable when the file cannot be opened or is too large."""
    book = _open(path, name)
    second = _second_look(path)
    visible = visible_sheets(book)
    grids = [
        _grid(book, sheet, (second or {}).get(sheet, Hidden()), seen=second is not None) for sheet in visible
    ]
    unread = tuple(sheet for sheet in book.sheet_names if sheet not in visible)
    return tuple(
        Grid(
            grid.sheet,
            grid.rows,
            grid.hidden_rows,
            grid.hidden_columns,
            grid.merged,
            unread,
            grid.looked_behind,
        )
        for grid in grids
        if grid.rows
    )


def visible_sheets(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]


def _open(path: Path, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _refuse_bombs(path, name)
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        problem = Problem(
            "encrypted", "The workbook is protected by a password.", "Save it without one.", file=name
        )
        raise Unusable(problem) from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        reason = "The file cannot be opened as a workbook: it is damaged or of another kind."
        raise Unusable(
            Problem("bad-workbook", reason, "Open it in a spreadsheet and save it again.", file=name)
        ) from error


def _refuse_bombs(path: Path, name: str) -> None:
    """A workbook is a zip: its unpacked size is looked at before anything unpacks it."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        members = packed.infolist()
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED or any(
        each.file_size > 1 << 22 and each.file_size > DEFAULT_LIMITS.ratio * max(each.compress_size, 1)
        for each in members
    ):
        reason = f"Unpacked, the workbook would take {grouped(total // 1024**2)} MB."
        raise Unusable(Problem("too-large", reason, "Save only the table, as CSV UTF-8.", file=name))


def _grid(book: CalamineWorkbook, sheet: str, hidden: Hidden, *, seen: bool) -> Grid:
    held = book.get_sheet_by_name(sheet)
    if held.total_height * held.total_width > MOST_CELLS:
        reason = f"The sheet ‘{sheet}’ has {grouped(held.total_height * held.total_width)} cells."
        raise Unusable(
            Problem("too-large", reason, "Delete the empty rows and columns, or save the table as CSV UTF-8.")
        )
    rows = []
    for number, values in enumerate(held.to_python(skip_empty_area=False), start=1):
        cells = tuple(_cell(value, (number, place), hidden) for place, value in enumerate(values, start=1))
        if any(cell.text or cell.formula for cell in cells):
            rows.append(Row(number, cells))
    return Grid(sheet, tuple(rows), hidden.rows, hidden.columns, hidden.merged, (), seen)


def _cell(value: Any, place: Place, hidden: Hidden) -> Cell:
    formula = hidden.formulas.get(place, "")
    if place in hidden.percents and isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(f"{_plain(Decimal(_text(value)) * 100)}%", formula)
    on = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    return Cell(_text(value), formula, on)


def _text(value: Any) -> str:
    """A value as a person would type it. A spreadsheet keeps fifteen digits, so no more are believed."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return (
            _plain(Decimal(format(value, ".15g")))
            if value == value and abs(value) != float("inf")
            else "#NUM!"
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# The second look --------------------------------------------------------------------------------------------------


def _second_look(path: Path) -> dict[str, Hidden] | None:
    """What each sheet hides; None where the format does not let one look."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
    if "content.xml" in names:
        return dict(_look_ods(path))
    return dict(_look_xlsx(path)) if "xl/workbook.xml" in names else None


def _look_xlsx(path: Path) -> Iterator[tuple[str, Hidden]]:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it does not keep
        book = load_workbook(path, data_only=False)
    for sheet in book.worksheets:
        formulas: dict[Place, str] = {}
        percents: set[Place] = set()
        for number, row in enumerate(sheet.iter_rows(), start=1):
            for place, cell in enumerate(row, start=1):
                if cell.data_type == "f":
                    formulas[number, place] = _formula_text(cell.value)
                if cell.value is not None and "%" in re.sub(r'"[^"]*"|\\.', "", str(cell.number_format)):
                    percents.add((number, place))
        rows = frozenset(number for number, each in sheet.row_dimensions.items() if each.hidden)
        columns = frozenset(
            number
            for each in sheet.column_dimensions.values()
            if each.hidden
            for number in range(each.min or 0, (each.max or 0) + 1)
        )
        merged = tuple(
            ((each.min_row, each.min_col), (each.max_row, each.max_col)) for each in sheet.merged_cells.ranges
        )
        yield sheet.title, Hidden(formulas, frozenset(percents), rows, columns, tuple(sorted(merged)))
    book.close()


def _formula_text(value: object) -> str:
    """Array formulas come as objects; an empty text would read as no formula."""
    return str(getattr(value, "text", None) or value or "=")


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def _look_ods(path: Path) -> Iterator[tuple[str, Hidden]]:
    from lxml import etree

    with zipfile.ZipFile(path) as packed:
        content = packed.read("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for table in etree.fromstring(content, parser).iter(f"{_TABLE}table"):
        yield table.get(f"{_TABLE}name", ""), _look_ods_table(table)


def _look_ods_table(table: Any) -> Hidden:
    formulas: dict[Place, str] = {}
    percents: set[Place] = set()
    hidden_rows: set[int] = set()
    merged: list[tuple[Place, Place]] = []
    for number, repeated, row in _repeated(table, "table-row", "number-rows-repeated"):
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter") and repeated < 1000:
            hidden_rows.update(range(number, number + repeated))
        for place, _, cell in _repeated(row, "table-cell", "number-columns-repeated"):
            if formula := cell.get(f"{_TABLE}formula"):
                formulas[number, place] = formula.removeprefix("of:")
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                percents.add((number, place))
            wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
            tall = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            if wide * tall > 1:
                merged.append(((number, place), (number + tall - 1, place + wide - 1)))
    columns = {
        each
        for number, repeated, column in _repeated(table, "table-column", "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter")
        for each in range(number, number + min(repeated, 1000))
    }
    return Hidden(formulas, frozenset(percents), frozenset(hidden_rows), frozenset(columns), tuple(merged))


def _repeated(parent: Any, kind: str, times: str) -> Iterator[tuple[int, int, Any]]:
    """Children of a kind with the number each begins at and how often it stands for itself."""
    number = 1
    kinds = (f"{_TABLE}{kind}", f"{_TABLE}covered-{kind}")
    for child in parent.iter(*kinds):
        repeated = int(child.get(f"{_TABLE}{times}", "1"))
        yield number, repeated, child
        number += repeated
