"""Workbooks (XLSX): each cell, each row with its headings, hidden sheets, rows and columns, and strings no cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.marked_up import attribute_chunks, parsed
from frankpledge.reviews.scanning.plain import is_telling

Given = Iterator[tuple[str, Chunk | None]]
FIRST_DAY = date(1899, 12, 30)
FIRST_DAY_1904 = date(1904, 1, 1)
JOINED = re.compile(r"""["']\s*[,;]\s*["']""")
"""Where a formula puts texts together."""
LAYOUT = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])')
"""What changes the letters within a header or footer."""
SERIALS = range(10_000, 80_000)
"""Numbers that are days from 1927 to 2119."""


@dataclass(frozen=True)
class Book:
    """What cells refer to: the shared strings, whether days count from 1904, and each sheet's name and state."""

    strings: tuple[str, ...]
    first_day: date
    hidden: Mapping[str, str]


def workbook_chunks(parts: Mapping[str, bytes], before: str, budget: Budget, depth: int) -> Given:
    """The chunks of the sheets and strings, each with the part it came from, so that no part is read twice over."""
    book_part = next(name for name in parts if name.endswith("xl/workbook.xml"))
    folder = book_part.removesuffix("workbook.xml")
    strings_part = next((name for name in parts if name.casefold() == f"{folder}sharedstrings.xml"), "")
    strings = _strings(parts.get(strings_part, b""), budget)
    book = Book(strings, _first_day(parts[book_part]), _states(parts, book_part, budget))
    used: set[int] = set()
    sheets = [name for name in parts if name.startswith(f"{folder}worksheets/") and name.endswith(".xml")]
    for number, name in enumerate(sheets, start=1):
        state = book.hidden.get(name.removeprefix(folder), "")
        place = f"{before}sheet {number}{f' ({state})' if state else ''}"
        root = parsed(parts[name], budget, place)
        yield from ((name, chunk) for chunk in _sheet(root, place, book, used))
        yield from ((name, chunk) for chunk in attribute_chunks(root, f"{place}, ", budget, depth))
    for at, text in enumerate(strings):
        if at not in used:
            yield strings_part, Chunk(text, f"{before}a text that no cell shows")
    yield strings_part, None


def _first_day(content: bytes) -> date:
    return FIRST_DAY_1904 if re.search(rb'date1904="(?:1|true)"', content) else FIRST_DAY


def _strings(content: bytes, budget: Budget) -> tuple[str, ...]:
    if not content:
        return ()
    root = parsed(content, budget, "the texts of its cells")
    return tuple("".join(t.text or "" for t in each.iter("{*}t")) for each in root.iter("{*}si"))


def _states(parts: Mapping[str, bytes], book_part: str, budget: Budget) -> dict[str, str]:
    """By sheet part: hidden, or empty."""
    root = parsed(parts[book_part], budget, "the list of sheets")
    links = parts.get(f"{book_part.rpartition('/')[0]}/_rels/workbook.xml.rels", b"")
    targets = (
        {
            each.get("Id", ""): each.get("Target", "").removeprefix("/xl/")
            for each in parsed(links, budget, "links")
        }
        if links
        else {}
    )
    found = {}
    for sheet in root.iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        found[targets.get(link, "")] = "hidden" if sheet.get("state", "visible") != "visible" else ""
    return found


def _sheet(root: Any, place: str, book: Book, used: set[int]) -> Iterator[Chunk]:
    columns = _hidden_columns(root)
    head: dict[str, str] = {}
    for row in root.iter("{*}row"):
        number = row.get("r", "")
        hidden = row.get("hidden") in {"1", "true"}
        said: list[str] = []
        for cell in row.iter("{*}c"):
            reference = cell.get("r", "")
            column = reference.rstrip("0123456789")
            text = _text(cell, book, used)
            formula = " ".join(each.text or "" for each in cell.iter("{*}f"))
            notes = [
                note for note, true in (("hidden row", hidden), ("hidden column", column in columns)) if true
            ]
            where = f"{place}, cell {reference}" + (f" ({', '.join(notes)})" if notes else "")
            if formula:
                yield Chunk(formula, f"{where}, formula", is_prose=False)
                yield from (
                    Chunk(whole, f"{where}, formula, put together", is_prose=False)
                    for whole in (JOINED.sub("", formula), *hidden_texts(formula))
                    if whole != formula
                )
            if text:
                title = head.setdefault(column, text)
                said.append(f"{title}: {text}" if is_telling(title) and title != text else text)
                yield Chunk(said[-1], where)
                yield from (Chunk(t, f"{where}, text in code", is_prose=False) for t in hidden_texts(text))
        if len(said) > 1:
            note = " (hidden row)" if hidden else ""
            yield Chunk(" ; ".join(said), f"{place}, row {number}{note}", is_prose=False)
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment of the markup"
        if name not in {"v", "t", "f"} and element.text and element.text.strip():
            yield Chunk(element.text, f"{place}, {name}", is_prose=False)
            if name.endswith(("Header", "Footer")):
                yield Chunk(LAYOUT.sub("", element.text), f"{place}, header or footer", is_prose=False)


def _hidden_columns(root: Any) -> frozenset[str]:
    found: set[str] = set()
    for column in root.iter("{*}col"):
        if column.get("hidden") in {"1", "true"}:
            first, last = int(column.get("min", "1")), int(column.get("max", "1"))
            found.update(_letters(number) for number in range(first, min(last, first + 400) + 1))
    return frozenset(found)


def _letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def _text(cell: Any, book: Book, used: set[int]) -> str:
    kind = cell.get("t", "n")
    value = next((each.text or "" for each in cell.iter("{*}v")), "")
    if kind == "s" and value.isdigit() and int(value) < len(book.strings):
        used.add(int(value))
        return book.strings[int(value)]
    if kind == "inlineStr":
        return "".join(each.text or "" for each in cell.iter("{*}t"))
    return _number(value, book.first_day) if kind == "n" else value


def _number(value: str, first_day: date) -> str:
    """A number as a person would read it; one that may be a day, as that day too."""
    try:
        number = float(value)
    except ValueError:
        return value
    if number == int(number) and abs(number) < 10**15:
        whole = int(number)
        day = f" {first_day + timedelta(days=whole)}" if whole in SERIALS else ""
        return f"{whole}{day}"
    day = f" {first_day + timedelta(days=int(number))}" if int(number) in SERIALS else ""
    return f"{value}{day}"
