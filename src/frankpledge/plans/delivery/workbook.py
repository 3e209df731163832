"""The sheet of actions as a file: written for somebody, read back whatever they did to it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from frankpledge.governance.rules.minutes.log import STATES
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.plans.rules.delivery.sheet import (
    HEADINGS,
    Now,
    Row,
    Sheet,
    heading_at,
    known_headings,
    read_rows,
)
from frankpledge.plans.starting.reading import lines_of

SHEET, ABOUT = "Actions", "Frankpledge"
WIDTHS = (18, 8, 20, 50, 24, 12, 12, 12, 50, 40)
FILL, LOCKED = "E6EEEE", "F3F2F1"
GUIDE = (
    "Say how each action stands: Done, Not done, Blocked or Withdrawn, and what happened. Grey columns are left as they are. "
    "Then send this file back."
)
MOST_ROWS = 50_000
MOST_BYTES = 200_000_000
MOST_TITLES = 20
"""Rows in which the headings are looked for: people write a title above them."""
PARTED_BY = (",", ";", "\t")


def as_workbook(
    partnership: str,
    whose: str,
    rows: Iterable[Now],
    on: date,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The sheet for somebody (empty: for whoever runs the plan), to fill in and to send back. Same rows, same bytes but for the zip.

    `titles` are those of the priorities, by their slugs.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    page = book.active
    if page is None:
        raise RuntimeError("a new workbook has no sheet")
    page.title = SHEET
    page.append(list(HEADINGS))
    made = [one.as_row() for one in rows]
    for row in made:
        page.append(_cells(replace(row, priority=titles.get(row.priority, row.priority))))
    head, grey = PatternFill("solid", fgColor=FILL), PatternFill("solid", fgColor=LOCKED)
    for place, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
        page.cell(1, place).font = Font(bold=True)
        page.cell(1, place).fill = head
    wrap = Alignment(wrap_text=True, vertical="top")
    for line in page.iter_rows(min_row=2, max_row=len(made) + 1):
        for cell in line:
            cell.alignment = wrap
            if (cell.column or 0) <= 6:
                cell.fill = grey
            if cell.column in {6, 7}:
                cell.number_format = "yyyy-mm-dd"
    if made:
        allowed = DataValidation(type="list", formula1=f'"{",".join(STATES.values())}"', allow_blank=False)
        allowed.showInputMessage, allowed.promptTitle, allowed.prompt = True, "How it stands", GUIDE
        page.add_data_validation(allowed)
        allowed.add(f"H2:H{len(made) + 1}")
    page.freeze_panes = "B2"
    page.column_dimensions["B"].hidden = True
    _remember(book, partnership, whose, made, on)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Row) -> list[object]:
    words = (row.number, row.version, row.priority, row.text, row.owner, row.starts, row.due, STATES[row.state], row.said, row.evidence)  # fmt: skip
    return [_safe(one) if isinstance(one, str) else one for one in words]


def _safe(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _remember(book: Any, partnership: str, whose: str, rows: Sequence[Row], on: date) -> None:
    """What was sent, on a sheet of its own that is not shown: to tell afterwards what the person changed."""
    hidden = book.create_sheet(ABOUT)
    hidden.sheet_state = "hidden"
    hidden.append([GUIDE])
    hidden.append(["partnership", partnership])
    hidden.append(["whose", whose])
    hidden.append(["sent on", on.isoformat()])
    for row in rows:
        hidden.append([row.number, json.dumps(_sent(row), ensure_ascii=False)])


def _sent(row: Row) -> list[object]:
    starts, due = (day.isoformat() if day else "" for day in (row.starts, row.due))
    return [row.version, row.text, row.owner, starts, due, row.state, row.said, row.evidence, row.priority]


def _was_sent(number: str, text: str) -> Row:
    version, words, owner, starts, due, state, said, evidence, priority = json.loads(text)
    days = [date.fromisoformat(day) if day else None for day in (starts, due)]
    return Row(0, number, version, words, owner, days[0], days[1], state, said, evidence, priority)


def as_csv(rows: Iterable[Now]) -> str:
    """The same as a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for one in rows:
        writer.writerow(
            [
                cell.isoformat() if isinstance(cell, date) else "" if cell is None else cell
                for cell in _cells(one.as_row())
            ]
        )
    return out.getvalue()


def read_sheet(path: Path, name: str = "") -> Sheet:
    """A sheet as it came back: Excel, OpenDocument or CSV, or the table of a Word or OpenDocument text.

    Raises `Unusable` for a file that is none, or whose headings are gone.
    """
    file = name or path.name
    if not path.is_file():
        raise Unusable(Problem("no-file", "There is no such file.", "Check the name and the folder.", file))
    if zipfile.is_zipfile(path):
        _not_too_large(path, file)
        written = _kind_of_text(path)
        return _from_text(path, file, written) if written else _from_workbook(path, file)
    if file.lower().endswith((".csv", ".txt", ".tsv")):
        return _from_csv(path, file)
    raise Unusable(_no_sheet(file))


def _no_sheet(file: str) -> Problem:
    return Problem(
        "not-a-sheet",
        "This is not a spreadsheet, a CSV file or a text with a table.",
        "Send back the sheet that you were sent.",
        file,
    )


def _from_csv(path: Path, file: str) -> Sheet:
    text, notes = _decoded(path.read_bytes(), file)
    try:
        every = [list(csv.reader(io.StringIO(text, newline=""), delimiter=mark)) for mark in PARTED_BY]
    except csv.Error as error:
        problem = Problem(
            "csv", f"The sheet cannot be read as CSV: {error}.", "Save it again as ‘CSV UTF-8’.", file
        )
        raise Unusable(problem) from error
    made = _sheet(file, "", "", _best(every), {})
    return replace(made, notes=(*notes, *made.notes))


def _decoded(content: bytes, file: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words of a CSV: UTF-8, UTF-16 that says so, else what Excel on Windows writes, and then that is noted."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding), ()
    except UnicodeDecodeError:
        if b"\0" in content or encoding == "utf-16":
            raise Unusable(_no_sheet(file)) from None
    words = content.decode("cp1252", "replace")
    return words, (
        ("the file", "It is not UTF-8; its letters were read as Windows writes them (Windows-1252)."),
    )


def _best(pages: Iterable[Sequence[Sequence[object]]]) -> Sequence[Sequence[object]]:
    """Of several readings or pages the one with the most of our headings; the first of equals."""
    return max(pages, key=lambda lines: max((known_headings(one) for one in lines[:MOST_TITLES]), default=0))


def _kind_of_text(path: Path) -> str:
    """`.docx` or `.odt` for a text, empty for anything else."""
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        if "word/document.xml" in names:
            return ".docx"
        is_text = "mimetype" in names and packed.read("mimetype").startswith(
            b"application/vnd.oasis.opendocument.text"
        )
    return ".odt" if is_text else ""


def _from_text(path: Path, file: str, suffix: str) -> Sheet:
    """The table of a text that has our headings; its rows are counted from its own first."""
    tables: dict[int, list[Sequence[object]]] = {}
    for line in lines_of(path, suffix, file):
        if line.style == "cells":
            tables.setdefault(line.table, []).append(line.cells)
    if not tables:
        remedy = "Send back the sheet that you were sent."
        raise Unusable(Problem("no-table", "There is no table in the text.", remedy, file))
    return _sheet(file, "", "", _best(tables.values()), {})


def _from_workbook(path: Path, file: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        names = list(book.sheet_names)
        pages = {one: book.get_sheet_by_name(one).to_python(skip_empty_area=False) for one in names}
    except PasswordError as error:
        raise Unusable(
            Problem("password", "The workbook is protected with a password.", "Save it without one.", file)
        ) from error
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        raise Unusable(_no_sheet(file)) from error
    about = {str(line[0]): str(line[1]) for line in pages.pop(ABOUT, []) if len(line) > 1}
    if not pages:
        raise Unusable(_no_sheet(file))
    lines = _best([pages.pop(SHEET, []), *pages.values()])
    partnership, whose = about.pop("partnership", ""), about.pop("whose", "")
    about.pop("sent on", None)
    try:
        sent = {number: _was_sent(number, text) for number, text in about.items() if text.startswith("[")}
    except (ValueError, TypeError) as error:
        reason = f"The sheet ‘{ABOUT}’, which remembers what was sent, was changed."
        raise Unusable(Problem("memory", reason, "Fill in a fresh copy of the sheet.", file)) from error
    return _sheet(file, partnership, whose, lines, sent)


def _not_too_large(path: Path, file: str) -> None:
    """Raises `Unusable` for a workbook that unpacks to more than any sheet of actions does."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise Unusable(_no_sheet(file)) from error
    if size > MOST_BYTES:
        reason = f"Unpacked the workbook takes more than {MOST_BYTES // 1_000_000} MB."
        raise Unusable(Problem("too-large", reason, "Send back the sheet that you were sent.", file))


def _sheet(
    file: str, partnership: str, whose: str, lines: Sequence[Sequence[object]], sent: dict[str, Row]
) -> Sheet:
    filled = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if any(str(cell or "").strip() for cell in line)
    ]
    if not filled:
        raise Unusable(
            Problem("empty", "The sheet is empty.", "Send back the sheet that you were sent.", file)
        )
    if len(filled) > MOST_ROWS:
        raise Unusable(
            Problem("too-many", f"The sheet has {len(filled):,} rows.", f"Send at most {MOST_ROWS:,}.", file)
        )
    at = heading_at([line for _, line in filled[:MOST_TITLES]])
    number, heading = filled[at]
    rows, problems, notes = read_rows(file, heading, filled[at + 1 :], number)
    return Sheet(file, partnership, whose, rows, sent, problems, notes)
