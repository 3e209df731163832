"""Issued documents as a folder that works without a server: links to figures lead to static pages beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from frankpledge.documents import api as documents
from frankpledge.documents.tree import Bullets, Document, Link, Section, Text
from frankpledge.figures import api as figures
from frankpledge.figures.api import Opened
from frankpledge.publishing import queries
from frankpledge.publishing.behind import everything_behind
from frankpledge.publishing.figure_document import figure_document
from frankpledge.publishing.models import IssuedDocument

_WORDS = {"html": "web page", "pdf": "PDF", "docx": "Word", "odt": "OpenDocument"}
_OUT = "/out/"
"""Stands before the name of a file of the folder, since the tree knows no relative addresses."""


Written = tuple[str, Document, Mapping[str, bytes]]
"""A kind, its document and its contents by format."""


def write(
    made: Sequence[tuple[IssuedDocument, Document]],
    drafts: Sequence[Written],
    out: Path,
    opened: dict[UUID, Opened] | None = None,
) -> None:
    """Write each document as it was issued, drafts marked so, a page for each figure, and an index. Safe to repeat.

    `opened` are figures opened already, which are not opened again.
    """
    (out / "figures").mkdir(parents=True, exist_ok=True)
    issued: list[Written] = [
        (one.kind, document, {fmt: queries.content(one, fmt) for fmt in documents.FORMATS})
        for one, document in made
    ]
    shown: set[UUID] = set()
    for kind, document, contents in [*issued, *drafts]:
        for fmt, content in contents.items():
            (out / f"{kind}.{fmt}").write_bytes(_linked(content, fmt, document.base_url))
        behind = everything_behind(document, opened)
        for figure_id in behind.keys() - shown:
            page = documents.render_html(
                figure_document(behind[figure_id], figures.rows(figure_id), document)
            )
            (out / "figures" / f"{figure_id}.html").write_text(offline(page, "", ""), encoding="utf-8")
        shown |= behind.keys()
    if issued or drafts:
        index = documents.render_html(_index(issued, drafts))
        (out / "index.html").write_text(offline(index, "", "figures/"), encoding="utf-8")


def _linked(content: bytes, fmt: str, base_url: str) -> bytes:
    return offline(content.decode(), base_url, "figures/").encode() if fmt == "html" else content


def offline(page: str, base_url: str, before: str) -> str:
    """A page whose links to figures and files of the folder are relative; others stay as they are."""
    base = re.escape(base_url.rstrip("/"))
    page = re.sub(rf'href="{base}/id/([0-9a-f-]{{36}})"', rf'href="{before}\1.html"', page)
    return re.sub(rf'href="{_OUT}([^"]*)"', r'href="\1"', page)


def _index(issued: Sequence[Written], drafts: Sequence[Written]) -> Document:
    first = [*issued, *drafts][0][1]
    sections = tuple(
        Section(
            heading,
            (Bullets(tuple((Text(f"{document.title}: "), *_links(kind)) for kind, document, _ in some)),),
        )
        for heading, some in (("Issued", issued), ("Drafts, not issued", drafts))
        if some
    )
    return replace(
        first, title="Documents", sections=sections, opening=(), base_url="", subject="", marking=""
    )


def _links(kind: str) -> tuple[Text | Link, ...]:
    found: list[Text | Link] = []
    for place, (fmt, words) in enumerate(_WORDS.items()):
        if place:
            found.append(Text(", "))
        found.append(Link(words, f"{_OUT}{kind}.{fmt}"))
    return tuple(found)
