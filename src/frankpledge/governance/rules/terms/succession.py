"""Who fills a seat when the body that the terms name has ended: by the directory's record, and else by law.

A seat of a body that has ended is filled by its successor, and is flagged until the terms are amended. Two seats that
have come to one body count once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from frankpledge.governance.rules.terms.constitution import Constitution, Seat
from frankpledge.kernel.citations import Citation, rule
from frankpledge.law import api as law
from frankpledge.law.facts import AuthorityType, BodyName

Row = BodyName | AuthorityType
LONGEST = 20
"""Bodies in one chain; the law has had no more than four in a place."""


@dataclass(frozen=True)
class Holder:
    """A body that holds or follows to a seat; `ends_on` is its last day."""

    slug: str
    name: str
    kind: str
    ends_on: date | None


@dataclass(frozen=True)
class EndedByLaw:
    """A kind of body that had ended, by its title and code `of`; `successor` is empty where nothing stands in its place."""

    of: str
    title: str
    ended_on: date
    successor: str


@rule(source=Citation("Crime and Disorder Act 1998", "s 5(1)", note="bodies and their successors by date"))
def ended_by_law(name: str, kind: str, nation: str, on: date) -> EndedByLaw | None:
    """A seat named after a kind of body that the law has ended stands for what the law put in its place.

    The kind is told from the name as the terms write it, or from the law's code. None while such bodies still exist.
    """
    rows: tuple[Row, ...] = (*law.library().bodies, *law.library().authorities)
    living = _living(nation, on)
    for row in rows:
        named = row.title.casefold() in name.casefold() if isinstance(row, BodyName) else row.code == kind
        ends_on = row.period.ends_on
        if nation in row.nation and named and ends_on and ends_on < on and row.code not in living:
            successor = _title_of(law.successor(row.code, on))
            return EndedByLaw(row.code, row.title.removeprefix("the "), ends_on, successor)
    return None


@lru_cache(maxsize=64)
def _living(nation: str, on: date) -> frozenset[str]:
    rows: tuple[Row, ...] = (*law.bodies(nation, on), *law.responsible_authorities(nation, on))
    return frozenset(row.code for row in rows)


def _title_of(code: str | None) -> str:
    rows: tuple[Row, ...] = (*law.library().bodies, *law.library().authorities)
    title = next((row.title for row in rows if row.code == code), "")
    return f"the {title.removeprefix('the ')}" if title else ""


def chain_of(seat: Seat, recorded: tuple[Holder, ...], nation: str) -> tuple[Holder, ...]:
    """The body a seat names and those that follow it in turn: as the directory has them, and after that as the law does."""
    chain = list(recorded or (Holder("", seat.name, seat.kind, None),))
    while len(chain) < LONGEST:
        last = chain[-1]
        ended = ended_by_law(last.name, last.kind, nation, date.max) if last.ends_on is None else None
        if ended is None:
            break
        chain[-1] = replace(last, ends_on=ended.ended_on)
        follows = law.successor(ended.of, ended.ended_on + timedelta(1))
        if follows is None:
            break
        chain.append(Holder("", _title_of(follows), _kind_of(follows), None))
    return tuple(chain)


def _kind_of(code: str) -> str:
    """The code of the kind of authority that a body's name stands for."""
    return next((row.kind for row in law.library().bodies if row.code == code), code)


def holder_in(chain: tuple[Holder, ...], on: date) -> Holder | None:
    """The body of a chain that there is on a day; None when none is left."""
    return next((one for one in chain if one.ends_on is None or on <= one.ends_on), None)


def as_filled(terms: Constitution, chains: Mapping[str, tuple[Holder, ...]], on: date) -> Constitution:
    """The terms with each seat filled as it is on a day. `chains` gives, by seat, the bodies that hold it in turn."""
    made: list[Seat] = []
    first: dict[str, str] = {}
    for seat in terms.seats:
        chain = chains.get(seat.slug, ())
        holder = holder_in(chain, on)
        follows = holder if holder and chain and holder != chain[0] else None
        taken = first.get(holder.slug, "") if holder and holder.slug else ""
        # Seats that the terms themselves give to one body stay two; only those that have come to it become one.
        together = taken if taken and (follows or _followed(chains, taken, on)) else ""
        if holder and holder.slug and not taken:
            first[holder.slug] = seat.slug
        made.append(replace(seat, filled_by=follows.name if follows else "", held_with=together))
    return replace(terms, seats=tuple(made))


def _followed(chains: Mapping[str, tuple[Holder, ...]], slug: str, on: date) -> bool:
    chain = chains.get(slug, ())
    return bool(chain) and holder_in(chain, on) != chain[0]
