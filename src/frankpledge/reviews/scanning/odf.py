"""Paragraphs and cells of OpenDocument files, with tracked changes put back where they were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.plain import is_telling
from frankpledge.reviews.scanning.runs import Run, readings

PARAGRAPHS = {"p", "h"}
APART = {"p", "h", "note", "annotation", "tracked-changes", "table", "text-box", "list"}
HIDDEN = {"hidden-text", "conditional-text"}


def content_chunks(root: Any, place: str) -> Iterator[Chunk]:
    """Every paragraph, every row of a table, and words that stand elsewhere."""
    deleted = _deletions(root)
    inserting: set[str] = set()
    number = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield Chunk(element.text or "", f"{place}, comment of the markup", is_prose=False)
            continue
        name = element.tag.rpartition("}")[2]
        if name in PARAGRAPHS and "}" in element.tag and "text" in element.tag:
            number += 1
            runs = tuple(_runs(element, deleted, inserting))
            yield from readings(runs, _place(element, place, number))
            whole = "".join(run.text for run in runs)
            for said in hidden_texts(whole) if len(whole) > 11 else ():
                yield Chunk(said, f"{place}, paragraph {number}, text in code", is_prose=False)
        elif name == "table":
            yield from _rows(element, place)
        elif element.text and element.text.strip() and not _in_paragraph(element):
            yield Chunk(element.text, f"{place}, {name}", is_prose=False)


def _in_paragraph(element: Any) -> bool:
    """Whether its words are read with a paragraph; those of a comment or note within one, such as its writer, are not."""
    for above in element.iterancestors():
        name = above.tag.rpartition("}")[2] if isinstance(above.tag, str) else ""
        if name in PARAGRAPHS:
            return True
        if name in APART:
            return False
    return False


def _place(element: Any, place: str, number: int) -> str:
    """Where a paragraph stands: in a note, a comment, a deleted stretch, a header, or the body."""
    for above in element.iterancestors():
        name = above.tag.rpartition("}")[2] if isinstance(above.tag, str) else ""
        told = {"annotation": "comment", "note": "note", "deletion": "deleted text", "text-box": "text box",
                "header": "header", "footer": "footer", "hidden-paragraph": "hidden text"}.get(name)  # fmt: skip
        if told:
            return f"{place}, {told}, paragraph {number}"
    return f"{place}, paragraph {number}"


def _deletions(root: Any) -> dict[str, str]:
    """What each tracked deletion took out, by the id of the change."""
    found = {}
    for region in root.iter():
        if isinstance(region.tag, str) and region.tag.endswith("}changed-region"):
            ids = [value for key, value in region.attrib.items() if key.rpartition("}")[2] == "id"]
            texts = [
                "".join(p.itertext())
                for deletion in region
                if isinstance(deletion.tag, str) and deletion.tag.endswith("}deletion")
                for p in deletion
                if isinstance(p.tag, str) and p.tag.rpartition("}")[2] in PARAGRAPHS
            ]
            found.update(dict.fromkeys(ids, "\n".join(texts)))
    return found


def _runs(element: Any, deleted: dict[str, str], inserting: set[str]) -> Iterator[Run]:
    if element.text:
        yield Run(element.text, inserted=bool(inserting))
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        yield from _child(child, name, deleted, inserting)
        if child.tail:
            yield Run(child.tail, inserted=bool(inserting))


def _child(child: Any, name: str, deleted: dict[str, str], inserting: set[str]) -> Iterator[Run]:
    change = (
        next((value for key, value in child.attrib.items() if key.endswith("}change-id")), "") if name else ""
    )
    if name == "s":
        count = next((value for key, value in child.attrib.items() if key.endswith("}c")), "1")
        yield Run(" " * min(int(count) if count.isdigit() else 1, 50))
    elif name in {"tab", "line-break"}:
        yield Run("\t" if name == "tab" else "\n")
    elif name == "change":
        yield Run(deleted.get(change, ""), deleted=True)
    elif name == "change-start":
        inserting.add(change)
    elif name == "change-end":
        inserting.discard(change)
    elif name in HIDDEN:
        values = [value for key, value in child.attrib.items() if "string-value" in key]
        yield Run("".join(values) or "".join(child.itertext()), hidden=True)
    elif name and name not in APART:
        yield from _runs(child, deleted, inserting)


def _rows(table: Any, place: str) -> Iterator[Chunk]:
    """Each row with its cells' words and values, under the headings that tell what a bare number is."""
    title = next((value for key, value in table.attrib.items() if key.endswith("}name")), "")
    number, head = 0, []
    for row in table.iter():
        if not (isinstance(row.tag, str) and row.tag.endswith("}table-row")):
            continue
        number += 1
        cells = [_cell(cell) for cell in row if isinstance(cell.tag, str) and cell.tag.endswith("cell")]
        if number == 1:
            head = cells
        hidden = any(key.endswith("}visibility") and value != "visible" for key, value in row.attrib.items())
        said = " ; ".join(
            f"{head[at]}: {cell}" if at < len(head) and is_telling(head[at]) else cell
            for at, cell in enumerate(cells)
        )
        if said.strip(" ;"):
            note = " (hidden)" if hidden else ""
            yield Chunk(said, f"{place}, table, row {number}{note}", is_prose=False)
    if title:
        yield Chunk(title, f"{place}, name of a table", is_prose=False)


def _cell(cell: Any) -> str:
    words = " ".join("".join(p.itertext()) for p in cell if isinstance(p.tag, str) and p.tag.endswith("}p"))
    values = [
        v for k, v in cell.attrib.items() if k.rpartition("}")[2] in {"value", "date-value", "string-value"}
    ]
    return " ".join([words, *(value for value in values if value != words)]).strip()
