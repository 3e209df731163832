"""The few fixed words that every printed document holds, in the languages documents are printed in."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.documents.tree import NoteKind


@dataclass(frozen=True)
class Words:
    """Fixed words of one language; patterns hold `{name}` marks."""

    skip: str
    contents: str
    table: str
    chart: str
    source: str
    note: str
    notes_heading: str
    show_table: str
    data_heading: str
    data: str
    """The label of the table behind chart `{number}`."""
    back: str
    page: str
    """`{page}` of `{pages}`, on each sheet."""
    dated: str
    months: tuple[str, ...]
    notes: dict[NoteKind, str]
    """The words that say which kind of note it is, so that colour never says it alone."""


ENGLISH = Words(
    skip="Skip to main content",
    contents="Contents",
    table="Table {number}",
    chart="Chart {number}",
    source="Source",
    note="Note",
    notes_heading="Notes",
    show_table="Show {chart} as a table",
    data_heading="Data behind the charts",
    data="Data for chart {number}",
    back="Back to {chart}",
    page="Page {page} of {pages}",
    dated="Dated",
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    notes={
        NoteKind.FLAG: "Does not match the record",
        NoteKind.CAVEAT: "Before you use this",
        NoteKind.SYNTHETIC: "Demonstration data",
        NoteKind.INFORMATION: "Note",
        NoteKind.QUOTE: "",
    },
)  # fmt: skip

WELSH = Words(
    skip="Neidio i’r prif gynnwys",
    contents="Cynnwys",
    table="Tabl {number}",
    chart="Siart {number}",
    source="Ffynhonnell",
    note="Nodyn",
    notes_heading="Nodiadau",
    show_table="Dangos {chart} fel tabl",
    data_heading="Y data y tu ôl i’r siartiau",
    data="Data ar gyfer siart {number}",
    back="Yn ôl i {chart}",
    page="Tudalen {page} o {pages}",
    dated="Dyddiad",
    months=(
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
        "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
    ),
    notes={
        NoteKind.FLAG: "Nid yw’n cyfateb i’r cofnod",
        NoteKind.CAVEAT: "Cyn defnyddio hyn",
        NoteKind.SYNTHETIC: "Data arddangos",
        NoteKind.INFORMATION: "Nodyn",
        NoteKind.QUOTE: "",
    },
)  # fmt: skip


def words_for(language: str) -> Words:
    """The fixed words for a language tag (`cy`, `cy-GB`); English for any language not yet translated."""
    return WELSH if language.lower().split("-")[0] == "cy" else ENGLISH
