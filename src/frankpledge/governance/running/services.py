"""Writes of a running meeting. Every one of them appends what happened; nothing that happened is ever altered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.governance.models import Meeting, MeetingEvent
from frankpledge.governance.rules.meetings.record import KINDS, Happened
from frankpledge.governance.running import queries
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now

AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Said:
    """What an event says, all of it optional; see `MeetingEvent`."""

    seat: str = ""
    person: str = ""
    organisation: str = ""
    standing: str = ""
    is_remote: bool = False
    item: UUID | None = None
    motion: UUID | None = None
    text: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    strikes: int | None = None


@transaction.atomic
def happen(
    *, meeting: UUID, kind: str, by: Principal, said: Said | None = None, at: datetime | None = None
) -> Happened:
    """Append one event to a meeting, under its lock, with the next number and a line in the history.

    Without `at` it happens now, and after everything before it. It asks for no permission and judges nothing: the
    verbs that call it do. Raises `NotFound`, and `Refused` for a moment that is still to come.
    """
    row = locked(meeting)
    return append(row, kind=kind, by=by, said=said or Said(), at=at)


def locked(meeting: UUID) -> Meeting:
    """The meeting, held until the transaction ends: what happens to one meeting happens one after the other."""
    rows = Meeting.objects.select_related("partnership").select_for_update(of=("self",), no_key=True)
    row = rows.filter(id=meeting).first()
    if row is None:
        raise NotFound(queries.NO_MEETING)
    return row


def append(meeting: Meeting, *, kind: str, by: Principal, said: Said, at: datetime | None = None) -> Happened:
    """Append to a meeting whose lock the caller holds."""
    if kind not in KINDS:
        raise ValueError(f"there is no event of the kind {kind}")
    moment = now()
    if at is not None and at > moment:
        raise Refused(message("That moment is still to come: write when it happened, or leave the time out."))
    last = MeetingEvent.objects.filter(meeting=meeting).order_by("-sequence").first()
    made = MeetingEvent.objects.create(
        meeting=meeting, sequence=last.sequence + 1 if last else 1, kind=kind,
        at=at if at is not None else _next_moment(meeting, moment), seat=said.seat, person_name=said.person,
        organisation=said.organisation, standing=said.standing, is_remote=said.is_remote, item_id=said.item,
        motion_id=said.motion, text=said.text, detail=dict(said.detail), strikes=said.strikes, recorded_at=moment,
        recorded_by=by.name,
    )  # fmt: skip
    detail = {"meeting": meeting.slug, "event": made.sequence, "kind": kind}
    record("meeting-event", subject=meeting.subject(), by=by, detail=detail)
    return queries.happened(made)


def _next_moment(meeting: Meeting, moment: datetime) -> datetime:
    """Now, or just after the latest event: two things never happen at once unless somebody says that they did."""
    latest = MeetingEvent.objects.filter(meeting=meeting).order_by("-at").values_list("at", flat=True).first()
    return max(moment, latest + AFTER) if latest else moment
