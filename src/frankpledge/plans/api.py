"""What other rooms may ask of the plans. Frozen facts only (`facts.py`)."""

from __future__ import annotations

from datetime import date

from frankpledge.plans import loaders, queries, services
from frankpledge.plans.editions import documents, issuing
from frankpledge.plans.facts import PlanFacts, PositionFacts, PriorityFacts
from frankpledge.plans.measures.queries import numbers_set_up
from frankpledge.plans.reading import lookup, plan_document
from frankpledge.plans.written import Ranking

__all__ = [
    "PlanFacts",
    "PositionFacts",
    "PriorityFacts",
    "Ranking",
    "adopt_plan",
    "load",
    "lookup",
    "numbers_set_up",
    "plan",
    "plan_document",
    "plan_in_force",
    "plan_summary",
    "plans",
    "position",
    "summary_issued",
    "take_ranking",
]  # fmt: skip

load = loaders.load
plan_summary = documents.summary_document
summary_issued = issuing.summary_issued
adopt_plan = services.adopt_plan
take_ranking = services.take_ranking


def plans(partnership: str) -> tuple[PlanFacts, ...]:
    """Every plan and refresh, the latest first."""
    return tuple(queries.plans(partnership))


def plan(partnership: str, slug: str) -> PlanFacts | None:
    """One plan by its slug; None when there is none."""
    return queries.plan(partnership, slug)


def plan_in_force(partnership: str, *, on: date) -> PlanFacts | None:
    """The adopted plan of a day (its refresh, where that holds too); None when there is none."""
    return queries.plan_in_force(partnership, on=on)


def position(partnership: str, slug: str, *, on: date) -> PositionFacts | None:
    """The position statement of that slug as it stood on a day; one whose date is not known counts as standing."""
    known = [
        one
        for one in queries.positions(partnership)
        if one.slug == slug and (one.agreed is None or one.agreed.earliest <= on)
    ]
    return max(known, key=lambda one: one.agreed.earliest if one.agreed else date.min, default=None)
