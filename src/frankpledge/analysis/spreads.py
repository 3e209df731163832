"""How far a quantity may lie from what was stated: counts, ratios, shares, judgements, as quantile functions.

Each spread turns even chances (numbers between 0 and 1) into values. The dice are thrown once, by `chances`, from a
seed and a key; so the same seed gives the same values, and quantities with the same key move together.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Spread(Protocol):
    """A quantity that is known only so far."""

    def at(self, chances: Floats) -> Floats:
        """The quantiles at these chances, in the same shape."""
        ...


def chances(seed: int, key: str, draws: int) -> Floats:
    """`draws` even chances that follow from seed and key alone, whatever else is drawn."""
    import numpy as np

    digest = hashlib.sha256(f"{seed}/{key}".encode()).digest()
    found: Floats = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))).random(draws)
    return found


@dataclass(frozen=True)
class Exact:
    """No doubt at all."""

    value: float

    def at(self, chances: Floats) -> Floats:
        import numpy as np

        return np.full_like(chances, self.value)


@dataclass(frozen=True)
class Stated:
    """A value with the ends of its interval: a normal of one width below it and of another above."""

    value: float
    low: float
    high: float
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")

    def at(self, chances: Floats) -> Floats:
        import numpy as np
        from scipy.special import ndtri

        reach = float(ndtri(0.5 + self.confidence / 2))
        width = np.where(chances < 0.5, self.value - self.low, self.high - self.value)
        found: Floats = self.value + width * ndtri(chances) / reach
        return found


@dataclass(frozen=True)
class Levels:
    """One of a few values, each with its weight (they need not add up to 1)."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    def at(self, chances: Floats) -> Floats:
        import numpy as np

        steps = np.cumsum(np.asarray(self.weights, dtype=float))
        places = np.searchsorted(steps / steps[-1], chances, side="right")
        return np.asarray(self.values, dtype=float)[np.minimum(places, len(self.values) - 1)]


@dataclass(frozen=True)
class Count:
    """The rate behind a count: Gamma(count + ½, exposure), Jeffreys' prior (strategic-assessment 2.8)."""

    count: int
    exposure: float = 1.0

    def at(self, chances: Floats) -> Floats:
        import numpy as np
        from scipy.special import gammaincinv

        rate: Floats = np.asarray(gammaincinv(self.count + 0.5, chances), dtype=np.float64)
        return rate / self.exposure


@dataclass(frozen=True)
class CountRatio:
    """The ratio of the rates behind two counts, new to old.

    With p from Beta(new + ½, old + ½) the ratio is p/(1−p) times old exposure over new. A `dispersion` above 1
    (counts that vary more than chance) widens it: the logarithm is then normal with variance
    dispersion × (1/new + 1/old), halves added (strategic-assessment 2.8).
    """

    new: int
    old: int
    new_exposure: float = 1.0
    old_exposure: float = 1.0
    dispersion: float = 1.0

    def at(self, chances: Floats) -> Floats:
        import numpy as np
        from scipy.special import betaincinv, ndtri

        exposure = self.old_exposure / self.new_exposure
        if self.dispersion == 1:
            part = np.asarray(betaincinv(self.new + 0.5, self.old + 0.5, chances), dtype=np.float64)
            return part / (1 - part) * exposure
        new, old = self.new + 0.5, self.old + 0.5
        sd = math.sqrt(self.dispersion * (1 / new + 1 / old))
        wide: Floats = new / old * exposure * np.exp(sd * np.asarray(ndtri(chances), dtype=np.float64))
        return wide


@dataclass(frozen=True)
class Share:
    """The share behind a survey's answer: Beta(n·share + ½, n·(1 − share) + ½), n the effective number asked."""

    share: float
    n: float

    def at(self, chances: Floats) -> Floats:
        from scipy.special import betaincinv

        found: Floats = betaincinv(self.n * self.share + 0.5, self.n * (1 - self.share) + 0.5, chances)
        return found


@dataclass(frozen=True)
class Binned:
    """The level that a quantity falls into: below the first bin the first level, from it on the second, and so on."""

    of: Spread
    bins: tuple[float, ...]
    levels: tuple[float, ...]

    def at(self, chances: Floats) -> Floats:
        import numpy as np

        places = np.searchsorted(np.asarray(self.bins), self.of.at(chances), side="right")
        return np.asarray(self.levels, dtype=float)[places]


@dataclass(frozen=True)
class Scaled:
    """A multiple of another quantity: a rate per 1,000 of a count, say."""

    of: Spread
    factor: float

    def at(self, chances: Floats) -> Floats:
        return self.of.at(chances) * self.factor


@dataclass(frozen=True)
class Mixed:
    """Several people's spreads of one thing: each is followed in an equal part of the draws."""

    of: tuple[Spread, ...]

    def at(self, chances: Floats) -> Floats:
        import numpy as np

        scaled = chances * len(self.of)
        whose = np.minimum(scaled.astype(int), len(self.of) - 1)
        within = scaled - whose
        found: Floats = np.choose(whose, [one.at(within) for one in self.of])
        return found


@dataclass(frozen=True, eq=False)
class Sampled:
    """Values that were already drawn, one a draw; the chances given only say how many are wanted."""

    values: Floats

    def at(self, chances: Floats) -> Floats:
        if len(self.values) != len(chances):
            raise ValueError(f"{len(self.values)} values were drawn but {len(chances)} are wanted")
        return self.values


def judged(levels: Sequence[float], stated: float, reach: float) -> Spread:
    """A judgement at one level of a scale: other levels have weight e^(−steps/reach); reach 0 is no doubt.

    Raises ValueError when `stated` is not a level of the scale.
    """
    if stated not in levels:
        raise ValueError(f"{stated} is not a level of this scale")
    if reach <= 0:
        return Exact(float(stated))
    place = list(levels).index(stated)
    weights = tuple(math.exp(-abs(other - place) / reach) for other in range(len(levels)))
    return Levels(tuple(float(level) for level in levels), weights)


def anywhere(levels: Sequence[float]) -> Spread:
    """Nothing is known: every level of the scale is as likely as another."""
    return Levels(tuple(float(level) for level in levels), (1.0,) * len(levels))


def weights_around(weights: Sequence[float], *, strength: float, draws: int, seed: int) -> tuple[Floats, ...]:
    """Plausible weightings around the stated one: Dirichlet(strength × share), one array a weight.

    Strength 50 is mild doubt, 10 strong doubt (strategic-assessment 2.8). The arrays of a draw add up to 1.
    """
    import numpy as np
    from scipy.special import gammaincinv

    whole = sum(weights)
    parts = [
        gammaincinv(strength * weight / whole, chances(seed, f"weight/{place}", draws))
        for place, weight in enumerate(weights)
    ]
    total = np.sum(parts, axis=0)
    return tuple(part / total for part in parts)
