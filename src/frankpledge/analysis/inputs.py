"""What people type or put into a CSV, read as counts and amounts, with a reason where it cannot be.

A number may have thousands commas and blanks around it. Nothing is guessed: a word, a minus or a fraction of an
event is a problem with its place, and an empty cell is a missing figure, never nought.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from frankpledge.kernel.problems import Problem, Unusable

_WHOLE = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.0{1,6})?")
_AMOUNT = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})?(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?")
NOT_KNOWN = frozenset({"", "[x]", "[c]", "[z]", "[u]", "..", "na", "nan", "n/a", "null", "none"})
"""Cells that say there is no figure: empty, the shorthand of the Government Statistical Service, and how programs that
write tables (R, pandas, databases) put it. Compare in lower case."""
SEPARATORS = (",", ";", "\t")
_GROUPED = re.compile(r"[-+−]?[0-9]{1,3}(,[0-9]{3})+|[-+−]?[0-9]+,[0-9]+")


def quoted(text: str) -> str:
    """What was given, in quotation marks, on one line and not longer than a line."""
    line = " ".join(text.split())
    return f"‘{line}’" if len(line) <= 40 else f"‘{line[:40]}…’"


def whole_number(text: str) -> int:
    """A count; 12.0 is 12. Raises ValueError, with the reason in words, for anything that is not a whole number from 0."""
    text = text.strip()
    if text.startswith(("-", "−")):
        raise ValueError(f"{quoted(text)} is below nought, which a count cannot be.")
    if re.fullmatch(r"[0-9]{16,}", text):
        raise ValueError(f"{quoted(text)} has more than 15 figures, which no count here can have.")
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a whole number.")
    return int(text.partition(".")[0].replace(",", ""))


def amount(text: str) -> Fraction:
    """An exposure or expected number, exactly as written. Raises ValueError unless it is a number above 0."""
    text = text.strip()
    bare = text.replace(",", "")
    if not _AMOUNT.fullmatch(text) or not bare[:2].strip(".eE") or not (value := Fraction(bare)):
        raise ValueError(f"{quoted(text)} is not a number above 0." if text else "The number is missing.")
    return value


@dataclass(frozen=True)
class Line:
    """One row of a table: the line it starts on, counted from 1, and its cells by column."""

    row: int
    cells: dict[str, str]


def read_table(path: Path) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The columns (lower case, blanks as underscores) and the rows of a CSV file with a heading line.

    Cells may also be parted by semicolons or tabs; the heading line shows which. Blank lines are passed over. Raises Unusable for a file that cannot be opened or read as UTF-8, a heading with a
    repeated or empty column, and rows with more or fewer cells than the heading.
    """
    records = csv_lines(path)
    if not records:
        raise Unusable(Problem("empty", "The file is empty.", "Give a heading line and rows.", path.name))
    heading = tuple(re.sub(r"\s+", "_", name.strip().lower()) for name in records[0][1])
    twice = sorted({name for name in heading if heading.count(name) > 1})
    if "" in heading or twice:
        reason = (
            f"The column ‘{twice[0]}’ occurs twice." if twice and twice[0] else "A column has no heading."
        )
        raise Unusable(Problem("heading", reason, "Give each column a name of its own.", path.name, 1))
    problems = [
        _uneven(path, row, cells, heading) for row, cells in records[1:] if len(cells) != len(heading)
    ]
    if problems:
        raise Unusable(*problems)
    return heading, tuple(Line(row, dict(zip(heading, cells, strict=True))) for row, cells in records[1:])


def _uneven(path: Path, row: int, cells: Sequence[str], heading: Sequence[str]) -> Problem:
    reason = f"The row has {len(cells)} cells and the heading {len(heading)}."
    remedy = "Give one cell a column; put a number with commas, such as 1,234, in quotation marks."
    return Problem("cells", reason, remedy, path.name, row)


def csv_lines(path: Path) -> list[tuple[int, list[str]]]:
    """The lines of a CSV file that are not blank, each with the line it starts on. Raises Unusable as `read_table` does."""
    text = _text(path)
    parted_by = _separator(text)
    reader = csv.reader(text.splitlines(keepends=True), strict=True, delimiter=parted_by)
    records, row = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((row, cells))
            row = reader.line_num + 1
    except csv.Error as error:
        remedy = "Save it again as CSV, with quotation marks in pairs."
        raise Unusable(
            Problem("csv", f"The line cannot be read as CSV ({error}).", remedy, path.name, row)
        ) from None
    if parted_by == ";":
        _refuse_decimal_commas(path, records)
    return records


def _separator(text: str) -> str:
    """What parts the cells, by the first line that is not blank: a comma where it has one, else what it has."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in SEPARATORS if mark in first), ",")


def _refuse_decimal_commas(path: Path, records: Sequence[tuple[int, list[str]]]) -> None:
    """Where semicolons part the cells, 1,234 may be a thousand or a little over one: nobody is to guess which."""
    problems = [
        Problem(
            "ambiguous", f"{quoted(cell)} may have a decimal comma or one of thousands.",
            "Write 1234 or 1.234 in a file whose cells are parted by semicolons.", path.name, row, records[0][1][place].strip(),
        )
        for row, cells in records[1:]
        for place, cell in enumerate(cells[: len(records[0][1])])
        if _GROUPED.fullmatch(cell.strip())
    ]  # fmt: skip
    if problems:
        raise Unusable(*problems)


def _text(path: Path) -> str:
    try:
        held = path.read_bytes()
        # ‘Unicode text’ of a spreadsheet is UTF-16, and says so by its first two bytes.
        return held.decode("utf-16" if held[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror or error})."
        raise Unusable(Problem("file", reason, "Check its name and folder.", str(path))) from None
    except UnicodeDecodeError as error:
        reason = f"Byte {error.start + 1} is not UTF-8 text."
        raise Unusable(Problem("encoding", reason, "Save it as ‘CSV UTF-8’.", path.name)) from None
