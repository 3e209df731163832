"""The assessment on a page: one sheet that an executive may take away. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from frankpledge.analysis.sentences import joined
from frankpledge.assessment.parts import RECORD, paragraphs
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.words import inside_a_sentence, rank_range
from frankpledge.assessment.sure_ranks import drawn_sentence
from frankpledge.assessment.withholding import WITHHELD, summary
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Column,
    Inline,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Sheet,
    Strong,
    Table,
    Text,
    text,
)
from frankpledge.kernel.dates import months_in

NONE = "–"


def on_a_page(record: AssessmentRecord) -> tuple[Section, ...]:
    """A sheet to take away: how sure the order is, and each issue in a row with what is known of it."""
    if not record.ranked:
        return ()
    columns: tuple[Column, ...] = (
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
    found = [_row(one) for one in record.ranked]
    told = [at for at in range(len(columns)) if any(row[at] != text(NONE) for row in found)]
    rows = tuple(Row(tuple(row[at] for at in told)) for row in found)
    columns = tuple(columns[at] for at in told)
    table = Table("Every issue in a row", columns, rows, source=RECORD, notes=notes, id="on-a-page-table")
    blocks: list[Block] = [*paragraphs([lead(record)])]
    if record.protection is not None:
        blocks.append(Note(NoteKind.INFORMATION, text(summary(record.protection)), "Public version"))
    if record.is_synthetic:
        blocks.append(
            Note(NoteKind.SYNTHETIC, text("Some of these figures were made up for a demonstration."))
        )
    blocks += [table, *_absent(record), *_asks(record)]
    return (Section("The assessment on a page", tuple(blocks), id="on-a-page", sheet=Sheet(dense=True)),)


def lead(record: AssessmentRecord) -> str:
    """Whose assessment of when it is, and how sure its order."""
    said = drawn_sentence(record.ranking)
    return (
        f"{record.partnership}, {record.ranking.period}. {said}"
        if said
        else f"{record.partnership}, {record.ranking.period}."
    )


def _absent(record: AssessmentRecord) -> tuple[Block, ...]:
    names = [one.issue.title for one in record.unranked]
    return (
        paragraphs([f"Not in the order, since they could not be scored: {inside_a_list(names)}."])
        if names
        else ()
    )


def _asks(record: AssessmentRecord) -> tuple[Block, ...]:
    """What else partners are asked to do, each with who is asked."""
    if not record.recommendations:
        return ()
    asked = tuple(text(_asked(one, record)) for one in record.recommendations)
    return (Paragraph((Strong("Partners are also asked to:"),)), Bullets(asked))


def _asked(one: Mapping[str, str], record: AssessmentRecord) -> str:
    owner = f" ({one['owner']})" if one.get("owner") else ""
    about = f"{record.title_of(one['issue'])}: " if one.get("issue") else ""
    return f"{about}{one.get('text', '')}{owner}"


def inside_a_list(names: list[str]) -> str:
    """Titles as they run in a sentence."""
    return joined([inside_a_sentence(one) for one in names])


def _row(one: IssueRecord) -> tuple[tuple[Inline, ...], ...]:
    """What is known of an issue. A column in which nothing stands for any of them is left out."""
    span = rank_range(one.place.rank_low, one.place.rank_high) if one.place else NONE
    ahead = one.outlook.total if one.outlook else None
    return (
        text(one.issue.title),
        text(span),
        counted(one),
        _cell(one.change, one.change.interval_text if one.change else ""),
        _cell(ahead, ahead.interval_text if ahead else ""),
        _cell(one.public, one.public.interval_text if one.public else "", "%"),
    )


def counted(one: IssueRecord) -> tuple[Inline, ...]:
    """The count of the year, or of those of its months that arrived."""
    if one.arrived is None or one.arrived_in is None or not one.arrived.is_known:
        return _cell(one.count)
    months = len(months_in(one.arrived_in))
    return (*_cell(one.arrived), Text(f" in {months} month{'' if months == 1 else 's'}"))


def _cell(figure: Figure | None, span: str = "", unit: str = "") -> tuple[Inline, ...]:
    if figure is None:
        return text(NONE)
    if figure.text == WITHHELD:
        return text(WITHHELD)
    if not figure.is_known:
        return (Bound(figure, "not known"),)
    shown = figure.text if figure.text.endswith("%") else f"{figure.text}{unit}"
    return (Bound(figure, shown), *((Text(f" ({span})"),) if span else ()))
