"""Observations on items and their answers; advice to the council as the domestic abuse board, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.permits import may_write
from frankpledge.governance.models import AgendaItem, CouncilAdvice, MeetingEvent, Observation
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today

ADVICE_ABOUT = {
    "s57": "Its functions under section 57 of the Domestic Abuse Act 2021",
    "other-support": "Other support that it gives in its area",
}


@dataclass(frozen=True)
class ObservationFacts:
    """An observation and its answer, empty while there is none."""

    id: UUID
    row_version: int
    item: UUID
    given_by: str
    text: str
    answer: str
    answered_by: str


def observation(meeting: UUID, observation_id: UUID) -> ObservationFacts:
    """One observation of a meeting. Raises `NotFound`."""
    row = Observation.objects.filter(id=observation_id, item__meeting_id=meeting).first()
    if row is None:
        raise NotFound("There is no such observation, or you may not know of it.")
    return ObservationFacts(
        row.id, row.row_version, row.item_id, row.given_by, row.text, row.answer, row.answered_by
    )


def _item(partnership: str, slug: str, item: UUID, by: Principal) -> AgendaItem:
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    found = AgendaItem.objects.select_related("meeting__partnership").filter(meeting=row, id=item).first()
    if found is None:
        raise NotFound(queries.NO_ITEM)
    return found


@transaction.atomic
def note_observation(
    partnership: str,
    slug: str,
    item: UUID,
    *,
    given_by: str,
    organisation: str,
    given_on: date,
    text: str,
    by: Principal,
) -> UUID:
    """Record what somebody wrote about an item before it was discussed."""
    found = _item(partnership, slug, item, by)
    if given_on > today():
        raise Unusable(
            Problem(
                "future",
                "That day is still to come.",
                "Write the day on which it came in.",
                column="Given on",
            )
        )
    made = Observation.objects.create(
        item=found,
        given_by=given_by,
        organisation=organisation,
        given_on=given_on,
        text=text,
        recorded_by=by.name,
    )
    record("observation-noted", subject=found.subject(), by=by, detail={"observation": str(made.id)})
    return made.id


@transaction.atomic
def take_up_observations(partnership: str, slug: str, *, by: Principal) -> int:
    """Bring what was observed at a meeting into the list of observations to be answered; answers how many were new."""
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    struck = set(MeetingEvent.objects.filter(meeting=row, kind="struck").values_list("strikes", flat=True))
    known = set(
        Observation.objects.filter(item__meeting=row, event_sequence__isnull=False).values_list(
            "event_sequence", flat=True
        )
    )
    events = MeetingEvent.objects.filter(meeting=row, kind="observed", item__isnull=False).select_related(
        "item"
    )
    new = [one for one in events if one.sequence not in struck | known]
    for one in new:
        if one.item is None:
            continue
        answer = str(one.detail.get("answer", ""))
        Observation.objects.create(
            item=one.item, given_by=one.person_name or one.seat, organisation=one.organisation,
            given_on=local_date(one.at), text=one.text, event_sequence=one.sequence, answer=answer,
            answered_on=local_date(one.at) if answer else None, recorded_by=by.name,
        )  # fmt: skip
    if new:
        record("observations-taken-up", subject=row.subject(), by=by, detail={"count": len(new)})
    return len(new)


@transaction.atomic
def answer_observation(
    partnership: str,
    slug: str,
    observation: UUID,
    *,
    answer: str,
    answered_by: str,
    read_version: int,
    by: Principal,
) -> None:
    """Answer an observation. Raises `Conflict` when somebody else answered meanwhile."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    found = Observation.objects.filter(id=observation, item__meeting=row).first()
    if found is None:
        raise NotFound("There is no such observation, or you may not know of it.")
    if not answer.strip():
        raise Unusable(Problem("empty", "The answer is empty.", "Write it.", column="Answer"))
    found.answer, found.answered_by, found.answered_on = answer, answered_by, today()
    found.save_version(read_version=read_version, fields=["answer", "answered_by", "answered_on"])
    record("observation-answered", subject=subject, by=by, detail={"observation": str(observation)})


@transaction.atomic
def send_advice(
    partnership: str,
    slug: str,
    item: UUID,
    *,
    about: str,
    text: str,
    given_to: str,
    given_on: date,
    by: Principal,
) -> None:
    """Record the advice that was sent to the council. Raises `Refused` for an item that is no advice."""
    found = _item(partnership, slug, item, by)
    if not found.is_advice:
        raise Refused(message("This item is not advice to the council. Mark it so on the agenda first."))
    CouncilAdvice.objects.update_or_create(
        item=found,
        defaults={
            "about": about,
            "text": text,
            "given_to": given_to,
            "given_on": given_on,
            "recorded_by": by.name,
        },
    )
    detail = {"item": str(item), "about": about, "given_on": given_on.isoformat()}
    record("advice-given", subject=found.subject(), by=by, detail=detail)


@transaction.atomic
def answer_advice(
    partnership: str, slug: str, item: UUID, *, answer: str, answered_on: date, by: Principal
) -> None:
    """Record the council's answer to the advice. Raises `Refused` before any was sent."""
    found = _item(partnership, slug, item, by)
    advice = CouncilAdvice.objects.filter(item=found).first()
    if advice is None:
        raise Refused(message("No advice on this item is recorded as sent."))
    if answered_on < advice.given_on:
        raise Unusable(
            Problem(
                "backwards", "The answer is dated before the advice.", "Check the day.", column="Answered on"
            )
        )
    advice.answer, advice.answered_on = answer, answered_on
    advice.save(update_fields=["answer", "answered_on"])
    detail = {"item": str(item), "answered_on": answered_on.isoformat()}
    record("advice-answered", subject=found.subject(), by=by, detail=detail)
