"""How unevenly crime lies over places: the share of places that hold half of it, the Lorenz curve, Gini's index.

With few events most places must have none, so a plain Gini near 1 may be no more than arithmetic. The generalised
index (Bernasco and Steenbeek, Journal of Quantitative Criminology 33 (2017) 575) measures from the most even spread
that so many whole events allow; and what chance alone would do to equal places is drawn beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DRAWS = 999
SHARES = (0.25, 0.5, 0.8)


@dataclass(frozen=True)
class Held:
    """The fewest places that hold a share of all events, and what share they are of all places, and of those with any.

    `by_chance` is that share of places, on average, when the same events fall evenly at random; `low` and `high` hold
    the middle 95% of the draws.
    """

    share: float
    places: int
    of_places: float
    of_places_with_any: float
    by_chance: float
    low: float
    high: float

    @property
    def is_more_than_chance(self) -> bool:
        """Fewer places hold it than in 97.5% of the draws."""
        return self.of_places < self.low


@dataclass(frozen=True)
class Concentration:
    """Of `events` over `places`. Indices lie from 0 (even) to 1 (all in one place)."""

    places: int
    events: int
    with_any: int
    gini: float
    generalised: float
    gini_by_chance: float
    gini_low: float
    gini_high: float
    held: tuple[Held, ...]
    lorenz: tuple[tuple[float, float], ...]
    """(share of places from the worst on, share of events they hold), from (0, 0) to (1, 1)."""
    draws: int
    seed: int

    @property
    def is_sparse(self) -> bool:
        """Fewer events than places: a plain Gini is then near 1 by arithmetic."""
        return self.events < self.places

    @property
    def is_more_than_chance(self) -> bool:
        return self.gini > self.gini_high


def gini(counts: Sequence[int]) -> float:
    """Gini's index: Σ(2i − n − 1)y(i)/(n Σy), y in rising order. Raises ValueError without an event."""
    ordered, total = sorted(counts), sum(counts)
    if not ordered or total <= 0:
        raise ValueError("a concentration needs at least one event")
    n = len(ordered)
    return sum((2 * place - n - 1) * value for place, value in enumerate(ordered, start=1)) / (n * total)


def generalised_gini(counts: Sequence[int]) -> float:
    """Bernasco and Steenbeek's index: as Gini's, but measured from the most even spread that whole events allow."""
    ordered, total = sorted(counts), sum(counts)
    if not ordered or total <= 0:
        raise ValueError("a concentration needs at least one event")
    n = len(ordered)
    weighted = 2 * sum(place * value for place, value in enumerate(ordered, start=1)) / total - n - 1
    return max(1 / total, 1 / n) * weighted - max(n / total, 1) + 1


def fewest_holding(counts: Sequence[int], share: float) -> int:
    """The fewest places that together hold at least this share of all events."""
    needed, held = share * sum(counts) * (1 - 1e-12), 0
    for number, value in enumerate(sorted(counts, reverse=True), start=1):
        held += value
        if held >= needed:
            return number
    return len(counts)


def concentration(
    counts: Sequence[int], *, shares: Sequence[float] = SHARES, draws: int = DRAWS, seed: int = 0
) -> Concentration:
    """The concentration of whole events over places, with what chance would do to equal places.

    Chance: the same number of events, each falling on any place alike, `draws` times from `seed`. Raises ValueError
    for fewer than two places, no event, or counts below nought.
    """
    if len(counts) < 2 or min(counts) < 0 or not sum(counts):
        raise ValueError(
            "a concentration needs two places or more, an event or more, and no count below nought"
        )
    chance = list(_by_chance(len(counts), sum(counts), tuple(shares), draws, seed))
    with_any = sum(1 for value in counts if value)
    ginis = sorted(one[0] for one in chance)
    low, high = _middle(ginis)
    held = tuple(
        _held(counts, share, sorted(one[1][number] / len(counts) for one in chance), with_any)
        for number, share in enumerate(shares)
    )
    return Concentration(
        len(counts), sum(counts), with_any, gini(counts), generalised_gini(counts),
        math.fsum(ginis) / len(ginis), low, high, held, _lorenz(counts), draws, seed,
    )  # fmt: skip


BATCH = 4_000_000
"""How many cells are drawn at a time, so that many places do not fill the memory."""


def _by_chance(
    places: int, events: int, shares: tuple[float, ...], draws: int, seed: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """For each draw Gini's index and the fewest places that hold each share."""
    import numpy as np

    chance = np.random.Generator(np.random.PCG64(seed))
    even = np.full(places, 1 / places)
    ranks = 2 * np.arange(1, places + 1) - places - 1
    left = draws
    while left:
        size = min(left, max(1, BATCH // places))
        table = np.sort(chance.multinomial(events, even, size=size), axis=1)
        ginis = (table @ ranks) / (places * events)
        held = np.cumsum(table[:, ::-1], axis=1)
        fewest = [1 + (held < share * events * (1 - 1e-12)).sum(axis=1) for share in shares]
        yield from ((float(ginis[row]), tuple(int(one[row]) for one in fewest)) for row in range(size))
        left -= size


def _middle(ordered: Sequence[float]) -> tuple[float, float]:
    """The bounds of the middle 95% of sorted draws."""
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]


def _held(counts: Sequence[int], share: float, chance: Sequence[float], with_any: int) -> Held:
    found, places = fewest_holding(counts, share), len(counts)
    low, high = _middle(chance)
    return Held(share, found, found / places, found / with_any, math.fsum(chance) / len(chance), low, high)


def _lorenz(counts: Sequence[int]) -> tuple[tuple[float, float], ...]:
    total, held = sum(counts), 0
    points = [(0.0, 0.0)]
    for number, value in enumerate(sorted(counts, reverse=True), start=1):
        held += value
        points.append((number / len(counts), held / total))
    return _thinned(points)


def _thinned(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """At most about two hundred points of the curve: enough to draw it, and ends kept."""
    every = max(1, len(points) // 200)
    return (*points[:-1:every], points[-1])
