"""The first rows of a file, so that a person recognises it, and the row that looks like its header."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from frankpledge.evidence.recognise import TIDY_SYNONYMS, normalised
from frankpledge.kernel.problems import Unusable

HEAD = 1 << 16
LOOK_IN = 40
SHOWN = 5
LONGEST = 60
"""So many characters of a cell are shown."""
NO_NAME = "(no name)"
WIDEST = 14
"""So many columns are shown."""


@dataclass(frozen=True)
class Sample:
    """The header of a file and its first rows, cells cut to a length that a page can hold."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def head(path: Path, name: str) -> tuple[tuple[str, ...], ...]:
    """The first rows of a table as text; of a workbook, those of its first filled sheet. Empty when it is no table."""
    with path.open("rb") as held:
        start = held.read(HEAD)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _sheet_rows(path, name)
    if b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ()
    return tuple(_text_rows(start, is_cut=len(start) == HEAD))


def sample(path: Path, name: str) -> Sample | None:
    """The header and at most five rows below it; None when there is nothing to show."""
    rows = head(path, name)
    place = header_place(rows)
    if place is None:
        return None
    columns = rows[place][:WIDEST]
    below = [row for row in rows[place + 1 :] if any(row)][:SHOWN]
    return Sample(
        tuple(_short(cell) or NO_NAME for cell in columns),
        tuple(tuple(_short(cell) for cell in _fitted(row, len(columns))) for row in below),
    )


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row (from 0) is most likely the header: the one with most of the words that headers have, else the first
    whose cells are all words and differ. None when no row has two filled cells."""
    words = {word for names in TIDY_SYNONYMS.values() for word in names}
    known = [sum(cell in words for cell in normalised(row)) for row in rows]
    if known and max(known) >= 2:
        return known.index(max(known))
    filled = [(place, [cell for cell in row if cell.strip()]) for place, row in enumerate(rows)]
    several = [(place, cells) for place, cells in filled if len(cells) > 1]
    wordy = (place for place, cells in several if len(set(cells)) == len(cells) and not _has_number(cells))
    return next(wordy, several[0][0] if several else None)


def header_of(path: Path, name: str) -> tuple[str, ...]:
    """The cells of the likely header, as they stand; empty when there is none."""
    rows = head(path, name)
    place = header_place(rows)
    return () if place is None else rows[place]


def _has_number(cells: Sequence[str]) -> bool:
    return any(cell.strip()[:1].isdigit() for cell in cells)


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _fitted(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * width][:width]


def _text_rows(start: bytes, *, is_cut: bool) -> Iterator[tuple[str, ...]]:
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = start.decode(encoding, "replace")
    if is_cut and "\n" in text:
        text = text[: text.rfind("\n") + 1]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for number, row in enumerate(reader):
            if number >= LOOK_IN:
                return
            yield tuple(row)
    except csv.Error:
        return


def _sheet_rows(path: Path, name: str) -> tuple[tuple[str, ...], ...]:
    from frankpledge.evidence.readers.workbook import first_rows

    try:
        sheets = first_rows(path, name, rows=LOOK_IN)
    except Unusable:
        return ()
    return next((tuple(tuple(row) for row in rows) for rows in sheets.values()), ())
