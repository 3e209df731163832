"""A seat of several places as so many seats, so that each is filled, replies, comes and votes person by person. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from frankpledge.governance.rules.terms.constitution import Constitution, Seat
from frankpledge.kernel.citations import Citation, rule


@rule(source=Citation("Terms of reference", "membership"))
def person_by_person(terms: Constitution) -> Constitution:
    """A seat that the terms give to several people at once is as many seats alike, one for each of them; the first keeps
    the slug, the others are numbered from 2.

    A seat held jointly by several bodies stays one, and so does one whose numbered slugs the terms use otherwise.
    """
    known = {one.slug for one in terms.seats}
    if not any(_is_split(one, known) for one in terms.seats):
        return terms
    seats = tuple(place for seat in terms.seats for place in _places(seat, known))
    return replace(terms, seats=seats)


def _is_split(seat: Seat, known: set[str]) -> bool:
    numbered = {slug_of(seat.slug, number) for number in range(2, seat.places + 1)}
    return seat.places > 1 and not seat.joint_attendance and not seat.held_with and not numbered & known


def slug_of(seat: str, number: int) -> str:
    """The slug of a place of a seat, numbered from 1."""
    return seat if number == 1 else f"{seat}-{number}"


def _places(seat: Seat, known: set[str]) -> Iterator[Seat]:
    if not _is_split(seat, known):
        yield seat
        return
    for number in range(1, seat.places + 1):
        yield replace(
            seat, slug=slug_of(seat.slug, number), name=f"{seat.name} (place {number} of {seat.places})", places=1,
            place_of=seat.slug, place_in=seat.places,
        )  # fmt: skip


def as_written(terms: Constitution) -> Constitution:
    """The same terms as a file has them: the places of a seat as one seat again."""
    seats = []
    for one in terms.seats:
        if not one.place_of:
            seats.append(one)
        elif one.slug == one.place_of:
            name = one.name.removesuffix(f" (place 1 of {one.place_in})")
            seats.append(replace(one, name=name, places=one.place_in, place_of="", place_in=0))
    return replace(terms, seats=tuple(seats))
