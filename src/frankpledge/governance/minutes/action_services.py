"""Writes of the one action log, between meetings and from other rooms. At a meeting `running.services` writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.minutes import action_queries as queries
from frankpledge.governance.models import Action, ActionUpdate, AgendaItem, Meeting
from frankpledge.governance.rules.minutes.log import Logged, Said, may_be_said
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.records.clock import now
from frankpledge.records.models import Conflict

NOT_YOURS = "You may answer for your own actions and your organisation's only."


@dataclass(frozen=True)
class NewAction:
    """What is asked of whom. `number` is left out unless an action is taken over from elsewhere with the one it has."""

    text: str
    owner_name: str = ""
    owner: UUID | None = None
    organisation: UUID | None = None
    due_on: date | None = None
    about: str = ""
    group: str = ""
    meeting: UUID | None = None
    item: UUID | None = None
    decision: UUID | None = None
    number: str = ""


@transaction.atomic
def set_action(partnership: str, said: NewAction, *, by: Principal) -> Logged:
    """Ask someone to do something, between meetings or from another room, under a number that it keeps.

    Raises `Refused` without a text, and for a number that is taken.
    """
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    if not said.text.strip():
        raise Refused(message("Write what is to be done."))
    number = said.number.strip() or _next_number(place.id, local_date(now()), said)
    if Action.objects.filter(partnership_id=place.id, number=number).exists():
        raise Refused(message("There already is an action {number}.", number=number))
    made = Action.objects.create(
        partnership_id=place.id, group=said.group, number=number, text=said.text.strip(), meeting_id=said.meeting,
        item_id=said.item, decision_id=said.decision, owner_name=" ".join(said.owner_name.split()), owner_id=said.owner,
        organisation_id=said.organisation, due_on=said.due_on, about=said.about, recorded_at=now(), recorded_by=by.name,
    )  # fmt: skip
    record("action-set", subject=subject, by=by, detail={"action": str(made.id), "number": number})
    return queries.action_of(partnership, made.id)


def _next_number(partnership: UUID, on: date, said: NewAction) -> str:
    """Day and item as at a meeting, or the day alone with item 0: 2026-03-12/0.1."""
    meeting = Meeting.objects.filter(id=said.meeting).first() if said.meeting else None
    item = AgendaItem.objects.filter(id=said.item).first() if said.item else None
    day = (
        local_date(meeting.starts_at)
        if meeting and meeting.starts_at
        else meeting.held_earliest
        if meeting
        else on
    )
    start = f"{day.isoformat()}/{item.number or item.order if item else 0}."
    held = Action.objects.filter(partnership_id=partnership, number__startswith=start)
    taken = set(held.values_list("number", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{start}{n}") not in taken)


def may_answer(one: Logged, partnership: str, by: Principal, on: date) -> bool:
    """Whether somebody may say of an action how it stands: its owner, its organisation, or whoever runs the partnership."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    if can(by, Permission.GOVERNANCE_WRITE, subject):
        return True
    return can(by, Permission.ACTION_ANSWER, subject) and queries.is_ones_own(
        one, by, queries.seats_of(by, partnership, on)
    )


@transaction.atomic
def update_action(
    partnership: str,
    action: UUID,
    said: Said,
    *,
    by: Principal,
    read_version: int | None = None,
    at: datetime | None = None,
) -> Logged:
    """Record what somebody says of an action. Raises `Refused` for done without evidence and the like.

    `read_version` is the version that whoever says it has read; raises `Conflict` when somebody has spoken since.
    """
    one, moment = queries.action_of(partnership, action), at or now()
    if not may_answer(one, partnership, by, local_date(moment)):
        raise NotPermitted(NOT_YOURS)
    row = _held(action)
    _refuse_stale(row, read_version)
    allowed = may_be_said(one, said, local_date(moment))
    if not allowed.holds:
        raise Refused(allowed.message)
    ActionUpdate.objects.create(
        action=row, at=moment, by=by.name, text=said.text.strip(), state=said.state, due_on=said.due_on,
        evidence=said.evidence.strip(), recorded_by=by.name,
    )  # fmt: skip
    row.state, row.due_on = said.state, said.due_on or row.due_on
    row.evidence = said.evidence.strip() or row.evidence
    row.closed_on = local_date(moment) if said.state in {"done", "withdrawn"} else None
    row.save_version(read_version=row.row_version, fields=["state", "due_on", "evidence", "closed_on"])
    detail = {"action": str(row.id), "number": row.number, "state": said.state}
    record("action-updated", subject=row.subject(), by=by, detail=detail)
    return queries.action_of(partnership, action)


def _held(action: UUID) -> Action:
    rows = Action.objects.select_related("partnership").select_for_update(of=("self",), no_key=True)
    return rows.get(id=action)


def _refuse_stale(row: Action, read_version: int | None) -> None:
    if read_version is not None and read_version != row.row_version:
        raise Conflict("Someone else has said something of this action since you opened it.")


@transaction.atomic
def hand_over(
    partnership: str,
    action: UUID,
    *,
    owner_name: str = "",
    owner: UUID | None = None,
    organisation: UUID | None = None,
    because: str,
    by: Principal,
) -> Logged:
    """Give an action to somebody else, with the reason; whose it was stays in the log."""
    one = queries.action_of(partnership, action)
    row = _held(action)
    require(by, Permission.GOVERNANCE_WRITE, row.subject())
    if not (owner_name.strip() or owner or organisation):
        raise Refused(message("Say who takes {number} on.", number=one.number))
    if not because.strip():
        raise Refused(message("Say why {number} changes hands.", number=one.number))
    was = one.owner or one.organisation or "nobody"
    row.owner_name, row.owner_id, row.organisation_id = " ".join(owner_name.split()), owner, organisation
    row.save_version(read_version=row.row_version, fields=["owner_name", "owner", "organisation"])
    now_of = queries.action_of(partnership, action)
    text = f"Passed from {was} to {now_of.owner or now_of.organisation}: {because.strip()}"
    ActionUpdate.objects.create(
        action=row, at=now(), by=by.name, text=text, state=row.state, recorded_by=by.name
    )
    record(
        "action-handed-over",
        subject=row.subject(),
        by=by,
        detail={"action": str(row.id), "number": row.number},
    )
    return queries.action_of(partnership, action)
