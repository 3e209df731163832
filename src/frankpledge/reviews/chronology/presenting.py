"""From the merged chronology to what pages and documents show."""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.tree import Column, Document, Identity, Paragraph, Row, Section, Table, text
from frankpledge.reviews.cases.documents import marking
from frankpledge.reviews.cases.presenting import banner, name_of
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.chronology.forms import FilterForm
from frankpledge.reviews.chronology.pages import EntryRow
from frankpledge.reviews.rules.chronology import Entry, Merged

HEAD = ("When", "Agency", "What happened", "What was done", "To mind", "Where it stands")
Numbered = tuple[int, Entry]


def wanted(merged: Merged, form: FilterForm) -> list[Numbered]:
    """The entries that are looked for, with their numbers in the whole."""
    numbered = list(enumerate(merged.entries, start=1))
    if not form.is_bound or not form.is_valid():
        return numbered
    words = form.cleaned_data["words"].casefold().split()
    agency, flag = form.cleaned_data["agency"], form.cleaned_data["flag"]
    since, until = form.day("since"), form.day("until")
    found = []
    for number, entry in numbered:
        said = f"{entry.event} {entry.action} {entry.subject} {entry.comment} {entry.reference}".casefold()
        earliest = entry.when.earliest
        if not all(word in said for word in words) or (agency and entry.agency != agency):
            continue
        if flag and flag not in {each.name.lower() for each in entry.flags}:
            continue
        if since and (earliest is None or max(day.latest for day in entry.when.days) < since.earliest):
            continue
        if until and (earliest is None or earliest > until.latest):
            continue
        found.append((number, entry))
    return found


def entry_row(number: int, entry: Entry) -> EntryRow:
    return EntryRow(
        number, str(entry.when), entry.written, entry.agency, entry.event, entry.action,
        tuple(sorted(str(flag) for flag in entry.flags)), tuple(other + 1 for other in entry.others), str(entry.place),
    )  # fmt: skip


def document(
    partnership: PartnershipFacts, case: CaseFacts, entries: Sequence[Numbered], merged: Merged, dated: str
) -> Document:
    """The chronology as a document: every entry with its place, and every row that was not taken."""
    rows = tuple(_row(number, entry) for number, entry in entries)
    columns = (Column("Number"), *(Column(title) for title in HEAD))
    about = f"{len(rows)} of {len(merged.entries)} entries, from {len(merged.counts)} files. Nothing was merged: entries that look alike are marked."
    sections = [
        Section("Entries", (Paragraph(text(about)), Table("Entries in order of days", columns, rows)))
    ]
    if merged.refused:
        refused = tuple(
            Row((text(one.where), text(one.reason), text(one.value or "(nothing)"))) for one in merged.refused
        )
        left = Table(
            "Rows that are not in it", (Column("Where"), Column("Why"), Column("As written")), refused
        )
        sections.append(Section("Rows that could not be taken", (left,)))
    look = Identity(
        partnership.council_name,
        partnership.colour,
        partnership.accent,
        partnership.logo_png,
        partnership.council_name,
    )
    return Document(
        f"Chronology of {name_of(case)}", tuple(sections), look, dated, subtitle=banner(case), author=partnership.name,
        subject="Merged chronology", marking=marking(is_invented=case.is_invented),
    )  # fmt: skip


def _row(number: int, entry: Entry) -> Row:
    shown = entry_row(number, entry)
    mind = "; ".join(shown.flags) + (
        f" (see {', '.join(map(str, shown.others[:5]))})" if shown.others else ""
    )
    cells = (str(number), shown.when, shown.agency, shown.event, shown.action, mind, shown.place)
    return Row(tuple(text(cell or "–") for cell in cells))
