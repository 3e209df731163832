"""Appending what happened. Nothing that happened is ever altered: what was wrong is struck by a later event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record as write_history
from frankpledge.governance.constitutions import StoredTerms
from frankpledge.governance.models import Meeting, MeetingEvent
from frankpledge.governance.rules.meetings.record import KINDS, Happened, MeetingRecord
from frankpledge.governance.rules.meetings.sitting import Phase, phase_at
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running import queries
from frankpledge.kernel.dates import LONDON
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now

AFTER = timedelta(microseconds=1)
NOT_GOING_ON = {
    Phase.PLANNED: "The meeting has not been opened yet.",
    Phase.ADJOURNED: "The meeting is adjourned: go on with it first.",
    Phase.CLOSED: "The meeting has been closed.",
}


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


@dataclass
class Floor:
    """A meeting held by this transaction, with its terms and everything recorded of it so far."""

    meeting: Meeting
    stored: StoredTerms | None
    record: MeetingRecord

    @property
    def terms(self) -> Constitution | None:
        return self.stored.constitution if self.stored else None

    @property
    def moment(self) -> datetime:
        """Now, or just after the latest event: two things never happen at once unless somebody says that they did."""
        return max([now(), *(one.at + AFTER for one in self.record.events)])

    def phase(self) -> Phase:
        return phase_at(self.record, self.moment)

    def must_sit(self) -> None:
        """Raise `Refused` unless the meeting is going on."""
        if (phase := self.phase()) is not Phase.SITTING:
            raise Refused(message(NOT_GOING_ON[phase]))

    def append(self, kind: str, said: Said, *, by: Principal, at: datetime | None = None) -> Happened:
        """Append an event and go on with the record that has it."""
        return self.append_all([(kind, said)], by=by, at=at)[-1]

    def append_all(
        self, several: Sequence[tuple[str, Said]], *, by: Principal, at: datetime | None = None
    ) -> tuple[Happened, ...]:
        """Append events of one moment, with one line in the history for all of them."""
        made = _written(self.meeting, several, by, at or self.moment, self.record.events)
        self.record = replace(self.record, events=(*self.record.events, *made))
        return made


def floor(meeting: UUID, *, by: Principal, permission: Permission = Permission.MEETING_RUN) -> Floor:
    """Take a meeting in hand, once whoever asks may run it. Nobody else can until the transaction ends."""
    row = locked(meeting)
    require(by, permission, row.subject())
    return Floor(row, queries.terms_of(row), queries.record_of(row))


def locked(meeting: UUID) -> Meeting:
    """The meeting, held until the transaction ends: what happens to one meeting happens one after the other."""
    rows = Meeting.objects.select_related("partnership").select_for_update(of=("self",), no_key=True)
    row = rows.filter(id=meeting).first()
    if row is None:
        raise NotFound(queries.NO_MEETING)
    return row


@transaction.atomic
def happen(
    *, meeting: UUID, kind: str, by: Principal, said: Said | None = None, at: datetime | None = None
) -> Happened:
    """Append one event to a meeting, under its lock, with the next number and a line in the history.

    Without `at` it happens now, and after everything before it. It asks for no permission and judges nothing: the
    verbs that call it do. Raises `NotFound`, and `Refused` for a moment that is still to come.
    """
    row = locked(meeting)
    if at is not None:
        refuse_future(at)
    events = queries.happenings(MeetingEvent.objects.filter(meeting=row))
    moment = at or max([now(), *(one.at + AFTER for one in events)])
    return _written(row, [(kind, said or Said())], by, moment, events)[0]


def refuse_future(at: datetime) -> None:
    """Raise `Refused` for a moment that is still to come."""
    if at > now():
        raise Refused(
            message(
                "{time} is still to come: write when it happened, or leave the time out.",
                time=clock_time(at),
            )
        )


def clock_time(at: datetime) -> str:
    """The time of day in London, as pages print it: 14:05."""
    return at.astimezone(LONDON).strftime("%H:%M")


def _written(
    meeting: Meeting,
    several: Sequence[tuple[str, Said]],
    by: Principal,
    at: datetime,
    before: Sequence[Happened],
) -> tuple[Happened, ...]:
    first = max((one.sequence for one in before), default=0) + 1
    rows = [_row(meeting, number, kind, said, at, by) for number, (kind, said) in enumerate(several, first)]
    MeetingEvent.objects.bulk_create(rows)
    detail = {"meeting": meeting.slug, "events": [first, rows[-1].sequence], "kind": rows[-1].kind}
    write_history("meeting-event", subject=meeting.subject(), by=by, detail=detail)
    return tuple(queries.happened(one) for one in rows)


def _row(meeting: Meeting, sequence: int, kind: str, said: Said, at: datetime, by: Principal) -> MeetingEvent:
    if kind not in KINDS:
        raise ValueError(f"there is no event of the kind {kind}")
    return MeetingEvent(
        meeting=meeting, sequence=sequence, kind=kind, at=at, seat=said.seat, person_name=said.person,
        organisation=said.organisation, standing=said.standing, is_remote=said.is_remote, item_id=said.item,
        motion_id=said.motion, text=said.text, detail=dict(said.detail), strikes=said.strikes, recorded_at=now(),
        recorded_by=by.name,
    )  # fmt: skip
