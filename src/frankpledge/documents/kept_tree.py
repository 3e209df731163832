"""A document tree as text and back: what was issued is kept whole, so that it can be printed and compared again. Pure.

One JSON object a node, `{"is": "Paragraph", …fields that are not at their default}`; numbers keep their exact kind
(`{"is": "Fraction", "value": "1/3"}`). The specification of a chart is plain JSON already and stands as it is.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from frankpledge.documents import figures, tree
from frankpledge.documents.tree import Document
from frankpledge.kernel.problems import Problem, Unusable

FORM = 1
"""The form of the text; one that this program does not know is refused."""
NODES: dict[str, type] = {
    one.__name__: one
    for one in (
        tree.Text, tree.Strong, tree.Link, tree.Bound, tree.Paragraph, tree.Bullets, tree.Note, tree.Column, tree.Row,
        tree.Table, tree.Chart, tree.Fact, tree.Facts, tree.Sheet, tree.Section, tree.PageNumbers, tree.Identity,
        tree.Document, figures.Figure, figures.Provenance, figures.InputFile,
    )
}  # fmt: skip
WORDS: dict[str, type[StrEnum]] = {one.__name__: one for one in (tree.NoteKind, tree.CellKind)}
NUMBERS: dict[str, type] = {one.__name__: one for one in (Fraction, Decimal, UUID)}


def tree_text(document: Document) -> str:
    """The whole document as JSON text. The same document gives the same text.

    Raises TypeError for a node that this module does not know: a new kind of node must be added here.
    """
    return json.dumps({"form": FORM, "document": _out(document)}, ensure_ascii=False, separators=(",", ":"))


def tree_from(text: str) -> Document:
    """The document that `tree_text` wrote. Raises `Unusable` for another text or a form that is not known."""
    try:
        held = json.loads(text)
        made = _in(held["document"]) if held["form"] == FORM else None
    except (ValueError, KeyError, TypeError):
        made = None
    if not isinstance(made, Document):
        reason = (
            "The kept document cannot be read: it has another form than this version of the program knows."
        )
        raise Unusable(Problem("kept-document", reason, "Use the version that issued it.", value=text[:40]))
    return made


def _out(value: object) -> object:
    name = type(value).__name__
    if isinstance(value, StrEnum) and name in WORDS:
        return {"is": name, "value": str(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, bytes):
        return {"is": "bytes", "value": base64.b64encode(value).decode()}
    if name in NUMBERS:
        return {"is": name, "value": str(value)}
    if isinstance(value, tuple | list):
        return [_out(one) for one in value]
    if isinstance(value, Mapping):
        return {"is": "plain", "value": value}
    if name in NODES:
        return {"is": name, **_fields(value)}
    raise TypeError(f"a kept document cannot hold {name}")


def _fields(node: Any) -> dict[str, object]:
    """The fields of a node that are not at their default: most are, and a document has thousands of nodes."""
    return {
        field.name: _out(getattr(node, field.name))
        for field in dataclasses.fields(node)
        if field.compare and getattr(node, field.name) != field.default
    }


def _in(value: object) -> object:
    if isinstance(value, list):
        return tuple(_in(one) for one in value)
    if not isinstance(value, dict):
        return value
    name = value["is"]
    if name == "plain":
        return value["value"]
    if name == "bytes":
        return base64.b64decode(value["value"])
    made = WORDS.get(name) or NUMBERS.get(name)
    if made is not None:
        return made(value["value"])
    return NODES[name](**{key: _in(inner) for key, inner in value.items() if key != "is"})
