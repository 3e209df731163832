"""The plan as a document, built from facts and figures alone: every part that the law requires, each in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import Verdict
from frankpledge.law.facts import ContentRule, Strategy
from frankpledge.plans.facts import ACTIVITY_STATES, RELATIONS, STEPS, ActivityFacts, MeasureLink, PlanFacts
from frankpledge.plans.rules.coverage import (
    FigureOf,
    coverage,
    every_priority_is_measured,
    every_strategy_is_named,
)


@dataclass(frozen=True)
class PlanInput:
    """Everything the document is made from. `dated` is the ISO day it bears."""

    plan: PlanFacts
    figures: FigureOf
    sections: tuple[ContentRule, ...]
    strategies: tuple[Strategy, ...]
    partnership: str
    identity: Identity
    dated: str
    base_url: str = ""
    set_up: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By priority: the measures set up for it that have figures (`measures.queries.numbers_set_up`)."""


def build_plan_document(given: PlanInput) -> Document:
    """The plan with one section for each part that `given.sections` names, in their order.

    A part for which the record holds nothing is still there and says so. The closing section says how the plan was
    agreed and adopted. The annex of figures is added by whoever has the rows (`figures.annex`).
    """
    sections = [
        Section(rule.heading, BUILDERS[rule.code](given), number=str(number), id=rule.code.lower())
        for number, rule in enumerate(given.sections, start=1)
        if rule.code in BUILDERS
    ]
    steps = Section("How the plan was agreed", _adoption(given), number=str(len(sections) + 1), id="adoption")
    return Document(
        title=given.plan.title,
        subtitle=given.partnership,
        sections=(*sections, steps),
        identity=given.identity,
        dated=given.dated,
        author=given.partnership,
        subject=str(message("Community safety plan {period}", period=given.plan.period)),
        base_url=given.base_url,
        opening=(_opening(given),),
    )


def _words(said: Message | Verdict) -> tuple[Inline, ...]:
    return text(str(said))


def _opening(given: PlanInput) -> Facts:
    plan = given.plan
    facts = [Fact("Period", text(str(plan.period)))]
    facts += [Fact(STEPS[step.kind], text(f"{step.on}, {step.body}")) for step in plan.steps]
    facts.append(Fact("Priorities", text(str(len(plan.only("priority"))))))
    facts.append(Fact("Numbers", _words(_measured(given))))
    return Facts(tuple(facts))


def _measured(given: PlanInput) -> Verdict:
    return every_priority_is_measured(coverage(given.plan.only("priority"), given.figures, given.set_up))


def _strategy(given: PlanInput) -> tuple[Block, ...]:
    """CP-a: the strategies, those beside the plan too, and what the law requires that is not there."""
    verdict = every_strategy_is_named(given.strategies, given.plan.strategies)
    lead = message(
        "This plan is the strategy of the responsible authorities for crime and disorder, {period}.",
        period=given.plan.period,
    )
    blocks: list[Block] = [Paragraph(_words(lead))]
    if given.plan.strategies:
        rows = tuple(
            Row(
                (text(one.title), text(one.owner), text(one.area or "The partnership’s area"), text(one.note))
            )
            for one in given.plan.strategies
        )
        columns = (
            Column("Strategy"),
            Column("Who leads it"),
            Column("Area"),
            Column("How it relates to the plan"),
        )
        blocks.append(Table("Strategies beside the plan", columns, rows, _own(given), id="strategies"))
    blocks.append(Note(NoteKind.INFORMATION if verdict.holds else NoteKind.FLAG, _words(verdict)))
    return tuple(blocks)


def _priorities(given: PlanInput) -> tuple[Block, ...]:
    """CP-b: the priorities in order, each with the number that stands for it."""
    rows = tuple(
        Row(
            (
                text(one.title),
                _evidence(given, one.evidence),
                text(one.rank_text or one.why or "Not recorded"),
            )
        )
        for one in given.plan.only("priority")
    )
    columns = (Column("Priority"), Column("What the record shows"), Column("Why it is a priority"))
    blocks: list[Block] = [
        Table(
            "Priorities in order",
            columns,
            rows,
            source="; ".join(dict.fromkeys(_sources(given))),
            id="priorities",
        )
    ]
    monitored = given.plan.only("monitored")
    if monitored:
        blocks.append(Paragraph(text("Partners also monitor, without making it a priority:")))
        blocks.append(Bullets(tuple(_monitored(given, one.title, one.evidence) for one in monitored)))
    verdict = _measured(given)
    if not verdict.holds:
        # What is lacking is told, and bars nothing: no claim of the plan is contradicted by it.
        blocks.append(Note(NoteKind.CAVEAT, _words(verdict), title="Where a number is missing"))
    return tuple(blocks)


def _monitored(given: PlanInput, title: str, link: MeasureLink | None) -> tuple[Inline, ...]:
    return (Text(f"{title}: "), *_evidence(given, link))


def _sources(given: PlanInput) -> list[str]:
    found = []
    for one in given.plan.only("priority"):
        figure = given.figures(one.evidence.binding) if one.evidence else None
        found += [file.dataset or file.name for file in figure.provenance.inputs] if figure else []
    return found


def _evidence(given: PlanInput, link: MeasureLink | None) -> tuple[Inline, ...]:
    """The number that stands for a priority, with its interval, or the plain statement that there is none."""
    if link is None:
        return text("No number.")
    figure = given.figures(link.binding)
    if figure is None:
        return _words(message("Not imported yet: {source}.", source=link.source))
    if not figure.is_known:
        return _words(
            message("{label}: not known; {why}.", label=figure.label, why=figure.unknown_because.rstrip("."))
        )
    interval = f" ({figure.interval_text})" if figure.interval_text else ""
    standing = " Synthetic." if figure.is_synthetic else ""
    stands_in = " It stands in for what cannot be counted." if link.relation == "proxy" else ""
    return (Text(f"{figure.label}: "), Bound(figure), Text(f"{interval}.{stands_in}{standing}"))


def _steps(given: PlanInput) -> tuple[Block, ...]:
    """CP-c: what is done, priority by priority."""
    blocks: list[Block] = []
    for one in (*given.plan.only("priority"), *given.plan.only("monitored")):
        blocks.append(Paragraph((Strong(one.title),)))
        if one.activities:
            blocks.append(Bullets(tuple(map(_activity, one.activities))))
        else:
            blocks.append(Paragraph(text("No activity is recorded for it yet.")))
    rest = [one for one in given.plan.activities if not one.priority]
    if rest:
        blocks.append(Paragraph((Strong("Across priorities"),)))
        blocks.append(Bullets(tuple(map(_activity, rest))))
    return tuple(blocks)


def _activity(one: ActivityFacts) -> tuple[Inline, ...]:
    about = [ACTIVITY_STATES[one.state]]
    about += [one.place] if one.place else []
    about += [str(one.starts)] if one.starts else []
    about += [", ".join(one.partners)] if one.partners else []
    return text(f"{one.text} ({'; '.join(about)})")


def _resources(given: PlanInput) -> tuple[Block, ...]:
    """CP-d: how resources are allocated and deployed."""
    return _said_or_flag(
        given.plan.resources, "The record does not say how resources are allocated and deployed."
    )


def _said_or_flag(said: str, lacking: str) -> tuple[Block, ...]:
    if said:
        return tuple(Paragraph(text(paragraph)) for paragraph in said.split("\n\n"))
    return (Note(NoteKind.FLAG, text(lacking)),)


def _measures(given: PlanInput) -> tuple[Block, ...]:
    """CP-e: for each priority every source that was looked at, and what to ask for where it has no measure."""
    rows = []
    for one in given.plan.priorities:
        for link in one.measures:
            shown = text("None") if link.relation == "none" else _figure(given, link)
            note = link.extract or link.note
            rows.append(
                Row((text(one.title), text(link.source), text(RELATIONS[link.relation]), shown, text(note)))
            )
        if not one.measures:
            rows.append(
                Row((text(one.title), text("None looked at"), text("No measure"), text("None"), text("")))
            )
    columns = (
        Column("Priority or issue"), Column("Source"), Column("How it counts"), Column("Figure", CellKind.NUMBER),
        Column("To ask for, or to know"),
    )  # fmt: skip
    return (Table("How each priority is counted", columns, tuple(rows), _own(given), id="measures"),)


def _own(given: PlanInput) -> str:
    """The source of a table that holds the plan's own words."""
    return given.plan.source or "The partnership’s plan, as recorded"


def _figure(given: PlanInput, link: MeasureLink) -> tuple[Inline, ...]:
    figure = given.figures(link.binding) if link.binding else None
    if figure is None:
        return text("Not imported" if link.binding else "No figure is named")
    return (Bound(figure),) if figure.is_known else text("Not known")


def _engagement(given: PlanInput) -> tuple[Block, ...]:
    """CP-f: engagement, the public's help, publication."""
    return _said_or_flag(
        given.plan.engagement, "The record does not say how people are engaged and the summary is published."
    )


def _adoption(given: PlanInput) -> tuple[Block, ...]:
    if not given.plan.steps:
        return (Note(NoteKind.FLAG, text("The plan is a draft: no decision has adopted it.")),)
    rows = tuple(
        Row((text(STEPS[step.kind]), text(step.body), text(str(step.on)), text(step.source)))
        for step in given.plan.steps
    )
    columns = (Column("Step"), Column("By whom"), Column("When"), Column("Known from"))
    return (Table("Steps of agreement, adoption and publication", columns, rows, _own(given), id="steps"),)


BUILDERS: Mapping[str, Callable[[PlanInput], tuple[Block, ...]]] = {
    "CP-a": _strategy,
    "CP-b": _priorities,
    "CP-c": _steps,
    "CP-d": _resources,
    "CP-e": _measures,
    "CP-f": _engagement,
}
"""What fills each part that the law names; a test holds that none is missed."""
