"""What is on now, for a member on a phone; and a ruling on what cannot be told."""

from __future__ import annotations

from uuid import UUID

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.models import Decision, Meeting
from frankpledge.governance.presenting import address, crumbs
from frankpledge.governance.rules.meetings.record import MotionRecord
from frankpledge.governance.rules.meetings.sitting import item_at, present_at, presiding_at
from frankpledge.governance.rules.meetings.telling import METHODS
from frankpledge.governance.rules.meetings.voters import Voter
from frankpledge.governance.running import scenes
from frankpledge.governance.running.forms import Ruling
from frankpledge.governance.running.pages import Errors, LiveAt, NowPage, OwnSeat, RulingPage
from frankpledge.governance.running.presenting import every, quorum_line, result_line
from frankpledge.governance.running.snapshots import Snapshot, latest_event, snapshot_of
from frankpledge.kernel.dates import local_date, long_date
from frankpledge.kernel.people import Principal
from frankpledge.records.ids import new_id
from frankpledge.web.forms import errors_of, fields_of

STATUS = {
    "planned": "The meeting has not been opened yet.",
    "running": "The meeting is going on.",
    "adjourned": "The meeting is adjourned.",
    "held": "The meeting is over.",
    "inquorate": "The meeting is over. It had no quorum.",
    "cancelled": "The meeting was cancelled.",
}
CHOSEN = {"for": "for", "against": "against", "abstain": "to abstain"}


def now_page(
    partnership: PartnershipFacts, meeting: Meeting, principal: Principal, errors: Errors = ()
) -> NowPage:
    """What is on now: the item, the vote that is open with one's own seat, and the latest result."""
    after = latest_event(meeting)
    room = snapshot_of(meeting, after)
    record = room.record
    at = item_at(record)
    item = record.item(at) if at else None
    motion = next((one for one in record.motions if one.state == "open"), None)
    last = scenes.last_result(meeting) if motion is None else None
    where = motion.item if motion else at
    return NowPage(
        title=meeting.title,
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings")),
        action=address("meeting-now", partnership, slug=meeting.slug),
        errors=errors,
        live=LiveAt(
            address("meeting-stamp", partnership, slug=meeting.slug),
            stamp_of(after),
            every(len(room.voters(None))),
        ),
        status=STATUS.get(meeting.status, ""),
        here_as=_here_as(room, principal, where) if meeting.status in {"running", "adjourned"} else "",
        quorum=quorum_line(room.quorum(where), item=where is not None),
        item=f"{item.number}. {item.title}" if item else "",
        recommendation=item.recommendation if item else "",
        text=motion.text if motion else "",
        how=METHODS[motion.method] if motion else "",
        voted=_voted(room, motion) if motion else "",
        seats=_own(room, motion, principal) if motion else (),
        last=result_line(partnership, last) if last else None,
        is_secret=bool(motion and motion.method == "secret"),
        presides=_presides(room, at),
        run_href=address("meeting-run", partnership, slug=meeting.slug) if _runs(principal, meeting) else "",
    )


def _runs(principal: Principal, meeting: Meeting) -> bool:
    return can(principal, Permission.MEETING_RUN, meeting.subject())


def stamp_of(after: UUID | None) -> str:
    """What changes whenever something happens at a meeting."""
    return str(after or "")


def _presides(room: Snapshot, item: UUID | None) -> str:
    found = presiding_at(room.record, room.terms, room.moment, item)
    return f"{found.person or found.seat} presides." if found else ""


def _here_as(room: Snapshot, principal: Principal, item: UUID | None) -> str:
    """As what someone is recorded, in a sentence."""
    seats = room.seats_of(principal.user_id, item)
    if seats:
        return f"You are recorded as here for {' and '.join(one.title for one in seats)}."
    in_room = room.seats_of(principal.user_id, None)
    if in_room:
        return "You are recorded as having left the room for this item."
    posts = [one for one in room.record.in_post if one.user == principal.user_id and principal.user_id]
    there = present_at(room.record, room.moment)
    if any(one.is_of("", post.person) for post in posts for one in there):
        return "You are recorded as here, without a seat."
    return "You are not recorded as being here. Tell the clerk if you are." if posts else ""


def _voted(room: Snapshot, motion: MotionRecord) -> str:
    entitled = sum(one.may_vote for one in room.voters(motion.item).values())
    return f"{scenes.ballots_cast(motion.id)} of {entitled} have voted."


def _own(room: Snapshot, motion: MotionRecord, principal: Principal) -> tuple[OwnSeat, ...]:
    found = room.seats_of(principal.user_id, motion.item)
    return tuple(_seat(motion, one) for one in found)


def _seat(motion: MotionRecord, voter: Voter) -> OwnSeat:
    kept = scenes.ballot_of(motion.id, voter.seat)
    voted = ""
    if kept:
        voted = (
            f"{voter.title} has voted {CHOSEN[kept.choice]}." if kept.choice else f"{voter.title} has voted."
        )
    why = voter.why_not or ("Show your hand: the clerk counts." if motion.method == "hands" else "")
    return OwnSeat(voter.seat, voter.title, str(motion.id), str(new_id()), voted, why)


def ruling_page(partnership: PartnershipFacts, decision: Decision, form: Ruling, why: str = "") -> RulingPage:
    """A decision that cannot be told, with what is lacking, and the form for a ruling."""
    verdict = decision.verdict
    missing = [*_texts(verdict.get("missing_rules")), *_texts(verdict.get("missing_facts"))]
    reasons = verdict.get("reasons")
    rows = [one for one in reasons if isinstance(one, dict)] if isinstance(reasons, list) else []
    ruled = f"{decision.ruling_by} has ruled: {decision.ruling}" if decision.ruling else ""
    return RulingPage(
        title="Rule on a decision",
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings")),
        action=address("decision-ruling", partnership, decision_id=decision.id),
        errors=((why, ""),) if why else errors_of(form),
        text=decision.text,
        decided=long_date(local_date(decision.decided_at)) if decision.decided_at else "",
        missing=tuple(missing),
        reasons=tuple(f"{one.get('clause', '')}: {one.get('working', '')}" for one in rows),
        fields=() if ruled or decision.standing != "undetermined" else fields_of(form),
        ruled=ruled
        or ("" if decision.standing == "undetermined" else "The terms decide this: it needs no ruling."),
        back_href=address("decision", partnership, decision_id=decision.id),
    )


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
