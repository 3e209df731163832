"""Writes of the plans: one function a verb, each with its line in the history."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused, Verdict
from frankpledge.plans.models import (
    Activity,
    AdoptionStep,
    Aim,
    AimMeasure,
    Plan,
    PositionStatement,
    Priority,
    PriorityMeasure,
    Strategy,
)
from frankpledge.plans.written import NewActivity, NewPlan, NewPosition, NewPriority, Ranking


def _here(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    """The partnership written to, once whoever asks may write there."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, Permission.PLAN_WRITE, subject)
    return found, subject


def _plan(partnership: str, slug: str) -> Plan:
    found = Plan.objects.filter(partnership__slug=partnership, slug=slug).first()
    if found is None:
        raise NotFound("There is no such plan, or you may not know of it.")
    return found


def _parent(partnership: str, slug: str) -> Plan | None:
    found = Plan.objects.filter(partnership__slug=partnership, slug=slug).first() if slug else None
    if slug and found is None:
        raise Refused(message("There is no plan ‘{slug}’ to refresh.", slug=slug))
    return found


@transaction.atomic
def draft_plan(partnership: str, said: NewPlan, *, by: Principal) -> None:
    """Record a plan as a draft, with all that it holds. Raises `Refused` when there is one of that slug."""
    place, subject = _here(partnership, by)
    if Plan.objects.filter(partnership_id=place.id, slug=said.slug).exists():
        raise Refused(message("There already is a plan ‘{slug}’.", slug=said.slug))
    made = Plan.objects.create(
        partnership_id=place.id, slug=said.slug, title=said.title, starts_on=said.period.starts_on,
        ends_on=said.period.ends_on or said.period.starts_on, parent=_parent(partnership, said.parent),
        resources=said.resources, engagement=said.engagement, public_help=said.public_help, source=said.source,
        note=said.note,
        recorded_by=by.name,
    )  # fmt: skip
    priorities = {
        one.slug: _priority(made, one, order, by) for order, one in enumerate(said.priorities, start=1)
    }
    for order, strategy in enumerate(said.strategies, start=1):
        Strategy.objects.create(
            plan=made, order=order, title=strategy.title, owner=strategy.owner, area=strategy.area,
            law_strategy=strategy.law_strategy, note=strategy.note, source=strategy.source, recorded_by=by.name,
        )  # fmt: skip
    for order, activity in enumerate(said.activities, start=1):
        _activity(made, activity, priorities.get(activity.priority), order, by)
    for order, (text, measures) in enumerate(said.aims, start=1):
        aim = Aim.objects.create(plan=made, slug=f"aim-{order}", order=order, text=text, recorded_by=by.name)
        for measure in dict.fromkeys(measures):
            AimMeasure.objects.create(aim=aim, measure=measure, recorded_by=by.name)
    detail = {"plan": said.slug, "priorities": len(priorities), "activities": len(said.activities)}
    record("plan-drafted", subject=subject, by=by, detail=detail)


def _priority(plan: Plan, said: NewPriority, order: int, by: Principal) -> Priority:
    made = Priority.objects.create(
        plan=plan, slug=said.slug, order=order, title=said.title, kind=said.kind, outcome=said.outcome, why=said.why,
        issue=said.issue, public_views=said.public_views, otherwise_because=said.otherwise_because,
        follows=said.follows, recorded_by=by.name,
    )  # fmt: skip
    for place, link in enumerate(said.measures, start=1):
        PriorityMeasure.objects.create(
            priority=made, order=place, measure=link.measure, source=link.source, relation=link.relation,
            binding=link.binding, extract=link.extract, note=link.note, recorded_by=by.name,
        )  # fmt: skip
    return made


def _activity(plan: Plan, said: NewActivity, priority: Priority | None, order: int, by: Principal) -> None:
    Activity.objects.create(
        plan=plan, priority=priority, order=order, text=said.text, kind=said.kind, state=said.state, place=said.place,
        partners=list(said.partners), source=said.source, recorded_by=by.name,
        starts=said.starts.iso() if said.starts else "", starts_earliest=said.starts.earliest if said.starts else None,
        ends=said.ends.iso() if said.ends else "", ends_latest=said.ends.latest if said.ends else None,
    )  # fmt: skip


@transaction.atomic
def adopt_plan(
    partnership: str, plan: str, *, decision: str, external_decision: str, by: Principal
) -> Verdict:
    """Adopt a draft through its gate: the partnership's decision and, for a whole plan, the council's.

    `decision` and `external_decision` are slugs (the second empty for a refresh). Raises `Refused` when the gate
    is shut, with what it waits for, and when the plan is adopted already.
    """
    _, subject = _here(partnership, by)
    made = _plan(partnership, plan)
    own = governance.decision_called(partnership, decision) if decision else None
    other = governance.external_decision_called(partnership, external_decision) if external_decision else None
    verdict = governance.open_gate("refresh-plan" if made.parent_id else "adopt-plan", plan, own, other)
    if made.status == "adopted":
        raise Refused(message("The plan ‘{title}’ is adopted already.", title=made.title))
    if own and own.decided:
        _step(made, "agreed", own.body, own.decided, own.source, by, decision_id=own.id)
    if other:
        _step(made, "adopted", other.body, other.decided, other.source, by, external_decision_id=other.id)
    made.status = "adopted"
    made.save_version(read_version=made.row_version, fields=["status"])
    detail = {"plan": plan, "decision": decision, "external_decision": external_decision,
              "because": [reason.working for reason in verdict.reasons]}  # fmt: skip
    record("plan-adopted", subject=subject, by=by, detail=detail)
    return verdict


def _step(
    plan: Plan, kind: str, body: str, on: PartialDate, source: str, by: Principal, **links: object
) -> None:
    AdoptionStep.objects.create(
        plan=plan, kind=kind, body=body, on=on.iso(), on_earliest=on.earliest, on_latest=on.latest, source=source,
        recorded_by=by.name, **links,
    )  # fmt: skip


@transaction.atomic
def record_step(
    partnership: str, plan: str, kind: str, *, body: str, on: PartialDate, source: str, by: Principal
) -> None:
    """Record that the summary was published or the plan sent. Raises `Refused` for a step that needs a gate."""
    _, subject = _here(partnership, by)
    if kind not in {"published", "sent"}:
        raise Refused(message("‘{kind}’ happens by a decision; adopt the plan instead.", kind=kind))
    _step(_plan(partnership, plan), kind, body, on, source, by)
    record("plan-step-recorded", subject=subject, by=by, detail={"plan": plan, "kind": kind, "on": on.iso()})


@transaction.atomic
def take_ranking(partnership: str, plan: str, rankings: Mapping[str, Ranking], *, by: Principal) -> None:
    """Keep what the assessment said of each priority (by slug) when the plan took it up. Raises `Refused` for a slug unknown."""
    _, subject = _here(partnership, by)
    known = {row.slug: row for row in _plan(partnership, plan).priorities.all()}
    for slug, ranking in rankings.items():
        if slug not in known:
            raise Refused(message("The plan has no priority ‘{slug}’.", slug=slug))
        row = known[slug]
        row.rank_text, row.rank_binding, row.rank_reason = ranking.text, ranking.binding, ranking.reason
        row.save_version(read_version=row.row_version, fields=["rank_text", "rank_binding", "rank_reason"])
    record("ranking-taken", subject=subject, by=by, detail={"plan": plan, "priorities": sorted(rankings)})


@transaction.atomic
def record_position(partnership: str, said: NewPosition, *, by: Principal) -> None:
    """Record a position statement and the decision that agreed it.

    Raises `Refused` for a decision that is not recorded or that was not about this statement.
    """
    place, subject = _here(partnership, by)
    made = governance.decision_called(partnership, said.decision) if said.decision else None
    if said.decision and (
        made is None or (made.effect, made.about) != ("agree-position-statement", said.slug)
    ):
        raise Refused(
            message("There is no decision ‘{decision}’ about this statement.", decision=said.decision)
        )
    PositionStatement.objects.create(
        partnership_id=place.id, slug=said.slug, title=said.title, paragraphs=list(said.paragraphs),
        agreed=said.agreed.iso() if said.agreed else "", agreed_earliest=said.agreed.earliest if said.agreed else None,
        decision_id=made.id if made else None, source=said.source, recorded_by=by.name,
    )  # fmt: skip
    record("position-recorded", subject=subject, by=by, detail={"position": said.slug})
