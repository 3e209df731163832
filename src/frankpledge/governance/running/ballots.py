"""One seat, one ballot: the path that every member's phone takes at the same moment, kept short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import Happening, record_all
from frankpledge.governance.models import Ballot, Meeting, Motion
from frankpledge.governance.rules.meetings.voters import Voter
from frankpledge.governance.running.snapshots import (
    Snapshot,
    kept_snapshot,
    meeting_after,
    snapshot_of,
)
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now
from frankpledge.records.together import Together
from frankpledge.records.turns import in_turn

CHOICES = ("for", "against", "abstain")
TRIES = 4
NO_MOTION = "There is no such vote, or you may not know of it."


@dataclass(frozen=True)
class _Asked:
    """As much of a motion as a ballot needs, with its meeting and the id of the meeting's latest event."""

    id: UUID
    meeting: Meeting
    item: UUID | None
    state: str
    text: str
    method: str
    opened_at: datetime | None
    latest: UUID | None


@dataclass(frozen=True)
class Cast:
    """A ballot as recorded. `is_repeat`: it had been recorded before, and the same request was sent again."""

    seat: str
    choice: str
    is_repeat: bool


@dataclass(frozen=True)
class _Ask:
    """A ballot as somebody hands it in."""

    motion: UUID
    choice: str
    by: Principal
    seat: str
    key: str
    on_paper: bool


def cast_ballot(
    *, motion: UUID, choice: str, by: Principal, seat: str = "", request_key: str = "", on_paper: bool = False
) -> Cast:
    """Cast a seat's ballot: one's own, or, for whoever runs the meeting, that of a seat in the room.

    The same request sent again is the same ballot. Raises `Refused` for a seat that has voted otherwise, that may not vote
    or is not in the room, and once voting is closed. In a secret ballot only the total grows: nothing links seat and choice.
    """
    if not on_paper and choice not in CHOICES:
        raise Refused(message("Choose for, against or abstain."))
    ask = _Ask(motion, choice, by, seat, request_key, on_paper)
    for _ in range(TRIES):
        if made := _handed_in(ask):
            return made
        # Nothing was written; the long look is taken while nobody waits for it.
        _look(_read(motion), seat, by)
    raise Refused(message("People are coming and going just now. Send your vote again."))


def _handed_in(ask: _Ask) -> Cast | None:
    """The ballot as recorded; None where the meeting must be looked at first. Within a transaction it is alone in it."""
    if not connection.in_atomic_block:
        return _counter.do(ask)
    answer = _record_ballots([ask])[0]
    if isinstance(answer, Exception):
        raise answer
    return answer


def _record_ballots(asks: Sequence[_Ask]) -> list[Cast | Exception | None]:
    """What becomes of each, in their order; the ballots of one motion are written in one transaction."""
    answers: dict[int, Cast | Exception | None] = {}
    for motion in dict.fromkeys(one.motion for one in asks):
        places = [place for place, one in enumerate(asks) if one.motion == motion]
        with in_turn("ballots"), transaction.atomic():
            found = _of_one_motion(motion, [asks[place] for place in places])
        answers |= dict(zip(places, found, strict=True))
    return [answers[place] for place in range(len(asks))]


_counter: Together[_Ask, Cast | None] = Together(_record_ballots)


def _of_one_motion(motion: UUID, asks: Sequence[_Ask]) -> list[Cast | Exception | None]:
    try:
        asked = _read(motion, lock=True)
    except NotFound as missing:
        return [missing for _ in asks]
    room = kept_snapshot(asked.meeting.id, asked.latest)
    if room and not room.knows_voters(asked.item):
        # Working that out takes a second in a room of thousands: not while others wait for the turn.
        room = None
    voters = [_voter(asked, room, one) for one in asks]
    seats = {voter.seat for voter in voters if isinstance(voter, Voter)}
    rows = Ballot.objects.filter(motion_id=motion, seat__in=seats)
    kept = {row.seat: row for row in rows.only("seat", "choice", "request_key")} if seats else {}
    box = _Box(asked, kept)
    answers = [
        box.take(voter, one) if isinstance(voter, Voter) else voter
        for voter, one in zip(voters, asks, strict=True)
    ]
    box.write()
    return answers


def _voter(asked: _Asked, room: Snapshot | None, ask: _Ask) -> Voter | Exception | None:
    """Who votes, by what is kept of the room; None where that does not let them, which must then be looked at."""
    try:
        require(ask.by, Permission.VOTE_CAST, asked.meeting.subject())
        found = _found(room, asked, ask.seat, ask.by) if room else None
    except (NotPermitted, NotFound) as refused:
        return refused
    return found if isinstance(found, Voter) and found.may_vote else None


_MOTION = """
    SELECT m.id, m.meeting_id, m.item_id, m.state, m.text, m.method, m.opened_at,
        (SELECT e.id FROM governance_meetingevent e WHERE e.meeting_id = m.meeting_id ORDER BY e.sequence DESC LIMIT 1)
        AS latest
    FROM governance_motion m WHERE m.id = %s AND m.meeting_id IS NOT NULL"""
"""Written out, because every ballot asks it and putting the question together would take longer than the answer."""


def _read(motion: UUID, *, lock: bool = False) -> _Asked:
    queues = lock and connection.vendor == "postgresql"
    question = f"{_MOTION} FOR NO KEY UPDATE OF m" if queues else _MOTION
    key = Motion._meta.pk.get_db_prep_value(motion, connection)
    found = next(iter(Motion.objects.raw(question, [key])), None)
    if found is None or found.meeting_id is None:
        raise NotFound(NO_MOTION)
    latest = UUID(str(found.latest)) if found.latest else None  # type: ignore[attr-defined]
    meeting = meeting_after(found.meeting_id, latest)
    return _Asked(
        motion, meeting, found.item_id, found.state, found.text, found.method, found.opened_at, latest
    )


def _look(asked: _Asked, seat: str, by: Principal) -> None:
    """Look at the record afresh. Raises `Refused` for a seat that may not vote by it."""
    with suppress(NotPermitted):  # nobody is refused on what was seen before they asked
        seen = _found(snapshot_of(asked.meeting, asked.latest), asked, seat, by)
        if isinstance(seen, Voter) and seen.may_vote:
            return
    found = _found(snapshot_of(asked.meeting, asked.latest, fresh=True), asked, seat, by)
    if not isinstance(found, Voter):
        raise Refused(found)
    if found.why_not:
        raise Refused(message("{why}", why=found.why_not))


def _found(room: Snapshot, asked: _Asked, seat: str, by: Principal) -> Voter | Message:
    item = asked.item
    own = room.seats_of(by.user_id, item)
    if not seat:
        if len(own) == 1:
            return own[0]
        return message("Say for which seat you vote.") if own else _not_here()
    found = room.voters(item).get(seat)
    is_clerk = can(by, Permission.MEETING_RUN, asked.meeting.subject())
    if found is None:
        return _nobody_there(seat) if is_clerk else _not_here()
    if found not in own and not is_clerk:
        raise NotPermitted("You vote for your own seat only.")
    return found


def _nobody_there(seat: str) -> Message:
    return message("Nobody is in the room for this item in the seat of ‘{seat}’.", seat=seat)


def _not_here() -> Message:
    return message(
        "You are not recorded as being in the room for this item, in a seat. Ask the clerk to record that you are."
    )


class _Box:
    """The ballots of one motion that are handed in together, held against those that are there already."""

    def __init__(self, asked: _Asked, kept: dict[str, Ballot]) -> None:
        self.asked, self.kept = asked, kept
        self.new: list[Ballot] = []
        self.totals: Counter[str] = Counter()
        self.happened: list[Happening] = []

    def take(self, voter: Voter, ask: _Ask) -> Cast | Exception:
        try:
            return self._taken(voter, ask)
        except Refused as refused:
            return refused

    def _taken(self, voter: Voter, ask: _Ask) -> Cast:
        asked = self.asked
        if kept := self.kept.get(voter.seat):
            return _repeated(asked, kept, voter, ask.choice, ask.key)
        if asked.state != "open":
            raise Refused(message("Voting on ‘{text}’ is not open.", text=asked.text))
        is_clerk = ask.by.user_id not in voter.users
        _refuse_by_clerk(asked, is_clerk=is_clerk, on_paper=ask.on_paper)
        choice = "" if asked.method == "secret" else ask.choice
        self._add(_ballot(asked, voter, choice, ask, is_clerk=is_clerk), ask.by)
        if asked.method == "secret" and not ask.on_paper:
            self.totals[f"votes_{ask.choice}"] += voter.votes
        return Cast(voter.seat, choice, is_repeat=False)

    def _add(self, ballot: Ballot, by: Principal) -> None:
        self.new.append(ballot)
        self.kept[ballot.seat] = ballot
        detail = {"motion": str(self.asked.id), "seat": ballot.seat, "is_by_clerk": ballot.is_by_clerk}
        subject = Subject("motion", self.asked.id, self.asked.meeting.partnership.slug)
        self.happened.append(Happening("ballot-cast", subject, by, detail))

    def write(self) -> None:
        """Write what is new, with its lines in the history."""
        if not self.new:
            return
        Ballot.objects.bulk_create(self.new)
        if self.totals:
            grown = {column: F(column) + votes for column, votes in self.totals.items()}
            Motion.objects.filter(id=self.asked.id).update(**grown)
        record_all(self.happened)


def _ballot(asked: _Asked, voter: Voter, choice: str, ask: _Ask, *, is_clerk: bool) -> Ballot:
    # A secret ballot bears the moment at which voting opened, so that no moment tells whose choice it was.
    moment = asked.opened_at if asked.method == "secret" and asked.opened_at else now()
    return Ballot(
        motion_id=asked.id, seat=voter.seat, choice=choice, cast_at=moment, cast_by=ask.by.name, is_by_clerk=is_clerk,
        request_key=ask.key, recorded_at=moment, recorded_by=ask.by.name,
    )  # fmt: skip


def _refuse_by_clerk(asked: _Asked, *, is_clerk: bool, on_paper: bool) -> None:
    if asked.method == "hands":
        raise Refused(message("This is a show of hands: the clerk counts it."))
    if asked.method == "secret" and is_clerk and not on_paper:
        raise Refused(
            message("Nobody votes for another in a secret ballot: mark the seat as voting on paper.")
        )
    if on_paper and (asked.method != "secret" or not is_clerk):
        raise Refused(message("Only the clerk marks a seat as voting on paper, and only in a secret ballot."))


def _repeated(asked: _Asked, kept: Ballot, voter: Voter, choice: str, key: str) -> Cast:
    """The same request, or the same choice, again is the same ballot; any other is refused."""
    same_request = bool(key) and key == kept.request_key
    if asked.method == "secret":
        if same_request:
            return Cast(kept.seat, "", is_repeat=True)
        raise Refused(message("The seat of {title} has voted.", title=voter.title))
    if kept.choice == choice:
        return Cast(kept.seat, kept.choice, is_repeat=True)
    raise Refused(
        message(
            "The seat of {title} has voted {choice}. A vote cannot be changed: if it is wrong, tell the clerk before the "
            "vote is closed, and it can be put again.",
            title=voter.title, choice=kept.choice,
        )
    )  # fmt: skip
