"""A meeting as of its latest event, worked out once in each process: what every phone asks for at the same moment.

Events are never altered, so what was worked out after one of them holds until the next. What no event tells of (a member
newly in post, terms put right) shows within a minute; nobody is ever refused on what was kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, RLock
from uuid import UUID

from django.db.models import OuterRef, Subquery

from frankpledge.governance.models import Meeting, MeetingEvent
from frankpledge.governance.rules.meetings.judging import Quorum, quorum_at
from frankpledge.governance.rules.meetings.record import MeetingRecord
from frankpledge.governance.rules.meetings.voters import Voter, voters_at
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running import queries
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now

KEPT = 16
SECONDS = 60


@dataclass
class Snapshot:
    """A meeting after its latest event. `moment` is not before that event; nothing has happened since."""

    meeting: Meeting
    after: UUID | None
    until: float
    record: MeetingRecord
    terms: Constitution | None
    moment: datetime
    taken: float
    """When the record was looked at, in seconds."""
    _voters: dict[UUID | None, Mapping[str, Voter]] = field(default_factory=dict)
    _quorums: dict[UUID | None, Quorum] = field(default_factory=dict)
    _own: dict[UUID | None, Mapping[UUID, tuple[Voter, ...]]] = field(default_factory=dict)
    _working: RLock = field(default_factory=RLock)
    """One thread works a thing out; the others wait for it instead of doing the same beside it."""

    def voters(self, item: UUID | None) -> Mapping[str, Voter]:
        """Everyone taking part in an item in a seat, by seat."""
        with self._working:
            if item not in self._voters:
                self._voters[item] = voters_at(self.record, self.terms, self.moment, item)
        return self._voters[item]

    def quorum(self, item: UUID | None) -> Quorum:
        with self._working:
            if item not in self._quorums:
                self._quorums[item] = quorum_at(self.record, self.terms, at=self.moment, item=item)
        return self._quorums[item]

    def seats_of(self, user: UUID | None, item: UUID | None) -> tuple[Voter, ...]:
        """The seats that someone fills for an item."""
        with self._working:
            if item not in self._own:
                self._own[item] = _by_user(self.voters(item).values())
        return self._own[item].get(user, ()) if user is not None else ()

    def knows_voters(self, item: UUID | None) -> bool:
        """Whether it has been worked out who votes on an item, so that nobody who asks has to wait for it."""
        return item in self._own


def _by_user(voters: Iterable[Voter]) -> Mapping[UUID, tuple[Voter, ...]]:
    found: dict[UUID, tuple[Voter, ...]] = {}
    for one in voters:
        for each in one.users:
            found[each] = (*found.get(each, ()), one)
    return found


_kept: OrderedDict[UUID, Snapshot] = OrderedDict()
_lock = Lock()
_taking = Lock()
"""One look at a time: a look at a room of thousands takes a second, and many may ask for it at the same moment."""


def snapshot_of(meeting: Meeting, after: UUID | None, *, fresh: bool = False) -> Snapshot:
    """The meeting after the event with this id, which is its latest; `fresh` looks at the record whatever is kept.

    Who waited while somebody else looked gets what was seen; who wants it fresh, only where that look began after their asking.
    """
    kept = kept_snapshot(meeting.id, after)
    if kept and not fresh:
        return kept
    asked = now().timestamp()
    with _taking:
        with _lock:
            kept = _kept.get(meeting.id)
        if kept and kept.after == after and (not fresh or kept.taken >= asked):
            return kept
        made = _taken(meeting, after)
        with _lock:
            _kept[meeting.id] = made
            _kept.move_to_end(meeting.id)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def kept_snapshot(meeting: UUID, after: UUID | None) -> Snapshot | None:
    """What is kept of a meeting, where that is of its latest event and not too old.

    Of those who find it too old, the first gets nothing and looks afresh; the others go on with it meanwhile.
    """
    with _lock:
        kept = _kept.get(meeting)
        if kept is None or kept.after != after:
            return None
        moment = now().timestamp()
        if moment < kept.until:
            return kept
        kept.until = moment + SECONDS
    return None


def meeting_after(meeting: UUID, after: UUID | None) -> Meeting:
    """A meeting, as it is kept where what is kept is of its latest event. Raises `NotFound`."""
    with _lock:
        kept = _kept.get(meeting)
    if kept and kept.after == after:
        return kept.meeting
    found = Meeting.objects.select_related("partnership").filter(id=meeting).first()
    if found is None:
        raise NotFound(queries.NO_MEETING)
    return found


def _taken(meeting: Meeting, after: UUID | None) -> Snapshot:
    begun = now().timestamp()
    record = queries.record_of(meeting)
    stored = queries.terms_of(meeting)
    moment = max([now(), *(one.at for one in record.events)])
    terms = stored.constitution if stored else None
    return Snapshot(meeting, after, now().timestamp() + SECONDS, record, terms, moment, begun)


def latest_event(meeting: Meeting) -> UUID | None:
    """The id of a meeting's latest event."""
    events = MeetingEvent.objects.filter(meeting=meeting).order_by("-sequence")
    return events.values_list("id", flat=True).first()


def latest_called(partnership: str, slug: str) -> str:
    """The id of the latest event of a meeting by its slug, as text; empty before anything happened. Raises `NotFound`."""
    events = MeetingEvent.objects.filter(meeting=OuterRef("pk")).order_by("-sequence")
    rows = Meeting.objects.filter(partnership__slug=partnership, slug=slug)
    found = rows.annotate(latest=Subquery(events.values("id")[:1])).values_list("latest", flat=True)
    if not found:
        raise NotFound(queries.NO_MEETING)
    return str(found[0] or "")
