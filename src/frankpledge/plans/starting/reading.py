"""The lines of a DOCX, ODT, PDF or XLSX, each with its style and the place where a person finds it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.plans.rules.drafting import Line
from frankpledge.plans.starting.pdf_text import pages_of

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MOST_LINES = 20_000
CONTENTS = re.compile(r"(?P<words>.*[^ .…])[ .…]+\d{1,3}")
"""A heading with the number of its page."""
READ = (".docx", ".odt", ".pdf", ".xlsx")


def lines_of(path: Path, suffix: str, name: str) -> tuple[Line, ...]:
    """Every line of a file of an earlier plan. Raises `Unusable` for one that cannot be read or holds no words."""
    reader = _READERS.get(suffix)
    if reader is None:
        raise _refusal("not-taken", name, f"Files ending in {suffix or 'nothing'} are not read as plans.",
                       "Give the plan as Word (.docx), OpenDocument (.odt), PDF or Excel (.xlsx).")  # fmt: skip
    try:
        found = tuple(line for number, line in enumerate(reader(path)) if number < MOST_LINES)
    except Unusable:
        raise
    except Exception as error:
        # Whatever a broken file makes a parser say, people are told one thing: that it cannot be read.
        raise _refusal("unreadable", name, "The file cannot be read: it is damaged, or locked with a password.",
                       "Open it, save it again without a password, and choose the new copy.") from error  # fmt: skip
    if not any(line.text.strip() for line in found):
        remedy = "If it is a scan, ask for the file that it was printed from."
        raise _refusal("no-words", name, "There are no words in the file that can be read.", remedy)
    return found


def _refusal(code: str, name: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem(code, reason, remedy, file=name))


def _part(path: Path, part: str) -> _Element:
    from lxml import etree

    with zipfile.ZipFile(path) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(archive.read(part), parser)


# Word ---------------------------------------------------------------------------------------------------------------


def _docx(path: Path) -> Iterator[Line]:
    names = _heading_styles(path)
    body = _part(path, "word/document.xml").find(f"{W}body")
    number = table = 0
    for child in body if body is not None else ():
        if child.tag == f"{W}p":
            number += 1
            yield _paragraph(child, names, f"paragraph {number}")
        elif child.tag == f"{W}tbl":
            table += 1
            for at, row in enumerate(child.iter(f"{W}tr"), start=1):
                cells = tuple(
                    "\n".join(_words(p) for p in cell.iter(f"{W}p")).strip() for cell in row.findall(f"{W}tc")
                )
                yield Line(" ".join(cells), "cells", f"table {table}, row {at}", cells=cells, table=table)


def _heading_styles(path: Path) -> dict[str, int]:
    """The level of each style that is a heading, by its id, whatever language it is named in."""
    found = {}
    try:
        styles = _part(path, "word/styles.xml")
    except KeyError:
        return {}
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        words = (name.get(f"{W}val") or "") if name is not None else ""
        if words.lower().startswith("heading ") and words[8:].isdigit():
            found[style.get(f"{W}styleId") or ""] = int(words[8:])
    return found


def _words(paragraph: _Element) -> str:
    found = paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
    return "".join((one.text or "") if one.tag == f"{W}t" else " " for one in found)


def _paragraph(one: _Element, headings: dict[str, int], place: str) -> Line:
    words = _words(one).strip()
    properties = one.find(f"{W}pPr")
    style = properties.find(f"{W}pStyle") if properties is not None else None
    named = (style.get(f"{W}val") or "") if style is not None else ""
    if named in headings:
        return Line(words, "heading", place, headings[named])
    is_list = properties is not None and properties.find(f"{W}numPr") is not None
    if is_list or named.lower().startswith("list") or words[:1] in "•●▪◦‣·":
        return Line(words, "bullet" if words else "text", place)
    if words and _all_bold(one) and len(words) <= 80 and not words.endswith((".", ":")):
        return Line(words, "heading", place, 4)
    return Line(words, "text", place)


def _all_bold(paragraph: _Element) -> bool:
    runs = [
        run for run in paragraph.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")).strip()
    ]
    return bool(runs) and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


# OpenDocument ---------------------------------------------------------------------------------------------------------


def _odt(path: Path) -> Iterator[Line]:
    body = _part(path, "content.xml").find(f"{OFFICE}body/{OFFICE}text")
    counts = {"paragraph": 0, "table": 0}
    if body is not None:
        yield from _odt_within(body, counts, in_list=False)


def _odt_within(element: _Element, counts: dict[str, int], *, in_list: bool) -> Iterator[Line]:
    for child in element:
        if child.tag in {f"{TEXT}h", f"{TEXT}p"}:
            counts["paragraph"] += 1
            place = f"paragraph {counts['paragraph']}"
            words = "".join(map(str, child.itertext())).strip()
            if child.tag == f"{TEXT}h":
                level = child.get(f"{TEXT}outline-level") or "1"
                yield Line(words, "heading", place, int(level) if level.isdigit() else 1)
            else:
                is_bullet = in_list or words[:1] in tuple("•●▪◦‣·")
                yield Line(words, "bullet" if is_bullet and words else "text", place)
        elif child.tag == f"{TABLE}table":
            counts["table"] += 1
            for at, row in enumerate(child.iter(f"{TABLE}table-row"), start=1):
                cells = tuple(
                    "\n".join("".join(map(str, p.itertext())) for p in cell.iter(f"{TEXT}p")).strip()
                    for cell in row.findall(f"{TABLE}table-cell")
                )
                place = f"table {counts['table']}, row {at}"
                yield Line(" ".join(cells), "cells", place, cells=cells, table=counts["table"])
        elif child.tag in {f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}list-header", f"{TEXT}section"}:
            yield from _odt_within(child, counts, in_list=in_list or child.tag != f"{TEXT}section")


# Excel and PDF --------------------------------------------------------------------------------------------------------


def _xlsx(path: Path) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for table, name in enumerate(book.sheet_names, start=1):
        rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for at, values in enumerate(rows, start=1):
            cells = tuple(str(value).strip() for value in values)
            if any(cells):
                yield Line(" ".join(cells), "cells", f"sheet ‘{name}’, row {at}", cells=cells, table=table)


def _pdf(path: Path) -> Iterator[Line]:
    pages = pages_of(path)
    plain = _usual_size([one.size for lines in pages for one in lines])
    every = {one.text for lines in pages for one in lines}
    for page, lines in enumerate(pages, start=1):
        for at, one in enumerate(lines, start=1):
            place = f"page {page}, line {at}"
            entry = CONTENTS.fullmatch(one.text)
            if entry and entry["words"] in every:
                continue  # a line of the list of contents: the heading itself comes later
            if one.is_bullet:
                yield Line(one.text, "bullet", place)
            elif plain and one.size >= plain * 1.1 and len(one.text) <= 120:
                yield Line(one.text, "heading", place, 1 if one.size >= plain * 1.5 else 2)
            else:
                yield Line(one.text, "text", place)


def _usual_size(sizes: list[float]) -> float:
    return max(set(sizes), key=sizes.count, default=0.0)


_READERS = {".docx": _docx, ".odt": _odt, ".xlsx": _xlsx, ".pdf": _pdf}
