"""Two short documents of a plan: the summary that the law wants published, and the plan on one page of A4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Inline,
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
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.plans.facts import PlanFacts, PriorityFacts
from frankpledge.plans.reading import lookup
from frankpledge.plans.rules.coverage import FigureOf

SUMMARY, PAGE = "summary", "page"
WHICH = {SUMMARY: "Summary for publication", PAGE: "The plan on a page"}


@dataclass(frozen=True)
class Room:
    """How much the plan on a page may say of each priority: letters of the reason and the next step, and how many rows."""

    letters: int
    rows: int


ROOMS = (Room(150, 12), Room(100, 12), Room(60, 14), Room(30, 18), Room(0, 24), Room(0, 12), Room(0, 6))
"""Tried in turn until the page is one: the most telling first."""
LESS_FOR_OFFICE = 3
"""So many rooms further than the PDF needs."""


def identity_of(place: PartnershipFacts) -> Identity:
    return Identity(
        place.council_name,
        place.colour,
        place.accent,
        place.logo_png,
        place.council_name,
        place.reference_docx,
    )


def _document(
    place: PartnershipFacts,
    plan: PlanFacts,
    which: str,
    on: date,
    blocks: tuple[Section, ...],
    opening: tuple[Block, ...] = (),
) -> Document:
    return Document(
        title=plan.title if which == PAGE else f"{plan.title}: summary",
        subtitle=f"{place.name}, {plan.period}" if which == PAGE else place.name,
        sections=blocks,
        identity=identity_of(place),
        dated=on.isoformat(),
        author=place.name,
        subject=WHICH[which],
        opening=opening,
        marking="" if plan.status == "adopted" else "Draft",
    )


# The summary --------------------------------------------------------------------------------------------------------


def summary_document(
    partnership: str, plan: PlanFacts, *, on: date, known_at: datetime | None = None, base_url: str = ""
) -> Document:
    """The summary that the law wants published: what comes first and why, what is done, how people can help, how one will know.

    It holds nothing that is not in the plan. Where the plan is silent on a part that people need, it says so.
    """
    place = directory.partnership(partnership)
    find = lookup(partnership, known_at=known_at)
    sections = (
        Section("What comes first", _first(plan), id="first"),
        Section("What we do about it", _done(plan), id="done"),
        Section(
            "How you can help",
            _help(plan.public_help),
            id="help",
        ),
        Section("How we will know", _known(plan, find), id="known"),
        Section("How this plan came about", _came(plan), id="came"),
    )
    lead = text(
        f"This is a summary of {plan.title}. The council, the police, the fire and rescue authority, health and probation "
        f"made it together as {place.name}."
    )
    return replace(_document(place, plan, SUMMARY, on, sections, (Paragraph(lead),)), base_url=base_url)


def _first(plan: PlanFacts) -> tuple[Block, ...]:
    chosen = plan.only("priority")
    if not chosen:
        return (Note(NoteKind.FLAG, text("The plan has no priority yet.")),)
    blocks: list[Block] = []
    if plan.aims:
        blocks.append(Paragraph(text("The plan is to bring about:")))
        blocks.append(Bullets(tuple(text(one.text) for one in plan.aims)))
    blocks.append(Paragraph(text(f"The plan puts {_counted(len(chosen), 'priority', 'priorities')} first:")))
    blocks.append(Bullets(tuple(_why(one) for one in chosen), ordered=True))
    watched = plan.only("monitored")
    if watched:
        blocks.append(Paragraph(text(f"Partners also watch: {', '.join(one.title for one in watched)}.")))
    return tuple(blocks)


def _counted(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _why(one: PriorityFacts) -> tuple[Inline, ...]:
    reasons = [said for said in (one.rank_text, one.why, one.otherwise_because, one.public_views) if said]
    return (
        Strong(one.title),
        Text(f". {' '.join(_sentence(said) for said in reasons)}".rstrip() if reasons else "."),
    )


def _sentence(said: str) -> str:
    return said if said.rstrip().endswith((".", "!", "?")) else f"{said.rstrip()}."


def _done(plan: PlanFacts) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for one in plan.only("priority"):
        if one.activities:
            blocks.append(Paragraph((Strong(one.title),)))
            blocks.append(Bullets(tuple(text(each.text) for each in one.activities)))
    return tuple(blocks) or (Note(NoteKind.FLAG, text("The plan does not say yet what is done.")),)


def _help(words: str) -> tuple[Block, ...]:
    """That the plan is silent bars no publication: the reader is told so."""
    if words.strip():
        return tuple(Paragraph(text(part)) for part in words.split("\n\n"))
    return (Note(NoteKind.INFORMATION, text("The plan does not say yet how the public might help.")),)


def _known(plan: PlanFacts, find: FigureOf) -> tuple[Block, ...]:
    rows = tuple(Row((text(one.title), _number(one, find))) for one in plan.only("priority"))
    if not rows:
        return (Note(NoteKind.FLAG, text("There is no priority to measure.")),)
    table = Table(
        "What each priority is measured by", (Column("Priority"), Column("The last number", CellKind.TEXT)), rows,
        plan.source or "The partnership’s plan, as recorded", id="numbers",
    )  # fmt: skip
    return (table,)


def _figure(one: PriorityFacts, find: FigureOf) -> Figure | None:
    return find(one.evidence.binding) if one.evidence else None


def _number(one: PriorityFacts, find: FigureOf) -> tuple[Inline, ...]:
    figure = _figure(one, find)
    if figure is None:
        return text("No number" if one.evidence is None else "Not imported yet")
    if not figure.is_known:
        return text("Not known")
    standing = " Synthetic." if figure.is_synthetic else ""
    return (Text(f"{figure.label}: "), Bound(figure), Text(f".{standing}"))


def _came(plan: PlanFacts) -> tuple[Block, ...]:
    # What was done with the plan afterwards is not how it came about; and the issue of this summary is its publication.
    lines = [
        f"{step.body}: {step.kind} {step.on}." for step in plan.steps if step.kind in {"agreed", "adopted"}
    ]
    if plan.equality:
        lines.append(f"Its effect on equality was assessed {plan.equality[0][0]}: {plan.equality[0][1]}")
    if not lines:
        return (Note(NoteKind.FLAG, text("It is a draft: nobody has agreed it yet.")),)
    return (Bullets(tuple(text(one) for one in lines)),)


# The plan on a page -------------------------------------------------------------------------------------------------


def page_document(partnership: str, plan: PlanFacts, *, on: date, room: Room = ROOMS[0]) -> Document:
    """The plan as one table and a few facts, with so much of each priority as `room` says."""
    place = directory.partnership(partnership)
    find = lookup(partnership)
    chosen = plan.only("priority")
    shown = chosen[: room.rows]
    rows = tuple(_row(number, one, find, room) for number, one in enumerate(shown, start=1))
    columns = (Column("Priority"), Column("What the record shows"), Column("Next step"))
    rest = len(chosen) - len(shown)
    notes = (f"{rest} more are in the plan.",) if rest else ()
    blocks: list[Block] = []
    if plan.aims and room.letters:
        blocks.append(Paragraph(text(_cut("; ".join(one.text for one in plan.aims), 3 * room.letters))))
    if rows:
        blocks.append(Table("Priorities in order", columns, rows, notes=notes, id="priorities"))
    else:
        blocks.append(Note(NoteKind.FLAG, text("The plan has no priority yet.")))
    blocks.append(Facts(tuple(_facts(plan, room))))
    return _document(place, plan, PAGE, on, (Section("The plan on a page", tuple(blocks), id="page"),))


def _row(number: int, one: PriorityFacts, find: FigureOf, room: Room) -> Row:
    reason = one.rank_text or one.why
    lead: tuple[Inline, ...] = (Strong(f"{number}. {_cut(one.title, 80)}"),)
    if reason and room.letters:
        lead += (Text(f". {_cut(reason, room.letters)}"),)
    step = one.next_step
    next_step = text(_cut(step.text, max(room.letters, 40)) if step else "None is recorded")
    return Row((lead, _short(one, find), next_step))


def _short(one: PriorityFacts, find: FigureOf) -> tuple[Inline, ...]:
    figure = _figure(one, find)
    if figure is None or not figure.is_known:
        return text("No number")
    return (Bound(figure), Text(" (synthetic)" if figure.is_synthetic else ""))


def _facts(plan: PlanFacts, room: Room) -> list[Fact]:
    found = []
    watched = ", ".join(one.title for one in plan.only("monitored"))
    if watched:
        found.append(Fact("Also watched", text(_cut(watched, 120))))
    if plan.strategies:
        named = "; ".join(f"{one.title} ({one.owner})" for one in plan.strategies)
        found.append(Fact("Strategies beside the plan", text(_cut(named, 220))))
    if plan.public_help and room.letters:
        found.append(Fact("How you can help", text(_cut(plan.public_help, 2 * room.letters))))
    if plan.resources and room.letters:
        found.append(Fact("Resources", text(_cut(plan.resources, 2 * room.letters))))
    steps = "; ".join(f"{step.kind} {step.on}, {step.body}" for step in plan.steps)
    found.append(Fact("Agreed and adopted", text(_cut(steps, 160) if steps else "Not yet: this is a draft")))
    return found


def _cut(words: str, letters: int) -> str:
    """The words, or as many whole ones as there is room for."""
    words = " ".join(words.split())
    if len(words) <= letters:
        return words
    return f"{words[:letters].rsplit(' ', 1)[0].rstrip(' ,;.:')} …"


def one_page_pdf(partnership: str, plan: PlanFacts, *, on: date) -> bytes:
    """The plan on exactly one page of A4. Raises `Unusable` when it cannot be cut to one page."""
    return _one_page(partnership, plan, on)[1]


def _one_page(partnership: str, plan: PlanFacts, on: date) -> tuple[int, bytes]:
    """The first room of `ROOMS` with which the page is one, and that page."""
    for place, room in enumerate(ROOMS):
        made = drawing.render_pdf(page_document(partnership, plan, on=on, room=room))
        if drawing.count_pages(made) == 1:
            return place, made
    raise Unusable(
        Problem(
            "too-long",
            "The plan does not fit on one page.",
            "Shorten the plan’s title, or print the summary.",
        )
    )


def document_of(partnership: str, plan: PlanFacts, which: str, *, on: date) -> Document:
    """One of the two documents. KeyError for a word that names none."""
    makers: dict[str, Callable[..., Document]] = {SUMMARY: summary_document, PAGE: page_document}
    return makers[which](partnership, plan, on=on)


def rendered(partnership: str, plan: PlanFacts, which: str, fmt: str, *, on: date) -> bytes:
    """One of the two documents in one format; the plan on a page is one page of A4.

    A word processor sets it with other letters and more space than the PDF has, so it is given less to say.
    """
    if (which, fmt) == (PAGE, "pdf"):
        return one_page_pdf(partnership, plan, on=on)
    if which == PAGE and fmt in {"docx", "odt"}:
        place = min(_one_page(partnership, plan, on)[0] + LESS_FOR_OFFICE, len(ROOMS) - 1)
        return drawing.render(page_document(partnership, plan, on=on, room=ROOMS[place]), fmt)
    return drawing.render(document_of(partnership, plan, which, on=on), fmt)


def dated(plan: PlanFacts) -> str:
    """The days of a plan, in words."""
    ends = short_date(plan.period.ends_on) if plan.period.ends_on else ""
    return f"{short_date(plan.period.starts_on)} to {ends}"
