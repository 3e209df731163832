"""Two periods of one measure, told apart from chance: counts and rates, shares, and values with limits of their own.

The verdict always follows the interval that comes with it. Counts that vary more than chance get the wider interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from frankpledge.analysis.change import Direction, change, check_confidence, direction
from frankpledge.analysis.count_fits import fit_counts
from frankpledge.analysis.dispersion import FEWEST_DEGREES
from frankpledge.analysis.limits import normal_quantile
from frankpledge.analysis.rates import wilson_limits

Scale = Literal["ratio", "points", "difference"]
EXACT = "exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940)"
QUASI = (
    "quasi-Poisson ratio (McCullagh and Nelder 1989), dispersion {phi:.2f} on {degrees} degrees of freedom"
)
SHARES = "hybrid score interval of the difference of two shares (Newcombe 1998, method 10)"
VALUES = "difference of two estimates from the limits that each was given"


@dataclass(frozen=True)
class Apart:
    """How far two periods lie apart, with its interval.

    `scale` says what the three numbers are: the ratio of new to old, a difference in percentage points, or a
    difference in the measure's own unit. An upper limit of a ratio is infinite where nothing bounds it.
    """

    estimate: float | None
    low: float
    high: float
    scale: Scale
    p: float | None
    verdict: Direction
    method: str


@dataclass(frozen=True)
class Dispersion:
    """How many times as much as chance the counts of a measure vary, from its own years; `degrees` of freedom."""

    phi: float
    degrees: int

    @property
    def is_steady(self) -> bool:
        """Whether it was worked out from enough to rest on."""
        return self.degrees >= FEWEST_DEGREES


def own_dispersion(years: Sequence[Sequence[tuple[float, float]]]) -> Dispersion | None:
    """The dispersion of a measure whose whole years are given, each as (count, exposure) by season.

    Each season has its level and each year multiplies all of them alike. None when that leaves no degree of freedom
    or nothing happened.
    """
    import numpy as np

    seasons = len(years[0]) if years else 0
    if len(years) < 2 or seasons < 2:
        return None
    design = np.array(
        [
            _indicators(year, season, len(years), seasons)
            for year in range(len(years))
            for season in range(seasons)
        ]
    )
    counts = np.array([float(count) for year in years for count, _ in year])
    offset = np.log(np.array([float(exposure) for year in years for _, exposure in year]))
    fitted = fit_counts(design, counts, offset=offset)
    return None if fitted is None else Dispersion(fitted.pearson, fitted.degrees)  # fmt: skip


def _indicators(year: int, season: int, years: int, seasons: int) -> list[float]:
    return [
        1.0,
        *(float(season == one) for one in range(1, seasons)),
        *(float(year == one) for one in range(1, years)),
    ]


def counts_apart(
    old: int,
    new: int,
    *,
    exposure: tuple[Fraction | int, Fraction | int] = (1, 1),
    dispersion: Dispersion | None = None,
    confidence: float = 0.95,
) -> Apart:
    """Whether a count, or a rate over its exposures, changed. The ratio is new over old.

    Exact limits, unless the measure's own years show, on five degrees of freedom or more, that it varies more than
    chance: then the quasi-Poisson limits, which need an event in either period. Raises ValueError as `change` does.
    """
    plain = change(old, new, exposure=exposure, confidence=confidence)
    ratio = None if plain.ratio is None else float(plain.ratio)
    wide = dispersion is not None and dispersion.is_steady and dispersion.phi > 1 and old > 0 and new > 0
    if not wide or dispersion is None or ratio is None:
        return Apart(ratio, plain.low, plain.high, "ratio", plain.p, plain.verdict, EXACT)
    from scipy.special import stdtr, stdtrit

    error = math.sqrt(dispersion.phi * (1 / old + 1 / new))
    reach = float(stdtrit(dispersion.degrees, (1 + confidence) / 2)) * error
    low, high = (math.exp(math.log(ratio) + sign * reach) for sign in (-1, 1))
    p = 2 * float(stdtr(dispersion.degrees, -abs(math.log(ratio)) / error))
    method = QUASI.format(phi=dispersion.phi, degrees=dispersion.degrees)
    return Apart(ratio, low, high, "ratio", p, direction(low, high), method)


def shares_apart(old: tuple[float, float], new: tuple[float, float], *, confidence: float = 0.95) -> Apart:
    """Whether a share changed, in percentage points. Each is (how many, of how many), effective numbers for a survey.

    p is that of the score test of two shares. Raises ValueError for a share that is not from 0 to 1.
    """
    check_confidence(confidence)
    for count, of in (old, new):
        if not 0 <= count <= of or of <= 0:
            raise ValueError("a share is of at least one, and no more than all of them")
    before, after = old[0] / old[1], new[0] / new[1]
    alpha = (1 - confidence) / 2
    old_low, old_high = wilson_limits(before, old[1], alpha)
    new_low, new_high = wilson_limits(after, new[1], alpha)
    estimate = after - before
    low = estimate - math.hypot(after - new_low, old_high - before)
    high = estimate + math.hypot(new_high - after, before - old_low)
    return Apart(
        100 * estimate, 100 * low, 100 * high, "points", _score_p(old, new), _sign(low, high), SHARES
    )


def _score_p(old: tuple[float, float], new: tuple[float, float]) -> float | None:
    from scipy.special import ndtr

    pooled = (old[0] + new[0]) / (old[1] + new[1])
    error = math.sqrt(pooled * (1 - pooled) * (1 / old[1] + 1 / new[1]))
    if error == 0:
        return None
    return 2 * float(ndtr(-abs(new[0] / new[1] - old[0] / old[1]) / error))


def values_apart(
    old: tuple[float, float, float], new: tuple[float, float, float], *, confidence: float = 0.95
) -> Apart:
    """Whether an estimate changed, each given as (value, low, high) at the same confidence; in its own unit."""
    check_confidence(confidence)
    z = normal_quantile((1 + confidence) / 2)
    estimate = new[0] - old[0]
    low = estimate - math.hypot(new[0] - new[1], old[2] - old[0])
    high = estimate + math.hypot(new[2] - new[0], old[0] - old[1])
    from scipy.special import ndtr

    error = math.hypot((new[2] - new[1]) / (2 * z), (old[2] - old[1]) / (2 * z))
    p = None if error == 0 else 2 * float(ndtr(-abs(estimate) / error))
    return Apart(estimate, low, high, "difference", p, _sign(low, high), VALUES)


def _sign(low: float, high: float) -> Direction:
    if low > 0:
        return Direction.ROSE
    return Direction.FELL if high < 0 else Direction.NO_CLEAR_CHANGE
