"""The assessment on a page: one table that an executive may take away. Pure."""

from __future__ import annotations

from frankpledge.assessment.parts import RECORD
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.words import rank_range
from frankpledge.assessment.withholding import WITHHELD
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Block, Bound, CellKind, Column, Inline, Row, Table, Text, text

NONE = "–"


def on_a_page(record: AssessmentRecord) -> tuple[Block, ...]:
    """Each issue in a row: where it may stand, how many, the change, what is ahead and what residents say."""
    if not record.ranked:
        return ()
    columns = (
        Column("Issue"),
        Column("May stand"),
        Column(f"Count in {record.ranking.period}", CellKind.NUMBER),
        Column("Change per day", CellKind.NUMBER),
        Column("Next twelve months", CellKind.NUMBER),
        Column("Residents who name it", CellKind.NUMBER),
    )
    notes = (
        f"{NONE}: nothing measures it, or nobody asked. What each measure counts, and what it does not, is on the issue’s page.",
    )
    rows = tuple(_row(one) for one in record.ranked)
    return (Table("The assessment on a page", columns, rows, source=RECORD, notes=notes, id="on-a-page"),)


def _row(one: IssueRecord) -> Row:
    span = rank_range(one.place.rank_low, one.place.rank_high) if one.place else NONE
    ahead = one.outlook.total if one.outlook else None
    return Row(
        (
            text(one.issue.title),
            text(span),
            _cell(one.count),
            _cell(one.change, one.change.interval_text if one.change else ""),
            _cell(ahead, ahead.interval_text if ahead else ""),
            _cell(one.public, one.public.interval_text if one.public else "", "%"),
        )
    )


def _cell(figure: Figure | None, span: str = "", unit: str = "") -> tuple[Inline, ...]:
    if figure is None:
        return text(NONE)
    if figure.text == WITHHELD:
        return text(WITHHELD)
    if not figure.is_known:
        return (Bound(figure, "not known"),)
    shown = figure.text if figure.text.endswith("%") else f"{figure.text}{unit}"
    return (Bound(figure, shown), *((Text(f" ({span})"),) if span else ()))
