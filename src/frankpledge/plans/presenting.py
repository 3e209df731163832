"""From the record of plans to what their pages show."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.plans import queries
from frankpledge.plans.facts import (
    ACTIVITY_STATES,
    PRIORITY_KINDS,
    RELATIONS,
    STATUSES,
    STEPS,
    ActivityFacts,
    MeasureLink,
    PlanFacts,
    PriorityFacts,
)
from frankpledge.plans.pages import (
    ActivityRow,
    Crumbs,
    Facts,
    FigureCell,
    MeasureRow,
    PlanDocumentPage,
    PlanPage,
    PriorityPage,
    PriorityRow,
    StrategyRow,
)
from frankpledge.plans.reading import counted, lookup, plan_document
from frankpledge.plans.rules.coverage import FigureOf, every_priority_is_measured, every_strategy_is_named
from frankpledge.web.html import trusted

FORMAT_NAMES = {"html": "web page", "pdf": "PDF", "docx": "Word document", "odt": "OpenDocument text"}
NO_STEP = "None is recorded"


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> Crumbs:
    """Home, then the pages above this one."""
    return (("Home", address("home", partnership)), *within)


def chosen(partnership: PartnershipFacts, slug: str, on: date) -> PlanFacts | None:
    """The plan asked for, else the one in force, else the latest. Raises `NotFound` for one that is not there."""
    if slug:
        found = queries.plan(partnership.slug, slug)
        if found is None:
            raise NotFound("There is no such plan, or you may not know of it.")
        return found
    return queries.plan_in_force(partnership.slug, on=on) or next(iter(queries.plans(partnership.slug)), None)


def no_plan_page(partnership: PartnershipFacts) -> PlanPage:
    lead = "No plan is recorded yet."
    return PlanPage(
        "Plan",
        crumbs(partnership),
        lead,
        (),
        "",
        True,
        "",
        (),
        (),
        (),
        (),
        "",
        (),
        desk=_desk(partnership, None),
    )


def plan_page(partnership: PartnershipFacts, plan: PlanFacts, on: date) -> PlanPage:
    """Priorities with their numbers and next steps, strategies, activities, adoption."""
    find = lookup(partnership.slug)
    measured = every_priority_is_measured(counted(partnership.slug, plan, on=on, find=find))
    required = law.strategies(partnership.nation, plan.period.starts_on)
    strategies = every_strategy_is_named(required, plan.strategies)
    titles = {one.slug: one.title for one in plan.priorities}
    return PlanPage(
        title=plan.title,
        crumbs=crumbs(partnership),
        lead=_lead(plan, on),
        facts=_facts(plan),
        coverage=str(measured),
        is_covered=measured.holds,
        strategies_verdict="" if strategies.holds else str(strategies),
        priorities=tuple(_row(partnership, plan, one, find) for one in plan.only("priority")),
        monitored=tuple(_row(partnership, plan, one, find) for one in plan.only("monitored")),
        strategies=tuple(
            StrategyRow(one.title, one.owner, one.area or "The partnership’s area", one.note)
            for one in plan.strategies
        ),
        activities=tuple(_activity(one, titles) for one in plan.activities),
        document_href=address("plan-document", partnership, plan=plan.slug),
        others=tuple(
            (one.title, address("plan-called", partnership, plan=one.slug))
            for one in queries.plans(partnership.slug)
            if one.slug != plan.slug
        ),
        desk=_desk(partnership, plan),
    )


def _desk(partnership: PartnershipFacts, plan: PlanFacts | None) -> tuple[tuple[str, Facts], ...]:
    """What one can do with a plan, and around it."""
    around = (
        ("Start an edition or a refresh", "plan-new"),
        ("Start from last year’s plan as a file", "plan-start"),
        ("Editions, and priorities through them", "plan-history"),
        ("Strategies beside the plan", "strategies"),
        ("Position statements", "positions"),
        ("The policing body", "policing-body"),
    )
    going = (
        ("The plan at a glance", "plan-board"),
        ("Measures: better, worse, or not told from chance", "plan-measures"),
        ("Delivery: initiatives and actions", "plan-delivery"),
        ("My actions in two minutes", "plan-mine"),
        ("The quarter’s performance report", "plan-performance"),
    )
    groups = [
        ("How it goes", tuple((words, address(name, partnership)) for words, name in going)),
        ("Around the plan", tuple((words, address(name, partnership)) for words, name in around)),
    ]
    if plan is not None:
        within = (
            ("Write it" if plan.status == "draft" else "Amend it", "plan-edit"),
            ("The plan and the assessment", "plan-assessed"),
            ("What changed against the edition before", "plan-compare"),
            ("The next twelve months", "plan-year"),
            ("Coverage map and its holes", "plan-coverage"),
            ("What the law asks of it", "plan-checklist"),
            ("Its way to adoption, issues and copies", "plan-adoption"),
            ("Risks and equality", "plan-risks"),
            ("Regard between it and the policing body", "regard"),
            ("Summary for publication", "plan-summary"),
            ("The plan on a page", "plan-page"),
        )
        links = tuple((words, address(name, partnership, plan=plan.slug)) for words, name in within)
        groups.insert(0, ("This plan", links))
    return tuple(groups)


def _lead(plan: PlanFacts, on: date) -> str:
    if plan.is_in_force(on):
        return f"In force from {short_date(plan.period.starts_on)} to {_last_day(plan)}."
    if plan.status == "draft":
        return "A draft: no decision has adopted it."
    if plan.period.ends_on and plan.period.ends_on < on:
        return f"It ended on {_last_day(plan)}."
    return f"It starts on {short_date(plan.period.starts_on)}."


def _last_day(plan: PlanFacts) -> str:
    return short_date(plan.period.ends_on) if plan.period.ends_on else ""


def _facts(plan: PlanFacts) -> Facts:
    facts = [("State", STATUSES[plan.status])]
    facts += [(STEPS[step.kind], f"{step.on}, {step.body}") for step in plan.steps]
    if plan.parent:
        facts.append(("Refreshes", plan.parent))
    facts.append(("Known from", plan.source))
    return tuple(facts) + ((("To know", plan.note),) if plan.note else ())


def _row(partnership: PartnershipFacts, plan: PlanFacts, one: PriorityFacts, find: FigureOf) -> PriorityRow:
    return PriorityRow(
        order=str(one.order),
        title=one.title,
        href=address("priority", partnership, plan=plan.slug, priority=one.slug),
        figure=_figure(partnership, one.evidence, find),
        next_step=one.next_step.text if one.next_step else NO_STEP,
    )


def _figure(partnership: PartnershipFacts, link: MeasureLink | None, find: FigureOf) -> FigureCell:
    """The number behind a link, or the plain words for why there is none."""
    if link is None or link.relation == "none":
        return FigureCell("", "No number", "", "")
    if not link.binding:
        return FigureCell("", "No number", "", "No figure is named.")
    figure = find(link.binding)
    if figure is None:
        return FigureCell("", "No number", "", f"Not imported yet: {link.source}.")
    if not figure.is_known:
        return FigureCell(figure.label, "Not known", "", figure.unknown_because)
    notes = [figure.interval_text] if figure.interval_text else []
    notes += ["stands in for what cannot be counted"] if link.relation == "proxy" else []
    notes += ["synthetic"] if figure.is_synthetic else []
    href = address("figure", partnership, figure_id=figure.id)
    return FigureCell(figure.label, figure.text, href, "; ".join(notes))


def _activity(one: ActivityFacts, titles: dict[str, str]) -> ActivityRow:
    when = " to ".join(str(day) for day in (one.starts, one.ends) if day)
    return ActivityRow(
        one.text,
        ACTIVITY_STATES[one.state],
        one.place,
        ", ".join(one.partners),
        when,
        titles.get(one.priority, ""),
    )


def priority_page(partnership: PartnershipFacts, plan: PlanFacts, slug: str, on: date) -> PriorityPage:
    """One priority: why, how it is counted from each source, what is done. Raises `NotFound`."""
    one = plan.priority(slug)
    if one is None:
        raise NotFound("The plan has no such priority.")
    find, current = lookup(partnership.slug), chosen(partnership, "", on)
    facts = [
        ("Why", one.why),
        ("Outcome", one.outcome),
        ("Assessment", one.rank_text),
        ("Because", one.rank_reason),
    ]
    return PriorityPage(
        title=one.title,
        crumbs=crumbs(partnership, (plan.title, address("plan-called", partnership, plan=plan.slug))),
        kind=PRIORITY_KINDS[one.kind],
        lead=_figure(partnership, one.evidence, find),
        facts=tuple(
            (name, said or "Not recorded") for name, said in facts if said or name in {"Why", "Outcome"}
        ),
        next_step=one.next_step.text if one.next_step else NO_STEP,
        measures=tuple(
            MeasureRow(
                link.source,
                RELATIONS[link.relation],
                _figure(partnership, link, find),
                link.extract,
                link.note,
            )
            for link in one.measures
        ),
        activities=tuple(_activity(activity, {}) for activity in one.activities),
        lead_href=address("plan-lead", partnership, priority=slug)
        if current and current.slug == plan.slug
        else "",
    )


def document_page(partnership: PartnershipFacts, plan: PlanFacts, on: date) -> PlanDocumentPage:
    """The plan's document as the record stands, to read and to take away; `on` is the day it bears."""
    html = drawing.html_fragment(plan_document(partnership.slug, plan, on=on))
    downloads = tuple(
        (
            f"{plan.title} ({FORMAT_NAMES[fmt]})",
            address("plan-download", partnership, plan=plan.slug, fmt=fmt),
        )
        for fmt in drawing.FORMATS
    )
    above = (plan.title, address("plan-called", partnership, plan=plan.slug))
    return PlanDocumentPage(f"{plan.title}: document", crumbs(partnership, above), trusted(html), downloads)
