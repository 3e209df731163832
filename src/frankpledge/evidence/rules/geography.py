"""Small areas of 2011 and of 2021, and the areas made of them. Pure.

An area is a set of small areas of one edition. Rows may carry codes of the other, and never say which: a code is looked
up in both. What the look-up shows to lie wholly inside is exact; where it names one fit for a small area that changed,
it is the best fit and says so; what lies on both sides of the area's edge is counted on neither and named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

OTHER = {"lsoa11": "lsoa21", "lsoa21": "lsoa11"}
"""The two editions of small areas, each with the other."""


@dataclass(frozen=True)
class Links:
    """Which small areas of 2011 and of 2021 belong together, as an ONS look-up gives them."""

    pairs: frozenset[tuple[str, str]]
    """(2011, 2021). A best-fit look-up has one pair for each area of 2011; an exact one has every pair."""

    @cached_property
    def of(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """By edition, each of its codes with the codes of the other edition that it is linked to."""
        found: dict[str, defaultdict[str, set[str]]] = {name: defaultdict(set) for name in OTHER}
        for old, new in self.pairs:
            found["lsoa11"][old].add(new)
            found["lsoa21"][new].add(old)
        return {
            name: {code: frozenset(linked) for code, linked in codes.items()} for name, codes in found.items()
        }

    @cached_property
    def tells_every_part(self) -> bool:
        """Whether the look-up names every part of an area that was split; a best-fit one names a single part."""
        return any(len(linked) > 1 for linked in self.of["lsoa11"].values())

    def codes(self, vintage: str) -> frozenset[str]:
        """Every code of an edition that the look-up knows."""
        return frozenset(self.of[vintage])

    def is_exact(self, code: str, vintage: str) -> bool:
        """Whether it is known how a small area of an edition lies in those of the other.

        It is for one that did not change, for one of 2021 made of several of 2011, and, where every part is named, for
        every part of a split. Of a best-fit look-up a changed code with a single partner is a fit and no more.
        """
        partners = self.of[vintage][code]
        if partners == {code} or self.tells_every_part:
            return True
        merged = partners if vintage == "lsoa21" else self.of["lsoa21"][next(iter(partners))]
        return len(merged) > 1


@dataclass(frozen=True)
class Rebased:
    """The codes by which rows count for an area, whichever edition they carry.

    `members` are the area's own; `exact` and `best_fit` codes of the other edition; `straddling` those that lie on both
    sides of its edge and count for neither; `unseen` members that were split, of which only one part is known.
    """

    members: frozenset[str]
    exact: frozenset[str] = frozenset()
    best_fit: frozenset[str] = frozenset()
    straddling: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()

    @cached_property
    def codes(self) -> frozenset[str]:
        return self.members | self.exact | self.best_fit


def rebase(members: Iterable[str], vintage: str, links: Links | None) -> Rebased:
    """The same area in both editions. Without a look-up only the codes that it is made of count.

    A code of the other edition counts when all that it is linked to lies in the area. Raises KeyError for an unknown
    edition.
    """
    own, other = frozenset(members), OTHER[vintage]
    if links is None:
        return Rebased(own)
    touched = {code for member in own for code in links.of[vintage].get(member, ()) if code not in own} | {
        code for code in own if code in links.of[other]
    }
    inside = {code for code in touched if links.of[other][code] <= own}
    exact = {code for code in inside if links.is_exact(code, other)}
    return Rebased(
        own,
        frozenset(exact - own),
        frozenset(inside - exact - own),
        frozenset(touched - inside - own),
        _unseen(own, vintage, links),
    )


def _unseen(members: frozenset[str], vintage: str, links: Links) -> frozenset[str]:
    """Members of 2011 that a best-fit look-up pairs with a changed code: their other parts it does not name."""
    if vintage != "lsoa11" or links.tells_every_part:
        return frozenset()
    known = links.of["lsoa11"]
    return frozenset(
        code for code in members if code in known and not links.is_exact(next(iter(known[code])), "lsoa21")
    )


@dataclass(frozen=True)
class Made:
    """What a partnership's area is made of. `borrowed`: of so many small areas the district of today lies in several
    partnerships, and an earlier edition told in which they are."""

    members: frozenset[str]
    borrowed: int = 0
    earlier: str = ""
    """The edition that told."""


@dataclass(frozen=True)
class Partnerships:
    """Every partnership of an edition. `unplaced` small areas lie in a district of several, and nothing tells in which;
    `doubtful` are the partnerships that they may belong to."""

    made: Mapping[str, Made]
    unplaced: frozenset[str]
    doubtful: frozenset[str]


def partnerships(
    edition: str,
    districts: Mapping[str, Mapping[str, str]],
    partners: Mapping[str, Mapping[str, frozenset[str]]],
) -> Partnerships:
    """What each partnership of an edition is made of.

    `districts` tells by edition the district of each small area, `partners` by edition the partnerships of each
    district. A district may lie in several partnerships; an earlier edition, whose districts were smaller, then tells
    which of them a small area belongs to, if it names exactly one of them.
    """
    earlier = sorted((each for each in districts if each < edition and each in partners), reverse=True)
    placed: defaultdict[str, set[str]] = defaultdict(set)
    borrowed: defaultdict[str, set[str]] = defaultdict(set)
    told: dict[str, str] = {}
    unplaced: set[str] = set()
    doubtful: set[str] = set()
    for code, district in districts[edition].items():
        among = partners[edition].get(district, frozenset())
        if len(among) == 1:
            placed[next(iter(among))].add(code)
            continue
        one, by = _by_earlier(code, among, earlier, districts, partners)
        if one:
            placed[one].add(code)
            borrowed[one].add(code)
            told[one] = by
        else:
            unplaced.add(code)
            doubtful |= among
    made = {
        name: Made(frozenset(codes), len(borrowed[name]), told.get(name, ""))
        for name, codes in placed.items()
    }
    return Partnerships(made, frozenset(unplaced), frozenset(doubtful))


def _by_earlier(
    code: str,
    among: frozenset[str],
    editions: Iterable[str],
    districts: Mapping[str, Mapping[str, str]],
    partners: Mapping[str, Mapping[str, frozenset[str]]],
) -> tuple[str, str]:
    for edition in editions:
        before = partners[edition].get(districts[edition].get(code, ""), frozenset()) & among
        if len(before) == 1:
            return next(iter(before)), edition
    return "", ""


@dataclass(frozen=True)
class Moved:
    """How an area differs between two editions of its boundary."""

    joined: frozenset[str]
    left: frozenset[str]


def moved(before: Iterable[str], after: Iterable[str]) -> Moved:
    """Which small areas an area gained and lost."""
    old, new = frozenset(before), frozenset(after)
    return Moved(new - old, old - new)
