"""From levels to an order: one issue's score by a scheme, its spread, its reasons, and the ranking of all.

A level comes from a figure that fell into a bin or from a named person's judgement; either has a spread. What is
missing is treated as the criterion says, and what cannot be scored is listed apart with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from statistics import median_high
from typing import TYPE_CHECKING

from frankpledge.analysis.ranking import Candidate, Ranking, rank
from frankpledge.analysis.spreads import Binned, Exact, Mixed, Sampled, Spread, anywhere, chances, judged
from frankpledge.assessment.rules.formula import drawn, exactly
from frankpledge.assessment.rules.scheme import (
    CARRIES_MISSING,
    Criterion,
    Group,
    Indicator,
    Kind,
    Missing,
    Scheme,
    combined,
)
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats


class Basis(StrEnum):
    FIGURE = "figure"
    JUDGEMENT = "judgement"
    MISSING = "missing"


@dataclass(frozen=True)
class Given:
    """What is known of an issue on one criterion: a level with its spread, or the reason why there is none.

    `shared` names the figure behind it, so that two issues that rest on one figure are drawn together.
    """

    basis: Basis
    level: Fraction | None
    spread: Spread | None = None
    shared: str = ""
    because: str = ""


@dataclass(frozen=True)
class Part:
    """One criterion of a scored issue as it entered the score."""

    criterion: str
    level: Fraction | None
    given: Given
    assumed: bool = False
    """The level was not known and the middle of the scale stands for it."""


@dataclass(frozen=True)
class Scored:
    """An issue's score (None when there cannot be one), the parts it came from, and remarks in words."""

    issue: str
    score: Fraction | None
    parts: tuple[Part, ...] = ()
    groups: Mapping[str, Fraction] = field(default_factory=dict)
    band: str = ""
    remarks: tuple[Message, ...] = ()
    because: Message | None = None
    spread: Spread | None = None
    plain: Fraction | None = None
    """The score before any floor lifted it."""


def from_figure(criterion: Criterion, value: Fraction, spread: Spread, shared: str) -> Given:
    """The level of a figure, by the criterion's bins; the figure itself where it enters the score as it is."""
    indicator = _indicator(criterion)
    if criterion.kind is Kind.MEASURE:
        return Given(Basis.FIGURE, value, spread, shared)
    place = sum(1 for edge in indicator.bins if value >= edge)
    levels = tuple(float(level) for level in criterion.scale.values)
    binned = Binned(spread, tuple(float(edge) for edge in indicator.bins), levels)
    return Given(Basis.FIGURE, criterion.scale.values[place], binned, shared)


def from_judgement(criterion: Criterion, level: Fraction, reach: float) -> Given:
    """The level that somebody judged, spread over its neighbours by `reach` steps of the scale.

    Raises ValueError when it is not a level of the criterion's scale.
    """
    return from_judgements(criterion, [(level, reach)])


def from_judgements(criterion: Criterion, said: Sequence[tuple[Fraction, float]]) -> Given:
    """The level that several scorers judged, each (level, reach): their median, the worse of two in the middle.

    Their disagreement is kept in the spread: in each draw one scorer is followed, each as often as another.
    """
    values = [float(value) for value in criterion.scale.values]
    spreads = [judged(values, float(level), reach) for level, reach in said]
    spread = spreads[0] if len(spreads) == 1 else Mixed(tuple(spreads))
    return Given(Basis.JUDGEMENT, median_high(level for level, _ in said), spread)


def missing(because: str) -> Given:
    return Given(Basis.MISSING, None, because=because)


def _indicator(criterion: Criterion) -> Indicator:
    if criterion.indicator is None:
        raise ValueError(f"the criterion {criterion.id} is judged, not measured")
    return criterion.indicator


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007",
        "regulation 7",
        "the matters that should be prioritised",
    )
)
def score_issue(scheme: Scheme, issue: str, given: Mapping[str, Given], *, draws: int, seed: int) -> Scored:
    """An issue is scored on every criterion of the scheme; where one that must be known is missing, it is not scored.

    `given` is by criterion id; a criterion that is not there counts as missing.
    """
    parts = _parts(scheme, given)
    if isinstance(parts, Message):
        return Scored(issue, None, because=parts)
    return _scored(scheme, issue, parts, draws, seed)


def _parts(scheme: Scheme, given: Mapping[str, Given]) -> tuple[Part, ...] | Message:
    """What enters the score, or why there can be none."""
    known = {one.id: given.get(one.id, missing("Nobody has scored it.")) for one in scheme.criteria}
    for one in scheme.criteria:
        if one.missing is Missing.NOT_ALLOWED and known[one.id].level is None:
            why = known[one.id].because.rstrip(".")
            return message("{criterion}: {why}.", criterion=one.title, why=why)
    parts = tuple(_part(one, known[one.id]) for one in scheme.criteria)
    empty = _empty_group(scheme, parts)
    return parts if empty is None else message("Nothing is known on {group}.", group=empty.title.lower())


def exact_scores(scheme: Scheme, given: Mapping[str, Mapping[str, Given]]) -> dict[str, Fraction]:
    """The scores that `score_issues` gives, without their spreads; an issue that cannot be scored is not among them."""
    parts = {
        issue: found
        for issue, levels in given.items()
        if not isinstance(found := _parts(scheme, levels), Message)
    }
    groups = {issue: _groups_of(scheme, found) for issue, found in parts.items()}
    if scheme.by_borda:
        weights = [(one.id, one.weight) for one in scheme.scored_groups]
        plain = dict(zip(groups, points(list(groups.values()), weights), strict=True))
    else:
        plain = {issue: _together(scheme, values) for issue, values in groups.items()}
    return {
        issue: _lifted(scheme, plain[issue], {part.criterion: part.level for part in found})[0]
        for issue, found in parts.items()
    }


def _part(criterion: Criterion, given: Given) -> Part:
    if given.level is None and criterion.missing is Missing.ASSUME:
        return Part(criterion.id, criterion.assumed, given, assumed=True)
    if given.level is not None or criterion.missing is not Missing.WIDEST:
        return Part(criterion.id, given.level, given)
    return Part(criterion.id, criterion.scale.middle, given, assumed=True)


def _empty_group(scheme: Scheme, parts: Sequence[Part]) -> Group | None:
    held = {part.criterion for part in parts if part.level is not None}
    return next(
        (g for g in scheme.scored_groups if not any(c.id in held for c in scheme.in_group(g.id))), None
    )


def _scored(scheme: Scheme, issue: str, parts: tuple[Part, ...], draws: int, seed: int) -> Scored:
    groups = _groups_of(scheme, parts)
    score = _together(scheme, groups)
    known = _known_draws(scheme, issue, parts, draws, seed)
    drawn_score = _together_drawn(scheme, groups_drawn(scheme, known))
    return _finished(scheme, issue, parts, groups, score, lifted_draws(scheme, known, drawn_score))


def _groups_of(scheme: Scheme, parts: Sequence[Part]) -> dict[str, Fraction]:
    return {
        group.id: value
        for group in scheme.groups
        if (value := _group_value(scheme, group, parts)) is not None
    }


def _finished(
    scheme: Scheme,
    issue: str,
    parts: tuple[Part, ...],
    groups: Mapping[str, Fraction],
    score: Fraction,
    draws: Floats,
) -> Scored:
    """The score with its floors, band and remarks."""
    lifted, remarks = _lifted(scheme, score, {part.criterion: part.level for part in parts})
    remarks += tuple(_remark(scheme, part) for part in parts if part.level is None or part.assumed)
    band = max((b for b in scheme.bands if lifted >= b.at_least), key=lambda b: b.at_least, default=None)
    return Scored(
        issue, lifted, parts, groups, band.id if band else "", remarks, spread=Sampled(draws), plain=score
    )


def _remark(scheme: Scheme, part: Part) -> Message:
    criterion = scheme.criterion(part.criterion)
    name = criterion.title if criterion else part.criterion
    if part.assumed and criterion is not None and criterion.missing is Missing.ASSUME:
        return message(
            "“{criterion}” is not known and is taken as {level}, as the scheme says: {why}",
            criterion=name, level=criterion.scale.label(part.level or Fraction(0)) or part.level, why=part.given.because,
        )  # fmt: skip
    if part.assumed:
        return message(
            "“{criterion}” is not known and may stand anywhere on its scale: {why}",
            criterion=name, why=part.given.because,
        )  # fmt: skip
    return message(
        "“{criterion}” is left out and the others carry its weight: {why}",
        criterion=name,
        why=part.given.because,
    )


def _group_value(scheme: Scheme, group: Group, parts: Sequence[Part]) -> Fraction | None:
    levels = {part.criterion: part.level for part in parts}
    of_group = scheme.in_group(group.id)
    given = [(level, one.weight) for one in of_group if (level := levels[one.id]) is not None]
    if not given:
        return None
    return combined(group.combine, given) * _carried(group, of_group, given)


def _carried(
    group: Group, of_group: Sequence[Criterion], given: Sequence[tuple[Fraction, Fraction]]
) -> Fraction:
    """By how much the criteria that are known stand for the missing ones: only a sum needs it."""
    if group.combine != "sum" or len(given) == len(of_group):
        return Fraction(1)
    whole = sum((one.weight for one in of_group), Fraction(0))
    return whole / sum((weight for _, weight in given), Fraction(0))


def geometric_draws(values: Sequence[Floats], weights: Sequence[Floats]) -> Floats:
    """Weighted geometric means; nought where any value is."""
    import numpy as np

    whole = reduce(np.add, weights)
    with np.errstate(divide="ignore"):
        logs = [np.log(value) * weight / whole for value, weight in zip(values, weights, strict=True)]
    found: Floats = np.exp(reduce(np.add, logs))
    return found


def _together(scheme: Scheme, groups: Mapping[str, Fraction]) -> Fraction:
    if scheme.by_borda:  # points follow from all issues together, once all are known
        return Fraction(0)
    if scheme.formula is not None:
        return exactly(scheme.formula, groups)
    scored = scheme.scored_groups
    if len(scored) == 1:
        return groups[scored[0].id]
    return combined(scheme.combine, [(groups[group.id], group.weight) for group in scored])


def _lifted(
    scheme: Scheme, score: Fraction, levels: Mapping[str, Fraction | None]
) -> tuple[Fraction, tuple[Message, ...]]:
    """The score after the severity floors, and a remark for each that lifted it."""
    known = {name: level if level is not None else Fraction(0) for name, level in levels.items()}
    remarks: list[Message] = []
    for floor in scheme.floors:
        band = next(band for band in scheme.bands if band.id == floor.band)
        if exactly(floor.when, known) and score < band.at_least:
            score = band.at_least
            remarks.append(message("Lifted to the band {band}: {why}", band=band.label, why=floor.why))
    return score, tuple(remarks)


def _known_draws(
    scheme: Scheme, issue: str, parts: Sequence[Part], draws: int, seed: int
) -> dict[str, Floats]:
    """The levels in every draw. The dice of a figure follow from the figure, so issues that share it move together."""
    levels: dict[str, Floats] = {}
    for part in parts:
        criterion = scheme.criterion(part.criterion)
        if criterion is not None and part.level is not None:
            key = part.given.shared or f"{issue}/{part.criterion}"
            levels[part.criterion] = _spread(criterion, part).at(chances(seed, key, draws))
    return levels


def groups_drawn(scheme: Scheme, levels: Mapping[str, Floats]) -> dict[str, Floats]:
    """The groups in every draw; one of which nothing is known is left out."""
    found = {group.id: _group_draws(scheme, group, levels) for group in scheme.groups}
    return {name: values for name, values in found.items() if values is not None}


def lifted_draws(scheme: Scheme, levels: Mapping[str, Floats], score: Floats) -> Floats:
    """The score after the severity floors, in every draw."""
    import numpy as np

    known = {one.id: levels.get(one.id, np.zeros(len(score))) for one in scheme.criteria}
    for floor in scheme.floors:
        least = next(float(band.at_least) for band in scheme.bands if band.id == floor.band)
        score = np.where(drawn(floor.when, known) > 0, np.maximum(score, least), score)
    return score


def _spread(criterion: Criterion, part: Part) -> Spread:
    if part.assumed and criterion.missing is Missing.ASSUME:
        return Exact(float(part.level or 0))
    if part.assumed:
        return anywhere([float(value) for value in criterion.scale.values])
    return part.given.spread or Exact(float(part.level or 0))


def _group_draws(scheme: Scheme, group: Group, levels: Mapping[str, Floats]) -> Floats | None:
    of_group = scheme.in_group(group.id)
    given = [(levels[one.id], one.weight) for one in of_group if one.id in levels]
    if not given:
        return None
    carried = _carried(group, of_group, [(Fraction(0), weight) for _, weight in given])
    return _combined_draws(group.combine, given) * float(carried)


def _combined_draws(how: str, given: Sequence[tuple[Floats, Fraction]]) -> Floats:
    """The same as `combined`, in every draw."""
    import numpy as np

    values = [value for value, _ in given]
    if how == "wgeomean":
        return geometric_draws(values, [np.full_like(values[0], float(weight)) for _, weight in given])
    simple: dict[str, Callable[..., Floats]] = {"product": np.multiply, "min": np.minimum, "max": np.maximum}
    if how in simple:
        return reduce(simple[how], values)
    weights = [1.0 if how == "mean" else float(weight) for _, weight in given]
    total = reduce(np.add, [value * weight for value, weight in zip(values, weights, strict=True)])
    return total / sum(weights) if how in CARRIES_MISSING - {"sum"} else total


def _together_drawn(scheme: Scheme, groups: Mapping[str, Floats]) -> Floats:
    if scheme.by_borda:
        return next(iter(groups.values())) * 0.0
    if scheme.formula is not None:
        return drawn(scheme.formula, groups)
    scored = scheme.scored_groups
    if len(scored) == 1:
        return groups[scored[0].id]
    return _combined_draws(scheme.combine, [(groups[group.id], group.weight) for group in scored])


def score_issues(
    scheme: Scheme, given: Mapping[str, Mapping[str, Given]], *, draws: int, seed: int
) -> dict[str, Scored]:
    """Score every issue; by points for its places among all of them, where the scheme is Borda's."""
    scored = {
        issue: score_issue(scheme, issue, levels, draws=draws, seed=seed) for issue, levels in given.items()
    }
    return _with_points(scheme, scored, draws, seed) if scheme.by_borda else scored


def _with_points(scheme: Scheme, scored: Mapping[str, Scored], draws: int, seed: int) -> dict[str, Scored]:
    """Borda: of m issues the one at place r of an order gets m − r points, times the weight of the order."""
    names = sorted(name for name, one in scored.items() if one.score is not None)
    known = {name: _known_draws(scheme, name, scored[name].parts, draws, seed) for name in names}
    tables = {name: groups_drawn(scheme, levels) for name, levels in known.items()}
    drawn_points = points_drawn(scheme, [tables[name] for name in names], {})
    exact = points([scored[name].groups for name in names], [(g.id, g.weight) for g in scheme.scored_groups])
    found = dict(scored)
    for place, name in enumerate(names):
        lifted = lifted_draws(scheme, known[name], drawn_points[place])
        one = scored[name]
        found[name] = _finished(scheme, name, one.parts, one.groups, exact[place], lifted)
    return found


def points(
    lists: Sequence[Mapping[str, Fraction]], weights: Sequence[tuple[str, Fraction]]
) -> tuple[Fraction, ...]:
    """Borda's points of each issue; `lists` has the issues' values by order, the greatest first. Ties share their mean place."""
    return tuple(
        sum(
            (
                weight
                * sum((_won(mine[name], other[name]) for other in lists if other is not mine), Fraction(0))
                for name, weight in weights
            ),
            Fraction(0),
        )
        for mine in lists
    )


def _won(mine: Fraction, other: Fraction) -> Fraction:
    """A point for each issue that stands below, half of one for each that stands level: m − place, place by place."""
    return Fraction(1, 2) if mine == other else Fraction(mine > other)


def points_drawn(
    scheme: Scheme, tables: Sequence[Mapping[str, Floats]], weights: Mapping[str, Floats]
) -> list[Floats]:
    """Borda's points of each issue in every draw; `weights` by `group/…` stand in for the scheme's own."""
    import numpy as np

    found = []
    for mine in tables:
        total = np.zeros_like(next(iter(mine.values())))
        for group in scheme.scored_groups:
            rounded = [np.round(other[group.id], 9) for other in tables if other is not mine]
            own = np.round(mine[group.id], 9)
            won = sum(((own > one) + 0.5 * (own == one) for one in rounded), np.zeros_like(total))
            total = total + won * weights.get(f"group/{group.id}", float(group.weight))
        found.append(total)
    return found


def rank_issues(
    scheme: Scheme, given: Mapping[str, Mapping[str, Given]], *, draws: int = 10_000, seed: int = 0
) -> tuple[Ranking, dict[str, Scored]]:
    """Score every issue and put them in order, worst first; what could not be scored is apart, with the reason."""
    scored = score_issues(scheme, given, draws=draws, seed=seed)
    candidates = [
        Candidate(one.issue, one.score, one.spread, because=str(one.because or "")) for one in scored.values()
    ]
    return rank(candidates, worst=scheme.worst, draws=draws, seed=seed), scored
