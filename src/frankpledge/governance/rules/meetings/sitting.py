"""Who is in the room at a moment, who presides, who has gone out for an item: all of it from the events. Pure.

A moment is exact: someone is there from the moment they arrive until the moment they leave, that moment not included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from frankpledge.governance.rules.meetings.record import Happened, MeetingRecord
from frankpledge.governance.rules.terms.constitution import Constitution, Office
from frankpledge.kernel.citations import Citation, rule

MEMBERS = ("holder", "deputy")
"""The standings that fill a seat."""


class Phase(StrEnum):
    """Where a meeting stands at a moment."""

    PLANNED = "planned"
    SITTING = "sitting"
    ADJOURNED = "adjourned"
    CLOSED = "closed"


@dataclass(frozen=True)
class Presence:
    """Someone in the room from one moment to another; `ends` of None: they are there still."""

    seat: str
    person: str
    organisation: str
    standing: str
    is_remote: bool
    starts: datetime
    ends: datetime | None
    arrived: int
    """The sequence of the event by which they arrived."""

    def is_there(self, at: datetime) -> bool:
        return self.starts <= at and (self.ends is None or at < self.ends)

    def is_of(self, seat: str, person: str) -> bool:
        """Whether an event that names a seat, a person or both means this one."""
        if not seat and not person:
            return False
        return (not seat or seat == self.seat) and (not person or same_person(person, self.person))


@dataclass(frozen=True)
class Chairing:
    """Who presides. `office` is `chair`, `vice-chair`, or empty for someone elected for the meeting."""

    seat: str
    person: str
    office: str


def same_person(one: str, other: str) -> bool:
    """Names are compared without regard to capitals and spacing; nothing else tells two people apart here."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def phase_at(record: MeetingRecord, at: datetime) -> Phase:
    """Where the meeting stands at a moment."""
    changes = {
        "opened": Phase.SITTING,
        "adjourned": Phase.ADJOURNED,
        "resumed": Phase.SITTING,
        "closed": Phase.CLOSED,
    }
    found = Phase.PLANNED
    for event in record.standing_events():
        if event.at <= at and event.kind in changes:
            found = changes[event.kind]
    return found


def item_at(record: MeetingRecord) -> UUID | None:
    """The item that the meeting is at."""
    at = None
    for event in record.standing_events():
        if event.kind == "item-opened":
            at = event.item
        elif event.kind == "item-closed" and event.item == at:
            at = None
    return at


def presences(record: MeetingRecord) -> tuple[Presence, ...]:
    """Everyone's time in the room, in the order in which they arrived.

    Someone who arrives while already there (now from afar, now as a deputy) is there in the new way from then on.
    """
    found: list[Presence] = []
    there: dict[tuple[str, str], int] = {}
    for event in record.standing_events():
        if event.kind == "arrived":
            key = (event.seat, " ".join(event.person.split()).casefold())
            if key in there:
                _end(found, there.pop(key), event.at)
            there[key] = len(found)
            found.append(_arrival(event))
        elif event.kind == "left":
            for key in [key for key, at in there.items() if found[at].is_of(event.seat, event.person)]:
                _end(found, there.pop(key), event.at)
    return tuple(one for one in found if one.ends is None or one.ends > one.starts)


def _arrival(event: Happened) -> Presence:
    return Presence(
        event.seat, event.person, event.organisation, event.standing or "holder", event.is_remote, event.at, None,
        event.sequence,
    )  # fmt: skip


def _end(found: list[Presence], index: int, at: datetime) -> None:
    found[index] = replace(found[index], ends=at)


def present_at(record: MeetingRecord, at: datetime) -> tuple[Presence, ...]:
    """Who is there at a moment, those who have gone out for an item included."""
    return tuple(one for one in presences(record) if one.is_there(at))


@rule(source=Citation("Terms of reference", "interests"))
def withdrawn_at(record: MeetingRecord, at: datetime, item: UUID | None) -> Callable[[Presence], bool]:
    """Who has gone out for an item because of an interest takes no part in it until they come back to it.

    Answers a test of a presence. Someone who went out without an item being named is out for every item.
    """
    out: list[tuple[str, str, UUID | None]] = []
    for event in record.standing_events():
        if event.at > at or event.kind not in {"withdrew", "returned"}:
            continue
        out = [
            one for one in out
            if not ((one[0], one[1]) == (event.seat, event.person) and event.item in {None, one[2]})
        ]  # fmt: skip
        if event.kind == "withdrew":
            out.append((event.seat, event.person, event.item))
    gone = [(seat, person) for seat, person, which in out if which is None or which == item]
    return lambda one: any(one.is_of(seat, person) for seat, person in gone)


def taking_part_at(record: MeetingRecord, at: datetime, item: UUID | None) -> tuple[Presence, ...]:
    """Who is in the room for an item at a moment; without an item, everyone who is there."""
    there = present_at(record, at)
    if item is None:
        return there
    is_out = withdrawn_at(record, at, item)
    return tuple(one for one in there if not is_out(one))


def office_of(record: MeetingRecord, terms: Constitution | None, one: Presence) -> str:
    """The office that someone present holds in person: chair, vice-chair, another or none. A deputy holds no office.

    What the partnership recorded of an office goes before the seat that the terms give it to.
    """
    if one.standing != "holder":
        return ""
    recorded = {held.office for held in record.offices}
    found = [held.office for held in record.offices if _holds(held.seat, held.person, one)]
    found += [
        office.slug for office in terms.offices if one.seat and one.seat in _seats_of(office)
        and office.slug not in recorded
    ] if terms else []  # fmt: skip
    return min(found, key=lambda slug: (slug != "chair", slug != "vice-chair"), default="")


def _seats_of(office: Office) -> tuple[str, ...]:
    """The seats that hold an office at the same time: those that take turns at it do not."""
    return (office.seat, *(office.seats if office.method == "co-chairs" else ()))


def _holds(seat: str, person: str, one: Presence) -> bool:
    return (not seat or seat == one.seat) and (not person or same_person(person, one.person))


def presiding_at(
    record: MeetingRecord, terms: Constitution | None, at: datetime, item: UUID | None = None
) -> Chairing | None:
    """Who presides at a moment: whoever last took the chair and is in the room, else the chair if the chair is there."""
    there = taking_part_at(record, at, item)
    took = [one for one in record.standing_events() if one.kind == "presides" and one.at <= at]
    if took:
        last = took[-1]
        found = next((one for one in there if one.is_of(last.seat, last.person)), None)
        return Chairing(found.seat, found.person, office_of(record, terms, found)) if found else None
    return _in_office(record, terms, there, ("chair",))


@rule(source=Citation("Terms of reference", "chairing"))
def who_should_preside(
    record: MeetingRecord, terms: Constitution | None, at: datetime, item: UUID | None = None
) -> Chairing | None:
    """The chair presides; in the chair's absence whoever the terms name next, or else the vice-chair.

    None where the members have to elect one of those present for the meeting.
    """
    there = taking_part_at(record, at, item)
    named = terms.presiding.order if terms and terms.presiding else ("vice-chair",)
    order = ("chair", *(office for office in named if office not in {"chair", "elected"}))
    return _in_office(record, terms, there, order)


def _in_office(
    record: MeetingRecord, terms: Constitution | None, there: Iterable[Presence], offices: tuple[str, ...]
) -> Chairing | None:
    """The first of these offices whose holder is there."""
    held = {office_of(record, terms, one): one for one in there}
    found = next((office for office in offices if office in held), None)
    return Chairing(held[found].seat, held[found].person, found) if found else None
