"""Issuing decision certificates: only of decisions that stand or were cured, and only when they can be worked out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import check_chain, record
from frankpledge.directory import api as directory
from frankpledge.governance.constitutions import StoredTerms, constitution_on
from frankpledge.governance.minutes import keys
from frankpledge.governance.models import Certificate, Decision, Motion, TermsVersion
from frankpledge.governance.outside import queries as procedures
from frankpledge.governance.queries import is_effective
from frankpledge.governance.rules.certificates import building
from frankpledge.governance.rules.certificates.canonical import JsonObject, sha256, written
from frankpledge.governance.rules.certificates.claims import (
    Claims,
    DecisionClaim,
    MeetingClaim,
    TermsClaim,
    Validity,
    certified,
    terms_claim,
)
from frankpledge.governance.rules.certificates.elsewhere import AT_A_MEETING
from frankpledge.governance.rules.certificates.verifying import verified
from frankpledge.governance.rules.meetings.judging import (
    MotionVerdict,
    decide_motion,
    differs,
    situation,
)
from frankpledge.governance.rules.meetings.record import MeetingRecord, MotionRecord
from frankpledge.governance.rules.outside.judging import URGENT, judge, situation_of
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running import queries as running
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now

COMES_OUT_OTHERWISE = (
    "Worked out again from the record, it comes out otherwise. Put the record or the decision right first."
)
NO_DECISION = "There is no such decision, or you may not know of it."


def decision_row(partnership: str, decision: UUID) -> Decision:
    """A decision with all that its certificate is made from. Raises `NotFound`."""
    rows = Decision.objects.select_related("meeting__partnership", "motion", "partnership", "item")
    found = rows.filter(partnership__slug=partnership, id=decision).first()
    if found is None:
        raise NotFound(NO_DECISION)
    return found


def why_not(row: Decision) -> Message | None:
    """Why a decision cannot be certified; None when it can."""
    return next(_why_not(row), None)


def _why_not(row: Decision) -> Iterator[Message]:
    if row.motion is None or row.motion.closed_at is None or (row.meeting is None and is_at_a_meeting(row)):
        yield message(
            "It was not taken at a meeting that was run here, nor put to the members here, so there is nothing to work its "
            "verdict out from."
        )
    elif row.outcome == "withdrawn":
        yield message("It was struck out as a mistake.")
    elif row.standing == "irregular":
        yield message(
            "The terms did not allow it. Have it ratified or taken again; then it can be certified with its cure."
        )
    elif row.standing == "undetermined" and not row.ruling:
        yield message("Whether it stands cannot be told until a named person rules on it.")
    elif row.condition and row.condition_met_on is None:
        yield message("It waits for its condition: {condition}.", condition=row.condition)
    elif row.motion.state == "tied":
        yield message("It waits for a casting vote.")


@transaction.atomic
def certify(partnership: str, decision: UUID, *, by: Principal) -> Certificate:
    """Issue a certificate of a decision, signed with the partnership's key.

    Raises `Refused` for a decision that has no effect, and where the verdict that was recorded does not come out again.
    """
    row = decision_row(partnership, decision)
    require(by, Permission.GOVERNANCE_WRITE, row.subject())
    if problem := why_not(row):
        raise Refused(problem)
    key = keys.current_key(partnership, by=by)
    content = written(certified(claims_of(row, by=by), keys.private_key(key)))
    _refuse_invalid(content, key.fingerprint)
    made = Certificate.objects.create(
        decision=row, key=key, content=content.decode("utf-8"), sha256=sha256(content), issued_at=now(),
        recorded_by=by.name,
    )  # fmt: skip
    detail = {"decision": str(row.id), "sha256": made.sha256, "key": key.fingerprint}
    record("decision-certified", subject=row.subject(), by=by, detail=detail)
    return made


def _refuse_invalid(content: bytes, fingerprint: str) -> None:
    """A certificate that would not be found valid is never issued."""
    found = verified(content, "certificate", fingerprint=fingerprint)
    if not found.is_valid:
        said = " ".join(one.said for one in found.wrong)
        raise Refused(message("The certificate would not hold: {said}", said=said))


def claims_of(row: Decision, *, by: Principal) -> Claims:
    """Everything a certificate of this decision says."""
    return _at_a_meeting(row, by=by) if is_at_a_meeting(row) else _outside(row, by=by)


def is_at_a_meeting(row: Decision) -> bool:
    return row.motion is None or row.motion.route == AT_A_MEETING


def _outside(row: Decision, *, by: Principal) -> Claims:
    """What is said of a decision outside a meeting: who was asked, who answered, by which way of the terms."""
    assert row.motion  # `why_not` has asked  # noqa: S101
    made, outside = procedures.claim_of(row.motion.id)
    terms, text, above = _terms(row.partnership.slug, outside.sent, row.group)
    put = outside.put(row.motion.scope, row.capacity)
    judged = judge(terms, put)
    at = row.decided_at or made
    verdict = judged.as_json(at)
    if any(row.verdict.get(key) != verdict[key] for key in ("outcome", "quorate")):
        raise Refused(message(COMES_OUT_OTHERWISE))
    place = directory.partnership(row.partnership.slug)
    method = "urgent" if outside.route == URGENT else row.motion.method
    return Claims(
        partnership=(place.slug, place.name, place.nation),
        decision=_decision(row, row.motion, at, method),
        meeting=None,
        terms=text,
        law=building.law_behind(row.capacity, place.nation),
        attendance=(),
        interests=(),
        situation=situation_of(terms, put),
        verdict=verdict,
        validity=_validity(row, str(verdict["clause"]), by=by),
        history=_history(row.partnership.slug),
        issued_at=now(),
        outside=outside,
        above=above,
    )


def _at_a_meeting(row: Decision, *, by: Principal) -> Claims:
    assert row.meeting  # `why_not` has asked  # noqa: S101
    assert row.motion  # noqa: S101
    held = running.record_of(row.meeting)
    terms, text, above = _terms(row.partnership.slug, running.day_of(row.meeting), row.meeting.group)
    motion = held.motion(row.motion.id)
    if motion is None or motion.closed_at is None:
        raise Refused(message("The vote is not in the record of the meeting."))
    verdict = _verdict(row, held, terms, motion)
    place = directory.partnership(row.partnership.slug)
    return Claims(
        partnership=(place.slug, place.name, place.nation),
        decision=_decision(row, row.motion, verdict.at, row.motion.method),
        meeting=MeetingClaim(
            row.meeting.slug, row.meeting.title, row.meeting.body, row.meeting.group, row.meeting.held, row.meeting.kind
        ),
        terms=text,
        law=building.law_behind(_capacity(held, motion), place.nation),
        attendance=building.present_in(held),
        interests=building.interests_in(held, motion.item),
        situation=building.put_without_names(
            situation(held, terms, at=motion.closed_at, motion=motion), held
        ),
        verdict=verdict.as_json(),
        validity=_validity(row, str(verdict.as_json()["clause"]), by=by),
        history=_history(row.partnership.slug),
        issued_at=now(),
        above=above,
    )  # fmt: skip


def _terms(
    partnership: str, on: date, group: str
) -> tuple[Constitution, TermsClaim, tuple[str, TermsClaim] | None]:
    """The terms in force on a day, as the engine takes them and as a claim; for a group, those above it as well."""
    terms, claim = _claimed(constitution_on(partnership, on, group=group))
    if terms.above is None:
        return terms, claim, None
    return terms, claim, (group, _claimed(constitution_on(partnership, on))[1])


def _claimed(stored: StoredTerms | None) -> tuple[Constitution, TermsClaim]:
    if stored is None:
        raise Refused(
            message("No terms of reference are recorded for the day on which it was put to the members.")
        )
    file = TermsVersion.objects.filter(id=stored.id).values_list("text", flat=True).first() or ""
    claim = terms_claim(stored.constitution, text=file)
    if claim is None:
        raise Refused(message("The terms of reference as stored do not say what the meeting was judged by."))
    return stored.constitution, claim


def _verdict(row: Decision, held: MeetingRecord, terms: Constitution, motion: MotionRecord) -> MotionVerdict:
    """The verdict worked out again from the record; it has to be the one that was recorded."""
    assert motion.closed_at  # asked before  # noqa: S101
    found = decide_motion(held, terms, motion, at=motion.closed_at)
    if differs(row.verdict, found):
        raise Refused(message(COMES_OUT_OTHERWISE))
    return found


def _capacity(held: MeetingRecord, motion: MotionRecord) -> str:
    item = held.item(motion.item) if motion.item else None
    return motion.capacity or (item.capacity if item else "")


def _decision(row: Decision, motion: Motion, at: datetime, method: str) -> DecisionClaim:
    later = next((one.slug for one in row.superseded_by.all() if is_effective(one)), "")
    return DecisionClaim(
        id=str(row.id), slug=row.slug, number=row.number, text=row.text,
        outcome="carried" if row.standing == "cured" else row.outcome, standing=row.standing, effect=row.effect,
        about=row.about, scope=motion.scope, capacity=row.capacity, route=motion.route, method=method,
        decided_at=at, effective_on=row.effective_on, condition=row.condition,
        condition_met_on=row.condition_met_on, cures=str(row.cures_id or ""), superseded_by=later,
    )  # fmt: skip


def _validity(row: Decision, clause: str, *, by: Principal) -> Validity:
    if row.standing == "cured":
        return Validity("cure", clause, cure=_cure(row, by=by))
    if row.standing == "undetermined":
        return Validity("ruling", clause, row.ruling, row.ruling_by)
    return Validity("terms", clause)


def _cure(row: Decision, *, by: Principal) -> JsonObject:
    """The certificate of the decision that cured it, made now where there is none."""
    cures = [one for one in row.cured_by.order_by("decided_at") if is_effective(one)]
    if not cures:
        raise Refused(message("The decision that is said to have cured it is not in the record."))
    kept = cures[0].certificates.first() or certify(row.partnership.slug, cures[0].id, by=by)
    found: JsonObject = json.loads(kept.content)
    return found


def _history(partnership: str) -> tuple[str, int, str]:
    """The head of the chain of hashes, which has to be whole."""
    chain = check_chain(partnership)
    if chain.broken_at is not None:
        raise Refused(message("The history is broken at event {at}: find out why first.", at=chain.broken_at))
    return chain.partnership, chain.length, chain.head


def latest(decision: UUID) -> Certificate | None:
    """The last certificate issued of a decision."""
    return Certificate.objects.select_related("key").filter(decision_id=decision).first()
