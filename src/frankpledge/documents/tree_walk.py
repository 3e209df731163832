"""A document with every run of words put through a function: tables, pictures' tables and nested sections included. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from frankpledge.documents.tree import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Inline,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)

Change = Callable[[Inline], Inline]


def with_inlines(document: Document, change: Change) -> Document:
    """The document with `change` done to each run of words."""
    return replace(
        document,
        opening=tuple(_block(one, change) for one in document.opening),
        sections=tuple(_section(one, change) for one in document.sections),
    )


def _section(section: Section, change: Change) -> Section:
    return replace(
        section,
        blocks=tuple(_block(one, change) for one in section.blocks),
        sections=tuple(_section(one, change) for one in section.sections),
    )


def _run(inlines: tuple[Inline, ...], change: Change) -> tuple[Inline, ...]:
    return tuple(change(one) for one in inlines)


def _block(block: Block, change: Change) -> Block:
    if isinstance(block, Paragraph | Note):
        return replace(block, inlines=_run(block.inlines, change))
    if isinstance(block, Bullets):
        return replace(block, items=tuple(_run(one, change) for one in block.items))
    if isinstance(block, Facts):
        return replace(block, facts=tuple(replace(one, value=_run(one.value, change)) for one in block.facts))
    if isinstance(block, Chart):
        return replace(block, table=_table(block.table, change))
    return _table(block, change)


def _table(table: Table, change: Change) -> Table:
    rows = tuple(Row(tuple(_run(cell, change) for cell in row.cells), row.is_total) for row in table.rows)
    return replace(table, rows=rows)
