"""Opening a meeting, who is there and who presides, interests, and striking out what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from frankpledge.governance.models import Meeting, Reply
from frankpledge.governance.rules.meetings.record import Happened, InPost, MeetingRecord
from frankpledge.governance.rules.meetings.sitting import (
    MEMBERS,
    Phase,
    Presence,
    item_at,
    office_of,
    present_at,
    same_person,
    taking_part_at,
    who_should_preside,
    withdrawn_at,
)
from frankpledge.governance.rules.meetings.voters import seat_title
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.running.decisions import Changed, judge_again
from frankpledge.governance.running.events import (
    NOT_GOING_ON,
    Floor,
    Said,
    clock_time,
    floor,
    refuse_future,
)
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused


@dataclass(frozen=True)
class Attending:
    """Someone who is there: in a seat as holder or deputy, or as officer or observer."""

    person: str
    seat: str = ""
    organisation: str = ""
    standing: str = "holder"
    is_remote: bool = False


@dataclass(frozen=True)
class Recorded:
    """An event that was written down, and the decisions that stand otherwise because of it."""

    event: Happened
    changed: tuple[Changed, ...] = ()


def as_they_replied(record: MeetingRecord, replies: Iterable[Reply]) -> tuple[Attending, ...]:
    """Who is there if everyone does what they said before the meeting; apologies and silence mean that they are not."""
    return tuple(
        _replied(record, reply) for reply in replies if reply.answer in {"attending", "remote", "deputy"}
    )


def _replied(record: MeetingRecord, reply: Reply) -> Attending:
    post = _post(record, reply.seat, reply.person_name)
    body = post.organisation if post else ""
    if reply.answer == "deputy":
        return Attending(reply.deputy_name or reply.person_name, reply.seat, body, "deputy")
    standing = post.standing if post else ("holder" if reply.seat else "observer")
    return Attending(reply.person_name, reply.seat, body, standing, reply.answer == "remote")


def _post(record: MeetingRecord, seat: str, person: str) -> InPost | None:
    theirs = (one for one in record.in_post if one.seat == seat and same_person(one.person, person))
    return next(theirs, None)


@transaction.atomic
def open_meeting(
    *,
    meeting: UUID,
    by: Principal,
    attending: Sequence[Attending] | None = None,
    presiding: str = "",
    because: str = "",
    at: datetime | None = None,
) -> Floor:
    """Open a meeting with those who are there; without a list, with those who replied that they would come.

    `presiding` names the seat or person who takes the chair; left out, it is whoever the terms say. A meeting without a
    quorum may be opened and go on informally: what it then decides is marked so. Raises `Refused` for one that was opened
    already or is not to be held.
    """
    held = floor(meeting, by=by)
    if held.meeting.status != "planned" or held.phase() is not Phase.PLANNED:
        raise Refused(message("This meeting has been opened already, or is not to be held."))
    if at is not None:
        refuse_future(at)
    if attending is None:
        attending = as_they_replied(held.record, Reply.objects.filter(meeting=held.meeting).order_by("seat"))
    there = [_admitted(held.terms, one) for one in attending]
    _all_different(held.terms, there)
    arrivals = [("arrived", _said(one, {"at_opening": True})) for one in there]
    held.append_all([("opened", Said()), *arrivals], by=by, at=at)
    _take_the_chair(held, presiding, because, by)
    turn(held.meeting, "running")
    return held


def turn(meeting: Meeting, status: str) -> None:
    """Change the status of a meeting held by this transaction."""
    meeting.status = status
    meeting.save_version(read_version=meeting.row_version, fields=["status"])


def _said(one: Attending, detail: dict[str, object], because: str = "") -> Said:
    return Said(
        seat=one.seat if one.standing in MEMBERS else "", person=one.person, organisation=one.organisation,
        standing=one.standing, is_remote=one.is_remote, text=because, detail=detail,
    )  # fmt: skip


def _admitted(terms: Constitution | None, one: Attending) -> Attending:
    """As the terms let them: where there are no deputies, one who comes as a deputy attends as an observer."""
    _refuse_unknown_seat(terms, one)
    if one.standing == "deputy" and _no_deputies(terms):
        return Attending(
            one.person, "", one.organisation or seat_title(terms, one.seat), "observer", one.is_remote
        )
    return one


def _refuse_unknown_seat(terms: Constitution | None, one: Attending) -> None:
    if one.standing in MEMBERS and terms and terms.seats and terms.seat(one.seat) is None:
        raise Refused(message("The terms have no seat ‘{seat}’.", seat=one.seat))


def _no_deputies(terms: Constitution | None) -> bool:
    return bool(terms and terms.deputies and terms.deputies.allowed is False)


def _all_different(terms: Constitution | None, there: Sequence[Attending]) -> None:
    """Nobody in two seats, and nobody in the seat of another."""
    seats: dict[str, str] = {}
    people: dict[str, str] = {}
    for one in there:
        if one.standing not in MEMBERS:
            continue
        name = " ".join(one.person.split()).casefold()
        if one.seat in seats:
            raise Refused(_taken(terms, one.seat, seats[one.seat]))
        if name in people and not (terms and terms.several_seats):
            raise Refused(_in_two(terms, one.person, people[name]))
        seats[one.seat], people[name] = one.person, one.seat


def _taken(terms: Constitution | None, seat: str, person: str) -> Message:
    return message(
        "{person} is in the seat of {seat}. One person fills a seat: record that they left, or that the other attends as "
        "officer or observer.",
        person=person, seat=seat_title(terms, seat),
    )  # fmt: skip


def _in_two(terms: Constitution | None, person: str, seat: str) -> Message:
    return message(
        "{person} is in the seat of {seat}, and the terms do not say that one person may hold several.",
        person=person, seat=seat_title(terms, seat),
    )  # fmt: skip


def _take_the_chair(held: Floor, presiding: str, because: str, by: Principal) -> None:
    """Whoever is named, or whom the terms say, takes the chair; nobody where the members have to elect someone."""
    if presiding:
        one = _present(held, presiding, presiding)
        _preside(held, one, because, by)
        return
    found = who_should_preside(held.record, held.terms, held.moment)
    if found:
        held.append(
            "presides", Said(seat=found.seat, person=found.person, detail={"office": found.office}), by=by
        )


def _present(held: Floor, seat: str, person: str, at: datetime | None = None) -> Presence:
    """Someone in the room, by seat or by name. Raises `Refused`."""
    for one in present_at(held.record, at or held.moment):
        if one.is_of(seat, "") or one.is_of("", person):
            return one
    name = person or seat_title(held.terms, seat)
    raise Refused(message("{name} is not recorded as being here.", name=name))


@transaction.atomic
def arrive(
    *, meeting: UUID, who: Attending, by: Principal, at: datetime | None = None, because: str = ""
) -> Recorded:
    """Record that someone came in, or goes on in another way (from afar, as officer).

    An earlier moment needs a reason once something has been recorded since; decisions made since then are judged again.
    Raises `Refused` for a deputy where the terms allow none, a person in two seats, or a seat that is filled.
    """
    held = floor(meeting, by=by)
    moment, is_late = _moment(held, at, because)
    _refuse_unknown_seat(held.terms, who)
    if who.standing == "deputy" and _no_deputies(held.terms):
        raise Refused(_no_deputy(held.terms, who))
    _refuse_seated(held, who, moment or held.moment)
    event = held.append("arrived", _said(who, _late(is_late), because), by=by, at=moment)
    return _recorded(held, event, is_late, because, by)


def _no_deputy(terms: Constitution | None, who: Attending) -> Message:
    clause = terms.deputies.clause if terms and terms.deputies else ""
    return message(
        "The terms allow no deputies{clause}. Record {person} as an observer: they may speak and not vote.",
        clause=f" (clause ‘{clause}’)" if clause else "", person=who.person,
    )  # fmt: skip


def _refuse_seated(held: Floor, who: Attending, at: datetime) -> None:
    if who.standing not in MEMBERS:
        return
    for one in present_at(held.record, at):
        if one.standing not in MEMBERS:
            continue
        is_same = same_person(one.person, who.person)
        if one.seat == who.seat and not is_same:
            raise Refused(_taken(held.terms, one.seat, one.person))
        if is_same and one.seat != who.seat and not (held.terms and held.terms.several_seats):
            raise Refused(_in_two(held.terms, one.person, one.seat))


def _moment(held: Floor, at: datetime | None, because: str) -> tuple[datetime | None, bool]:
    """When it happened, and whether it is written down late. Raises `Refused` for a moment outside the meeting."""
    phase = held.phase()
    if at is None:
        if phase in {Phase.PLANNED, Phase.CLOSED}:
            raise Refused(message(NOT_GOING_ON[phase]))
        return None, False
    refuse_future(at)
    _refuse_outside(held, at)
    is_late = any(one.at > at for one in held.record.standing_events())
    if is_late and not because.strip():
        raise Refused(
            message(
                "Things have been recorded since {time}. Say why this is recorded late.", time=clock_time(at)
            )
        )
    return at, is_late


def _refuse_outside(held: Floor, at: datetime) -> None:
    moments = {one.kind: one.at for one in held.record.standing_events() if one.kind in {"opened", "closed"}}
    if "opened" not in moments:
        raise Refused(message(NOT_GOING_ON[Phase.PLANNED]))
    if at < moments["opened"]:
        raise Refused(
            message(
                "The meeting was opened at {time}; nothing happened before.",
                time=clock_time(moments["opened"]),
            )
        )
    if "closed" in moments and at > moments["closed"]:
        raise Refused(
            message(
                "The meeting was closed at {time}; nothing happened after.",
                time=clock_time(moments["closed"]),
            )
        )


def _late(is_late: bool) -> dict[str, object]:
    return {"is_late": True} if is_late else {}


def _recorded(held: Floor, event: Happened, is_late: bool, because: str, by: Principal) -> Recorded:
    changed = judge_again(held, since=event.at, because=because, by=by) if is_late else ()
    return Recorded(event, changed)


@transaction.atomic
def leave(
    *,
    meeting: UUID,
    by: Principal,
    seat: str = "",
    person: str = "",
    at: datetime | None = None,
    because: str = "",
) -> Recorded:
    """Record that someone left. Earlier moments as for `arrive`. Raises `Refused` for one who is not there."""
    held = floor(meeting, by=by)
    moment, is_late = _moment(held, at, because)
    one = _present(held, seat, person, moment)
    said = Said(
        seat=one.seat, person=one.person, organisation=one.organisation, standing=one.standing, text=because,
        detail=_late(is_late),
    )  # fmt: skip
    event = held.append("left", said, by=by, at=moment)
    return _recorded(held, event, is_late, because, by)


@transaction.atomic
def preside(*, meeting: UUID, by: Principal, seat: str = "", person: str = "", because: str = "") -> Recorded:
    """Record who takes the chair: the chair, else whoever the terms name next, else one whom the members elect.

    Anybody but the one the terms name needs a reason, such as that the members elected them for the meeting.
    """
    held = floor(meeting, by=by)
    held.must_sit()
    return Recorded(_preside(held, _present(held, seat, person), because, by))


def _preside(held: Floor, one: Presence, because: str, by: Principal) -> Happened:
    moment = held.moment
    should = who_should_preside(held.record, held.terms, moment, open_item(held))
    is_named = should is not None and one.is_of(should.seat, should.person)
    if one.standing not in MEMBERS:
        raise Refused(
            message(
                "{person} attends as {standing}: a member presides.", person=one.person, standing=one.standing
            )
        )
    if not is_named and not because.strip():
        raise Refused(_say_why(held.terms, one.person, should.person if should else ""))
    office = office_of(held.record, held.terms, one)
    said = Said(seat=one.seat, person=one.person, text=because, detail={"office": office})
    return held.append("presides", said, by=by)


def _say_why(terms: Constitution | None, person: str, should: str) -> Message:
    if should:
        return message("{should} is here to preside. Say why {person} does.", should=should, person=person)
    chair = terms.office("chair") if terms else None
    absence = f" The terms: {chair.absence}." if chair and chair.absence else ""
    return message(
        "Neither the chair nor a vice-chair is here.{absence} Say who chose {person}.",
        absence=absence,
        person=person,
    )


def open_item(held: Floor) -> UUID | None:
    """The item that the meeting is at."""
    return item_at(held.record)


@transaction.atomic
def declare(
    *,
    meeting: UUID,
    by: Principal,
    nature: str,
    seat: str = "",
    person: str = "",
    item: UUID | None = None,
    withdraws: bool = False,
) -> Recorded:
    """Record an interest that someone declares in an item, or for the whole meeting, and whether they go out for it."""
    held = floor(meeting, by=by)
    held.must_sit()
    one = _present(held, seat, person)
    if not nature.strip():
        raise Refused(message("Say what the interest is."))
    _of_agenda(held, item)
    said = Said(
        seat=one.seat, person=one.person, organisation=one.organisation, item=item, text=nature.strip()
    )
    event = held.append("declared", said, by=by)
    if withdraws:
        event = held.append("withdrew", Said(seat=one.seat, person=one.person, item=item), by=by)
    return Recorded(event)


def _of_agenda(held: Floor, item: UUID | None) -> None:
    if item is not None and held.record.item(item) is None:
        raise Refused(message("That item is not on the agenda of this meeting."))


@transaction.atomic
def withdraw_from(
    *, meeting: UUID, by: Principal, item: UUID, seat: str = "", person: str = "", because: str = ""
) -> Recorded:
    """Record that someone goes out for an item."""
    held = floor(meeting, by=by)
    held.must_sit()
    _of_agenda(held, item)
    one = _present(held, seat, person)
    if one not in taking_part_at(held.record, held.moment, item):
        raise Refused(message("{person} is out for this item already.", person=one.person))
    said = Said(seat=one.seat, person=one.person, item=item, text=because)
    return Recorded(held.append("withdrew", said, by=by))


@transaction.atomic
def come_back(
    *, meeting: UUID, by: Principal, seat: str = "", person: str = "", item: UUID | None = None
) -> Recorded:
    """Record that someone who went out for an item is back. Without an item: for whatever they went out."""
    held = floor(meeting, by=by)
    held.must_sit()
    one = _present(held, seat, person)
    if not _is_out(held, one, item):
        raise Refused(message("{person} has not gone out.", person=one.person))
    return Recorded(held.append("returned", Said(seat=one.seat, person=one.person, item=item), by=by))


def _is_out(held: Floor, one: Presence, item: UUID | None) -> bool:
    items = (item,) if item else (None, *(each.id for each in held.record.items))
    return any(withdrawn_at(held.record, held.moment, which)(one) for which in items)
