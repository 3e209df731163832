"""What became of a text that was put to the members, in the sentences of minutes. Pure."""

from __future__ import annotations

from datetime import datetime

from frankpledge.governance.rules.meetings.judging import MotionVerdict, decide_motion, what_was_against_it
from frankpledge.governance.rules.meetings.record import Happened, MeetingRecord, MotionRecord
from frankpledge.governance.rules.minutes import sentences as s
from frankpledge.governance.rules.minutes.facts import Line
from frankpledge.governance.rules.minutes.naming import Naming
from frankpledge.governance.rules.terms.deciding import CURE
from frankpledge.governance.rules.terms.voting import Result
from frankpledge.kernel.messages import Message, message

OUTCOMES = {
    Result.CARRIED: s.CARRIED, Result.LOST: s.LOST, Result.TIED: s.TIED, Result.NO_DECISION: s.NO_DECISION,
}  # fmt: skip
OPEN_STATES = {"draft", "open"}


def moment_of(record: MeetingRecord, motion: MotionRecord) -> datetime | None:
    """When a motion was decided; None while it is not."""
    if motion.state in {*OPEN_STATES, "withdrawn"}:
        return None
    told = [one.at for one in record.standing_events() if one.motion == motion.id and one.kind in {"agreed", "vote-closed", "cast"}]  # fmt: skip
    return motion.closed_at or (told[-1] if told else None)


def put(naming: Naming, motion: MotionRecord, event: Happened | None) -> Line:
    """The text as it was put, and who put it where that was recorded."""
    sequence = event.sequence if event else None
    if event and event.kind == "motion-put" and (event.seat or event.person):
        return Line("put", message(s.PUT_BY, who=naming.of(event), text=motion.text), sequence)
    return Line("put", message(s.PUT, text=motion.text), sequence)


def withdrawn(event: Happened) -> Message:
    """That a text was taken back, and why where that was said."""
    return message(s.WITHDRAWN_BECAUSE, why=s.ended(event.text)) if event.text else message(s.WITHDRAWN)


def result(naming: Naming, motion: MotionRecord) -> tuple[Line, ...]:
    """What became of it: outcome with totals, names as the record allows, casting vote, and whether the terms allowed it."""
    at = moment_of(naming.record, motion)
    if at is None:
        return (Line("open", message(s.OPEN)),) if motion.state == "open" else ()
    verdict = decide_motion(naming.record, naming.terms, motion, at=at)
    said = [Line(_kind(verdict), _outcome(motion, verdict))]
    if names := _names(naming, motion):
        said.append(Line("names", names))
    if motion.casting:
        said.append(Line("casting", _casting(naming, motion, verdict)))
    elif motion.state == "tied":
        said.append(Line("open", message(s.WAITS)))
    if verdict.standing == "irregular":
        said.append(Line("irregular", _irregular(naming, verdict)))
    return tuple(said)


def _kind(verdict: MotionVerdict) -> str:
    return verdict.outcome.replace("_", "-")


def _outcome(motion: MotionRecord, verdict: MotionVerdict) -> Message:
    missing = ", ".join((*verdict.missing_rules, *verdict.missing_facts)) or s.UNKNOWN
    tally = verdict.tally
    if tally is None:
        if verdict.standing == "undetermined":
            return message(s.NOT_TOLD_AGREED, missing=missing)
        return message(s.NOBODY_AGAINST if verdict.standing == "irregular" else s.AGREED)
    numbers = {
        "for_": tally[0],
        "against": tally[1],
        "abstain": tally[2],
        "how": s.HOW.get(motion.method, ""),
    }
    result_ = Result(verdict.outcome)
    if verdict.standing == "irregular":
        result_ = (
            Result.CARRIED if tally[0] > tally[1] else Result.LOST if tally[0] < tally[1] else Result.TIED
        )
    if result_ is Result.UNDETERMINED:
        return message(s.NOT_TOLD, missing=missing, **numbers)
    return message(OUTCOMES[result_], **numbers)


def _names(naming: Naming, motion: MotionRecord) -> Message | None:
    """Who voted how, by body: only where the vote was recorded by name. Hands are counted and a secret stays one."""
    if motion.method != "ballot" or not motion.ballots:
        return None
    order = [seat.slug for seat in naming.terms.seats] if naming.terms else []
    seats = sorted(
        motion.ballots, key=lambda slug: (order.index(slug) if slug in order else len(order), slug)
    )
    by_choice = {
        choice: ", ".join(naming.body(seat) for seat in seats if motion.ballots[seat] == choice) or s.NOBODY
        for choice in ("for", "against", "abstain")
    }
    return message(s.NAMES, for_=by_choice["for"], against=by_choice["against"], abstain=by_choice["abstain"])


def _casting(naming: Naming, motion: MotionRecord, verdict: MotionVerdict) -> Message:
    who = naming.seat_or_office(motion.casting_by) if motion.casting_by else "whoever presided"
    casting = naming.terms.casting if naming.terms else None
    if casting and casting.clause and verdict.casting_used:
        clause = s.clause_in_words(naming.terms, casting.clause)
        return message(s.CASTING, who=who, way=motion.casting, clause=clause)
    return message(s.UNCLEAR_CASTING, who=who, way=motion.casting)


def _irregular(naming: Naming, verdict: MotionVerdict) -> Message:
    working, clause = what_was_against_it(verdict.as_json())
    return message(
        s.IRREGULAR,
        working=working or s.UNKNOWN,
        clause=s.clause_in_words(naming.terms, clause),
        cure=verdict.next_step or CURE,
    )
