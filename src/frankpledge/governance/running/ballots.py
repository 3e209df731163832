"""One seat, one ballot: the path that every member's phone takes at the same moment, kept short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.db.models import F

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record as write_history
from frankpledge.governance.models import Ballot, Meeting, Motion
from frankpledge.governance.rules.meetings.voters import Voter
from frankpledge.governance.running.snapshots import (
    Snapshot,
    kept_snapshot,
    latest_of_motion,
    meeting_after,
    snapshot_of,
)
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now

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


_turn = Lock()
"""One ballot at a time in a process: those who wait for SQLite's one writer look for it in ever longer steps."""


@dataclass(frozen=True)
class Cast:
    """A ballot as recorded. `is_repeat`: it had been recorded before, and the same request was sent again."""

    seat: str
    choice: str
    is_repeat: bool


def cast_ballot(
    *, motion: UUID, choice: str, by: Principal, seat: str = "", request_key: str = "", on_paper: bool = False
) -> Cast:
    """Cast a seat's ballot: one's own, or, for whoever runs the meeting, that of a seat in the room.

    The same request sent again is the same ballot. Raises `Refused` for a seat that has voted otherwise, that may not vote
    or is not in the room, and once voting is closed. In a secret ballot only the total grows: nothing links seat and choice.
    """
    if not on_paper and choice not in CHOICES:
        raise Refused(message("Choose for, against or abstain."))
    for _ in range(TRIES):
        with _turn, transaction.atomic():
            asked = _read(motion, lock=True)
            require(by, Permission.VOTE_CAST, asked.meeting.subject())
            room = kept_snapshot(asked.meeting.id, asked.latest)
            voter = _found(room, asked, seat, by) if room else None
            if isinstance(voter, Voter) and voter.may_vote:
                return _cast(asked, voter, choice, by, request_key, on_paper)
        _look(
            _read(motion), seat, by
        )  # nothing was written; the long look is taken while nobody waits for it
    raise Refused(message("People are coming and going just now. Send your vote again."))


def _read(motion: UUID, *, lock: bool = False) -> _Asked:
    rows = Motion.objects.order_by().annotate(latest=latest_of_motion())
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    columns = ("meeting_id", "item_id", "state", "text", "method", "opened_at", "latest")
    found = rows.filter(id=motion, meeting__isnull=False).values_list(*columns)[:1]
    if not found:
        raise NotFound(NO_MOTION)
    meeting, *said = found[0]
    return _Asked(motion, meeting_after(meeting, said[-1]), *said)


def _look(asked: _Asked, seat: str, by: Principal) -> None:
    """Look at the record afresh. Raises `Refused` for a seat that may not vote by it."""
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


def _cast(asked: _Asked, voter: Voter, choice: str, by: Principal, key: str, on_paper: bool) -> Cast:
    kept = (
        Ballot.objects.filter(motion_id=asked.id, seat=voter.seat)
        .only("seat", "choice", "request_key")
        .first()
    )
    if kept:
        return _repeated(asked, kept, voter, choice, key)
    if asked.state != "open":
        raise Refused(message("Voting on ‘{text}’ is not open.", text=asked.text))
    is_clerk = by.user_id not in voter.users
    _refuse_by_clerk(asked, is_clerk=is_clerk, on_paper=on_paper)
    is_secret = asked.method == "secret"
    # A secret ballot bears the moment at which voting opened, so that no moment tells whose choice it was.
    moment = asked.opened_at if is_secret and asked.opened_at else now()
    Ballot.objects.create(
        motion_id=asked.id, seat=voter.seat, choice="" if is_secret else choice, cast_at=moment, cast_by=by.name,
        is_by_clerk=is_clerk, request_key=key, recorded_at=moment, recorded_by=by.name,
    )  # fmt: skip
    if is_secret and not on_paper:
        column = f"votes_{choice}"
        Motion.objects.filter(id=asked.id).update(**{column: F(column) + voter.votes})
    detail = {"motion": str(asked.id), "seat": voter.seat, "is_by_clerk": is_clerk}
    write_history(
        "ballot-cast",
        subject=Subject("motion", asked.id, asked.meeting.partnership.slug),
        by=by,
        detail=detail,
    )
    return Cast(voter.seat, "" if is_secret else choice, is_repeat=False)


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
