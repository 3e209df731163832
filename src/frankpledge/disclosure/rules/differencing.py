"""What two releases tell together that neither tells alone: a count less those that lie within it. Pure.

A count is so many events in an area over some months. The area is a set of small areas, so that a ward of one year, a
district after its boundary moved and a partnership made of several districts can be held against each other. Where one
release shows a whole and another shows parts of it, the rest is known to every reader who can subtract.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class Extent:
    """An area as the set of small areas that it is made of; empty when nobody has recorded them."""

    key: str
    name: str
    members: frozenset[str] = frozenset()

    def holds(self, other: Extent) -> bool:
        """Whether the other lies wholly within this one. Areas without small areas hold only themselves."""
        return self.key == other.key or (bool(other.members) and other.members <= self.members)

    def is_as(self, other: Extent) -> bool:
        """Whether the two are the same ground."""
        return self.holds(other) and other.holds(self)


@dataclass(frozen=True)
class Count:
    """A count that was shown. `release` is the title of the document; `table` names counts that stand together in it."""

    measure: str
    area: Extent
    period: Period
    value: int
    release: str
    table: str


@dataclass(frozen=True)
class Rest:
    """What is left of a whole when the parts are taken from it: a small count. `earlier` is one that was shown before."""

    whole: Count
    parts: tuple[Count, ...]
    value: int
    earlier: Count

    @cached_property
    def ground(self) -> str:
        """Of where and when the rest is, in words."""
        covered = frozenset[str]().union(*(one.area.members for one in self.parts))
        left = len(self.whole.area.members - covered)
        if left:
            return f"{left} small {'area' if left == 1 else 'areas'} of {self.whole.area.name}, {self.whole.period}"
        return f"the rest of {self.whole.period} in {self.whole.area.name}"


@rule(
    source=Citation(
        "Hundepool and others, Statistical Disclosure Control (2012), chapter 5",
        note="linked tables: a count is disclosed when two released tables over nested areas or periods differ by a small one",
    )
)
def told_together(
    new: Sequence[Count], before: Sequence[Count], threshold: Callable[[str], int]
) -> tuple[Rest, ...]:
    """Every small rest that a release would tell together with earlier ones.

    `threshold` of a measure: counts from 1 to one below it are small. Rests that one release tells by itself are for the
    audit of its own tables; those that earlier releases told together are known already.
    """
    fresh = {id(one) for one in new}
    found: dict[tuple[object, ...], Rest] = {}
    for counts in _by_measure((*new, *before)):
        for whole in counts:
            for parts in _ways(whole, counts):
                shown = [one for one in (whole, *parts) if id(one) not in fresh]
                left = whole.value - sum(one.value for one in parts)
                is_mixed = 0 < len(shown) <= len(parts)
                if is_mixed and 0 < left < threshold(whole.measure) and not _is_all(whole, parts):
                    told = Rest(whole, parts, left, shown[0])
                    found.setdefault((whole.measure, whole.period.code, told.ground), told)
    return tuple(found.values())


def _by_measure(counts: Iterable[Count]) -> Iterator[list[Count]]:
    held: defaultdict[str, list[Count]] = defaultdict(list)
    for one in counts:
        held[one.measure].append(one)
    return iter(held.values())


def _ways(whole: Count, counts: Sequence[Count]) -> Iterator[tuple[Count, ...]]:
    """The parts by which a reader may subtract: each alone, those of one table, and all that do not overlap."""
    areas = [
        one
        for one in counts
        if one.period == whole.period and whole.area.holds(one.area) and not one.area.holds(whole.area)
    ]
    months = [one for one in counts if _lies_in(one.period, whole.period) and one.area.is_as(whole.area)]
    for parts in (areas, months):
        yield from ((one,) for one in parts)
        tables = {(one.release, one.table) for one in parts}
        for table in sorted(tables):
            yield _apart([one for one in parts if (one.release, one.table) == table])
        if len(tables) > 1:
            yield _apart(parts)


def _lies_in(part: Period, whole: Period) -> bool:
    ends = part.ends_on
    return part != whole and part.starts_on in whole and ends is not None and ends in whole


def _apart(parts: Sequence[Count]) -> tuple[Count, ...]:
    """As many of the parts as do not overlap, the smallest grounds first."""
    taken: list[Count] = []
    for one in sorted(parts, key=lambda part: (part.period.days, len(part.area.members))):
        if not any(one.period.overlaps(other.period) and _meet(one.area, other.area) for other in taken):
            taken.append(one)
    return tuple(taken)


def _meet(one: Extent, other: Extent) -> bool:
    return one.key == other.key or not one.members.isdisjoint(other.members)


def _is_all(whole: Count, parts: Sequence[Count]) -> bool:
    """Whether the parts are the whole: what is left is then a revision and nobody's count."""
    same_time = all(one.period == whole.period for one in parts)
    if same_time:
        return frozenset[str]().union(*(one.area.members for one in parts)) == whole.area.members
    return sum(one.period.days for one in parts) == whole.period.days
