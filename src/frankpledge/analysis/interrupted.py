"""What happened to a series when something began: segmented regression, with what it cannot show said beside it.

The counts follow a trend and a season; from a given step on their level, and if asked their slope, may differ
(Wagner and others 2002; Lopez Bernal, Cummins and Gasparrini 2017). Errors allow for counts that vary more than
chance and, where neighbouring months go together, for that too (Newey and West 1987, on the scores of the fit).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.change import Direction, check_confidence, direction
from frankpledge.analysis.count_fits import CountFit, fit_counts
from frankpledge.analysis.limits import normal_quantile
from frankpledge.kernel.messages import Message, message

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

Errors = Literal["chance", "over-dispersed", "newey-west"]
FEWEST_EACH_SIDE = 8
"""So many steps on either side, or nothing is estimated (Wagner and others 2002 ask for eight; twelve is better)."""
METHOD = "segmented log-linear regression (Wagner and others 2002; Lopez Bernal and others 2017)"


@dataclass(frozen=True)
class Effect:
    """The level after the start over what the earlier course would have given, with its interval.

    `slope` is the ratio of the slopes a step, where it was asked for. `phi` is the dispersion, `correlation` that of
    neighbouring residuals. `caveats` belong to the estimate wherever it is printed.
    """

    ratio: float
    low: float
    high: float
    p: float
    verdict: Direction
    slope: float | None
    slope_low: float | None
    slope_high: float | None
    phi: float
    correlation: float
    errors: Errors
    degrees: int
    confidence: float
    steps_before: int
    steps_after: int
    caveats: tuple[Message, ...]


@dataclass(frozen=True)
class TooShort:
    """Why nothing can be estimated."""

    because: Message


def effect_of_start(
    counts: Sequence[int | None],
    start: int,
    *,
    exposures: Sequence[float] | None = None,
    season: int = 12,
    harmonics: int = 2,
    with_slope: bool = False,
    errors: Errors | None = None,
    confidence: float = 0.95,
    lags: int | None = None,
) -> Effect | TooShort:
    """The effect on counts of something that began at the step `start` (from 0). A missing count is left out.

    The season is `harmonics` pairs of sine and cosine of that many steps (none for 0). Without `errors` they are
    over-dispersed, or Newey and West's where neighbouring residuals go together (r above 2/√n). Raises ValueError
    for a start outside the series.
    """
    check_confidence(confidence)
    if not 0 < start < len(counts):
        raise ValueError(f"the start {start} does not lie within {len(counts)} steps")
    known = [step for step, count in enumerate(counts) if count is not None]
    before, after = sum(step < start for step in known), sum(step >= start for step in known)
    if min(before, after) < FEWEST_EACH_SIDE:
        return TooShort(message(
            "{before} steps before the start and {after} after it are known; an estimate needs {fewest} on either side.",
            before=before, after=after, fewest=FEWEST_EACH_SIDE,
        ))  # fmt: skip
    design, seen, offset = _model(counts, known, start, exposures, season, harmonics, with_slope)
    fitted = fit_counts(design, seen, offset=offset)
    if fitted is None:
        return TooShort(message("The model does not settle on these figures."))
    correlation = _neighbours(fitted, seen)
    chosen = errors or ("newey-west" if correlation > 2 / math.sqrt(len(known)) else "over-dispersed")
    covariance = _covariance(fitted, design, seen, chosen, lags)
    if errors is None:  # neighbours that go together never make it surer than chance and dispersion alone
        covariance = _no_surer(covariance, fitted.unscaled * fitted.dispersion)
    quantile, tail = _distribution(chosen, fitted.degrees, confidence)
    link, error = float(fitted.coefficients[2]), math.sqrt(float(covariance[2, 2]))
    low, high = math.exp(link - quantile * error), math.exp(link + quantile * error)
    slope: tuple[float | None, float | None, float | None] = (None, None, None)
    if with_slope:
        slope = _interval(fitted, covariance, quantile)
    return Effect(
        math.exp(link), low, high, tail(abs(link) / error), direction(low, high), *slope, fitted.pearson, correlation,
        chosen, fitted.degrees, confidence, before, after, _caveats(before, after, correlation, season),
    )  # fmt: skip


def _model(
    counts: Sequence[int | None], known: list[int], start: int, exposures: Sequence[float] | None, season: int,
    harmonics: int, with_slope: bool,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    import numpy as np

    steps = np.array(known, dtype=float)
    columns = [np.ones(len(known)), steps + 1, (steps >= start).astype(float)]
    if with_slope:
        columns.append(np.where(steps >= start, steps - start + 1, 0.0))
    for pair in range(1, min(harmonics, season // 2) + 1):
        angle = 2 * np.pi * pair * (steps + 1) / season
        columns.append(np.cos(angle))
        if 2 * pair < season:  # at half a season the sine is nought throughout
            columns.append(np.sin(angle))
    seen = np.array([float(counts[step] or 0) for step in known])
    offset = np.zeros(len(known)) if exposures is None else np.log([exposures[step] for step in known])
    return np.column_stack(columns), seen, offset


def _neighbours(fitted: CountFit, seen: Floats) -> float:
    import numpy as np

    residual = (seen - fitted.fitted) / np.sqrt(fitted.fitted)
    total = float((residual**2).sum())
    return 0.0 if total == 0 else float((residual[1:] * residual[:-1]).sum()) / total


def _covariance(fitted: CountFit, design: Floats, seen: Floats, errors: Errors, lags: int | None) -> Floats:
    if errors == "chance":
        return fitted.unscaled
    if errors == "over-dispersed":
        return fitted.unscaled * fitted.dispersion
    return newey_west(design * (seen - fitted.fitted)[:, None], fitted.unscaled, lags)


def _no_surer(covariance: Floats, least: Floats) -> Floats:
    """Of two covariances the one under which the level after the start is less sure."""
    return covariance if covariance[2, 2] >= least[2, 2] else least


def newey_west(scores: Floats, bread: Floats, lags: int | None = None) -> Floats:
    """The covariance of coefficients whose scores hang together: bread, weighted sums of the scores' products, bread.

    `scores` is one row a step; `lags` without a value is ⌊4(n/100)^(2/9)⌋, as Newey and West (1994) have it. The
    weights fall off as Bartlett's. With no lag it is White's, and nothing is added for small samples.
    """
    n = scores.shape[0]
    most = math.floor(4 * (n / 100) ** (2 / 9)) if lags is None else lags
    meat = scores.T @ scores
    for lag in range(1, most + 1):
        product = scores[lag:].T @ scores[:-lag]
        meat = meat + (1 - lag / (most + 1)) * (product + product.T)
    made: Floats = bread @ meat @ bread
    return made


def _distribution(errors: Errors, degrees: int, confidence: float) -> tuple[float, Callable[[float], float]]:
    """The quantile and two-sided tail that go with the errors: normal for chance alone, else Student's."""
    from scipy.special import ndtr, stdtr, stdtrit

    if errors == "chance":
        return normal_quantile((1 + confidence) / 2), lambda z: 2 * float(ndtr(-z))
    return float(stdtrit(degrees, (1 + confidence) / 2)), lambda t: 2 * float(stdtr(degrees, -t))


def _interval(fitted: CountFit, covariance: Floats, quantile: float) -> tuple[float, float, float]:
    link, error = float(fitted.coefficients[3]), math.sqrt(float(covariance[3, 3]))
    return math.exp(link), math.exp(link - quantile * error), math.exp(link + quantile * error)


def _caveats(before: int, after: int, correlation: float, season: int) -> tuple[Message, ...]:
    said = [
        message(
            "Something else that began at the same time would look the same: this does not show what caused the change."
        ),
        message(
            "It holds only as far as the earlier course would have gone on, and as recording did not change."
        ),
    ]
    if min(before, after) < 2 * season:
        said.append(message(
            "Only {before} steps before and {after} after are known: season and trend are not firmly known.",
            before=before, after=after,
        ))  # fmt: skip
    if correlation > 0.2:
        said.append(
            message(
                "Neighbouring figures go together (r = {r:.2f}); the interval allows for it.", r=correlation
            )
        )
    return tuple(said)
