"""What the chapters of the assessment share: a few words, headings from the law, plain paragraphs. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from frankpledge.analysis.series import BreakKind, earlier
from frankpledge.assessment.record import AssessmentRecord
from frankpledge.documents.tree import (
    Block,
    Note,
    NoteKind,
    Paragraph,
    text,
)
from frankpledge.kernel.dates import Period

MEASURED = {"exact": "exactly", "proxy": "by proxy", "none": "not at all"}
BASIS = {"figure": "From a figure", "judgement": "Judged", "missing": "Not known"}
BREAK_WORDS = {
    BreakKind.STEP: "lasting change of recording", BreakKind.TRANSITION: "gradual change of recording",
    BreakKind.GAP: "gap", BreakKind.EVENT: "unusual time",
}  # fmt: skip
RECORD = "The partnership’s record; the files behind each figure are named in the annex."
UNWRITTEN = "The law asks for this part, and nobody has written it."


def unwritten_note() -> Note:
    return Note(NoteKind.FLAG, text(UNWRITTEN), "Not written yet")


def heading(record: AssessmentRecord, code: str, otherwise: str) -> str:
    return next((part.heading for part in record.sections if part.code == code), otherwise)


def paragraphs(lines: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(text(line)) for line in lines)


def earlier_of(period: Period) -> Period:
    """The twelve months before the assessment's."""
    return earlier(period, months=12)
