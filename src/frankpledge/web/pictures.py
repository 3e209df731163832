"""Geometry of the pictures: the mark, the quorum ring, the year ring and the chain. Pure.

Each picture is a frozen dataclass; `components/pictures.html` draws it as SVG with a title and a description, and
writes the same beside it as a list. No state is told by colour alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frankpledge.web.words import MONTHS, short_day


class BeadState(StrEnum):
    """How a bead stands; the value is the class it is drawn with."""

    DONE = "done"
    NOW = "now"
    WAITING = "waiting"
    PERSON = "person"
    UNKNOWN = "unknown"

    @property
    def in_words(self) -> str:
        return _STATE_WORDS[self]


_STATE_WORDS = {
    BeadState.DONE: "Done",
    BeadState.NOW: "Under way",
    BeadState.WAITING: "Not started",
    BeadState.PERSON: "Needs a person",
    BeadState.UNKNOWN: "Not yet assessed",
}

LINKS: tuple[tuple[str, str], ...] = (
    ("law", "Law and terms"),
    ("data", "Data"),
    ("evidence", "Evidence"),
    ("assessment", "Assessment"),
    ("plan", "Plan"),
    ("action", "Action"),
    ("report", "Report"),
    ("scrutiny", "Scrutiny"),
)
"""The links of the chain, each of which feeds the next."""


@dataclass(frozen=True)
class ChainLink:
    """One link: how it stands, in one sentence, and where to look (empty when there is nowhere yet)."""

    slug: str
    name: str
    state: BeadState
    sentence: str
    href: str = ""


@dataclass(frozen=True)
class Point:
    """A place in the drawing, in its own units, the top left being 0, 0."""

    x: float
    y: float


def on_ring(turn: float, *, radius: float, centre: float) -> Point:
    """The place at `turn` of a circle, 0 at the top, clockwise; to a tenth of a unit."""
    angle = 2 * math.pi * turn
    return Point(
        round(centre + radius * math.sin(angle), 1) + 0.0, round(centre - radius * math.cos(angle), 1) + 0.0
    )


@dataclass(frozen=True)
class Mark:
    """Ten beads in a ring: a frankpledge was ten households bound to answer for one another."""

    @property
    def beads(self) -> tuple[Point, ...]:
        return tuple(on_ring(n / 10, radius=22, centre=32) for n in range(10))


class SeatState(StrEnum):
    """Where the holder of a voting seat is or, before a meeting, what they said."""

    HERE = "here"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    EXPECTED = "expected"
    SILENT = "no reply yet"
    APOLOGIES = "apologies"
    VACANT = "nobody holds it"


@dataclass(frozen=True)
class Seat:
    """One voting seat: whose it is and where its holder is."""

    name: str
    state: SeatState


@dataclass(frozen=True)
class QuorumRing:
    """The ring for a meeting: one bead a voting seat and the verdict in the middle (`Quorate`, `4 of 5, needs 2`)."""

    verdict: str
    count: str
    seats: tuple[Seat, ...]

    @property
    def placed(self) -> tuple[tuple[Seat, Point], ...]:
        many = max(len(self.seats), 1)
        return tuple((seat, on_ring(n / many, radius=110, centre=150)) for n, seat in enumerate(self.seats))

    @property
    def description(self) -> str:
        told = "; ".join(f"{seat.name} {seat.state}" for seat in self.seats)
        return f"{self.verdict}, {self.count}. {told}."


@dataclass(frozen=True)
class Duty:
    """Something to be done by a day of the year, whose it is and how it stands."""

    what: str
    due_on: date
    owner: str
    state: BeadState
    href: str = ""
    source: str = ""


@dataclass(frozen=True)
class MonthOnRing:
    """A month's place: its short name and where that is written, and the line at which it begins."""

    name: str
    written: Point
    begins: tuple[Point, Point]


@dataclass(frozen=True)
class YearRing:
    """The financial year of the day `today` as a ring, April at the top, clockwise to March."""

    today: date
    duties: tuple[Duty, ...]

    @property
    def starts_on(self) -> date:
        year = self.today.year if self.today.month >= 4 else self.today.year - 1
        return date(year, 4, 1)

    @property
    def today_in_words(self) -> str:
        return short_day(self.today)

    @property
    def title(self) -> str:
        return f"The year from April {self.starts_on.year} to March {self.starts_on.year + 1}"

    @property
    def shown(self) -> tuple[Duty, ...]:
        """The duties that fall within the year, by date."""
        ends = date(self.starts_on.year + 1, 3, 31)
        return tuple(
            sorted(
                (d for d in self.duties if self.starts_on <= d.due_on <= ends),
                key=lambda duty: (duty.due_on, duty.what),
            )
        )

    @property
    def placed(self) -> tuple[tuple[int, Duty, Point], ...]:
        """Each duty with its number in the list and its place; those close together step outwards."""
        found: list[tuple[int, Duty, Point]] = []
        for number, duty in enumerate(self.shown, start=1):
            turn = self.turn(duty.due_on)
            place = on_ring(turn, radius=112, centre=160)
            for radius in (112, 86, 60):
                place = on_ring(turn, radius=radius, centre=160)
                if all(math.hypot(place.x - p.x, place.y - p.y) >= 23 for _, _, p in found):
                    break
            found.append((number, duty, place))
        return tuple(found)

    @property
    def months(self) -> tuple[MonthOnRing, ...]:
        return tuple(
            MonthOnRing(
                MONTHS[(3 + n) % 12][:3],
                on_ring((n + 0.5) / 12, radius=143, centre=160),
                (on_ring(n / 12, radius=126, centre=160), on_ring(n / 12, radius=158, centre=160)),
            )
            for n in range(12)
        )

    @property
    def hand(self) -> tuple[Point, Point]:
        """The line that marks today."""
        turn = self.turn(self.today)
        return (on_ring(turn, radius=40, centre=160), on_ring(turn, radius=126, centre=160))

    def turn(self, on: date) -> float:
        """How far round the year a day lies, 0 to 1, each month taking an equal twelfth."""
        months = (on.year - self.starts_on.year) * 12 + on.month - 4
        following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
        days = (following - on.replace(day=1)).days
        return (months + (on.day - 0.5) / days) / 12

    @property
    def description(self) -> str:
        told = "; ".join(
            f"{short_day(d.due_on)}, {d.what}, {d.owner}, {d.state.in_words.lower()}" for d in self.shown
        )
        return f"Today is {short_day(self.today)}. {told or 'No duty is recorded for this year'}."
