"""Writes about decisions after they were made: a condition met, one that takes another's place, advice given before."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.governance.following import follow
from frankpledge.governance.models import Advice, AgendaItem, Decision
from frankpledge.governance.running.decisions import put_right
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today

NO_DECISION = "There is no such decision, or you may not know of it."
FIELDS = {
    "legal": "Legal", "finance": "Finance", "equality": "Equality", "policing": "Policing", "health": "Health",
    "data": "Data protection", "other": "Other",
}  # fmt: skip


def _held(partnership: str, decision: UUID, by: Principal) -> Decision:
    rows = Decision.objects.select_related("partnership", "meeting")
    found = (
        rows.select_for_update(of=("self",), no_key=True)
        .filter(partnership__slug=partnership, id=decision)
        .first()
    )
    if found is None:
        raise NotFound(NO_DECISION)
    require(by, Permission.GOVERNANCE_WRITE, found.subject())
    return found


@transaction.atomic
def meet_condition(partnership: str, decision: UUID, *, on: date, met_by: str, by: Principal) -> Decision:
    """Record that what a decision waited for has happened: on which day, and who says so by name."""
    row = _held(partnership, decision, by)
    if not row.condition:
        raise Refused(message("This decision has no condition."))
    if row.condition_met_on:
        day = short_date(row.condition_met_on)
        raise Refused(message("It was met on {day}, as {name} recorded.", day=day, name=row.condition_met_by))
    if not met_by.strip():
        raise Refused(message("Write who says that the condition is met."))
    if on > today():
        raise Refused(message("{day} is still to come.", day=short_date(on)))
    if on < (decided := _moment(row)[0]):
        day = short_date(decided)
        raise Refused(message("It cannot have been met before the decision of {day} was made.", day=day))
    row.condition_met_on, row.condition_met_by = on, " ".join(met_by.split())
    row.effective_on = max(row.effective_on or on, on)
    row.save_version(
        read_version=row.row_version, fields=["condition_met_on", "condition_met_by", "effective_on"]
    )
    record(
        "decision-condition-met",
        subject=row.subject(),
        by=by,
        detail={"decision": str(row.id), "on": on.isoformat()},
    )
    put_right(row)  # what it cures has waited for this
    follow(row, by=by)
    return row


@transaction.atomic
def supersede(partnership: str, earlier: UUID, *, later: UUID, by: Principal) -> Decision:
    """Record that a later decision takes an earlier one's place. It does so once, and while, it has effect itself."""
    first, then = _held(partnership, earlier, by), _held(partnership, later, by)
    if first.id == then.id:
        raise Refused(message("A decision cannot take its own place."))
    if then.supersedes_id and then.supersedes_id != first.id:
        raise Refused(message("‘{text}’ takes another decision's place already.", text=then.text))
    if first.group != then.group:
        raise Refused(message("A decision is superseded by one of the same body."))
    if _moment(then) <= _moment(first):
        raise Refused(message("Only a later decision can take an earlier one's place."))
    then.supersedes = first
    then.save_version(read_version=then.row_version, fields=["supersedes"])
    detail = {"decision": str(first.id), "by": str(then.id)}
    record("decision-superseded", subject=first.subject(), by=by, detail=detail)
    return first


def _moment(row: Decision) -> tuple[date, str]:
    on = (
        local_date(row.decided_at)
        if row.decided_at
        else row.meeting.held_earliest
        if row.meeting
        else date.min
    )
    return on, row.decided_at.isoformat() if row.decided_at else row.slug


@transaction.atomic
def advise(
    partnership: str,
    item: UUID,
    *,
    adviser: str,
    organisation: str,
    field: str,
    text: str,
    given_on: date,
    is_published: bool,
    by: Principal,
) -> None:
    """Record who advised what before an item was decided."""
    row = AgendaItem.objects.select_related("meeting__partnership").filter(id=item, meeting__partnership__slug=partnership).first()  # fmt: skip
    if row is None:
        raise NotFound("There is no such item, or you may not know of it.")
    require(by, Permission.GOVERNANCE_WRITE, row.subject())
    if field not in FIELDS:
        raise Refused(message("Choose what the advice is about."))
    if not adviser.strip() or not text.strip():
        raise Refused(message("Write who advised and what they said."))
    if given_on > row.meeting.held_latest:
        raise Refused(message("Advice on a decision is given before it is made."))
    Advice.objects.create(
        item=row, adviser=" ".join(adviser.split()), organisation=organisation.strip(), field=field, text=text.strip(),
        given_on=given_on, is_published=is_published, recorded_by=by.name,
    )  # fmt: skip
    record("advice-recorded", subject=row.subject(), by=by, detail={"item": str(row.id), "field": field})
