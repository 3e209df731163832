"""Is a count higher than its season and trend account for? Farrington's method, as first published and as improved.

Farrington, Andrews, Beale and Catchpole 1996 (J. R. Statist. Soc. A 159, 547–563); Noufaily, Enki, Farrington,
Garthwaite, Andrews and Charlett 2013 (Statistics in Medicine 32, 1206–1222). The names in the control, and the
numbers, are those of the R package surveillance; where that package does otherwise than the papers, it is said here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.count_fits import CountFit, fit_counts
from frankpledge.analysis.reference_windows import By, References, references
from frankpledge.analysis.watched_series import WatchedSeries

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

Transform = Literal["none", "1/2", "2/3"]
Bound = Literal["delta", "nbPlugin", "muan"]
TRANSFORMS: tuple[Transform, ...] = ("none", "1/2", "2/3")
BOUNDS: tuple[Bound, ...] = ("delta", "nbPlugin", "muan")
FEWEST_REFERENCES = 5
"""Fewer known reference counts than this are no ground to expect anything."""


@dataclass(frozen=True)
class FarringtonControl:
    """How a count is judged. The defaults are those of R's farringtonFlexible."""

    years: int = 5
    half_width: int = 3
    levels: int = 1
    leave_out: int | None = None
    """How many of the latest periods are no references; as many as the half width when left out."""
    alpha: float = 0.05
    sides: Literal[1, 2] = 1
    """2: the bound leaves out half of alpha, as the method first published does."""
    trend: bool = True
    trend_below: float = 0.05
    """The trend is kept only when its p value lies below this; 1 keeps it always."""
    reweight: bool = True
    weights_above: float = 2.58
    """Reference counts whose residual is larger are given less weight."""
    bound: Bound = "delta"
    transform: Transform = "2/3"
    fewest: int = 5
    within: int = 4
    """No alarm unless at least `fewest` events were counted in the latest `within` periods."""
    by: By = "dates"
    per_year: int = 52
    population: bool = False
    error_dispersion: Literal["surveillance", "pearson"] = "surveillance"
    """Which dispersion widens the expected count's standard error: that of R's farringtonFlexible, which takes working
    residuals, or Pearson's, as the papers and R's farrington have it. Both give nearly the same."""

    @property
    def tail(self) -> float:
        return self.alpha / self.sides


ORIGINAL = FarringtonControl(sides=2, weights_above=1.0, error_dispersion="pearson")
"""The method as first published, with the defaults of R's farrington."""
IMPROVED = FarringtonControl(
    levels=10, leave_out=26, alpha=0.01, trend_below=1.0, bound="nbPlugin", error_dispersion="pearson"
)
"""The method as improved in 2013, for weekly counts."""


@dataclass(frozen=True)
class Expected:
    """What the references lead to expect. `link_error` is the standard error of log μ."""

    mean: float
    dispersion: float
    link_error: float
    trend: float | None
    trend_p: float | None
    weights: tuple[float, ...]
    references: int

    @property
    def error(self) -> float:
        return self.mean * self.link_error


@dataclass(frozen=True)
class Threshold:
    """The bounds of what is still ordinary, and the chance of at least so many as were observed."""

    low: float
    high: float
    p: float | None


def reference_weights(residuals: Sequence[float], threshold: float = 1.0) -> tuple[float, ...]:
    """The weight of each reference count: 1/residual² where the residual is above the threshold, all adding up to n."""
    raw = [residual**-2 if residual > threshold else 1.0 for residual in residuals]
    share = len(raw) / sum(raw) if raw else 1.0
    return tuple(weight * share for weight in raw)


def anscombe_residuals(
    counts: Sequence[float], fitted: Sequence[float], leverage: Sequence[float], dispersion: float
) -> tuple[float, ...]:
    """Standardised Anscombe residuals: 3/2 (y^⅔ μ^−⅙ − μ^½) / √(φ(1 − h))."""
    found = []
    for count, mean, hat in zip(counts, fitted, leverage, strict=True):
        spread = math.sqrt(max(dispersion * (1 - hat), 1e-12))
        found.append(1.5 * (count ** (2 / 3) * mean ** (-1 / 6) - math.sqrt(mean)) / spread)
    return tuple(found)


def delta_threshold(
    mean: float,
    error: float,
    dispersion: float,
    *,
    tail: float,
    transform: Transform,
    observed: float | None = None,
) -> Threshold:
    """Bounds by the delta method on the scale y^p, p = 1, ½ or ⅔; τ² = φμ + error². `tail` is one side's."""
    from scipy.special import ndtr, ndtri

    power = {"none": 1.0, "1/2": 0.5, "2/3": 2 / 3}[transform]
    if mean <= 0:
        return Threshold(0.0, 0.0, None if observed is None else float(observed <= 0))
    spread = power * math.sqrt(dispersion * mean + error**2) / mean
    reach = float(ndtri(1 - tail)) * spread
    low = mean * max(1 - reach, 0.0) ** (1 / power) if power < 1 else mean * (1 - reach)
    p = None
    if observed is not None:
        p = float(1 - ndtr(((observed / mean) ** power - 1) / spread))
    return Threshold(low, mean * (1 + reach) ** (1 / power), p)


def quantile_threshold(
    link: float,
    link_error: float,
    dispersion: float,
    *,
    tail: float,
    bound: Bound,
    observed: int | None = None,
) -> Threshold:
    """Bounds that are quantiles of a negative binomial of mean μ and size μ/(φ − 1), Poisson when φ is 1.

    `nbPlugin` takes μ as estimated; `muan` moves it up by its own upper limit first.
    """
    from scipy.special import ndtri

    mean = math.exp(link + (float(ndtri(1 - tail)) * link_error if bound == "muan" else 0.0))
    low, high = (_quantile(chance, mean, dispersion) for chance in (tail, 1 - tail))
    p = None if observed is None else 1 - _at_most(observed - 1, mean, dispersion)
    return Threshold(float(low), float(high), p)


def _at_most(count: int, mean: float, dispersion: float) -> float:
    """The chance of at most so many."""
    from scipy.special import betainc, gammaincc

    if count < 0:
        return 0.0
    if dispersion <= 1:
        return float(gammaincc(count + 1, mean))
    return float(betainc(mean / (dispersion - 1), count + 1, 1 / dispersion))


def _quantile(chance: float, mean: float, dispersion: float) -> int:
    """The least count of which at most so many has at least the chance, guarded against the last bit as R is."""
    wanted = chance * (1 - 64 * 2.220446e-16)
    low, high = -1, 1
    while _at_most(high, mean, dispersion) < wanted:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _at_most(middle, mean, dispersion) >= wanted else (middle, high)
    return high


def farrington(
    series: WatchedSeries, places: Sequence[int], control: FarringtonControl | None = None
) -> tuple[Watched, ...]:
    """Judge the counts at these places, each against its own references.

    Raises ValueError for more levels than periods between two windows.
    """
    control = control or IMPROVED
    return tuple(_judged(series, at, control) for at in places)


def _judged(series: WatchedSeries, at: int, control: FarringtonControl) -> Watched:
    label, observed = series.labels[at], series.counts[at]
    windows = references(
        series, at, years=control.years, half_width=control.half_width, levels=control.levels,
        leave_out=control.half_width if control.leave_out is None else control.leave_out, by=control.by, per_year=control.per_year,
    )  # fmt: skip
    if windows.because:
        return Watched(label, observed, because=windows.because)
    expected = expect(series, at, windows, control)
    if isinstance(expected, str):
        return Watched(label, observed, because=expected)
    threshold = _threshold(expected, observed, control)
    return _watched(series, at, expected, threshold, control)


def _threshold(expected: Expected, observed: float | None, control: FarringtonControl) -> Threshold:
    if control.bound == "delta" or expected.mean <= 0:
        return delta_threshold(
            expected.mean, expected.error, expected.dispersion,
            tail=control.tail, transform=control.transform, observed=observed,
        )  # fmt: skip
    return quantile_threshold(
        math.log(expected.mean), expected.link_error, expected.dispersion,
        tail=control.tail, bound=control.bound, observed=None if observed is None else int(observed),
    )  # fmt: skip


def _watched(
    series: WatchedSeries, at: int, expected: Expected, threshold: Threshold, control: FarringtonControl
) -> Watched:
    observed = series.counts[at]
    enough = _enough(series.counts[max(at - control.within + 1, 0) : at + 1], control.fewest)
    distance = threshold.high - expected.mean
    alarm = None if observed is None else observed > threshold.high
    because = "" if observed is not None else "There is no figure, and missing is not nought."
    if alarm and enough is not True:
        alarm = False if enough is False else None
        because = _too_few(control, known=enough is False)
    return Watched(
        series.labels[at], observed, expected.mean, threshold.high,
        None if observed is None or distance <= 0 else (observed - expected.mean) / distance,
        alarm, threshold.p, because,
        {"dispersion": expected.dispersion, "trend": expected.trend, "trend_p": expected.trend_p,
         "references": expected.references, "error": expected.error},
    )  # fmt: skip


def _too_few(control: FarringtonControl, *, known: bool) -> str:
    if known:
        return f"Fewer than {control.fewest} events in the latest {control.within} periods."
    return f"Whether there were {control.fewest} events in the latest {control.within} periods is not known."


def _enough(latest: Sequence[float | None], fewest: int) -> bool | None:
    """Whether the latest periods hold enough events; None when a missing one decides it."""
    if sum(count for count in latest if count is not None) >= fewest:
        return True
    return None if None in latest else False


def expect(series: WatchedSeries, at: int, windows: References, control: FarringtonControl) -> Expected | str:
    """What the references lead to expect at a place, or why nothing can be said."""
    import numpy as np

    known = [
        (place, level)
        for place, level in zip(windows.places, windows.levels, strict=True)
        if series.counts[place] is not None and _people(series, place, control) is not None
    ]
    here = _people(series, at, control)
    if len(known) < FEWEST_REFERENCES or here is None:
        return (
            f"Only {len(known)} of {len(windows.places)} reference counts are known."
            if here
            else "The population is not known."
        )
    counts = np.array([series.counts[place] for place, _ in known], dtype=float)
    if not counts.any():
        return Expected(0.0, 1.0, 0.0, None, None, (1.0,) * len(known), len(known))
    plain = _levels_design([level for _, level in known], control.levels)
    if plain is None:
        return "No reference count of the same time of year is known."
    times = np.array([place - at for place, _ in known], dtype=float)
    offset = np.log([_people(series, place, control) or 1.0 for place, _ in known])
    return _fitted(plain, times, counts, offset, math.log(here), control)


def _people(series: WatchedSeries, place: int, control: FarringtonControl) -> float | None:
    if not control.population:
        return 1.0
    return series.population[place] if series.population else None


def _levels_design(levels: Sequence[int], window: int) -> Floats | None:
    """An intercept, which is the window's level, and one column for each other level that is there."""
    import numpy as np

    others = sorted(set(levels) - {window})
    if window not in levels:
        return None
    columns = [
        np.ones(len(levels)),
        *(np.array([level == other for level in levels], dtype=float) for other in others),
    ]
    return np.column_stack(columns)


def _fitted(
    plain: Floats, times: Floats, counts: Floats, offset: Floats, here: float, control: FarringtonControl
) -> Expected | str:
    """The model with its trend where it is kept, else without."""
    import numpy as np

    if control.trend:
        # Centred on the period itself: its own row is then an intercept alone, and the trend has no part in it.
        design = np.column_stack([plain, times])
        found = _twice(design, counts, offset, control)
        if found is not None and _keeps_trend(found[0], counts, here, control):
            return _expected(found, here, control, slope=design.shape[1] - 1)
    found = _twice(plain, counts, offset, control)
    if found is None:
        return "The model of the reference counts does not settle."
    return _expected(found, here, control, slope=None)


_Twice = tuple[CountFit, float, tuple[float, ...]]
"""A fit, the dispersion reported with it, and the weights of the references."""


def _twice(design: Floats, counts: Floats, offset: Floats, control: FarringtonControl) -> _Twice | None:
    """Fitted, and fitted again with less weight on what stands out."""
    import numpy as np

    first = fit_counts(design, counts, offset=offset)
    if first is None:
        return None
    if not control.reweight:
        return first, first.dispersion, (1.0,) * len(counts)
    residuals = anscombe_residuals(
        counts.tolist(), first.fitted.tolist(), first.leverage.tolist(), first.dispersion
    )
    weights = reference_weights(residuals, control.weights_above)
    second = fit_counts(design, counts, weights=np.array(weights), offset=offset)
    return None if second is None else (second, second.dispersion, weights)


def _row(size: int) -> Floats:
    import numpy as np

    row: Floats = np.eye(1, size)[0]
    return row


def _keeps_trend(fit: CountFit, counts: Floats, here: float, control: FarringtonControl) -> bool:
    """A trend is kept over three years and more, when its p value is small enough and it does not run away."""
    mean = math.exp(fit.link_at(_row(len(fit.coefficients)), here))
    return (
        control.years >= 3
        and (control.trend_below >= 1 or _slope_p(fit, control) < control.trend_below)
        and mean <= float(counts.max())
    )


def _slope_p(fit: CountFit, control: FarringtonControl) -> float:
    """The p value of the last coefficient, by Student's t; the dispersion is here taken as it is, be it below 1."""
    from scipy.special import stdtr

    spread = fit.pearson if control.error_dispersion == "pearson" or not control.reweight else fit.working
    error = math.sqrt(spread * float(fit.unscaled[-1, -1]))
    return float(2 * stdtr(fit.degrees, -abs(float(fit.coefficients[-1]) / error))) if error else 0.0


def _error_dispersion(fit: CountFit, control: FarringtonControl) -> float:
    if control.error_dispersion == "pearson" or not control.reweight:
        return fit.dispersion
    return fit.working


def _expected(found: _Twice, here: float, control: FarringtonControl, *, slope: int | None) -> Expected:
    fit, dispersion, weights = found
    row = _row(len(fit.coefficients))
    link = fit.link_at(row, here)
    error = math.sqrt(_error_dispersion(fit, control)) * fit.unscaled_error_at(row)
    return Expected(
        mean=math.exp(link),
        dispersion=dispersion,
        link_error=error,
        trend=None if slope is None else float(fit.coefficients[slope]),
        trend_p=None if slope is None else _slope_p(fit, control),
        weights=weights,
        references=len(weights),
    )
