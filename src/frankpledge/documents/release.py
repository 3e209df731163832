"""What stands in the way of a document's release: links that say nothing, charts unheard, tables without source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frankpledge.documents.addresses import safe_href
from frankpledge.documents.contrast import palette
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Chart,
    Document,
    Facts,
    Inline,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Section,
    Table,
    plain,
)
from frankpledge.kernel.problems import Problem

DEEPEST = 5
"""Levels of sections that HTML has headings for, below the title."""

_EMPTY_WORDS = re.compile(
    r"(?:please\s+)?(?:click|press|tap)(?:\s+(?:on\s+)?(?:here|this(?:\s+link)?|the\s+link))?"
    r"|here|this|link|this\s+link|more|read\s+more|more\s+info(?:rmation)?|find\s+out\s+more|see\s+(?:here|more)|details",
    re.IGNORECASE,
)


def release_check(document: Document) -> tuple[Problem, ...]:
    """Everything that a person should mend before this document is published, in reading order.

    WCAG 2.2 2.4.4 (links say where they go), 1.1.1 (alternatives), 1.3.1 (tables, headings); and no number that its
    owner has not released.
    """
    problems: list[Problem] = []
    for where, block in _blocks(document):
        problems.extend(_block_problems(block, where))
        problems.extend(_unreleased(block, where))
    problems.extend(_section_problems(document.sections))
    if not document.title.strip():
        problems.append(Problem("no-title", "The document has no title.", "Give it one."))
    return (*problems, *palette(document.identity).cautions)


def _blocks(document: Document) -> Iterator[tuple[str, Block]]:
    for block in document.opening:
        yield "before the first section", block
    waiting = list(reversed(document.sections))
    while waiting:
        section = waiting.pop()
        for block in section.blocks:
            yield f"section ‘{section.heading}’", block
        waiting.extend(reversed(section.sections))


def block_inlines(block: Block) -> Iterator[Inline]:
    """Every run of words in a block, tables and charts' tables included."""
    if isinstance(block, Paragraph | Note):
        yield from block.inlines
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from item
    elif isinstance(block, Facts):
        for fact in block.facts:
            yield from fact.value
    else:
        table = block.table if isinstance(block, Chart) else block
        for row in table.rows:
            for cell in row.cells:
                yield from cell


def document_figures(document: Document) -> tuple[Figure, ...]:
    """Every figure that a document prints, once each, in reading order."""
    found = {
        inline.figure.id: inline.figure
        for _, block in _blocks(document)
        for inline in block_inlines(block)
        if isinstance(inline, Bound)
    }
    return tuple(found.values())


def _block_problems(block: Block, where: str) -> Iterator[Problem]:
    for inline in block_inlines(block):
        if isinstance(inline, Link):
            yield from link_problems(inline, where)
    if isinstance(block, Chart):
        yield from _chart_problems(block, where)
    if isinstance(block, Table):
        yield from _table_problems(block, where)
    if isinstance(block, Note) and block.kind is NoteKind.FLAG:
        reason = f"A flag stands in {where}: {plain(block.inlines).strip()}"
        yield Problem("flag", reason, "Mend the text, or the record that it speaks of.")
    if isinstance(block, Paragraph | Note) and not plain(block.inlines).strip():
        yield Problem("empty-paragraph", f"A paragraph in {where} has no words.", "Write it or take it out.")


def link_problems(link: Link, where: str) -> Iterator[Problem]:
    """What is wrong with a link for those who only hear its words, or with where it goes."""
    words = link.text.strip().strip(".…>»›").strip()
    if not words or _EMPTY_WORDS.fullmatch(words):
        reason = f"The link ‘{link.text}’ in {where} does not say where it goes."
        yield Problem("link-text", reason, "Write what the reader will find there.", value=link.text)
    elif re.match(r"(?:https?://|www\.)", words):
        reason = f"The link in {where} shows a bare address, which is read out letter by letter."
        yield Problem("link-text", reason, "Write what the reader will find there.", value=link.text)
    if safe_href(link.href) is None:
        reason = f"The link ‘{link.text}’ in {where} has an address that is not a web or mail address."
        yield Problem(
            "link-address", reason, "Use an address that starts with https:// or mailto:.", value=link.href
        )


def _chart_problems(chart: Chart, where: str) -> Iterator[Problem]:
    named = f"The chart ‘{chart.title or chart.id}’ in {where}"
    if not chart.alt.strip():
        yield Problem("chart-alt", f"{named} has no text alternative.", "Say in words what it shows.")
    if not chart.title.strip():
        yield Problem("chart-title", f"{named} has no title.", "State its finding.")
    if not chart.table.rows:
        yield Problem(
            "chart-table", f"{named} has no table that says the same.", "Give the numbers it draws."
        )


def _table_problems(table: Table, where: str) -> Iterator[Problem]:
    named = f"The table ‘{table.caption or table.id or 'without a name'}’ in {where}"
    if not table.caption.strip():
        yield Problem(
            "table-caption", f"{named} has no caption.", "Say what the table shows, where and when."
        )
    if not table.source.strip() and any(column.kind is CellKind.NUMBER for column in table.columns):
        yield Problem("table-source", f"{named} has no source.", "Name supplier, area and day of extraction.")
    if any(not column.heading.strip() for column in table.columns[1:]):
        yield Problem("table-heading", f"{named} has a column without a heading.", "Name every column.")
    if not table.rows:
        yield Problem("table-empty", f"{named} has no rows.", "Fill it or take it out.")


def _unreleased(block: Block, where: str) -> Iterator[Problem]:
    for inline in block_inlines(block):
        if isinstance(inline, Bound) and not inline.figure.is_released:
            held = next(file for file in inline.figure.provenance.inputs if not file.released)
            owner = f", which belongs to {held.owner}" if held.owner else ""
            reason = f"{inline.figure.label}, {inline.shown}, in {where} rests on a file that is not released{owner}."
            remedy = "Ask its owner for release, or take the number out."
            yield Problem("unreleased-figure", reason, remedy, file=held.name, value=inline.shown)


def _section_problems(sections: tuple[Section, ...], depth: int = 1) -> Iterator[Problem]:
    for section in sections:
        if depth == DEEPEST + 1:
            reason = (
                f"The section ‘{section.heading}’ lies {depth} levels deep; HTML has headings for {DEEPEST}."
            )
            yield Problem("heading-depth", reason, "Move it up, or join it to the section above.")
        if not section.heading.strip():
            # Its subsections would then hang below nothing: a jump in the headings.
            reason = f"A section{_beginning(section)} has no heading, so the headings jump."
            yield Problem("heading-jump", reason, "Give it a heading, or move its parts up.")
        if not section.blocks and not section.sections:
            reason = f"The section ‘{section.heading}’ is empty."
            yield Problem("empty-section", reason, "Write it, or say in it that there is nothing to report.")
        yield from _section_problems(section.sections, depth + 1)


def _beginning(section: Section) -> str:
    if section.sections:
        return f" above ‘{section.sections[0].heading}’"
    return f" numbered {section.number}" if section.number else ""
