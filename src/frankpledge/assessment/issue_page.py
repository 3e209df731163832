"""The page of one issue in the assessment: where it stands, its figures, what they measure, what is not known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frankpledge.analysis.sentences import joined
from frankpledge.analysis.series import Break, BreakKind
from frankpledge.assessment.facts import MeasureLink, PartFacts, RankingFacts
from frankpledge.assessment.parts import BASIS, BREAK_WORDS, MEASURED, RECORD, earlier_of
from frankpledge.assessment.record import AssessmentRecord, IssueRecord
from frankpledge.assessment.rules.words import inside_a_sentence, movement, ordinal
from frankpledge.assessment.withholding import WITHHELD
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    Chart,
    Column,
    Fact,
    Facts,
    Inline,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Sheet,
    Strong,
    Table,
    Text,
    text,
)

MOST_IN_REASON = 2


def issue_section(one: IssueRecord, record: AssessmentRecord) -> Section:
    """The page of one issue: what fits a page and no more. What it rests on is in `detail_section`."""
    sheet: list[Block] = [
        Paragraph(text(one.issue.definition)),
        Paragraph((*opening_sentence(one, len(record.ranked)), Text(f" {one.finding}" if one.finding else ""))),
        _numbers(one, record),
        *((picture,) if (picture := _picture(one)) else ()),
        *_led("What measures it.", (measured_by(one),)),
        *_ahead(one),
        *_led("Beside others.", tuple(said for said in (one.beside,) if said)),
        *_led("Where.", _where_words(one)),
        *_led("Who is harmed.", tuple(said for said in (one.issue.harmed,) if said)),
        *_said(one, record),
        *_since(one, record),
        *_cautions(one),
        Paragraph((Strong("What we do not know."),)),
        Bullets(tuple(text(line) for line in gaps(one))),
    ]  # fmt: skip
    if not has_detail(one) and one.place is not None:
        sheet.append(score_card(one))
    if has_detail(one):
        sheet.append(
            Paragraph((Link("How it was scored, and the detail behind this page", f"#{detail_id(one)}"),))
        )
    return Section(
        one.issue.title,
        tuple(sheet),
        id=f"issue-{one.issue.slug}",
        sheet=Sheet(dense=True) if fills_a_page(one) else None,
    )


def fills_a_page(one: IssueRecord) -> bool:
    """Whether there is enough to say of an issue for a page of its own: it was scored, or something measures it."""
    return one.place is not None or one.measure is not None


def _picture(one: IssueRecord) -> Chart | None:
    """The one picture of the page: what happened and, where a forecast was made, what may come."""
    ahead = one.outlook.low if one.outlook else None
    if ahead is None or one.low is None:
        return one.low
    table = replace(ahead.table, notes=(*ahead.table.notes, BEFORE))
    return replace(ahead, id=f"page-{one.issue.slug}", title=one.low.title, notes=one.low.notes, table=table)


BEFORE = "The months up to then are behind the chart of the same measure in the technical annex."


def _ahead(one: IssueRecord) -> tuple[Block, ...]:
    """What the next twelve months may bring and how well the model did, without its cautions."""
    found = one.outlook
    if found is None or not found.asked:
        return ()
    blocks = _led("The next twelve months.", (" ".join(found.sentences[:WITH_TRIAL]),))
    return (*blocks, *_stale(one))


def _stale(one: IssueRecord) -> tuple[Block, ...]:
    why = one.outlook.stale if one.outlook else ""
    return (Note(NoteKind.CAVEAT, text(f"This forecast must be worked out again: {why}.")),) if why else ()


WITH_TRIAL = 2
"""Of the sentences about what is ahead, those that say what is expected and how it was tested."""


def has_detail(one: IssueRecord) -> bool:
    """Whether anything lies behind the page of an issue; without a measure its levels stand on the page itself."""
    return one.measure is not None


def detail_id(one: IssueRecord) -> str:
    return f"detail-{one.issue.slug}"


def detail_section(record: AssessmentRecord) -> Section:
    """What lies behind the pages of the issues: rolling totals, peers, how the forecast was made, every level."""
    lead = text(
        "Behind the page of each issue: its totals of twelve months, the same beside other partnerships, how its forecast was "
        "made, and every level with its reason."
    )
    told = tuple(
        Section(f"{one.issue.title} in detail", _detail(one), id=detail_id(one), listed=False)
        for one in record.issues
        if has_detail(one)
    )
    return Section("Technical annex: each issue in detail", (Paragraph(lead),), told, id="detail")


def _detail(one: IssueRecord) -> tuple[Block, ...]:
    blocks: list[Block] = [*_led("Twelve months at a time.", tuple(said for said in (one.rolling,) if said))]
    if one.chart is not None and one.outlook is not None and one.outlook.low is not None:
        # The page has the forecast's picture instead of this one.
        blocks.append(one.chart)
    if one.funnel is not None:
        blocks += [*_led("Beside others.", (one.beside,)), one.funnel]
    elif one.peers is not None:
        blocks.append(one.peers)
    blocks.extend(_outlook_detail(one))
    blocks.extend(_led("Weighted by severity.", one.severity))
    blocks.extend([one.weighed] if one.weighed is not None else [])
    blocks.extend(_led("Severity.", tuple(said for said in (one.unweighted,) if said)))
    if one.place is not None:
        blocks.append(score_card(one))
    return tuple(blocks)


def _outlook_detail(one: IssueRecord) -> tuple[Block, ...]:
    found = one.outlook
    if found is None or found.total is None or not found.sentences[WITH_TRIAL:]:
        return ()
    return _led("To mind about the forecast.", (" ".join(found.sentences[WITH_TRIAL:]),))


def _led(lead: str, lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Paragraphs of which the first begins with what they are about."""
    if not lines:
        return ()
    first, *rest = lines
    return (Paragraph((Strong(lead), Text(f" {first}"))), *(Paragraph(text(line)) for line in rest))


def _where_words(one: IssueRecord) -> tuple[str, ...]:
    if one.where is None:
        return ()
    finding = f"{one.where.finding.rstrip('.')}."
    return (f"{finding} The chapter on places has the table." if one.where.table else finding,)


NOT_ASKED = "No survey that is kept here asked about it."


def _said(one: IssueRecord, record: AssessmentRecord) -> tuple[Block, ...]:
    """What partners say, as people wrote it, and how many residents name the issue."""
    blocks = _led("What partners say.", record.texts(f"partners:{one.issue.slug}"))
    lead = Strong("What the public say.")
    if one.public is None or not one.public.is_known:
        return (*blocks, Paragraph((lead, Text(f" {NOT_ASKED}"))))
    span = f" ({one.public.interval_text})" if one.public.interval_text else ""
    shown = Bound(one.public, f"{one.public.text}%")
    return (*blocks, Paragraph((lead, Text(" "), shown, Text(f" of those asked name it{span}."))))


def _since(one: IssueRecord, record: AssessmentRecord) -> tuple[Block, ...]:
    """What changed since last year: its rank, and the last quarter against the same one a year before; and why."""
    blocks = _led("What changed since last year.", changed_sentences(one, record.ranking))
    return (*blocks, *_led("Why.", record.texts(f"why:{one.issue.slug}")))


def changed_sentences(one: IssueRecord, ranking: RankingFacts) -> tuple[str, ...]:
    """Its rank against the edition before, and its last quarter against the same one a year before."""
    said: list[str] = []
    before = ranking.previous_edition
    if one.place is not None and before:
        moved = movement(one.place.rank, one.place.previous_rank, had_previous=True)
        said.append(f"Against the edition {before}: {moved or 'at the same rank'}.")
    if one.alike:
        said.append(f"The last quarter against the same one a year before: {' '.join(one.alike)}")
    return tuple(said)


def opening_sentence(one: IssueRecord, count: int) -> tuple[Inline, ...]:
    """Where the issue stands among `count` scored ones, in one sentence whose numbers open."""
    place = one.place
    if place is None:
        return text(f"{one.issue.title} could not be scored. {one.why_left_out}")
    if place.rank_low == place.rank_high:
        tail: tuple[Inline, ...] = (Text(f" of {count}, and would in nearly every draw."),)
    else:
        span = f" of {count}; on this evidence it may stand anywhere from {ordinal(place.rank_low)} to {ordinal(place.rank_high)}."
        tail = (Text(span),)
    return (Text(f"{one.issue.title} ranks "), Bound(one.rank), *tail)


def where_section(record: AssessmentRecord) -> Section | None:
    """Where each issue was counted, by small area; None where no issue has a measure that could tell."""
    told = [one for one in record.issues if one.where is not None]
    if not told:
        return None
    known = [one for one in told if one.where and one.where.table]
    unknown = tuple(
        text(f"{one.issue.title}: {one.where.finding}") for one in told if one.where and not one.where.table
    )
    shared = _shared(known)
    blocks: list[Block] = [Paragraph(text(" ".join(shared)))] if shared else []
    if unknown:
        blocks += [
            Paragraph(text("Of these, where they happen is not known or cannot be shown:")),
            Bullets(unknown),
        ]
    parts = tuple(
        Section(f"Where: {one.issue.title}", _where_blocks(one, shared), id=f"where-{one.issue.slug}")
        for one in known
    )
    return Section("Where it happens", tuple(blocks), parts, id="where")


def _shared(known: Sequence[IssueRecord]) -> tuple[str, ...]:
    """What is to be noted of every one of several tables alike; it is said once, before them."""
    noted = [one.where.table.notes for one in known if one.where and one.where.table]
    return tuple(note for note in noted[0] if all(note in other for other in noted)) if len(noted) > 1 else ()


def _where_blocks(one: IssueRecord, shared: tuple[str, ...]) -> tuple[Block, ...]:
    found = one.where
    if found is None or found.table is None:
        return ()
    lead = Paragraph(text(f"{found.finding}."))
    table = replace(found.table, notes=tuple(note for note in found.table.notes if note not in shared))
    # The map holds the table behind it, with its notes.
    return (lead, table) if found.map is None else (lead, table, found.map)


def _numbers(one: IssueRecord, record: AssessmentRecord) -> Facts:
    before = earlier_of(record.ranking.period)
    facts = [
        *_standing(one, record.first),
        _fact(f"Count in {record.ranking.period}", one.count),
        _fact(f"Count in {one.arrived_in}", one.arrived),
        _fact(f"Count in {before}", one.before),
        _fact("Change per day", one.change),
        _fact("Weighted by severity", one.weighted),
        _fact("Next twelve months", one.outlook.total if one.outlook else None),
        _fact("Residents who name it a priority", one.public),
    ]
    return Facts(tuple(fact for fact in facts if fact is not None))


def _standing(one: IssueRecord, first: int) -> tuple[Fact | None, ...]:
    """Its score and its chance; of an issue that was not scored only that, since the sentence above says why."""
    if one.place is None:
        return (Fact("Score", (Bound(one.score, "not scored"),)),)
    return _fact("Score", one.score), _fact(f"Chance of being among the first {first}", one.top)


def _fact(name: str, figure: Figure | None) -> Fact | None:
    if figure is None:
        return None
    if figure.text == WITHHELD:
        return Fact(name, text(f"{WITHHELD[:1].upper()}{WITHHELD[1:]}"))
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
    said = list(marked(one.breaks))
    if one.place is not None:
        said += list(one.place.remarks)
    blocks: list[Block] = [Note(NoteKind.CAVEAT, text(" ".join(said)))] if said else []
    if any(figure.is_synthetic for figure in one.figures):
        blocks.append(
            Note(NoteKind.SYNTHETIC, text("Some of these figures were made up for a demonstration."))
        )
    return tuple(blocks)


def marked(breaks: Sequence[Break]) -> tuple[str, ...]:
    """What divides or marks the years compared, kind by kind, each with its days."""
    found: dict[BreakKind, list[str]] = {}
    for mark in breaks:
        found.setdefault(mark.kind, []).append(f"{mark.what} ({mark.when})")
    return tuple(
        f"{BREAK_WORDS[kind][:1].upper()}{BREAK_WORDS[kind][1:]}: {joined(named)}."
        for kind, named in found.items()
    )


def score_card(one: IssueRecord) -> Table:
    """Every level of an issue, what it rests on and why."""
    parts: tuple[PartFacts, ...] = one.place.parts if one.place else ()
    rows = tuple(
        Row((text(part.title), text(part.label), text(part.anchor or "–"), text(ground(part))))
        for part in parts
    )
    columns = (Column("Criterion"), Column("Level"), Column("What that means"), Column("Why"))
    title = f"Why {inside_a_sentence(one.issue.title)} stands where it does"
    return Table(title, columns, rows, source=RECORD, id=f"scores-{one.issue.slug}")


def ground(part: PartFacts) -> str:
    """What a level rests on and why, in one line."""
    return f"{BASIS[part.basis]}. {part.reason}"


def unknowns(one: IssueRecord) -> tuple[str, ...]:
    """What is not known of an issue, the sources that do not measure it and its severity among them."""
    weights = (one.unweighted,) if one.unweighted else ()
    return (*_lacking(one), *weights) or NOTHING


NOTHING = ("Nothing has been noted.",)


def gaps(one: IssueRecord) -> tuple[str, ...]:
    """What is not known of an issue, the sources that do not measure it among them; never empty."""
    return _lacking(one) or NOTHING


def _lacking(one: IssueRecord) -> tuple[str, ...]:
    asked = (
        f"{gap.source}: {gap.why} To ask for: {gap.extract_to_ask_for.rstrip('.')}."
        for gap in one.issue.unmeasured()
    )
    return (*one.issue.unknown, *asked)


def reason_line(one: IssueRecord) -> str:
    """The two criteria on which an issue stands worst, and what is not known."""
    if one.place is None:
        return one.why_left_out
    known = [part for part in one.place.parts if part.level is not None and not part.assumed]
    worst = sorted(known, key=lambda part: -(part.level or 0))[:MOST_IN_REASON]
    said = [f"{part.title}: {part.label.lower()}" for part in worst]
    absent = [part.title.lower() for part in one.place.parts if part.assumed or part.level is None]
    return "; ".join([*said, *([f"not known: {joined(absent)}"] if absent else [])]) + "."
