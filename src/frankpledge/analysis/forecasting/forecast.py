"""A forecast of one series, as it may be published: the model, its test, its limits, or the naive range instead.

With `auto` the model is chosen by back-test and published only where it did better than the seasonal naive at origins
that had no part in choosing it, and its 95% limits held at least 88%. A named model is fitted as asked, with textbook
limits, and its back-test beside it. Figures before the last break of recording are not used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.accuracy import Band, Forecasted, Score, score
from frankpledge.analysis.forecasting.backtest import (
    COVERAGE_ALLOWED,
    FEWEST_ORIGINS,
    LEVELS,
    Backtest,
    Choice,
    backtest,
    candidates,
    choose,
    covered,
    left_out_factors,
)
from frankpledge.analysis.forecasting.described import Asked, Description, described
from frankpledge.analysis.forecasting.models import (
    BENCHMARK,
    Named,
    Transform,
    named,
)
from frankpledge.analysis.forecasting.projection import Projection
from frankpledge.analysis.limits import normal_quantile
from frankpledge.analysis.readings import Readings, Unit
from frankpledge.analysis.seasonal.calendar import mean_days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

AUTO = "auto"
SEEN_SEASONS = 5
MOST_HORIZON = 120


@dataclass(frozen=True)
class Request:
    """What is wanted. `season` None takes the series' own; `per_day` takes the length of months out and puts it back."""

    horizon: int
    model: str = AUTO
    season: int | None = None
    transform: Transform = "none"
    per_day: bool = False
    floored: bool = True
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True)
class Point:
    """One step ahead. `limits` follow `LEVELS`; `seen` are the least and greatest figure of the same step of the last
    five seasons, None where there is none."""

    period: str
    value: float
    limits: tuple[tuple[float, float], ...]
    seen: tuple[float, float] | None


@dataclass(frozen=True)
class Total:
    """All steps together, against the same steps of a season before (None where one is missing).

    `chance_of_more` is the chance that the total will exceed `before`.
    """

    value: float
    limits: tuple[tuple[float, float], ...]
    before: float | None
    chance_of_more: float | None


@dataclass(frozen=True)
class Tried:
    """One model's mean absolute error over the back-test and its ratio to the benchmark's; None where it failed."""

    model: str
    mae: float | None
    ratio: float | None


@dataclass(frozen=True)
class Tested:
    """The back-test of the model used. `ratio` is its mean absolute error over that of the seasonal naive, and
    `honest_ratio` that of a choice made without the origin judged (the ratio itself for a named model)."""

    origins: tuple[str, ...]
    points: int
    ratio: float | None
    honest_ratio: float | None
    score: Score
    coverage: tuple[float | None, ...]
    """None where no outcome is known."""
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Forecast:
    """What may be printed. `model` is the one the points come from; `wanted` the one chosen or asked for.

    `why_not` says why the naive range stands in for a forecast, empty where it does not.
    """

    readings: Readings
    first: int
    """The place at which training begins."""
    wanted: str
    model: Named
    description: Description
    points: tuple[Point, ...]
    total: Total
    tested: Tested | None
    tried: tuple[Tried, ...]
    published: bool
    why_not: tuple[str, ...] = field(default=())
    cut: int = 0
    """How many limits were raised to nought."""


def forecast(readings: Readings, request: Request) -> Forecast:
    """Forecast one series. Raises ValueError where the model cannot be fitted or there is not a season of figures."""
    import numpy as np

    first = readings.spans[-1][0] if readings.spans else 0
    row = _training(readings, first, request)
    m = request.season or readings.season
    known = np.flatnonzero(np.isfinite(row))
    if len(known) < max(3, m):
        raise ValueError(
            f"a forecast needs at least {max(3, m)} figures since the last break, and there are {len(known)}"
        )
    row = row[known[0] :]
    first += int(known[0])
    if request.model.strip().lower() == AUTO:
        return _automatic(readings, first, row, m, request)
    return _as_asked(readings, first, row, m, request)


def _training(readings: Readings, first: int, request: Request) -> Floats:
    import numpy as np

    values = [math.nan if value is None else value for value in readings.values[first:]]
    row = np.array(values, dtype=np.float64)
    return row / _lengths(readings, first, len(row)) if request.per_day else row


def _lengths(readings: Readings, first: int, many: int) -> Floats:
    """The days of steps over their average, to divide by and multiply back."""
    import numpy as np

    if readings.step.unit is not Unit.MONTHS:
        raise ValueError("only months, quarters and years have days to be taken out")
    mean = float(mean_days(readings.step.size))
    periods = [readings.period(first + place) for place in range(many)]
    return np.array([period.days / mean for period in periods if period], dtype=np.float64)


def _automatic(readings: Readings, first: int, row: Floats, m: int, request: Request) -> Forecast:
    models = candidates(season=m)
    tested = backtest(row[None, :], models, horizon=request.horizon, m=m)
    if len(tested.origins) < FEWEST_ORIGINS:
        why = (
            f"The series allows {len(tested.origins)} back-test origins of {request.horizon} steps, and {FEWEST_ORIGINS} are "
            "needed to say that a model is better than the naive one."
        )
        return _naive_range(readings, first, row, m, request, "", tested, None, (why,))
    choice = choose(tested)
    model = models[int(choice.place[0])]
    if not choice.published[0]:
        return _naive_range(readings, first, row, m, request, model.name, tested, choice, _why_not(choice))
    description, projection = _fitted(model, row, m, request)
    factors = tuple(float(one) for one in choice.factors[0])
    return _made(
        readings, first, row, m, request, model, description, projection, factors,
        _tested(readings, first, row, m, tested, int(choice.place[0]), float(choice.honest_ratio[0]), calibrated=True),
        _tried(tested, choice), wanted=model.name, published=True,
    )  # fmt: skip


def _why_not(choice: Choice) -> tuple[str, ...]:
    why = []
    ratio, honest = float(choice.ratio[0]), float(choice.honest_ratio[0])
    if choice.names[int(choice.place[0])] == BENCHMARK:
        why.append("No other model could be fitted at every origin.")
    elif not (ratio < 1 and honest < 1):
        why.append(
            f"At origins that had no part in choosing it, the best model's error was {honest:.2f} times that of the seasonal naive."
        )
    coverage = float(choice.coverage[0, -1])
    if not coverage >= LEVELS[-1] - COVERAGE_ALLOWED:
        why.append(f"Its 95% limits held {coverage:.0%} of the outcomes.")
    return tuple(why) or ("Too few outcomes are known to judge by.",)


def _naive_range(
    readings: Readings, first: int, row: Floats, m: int, request: Request, wanted: str, tested: Backtest,
    choice: Choice | None, why: tuple[str, ...],
) -> Forecast:  # fmt: skip
    model = named(BENCHMARK, season=m)
    description, projection = _fitted(model, row, m, request)
    factors = (
        (1.0,) * len(LEVELS) if choice is None else tuple(float(one) for one in choice.benchmark_factors[0])
    )
    place = tested.names.index(BENCHMARK)
    of_test = (
        _tested(readings, first, row, m, tested, place, 1.0, calibrated=True) if tested.origins else None
    )
    tried = () if choice is None else _tried(tested, choice)
    return _made(
        readings, first, row, m, request, model, description, projection, factors, of_test, tried,
        wanted=wanted or AUTO, published=False, why_not=why,
    )  # fmt: skip


def _as_asked(readings: Readings, first: int, row: Floats, m: int, request: Request) -> Forecast:
    import numpy as np

    model = named(request.model, season=m, transform=request.transform)
    description, projection = _fitted(model, row, m, request)
    if not np.isfinite(projection.mean).all():
        raise ValueError(f"{model.name} cannot be fitted: too few figures, or a figure that has no logarithm")
    models = [named(BENCHMARK, season=m)] + ([model] if model.name != BENCHMARK else [])
    tested = backtest(row[None, :], models, horizon=request.horizon, m=m)
    of_test: Tested | None = None
    tried: tuple[Tried, ...] = ()
    if tested.origins and np.isfinite(tested.errors(len(models) - 1)).any():
        of_test = _tested(readings, first, row, m, tested, len(models) - 1, None, calibrated=False)
        tried = _tried(tested, choose(tested))
    return _made(
        readings, first, row, m, request, model, description, projection, (1.0,) * len(LEVELS), of_test, tried,
        wanted=model.name, published=True,
    )  # fmt: skip


def _fitted(model: Named, row: Floats, m: int, request: Request) -> tuple[Description, Projection]:
    """The model on all training figures. Parameters are those on the scale that it works on."""
    import numpy as np

    name, transform = model.name, request.transform
    if name == "ets-log":
        name, transform = "ets", "log"
    if transform != "none" and not (row[np.isfinite(row)] > 0).all():
        raise ValueError("a logarithm needs figures above nought")
    scaled = row if transform == "none" else np.log(row) / (1.0 if transform == "log" else math.log(10))
    found = described(name, scaled, horizon=request.horizon, m=m, asked=request.asked)
    if found is None:
        whole = model.project(row[None, :], request.horizon, m, True)
        return Description(model.name, {}), whole
    description, projection = found
    if transform == "none":
        return description, projection
    return description, _back(projection, 1.0 if transform == "log" else math.log(10))


def _back(found: Projection, base: float) -> Projection:
    """A projection on logs turned back: its mean is then the median."""
    import numpy as np

    mean = np.exp(found.mean * base)
    log_sd = found.sd * base
    sd = mean * log_sd
    share = found.total_sd / np.maximum(np.sqrt((found.sd**2).sum(axis=1)), 1e-300)
    return Projection(mean, sd, share * np.sqrt((sd**2).sum(axis=1)), log_sd)


def _made(
    readings: Readings, first: int, row: Floats, m: int, request: Request, model: Named, description: Description,
    projection: Projection, factors: tuple[float, ...], tested: Tested | None, tried: tuple[Tried, ...], *, wanted: str,
    published: bool, why_not: tuple[str, ...] = (),
) -> Forecast:  # fmt: skip
    import numpy as np

    if not np.isfinite(projection.sd).all():
        raise ValueError(f"{model.name} has too few figures to tell its errors by")
    horizon, last = request.horizon, first + len(row)
    lengths = _lengths(readings, last, horizon) if request.per_day else np.ones(horizon)
    reaches = [
        factor * normal_quantile((1 + level) / 2) for factor, level in zip(factors, LEVELS, strict=True)
    ]
    bands = [[edge[0] * lengths for edge in projection.limits(reach)] for reach in reaches]
    mean = projection.mean[0] * lengths
    floor = 0.0 if request.floored and np.nanmin(row) >= 0 else -math.inf
    cut = sum(int((low < floor).sum()) for low, _ in bands)
    points = tuple(
        Point(
            readings.label(last + step), max(floor, float(mean[step])),
            tuple((max(floor, float(low[step])), max(floor, float(high[step]))) for low, high in bands),
            _seen(readings, first, last + step, m),
        )
        for step in range(horizon)
    )  # fmt: skip
    total = _total(readings, projection, mean, factors, last, m, horizon, floor)
    return Forecast(
        readings, first, wanted, model, description, points, total, tested, tried, published, why_not, cut
    )


def _seen(readings: Readings, first: int, place: int, m: int) -> tuple[float, float] | None:
    """The least and greatest figure of the same step of the last five seasons since the last break."""
    back = place - m
    while back >= len(readings):
        back -= m
    earlier = [readings.values[one] for one in range(back, first - 1, -m)][:SEEN_SEASONS]
    known = [value for value in earlier if value is not None]
    return (min(known), max(known)) if known else None


def _total(
    readings: Readings, projection: Projection, mean: Floats, factors: tuple[float, ...], last: int, m: int,
    horizon: int, floor: float,
) -> Total:  # fmt: skip
    import numpy as np
    from scipy.special import ndtr

    value, sd = float(mean.sum()), float(projection.total_sd[0])
    on_logs = bool(np.isfinite(projection.log_sd[0]).all()) and value > 0
    limits = []
    for factor, level in zip(factors, LEVELS, strict=True):
        reach = factor * normal_quantile((1 + level) / 2) * sd
        low, high = (
            (value * math.exp(-reach / value), value * math.exp(reach / value))
            if on_logs
            else (value - reach, value + reach)
        )
        limits.append((max(floor, low), max(floor, high)))
    same = [readings.values[last - m + step] for step in range(horizon)] if horizon <= m <= last else [None]
    known = [one for one in same if one is not None]
    before = math.fsum(known) if len(known) == len(same) else None
    spread = factors[0] * sd
    chance = None
    if before is not None and spread > 0:
        distance = math.log(value / before) * value if on_logs and before > 0 else value - before
        chance = float(ndtr(distance / spread))
    return Total(max(floor, value), tuple(limits), before, chance)


def _tested(
    readings: Readings, first: int, row: Floats, m: int, tested: Backtest, place: int, honest: float | None, *,
    calibrated: bool,
) -> Tested:  # fmt: skip
    import numpy as np

    distances = tested.standardised(place)
    factors = left_out_factors(distances) if calibrated else np.ones((1, len(tested.origins), len(LEVELS)))
    bench = _mean(tested.errors(tested.names.index(BENCHMARK)))
    mine = _mean(tested.errors(place))
    ratio = None if mine is None or not bench else mine / bench
    cases = [_case(row, tested, place, number, factors[0, number]) for number in range(len(tested.origins))]
    return Tested(
        tuple(readings.label(first + origin - 1) for origin in tested.origins), int(np.isfinite(tested.errors(place)).sum()),
        ratio, ratio if honest is None else _finite(honest), score(cases, m=m, average="points"),
        tuple(_finite(float(one)) for one in covered(distances, factors)[0]), tuple(float(one) for one in factors.mean(axis=1)[0]),
    )  # fmt: skip


def _case(row: Floats, tested: Backtest, place: int, number: int, factors: Floats) -> Forecasted:
    """One origin of the back-test as the accuracy measures read it."""
    projection = tested.projections[place][number]
    bands = []
    for level, factor in zip(LEVELS, factors, strict=True):
        low, high = projection.limits(float(factor) * normal_quantile((1 + level) / 2))
        bands.append(Band(level, _some(low[0]), _some(high[0])))
    origin = tested.origins[number]
    return Forecasted(
        str(origin),
        _some(row[:origin]),
        _some(projection.mean[0]),
        _some(tested.actual[0, number]),
        tuple(bands),
    )


def _some(values: Floats) -> tuple[float | None, ...]:
    return tuple(float(value) if math.isfinite(value) else None for value in values)


def _mean(errors: Floats) -> float | None:
    import numpy as np

    known = errors[np.isfinite(errors)]
    return float(known.mean()) if len(known) else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _tried(tested: Backtest, choice: Choice) -> tuple[Tried, ...]:
    """All models, best first; those that could not be fitted last."""
    bench = _finite(float(choice.naive_mae[0]))
    found = []
    for place, name in enumerate(tested.names):
        mae = _finite(float(choice.all_mae[place, 0]))
        found.append(Tried(name, mae, mae / bench if mae is not None and bench else None))
    return tuple(sorted(found, key=lambda one: (one.mae is None, one.mae or 0.0)))
