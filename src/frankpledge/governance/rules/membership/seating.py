"""Who sits where on a day, and what in that needs a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.membership.facts import TenureFacts
from frankpledge.governance.rules.membership.appointing import clause_of
from frankpledge.governance.rules.membership.flags import Flag
from frankpledge.governance.rules.terms.constitution import Constitution, Seat
from frankpledge.governance.rules.terms.succession import Holder
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date

Lineages = Mapping[str, tuple[Holder, ...]]
"""By the slug of a body: that body, then those that followed it, in order."""


@dataclass(frozen=True)
class SeatOnDay:
    """A seat of the terms with those who sit in it; no holders means that it is empty."""

    slug: str
    name: str
    class_title: str
    votes: int
    places: int
    clause: str
    holders: tuple[TenureFacts, ...]
    deputies: tuple[TenureFacts, ...]


@dataclass(frozen=True)
class Seating:
    """Everybody's place on a day. `others` are officers, observers, and holders of seats that the terms do not give."""

    seats: tuple[SeatOnDay, ...]
    others: tuple[TenureFacts, ...]
    flags: tuple[Flag, ...]

    @property
    def empty(self) -> tuple[SeatOnDay, ...]:
        return tuple(one for one in self.seats if not one.holders)


@rule(source=Citation("Terms of reference", "membership"))
def seating(
    terms: Constitution | None, tenures: Iterable[TenureFacts], lineages: Lineages, on: date
) -> Seating:
    """Each seat of the terms in force is shown with who sits in it on that day, empty ones included.

    `tenures` are those of one group (or of the partnership itself) in force on the day; `lineages` tells which bodies
    have ended and who followed them.
    """
    there = tuple(one for one in tenures if on in one.period)
    given = tuple(seat for seat in terms.seats if seat.is_in_force(on)) if terms else ()
    seats = tuple(_seat(terms, seat, there) for seat in given if terms)
    placed = {id(one) for seat in seats for one in (*seat.holders, *seat.deputies)}
    others = tuple(one for one in there if id(one) not in placed)
    return Seating(seats, others, tuple(_flags(terms, given, seats, others, there, lineages, on)))


def _seat(terms: Constitution, seat: Seat, there: tuple[TenureFacts, ...]) -> SeatOnDay:
    found = terms.member_class(seat.member_class)
    of_seat = [one for one in there if one.seat == seat.slug]
    return SeatOnDay(
        seat.slug, seat.name, found.title if found else seat.member_class, terms.votes(seat), seat.places,
        clause_of(terms, seat.clause),
        tuple(one for one in of_seat if one.standing == "holder"),
        tuple(one for one in of_seat if one.standing == "deputy"),
    )  # fmt: skip


def _flags(
    terms: Constitution | None,
    given: tuple[Seat, ...],
    seats: tuple[SeatOnDay, ...],
    others: tuple[TenureFacts, ...],
    there: tuple[TenureFacts, ...],
    lineages: Lineages,
    on: date,
) -> Iterator[Flag]:
    for said, shown in zip(given, seats, strict=True):
        yield from _of_seat(said, shown, lineages, on)
    for one in others:
        if one.seat and terms is not None:
            yield Flag(
                "seat-not-in-terms", one.seat,
                f"{one.person} is recorded in a seat ‘{one.seat}’, which the terms of {terms.label} do not give.",
                "End the appointment, correct the seat, or amend the terms.", terms.label,
            )  # fmt: skip
    yield from _deputies(terms, there)
    yield from several_seats(terms, there)
    for one in there:
        yield from _ended_body(one, lineages, on)


def _of_seat(said: Seat, shown: SeatOnDay, lineages: Lineages, on: date) -> Iterator[Flag]:
    if not shown.holders:
        yield Flag(
            "empty-seat", said.slug, f"Nobody sits for {said.name}.",
            f"Ask {_filled_by(said, lineages, on) or said.name} whom they appoint.", shown.clause,
        )  # fmt: skip
    for one in shown.holders:
        yield from _other_body(one, said, shown.clause, lineages)
        yield from _seniority(one, said, shown.clause)


def _filled_by(said: Seat, lineages: Lineages, on: date) -> str:
    """The name of the living body that fills a seat, where the body named has ended."""
    for slug in said.organisations:
        line = lineages.get(slug, ())
        if line and line[0].ends_on is not None and line[0].ends_on < on:
            return next((one.name for one in line if one.ends_on is None or on <= one.ends_on), "")
    return said.filled_by


def _other_body(one: TenureFacts, said: Seat, clause: str, lineages: Lineages) -> Iterator[Flag]:
    """The holder comes from a body that is neither the seat's nor one that followed it."""
    if not one.organisation or not said.organisations:
        return
    meant = {holder.slug for slug in said.organisations for holder in lineages.get(slug, ())}
    meant |= set(said.organisations)
    before = {holder.slug for holder in lineages.get(one.organisation, ())}
    if one.organisation not in meant and not (before & set(said.organisations)):
        yield Flag(
            "other-body", said.slug, f"{one.person} sits for {said.name} but comes from {one.organisation_name}.",
            "Correct the organisation, or appoint somebody of that body.", clause,
        )  # fmt: skip


def _seniority(one: TenureFacts, said: Seat, clause: str) -> Iterator[Flag]:
    if one.is_senior is None:
        asked = "The terms ask that representatives hold a senior position. " if said.is_senior else ""
        yield Flag(
            "seniority-not-recorded", said.slug, f"{asked}Whether {one.person}’s post is senior is not recorded.",
            "Ask and record it with the appointment.", clause, is_undetermined=True,
        )  # fmt: skip
    elif said.is_senior and not one.is_senior:
        yield Flag(
            "not-senior", said.slug,
            f"The terms ask that representatives hold a senior position; {one.person}’s post ({one.post or 'no post'}) "
            "is recorded as not senior.",
            f"Ask {said.name} to appoint somebody senior, or to delegate the authority in writing.", clause,
        )  # fmt: skip


def _deputies(terms: Constitution | None, there: tuple[TenureFacts, ...]) -> Iterator[Flag]:
    named = [one for one in there if one.standing == "deputy"]
    if terms is None or not named:
        return
    said = terms.deputies
    names = ", ".join(one.person for one in named)
    if said is None or said.allowed is None:
        yield Flag(
            "deputies-silent", "", f"{names}: named as deputies, but the terms do not say whether members may send one.",
            "Amend the terms to say whether a deputy may come, count and vote.", is_undetermined=True,
        )  # fmt: skip
    elif said.allowed is False:
        yield Flag(
            "deputies-not-allowed", "", f"{names}: named as deputies, but the terms allow none.",
            "End those appointments; they may attend as observers.", clause_of(terms, said.clause),
        )  # fmt: skip


@rule(source=Citation("Terms of reference", "membership"))
def several_seats(terms: Constitution | None, there: Iterable[TenureFacts]) -> Iterator[Flag]:
    """A person who holds two seats at once is shown, with what the terms say their vote and presence then count for."""
    held: dict[str, list[str]] = {}
    for one in there:
        if one.standing == "holder" and one.seat:
            held.setdefault(str(one.user or one.person.casefold()), []).append(one.seat)
    names = {str(one.user or one.person.casefold()): one.person for one in there}
    for key, seats in held.items():
        if len(seats) > 1:
            yield _two_seats(terms, names[key], seats)


def _two_seats(terms: Constitution | None, person: str, seats: list[str]) -> Flag:
    called = " and ".join(_name(terms, slug) for slug in sorted(seats))
    start = f"{person} sits in {len(seats)} seats: {called}."
    said = terms.several_seats if terms else None
    if terms is None or said is None or (said.votes_once is None and said.counts_once is None):
        return Flag(
            "two-seats", sorted(seats)[0],
            f"{start} The terms do not say whether such a person has one vote or two, or counts once or twice.",
            "Amend the terms, or have one of the seats filled by somebody else.", is_undetermined=True,
        )  # fmt: skip
    votes = {
        True: "one vote",
        False: "the vote of each seat",
        None: "a number of votes that the terms do not say",
    }
    counts = {True: "once", False: "for each seat", None: "a number of times that the terms do not say"}
    return Flag(
        "two-seats", sorted(seats)[0],
        f"{start} By the terms they have {votes[said.votes_once]} and count to the quorum {counts[said.counts_once]}.",
        "", clause_of(terms, said.clause), is_undetermined=None in {said.votes_once, said.counts_once},
    )  # fmt: skip


def _name(terms: Constitution | None, slug: str) -> str:
    seat = terms.seat(slug) if terms else None
    return seat.name if seat else slug


def _ended_body(one: TenureFacts, lineages: Lineages, on: date) -> Iterator[Flag]:
    """Somebody still sits for a body that has ended."""
    line = lineages.get(one.organisation, ())
    if not line or line[0].ends_on is None or on <= line[0].ends_on:
        return
    follows = next((body for body in line if body.ends_on is None or on <= body.ends_on), None)
    ended = f"{one.person} is recorded for {line[0].name}, which ended on {short_date(line[0].ends_on)}"
    if follows is None:
        yield Flag("body-ended", one.seat, f"{ended}; nobody followed it.", "End the appointment.")
    else:
        yield Flag(
            "body-ended", one.seat, f"{ended}; by law {follows.name} stands in its place.",
            f"Move the appointment to {follows.name}.",
        )  # fmt: skip
