"""Issued documents as a folder that works without a server: links to figures lead to static pages beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from frankpledge.documents import api as documents
from frankpledge.documents.tree import Bullets, Document, Link, Section, Text
from frankpledge.figures import api as figures
from frankpledge.publishing import queries
from frankpledge.publishing.behind import everything_behind
from frankpledge.publishing.figure_document import figure_document
from frankpledge.publishing.models import IssuedDocument

_WORDS = {"html": "web page", "pdf": "PDF", "docx": "Word", "odt": "OpenDocument"}
_OUT = "/out/"
"""Stands before the name of a file of the folder, since the tree knows no relative addresses."""


def write(made: Sequence[tuple[IssuedDocument, Document]], out: Path) -> None:
    """Write each document as it was issued, a page for each figure, and an index of it all. Safe to repeat."""
    (out / "figures").mkdir(parents=True, exist_ok=True)
    shown: set[UUID] = set()
    for one, document in made:
        for fmt in documents.FORMATS:
            (out / f"{one.kind}.{fmt}").write_bytes(_content(one, fmt, document.base_url))
        behind = everything_behind(document)
        for figure_id in behind.keys() - shown:
            page = documents.render_html(
                figure_document(behind[figure_id], figures.rows(figure_id), document)
            )
            (out / "figures" / f"{figure_id}.html").write_text(offline(page, "", ""), encoding="utf-8")
        shown |= behind.keys()
    if made:
        index = documents.render_html(_index([(one.kind, document) for one, document in made]))
        (out / "index.html").write_text(offline(index, "", "figures/"), encoding="utf-8")


def _content(one: IssuedDocument, fmt: str, base_url: str) -> bytes:
    content = queries.content(one, fmt)
    return offline(content.decode(), base_url, "figures/").encode() if fmt == "html" else content


def offline(page: str, base_url: str, before: str) -> str:
    """A page whose links to figures and files of the folder are relative; others stay as they are."""
    base = re.escape(base_url.rstrip("/"))
    page = re.sub(rf'href="{base}/id/([0-9a-f-]{{36}})"', rf'href="{before}\1.html"', page)
    return re.sub(rf'href="{_OUT}([^"]*)"', r'href="\1"', page)


def _index(made: Sequence[tuple[str, Document]]) -> Document:
    first = made[0][1]
    items = tuple(
        (Text(f"{document.title}: "), *_links(kind)) for kind, document in made
    )  # fmt: skip
    return replace(
        first, title="Documents", subtitle=first.subtitle, sections=(Section("Issued", (Bullets(items),)),), opening=(), base_url="",
        subject="",
    )  # fmt: skip


def _links(kind: str) -> tuple[Text | Link, ...]:
    found: list[Text | Link] = []
    for place, (fmt, words) in enumerate(_WORDS.items()):
        if place:
            found.append(Text(", "))
        found.append(Link(words, f"{_OUT}{kind}.{fmt}"))
    return tuple(found)
