"""What a motion became: the decision with its verdict, judged again when the record is put right, ruled on, or cured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record as write_history
from frankpledge.governance.following import follow
from frankpledge.governance.models import Decision, Motion
from frankpledge.governance.numbering import next_number
from frankpledge.governance.rules.meetings.judging import (
    CURED,
    IRREGULAR,
    STANDS,
    UNDETERMINED,
    MotionVerdict,
    decide_motion,
    differs,
    standing_of,
)
from frankpledge.governance.running.events import Floor, Said
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now

SOURCE = "Recorded at the meeting"
RULED = ("carried", "lost")
"""What may be ruled of a decision that the terms or the record leave undetermined."""
CURES = {
    "ratify": "Ratified: it holds from the day on which it was first made.",
    "retake": "Taken again: it holds from today.",
}


@dataclass(frozen=True)
class Changed:
    """A decision that stands otherwise since the record was put right."""

    id: UUID
    text: str
    was: str
    now_is: str


def made(held: Floor, motion: Motion, verdict: MotionVerdict, *, by: Principal, at: datetime) -> Decision:
    """Record what became of a motion, and put right what it cures if it is itself allowed."""
    put = motion_detail(held, motion.id)
    order = _last_order(held.meeting.id) + 1
    cured = _to_cure(held, put.get("cures"))
    decision = Decision.objects.create(
        partnership_id=held.meeting.partnership_id, slug=f"{held.meeting.slug[:60]}-{order}-{str(motion.id)[:8]}",
        meeting=held.meeting, group=held.meeting.group, order=order, text=motion.text, outcome=str(verdict.outcome),
        effect=motion.effect, about=motion.about, clause=_clause(held, verdict), capacity=motion.capacity,
        motion=motion, item_id=motion.item_id, decided_at=at, standing=verdict.standing, verdict=verdict.as_json(),
        condition=str(put.get("condition", "")) or (cured.condition if cured else ""), source=SOURCE, cures=cured,
        effective_on=_effective_on(cured, str(put.get("cure", "")), at), recorded_by=by.name,
        number=next_number(
            Decision.objects.all(), partnership=held.meeting.partnership_id, year=local_date(at).year
        ),
    )  # fmt: skip
    put_right(decision)
    follow(decision, by=by)
    return decision


def _last_order(meeting: UUID) -> int:
    return Decision.objects.filter(meeting_id=meeting).aggregate(last=Max("order"))["last"] or 0


def motion_detail(held: Floor, motion: UUID) -> dict[str, object]:
    """What was said when a motion was put: its condition, and which decision it is to cure."""
    found: dict[str, object] = {}
    for event in held.record.standing_events():
        if event.motion == motion and event.kind in {"motion-put", "agreed", "vote-refused"}:
            found |= event.detail
    return found


def _to_cure(held: Floor, decision: object) -> Decision | None:
    if not decision:
        return None
    return curable(held, UUID(str(decision)))


def curable(held: Floor, decision: UUID) -> Decision:
    """A decision that this meeting may ratify or take again. Raises `NotFound`, or `Refused` for one that needs no cure."""
    rows = Decision.objects.filter(partnership_id=held.meeting.partnership_id, id=decision)
    found = rows.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotFound("There is no such decision, or you may not know of it.")
    if held.meeting.group and found.group != held.meeting.group:
        raise Refused(message("A group may put right its own decisions only."))
    if not needs_cure(found):
        raise Refused(
            message("‘{text}’ needs no cure: it stands, or has been put right already.", text=found.text)
        )
    return found


def needs_cure(decision: Decision) -> bool:
    """Whether a decision waits to be ratified or taken again."""
    if decision.outcome == "withdrawn":
        return False
    return decision.standing == IRREGULAR or (decision.standing == UNDETERMINED and not decision.ruling)


def _effective_on(cured: Decision | None, cure: str, at: datetime) -> date | None:
    """A ratified decision holds from its first day; one taken again from the day on which that is done."""
    if cured is None or cure != "ratify" or cured.decided_at is None:
        return local_date(at) if cured else None
    return local_date(cured.decided_at)


def _clause(held: Floor, verdict: MotionVerdict) -> str:
    """The last clause of the terms that the verdict rests on."""
    known = {one.slug for one in held.terms.clauses} if held.terms else set()
    return next((one.clause for one in reversed(verdict.reasons) if one.clause in known), "")


def put_right(decision: Decision) -> None:
    """Mark what a decision cures: cured while the cure is itself allowed and carried, irregular again when it is not.

    Call it again when the condition of a cure is met.
    """
    if decision.cures_id is None:
        return
    waits = bool(decision.condition) and decision.condition_met_on is None
    holds = (
        not waits
        and decision.outcome == "carried"
        and (
            decision.standing in {STANDS, CURED}
            or (decision.standing == UNDETERMINED and bool(decision.ruling))
        )
    )
    cured = Decision.objects.get(id=decision.cures_id)
    standing = CURED if holds else _own_standing(cured)
    if cured.standing != standing:
        Decision.objects.filter(id=cured.id).update(standing=standing, row_version=F("row_version") + 1)
        cured.standing = standing
        put_right(cured)


def _own_standing(decision: Decision) -> str:
    """How a decision stood before anything cured it."""
    return standing_of(decision.verdict)


def judge_again(held: Floor, *, since: datetime, because: str, by: Principal) -> tuple[Changed, ...]:
    """Judge every decision made since a moment by the record as it is now; those that stand otherwise are marked so.

    The first verdict is kept beside the new one.
    """
    rows = Decision.objects.filter(meeting=held.meeting, motion__closed_at__gte=since).exclude(
        outcome="withdrawn"
    )
    found = [_again(held, row, because, by) for row in rows.select_related("motion").order_by("order")]
    return tuple(one for one in found if one)


def _again(held: Floor, decision: Decision, because: str, by: Principal) -> Changed | None:
    motion = held.record.motion(decision.motion_id) if decision.motion_id else None
    if motion is None or motion.closed_at is None:
        return None
    verdict = decide_motion(held.record, held.terms, motion, at=motion.closed_at)
    if not differs(decision.verdict, verdict):
        return None
    was = (decision.outcome, decision.standing)
    before = _before(decision, because)
    decision.outcome, decision.standing = str(verdict.outcome), verdict.standing
    decision.verdict = {**verdict.as_json(), "before": before}
    decision.clause = _clause(held, verdict)
    decision.save_version(
        read_version=decision.row_version, fields=["outcome", "standing", "verdict", "clause"]
    )
    put_right(decision)
    _tell(held, decision, was, because, by)
    return Changed(decision.id, decision.text, *_in_words(was, (decision.outcome, decision.standing)))


def _before(decision: Decision, because: str) -> list[object]:
    """Every verdict there was, the first one first, with why and when each was judged again."""
    earlier = decision.verdict.get("before")
    last = {key: value for key, value in decision.verdict.items() if key != "before"}
    last |= {"standing": decision.standing, "judged_again": now().isoformat(), "because": because}
    return [*(earlier if isinstance(earlier, list) else []), last]


def _in_words(was: tuple[str, str], is_now: tuple[str, str]) -> tuple[str, str]:
    return f"{was[0]}, {was[1]}", f"{is_now[0]}, {is_now[1]}"


def _tell(held: Floor, decision: Decision, was: tuple[str, str], because: str, by: Principal) -> None:
    text = f"The record was put right ({because}). ‘{decision.text}’ was {was[0]} and is now {decision.outcome}: {decision.standing}."
    detail = {"decision": str(decision.id), "was": list(was), "is": [decision.outcome, decision.standing]}
    held.append("note", Said(item=decision.item_id, text=text, detail=detail), by=by)


@transaction.atomic
def rule_on(*, decision: UUID, outcome: str, ruling: str, ruling_by: str, by: Principal) -> Decision:
    """Record what a named person rules of a decision that the terms or the record leave undetermined.

    It stays visible as a ruling: the verdict remains undetermined. Raises `Refused` where the terms do give a verdict.
    """
    rows = Decision.objects.select_related("partnership").select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=decision).first()
    if found is None:
        raise NotFound("There is no such decision, or you may not know of it.")
    require(by, Permission.DECISION_RULE, found.subject())
    if found.standing != UNDETERMINED:
        raise Refused(message("A ruling is only for what cannot be told from the terms and the record."))
    if found.ruling:
        raise Refused(
            message("{name} has ruled on it already: {ruling}", name=found.ruling_by, ruling=found.ruling)
        )
    if outcome not in RULED or not ruling.strip() or not ruling_by.strip():
        raise Refused(message("A ruling says what follows, why, and who rules."))
    found.outcome, found.ruling, found.ruling_by = outcome, ruling.strip(), ruling_by.strip()
    found.save_version(read_version=found.row_version, fields=["outcome", "ruling", "ruling_by"])
    put_right(found)
    follow(found, by=by)
    detail = {"decision": str(found.id), "outcome": outcome}
    write_history("decision-ruled", subject=found.subject(), by=by, detail=detail)
    return found


def withdraw(decisions: Iterable[Decision], *, because: str) -> None:
    """Take back decisions whose making was struck out as a mistake; they stay in the record and open nothing."""
    for decision in decisions:
        decision.outcome = "withdrawn"
        decision.verdict = {**decision.verdict, "struck": because}
        decision.save_version(read_version=decision.row_version, fields=["outcome", "verdict"])
        put_right(decision)
