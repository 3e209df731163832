"""A measure beside other partnerships: a rate for residents, and whether the area lies further from its peers than chance
and the spread between places allow. The peers are those that the partnership names; otherwise all whose files are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from frankpledge.analysis.funnel import Count, Positioned, Spread, funnel
from frankpledge.analysis.funnel import Place as Stands
from frankpledge.analysis.rates import Rate, rate
from frankpledge.evidence import cube, queries
from frankpledge.evidence.cube import AreaCounts
from frankpledge.evidence.geography import PARTNERSHIP, Place
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.coverage import MonthFact, comparison_allowed
from frankpledge.evidence.snapshot import Snapshot, snapshot
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.numbers import grouped
from frankpledge.records.steady import once

PER = 1000
FEWEST = 3
TOTALS = "It was supplied as a total for one area, so it cannot be set beside other areas."
Facts = Mapping[tuple[str, str], Sequence[MonthFact]]
"""What the files of a force say of a month."""
Standing = Literal["high", "low", "usual", "unknown"]
STANDS: dict[Stands, Standing] = {Stands.HIGH: "high", Stands.LOW: "low", Stands.WITHIN: "usual"}


@dataclass(frozen=True)
class Peer:
    """A partnership of the comparison. `rate` is for a thousand residents; None where files or residents are lacking,
    `because` then says which."""

    name: str
    is_own: bool
    rate: Rate | None
    stands: Standing = "unknown"
    because: str = ""


@dataclass(frozen=True)
class Compared:
    """An area beside its peers over a period. `because` says why nothing can be told; then there are no peers.

    `others` is the rate of all others together, the area itself left out; `rank` its place among them, highest first.
    `common` is the rate of all together, about which the funnel lies, and `spread` how much more than chance the places
    differ (None with too few to tell): with both the limits of the verdict can be drawn.
    """

    period: Period
    peers: tuple[Peer, ...] = ()
    others: Fraction | None = None
    rank: int = 0
    named: bool = False
    because: str = ""
    common: Fraction = Fraction(0)
    spread: Spread | None = None

    @property
    def allows_for_spread(self) -> bool:
        """Whether the verdict allows for more than chance: with too few places there is no telling how much they differ."""
        return self.spread is not None and self.spread.is_allowed_for

    @property
    def own(self) -> Peer | None:
        """The area itself; None where nothing can be told."""
        return next((one for one in self.peers if one.is_own), None)

    @property
    def known(self) -> tuple[Peer, ...]:
        """The areas with a rate, the highest first."""
        return tuple(
            sorted(
                (one for one in self.peers if one.rate is not None),
                key=lambda one: -(one.rate.value if one.rate else 0),
            )
        )


def compared(
    partnership: str,
    slug: str,
    period: Period,
    *,
    peers: Sequence[str] = (),
    known_at: datetime | None = None,
) -> Compared:
    """A police measure of the partnership beside its peers. `peers` are codes of partnerships that it names.

    A partnership without a file of every month, with too many rows that have no place, or without the residents of every
    small area has no rate and says so.
    """
    key = ("peers", partnership, slug, period.code, tuple(peers), known_at)
    return once(key, lambda: _compared(snapshot(partnership, known_at), slug, period, tuple(peers)))


def _compared(known: Snapshot, slug: str, period: Period, peers: tuple[str, ...]) -> Compared:
    types = queries.types_of(slug)
    if not slug.startswith("police-") or not types:
        return Compared(period, because=TOTALS)
    places = known.reference.places(PARTNERSHIP)
    own = known.area
    if own is None or not own.members or not places:
        return Compared(
            period,
            because="No look-up of small areas to partnerships has been imported, so no peers are known.",
        )
    # A partnership that shares ground with this one would be compared with itself.
    chosen = [
        one
        for one in places
        if one.code != own.code and one.members.isdisjoint(own.members) and (not peers or one.code in peers)
    ]
    mine = next((one for one in places if one.code == own.code), known.place(""))
    return _set_beside(known, types, period, (mine, *chosen), named=bool(peers))


def _set_beside(
    known: Snapshot, types: Sequence[str], period: Period, places: Sequence[Place], *, named: bool
) -> Compared:
    files = queries.counting(known.partnership, [Kind.POLICE_STREET], known.known_at)
    counts, facts = _counts(files, known, places), queries.month_facts(files)
    own, *others = [_one(known, counts, facts, types, period, place) for place in places]
    # Every partnership of the country is in the look-up; those of which nothing is here are no peers unless named.
    found = [own, *(one for one in others if named or one.rate is not None)]
    rated = [one for one in found if one.rate is not None]
    if found[0].rate is None:
        return Compared(period, because=f"Its rate is not known: {found[0].because}.")
    if len(rated) < FEWEST:
        return Compared(
            period,
            because=_too_few(len(rated) - 1),
        )
    events = sum(one.rate.events for one in rated[1:] if one.rate)
    exposure = sum((one.rate.exposure for one in rated[1:] if one.rate), Fraction(0))
    common = Fraction(events + (found[0].rate.events if found[0].rate else 0)) / (
        exposure + (found[0].rate.exposure if found[0].rate else 0)
    )
    told = funnel(
        [
            Count(one.name, one.rate.events, float(common * one.rate.exposure))
            for one in rated
            if one.rate is not None
        ]
    )
    stands = {one.place: _stands(one) for one in told.places}
    made = tuple(
        Peer(one.name, at == 0, one.rate, stands.get(one.name, "unknown"), one.because)
        for at, one in enumerate(found)
    )
    mine = found[0].rate.value
    rank = 1 + sum(1 for one in rated[1:] if one.rate and one.rate.value > mine)
    theirs = Fraction(events * PER) / exposure
    return Compared(period, made, theirs, rank, named, common=common * PER, spread=told.spread)


def _too_few(others: int) -> str:
    have = "No other partnership has" if not others else f"Only {grouped(others)} other has"
    return f"{have} a file of every month and known residents here; {grouped(FEWEST - 1)} are needed to set it beside others."


def _stands(one: Positioned) -> Standing:
    return STANDS.get(one.verdict, "unknown")


def _counts(files: Sequence[ImportedFile], known: Snapshot, places: Sequence[Place]) -> AreaCounts:
    sent = (file.part.partition(" ") for file in files)
    return cube.area_counts(
        queries.parts_of(files),
        {place.key: known.reference.rebased(place).codes for place in places},
        {place.key: place.force for place in places},
        covered=[(force, month) for force, _, month in sent],
    )


def _one(
    known: Snapshot, counts: AreaCounts, facts: Facts, types: Sequence[str], period: Period, place: Place
) -> Peer:
    months = [month.code for month in months_in(period)]
    at = counts.areas.index(place.key)
    held = {month: number for number, month in enumerate(counts.months) if counts.covered[at][number]}
    absent = [month for month in months if month not in held]
    if absent:
        return Peer(
            place.name,
            False,
            None,
            because=f"{grouped(len(absent))} of its {len(months)} months have no file",
        )
    placed = comparison_allowed([one for month in months for one in facts.get((place.force, month), ())])
    if not placed.holds:
        return Peer(place.name, False, None, because=str(placed.message))
    residents, why = known.reference.residents(place)
    if residents is None:
        return Peer(place.name, False, None, because=why)
    chosen = [number for number, name in enumerate(counts.types) if name in types]
    events = int(sum(counts.counts[at, kind, held[month]] for kind in chosen for month in months))
    return Peer(place.name, False, rate(events, residents, per=PER))
