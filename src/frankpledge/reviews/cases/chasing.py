"""Chasing in one press: what every agency owes across reviews, with a letter and a return sheet that is filled in as far as it can be."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.tree import Column, Document, Identity, Paragraph, Row, Section, Table, text
from frankpledge.kernel.dates import short_date
from frankpledge.reviews.cases.documents import marking
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.rules.casework.steps import Avoid, Owed, days_to_avoid, owed

HEAD = (
    "Reference",
    "What is owed",
    "By",
    "Days overdue",
    "Done? (yes, no, blocked)",
    "Day it was done",
    "Evidence, or what is in the way",
)


@dataclass(frozen=True)
class Chased:
    """What one agency owes: each with the case it belongs to."""

    agency: str
    owes: tuple[tuple[CaseFacts, Owed], ...]

    @property
    def overdue(self) -> tuple[tuple[CaseFacts, Owed], ...]:
        return tuple(one for one in self.owes if one[1].days_over)


def chased(cases: Sequence[CaseFacts]) -> tuple[Chased, ...]:
    """Every agency that owes something, those with overdue things first. Only cases that the asker coordinates are looked at."""
    found: dict[str, list[tuple[CaseFacts, Owed]]] = {}
    for case in cases:
        if "coordinator" not in case.reach.slugs:
            continue
        for one in owed(case.state):
            found.setdefault(one.agency or "Nobody yet", []).append((case, one))
    made = [
        Chased(agency, tuple(sorted(rows, key=lambda row: -row[1].days_over)))
        for agency, rows in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.overdue), one.agency)))


def kept_free(cases: Sequence[CaseFacts]) -> tuple[Avoid, ...]:
    """The family's days near the day: a letter about their review waits until they have passed."""
    return tuple(
        avoid
        for case in cases
        if "coordinator" in case.reach.slugs
        for avoid in days_to_avoid(case.state, around=3)
    )


def rests(case: CaseFacts) -> bool:
    """Whether nothing is sent about a case just now, because one of its family's days is near."""
    return bool(days_to_avoid(case.state, around=3))


def letter(one: Chased, place: PartnershipFacts, on: date) -> Document:
    """A letter to one agency with everything it owes and no fact of any case; cases that rest are left out."""
    rows = [row for row in one.owes if not rests(row[0])]
    waits = len(one.owes) - len(rows)
    table = Table(
        "What we still need from you", tuple(Column(name) for name in HEAD[:4]),
        tuple(Row(tuple(text(cell) for cell in _cells(case, what))) for case, what in rows),
    )  # fmt: skip
    words = [
        f"This is what {one.agency} still owes reviews of the partnership on {short_date(on)}. A sheet for your answers comes with this letter.",
        "If something is in the way, please say what it is: that is an answer too.",
    ]
    if waits:
        words.append(f"{waits} more will follow on a later day.")
    blocks = (*(Paragraph(text(line)) for line in words), *((table,) if rows else ()))
    return Document(
        title=f"What {one.agency} owes reviews", sections=(Section("What we ask", blocks),), dated=on.isoformat(), author=place.name,
        marking=marking(is_invented=place.is_demo),
        identity=Identity(place.council_name, place.colour, place.accent, place.logo_png, "", place.reference_docx),
    )  # fmt: skip


def sheet(one: Chased) -> bytes:
    """The return sheet as CSV, filled in as far as it can be. A cell that a spreadsheet would take for a formula is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for case, what in one.owes:
        if not rests(case):
            writer.writerow([_harmless(cell) for cell in (*_cells(case, what), "", "", "")])
    return out.getvalue().encode("utf-8-sig")


def _cells(case: CaseFacts, what: Owed) -> tuple[str, str, str, str]:
    return (case.reference, what.what, what.due.iso() if what.due else "", str(what.days_over or ""))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
