"""Agencies' spreadsheets (XLSX, ODS, CSV) as tables of cells. Bombs, macros and passwords are refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.reviews.rules.chronology import NEEDED, Order, Raw, Sheet, head_in
from frankpledge.reviews.scanning.budget import Budget, Limits
from frankpledge.reviews.scanning.plain import decoded

LIMITS = Limits(file=40 * 1024 * 1024, unpacked=200 * 1024 * 1024, members=5000)
MOST_CELLS = 3_000_000


def read_sheets(
    content: bytes, name: str, *, agency: str = "", order: Order = Order.UNSAID
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Every sheet that holds a chronology, and what is to be known of those that do not.

    Raises Unusable when the file cannot be read, or when no sheet has headings for a day and an event.
    """
    tables = list(read_tables(content, name))
    found, left_out = [], []
    for title, rows, is_hidden in tables:
        at = head_in([[cell.text for cell in row] for _, row in rows[:15]])
        if at is None or is_hidden:
            why = (
                "It is hidden."
                if is_hidden and at is not None
                else "It has no headings for a day and an event."
            )
            if rows:
                left_out.append(
                    Problem(
                        "sheet-left-out",
                        why,
                        "Nothing to do, if that is right.",
                        file=f"{name}, sheet ‘{title}’",
                    )
                )
            continue
        head = tuple(cell.text for cell in rows[at][1])
        found.append(Sheet(name, title, rows[at][0], head, tuple(rows[at + 1 :]), agency, order))
    if not found:
        reason = f"No sheet has headings for {' and '.join(NEEDED)}."
        raise Unusable(
            Problem(
                "no-headings",
                reason,
                "Name the columns Date, Time, Agency, Event, Action taken, Source.",
                file=name,
            )
        )
    return tuple(found), tuple(left_out)


Table = tuple[str, list[tuple[int, tuple[Raw, ...]]], bool]


def read_tables(content: bytes, name: str) -> Iterator[Table]:
    """Every sheet of a file: its name, its rows by number, and whether it is hidden. Raises Unusable."""
    budget = Budget(name, LIMITS)
    if len(content) > LIMITS.file:
        raise budget.refuse("too-large", "The file is larger than can be read.", "Save only the chronology.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        yield from _workbook(content, budget)
        return
    text = decoded(content)
    if text is None or not text.strip():
        raise budget.refuse("kind", "The file is no table that can be read.", "Save it as XLSX, ODS or CSV.")
    yield "", _csv_rows(text), False


def _csv_rows(text: str) -> list[tuple[int, tuple[Raw, ...]]]:
    text = text.lstrip("\ufeff")
    said = re.match(r"sep=(.)\r?\n", text)
    text = text[said.end() :] if said else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=said[1] if said else _delimiter(text))
    found: list[tuple[int, tuple[Raw, ...]]] = []
    try:
        for row in reader:
            found.append((len(found) + 1, tuple(Raw(cell) for cell in row)))
    except csv.Error as error:
        problem = Problem(
            "bad-csv",
            f"The table cannot be read: {error}.",
            "Save it again as CSV UTF-8.",
            row=len(found) + 1,
        )
        raise Unusable(problem) from error
    return found


def _delimiter(text: str) -> str:
    """What parts the columns: that which the first lines have most of, outside of quoted words; a comma where none has any."""
    first = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:5]))
    return max(",;\t|", key=first.count)


def _workbook(content: bytes, budget: Budget) -> Iterator[Table]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    if content.startswith(b"PK"):
        _look(content, budget)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise budget.refuse(
            "encrypted", "The workbook is protected by a password.", "Save it without one."
        ) from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise budget.broken("the workbook") from error
    for each in book.sheets_metadata:
        if each.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(each.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise budget.refuse(
                "too-large", f"The sheet ‘{each.name}’ is too large.", "Delete empty rows and columns."
            )
        rows = [
            (number, tuple(_cell(value) for value in row))
            for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        ]
        yield each.name, rows, each.visible != SheetVisibleEnum.Visible


def _look(content: bytes, budget: Budget) -> None:
    """Refuse what is dense or runs, before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise budget.broken("the workbook") from error
    budget.check_members(members, "the workbook")
    if any(
        "vbaproject" in member.filename.casefold() or member.filename.startswith("Basic/")
        for member in members
    ):
        raise budget.refuse("macro", "The workbook holds macros, which can run.", "Save it without macros.")


def _cell(value: object) -> Raw:
    if isinstance(value, datetime):
        said = value.date().isoformat() if value.time() == time(0) else value.strftime("%Y-%m-%d %H:%M")
        return Raw(said, value)
    if isinstance(value, date):
        return Raw(value.isoformat(), value)
    if isinstance(value, time):
        return Raw(value.strftime("%H:%M"), value)
    if isinstance(value, timedelta):
        at = (datetime.min + value % timedelta(days=1)).time()  # noqa: DTZ901 (a bare time of day)
        return Raw(at.strftime("%H:%M"), at)
    if isinstance(value, float):
        return Raw(str(int(value)) if value == int(value) else repr(value))
    return Raw(str(value))
