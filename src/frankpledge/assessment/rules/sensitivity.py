"""What the order hangs on: plausible weightings, single weights and judgements, criteria left out, what is not known.

Weights are drawn around the stated ones (Dirichlet), levels from their spreads, and what is missing anywhere on its
scale, whatever the scheme's rule for it; each alone and all together (strategic-assessment 2.8 and 2.9).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from frankpledge.analysis.spreads import anywhere, chances, weights_around
from frankpledge.assessment.rules.formula import drawn
from frankpledge.assessment.rules.scheme import Criterion, Kind, Scheme
from frankpledge.assessment.rules.scoring import (
    Basis,
    Given,
    Part,
    Scored,
    exact_scores,
    from_judgement,
    geometric_draws,
    points_drawn,
    score_issues,
)
from frankpledge.assessment.rules.turning import WEIGHTED, Levels, WeightTurns, turning_weights

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats


@dataclass(frozen=True)
class TopShares:
    """How often an issue is among the first k: over plausible weightings, over what the levels leave open, over both."""

    issue: str
    weightings: Fraction
    levels: Fraction
    both: Fraction


@dataclass(frozen=True)
class JudgementEffect:
    """Where an issue would stand were one judgement of it a level lower or higher; None at the end of the scale."""

    issue: str
    criterion: str
    level: Fraction
    rank: int
    if_lower: int | None
    if_higher: int | None
    changes_top: bool

    @property
    def places(self) -> int:
        """By how many places at most."""
        return max(
            abs(self.rank - other)
            for other in (self.if_lower, self.if_higher, self.rank)
            if other is not None
        )


@dataclass(frozen=True)
class CriterionEffect:
    """What leaving a criterion out would do: pairs of issues that change their order, and who would join the first k."""

    criterion: str
    pairs_changed: int
    pairs: int
    joins: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class Stability:
    """The whole of it. `weights_vary` is False for a scheme without weights to doubt."""

    k: int
    top: tuple[str, ...]
    shares: tuple[TopShares, ...]
    same_first: Fraction
    same_top: Fraction
    weights_vary: bool
    judgements: tuple[JudgementEffect, ...]
    criteria: tuple[CriterionEffect, ...]
    turns: tuple[WeightTurns, ...]
    """Each weight with where it would first turn the order, the nearest to doing so first."""
    draws: int
    seed: int
    strength: float

    def share(self, issue: str) -> TopShares | None:
        return next((one for one in self.shares if one.issue == issue), None)


def stability(
    scheme: Scheme, given: Levels, *, k: int = 3, strength: float = 50, draws: int = 10_000, seed: int = 0
) -> Stability:
    """What the order of these issues hangs on. The same seed gives the same answer, in whatever order they are given.

    `strength` of 50 is mild doubt about the weights, 10 strong doubt. What cannot be scored takes no part.
    """
    scored = score_issues(scheme, {issue: given[issue] for issue in sorted(given)}, draws=1, seed=seed)
    scored = {issue: one for issue, one in scored.items() if one.score is not None}
    exact = {issue: one.score for issue, one in scored.items() if one.score is not None}
    top = _top(scheme, exact, k)
    weights = _weightings(scheme, strength, draws, seed)
    by_weights, by_levels, by_both = (
        _places(scheme, scored, weights if weighs else None, draws, seed, levels=levels)
        for weighs, levels in ((True, False), (False, True), (True, True))
    )
    return Stability(
        k=k,
        top=top,
        shares=_shares(list(scored), by_weights, by_levels, by_both, k),
        same_first=_same(list(scored), by_both, _top(scheme, exact, 1), 1),
        same_top=_same(list(scored), by_both, top, k),
        weights_vary=bool(weights),
        judgements=_judgements(scheme, {issue: given[issue] for issue in scored}, exact, k),
        criteria=_criteria(scheme, given, exact, k),
        turns=turning_weights(scheme, given, exact),
        draws=draws,
        seed=seed,
        strength=strength,
    )


def _rank(scheme: Scheme, score: Fraction, others: Sequence[Fraction]) -> int:
    return 1 + sum(other > score if scheme.worst == "high" else other < score for other in others)


def _top(scheme: Scheme, exact: Mapping[str, Fraction], k: int) -> tuple[str, ...]:
    """The issues whose rank is k or better, the worst first."""
    ranks = {issue: _rank(scheme, score, list(exact.values())) for issue, score in exact.items()}
    return tuple(
        sorted((issue for issue, rank in ranks.items() if rank <= k), key=lambda one: (ranks[one], one))
    )


_Weights = Mapping[str, "Floats"]
"""Drawn weights, by criterion, and by group as `group/…`."""


def _weightings(scheme: Scheme, strength: float, draws: int, seed: int) -> dict[str, Floats]:
    """Plausible weights: those of a group's criteria keep their sum, and so do those of the groups."""
    found: dict[str, Floats] = {}
    for group in scheme.scored_groups:
        if group.combine in WEIGHTED:
            weights = {one.id: float(one.weight) for one in scheme.in_group(group.id)}
            found |= _around(weights, strength, draws, _seed(seed, group.id))
    if scheme.formula is None and scheme.combine in WEIGHTED:
        groups = {f"group/{one.id}": float(one.weight) for one in scheme.scored_groups if one.weight > 0}
        found |= _around(groups, strength, draws, _seed(seed, "groups"))
    return found


def _around(weights: Mapping[str, float], strength: float, draws: int, seed: int) -> dict[str, Floats]:
    if len(weights) < 2:
        return {}
    whole = sum(weights.values())
    shares = weights_around(list(weights.values()), strength=strength, draws=draws, seed=seed)
    return {name: share * whole for name, share in zip(weights, shares, strict=True)}


def _seed(seed: int, name: str) -> int:
    """A seed of its own for each group, so that the weights of one do not follow those of another."""
    return int.from_bytes(hashlib.sha256(f"{seed}/weights/{name}".encode()).digest()[:6], "big")


def _places(
    scheme: Scheme,
    scored: Mapping[str, Scored],
    weights: _Weights | None,
    draws: int,
    seed: int,
    *,
    levels: bool,
) -> Floats:
    """The rank of each issue in each draw: one row an issue."""
    import numpy as np

    if not scored:
        return np.zeros((0, draws))
    rows = _scores(scheme, scored, weights or {}, draws, seed, levels=levels)
    table = np.vstack(rows) * (1 if scheme.worst == "high" else -1)
    # Sums of floats in another order differ in the last bit, which is no difference.
    table = np.round(table, 9)
    return np.vstack([1 + (table > row).sum(axis=0) for row in table]).astype(np.float64)


def _scores(
    scheme: Scheme, scored: Mapping[str, Scored], weights: _Weights, draws: int, seed: int, *, levels: bool
) -> list[Floats]:
    """The score of each issue in each draw."""
    known = [_known(scheme, issue, one.parts, draws, seed, levels=levels) for issue, one in scored.items()]
    tables = [_groups(scheme, levels_of, weights, draws) for levels_of in known]
    plain = (
        points_drawn(scheme, tables, weights)
        if scheme.by_borda
        else [_together(scheme, table, weights) for table in tables]
    )
    return [_floored(scheme, levels_of, score) for levels_of, score in zip(known, plain, strict=True)]


def _known(
    scheme: Scheme, issue: str, parts: Sequence[Part], draws: int, seed: int, *, levels: bool
) -> dict[str, Floats]:
    known: dict[str, Floats] = {}
    for part in parts:
        criterion = scheme.criterion(part.criterion)
        if criterion is not None:
            values = _levels(criterion, part, issue, draws, seed, levels=levels)
            if values is not None:
                known[criterion.id] = values
    return known


def _groups(scheme: Scheme, known: Mapping[str, Floats], weights: _Weights, draws: int) -> dict[str, Floats]:
    found = {
        group.id: _group(scheme, group.id, group.combine, known, weights, draws) for group in scheme.groups
    }
    return {name: values for name, values in found.items() if values is not None}


def _floored(scheme: Scheme, known: Mapping[str, Floats], score: Floats) -> Floats:
    import numpy as np

    every = {one.id: known.get(one.id, np.zeros(len(score))) for one in scheme.criteria}
    for floor in scheme.floors:
        least = next(float(band.at_least) for band in scheme.bands if band.id == floor.band)
        score = np.where(drawn(floor.when, every) > 0, np.maximum(score, least), score)
    return score


def _levels(
    criterion: Criterion, part: Part, issue: str, draws: int, seed: int, *, levels: bool
) -> Floats | None:
    """The level in each draw; None when it is left out and others carry its weight."""
    import numpy as np

    if not levels:
        return None if part.level is None else np.full(draws, float(part.level))
    even = chances(seed, part.given.shared or f"{issue}/{part.criterion}", draws)
    if part.given.level is not None:
        return part.given.spread.at(even) if part.given.spread else np.full(draws, float(part.given.level))
    if criterion.kind is Kind.MEASURE:
        return None
    return anywhere([float(value) for value in criterion.scale.values]).at(even)


def _group(
    scheme: Scheme, group: str, how: str, known: Mapping[str, Floats], weights: _Weights, draws: int
) -> Floats | None:
    import numpy as np

    of_group = scheme.in_group(group)
    given = [
        (known[one.id], weights.get(one.id, np.full(draws, float(one.weight))))
        for one in of_group
        if one.id in known
    ]
    if not given:
        return None
    whole = reduce(np.add, [weights.get(one.id, np.full(draws, float(one.weight))) for one in of_group])
    return _combined(how, given, whole)


def _combined(how: str, given: Sequence[tuple[Floats, Floats]], whole: Floats) -> Floats:
    """Values with drawn weights brought together; in a sum the known ones carry the weight of the missing."""
    import numpy as np

    values = [value for value, _ in given]
    if how in {"product", "min", "max"}:
        step = {"product": np.multiply, "min": np.minimum, "max": np.maximum}[how]
        return np.asarray(reduce(step, values), dtype=np.float64)
    if how == "mean":
        return np.asarray(reduce(np.add, values) / len(values), dtype=np.float64)
    if how == "wgeomean":
        return geometric_draws(values, [weight for _, weight in given])
    total = reduce(np.add, [value * weight for value, weight in given])
    share = total / reduce(np.add, [weight for _, weight in given])
    return np.asarray(share * whole if how == "sum" else share, dtype=np.float64)


def _together(scheme: Scheme, groups: Mapping[str, Floats], weights: _Weights) -> Floats:
    import numpy as np

    if scheme.formula is not None:
        return drawn(scheme.formula, groups)
    scored = scheme.scored_groups
    if len(scored) == 1:
        return groups[scored[0].id]
    draws = len(next(iter(groups.values())))
    given = [
        (groups[one.id], weights.get(f"group/{one.id}", np.full(draws, float(one.weight)))) for one in scored
    ]
    return _combined(scheme.combine, given, reduce(np.add, [weight for _, weight in given]))


def _shares(
    issues: Sequence[str], by_weights: Floats, by_levels: Floats, by_both: Floats, k: int
) -> tuple[TopShares, ...]:
    def share(places: Floats, row: int) -> Fraction:
        return Fraction(int((places[row] <= k).sum()), places.shape[1])

    return tuple(
        TopShares(issue, share(by_weights, row), share(by_levels, row), share(by_both, row))
        for row, issue in enumerate(issues)
    )


def _same(issues: Sequence[str], places: Floats, top: Sequence[str], k: int) -> Fraction:
    """The share of draws in which the same issues as stated are the first k, ties at the edge taken in."""
    import numpy as np

    if not issues:
        return Fraction(0)
    wanted = np.array([issue in top for issue in issues])
    same = ((places <= k) == wanted[:, None]).all(axis=0)
    return Fraction(int(same.sum()), places.shape[1])


def _judgements(
    scheme: Scheme, given: Levels, exact: Mapping[str, Fraction], k: int
) -> tuple[JudgementEffect, ...]:
    """Every judgement by how far it moves its issue, the strongest first."""
    found = [
        _judgement(scheme, issue, criterion, given, exact, k)
        for issue in sorted(given)
        for criterion in scheme.criteria
        if (one := given[issue].get(criterion.id)) is not None
        and one.basis is Basis.JUDGEMENT
        and criterion.kind is not Kind.MEASURE
        and _is_scored(scheme, criterion)
    ]
    return tuple(sorted(found, key=lambda one: (-one.places, not one.changes_top, one.issue, one.criterion)))


def _is_scored(scheme: Scheme, criterion: Criterion) -> bool:
    return any(group.id == criterion.group for group in scheme.scored_groups)


def _judgement(
    scheme: Scheme,
    issue: str,
    criterion: Criterion,
    all_given: Levels,
    exact: Mapping[str, Fraction],
    k: int,
) -> JudgementEffect:
    given = all_given[issue]
    level = given[criterion.id].level or Fraction(0)
    others = [score for name, score in exact.items() if name != issue]
    rank = _rank(scheme, exact[issue], others)
    ranks: list[int | None] = []
    for step in (-1, 1):
        changed = _neighbour(criterion, level, step)
        if changed is None:
            ranks.append(None)
            continue
        other = {**given, criterion.id: from_judgement(criterion, changed, 0.0)}
        ranks.append(_rank_with(scheme, issue, other, all_given, exact))
    crosses = any(other is not None and (other <= k) != (rank <= k) for other in ranks)
    return JudgementEffect(issue, criterion.id, level, rank, ranks[0], ranks[1], crosses)


def _rank_with(
    scheme: Scheme, issue: str, other: Mapping[str, Given], given: Levels, exact: Mapping[str, Fraction]
) -> int:
    """Where an issue stands with other levels; points for places change those of all."""
    if scheme.by_borda:
        scores = exact_scores(scheme, {**given, issue: other})
    else:
        scores = {**exact, **exact_scores(scheme, {issue: other})}
    return _rank(scheme, scores[issue], list(scores.values()))


def _neighbour(criterion: Criterion, level: Fraction, step: int) -> Fraction | None:
    values = criterion.scale.values
    place = values.index(level) + step
    return values[place] if 0 <= place < len(values) else None


def _criteria(
    scheme: Scheme, given: Levels, exact: Mapping[str, Fraction], k: int
) -> tuple[CriterionEffect, ...]:
    """Each criterion left out in turn, where the scheme can do without it; the strongest first."""
    found = []
    for criterion in scheme.criteria:
        without = _without(scheme, criterion)
        if without is not None:
            found.append(_criterion(without, criterion, given, exact, k))
    return tuple(sorted(found, key=lambda one: (-one.pairs_changed, one.criterion)))


def _without(scheme: Scheme, criterion: Criterion) -> Scheme | None:
    """The scheme without one criterion; None when its group, a formula or a floor would be left without meaning."""
    stays = [one for one in scheme.in_group(criterion.group) if one.id != criterion.id]
    if not stays or not _is_scored(scheme, criterion):
        return None
    floors = tuple(one for one in scheme.floors if criterion.id not in one.text)
    kept = tuple(one for one in scheme.criteria if one.id != criterion.id)
    return replace(scheme, criteria=kept, floors=floors)


def _criterion(
    without: Scheme, criterion: Criterion, given: Levels, exact: Mapping[str, Fraction], k: int
) -> CriterionEffect:
    after = exact_scores(without, {name: given[name] for name in exact})
    both = sorted(after)
    pairs = [(a, b) for place, a in enumerate(both) for b in both[place + 1 :]]
    changed = sum(_sign(exact[a] - exact[b]) * _sign(after[a] - after[b]) < 0 for a, b in pairs)
    before, now = (
        set(_top(without, {issue: scores[issue] for issue in both}, k)) for scores in (exact, after)
    )
    return CriterionEffect(
        criterion.id, changed, len(pairs), tuple(sorted(now - before)), tuple(sorted(before - now))
    )


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
