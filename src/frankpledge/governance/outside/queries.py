"""Reads of decisions outside meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.offers import Offer
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership import queries as members
from frankpledge.governance.models import Ballot, Decision, Meeting, Procedure
from frankpledge.governance.rules.certificates.elsewhere import Answered, OutsideClaim
from frankpledge.governance.rules.outside.judging import URGENT, Put, Verdict, judge
from frankpledge.governance.rules.terms.words import ROUTES
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.verdicts import NotFound

GONE = "There is no such decision outside a meeting, or you may not know of it."


@dataclass(frozen=True)
class ProcedureFacts:
    """A text put outside a meeting. `ballots` is seat to choice; `verdict` is worked out from what is known now."""

    id: UUID
    motion: UUID
    group: str
    text: str
    route: str
    state: str
    by_office: str
    by_name: str
    because: str
    sent_on: date
    closes_on: date | None
    closed_at: datetime | None
    asked: tuple[str, ...]
    ballots: dict[str, str]
    scope: str
    effect: str
    verdict: Verdict
    decision: UUID | None
    standing: str
    reported_at: str
    report_due: bool

    @property
    def is_open(self) -> bool:
        return self.state == "open"


def put_of(row: Procedure, ballots: dict[str, str]) -> Put:
    """A stored procedure as the rules see it."""
    motion = row.motion
    closed = local_date(motion.closed_at) if motion.closed_at else None
    if closed is None and row.closes_on and motion.route == URGENT:
        closed = row.closes_on
    return Put(
        motion.route, row.by_office, motion.scope, motion.capacity, row.sent_on or local_date(row.recorded_at), closed,
        tuple(row.asked), ballots, reported=True if row.reported_at_id else None,
    )  # fmt: skip


def judged(row: Procedure, ballots: dict[str, str]) -> Verdict:
    """What the terms in force on the day it was sent make of it."""
    put = put_of(row, ballots)
    terms = constitution_on(row.motion.partnership.slug, put.sent, group=row.motion.group)
    return judge(terms.constitution if terms else None, put)


def procedures(partnership: str) -> tuple[ProcedureFacts, ...]:
    """Everything put outside a meeting, the latest first."""
    rows = Procedure.objects.filter(motion__partnership__slug=partnership)
    return _facts(
        rows.select_related("motion__partnership", "reported_at", "report_item").order_by(
            "-sent_on", "-recorded_at"
        )
    )


def procedure(partnership: str, procedure_id: UUID) -> ProcedureFacts:
    """One of them. Raises `NotFound`."""
    rows = Procedure.objects.filter(motion__partnership__slug=partnership, id=procedure_id)
    found = _facts(rows.select_related("motion__partnership", "reported_at", "report_item"))
    if not found:
        raise NotFound(GONE)
    return found[0]


def _facts(rows: Iterable[Procedure]) -> tuple[ProcedureFacts, ...]:
    found = list(rows)
    ids = [row.motion_id for row in found]
    ballots: dict[UUID, dict[str, str]] = {}
    for motion, seat, choice in Ballot.objects.filter(motion_id__in=ids).values_list(
        "motion_id", "seat", "choice"
    ):
        ballots.setdefault(motion, {})[seat] = choice
    decisions = {one.motion_id: one for one in Decision.objects.filter(motion_id__in=ids)}
    return tuple(_one(row, ballots.get(row.motion_id, {}), decisions.get(row.motion_id)) for row in found)


def _one(row: Procedure, ballots: dict[str, str], decision: Decision | None) -> ProcedureFacts:
    motion = row.motion
    return ProcedureFacts(
        id=row.id, motion=motion.id, group=motion.group, text=motion.text, route=motion.route, state=motion.state,
        by_office=row.by_office, by_name=row.by_name, because=row.because,
        sent_on=row.sent_on or local_date(row.recorded_at), closes_on=row.closes_on, closed_at=motion.closed_at,
        asked=tuple(row.asked), ballots=ballots, scope=motion.scope, effect=motion.effect, verdict=judged(row, ballots),
        decision=decision.id if decision else None, standing=decision.standing if decision else "",
        reported_at=row.reported_at.title if row.reported_at else "",
        report_due=decision is not None and not is_on_an_agenda(row),
    )  # fmt: skip


def claim_of(motion: UUID) -> tuple[datetime, OutsideClaim]:
    """What a certificate says of how something was decided without a meeting, and when it was recorded. Raises `NotFound`."""
    row = Procedure.objects.select_related("motion__partnership").filter(motion_id=motion).first()
    if row is None:
        raise NotFound(GONE)
    rows = Ballot.objects.filter(motion_id=motion).order_by("seat")
    put = put_of(row, {})
    answered = tuple(Answered(one.seat, one.choice, one.cast_at, one.is_by_clerk) for one in rows)
    return row.recorded_at, OutsideClaim(
        put.route, put.by, row.by_name, put.sent, row.closes_on, put.closed, tuple(put.asked),
        () if put.route == URGENT else answered, put.reported,
    )  # fmt: skip


def is_on_an_agenda(row: Procedure) -> bool:
    """Whether the next meeting has been told of it, or is to be: not while its item was withdrawn or the meeting cancelled."""
    if row.reported_at is None:
        return False
    is_gone = row.report_item is None or row.report_item.withdrawn_at is not None
    return row.reported_at.status != "cancelled" and not is_gone


def waiting_for(meeting: MeetingCard) -> Iterator[Offer]:
    """What a body decided outside a meeting and has not been told at one: to ratify, or to note. For its next agenda."""
    rows = Procedure.objects.filter(
        motion__partnership__slug=meeting.partnership, motion__group=meeting.group, motion__state="closed"
    ).select_related("motion", "reported_at", "report_item")
    waiting = {row.motion_id: row for row in rows if not is_on_an_agenda(row)}
    for one in Decision.objects.filter(motion_id__in=waiting).order_by("decided_at"):
        row = waiting[one.motion_id] if one.motion_id else None
        if row is None or one.outcome == "withdrawn" or one.standing == "cured":
            continue
        needs_cure = one.standing in {"irregular", "undetermined"} and not one.ruling
        day = short_date(local_date(one.decided_at)) if one.decided_at else "no day"
        how = f"{ROUTES[row.motion.route]}, {day}"
        note = f"{how}; the terms did not allow it" if needs_cure else how
        yield Offer(
            "outside",
            f"{'To ratify' if needs_cure else 'To note'}: {one.text}",
            note,
            takes=("outside", row.id),
        )


def meeting_slug(partnership: str, meeting: UUID) -> str:
    """A meeting by its id. Raises `NotFound`."""
    found = (
        Meeting.objects.filter(partnership__slug=partnership, id=meeting)
        .values_list("slug", flat=True)
        .first()
    )
    if found is None:
        raise NotFound("There is no such meeting.")
    return found


def seats_held(user: UUID | None, partnership: str, group: str, on: date) -> tuple[str, ...]:
    """The seats that a person holds themselves."""
    found = members.seats_of_user(user, partnership, on, group) if user else ()
    return tuple(one.seat for one in found if one.standing == "holder")


def next_meetings(partnership: str, group: str, on: date) -> tuple[tuple[UUID, str], ...]:
    """The meetings that are planned, the next first: id and title with its day."""
    kind = "subgroup" if group else "partnership"
    rows = Meeting.objects.filter(
        partnership__slug=partnership, group=group, body_kind=kind, status="planned", held_latest__gte=on
    ).order_by("held_earliest")
    return tuple((row.id, f"{row.title}, {row.held}") for row in rows)


def seats_of(user: UUID | None, partnership: str, group: str, on: date) -> tuple[str, ...]:
    """The seats for which a person may answer: as holder, or as named deputy where the terms let a deputy vote."""
    if user is None:
        return ()
    terms = constitution_on(partnership, on, group=group)
    said = terms.constitution.deputies if terms else None
    deputies = said is not None and said.allowed is not False and said.may_vote is True
    found = members.seats_of_user(user, partnership, on, group)
    return tuple(one.seat for one in found if one.standing == "holder" or deputies)
