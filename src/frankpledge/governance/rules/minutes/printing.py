"""Minutes as a document, to be printed as a page, PDF, DOCX or ODT. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from frankpledge.documents.narrative import Binding, Bold, Linked, PieceKind, read_narrative
from frankpledge.documents.narrative import Item as Typed
from frankpledge.documents.tree import (
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Inline,
    Link,
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
from frankpledge.governance.rules.minutes.facts import Attended, Line, Minuted, Minutes, Stay
from frankpledge.governance.rules.minutes.sentences import NO_INTERESTS

BY_CLERK = "Added by the clerk:"
LEADING = {
    "agreed",
    "carried",
    "lost",
    "tied",
    "no-decision",
    "undetermined",
    "irregular",
    "vote-refused",
    "action",
}
"""The kinds of line that a reader looks for first: set in bold."""
STATES = {
    "draft": "Draft: not yet confirmed by a later meeting",
    "confirmed": "Confirmed",
    "growing": "Being written while the meeting goes on",
}
STANDINGS = {"holder": "Member", "deputy": "Deputy", "officer": "Officer", "observer": "Observer"}


@dataclass(frozen=True)
class Correction:
    """A stated correction, agreed when the minutes were confirmed: kept beside what it corrects."""

    item: str
    wording: str
    reads: str


@dataclass(frozen=True)
class Standing:
    """Where a set of minutes stands. `by` says which meeting confirmed it and when."""

    state: str
    by: str = ""
    corrections: tuple[Correction, ...] = ()


def minutes_document(
    minutes: Minutes, standing: Standing, identity: Identity, *, dated: str, base_url: str = ""
) -> Document:
    """The minutes as a document; `dated` is the ISO day of the meeting."""
    sections = [_present(minutes), *_sections(minutes)]
    if standing.corrections:
        sections.append(_corrections(standing))
    return Document(
        title=f"Minutes: {minutes.title}",
        subtitle=", ".join(part for part in (minutes.held, minutes.place) if part),
        sections=tuple(sections),
        identity=identity,
        dated=dated,
        author=minutes.body,
        subject="Minutes" if minutes.is_public else "Minutes with the closed part",
        marking=""
        if minutes.is_public or not minutes.closed
        else "Not for publication: holds the closed part",
        base_url=base_url,
        opening=(_state(standing),),
    )


def _state(standing: Standing) -> Block:
    words = STATES[standing.state] + (f" {standing.by}" if standing.by else "")
    count = len(standing.corrections)
    if count:
        words += f", with {count} correction{'s' if count > 1 else ''} (at the end)"
    kind = NoteKind.INFORMATION if standing.state == "confirmed" else NoteKind.CAVEAT
    return Note(kind, text(f"{words}."))


def _present(minutes: Minutes) -> Section:
    blocks: list[Block] = []
    if minutes.present:
        blocks.append(_table("Members present", minutes.present, "present"))
    else:
        blocks.append(Paragraph(text("No member was recorded as present.")))
    if minutes.others:
        blocks.append(_table("In attendance", minutes.others, "attending"))
    facts = [
        Fact("Apologies", text("; ".join(_missing(one.body, one.person, one.note) for one in minutes.missing if one.has_apologised) or "None")),
        Fact("Absent", text("; ".join(_missing(one.body, one.person, "") for one in minutes.missing if not one.has_apologised) or "None")),
    ]  # fmt: skip
    if minutes.is_public and minutes.observers:
        facts.append(Fact("Observers", text(str(minutes.observers))))
    blocks.append(Facts(tuple(facts)))
    return Section("Attendance", tuple(blocks), id="attendance")


def _missing(body: str, person: str, note: str) -> str:
    named = f"{person} ({body})" if person and body else person or body
    return f"{named}: {note}" if note else named


def _table(caption: str, people: tuple[Attended, ...], ident: str) -> Table:
    columns = tuple(Column(heading) for heading in ("For", "Name", "As", "Present"))
    rows = tuple(
        Row(
            (text(one.body or "No body"), text(_person(one)), text(_as(one)), text(stays_in_words(one.stays)))
        )
        for one in people
    )
    return Table(caption, columns, rows, id=ident)


def _person(one: Attended) -> str:
    named = one.person or "Not named"
    return f"{named}, {one.post}" if one.post else named


def _as(one: Attended) -> str:
    words = STANDINGS.get(one.standing, one.standing.capitalize())
    if one.deputy_for:
        words = f"Deputy for {one.deputy_for}"
    return f"{words}, from afar" if one.is_remote else words


def stays_in_words(stays: tuple[Stay, ...]) -> str:
    """From when to when someone was there: “Throughout”, “From 14:20”, “Until 15:00; from 15:30”."""
    if not stays:
        return "Throughout"
    return "; ".join(_stay(one) for one in stays)


def _stay(one: Stay) -> str:
    if one.starts and one.ends:
        return f"{one.starts} to {one.ends}"
    if one.starts:
        return f"from {one.starts}"
    return f"until {one.ends}" if one.ends else "throughout"


def _sections(minutes: Minutes) -> Iterable[Section]:
    if minutes.opening:
        yield Section("Opening", lines_as_blocks(minutes.opening), id="opening")
    yield Section(
        "Declarations of interest",
        lines_as_blocks(minutes.interests) or (Paragraph(text(NO_INTERESTS)),),
        id="interests",
    )
    for item in minutes.items:
        yield item_section(item)
    if minutes.closed:
        yield Section(
            "Closed part", (), tuple(item_section(item) for item in minutes.closed), id="closed-part"
        )
    if minutes.ending:
        yield Section("Close", lines_as_blocks(minutes.ending), id="close")


def item_section(item: Minuted) -> Section:
    """One item: what the record says, then what the clerk added, under its own words."""
    blocks = list(lines_as_blocks(item.lines))
    if item.clerk:
        blocks += [Paragraph((Strong(BY_CLERK),)), *clerk_blocks(item.clerk)]
    if not blocks:
        blocks.append(Paragraph(text("Not reached.")))
    return Section(item.title, tuple(blocks), number=item.number, id=f"item-{item.number}")


def lines_as_blocks(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    return tuple(Paragraph(_inlines(line)) for line in lines)


def _inlines(line: Line) -> tuple[Inline, ...]:
    return (Strong(str(line)),) if line.kind in LEADING else (Text(str(line)),)


def clerk_blocks(typed: str) -> tuple[Block, ...]:
    """What the clerk typed: paragraphs, lists, bold and links; nothing else is read into it."""
    found: list[Block] = []
    for piece in read_narrative(typed):
        items = tuple(_typed(one) for one in piece.items)
        if piece.kind in {PieceKind.BULLETS, PieceKind.STEPS}:
            found.append(Bullets(items, ordered=piece.kind is PieceKind.STEPS))
        elif piece.kind is PieceKind.QUOTE:
            found.append(Note(NoteKind.QUOTE, items[0]))
        else:
            found += [
                Paragraph(one, number=item.number) for one, item in zip(items, piece.items, strict=True)
            ]
    return tuple(found)


def _typed(item: Typed) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for run in item.runs:
        if isinstance(run, Bold):
            made.append(Strong(run.text))
        elif isinstance(run, Linked):
            made.append(Link(run.text, run.href))
        else:
            made.append(Text(run.typed if isinstance(run, Binding) else run.text))
    return tuple(made)


def _corrections(standing: Standing) -> Section:
    columns = (Column("Item"), Column("As first written"), Column("Corrected to"))
    rows = tuple(
        Row((text(one.item or "Whole"), text(one.wording), text(one.reads))) for one in standing.corrections
    )
    table = Table("Corrections agreed when the minutes were confirmed", columns, rows, id="corrections-table")
    return Section("Corrections", (table,), id="corrections")
