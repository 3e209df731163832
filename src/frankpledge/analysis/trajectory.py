"""How likely a target is to be met, should the course of the figures go on as it has.

Counts follow a log-linear trend and their season, shares and values a straight line. The chance allows for what is not
known of the trend, for counts that vary more than chance, and for neighbouring figures that go together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.count_fits import CountFit, fit_counts

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

Wanted = Literal["at_most", "at_least"]
FEWEST_DEGREES = 3
COUNTS = "log-linear trend and season, quasi-Poisson (McCullagh and Nelder 1989)"
LINE = "straight line, weighted least squares"


@dataclass(frozen=True)
class Course:
    """What the course comes to at the target, should it go on: expected value, its 95% interval, and the chance.

    `degrees` are those that the trend was fitted with, `phi` the dispersion.
    """

    expected: float
    low: float
    high: float
    chance: float
    phi: float
    degrees: int
    method: str


def course_of_counts(
    counts: Sequence[int | None],
    ahead: range,
    *,
    target: float,
    wanted: Wanted,
    season: int = 1,
    already: int = 0,
    exposures: Sequence[float] | None = None,
    exposure_ahead: float = 1.0,
) -> Course | None:
    """The total over the steps `ahead` (numbered on from the counts), with `already` counted of the same total.

    A missing count is left out of the fit. None where the figures are too few for a trend. Nothing is ahead when
    the range is empty: then the total is known and the chance nought or one.
    """
    if not len(ahead):
        met = already <= target if wanted == "at_most" else already >= target
        return Course(already, already, already, float(met), 1.0, 0, "counted")
    known = [step for step, count in enumerate(counts) if count is not None]
    seasonal = season > 1 and len(known) >= 2 * season
    fitted = _fit(counts, known, exposures, season if seasonal else 1)
    if fitted is None or fitted.degrees < FEWEST_DEGREES:
        return None
    rows = _design(list(ahead), season if seasonal else 1, len(counts))
    return _course(fitted, rows, counts, known, target - already, wanted, already, exposure_ahead)


def _design(steps: Sequence[int], season: int, length: int) -> Floats:
    import numpy as np

    at = np.array(steps, dtype=float)
    columns = [np.ones(len(at)), at / max(length, 1)]
    columns += [(np.array(steps) % season == one).astype(float) for one in range(1, season)]
    return np.column_stack(columns)


def _fit(
    counts: Sequence[int | None], known: list[int], exposures: Sequence[float] | None, season: int
) -> CountFit | None:
    import numpy as np

    if len(known) < 3:
        return None
    seen = np.array([float(counts[step] or 0) for step in known])
    offset = None if exposures is None else np.log(np.array([exposures[step] for step in known]))
    return fit_counts(_design(known, season, len(counts)), seen, offset=offset)


def _course(
    fitted: CountFit, rows: Floats, counts: Sequence[int | None], known: list[int], left: float, wanted: Wanted,
    already: int, exposure: float,
) -> Course:  # fmt: skip
    import numpy as np
    from scipy.special import stdtr, stdtrit

    means = np.exp(rows @ fitted.coefficients) * exposure
    total, gradient = float(means.sum()), means @ rows
    seen = np.array([float(counts[step] or 0) for step in known])
    together = _together((seen - fitted.fitted) / np.sqrt(fitted.fitted))
    phi = fitted.dispersion
    variance = phi * together * (float(gradient @ fitted.unscaled @ gradient) + total)
    spread = math.sqrt(math.log1p(variance / total**2))
    quantile = float(stdtrit(fitted.degrees, 0.975))
    below = 0.0 if left <= 0 else float(stdtr(fitted.degrees, math.log(left / total) / spread))
    chance = below if wanted == "at_most" else 1 - below
    low, high = (already + total * math.exp(sign * quantile * spread) for sign in (-1, 1))
    return Course(already + total, low, high, chance, phi, fitted.degrees, COUNTS)


def _together(residual: Floats) -> float:
    """How much less sure a sum is because neighbours go together: (1 + r)/(1 − r) for r above nought, at most 9."""
    squares = float((residual**2).sum())
    if squares == 0 or len(residual) < 8:
        return 1.0
    r = min(max(float((residual[1:] * residual[:-1]).sum()) / squares, 0.0), 0.8)
    return (1 + r) / (1 - r)


def course_of_values(
    values: Sequence[float | None],
    at: int,
    *,
    target: float,
    wanted: Wanted,
    variances: Sequence[float] | None = None,
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> Course | None:
    """The value at a step to come (or the last), by a straight line; `variances` are those of chance for each value.

    Where the values stray from the line by more than their variances account for, that is what counts. None where
    they are too few for a line.
    """
    import numpy as np
    from scipy.special import stdtr, stdtrit

    known = [step for step, value in enumerate(values) if value is not None]
    degrees = len(known) - 2
    if degrees < 1 or (variances is None and degrees < FEWEST_DEGREES):
        return None
    seen = np.array([float(values[step] or 0.0) for step in known])
    chance = np.ones(len(known)) if variances is None else np.array([variances[step] for step in known])
    chance = np.maximum(chance, chance.mean() * 1e-3 + 1e-15)
    design = np.column_stack([np.ones(len(known)), np.array(known, dtype=float)])
    root = 1 / np.sqrt(chance)
    solved = np.linalg.lstsq(design * root[:, None], seen * root, rcond=None)[0]
    stray = float(((seen - design @ solved) ** 2 / chance).sum()) / degrees
    phi = stray if variances is None else max(1.0, stray)
    row = np.array([1.0, float(at)])
    unscaled = np.linalg.inv((design * root[:, None]).T @ (design * root[:, None]))
    expected = float(row @ solved)
    error = math.sqrt(max(phi, 1e-12) * (float(row @ unscaled @ row) + float(chance.mean())))
    quantile = float(stdtrit(degrees, 0.975))
    below = float(stdtr(degrees, (target - expected) / error))
    low, high = (min(max(expected + sign * quantile * error, bounds[0]), bounds[1]) for sign in (-1, 1))
    return Course(
        min(max(expected, bounds[0]), bounds[1]), low, high, below if wanted == "at_most" else 1 - below, phi, degrees, LINE
    )  # fmt: skip
