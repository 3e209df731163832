"""The quarterly pack for the partnership's meeting, and the export of lessons for the national library's oversight."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.tree import (
    Bullets,
    Column,
    Document,
    Identity,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.reviews.cases.documents import marking
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.learning.queries import ThemeFacts
from frankpledge.reviews.rules.actions import CLOSED, ActionState, weigh
from frankpledge.reviews.rules.casework.learning_codes import THEMES
from frankpledge.reviews.rules.casework.state import CaseState
from frankpledge.reviews.rules.learning.lessons import CameBack, Lesson, gathered

HEAD = (
    "review",
    "recommendation",
    "text",
    "themes",
    "kind of change",
    "agency",
    "level",
    "made",
    "state",
    "assured",
)


def pack(
    states: Sequence[tuple[str, CaseState]], lessons: Sequence[Lesson], themes: Sequence[ThemeFacts], back: Sequence[CameBack],
    place: PartnershipFacts, on: date, *, is_invented: bool,
) -> Document:  # fmt: skip
    """What the partnership looks at every quarter: counts of actions by agency, what is overdue, themes, lessons that came back.

    It names no review's people and tells no review's story: numbers, agencies and recommendations only.
    """
    opening = (
        (Note(NoteKind.SYNTHETIC, text(INVENTED.replace("on this page", "in this document"))),)
        if is_invented
        else ()
    )
    return Document(
        title="Actions from reviews: quarterly look", sections=(_actions(states, on), _themes(lessons, themes), _back(back)),
        identity=Identity(place.council_name, place.colour, place.accent, place.logo_png, "", place.reference_docx),
        dated=on.isoformat(), subtitle=place.name, author=place.name, marking=marking(is_invented=is_invented), opening=opening, contents_depth=1,
    )  # fmt: skip


def _actions(states: Sequence[tuple[str, CaseState]], on: date) -> Section:
    actions = [one.as_action() for _, state in states for one in state.recommendations]
    found = weigh(actions, on)
    rows = tuple(
        Row(
            (
                text(owner or "Nobody yet"),
                *(
                    text(str(kinds.get(kind, 0)))
                    for kind in ("overdue", "due", "no-date", "to-assure", "closed")
                ),
            )
        )
        for owner, kinds in found.by_owner.items()
    )
    done = sum(one.state in CLOSED for one in actions)
    embedded = sum(one.state is ActionState.EMBEDDED for one in actions)
    words = f"{len(actions)} recommendations; {done} closed, of which {embedded} were found to have held when they were looked at later."
    head = ("Agency", "Overdue", "Not due yet", "Without a date", "To be assured", "Closed")
    table = (Table("Actions by agency", tuple(Column(name) for name in head), rows),) if rows else ()
    return Section("Actions", (Paragraph(text(words)), *table))


def _themes(lessons: Sequence[Lesson], themes: Sequence[ThemeFacts]) -> Section:
    held = gathered(lessons, {one.slug: one.national for one in themes})
    inner = tuple(
        Section(
            one.title,
            (
                Paragraph(text(f"{len(held[one.slug])} released recommendations.")),
                *((Bullets(tuple(text(row) for row in one.responses)),) if one.responses else ()),
            ),
        )
        for one in themes
    )
    return Section("Themes, and what was done", (Paragraph(text("By the partnership’s own themes.")),), inner)


def _back(back: Sequence[CameBack]) -> Section:
    names = dict(THEMES)
    if not back:
        return Section(
            "Lessons that came back", (Paragraph(text("None is known within 36 months of being assured.")),)
        )
    rows = tuple(
        text(
            f"{one.later.agency}: {names[one.theme]} ({one.later.review} {one.later.id}, after {one.earlier.review} {one.earlier.id})"
        )
        for one in back
    )
    return Section(
        "Lessons that came back",
        (Paragraph(text("These were assured, and came back within 36 months.")), Bullets(rows)),
    )


def export(lessons: Sequence[Lesson]) -> bytes:
    """The lessons as CSV: recommendation and status, ready for national oversight. Cells that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for one in lessons:
        cells = (one.review, one.id, one.text, " ".join(one.themes), one.change, one.agency, one.level,
                 one.made.isoformat() if one.made else "", str(one.state), one.assured.isoformat() if one.assured else "")  # fmt: skip
        writer.writerow(
            [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in cells]
        )
    return out.getvalue().encode("utf-8-sig")
