"""Back-tests from rolling origins, for many series at once, and the choice that they allow.

A model is fitted on what was known at each origin and set against what came. The best of several models looks better
than it is, since chance helped to choose it; so the choice is judged with each origin in turn left out of choosing.
Intervals that held too few outcomes are widened until they would have held enough, and their coverage is that at
origins which had no part in the widening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.models import BENCHMARK, CANDIDATES, Named, automatic_arima, named
from frankpledge.analysis.forecasting.projection import Projection
from frankpledge.analysis.limits import normal_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]

LEVELS = (0.8, 0.95)
MOST_ORIGINS = 9
FEWEST_ORIGINS = 8
TRAINING_SEASONS = 3
COVERAGE_ALLOWED = 0.07
"""How far under 95% the measured coverage may lie (strategic-assessment 3.9)."""


def origins(length: int, horizon: int, m: int) -> tuple[int, ...]:
    """How many steps are known at each origin, in order: about nine over the last two seasons, each with three seasons of
    steps before it (sixteen steps where there is no season) and a whole horizon after it."""
    last = length - horizon
    least = max(TRAINING_SEASONS * m, 16) if m > 1 else 16
    first = max(least, last - max(2 * m, 16))
    if last < first:
        return ()
    gap = max(1, (last - first) // (MOST_ORIGINS - 1))
    return tuple(range(last, first - 1, -gap)[:MOST_ORIGINS])[::-1]


@dataclass(frozen=True, eq=False)
class Backtest:
    """What every model said at every origin, and what came.

    `actual` is rows × origins × horizon; `projections` has for each model one projection an origin.
    """

    names: tuple[str, ...]
    origins: tuple[int, ...]
    horizon: int
    m: int
    actual: Floats
    projections: tuple[tuple[Projection, ...], ...]

    def errors(self, model: int) -> Floats:
        """Absolute errors, rows × origins × horizon; NaN where nothing came or nothing was said."""
        import numpy as np

        if not self.origins:
            return np.empty_like(self.actual)
        said = np.stack([one.mean for one in self.projections[model]], axis=1)
        return np.abs(self.actual - said)

    def standardised(self, model: int) -> Floats:
        """Absolute distances in standard errors, rows × origins × horizon."""
        import numpy as np

        if not self.origins:
            return np.empty_like(self.actual)
        each = [one.standardised(self.actual[:, place]) for place, one in enumerate(self.projections[model])]
        return np.abs(np.stack(each, axis=1))


def backtest(
    rows: Floats, models: Sequence[Named], *, horizon: int, m: int, careful: bool = False
) -> Backtest:
    """Back-test every model on every row (rows × steps, NaN where missing).

    All origins are fitted at once: what was known at each is laid against the end, nothing before it.
    """
    import numpy as np

    at = origins(rows.shape[1], horizon, m)
    actual = (
        np.stack([rows[:, one : one + horizon] for one in at], axis=1)
        if at
        else np.empty((len(rows), 0, horizon))
    )
    found = [_from_origins(rows, model, at, horizon, m, careful=careful) for model in models]
    return Backtest(tuple(model.name for model in models), at, horizon, m, actual, tuple(found))


def _from_origins(
    rows: Floats, model: Named, at: tuple[int, ...], horizon: int, m: int, *, careful: bool
) -> tuple[Projection, ...]:
    import numpy as np

    if not at:
        return ()
    known = np.full((len(at), *rows[:, : at[-1]].shape), np.nan)
    for place, origin in enumerate(at):
        known[place, :, at[-1] - origin :] = rows[:, :origin]
    whole = model.project(known.reshape(-1, at[-1]), horizon, m, careful)
    many = len(rows)
    return tuple(whole.picked(np.arange(place * many, (place + 1) * many)) for place in range(len(at)))


@dataclass(frozen=True, eq=False)
class Choice:
    """For each row the model chosen, as a place in `names`, and how it did. Arrays have one value a row.

    `mae` and `naive_mae` are over all origins; `ratio` their ratio; `honest_ratio` that of choosing without the origin
    judged. `factors` (rows × levels) widen the intervals, `coverage` (rows × levels) is what they held at origins that had
    no part in the widening, of `points` outcomes. `published` says whether the forecast is better than the naive one.
    """

    names: tuple[str, ...]
    place: Rows
    mae: Floats
    naive_mae: Floats
    all_mae: Floats
    """models × rows"""
    honest_ratio: Floats
    factors: Floats
    coverage: Floats
    points: Rows
    published: NDArray[np.bool_]
    benchmark_factors: Floats
    benchmark_coverage: Floats

    @property
    def ratio(self) -> Floats:
        return divided(self.mae, self.naive_mae)


def divided(top: Floats, bottom: Floats) -> Floats:
    """Infinite where nothing is divided by nought but something; NaN for nought by nought."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(top / bottom, dtype=np.float64)


def choose(tested: Backtest) -> Choice:
    """Choose for each row the model of least mean absolute error; the first named wins ties.

    The benchmark, the seasonal naive, must be among the models; it is chosen only where nothing else could be fitted.
    """
    import numpy as np

    bench = tested.names.index(BENCHMARK)
    by_origin = np.stack([_mean_last(tested.errors(model)) for model in range(len(tested.names))])
    counted = np.isfinite(by_origin[bench])
    mae = _mean_over(by_origin, counted)
    contest = np.where(np.isfinite(mae), mae, np.inf)
    if len(tested.names) > 1:
        contest[bench] = np.where(
            np.isfinite(np.delete(contest, bench, axis=0)).any(axis=0), np.inf, contest[bench]
        )
    place = np.argmin(contest, axis=0)
    each = np.arange(len(place))
    honest = _honest(by_origin, counted, bench)
    wide = [_widened(tested.standardised(model)) for model in range(len(tested.names))]
    factors = np.stack([one[0] for one in wide])[place, each]
    coverage = np.stack([one[1] for one in wide])[place, each]
    enough = counted.sum(axis=1) >= FEWEST_ORIGINS
    holds = coverage[:, -1] >= LEVELS[-1] - COVERAGE_ALLOWED
    published = enough & (honest < 1) & (mae[place, each] < mae[bench]) & holds & (place != bench)
    return Choice(
        tested.names, place, mae[place, each], mae[bench], mae, honest, factors, coverage,
        np.isfinite(tested.errors(bench)).sum(axis=(1, 2)), published, wide[bench][0], wide[bench][1],
    )  # fmt: skip


def _mean_last(errors: Floats) -> Floats:
    """The mean over the horizon, rows × origins; NaN where nothing can be compared."""
    import numpy as np

    known = np.isfinite(errors)
    many = known.sum(axis=2)
    return np.where(many > 0, np.where(known, errors, 0.0).sum(axis=2) / np.maximum(many, 1), np.nan)


def _mean_over(by_origin: Floats, counted: NDArray[np.bool_]) -> Floats:
    """models × rows: the mean over the origins that count; NaN for a model that failed at any of them."""
    import numpy as np

    many = counted.sum(axis=1)
    total = np.where(counted, by_origin, 0.0).sum(axis=2)
    return np.where(many > 0, total / np.maximum(many, 1), np.nan)


def _honest(by_origin: Floats, counted: NDArray[np.bool_], bench: int) -> Floats:
    """The error of the model chosen on all other origins, summed over origins, over that of the benchmark."""
    import numpy as np

    rows, many = counted.shape
    top, bottom, each = np.zeros(rows), np.zeros(rows), np.arange(rows)
    for left_out in range(many):
        others = counted.copy()
        others[:, left_out] = False
        score = _mean_over(by_origin, others)
        score = np.where(np.isfinite(score), score, np.inf)
        if len(score) > 1:
            score[bench] = np.where(
                np.isfinite(np.delete(score, bench, axis=0)).any(axis=0), np.inf, score[bench]
            )
        pick = np.argmin(score, axis=0)
        here = counted[:, left_out]
        top += np.where(here, by_origin[pick, each, left_out], 0.0)
        bottom += np.where(here, by_origin[bench, :, left_out], 0.0)
    return divided(top, bottom)


def _widened(distances: Floats) -> tuple[Floats, Floats]:
    """Factors that widen intervals (rows × levels), and the coverage at origins that had no part in the widening."""
    import numpy as np

    flat = distances.reshape(len(distances), -1)
    factors = np.stack([_factor(flat, level) for level in LEVELS], axis=1)
    return factors, covered(distances, left_out_factors(distances))


def left_out_factors(distances: Floats) -> Floats:
    """For each origin the factors told from all other origins: rows × origins × levels."""
    import numpy as np

    rows, many, _ = distances.shape
    found = np.ones((rows, many, len(LEVELS)))
    for left_out in range(many):
        others = np.delete(distances, left_out, axis=1).reshape(rows, -1)
        for number, level in enumerate(LEVELS):
            found[:, left_out, number] = _factor(others, level)
    return found


def covered(distances: Floats, factors: Floats) -> Floats:
    """The share of outcomes within the intervals so widened (factors: rows × origins × levels); rows × levels."""
    import numpy as np

    found = np.full((len(distances), len(LEVELS)), np.nan)
    known = ~np.isnan(distances)
    seen = known.sum(axis=(1, 2))
    for number, level in enumerate(LEVELS):
        limit = factors[:, :, number, None] * normal_quantile((1 + level) / 2)
        hits = (known & (distances <= limit)).sum(axis=(1, 2))
        found[:, number] = np.where(seen > 0, hits / np.maximum(seen, 1), np.nan)
    return found


def _factor(distances: Floats, level: float) -> Floats:
    """What widens an interval of this level so that it would have held enough of the outcomes at these distances.

    The level's quantile of the distances, rounded up as for new outcomes ((n + 1)·level), over the normal quantile; never
    below 1, since a lucky back-test is no reason for a narrow interval.
    """
    import numpy as np

    if not distances.shape[1]:
        return np.ones(len(distances))
    ordered = np.sort(distances, axis=1)  # NaN last
    many = (~np.isnan(distances)).sum(axis=1)
    wanted = np.clip(np.ceil((many + 1) * level) - 1, 0, np.maximum(many - 1, 0)).astype(np.intp)
    found = ordered[np.arange(len(ordered)), wanted]
    usable = (many > 0) & np.isfinite(found)
    return np.where(usable, np.maximum(1.0, found / normal_quantile((1 + level) / 2)), 1.0)


def candidates(*, season: int) -> tuple[Named, ...]:
    """The benchmark and what `auto` chooses among."""
    seasonal = {"holt-winters"} if season < 2 else set()
    simple = tuple(named(name) for name in (BENCHMARK, *CANDIDATES) if name not in seasonal)
    return (*simple, *automatic_arima(season))
