"""How far scorers agree beyond chance: Krippendorff's alpha, for whatever number of scorers and with ratings missing.

Krippendorff 2004 (Content Analysis, chapter 11) and 2011 (Computing Krippendorff's Alpha-Reliability). 1 is perfect
agreement, 0 what chance would bring, below 0 is less. His own rule: from 0.80 a judgement may be relied on, from 0.667
for tentative conclusions only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")
RELIABLE = 0.80
TENTATIVE = 2 / 3

Ratings = Sequence[Sequence[float | None]]
"""One row a thing rated, one place a scorer; None where a scorer did not rate it."""


@dataclass(frozen=True)
class Agreement:
    """Alpha with the ends of its 95% interval by resampling the things rated; None where it has no meaning.

    `units` were rated at least twice and count; `pairable` are their ratings; `alone` were rated once or never.
    """

    alpha: float | None
    low: float | None
    high: float | None
    metric: Metric
    units: int
    alone: int
    pairable: int
    because: str = ""

    @property
    def verdict(self) -> str:
        if self.alpha is None:
            return "undetermined"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "unreliable"


def krippendorff_alpha(ratings: Ratings, metric: Metric, *, draws: int = 2000, seed: int = 0) -> Agreement:
    """Alpha of these ratings. Raises ValueError for ratio ratings below nought.

    Without a second rating, or when every rating is the same, there is nothing chance could differ in: alpha is None.
    """
    import numpy as np

    paired = [[value for value in row if value is not None] for row in ratings]
    known = [row for row in paired if len(row) > 1]
    values = sorted({value for row in known for value in row})
    if metric == "ratio" and values and values[0] < 0:
        raise ValueError("ratio ratings cannot be below nought")
    pairable = sum(len(row) for row in known)
    counted = (len(known), len(ratings) - len(known), pairable)
    if len(values) < 2:
        because = "No two scorers rated the same thing." if not values else "Every rating is the same."
        return Agreement(None, None, None, metric, *counted, because)
    tallies = _tallies(known, values)
    alpha = _alpha(tallies, np.array(values, dtype=float), metric)
    low, high = _interval(tallies, np.array(values, dtype=float), metric, draws, seed)
    return Agreement(alpha, low, high, metric, *counted)


def _tallies(known: Sequence[Sequence[float]], values: Sequence[float]) -> Floats:
    """How often each value was given to each thing: one row a thing."""
    import numpy as np

    place = {value: at for at, value in enumerate(values)}
    found = np.zeros((len(known), len(values)))
    for row, given in enumerate(known):
        for value in given:
            found[row, place[value]] += 1
    return found


def _alpha(tallies: Floats, values: Floats, metric: Metric) -> float | None:
    """1 − observed over expected disagreement, from the coincidences; None when nothing differs."""
    import numpy as np

    many = tallies.sum(axis=1)
    pairs = (tallies / (many - 1)[:, None]).T @ tallies - np.diag((tallies / (many - 1)[:, None]).sum(axis=0))
    totals = pairs.sum(axis=1)
    whole = totals.sum()
    apart = _differences(values, totals, metric)
    expected = float((np.outer(totals, totals) * apart).sum() / (whole - 1))
    return None if expected <= 0 else 1 - float((pairs * apart).sum()) / expected


def _differences(values: Floats, totals: Floats, metric: Metric) -> Floats:
    """The squared difference of each two values."""
    import numpy as np

    if metric == "nominal":
        return 1.0 - np.eye(len(values))
    if metric == "ordinal":
        # All ratings between two values, and half of those at either.
        ladder = np.cumsum(totals) - totals / 2
        return np.asarray((ladder[:, None] - ladder[None, :]) ** 2, dtype=np.float64)
    gaps = values[:, None] - values[None, :]
    if metric == "interval":
        return np.asarray(gaps**2, dtype=np.float64)
    sums = values[:, None] + values[None, :]
    return np.asarray(np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0) ** 2, dtype=np.float64)


def _interval(
    tallies: Floats, values: Floats, metric: Metric, draws: int, seed: int
) -> tuple[float | None, float | None]:
    import numpy as np

    if draws < 1 or len(tallies) < 2:
        return None, None
    dice = np.random.default_rng(seed)
    drawn = [
        alpha
        for _ in range(draws)
        if (alpha := _alpha(tallies[dice.integers(0, len(tallies), len(tallies))], values, metric))
        is not None
    ]
    if not drawn:
        return None, None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def most_disputed(ratings: Mapping[str, Sequence[float | None]]) -> tuple[tuple[str, float], ...]:
    """The things rated by how far their highest and lowest rating lie apart, the widest first, then by name."""
    known = {name: [value for value in row if value is not None] for name, row in ratings.items()}
    found = [(name, max(row) - min(row)) for name, row in known.items() if len(row) > 1]
    return tuple(sorted(found, key=lambda one: (-one[1], one[0])))
