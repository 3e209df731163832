"""Paragraphs of WordprocessingML and DrawingML: runs joined, tracked changes, hidden text and field codes told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.runs import Run, readings

MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t", "softHyphen": ""}
TEXTS = {"t", "delText"}
CODES = {"instrText", "delInstrText"}


def word_chunks(root: Any, place: str) -> Iterator[Chunk]:
    """Every paragraph, each row of a table together, comments of XML, and whatever words stand outside of both."""
    from lxml import etree

    number = 0
    read: set[Any] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield Chunk(element.text or "", f"{place}, comment of the markup", is_prose=False)
            continue
        name = etree.QName(element).localname
        if name == "p":
            number += 1
            runs = tuple(_runs(element, Run("")))
            yield from readings(runs, f"{place}, paragraph {number}")
            for run in runs:
                yield from (
                    Chunk(said, f"{place}, paragraph {number}, text in code", is_prose=False)
                    for said in (hidden_texts(run.text) if len(run.text) > 11 else ())
                )
            read.add(element)
        elif name == "tr":
            cells = [
                " ".join("".join(run.text for run in _runs(p, Run(""))) for p in _paragraphs(cell))
                for cell in element
            ]
            yield Chunk(
                " ; ".join(cells), f"{place}, row of a table before paragraph {number + 1}", is_prose=False
            )
        elif element.text and element.text.strip() and name not in TEXTS | CODES:
            yield Chunk(element.text, f"{place}, {name}", is_prose=False)
        elif name in TEXTS and not _has_paragraph(element):
            yield Chunk(element.text or "", f"{place}, text without a paragraph")


def _paragraphs(cell: Any) -> Iterator[Any]:
    for element in cell.iter():
        if isinstance(element.tag, str) and element.tag.endswith("}p"):
            yield element


def _has_paragraph(element: Any) -> bool:
    return any(isinstance(above.tag, str) and above.tag.endswith("}p") for above in element.iterancestors())


def _runs(element: Any, state: Run) -> Iterator[Run]:
    """The runs of a paragraph, without those of paragraphs within it (text boxes), which are read by themselves."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name == "p":
            continue
        here = Run("", state.inserted or name in {"ins", "moveTo"}, state.deleted or name in {"del", "moveFrom"},
                   state.hidden or (name == "r" and _is_hidden(child)), state.code)  # fmt: skip
        if name in TEXTS:
            yield Run(child.text or "", here.inserted, here.deleted or name == "delText", here.hidden)
        elif name in CODES:
            yield Run(child.text or "", here.inserted, here.deleted, here.hidden, code=True)
        elif name in MARKS and len(child) == 0:
            yield Run(MARKS[name], here.inserted, here.deleted, here.hidden)
        elif name == "sym":
            yield Run(_symbol(child), here.inserted, here.deleted, here.hidden)
        elif name in {"rt", "rubyBase"}:
            yield from (Run(" "), *_runs(child, here), Run(" "))
        else:
            yield from _runs(child, here)


def _symbol(child: Any) -> str:
    """A character given by its number in a font of symbols; those of ordinary fonts stand 0xF000 up."""
    code = next((value for key, value in child.attrib.items() if key.endswith("}char")), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000 if number >= 0xF000 else number)


def _is_hidden(run: Any) -> bool:
    for properties in run:
        if isinstance(properties.tag, str) and properties.tag.endswith("}rPr"):
            for each in properties:
                name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
                if name in {"vanish", "specVanish", "webHidden"}:
                    return not any(value in {"0", "false", "off"} for value in each.attrib.values())
    return False
