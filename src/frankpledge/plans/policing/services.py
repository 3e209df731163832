"""Writes about the policing body: its plans, regard in both directions, the log, what it required, grant returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.models import (
    Cooperation,
    GrantReturn,
    PolicingObjective,
    PolicingPlan,
    PolicingRequirement,
    Priority,
    Regard,
)
from frankpledge.plans.reaching import history, one_of, place_for, plan_row
from frankpledge.plans.rules.regard import ANSWERS, OURS, THEIRS, Required

LOGGED = {
    "plan": "A plan exchanged",
    "meeting": "A meeting",
    "letter": "A letter or message",
    "grant": "A grant",
    "work": "Work together",
}


@dataclass(frozen=True)
class NewPolicingPlan:
    """A police and crime plan received; `objectives` are titles with their words, in its order."""

    body: str
    title: str
    period: Period
    received_on: date | None
    source: str
    objectives: tuple[tuple[str, str], ...]


@transaction.atomic
def record_policing_plan(partnership: str, said: NewPolicingPlan, *, by: Principal) -> str:
    """Record a police and crime plan, or a variation of one, with its objectives. Answers its slug."""
    place, subject = place_for(partnership, by)
    if not said.body.strip() or not said.title.strip():
        raise Refused("Name the policing body and its plan.")
    slug = slugify(said.title)[:80] or "police-and-crime-plan"
    if PolicingPlan.objects.filter(partnership_id=place.id, slug=slug).exists():
        raise Refused(
            message("‘{title}’ is recorded already; give a variation its own title.", title=said.title)
        )
    made = PolicingPlan.objects.create(
        partnership_id=place.id, slug=slug, body=said.body.strip(), title=said.title.strip(),
        starts_on=said.period.starts_on, ends_on=said.period.ends_on, received_on=said.received_on, source=said.source,
        recorded_by=by.name,
    )  # fmt: skip
    for title, text in said.objectives:
        _objective(made, title, text, by)
    history("policing-plan-recorded", subject, by, plan=slug, objectives=len(said.objectives))
    return slug


def _objective(plan: PolicingPlan, title: str, text: str, by: Principal) -> None:
    last = plan.objectives.aggregate(last=Max("order"))["last"] or 0
    slug = slugify(title)[:70] or "objective"
    taken = set(plan.objectives.values_list("slug", flat=True))
    slug = next(
        one for n in range(len(taken) + 1) if (one := slug if not n else f"{slug}-{n + 1}") not in taken
    )
    PolicingObjective.objects.create(
        plan=plan, slug=slug, order=last + 1, title=title.strip(), text=text.strip(), recorded_by=by.name
    )  # fmt: skip


@transaction.atomic
def add_objective(partnership: str, policing_plan: str, *, title: str, text: str, by: Principal) -> None:
    """Add an objective to a police and crime plan."""
    _, subject = place_for(partnership, by)
    row = one_of(
        PolicingPlan,
        "There is no such police and crime plan.",
        partnership__slug=partnership,
        slug=policing_plan,
    )
    if not title.strip():
        raise Refused("Give the objective its words.")
    _objective(row, title, text, by)
    history("policing-objective-added", subject, by, plan=policing_plan, title=title.strip())


@dataclass(frozen=True)
class NewRegard:
    """That regard was had. `direction` ours answers an objective, theirs a priority; `of` and `to` are slugs, `to` may be empty."""

    direction: str
    of: str
    to: str
    answer: str
    reason: str
    on: date


@transaction.atomic
def had_regard(partnership: str, plan: str, policing_plan: str, said: NewRegard, *, by: Principal) -> None:
    """Record that regard was had and why. Raises `Refused` without a reason: a silent answer is none."""
    _, subject = place_for(partnership, by)
    row = plan_row(partnership, plan)
    theirs = one_of(
        PolicingPlan,
        "There is no such police and crime plan.",
        partnership__slug=partnership,
        slug=policing_plan,
    )
    if said.direction not in {OURS, THEIRS} or said.answer not in ANSWERS:
        raise Refused("Say who had regard to what, and what came of it.")
    if not said.reason.strip():
        raise Refused("Say why. Regard without a reason cannot be told from none.")
    objective_slug, priority_slug = (said.of, said.to) if said.direction == OURS else (said.to, said.of)
    objective = (
        one_of(PolicingObjective, "There is no such objective.", plan=theirs, slug=objective_slug) if objective_slug else None
    )  # fmt: skip
    priority = (
        one_of(Priority, "There is no such priority.", plan=row, slug=priority_slug)
        if priority_slug
        else None
    )
    Regard.objects.create(
        plan=row, policing_plan=theirs, direction=said.direction, objective=objective, priority=priority,
        answer=said.answer, reason=said.reason.strip(), had_on=said.on, recorded_by=by.name,
    )  # fmt: skip
    history(
        "regard-had",
        subject,
        by,
        plan=plan,
        direction=said.direction,
        of=said.of,
        to=said.to,
        answer=said.answer,
    )


@transaction.atomic
def log_cooperation(partnership: str, *, on: date, kind: str, text: str, by: Principal) -> None:
    """Add a line to the log of co-operation."""
    place, subject = place_for(partnership, by)
    if kind not in LOGGED or not text.strip():
        raise Refused("Say what kind of co-operation it was, and what happened.")
    Cooperation.objects.create(
        partnership_id=place.id, on=on, kind=kind, text=text.strip(), recorded_by=by.name
    )
    history("cooperation-logged", subject, by, kind=kind, on=on.isoformat())


@transaction.atomic
def record_requirement(partnership: str, said: Required, *, by: Principal) -> None:
    """Record that the policing body requires a report or a meeting by the day that it names.

    What the requirement itself lacks is shown and never a reason to refuse it: it was received.
    """
    place, subject = place_for(partnership, by)
    if said.kind not in {"report", "meeting"} or not said.about.strip():
        raise Refused("Say whether a report or a meeting is required, and what about.")
    if said.due_on < said.required_on:
        raise Refused("The day that it names lies before the day on which it was required.")
    PolicingRequirement.objects.create(
        partnership_id=place.id, kind=said.kind, required_on=said.required_on, due_on=said.due_on, about=said.about.strip(),
        authorities=list(said.authorities), people=said.people, consulted_on=said.consulted_on, ground=said.ground.strip(),
        recorded_by=by.name,
    )  # fmt: skip
    history("requirement-recorded", subject, by, kind=said.kind, due=said.due_on.isoformat())


@transaction.atomic
def answer_requirement(
    partnership: str, requirement: UUID, *, on: date, answer: str, read_version: int, by: Principal
) -> None:
    """Record that the report was sent or the meeting held."""
    _, subject = place_for(partnership, by)
    row = one_of(
        PolicingRequirement, "There is no such requirement.", partnership__slug=partnership, id=requirement
    )
    if not answer.strip():
        raise Refused("Say what was sent, or who came.")
    row.answered_on, row.answer = on, answer.strip()
    row.save_version(read_version=read_version, fields=["answered_on", "answer"])
    history("requirement-answered", subject, by, kind=row.kind, on=on.isoformat())


@dataclass(frozen=True)
class NewGrantReturn:
    """A return on a grant, in pounds."""

    title: str
    period: Period
    granted: Decimal
    spent: Decimal | None
    due_on: date | None
    returned_on: date | None
    summary: str


@transaction.atomic
def record_grant_return(partnership: str, said: NewGrantReturn, *, by: Principal) -> None:
    """Record what was returned on a grant. Raises `Refused` for amounts below nought or a return without what was spent."""
    place, subject = place_for(partnership, by)
    if not said.title.strip() or said.period.ends_on is None:
        raise Refused("Name the grant, and say for which days it is.")
    if said.granted < 0 or (said.spent is not None and said.spent < 0):
        raise Refused("An amount of money is not below nought.")
    if said.returned_on is not None and said.spent is None:
        raise Refused("A return that was made says what was spent.")
    GrantReturn.objects.create(
        partnership_id=place.id, title=said.title.strip(), starts_on=said.period.starts_on, ends_on=said.period.ends_on,
        granted=said.granted, spent=said.spent, due_on=said.due_on, returned_on=said.returned_on, summary=said.summary.strip(),
        recorded_by=by.name,
    )  # fmt: skip
    history("grant-return-recorded", subject, by, title=said.title.strip(), granted=str(said.granted))
