"""Which weight would turn the order: how far a weight may be moved before two issues that differ change places.

One weight moves at a time and those beside it shrink or grow in proportion, so that their sum stays (strategic-assessment
2.9). Where scores follow the weight along straight lines the answer is exact; else it is searched for, step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from frankpledge.assessment.rules.scheme import BORDA, Scheme
from frankpledge.assessment.rules.scoring import Given, exact_scores

WEIGHTED = frozenset({"sum", "wmean", "wgeomean", BORDA})
"""Combinations in which weights are stated and may be doubted."""
Levels = Mapping[str, Mapping[str, Given]]
"""By issue and criterion."""
Scores = Mapping[str, Fraction]
SAMPLES = tuple(Fraction(place, 8) for place in (1, 3, 5, 7))
STEPS, HALVINGS = 40, 15
"""The search looks at every fortieth of the whole, and then halves the step in which the order turned."""


@dataclass(frozen=True)
class Turn:
    """At this weight (a share of its whole) `ahead` no longer stands before `behind`, and beyond it comes after."""

    weight: Fraction
    ahead: str
    behind: str


@dataclass(frozen=True)
class WeightTurns:
    """A weight, as its share of the weights beside it, and where it would first turn the order on either side.

    `name` is a criterion, or a group as `group/…`. None: on that side no weight does.
    """

    name: str
    weight: Fraction
    below: Turn | None
    above: Turn | None

    @property
    def nearest(self) -> Turn | None:
        """The turn for which the weight has to move least."""
        turns = [one for one in (self.below, self.above) if one is not None]
        return min(turns, key=lambda one: abs(one.weight - self.weight), default=None)


@dataclass(frozen=True)
class _Knob:
    name: str
    weight: Fraction
    turned: Callable[[Fraction], Scheme]


def turning_weights(scheme: Scheme, given: Levels, exact: Scores) -> tuple[WeightTurns, ...]:
    """For each weight of the scheme where it would first turn the order, the one nearest to doing so first.

    `exact` are the scores as they stand; an issue without one takes no part. Empty for a scheme without weights.
    """
    scored = {issue: given[issue] for issue in sorted(exact)}
    found = [_turns(knob, scored, exact, scheme) for knob in _knobs(scheme)]
    return tuple(sorted(found, key=lambda one: (_distance(one), one.name)))


def _distance(one: WeightTurns) -> Fraction:
    return Fraction(2) if one.nearest is None else abs(one.nearest.weight - one.weight)


def _knobs(scheme: Scheme) -> Iterator[_Knob]:
    for group in scheme.scored_groups:
        weights = {one.id: one.weight for one in scheme.in_group(group.id)}
        if group.combine in WEIGHTED and len(weights) > 1:
            yield from (_of_criterion(scheme, name, weights) for name in weights)
    shares = {one.id: one.weight for one in scheme.scored_groups if one.weight > 0}
    if scheme.formula is None and scheme.combine in WEIGHTED and len(shares) > 1:
        yield from (_of_group(scheme, name, shares) for name in shares)


def _of_criterion(scheme: Scheme, name: str, weights: Scores) -> _Knob:
    def turned(share: Fraction) -> Scheme:
        now = _moved(weights, name, share)
        return replace(
            scheme,
            criteria=tuple(replace(one, weight=now.get(one.id, one.weight)) for one in scheme.criteria),
        )

    return _Knob(name, _share(weights, name), turned)


def _of_group(scheme: Scheme, name: str, weights: Scores) -> _Knob:
    def turned(share: Fraction) -> Scheme:
        now = _moved(weights, name, share)
        return replace(
            scheme, groups=tuple(replace(one, weight=now.get(one.id, one.weight)) for one in scheme.groups)
        )

    return _Knob(f"group/{name}", _share(weights, name), turned)


def _share(weights: Scores, name: str) -> Fraction:
    return weights[name] / sum(weights.values(), Fraction(0))


def _moved(weights: Scores, name: str, share: Fraction) -> Scores:
    """The weights with one of them at this share of their sum, the others in proportion."""
    whole = sum(weights.values(), Fraction(0))
    rest = (1 - share) * whole / (whole - weights[name])
    return {one: share * whole if one == name else weight * rest for one, weight in weights.items()}


def _turns(knob: _Knob, given: Levels, exact: Scores, scheme: Scheme) -> WeightTurns:
    sign = 1 if scheme.worst == "high" else -1
    order = sorted(exact, key=lambda issue: (-sign * exact[issue], issue))
    pairs = [(a, b) for a, b in combinations(order, 2) if exact[a] != exact[b]]

    def ahead(share: Fraction, among: Collection[str] = given.keys()) -> dict[str, Fraction]:
        asked = given if scheme.by_borda else {issue: given[issue] for issue in among}
        return {issue: sign * score for issue, score in exact_scores(knob.turned(share), asked).items()}

    lines = _lines(ahead)
    if lines is None:
        below, above = (_searched(ahead, knob.weight, pairs, step) for step in (-1, 1))
    else:
        below, above = _crossed(lines, knob.weight, pairs)
    return WeightTurns(knob.name, knob.weight, below, above)


_Lines = Mapping[str, tuple[Fraction, Fraction]]
_Pairs = list[tuple[str, str]]


class _Ahead(Protocol):
    """The scores at a weight, the greater the farther ahead; of some issues only, where the others do not matter."""

    def __call__(self, share: Fraction, among: Collection[str] = ...) -> Scores: ...


def _lines(ahead: _Ahead) -> _Lines | None:
    """Each issue's score at a weight of nought and of one, if all of them follow the weight along a straight line."""
    first, *others = SAMPLES
    low, high = ahead(first), ahead(others[-1])
    slope = {issue: (high[issue] - low[issue]) / (others[-1] - first) for issue in low}
    start = {issue: low[issue] - slope[issue] * first for issue in low}
    for share in others[:-1]:
        found = ahead(share)
        if any(found[issue] != start[issue] + slope[issue] * share for issue in found):
            return None
    return {issue: (start[issue], start[issue] + slope[issue]) for issue in start}


def _crossed(lines: _Lines, weight: Fraction, pairs: _Pairs) -> tuple[Turn | None, Turn | None]:
    turns = []
    for a, b in pairs:
        at_nought, at_one = (lines[a][end] - lines[b][end] for end in (0, 1))
        if at_nought != at_one and 0 <= (where := at_nought / (at_nought - at_one)) <= 1:
            turns.append(Turn(where, a, b))
    return (
        max((one for one in turns if one.weight < weight), key=lambda one: one.weight, default=None),
        min((one for one in turns if one.weight > weight), key=lambda one: one.weight, default=None),
    )


def _searched(ahead: _Ahead, weight: Fraction, pairs: _Pairs, step: int) -> Turn | None:
    """The first turn on one side of a weight, found to a millionth of the whole."""
    stays = weight
    for share in _shares(weight, step):
        if turned := _turned(ahead(share), pairs):
            return _halved(ahead, stays, share, turned)
        stays = share
    return None


def _shares(weight: Fraction, step: int) -> list[Fraction]:
    """Every fortieth on one side of a weight, the nearest first; not the ends, where others have no weight at all."""
    inside = [Fraction(place, STEPS) for place in range(1, STEPS)]
    return sorted((one for one in inside if (one - weight) * step > 0), key=lambda one: abs(one - weight))


def _halved(ahead: _Ahead, stays: Fraction, turns: Fraction, pairs: _Pairs) -> Turn:
    """Where the first of these pairs turned, between a weight at which none had and one at which all have."""
    among = sorted({issue for pair in pairs for issue in pair})
    for _ in range(HALVINGS):
        middle = (stays + turns) / 2
        turned = _turned(ahead(middle, among), pairs)
        stays, turns, pairs = (stays, middle, turned) if turned else (middle, turns, pairs)
    return Turn(turns, *pairs[0])


def _turned(scores: Scores, pairs: _Pairs) -> _Pairs:
    return [(a, b) for a, b in pairs if scores[a] < scores[b]]
