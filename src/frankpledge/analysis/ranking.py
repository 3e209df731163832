"""An order of issues that says how sure it is: shared ranks, a 90% interval for each, and the chance of the top k.

A strict order of point scores hides that neighbours often cannot be told apart. Here every score is drawn many
times from its spread and ranked each time (strategic-assessment 2.8). What has no score is listed apart with the
reason; it never counts as 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.spreads import Exact, Spread, chances

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

Worst = Literal["high", "low"]
TOLD_APART = 0.9
"""Two neighbours are told apart when one ranks before the other in at least this share of the draws."""


@dataclass(frozen=True)
class Candidate:
    """An issue to be ranked. `score` of None cannot be ranked, and `because` then says why."""

    issue: str
    score: Fraction | None
    spread: Spread | None = None
    """How far the score may lie from what it is; None when it is exact."""
    part_of: str = ""
    """The issue of which this one is a part: the two do not stand for different events."""
    because: str = ""


@dataclass(frozen=True)
class Ranked:
    """Where an issue stands. `at[r]` is the chance that its rank is r + 1; ranks count from 1, the worst."""

    issue: str
    score: Fraction
    rank: int
    tied_with: tuple[str, ...]
    rank_low: int
    rank_high: int
    at: tuple[Fraction, ...]
    ahead_of_next: float | None
    """The chance of ranking before the next in order; None for the last."""
    tier: int
    """Issues of one tier cannot be told apart on this evidence; tiers count from 1."""
    part_of: str = ""

    def top(self, k: int) -> Fraction:
        """The chance of being among the first k, as the share of the draws."""
        return sum(self.at[:k], Fraction(0))


@dataclass(frozen=True)
class Unranked:
    """An issue that could not be scored, and why."""

    issue: str
    because: str
    part_of: str = ""


@dataclass(frozen=True)
class Ranking:
    """The order, what is not in it, and how it was drawn, which is enough to draw it again."""

    ranked: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]
    draws: int
    seed: int
    confidence: float
    method: str

    def of(self, issue: str) -> Ranked | None:
        return next((one for one in self.ranked if one.issue == issue), None)


def rank(
    candidates: Sequence[Candidate],
    *,
    worst: Worst = "high",
    ties: Literal["shared"] = "shared",
    draws: int = 10_000,
    seed: int = 0,
    confidence: float = 0.90,
) -> Ranking:
    """Rank the issues, worst first. The same seed gives the same answer, in whatever order they are given.

    Equal scores share the better rank (1, 2, 2, 4). The interval leaves out at most half of 1 − `confidence` of the
    draws on either side and always takes in the rank itself. Raises ValueError for a name that comes twice.
    """
    names = [one.issue for one in candidates]
    if len(set(names)) != len(names):
        raise ValueError("every issue can be ranked once only")
    scored = sorted(
        ((one, one.score) for one in candidates if one.score is not None),
        key=lambda pair: (-pair[1] if worst == "high" else pair[1], pair[0].issue),
    )
    drawn = [_drawn(one, score, draws, seed) for one, score in scored]
    places = _places(drawn, worst)
    ranked = _ranked(scored, drawn, places, worst, confidence)
    unranked = tuple(
        Unranked(one.issue, one.because or "It has no score.", one.part_of)
        for one in sorted(candidates, key=lambda one: one.issue)
        if one.score is None
    )
    method = (
        f"{ties} ranks, {worst} is worst; {draws} draws, seed {seed}; {confidence:.0%} interval of the rank"
    )
    return Ranking(ranked, unranked, draws, seed, confidence, method)


def _drawn(one: Candidate, score: Fraction, draws: int, seed: int) -> Floats:
    spread = one.spread or Exact(float(score))
    return spread.at(chances(seed, one.issue, draws))


def _places(drawn: Sequence[Floats], worst: Worst) -> list[Floats]:
    """For every issue its rank in every draw, equal values sharing the better rank."""
    import numpy as np

    if not drawn:
        return []
    table = np.vstack(drawn) * (1 if worst == "high" else -1)
    return [1 + (table > row).sum(axis=0) for row in table]


def _ranked(
    scored: Sequence[tuple[Candidate, Fraction]],
    drawn: Sequence[Floats],
    places: Sequence[Floats],
    worst: Worst,
    confidence: float,
) -> tuple[Ranked, ...]:
    import numpy as np

    found: list[Ranked] = []
    tier = 1
    for place, (one, score) in enumerate(scored):
        better = sum(1 for _, other in scored if (other > score if worst == "high" else other < score))
        tied = tuple(other.issue for other, value in scored if value == score and other is not one)
        counts = np.bincount(places[place].astype(int), minlength=len(scored) + 1)[1:]
        at = tuple(Fraction(int(count), len(places[place])) for count in counts)
        low, high = _interval(at, better + 1, confidence)
        ahead = _ahead(drawn[place], drawn[place + 1], worst) if place + 1 < len(scored) else None
        found.append(Ranked(one.issue, score, better + 1, tied, low, high, at, ahead, tier, one.part_of))
        tier += ahead is not None and ahead >= TOLD_APART
    return tuple(found)


def _interval(at: Sequence[Fraction], place: int, confidence: float) -> tuple[int, int]:
    tail = (1 - Fraction(str(confidence))) / 2
    low = next(r for r in range(len(at), 0, -1) if sum(at[: r - 1]) <= tail)
    high = next(r for r in range(1, len(at) + 1) if sum(at[r:]) <= tail)
    return min(low, place), max(high, place)


def _ahead(mine: Floats, theirs: Floats, worst: Worst) -> float:
    """The chance of ranking before another; a draw in which they are equal counts half."""
    before = mine > theirs if worst == "high" else mine < theirs
    return float(before.mean() + (mine == theirs).mean() / 2)


def chance_error(chance: float, draws: int) -> float:
    """The standard error of a chance that was found by drawing: √(p(1 − p)/draws)."""
    return math.sqrt(chance * (1 - chance) / draws)
