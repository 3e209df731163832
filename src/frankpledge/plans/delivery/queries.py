"""Reads of delivery: the plan's actions, initiatives with their progress, partners' plans, roles. Few queries each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from frankpledge.governance import api as governance
from frankpledge.governance.minutes import action_queries
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.delivery.facts import (
    SHARES,
    CommitmentFacts,
    InitiativeFacts,
    MilestoneFacts,
    MoneyFacts,
    NoteFacts,
    PartnerPlanFacts,
    PlanActionFacts,
    RoleFacts,
)
from frankpledge.plans.models import Initiative, NamedRole, PartnerPlan, PlanAction
from frankpledge.plans.rules.delivery.progress import Part, Progress, progress
from frankpledge.plans.rules.delivery.sheet import Now

NO_INITIATIVE = "There is no such initiative, or you may not know of it."
ABOUT = "plan-priority:"


def actions(partnership: str, *, on: date) -> tuple[PlanActionFacts, ...]:
    """The actions of the log that belong to the plan, the most pressing first; four queries whatever their number."""
    extras = {
        row.action_id: row
        for row in PlanAction.objects.filter(partnership__slug=partnership).select_related("initiative")
    }
    logged = governance.actions(partnership, on=on)
    return tuple(
        _with(one, extras.get(one.id)) for one in logged if one.id in extras or one.about.startswith(ABOUT)
    )


def _with(one: governance.Logged, row: PlanAction | None) -> PlanActionFacts:
    if row is None:
        return PlanActionFacts(one, one.about.removeprefix(ABOUT))
    initiative = row.initiative.slug if row.initiative else ""
    return PlanActionFacts(one, row.priority, initiative, row.starts_on, Fraction(row.weight))


def all_now(partnership: str, *, on: date) -> Mapping[str, Now]:
    """Every action of the log by its number, as a sheet is compared with it."""
    extras = {row.action_id: row for row in PlanAction.objects.filter(partnership__slug=partnership)}
    found = {}
    for one in governance.actions(partnership, on=on):
        row = extras.get(one.id)
        found[one.number] = Now(
            one, row.starts_on if row else None, row.priority if row else one.about.removeprefix(ABOUT)
        )
    return found


def own(principal: Principal, partnership: str, *, on: date) -> tuple[PlanActionFacts, ...]:
    """A person's own live actions, whatever they are about, the most pressing first."""
    rows = action_queries.own_actions(principal, partnership, on)
    ids = [one.id for one in rows]
    extras = {
        row.action_id: row
        for row in PlanAction.objects.filter(action_id__in=ids).select_related("initiative")
    }
    return tuple(_with(one, extras.get(one.id)) for one in rows)


def initiatives(
    partnership: str, *, on: date, known: tuple[PlanActionFacts, ...] | None = None
) -> tuple[InitiativeFacts, ...]:
    """Every initiative with its parts and how far it has got; seven queries, and those of the actions unless `known`."""
    rows = Initiative.objects.filter(partnership__slug=partnership).select_related(
        "owner", "organisation", "parent"
    )
    rows = rows.prefetch_related("milestones", "money", "notes", "waits_for__needs", "measures")
    given = actions(partnership, on=on) if known is None else known
    made = [_initiative(row, tuple(one for one in given if one.initiative == row.slug)) for row in rows]
    shares = _shares(made)
    return tuple(replace(one, progress=shares[one.slug]) for one in made)


def initiative(partnership: str, slug: str, *, on: date) -> InitiativeFacts:
    """One initiative. Raises `NotFound`."""
    found = next((one for one in initiatives(partnership, on=on) if one.slug == slug), None)
    if found is None:
        raise NotFound(NO_INITIATIVE)
    return found


def initiative_slugs(partnership: str) -> set[str]:
    """The slugs of a partnership's initiatives."""
    return set(Initiative.objects.filter(partnership__slug=partnership).values_list("slug", flat=True))


def initiative_row(partnership: str, slug: str) -> Initiative:
    """The row of an initiative. Raises `NotFound`."""
    rows = Initiative.objects.select_related("partnership", "parent")
    found = rows.filter(partnership__slug=partnership, slug=slug).first()
    if found is None:
        raise NotFound(NO_INITIATIVE)
    return found


def _initiative(row: Initiative, own_actions: tuple[PlanActionFacts, ...]) -> InitiativeFacts:
    return InitiativeFacts(
        id=row.id, slug=row.slug, row_version=row.row_version, title=row.title, kind=row.kind, state=row.state,
        text=row.text, place=row.place, partners=tuple(row.partners), priority=row.priority,
        parent=row.parent.slug if row.parent else "", weight=Fraction(row.weight),
        owner=row.owner_name or (row.owner.name if row.owner else ""), owner_id=row.owner_id,
        organisation=row.organisation.name if row.organisation else "", starts=_partial(row.starts), ends=_partial(row.ends),
        evidence=row.evidence, source=row.source, is_synthetic=row.is_synthetic,
        milestones=tuple(MilestoneFacts(one.id, one.title, _partial(one.due), one.reached_on) for one in row.milestones.all()),
        money=tuple(
            MoneyFacts(one.kind, one.funder, one.scheme, one.state, one.asked, one.granted, _partial(one.decided), one.note)
            for one in row.money.all()
        ),
        notes=tuple(NoteFacts(one.on, one.by, one.text, one.state) for one in row.notes.all()),
        waits_for=tuple(one.needs.slug for one in row.waits_for.all()),
        measures=tuple(one.slug for one in row.measures.all()), actions=own_actions,
    )  # fmt: skip


def _partial(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _shares(rows: Iterable[InitiativeFacts]) -> dict[str, Progress]:
    """How far each has got, from its actions, its milestones and the initiatives that are part of it."""
    by_parent: dict[str, list[InitiativeFacts]] = {}
    known = {one.slug: one for one in rows}
    for one in known.values():
        by_parent.setdefault(one.parent, []).append(one)
    found: dict[str, Progress] = {}

    def of(one: InitiativeFacts) -> Progress:
        if one.slug not in found:
            parts = [
                Part(each.action.number, each.weight, each.share)
                for each in one.actions
                if each.share is not None
            ]
            parts += [
                Part(each.title, Fraction(1), Fraction(int(each.reached_on is not None)))
                for each in one.milestones
            ]
            parts += [Part(each.title, each.weight, of(each).share) for each in by_parent.get(one.slug, ())]
            found[one.slug] = progress(parts) if parts else Progress(SHARES.get(one.state), 0)
        return found[one.slug]

    for one in known.values():
        of(one)
    return found


def roles(partnership: str) -> tuple[RoleFacts, ...]:
    """Every named role, also those that ended."""
    return tuple(
        RoleFacts(
            row.kind, row.about, row.priority, row.person_name, row.post, row.organisation_name, _partial(row.starts),
            row.ended_on, row.source, row.id, row.row_version,
        )
        for row in NamedRole.objects.filter(partnership__slug=partnership)
    )  # fmt: skip


def role(partnership: str, of: UUID) -> RoleFacts:
    """One named role. Raises `NotFound`."""
    found = next((one for one in roles(partnership) if one.id == of), None)
    if found is None:
        raise NotFound("There is no such role, or you may not know of it.")
    return found


def partner_plan(partnership: str, of: UUID) -> PartnerPlanFacts:
    """One partner's own plan. Raises `NotFound`."""
    found = next((one for one in partner_plans(partnership) if one.id == of), None)
    if found is None:
        raise NotFound("There is no such plan of a partner, or you may not know of it.")
    return found


def partner_plans(partnership: str) -> tuple[PartnerPlanFacts, ...]:
    """Partners' own delivery plans with what they commit."""
    rows = PartnerPlan.objects.filter(partnership__slug=partnership).prefetch_related("commitments")
    return tuple(
        PartnerPlanFacts(
            row.id, row.organisation_name, row.title, row.starts_on, row.ends_on, row.href, row.source,
            tuple(
                CommitmentFacts(one.priority, one.position, one.text, one.days_a_year, one.pounds_a_year)
                for one in row.commitments.all()
            ),
        )
        for row in rows
    )  # fmt: skip
