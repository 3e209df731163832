"""Is there more here than chance would gather: Getis and Ord's G, Gi and Gi*, Moran's I and its local parts.

Getis and Ord 1992 (Geographical Analysis 24, 189–206), Ord and Getis 1995 (27, 286–306), Moran 1950, Cliff and Ord
1981, Anselin 1995 (27, 93–115), Sokal, Oden and Thomson 1998 (30, 331–354). Variances are those of samples, not their
large-sample limits: the tests compare them with all permutations of small sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.families import benjamini_hochberg
from frankpledge.analysis.permuted_areas import conditional_deals, shuffled_totals

if TYPE_CHECKING:
    from frankpledge.analysis.neighbours import Neighbours, Places
    from frankpledge.analysis.spreads import Floats

Statistic = Literal["gi", "gi_star", "g", "moran"]
STATISTICS: tuple[Statistic, ...] = ("gi", "gi_star", "g", "moran")
Side = Literal["two-sided", "greater", "less"]
SIDES: tuple[Side, ...] = ("two-sided", "greater", "less")
Assumption = Literal["randomisation", "normality"]
FEWEST = 4
"""Fewer areas than this have no variance under randomisation."""


@dataclass(frozen=True)
class Overall:
    """One figure for all areas: what it is, what chance leads to expect, and how surprising it is."""

    name: str
    value: float
    expected: float
    variance: float
    z: float
    p: float
    assumption: str
    normality: tuple[float, float, float] | None = None
    """Variance, z and p when values are taken to be draws from one normal distribution; Moran's I only."""
    randomisation: tuple[float, float, float] | None = None
    p_permuted: float | None = None


@dataclass(frozen=True, eq=False)
class Locals:
    """One figure an area. A z that is not a number has no variance to be measured by."""

    value: Floats
    z: Floats
    p: Floats
    p_adjusted: Floats
    kind: tuple[str, ...]
    """high or low: what gathers here; for Moran's local I high-high, low-low, high-low or low-high."""
    p_permuted: Floats | None = None


def local_g(values: Floats, neighbours: Neighbours, *, star: bool) -> Floats:
    """z of Gi, or with `star` of Gi*, which takes the area itself in. Not a number for islands."""
    import numpy as np

    n = len(values)
    weights, squares = neighbours.row_sums(neighbours.weights), neighbours.row_sums(neighbours.weights**2)
    sums = neighbours.lag(values)
    if star:
        own = _own(neighbours)
        sums, weights, squares = sums + own * values, weights + own, squares + own**2
        mean, variance = np.full(n, values.mean()), np.full(n, values.var())
        room = (n * squares - weights**2) / (n - 1)
    else:
        mean = (values.sum() - values) / (n - 1)
        variance = ((values**2).sum() - values**2) / (n - 1) - mean**2
        room = ((n - 1) * squares - weights**2) / (n - 2)
    return _standardised(sums - weights * mean, variance * room, neighbours)


def _own(neighbours: Neighbours) -> Floats:
    """An area's weight for itself beside standardised neighbours is the mean of theirs, as if it were one of them."""
    import numpy as np

    if not neighbours.standardised:
        return neighbours.own
    return np.divide(1.0, neighbours.counts, out=np.zeros(neighbours.areas), where=neighbours.counts > 0)


def _standardised(distance: Floats, variance: Floats, neighbours: Neighbours) -> Floats:
    import numpy as np

    scale = max(float(np.abs(variance).max(initial=0.0)), 1e-300)
    usable = (variance > 1e-12 * scale) & (neighbours.counts > 0)
    found: Floats = np.full(neighbours.areas, np.nan)
    found[usable] = distance[usable] / np.sqrt(variance[usable])
    return found


def local_moran(values: Floats, neighbours: Neighbours) -> tuple[Floats, Floats]:
    """Moran's local I, and its z given the area's own value while the others are dealt out anew."""
    import numpy as np

    n = len(values)
    centred = values - values.mean()
    second = float((centred**2).mean())
    value: Floats = centred * neighbours.lag(centred) / second if second else np.zeros(n)
    weights, squares = neighbours.row_sums(neighbours.weights), neighbours.row_sums(neighbours.weights**2)
    mean = -centred / (n - 1)
    variance = ((centred**2).sum() - centred**2) / (n - 1) - mean**2
    room = ((n - 1) * squares - weights**2) / (n - 2)
    z = _standardised(neighbours.lag(centred) - weights * mean, variance * room, neighbours)
    return np.where(neighbours.counts > 0, value, np.nan), z * np.where(centred < 0, -1.0, 1.0)


def local_figures(
    values: Floats,
    neighbours: Neighbours,
    statistic: Statistic,
    *,
    side: Side = "two-sided",
    permutations: int = 0,
    seed: int = 0,
) -> Locals:
    """The figures of all areas, p adjusted over all of them by Benjamini and Hochberg.

    With permutations p is (r + 1)/(M + 1), twice the smaller tail when two-sided; else it follows from z. `g` gives
    the figures of `gi`. Raises ValueError for fewer than four areas or when all values are alike.
    """
    import numpy as np

    _check(values)
    if statistic == "moran":
        value, z = local_moran(values, neighbours)
        turned = values < values.mean()
    else:
        z = local_g(values, neighbours, star=statistic == "gi_star")
        value, turned = z, np.zeros(len(values), dtype=bool)
    p = _tail(z, side)
    permuted = _permuted(values, neighbours, z, turned, side, permutations, seed) if permutations else None
    shown = p if permuted is None else permuted
    return Locals(value, z, shown, _adjusted(shown), _kinds(values, z, statistic), permuted)


def _check(values: Floats) -> None:
    if len(values) < FEWEST:
        raise ValueError(f"there are {len(values)} areas with a value, and at least {FEWEST} are needed")
    if float(values.max()) == float(values.min()):
        raise ValueError("all values are alike, so there is nothing that could gather")


def _tail(z: Floats, side: Side) -> Floats:
    import numpy as np
    from scipy.special import ndtr

    if side == "two-sided":
        return np.asarray(2 * ndtr(-np.abs(z)), dtype=np.float64)
    return np.asarray(ndtr(-z if side == "greater" else z), dtype=np.float64)


def _permuted(
    values: Floats,
    neighbours: Neighbours,
    z: Floats,
    turned: Floats,
    side: Side,
    permutations: int,
    seed: int,
) -> Floats:
    """Pseudo p. Where the area itself is low, much around it makes Moran's local I small: the tails change places."""
    import numpy as np

    dealt = conditional_deals(values, neighbours, deals=permutations, seed=seed)
    high = np.where(turned, dealt.at_most, dealt.at_least)
    low = np.where(turned, dealt.at_least, dealt.at_most)
    found = _pseudo(high, low, permutations, side)
    return np.where(np.isnan(z), np.nan, found)


def _pseudo(high: Places, low: Places, permutations: int, side: Side) -> Floats:
    import numpy as np

    if side == "two-sided":
        return np.minimum(1.0, 2 * (np.minimum(high, low) + 1) / (permutations + 1))
    return ((high if side == "greater" else low) + 1) / (permutations + 1)


def _adjusted(p: Floats) -> Floats:
    import numpy as np

    known = ~np.isnan(p)
    found: Floats = np.full(len(p), np.nan)
    found[known] = benjamini_hochberg(p[known].tolist())
    return found


def _kinds(values: Floats, z: Floats, statistic: Statistic) -> tuple[str, ...]:
    import math

    if statistic != "moran":
        return tuple("" if math.isnan(one) else "high" if one > 0 else "low" for one in z.tolist())
    mean = float(values.mean())
    kinds = []
    for value, one in zip(values.tolist(), z.tolist(), strict=True):
        own = "high" if value >= mean else "low"
        around = own if one >= 0 else ("low" if own == "high" else "high")
        kinds.append("" if math.isnan(one) else f"{own}-{around}")
    return tuple(kinds)


@dataclass(frozen=True)
class _Sums:
    """S0, S1 and S2 of Cliff and Ord."""

    s0: float
    s1: float
    s2: float


def _sums(neighbours: Neighbours) -> _Sums:
    matrix = neighbours.matrix()
    both = matrix + matrix.T
    ends = matrix.sum(axis=1) + matrix.sum(axis=0)
    return _Sums(float(neighbours.weights.sum()), float((both.data**2).sum() / 2), float((ends**2).sum()))


def moran(
    values: Floats, neighbours: Neighbours, *, side: Side = "two-sided", assumption: Assumption = "randomisation",
    permutations: int = 0, seed: int = 0,
) -> Overall:  # fmt: skip
    """Moran's I with its moments under normality and under randomisation. Raises ValueError as `local_figures` does."""
    _check(values)
    n, sums = len(values), _sums(neighbours)
    _check_weights(sums)
    centred = values - values.mean()
    total = float((centred**2).sum())
    value = n / sums.s0 * float(centred @ neighbours.lag(centred)) / total
    expected = -1 / (n - 1)
    normal, random = _moran_variances(n, sums, float((centred**4).mean()) / (total / n) ** 2, expected)
    both = {
        name: (variance, *_z_and_p(value - expected, variance, side))
        for name, variance in (("normality", normal), ("randomisation", random))
    }
    chosen = both[assumption]
    p_permuted = None
    if permutations:
        shuffled = shuffled_totals(centred, neighbours, deals=permutations, seed=seed)
        p_permuted = _pseudo_of(shuffled, float(centred @ neighbours.lag(centred)), side)
    return Overall(
        "Moran's I",
        value,
        expected,
        *chosen,
        assumption,
        both["normality"],
        both["randomisation"],
        p_permuted,
    )


def _moran_variances(n: int, sums: _Sums, kurtosis: float, expected: float) -> tuple[float, float]:
    """Cliff and Ord 1981: under normality, under randomisation."""
    w2 = sums.s0**2
    normal = (n**2 * sums.s1 - n * sums.s2 + 3 * w2) / ((n**2 - 1) * w2) - expected**2
    first = n * ((n**2 - 3 * n + 3) * sums.s1 - n * sums.s2 + 3 * w2)
    second = kurtosis * ((n**2 - n) * sums.s1 - 2 * n * sums.s2 + 6 * w2)
    random = (first - second) / ((n - 1) * (n - 2) * (n - 3) * w2) - expected**2
    return normal, random


def general_g(
    values: Floats, neighbours: Neighbours, *, side: Side = "two-sided", permutations: int = 0, seed: int = 0
) -> Overall:
    """Getis and Ord's general G: whether high values gather (above what is expected) or low ones (below).

    Raises ValueError for values below nought, for which it has no meaning, and as `local_figures` does.
    """
    _check(values)
    if float(values.min()) < 0:
        raise ValueError("general G has no meaning for values below nought")
    n, sums = len(values), _sums(neighbours)
    _check_weights(sums)
    powers = [float((values**power).sum()) for power in range(5)]
    pairs = powers[1] ** 2 - powers[2]
    value = float(values @ neighbours.lag(values)) / pairs
    expected = sums.s0 / (n * (n - 1))
    variance = _g_square(n, sums, powers) / (pairs**2 * n * (n - 1) * (n - 2) * (n - 3)) - expected**2
    z, p = _z_and_p(value - expected, variance, side)
    p_permuted = None
    if permutations:
        shuffled = shuffled_totals(values, neighbours, deals=permutations, seed=seed)
        p_permuted = _pseudo_of(shuffled, float(values @ neighbours.lag(values)), side)
    return Overall(
        "General G", value, expected, variance, z, p, "randomisation", None, (variance, z, p), p_permuted
    )


def _g_square(n: int, sums: _Sums, m: list[float]) -> float:
    """The numerator of E[G²] (Getis and Ord 1992, appendix)."""
    s1, s2, w2 = sums.s1, sums.s2, sums.s0**2
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * w2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * w2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * w2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * w2
    b4 = s1 - s2 + w2
    return b0 * m[2] ** 2 + b1 * m[4] + b2 * m[1] ** 2 * m[2] + b3 * m[1] * m[3] + b4 * m[1] ** 4


def _check_weights(sums: _Sums) -> None:
    if sums.s0 <= 0:
        raise ValueError("no area has a neighbour")


def _z_and_p(distance: float, variance: float, side: Side) -> tuple[float, float]:
    import numpy as np

    if variance <= 0:
        raise ValueError("every arrangement of the values gives the same figure")
    z = distance / variance**0.5
    return z, float(_tail(np.array([z]), side)[0])


def _pseudo_of(shuffled: Floats, observed: float, side: Side) -> float:
    import numpy as np

    slack = 1e-9 * max(abs(observed), float(np.abs(shuffled).max()))
    high, low = (shuffled >= observed - slack).sum(), (shuffled <= observed + slack).sum()
    return float(_pseudo(np.array([high]), np.array([low]), len(shuffled), side)[0])
