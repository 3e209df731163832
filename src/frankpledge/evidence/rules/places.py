"""Small areas in order, where counts gather more than chance would have it, and which counts are too small to show. Pure.

Points are moved to map points and only the month is known, so nothing is said of repeats; nothing here is about people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.numbers import Exact, round_half_up

PER = 1000
SURE = 0.05
"""The share of false findings allowed among the areas that are called hot or cold."""
FEWEST_AREAS = 10
MOVED = (
    "Places are map points to which each event was moved, and only the month is known; so neither repeats nor near "
    "repeats can be told."
)
NOBODY = "This says where help was needed. It predicts no person and no patrol, and must not be used to."
HOT, COLD, PLAIN, ISLAND, WITHHELD, UNTOLD = "more", "fewer", "", "island", "withheld", "untold"
GATHERS = {
    HOT: "More here and around than chance would give",
    COLD: "Fewer here and around than chance would give",
    PLAIN: "No more than chance would give",
    ISLAND: "Has no neighbour, so nothing can be told",
    WITHHELD: "Withheld",
    UNTOLD: "Not told",
}


@dataclass(frozen=True)
class Place:
    """One small area. `count` of None is withheld. `rate` is for a thousand residents; `gathers` is a key of `GATHERS`."""

    code: str
    name: str
    count: int | None
    rate: Exact | None
    gathers: str

    @property
    def is_withheld(self) -> bool:
        return self.count is None


@rule(
    source=Citation(
        "Government Statistical Service, Statistical disclosure control for tables",
        note="counts from 1 to one below the threshold are withheld; where those together could be worked out from the "
        "total, the next smallest are withheld as well; nought is shown",
    )
)
def withheld(counts: Mapping[str, int], *, below: int) -> frozenset[str]:
    """The areas whose counts are not shown. `below` of 1 or less withholds nothing."""
    small = {code for code, n in counts.items() if 0 < n < below}
    rest = sorted((n, code) for code, n in counts.items() if n and code not in small)
    while small and rest and (len(small) == 1 or sum(counts[code] for code in small) < below):
        small.add(rest.pop(0)[1])
    return frozenset(small)


@rule(
    source=Citation(
        "Ord and Getis, Local spatial autocorrelation statistics, Geographical Analysis 27 (1995)",
        note="Gi* of each area with those that touch it, p adjusted over all areas (Benjamini and Hochberg), 5%",
    )
)
def gathering(
    values: Sequence[float], outlines: Sequence[Sequence[tuple[float, float]]]
) -> tuple[str, ...] | None:
    """What gathers at each area (`GATHERS`); None for fewer than ten areas or values that are all alike."""
    if len(values) < FEWEST_AREAS or len(set(values)) == 1:
        return None
    import numpy as np

    from frankpledge.analysis.hotspots import local_figures
    from frankpledge.analysis.neighbours import touching

    near = touching(outlines)
    found = local_figures(np.array(values, dtype=np.float64), near, "gi_star")
    islands = set(near.islands)
    return tuple(
        ISLAND if place in islands else _kind(float(found.z[place]), float(found.p_adjusted[place]))
        for place in range(len(values))
    )


def _kind(z: float, p: float) -> str:
    if not p <= SURE:
        return PLAIN
    return HOT if z > 0 else COLD


def placed(
    counts: Mapping[str, int],
    *,
    names: Mapping[str, str],
    residents: Mapping[str, int],
    outlines: Mapping[str, Sequence[tuple[float, float]]],
    below: int,
) -> tuple[Place, ...]:
    """The areas, highest first: by rate where the residents of all are known, else by count; withheld ones last.

    What gathers is told only where every area has an outline.
    """
    codes = sorted(counts)
    hidden = withheld(counts, below=below)
    rated = all(residents.get(code) for code in codes)
    values = [
        Fraction(counts[code] * PER, residents[code]) if rated else Fraction(counts[code]) for code in codes
    ]
    told = None
    if all(code in outlines for code in codes) and enough(counts):
        told = gathering([float(value) for value in values], [outlines[code] for code in codes])
    found = [
        Place(
            code, names.get(code) or code, None if code in hidden else counts[code],
            None if code in hidden or not rated else round_half_up(value, 1),
            WITHHELD if code in hidden else told[at] if told else UNTOLD,
        )
        for at, (code, value) in enumerate(zip(codes, values, strict=True))
    ]  # fmt: skip
    return tuple(sorted(found, key=_order))


@rule(
    source=Citation(
        "Ord and Getis, Local spatial autocorrelation statistics, Geographical Analysis 27 (1995)",
        note="the normal approximation behind Gi* fails where most areas have none; the floor of one event an area on average is ours",
    )
)
def enough(counts: Mapping[str, int]) -> bool:
    """Whether there are so many events that it can be told where they gather: at least one an area on average."""
    return sum(counts.values()) >= len(counts)


def _order(one: Place) -> tuple[bool, Exact, str]:
    size: Exact = one.rate if one.rate is not None else one.count or 0
    return one.is_withheld, -size, one.name


def finding(places: Sequence[Place], measure: str, span: str) -> str:
    """What the places say, in a line."""
    hot = [one for one in places if one.gathers == HOT]
    if hot:
        shown = ", ".join(one.name for one in hot[:3]) + (f" and {len(hot) - 3} more" if len(hot) > 3 else "")
        return f"{measure} gathers in {len(hot)} of {len(places)} small areas in {span}: {shown}"
    if any(one.gathers == UNTOLD for one in places):
        top = _top(places)
        return f"{measure} by small area in {span}: {top}"
    return f"{measure} gathers in no small area in {span} more than chance would give"


def _top(places: Sequence[Place]) -> str:
    """Which area has most. A withheld count is small, but its rate may be the highest of all."""
    first = next((one for one in places if one.count), None)
    if first is None:
        return (
            "every count above nought is small and withheld"
            if any(one.is_withheld for one in places)
            else "none"
        )
    return f"highest {'of those shown ' if any(one.is_withheld for one in places) else ''}in {first.name}"
