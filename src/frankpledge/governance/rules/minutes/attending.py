"""Who was there, from when to when, and who was not: worked out from comings and goings. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from frankpledge.governance.rules.meetings.record import MeetingRecord
from frankpledge.governance.rules.meetings.sitting import MEMBERS, Presence, presences, same_person
from frankpledge.governance.rules.minutes.facts import Apology, Attended, Missing, Stay
from frankpledge.governance.rules.minutes.naming import Naming
from frankpledge.governance.rules.minutes.sentences import clock


def attended(naming: Naming) -> tuple[Attended, ...]:
    """Everyone who was there for some of the meeting, by seat as the terms list them, then those without a seat."""
    opened, closed = _span(naming.record)
    stays: dict[tuple[str, str, str], list[Presence]] = defaultdict(list)
    for one in presences(naming.record):
        stays[one.seat, " ".join(one.person.split()).casefold(), one.standing].append(one)
    found = [_attended(naming, rows, opened, closed) for rows in stays.values()]
    order = {seat.slug: number for number, seat in enumerate(naming.terms.seats if naming.terms else ())}
    return tuple(sorted(found, key=lambda one: (order.get(one.seat, len(order)), one.seat, one.body)))


def _span(record: MeetingRecord) -> tuple[datetime | None, datetime | None]:
    """When the meeting opened and closed, as far as it has."""
    events = record.standing_events()
    opened = next((one.at for one in events if one.kind == "opened"), None)
    closed = next((one.at for one in reversed(events) if one.kind == "closed"), None)
    return opened, closed


def _attended(
    naming: Naming, rows: list[Presence], opened: datetime | None, closed: datetime | None
) -> Attended:
    first = rows[0]
    post = naming.post(first.seat, first.person)
    holder = naming.post(first.seat)
    named = naming.is_named(first.standing)
    stays = tuple(_stay(one, opened, closed) for one in _joined(rows))
    return Attended(
        seat=first.seat,
        body=naming.body(first.seat, first.organisation),
        person=first.person if named else "",
        post=(post.post if post else "") if named else "",
        standing=first.standing,
        is_remote=all(one.is_remote for one in rows),
        deputy_for=holder.person if holder and first.standing == "deputy" else "",
        stays=() if all(one == Stay() for one in stays) else stays,
    )


def _joined(rows: list[Presence]) -> list[Presence]:
    """Who only changed the way they attend (now from afar) never left."""
    found: list[Presence] = []
    for one in rows:
        if found and found[-1].ends == one.starts:
            found[-1] = replace(found[-1], ends=one.ends)
        else:
            found.append(one)
    return found


def _stay(one: Presence, opened: datetime | None, closed: datetime | None) -> Stay:
    """Empty where they were there from the start, or to the end, in whole minutes as minutes print them."""
    late = opened is not None and clock(one.starts) != clock(opened) and one.starts > opened
    early = one.ends is not None and (
        closed is None or (one.ends < closed and clock(one.ends) != clock(closed))
    )
    return Stay(clock(one.starts) if late else "", clock(one.ends) if one.ends and early else "")


def missing(naming: Naming, apologies: tuple[Apology, ...]) -> tuple[Missing, ...]:
    """The members in post who were not there, with their apologies where they had sent them."""
    there = presences(naming.record)
    found = []
    for post in naming.record.in_post:
        if post.standing != "holder" or any(_is_them(one, post.seat, post.person) for one in there):
            continue
        said = [
            one for one in apologies
            if one.answer in {"apologies", "deputy"} and (one.seat == post.seat or same_person(one.person, post.person))
        ]  # fmt: skip
        note = said[0].note if said and not naming.is_public else ""
        found.append(Missing(naming.body(post.seat, post.organisation), post.person, bool(said), note))
    return tuple(found)


def _is_them(one: Presence, seat: str, person: str) -> bool:
    return one.standing in MEMBERS and one.seat == seat and same_person(one.person, person)
