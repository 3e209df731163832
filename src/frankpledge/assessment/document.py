"""The strategic assessment as a document: recommendations first, every part the law asks for, a page an issue. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from frankpledge.analysis.sentences import joined
from frankpledge.assessment.comparisons import changes_section, public_section
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.issue_page import detail_section, issue_section, reason_line, where_section
from frankpledge.assessment.limits import limits_section
from frankpledge.assessment.on_a_page import counted, on_a_page
from frankpledge.assessment.parts import RECORD, heading, paragraphs, unwritten_note
from frankpledge.assessment.pictures import ranking_chart
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.choices import STANDINGS
from frankpledge.assessment.rules.formula_words import formula_in_words
from frankpledge.assessment.rules.words import inside_a_sentence, movement, rank_range, rank_sign
from frankpledge.assessment.sure_ranks import drawn_sentence, sure_sentence
from frankpledge.assessment.withheld_section import withheld_section
from frankpledge.assessment.withholding import closed, summary
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Inline,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    text,
)
from frankpledge.figures.annex import RowsOf, annex
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.messages import message
from frankpledge.law.facts import ContentRule

SYNTHETIC = "Some figures in this document were made up for a demonstration. They are marked, and describe nothing that happened."
WRITTEN = {"SA-c": "why", "SA-e": "public", "SA-f": "progress", "SA-g": "county"}
"""The parts that people write, and the text each is kept under."""
PUBLIC_VERSION = "Public version"
BEHIND_CHARTS = (
    "The counts by month and quarter in the tables behind the charts open to their rows in the same way; they are not "
    "listed one by one here."
)


def build_assessment_document(record: AssessmentRecord, *, rows: RowsOf | None = None) -> Document:
    """The document of an edition. `rows` lets the annex name the source lines of each figure.

    A part that the law asks for and that has nothing in it is there and says so (see `unwritten`).
    """
    sections = (
        _recommendations(record),
        _made(record),
        _priorities(record),
        _levels(record),
        changes_section(record),
        *(one for one in (where_section(record),) if one),
        _written(record, "SA-c", "why", "Why the changes happened"),
        public_section(record),
        _written(record, "SA-f", "progress", "How far last year's plan was implemented"),
        *_county(record),
        _implications(record),
        limits_section(record),
        *(one for one in (withheld_section(record),) if one),
        _checklist(record),
        detail_section(record),
    )
    numbered = tuple(replace(one, number=str(place)) for place, one in enumerate(sections, start=1))
    if record.protection is not None:
        # Before the annex, which names the source lines of what opens.
        measures = {one.issue.slug: one.measure.slug for one in record.issues if one.measure}
        numbered = closed(_document(record, numbered), record.protection, measures).sections
    listed = _document(record, tuple(_without_charts(one) for one in numbered))
    closing = annex(listed, rows=rows, number=str(len(numbered) + 1))
    closing = replace(closing, blocks=(*closing.blocks, Paragraph(text(BEHIND_CHARTS))))
    return _document(record, (*numbered, closing))


def _without_charts(section: Section) -> Section:
    """A section as the annex lists it: forty counts by month would bury the figures that the text rests on."""
    return replace(
        section,
        blocks=tuple(block for block in section.blocks if not isinstance(block, Chart)),
        sections=tuple(_without_charts(inner) for inner in section.sections),
    )


def unwritten(record: AssessmentRecord) -> tuple[ContentRule, ...]:
    """The parts the law asks for in which nobody has written anything; the document is not complete while any is."""
    return unwritten_parts(
        record.sections, record.ranking, has_views=any(one.public for one in record.issues)
    )


def unwritten_parts(
    sections: Iterable[ContentRule], ranking: RankingFacts, *, has_views: bool
) -> tuple[ContentRule, ...]:
    """Of the parts asked for, those that only people can write and have not; figures of the public's views stand
    for the part on those views."""
    written = {code for code, name in WRITTEN.items() if ranking.texts.get(name)}
    if has_views:
        written.add("SA-e")
    return tuple(part for part in sections if part.code in WRITTEN and part.code not in written)


def _document(record: AssessmentRecord, sections: tuple[Section, ...]) -> Document:
    ranking = record.ranking
    opening: list[Block] = [
        Facts(
            (
                Fact("Partnership", text(record.partnership)),
                Fact("Period", text(str(ranking.period))),
                Fact("Imports counted up to", text(_moment(record))),
                Fact("Authors", text(joined(list(ranking.authors)))),
                Fact("Scheme", text(f"{ranking.scheme_title}, version {ranking.scheme_version}")),
            )
        )
    ]
    if record.protection is not None:
        opening.append(Note(NoteKind.INFORMATION, text(summary(record.protection)), PUBLIC_VERSION))
    if record.is_synthetic:
        opening.append(Note(NoteKind.SYNTHETIC, text(SYNTHETIC)))
    return Document(
        title=ranking.title,
        sections=sections,
        identity=record.identity,
        dated=record.dated,
        subtitle=record.partnership
        if record.protection is None
        else f"{record.partnership}: {PUBLIC_VERSION.lower()}",
        author=joined(list(ranking.authors)),
        subject=f"Strategic assessment, {ranking.edition}",
        base_url=record.base_url,
        opening=tuple(opening),
    )


def _moment(record: AssessmentRecord) -> str:
    known_at = record.ranking.known_at
    return f"{short_date(local_date(known_at))}, {known_at:%H:%M} UTC" if known_at else "not recorded"


def _recommendations(record: AssessmentRecord) -> Section:
    """What partners are asked to do, before anything else: the issues in order, then what else is asked for."""
    lead = text(
        "On the evidence below, partners are asked to put these issues first, in this order. Where the order cannot "
        "be told, that is said, and the choice is the partnership's."
    )
    candidates = [one for one in record.ranked if one.issue.is_candidate]
    others = [one for one in record.ranked if not one.issue.is_candidate and _rises(one, record)]
    blocks: list[Block] = [*paragraphs(record.texts("summary")), Paragraph(lead)]
    blocks.append(Bullets(tuple(_recommended(one, record) for one in candidates), ordered=True))
    if others:
        first, *more = (one.issue.title for one in others)
        names = joined([first, *map(inside_a_sentence, more)])
        asked = (
            "{names} is monitored and ranks among the first {count}; consider it."
            if not more
            else "{names} are monitored and rank among the first {count}; consider them."
        )
        blocks.append(
            Note(
                NoteKind.INFORMATION,
                text(str(message(asked, names=names, count=record.first))),
            )
        )
    return Section("Recommendations", tuple(blocks), on_a_page(record), id="recommendations")


def _rises(one: IssueRecord, record: AssessmentRecord) -> bool:
    return one.place is not None and one.place.rank <= record.first


def _recommended(one: IssueRecord, record: AssessmentRecord) -> tuple[Inline, ...]:
    span = rank_range(one.place.rank_low, one.place.rank_high) if one.place else ""
    return (
        Text(f"{one.issue.title}: "),
        Bound(one.rank),
        Text(f", on this evidence {span}; its chance of being among the first {record.first} is "),
        Bound(one.top),
        Text("."),
    )


def _made(record: AssessmentRecord) -> Section:
    ranking = record.ranking
    method = message(
        "Scores are worked out by the scheme “{scheme}”, version {version}: {formula}. Each score was drawn {draws} "
        "times from what is known of its levels, with seed {seed}; the interval of a rank holds {share} of the draws.",
        scheme=ranking.scheme_title, version=ranking.scheme_version, formula=formula_in_words(ranking.formula),
        draws=f"{ranking.draws:,}", seed=ranking.seed, share=f"{ranking.confidence * 100:g}%",
    )  # fmt: skip
    return Section(
        "How this assessment was made",
        (*paragraphs(record.texts("method")), Paragraph(text(str(method))), _criteria(record)),
        id="method",
    )


def _criteria(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(one.title),
                text(str(one.strand).capitalize()),
                text(one.question),
                text("a figure, by rule" if one.indicator else "judgement, against written anchors"),
                text(f"{float(one.weight):g}"),
            )
        )
        for one in record.scheme.criteria
    )
    return Table(
        "What each issue is scored on",
        (
            Column("Criterion"),
            Column("Strand"),
            Column("Question"),
            Column("How"),
            Column("Weight", CellKind.NUMBER),
        ),
        rows,
        source=RECORD,
        notes=(
            f"SHA-256 of the scheme: {record.ranking.scheme_sha256[:12]}…; of the scores: {record.ranking.scores_sha256[:12]}….",
        ),
        id="criteria",
    )


def _priorities(record: AssessmentRecord) -> Section:
    blocks: list[Block] = []
    if record.ranked:
        blocks.extend(
            paragraphs(one for one in (drawn_sentence(record.ranking), sure_sentence(record.ranking)) if one)
        )
        blocks.append(ranking_chart(record.ranking, record.ranked))
        blocks.append(_order(record))
    blocks.extend(_not_scored(record))
    blocks.extend(_chosen(record))
    return Section(heading(record, "SA-d", "What to prioritise"), tuple(blocks), id="sa-d")


def _order(record: AssessmentRecord) -> Table:
    columns = (
        Column("Issue"), Column("Rank"), Column("May stand"), Column("Score", CellKind.NUMBER),
        Column(f"Among the first {record.first}"), Column("Why"),
    )  # fmt: skip
    rows = tuple(_order_row(one, record) for one in record.ranked)
    notes = tuple(
        str(message("{title} is part of {whole}: the two do not stand for different events.",
                    title=one.issue.title, whole=record.title_of(one.issue.part_of)))
        for one in record.ranked
        if one.issue.part_of
    )  # fmt: skip
    return Table(
        "Issues in order, with one reason line each", columns, rows, source=RECORD, notes=notes, id="order"
    )


def _order_row(one: IssueRecord, record: AssessmentRecord) -> Row:
    place = one.place
    if place is None:
        return Row((text(one.issue.title),) + (text(""),) * 5)
    moved = movement(place.rank, place.previous_rank, had_previous=bool(record.ranking.previous_edition))
    rank: tuple[Inline, ...] = (Bound(one.rank, rank_sign(place.rank, tied=bool(place.tied_with))),)
    standing = "" if one.issue.is_candidate else " (monitored)"
    return Row(
        (
            text(f"{one.issue.title}{standing}"),
            rank + ((Text(f" ({moved})"),) if moved else ()),
            text(rank_range(place.rank_low, place.rank_high)),
            (Bound(one.score),),
            (Bound(one.top),),
            text(reason_line(one)),
        )
    )


def _not_scored(record: AssessmentRecord) -> tuple[Block, ...]:
    if not record.unranked:
        return ()
    rows = tuple(Row((text(one.issue.title), text(one.why_left_out))) for one in record.unranked)
    lead = "These issues could not be scored. They are not at the end of the order: they are not in it."
    table = Table(
        "What could not be scored, and why",
        (Column("Issue"), Column("Why")),
        rows,
        source=RECORD,
        notes=(lead,),
        id="not-scored",
    )
    return (table,)


def _chosen(record: AssessmentRecord) -> tuple[Block, ...]:
    """What the partnership chose, and its reason wherever it chose otherwise than the order says."""
    if not record.choices:
        return ()
    first = record.choices[0]
    lead = message(
        "The order advises; the partnership chooses. {who} chose on {day}.",
        who=first.chosen_by, day=short_date(first.chosen_on),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                text(record.title_of(one.issue)),
                text(STANDINGS[one.standing]),
                text(one.departs),
                text(one.because),
            )
        )
        for one in record.choices
    )
    table = Table(
        "What the partnership chose",
        (Column("Issue"), Column("Choice"), Column("Where it departs from the order"), Column("Because")),
        rows,
        source=RECORD,
        id="choices",
    )
    return Paragraph(text(str(lead))), table


def _levels(record: AssessmentRecord) -> Section:
    pages = tuple(issue_section(one, record) for one in record.issues)
    lead = text(
        "How much was counted; then a page for each issue, worst first: where it stands, the figures, what is expected, "
        "who is harmed and what is not known."
    )
    blocks = (Paragraph(lead), *_counted(record))
    return Section(heading(record, "SA-a", "Levels and patterns"), blocks, pages, id="sa-a")


def _counted(record: AssessmentRecord) -> tuple[Block, ...]:
    """How much of each issue was counted, and over which months."""
    rows = tuple(
        Row(
            (
                text(one.issue.title),
                text(one.measure.title),
                text(str(one.arrived_in or record.ranking.period)),
                counted(one),
            )
        )
        for one in record.issues
        if one.measure is not None and one.count is not None
    )
    columns = (Column("Issue"), Column("Measure"), Column("Counted over"), Column("Count", CellKind.NUMBER))
    return (Table("How much was counted", columns, rows, source=RECORD, id="counted"),) if rows else ()


def _written(record: AssessmentRecord, code: str, name: str, otherwise: str) -> Section:
    lines = record.texts(name)
    blocks: tuple[Block, ...] = paragraphs(lines) if lines else (unwritten_note(),)
    return Section(heading(record, code, otherwise), blocks, id=code.lower())


def _county(record: AssessmentRecord) -> tuple[Section, ...]:
    if not any(part.code == "SA-g" for part in record.sections):
        return ()
    return (_written(record, "SA-g", "county", "Matters for the county strategy group"),)


def _implications(record: AssessmentRecord) -> Section:
    firm = [one.issue.title for one in record.ranked if one.place and one.place.rank_high <= record.first]
    loose = [
        one.issue.title
        for one in record.ranked
        if one.place and one.place.rank_low <= record.first < one.place.rank_high
    ]
    blocks: list[Block] = list(paragraphs(record.texts("implications")))
    if firm:
        blocks.append(
            Paragraph(text(f"Among the first {record.first} whatever is not known: {joined(firm)}."))
        )
    if loose:
        blocks.append(
            Paragraph(
                text(
                    f"May or may not be among the first {record.first}, for partners to choose and to say why: {joined(loose)}."
                )
            )
        )
    return Section("What this means for the plan", tuple(blocks), id="implications")


def _checklist(record: AssessmentRecord) -> Section:
    lacking = {part.code for part in unwritten(record)}
    rows = tuple(
        Row(
            (
                text(part.code),
                text(part.title),
                text("; ".join(str(source) for source in part.basis)),
                text("not written" if part.code in lacking else heading(record, part.code, part.heading)),
            )
        )
        for part in record.sections
    )
    columns = (Column("Part"), Column("The law asks for"), Column("Where it says so"), Column("Chapter"))
    return Section(
        "What the law asks for, and where it is",
        (Table("Required parts", columns, rows, source=RECORD, id="checklist"),),
        id="checklist-section",
    )
