"""Reads of a running meeting: its whole record as frozen facts, in the same few queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

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
        events=happenings(MeetingEvent.objects.filter(meeting=row).order_by("sequence")),
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


_HAPPENED = (
    "sequence", "kind", "at", "recorded_at", "recorded_by", "seat", "person_name", "organisation", "standing",
    "is_remote", "item_id", "motion_id", "text", "detail", "strikes",
)  # fmt: skip
"""The columns of an event in the order of `Happened`."""


def happenings(rows: QuerySet[MeetingEvent]) -> tuple[Happened, ...]:
    """Events as frozen facts. Values, not rows: a room may have thousands of seats, and everybody waits for this look."""
    return tuple(Happened(*one) for one in rows.values_list(*_HAPPENED))


def happened(row: MeetingEvent) -> Happened:
    """An event that has just been written, as a frozen fact."""
    return Happened(*(getattr(row, column) for column in _HAPPENED))


def in_post(partnership_id: UUID, group: str, on: date) -> tuple[InPost, ...]:
    """Who was in which seat on a day, or attended as officer or observer, by seat."""
    rows = Tenure.objects.filter(partnership_id=partnership_id, group=group).in_force(on)
    found = rows.values_list("seat", "standing", "person_name", "organisation__name", "post", "user_id")
    return tuple(
        InPost(seat, standing, person, body or "", post, user)
        for seat, standing, person, body, post, user in found
    )


def in_office(partnership_id: UUID, group: str, on: date) -> tuple[InOffice, ...]:
    """Who held which office on a day."""
    rows = OfficeHolding.objects.filter(partnership_id=partnership_id, group=group).in_force(on)
    return tuple(InOffice(row.office, row.seat, row.person_name) for row in rows)
