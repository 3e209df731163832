"""The chapter of the public version that says what it withholds, by which rule, and how closely it can be guessed. Pure."""

from __future__ import annotations

from frankpledge.assessment.parts import RECORD
from frankpledge.assessment.record import AssessmentRecord
from frankpledge.assessment.withholding import MeasureProtection, summary
from frankpledge.documents.tree import CellKind, Column, Paragraph, Row, Section, Table, text

HOW = (
    "Counts that the rule names are withheld, and as few more as keep those from being worked out by adding and subtracting "
    "what is shown here or was published before. For every withheld count two linear programmes then find the least and the "
    "most that a reader could still conclude; the document is issued only where that interval is as wide as the rule asks. "
    "Pictures, sentences and forecasts take the same. A number that was worked out from withheld counts does not open."
)
BY_PEOPLE = "Paragraphs that people wrote are theirs; no rule has checked them for small numbers."


def withheld_section(record: AssessmentRecord) -> Section | None:
    """What is withheld, measure by measure; None for the partnership's own version."""
    if record.protection is None:
        return None
    blocks = [Paragraph(text(summary(record.protection))), Paragraph(text(HOW)), Paragraph(text(BY_PEOPLE))]
    rows = tuple(_row(one) for one in record.protection.measures)
    if not rows:
        return Section("What this version withholds", tuple(blocks), id="withheld")
    table = Table(
        "What is withheld of each measure, and by which rule",
        (
            Column("Measure"),
            Column("Counts", CellKind.NUMBER),
            Column("Withheld", CellKind.NUMBER),
            Column("Narrowest interval", CellKind.NUMBER),
            Column("Rule"),
        ),
        rows,
        source=RECORD,
        notes=(
            "Narrowest interval: how many counts wide the narrowest guess is that a reader can make of a small count.",
        ),
        id="withheld-counts",
    )
    return Section("What this version withholds", (*blocks, table), id="withheld")


def _row(one: MeasureProtection) -> Row:
    width = "–" if not one.hidden else "no bound" if one.narrowest is None else f"{one.narrowest:g}"
    where = " Where it was counted is withheld altogether." if one.places_hidden else ""
    return Row(
        (
            text(one.title),
            text(f"{one.counts:,}"),
            text(f"{len(one.hidden):,}"),
            text(width),
            text(f"{one.rule}{where}"),
        )
    )
