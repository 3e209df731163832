"""Reads of a running meeting: its whole record as frozen facts, in the same few queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from frankpledge.governance.constitutions import StoredTerms, constitution_on
from frankpledge.governance.models import (
    AgendaItem,
    Ballot,
    Meeting,
    MeetingEvent,
    Motion,
    OfficeHolding,
    Tenure,
)
from frankpledge.governance.rules.meetings.record import (
    Happened,
    InOffice,
    InPost,
    ItemRecord,
    MeetingRecord,
    MotionRecord,
)
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.verdicts import NotFound

NO_MEETING = "There is no such meeting, or you may not know of it."


def meeting_called(partnership: str, slug: str) -> Meeting:
    """A meeting by its slug. Raises `NotFound`."""
    found = Meeting.objects.select_related("partnership").filter(partnership__slug=partnership, slug=slug)
    if (row := found.first()) is None:
        raise NotFound(NO_MEETING)
    return row


def record_of(row: Meeting) -> MeetingRecord:
    """The record of a meeting that has been read, in seven more queries."""
    on = day_of(row)
    return MeetingRecord(
        id=row.id,
        slug=row.slug,
        title=row.title,
        group=row.group,
        kind=row.kind,
        status=row.status,
        starts_at=row.starts_at,
        items=tuple(_item(one) for one in AgendaItem.objects.filter(meeting=row, withdrawn_at__isnull=True)),
        motions=_motions(row.id),
        events=tuple(happened(one) for one in MeetingEvent.objects.filter(meeting=row).order_by("sequence")),
        in_post=in_post(row.partnership_id, row.group, on),
        offices=in_office(row.partnership_id, row.group, on),
    )


def day_of(meeting: Meeting) -> date:
    """The legal day of a meeting: that of its start where the hour is known, else the first day it may have been."""
    return local_date(meeting.starts_at) if meeting.starts_at else meeting.held_earliest


def terms_of(meeting: Meeting) -> StoredTerms | None:
    """The terms in force on the day of a meeting."""
    return constitution_on(meeting.partnership.slug, day_of(meeting), group=meeting.group)


def _item(row: AgendaItem) -> ItemRecord:
    return ItemRecord(
        row.id, row.order, row.number or str(row.order), row.title, row.kind, row.function, row.capacity, row.scope,
        row.effect, row.about, row.is_closed, row.presenter, row.recommendation,
    )  # fmt: skip


def _motions(meeting_id: UUID) -> tuple[MotionRecord, ...]:
    ballots: dict[UUID, dict[str, str]] = defaultdict(dict)
    given = Ballot.objects.filter(motion__meeting_id=meeting_id).values_list("motion_id", "seat", "choice")
    for motion, seat, choice in given:
        ballots[motion][seat] = choice
    rows = Motion.objects.filter(meeting_id=meeting_id).order_by("order", "recorded_at")
    return tuple(motion_record(row, ballots[row.id]) for row in rows)


def motion_record(row: Motion, ballots: Mapping[str, str]) -> MotionRecord:
    """A motion with its ballots, seat to choice; an empty choice is a secret one."""
    tally = None
    if row.votes_for is not None:
        tally = (row.votes_for, row.votes_against or 0, row.votes_abstain or 0)
    return MotionRecord(
        row.id, row.item_id, row.order, row.text, row.scope, row.capacity, row.effect, row.about, row.method, row.state,
        {seat: choice for seat, choice in ballots.items() if choice}, frozenset(ballots), tally, row.casting,
        row.casting_by, row.opened_at, row.closed_at,
    )  # fmt: skip


def happened(row: MeetingEvent) -> Happened:
    """An event as a frozen fact."""
    return Happened(
        row.sequence, row.kind, row.at, row.recorded_at, row.recorded_by, row.seat, row.person_name, row.organisation,
        row.standing, row.is_remote, row.item_id, row.motion_id, row.text, row.detail, row.strikes,
    )  # fmt: skip


def in_post(partnership_id: UUID, group: str, on: date) -> tuple[InPost, ...]:
    """Who was in which seat on a day, or attended as officer or observer, by seat."""
    rows = Tenure.objects.filter(partnership_id=partnership_id, group=group).in_force(on)
    return tuple(_in_post(rows.select_related("organisation")))


def _in_post(rows: Iterable[Tenure]) -> Iterable[InPost]:
    for row in rows:
        body = row.organisation.name if row.organisation else ""
        yield InPost(row.seat, row.standing, row.person_name, body, row.post, row.user_id)


def in_office(partnership_id: UUID, group: str, on: date) -> tuple[InOffice, ...]:
    """Who held which office on a day."""
    rows = OfficeHolding.objects.filter(partnership_id=partnership_id, group=group).in_force(on)
    return tuple(InOffice(row.office, row.seat, row.person_name) for row in rows)
