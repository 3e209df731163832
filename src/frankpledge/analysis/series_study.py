"""All that is said of one series: its control chart, its season, its levels and its rolling totals.

Nothing is judged across a break of recording without a word: limits are those of each phase, and a change of level
that coincides with a break is called so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from frankpledge.analysis.change_points import LEAST_SEGMENT, Levels, Step, levels
from frankpledge.analysis.control.charts import ALL, Baseline, Chart, Kind, chart
from frankpledge.analysis.control.rules import DEFAULT_RULES
from frankpledge.analysis.readings import Readings, Unit
from frankpledge.analysis.seasonal.calendar import mean_days, per_mean_month
from frankpledge.analysis.seasonal.stl import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Adjust = Literal["none", "days", "seasonal"]
ADJUSTS: tuple[Adjust, ...] = ("none", "days", "seasonal")
WORTH_TAKING_OUT = 0.3
"""A season weaker than this is left in (strategic-assessment 3.9)."""
FEWEST_SEASONS = 3


@dataclass(frozen=True)
class Asked:
    """How a series is to be studied. None means: as fits the series."""

    kind: Kind | None = None
    adjust: Adjust | None = None
    rules: str = DEFAULT_RULES
    baseline: Baseline = ALL
    screen: bool = False
    season: int | None = None
    window: Window = "periodic"
    robust: bool = True
    least: int = LEAST_SEGMENT
    penalty: float | None = None
    rolling: int | None = None
    per: float | None = None


@dataclass(frozen=True)
class Decomposition:
    """Season, trend and remainder of the series, each None where it cannot be told, and how strong the season is.

    In the unit of the series, or in that of a month of average length where its days were taken out.
    """

    period: int
    strength: float
    seasonal: tuple[float, ...]
    trend: tuple[float, ...]
    remainder: tuple[float | None, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Study:
    """What was found. `per` is the unit of a rate chart; `sizes` the exposures that it was charted over."""

    readings: Readings
    kind: Kind
    adjust: Adjust
    per: float
    chart: Chart
    decomposition: Decomposition | None
    steady: tuple[float | None, ...]
    """The values whose levels are told: without days and season where these were taken out."""
    asked: Asked
    rolling_steps: int
    rolling: tuple[float | None, ...] = field(default=())

    @cached_property
    def levels(self) -> Levels | None:
        """The lasting changes of level; None where nothing can be told. Looked for when somebody asks: it takes longer
        than all the rest, and a control chart does not need it."""
        return _levels(self.steady, self.asked)

    @property
    def has_no_days(self) -> bool:
        """Whether the length of months was taken out of the values whose season and levels are told."""
        return self.adjust != "none" and self.readings.step.unit is Unit.MONTHS

    def coincides(self, step: Step) -> str:
        """The period at which recording broke, where the step may be that break; else empty."""
        starts = [first for first, _ in self.readings.spans[1:]]
        near = [first for first in starts if step.low <= first <= step.high]
        return self.readings.label(near[0]) if near else ""


def study(readings: Readings, asked: Asked = Asked()) -> Study:
    """Study one series. Raises ValueError where the chart asked for cannot hold the values."""
    kind, adjust = asked.kind or _kind(readings), asked.adjust
    season = asked.season or readings.season
    if adjust is None:
        adjust = "none" if asked.kind else _usual_adjustment(readings)
    _check(readings, kind, adjust)
    level = _per_day_values(readings) if adjust != "none" else list(readings.values)
    parts = _decomposed(level, season, asked)
    if adjust == "seasonal" and parts is None:
        raise ValueError(f"a season of {season} steps cannot be told from this series")
    if (
        asked.adjust is None
        and not asked.kind
        and parts is not None
        and _is_worth_it(parts, readings, season)
    ):
        adjust = "seasonal"
    sizes = _sizes(readings, kind, parts if adjust == "seasonal" else None, adjust)
    per = asked.per or _per(readings, kind, adjust)
    steady = _plain(level, parts if adjust == "seasonal" else None)
    charted = steady if kind == "xmr" else list(readings.values)
    found = chart(
        kind, charted, sizes=sizes, spans=readings.spans, baseline=asked.baseline, rules=asked.rules,
        screen=asked.screen, narrow=asked.kind is not None,
    )  # fmt: skip
    steps = asked.rolling or season
    return Study(
        readings, kind, adjust, per, found, parts, tuple(steady), asked, steps,
        rolling(readings.values, steps) if steps > 1 else (),
    )  # fmt: skip


def _check(readings: Readings, kind: Kind, adjust: Adjust) -> None:
    for place, value in enumerate(readings.values):
        if value is not None and value < 0 and kind != "xmr":
            raise ValueError(
                f"a {kind} chart holds counts, and that of {readings.label(place)} is below nought"
            )
        of = readings.of[place] if readings.of is not None else None
        if kind.startswith("p") and value is not None and of is not None and value > of:
            raise ValueError(
                f"{readings.label(place)} has {value:g} of {of:g}: a share cannot have more than it is of"
            )
    if kind.startswith("p") and adjust != "none":
        raise ValueError("days and seasons are taken out of counts and values, not out of shares")
    if adjust == "days" and (readings.days is None or readings.step.unit is not Unit.MONTHS):
        raise ValueError("only months, quarters and years have days to be taken out")


def _kind(readings: Readings) -> Kind:
    """The chart that fits: shares where there is `of`, rates or counts where the figures are counts, else XmR."""
    if readings.of is not None and readings.are_counts:
        return "p-prime"
    return "u-prime" if readings.are_counts else "xmr"


def _usual_adjustment(readings: Readings) -> Adjust:
    """Days are taken out of counts by the month or quarter that have no exposure of their own."""
    by_month = readings.step.unit is Unit.MONTHS
    bare = readings.exposures is None and readings.of is None
    return "days" if by_month and bare and readings.are_counts else "none"


def _per_day_values(readings: Readings) -> list[float | None]:
    """Values in months of average length; as they are where the steps have no days of their own."""
    days = readings.days
    if days is None or readings.step.unit is not Unit.MONTHS:
        return list(readings.values)
    return list(per_mean_month(readings.values, days, months=readings.step.size))


def _is_worth_it(parts: Decomposition, readings: Readings, season: int) -> bool:
    known = len(readings) - len(readings.missing)
    return (
        readings.are_counts and readings.of is None and readings.exposures is None
        and parts.strength >= WORTH_TAKING_OUT and known >= FEWEST_SEASONS * season
    )  # fmt: skip


def _decomposed(values: Sequence[float | None], season: int, asked: Asked) -> Decomposition | None:
    """None where no season can be told: one step a season, or fewer than two whole seasons known."""
    import numpy as np

    from frankpledge.analysis.seasonal.stl import stl, strength

    row = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    by_phase = [np.isfinite(row[place::season]).sum() for place in range(season)]
    if season < 2 or len(row) < 2 * season or min(by_phase) < 2:
        return None
    parts = stl(row, period=season, seasonal=asked.window, robust=asked.robust)
    return Decomposition(
        season, float(strength(parts)[0]), _all(parts.seasonal), _all(parts.trend), _some(parts.remainder),
        _all(parts.weights),
    )  # fmt: skip


def _all(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _some(values: Floats) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else float(value) for value in values)


def _plain(values: Sequence[float | None], parts: Decomposition | None) -> list[float | None]:
    """The values, less their season where one was told."""
    if parts is None:
        return list(values)
    return [None if v is None else v - s for v, s in zip(values, parts.seasonal, strict=True)]


def _sizes(
    readings: Readings, kind: Kind, parts: Decomposition | None, adjust: Adjust
) -> list[float | None] | None:
    """What counts are charted over: their exposure, or days, each weighted by the season where that is taken out."""
    if kind == "xmr":
        return None
    if kind.startswith("p"):
        if readings.of is None:
            raise ValueError("a p chart needs a column ‘of’: how many each count is of")
        return list(readings.of)
    sizes: list[float | None] = [1.0] * len(readings)
    if kind.startswith("u") and readings.exposures is not None:
        sizes = list(readings.exposures)
    elif adjust != "none" and readings.days is not None and readings.step.unit is Unit.MONTHS:
        sizes = [float(days) for days in readings.days]
    if parts is None:
        return sizes
    factors = seasonal_factors(parts)
    return [None if size is None else size * factor for size, factor in zip(sizes, factors, strict=True)]


def seasonal_factors(parts: Decomposition) -> tuple[float, ...]:
    """How many times the trend each step of a season is, mean 1; never below a twentieth.

    Taken against the mean of the trend, so that a season is the same share of every year.
    """
    mean = math.fsum(parts.trend) / len(parts.trend)
    if mean <= 0:
        return (1.0,) * len(parts.seasonal)
    return tuple(max(0.05, 1 + value / mean) for value in parts.seasonal)


def _per(readings: Readings, kind: Kind, adjust: Adjust) -> float:
    """The unit of a rate: a month of average length where days were taken as the exposure, else 1."""
    over_days = adjust != "none" and readings.exposures is None and readings.step.unit is Unit.MONTHS
    if kind.startswith(("u", "c")) and over_days:
        return float(mean_days(readings.step.size))
    return 1.0


def _levels(values: Sequence[float | None], asked: Asked) -> Levels | None:
    known = [value for value in values if value is not None]
    if len(known) < 2 * asked.least or max(known) == min(known):
        return None
    return levels(values, least=asked.least, penalty=asked.penalty)


def rolling(values: Sequence[float | None], steps: int) -> tuple[float | None, ...]:
    """The total of the last `steps` values at each place; None before so many have passed, and where any is missing.

    Neighbouring totals share all values but one: no test and no control limit belongs on them.
    """
    found: list[float | None] = []
    for place in range(len(values)):
        window = values[place - steps + 1 : place + 1] if place + 1 >= steps else (None,)
        known = [value for value in window if value is not None]
        found.append(math.fsum(known) if len(known) == len(window) else None)
    return tuple(found)
