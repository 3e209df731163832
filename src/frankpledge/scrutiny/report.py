"""The annual report, section by section in its own order, from the authors' narrative and the stored record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from frankpledge.documents.claims import bind
from frankpledge.documents.narrative import Binding, Item, Piece, PieceKind, read_runs
from frankpledge.documents.tree import (
    Block,
    Bound,
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
    Table,
    Text,
    text,
)
from frankpledge.documents.unbound import unbound_numbers
from frankpledge.figures.annex import RowsOf, annex, figures_in
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Problem
from frankpledge.scrutiny.record import Record
from frankpledge.scrutiny.review_sentence import review_counts
from frankpledge.scrutiny.rules import content as parts
from frankpledge.scrutiny.rules.flags import (
    ClaimOutcome,
    Flag,
    by_list,
    flag_of,
    judgement,
    spoken_against,
)
from frankpledge.scrutiny.rules.phrases import inlines
from frankpledge.scrutiny.statements import (
    NOT_RECORDED,
    SYNTHETIC,
    change_blocks,
    quarter_chart,
    quarter_table,
)

FLAGS_HEADING = "Claims that the record does not support"
NO_DECISION = "The decision by which this was agreed is not recorded."


@dataclass(frozen=True)
class Setting:
    """What does not come from the narrative: whose report, its look, its day, and where its figures open."""

    partnership: str
    identity: Identity
    dated: date
    base_url: str = ""
    marking: str = ""


@dataclass(frozen=True)
class BuiltReport:
    """A report as built: the document, how every claim in it stands, and the problems that bar its issue."""

    document: Document
    flags: tuple[Flag, ...]
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """Where each block of the text came to stand: its paragraph's number or its section's, by its key."""


Against = Mapping[tuple[str, str], str]
"""Numbers bound to nothing that another number of the same report speaks against: (sentence, number) and why."""


def build_report(
    content: parts.ReportContent,
    record: Record,
    setting: Setting,
    *,
    rows: RowsOf | None = None,
    against: Against | None = None,
) -> BuiltReport:
    """Build the report. Every number that the record holds is bound to it; every claim that it does not bear is
    flagged beside its paragraph and listed at the end. `rows` lets the annex name source lines; `against` names what
    the report's own tables and sentences speak against.

    Raises `Unusable` for a binding or marking that is nonsense.
    """
    builder = _Builder(content, record, setting, against or {})
    sections = tuple(chain.from_iterable(builder.section(entry) for entry in content.outline))
    flags = tuple(builder.flags)
    unsupported = [flag for flag in flags if flag.outcome.needs_person]
    if unsupported:
        sections = (*sections, _flags_section(unsupported))
    document = _document(content, setting, sections)
    if any(figure.is_synthetic for figure in figures_in(document)):
        document = _document(content, setting, sections, Note(NoteKind.SYNTHETIC, text(SYNTHETIC)))
    closing = annex(document, rows=rows)
    return BuiltReport(
        _with_section(document, closing), flags, tuple(builder.problems), builder.places
    )  # fmt: skip


def _with_section(document: Document, section: Section) -> Document:
    return replace(document, sections=(*document.sections, section))


def _document(
    content: parts.ReportContent, setting: Setting, sections: tuple[Section, ...], *notes: Note
) -> Document:
    cover = content.cover
    return Document(
        title=cover.title,
        sections=sections,
        identity=setting.identity,
        dated=setting.dated.isoformat(),
        subtitle=setting.partnership,
        language=cover.language,
        author=cover.author or setting.identity.name,
        subject=str(message("Report to the {committee}", committee=content.committee.name)),
        marking=setting.marking,
        base_url=setting.base_url,
        opening=(_cover_facts(content), *notes),
    )


def _cover_facts(content: parts.ReportContent) -> Facts:
    cover = content.cover
    compared = message("{new} with {old}", new=str(cover.new), old=str(cover.old))
    return Facts(
        (
            Fact("To", text(content.committee.name)),
            Fact("Meeting", text(_date(cover.meeting))),
            Fact("Covers", text(str(cover.covers))),
            Fact("Compares", text(str(compared))),
            Fact("Prepared on", text(_date(cover.prepared))),
        )
    )


def _date(partial: PartialDate | None) -> str:
    return str(partial) if partial else NOT_RECORDED


def _flags_section(flags: list[Flag]) -> Section:
    columns = (
        Column("Paragraph"),
        Column("The text says"),
        Column("The record shows"),
        Column("Why it is flagged"),
    )
    rows = tuple(
        Row((text(flag.where), text(flag.stated), _shown(flag), text(flag.because))) for flag in flags
    )
    lead = Paragraph(
        text(
            "These stand in the text above and are marked there. They need a person before the report is issued."
        )
    )
    return Section(
        FLAGS_HEADING,
        (
            lead,
            Table(
                FLAGS_HEADING,
                columns,
                rows,
                source="This report, checked against the record.",
                id="table-flags",
            ),
        ),
        id="flags",
    )


def _shown(flag: Flag) -> tuple[Inline, ...]:
    if flag.figure is None:
        return text("nothing that it is bound to")
    return (Bound(flag.figure, flag.computed) if flag.figure.is_known else Bound(flag.figure, "not known"),)


@dataclass
class _Builder:
    """Holds what runs through the whole document: the section's number, the paragraph's, the flags found."""

    content: parts.ReportContent
    record: Record
    setting: Setting
    against: Against
    flags: list[Flag] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    last_section: int = 0
    paragraph: int = 0
    where: str = ""

    # ------------------------------------------------------------------------------------------------ sections

    def section(self, entry: parts.OutlineEntry) -> tuple[Section, ...]:
        """The section of one outline entry; none when it is optional and has no content."""
        made = self.content.sections.get(entry.code)
        if made is None:
            return ()
        number = ""
        if entry.numbered:
            self.last_section += 1
            number = str(self.last_section)
        self.paragraph = 0
        self.where = number or entry.heading
        self.numbering = number if entry.paragraphs else ""
        blocks, inner = self._parts(made, entry)
        return (Section(entry.heading, blocks, inner, number, entry.code),)

    numbering: str = ""

    def _parts(
        self, made: parts.SectionContent, entry: parts.OutlineEntry
    ) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
        """The section's own blocks, and a part for each heading within it; paragraph numbers run on."""
        first: list[Block] = [Paragraph(text(made.nothing))] if made.nothing else []
        inner: list[tuple[str, list[Block]]] = []
        for key, block in zip(made.keys or [""] * len(made.blocks), made.blocks, strict=True):
            if isinstance(block, parts.Heading):
                inner.append((block.text, []))
            else:
                (inner[-1][1] if inner else first).extend(self._placed(key, block))
        sections = tuple(
            Section(heading, tuple(blocks), id=f"{entry.code}-{place}")
            for place, (heading, blocks) in enumerate(inner, start=1)
        )
        return tuple(first), sections

    def _placed(self, key: str, block: parts.Block) -> tuple[Block, ...]:
        """The blocks that one block of the text makes, its flags known as its own, its place remembered."""
        before = len(self.flags)
        made = self._block(block)
        self.flags[before:] = [replace(flag, block=key) for flag in self.flags[before:]]
        self.places[key] = self.where
        return made

    def _block(self, block: parts.Block) -> tuple[Block, ...]:
        made: Callable[[parts.Block], tuple[Block, ...]] = _BLOCKS[type(block)].__get__(self)
        return made(block)

    # ------------------------------------------------------------------------------------------------ narrative

    def numbered(self, words: tuple[Inline, ...]) -> Paragraph:
        """The next paragraph, with its number where the section numbers them."""
        if not self.numbering:
            return Paragraph(words)
        self.paragraph += 1
        self.where = f"{self.numbering}.{self.paragraph}"
        return Paragraph(words, self.where, f"p-{self.where.replace('.', '-')}")

    def narrative(self, block: parts.Narrative) -> tuple[Block, ...]:
        paragraph = self.numbered(())
        words, notes = self.words(block.text)
        place = len(self.flags)
        items, more = self.items(block)
        lists = (Bullets(tuple(items)),) if items else ()
        counted = self.counted_list(place, block.text, len(items))
        judged = tuple(self.judged(one, bare(block.text)) for one in block.judgements)
        return (Paragraph(words, paragraph.number, paragraph.id), *lists, *notes, *counted, *more, *judged)

    def counted_list(self, place: int, typed: str, items: int) -> tuple[Note, ...]:
        """Settle the one number of a lead to a list by counting the list; a note when it has another number of items.

        `place` is how many flags there were when the lead had been read, so its own is the last of them.
        """
        flag = self.flags[place - 1] if place else None
        if not items or flag is None or flag.where != self.where or flag.sentence != bare(typed):
            return ()
        settled = by_list(flag, items)
        if settled is None or unbound_numbers(bare(typed)) != (flag.stated,):
            return ()
        self.flags[place - 1] = settled
        if settled.outcome is ClaimOutcome.CONFIRMED:
            return ()
        return (_note(NoteKind.FLAG, f"The text says {settled.stated}. {settled.because}"),)

    def items(self, block: parts.Narrative) -> tuple[list[tuple[Inline, ...]], list[Block]]:
        """The list under a paragraph: the record's where it keeps one, else what was typed, and that is said."""
        if not block.items_from:
            return self.each(block.items)
        kept = self.kept_list(block.items_from)
        if kept:
            return [text(item) for item in kept], []
        made, notes = self.each(block.items)
        return made, [*notes, _note(NoteKind.INFORMATION, _TYPED if made else _NO_LIST)]

    def kept_list(self, which: str) -> tuple[str, ...]:
        if which == "review-themes":
            return tuple(theme.title for theme in self.content.themes if theme.concerns_council)
        if which == "review-responses":
            return self.content.responses
        return self.record.listed(which, self.on)

    @property
    def on(self) -> date:
        return self.content.cover.as_of

    def each(self, items: tuple[str, ...]) -> tuple[list[tuple[Inline, ...]], list[Block]]:
        pairs = [self.words(item) for item in items]
        return [words for words, _ in pairs], [note for _, notes in pairs for note in notes]

    def words(self, typed: str) -> tuple[tuple[Inline, ...], list[Block]]:
        """Narrative text as inlines, each claim in it checked, with a note for each that does not hold."""
        piece = Piece(PieceKind.PARAGRAPH, (Item(read_runs(typed), 1, self.where),))
        made = bind((piece,), self.record.bound)
        flags = [flag_of(claim, where=self.where, sentence=bare(typed)) for claim in made.claims]
        spoken = [spoken_against(flag, self.against) for flag in flags]
        self.flags += spoken
        first, *notes = made.blocks
        notes += [_contradicts(new) for old, new in zip(flags, spoken, strict=True) if new is not old]
        return (first.inlines if isinstance(first, Paragraph) else ()), notes

    def judged(self, words: str, sentence: str) -> Note:
        """The note beside a judgement: what it is, and that the record is set out beside it."""
        self.flags.append(judgement(words, where=self.where, sentence=sentence))
        said = message(
            "‘{words}’ is the authors’ judgement; no record can confirm or contradict it. What the year, each quarter "
            "and the intervals show is set out beside it.",
            words=words,
        )
        return _note(NoteKind.CAVEAT, str(said), "A judgement")

    # ------------------------------------------------------------------------------------------------ blocks

    def quotation(self, block: parts.Quotation) -> tuple[Block, ...]:
        kept = self.record.position(block.position, self.on) if block.position else None
        texts = kept.paragraphs if kept else block.texts
        quoted = tuple(Note(NoteKind.QUOTE, text(paragraph)) for paragraph in texts)
        if not block.position:
            return quoted
        return (*quoted, _note(NoteKind.INFORMATION, kept.decision if kept else NO_DECISION))

    def levels(self, block: parts.Levels) -> tuple[Block, ...]:
        return (Facts(tuple(Fact(name, text(level)) for name, level in block.levels)),)

    def papers(self, block: parts.Papers) -> tuple[Block, ...]:
        return (Bullets(tuple(tuple(self._paper(paper)) for paper in block.papers)),)

    def _paper(self, paper: parts.Paper) -> Iterator[Inline]:
        """The paper under its own name, and the copy that was kept of it: on which day, of which kind, under which hash."""
        yield Link(paper.title, paper.href) if paper.href else Text(paper.title)
        kept = self.record.kept_copy(paper.kept_copy) if paper.kept_copy else None
        if kept is None:
            yield Text(" (no copy is kept)")
            return
        yield Text(str(message(". Kept on {day}: ", day=short_date(kept.on))))
        yield Link(str(message("copy of {title}, {about}", title=paper.title, about=kept.about)), kept.href)
        yield Text(f" (SHA-256 {kept.sha256[:12]})")

    def quarter_table(self, block: parts.QuarterTable) -> tuple[Block, ...]:
        return (quarter_table(self.record, block),)

    def quarter_chart(self, block: parts.QuarterChart) -> tuple[Block, ...]:
        chart = quarter_chart(self.record, block)
        if chart is None:
            return (
                _note(NoteKind.INFORMATION, "There is nothing to draw: no quarter of this measure is known."),
            )
        return (chart,)

    def change(self, block: parts.ChangeStatement) -> tuple[Block, ...]:
        return change_blocks(self.record, block)

    def reviews(self, block: parts.ReviewCountsBlock) -> tuple[Block, ...]:
        counts = self.record.reviews(block.on)
        if counts.problem is not None and counts.is_mismatch:
            self.problems.append(counts.problem)
        words, note = review_counts(counts, block.since)
        return (self.numbered(words), *((note,) if note else ()))

    def horizon(self, block: parts.Horizon) -> tuple[Block, ...]:
        said = message(
            "{bill} {stage} and is expected to become law in {expected}, when it will be known as {act}.",
            bill=block.bill, stage=block.stage, expected=str(block.expected), act=block.act,
        )  # fmt: skip
        return (self.numbered(inlines(said, {})),)

    def sign_offs(self, block: parts.SignOffs) -> tuple[Block, ...]:
        facts = []
        for one in block.sign_offs:
            who = ", ".join(part for part in (one.by, _on_day(one.on)) if part)
            said = message(
                "{considered} Signed off: {who}",
                considered=_sentence(one.considered or "considered"), who=who or NOT_RECORDED,
            )  # fmt: skip
            facts.append(Fact(one.implication, text(str(said))))
        return (Facts(tuple(facts)),)

    def recommendation(self, block: parts.RecommendationBlock) -> tuple[Block, ...]:
        asked = self.content.recommendation
        if block.part == "recommendation":
            return (Paragraph(text(asked.text)),)
        duty, source = self.record.duty(asked.duty_code, self.on) if asked.duty_code else ("", "")
        if duty:
            said = message("The duty: {duty} ({source}).", duty=duty, source=source)
        elif asked.duty:
            said = message(
                "The duty is {duty} ({source}).", duty=asked.duty, source=asked.source or NOT_RECORDED
            )
        else:
            return (Paragraph(text(asked.reason)),)
        return (Paragraph(text(asked.reason)), Paragraph(text(str(said))))


_BLOCKS = {
    parts.Narrative: _Builder.narrative,
    parts.Quotation: _Builder.quotation,
    parts.Levels: _Builder.levels,
    parts.Papers: _Builder.papers,
    parts.QuarterTable: _Builder.quarter_table,
    parts.QuarterChart: _Builder.quarter_chart,
    parts.ChangeStatement: _Builder.change,
    parts.ReviewCountsBlock: _Builder.reviews,
    parts.Horizon: _Builder.horizon,
    parts.SignOffs: _Builder.sign_offs,
    parts.RecommendationBlock: _Builder.recommendation,
}
_TYPED = "This list was typed by the authors; the record does not keep it yet."
_NO_LIST = "The record keeps no such list yet."


def _on_day(written: str) -> str:
    """A day as it was written, in words where it is a date."""
    try:
        return str(PartialDate.parse(written))
    except ValueError:
        return written


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def bare(typed: str) -> str:
    """Narrative text as a reader sees it, without bindings and addresses."""
    return "".join(run.typed if isinstance(run, Binding) else run.text for run in read_runs(typed))


def _contradicts(flag: Flag) -> Note:
    return _note(NoteKind.FLAG, f"The text says {flag.stated}. {flag.because}")


def _note(kind: NoteKind, words: str, title: str = "") -> Note:
    return Note(kind, text(words), title)
