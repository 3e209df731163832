"""Forecasts of thousands of series, each back-tested and chosen for itself, by as many processes as are given.

A row gets what `forecasting.forecast` gives that series under `auto`. Work is cut into pieces that fit a processor's
memory; the answer does not depend on how many processes share them, nor on their order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from frankpledge.analysis.forecasting.backtest import LEVELS, backtest, candidates, choose
from frankpledge.analysis.forecasting.models import BENCHMARK, Named
from frankpledge.analysis.forecasting.projection import Projection
from frankpledge.analysis.limits import normal_quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

PIECE = 96
"""Series in a piece: with their back-test origins about a thousand rows, which a processor's cache holds."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, eq=False)
class Forecasts:
    """One row a series. `model` is the place in `names` of the model that the points come from: the seasonal naive where
    nothing better was found (`published` is then False).

    `mean`, and `low` and `high` for each of the levels 80% and 95% (rows × horizon × 2), are NaN for a row with less than a
    season of figures. `ratio` and `honest_ratio` are errors over those of the seasonal naive, `coverage` (rows × 2) what
    the limits held. `total`, `total_low`, `total_high` (rows × 2) are of all steps together; `chance_of_more` is the chance
    that the total will exceed that of the same steps of the season before.
    """

    names: tuple[str, ...]
    model: Places
    published: NDArray[np.bool_]
    mean: Floats
    low: Floats
    high: Floats
    ratio: Floats
    honest_ratio: Floats
    coverage: Floats
    total: Floats
    total_low: Floats
    total_high: Floats
    chance_of_more: Floats


def forecasts(
    rows: Floats,
    *,
    horizon: int,
    m: int = 12,
    processes: int = 1,
    tell: Callable[[int, int], None] | None = None,
) -> Forecasts:
    """Forecast every row (rows × steps, NaN where missing), each from its first figure on.

    `tell` hears (series done, series in all) after each piece. With more than one process the caller's main module must
    be importable, as always with processes. Limits and means are never below nought for rows that never are.
    """
    import numpy as np

    pieces = list(_pieces(rows))
    done: list[tuple[Places, Forecasts]] = []
    counted = 0
    for which, found in _worked([(rows[one], horizon, m) for one in pieces], pieces, processes):
        done.append((which, found))
        counted += len(which)
        if tell is not None:
            tell(counted, len(rows))
    return _gathered(done, len(rows), np.intp)


def _pieces(rows: Floats) -> Iterator[Places]:
    """Rows that begin at one step belong together, since their origins do."""
    import numpy as np

    known = np.isfinite(rows)
    begins = np.where(known.any(axis=1), np.argmax(known, axis=1), rows.shape[1])
    for start in np.unique(begins):
        mine = np.flatnonzero(begins == start)
        for first in range(0, len(mine), PIECE):
            yield mine[first : first + PIECE]


def _worked(
    tasks: Sequence[tuple[Floats, int, int]], pieces: Sequence[Places], processes: int
) -> Iterator[tuple[Places, Forecasts]]:
    if processes < 2:
        for task, which in zip(tasks, pieces, strict=True):
            yield which, _piece(*task)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    with _one_thread_each(), ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_piece, *task): which for task, which in zip(tasks, pieces, strict=True)}
        for ready in as_completed(waiting):
            yield waiting[ready], ready.result()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started meanwhile use one thread each: threads of small matrices only get in each other's way."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _piece(rows: Floats, horizon: int, m: int) -> Forecasts:
    """One piece: rows that all begin at the same step."""
    import numpy as np

    begins = int(np.argmax(np.isfinite(rows).any(axis=0))) if np.isfinite(rows).any() else 0
    trimmed = rows[:, begins:]
    models = candidates(season=m)
    tested = backtest(trimmed, models, horizon=horizon, m=m)
    choice = choose(tested)
    bench = choice.names.index(BENCHMARK)
    place = np.where(choice.published, choice.place, bench)
    projection = _final(trimmed, models, place, horizon, m)
    factors = np.where(choice.published[:, None], choice.factors, choice.benchmark_factors)
    coverage = np.where(choice.published[:, None], choice.coverage, choice.benchmark_coverage)
    told = np.isfinite(projection.sd).all(axis=1)
    enough = (told & (np.isfinite(trimmed).sum(axis=1) >= max(3, m)))[:, None]
    ratio = np.where(choice.published, choice.ratio, 1.0)
    floor = np.where(np.nanmin(np.where(np.isfinite(trimmed), trimmed, np.inf), axis=1) >= 0, 0.0, -np.inf)[
        :, None
    ]
    bands = [
        projection.limits(factors[:, level] * normal_quantile((1 + LEVELS[level]) / 2)) for level in (0, 1)
    ]
    low, high = (np.stack([np.maximum(band[side], floor) for band in bands], axis=2) for side in (0, 1))
    total, total_low, total_high, more = _totals(trimmed, projection, factors, horizon, m, floor[:, 0])
    keep = enough[:, :, None]
    return Forecasts(
        choice.names, place, choice.published & enough[:, 0], np.where(enough, np.maximum(projection.mean, floor), np.nan),
        np.where(keep, low, np.nan), np.where(keep, high, np.nan), ratio, choice.honest_ratio, coverage,
        np.where(enough[:, 0], total, np.nan), np.where(enough, total_low, np.nan), np.where(enough, total_high, np.nan),
        more,
    )  # fmt: skip


def _final(rows: Floats, models: Sequence[Named], place: Places, horizon: int, m: int) -> Projection:
    """The forecast of each row by its own model, fitted with care on all its figures."""
    import numpy as np

    shape = (len(rows), horizon)
    mean, sd, log_sd, total = (
        np.full(shape, np.nan),
        np.full(shape, np.nan),
        np.full(shape, np.nan),
        np.full(len(rows), np.nan),
    )
    for number in np.unique(place):
        mine = np.flatnonzero(place == number)
        found = models[number].project(rows[mine], horizon, m, True)
        mean[mine], sd[mine], log_sd[mine], total[mine] = found.mean, found.sd, found.log_sd, found.total_sd
    return Projection(mean, sd, total, log_sd)


def _totals(
    rows: Floats, projection: Projection, factors: Floats, horizon: int, m: int, floor: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Totals with their limits, and the chance of more than the same steps of the season before."""
    import numpy as np
    from scipy.special import ndtr

    total, sd = projection.mean.sum(axis=1), projection.total_sd
    on_logs = np.isfinite(projection.log_sd).all(axis=1) & (total > 0)
    reach = factors * np.array([normal_quantile((1 + level) / 2) for level in LEVELS])[None, :] * sd[:, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.where(on_logs[:, None], np.exp(reach / total[:, None]), 1.0)
        low = np.where(on_logs[:, None], total[:, None] / share, total[:, None] - reach)
        high = np.where(on_logs[:, None], total[:, None] * share, total[:, None] + reach)
        start = rows.shape[1] - m
        before = (
            rows[:, start : start + horizon].sum(axis=1)
            if horizon <= m <= rows.shape[1]
            else np.full(len(rows), np.nan)
        )
        distance = np.where(on_logs & (before > 0), np.log(total / before) * total, total - before)
        more = np.where(sd > 0, ndtr(distance / (factors[:, 0] * sd)), np.nan)
    return np.maximum(total, floor), np.maximum(low, floor[:, None]), np.maximum(high, floor[:, None]), more


def _gathered(done: Sequence[tuple[Places, Forecasts]], rows: int, kind: type) -> Forecasts:
    """The pieces laid together in the order of the rows."""
    import numpy as np

    first = done[0][1]
    whole: dict[str, object] = {"names": first.names}
    for one in fields(Forecasts):
        if one.name == "names":
            continue
        example = getattr(first, one.name)
        laid = np.zeros((rows, *example.shape[1:]), dtype=kind if one.name == "model" else example.dtype)
        for which, found in done:
            laid[which] = getattr(found, one.name)
        whole[one.name] = laid
    return Forecasts(**whole)  # type: ignore[arg-type]
