"""From what is printed to documents: the agenda, a paper, the pack with partners' pages bound in, the chair's brief."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.claims import bind
from frankpledge.documents.figures import Figure
from frankpledge.documents.narrative import read_narrative
from frankpledge.documents.packs import Leaves
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
    PageNumbers,
    Paragraph,
    Row,
    Section,
    Sheet,
    Strong,
    Table,
    Text,
    text,
)
from frankpledge.figures import api as figures
from frankpledge.figures import bindings
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.printed import FilePrinted, ItemPrinted, PartPrinted
from frankpledge.governance.agenda.words import address, when
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Unusable
from frankpledge.records.uploads import KINDS

STANDING = "Standing item"
CLOSED_NOTE = "Not for publication: the public may not read this part."
Address = Callable[[ItemPrinted, str], str]
"""Where a file of an item is, by its id."""


def identity_of(partnership: PartnershipFacts) -> Identity:
    """The council's own look."""
    return Identity(
        partnership.council_name, partnership.colour, partnership.accent, partnership.logo_png,
        partnership.council_name, partnership.reference_docx,
    )  # fmt: skip


@dataclass(frozen=True)
class Print:
    """What a document of a meeting is made from: whose it is, which meeting, on which day it is dated, for whom."""

    partnership: PartnershipFacts
    meeting: MeetingCard
    dated: str
    is_public: bool = False
    is_draft: bool = False

    def file_at(self, item: ItemPrinted, file_id: str) -> str:
        """Where a file of an item is, for those who read this document."""
        name = "public-meeting-file" if self.is_public else "paper-file"
        parts = {"slug": self.meeting.slug, "file": file_id}
        return address(name, self.partnership, **parts if self.is_public else {**parts, "item": item.id})

    def kept_at(self, item: ItemPrinted, background_id: str) -> str:
        """Where the kept copy of a background paper is."""
        name = "public-meeting-kept" if self.is_public else "paper-kept"
        parts = {"slug": self.meeting.slug, "background": background_id}
        return address(name, self.partnership, **parts if self.is_public else {**parts, "item": item.id})

    @property
    def marking(self) -> str:
        return "DRAFT: not issued" if self.is_draft else ""


def resolver(partnership: str) -> Callable[[str], Figure | None]:
    """Finds the figure that a number in a paper is bound to; None where the record has none."""

    def find(binding: str) -> Figure | None:
        try:
            return figures.figure(bindings.parse(binding, partnership, None))
        except Unusable:
            return None

    return find


def _document(
    print_: Print, title: str, sections: Sequence[Section], opening: Iterable[Block], **more: object
) -> Document:
    return Document(
        title=title, subtitle=f"{print_.meeting.title}, {when(print_.meeting)}", sections=tuple(sections),
        identity=identity_of(print_.partnership), dated=print_.dated, author=print_.partnership.name,
        marking=print_.marking, base_url=settings.BASE_URL, opening=tuple(opening), **more,  # type: ignore[arg-type]
    )  # fmt: skip


# The agenda -------------------------------------------------------------------------------------------------------


def agenda_document(print_: Print, items: Sequence[ItemPrinted]) -> Document:
    """The agenda alone: when, where, and every item with what it asks."""
    shown = _shown(print_, items)
    return _document(
        print_, f"Agenda: {print_.partnership.name}", [_agenda_section(shown)], _opening(print_, shown)
    )


def _shown(print_: Print, items: Sequence[ItemPrinted]) -> tuple[ItemPrinted, ...]:
    return tuple(one.for_public() for one in items) if print_.is_public else tuple(items)


def _opening(print_: Print, items: Sequence[ItemPrinted]) -> Iterator[Block]:
    meeting = print_.meeting
    facts = [("When", when(meeting)), ("Where", meeting.place or "Not set")]
    if meeting.joining and not print_.is_public:
        facts.append(("Joining from afar", meeting.joining))
    facts.append(("Open to the public", _openness(meeting, items)))
    if meeting.called_because:
        facts.append(("Called because", meeting.called_because))
    yield Facts(tuple(Fact(name, text(value)) for name, value in facts))


def _openness(meeting: MeetingCard, items: Sequence[ItemPrinted]) -> str:
    if not meeting.is_open_to_public:
        return "No. This agenda is published so that the public knows what is discussed"
    closed = [one.number for one in items if one.is_closed]
    return f"Yes, but for item {', '.join(closed)}" if closed else "Yes"


def _agenda_section(items: Sequence[ItemPrinted]) -> Section:
    rows = tuple(
        Row(
            (
                text(one.number),
                _title_cell(one),
                text(STANDING if one.is_standing else one.kind_title),
                text(one.presenter or "–"),
            )
        )
        for one in items
    )
    columns = (Column("Number"), Column("Item"), Column("What it asks"), Column("Presented by"))
    table = Table("The business in its order", columns, rows)
    closed = [
        Paragraph(text(f"Item {one.number} is closed to the public: {one.closed_because}"))
        for one in items
        if one.is_closed
    ]
    return Section("Agenda", (table, *closed), id="agenda")


def _title_cell(item: ItemPrinted) -> tuple[Inline, ...]:
    marks = f" ({', '.join(item.tags).lower()})" if item.tags else ""
    return text(f"{item.title}{marks}")


# A paper ----------------------------------------------------------------------------------------------------------


def paper_document(print_: Print, item: ItemPrinted) -> Document:
    """The paper of one item."""
    made = _item_section(print_, item, heading_number=False)
    return _document(print_, f"Item {item.number}: {item.title}", made.sections, made.blocks)


def _item_section(print_: Print, item: ItemPrinted, *, heading_number: bool = True) -> Section:
    return Section(
        item.title,
        tuple(_item_blocks(item)),
        tuple(_paper_sections(print_, item)),
        number=item.number if heading_number else "",
        id=f"item-{item.number}",
    )


def _item_blocks(item: ItemPrinted) -> Iterator[Block]:
    if item.is_closed:
        yield Note(NoteKind.CAVEAT, text(f"{CLOSED_NOTE} {item.closed_because}".strip()), "Closed")
    facts = [("What it asks", item.kind_title)]
    for name, value in (
        ("Presented by", item.presenter), ("Time", f"{item.minutes_allowed} minutes" if item.minutes_allowed else ""),
        ("In which capacity", f"The partnership acts {item.capacity}" if item.capacity else ""),
        ("What waits for the decision", item.effect), ("Marked", ", ".join(item.tags)),
    ):  # fmt: skip
        if value:
            facts.append((name, value))
    yield Facts(tuple(Fact(name, text(value)) for name, value in facts))


def _paper_sections(print_: Print, item: ItemPrinted) -> Iterator[Section]:
    resolve = resolver(print_.partnership.slug)
    if item.recommendation or item.has_paper:
        yield Section("Recommendation", tuple(_recommendation(item, resolve)))
    for part in item.parts:
        yield Section(part.heading, tuple(_part_blocks(part, resolve)))
    if item.has_paper:
        yield Section("Appendices", tuple(_appendices(print_, item)))
        yield Section("Background papers", tuple(_background(print_, item)))
        author = f"{item.author}, {item.author_post}" if item.author_post else item.author
        yield Section("Author", (Paragraph(text(author)),))


def _recommendation(item: ItemPrinted, resolve: Callable[[str], Figure | None]) -> Iterator[Block]:
    if item.recommendation:
        if item.asks:
            yield Paragraph(text(item.asks))
        yield from _written(item.recommendation, resolve)
    else:
        yield _missing("There is no recommendation yet.")
    if item.because:
        yield Paragraph((Strong("Reason for the recommendation"),))
        yield from _written(item.because, resolve)
    if item.duty:
        yield Paragraph((Strong("Duty that it serves: "), Text(item.duty)))


def _written(words: str, resolve: Callable[[str], Figure | None]) -> Iterator[Block]:
    yield from bind(read_narrative(words), resolve).blocks


def _missing(words: str) -> Note:
    return Note(NoteKind.CAVEAT, text(words), "Not complete")


def _part_blocks(part: PartPrinted, resolve: Callable[[str], Figure | None]) -> Iterator[Block]:
    if part.text.strip():
        yield from _written(part.text, resolve)
    elif part.none_because.strip():
        yield Paragraph(text(f"None, because {_lower(part.none_because)}"))
    else:
        yield _missing("This part has not been written.")
    if part.risk:
        yield Paragraph((Strong(f"{part.risk}."),))
    if part.signed:
        yield Paragraph(text(f"Considered and signed off by {part.signed}."))
    elif part.needs_sign_off:
        yield _missing("No officer has signed this off as it reads here.")


def _lower(words: str) -> str:
    """The start of a reason as it goes on after ‘because’; a name or an abbreviation keeps its capital."""
    first = words.split(" ", 1)[0]
    common = first in {
        "The",
        "This",
        "It",
        "There",
        "No",
        "Nothing",
        "Nobody",
        "A",
        "An",
        "We",
        "Its",
        "They",
    }
    return words[:1].lower() + words[1:] if common else words


def _appendices(print_: Print, item: ItemPrinted) -> Iterator[Block]:
    if item.files:
        yield Bullets(
            tuple(_file_line(print_, item, one, place) for place, one in enumerate(item.files, start=1))
        )
    if not any(one.kind == "performance" for one in item.files):
        if item.performance_absent_because:
            why = f"No performance data are attached, because {_lower(item.performance_absent_because)}"
            yield Paragraph(text(why))
        else:
            yield _missing("No performance data are attached, and nothing says why.")
    elif not item.files:
        yield Paragraph(text("There are none."))


def _file_line(print_: Print, item: ItemPrinted, one: FilePrinted, place: int) -> tuple[Inline, ...]:
    kind = KINDS[one.suffix].title if one.suffix in KINDS else one.suffix
    size = f"{grouped(max(one.size // 1024, 1))} kB"
    pages = f", {one.pages} {'page' if one.pages == 1 else 'pages'}" if one.pages else ""
    words = f"Appendix {place}: {one.title}"
    what = "Performance data. " if one.kind == "performance" else ""
    mark = f" {one.mark}." if one.mark else ""
    return (
        Link(f"{words} ({kind}, {size}{pages})", print_.file_at(item, one.id)),
        Text(f". {what}File {one.file_name}.{mark}"),
    )


def _background(print_: Print, item: ItemPrinted) -> Iterator[Block]:
    if not item.background:
        yield Paragraph(text("There are none."))
        return
    lines = []
    for one in item.background:
        line: list[Inline] = [Link(one.title, one.href) if one.href else Text(one.title)]
        if one.kept_sha256:
            line += [Text("; "), Link(f"copy kept of {one.title}", print_.kept_at(item, one.id))]
        else:
            line.append(Text("; no copy is kept"))
        lines.append(tuple(line))
    yield Bullets(tuple(lines))


# The pack ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Packed:
    """A pack ready to be bound: the document, the leaves by section, and which section is which item's."""

    document: Document
    leaves: Mapping[str, Leaves]
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Numbering:
    """How the pages of a pack are numbered. `pages`: by section, the first page it has in the whole pack, to be kept."""

    numbers: PageNumbers = field(default_factory=PageNumbers)
    pages: Mapping[str, int] | None = None

    def sheet(self, section: str, leaves: int = 0) -> Sheet:
        known = self.pages or {}
        return Sheet(number=known.get(section), leaves=leaves)


def pack(
    print_: Print,
    items: Sequence[ItemPrinted],
    *,
    title: str,
    numbering: Numbering | None = None,
    every: Sequence[ItemPrinted] = (),
    withdrawn: Sequence[str] = (),
) -> Packed:
    """The agenda and the papers of some items, partners' PDFs behind their divider pages.

    `every` is the whole agenda where `items` are only those of a supplement.
    """
    numbered = numbering or Numbering()
    shown = _shown(print_, items)
    agenda = _shown(print_, every or items)
    sections = [_agenda_section(agenda)]
    if withdrawn:
        lines = tuple(text(one) for one in withdrawn)
        sections.append(Section("Withdrawn since the agenda went out", (Bullets(lines),), id="withdrawn"))
    leaves: dict[str, Leaves] = {}
    names: dict[str, str] = {}
    for item in shown:
        if item.is_standing and not item.has_paper and not item.recommendation:
            continue
        if print_.is_public and item.is_closed:
            continue
        made = _item_section(print_, item)
        names[made.id] = item.id
        dividers = tuple(_dividers(item, numbered, leaves))
        sections.append(_on_sheet(made, numbered.sheet(made.id), dividers))
    document = _document(
        print_, title, sections, _opening(print_, agenda), page_numbers=numbered.numbers, contents_depth=1
    )
    return Packed(document, leaves, names)


def _on_sheet(made: Section, sheet: Sheet, dividers: tuple[Section, ...]) -> Section:
    return Section(made.heading, made.blocks, (*made.sections, *dividers), made.number, made.id, sheet=sheet)


def _dividers(item: ItemPrinted, numbering: Numbering, leaves: dict[str, Leaves]) -> Iterator[Section]:
    """A page before each PDF that is bound in: what follows, from whom, and that nobody checked it."""
    for place, one in enumerate(item.files, start=1):
        if one.suffix != ".pdf" or not one.pages:
            continue
        made = f"appendix-{item.number}-{place}"
        label = f"Appendix {place} to item {item.number}"
        leaves[made] = Leaves(
            files().read(one.sha256, suffix=one.suffix), f"{label}. {one.mark or 'Our own'}."
        )
        count = "One page follows" if one.pages == 1 else f"{one.pages} pages follow"
        said = f"{count} as supplied: file {one.file_name}."
        blocks: tuple[Block, ...] = (Paragraph(text(said)),)
        if one.mark:
            warning = f"{one.mark}. What it says, and whether it can be read with a screen reader, is its supplier’s."
            blocks = (Note(NoteKind.CAVEAT, text(warning), "Supplied, not checked"), *blocks)
        yield Section(f"{label}: {one.title}", blocks, id=made, sheet=numbering.sheet(made, one.pages))
