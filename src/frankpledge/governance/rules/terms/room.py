"""Who is in the room at a moment, grouped so that a quorum and a vote can be counted quickly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from frankpledge.governance.rules.terms.constitution import Constitution, Seat, Standing
from frankpledge.governance.rules.terms.silence import FACT, Reading
from frankpledge.governance.rules.terms.situation import STANDINGS, Attender, Situation
from frankpledge.kernel.problems import Problem, Unusable

Kind = tuple[str, str, bool]
"""Class, standing and whether from afar: what decides whether someone counts."""

UNSURE = "deputy-unsure"
"""The standing of a deputy of whom it is not known whether the terms let them stand in once more."""
ORDER = (*STANDINGS[:2], UNSURE, *STANDINGS[2:])


@dataclass
class Group:
    """Those alike in class, standing and way of attending."""

    seats: int = 0
    people: int = 0
    votes: int = 0
    voters: int = 0
    organisations: set[str] = field(default_factory=set)
    joint: set[tuple[str, ...]] = field(default_factory=set)


def _is_its_own(seat: Seat) -> bool:
    """A seat of one organisation is there when that is; of a joint one, only those who came are."""
    return len(seat.organisations) == 1


@dataclass
class Room:
    """Everyone present. `kinds` and `weights` give, for each seat there, its group and its votes; `marks` the kinds of those
    who bear a name that the terms do not tie to a seat.
    """

    terms: Constitution
    groups: dict[Kind, Group] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    marks: dict[str, set[Kind]] = field(default_factory=dict)
    persons: dict[str, list[str]] = field(default_factory=dict)
    """The seats of one person, by a name for the person."""
    several: tuple[tuple[str, ...], ...] = ()
    """The seats of each person who holds more than one of those in the room."""
    notes: list[str] = field(default_factory=list)

    def group(self, kind: Kind) -> Group:
        found = self.groups.get(kind)
        if found is None:
            found = self.groups[kind] = Group()
        return found

    def kinds_of(self, name: str) -> set[Kind]:
        """The kinds of those there who bear a name: of a seat, an organisation, an office or a class."""
        seats = [
            name,
            *(one.slug for one in self.terms.seats_by_name.get(name.casefold(), ()) if _is_its_own(one)),
        ]
        there = {self.kinds[seat] for seat in seats if seat in self.kinds}
        return self.marks.get(name, set()) | there | {kind for kind in self.groups if kind[0] == name}

    def has(self, name: str) -> bool:
        """Whether anybody there bears a name."""
        return bool(self.kinds_of(name))

    def mark(self, names: Iterable[str], kind: Kind) -> None:
        for name in names:
            self.marks.setdefault(name, set()).add(kind)


def moments(situation: Situation) -> tuple[int | None, ...]:
    """A minute from each stretch of the meeting during which nobody came or left."""
    rows = situation.attenders or ()
    edges = {one.starts for one in rows} | {one.ends for one in rows}
    changes = sorted(edge for edge in edges if edge is not None)
    if not changes:
        return (None,)
    # With everyone's coming recorded the meeting starts with the first and ends with the last to leave.
    first = () if rows and all(one.starts is not None for one in rows) else (changes[0] - 1,)
    ended = bool(rows) and all(one.ends is not None for one in rows)
    return (*first, *(changes[:-1] if ended else changes)) or (changes[0],)


@dataclass
class Hall:
    """The rooms of one meeting, each worked out once."""

    terms: Constitution
    situation: Situation
    on: date
    rooms: dict[tuple[int | None, frozenset[str]], Room] = field(default_factory=dict)

    def room(self, at: int | None, gone: frozenset[str] = frozenset()) -> Room:
        """Everyone present at a minute of the day but those who have gone out."""
        if (at, gone) not in self.rooms:
            self.rooms[at, gone] = room_at(self.terms, self.situation, self.on, at, gone)
        return self.rooms[at, gone]


def seats_of_item(rows: frozenset[tuple[str, str]], item: str) -> frozenset[str]:
    """The seats that withdrew from an item or declared an interest in it; none where no item is asked about."""
    return frozenset(seat for seat, which in rows if item and which in {"", "*", item})


def room_at(
    terms: Constitution, situation: Situation, on: date, at: int | None, gone: frozenset[str]
) -> Room:
    """Everyone present at a minute of the day but those who have gone out."""
    room = Room(terms)
    rows = [one for one in situation.attenders or () if at is None or one.is_there(at)]
    there = [_as_allowed(terms, one, room) for one in rows]
    together = _organisations_by_seat(terms, there)
    # Holders first: where a member and a deputy are both there, the seat is the member's.
    there.sort(key=lambda row: ORDER.index(row.standing))
    for number, one in enumerate(there):
        if gone and not gone.isdisjoint({*one.seats, *one.organisations, one.office} - {""}):
            continue
        if _is_plain(one) and _admit_plainly(terms, room, one):
            continue
        person = one.person or (f"row {number}" if len(one.seats) > 1 else "")
        _admit(terms, room, one, on, together, person)
    room.several = tuple(tuple(seats) for seats in room.persons.values() if len(seats) > 1)
    return room


def _is_plain(one: Attender) -> bool:
    """Somebody in one seat of whom nothing else is said: nearly everybody, so they are admitted the short way."""
    return len(one.seats) == 1 and one.standing in {"holder", "deputy"} and not (
        one.organisations or one.office or one.person
    )  # fmt: skip


def _admit_plainly(terms: Constitution, room: Room, one: Attender) -> bool:
    """Admit somebody to a seat of their own; False where the seat has anything particular about it."""
    slug = one.seats[0]
    seat = terms.seat(slug)
    if seat is None or seat.held_with or seat.period or slug in room.kinds or len(seat.organisations) != 1:
        return False
    if one.member_class and one.member_class != seat.member_class:
        return False
    kind = (seat.member_class, one.standing, one.remote)
    group = room.group(kind)
    places = min(one.count, seat.places)
    votes = terms.votes(seat) * places
    group.seats += places
    group.people += one.count
    group.votes += votes
    group.voters += places if votes else 0
    group.organisations.add(seat.organisations[0])
    room.kinds[slug], room.weights[slug] = kind, votes
    if slug in terms.offices_of_seats:
        room.mark(terms.offices_of_seats[slug], kind)
    return True


def _as_allowed(terms: Constitution, one: Attender, room: Room) -> Attender:
    """A deputy whom the terms do not let stand in attends as an observer: one whom nobody named where they want deputies
    named, and one who comes once too often. Where that is not known, the verdict is worked out both ways.
    """
    said = terms.deputies
    if one.standing != "deputy" or said is None:
        return one
    who = " and ".join(one.seats or one.organisations) or "someone"
    if said.named_only is True and one.named is False:
        room.notes.append(f"the deputy for ‘{who}’ was not named beforehand, as the terms ask")
        return replace(one, standing="observer")
    if said.most_absences is None:
        return one
    if one.absences is None:
        return replace(one, standing=UNSURE)
    if one.absences > said.most_absences:
        room.notes.append(
            f"‘{who}’ has sent a deputy {one.absences} times running, and the terms allow {said.most_absences}"
        )
        return replace(one, standing="observer")
    return one


def _organisations_by_seat(terms: Constitution, there: list[Attender]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    if not terms.joint_seats:
        return found
    for one in there:
        for slug in _seats_of(terms, one):
            found.setdefault(slug, set()).update(map(terms.known_as, one.organisations))
    return found


def _seats_of(terms: Constitution, one: Attender) -> tuple[str, ...]:
    """The seats named, or the one seat of the organisation that a holder or deputy comes from."""
    if one.seats or one.member_class or one.standing in {"officer", "observer"}:
        return one.seats
    found = {
        seat.held_with or seat.slug
        for name in one.organisations
        for seat in terms.seats_by_name.get(name.casefold(), ())
    }
    return tuple(found) if len(found) == 1 else ()


def _admit(
    terms: Constitution, room: Room, one: Attender, on: date, together: Mapping[str, set[str]], person: str
) -> None:
    slugs = _seats_of(terms, one)
    if not slugs or one.standing in {"officer", "observer"}:
        _admit_without_seat(terms, room, one)
        return
    # Whoever has come in one seat already is one person, however many seats they hold.
    counted = bool(person) and person in room.persons
    for said in slugs:
        seat = terms.seat(said)
        slug = said
        if seat and seat.held_with:
            slug = seat.held_with
            seat = terms.seat(slug)
        kind = (_class_of(terms, one, seat, slug), one.standing, one.remote)
        if problem := _why_not(seat, slug, room, on, together):
            merged = f"‘{said}’ and ‘{slug}’ have come to one body, which counts once"
            room.notes.append(problem if said == slug else merged)
            continue
        _seat_in(terms, room, one, seat, slug, kind, counted=counted)
        if person:
            room.persons.setdefault(person, []).append(slug)
        counted = True


def _class_of(terms: Constitution, one: Attender, seat: Seat | None, slug: str) -> str:
    found = one.member_class or (seat.member_class if seat else _only_class(terms))
    if terms.member_class(found) is None:
        reason = f"the terms have no seat ‘{slug}’" if not found else f"the terms have no class ‘{found}’"
        raise Unusable(
            Problem(
                "unknown-seat",
                f"{reason}.",
                "Name a seat of the terms, or one of its classes.",
                column="attendance",
            )
        )
    return found


def _why_not(seat: Seat | None, slug: str, room: Room, on: date, together: Mapping[str, set[str]]) -> str:
    if slug in room.kinds:
        return f"‘{slug}’ is already there; a seat counts once"
    if seat and not seat.is_in_force(on):
        return f"the seat ‘{slug}’ is not in force on {on}"
    if seat and seat.joint_attendance == "all":
        lacking = set(seat.organisations) - together.get(slug, set())
        if lacking:
            return f"‘{slug}’ is held jointly and {', '.join(sorted(lacking))} is not there"
    return ""


def _seat_in(
    terms: Constitution, room: Room, one: Attender, seat: Seat | None, slug: str, kind: Kind, *, counted: bool
) -> None:
    group = room.group(kind)
    places = min(one.count, seat.places) if seat else 1
    found = terms.member_class(kind[0])
    votes = (seat.votes if seat else 1) * places if found and found.can_vote else 0
    group.seats += places
    group.people += 0 if counted else one.count
    group.votes += votes
    group.voters += places if votes else 0
    organisations = tuple(map(terms.known_as, one.organisations)) or (seat.organisations if seat else ())
    _come_from(group, organisations, seat.organisations if seat else ())
    room.kinds[slug], room.weights[slug] = kind, votes
    if one.organisations or seat is None or not _is_its_own(seat):
        room.mark(organisations, kind)
    if one.office:
        room.mark((one.office,), kind)
    if seat is not None and seat.place_of:
        room.mark((seat.place_of,), kind)
    room.mark(terms.offices_of_seats.get(slug, ()), kind)


def _come_from(group: Group, organisations: tuple[str, ...], seats: tuple[str, ...]) -> None:
    if len(seats) > 1:
        group.joint.add(seats)
    elif len(organisations) > 1:
        group.joint.add(organisations)
    else:
        group.organisations.update(organisations)


def _admit_without_seat(terms: Constitution, room: Room, one: Attender) -> None:
    kind = (_class_without_seat(terms, one), one.standing, one.remote)
    group = room.group(kind)
    found = terms.member_class(kind[0])
    if one.standing in {"holder", "deputy"}:
        if found is None:
            raise Unusable(
                Problem(
                    "who", "someone attends as a member without a seat or a class.",
                    "Name the seat or the class, or say that they attend as officer or observer.", column="attendance",
                )
            )  # fmt: skip
        group.seats += one.count
        group.votes += one.count if found.can_vote else 0
        group.voters += one.count if found.can_vote else 0
    elif one.standing == "officer":
        # An officer stands in for the organisation, not for its seat; where the terms let officers count,
        # they count as one seat for each organisation that has no one else there.
        group.seats += one.count
        group.votes += one.count if found and found.can_vote else 0
        group.voters += one.count if found and found.can_vote else 0
    group.people += one.count
    organisations = tuple(map(terms.known_as, one.organisations))
    _come_from(group, organisations, ())
    room.mark({*organisations, *one.organisations, one.office, *one.seats} - {""}, kind)
    for slug in one.seats:
        if slug not in room.kinds:
            room.kinds[slug], room.weights[slug] = kind, 1 if found and found.can_vote else 0


def _class_without_seat(terms: Constitution, one: Attender) -> str:
    if one.member_class:
        return one.member_class
    of = [
        seat.member_class for seat in terms.seats
        if {name.casefold() for name in one.organisations} & {name.casefold() for name in seat.names}
        or seat.slug in one.seats
    ]  # fmt: skip
    if of or one.standing not in {"holder", "deputy"}:
        return of[0] if of else ""
    return _only_class(terms)


def _only_class(terms: Constitution) -> str:
    """The class of everybody where the terms have one class and list no seats."""
    return terms.classes[0].slug if len(terms.classes) == 1 and not terms.seats else ""


def counts(terms: Constitution, kind: Kind, reading: Reading, *, for_vote: bool) -> bool:
    """Whether those of a kind count to the quorum, or may vote, as far as standing and place go."""
    _, standing, remote = kind
    return _standing_counts(terms, standing, reading, for_vote=for_vote) and (
        not remote or _afar_counts(terms, reading, for_vote=for_vote)
    )


def _standing_counts(terms: Constitution, standing: str, reading: Reading, *, for_vote: bool) -> bool:
    if standing == "holder":
        return True
    if standing == "observer":
        return False
    if standing == "officer":
        said = terms.officers
        found = said and said.allowed is not False and (said.may_vote if for_vote else said.counts_to_quorum)
        return bool(found)
    if standing == UNSURE and not reading.whether(f"{FACT}attendance.absences", None):
        return False
    return _may(terms.deputies, "deputies", reading, for_vote=for_vote)


def _afar_counts(terms: Constitution, reading: Reading, *, for_vote: bool) -> bool:
    return _may(terms.remote, "remote", reading, for_vote=for_vote)


def _may(said: Standing | None, name: str, reading: Reading, *, for_vote: bool) -> bool:
    if said is None:
        return reading.whether(name, None)
    if said.allowed is False:
        return False
    if for_vote:
        return reading.whether(f"{name}.may_vote", said.may_vote)
    return reading.whether(f"{name}.counts_to_quorum", said.counts_to_quorum)
