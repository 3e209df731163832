"""The strategic assessment as a document: recommendations first, every part the law asks for, a page an issue. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from frankpledge.analysis.sentences import joined
from frankpledge.analysis.series import BreakKind, earlier
from frankpledge.assessment.facts import MeasureLink, PartFacts
from frankpledge.assessment.pictures import ranking_chart
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.words import movement, ordinal, rank_range, rank_sign
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
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.law.facts import ContentRule

MEASURED = {"exact": "exactly", "proxy": "by proxy", "none": "not at all"}
BREAK_WORDS = {
    BreakKind.STEP: "lasting change of recording", BreakKind.TRANSITION: "gradual change of recording",
    BreakKind.GAP: "gap", BreakKind.EVENT: "event",
}  # fmt: skip
SYNTHETIC = "Some figures in this document were made up for a demonstration. They are marked, and describe nothing that happened."
UNWRITTEN = "The law asks for this part and nobody has written it yet."
MOST_IN_REASON = 2


def build_assessment_document(record: AssessmentRecord, *, rows: RowsOf | None = None) -> Document:
    """The document of an edition. `rows` lets the annex name the source lines of each figure.

    A part that the law asks for and that has nothing in it is there and says so (see `unwritten`).
    """
    sections = (
        _recommendations(record),
        _made(record),
        _priorities(record),
        _levels(record),
        _changes(record),
        _written(record, "SA-c", "why", "Why the changes happened"),
        _public(record),
        _written(record, "SA-f", "progress", "How far last year's plan was implemented"),
        *_county(record),
        _implications(record),
        _limits(record),
        _checklist(record),
    )
    numbered = tuple(replace(one, number=str(place)) for place, one in enumerate(sections, start=1))
    document = _document(record, numbered)
    return replace(document, sections=(*numbered, annex(document, rows=rows, number=str(len(numbered) + 1))))


def unwritten(record: AssessmentRecord) -> tuple[ContentRule, ...]:
    """The parts the law asks for in which nobody has written anything; the document is not complete while any is."""
    needs = {"SA-c": "why", "SA-e": "", "SA-f": "progress", "SA-g": "county"}
    found = []
    for part in record.sections:
        name = needs.get(part.code)
        if name and not record.texts(name):
            found.append(part)
        if (
            part.code == "SA-e"
            and not any(one.public for one in record.issues)
            and not record.texts("public")
        ):
            found.append(part)
    return tuple(found)


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
    if record.is_synthetic:
        opening.append(Note(NoteKind.SYNTHETIC, text(SYNTHETIC)))
    return Document(
        title=ranking.title,
        sections=sections,
        identity=record.identity,
        dated=record.dated,
        subtitle=record.partnership,
        author=joined(list(ranking.authors)),
        subject=f"Strategic assessment, {ranking.edition}",
        base_url=record.base_url,
        opening=tuple(opening),
    )


def _moment(record: AssessmentRecord) -> str:
    known_at = record.ranking.known_at
    return f"{known_at:%Y-%m-%d %H:%M} UTC" if known_at else "not recorded"


def _heading(record: AssessmentRecord, code: str, otherwise: str) -> str:
    return next((part.heading for part in record.sections if part.code == code), otherwise)


def _paragraphs(lines: Iterable[str]) -> tuple[Block, ...]:
    return tuple(Paragraph(text(line)) for line in lines)


def _recommendations(record: AssessmentRecord) -> Section:
    """What partners are asked to do, before anything else: the issues in order, then what else is asked for."""
    lead = text(
        "On the evidence below, partners are asked to put these issues first, in this order. Where the order cannot "
        "be told, that is said, and the choice is the partnership's."
    )
    candidates = [one for one in record.ranked if one.issue.is_candidate]
    others = [one for one in record.ranked if not one.issue.is_candidate and _rises(one, record)]
    blocks: list[Block] = [*_paragraphs(record.texts("summary")), Paragraph(lead)]
    blocks.append(Bullets(tuple(_recommended(one, record) for one in candidates), ordered=True))
    if others:
        names = joined([one.issue.title for one in others])
        blocks.append(
            Note(
                NoteKind.INFORMATION,
                text(
                    str(message("{names} is monitored and scores among the first; consider it.", names=names))
                ),
            )
        )
    if record.recommendations:
        blocks.append(Paragraph(text("Partners are also asked to:")))
        blocks.append(Bullets(tuple(text(_asked(one, record)) for one in record.recommendations)))
    return Section("Recommendations", tuple(blocks), id="recommendations")


def _rises(one: IssueRecord, record: AssessmentRecord) -> bool:
    return one.place is not None and one.place.rank <= record.first // 2


def _recommended(one: IssueRecord, record: AssessmentRecord) -> tuple[Inline, ...]:
    span = rank_range(one.place.rank_low, one.place.rank_high) if one.place else ""
    return (
        Text(f"{one.issue.title}: "),
        Bound(one.rank),
        Text(f", on this evidence {span}; among the first {record.first} in "),
        Bound(one.top),
        Text(" draws."),
    )


def _asked(one: Mapping[str, str], record: AssessmentRecord) -> str:
    owner = f" ({one['owner']})" if one.get("owner") else ""
    about = f"{record.title_of(one['issue'])}: " if one.get("issue") else ""
    return f"{about}{one.get('text', '')}{owner}"


def _made(record: AssessmentRecord) -> Section:
    ranking = record.ranking
    method = message(
        "Scores are worked out by the scheme “{scheme}”, version {version}: {formula}. Each score was drawn {draws} "
        "times from what is known of its levels, with seed {seed}; the interval of a rank holds {share} of the draws.",
        scheme=ranking.scheme_title, version=ranking.scheme_version, formula=ranking.formula,
        draws=f"{ranking.draws:,}", seed=ranking.seed, share=f"{ranking.confidence * 100:g}%",
    )  # fmt: skip
    return Section(
        "How this assessment was made",
        (*_paragraphs(record.texts("method")), Paragraph(text(str(method))), _criteria(record)),
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
        notes=(
            f"SHA-256 of the scheme: {record.ranking.scheme_sha256[:12]}…; of the scores: {record.ranking.scores_sha256[:12]}….",
        ),
        id="criteria",
    )


def _priorities(record: AssessmentRecord) -> Section:
    blocks: list[Block] = []
    if record.ranked:
        blocks.append(ranking_chart(record.ranking, record.ranked))
        blocks.append(_order(record))
    blocks.extend(_not_scored(record))
    return Section(_heading(record, "SA-d", "What to prioritise"), tuple(blocks), id="sa-d")


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
    return Table("Issues in order, with one reason line each", columns, rows, notes=notes, id="order")


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


def reason_line(one: IssueRecord) -> str:
    """The two criteria on which an issue stands worst, and what is not known."""
    if one.place is None:
        return one.why_left_out
    known = [part for part in one.place.parts if part.level is not None and not part.assumed]
    worst = sorted(known, key=lambda part: -(part.level or 0))[:MOST_IN_REASON]
    said = joined([f"{part.title.lower()} {part.label.lower()}" for part in worst])
    absent = [part.title.lower() for part in one.place.parts if part.assumed or part.level is None]
    tail = f"; not known: {joined(absent)}" if absent else ""
    return f"{said[:1].upper()}{said[1:]}{tail}."


def _not_scored(record: AssessmentRecord) -> tuple[Block, ...]:
    if not record.unranked:
        return ()
    rows = tuple(Row((text(one.issue.title), text(one.why_left_out))) for one in record.unranked)
    lead = text("These issues could not be scored. They are not at the end of the order: they are not in it.")
    table = Table(
        "What could not be scored, and why", (Column("Issue"), Column("Why")), rows, id="not-scored"
    )
    return Paragraph(lead), table


def _levels(record: AssessmentRecord) -> Section:
    pages = tuple(issue_section(one, record) for one in record.issues)
    lead = text("One page an issue: where it stands, the figures, what they measure, and what is not known.")
    return Section(_heading(record, "SA-a", "Levels and patterns"), (Paragraph(lead),), pages, id="sa-a")


def issue_section(one: IssueRecord, record: AssessmentRecord) -> Section:
    """The page of one issue."""
    blocks: list[Block] = [Paragraph(text(one.issue.definition)), Paragraph(opening_sentence(one, record))]
    if one.finding:
        blocks.append(Paragraph(text(one.finding)))
    blocks.append(_numbers(one, record))
    if one.chart is not None:
        blocks.append(one.chart)
    blocks.extend(_cautions(one))
    if one.place is not None:
        blocks.append(score_card(one))
    if one.issue.harmed:
        blocks.append(Paragraph(text(f"Who is harmed. {one.issue.harmed}")))
    blocks.append(Paragraph(text("What we do not know:")))
    blocks.append(Bullets(tuple(text(line) for line in unknowns(one))))
    return Section(one.issue.title, tuple(blocks), id=f"issue-{one.issue.slug}")


def opening_sentence(one: IssueRecord, record: AssessmentRecord) -> tuple[Inline, ...]:
    """Where the issue stands, in one sentence whose numbers open."""
    place = one.place
    if place is None:
        return text(f"{one.issue.title} could not be scored. {one.why_left_out}")
    count = len(record.ranked)
    if place.rank_low == place.rank_high:
        tail: tuple[Inline, ...] = (Text(f" of {count}, and would in nearly every draw."),)
    else:
        span = f" of {count}; on this evidence it may stand anywhere from {ordinal(place.rank_low)} to {ordinal(place.rank_high)}."
        tail = (Text(span),)
    return (Text(f"{one.issue.title} ranks "), Bound(one.rank), *tail)


def _numbers(one: IssueRecord, record: AssessmentRecord) -> Facts:
    before = earlier_of(record.ranking.period)
    facts = [
        _fact("Score", one.score),
        _fact(f"Chance of being among the first {record.first}", one.top),
        _fact(f"Count in {record.ranking.period}", one.count),
        _fact(f"Count in {before}", one.before),
        _fact("Change per day", one.change),
        _fact("Residents who name it a priority", one.public),
        Fact("What measures it", text(measured_by(one))),
    ]
    return Facts(tuple(fact for fact in facts if fact is not None))


def earlier_of(period: Period) -> Period:
    """The twelve months before the assessment's."""
    return earlier(period, months=12)


def _fact(name: str, figure: Figure | None) -> Fact | None:
    if figure is None:
        return None
    if not figure.is_known:
        return Fact(name, (Bound(figure, "not known"), Text(f": {figure.unknown_because}")))
    unit = "%" if "cent" in figure.unit and not figure.text.endswith("%") else ""
    span = f" ({figure.interval_text})" if figure.interval_text else ""
    return Fact(
        name,
        (Bound(figure, f"{figure.text}{unit}"), Text(span))
        if span
        else (Bound(figure, f"{figure.text}{unit}"),),
    )


def measured_by(one: IssueRecord) -> str:
    """Whether anything measures the issue, how truly, and what says so."""
    link = one.issue.measured()
    if link is None:
        return "Nothing does. " + " ".join(_gap(gap) for gap in one.issue.unmeasured())
    if one.measure is None:
        return f"{link.source} would, {MEASURED[link.kind]}, but it has not been imported."
    return f"{one.measure.title}, {MEASURED[link.kind]}: {link.why} {one.measure.source}"


def _gap(gap: MeasureLink) -> str:
    return f"No measure from {gap.source}: {gap.why} To ask for: {gap.extract_to_ask_for.rstrip('.')}."


def _cautions(one: IssueRecord) -> tuple[Block, ...]:
    said = [f"{mark.what} ({mark.when}): {BREAK_WORDS[mark.kind]}." for mark in one.breaks]
    if one.place is not None:
        said += list(one.place.remarks)
    blocks: list[Block] = [Note(NoteKind.CAVEAT, text(" ".join(said)))] if said else []
    if any(figure.is_synthetic for figure in one.figures):
        blocks.append(
            Note(NoteKind.SYNTHETIC, text("Some of these figures were made up for a demonstration."))
        )
    return tuple(blocks)


def score_card(one: IssueRecord) -> Table:
    """Every level of an issue, what it rests on and why."""
    parts: tuple[PartFacts, ...] = one.place.parts if one.place else ()
    rows = tuple(
        Row(
            (
                text(part.title),
                text(part.label),
                text(part.anchor or "–"),
                text(part.basis),
                text(part.reason),
            )
        )
        for part in parts
    )
    columns = (
        Column("Criterion"),
        Column("Level"),
        Column("What that means"),
        Column("Basis"),
        Column("Why"),
    )
    return Table(
        f"Why {one.issue.title.lower()} stands where it does", columns, rows, id=f"scores-{one.issue.slug}"
    )


def unknowns(one: IssueRecord) -> tuple[str, ...]:
    """What is not known of an issue, the sources that do not measure it among them."""
    gaps = [
        f"{gap.source}: {gap.why} To ask for: {gap.extract_to_ask_for.rstrip('.')}."
        for gap in one.issue.unmeasured()
    ]
    return (*one.issue.unknown, *gaps) or ("Nothing has been noted.",)


def _changes(record: AssessmentRecord) -> Section:
    period = record.ranking.period
    columns = (
        Column("Issue"), Column(str(earlier_of(period)), CellKind.NUMBER), Column(str(period), CellKind.NUMBER),
        Column("Change per day", CellKind.NUMBER), Column("95% interval", CellKind.NUMBER), Column("To note"),
    )  # fmt: skip
    rows = tuple(_change_row(one) for one in record.issues if one.count is not None)
    blocks: list[Block] = [Paragraph(text(_since(record)))]
    if rows:
        blocks.append(
            Table(
                "Each measured issue against the twelve months before",
                columns,
                rows,
                notes=(PER_DAY,),
                id="changes",
            )
        )
    return Section(_heading(record, "SA-b", "Changes since the last assessment"), tuple(blocks), id="sa-b")


PER_DAY = (
    "Changes are per day, so that a leap year does not count as a rise. Where recording changed or a month is "
    "missing no change is given."
)


def _since(record: AssessmentRecord) -> str:
    before = record.ranking.previous_edition
    if not before:
        return "No earlier edition is kept here, so ranks cannot be compared; the measures are compared with the twelve months before."
    moved = [
        str(message("{title} was {old} and is {new}", title=one.title.lower(), old=ordinal(one.previous_rank), new=ordinal(one.rank)))
        for one in record.ranking.places
        if one.previous_rank is not None and one.previous_rank != one.rank
    ]  # fmt: skip
    said = joined(moved) if moved else "no issue has changed its rank"
    return str(message("Since the edition {before}: {said}.", before=before, said=said))


def _change_row(one: IssueRecord) -> Row:
    notes = [mark.what for mark in one.breaks]
    if one.measure is not None and one.measure.is_synthetic:
        notes.append("synthetic")
    return Row(
        (
            text(one.issue.title),
            _cell(one.before),
            _cell(one.count),
            _cell(one.change),
            text(one.change.interval_text if one.change else ""),
            text("; ".join(notes)),
        )
    )


def _cell(figure: Figure | None) -> tuple[Inline, ...]:
    if figure is None:
        return text("not told")
    return (Bound(figure, figure.text if figure.is_known else "not known"),)


def _written(record: AssessmentRecord, code: str, name: str, otherwise: str) -> Section:
    lines = record.texts(name)
    blocks: tuple[Block, ...] = _paragraphs(lines) if lines else (Note(NoteKind.FLAG, text(UNWRITTEN)),)
    return Section(_heading(record, code, otherwise), blocks, id=code.lower())


def _public(record: AssessmentRecord) -> Section:
    asked = sorted(
        (one for one in record.ranked if one.public is not None and one.public.value is not None),
        key=lambda one: -float(one.public.value or 0) if one.public else 0.0,
    )
    blocks: list[Block] = list(_paragraphs(record.texts("public")))
    if asked:
        blocks.append(_views(asked))
    if not blocks:
        blocks.append(Note(NoteKind.FLAG, text(UNWRITTEN)))
    return Section(_heading(record, "SA-e", "What the public think"), tuple(blocks), id="sa-e")


def _views(asked: list[IssueRecord]) -> Table:
    rows = tuple(
        Row(
            (
                text(one.issue.title),
                (
                    Bound(one.public, f"{one.public.text}%"),
                    Text(f" ({one.public.interval_text})" if one.public.interval_text else ""),
                ),
                text(ordinal(place)),
                (Bound(one.rank),),
            )
        )
        for place, one in enumerate(asked, start=1)
        if one.public is not None
    )
    columns = (
        Column("Issue"), Column("Residents who name it", CellKind.NUMBER), Column("Place among the public"),
        Column("Rank on all the evidence"),
    )  # fmt: skip
    return Table("What residents put first, and where the evidence puts it", columns, rows, id="views")


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
    blocks: list[Block] = list(_paragraphs(record.texts("implications")))
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


def _limits(record: AssessmentRecord) -> Section:
    blocks: list[Block] = list(_paragraphs(record.texts("limits")))
    if record.coverage:
        blocks.append(_coverage(record))
    if record.breaks:
        blocks.append(_breaks(record))
    blocks.append(_sources(record))
    return Section("Data and their limits", tuple(blocks), id="limits")


def _coverage(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(f"{one.source}, {one.area}{' (synthetic)' if one.is_synthetic else ''}"),
                text(f"{Period.parse(one.first)} to {Period.parse(one.last)}"),
                text(str(one.complete)),
                text(str(one.partial)),
                text(joined(list(one.absent)) if one.absent else "none"),
            )
        )
        for one in record.coverage
    )
    columns = (
        Column("Source"), Column("From and to"), Column("Months complete", CellKind.NUMBER),
        Column("Months partial", CellKind.NUMBER), Column("Months absent"),
    )  # fmt: skip
    note = "A month that is absent is missing, not zero; no total is given over it."
    return Table("Which months have arrived", columns, rows, notes=(note,), id="coverage")


def _breaks(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(one.what),
                text(str(one.when)),
                text(BREAK_WORDS[one.kind]),
                text(one.source or "not recorded"),
            )
        )
        for one in record.breaks
    )
    columns = (Column("What"), Column("When"), Column("Kind"), Column("Source"))
    return Table("What changed in recording or circumstance", columns, rows, id="breaks")


def _sources(record: AssessmentRecord) -> Table:
    rows = tuple(
        Row(
            (
                text(one.issue.title),
                text(link.source),
                text(MEASURED[link.kind]),
                text(link.why),
                text(link.extract_to_ask_for),
            )
        )
        for one in record.issues
        for link in one.issue.measures
    )
    columns = (Column("Issue"), Column("Source"), Column("Measures it"), Column("Why"), Column("To ask for"))
    return Table("What measures each issue, and what to ask for", columns, rows, id="sources")


def _checklist(record: AssessmentRecord) -> Section:
    lacking = {part.code for part in unwritten(record)}
    rows = tuple(
        Row(
            (
                text(part.code),
                text(part.title),
                text("; ".join(str(source) for source in part.basis)),
                text("not written" if part.code in lacking else _heading(record, part.code, part.heading)),
            )
        )
        for part in record.sections
    )
    columns = (Column("Part"), Column("The law asks for"), Column("Where it says so"), Column("Chapter"))
    return Section(
        "What the law asks for, and where it is",
        (Table("Required parts", columns, rows, id="checklist"),),
        id="checklist-section",
    )
