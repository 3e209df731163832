"""A certificate's claims from the record of a meeting. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.certificates.claims import Interest, LawClaim, Present
from frankpledge.governance.rules.meetings.record import Happened, MeetingRecord
from frankpledge.governance.rules.meetings.sitting import MEMBERS, presences
from frankpledge.governance.rules.terms.situation import Situation
from frankpledge.law import api as law


def known_as(record: MeetingRecord) -> Mapping[str, str]:
    """What those who fill no seat are called, by name: “officer 1”. A certificate may be published, and they are not
    named in what is.
    """
    found: dict[str, str] = {}
    members = {_plain(one.person) for one in presences(record) if one.standing in MEMBERS}
    for one in presences(record):
        name = _plain(one.person)
        if one.standing not in MEMBERS and name not in members and name not in found:
            number = 1 + sum(label.startswith(one.standing) for label in found.values())
            found[name] = f"{one.standing} {number}"
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def named(names: Mapping[str, str], person: str) -> str:
    return names.get(_plain(person), person)


def present_in(record: MeetingRecord) -> tuple[Present, ...]:
    """Everyone who was in the room at any time, from when to when."""
    names = known_as(record)
    return tuple(
        Present(
            one.seat, one.organisation, named(names, one.person), one.standing, one.is_remote, one.starts, one.ends
        )
        for one in presences(record)
    )  # fmt: skip


def put_without_names(put: Situation, record: MeetingRecord) -> Situation:
    """The situation with those who fill no seat called as in the attendance."""
    names = known_as(record)
    there = tuple(replace(one, person=named(names, one.person)) for one in put.attenders or ())
    return replace(put, attenders=there, presiding=named(names, put.presiding))


def interests_in(record: MeetingRecord, item: UUID | None) -> tuple[Interest, ...]:
    """Interests in the item, or in the whole meeting, and from when to when their holders were out of the room."""
    events = [
        one for one in record.standing_events()
        if one.kind in {"declared", "withdrew", "returned"} and one.item in {None, item}
    ]  # fmt: skip
    natures = {(one.seat, one.person): one.text for one in events if one.kind == "declared"}
    found: list[tuple[Interest, UUID | None]] = []
    for event in events:
        who = (event.seat, event.person)
        if event.kind == "withdrew":
            found.append((Interest(*who, natures.pop(who, ""), event.at, None), event.item))
        elif event.kind == "returned":
            found = [(_came_back(one, which, event), which) for one, which in found]
    rest = (Interest(*who, nature, None, None) for who, nature in natures.items())
    names = known_as(record)
    return tuple(replace(one, person=named(names, one.person)) for one in (*(one for one, _ in found), *rest))


def _came_back(one: Interest, which: UUID | None, event: Happened) -> Interest:
    """Whoever went out for the whole meeting is not back because they came back for one item."""
    is_them = (one.seat, one.person) == (event.seat, event.person) and event.item in {None, which}
    return replace(one, returned=event.at) if is_them and one.returned is None else one


def law_behind(capacity: str, nation: str) -> tuple[LawClaim, ...]:
    """The provision that the capacity to decide rests on, with its first day in force in the nation."""
    return tuple(_law_behind(capacity, nation))


def _law_behind(capacity: str, nation: str) -> Iterator[LawClaim]:
    known = CAPACITIES.get(capacity)
    if known is None:
        return
    instrument = law.instrument(known.instrument)
    if started := instrument.in_force.get(nation):
        yield LawClaim(instrument.slug, instrument.title, known.provision, started)
