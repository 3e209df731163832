"""The statement of compliance as a document, from facts alone."""

from __future__ import annotations

from collections.abc import Iterable

from frankpledge.documents.tree import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.duties.presenting import Statement, counts_of, row_of
from frankpledge.law.facts import OWNER_WORDS

COLUMNS = ("Duty", "For", "By when", "How it stands", "What shows it", "Under which law")


def statement_document(made: Statement, identity: Identity, partnership: str) -> Document:
    """How each duty of the year stood: counts, our own duties, those of other bodies, and custom apart."""
    own = tuple(map(row_of, made.own))
    others = tuple((*row_of(one)[:4], OWNER_WORDS[one.duty.owner]) for one in made.others)
    custom = tuple(row_of(one)[:5] for one in made.custom)
    lead: tuple[Block, ...] = tuple(Paragraph(text(words)) for words in made.lead)
    counts = Facts(
        tuple(Fact(name, text(many)) for name, many in counts_of((*made.own, *made.others, *made.custom)))
    )
    return Document(
        title=f"Statement of compliance {made.year}",
        subtitle=partnership,
        sections=(
            Section("Summary", (*lead, counts)),
            Section("The partnership’s own duties", (_table("The partnership’s own duties", COLUMNS, own),)),
            Section(
                "Duties of other bodies",
                (_table("Duties that other bodies owe", (*COLUMNS[:4], "Whose"), others),),
            ),
            Section("Custom", (_table("What is done by custom and not by law", COLUMNS[:5], custom),)),
        ),
        identity=identity,
        dated=made.on.isoformat(),
        author=partnership,
        marking="OFFICIAL",
    )


def _table(caption: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    cells = tuple(Row(tuple(text(cell or "Nothing yet") for cell in row)) for row in rows)
    return Table(caption, tuple(Column(name) for name in heads), cells)
