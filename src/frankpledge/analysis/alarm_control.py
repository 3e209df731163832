"""The control of an alarm: which method, and with which numbers, as JSON.

Keys are written as here or as the R package surveillance writes them; without a key, the method has R's own default.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.cusum import (
    MEASURED,
    SCALES,
    CusumControl,
    RatioControl,
    cusum,
    likelihood_ratio_cusum,
)
from frankpledge.analysis.ears import LAG, EarsControl, ears
from frankpledge.analysis.farrington import (
    BOUNDS,
    IMPROVED,
    ORIGINAL,
    TRANSFORMS,
    FarringtonControl,
    farrington,
)
from frankpledge.analysis.json_settings import JsonSettings
from frankpledge.analysis.reference_windows import By
from frankpledge.analysis.watched_series import PER_YEAR, Pace, WatchedSeries

METHODS = ("farrington", "farrington-flexible", "C1", "C2", "C3", "cusum", "likelihood-cusum")
ALIASES = {
    "noPeriods": "no_periods",
    "pastWeeksNotIncluded": "past_not_included",
    "weightsThreshold": "weights_threshold",
    "pThresholdTrend": "p_threshold_trend",
    "powertrans": "power_transform",
    "thresholdMethod": "threshold_method",
    "populationOffset": "population_offset",
    "minSigma": "min_sigma",
    "trans": "transform",
    "mu0": "m",
    "c.ARL": "h",
}
IGNORED = ("verbose", "glmWarnings", "plot", "fitFun", "comment")
METHOD_ALIASES = {
    "farringtonFlexible": "farrington-flexible",
    "flexible": "farrington-flexible",
    "glrpois": "likelihood-cusum",
    "glrnb": "likelihood-cusum",
}
SOURCES = {
    "farrington": "Farrington and others 1996",
    "farrington-flexible": "Noufaily and others 2013",
    "C1": "EARS C1 (Hutwagner and others 2003)",
    "C2": "EARS C2 (Hutwagner and others 2003)",
    "C3": "EARS C3 (Hutwagner and others 2003; Fricker and others 2008)",
    "cusum": "Cumulative sum of transformed counts (Rossi and others 1999)",
    "likelihood-cusum": "Cumulative sum of log likelihood ratios (Höhle and Paul 2008)",
}
Control = FarringtonControl | EarsControl | CusumControl | RatioControl


@dataclass(frozen=True)
class AlarmControl:
    """A method with its control, and the periods to be judged as they were written (None: all that can be)."""

    method: str
    control: Control
    span: tuple[str, ...] | None = None

    @property
    def by(self) -> By | Literal["previous"]:
        return self.control.by if isinstance(self.control, FarringtonControl) else "previous"


DEFAULT = AlarmControl("farrington-flexible", IMPROVED)
"""Without a control: the improved method with a false-alarm rate of 1 in 100, for counts of several years."""


def takes_measurements(given: JsonSettings) -> bool:
    """Whether a control asks for sums of what may be a measurement of either sign, and not a count."""
    return given.values.get("method") == "cusum" and given.values.get("transform") in MEASURED


def control_from(given: JsonSettings, series: WatchedSeries, by: By | None) -> AlarmControl:
    """The control that an object says. Raises Unusable with every key that cannot be used."""
    named = given.values.get("method")
    given.values["method"] = METHOD_ALIASES.get(named, named) if isinstance(named, str) else named
    method = given.choice("method", METHODS, None)
    span = _span(given)
    control: Control
    if method.startswith("farrington"):
        control = _farrington(given, method, series, by)
    elif method in LAG:
        control = _ears(given, method)
    elif method == "cusum":
        control = _cusum(given)
    else:
        control = _ratio(given)
    given.check(ignored=IGNORED)
    return AlarmControl(method, control, span)


def default_by(series: WatchedSeries) -> By:
    return "index" if series.days is None else "dates"


def default_for(series: WatchedSeries, by: By | None) -> AlarmControl:
    """What holds without a control: the improved method, its windows cut to the pace of the series.

    Three weeks on either side and ten levels of the season are for weekly counts. A year of months holds one month on
    either side and four levels, a year of quarters the quarter itself; half a year is left out of either. As many
    earlier years are taken as there are, up to five; a series without two of them is held against its last few periods.
    """
    control = with_reference(DEFAULT, series, by)
    assert isinstance(control.control, FarringtonControl)  # noqa: S101 (the default is)
    changed = control.control
    if slower := SLOWER.get(series.pace):
        half_width, levels, leave_out = slower
        changed = replace(changed, half_width=half_width, levels=levels, leave_out=leave_out)
    for years in range(changed.years, FEWEST_YEARS - 1, -1):
        # Of two years a trend cannot be told from a season that was stronger once.
        held = replace(changed, years=years, trend_below=changed.trend_below if years > FEWEST_YEARS else 0.0)
        if _first(replace(control, control=held), series) < len(series.counts):
            return replace(control, control=held)
    return SHORT


FEWEST_YEARS = 2
SHORT = AlarmControl("C2", EarsControl("C2", alpha=0.01))
"""For a series without two earlier years: it knows no season."""
SLOWER = {Pace.MONTH: (1, 4, 6), Pace.QUARTER: (0, 1, 2)}
"""Half width of the windows, levels of the seasonal factor, and latest periods left out, by pace."""


def with_reference(control: AlarmControl, series: WatchedSeries, by: By | None) -> AlarmControl:
    """The same, holding counts against earlier years by dates or by counting, and with the year's length."""
    if not isinstance(control.control, FarringtonControl):
        return control
    changed = replace(control.control, by=by or default_by(series), per_year=PER_YEAR[series.pace])
    return replace(control, control=changed)


def _span(given: JsonSettings) -> tuple[str, ...] | None:
    value = given.take("range")
    if value is None:
        return None
    several = value if isinstance(value, list) else [value]
    if not several or not all(isinstance(one, (int, str)) and not isinstance(one, bool) for one in several):
        given.wrong("range", "is no list of periods.", 'Write [282, 312] or ["2023-01-02", "2023-12-25"].')
        return None
    return tuple(str(one) for one in several)


def _farrington(given: JsonSettings, method: str, series: WatchedSeries, by: By | None) -> FarringtonControl:
    start = ORIGINAL if method == "farrington" else FarringtonControl()
    limit = given.numbers("limit54") or [start.fewest, start.within]
    if (
        len(limit) != 2
        or min(limit) < 0
        or not all(one.is_integer() for one in map(float, limit))
        or limit[1] < 1
    ):
        given.wrong(
            "limit54", "is not two whole numbers.", "Write [5, 4]: so many events in so many periods."
        )
        limit = [start.fewest, start.within]
    width = given.whole("w", start.half_width, high=180)
    return FarringtonControl(
        years=given.whole("b", start.years, low=1, high=50),
        half_width=width,
        levels=given.whole("no_periods", start.levels, low=1, high=100) if method != "farrington" else 1,
        leave_out=given.whole("past_not_included", width, high=400) if method != "farrington" else width,
        alpha=given.number("alpha", start.alpha, above=0, below=1),
        sides=start.sides,
        trend=given.flag("trend", default=start.trend),
        trend_below=given.number("p_threshold_trend", start.trend_below, above=0, high=1),
        reweight=given.flag("reweight", default=start.reweight),
        weights_above=given.number("weights_threshold", start.weights_above, low=0),
        bound=_one_of(BOUNDS, given.choice("threshold_method", BOUNDS, start.bound)),
        transform=_one_of(TRANSFORMS, given.choice("power_transform", TRANSFORMS, start.transform)),
        fewest=int(limit[0]),
        within=int(limit[1]),
        by=by or default_by(series),
        per_year=given.whole("frequency", PER_YEAR[series.pace], low=1, high=366),
        population=given.flag("population_offset", default=False),
        error_dispersion="pearson"
        if given.choice("error_dispersion", ("surveillance", "pearson"), start.error_dispersion) == "pearson"
        else "surveillance",
    )


T = TypeVar("T", bound=str)


def _one_of(options: tuple[T, ...], text: str) -> T:
    return next((one for one in options if one == text), options[0])


def _ears(given: JsonSettings, method: str) -> EarsControl:
    return EarsControl(
        kind="C1" if method == "C1" else "C2" if method == "C2" else "C3",
        baseline=given.whole("baseline", 7, low=3, high=400),
        alpha=given.number("alpha", EarsControl("C3" if method == "C3" else "C1").tail, above=0, below=1),
        least_sd=given.number("min_sigma", 0.0, low=0),
        like_surveillance=given.flag("like_surveillance", default=False),
    )


def _cusum(given: JsonSettings) -> CusumControl:
    # R calls the overdispersion of its negative binomial scales alpha.
    key = "alpha" if given.has("alpha") else "overdispersion"
    scale = _one_of(SCALES, given.choice("transform", SCALES, "standard"))
    return CusumControl(
        reference=given.number("k", 1.04),
        decision=given.number("h", 2.26, above=0),
        mean=given.optional("m", above=-math.inf if scale in MEASURED else 0),
        scale=scale,
        overdispersion=given.number(key, 0.0, low=0),
    )


def _ratio(given: JsonSettings) -> RatioControl:
    key = "alpha" if given.has("alpha") else "overdispersion"
    theta = given.number("theta", math.log(1.5), above=0)
    return RatioControl(
        ratio=given.number("ratio", math.exp(theta), above=1),
        decision=given.number("h", 5.0, above=0),
        mean=given.optional("m", above=0),
        overdispersion=given.number(key, 0.0, low=0),
    )


def places_to_judge(control: AlarmControl, series: WatchedSeries) -> list[int] | str:
    """The places that the control names, in order; the name of the first that is not of the series instead."""
    if control.span is None:
        return list(range(_first(control, series), len(series.counts)))
    found = []
    for label in control.span:
        place = series.place_of(label)
        if place is None:
            return label
        found.append(place)
    if len(found) == 2:
        return list(range(found[0], found[1] + 1))
    return sorted(set(found))


def _first(control: AlarmControl, series: WatchedSeries) -> int:
    """The first place that can be judged at all, so that a series is not met with refusals at its start."""
    how = control.control
    if isinstance(how, EarsControl):
        return min(LAG[how.kind] - 1 + how.baseline + (2 if how.kind == "C3" else 0), len(series.counts))
    if isinstance(how, FarringtonControl):
        back = how.years * how.per_year + how.half_width
        spare = how.years if series.pace is Pace.WEEK and how.by == "dates" else 0
        return min(back + spare, len(series.counts))
    if how.mean is None:
        return min(len(series.counts) // 2, len(series.counts))
    return 0


def judged(series: WatchedSeries, control: AlarmControl, places: list[int]) -> tuple[Watched, ...]:
    """The periods judged by the control's method. Raises ValueError as the methods do."""
    how = control.control
    if isinstance(how, FarringtonControl):
        return farrington(series, places, how)
    if isinstance(how, EarsControl):
        return ears(series, places, how)
    if isinstance(how, CusumControl):
        return cusum(series, places, how)
    return likelihood_ratio_cusum(series, places, how)
