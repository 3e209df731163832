"""Who presides: the chair by the terms, whoever the terms put in the chair's place, and whether that is the chair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.rules.terms.constitution import Constitution, Office
from frankpledge.governance.rules.terms.reading import ELECTED
from frankpledge.governance.rules.terms.room import Room
from frankpledge.governance.rules.terms.situation import Attender
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.legal_dates import add_months

CHAIR = "chair"


@rule(source=Citation("Terms of reference", "offices that rotate"))
def turn_on(office: Office, on: date) -> str | None:
    """An office that rotates goes from seat to seat in the order that the terms give, each for its term from the first day.

    None where the terms do not give the order, the first day or the term, or before that day.
    """
    if (
        office.method != "rotation"
        or not office.seats
        or office.rotates_from is None
        or not office.term_months
    ):
        return None
    if on < office.rotates_from:
        return None
    turns = 0
    while add_months(office.rotates_from, office.term_months * (turns + 1)) <= on:
        turns += 1
    return office.seats[turns % len(office.seats)]


def seats_of_office(office: Office | None, on: date) -> tuple[str, ...]:
    """The seats to which an office belongs on a day; none where the terms do not tie it to a seat."""
    if office is None:
        return ()
    if office.method == "rotation":
        turn = turn_on(office, on)
        return (turn,) if turn else ()
    if office.method == "co-chairs" and office.seats:
        return office.seats
    return (office.seat,) if office.seat else ()


@dataclass(frozen=True)
class Present:
    """Who is in the room, as far as it matters for presiding."""

    terms: Constitution
    room: Room
    attenders: tuple[Attender, ...]
    on: date

    def with_office(self, slug: str) -> tuple[str, ...]:
        """The seats in the room whose holders are in an office: as recorded for this meeting, else by the terms."""
        rows = [one for one in self.attenders if one.office == slug]
        if rows:
            marks = tuple(one.seats[0] if one.seats else one.office for one in rows)
            return tuple(mark for mark in marks if self.room.has(mark))
        return tuple(self._in_person(seats_of_office(self.terms.office(slug), self.on)))

    def _in_person(self, seats: Iterable[str]) -> Iterable[str]:
        """A deputy holds the seat and not the office."""
        for seat in seats:
            kind = self.room.kinds.get(seat)
            if kind and kind[1] == "holder":
                yield seat


@rule(source=Citation("Terms of reference", "who presides"))
def who_presides(named: str, there: Present) -> str | None:
    """The chair presides; while the chair is away, the first of those whom the terms put in the chair's place.

    `named` is whoever is recorded as presiding: a seat, an office or a name. Gives the seat (or the name, where no seat is
    known), and None where it is not recorded and the terms do not settle it: two co-chairs, or one elected on the spot.
    """
    if named:
        return _seat_of(named, there)
    for office in (CHAIR, *(there.terms.presiding.order if there.terms.presiding else ())):
        if office == ELECTED:
            return None
        seats = there.with_office(office)
        if len(seats) > 1:
            return None
        if seats:
            return seats[0]
    return None


def _seat_of(named: str, there: Present) -> str:
    if named in there.room.kinds:
        return named
    seats = there.with_office(named)
    if len(seats) == 1:
        return seats[0]
    tied = seats_of_office(there.terms.office(named), there.on)
    if len(tied) == 1:
        return tied[0]
    known = there.terms.seats_by_name.get(named.casefold(), ())
    return known[0].slug if len(known) == 1 else named


def is_chair(seat: str, there: Present) -> bool:
    """Whether someone is the chair in person, or one of the co-chairs."""
    return seat in there.with_office(CHAIR)


def passed_over(seat: str, there: Present) -> str:
    """The office that should have presided before this seat did; empty when nobody was passed over."""
    if there.terms.presiding is None or is_chair(seat, there):
        return ""
    for office in there.terms.presiding.order:
        seats = there.with_office(office) if office != ELECTED else ()
        if seat in seats or office == ELECTED:
            return ""
        if seats:
            return office
    return ""
