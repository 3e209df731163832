"""What is put to the members and what becomes of it: agreed at once, by hands, by a recorded vote or in secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from frankpledge.governance.models import AgendaItem, Ballot, Decision, Motion
from frankpledge.governance.rules.capacities import CAPACITIES, capacity_is_open
from frankpledge.governance.rules.gates import EFFECTS
from frankpledge.governance.rules.meetings.judging import (
    IRREGULAR,
    MotionVerdict,
    decide_motion,
    quorum_at,
    what_was_against_it,
)
from frankpledge.governance.rules.meetings.record import MotionRecord
from frankpledge.governance.rules.meetings.sitting import presiding_at
from frankpledge.governance.rules.meetings.telling import METHODS
from frankpledge.governance.rules.meetings.voters import seat_title, voters_at
from frankpledge.governance.rules.terms.voting import Result
from frankpledge.governance.running import decisions, queries
from frankpledge.governance.running.attendance import open_item
from frankpledge.governance.running.events import Floor, Said, floor
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Outcome, Refused

VOTES = ("hands", "ballot", "secret")
CHOICES = {"for": "For", "against": "Against", "abstain": "Abstain"}


@dataclass(frozen=True)
class Put:
    """A text for the members to decide on. What is left empty comes from the item of the agenda.

    `condition` is what must happen before it takes effect; `cures` the decision that it is to `ratify` or `retake`.
    """

    text: str = ""
    scope: str = ""
    capacity: str = ""
    effect: str = ""
    about: str = ""
    proposed_by: str = ""
    condition: str = ""
    cures: UUID | None = None
    cure: str = "ratify"


@dataclass(frozen=True)
class Attempt:
    """What came of trying: `why_not` says why the terms did not allow it, and then nothing was decided."""

    motion: UUID
    decision: UUID | None = None
    why_not: str = ""
    waits: bool = False
    """The votes are equal and somebody may give a casting vote."""

    @property
    def is_allowed(self) -> bool:
        return not self.why_not


@transaction.atomic
def agree(*, meeting: UUID, by: Principal, put: Put | None = None, item: UUID | None = None) -> Attempt:
    """Agree to something without a vote, nobody being against: one press makes motion, verdict and decision.

    Without a quorum, or where the terms ask for more than that nobody is against (a secret ballot, a roll call, every
    member there, each member's yes), it is recorded as it happened and decides nothing until it is cured or ruled on.
    """
    held = floor(meeting, by=by)
    held.must_sit()
    moment = held.moment
    motion = _motion(held, put or Put(), item, by, method="agreed", state="closed", at=moment)
    verdict = decide_motion(held.record, held.terms, _added(held, motion), at=moment)
    refused = verdict.quorum.quorate is False
    text = _why_refused(verdict) if verdict.standing == IRREGULAR else ""
    said = Said(item=motion.item_id, motion=motion.id, text=text, detail=_detail(put or Put()))
    held.append("vote-refused" if refused else "agreed", said, by=by, at=moment)
    motion.verdict = verdict.as_json()
    motion.save(update_fields=["verdict"])
    decision = decisions.made(held, motion, verdict, by=by, at=moment)
    return Attempt(motion.id, decision.id, text)


@transaction.atomic
def put_motion(*, meeting: UUID, by: Principal, put: Put, item: UUID | None = None) -> Motion:
    """Put a text to the members; the vote on it is opened afterwards."""
    held = floor(meeting, by=by)
    held.must_sit()
    motion = _motion(held, put, item, by, method="ballot", state="draft", at=None)
    said = Said(item=motion.item_id, motion=motion.id, text=motion.text, detail=_detail(put))
    held.append("motion-put", said, by=by)
    return motion


def _detail(put: Put) -> dict[str, object]:
    cure = {"cures": str(put.cures), "cure": put.cure} if put.cures else {}
    return {**({"condition": put.condition} if put.condition else {}), **cure}


def _motion(
    held: Floor, put: Put, item: UUID | None, by: Principal, *, method: str, state: str, at: datetime | None
) -> Motion:
    row = _item_row(held, item or open_item(held))
    cured = decisions.curable(held, put.cures) if put.cures else None
    text = put.text.strip() or _text_of(row, cured)
    if not text:
        raise Refused(message("Write what the members are asked to agree to."))
    capacity = put.capacity or (cured.capacity if cured else row.capacity if row else "")
    _refuse_capacity(held, capacity)
    effect = put.effect or (cured.effect if cured else row.effect if row else "note")
    if effect not in EFFECTS:
        raise Refused(message("‘{effect}’ is not something that a decision can be for.", effect=effect))
    return Motion.objects.create(
        partnership_id=held.meeting.partnership_id, group=held.meeting.group, meeting=held.meeting, item=row,
        order=_last_order(held.meeting.id) + 1, text=text, scope=put.scope or (row.scope if row else "ordinary"),
        capacity=capacity, effect=effect, about=put.about or (cured.about if cured else row.about if row else ""),
        method=method, state=state, proposed_by=put.proposed_by, opened_at=at, closed_at=at, recorded_by=by.name,
    )  # fmt: skip


def _item_row(held: Floor, item: UUID | None) -> AgendaItem | None:
    if item is None:
        return None
    row = AgendaItem.objects.filter(meeting=held.meeting, id=item, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("That item is not on the agenda of this meeting.")
    return row


def _text_of(row: AgendaItem | None, cured: Decision | None) -> str:
    if cured:
        return cured.text
    return (row.recommendation.strip() or row.title) if row else ""


def _refuse_capacity(held: Floor, capacity: str) -> None:
    """A body cannot decide in a capacity that the law had not yet made."""
    if capacity not in CAPACITIES:
        return
    on = PartialDate.of(queries.day_of(held.meeting))
    found = capacity_is_open(capacity, held.meeting.partnership.nation, on)
    if found.outcome is Outcome.FAILS:
        raise Refused(found.message)


def _last_order(meeting: UUID) -> int:
    return Motion.objects.filter(meeting_id=meeting).aggregate(last=Max("order"))["last"] or 0


def _added(held: Floor, motion: Motion) -> MotionRecord:
    """The motion as the rules see it, added to the record in hand."""
    made = queries.motion_record(motion, _ballots(motion))
    others = tuple(one for one in held.record.motions if one.id != made.id)
    held.record = replace(held.record, motions=(*others, made))
    return made


def _ballots(motion: Motion) -> Mapping[str, str]:
    return dict(Ballot.objects.filter(motion=motion).values_list("seat", "choice"))


def _why_refused(verdict: MotionVerdict) -> str:
    quorum = verdict.quorum
    if quorum.quorate is not False:
        working, _ = what_was_against_it(verdict.as_json())
        return f"The terms do not allow this way: {working}. {verdict.next_step}"
    if quorum.present is None or quorum.required is None:
        return f"Not quorate. {verdict.next_step}"
    return f"Not quorate: {quorum.present} present, {quorum.required} needed. {verdict.next_step}"


def _hold(motion: UUID, by: Principal) -> tuple[Floor, Motion]:
    """A motion of a meeting that is going on, both held by this transaction: first the meeting, then the motion."""
    meeting = Motion.objects.filter(id=motion).values_list("meeting_id", flat=True).first()
    if meeting is None:
        raise NotFound("There is no such motion, or you may not know of it.")
    held = floor(meeting, by=by)
    held.must_sit()
    row = Motion.objects.select_for_update(of=("self",), no_key=True).get(id=motion)
    return held, row


@transaction.atomic
def withdraw_motion(*, motion: UUID, by: Principal, because: str = "") -> Motion:
    """Take a text back before it is decided. Ballots that were cast stay in the record and decide nothing."""
    held, row = _hold(motion, by)
    if row.state not in {"draft", "open"}:
        raise Refused(message("‘{text}’ has been decided or withdrawn.", text=row.text))
    row.state = "withdrawn"
    row.save_version(read_version=row.row_version, fields=["state"])
    held.append("motion-withdrawn", Said(item=row.item_id, motion=row.id, text=because), by=by)
    return row


@transaction.atomic
def open_vote(*, motion: UUID, by: Principal, method: str = "") -> Attempt:
    """Open voting: hands, a recorded vote, or a secret one; left out, whatever the terms ask for.

    Without a quorum the attempt is recorded and voting stays shut; the text may be put again once there is one.
    """
    held, row = _hold(motion, by)
    _refuse_second_vote(held, row)
    moment = held.moment
    if (why := _no_quorum(held, row, moment)) is not None:
        held.append("vote-refused", Said(item=row.item_id, motion=row.id, text=why), by=by, at=moment)
        return Attempt(row.id, None, why)
    row.method = _method(held, row, method)
    row.state, row.opened_at = "open", moment
    if row.method == "secret":
        row.votes_for = row.votes_against = row.votes_abstain = 0
    row.save_version(
        read_version=row.row_version,
        fields=["method", "state", "opened_at", "votes_for", "votes_against", "votes_abstain"],
    )
    _added(held, row)
    held.append("vote-opened", Said(item=row.item_id, motion=row.id), by=by, at=moment)
    return Attempt(row.id)


def _refuse_second_vote(held: Floor, row: Motion) -> None:
    if row.state != "draft":
        raise Refused(
            message("Voting on ‘{text}’ has been opened already, or it was withdrawn.", text=row.text)
        )
    other = next((one for one in held.record.motions if one.state in {"open", "tied"}), None)
    if other:
        raise Refused(message("One vote at a time: settle ‘{text}’ first.", text=other.text))


def _no_quorum(held: Floor, row: Motion, at: datetime) -> str | None:
    """Why the terms do not let a vote be taken at a moment; None when they do, or when it cannot be told."""
    if quorum_at(held.record, held.terms, at=at, item=row.item_id).quorate is not False:
        return None
    return _why_refused(decide_motion(held.record, held.terms, _added(held, row), at=at))


def _method(held: Floor, row: Motion, asked: str) -> str:
    rule = held.terms.decision_for(row.scope, row.capacity) if held.terms else None
    says = "secret" if rule and rule.is_secret else "ballot" if rule and rule.is_by_name else ""
    if asked and asked not in VOTES:
        raise Refused(message("Choose how to vote: {ways}.", ways=", ".join(METHODS[one] for one in VOTES)))
    if says and asked not in {"", says}:
        asks = "a secret ballot" if says == "secret" else "a roll call, each vote recorded by name,"
        raise Refused(message("The terms ask for {asks} on this.", asks=asks))
    return asked or says or "ballot"


@transaction.atomic
def close_vote(*, motion: UUID, by: Principal, tally: tuple[int, int, int] | None = None) -> Attempt:
    """Close voting and record what the terms make of it, by who is in the room now.

    For a show of hands `tally` is what was counted (for, against, abstained); in a secret ballot it is what was on the
    paper slips of those whom the clerk marked. Equal votes wait for a casting vote where the terms let one be given.
    """
    held, row = _hold(motion, by)
    if row.state != "open":
        raise Refused(message("Voting on ‘{text}’ is not open.", text=row.text))
    moment = held.moment
    _count(held, row, tally, moment)
    row.closed_at = moment
    verdict = decide_motion(held.record, held.terms, _added(held, row), at=moment)
    waits = verdict.outcome == Result.TIED and _somebody_may_cast(held)
    row.state, row.verdict = "tied" if waits else "closed", verdict.as_json()
    row.save_version(
        read_version=row.row_version,
        fields=["state", "closed_at", "verdict", "votes_for", "votes_against", "votes_abstain"],
    )
    _added(held, row)
    held.append("vote-closed", _closed(row, verdict), by=by, at=moment)
    if waits:
        return Attempt(row.id, None, waits=True)
    made = decisions.made(held, row, verdict, by=by, at=moment)
    return Attempt(row.id, made.id, _why_refused(verdict) if verdict.standing == IRREGULAR else "")


def _closed(row: Motion, verdict: MotionVerdict) -> Said:
    return Said(item=row.item_id, motion=row.id, text=result_in_words(verdict.as_json()))


def result_in_words(verdict: Mapping[str, object]) -> str:
    """A result as people say it: ‘Carried: 3 for, 1 against, 1 abstained.’"""
    word = RESULTS.get(str(verdict.get("outcome", "")), "Not decided")
    tally = verdict.get("tally")
    if not isinstance(tally, list):
        return f"{word}."
    cast = ", with the casting vote" if verdict.get("casting_used") else ""
    return f"{word}: {tally[0]} for, {tally[1]} against, {tally[2]} abstained{cast}."


RESULTS = {
    "carried": "Carried",
    "lost": "Lost",
    "tied": "Equal votes",
    "no_decision": "No decision",
    "undetermined": "It cannot be told",
}


def _count(held: Floor, row: Motion, tally: tuple[int, int, int] | None, at: datetime) -> None:
    """What was counted by hand. Raises `Refused` for numbers that cannot be."""
    if row.method == "ballot":
        return
    by_hand = tally or (0, 0, 0)
    if row.method == "hands" and tally is None:
        raise Refused(message("Write how many hands were counted for, against and abstaining."))
    if min(by_hand) < 0:
        raise Refused(message("A count of votes is never below nought."))
    if row.method == "secret":
        _add_slips(held, row, by_hand)
        return
    there = voters_at(held.record, held.terms, at, row.item_id)
    available = sum(one.votes for one in there.values() if one.may_vote)
    if sum(by_hand) > available:
        raise Refused(_too_many(sum(by_hand), available))
    row.votes_for, row.votes_against, row.votes_abstain = by_hand


def _too_many(counted: int, available: int) -> Message:
    return message(
        "{counted} votes were counted, and those in the room have {available}. Count again.",
        counted=counted, available=available,
    )  # fmt: skip


def _add_slips(held: Floor, row: Motion, slips: tuple[int, int, int]) -> None:
    on_paper = Ballot.objects.filter(motion=row, is_by_clerk=True).values_list("seat", flat=True)
    votes = sum(_weight(held, seat) for seat in on_paper)
    if sum(slips) != votes:
        raise Refused(
            message("Those marked as voting on paper have {votes} votes, and {slips} slips were counted.",
                    votes=votes, slips=sum(slips))
        )  # fmt: skip
    row.votes_for = (row.votes_for or 0) + slips[0]
    row.votes_against = (row.votes_against or 0) + slips[1]
    row.votes_abstain = (row.votes_abstain or 0) + slips[2]


def _weight(held: Floor, seat: str) -> int:
    found = held.terms.seat(seat) if held.terms else None
    return held.terms.votes(found) if held.terms and found else 1


def _somebody_may_cast(held: Floor) -> bool:
    """Whether a casting vote is worth waiting for: the terms give one to somebody, or say nothing of it."""
    return held.terms is None or held.terms.casting is None or held.terms.casting.holder != "none"


@transaction.atomic
def give_casting_vote(
    *, motion: UUID, by: Principal, choice: str, seat: str = "", has_voted: bool | None = None
) -> Attempt:
    """Resolve equal votes by the vote of whoever presides, where the terms give them one.

    `has_voted` says whether they had voted already, where the record cannot tell. Raises `Refused` where the terms do not
    give them a casting vote; nothing is changed then.
    """
    held, row = _hold(motion, by)
    if row.state != "tied" or row.closed_at is None:
        raise Refused(message("The votes on ‘{text}’ do not wait for a casting vote.", text=row.text))
    if choice not in {"for", "against"}:
        raise Refused(message("A casting vote is for or against."))
    row.casting, row.casting_by = choice, seat or _presiding(held, row)
    detail = {} if has_voted is None else {"has_voted": has_voted}
    said = Said(seat=row.casting_by, item=row.item_id, motion=row.id, text=choice, detail=detail)
    held.append("cast", said, by=by)
    verdict = decide_motion(held.record, held.terms, _added(held, row), at=row.closed_at)
    if verdict.outcome == Result.TIED:
        raise Refused(_no_casting_vote(held, row, verdict))
    return _settle(held, row, verdict, by)


def _presiding(held: Floor, row: Motion) -> str:
    assert row.closed_at  # a tied motion has been closed  # noqa: S101
    chair = presiding_at(held.record, held.terms, row.closed_at, row.item_id)
    if chair is None:
        raise Refused(message("Nobody presided when the vote closed: say who gives the casting vote."))
    return chair.seat or chair.person


def _no_casting_vote(held: Floor, row: Motion, verdict: MotionVerdict) -> Message:
    why = verdict.reasons[-1].working.split("; ")[-1] if verdict.reasons else ""
    who = seat_title(held.terms, row.casting_by)
    return message("The terms give {who} no casting vote here: {why}.", who=who, why=why)


@transaction.atomic
def leave_tied(*, motion: UUID, by: Principal) -> Attempt:
    """Settle equal votes without a casting vote: the motion has no majority and nothing changes."""
    held, row = _hold(motion, by)
    if row.state != "tied" or row.closed_at is None:
        raise Refused(message("The votes on ‘{text}’ do not wait for a casting vote.", text=row.text))
    return _settle(held, row, decide_motion(held.record, held.terms, _added(held, row), at=row.closed_at), by)


def _settle(held: Floor, row: Motion, verdict: MotionVerdict, by: Principal) -> Attempt:
    row.state, row.verdict = "closed", verdict.as_json()
    row.save_version(read_version=row.row_version, fields=["state", "verdict", "casting", "casting_by"])
    _added(held, row)
    made = decisions.made(held, row, verdict, by=by, at=held.moment)
    return Attempt(row.id, made.id)
