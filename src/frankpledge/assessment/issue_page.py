"""The page of one issue in the assessment: where it stands, its figures, what they measure, what is not known. Pure."""

from __future__ import annotations

from frankpledge.analysis.sentences import joined
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
    Column,
    Fact,
    Facts,
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

MOST_IN_REASON = 2


def issue_section(one: IssueRecord, record: AssessmentRecord) -> Section:
    """The page of one issue."""
    blocks: list[Block] = [
        Paragraph(text(one.issue.definition)),
        Paragraph(opening_sentence(one, len(record.ranked))),
    ]
    if one.finding:
        blocks.append(Paragraph(text(one.finding)))
    blocks.append(_numbers(one, record))
    if one.chart is not None:
        blocks.append(one.chart)
    blocks.extend(_led("Twelve months at a time.", tuple(said for said in (one.rolling,) if said)))
    blocks.extend(_led("Beside others.", tuple(said for said in (one.beside,) if said)))
    if one.funnel is not None:
        blocks.append(one.funnel)
    elif one.peers is not None:
        blocks.append(one.peers)
    blocks.extend(outlook_blocks(one))
    blocks.extend(_cautions(one))
    blocks.extend(_led("Where.", _where_words(one)))
    if one.issue.harmed:
        blocks.extend(_led("Who is harmed.", (one.issue.harmed,)))
    blocks.extend(_said(one, record))
    blocks.extend(_since(one, record))
    if one.place is not None:
        blocks.append(score_card(one))
    blocks.append(Paragraph((Strong("What we do not know."),)))
    blocks.append(Bullets(tuple(text(line) for line in unknowns(one))))
    return Section(one.issue.title, tuple(blocks), id=f"issue-{one.issue.slug}")


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


def outlook_blocks(one: IssueRecord) -> tuple[Block, ...]:
    """What the next twelve months may bring: the number that opens, the sentences and the fan, or why it is not known."""
    found = one.outlook
    if found is None or not found.asked:
        return ()
    blocks: list[Block] = []
    if found.total is not None:
        lead = (
            Text("The next twelve months: "),
            Bound(found.total),
            Text(f" (95% range {found.total.interval_text}). "),
        )
        blocks.append(Paragraph((*lead, Text(" ".join(found.sentences)))))
    else:
        blocks.append(Paragraph(text(" ".join(found.sentences))))
    if found.stale:
        blocks.append(Note(NoteKind.CAVEAT, text(f"This forecast must be worked out again: {found.stale}.")))
    if found.chart is not None:
        blocks.append(found.chart)
    return tuple(blocks)


def where_section(record: AssessmentRecord) -> Section | None:
    """Where each issue was counted, by small area; None where no issue has a measure that could tell."""
    told = [one for one in record.issues if one.where is not None]
    if not told:
        return None
    known = [one for one in told if one.where and one.where.table]
    unknown = tuple(
        text(f"{one.issue.title}: {one.where.finding}") for one in told if one.where and not one.where.table
    )
    blocks: list[Block] = []
    if unknown:
        blocks += [Paragraph(text("Of these, it is not known where they happen:")), Bullets(unknown)]
    parts = tuple(
        Section(f"Where: {one.issue.title}", _where_blocks(one), id=f"where-{one.issue.slug}")
        for one in known
    )
    return Section("Where it happens", tuple(blocks), parts, id="where")


def _where_blocks(one: IssueRecord) -> tuple[Block, ...]:
    found = one.where
    if found is None or found.table is None:
        return ()
    lead = Paragraph(text(f"{found.finding}."))
    # The map holds the table behind it, with its notes.
    return (lead, found.table) if found.map is None else (lead, found.table, found.map)


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
    """What is not known of an issue, the sources that do not measure it among them."""
    gaps = [
        f"{gap.source}: {gap.why} To ask for: {gap.extract_to_ask_for.rstrip('.')}."
        for gap in one.issue.unmeasured()
    ]
    weights = (one.severity,) if one.severity else ()
    return (*one.issue.unknown, *gaps, *weights) or ("Nothing has been noted.",)


def reason_line(one: IssueRecord) -> str:
    """The two criteria on which an issue stands worst, and what is not known."""
    if one.place is None:
        return one.why_left_out
    known = [part for part in one.place.parts if part.level is not None and not part.assumed]
    worst = sorted(known, key=lambda part: -(part.level or 0))[:MOST_IN_REASON]
    said = [f"{part.title}: {part.label.lower()}" for part in worst]
    absent = [part.title.lower() for part in one.place.parts if part.assumed or part.level is None]
    return "; ".join([*said, *([f"not known: {joined(absent)}"] if absent else [])]) + "."
