"""Reads of the policing body's plans, the matrix, the log, requirements and grant returns, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import queries as plans
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.models import Cooperation, GrantReturn, PolicingPlan, PolicingRequirement, Regard
from frankpledge.plans.rules.regard import Had, Matrix, Required, matrix


@dataclass(frozen=True)
class ObjectiveFacts:
    slug: str
    title: str
    text: str


@dataclass(frozen=True)
class PolicingPlanFacts:
    """A police and crime plan as it was received. `period` without an end still runs."""

    slug: str
    body: str
    title: str
    period: Period
    received_on: date | None
    source: str
    objectives: tuple[ObjectiveFacts, ...]


@dataclass(frozen=True)
class RequirementFacts:
    """A requirement of the policing body and its record."""

    id: UUID
    asked: Required
    answer: str
    row_version: int


@dataclass(frozen=True)
class GrantFacts:
    """A grant return: pounds granted and spent; `spent` of None is not known yet."""

    id: UUID
    title: str
    period: Period
    granted: Decimal
    spent: Decimal | None
    due_on: date | None
    returned_on: date | None
    summary: str
    row_version: int


def policing_plans(partnership: str) -> tuple[PolicingPlanFacts, ...]:
    """Every police and crime plan received, the latest first."""
    rows = PolicingPlan.objects.filter(partnership__slug=partnership).prefetch_related("objectives")
    return tuple(map(_plan, rows))


def policing_plan(partnership: str, slug: str) -> PolicingPlanFacts:
    """One police and crime plan. Raises `NotFound`."""
    found = next((one for one in policing_plans(partnership) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no such police and crime plan.")
    return found


def _plan(row: PolicingPlan) -> PolicingPlanFacts:
    return PolicingPlanFacts(
        row.slug, row.body, row.title, Period(row.starts_on, row.ends_on), row.received_on, row.source,
        tuple(ObjectiveFacts(one.slug, one.title, one.text) for one in row.objectives.all()),
    )  # fmt: skip


def matched(partnership: str, plan: PlanFacts) -> PolicingPlanFacts | None:
    """The police and crime plan that a plan has regard to: that of its first day, else the first received later within it."""
    known = policing_plans(partnership)
    found = next((one for one in known if plan.period.starts_on in one.period), None)
    return found or next((one for one in reversed(known) if one.period.overlaps(plan.period)), None)


def matrix_of(partnership: str, plan: PlanFacts, policing: PolicingPlanFacts) -> Matrix:
    """Both directions of regard between a plan and a police and crime plan."""
    rows = Regard.objects.filter(
        Q(plan__partnership__slug=partnership, plan__slug=plan.slug, policing_plan__slug=policing.slug)
    ).select_related("priority", "objective")
    had = [
        Had(
            row.direction,
            (row.objective.slug if row.objective else "") if row.direction == "ours"
            else (row.priority.slug if row.priority else ""),
            (row.priority.slug if row.priority else "") if row.direction == "ours"
            else (row.objective.slug if row.objective else ""),
            row.answer, row.reason, row.had_on,
        )
        for row in rows
    ]  # fmt: skip
    return matrix(
        [(one.slug, one.title) for one in policing.objectives],
        [(one.slug, one.title) for one in plan.only("priority")],
        had,
    )


def regard_holes(partnership: str, plan: str) -> int | None:
    """How many objectives of the policing body a plan does not answer; None when no police and crime plan is recorded."""
    facts = plans.plan(partnership, plan)
    policing = matched(partnership, facts) if facts else None
    if facts is None or policing is None or not policing.objectives:
        return None
    return sum(1 for one in matrix_of(partnership, facts, policing).ours if one.is_hole)


def regard_days(partnership: str) -> tuple[date, ...]:
    """The days on which a plan's regard to police and crime objectives was recorded, each once, in order."""
    rows = Regard.objects.filter(plan__partnership__slug=partnership, direction="ours")
    return tuple(sorted(set(rows.values_list("had_on", flat=True))))


def cooperation(partnership: str) -> tuple[tuple[date, str, str], ...]:
    """The log of co-operation, the latest first: day, kind, words."""
    rows = Cooperation.objects.filter(partnership__slug=partnership)
    return tuple((row.on, row.kind, row.text) for row in rows)


def requirements(partnership: str) -> tuple[RequirementFacts, ...]:
    """What the policing body required, by the day that it names."""
    return tuple(map(_requirement, PolicingRequirement.objects.filter(partnership__slug=partnership)))


def _requirement(row: PolicingRequirement) -> RequirementFacts:
    asked = Required(
        row.kind, row.required_on, row.due_on, row.about, tuple(row.authorities), row.people, row.consulted_on, row.ground,
        row.answered_on,
    )  # fmt: skip
    return RequirementFacts(row.id, asked, row.answer, row.row_version)


def grants(partnership: str) -> tuple[GrantFacts, ...]:
    """Returns on grants, the latest first."""
    return tuple(map(_grant, GrantReturn.objects.filter(partnership__slug=partnership)))


def _grant(row: GrantReturn) -> GrantFacts:
    return GrantFacts(
        row.id, row.title, Period(row.starts_on, row.ends_on), row.granted, row.spent, row.due_on, row.returned_on,
        row.summary, row.row_version,
    )  # fmt: skip
