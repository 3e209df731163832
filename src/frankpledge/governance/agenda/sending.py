"""Notices and papers that were sent: recorded with whom, when and which bytes; requisitions by members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.permits import here, may_write
from frankpledge.governance.agenda.written import NewSent
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.models import Circulation, Requisition
from frankpledge.governance.rules.terms.deadlines import Called, due_days, requisition_is_valid
from frankpledge.governance.rules.terms.deadlines import Planned as PlannedMeeting
from frankpledge.kernel.dates import long_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import today
from frankpledge.records.uploads import accepted


@transaction.atomic
def record_sent(
    partnership: str, slug: str, said: NewSent, *, by: Principal, file: tuple[Path, str] | None = None
) -> UUID:
    """Record that something went out, as it did, late or not. Raises `Unusable` for a day that is still to come."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    if said.sent_on > today():
        reason = f"{long_date(said.sent_on)} is still to come."
        raise Unusable(Problem("future", reason, "Record it once it has gone out.", column="On which day"))
    if not said.to.strip():
        raise Unusable(Problem("nobody", "It does not say to whom it went.", "Write it.", column="To whom"))
    sha256, name = said.sha256, said.file_name
    if file is not None:
        given = accepted(*file)
        sha256, name = files().put(file[0], suffix=given.kind.suffix).sha256, given.name
    made = Circulation.objects.create(
        meeting=row, what=said.what, sent_on=said.sent_on, to=said.to, how=said.how, sha256=sha256, file_name=name,
        items=list(said.items), because=said.because, recorded_by=by.name,
    )  # fmt: skip
    detail = {"meeting": row.slug, "what": said.what, "sent_on": said.sent_on.isoformat(), "sha256": sha256}
    record("circulation-recorded", subject=subject, by=by, detail=detail)
    return made.id


@dataclass(frozen=True)
class RequisitionFacts:
    """A meeting that members ask for: whether enough signed, by when it is to be held, and the meeting called for it."""

    id: UUID
    received_on: date
    business: str
    seats: tuple[str, ...]
    valid: bool | None
    needed: int | None
    working: str
    held_by: date | None
    meeting: str


@transaction.atomic
def record_requisition(
    partnership: str,
    *,
    received_on: date,
    business: str,
    seats: tuple[str, ...],
    by: Principal,
    group: str = "",
) -> UUID:
    """Record that members asked for a meeting, enough of them or not."""
    place, subject = here(partnership, by)
    if received_on > today():
        raise Unusable(
            Problem("future", "That day is still to come.", "Write when it came in.", column="Received on")
        )
    made = Requisition.objects.create(
        partnership_id=place.id, group=group, received_on=received_on, business=business, seats=list(seats),
        recorded_by=by.name,
    )  # fmt: skip
    detail = {"requisition": str(made.id), "signed": len(seats)}
    record("requisition-recorded", subject=subject, by=by, detail=detail)
    return made.id


def requisitions(partnership: str, *, group: str = "") -> tuple[RequisitionFacts, ...]:
    """Every meeting that members asked for, the latest first, judged by the terms of the day on which it came in."""
    rows = Requisition.objects.filter(partnership__slug=partnership, group=group).select_related("meeting")
    return tuple(_requisition(partnership, row) for row in rows)


def _requisition(partnership: str, row: Requisition) -> RequisitionFacts:
    stored = constitution_on(partnership, row.received_on, group=row.group)
    posts = {
        one.seat
        for one in queries.posts(partnership, row.received_on, group=row.group)
        if one.standing == "holder"
    }
    valid: bool | None = None
    needed, working, held_by = None, "no terms of reference are recorded for that day", None
    if stored:
        terms = stored.constitution
        voting = {seat.slug for seat in terms.seats if terms.votes(seat)}
        called = Called(len(set(row.seats) & voting), len(posts & voting) or None, None, row.received_on)
        valid, needed, working = requisition_is_valid(terms, called)
        planned = PlannedMeeting(row.received_on, "extraordinary", "", None, (), called, ())
        due = [one.due for one in due_days(terms, planned) if one.what == "meeting required by members"]
        held_by = due[0] if due else None
    return RequisitionFacts(
        row.id, row.received_on, row.business, tuple(row.seats), valid, needed, working, held_by,
        row.meeting.slug if row.meeting else "",
    )  # fmt: skip
