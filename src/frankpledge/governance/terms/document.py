"""Two papers about terms of reference as documents: what to put right, and what a draft would change. Pure."""

from __future__ import annotations

from dataclasses import dataclass

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
    Strong,
    Table,
    Text,
    text,
)
from frankpledge.governance.rules.terms.comparing import Change, Kind
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import (
    SEVERITIES,
    SEVERITY_MEANS,
    SEVERITY_TITLES,
    Finding,
)
from frankpledge.governance.rules.terms.unsaid import unsaid_in
from frankpledge.governance.rules.terms.words import PARTS
from frankpledge.kernel.dates import short_date
from frankpledge.web.words import counted, listed

KINDS = {Kind.ADDED: "New", Kind.CHANGED: "Changed", Kind.GONE: "Taken out"}


@dataclass(frozen=True)
class Given:
    """Whose document it is and the ISO day that it bears."""

    partnership: str
    identity: Identity
    dated: str


def findings_document(given: Given, terms: Constitution, found: tuple[Finding, ...]) -> Document:
    """What to put right in the terms in force: every finding with the clause's own words and wording that would cure it."""
    clauses = {one.slug: one for one in terms.clauses}
    sections = [
        Section(
            SEVERITY_TITLES[severity],
            (Paragraph(text(SEVERITY_MEANS[severity])),),
            tuple(
                Section(one.title, _finding(one, clauses[one.clause].text if one.clause in clauses else ""))
                for one in rows
            ),
        )
        for severity in SEVERITIES
        if (rows := [one for one in found if one.severity == severity])
    ]
    return Document(
        title="What to put right in the terms of reference",
        subtitle=f"{terms.body}, {terms.label}",
        sections=(_opening(terms, found), *sections, _unsaid(terms)),
        identity=given.identity,
        dated=given.dated,
        author=given.partnership,
    )


def _opening(terms: Constitution, found: tuple[Finding, ...]) -> Section:
    numbers = [
        f"{number} of the kind ‘{SEVERITY_TITLES[severity].lower()}’"
        for severity in SEVERITIES
        if (number := sum(1 for one in found if one.severity == severity))
    ]
    said = (
        f"{counted(len(found), 'point')}: {listed(numbers)}." if found else "Nothing was found to put right."
    )
    note = (
        "Found by rules that read the terms as data, try them on small meetings and hold them against the law by date. "
        "It is no legal advice."
    )
    return Section(
        "In short",
        (
            Paragraph(text(said)),
            Facts((
                Fact("Terms", text(terms.label)),
                Fact("In force", text(f"from {short_date(terms.period.starts_on)}")),
                Fact("Looked at as of", text(short_date(terms.checked_on))),
            )),
            Note(NoteKind.INFORMATION, text(note)),
        ),
    )  # fmt: skip


def _finding(one: Finding, quote: str) -> tuple[Block, ...]:
    blocks: list[Block] = [Paragraph(text(one.why))]
    if quote:
        blocks.append(Note(NoteKind.QUOTE, text(quote), f"The clause ‘{one.clause}’"))
    blocks.append(Paragraph((Strong("What to do: "), Text(one.suggestion))))
    return tuple(blocks)


def _unsaid(terms: Constitution) -> Section:
    rows = tuple(Row((text(one.about), text(one.leaves))) for one in unsaid_in(terms))
    columns = (Column("Not said"), Column("What nobody can tell without it"))
    source = f"{terms.body}: {terms.label}"
    if not rows:
        return Section(
            "What the terms do not say", (Paragraph(text("Everything that usually matters is said.")),)
        )
    return Section(
        "What the terms do not say", (Table("Rules that are not given", columns, rows, source, id="unsaid"),)
    )


@dataclass(frozen=True)
class Amendment:
    """A draft as it is put to a meeting. `reference` is what the decision is about."""

    title: str
    why: str
    reference: str
    before: str
    after: Constitution
    changes: tuple[Change, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def amendment_document(given: Given, put: Amendment) -> Document:
    """The paper by which members decide on a draft: what is proposed, what each change means, and what it cures."""
    return Document(
        title=f"Amending the terms of reference: {put.title}",
        subtitle=put.after.body,
        sections=(_proposal(put), _what_changes(put), _what_it_cures(put)),
        identity=given.identity,
        dated=given.dated,
        author=given.partnership,
    )


def _proposal(put: Amendment) -> Section:
    from_day = short_date(put.after.period.starts_on)
    facts = (
        Fact(
            "Decision asked for", text(f"That the terms of reference are amended as below from {from_day}.")
        ),
        Fact("Reference", text(put.reference)),
        Fact("Instead of", text(put.before or "No terms: these would be the first")),
        Fact("Name of the new version", text(put.after.label)),
    )
    why = tuple(Paragraph(text(one)) for one in put.why.split("\n") if one.strip())
    return Section("What is proposed", (Facts(facts), *why))


def _what_changes(put: Amendment) -> Section:
    if not put.changes:
        return Section("What changes", (Paragraph(text("Nothing that the terms say is changed.")),))
    parts: dict[str, list[Change]] = {title: [] for title in PARTS.values()}
    for one in put.changes:
        parts[one.part].append(one)
    return Section(
        "What changes",
        (Paragraph(text(f"{counted(len(put.changes), 'change')} to what the terms say.")),),
        tuple(Section(title, (_table(title, rows, put),)) for title, rows in parts.items() if rows),
    )


def _table(title: str, found: list[Change], put: Amendment) -> Table:
    columns = (Column("What"), Column("Change"), Column("Now"), Column("Proposed"))
    rows = tuple(
        Row(
            (
                text(one.name),
                text(KINDS[one.kind]),
                text(one.before or "Not said"),
                text(one.after or "Not said"),
            )
        )
        for one in found
    )
    return Table(title, columns, rows, f"{put.before or 'no terms'} and the draft {put.reference}")


def _what_it_cures(put: Amendment) -> Section:
    gone = Bullets(tuple(text(f"{one.title}. {one.why}") for one in put.gone))
    new = Bullets(tuple(text(f"{one.title}. {one.why}") for one in put.new))
    return Section(
        "What it puts right, and what it brings",
        (),
        (
            Section(
                "No longer to put right",
                (gone,) if put.gone else _none("Nothing that was found before is put right."),
            ),
            Section(
                "New to put right", (new,) if put.new else _none("The draft brings nothing new to put right.")
            ),
        ),
    )


def _none(words: str) -> tuple[Block, ...]:
    return (Paragraph(text(words)),)
