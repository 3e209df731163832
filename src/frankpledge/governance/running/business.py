"""Items, what was said and noted, actions, adjourning and closing, and striking out what was wrong."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from frankpledge.audit.api import record as write_history
from frankpledge.governance.models import Action, ActionUpdate, Attendance, Decision, Motion
from frankpledge.governance.rules.meetings.judging import quorum_at
from frankpledge.governance.rules.meetings.record import Happened
from frankpledge.governance.rules.meetings.sitting import MEMBERS, Phase, presences
from frankpledge.governance.running import queries
from frankpledge.governance.running.attendance import Recorded, open_item, turn
from frankpledge.governance.running.decisions import judge_again, withdraw
from frankpledge.governance.running.events import Floor, Said, floor
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused

UNSETTLED = ("open", "tied")
STRIKABLE = frozenset(
    {
        "opened", "arrived", "left", "presides", "item-opened", "item-closed", "declared", "withdrew", "returned",
        "observed", "noted", "agreed", "action-set", "action-updated", "note", "adjourned", "resumed", "closed",
    }
)  # fmt: skip
"""What may be struck out. Votes and refusals may not: they happened, and the record must be able to show it."""
ATTENDANCE = frozenset({"arrived", "left", "presides", "withdrew", "returned"})


@transaction.atomic
def start_item(*, meeting: UUID, item: UUID, by: Principal) -> Happened:
    """Reach an item; the one the meeting was at is done with. Raises `Refused` while a vote is open on that one."""
    held = floor(meeting, by=by)
    held.must_sit()
    if held.record.item(item) is None:
        raise NotFound("That item is not on the agenda of this meeting.")
    was = open_item(held)
    if was == item:
        raise Refused(message("The meeting is at this item."))
    if was:
        _finish(held, was, by)
    return held.append("item-opened", Said(item=item), by=by)


@transaction.atomic
def finish_item(*, meeting: UUID, by: Principal) -> Happened:
    """Be done with the item that the meeting is at."""
    held = floor(meeting, by=by)
    held.must_sit()
    if (was := open_item(held)) is None:
        raise Refused(message("The meeting is at no item."))
    return _finish(held, was, by)


def _finish(held: Floor, item: UUID, by: Principal) -> Happened:
    _refuse_unsettled(held, item)
    return held.append("item-closed", Said(item=item), by=by)


def _refuse_unsettled(held: Floor, item: UUID | None = None) -> None:
    for motion in held.record.motions:
        if motion.state in UNSETTLED and item in {None, motion.item}:
            do = "Close the vote" if motion.state == "open" else "Settle the tie"
            raise Refused(message("{do} on ‘{text}’ first.", do=do, text=motion.text))


@transaction.atomic
def observe(
    *,
    meeting: UUID,
    by: Principal,
    text: str,
    seat: str = "",
    person: str = "",
    organisation: str = "",
    answer: str = "",
) -> Happened:
    """Record what a member or adviser said at the item that the meeting is at, and the answer it got."""
    held = floor(meeting, by=by)
    held.must_sit()
    detail = {"answer": answer.strip()} if answer.strip() else {}
    said = Said(
        seat=seat,
        person=person,
        organisation=organisation,
        item=open_item(held),
        text=_written(text),
        detail=detail,
    )
    return held.append("observed", said, by=by)


@transaction.atomic
def note(*, meeting: UUID, by: Principal, text: str, noted: bool = False) -> Happened:
    """Write something down: what the meeting noted, or the clerk's own words. A meeting that is closed takes them too."""
    held = floor(meeting, by=by)
    if held.phase() is Phase.PLANNED:
        held.must_sit()
    return held.append("noted" if noted else "note", Said(item=open_item(held), text=_written(text)), by=by)


def _written(text: str) -> str:
    if not text.strip():
        raise Refused(message("Write what was said."))
    return text.strip()


@transaction.atomic
def set_action(
    *,
    meeting: UUID,
    by: Principal,
    text: str,
    owner_name: str = "",
    owner: UUID | None = None,
    organisation: UUID | None = None,
    due_on: date | None = None,
    about: str = "",
    decision: UUID | None = None,
) -> Action:
    """Ask someone to do something, under a number that it keeps until it is closed: day/item.number, as 2026-03-05/4.1."""
    held = floor(meeting, by=by)
    held.must_sit()
    item = open_item(held)
    number = _number(held, item)
    made = Action.objects.create(
        partnership_id=held.meeting.partnership_id, group=held.meeting.group, number=number, text=_written(text),
        meeting=held.meeting, item_id=item, decision_id=decision, owner_name=owner_name, owner_id=owner,
        organisation_id=organisation, due_on=due_on, about=about, recorded_by=by.name,
    )  # fmt: skip
    detail = {
        "number": number,
        "action": str(made.id),
        "owner": owner_name,
        "due_on": due_on.isoformat() if due_on else "",
    }
    held.append("action-set", Said(item=item, text=made.text, detail=detail), by=by)
    return made


def _number(held: Floor, item: UUID | None) -> str:
    found = held.record.item(item) if item else None
    start = f"{queries.day_of(held.meeting).isoformat()}/{found.number if found else 0}."
    taken = set(
        Action.objects.filter(
            partnership_id=held.meeting.partnership_id, number__startswith=start
        ).values_list("number", flat=True)
    )
    return next(number for n in range(1, len(taken) + 2) if (number := f"{start}{n}") not in taken)


@transaction.atomic
def update_action(
    *,
    meeting: UUID,
    action: UUID,
    by: Principal,
    text: str,
    state: str = "",
    due_on: date | None = None,
    evidence: str = "",
) -> ActionUpdate:
    """Record what was said of an earlier action. Raises `Refused` for one closed as done without what shows it."""
    held = floor(meeting, by=by)
    held.must_sit()
    row = Action.objects.filter(partnership_id=held.meeting.partnership_id, id=action).first()
    if row is None:
        raise NotFound("There is no such action, or you may not know of it.")
    if state == "done" and not (evidence.strip() or row.evidence):
        raise Refused(message("Say what shows that {number} is done.", number=row.number))
    moment = held.moment
    made = ActionUpdate.objects.create(
        action=row, at=moment, by=by.name, text=text.strip(), state=state or row.state, due_on=due_on, evidence=evidence,
        meeting=held.meeting, recorded_by=by.name,
    )  # fmt: skip
    _carry(row, made, queries.day_of(held.meeting))
    detail = {"number": row.number, "action": str(row.id), "state": made.state}
    held.append("action-updated", Said(item=open_item(held), text=made.text, detail=detail), by=by)
    return made


def _carry(row: Action, said: ActionUpdate, on: date) -> None:
    row.state, row.due_on = said.state, said.due_on or row.due_on
    row.evidence = said.evidence or row.evidence
    row.closed_on = on if said.state in {"done", "withdrawn"} else None
    row.save_version(read_version=row.row_version, fields=["state", "due_on", "evidence", "closed_on"])


@transaction.atomic
def adjourn(*, meeting: UUID, by: Principal, because: str, until: str = "") -> Happened:
    """Adjourn a meeting. Raises `Refused` while a vote is open."""
    held = floor(meeting, by=by)
    held.must_sit()
    _refuse_unsettled(held)
    made = held.append(
        "adjourned", Said(text=_written(because), detail={"to": until} if until else {}), by=by
    )
    turn(held.meeting, "adjourned")
    return made


@transaction.atomic
def resume(*, meeting: UUID, by: Principal) -> Happened:
    """Go on with a meeting that was adjourned."""
    held = floor(meeting, by=by)
    if held.phase() is not Phase.ADJOURNED:
        raise Refused(message("The meeting is not adjourned."))
    made = held.append("resumed", Said(), by=by)
    turn(held.meeting, "running")
    return made


@transaction.atomic
def cancel(*, meeting: UUID, by: Principal, because: str) -> Happened:
    """Cancel a meeting that has not been opened; the reason is kept."""
    held = floor(meeting, by=by)
    if held.meeting.status != "planned":
        raise Refused(message("Only a meeting that has not been opened can be cancelled."))
    made = held.append("note", Said(text=_written(because), detail={"cancelled": True}), by=by)
    turn(held.meeting, "cancelled")
    return made


@transaction.atomic
def close_meeting(*, meeting: UUID, by: Principal, at: datetime | None = None) -> Happened:
    """Close a meeting: held, or held without a quorum where it never had one. Raises `Refused` while a vote is open."""
    held = floor(meeting, by=by)
    if held.phase() not in {Phase.SITTING, Phase.ADJOURNED}:
        held.must_sit()
    _refuse_unsettled(held)
    if item := open_item(held):
        held.append("item-closed", Said(item=item), by=by)
    made = held.append("closed", Said(), by=by, at=at)
    _keep_attendance(held, by)
    meeting_row = held.meeting
    meeting_row.status = "held" if _was_ever_quorate(held) else "inquorate"
    meeting_row.ends_at, meeting_row.is_attendance_recorded = made.at, True
    meeting_row.save_version(
        read_version=meeting_row.row_version, fields=["status", "ends_at", "is_attendance_recorded"]
    )
    return made


def _was_ever_quorate(held: Floor) -> bool:
    """Whether it had a quorum at some moment; one that the terms do not let be told is taken to have been held."""
    moments = sorted(
        {one.at for one in held.record.standing_events() if one.kind in {"opened", "arrived", "left"}}
    )
    return any(quorum_at(held.record, held.terms, at=at).quorate is not False for at in moments)


def _keep_attendance(held: Floor, by: Principal) -> None:
    """The seats that were filled at some time, for those who ask only that."""
    seats = {one.seat for one in presences(held.record) if one.standing in MEMBERS and one.seat}
    Attendance.objects.filter(meeting=held.meeting).exclude(seat_slug__in=seats).delete()
    known = set(Attendance.objects.filter(meeting=held.meeting).values_list("seat_slug", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=held.meeting, seat_slug=seat, recorded_by=by.name)
        for seat in sorted(seats - known)
    )


@transaction.atomic
def strike(*, meeting: UUID, sequence: int, by: Principal, because: str) -> Recorded:
    """Strike out an event that was recorded by mistake; what followed from it is put right, and nothing is erased.

    Raises `Refused` for votes and refusals, which happened, and for an opening after which something was done.
    """
    held = floor(meeting, by=by)
    event = next((one for one in held.record.standing_events() if one.sequence == sequence), None)
    if event is None:
        raise Refused(message("There is no such event, or it was struck out already."))
    if event.kind not in STRIKABLE:
        raise Refused(message("What was voted on, and what was refused, stays in the record as it happened."))
    why = because.strip() or "Recorded by mistake"
    also = _with_it(held, event)
    struck = [("struck", Said(strikes=one.sequence, item=one.item, text=why)) for one in (event, *also)]
    made = held.append_all(struck, by=by)[0]
    _undo(held, event, why, by)
    changed = judge_again(held, since=event.at, because=why, by=by) if event.kind in ATTENDANCE else ()
    return Recorded(made, changed)


def _with_it(held: Floor, event: Happened) -> tuple[Happened, ...]:
    """What goes with an event: with the opening, those who were there at it."""
    if event.kind != "opened":
        return ()
    others = tuple(one for one in held.record.standing_events() if one.sequence != event.sequence)
    if any(one.kind not in {"arrived", "presides"} for one in others):
        raise Refused(
            message(
                "Something has been done since the meeting was opened: strike that out first, or close it."
            )
        )
    return others


def _undo(held: Floor, event: Happened, why: str, by: Principal) -> None:
    if event.kind == "agreed" and event.motion:
        withdraw(Decision.objects.filter(motion_id=event.motion), because=why)
        Motion.objects.filter(id=event.motion).update(state="withdrawn")
    if event.kind == "action-set" and (action := event.detail.get("action")):
        Action.objects.filter(id=str(action)).update(
            state="withdrawn", closed_on=queries.day_of(held.meeting)
        )
        write_history("action-withdrawn", subject=held.meeting.subject(), by=by, detail={"action": action})
    status = {"opened": "planned", "closed": "running", "adjourned": "running", "resumed": "adjourned"}
    if event.kind in status:
        turn(held.meeting, status[event.kind])
