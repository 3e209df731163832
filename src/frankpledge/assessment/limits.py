"""The chapter on data and their limits: which months arrived, what changed in recording, what measures each issue. Pure."""

from __future__ import annotations

from frankpledge.analysis.sentences import joined
from frankpledge.assessment.parts import BREAK_WORDS, MEASURED, RECORD, paragraphs
from frankpledge.assessment.record import AssessmentRecord
from frankpledge.documents.tree import (
    Block,
    CellKind,
    Column,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.kernel.dates import Period


def limits_section(record: AssessmentRecord) -> Section:
    blocks: list[Block] = list(paragraphs(record.texts("limits")))
    if record.coverage:
        blocks.append(_coverage(record))
    if record.breaks:
        blocks.append(_breaks(record))
    blocks.append(_sources(record))
    return Section("Data and their limits", tuple(blocks), id="limits")


def _coverage(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(f"{one.source}, {one.area}{' (synthetic)' if one.is_synthetic else ''}"),
                text(f"{Period.parse(one.first)} to {Period.parse(one.last)}"),
                text(str(one.complete)),
                text(str(one.partial)),
                text(joined(list(one.absent)) if one.absent else "none"),
            )
        )
        for one in record.coverage
    )
    columns = (
        Column("Source"), Column("From and to"), Column("Months complete", CellKind.NUMBER),
        Column("Months partial", CellKind.NUMBER), Column("Months absent"),
    )  # fmt: skip
    note = "A month that is absent is missing, not zero; no total is given over it."
    return Table("Which months have arrived", columns, rows, source=RECORD, notes=(note,), id="coverage")


def _breaks(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(one.what),
                text(str(one.when)),
                text(BREAK_WORDS[one.kind]),
                text(one.source or "not recorded"),
            )
        )
        for one in record.breaks
    )
    columns = (Column("What"), Column("When"), Column("Kind"), Column("Source"))
    return Table("What changed in recording or circumstance", columns, rows, source=RECORD, id="breaks")


def _sources(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(one.issue.title),
                text(link.source),
                text(f"{MEASURED[link.kind].capitalize()}. {link.why}"),
                text(link.extract_to_ask_for),
            )
        )
        for one in record.issues
        for link in one.issue.measures
    )
    columns = (Column("Issue"), Column("Source"), Column("Measures it"), Column("To ask for"))
    return Table("What measures each issue, and what to ask for", columns, rows, source=RECORD, id="sources")
