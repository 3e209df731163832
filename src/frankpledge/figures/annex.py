"""The annex “Where the figures come from”: every number a document prints, and what it rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Chart,
    Column,
    Document,
    Facts,
    Inline,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    text,
)
from frankpledge.figures.providers import RowPage, SourceRow
from frankpledge.kernel.messages import message

MOST_LINES = 200
"""How many source lines are read for one figure; beyond that the annex counts them."""


MOST_FILES = 3
"""Files named in the annex for one figure."""


class RowsOf(Protocol):
    """Where the source rows behind a figure are found (`figures.api.rows`)."""

    def __call__(self, figure_id: UUID, *, offset: int, limit: int) -> RowPage: ...


def figures_in(document: Document) -> tuple[Figure, ...]:
    """Every figure that the document prints, once each, in the order a reader meets them."""
    found: dict[UUID, Figure] = {}
    for bound in bounds_in(document):
        found.setdefault(bound.figure.id, bound.figure)
    return tuple(found.values())


def bounds_in(document: Document) -> Iterator[Bound]:
    """Every printed number that opens, in reading order, repeats included."""
    for block in document.opening:
        yield from _bounds(_inlines(block))
    for section in document.sections:
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[Bound]:
    for block in section.blocks:
        yield from _bounds(_inlines(block))
    for inner in section.sections:
        yield from _in_section(inner)


def _bounds(inlines: Iterator[Inline]) -> Iterator[Bound]:
    return (inline for inline in inlines if isinstance(inline, Bound))


def _inlines(block: Block) -> Iterator[Inline]:
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


_COLUMNS = (
    Column("Figure"),
    Column("Printed", CellKind.NUMBER),
    Column("How it is worked out"),
    Column("File and first 12 of its SHA-256"),
    Column("Lines used"),
)


def annex(document: Document, *, rows: RowsOf | None = None, number: str = "") -> Section:
    """The closing section of a document: one row a figure. `rows` lets it name the lines of each source file."""
    figures = figures_in(document)
    lead = text(
        "Each number in this document that came from the record is listed once. Following it leads to its source "
        "rows, files, formula and interval."
    )
    table = Table(
        "Figures printed, in the order in which they first appear",
        _COLUMNS,
        tuple(_row(figure, rows) for figure in figures),
        source="The partnership’s record, by the files named in each row.",
        notes=_standing(figures),
        id="annex-figures",
    )
    blocks: tuple[Block, ...] = (Paragraph(lead), table) if figures else (Paragraph(text(_NONE)),)
    return Section("Where the figures come from", blocks, number=number, id="annex")


_NONE = "No number in this document came from the record."


def _standing(figures: Sequence[Figure]) -> tuple[str, ...]:
    """What holds for all of them alike, said once under the table."""
    versions = sorted(
        {figure.provenance.code_version for figure in figures if figure.provenance.code_version}
    )
    known = sorted({figure.provenance.as_known_at for figure in figures if figure.provenance.as_known_at})
    moments = list(dict.fromkeys(moment_in_words(moment) for moment in known))
    return tuple(
        str(message(pattern, value=", ".join(values)))
        for pattern, values in (
            ("Worked out by Frankpledge {value}.", versions),
            ("As known on {value}.", moments),
        )
        if values
    )


def moment_in_words(iso: str) -> str:
    """`16 October 2025, 09:30 UTC`; empty stays empty."""
    if not iso:
        return ""
    moment = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _row(figure: Figure, rows: RowsOf | None) -> Row:
    return Row(
        (
            text(figure.label),
            (Bound(figure),),
            text(_working(figure)),
            text(_files(figure)),
            (Text(_lines(figure, rows)),),
        )
    )


def _working(figure: Figure) -> str:
    parts = [figure.provenance.formula]
    if figure.interval_text and figure.confidence:
        share = f"{figure.confidence * 100:g}%"
        parts.append(str(message("{share} interval {interval}", share=share, interval=figure.interval_text)))
    if not figure.is_known:
        parts.append(figure.unknown_because)
    return "; ".join(part.rstrip(".") for part in parts if part)


def _files(figure: Figure) -> str:
    """The files a figure rests on; of many, the first and the last (its own page lists them all)."""
    named = [f"{file.name} {file.sha256[:12]}" for file in figure.provenance.inputs]
    if len(named) <= MOST_FILES:
        return "; ".join(named)
    said = "{count} files, from {first} to {last}; the figure’s own page lists them all"
    return str(message(said, count=len(named), first=named[0], last=named[-1]))


def _lines(figure: Figure, rows: RowsOf | None) -> str:
    # Of thousands of rows only the count is printed, and it is known: fetching them takes half a second a figure.
    few = figure.provenance.rows_used <= MOST_LINES
    page = rows(figure.id, offset=0, limit=MOST_LINES) if rows and few else None
    if page is None or not page.rows or page.total > len(page.rows):
        count = page.total if page else figure.provenance.rows_used
        return str(message("{count} rows", count=f"{count:,}")) if count else ""
    return "; ".join(_of_file(name, page.rows) for name in dict.fromkeys(row.file for row in page.rows))


def _of_file(name: str, rows: Sequence[SourceRow]) -> str:
    several = len({row.file for row in rows}) > 1
    lines = ranges(sorted({row.line for row in rows if row.file == name}))
    return f"{name}: {lines}" if several else lines


def ranges(lines: Sequence[int]) -> str:
    """Line numbers in order, runs drawn together: 2 to 5, 9."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][-1] == line - 1:
            runs[-1][1:] = [line]
        else:
            runs.append([line])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[1]}" for run in runs)
