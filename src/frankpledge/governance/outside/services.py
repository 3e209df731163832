"""Writes of decisions outside meetings: one function a verb, each with its line in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.agenda import items
from frankpledge.governance.agenda.written import Late, NewItem
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.following import follow
from frankpledge.governance.membership import queries as members
from frankpledge.governance.models import Ballot, Decision, Meeting, Motion, Procedure
from frankpledge.governance.numbering import next_number
from frankpledge.governance.outside import queries
from frankpledge.governance.rules.outside.judging import URGENT, Verdict, window_ends
from frankpledge.kernel.dates import local_date, short_date, utc_midnight
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject, system
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now

CHOICES = ("for", "against", "abstain")
IN_TIME = Late()
SOURCE = "Decided outside a meeting"
ANSWERED = "This seat has answered already. A seat has one answer. To put another in its place while it is open, change it."


@dataclass(frozen=True)
class NewProcedure:
    """A text to be put to the members, or an urgent action. `closes_on` of None: as the terms say."""

    route: str
    text: str
    because: str
    by_office: str = ""
    by_name: str = ""
    group: str = ""
    scope: str = "ordinary"
    capacity: str = ""
    effect: str = "note"
    about: str = ""
    closes_on: date | None = None


def _writes(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug))
    return place


@transaction.atomic
def put_in_writing(partnership: str, said: NewProcedure, *, by: Principal) -> UUID:
    """Put a text to everybody with a vote, to be answered by the end of the window that the terms set.

    Where they set none, `closes_on` must be given; a shorter window than theirs is refused. Where the terms give no such
    route it is recorded all the same, and what comes of it will be irregular. Raises `Refused`.
    """
    place = _writes(partnership, by)
    moment = now()
    on = local_date(moment)
    terms = constitution_on(place.slug, on, group=said.group)
    rules = terms.constitution if terms else None
    least = window_ends(rules, said.route, on)
    closes = said.closes_on or least
    _check(said, closes, least, on)
    asked = _voters(place.slug, on, said.group)
    if not asked:
        raise Refused("Nobody with a vote is in post, so there is nobody to ask.")
    motion = _motion(place, said, "open", moment, closes)
    made = Procedure.objects.create(
        motion=motion, by_office=said.by_office, by_name=said.by_name, because=said.because.strip(), sent_on=on,
        closes_on=closes, asked=asked, recorded_by=by.name,
    )  # fmt: skip
    record("put-in-writing", subject=made.subject(), by=by, detail={"route": said.route, "asked": len(asked)})
    return made.id


def _check(said: NewProcedure, closes: date | None, least: date | None, on: date) -> None:
    if not said.text.strip():
        raise Refused("Write the text that is put to the members.")
    if closes is None:
        raise Refused("The terms set no time to answer: say until which day members may.")
    if closes <= on:
        raise Refused("Members need time to answer: choose a later day.")
    if least is not None and closes < least:
        raise Refused(
            message(
                "The terms give members until {day}: choose that day or a later one.", day=short_date(least)
            )
        )


def _voters(partnership: str, on: date, group: str) -> list[str]:
    """The seats with a vote that have a holder on a day."""
    terms = constitution_on(partnership, on, group=group)
    held = {
        one.seat for one in members.in_post(partnership, on, group) if one.standing == "holder" and one.seat
    }
    if terms is None:
        return sorted(held)
    rules = terms.constitution
    return [seat.slug for seat in rules.seats_on(on) if rules.votes(seat) and seat.slug in held]


def _motion(
    place: directory.PartnershipFacts, said: NewProcedure, state: str, moment: datetime, closes: date | None
) -> Motion:
    return Motion.objects.create(
        partnership_id=place.id, group=said.group, text=said.text.strip(), scope=said.scope, capacity=said.capacity,
        effect=said.effect, about=said.about, route=said.route, method="ballot", proposed_by=said.by_name, state=state,
        opened_at=moment, closes_at=utc_midnight(closes + timedelta(1)) if closes else None,
    )  # fmt: skip


@transaction.atomic
def act_urgently(partnership: str, said: NewProcedure, *, on: date | None = None, by: Principal) -> UUID:
    """Record an urgent action as it was taken: by whom, why, on which day; the next meeting is told of it."""
    place = _writes(partnership, by)
    moment = now()
    taken = on or local_date(moment)
    if not said.text.strip() or not said.because.strip():
        raise Refused("Write what was decided, and why it could not wait for a meeting.")
    if not said.by_name.strip():
        raise Refused("Say who took the decision.")
    if taken > local_date(moment):
        raise Refused("That day is still to come: record the action once it is taken.")
    motion = _motion(place, said, "open", moment, None)
    row = Procedure.objects.create(
        motion=motion, by_office=said.by_office, by_name=said.by_name.strip(), because=said.because.strip(), sent_on=taken,
        closes_on=taken, asked=_voters(place.slug, taken, said.group), recorded_by=by.name,
    )  # fmt: skip
    record(
        "acted-urgently", subject=row.subject(), by=by, detail={"by": said.by_office, "on": taken.isoformat()}
    )
    _close(row, moment, by)
    return row.id


# Answers ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    partnership: str,
    procedure_id: UUID,
    seat: str,
    choice: str,
    *,
    by: Principal,
    request_key: str = "",
    changes: bool = False,
) -> None:
    """Give a seat's one answer: by who may act for it, or by the office for somebody who wrote in.

    The same request sent again is the same answer. With `changes` it takes the place of the answer given before, which
    stays in the history: while it is open the seat's holder may change any answer of the seat, a deputy their own. Raises
    `Refused` after the close, for a second answer that is not said to change the first, and for a seat that was not asked;
    `NotPermitted` for somebody else's seat.
    """
    place = directory.partnership(partnership)
    row = _locked(place, procedure_id)
    moment = now()
    is_office = _permit(place, row, seat, by, local_date(moment))
    if choice not in CHOICES:
        raise Refused(message("‘{choice}’ is no vote: choose for, against or abstain.", choice=choice))
    if _is_over(row, moment):
        raise Refused("The time to answer is over, so this answer cannot be counted.")
    if seat not in row.asked:
        raise Refused(
            message("The seat ‘{seat}’ was not asked: it has no vote, or nobody was in it.", seat=seat)
        )
    before = Ballot.objects.filter(motion_id=row.motion_id, seat=seat).first()
    if before is not None and request_key and before.request_key == request_key:
        return
    if before is not None and changes:
        _change(row, before, choice, is_office=is_office, key=request_key, by=by)
        return
    if before is not None:
        raise Refused(ANSWERED)
    try:
        with transaction.atomic():
            Ballot.objects.create(
                motion_id=row.motion_id, seat=seat, choice=choice, cast_at=moment, cast_by=by.name, is_by_clerk=is_office,
                request_key=request_key, recorded_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(ANSWERED) from error
    record("answered-in-writing", subject=row.subject(), by=by, detail={"seat": seat, "by_office": is_office})


def _change(row: Procedure, before: Ballot, choice: str, *, is_office: bool, key: str, by: Principal) -> None:
    """Put another answer in the place of one that was given; the history says what it was and who gave it."""
    place = row.motion.partnership.slug
    holds = before.seat in queries.seats_held(by.user_id, place, row.motion.group, local_date(now()))
    if not is_office and not holds and before.cast_by != by.name:
        raise NotPermitted(
            f"{before.cast_by} has answered for this seat. Only they, or whoever holds the seat, can change it."
        )
    was = {"was": before.choice, "was_by": before.cast_by, "was_at": before.cast_at.isoformat()}
    before.choice, before.cast_at, before.cast_by = choice, now(), by.name
    before.is_by_clerk, before.request_key = is_office, key
    fields = ["choice", "cast_at", "cast_by", "is_by_clerk", "request_key"]
    before.save_version(read_version=before.row_version, fields=fields)
    detail = {"seat": before.seat, "by_office": is_office, **was}
    record("answer-in-writing-changed", subject=row.subject(), by=by, detail=detail)


def _locked(place: directory.PartnershipFacts, procedure_id: UUID) -> Procedure:
    rows = Procedure.objects.select_related("motion__partnership").select_for_update(of=("self",))
    row = rows.filter(motion__partnership_id=place.id, id=procedure_id).first()
    if row is None:
        raise NotFound(queries.GONE)
    return row


def _permit(place: directory.PartnershipFacts, row: Procedure, seat: str, by: Principal, on: date) -> bool:
    """Whether the office answers for somebody; raises unless one may answer for the seat."""
    subject = Subject("partnership", place.id, place.slug)
    if seat in queries.seats_of(by.user_id, place.slug, row.motion.group, on):
        require(by, Permission.ME_USE, subject)
        return False
    if can(by, Permission.GOVERNANCE_WRITE, subject):
        return True
    require(by, Permission.ME_USE, subject)
    raise NotPermitted("You may answer only for a seat that you hold.")


def _is_over(row: Procedure, moment: datetime) -> bool:
    motion = row.motion
    return motion.state != "open" or (motion.closes_at is not None and moment >= motion.closes_at)


# Closing ----------------------------------------------------------------------------------------------------------


def close_due(partnership: str = "", *, at: datetime | None = None) -> int:
    """Close everything whose time is over, in one partnership or in all; returns how many. Safe to repeat."""
    moment = at or now()
    rows = Procedure.objects.filter(motion__state="open", motion__closes_at__lte=moment)
    rows = rows.filter(motion__partnership__slug=partnership) if partnership else rows
    closed = 0
    for procedure_id, place in rows.values_list("id", "motion__partnership__slug"):
        with transaction.atomic():
            row = _locked(directory.partnership(place), procedure_id)
            if row.motion.state == "open":
                _close(row, row.motion.closes_at or moment, system("the end of the time to answer"))
                closed += 1
    return closed


@transaction.atomic
def withdraw(partnership: str, procedure_id: UUID, *, because: str, by: Principal) -> None:
    """Take a text back before its time is over; nothing is decided by it, and what was answered stays in the record."""
    place = _writes(partnership, by)
    row = _locked(place, procedure_id)
    if _is_over(row, now()):
        raise Refused("The time to answer is over: what was decided cannot be taken back.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    Motion.objects.filter(id=row.motion_id).update(state="withdrawn", closed_at=now())
    record("writing-withdrawn", subject=row.subject(), by=by, detail={"because": because.strip()})


def _close(row: Procedure, moment: datetime, by: Principal) -> Decision:
    """Work out what became of it, and record it as it happened with what the terms make of it."""
    motion = row.motion
    # The last moment of the last day belongs to that day, not to the next.
    motion.closed_at = moment - timedelta(microseconds=1) if motion.closes_at == moment else moment
    ballots = dict(Ballot.objects.filter(motion=motion).values_list("seat", "choice"))
    verdict = queries.judged(row, ballots)
    for_, against, abstain = verdict.tally or (None, None, None)
    motion.votes_for, motion.votes_against, motion.votes_abstain = for_, against, abstain
    motion.state, motion.verdict = "closed", verdict.as_json(_decided_at(row) or moment)
    motion.save(
        update_fields=["state", "closed_at", "verdict", "votes_for", "votes_against", "votes_abstain"]
    )
    made = _decision(row, verdict, by)
    follow(made, by=by)
    detail = {"outcome": verdict.outcome, "standing": verdict.standing}
    record("decided-outside", subject=row.subject(), by=by, detail=detail)
    return made


def _decision(row: Procedure, verdict: Verdict, by: Principal) -> Decision:
    motion = row.motion
    return Decision.objects.create(
        partnership_id=motion.partnership_id, slug=f"outside-{(row.sent_on or local_date(row.recorded_at)).isoformat()}-{str(motion.id)[:8]}",
        group=motion.group, text=motion.text, outcome=verdict.outcome, effect=motion.effect, about=motion.about,
        capacity=motion.capacity, motion=motion, decided_at=_decided_at(row), standing=verdict.standing,
        verdict=motion.verdict, source=SOURCE, recorded_by=by.name,
        number=next_number(Decision.objects.all(), partnership=motion.partnership_id, year=_year(row)),
    )  # fmt: skip


def _year(row: Procedure) -> int:
    """The year under which it stands in the register of decisions."""
    return local_date(_decided_at(row) or row.recorded_at).year


def _decided_at(row: Procedure) -> datetime | None:
    if row.motion.route == URGENT and row.sent_on:
        return utc_midnight(row.sent_on)
    return row.motion.closed_at


# The next meeting -------------------------------------------------------------------------------------------------


@transaction.atomic
def put_on_agenda(
    partnership: str, procedure_id: UUID, meeting_id: UUID, *, by: Principal, late: Late = IN_TIME
) -> UUID:
    """Put it on the agenda of a planned meeting: to be told of it, or to ratify it where the terms did not allow it.

    Raises `Unusable` where the papers of that meeting are out and nothing lets it in `late`.
    """
    place = _writes(partnership, by)
    row = _locked(place, procedure_id)
    meeting = Meeting.objects.filter(partnership_id=place.id, id=meeting_id, status="planned").first()
    decision = Decision.objects.filter(motion_id=row.motion_id).first()
    if meeting is None or decision is None or meeting.group != row.motion.group:
        raise NotFound("There is no such meeting of that body, or nothing has been decided yet.")
    if queries.is_on_an_agenda(row):
        raise Refused("It is on an agenda already.")
    needs_cure = decision.standing in {"irregular", "undetermined"}
    said = NewItem(
        _title(row, needs_cure=needs_cure), "decide" if needs_cure else "note", scope=row.motion.scope,
        capacity=row.motion.capacity, effect=row.motion.effect if needs_cure else "note", about=row.motion.about,
        recommendation=f"To {'ratify' if needs_cure else 'note'}: {row.motion.text}", because=row.because,
    )  # fmt: skip
    item = items.add_item(partnership, meeting.slug, said, by=by, joins=items.Joins(late=late))
    row.reported_at, row.report_item_id = meeting, item
    row.save_version(read_version=row.row_version, fields=["reported_at", "report_item"])
    record("outside-on-agenda", subject=row.subject(), by=by, detail={"meeting": meeting.slug})
    return item


def _title(row: Procedure, *, needs_cure: bool) -> str:
    start = "Ratification of what was decided" if needs_cure else "Report of what was decided"
    return f"{start} outside a meeting: {row.motion.text}"[:300]
