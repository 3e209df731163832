"""An opened figure as a document of its own, for folders without a server: formula, parts, files and rows. Pure."""

from __future__ import annotations

from dataclasses import replace

from frankpledge.documents.figures import InputFile
from frankpledge.documents.tree import (
    Block,
    Bound,
    Column,
    Document,
    Fact,
    Facts,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.figures.api import Opened
from frankpledge.figures.pages import ROWS_KEPT
from frankpledge.figures.providers import RowPage
from frankpledge.kernel.messages import message

HOME = "/out/../index.html"


def figure_document(opened: Opened, rows: RowPage, like: Document) -> Document:
    """The page of one figure, in the look of the document that prints it."""
    figure = opened.figure
    sections = [Section("What it is", _what(opened))]
    if opened.parts:
        sections.append(Section("Worked out from", (_parts(opened),)))
    if figure.provenance.inputs:
        sections.append(Section("Files", tuple(_file(file) for file in figure.provenance.inputs)))
    if not rows.is_open:
        sections.append(Section("Rows", (Paragraph(text(ROWS_KEPT)),)))
    elif rows.rows:
        sections.append(Section("Rows", (_rows(rows),)))
    home = Paragraph((Link("All documents", HOME),))
    return replace(
        like,
        title=figure.label,
        sections=tuple(sections),
        opening=(home,),
        base_url="",
        subject="",
        marking="",
    )


def _what(opened: Opened) -> tuple[Block, ...]:
    figure, made = opened.figure, opened.figure.provenance
    share = f"{figure.confidence * 100:g}% interval" if figure.confidence else "Interval"
    named = (
        ("Printed", opened.printed),
        ("Now", "" if opened.still_agrees else figure.text),
        ("Not known because", figure.unknown_because),
        (share, figure.interval_text),
        ("Unit", figure.unit),
        ("Formula", made.formula),
        ("Method", made.method),
        ("Rows used", f"{made.rows_used:,}" if made.rows_used else ""),
        ("As known at", made.as_known_at),
        ("Worked out by", f"Frankpledge {made.code_version}"),
    )
    facts = Facts(tuple(Fact(name, text(value)) for name, value in named if value))
    synthetic = Note(NoteKind.SYNTHETIC, text("Synthetic: made for demonstration; nothing here was counted."))
    return (facts, synthetic) if figure.is_synthetic else (facts,)


def _parts(opened: Opened) -> Table:
    rows = tuple(Row((text(name), text(part.label), (Bound(part),))) for name, part in opened.parts)
    return Table("Figures it is worked out from", (Column("Name"), Column("Figure"), Column("Value")), rows)


def _file(file: InputFile) -> Facts:
    named = (
        ("File", file.name),
        ("SHA-256", file.sha256),
        ("Dataset", file.dataset),
        ("Owner", file.owner),
        ("Licence", file.licence),
        ("Marking", file.marking),
        ("Measures", file.measures),
    )
    return Facts(tuple(Fact(name, text(value or "not recorded")) for name, value in named))


def _rows(page: RowPage) -> Table:
    columns = (Column("File"), Column("Line"), *(Column(name) for name in page.columns))
    width = len(page.columns)
    rows = tuple(
        Row(
            (
                text(row.file),
                text(str(row.line)),
                *(text(cell) for cell in (*row.cells, *[""] * width)[:width]),
            )
        )
        for row in page.rows
    )
    shown = message("The first {shown} of {total} rows", shown=len(page.rows), total=f"{page.total:,}")
    caption = "Rows it was worked out from" if page.total == len(page.rows) else str(shown)
    return Table(caption, columns, rows)
