"""Shewhart charts of individual values, counts, rates and shares, phase by phase, with gaps left open.

Limits lie three standard deviations from the centre. Those of counts, rates and shares rest on the Poisson or the
binomial distribution; where counts vary more than that, Laney's correction widens them by the ratio of the variation
seen to that expected (σ_z). A moving range is never taken across a gap or a break, and a point may be left out of
the limits and still be plotted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from frankpledge.analysis.control.rules import DEFAULT_RULES, Signal, signals

Kind = Literal["xmr", "c", "u", "p", "c-prime", "u-prime", "p-prime"]
KINDS: tuple[Kind, ...] = ("xmr", "c", "u", "p", "c-prime", "u-prime", "p-prime")
Values = Sequence[float | None]

D2 = 1.128
"""Mean moving range of two normal values over their standard deviation, as the tables give it (2/√π)."""
MOST_RANGE = 3.267
"""Upper limit of a moving range over its mean (D4 of the tables)."""
FEWEST_FOR_LIMITS = 12
"""Limits on fewer points are provisional (NHS England and strategic-assessment 3.7 ask for 12, better 24)."""

SOURCES: dict[Kind, str] = {
    "xmr": "Individuals chart (XmR): centre ± 3 mean moving ranges over 1.128 (Shewhart 1931; Wheeler 1993)",
    "c": "c chart: mean ± 3√mean (Shewhart 1931)",
    "u": "u chart: rate ± 3√(rate/exposure) (Shewhart 1931)",
    "p": "p chart: share ± 3√(share(1 − share)/n) (Shewhart 1931)",
    "c-prime": "c′ chart: c chart with limits widened by σz (Laney 2002)",
    "u-prime": "u′ chart: u chart with limits widened by σz (Laney 2002)",
    "p-prime": "p′ chart: p chart with limits widened by σz (Laney 2002)",
}


@dataclass(frozen=True)
class Plotted:
    """One point. `value` is None in a gap; limits are None where there are none (a gap of exposure, too few points).

    `score` is the distance from the centre in standard deviations.
    """

    value: float | None
    centre: float | None
    low: float | None
    high: float | None
    score: float | None
    phase: int


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own: places `first` to `last`, limits from `used` points.

    `sigma_z` is Laney's ratio (None for a chart without it, or when it cannot be told); `widened` whether the limits
    carry it. `mean_range` is the mean moving range of an individuals chart.
    """

    first: int
    last: int
    used: int
    centre: float | None
    sigma_z: float | None
    widened: bool
    mean_range: float | None

    @property
    def is_provisional(self) -> bool:
        return self.used < FEWEST_FOR_LIMITS


@dataclass(frozen=True)
class Chart:
    """A whole chart: one `Plotted` for each step of the series, gaps too."""

    kind: Kind
    points: tuple[Plotted, ...]
    phases: tuple[Phase, ...]
    signals: tuple[Signal, ...]
    rules: str


@dataclass(frozen=True)
class Baseline:
    """Which points set the limits: all of a phase, the `first` so many known ones, or those of `places`; never `omit`."""

    first: int | None = None
    places: frozenset[int] | None = None
    omit: frozenset[int] = frozenset()

    def of(self, values: Values, span: tuple[int, int]) -> tuple[int, ...]:
        """The places of a phase whose values set its limits."""
        known = [
            place for place in range(*span) if values[place] is not None and place not in self.omit
        ]  # fmt: skip
        if self.places is not None and any(place in self.places for place in known):
            return tuple(place for place in known if place in self.places)
        return tuple(known[: self.first])


ALL = Baseline()


def chart(
    kind: Kind,
    values: Values,
    *,
    sizes: Values | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    baseline: Baseline = ALL,
    rules: str = DEFAULT_RULES,
    screen: bool = False,
    narrow: bool = True,
) -> Chart:
    """The chart of a series with its signals.

    `sizes` are the exposures of a u chart or the numbers that a p chart's shares are of; without them each is 1.
    `spans` are the phases as (first place, place after the last). `screen` leaves out moving ranges above 3.267 times
    their mean, once. `narrow` lets a σ_z below 1 pull the limits of a prime chart together, as Laney has it; without it they
    are only ever widened. Raises ValueError for values that the chart cannot hold: counts below nought, shares above 1.
    """
    _check(kind, values, sizes)
    whole = [(0, len(values))] if spans is None else list(spans)
    used_sizes = [1.0] * len(values) if sizes is None else list(sizes)
    points: list[Plotted] = []
    phases: list[Phase] = []
    found: list[Signal] = []
    for number, span in enumerate(whole):
        used = baseline.of(_known(values, used_sizes), span)
        if kind == "xmr":
            phase, plotted = _individuals(values, span, used, number, screen=screen)
        else:
            phase, plotted = _attributes(kind, values, used_sizes, span, used, number, narrow=narrow)
        phases.append(phase)
        points += plotted
        scores = [point.score for point in plotted]
        # Rates that differ in their last bits only neither rise nor fall.
        rates = [None if point.value is None else float(f"{point.value:.11g}") for point in plotted]
        found += signals(scores, rates, rules=rules, start=span[0])
    return Chart(kind, tuple(points), tuple(phases), tuple(found), rules)


def _check(kind: Kind, values: Values, sizes: Values | None) -> None:
    known = [value for value in values if value is not None]
    if kind != "xmr" and any(value < 0 for value in known):
        raise ValueError(f"a {kind} chart holds counts, and none is below nought")
    if sizes is None:
        return
    if len(sizes) != len(values):
        raise ValueError("there must be a size for each value")
    if any(size is not None and size <= 0 for size in sizes):
        raise ValueError("a size must be above nought")
    pairs = [(v, s) for v, s in zip(values, sizes, strict=True) if v is not None and s is not None]
    if kind.startswith("p") and any(value > size for value, size in pairs):
        raise ValueError("a share cannot have more than it is of")


def _known(values: Values, sizes: Values) -> Values:
    return [None if size is None else value for value, size in zip(values, sizes, strict=True)]


def _individuals(
    values: Values, span: tuple[int, int], used: Sequence[int], number: int, *, screen: bool
) -> tuple[Phase, list[Plotted]]:
    known = {place: value for place in used if (value := values[place]) is not None}
    ranges = moving_ranges(known)
    if not known or not ranges:
        phase = Phase(span[0], span[1] - 1, len(known), _mean(list(known.values())), None, False, None)
        return phase, [_bare(values[place], phase, number) for place in range(*span)]
    centre, mean_range = math.fsum(known.values()) / len(known), math.fsum(ranges) / len(ranges)
    if screen:
        kept = [one for one in ranges if one <= MOST_RANGE * mean_range]
        mean_range = math.fsum(kept) / len(kept)
    sd = mean_range / D2
    phase = Phase(span[0], span[1] - 1, len(known), centre, None, False, mean_range)
    floor = 0.0 if all(value is None or value >= 0 for value in values) else -math.inf
    return phase, [_plotted(values[place], centre, sd, floor, math.inf, number) for place in range(*span)]


def _attributes(
    kind: Kind,
    values: Values,
    sizes: Values,
    span: tuple[int, int],
    used: Sequence[int],
    number: int,
    *,
    narrow: bool,
) -> tuple[Phase, list[Plotted]]:
    counts = [value for place in used if (value := values[place]) is not None]
    total = math.fsum(size for place in used if (size := sizes[place]) is not None)
    if len(counts) < 2:  # one point says nothing of how points vary
        only = counts[0] / total if counts else None
        phase = Phase(span[0], span[1] - 1, len(counts), only, None, False, None)
        return phase, [_bare(_rate(values, sizes, place), phase, number) for place in range(*span)]
    centre = math.fsum(counts) / total
    share = kind.startswith("p")
    deviations = {place: _deviation(centre, sizes[place], share=share) for place in range(*span)}
    scores = {place: _score(values, sizes, place, centre, deviations) for place in used}
    ratio = laney_ratio({place: score for place, score in scores.items() if score is not None})
    widened = kind.endswith("prime") and ratio is not None and (narrow or ratio > 1)
    factor = ratio if widened and ratio is not None else 1.0
    phase = Phase(span[0], span[1] - 1, len(counts), centre, ratio, widened, None)
    top = 1.0 if share else math.inf
    return phase, [
        _plotted(_rate(values, sizes, place), centre, _times(deviations[place], factor), 0.0, top, number)
        for place in range(*span)
    ]


def _deviation(centre: float, size: float | None, *, share: bool) -> float | None:
    if size is None:
        return None
    return math.sqrt(max(0.0, centre * (1 - centre)) / size) if share else math.sqrt(centre / size)


def _score(
    values: Values, sizes: Values, place: int, centre: float, deviations: dict[int, float | None]
) -> float | None:
    rate, deviation = _rate(values, sizes, place), deviations[place]
    return None if rate is None or not deviation else (rate - centre) / deviation


def _rate(values: Values, sizes: Values, place: int) -> float | None:
    value, size = values[place], sizes[place]
    return None if value is None or size is None else value / size


def _times(deviation: float | None, factor: float) -> float | None:
    return None if deviation is None else deviation * factor


def moving_ranges(known: dict[int, float]) -> list[float]:
    """The distances between values at neighbouring places; none is taken across a gap."""
    return [abs(known[place] - known[place - 1]) for place in sorted(known) if place - 1 in known]


def laney_ratio(scores: dict[int, float]) -> float | None:
    """σ_z: the mean moving range of the scores over 1.128. None without two neighbours.

    Above 1 the counts vary more from month to month than their distribution allows. Source: Laney, Improved control
    charts for attributes, Quality Engineering 14 (2002) 531.
    """
    ranges = moving_ranges(scores)
    return math.fsum(ranges) / len(ranges) / D2 if ranges else None


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _bare(value: float | None, phase: Phase, number: int) -> Plotted:
    return Plotted(value, phase.centre, None, None, None, number)


def _plotted(
    value: float | None, centre: float, sd: float | None, floor: float, top: float, number: int
) -> Plotted:
    if sd is None:
        return Plotted(value, centre, None, None, None, number)
    score = None if value is None else _distance(_told_gap(value, centre), sd)
    return Plotted(value, centre, max(floor, centre - 3 * sd), min(top, centre + 3 * sd), score, number)


def _told_gap(value: float, centre: float) -> float:
    """How far a value lies from its centre; what only the last bits of floats make of equal numbers is no distance."""
    gap = value - centre
    return 0.0 if abs(gap) <= 1e-11 * max(abs(value), abs(centre)) else gap


def _distance(gap: float, sd: float) -> float:
    """How many standard deviations a gap is; any gap is beyond every limit where nothing varied."""
    if sd:
        return gap / sd
    return math.copysign(math.inf, gap) if gap else 0.0
