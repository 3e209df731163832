"""Generated statements: what the record shows of a change, in sentences and tables whose every number opens."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.analysis.change import Change, Direction
from frankpledge.analysis.change import change as change_between
from frankpledge.analysis.dispersion import overdispersed_change
from frankpledge.analysis.families import Adjustment
from frankpledge.analysis.sentences import (
    Wording,
    dispersion_sentence,
    has_percentage,
    headline,
    per_day_sentence,
)
from frankpledge.documents.charts import Reading, Series, paired_bars
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    CellKind,
    Chart,
    Column,
    Inline,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
    text,
)
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import Message, message
from frankpledge.scrutiny.providers import APART, METHOD, OVERDISPERSED, SUM, Apart, Cells, apart, words
from frankpledge.scrutiny.record import Event, MeasureAbout, Record
from frankpledge.scrutiny.rules.content import ChangeStatement, QuarterChart, QuarterTable
from frankpledge.scrutiny.rules.phrases import inlines, quarters_of, season, sentences

CHANGE = "measure-change"
NOT_RECORDED = "not recorded"
MOSTLY_BEFORE = 0.75
"""From this share of a quarter's days on, what began later in it cannot be what the quarter's change began with."""


@dataclass(frozen=True)
class Counted:
    """A measure over the two years compared: every quarter and both totals as figures."""

    slug: str
    about: MeasureAbout | None
    old: Period
    new: Period
    quarters_old: tuple[Figure, ...]
    quarters_new: tuple[Figure, ...]
    total_old: Figure
    total_new: Figure

    @property
    def title(self) -> str:
        return self.about.title if self.about else words(self.slug).capitalize()

    @property
    def wording(self) -> Wording:
        return Wording(self.title, str(self.old), str(self.new))

    @property
    def unknown_because(self) -> str:
        every = (*self.quarters_old, *self.quarters_new, self.total_old, self.total_new)
        return next((one.unknown_because or "a count is not known" for one in every if not one.is_known), "")

    @property
    def year(self) -> Change:
        """The change between the totals. Raises ValueError when either is unknown."""
        return change_between(_count(self.total_old), _count(self.total_new), method=METHOD)

    @property
    def cells(self) -> Cells:
        old, new = (tuple(_count(one) for one in half) for half in (self.quarters_old, self.quarters_new))
        return Cells((), old, new, tuple(season(quarter) for quarter in quarters_of(self.new)), (), "")


def _count(figure: Figure) -> int:
    if figure.value is None:
        raise ValueError(f"{figure.label} is not known")
    return int(figure.value)


def counted(record: Record, slug: str, old: Period, new: Period) -> Counted:
    """A measure's quarters and totals for two years, each asked of the record."""

    def total(period: Period) -> Figure:
        return record.figure(SUM, measure=slug, period=period.code)

    return Counted(
        slug, record.measure(slug), old, new,
        tuple(total(quarter) for quarter in quarters_of(old)),
        tuple(total(quarter) for quarter in quarters_of(new)),
        total(old), total(new),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ tables


def quarter_table(record: Record, block: QuarterTable) -> Table:
    """Measures by quarter, both years beside each other, with totals; every cell opens."""
    measures = [counted(record, slug, block.old, block.new) for slug in block.measures]
    columns = [Column("Period")]
    for one in measures:
        columns += [Column(str(year), CellKind.NUMBER, one.title) for year in (block.old, block.new)]
    rows = [
        Row((text(season(quarter)), *(cell for one in measures for cell in _pair(one, place))))
        for place, quarter in enumerate(quarters_of(block.new))
    ]
    totals = [(Bound(figure),) for one in measures for figure in (one.total_old, one.total_new)]
    rows.append(Row((text("Totals"), *totals), is_total=True))
    return Table(
        block.caption, tuple(columns), tuple(rows), source_line(measures), about_lines(measures), _id(block)
    )


def _id(block: QuarterTable) -> str:
    return "table-" + "-".join(block.measures)


def _pair(one: Counted, place: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    return (Bound(one.quarters_old[place]),), (Bound(one.quarters_new[place]),)


def source_line(measures: list[Counted]) -> str:
    """Area, source and day of extraction, with ‘not recorded’ where the record is silent."""
    told = dict.fromkeys(_source(one.about) for one in measures)
    return " / ".join(told)


def _source(about: MeasureAbout | None) -> str:
    told = (about.source, about.area_name, about.extracted_on) if about is not None else ("", "", "")
    source, area, extracted = (one or NOT_RECORDED for one in told)
    said = message(
        "{source}. Area: {area}. Extracted: {extracted}.",
        source=source.rstrip("."), area=area, extracted=extracted,
    )  # fmt: skip
    return str(said)


def about_lines(measures: list[Counted]) -> tuple[str, ...]:
    """What each measure counts, and whether any of it is synthetic."""
    lines = [
        str(message("{title}: counting rule {rule}.", title=one.title, rule=(one.about.counting_rule if one.about else "") or NOT_RECORDED))
        for one in measures
    ]  # fmt: skip
    if any(one.about is not None and one.about.is_synthetic for one in measures):
        lines.append(SYNTHETIC)
    return tuple(lines)


SYNTHETIC = "Synthetic: made for demonstration; nothing here was counted."


# ---------------------------------------------------------------------------------------------------------- statement


def change_blocks(record: Record, block: ChangeStatement) -> tuple[Block, ...]:
    """What the record shows of each measure: the year, the quarters after adjustment, the days, the events."""
    measures = [counted(record, slug, block.old, block.new) for slug in block.measures]
    title: tuple[Block, ...] = (Paragraph((Strong(block.title),)),) if block.title else ()
    made = [paragraph for one in measures for paragraph in _measure_blocks(record, block, one, measures)]
    table = (quarters_table(record, block, measures),) if block.quarters else ()
    return (*title, *made, *table)


def _measure_blocks(
    record: Record, block: ChangeStatement, one: Counted, family: list[Counted]
) -> list[Paragraph]:
    unknown = next((other.unknown_because for other in family if other.unknown_because), "")
    if one.unknown_because or (block.quarters and unknown):
        return [Paragraph(_cannot_be_said(one, one.unknown_because or unknown))]
    found = [Paragraph(sentences(_year_sentences(record, block, one, family)))]
    if beside := _beside(record, one):
        found.append(Paragraph(sentences(beside)))
    if block.events and (events := _event_sentences(record, block, one, family)):
        found.append(Paragraph(sentences(events)))
    return found


def _cannot_be_said(one: Counted, because: str) -> tuple[Inline, ...]:
    said = message(
        "{measure}: how it changed from {old} to {new} cannot be said, because {because}.",
        measure=one.title, old=str(one.old), new=str(one.new), because=because.rstrip("."),
    )  # fmt: skip
    return inlines(said, {})


def _year_sentences(
    record: Record, block: ChangeStatement, one: Counted, family: list[Counted]
) -> list[tuple[Inline, ...]]:
    percent = record.figure(CHANGE, measure=one.slug, old=one.old.code, new=one.new.code)
    year = {
        "old_count": one.total_old, "new_count": one.total_new, "percent": percent, "size": percent,
        "interval": percent,
    }  # fmt: skip
    statement = found_apart(block, one, family).statement
    if not block.quarters:
        return [inlines(statement.sentences[0], year)]
    quarters = apart_figure(record, block, one, family)
    names = dict.fromkeys(("told", "rest", "number", "family", "p"), quarters)
    later = [inlines(sentence, names) for sentence in statement.sentences[1:]]
    return [inlines(statement.sentences[0], year), *later]


def found_apart(block: ChangeStatement, one: Counted, family: list[Counted]) -> Apart:
    """The year and its quarters, adjusted within the family that the statement declares."""
    by_slug = {other.slug: other.cells for other in family} if block.quarters else {one.slug: one.cells}
    adjustment: Adjustment = "holm" if block.adjustment == "holm" else "bh"
    return apart(tuple(by_slug.values()), by_slug[one.slug], adjustment, one.wording)


def apart_figure(record: Record, block: ChangeStatement, one: Counted, family: list[Counted]) -> Figure:
    """The figure of how many quarters can be told apart."""
    return record.figure(
        APART,
        measure=one.slug,
        old=one.old.code,
        new=one.new.code,
        family=",".join(other.slug for other in family),
        adjustment=block.adjustment,
    )


def _beside(record: Record, one: Counted) -> list[tuple[Inline, ...]]:
    """The change per day where one year was longer, and the wider interval of counts that vary more than chance."""
    days = (one.old.days, one.new.days)
    found: list[tuple[Inline, ...]] = []
    if daily := per_day_sentence(one.year, one.wording, days=days):
        figure = record.figure(CHANGE, measure=one.slug, old=one.old.code, new=one.new.code, per="day")
        found.append(inlines(daily, {"size": figure, "interval": figure}))
    if (
        one.year.verdict is not Direction.UNDETERMINED
        and min(one.year.old, one.year.new)
        and has_percentage(one.year)
    ):
        figure = record.figure(OVERDISPERSED, measure=one.slug, old=one.old.code, new=one.new.code)
        said = dispersion_sentence(overdispersed_change(one.cells.old, one.cells.new))
        found.append(inlines(said, dict.fromkeys(("phi", "size", "interval"), figure)))
    return found


def quarters_table(record: Record, block: ChangeStatement, measures: list[Counted]) -> Table:
    """Each quarter's change with its interval, and whether it can be told apart from chance after adjustment."""
    columns = [Column("Quarter")]
    for one in measures:
        columns += [
            Column("Change", CellKind.NUMBER, one.title),
            Column("95% interval", CellKind.NUMBER, one.title),
            Column("More than chance?", CellKind.TEXT, one.title),
        ]
    known = not any(one.unknown_because for one in measures)
    told = {
        one.slug: found_apart(block, one, measures).statement.told_apart if known else () for one in measures
    }
    rows = [
        Row((text(season(quarter)), *(cell for one in measures for cell in _quarter_cells(record, one, place, told[one.slug], known=known))))
        for place, quarter in enumerate(quarters_of(block.new))
    ]  # fmt: skip
    caption = message("Change of each quarter from {old} to {new}", old=str(block.old), new=str(block.new))
    note = message(
        "More than chance: after adjusting for all {count} comparisons together.",
        count=len(measures) * len(quarters_of(block.new)),
    )
    return Table(
        str(caption), tuple(columns), tuple(rows), source_line(measures), (str(note),), "table-quarters"
    )


def _quarter_cells(
    record: Record, one: Counted, place: int, told: tuple[str, ...], *, known: bool
) -> list[tuple[Inline, ...]]:
    old, new = quarters_of(one.old)[place], quarters_of(one.new)[place]
    figure = record.figure(CHANGE, measure=one.slug, old=old.code, new=new.code)
    if not figure.is_known or not known:
        return [(Bound(figure),), text(""), text("cannot be told")]
    verdict = "yes" if season(new) in told else "no"
    return [
        (Bound(figure),),
        (Bound(figure, figure.interval_text),) if figure.interval_text else text(""),
        text(verdict),
    ]


# ------------------------------------------------------------------------------------------------------------ events


def _event_sentences(
    record: Record, block: ChangeStatement, one: Counted, family: list[Counted]
) -> list[tuple[Inline, ...]]:
    """For each event within a quarter that changed: did the quarter's change come before it?"""
    quarters = found_apart(block, one, family)
    told = set(quarters.statement.told_apart)
    found: list[tuple[Inline, ...]] = []
    for event in record.events(one.slug, block.new):
        for quarter, (name, change) in zip(quarters_of(block.new), quarters.quarters, strict=True):
            if event.on in quarter and name in told:
                found.append((Text(str(_before_or_after(event, quarter, name, change))),))
    return found


def _before_or_after(event: Event, quarter: Period, name: str, change: Change) -> Message:
    before = (event.on - quarter.starts_on).days
    return message(
        _PRECEDED if before >= MOSTLY_BEFORE * quarter.days else _WITHIN,
        turn=message("rise") if change.verdict is Direction.ROSE else message("fall"),
        quarter=name,
        event=event.what[:1].lower() + event.what[1:] if event.what[1:2].islower() else event.what,
        day=short_date(event.on),
        before=before,
        days=quarter.days,
    )


_PRECEDED = (
    "The {turn} of {quarter} came mostly before the event recorded for {day} ({event}): {before} of the quarter’s {days} "
    "days had passed, so that event cannot by itself explain it."
)
_WITHIN = (
    "The event recorded for {day} ({event}) fell within {quarter}, after {before} of its {days} days: counts by quarter "
    "cannot say whether the {turn} began before it."
)


# ------------------------------------------------------------------------------------------------------------- chart


def quarter_chart(record: Record, block: QuarterChart) -> Chart | None:
    """Both years side by side by quarter, titled with the finding; None when the measure has no known quarter."""
    one = counted(record, block.measure, block.old, block.new)
    if not any(figure.is_known for figure in (*one.quarters_old, *one.quarters_new)):
        return None
    finding = (
        message("{measure} in {old} and {new}: the change is not known", measure=one.title, old=str(one.old), new=str(one.new))
        if one.unknown_because
        else headline(one.year, one.wording)
    )  # fmt: skip
    earlier, later = (
        Series(str(year), tuple(_reading(figure, quarter) for figure, quarter in zip(half, quarters_of(year), strict=True)))
        for year, half in ((one.old, one.quarters_old), (one.new, one.quarters_new))
    )  # fmt: skip
    return paired_bars(
        id=f"chart-{block.measure}",
        title=str(finding),
        subtitle=f"{one.title}. Source: {source_line([one])}",
        earlier=earlier,
        later=later,
        measure=one.title,
        notes=(SYNTHETIC,) if one.about is not None and one.about.is_synthetic else (),
        source=source_line([one]),
    )


def _reading(figure: Figure, quarter: Period) -> Reading:
    return Reading(
        season(quarter), figure.value, figure.text, missing_because=figure.unknown_because, figure=figure
    )
