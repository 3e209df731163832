"""The quarterly performance report: a document made from standings, delivery and figures alone. Pure but for its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from frankpledge.documents import charts
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    Chart,
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
    Table,
    Text,
    text,
)
from frankpledge.governance.rules.minutes.log import STATES as ACTION_STATES
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.plans.delivery.facts import STATES, InitiativeFacts, PlanActionFacts
from frankpledge.plans.delivery.presenting import progress_words
from frankpledge.plans.measures.facts import Standing
from frankpledge.plans.measures.picture import point_value
from frankpledge.plans.rules.measures.case import Case, Reading, timeline
from frankpledge.plans.rules.measures.status import STANDINGS, Status
from frankpledge.plans.rules.measures.status import Standing as Says
from frankpledge.plans.rules.measures.words import interval_words, number, statement, track_words

FigureOf = Callable[[Standing, str], Figure | None]
"""The figure of a measure: `new`, `old` or `change`; None where there is none."""
MOST_QUARTERS = 8
CHART_HEIGHT = 150
"""In points: low enough for heading, words and picture of a priority to stay on one page."""
SHORT = {Says.NO_CLEAR_CHANGE: "No clear change"}
"""How a standing reads in a narrow column."""
HOW = (
    "A measure is called better or worse only where the change from what it is held against can be told from chance: "
    "counts and rates by exact limits of two Poisson counts, wider where the measure’s own years vary more than chance; shares "
    "by Newcombe’s score limits. The chance of meeting a target is that of the measure’s own trend and season going on. Where a "
    "figure is missing nothing is said, and what is missing is named."
)


@dataclass(frozen=True)
class PriorityGiven:
    """A priority with everything the report says of it."""

    title: str
    outcome: str
    measures: tuple[Standing, ...]
    actions: tuple[PlanActionFacts, ...]
    initiatives: tuple[InitiativeFacts, ...]


@dataclass(frozen=True)
class ReportGiven:
    """Everything the report is made from. `quarter` is what it is about, `on` the day it tells of."""

    partnership: str
    plan: str
    quarter: Period
    on: date
    priorities: tuple[PriorityGiven, ...]
    figures: FigureOf
    identity: Identity
    base_url: str = ""


def quarter_name(quarter: Period) -> str:
    """A quarter of a financial year, as papers call it: quarter 3 of 2020/21 (October to December 2020)."""
    start = quarter.starts_on
    year = start.year if start.month >= 4 else start.year - 1
    return f"quarter {(start.month - 4) % 12 // 3 + 1} of {year}/{(year + 1) % 100:02d} ({quarter})"


def build_report(given: ReportGiven) -> Document:
    """A section for each priority: its measures with a picture, its actions and initiatives; how it was worked out."""
    sections = [_section(given, one, str(number_)) for number_, one in enumerate(given.priorities, start=2)]
    short = Section("In short", _short(given), number="1", id="short")
    how = Section("How it was worked out", (Paragraph(text(HOW)),), number=str(len(sections) + 2), id="how")
    return Document(
        title=f"Performance report, {quarter_name(given.quarter)}", subtitle=given.partnership, sections=(short, *sections, how),
        identity=given.identity, dated=given.on.isoformat(), author=given.partnership,
        subject=f"Performance against {given.plan}", base_url=given.base_url, opening=(_opening(given),),
    )  # fmt: skip


def _opening(given: ReportGiven) -> Facts:
    return Facts(
        (
            Fact("Plan", text(given.plan)),
            Fact("Period", text(str(given.quarter))),
            Fact("As known on", text(short_date(given.on))),
        )
    )


def _short(given: ReportGiven) -> tuple[Block, ...]:
    every = [each for one in given.priorities for each in one.measures]
    blocks: list[Block] = [Paragraph(text(f"{len(every)} measures: {_counts(every)}"))]
    if any(each.status.case.is_synthetic for each in every):
        blocks.append(
            Note(NoteKind.SYNTHETIC, text("Measures marked synthetic were made up for a demonstration."))
        )
    columns = (
        Column("Priority"),
        Column("Its measures"),
        Column("Its actions"),
    )
    rows = tuple(
        Row((
            text(one.title), text(_counts(one.measures, SHORT).removesuffix(".")), text(_actions_done(one.actions, given.on)),
        ))
        for one in given.priorities
    )  # fmt: skip
    blocks.append(
        Table("Priorities, their measures and actions", columns, rows, source="The partnership’s record")
    )
    return tuple(blocks)


def _actions_done(actions: Sequence[PlanActionFacts], on: date) -> str:
    done = sum(each.action.state == "done" for each in actions)
    late = sum(each.action.is_overdue(on) for each in actions)
    return f"{done} of {len(actions)} done{f', {late} overdue' if late else ''}" if actions else "None yet"


def _counts(every: Sequence[Standing], shorter: Mapping[Says, str] = MappingProxyType({})) -> str:
    told = [one.status.standing for one in every]
    return (
        ", ".join(
            f"{told.count(one)} {shorter.get(one, STANDINGS[one]).lower()}" for one in Says if told.count(one)
        )
        + "."
        if told
        else "none is set up."
    )


def _section(given: ReportGiven, one: PriorityGiven, number_: str) -> Section:
    blocks: list[Block] = []
    if one.outcome:
        blocks.append(Paragraph(text(one.outcome)))
    if not one.measures:
        blocks.append(Note(NoteKind.CAVEAT, text("No measure: success cannot be shown.")))
    blocks += [Paragraph(_sentence(given, each)) for each in one.measures]
    chart = next(
        (
            made
            for each in one.measures
            if (made := chart_of(each.status, given.figures(each, "new"), number_)) is not None
        ),
        None,
    )
    if chart is not None:
        blocks.append(chart)
    stories = tuple(
        f"{each.status.case.title}: {each.measure.story.text}" for each in one.measures if each.measure.story
    )
    if stories:
        blocks += _listed("The story behind the figures:", stories)
    doubts = _doubts(one.measures)
    if doubts:
        blocks += _listed("To mind when reading them:", doubts)
    blocks += _done(given, one)
    return Section(one.title, tuple(blocks), number=number_, id=f"priority-{number_}")


def _doubts(measures: Sequence[Standing]) -> list[str]:
    """Each doubt once, with the measures it is about; without them where it is about all."""
    about: dict[str, list[str]] = {}
    for one in measures:
        for said in dict.fromkeys(str(doubt.text) for doubt in one.status.doubts):
            about.setdefault(said, []).append(one.status.case.title)
    by_measures: dict[tuple[str, ...], list[str]] = {}
    for said, titles in about.items():
        by_measures.setdefault(tuple(titles), []).append(said)
    return [
        _together(said) if len(titles) == len(measures) else f"{'; '.join(titles)}: {_together(said)}"
        for titles, said in by_measures.items()
    ]


MIND = "Mind when comparing: "


def _together(said: Sequence[str]) -> str:
    """Several sentences; what is to be minded when comparing in one of them."""
    minded = [one.removeprefix(MIND).rstrip(".") for one in said if one.startswith(MIND)]
    others = [one for one in said if not one.startswith(MIND)]
    return " ".join([*others, *([f"{MIND}{'; '.join(minded)}."] if minded else [])])


def _listed(lead: str, lines: Sequence[str]) -> list[Block]:
    """A lead with its lines below it; one line goes on behind it, so that no lead stands alone at the foot of a page."""
    if len(lines) == 1:
        return [Paragraph(text(f"{lead} {lines[0]}"))]
    return [Paragraph(text(lead)), Bullets(tuple(map(text, lines)))]


def _sentence(given: ReportGiven, one: Standing) -> tuple[Inline, ...]:
    """The status with every number opening, then the way to the target."""
    found, label = (
        one.status,
        f"{named(one.status.case.title, is_synthetic=one.status.case.is_synthetic)}. ",
    )
    tail = f" {track_words(found.case, found.track)}" if found.track else ""
    new, old, change = (given.figures(one, part) for part in ("new", "old", "change"))
    if found.apart is None or found.new is None or found.old is None or None in (new, old, change):
        return (Text(label), Text(f"{statement(found)}{tail}"))
    return (
        Text(f"{label}{STANDINGS[found.standing]}: "), _bound(new, number(found.case, found.new.value)),
        Text(f" in {found.new.period}, against "), _bound(old, number(found.case, found.old.value)),
        Text(f" in {found.old.period}; "), _bound(change, change.text if change else ""),
        Text(f" ({interval_words(found)}).{tail}"),
    )  # fmt: skip


def named(title: str, *, is_synthetic: bool) -> str:
    """A title that says, once, that what it names is made up."""
    return f"{title} (synthetic)" if is_synthetic and "synthetic" not in title.lower() else title


def _bound(figure: Figure | None, words: str) -> Inline:
    return Bound(figure, words) if figure is not None else Text(words)


def _done(given: ReportGiven, one: PriorityGiven) -> list[Block]:
    blocks: list[Block] = []
    pressing = [
        each for each in one.actions if each.action.is_overdue(given.on) or each.action.state == "blocked"
    ]
    lately = [
        each
        for each in one.actions
        if each.action.closed_on and each.action.closed_on in given.quarter and each.action.state == "done"
    ]
    if pressing:
        blocks.append(_actions("Overdue or blocked", pressing))
    if lately:
        blocks.append(_actions("Done in the quarter", lately))
    if one.initiatives:
        columns = (Column("Initiative"), Column("How it stands"), Column("How far"), Column("Where"))
        rows = tuple(
            Row((text(named(each.title, is_synthetic=each.is_synthetic)), text(STATES.get(each.state, each.state)),
                 text(progress_words(each)), text(each.place or "The partnership’s area")))
            for each in one.initiatives
        )  # fmt: skip
        blocks.append(Table(f"Initiatives: {one.title}", columns, rows, source="The partnership’s record"))
    if not pressing and not lately and not one.initiatives:
        blocks.append(
            Paragraph(text("Nothing is overdue or blocked, and nothing was closed in the quarter."))
        )
    return blocks


def _actions(caption: str, rows: Sequence[PlanActionFacts]) -> Table:
    """Actions by organisation; people's names stay in the log."""
    columns = (
        Column("Number"),
        Column("Action"),
        Column("For"),
        Column("Due"),
        Column("State"),
        Column("Last said"),
    )
    return Table(
        caption, columns,
        tuple(
            Row((text(one.action.number), text(one.action.text), text(one.action.organisation or "–"),
                 text(short_date(one.action.due_on) if one.action.due_on else "No date"), text(ACTION_STATES[one.action.state]),
                 text(one.last_said or "–")))
            for one in rows
        ),
        source="The one action log",
    )  # fmt: skip


def chart_of(found: Status, figure: Figure | None, made: str) -> Chart | None:
    """The picture of a measure for a document: by month as a line, else as bars; None where too little is known."""
    case = found.case
    line = timeline(case, found.on)
    length = 36 if case.frequency == "month" else MOST_QUARTERS
    places = range(max(0, line.last + 1 - length), line.last + 1)
    if sum(line.known(place) is not None for place in places) < 2:
        return None
    readings = tuple(_drawn(case, line.known(place), line.period(place)) for place in places)
    title, subtitle = (
        f"{case.title}. {statement(found)}",
        f"{counted_in(case)}, by {case.frequency}, as known on {short_date(found.on)}",
    )
    series = charts.Series(case.title, readings)
    source = figure.provenance.method.removeprefix("Source: ") if figure is not None else ""
    if case.frequency == "month":
        return charts.trend_line(
            id=f"chart-{made}",
            title=title,
            subtitle=subtitle,
            series=series,
            measure=case.title,
            source=source,
        )
    return charts.quarter_bars(
        id=f"chart-{made}",
        title=title,
        subtitle=subtitle,
        series=series,
        measure=case.title,
        source=source,
        height=CHART_HEIGHT,
    )


def counted_in(case: Case) -> str:
    """The unit of a picture’s numbers, as a heading begins with it."""
    unit = "per cent" if case.form == "share" else case.unit.strip()
    if case.form == "rate":
        unit = f"{unit or 'number'} per {grouped(case.per)}"
    return f"{unit[:1].upper()}{unit[1:]}" if unit else "Number"


def _drawn(case: Case, reading: Reading | None, period: Period) -> charts.Reading:
    label = period.code if case.frequency == "month" else _label(period)
    value = None if reading is None else point_value(case, reading)
    if value is None:
        return charts.Reading(label, None, missing_because="no figure was supplied")
    exact = Fraction(value).limit_denominator(10**6)
    return charts.Reading(label, int(exact) if exact.denominator == 1 else exact, number(case, exact))


def _label(period: Period) -> str:
    """A year, or a quarter of the financial year as the report counts them: Q3 20/21."""
    last = period.ends_on or period.starts_on
    if (last - period.starts_on).days > 120:
        return str(period)
    year = period.starts_on.year if period.starts_on.month >= 4 else period.starts_on.year - 1
    return f"Q{(period.starts_on.month - 4) % 12 // 3 + 1} {year % 100:02d}/{(year + 1) % 100:02d}"
