"""Places against their peers: who lies further from the common rate than chance, and than places usually do, allow.

Each place's count is set against the number expected of it; limits around 1 are those of a Poisson count of that
expectation. Places of one kind differ for reasons that are nobody's failing, so a second funnel allows for the
spread between them (Spiegelhalter's random-effects allowance, told from winsorised scores so that the outliers
themselves do not hide in it). Looking at many places at once finds some by chance: p values are adjusted.

Sources: Spiegelhalter, Statistics in Medicine 24 (2005) 1185; Spiegelhalter and others, JRSS A 175 (2012) 1
(over-dispersion); Benjamini and Hochberg 1995 (false discoveries).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from frankpledge.analysis.families import benjamini_hochberg
from frankpledge.analysis.limits import normal_quantile

Scale = Literal["log", "sqrt"]
SCALES: tuple[Scale, ...] = ("log", "sqrt")
WARN, ALARM = 0.95, 0.998
"""The two funnels: two and three standard deviations, as usual."""
WINSORISED = 0.1
FALSE_DISCOVERIES = 0.05
FEWEST_PLACES = 10
"""On fewer places the spread between them is told too poorly to allow for."""


class Place(StrEnum):
    """Where a place lies; the allowance for spread decides, not the Poisson limits."""

    HIGH = "high"
    LOW = "low"
    WITHIN = "within"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Count:
    """A place's events against the number expected. None where there is no figure."""

    place: str
    observed: float | None
    expected: float | None


@dataclass(frozen=True)
class Limits:
    """Between which ratios chance keeps a place, at one confidence."""

    confidence: float
    low: float
    high: float
    spread_low: float
    spread_high: float
    """The same with the spread between places allowed for."""


@dataclass(frozen=True)
class Positioned:
    """A place in both funnels. `p` is exact, twice the smaller tail; `spread_p` allows for the spread between places."""

    place: str
    observed: float | None
    expected: float | None
    ratio: float | None
    limits: tuple[Limits, ...]
    p: float | None
    p_adjusted: float | None
    spread_z: float | None
    spread_p: float | None
    spread_p_adjusted: float | None
    verdict: Place


@dataclass(frozen=True)
class Spread:
    """How much more places vary than chance: `phi` times the variance, `tau2` of it between places.

    `winsor` are the scores to which the most extreme tenth on either side was drawn in; `places` how many counted.
    """

    scale: Scale
    phi: float
    tau2: float
    winsor: tuple[float, float]
    places: int

    @property
    def is_allowed_for(self) -> bool:
        return self.phi > 1 and self.tau2 > 0


@dataclass(frozen=True)
class Funnel:
    """All places, in the order given, about the `target` ratio of 1."""

    places: tuple[Positioned, ...]
    spread: Spread | None
    family: int
    """How many p values were adjusted together."""
    false_discoveries: float


def funnel(
    counts: Sequence[Count],
    *,
    scale: Scale = "log",
    winsorised: float = WINSORISED,
    confidences: Sequence[float] = (WARN, ALARM),
    false_discoveries: float = FALSE_DISCOVERIES,
) -> Funnel:
    """Set places against their peers.

    A place is called high or low when its p, with the spread between places allowed for and adjusted for how many were
    looked at, is below `false_discoveries`. With fewer than ten places there is no telling the spread, and the exact p
    decides. A place without a figure is unknown. Raises ValueError for counts below nought or expectations not above it.
    """
    known = [
        (one.place, one.observed, one.expected)
        for one in counts
        if one.observed is not None and one.expected is not None
    ]
    if any(observed < 0 or expected <= 0 for _, observed, expected in known):
        raise ValueError("a count cannot be below nought, nor an expected number fail to be above it")
    pairs = [(observed, expected) for _, observed, expected in known]
    spread = spread_of(pairs, scale=scale, winsorised=winsorised) if len(known) >= FEWEST_PLACES else None
    placed = iter(_positions(known, spread, scale, confidences, false_discoveries))
    found = tuple(
        _unknown(one) if one.observed is None or one.expected is None else next(placed) for one in counts
    )
    return Funnel(found, spread, len(known), false_discoveries)


def _positions(
    known: Sequence[tuple[str, float, float]], spread: Spread | None, scale: Scale, confidences: Sequence[float],
    false_discoveries: float,
) -> list[Positioned]:  # fmt: skip
    exact = [exact_p(observed, expected) for _, observed, expected in known]
    scores = [spread_score(observed, expected, spread, scale) for _, observed, expected in known]
    wide = [math.erfc(abs(score) / math.sqrt(2)) for score in scores]
    adjusted, wide_adjusted = benjamini_hochberg(exact), benjamini_hochberg(wide)
    found = []
    for at, (place, observed, expected) in enumerate(known):
        limits = tuple(limits_at(expected, level, spread, scale) for level in confidences)
        decides = adjusted[at] if spread is None else max(adjusted[at], wide_adjusted[at])
        verdict = _verdict(observed / expected, decides, false_discoveries)
        found.append(
            Positioned(
                place,
                observed,
                expected,
                observed / expected,
                limits,
                exact[at],
                adjusted[at],
                scores[at],
                wide[at],
                wide_adjusted[at],
                verdict,
            )
        )
    return found


def _unknown(one: Count) -> Positioned:
    return Positioned(
        one.place, one.observed, one.expected, None, (), None, None, None, None, None, Place.UNKNOWN
    )


def _verdict(ratio: float, p: float, level: float) -> Place:
    if p >= level:
        return Place.WITHIN
    return Place.HIGH if ratio > 1 else Place.LOW


def exact_p(observed: float, expected: float) -> float:
    """Twice the smaller tail of a Poisson count of that expectation."""
    from scipy.special import gammainc, gammaincc

    above = float(gammainc(observed, expected)) if observed else 1.0
    return min(1.0, 2 * min(above, float(gammaincc(observed + 1, expected))))


def poisson_ratio_limits(expected: float, confidence: float) -> tuple[float, float]:
    """Between which observed-to-expected ratios a Poisson count of that expectation lies.

    ½χ²(2E) and ½χ²(2E + 2) over E, as public health draws funnels; E need not be whole.
    """
    from scipy.special import gammainccinv, gammaincinv

    tail = (1 - confidence) / 2
    return float(gammaincinv(expected, tail)) / expected, float(gammainccinv(expected + 1, tail)) / expected


def _score(observed: float, expected: float, scale: Scale) -> tuple[float, float]:
    """A place's distance from 1 on the scale, and its standard error. A count of nought counts as a half on logs."""
    if scale == "log":
        return math.log(max(observed, 0.5) / expected), 1 / math.sqrt(expected)
    return math.sqrt(observed / expected) - 1, 1 / (2 * math.sqrt(expected))


def spread_of(
    known: Sequence[tuple[float, float]], *, scale: Scale = "log", winsorised: float = WINSORISED
) -> Spread:
    """The spread between places: φ from winsorised scores, τ² by the method of moments (DerSimonian and Laird 1986).

    Scores beyond the winsorising quantiles (type 7, as R takes them) are drawn in to them.
    """
    import numpy as np

    pairs = [_score(observed, expected, scale) for observed, expected in known]
    scores = np.array([value / error for value, error in pairs])
    low, high = (float(edge) for edge in np.quantile(scores, [winsorised, 1 - winsorised]))
    drawn = np.clip(scores, low, high)
    n, phi = len(scores), float(np.mean(drawn**2))
    weights = np.array([1 / error**2 for _, error in pairs])
    bottom = float(weights.sum() - (weights**2).sum() / weights.sum())
    tau2 = max(0.0, (n * phi - (n - 1)) / bottom) if n > 1 and phi > 1 else 0.0
    return Spread(scale, phi, tau2, (low, high), n)


def spread_score(observed: float, expected: float, spread: Spread | None, scale: Scale) -> float:
    """The score of a place with the spread between places in its standard error."""
    value, error = _score(observed, expected, scale)
    return value / math.sqrt(error**2 + (spread.tau2 if spread else 0.0))


def limits_at(expected: float, confidence: float, spread: Spread | None, scale: Scale) -> Limits:
    """Both funnels at one expectation."""
    low, high = poisson_ratio_limits(expected, confidence)
    reach = normal_quantile((1 + confidence) / 2) * math.sqrt(
        _score(1, expected, scale)[1] ** 2 + (spread.tau2 if spread else 0.0)
    )
    if scale == "log":
        wide = math.exp(-reach), math.exp(reach)
    else:
        wide = max(0.0, 1 - reach) ** 2, (1 + reach) ** 2
    return Limits(confidence, low, high, *wide)
