"""Copies of the report's background papers, as the demonstration's own record was written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.utils.text import slugify

from frankpledge.kernel.people import Principal
from frankpledge.scrutiny import queries, text_services
from frankpledge.scrutiny.rules import editing
from frankpledge.scrutiny.text_services import NewPaper


def keep(partnership: str, report: str, copies: Mapping[str, Path], *, by: Principal) -> None:
    """Keep the copies that there are: each by words that the title of its paper holds. Of other papers none is kept."""
    for key, place, title, href in _listed(partnership, report):
        found = next(((words, path) for words, path in copies.items() if words in title), None)
        if found is not None:
            words, path = found
            copy = (path, f"{slugify(words)}.txt")
            _save(partnership, report, key, place, NewPaper(title, href, copy), by)


def _listed(partnership: str, report: str) -> list[tuple[str, int, str, str]]:
    """Every background paper of a report: key of its block, place, title, address."""
    content = editing.keyed(queries.edition(partnership, report).content)
    return [
        (str(block["key"]), place, str(paper.get("title", "")), str(paper.get("href", "")))
        for _, block in editing.placed(content)
        if block.get("kind") == "papers"
        for place, paper in enumerate(editing.papers_of(block), start=1)
    ]


def _save(partnership: str, report: str, key: str, place: int, paper: NewPaper, by: Principal) -> None:
    block = editing.block_of(editing.keyed(queries.edition(partnership, report).content), key)
    read = editing.fingerprint(block)
    text_services.save_paper(partnership, report, key, place, paper, read=read, by=by)
