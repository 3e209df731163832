"""What plans show done: when each was agreed, published and sent, the strategies kept beside it, and what the policing body asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.kernel.dates import PartialDate
from frankpledge.plans import queries
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.models import StrategyConsultee, StrategyEvent
from frankpledge.plans.policing import queries as policing

STEPS = {"agreed": "plan-agreed", "published": "plan-published", "sent": "plan-sent"}
KEPT_BY = dict.fromkeys(
    ("plan-published", "plan-sent"), "with the plan, under ‘Its way to adoption, issues and copies’"
)
"""Where a plan's publication and copies are recorded, and nowhere else: the plan's pages and the duties ask the same record."""
STRATEGIES = {
    "crime-and-disorder": "strategy-crime",
    "substance-misuse": "strategy-substances",
    "re-offending": "strategy-re-offending",
    "serious-violence": "strategy-serious-violence",
}
EVENTS = {
    ("serious-violence", "needs-assessed"): "serious-violence-needs",
    ("serious-violence", "published"): "serious-violence-strategy",
    ("serious-violence", "reviewed"): "serious-violence-review",
    ("domestic-abuse-support", "needs-assessed"): "da-needs",
    ("domestic-abuse-support", "draft-published"): "da-draft",
    ("domestic-abuse-support", "reviewed"): "da-strategy-review",
    ("domestic-abuse-support", "return-sent"): "da-annual-report",
}
"""What an event of a kept strategy shows done, by the kind of strategy."""
CONSULTED = "serious-violence-consulted"
RECEIVED, REGARDED, REVIEWED = "police-plan-received", "objectives-regarded", "strategies-reviewed"
REQUIRED = {
    "report": ("policing-report-required", "policing-report"),
    "meeting": ("policing-meeting-required", "policing-meeting"),
}
"""What the policing body requires: the event that starts the clock, and what answers it."""
KINDS = (
    *STEPS.values(), *STRATEGIES.values(), "three-year-plan", *EVENTS.values(), CONSULTED, RECEIVED, REGARDED, REVIEWED,
    *(kind for pair in REQUIRED.values() for kind in pair),
)  # fmt: skip


def evidence(partnership: str, on: date) -> Evidence:
    """Every step of every plan; a plan in force shows its strategies there on the day; what happened to strategies kept beside
    it; what came from the policing body, and what was answered."""
    found = queries.plans(partnership)
    return Evidence(
        (
            *(each for plan in found for each in _of_plan(plan, on)),
            *_of_strategies(partnership, on),
            *_of_policing(partnership, on),
        )
    )


def _of_strategies(partnership: str, on: date) -> Iterator[Happened]:
    here = "plan/strategies/"
    rows = StrategyEvent.objects.filter(strategy__partnership__slug=partnership, on__lte=on)
    for row in rows.select_related("strategy"):
        kind = EVENTS.get((row.strategy.kind, row.kind))
        if kind is not None:
            yield Happened(kind, PartialDate.of(row.on), row.strategy.title, href=here)
        elif row.kind == "reviewed":
            yield Happened(REVIEWED, PartialDate.of(row.on), f"Reviewed: {row.strategy.title}", href=here)
    asked = StrategyConsultee.objects.filter(
        strategy__partnership__slug=partnership, strategy__kind="serious-violence", asked_on__lte=on
    )
    yield from (
        Happened(CONSULTED, PartialDate.of(row.asked_on), f"Consulted: {row.body}", href=here)
        for row in asked
    )


def _of_policing(partnership: str, on: date) -> Iterator[Happened]:
    here = "plan/"
    for plan in policing.policing_plans(partnership):
        if plan.received_on is not None and plan.received_on <= on:
            yield Happened(RECEIVED, PartialDate.of(plan.received_on), f"Received: {plan.title}", href=here)
    for had in policing.regard_days(partnership):
        if had <= on:
            yield Happened(
                REGARDED, PartialDate.of(had), "Regard had to the police and crime objectives", href=here
            )
    for one in policing.requirements(partnership):
        asked = one.asked
        if asked.kind not in REQUIRED or asked.required_on > on:
            continue
        event, answer = REQUIRED[asked.kind]
        ref, label = f"requirement-{one.id}", f"Required by the policing body: {asked.about[:80]}"
        yield Happened(
            event, PartialDate.of(asked.required_on), label, ref, here, asked.due_on, is_tracked=True
        )
        if asked.answered_on is not None and asked.answered_on <= on:
            yield Happened(answer, PartialDate.of(asked.answered_on), "Answered", ref, here)


def _of_plan(plan: PlanFacts, on: date) -> Iterator[Happened]:
    for step in plan.steps:
        if step.kind in STEPS:
            yield Happened(STEPS[step.kind], step.on, f"{plan.title}: {step.kind}", href=f"plan/{plan.slug}")
    for year in range(plan.period.starts_on.year, on.year + 1):
        day = max(plan.period.starts_on, date(year, 4, 1))
        if plan.status != "adopted" or day not in plan.period or day > on:
            continue
        for one in plan.strategies:
            if one.law_strategy in STRATEGIES:
                yield Happened(STRATEGIES[one.law_strategy], PartialDate.of(day), f"In force: {one.title}")
        yield Happened(STRATEGIES["crime-and-disorder"], PartialDate.of(day), f"In force: {plan.title}")
        ends = plan.period.ends_on
        if ends is not None and (ends - plan.period.starts_on).days + 1 in {1095, 1096}:
            yield Happened("three-year-plan", PartialDate.of(day), f"{plan.title}: three years")


SERVED = {
    "re-offending": "D58",
    "serious-violence": "D59",
    "substance-misuse": "D57",
    "crime-and-disorder": "D56",
}


SERVES = {"D04": "", "D06": "published", "D07": "sent", "D20": "", "D56": "", "D61": ""}
"""What a plan in force serves; publishing its summary and sending it, only once that step is recorded."""


def links(partnership: str, on: date) -> Iterator[tuple[str, str, str]]:
    """What of the plan in force serves which duty: the plan itself, strategies beside it, and priorities that are measured."""
    plan = queries.plan_in_force(partnership, on=on)
    if plan is None:
        return
    for code, step in SERVES.items():
        if not step or plan.step(step) is not None:
            yield code, "plan", plan.title
    for one in plan.strategies:
        if one.law_strategy in SERVED:
            yield SERVED[one.law_strategy], "strategy", one.title
    for priority in plan.only("priority"):
        if priority.evidence is not None:
            yield "D56", "measure", priority.title
