"""Plain text, CSV and JSON; and HTML and XML, which other modules take apart."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget
from frankpledge.reviews.scanning.encoded import hidden_texts

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
DEEPEST = 200
LINES = 12
"""Lines are looked through so many at a time, each time beginning where half of the last were read."""


def decoded(content: bytes) -> str | None:
    """The text of some bytes; None where they are no text."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    sample = content[:65536]
    if b"\0" in sample:
        return _wide(content)
    if sum(byte < 32 and byte not in b"\t\n\r\f\x0b\x1b\x08" for byte in sample) > len(sample) * 0.02:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _wide(content: bytes) -> str | None:
    """Two bytes a letter without a mark of their order, as some programs save."""
    high, low = content[1:4096:2], content[0:4096:2]
    for encoding, zeros, letters in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        # Where both bytes are mostly nought it is no text, and what is readable in it is read otherwise.
        if zeros and zeros.count(0) > len(zeros) * 0.6 and letters.count(0) < len(letters) * 0.2:
            try:
                return content.decode(encoding).replace("\0", "\n")
            except UnicodeDecodeError:
                return None
    return None


def text_chunks(text: str, name: str, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """The text by what it is: a page, XML, JSON, a table, or lines."""
    start = text.lstrip("\ufeff \t\r\n")[:400].casefold()
    suffix = name.casefold().rpartition(".")[2]
    if suffix in {"html", "htm", "xhtml", "mht"} or start.startswith(("<!doctype html", "<html")):
        from frankpledge.reviews.scanning.webpages import html_chunks

        yield from html_chunks(text, before, budget, depth)
    elif start.startswith("<?xml") or suffix in {"xml", "svg", "rdf", "xmp"}:
        from frankpledge.reviews.scanning.marked_up import xml_chunks

        yield from xml_chunks(text.encode(), before or "the file, ", budget, depth)
    elif suffix == "json" or (start[:1] in {"{", "["} and _is_json(text)):
        yield from json_chunks(text, before, budget)
    else:
        yield from line_chunks(text, before)
        if suffix in {"csv", "tsv"}:
            yield from table_chunks(text, before)


def line_chunks(text: str, before: str) -> Iterator[Chunk]:
    """The lines, some at a time so that what runs over the end of a line is found; and what is written in code."""
    lines = text.splitlines()
    for at in range(0, max(len(lines), 1), LINES // 2):
        part = "\n".join(lines[at : at + LINES])
        if part.strip():
            yield Chunk(part, before, first_line=at + 1)
    for hidden in hidden_texts(text):
        yield Chunk(hidden, f"{before}text in code", is_prose=False)


def table_chunks(text: str, before: str) -> Iterator[Chunk]:
    """Each row of a table with the headings of its columns, so that an age is known for one."""
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        return
    rows = csv.reader(io.StringIO(text), delimiter=dialect.delimiter)
    try:
        head = next(rows, [])
        for number, row in enumerate(rows, start=2):
            yield Chunk(" ; ".join(row), f"{before}row {number}")
            said = " ; ".join(
                f"{title}: {cell}" if is_telling(title) else cell
                for title, cell in zip(head, row, strict=False)
            )
            yield Chunk(said, f"{before}row {number}", is_prose=False)
    except csv.Error:
        return


TELLING = re.compile(r"\b(?:age|aged|oed)\b", re.I)


def is_telling(title: str) -> bool:
    """Whether a heading says what a bare number under it is."""
    return bool(TELLING.search(title))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def json_chunks(text: str, before: str, budget: Budget) -> Iterator[Chunk]:
    """Every name and value by its path; and the text as it stands, for pairs of numbers and what was written twice."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise budget.broken("as JSON it") from error
    yield from _values(held, "$", before, budget, 0)
    yield from line_chunks(text, before)


def _values(held: object, path: str, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    if depth > DEEPEST:
        raise budget.refuse("nested", "Its JSON is nested too deep.", "Save it flatter.")
    if isinstance(held, dict):
        yield Chunk(" ; ".join(f"{key}: {value}" for key, value in held.items() if not isinstance(value, dict | list)), f"{before}{path}", is_prose=False)  # fmt: skip
        for number, (key, value) in enumerate(held.items(), start=1):
            yield from _values(value, f"{path}.{key if key.isascii() and len(key) < 40 and _is_plain(key) else number}", before, budget, depth + 1)  # fmt: skip
    elif isinstance(held, list):
        for number, value in enumerate(held):
            yield from _values(value, f"{path}[{number}]", before, budget, depth + 1)
    elif isinstance(held, str) and held:
        yield Chunk(held, f"{before}{path}")
        for hidden in hidden_texts(held):
            yield Chunk(hidden, f"{before}{path}, text in code", is_prose=False)


def _is_plain(key: str) -> bool:
    """A key that may be shown: an identity can stand in a key, and a place must not repeat it."""
    return key.replace("_", "").isalpha() and key.islower() and len(key) <= 16
