"""Splitting a CSV text into records by hand, where DuckDB cannot say which line a row came from.

Slower than DuckDB and right about everything: quoted line breaks, blank lines, mixed line ends, rows with too
many or too few columns, quotation marks left open, lines of any length.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from frankpledge.evidence.readers.text import Slice, line_too_long
from frankpledge.kernel.problems import Problem

LONGEST_LINE = 1 << 20
MOST_LINES = 100
"""A quoted field may run over so many lines; beyond that the quotation mark was left open."""


@dataclass(frozen=True)
class Tidied:
    """A clean copy of a slice: no header, the line number before each row, only rows of the right width."""

    path: Path
    rows: int
    refusals: Path
    """CSV without a header: line, code, column, value, reason, remedy."""
    refused: int


def tidy(piece: Slice, out: Path, *, columns: int, name: str) -> Tidied:
    """Write the well-formed rows of a slice to `out` and tell of every other line. Blank lines are passed over."""
    rows = refused = 0
    refusals = out.with_suffix(".refused.csv")
    with (
        piece.path.open("rb") as held,
        out.open("wb") as target,
        refusals.open("w", encoding="utf-8", newline="") as told,
    ):
        lines = Lines(held, piece.first_line, name)
        if piece.is_whole:
            lines.skip_header()
        teller = csv.writer(told, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for made in lines.records(columns):
            if isinstance(made, Problem):
                teller.writerow([made.row, made.code, made.column, made.value, made.reason, made.remedy])
                refused += 1
            else:
                target.write(b"%d,%s\n" % made)
                rows += 1
    return Tidied(out, rows, refusals, refused)


@dataclass(frozen=True)
class Line:
    """A physical line without its end. `size` is its length in bytes, also where it was too long to be held."""

    number: int
    text: bytes
    size: int


class Lines:
    """The physical lines of a text, with their numbers, and the records made of them."""

    def __init__(self, held: BinaryIO, first_line: int, name: str) -> None:
        self._held, self._next, self._name = held, first_line, name
        self._waiting: list[Line] = []

    def skip_header(self) -> None:
        self._read()

    def records(self, columns: int) -> Iterator[tuple[int, bytes] | Problem]:
        """The line each record starts on and its text without the line's end, or what is wrong with it."""
        commas = columns - 1
        while (line := self._read()) is not None:
            text = line.text
            if line.size > LONGEST_LINE:
                yield line_too_long(self._name, line.number, line.size)
            elif b'"' not in text and text.count(b",") == commas and b"\r" not in text:
                yield line.number, text
            elif text.strip():
                made = self._unusual(line, columns)
                yield made if isinstance(made, Problem) else (line.number, made)

    def _unusual(self, line: Line, columns: int) -> bytes | Problem:
        """A row with quotation marks, perhaps over several lines, or of the wrong width."""
        fields = _fields([line.text])
        if line.text.count(b'"') % 2 and len(fields) != columns:
            ahead = self._look_ahead()
            joined = _fields([line.text, *(each.text for each in ahead)])
            if len(joined) != columns:
                self._waiting = ahead + self._waiting
                return self._problem(
                    "open-quotation", line, "A quotation mark is opened here and not closed in the row."
                )
            fields = joined
        if len(fields) != columns:
            reason = f"The row has {len(fields)} columns where the header has {columns}."
            return self._problem("wrong-number-of-columns", line, reason)
        return ",".join(_cell(field) for field in fields).encode("utf-8")

    def _look_ahead(self) -> list[Line]:
        """The lines up to the one that closes an open quotation."""
        ahead: list[Line] = []
        while len(ahead) < MOST_LINES and (line := self._read()) is not None:
            ahead.append(line)
            if line.text.count(b'"') % 2 or line.size > LONGEST_LINE:
                break
        return ahead

    def _read(self) -> Line | None:
        if self._waiting:
            return self._waiting.pop(0)
        text = self._held.readline(LONGEST_LINE + 2)
        if not text:
            return None
        size, tail = len(text), text
        while not tail.endswith(b"\n") and (tail := self._held.readline(LONGEST_LINE)):
            size += len(tail)
        number, self._next = self._next, self._next + 1
        text = text.removesuffix(b"\n").removesuffix(b"\r")
        return Line(number, b"" if size > LONGEST_LINE else text, size)

    def _problem(self, code: str, line: Line, reason: str) -> Problem:
        remedy = "Correct this line, or export the file again, and import the corrected file."
        return Problem(code, reason, remedy, file=self._name, row=line.number, value=_short(line.text))


def _fields(lines: list[bytes]) -> list[str]:
    """The columns of one record, a quoted line break kept; an empty list when the lines are more than one record."""
    try:
        read = list(csv.reader([line.decode("utf-8") + "\n" for line in lines]))
    except csv.Error:
        return []
    return read[0] if len(read) == 1 else []


def _cell(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _short(text: bytes) -> str:
    """The beginning of a line as it can be shown: control characters as spaces."""
    shown = "".join(mark if mark.isprintable() else " " for mark in text[:80].decode("utf-8", "replace"))
    return shown + ("…" if len(text) > 80 else "")
