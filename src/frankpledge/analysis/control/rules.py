"""Rules that say where a control chart signals, each with its source; a gap ends every run.

A rule looks at the points of one phase, as distances from the centre in standard deviations and as the values
themselves (None where there is a gap), and gives the spans that make up its signals. Limits lie at three. A point exactly on the centre belongs to neither side and ends a
run, except under Anhøj's rules, which pass over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Scores = Sequence[float | None]
Span = tuple[int, int]
"""First and last place of a signal, both included."""

NHS = "NHS England, Making Data Count (as in NHSRplotthedots)"
WESTERN = "Western Electric, Statistical Quality Control Handbook (1956)"
NELSON = "Nelson, Journal of Quality Technology 16 (1984) 237"
SHEWHART = "Shewhart, Economic Control of Quality (1931)"
ANHOEJ = "Anhøj and Olesen, PLOS ONE 9 (2014) e113825"


@dataclass(frozen=True)
class Rule:
    """A rule with its name, what it says and who says so."""

    name: str
    says: str
    source: str
    find: Callable[[Scores, Scores], list[Span]]


@dataclass(frozen=True)
class Signal:
    """Where a rule was met: places of the series, both included. `at` is the place where it was first complete."""

    rule: str
    first: int
    last: int
    at: int


def outside(scores: Scores, _values: Scores) -> list[Span]:
    """Each point beyond a control limit."""
    return [(place, place) for place, score in enumerate(scores) if score is not None and abs(score) > 3]


def run_of(length: int) -> Callable[[Scores, Scores], list[Span]]:
    """At least so many points running on one side of the centre."""

    def find(scores: Scores, _values: Scores) -> list[Span]:
        sides = [None if score is None or score == 0 else score > 0 for score in scores]
        return [span for span in _runs(sides) if span[1] - span[0] + 1 >= length]

    return find


def trend_of(length: int) -> Callable[[Scores, Scores], list[Span]]:
    """At least so many points running, each above (or each below) the one before it."""

    def find(_scores: Scores, values: Scores) -> list[Span]:
        found: list[Span] = []
        for up in (True, False):
            start = 0
            for place in range(1, len(values) + 1):
                before, here = values[place - 1], values[place] if place < len(values) else None
                goes_on = before is not None and here is not None and (here > before if up else here < before)
                if not goes_on:
                    if place - start >= length and before is not None:
                        found.append((start, place - 1))
                    start = place
        return sorted(found)

    return find


def some_beyond(needed: int, of: int, distance: float) -> Callable[[Scores, Scores], list[Span]]:
    """So many of so many consecutive points further than so many standard deviations from the centre, on one side."""

    def find(scores: Scores, _values: Scores) -> list[Span]:
        found: list[Span] = []
        for sign in (1, -1):
            for last in range(of - 1, len(scores)):
                window = range(last - of + 1, last + 1)
                if any(scores[place] is None for place in window):
                    continue
                far = [place for place in window if sign * (scores[place] or 0) > distance]
                # It is complete at a far point: a near one after it says nothing new.
                if len(far) >= needed and far[-1] == last:
                    found.append((far[0], last))
        return sorted(set(found))

    return find


def alternating(length: int) -> Callable[[Scores, Scores], list[Span]]:
    """At least so many points running that go up and down in turn."""

    def find(_scores: Scores, values: Scores) -> list[Span]:
        found: list[Span] = []
        start, direction = 0, 0
        for place in range(1, len(values) + 1):
            before, here = values[place - 1], values[place] if place < len(values) else None
            now = 0 if before is None or here is None else (here > before) - (here < before)
            if now == 0 or now == direction:
                if place - start >= length:
                    found.append((start, place - 1))
                start = place if now == 0 else place - 1
            direction = now
        return found

    return find


def hugging(length: int) -> Callable[[Scores, Scores], list[Span]]:
    """At least so many points running within one standard deviation of the centre."""

    def find(scores: Scores, _values: Scores) -> list[Span]:
        near = [None if score is None or abs(score) >= 1 else True for score in scores]
        return [span for span in _runs(near) if span[1] - span[0] + 1 >= length]

    return find


def avoiding(length: int) -> Callable[[Scores, Scores], list[Span]]:
    """At least so many points running of which none is within one standard deviation of the centre."""

    def find(scores: Scores, _values: Scores) -> list[Span]:
        far = [None if score is None or abs(score) <= 1 else True for score in scores]
        return [span for span in _runs(far) if span[1] - span[0] + 1 >= length]

    return find


def longest_run(scores: Scores, _values: Scores) -> list[Span]:
    """A run on one side of the centre longer than log₂(useful points), rounded, plus 3; gaps and ties are passed over."""
    useful = [(place, score > 0) for place, score in enumerate(scores) if score]
    if len(useful) < 10:
        return []
    most = round(math.log2(len(useful))) + 3
    runs = _runs([side for _, side in useful])
    return [(useful[first][0], useful[last][0]) for first, last in runs if last - first + 1 > most]


def few_crossings(scores: Scores, _values: Scores) -> list[Span]:
    """Fewer crossings of the centre than the 5% point of a binomial of one crossing less than useful points, of a half."""
    useful = [(place, score > 0) for place, score in enumerate(scores) if score]
    if len(useful) < 10:
        return []
    crossings = sum(before[1] != after[1] for before, after in pairwise(useful))
    return [(useful[0][0], useful[-1][0])] if crossings < fewest_crossings(len(useful)) else []


def fewest_crossings(useful: int) -> int:
    """The 5% point of the number of crossings among so many useful points: the least k with P(X ≤ k) ≥ 0.05."""
    total, ways, tries = 0.0, 1, useful - 1
    for k in range(tries + 1):
        total += ways / 2**tries
        if total >= 0.05:
            return k
        ways = ways * (tries - k) // (k + 1)
    return tries


def _runs(sides: Sequence[bool | None]) -> list[Span]:
    """Spans of equal neighbours; None belongs to no span."""
    found: list[Span] = []
    start = 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if sides[start] is not None:
                found.append((start, place - 1))
            start = place
    return found


OUTSIDE = Rule("outside", "A point lies beyond a control limit", SHEWHART, outside)
SETS: dict[str, tuple[Rule, ...]] = {
    "nhs": (
        OUTSIDE,
        Rule("shift", "7 or more points running lie on one side of the centre", NHS, run_of(7)),
        Rule("trend", "7 or more points running each rise, or each fall", NHS, trend_of(7)),
        Rule("two of three", "2 of 3 points running lie in the outer third towards one limit", NHS, some_beyond(2, 3, 2)),
    ),
    "western-electric": (
        OUTSIDE,
        Rule("two of three", "2 of 3 points running lie beyond 2 standard deviations on one side", WESTERN, some_beyond(2, 3, 2)),
        Rule("four of five", "4 of 5 points running lie beyond 1 standard deviation on one side", WESTERN, some_beyond(4, 5, 1)),
        Rule("shift", "8 or more points running lie on one side of the centre", WESTERN, run_of(8)),
    ),
    "nelson": (
        OUTSIDE,
        Rule("shift", "9 or more points running lie on one side of the centre", NELSON, run_of(9)),
        Rule("trend", "6 or more points running each rise, or each fall", NELSON, trend_of(6)),
        Rule("alternating", "14 or more points running go up and down in turn", NELSON, alternating(14)),
        Rule("two of three", "2 of 3 points running lie beyond 2 standard deviations on one side", NELSON, some_beyond(2, 3, 2)),
        Rule("four of five", "4 of 5 points running lie beyond 1 standard deviation on one side", NELSON, some_beyond(4, 5, 1)),
        Rule("hugging", "15 or more points running lie within 1 standard deviation", NELSON, hugging(15)),
        Rule("avoiding", "8 or more points running lie beyond 1 standard deviation, on either side", NELSON, avoiding(8)),
    ),
    "anhoej": (
        OUTSIDE,
        Rule("longest run", "The longest run on one side of the centre is longer than chance allows", ANHOEJ, longest_run),
        Rule("crossings", "The points cross the centre more seldom than chance allows", ANHOEJ, few_crossings),
    ),
    "outside": (OUTSIDE,),
}  # fmt: skip
"""Sets of rules by name. The first is the default."""
DEFAULT_RULES = "nhs"


def signals(
    scores: Scores, values: Scores, *, rules: str = DEFAULT_RULES, start: int = 0
) -> tuple[Signal, ...]:
    """Every signal of one phase, in order of place; `start` is where the phase begins in its series."""
    found = []
    for rule in SETS[rules]:
        for first, last in rule.find(scores, values):
            at = last if rule.name not in _LENGTHS.get(rules, {}) else first + _LENGTHS[rules][rule.name] - 1
            found.append(Signal(rule.name, start + first, start + last, start + at))
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.rule)))


_LENGTHS: dict[str, dict[str, int]] = {
    "nhs": {"shift": 7, "trend": 7},
    "western-electric": {"shift": 8},
    "nelson": {"shift": 9, "trend": 6, "alternating": 14, "hugging": 15, "avoiding": 8},
}
"""After how many points a run completes a rule."""
