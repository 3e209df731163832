"""What happens between committee and partnership, each verb with its audit line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.plans import api as plans
from frankpledge.records.clock import today
from frankpledge.scrutiny.models import (
    AttendanceNotice,
    Committee,
    CommitteeReport,
    InformationRequest,
    Observation,
    Promise,
    RemitConfirmation,
    ReportPoint,
    ReportResponse,
    Sitting,
)
from frankpledge.scrutiny.rules.committee import DECISIONS, OUTCOMES, notice_problem


def _wrong(field: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem("scrutiny", reason, remedy, column=field))


def _writes(partnership: str, by: Principal) -> None:
    require(by, Permission.SCRUTINY_WRITE, Subject("scrutiny", None, partnership))


def committee_of(partnership: str, slug: str) -> Committee:
    """One committee. Raises `NotFound`."""
    found = Committee.objects.filter(partnership=partnership, slug=slug).first()
    if found is None:
        raise NotFound("There is no such committee.")
    return found


def _past(field: str, on: date) -> None:
    if on > today():
        raise _wrong(field, "The day is still to come.", "Give the day on which it happened.")


@transaction.atomic
def add_committee(
    partnership: str, *, slug: str, name: str, function: str, remit: str, by: Principal
) -> Committee:
    """Record a committee and which part of the function it carries. Raises `Unusable` for one that is there."""
    _writes(partnership, by)
    if Committee.objects.filter(partnership=partnership, slug=slug).exists():
        raise _wrong("Short name", "There is a committee of that short name.", "Choose another.")
    made = Committee.objects.create(
        partnership=partnership, slug=slug, name=name, function=function, remit=remit, recorded_by=by.name
    )
    audit.record(
        "committee-added",
        subject=Subject("scrutiny", made.id, partnership),
        by=by,
        detail={"committee": slug},
    )
    return made


@transaction.atomic
def record_sitting(
    partnership: str, committee: str, *, on: date, title: str, is_review: bool, minutes: str, by: Principal
) -> Sitting:
    """Record that a committee met. Raises `Unusable` for a meeting recorded already."""
    _writes(partnership, by)
    _past("Day", on)
    try:
        with transaction.atomic():
            made = Sitting.objects.create(
                committee=committee_of(partnership, committee), on=on, title=title, is_review=is_review, minutes=minutes,
                recorded_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise _wrong("Day", "This meeting is recorded already.", "Look for it in the list.") from error
    audit.record(
        "committee-met", subject=made.subject(), by=by, detail={"on": on.isoformat(), "review": is_review}
    )
    return made


@transaction.atomic
def confirm_remit(
    partnership: str, committee: str, *, said: str, text: str, minute: str, by: Principal
) -> RemitConfirmation:
    """Record a committee's word on its remit; the day may be known only to the month. Raises `Unusable`."""
    _writes(partnership, by)
    try:
        when = PartialDate.parse(said)
    except ValueError as error:
        raise _wrong("When", f"{error}.", "Write 2019-10 or 2019-10-16.") from error
    made = RemitConfirmation.objects.create(
        committee=committee_of(partnership, committee),
        said=when.iso(),
        text=text,
        minute=minute,
        recorded_by=by.name,
    )
    audit.record("remit-confirmed", subject=made.subject(), by=by, detail={"said": when.iso()})
    return made


@transaction.atomic
def ask_information(
    partnership: str,
    committee: str,
    *,
    body: str,
    asked_on: date,
    due_on: date | None,
    what: str,
    by: Principal,
) -> InformationRequest:
    """Record a request in writing for information. Raises `Unusable` when it is due before it was asked."""
    _writes(partnership, by)
    if due_on is not None and due_on < asked_on:
        raise _wrong("Due on", "It is due before it was asked for.", "Give a later day, or leave it out.")
    made = InformationRequest.objects.create(
        committee=committee_of(partnership, committee), body=body, asked_on=asked_on, due_on=due_on, what=what,
        recorded_by=by.name,
    )  # fmt: skip
    audit.record("information-asked", subject=made.subject(), by=by, detail={"body": body})
    return made


@transaction.atomic
def supply_information(
    partnership: str,
    request_id: UUID,
    *,
    on: date,
    reply: str,
    left_out: str,
    by: Principal,
    read_version: int,
) -> InformationRequest:
    """Record what was supplied, and what was left out and why. Raises `NotFound`, `Unusable` and `Conflict`."""
    _writes(partnership, by)
    row = InformationRequest.objects.filter(committee__partnership=partnership, id=request_id).first()
    if row is None:
        raise NotFound("There is no such request.")
    if on < row.asked_on:
        raise _wrong("Supplied on", "It was supplied before it was asked for.", "Check the two days.")
    _past("Supplied on", on)
    row.supplied_on, row.reply, row.left_out = on, reply, left_out
    row.save_version(read_version=read_version, fields=["supplied_on", "reply", "left_out"])
    audit.record(
        "information-supplied",
        subject=row.subject(),
        by=by,
        detail={"on": on.isoformat(), "left_out": bool(left_out)},
    )
    return row


@transaction.atomic
def give_notice(
    partnership: str,
    committee: str,
    *,
    body: str,
    post: str,
    standing: str,
    given_on: date,
    meeting_on: date,
    by: Principal,
) -> AttendanceNotice:
    """Record notice to attend. Raises `Refused` for somebody whom the law does not let be required."""
    _writes(partnership, by)
    if problem := notice_problem(standing):
        raise Refused(problem)
    if meeting_on <= given_on:
        raise _wrong(
            "Meeting on",
            "The meeting is not after the notice.",
            "Reasonable notice comes before the meeting.",
        )
    made = AttendanceNotice.objects.create(
        committee=committee_of(partnership, committee), body=body, post=post, standing=standing, given_on=given_on,
        meeting_on=meeting_on, recorded_by=by.name,
    )  # fmt: skip
    audit.record("attendance-required", subject=made.subject(), by=by, detail={"body": body, "post": post})
    return made


@transaction.atomic
def close_notice(
    partnership: str, notice_id: UUID, *, outcome: str, note: str, by: Principal, read_version: int
) -> AttendanceNotice:
    """Record who came. Raises `NotFound` and `Conflict`."""
    _writes(partnership, by)
    row = AttendanceNotice.objects.filter(committee__partnership=partnership, id=notice_id).first()
    if row is None:
        raise NotFound("There is no such notice.")
    if outcome not in OUTCOMES:
        raise _wrong("Outcome", "That is no outcome.", "Choose one of the list.")
    row.outcome, row.note = outcome, note
    row.save_version(read_version=read_version, fields=["outcome", "note"])
    audit.record("attendance-recorded", subject=row.subject(), by=by, detail={"outcome": outcome})
    return row


@dataclass(frozen=True)
class Point:
    """A recommendation as it is issued: its words and who must answer it."""

    text: str
    recipients: tuple[str, ...]


@transaction.atomic
def issue_report(
    partnership: str, committee: str, *, slug: str, title: str, dated: date, told_duty: bool, points: Sequence[Point], by: Principal,
    is_synthetic: bool = False,
) -> CommitteeReport:  # fmt: skip
    """Record a report with its recommendations; each recipient gets an answer of their own to give."""
    _writes(partnership, by)
    if not points or any(not point.text or not point.recipients for point in points):
        raise _wrong(
            "Recommendations",
            "A recommendation needs words and somebody to answer it.",
            "Write one a line: words | body; body.",
        )
    of = committee_of(partnership, committee)
    if CommitteeReport.objects.filter(committee=of, slug=slug).exists():
        raise _wrong("Short name", "There is a report of that short name.", "Choose another.")
    made = CommitteeReport.objects.create(
        committee=of,
        slug=slug,
        title=title,
        dated=dated,
        told_duty=told_duty,
        is_synthetic=is_synthetic,
        recorded_by=by.name,
    )
    for order, point in enumerate(points, start=1):
        row = ReportPoint.objects.create(report=made, order=order, text=point.text, recorded_by=by.name)
        for recipient in dict.fromkeys(point.recipients):
            ReportResponse.objects.create(point=row, recipient=recipient, recorded_by=by.name)
    audit.record(
        "committee-reported", subject=made.subject(), by=by, detail={"report": slug, "points": len(points)}
    )
    return made


def response_of(partnership: str, response_id: UUID) -> ReportResponse:
    """One recipient's answer. Raises `NotFound`."""
    row = (
        ReportResponse.objects.select_related("point__report__committee")
        .filter(point__report__committee__partnership=partnership, id=response_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such recommendation.")
    return row


@transaction.atomic
def respond(
    partnership: str,
    response_id: UUID,
    *,
    on: date,
    decision: str,
    proposes: str,
    by: Principal,
    read_version: int,
) -> ReportResponse:
    """Record a recipient's answer: what, if anything, it proposes to do. Raises `NotFound`, `Unusable` and `Conflict`."""
    require(by, Permission.SCRUTINY_ANSWER, Subject("scrutiny", None, partnership))
    row = response_of(partnership, response_id)
    if on < row.point.report.dated:
        raise _wrong("Answered on", "The answer is dated before the report.", "Check the two days.")
    _past("Answered on", on)
    if decision not in DECISIONS:
        raise _wrong("Answer", "That is no answer.", "Choose one of the list.")
    row.responded_on, row.decision, row.proposes = on, decision, proposes
    row.save_version(read_version=read_version, fields=["responded_on", "decision", "proposes"])
    audit.record(
        "committee-answered",
        subject=row.subject(),
        by=by,
        detail={"recipient": row.recipient, "decision": decision},
    )
    return row


@transaction.atomic
def record_effect(
    partnership: str, response_id: UUID, *, plan: str, plan_change: str, effect: str, effect_on: date | None, by: Principal,
    read_version: int,
) -> ReportResponse:  # fmt: skip
    """Record what came of a recommendation: what it changed in the plan's refresh, and its effect. Raises `Refused` before there
    is an answer."""
    require(by, Permission.SCRUTINY_ANSWER, Subject("scrutiny", None, partnership))
    row = response_of(partnership, response_id)
    if row.responded_on is None:
        raise Refused("There is no answer yet, so nothing can have come of it. Record the answer first.")
    if plan and plans.plan(partnership, plan) is None:
        raise _wrong("Plan", "There is no such plan or refresh.", "Choose one of the list, or leave it out.")
    if bool(plan) != bool(plan_change):
        raise _wrong(
            "What it changed there", "Name the plan and what changed in it, or neither.", "Fill in both."
        )
    row.plan, row.plan_change, row.effect, row.effect_on = plan, plan_change, effect, effect_on
    row.save_version(read_version=read_version, fields=["plan", "plan_change", "effect", "effect_on"])
    audit.record(
        "scrutiny-effect", subject=row.subject(), by=by, detail={"plan": plan, "effect": bool(effect)}
    )
    return row


@transaction.atomic
def observe(partnership: str, committee: str, *, said_on: date, text: str, by: Principal) -> Observation:
    """Record a comment or observation. It has no clock."""
    _writes(partnership, by)
    _past("Said on", said_on)
    made = Observation.objects.create(
        committee=committee_of(partnership, committee), said_on=said_on, text=text, recorded_by=by.name
    )
    audit.record("committee-observed", subject=made.subject(), by=by, detail={"on": said_on.isoformat()})
    return made


@transaction.atomic
def answer_observation(
    partnership: str, observation_id: UUID, *, on: date, answer: str, by: Principal, read_version: int
) -> Observation:
    """Record the answer to an observation. Raises `NotFound`, `Unusable` and `Conflict`."""
    require(by, Permission.SCRUTINY_ANSWER, Subject("scrutiny", None, partnership))
    row = Observation.objects.filter(committee__partnership=partnership, id=observation_id).first()
    if row is None:
        raise NotFound("There is no such observation.")
    if on < row.said_on:
        raise _wrong("Answered on", "It was answered before it was said.", "Check the two days.")
    row.answered_on, row.answer = on, answer
    row.save_version(read_version=read_version, fields=["answered_on", "answer"])
    audit.record("observation-answered", subject=row.subject(), by=by, detail={"on": on.isoformat()})
    return row


@transaction.atomic
def promise(
    partnership: str,
    *,
    said_in: str,
    year: str,
    text: str,
    due_on: date | None,
    binding: str,
    direction: str,
    by: Principal,
) -> Promise:
    """Record what was promised. Raises `Unusable` for a figure that is none, or a figure without a direction."""
    require(by, Permission.SCRUTINY_ANSWER, Subject("scrutiny", None, partnership))
    if binding:
        from frankpledge.figures import bindings

        bindings.parse(binding, partnership)
    if bool(binding) != bool(direction):
        raise _wrong(
            "Which way",
            "A figure needs a way to go, and a way to go needs a figure.",
            "Fill in both or neither.",
        )
    made = Promise.objects.create(
        partnership=partnership, said_in=said_in, year=year, text=text, due_on=due_on, binding=binding, direction=direction,
        recorded_by=by.name,
    )  # fmt: skip
    audit.record("promise-recorded", subject=made.subject(), by=by, detail={"year": year})
    return made


@transaction.atomic
def keep_promise(
    partnership: str,
    promise_id: UUID,
    *,
    done_on: date | None,
    evidence: str,
    by: Principal,
    read_version: int,
) -> Promise:
    """Record that a promise was kept, and what shows it. Raises `NotFound` and `Conflict`."""
    require(by, Permission.SCRUTINY_ANSWER, Subject("scrutiny", None, partnership))
    row = Promise.objects.filter(partnership=partnership, id=promise_id).first()
    if row is None:
        raise NotFound("There is no such promise.")
    row.done_on, row.evidence = done_on, evidence
    row.save_version(read_version=read_version, fields=["done_on", "evidence"])
    audit.record("promise-updated", subject=row.subject(), by=by, detail={"done": bool(done_on)})
    return row
