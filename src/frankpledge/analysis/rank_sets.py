"""Which ranks an issue may truly have: confidence sets that hold although the order was read off the same figures.

Mogstad, Romano, Shaikh and Wilhelm 2024 (Review of Economic Studies 91, 476–518): each pair is tested in both
directions, with one critical value for the largest studentised difference, lowered step by step as pairs are told
apart (Romano and Wolf 2005). An issue's set runs from one more than those surely before it to as many as are not
surely after it. A set `alone` holds with the confidence for one issue picked beforehand; the sets `together` hold for
all issues at once. Ties are no trouble: equal issues are not told apart, but for chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.analysis.ranking import Candidate, Worst
from frankpledge.analysis.spreads import Exact, Sampled, chances

if TYPE_CHECKING:
    from frankpledge.analysis.change_points import Places
    from frankpledge.analysis.spreads import Floats

REACH = 2.5
"""Widths are taken so many standard deviations out, about where pairs are decided, so that skew is kept."""
MOST_VALUES = 400_000
FEWEST_DRAWS = 1_000


@dataclass(frozen=True)
class RankSet:
    """The ranks, from 1 for the worst, that an issue may have."""

    low: int
    high: int


@dataclass(frozen=True)
class RankSets:
    """The sets of all issues that have a score."""

    alone: Mapping[str, RankSet]
    together: Mapping[str, RankSet]
    confidence: float
    draws: int
    seed: int

    @property
    def method(self) -> str:
        return (
            f"{self.confidence:.0%} confidence sets of ranks (Mogstad, Romano, Shaikh and Wilhelm 2024), all pairs, step "
            f"by step, {self.draws} draws, seed {self.seed}"
        )


def rank_sets(
    candidates: Sequence[Candidate],
    *,
    worst: Worst = "high",
    confidence: float = 0.90,
    draws: int = 10_000,
    seed: int = 0,
) -> RankSets:
    """The sets for every scored issue. The same seed gives the same answer, in whatever order they are given.

    Spreads are taken to be those of independent figures; values already drawn keep how they move together.
    Raises ValueError for a name that comes twice and for a confidence not between 0 and 1.
    """
    names, pairs, used = _prepared(candidates, worst, confidence, draws, seed)
    together = _told_apart(pairs, 1 - confidence)
    alone = _each_alone(pairs, 1 - confidence)
    return RankSets(_sets(names, pairs, alone), _sets(names, pairs, together), confidence, used, seed)


def rank_sets_together(
    candidates: Sequence[Candidate],
    *,
    worst: Worst = "high",
    confidence: float = 0.90,
    draws: int = 10_000,
    seed: int = 0,
) -> Mapping[str, RankSet]:
    """Only the sets that hold for all at once, as `rank_sets` gives them: for hundreds of places, a quarter of the time."""
    names, pairs, _ = _prepared(candidates, worst, confidence, draws, seed)
    return _sets(names, pairs, _told_apart(pairs, 1 - confidence))


def _prepared(
    candidates: Sequence[Candidate], worst: Worst, confidence: float, draws: int, seed: int
) -> tuple[list[str], _Pairs, int]:
    """Names in order, their pairs, and how often was drawn."""
    scored = sorted((one for one in candidates if one.score is not None), key=lambda one: one.issue)
    names = [one.issue for one in scored]
    if len(set(names)) != len(names):
        raise ValueError("every issue can be ranked once only")
    if not 0 < confidence < 1:
        raise ValueError(f"{confidence} is no confidence")
    used = max(FEWEST_DRAWS, min(draws, MOST_VALUES // max(len(scored), 1)))
    return names, _pairs(scored, 1 if worst == "high" else -1, used, seed), used


@dataclass(frozen=True, eq=False)
class _Pairs:
    """`statistic[i, j]` is large where i is before j; `noise` is drawn about 0 as the scores vary, one column an issue."""

    statistic: Floats
    noise: Floats
    scale: Floats
    known_equal: Floats


def _pairs(scored: Sequence[Candidate], sign: int, draws: int, seed: int) -> _Pairs:
    import numpy as np

    values = np.array([sign * float(one.score or 0) for one in scored])
    gaps = values[:, None] - values[None, :]
    if any(isinstance(one.spread, Sampled) for one in scored):
        width, noise = _from_draws(scored, sign, gaps, draws)
    else:
        width, noise = _from_spreads(scored, values, sign, draws, seed)
    sure = width == 0
    statistic = gaps / np.where(sure, 1.0, width)
    statistic[sure & (gaps > 0)], statistic[sure & (gaps < 0)] = np.inf, -np.inf
    spread = noise.var(axis=0)
    both = _difference_scale(noise, spread)
    return _Pairs(statistic, noise, both, sure & sure.T & (gaps == 0))


def _difference_scale(noise: Floats, spread: Floats) -> Floats:
    import numpy as np

    together = np.atleast_2d(np.cov(noise, rowvar=False, bias=True)) if noise.shape[1] else np.zeros((0, 0))
    found: Floats = np.sqrt(np.maximum(spread[:, None] + spread[None, :] - 2 * together, 0.0))
    return found


def _from_spreads(
    scored: Sequence[Candidate], values: Floats, sign: int, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """Widths of the differences by the sides that face each other, and independent normal noise of like size."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    ends = np.array([float(ndtr(-REACH)), float(ndtr(REACH))])
    sides = [np.sort(sign * (one.spread or Exact(float(one.score or 0))).at(ends)) for one in scored]
    low, high = (np.array([side[end] for side in sides]).reshape(-1) for end in (0, 1))
    below, above = np.maximum(values - low, 0) / REACH, np.maximum(high - values, 0) / REACH
    width = np.hypot(below[:, None], above[None, :])
    noise = [
        ndtri(chances(seed, f"rank set/{one.issue}", draws)) * (down + up) / 2
        for one, down, up in zip(scored, below.tolist(), above.tolist(), strict=True)
    ]
    return width, np.column_stack(noise) if noise else np.zeros((draws, 0))


def _from_draws(scored: Sequence[Candidate], sign: int, gaps: Floats, draws: int) -> tuple[Floats, Floats]:
    """The same out of values already drawn, pair by pair; what was drawn together stays together."""
    import numpy as np
    from scipy.special import ndtr

    many = next(len(one.spread.values) for one in scored if isinstance(one.spread, Sampled))
    table = np.column_stack(
        [
            sign * (one.spread or Exact(float(one.score or 0))).at(chances(0, one.issue, many))
            for one in scored
        ]
    )
    width = np.zeros_like(gaps)
    for i in range(len(scored)):
        low = np.quantile(table[:, [i]] - table, float(ndtr(-REACH)), axis=0)
        width[i] = np.maximum(gaps[i] - low, 0) / REACH
    return width, (table - table.mean(axis=0))[:draws]


def _told_apart(pairs: _Pairs, alpha: float) -> Floats:
    """`found[i, j]`: i is surely before j. One family of all pairs in both directions, step by step.

    A draw whose largest difference was of a pair that is still open keeps it: only the others are looked through again.
    """
    import numpy as np

    issues = len(pairs.statistic)
    open_pairs = ~np.eye(issues, dtype=bool)
    found = np.zeros((issues, issues), dtype=bool)
    largest, first, second = _largest(pairs, pairs.noise)
    while open_pairs.any():
        now = open_pairs & (pairs.statistic > _critical(largest, alpha))
        if not now.any():
            break
        found |= now
        open_pairs &= ~now
        closed = np.flatnonzero(found[first, second])
        if len(closed):
            again = _largest(pairs, pairs.noise[closed], open_pairs)
            largest[closed], first[closed], second[closed] = again
    return found


def _largest(pairs: _Pairs, noise: Floats, open_pairs: Floats | None = None) -> tuple[Floats, Places, Places]:
    """In each draw the largest studentised difference of two issues, when in truth all are equal, and which two they are.

    `open_pairs[i, j]` says whether i less j counts; left out, all do, and both directions are looked at in one.
    """
    import numpy as np

    draws, issues = noise.shape
    rows = np.ascontiguousarray(noise.T)
    largest = np.full(draws, -np.inf)
    first, second = np.zeros(draws, dtype=np.intp), np.zeros(draws, dtype=np.intp)
    for one in range(issues):
        usable = pairs.scale[one] > 0
        usable &= np.arange(issues) > one if open_pairs is None else open_pairs[one]
        others = np.flatnonzero(usable)
        if not len(others):
            continue
        gaps = (rows[one] - rows[others]) / pairs.scale[one, others][:, None]
        sizes = np.abs(gaps) if open_pairs is None else gaps
        better = np.flatnonzero(sizes.max(axis=0) > largest)
        at = np.argmax(sizes[:, better], axis=0)
        largest[better] = sizes[at, better]
        ahead = gaps[at, better] > 0 if open_pairs is None else True
        first[better] = np.where(ahead, one, others[at])
        second[better] = np.where(ahead, others[at], one)
    return largest, first, second


def _each_alone(pairs: _Pairs, alpha: float) -> Floats:
    """The same for each issue's own pairs as a family: row j says whom j is before, column j who is before j."""
    import numpy as np

    issues = len(pairs.statistic)
    before, after = np.zeros((issues, issues), dtype=bool), np.zeros((issues, issues), dtype=bool)
    for one in range(issues):
        others = np.arange(issues) != one
        ahead, behind = others.copy(), others.copy()
        while True:
            largest = np.maximum(_noise_of(pairs, one, ahead), _noise_of(pairs, one, behind, turned=True))
            bound = _critical(largest, alpha)
            new_ahead = ahead & (pairs.statistic[one] > bound)
            new_behind = behind & (pairs.statistic[:, one] > bound)
            if not (new_ahead.any() or new_behind.any()):
                break
            before[one] |= new_ahead
            after[one] |= new_behind
            ahead &= ~new_ahead
            behind &= ~new_behind
    return np.stack([before, after])


def _noise_of(pairs: _Pairs, one: int, others: Floats, *, turned: bool = False) -> Floats:
    """In each draw the largest studentised difference of `one` to the others, when in truth all are equal."""
    import numpy as np

    scale = pairs.scale[one]
    usable = others & (scale > 0)
    if not usable.any():
        return np.full(len(pairs.noise), -np.inf)
    gaps = pairs.noise[:, [one]] - pairs.noise[:, usable]
    largest: Floats = ((-gaps if turned else gaps) / scale[usable]).max(axis=1)
    return largest


def _critical(largest: Floats, alpha: float) -> float:
    """The value that at most `alpha` of the draws exceed."""
    import numpy as np

    if not len(largest) or math.isinf(float(largest.max())):
        return 0.0
    return max(0.0, float(np.quantile(largest, 1 - alpha, method="higher")))


def _sets(names: Sequence[str], pairs: _Pairs, told: Floats) -> dict[str, RankSet]:
    """From who is surely before whom to ranks. Issues known to be equal share the better rank."""
    issues = len(names)
    before, after = (told[0], told[1]) if told.ndim == 3 else (told, told.T)
    found = {}
    for place, name in enumerate(names):
        worse = int(after[place].sum())
        better = int((before[place] | pairs.known_equal[place]).sum())
        better -= int(pairs.known_equal[place, place])
        found[name] = RankSet(1 + worse, issues - better)
    return found
