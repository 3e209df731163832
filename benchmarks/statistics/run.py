"""Times the statistics of all series: the plain way and ours, what they agree on, and memory.

python benchmarks/statistics/run.py [--seed 1] [--processes 2] [--share 1.0] [--no-baseline]
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

from generate import MONTHS, OFFENCES, PARTNERSHIPS, generate, population  # noqa: E402

from frankpledge.analysis.many import (  # noqa: E402
    changes,
    control_limits,
    false_discovery_adjusted,
    last_levels,
    ranks,
    rolling_totals,
)
from frankpledge.analysis.many_forecasts import forecasts  # noqa: E402
from frankpledge.analysis.seasonal.stl import stl, strength  # noqa: E402
from frankpledge.kernel.dates import Period  # noqa: E402


def timed(name: str, work: Callable[[], object], times: dict[str, tuple[float, float]]) -> object:
    """Do the work and note its wall and processor seconds, those of child processes too."""
    wall, cpu = time.perf_counter(), processor()
    found = work()
    times[name] = (time.perf_counter() - wall, processor() - cpu)
    print(f"{name:<28} {times[name][0]:8.2f} s  {times[name][1]:8.2f} CPU s", flush=True)
    return found


def processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def month_days() -> np.ndarray:
    return np.array([Period.month(2018 + m // 12, m % 12 + 1).days for m in range(MONTHS)], dtype=float)


def progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} of {whole} series forecast")


def ours(
    counts: np.ndarray, residents: np.ndarray, processes: int, times: dict[str, tuple[float, float]]
) -> dict[str, object]:
    rows, days = counts.reshape(-1, MONTHS), month_days()
    rolling = timed("rolling totals", lambda: rolling_totals(rows, 12), times)
    old, new = rolling[:, -13], rolling[:, -1]
    changed = timed("changes, adjusted", lambda: changes(old, new), times)
    false_discovery_adjusted(changed.p.reshape(counts.shape[:2]).T)
    limits = timed("control limits, signals", lambda: control_limits(rows, days[None, :]), times)
    parts = timed("seasons (robust STL)", lambda: stl(rows / days * 30.436875, period=12), times)
    adjusted = np.where((strength(parts) >= 0.3)[:, None], parts.adjusted, rows / days * 30.436875)
    levels = timed("changes of level", lambda: last_levels(adjusted), times)
    year = new.reshape(counts.shape[:2]).T
    ranked = timed("ranks with their sets", lambda: ranks(year, residents[None, :], draws=1000), times)
    first = {name: sum(times[one][place] for one in times) for place, name in enumerate(("wall", "cpu"))}
    print(f"{'all but forecasts':<28} {first['wall']:8.2f} s  {first['cpu']:8.2f} CPU s")
    found = timed(
        "forecasts, back-tested",
        lambda: forecasts(rows, horizon=12, processes=processes, tell=progress),
        times,
    )
    return {
        "rolling": rolling,
        "changes": changed,
        "limits": limits,
        "levels": levels,
        "ranks": ranked,
        "forecasts": found,
    }


def plain(
    counts: np.ndarray, residents: np.ndarray, times: dict[str, tuple[float, float]]
) -> tuple[object, object]:
    import baseline

    frame = baseline.table(counts)
    found = timed("baseline: series", lambda: baseline.study(frame, month_days()), times)
    ranked = timed("baseline: ranks, 200 draws", lambda: baseline.ranks(found, residents), times)
    return found, ranked


def compare(mine: dict[str, object], found: object, ranked: object, shape: tuple[int, int]) -> None:
    """Raise AssertionError where the plain way says otherwise."""
    close = np.testing.assert_allclose
    close(mine["rolling"][:, -1], found["year"])
    for name in ("ratio", "low", "high"):
        close(getattr(mine["changes"], name), found[name], rtol=1e-9)
    close(mine["limits"].centre, found["centre"], rtol=1e-12)
    close(mine["limits"].sigma_z, found["sigma_z"], rtol=1e-9)
    theirs = ranked.pivot_table(
        index="offence", columns="partnership", values="rank", dropna=False
    ).to_numpy()
    assert (mine["ranks"].rank == np.nan_to_num(theirs)).all()  # noqa: S101
    assert shape == mine["ranks"].rank.T.shape  # noqa: S101
    print("both ways agree")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--processes", type=int, default=2)
    given.add_argument("--share", type=float, default=1.0, help="of the partnerships, for a quick look")
    given.add_argument("--no-baseline", action="store_true")
    asked = given.parse_args()
    many = max(2, round(PARTNERSHIPS * asked.share))
    counts, residents = generate(asked.seed, partnerships=many), population(asked.seed, many)
    print(
        f"{many} partnerships x {OFFENCES} offences x {MONTHS} months = {many * OFFENCES:,} series, seed {asked.seed}"
    )
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}, numpy {np.__version__}"
    )
    times: dict[str, tuple[float, float]] = {}
    mine = ours(counts, residents, asked.processes, times)
    found = mine["forecasts"]
    share, coverage = found.published.mean(), np.nanmean(found.coverage, axis=0)
    print(
        f"published {share:.1%}; coverage of 80% limits {coverage[0]:.1%}, of 95% limits {coverage[1]:.1%}; median ratio {np.nanmedian(found.ratio):.3f}, honest {np.nanmedian(found.honest_ratio):.3f}"
    )
    names, used = found.names, np.bincount(found.model, minlength=len(found.names))
    print("models: " + ", ".join(f"{name} {count}" for name, count in zip(names, used, strict=True)))
    if not asked.no_baseline:
        compare(mine, *plain(counts, residents, times), counts.shape[:2])
    peak = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    )
    print(f"peak memory {peak[0] / 1024:.0f} MB, of a child {peak[1] / 1024:.0f} MB")


if __name__ == "__main__":
    main()
