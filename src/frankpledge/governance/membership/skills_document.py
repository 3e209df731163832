"""The review of knowledge and skills as a document, from facts alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from frankpledge.documents.tree import (
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.governance.membership.skills import ReviewFacts
from frankpledge.governance.rules.membership.skills import LEVELS, AreaState
from frankpledge.kernel.dates import short_date

LAW = "The regulations ask for this review every year: that those who attend have the knowledge and skills to do their work."
CUSTOM = "No law asks for this review here: it is kept as good practice, by local custom."


def build_document(found: ReviewFacts, identity: Identity, partnership: str, dated: str) -> Document:
    """The review: why it is held, each area with its gaps, who answered, what is done, what came of it."""
    states = found.states()
    sections = (
        Section("Why this review", (Paragraph(text(LAW if found.is_law else CUSTOM)), _facts(found))),
        Section("Areas of knowledge", (_areas(states),)),
        Section("Those who attend", (_people(found, states),)),
        Section("What is done about gaps", _done(found)),
        Section("What came of it", (Paragraph(text(found.conclusion or "The review is not closed yet.")),)),
    )
    return Document(
        title=f"Review of knowledge and skills {found.year}", subtitle=partnership, sections=sections, identity=identity,
        dated=dated, author=partnership, marking="OFFICIAL",
    )  # fmt: skip


def _facts(found: ReviewFacts) -> Facts:
    return Facts(
        (
            Fact("Year", text(found.year)),
            Fact("Asked for by", text(found.basis or "Local custom")),
            Fact("Begun on", text(short_date(found.opened_on))),
            Fact("Due by", text(short_date(found.due_on))),
            Fact("Closed on", text(short_date(found.closed_on) if found.closed_on else "Not closed yet")),
        )
    )


def _areas(states: Sequence[AreaState]) -> Table:
    columns = ("Area", "Wanted of each", "Wanted of one", "Best there is", "Answered", "State")
    return Table(
        "Each area, what is wanted and what there is",
        tuple(Column(name) for name in columns),
        tuple(
            Row(
                (
                    text(one.area.title), text(LEVELS[one.area.each]), text(LEVELS[one.area.one]),
                    text(LEVELS[one.best] if one.best is not None else "Nobody has answered"),
                    text(f"{one.answered} of {one.asked}"), text(one.in_words),
                )
            )
            for one in states
        ),
        notes=("Somebody who has not answered is not counted as having no knowledge.",),
    )  # fmt: skip


def _people(found: ReviewFacts, states: Sequence[AreaState]) -> Table:
    rows = []
    for one in found.attenders:
        answered = sum(
            1 for answer in found.of(one.name).values() if answer.own is not None or answer.agreed is not None
        )
        below = [state.area.title for state in states if one.name in state.below]
        rows.append(
            Row(
                (
                    text(one.name), text(one.organisation or "Not recorded"), text(f"{answered} of {len(found.areas)}"),
                    text("; ".join(below) or ("None" if answered else "Not known")),
                )
            )
        )  # fmt: skip
    columns = ("Person", "Organisation", "Areas answered", "Below what is wanted of each")
    return Table(
        "Who answered, and where more is wanted", tuple(Column(name) for name in columns), tuple(rows)
    )


def _done(found: ReviewFacts) -> tuple[Block, ...]:
    titles = {one.slug: one.title for one in found.areas}
    items = [
        text(
            f"{one.person}, {titles.get(one.area, one.area)}: {one.what_is_done}{_when(one.done_by, one.done_on)}"
        )
        for one in found.answers
        if one.what_is_done
    ]
    if not items:
        return (Note(NoteKind.INFORMATION, text("Nothing is recorded as being done.")),)
    return (Bullets(tuple(items)),)


def _when(by: date | None, on: date | None) -> str:
    if on is not None:
        return f" (done on {short_date(on)})"
    return f" (by {short_date(by)})" if by else ""
