"""What plans show done: when each was agreed, published and sent, and the strategies kept beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from frankpledge.duties.api import Evidence, Happened
from frankpledge.kernel.dates import PartialDate
from frankpledge.plans import queries
from frankpledge.plans.facts import PlanFacts

STEPS = {"agreed": "plan-agreed", "published": "plan-published", "sent": "plan-sent"}
STRATEGIES = {
    "crime-and-disorder": "strategy-crime",
    "substance-misuse": "strategy-substances",
    "re-offending": "strategy-re-offending",
    "serious-violence": "strategy-serious-violence",
}
KINDS = (*STEPS.values(), *STRATEGIES.values(), "three-year-plan")


def evidence(partnership: str, on: date) -> Evidence:
    """Every step of every plan; a plan in force shows its strategies there on the day."""
    found = queries.plans(partnership)
    return Evidence(tuple(each for plan in found for each in _of_plan(plan, on)))


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


def links(partnership: str, on: date) -> Iterator[tuple[str, str, str]]:
    """What of the plan in force serves which duty: the plan itself, strategies beside it, and priorities that are measured."""
    plan = queries.plan_in_force(partnership, on=on)
    if plan is None:
        return
    for code in ("D04", "D06", "D07", "D20", "D56", "D61"):
        yield code, "plan", plan.title
    for one in plan.strategies:
        if one.law_strategy in SERVED:
            yield SERVED[one.law_strategy], "strategy", one.title
    for priority in plan.only("priority"):
        if priority.evidence is not None:
            yield "D56", "measure", priority.title
