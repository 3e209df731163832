"""How often each seat was filled, from recorded meetings. What nobody recorded is unknown, never an absence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from frankpledge.governance.rules.membership.appointing import clause_of
from frankpledge.governance.rules.membership.flags import Flag
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.numbers import round_half_up


@dataclass(frozen=True)
class Presence:
    """A meeting that took place. `present` gives seat to standing (`holder` or `deputy`; empty: filled, nobody said by
    whom); None: who was there is not in the record. `seats` are those the terms of its day gave, None where unknown.
    """

    meeting: UUID
    slug: str
    title: str
    held: PartialDate
    present: Mapping[str, str] | None
    seats: frozenset[str] | None = None

    def had_seat(self, seat: str) -> bool:
        return self.seats is None or seat in self.seats


@dataclass(frozen=True)
class SeatAttendance:
    """One seat over a period. `meetings` took place while the seat was there, of which `unknown` have no record of
    attendance; `by_holder` and `by_deputy` are part of `filled`.
    """

    seat: str
    name: str
    meetings: int
    unknown: int
    filled: int
    by_holder: int
    by_deputy: int
    in_a_row: int
    """The most recorded meetings one after another at which the holder was not there; unknown ones break no row."""

    @property
    def recorded(self) -> int:
        return self.meetings - self.unknown

    @property
    def absent(self) -> int:
        return self.recorded - self.filled

    @property
    def percent(self) -> Decimal | None:
        """Of the recorded meetings, rounded half up; None where none is recorded."""
        return round_half_up(Fraction(100 * self.filled, self.recorded)) if self.recorded else None


@rule(source=Citation("Terms of reference", "membership"))
def attendance_by_seat(names: Mapping[str, str], meetings: Sequence[Presence]) -> tuple[SeatAttendance, ...]:
    """A seat's attendance is counted over the meetings whose attendance is recorded and at which the seat existed.

    `names` gives each seat to be shown and what it is called.
    """
    ordered = sorted(meetings, key=lambda one: (one.held.earliest, one.slug))
    return tuple(_of_seat(seat, name, ordered) for seat, name in names.items())


def _of_seat(seat: str, name: str, meetings: Iterable[Presence]) -> SeatAttendance:
    own = [one for one in meetings if one.had_seat(seat)]
    known = [one.present for one in own if one.present is not None]
    filled = [present[seat] for present in known if seat in present]
    return SeatAttendance(
        seat=seat,
        name=name,
        meetings=len(own),
        unknown=len(own) - len(known),
        filled=len(filled),
        by_holder=filled.count("holder"),
        by_deputy=filled.count("deputy"),
        in_a_row=_longest_row(seat, known),
    )


def _longest_row(seat: str, known: Iterable[Mapping[str, str]]) -> int:
    longest = row = 0
    for present in known:
        row = 0 if present.get(seat) in {"holder", ""} else row + 1
        longest = max(longest, row)
    return longest


@rule(source=Citation("Terms of reference", "deputies"))
def too_often_absent(terms: Constitution | None, found: Iterable[SeatAttendance]) -> tuple[Flag, ...]:
    """Where the terms limit how often in a row a member may send a deputy or stay away, more than that is shown."""
    most = terms.deputies.most_absences if terms and terms.deputies else None
    if terms is None or terms.deputies is None or most is None:
        return ()
    return tuple(
        Flag(
            "too-often-absent", one.seat,
            f"The holder of the seat of {one.name} was not there at {one.in_a_row} recorded meetings in a row; the terms "
            f"allow {most}.",
            f"Ask {one.name} to appoint somebody who can come.", clause_of(terms, terms.deputies.clause),
        )
        for one in found
        if one.in_a_row > most
    )  # fmt: skip


def within(meetings: Iterable[Presence], first: date, last: date) -> tuple[Presence, ...]:
    """The meetings certainly held from one day to another: one whose day is not known well enough is left out."""
    return tuple(one for one in meetings if first <= one.held.earliest and one.held.latest <= last)
