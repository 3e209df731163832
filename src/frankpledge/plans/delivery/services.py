"""Writes of delivery. Actions live in the one log of governance; what only the plan knows of them is kept here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.duties import api as duties
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.plans.delivery import queries
from frankpledge.plans.delivery.facts import FUNDING_KINDS, FUNDING_STATES, KINDS, ROLE_KINDS, STATES
from frankpledge.plans.delivery.written import (
    NewCommitment,
    NewInitiative,
    NewMilestone,
    NewMoney,
    NewPartnerPlan,
    NewPlanAction,
    NewRole,
)
from frankpledge.plans.models import (
    Commitment,
    Dependency,
    Funding,
    Initiative,
    Milestone,
    NamedRole,
    PartnerPlan,
    PlanAction,
    ProgressNote,
)
from frankpledge.plans.rules.delivery.progress import comes_round
from frankpledge.plans.rules.delivery.sheet import not_due_before_it_starts
from frankpledge.records.clock import today

NOT_YOURS = "You may write notes of your own initiatives only."


def _may_write(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.PLAN_WRITE, subject)
    return place, subject


@transaction.atomic
def set_plan_action(partnership: str, said: NewPlanAction, *, by: Principal) -> governance.Logged:
    """Put an action of the plan into the one log. Raises `Refused` when it would be due before it starts."""
    place, _ = _may_write(partnership, by)
    verdict = not_due_before_it_starts("The action", said.starts, said.due)
    if not verdict.holds:
        raise Refused(verdict.message)
    about = f"{queries.ABOUT}{said.priority}" if said.priority else f"plan-initiative:{said.initiative}" if said.initiative else "plan:plan"  # fmt: skip
    made = governance.set_action(
        partnership,
        governance.NewAction(
            said.text,
            said.owner_name,
            said.owner,
            said.organisation,
            said.due,
            about=about[:120],
            number=said.number,
        ),
        by=by,
    )
    PlanAction.objects.create(
        action_id=made.id, partnership_id=place.id, priority=said.priority, starts_on=said.starts, weight=said.weight,
        initiative=queries.initiative_row(partnership, said.initiative) if said.initiative else None, recorded_by=by.name,
    )  # fmt: skip
    return made


@transaction.atomic
def set_start(partnership: str, action: UUID, starts: date | None, *, by: Principal) -> None:
    """Say when an action of the log starts."""
    place, subject = _may_write(partnership, by)
    row, _ = PlanAction.objects.get_or_create(
        action_id=action, defaults={"partnership_id": place.id, "recorded_by": by.name}
    )
    row.starts_on = starts
    row.save_version(read_version=row.row_version, fields=["starts_on"])
    record("plan-action-start-set", subject=subject, by=by, detail={"action": str(action)})


# Initiatives ------------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_initiative(partnership: str, said: NewInitiative, *, by: Principal) -> Initiative:
    """Record an initiative with milestones, money and what it waits for. Raises `Refused` for a slug that is taken."""
    place, _ = _may_write(partnership, by)
    _check(said)
    if Initiative.objects.filter(partnership_id=place.id, slug=said.slug).exists():
        raise Refused(message("There already is an initiative ‘{slug}’.", slug=said.slug))
    _refuse_held(partnership, said)
    made = Initiative(partnership_id=place.id, slug=said.slug, recorded_by=by.name)
    _say(made, partnership, said)
    made.save()
    for milestone in said.milestones:
        _milestone(made, milestone, by)
    for money in said.money:
        _money(made, money, by)
    for needed in said.waits_for:
        add_dependency(partnership, said.slug, needed, "", by=by)
    record("initiative-begun", subject=made.subject(), by=by, detail={"initiative": said.slug})
    return made


def _check(said: NewInitiative) -> None:
    if said.kind not in KINDS or said.state not in STATES:
        raise Refused(message("Say what kind of thing it is and how it stands."))
    if said.starts and said.ends:
        verdict = not_due_before_it_starts(said.title, said.starts.earliest, said.ends.latest)
        if not verdict.holds:
            raise Refused(verdict.message)
    if said.weight < 0:
        raise Refused(message("A weight is not below nought."))


RUNNING = "under-way"


def _refuse_held(partnership: str, said: NewInitiative) -> None:
    """Before an election no campaign and no consultation of the public is begun unless the monitoring officer lets it. One
    that ran before goes on."""
    if said.kind not in {"campaign", "consultation"} or said.state != RUNNING:
        return
    began = said.starts.latest if said.starts and said.starts.latest < today() else today()
    held = duties.election_holds(partnership, said.kind, said.title, on=began)
    if held.is_held:
        raise Refused(
            message(
                "‘{title}’ cannot begin now: {because} ({election}). Plan it for later, or record on the page of elections that "
                "the monitoring officer lets it go ahead.",
                title=said.title, because=held.because.rstrip("."), election=held.election,
            )
        )  # fmt: skip


FIELDS = (
    "title", "kind", "state", "text", "place", "partners", "priority", "parent_id", "weight", "owner_name",
    "organisation_id", "starts", "starts_earliest", "ends", "ends_latest", "evidence", "source", "is_synthetic",
)  # fmt: skip


def _say(row: Initiative, partnership: str, said: NewInitiative) -> None:
    row.title, row.kind, row.state, row.text, row.place = (
        said.title,
        said.kind,
        said.state,
        said.text,
        said.place,
    )
    row.partners, row.priority, row.weight = list(said.partners), said.priority, said.weight
    row.owner_name, row.evidence, row.source = said.owner_name, said.evidence, said.source
    row.is_synthetic = said.is_synthetic
    row.parent = queries.initiative_row(partnership, said.parent) if said.parent else None
    body = directory.organisation(said.organisation) if said.organisation else None
    if said.organisation and body is None:
        raise Refused(message("There is no organisation ‘{slug}’.", slug=said.organisation))
    row.organisation_id = body.id if body else None
    row.starts, row.starts_earliest = (said.starts.iso(), said.starts.earliest) if said.starts else ("", None)
    row.ends, row.ends_latest = (said.ends.iso(), said.ends.latest) if said.ends else ("", None)


@transaction.atomic
def change_initiative(
    partnership: str, slug: str, said: NewInitiative, *, read_version: int, by: Principal
) -> None:
    """Change what is said of an initiative. Raises `Conflict`, and `Refused` for a parent that comes round to itself."""
    _may_write(partnership, by)
    _check(said)
    row = queries.initiative_row(partnership, slug)
    if said.parent:
        links = _parents(partnership)
        links.pop(slug, None)
        _refuse_circle(partnership, links, slug, said.parent)
    if row.state != RUNNING:
        _refuse_held(partnership, said)
    _say(row, partnership, replace(said, slug=slug, is_synthetic=row.is_synthetic))
    row.save_version(read_version=read_version, fields=list(FIELDS))
    record(
        "initiative-changed", subject=row.subject(), by=by, detail={"initiative": slug, "state": said.state}
    )


def _parents(partnership: str) -> dict[str, list[str]]:
    rows = Initiative.objects.filter(partnership__slug=partnership, parent__isnull=False)
    return {slug: [parent] for slug, parent in rows.values_list("slug", "parent__slug")}


def _refuse_circle(partnership: str, links: dict[str, list[str]], first: str, then: str) -> None:
    if comes_round(links, first, then).holds:
        return
    rows = Initiative.objects.filter(partnership__slug=partnership)
    titles = {slug: f"‘{title}’" for slug, title in rows.values_list("slug", "title")}
    named = {titles[one]: [titles[other] for other in others] for one, others in links.items()}
    verdict = comes_round(named, titles[first], titles[then])
    raise Refused(
        message("{circle} Choose another, or take one of these ties away first.", circle=str(verdict))
    )


@transaction.atomic
def add_dependency(partnership: str, slug: str, needs: str, why: str, *, by: Principal) -> None:
    """Say that an initiative waits for another. Raises `Refused` where that would come round to itself."""
    _may_write(partnership, by)
    row, needed = queries.initiative_row(partnership, slug), queries.initiative_row(partnership, needs)
    links: dict[str, list[str]] = {}
    pairs = Dependency.objects.filter(initiative__partnership__slug=partnership)
    for waits, other in pairs.values_list("initiative__slug", "needs__slug"):
        links.setdefault(waits, []).append(other)
    _refuse_circle(partnership, links, slug, needs)
    if needs in links.get(slug, []):
        raise Refused(message("That is recorded already."))
    Dependency.objects.create(initiative=row, needs=needed, why=why, recorded_by=by.name)
    record("initiative-waits", subject=row.subject(), by=by, detail={"initiative": slug, "for": needs})


@transaction.atomic
def drop_dependency(partnership: str, slug: str, needs: str, *, by: Principal) -> None:
    """Say that an initiative no longer waits for another. Raises `Refused` where it does not."""
    _may_write(partnership, by)
    row = queries.initiative_row(partnership, slug)
    gone, _ = Dependency.objects.filter(initiative=row, needs__slug=needs).delete()
    if not gone:
        raise Refused(message("It does not wait for that."))
    record(
        "initiative-waits-no-more", subject=row.subject(), by=by, detail={"initiative": slug, "for": needs}
    )


@transaction.atomic
def add_milestone(partnership: str, slug: str, said: NewMilestone, *, by: Principal) -> None:
    """Add a milestone to an initiative."""
    _may_write(partnership, by)
    row = queries.initiative_row(partnership, slug)
    if not said.title.strip():
        raise Refused(message("Write what is reached."))
    _milestone(row, said, by)
    record("milestone-added", subject=row.subject(), by=by, detail={"initiative": slug})


def _milestone(row: Initiative, said: NewMilestone, by: Principal) -> None:
    Milestone.objects.create(
        initiative=row, title=said.title, due=said.due.iso() if said.due else "",
        due_latest=said.due.latest if said.due else None, reached_on=said.reached_on, recorded_by=by.name,
    )  # fmt: skip


@transaction.atomic
def reach_milestone(
    partnership: str, slug: str, milestone: UUID, *, by: Principal, on: date | None = None
) -> None:
    """Record that a milestone was reached. Its owner may, and whoever writes the plan."""
    row = _answerable(partnership, slug, by)
    found = Milestone.objects.filter(initiative=row, id=milestone).first()
    if found is None or found.reached_on is not None:
        raise Refused(message("There is no such milestone to reach."))
    found.reached_on = on or today()
    found.save_version(read_version=found.row_version, fields=["reached_on"])
    record(
        "milestone-reached",
        subject=row.subject(),
        by=by,
        detail={"initiative": slug, "milestone": found.title},
    )


@transaction.atomic
def add_money(partnership: str, slug: str, said: NewMoney, *, by: Principal) -> None:
    """Record a bid or other money for an initiative."""
    _may_write(partnership, by)
    row = queries.initiative_row(partnership, slug)
    if said.kind not in FUNDING_KINDS or said.state not in FUNDING_STATES or not said.funder.strip():
        raise Refused(message("Say who gives the money, what kind it is and how it stands."))
    if said.granted is not None and said.state in {"preparing", "sent", "lost"}:
        raise Refused(message("Nothing is granted before the bid is won."))
    _money(row, said, by)
    record("initiative-money", subject=row.subject(), by=by, detail={"initiative": slug, "state": said.state})


def _money(row: Initiative, said: NewMoney, by: Principal) -> None:
    Funding.objects.create(
        initiative=row, kind=said.kind, funder=said.funder, scheme=said.scheme, state=said.state, asked=said.asked,
        granted=said.granted, decided=said.decided.iso() if said.decided else "", note=said.note, recorded_by=by.name,
    )  # fmt: skip


def may_note(row: Initiative, by: Principal) -> bool:
    """Whether somebody may write of an initiative how it goes on: its owner, or whoever writes the plan."""
    subject = Subject("partnership", row.partnership_id, row.partnership.slug)
    if can(by, Permission.PLAN_WRITE, subject):
        return True
    same = " ".join(row.owner_name.split()).casefold() == " ".join(by.name.split()).casefold()
    owns = by.user_id is not None and (row.owner_id == by.user_id or (bool(row.owner_name) and same))
    return owns and can(by, Permission.ACTION_ANSWER, subject)


def _answerable(partnership: str, slug: str, by: Principal) -> Initiative:
    row = queries.initiative_row(partnership, slug)
    if not may_note(row, by):
        raise NotPermitted(NOT_YOURS)
    return row


@transaction.atomic
def write_note(
    partnership: str, slug: str, text: str, state: str, *, by: Principal, on: date | None = None
) -> None:
    """Write how an initiative goes on. Raises `Refused` without words."""
    row = _answerable(partnership, slug, by)
    if not text.strip() or state not in STATES:
        raise Refused(message("Write how it goes on, and how it stands."))
    ProgressNote.objects.create(
        initiative=row, on=on or today(), by=by.name, text=text.strip(), state=state, recorded_by=by.name
    )
    row.state = state
    row.save_version(read_version=row.row_version, fields=["state"])
    record("initiative-noted", subject=row.subject(), by=by, detail={"initiative": slug, "state": state})


# Roles and partners' plans ----------------------------------------------------------------------------------------


@transaction.atomic
def name_role(partnership: str, said: NewRole, *, by: Principal) -> None:
    """Record a named role: a member champion, a lead professional."""
    place, _ = _may_write(partnership, by)
    if said.kind not in ROLE_KINDS or not said.about.strip():
        raise Refused(message("Say what the role is and what it is about."))
    if not (said.person or said.post or said.organisation):
        raise Refused(message("Name a person, a post or an organisation."))
    made = NamedRole.objects.create(
        partnership_id=place.id, kind=said.kind, about=said.about, priority=said.priority, person_name=said.person,
        post=said.post, organisation_name=said.organisation, starts=said.starts.iso() if said.starts else "",
        ended_on=said.ended_on, source=said.source, recorded_by=by.name,
    )  # fmt: skip
    record("role-named", subject=made.subject(), by=by, detail={"kind": said.kind, "about": said.about})


@transaction.atomic
def end_role(partnership: str, role: UUID, on: date, *, read_version: int, by: Principal) -> None:
    """Record the last day of a named role; the role stays in the record. Raises `Conflict`, and `Refused` before it began."""
    _may_write(partnership, by)
    row = NamedRole.objects.filter(partnership__slug=partnership, id=role).first()
    if row is None:
        raise NotFound("There is no such role, or you may not know of it.")
    if row.starts and PartialDate.parse(row.starts).earliest > on:
        raise Refused(
            message("The role would end before it began, {starts}.", starts=PartialDate.parse(row.starts))
        )
    row.ended_on = on
    row.save_version(read_version=read_version, fields=["ended_on"])
    record("role-ended", subject=row.subject(), by=by, detail={"about": row.about, "on": on.isoformat()})


@transaction.atomic
def commit(partnership: str, plan: UUID, said: NewCommitment, *, by: Principal) -> None:
    """Add to a partner's plan the time, effort or money that it commits. Raises `Refused` without words."""
    _may_write(partnership, by)
    row = (
        PartnerPlan.objects.select_related("partnership")
        .filter(partnership__slug=partnership, id=plan)
        .first()
    )
    if row is None:
        raise NotFound("There is no such plan of a partner, or you may not know of it.")
    if not said.text.strip():
        raise Refused(message("Write what it commits."))
    _refuse_below_nought((said,))
    _commit(row, said, by)
    record("partner-commits", subject=row.subject(), by=by, detail={"priority": said.priority})


def _commit(row: PartnerPlan, said: NewCommitment, by: Principal) -> None:
    Commitment.objects.create(
        plan=row, priority=said.priority, position=said.position, text=said.text.strip(), days_a_year=said.days_a_year,
        pounds_a_year=said.pounds_a_year, recorded_by=by.name,
    )  # fmt: skip


def _refuse_below_nought(given: Iterable[NewCommitment]) -> None:
    if any((one.days_a_year or Decimal(0)) < 0 or (one.pounds_a_year or Decimal(0)) < 0 for one in given):
        raise Refused(message("Time and money are not below nought."))


@transaction.atomic
def record_partner_plan(partnership: str, said: NewPartnerPlan, *, by: Principal) -> None:
    """Record a partner's own delivery plan and the time, effort and money that it commits."""
    place, _ = _may_write(partnership, by)
    if said.ends_on < said.starts_on:
        raise Refused(message("The plan would end before it starts."))
    _refuse_below_nought(said.commitments)
    made = PartnerPlan.objects.create(
        partnership_id=place.id, organisation_name=said.organisation, title=said.title, starts_on=said.starts_on,
        ends_on=said.ends_on, href=said.href, source=said.source, recorded_by=by.name,
    )  # fmt: skip
    for one in said.commitments:
        _commit(made, one, by)
    detail = {"organisation": said.organisation, "commitments": len(said.commitments)}
    record("partner-plan-recorded", subject=made.subject(), by=by, detail=detail)
