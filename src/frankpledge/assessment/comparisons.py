"""Two comparisons of the assessment: with the twelve months before, and with what the public put first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase

from frankpledge.analysis.sentences import joined
from frankpledge.assessment.parts import RECORD, earlier_of, heading, paragraphs, unwritten_note
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.words import ordinal
from frankpledge.assessment.sure_ranks import residents_sentence
from frankpledge.assessment.withholding import WITHHELD
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    CellKind,
    Column,
    Inline,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    text,
)
from frankpledge.kernel.messages import message


def changes_section(record: AssessmentRecord) -> Section:
    period = record.ranking.period
    columns: tuple[Column, ...] = (
        Column("Issue"), Column(str(earlier_of(period)), CellKind.NUMBER), Column(str(period), CellKind.NUMBER),
        Column("Change per day", CellKind.NUMBER), Column("95% interval", CellKind.NUMBER), Column("To note"),
    )  # fmt: skip
    compared = [one for one in record.issues if one.count is not None]
    letters = _letters(compared)
    found = [_change_row(one, letters) for one in compared]
    kept = [at for at in range(len(columns)) if any(row[at] != text("") for row in found)]
    rows = tuple(Row(tuple(row[at] for at in kept)) for row in found)
    columns = tuple(columns[at] for at in kept)
    blocks: list[Block] = [Paragraph(text(_since(record)))]
    if rows:
        blocks.append(
            Table(
                "Each measured issue against the twelve months before",
                columns,
                rows,
                source=RECORD,
                notes=(PER_DAY, *(f"{letter}: {what}" for what, letter in letters.items())),
                id="changes",
            )
        )
    return Section(heading(record, "SA-b", "Changes since the last assessment"), tuple(blocks), id="sa-b")


PER_DAY = (
    "Changes are per day, so that a leap year does not count as a rise. Where recording changed or a month is "
    "missing no change is given."
)


def _since(record: AssessmentRecord) -> str:
    before = record.ranking.previous_edition
    if not before:
        return "No earlier edition is kept here, so ranks cannot be compared; the measures are compared with the twelve months before."
    moved = [
        str(message("{title} was {old} and is {new}", title=one.title.lower(), old=ordinal(one.previous_rank), new=ordinal(one.rank)))
        for one in record.ranking.places
        if one.previous_rank is not None and one.previous_rank != one.rank
    ]  # fmt: skip
    said = joined(moved) if moved else "no issue has changed its rank"
    return str(message("Since the edition {before}: {said}.", before=before, said=said))


def _letters(compared: Sequence[IssueRecord]) -> dict[str, str]:
    """A letter for each thing to note, since most of them hold for many issues and are long: a, b, … z, aa."""
    told = dict.fromkeys(f"{mark.what.rstrip('.')} ({mark.when})" for one in compared for mark in one.breaks)
    return {what: ascii_lowercase[at % 26] * (at // 26 + 1) for at, what in enumerate(told)}


def _change_row(one: IssueRecord, letters: Mapping[str, str]) -> tuple[tuple[Inline, ...], ...]:
    notes = [letters[f"{mark.what.rstrip('.')} ({mark.when})"] for mark in one.breaks]
    if one.measure is not None and one.measure.is_synthetic:
        notes.append("synthetic")
    return (
        text(one.issue.title),
        _cell(one.before),
        _cell(one.count),
        _cell(one.change),
        text(one.change.interval_text if one.change else ""),
        text(", ".join(notes)),
    )


def _cell(figure: Figure | None) -> tuple[Inline, ...]:
    if figure is None:
        return text("not told")
    return (Bound(figure, figure.text if figure.is_known or figure.text == WITHHELD else "not known"),)


def public_section(record: AssessmentRecord) -> Section:
    asked = sorted(
        (one for one in record.ranked if one.public is not None and one.public.value is not None),
        key=lambda one: -float(one.public.value or 0) if one.public else 0.0,
    )
    blocks: list[Block] = list(paragraphs(record.texts("public")))
    if asked:
        told = residents_sentence((one.issue.title, one.public) for one in asked if one.public)
        blocks.extend(paragraphs([told] if told else []))
        blocks.append(_views(asked))
    if not blocks:
        blocks.append(unwritten_note())
    return Section(heading(record, "SA-e", "What the public think"), tuple(blocks), id="sa-e")


def _views(asked: list[IssueRecord]) -> Table:
    rows = tuple(
        Row(
            (
                text(one.issue.title),
                (
                    Bound(one.public, f"{one.public.text}%"),
                    Text(f" ({one.public.interval_text})" if one.public.interval_text else ""),
                ),
                text(ordinal(place)),
                (Bound(one.rank),),
            )
        )
        for place, one in enumerate(asked, start=1)
        if one.public is not None
    )
    columns = (
        Column("Issue"), Column("Residents who name it", CellKind.NUMBER), Column("Place among the public"),
        Column("Rank on all the evidence"),
    )  # fmt: skip
    return Table(
        "What residents put first, and where the evidence puts it", columns, rows, source=RECORD, id="views"
    )
