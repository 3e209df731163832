"""Writes of governance: one function a verb, each with its line in the history."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.models import Attendance, Decision, ExternalDecision, Meeting
from frankpledge.governance.rules.capacities import capacity_is_open
from frankpledge.governance.written import NewDecision, NewExternalDecision, NewMeeting
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Outcome, Refused


def _here(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    """The partnership written to, once whoever asks may write there."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    return found, subject


@transaction.atomic
def record_meeting(partnership: str, said: NewMeeting, *, by: Principal) -> UUID:
    """Record a meeting of the partnership or of another body, with who was there where that is known."""
    place, subject = _here(partnership, by)
    made = Meeting.objects.create(
        partnership_id=place.id, slug=said.slug, title=said.title, body=said.body, body_kind=said.body_kind,
        held=said.held.iso(), held_earliest=said.held.earliest, held_latest=said.held.latest, kind=said.kind,
        status=said.status, source=said.source, is_attendance_recorded=said.present is not None, recorded_by=by.name,
    )  # fmt: skip
    for seat in said.present or ():
        Attendance.objects.create(meeting=made, seat_slug=seat, recorded_by=by.name)
    record("meeting-recorded", subject=subject, by=by, detail={"meeting": said.slug, "held": said.held.iso()})
    return made.id


@transaction.atomic
def record_decision(partnership: str, said: NewDecision, *, by: Principal) -> UUID:
    """Record what was decided, as it was decided.

    Raises `Refused` for a legal capacity that the law had not yet created on the day.
    """
    place, subject = _here(partnership, by)
    meeting = Meeting.objects.filter(partnership_id=place.id, slug=said.meeting).first()
    decided = PartialDate.parse(meeting.held) if meeting else None
    if said.capacity:
        capacity = capacity_is_open(said.capacity, place.nation, decided)
        if capacity.outcome is Outcome.FAILS:
            raise Refused(capacity.message)
    made = Decision.objects.create(
        partnership_id=place.id, slug=said.slug, meeting=meeting, text=said.text, outcome=said.outcome,
        effect=said.effect, about=said.about, clause=said.clause, capacity=said.capacity, ruling=said.ruling,
        ruling_by=said.ruling_by, source=said.source, recorded_by=by.name,
    )  # fmt: skip
    detail = {
        "decision": said.slug,
        "outcome": said.outcome,
        "effect": said.effect,
        "ruled": bool(said.ruling),
    }
    record("decision-recorded", subject=subject, by=by, detail=detail)
    return made.id


@transaction.atomic
def record_external_decision(partnership: str, said: NewExternalDecision, *, by: Principal) -> UUID:
    """Record a decision of another body that the partnership waits for."""
    place, subject = _here(partnership, by)
    made = ExternalDecision.objects.create(
        partnership_id=place.id, slug=said.slug, body=said.body, body_kind=said.body_kind,
        decided=said.decided.iso(), decided_earliest=said.decided.earliest, decided_latest=said.decided.latest,
        text=said.text, effect=said.effect, about=said.about, source=said.source, recorded_by=by.name,
    )  # fmt: skip
    detail = {"decision": said.slug, "body": said.body, "effect": said.effect}
    record("external-decision-recorded", subject=subject, by=by, detail=detail)
    return made.id
