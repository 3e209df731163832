"""Time imports and answers with twenty million rows behind them, each turn in a process of its own.

python benchmarks/observations/run.py FOLDER --lookups FOLDER [--turns 5] [--partnership E22000367]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "police_import"), str(HERE.parents[1] / "src")]

YEAR = "2019"
STEPS = ("bare", "import", "first", "page", "site", "nation-first", "nation", "pandas", "agree", "forecast")
PAIRS = (
    ("import", "bare", "at least 0.60"),
    ("nation-first", "pandas", "no bar"),
    ("nation", "pandas", "at least 10"),
)
ONCE = {"pandas", "agree", "forecast"}
"""Steps that are the same in every turn, and long."""


def take_in(folder: Path, store: Path, lookups: Path, body: str) -> dict[str, object]:
    """Read every file, and let it count: hash, lines, refusals, cube, ledger and history are on."""
    import site_of_benchmark as site

    membership, forces = partnerships(lookups)
    site.prepare(store, body, membership[body], forces[body])
    from frankpledge.evidence.files import FileStore
    from frankpledge.evidence.readers.police import StreetReader

    files = sorted(folder.rglob("*-street.csv"))
    started, before = time.perf_counter(), processor()
    with StreetReader(FileStore(store), folders=[folder]) as reader:
        waiting, results = [], []
        for path in files:
            waiting.append(reader.submit(path, path.name))
            while len(waiting) > 6 or (path is files[-1] and waiting):
                results.append(waiting.pop(0).result())
    read = time.perf_counter()
    counting = site.enter(results)
    ended, spent = time.perf_counter(), processor() - before
    ahead = site.count_ahead()
    parts = [
        (one.coverage[0].area, one.coverage[0].period, part.sha256) for one in results for part in one.parts
    ]
    (store / "parts.json").write_text(json.dumps(parts))
    rows = sum(one.rows for one in results)
    return {"seconds": ended - started, "CPU": spent, "rows": rows, "files": counting,
            "of it the ledger": round(ended - read, 2), "counting ahead, after it": ahead}  # fmt: skip


def bare(folder: Path, store: Path) -> dict[str, object]:
    from baseline import bare_copy

    with tempfile.TemporaryDirectory(dir=store) as scratch:
        return {"seconds": bare_copy(folder, Path(scratch) / "bare.parquet", threads=2), "rows": 0}


def parts_of(store: Path, force: str = "") -> list[Path]:
    from frankpledge.evidence.files import FileStore

    kept = FileStore(store)
    listed = json.loads((store / "parts.json").read_text())
    return [kept.place(sha256, suffix=".parquet") for area, _, sha256 in listed if force in ("", area)]


def partnerships(lookups: Path) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """The small areas and the force of every partnership."""
    from nation import rows_of

    from frankpledge.evidence.readers.police_rows import force_slug
    from frankpledge.evidence.rules.geography import partnerships as made

    years = ("18", "19")
    districts = {
        f"20{year}": {row["LSOA11CD"]: row[f"LAD{year}CD"] for row in rows_of(lookups / f"lsoa11_wd{year}_lad{year}_ew.csv.gz")}
        for year in years
    }  # fmt: skip
    partners: dict[str, dict[str, frozenset[str]]] = {}
    forces = {}
    for year in years:
        found: dict[str, set[str]] = {}
        for row in rows_of(lookups / f"lad{year}_csp{year}_pfa{year}_ew.csv"):
            found.setdefault(row[f"LAD{year}CD"], set()).add(row[f"CSP{year}CD"])
            forces[row[f"CSP{year}CD"]] = force_slug(row[f"PFA{year}NM"])
        partners[f"20{year}"] = {lad: frozenset(bodies) for lad, bodies in found.items()}
    all_of = made(YEAR, districts, partners).made
    return {code: one.members for code, one in all_of.items()}, forces


def page(store: Path, lookups: Path, body: str, *, is_first: bool) -> dict[str, object]:
    """What the page of a series asks: months and types of a partnership, by kept tallies unless nothing is kept."""
    from frankpledge.evidence import tallies
    from frankpledge.evidence.readers.result import Kind

    membership, forces = partnerships(lookups)
    parts = parts_of(store, forces[body])
    if is_first:
        for part in parts:
            tallies.place_of(part, tallies.mark_of(membership[body])).unlink(missing_ok=True)
    started = time.perf_counter()
    found = tallies.cells(parts, Kind.POLICE_STREET, membership[body])
    return {"seconds": time.perf_counter() - started, "rows": sum(cell[-1] for cell in found)}


def sent(store: Path, lookups: Path) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """The partnerships whose forces are in the store: all of them, unless a part of the nation is tried."""
    membership, forces = partnerships(lookups)
    there = {force for force, _ in covered(store)}
    kept = {area: codes for area, codes in membership.items() if forces[area] in there}
    return kept, {area: forces[area] for area in kept}


def covered(store: Path) -> set[tuple[str, str]]:
    return {(area, month) for area, month, _ in json.loads((store / "parts.json").read_text())}


def residents(membership: dict[str, frozenset[str]]) -> dict[str, float]:
    """So many people as small areas usually have: ranks are of rates."""
    return {area: 1500.0 * len(codes) for area, codes in membership.items()}


def nation(store: Path, lookups: Path, *, is_first: bool = False) -> dict[str, object]:
    import country

    from frankpledge.evidence import tallies

    import_libraries()
    membership, forces = sent(store, lookups)
    if is_first:
        mark = tallies.mark_of_areas(membership, forces)
        for part in parts_of(store):
            tallies.place_of(part, mark).unlink(missing_ok=True)
    started, before = time.perf_counter(), processor()
    found = country.study(parts_of(store), membership, forces, residents(membership), covered(store))
    seconds, spent = time.perf_counter() - started, processor() - before
    steps = {name: round(value, 2) for name, value in found.seconds.items()}
    return {"seconds": seconds, "CPU": spent, "rows": int(found.counts.counts.sum()), "shape": list(found.counts.counts.shape),
            "steps": steps}  # fmt: skip


def pandas(store: Path, lookups: Path) -> dict[str, object]:
    import pandas as pd
    import plain_pandas

    import_libraries()
    areas, people = for_pandas(store, lookups)
    started, before = time.perf_counter(), processor()
    found = plain_pandas.study(parts_of(store), areas, pd.Series(people))
    seconds, spent = time.perf_counter() - started, processor() - before
    return {"seconds": seconds, "CPU": spent, "rows": int(found["counts"].to_numpy().sum())}


def import_libraries() -> None:
    """Of either way, before its clock starts: importing them is not what is compared."""
    for name in (
        "duckdb",
        "ibis.backends.duckdb",
        "pandas",
        "pyarrow.parquet",
        "scipy.special",
        "scipy.stats",
    ):
        import_module(name)


def for_pandas(store: Path, lookups: Path) -> tuple[Any, dict[str, float]]:
    import pandas as pd

    membership, forces = sent(store, lookups)
    pairs = [(code, area, forces[area]) for area, codes in membership.items() for code in codes]
    return pd.DataFrame(pairs, columns=["lsoa_code", "area", "force"]), residents(membership)


def agree(store: Path, lookups: Path) -> dict[str, object]:
    """Both ways on the same rows. Raises AssertionError where one says otherwise than the other."""
    import country
    import numpy as np
    import pandas as pd
    import plain_pandas

    membership, forces = sent(store, lookups)
    areas, people = for_pandas(store, lookups)
    mine = country.study(parts_of(store), membership, forces, people, covered(store))
    theirs = plain_pandas.study(parts_of(store), areas, pd.Series(people))
    close = np.testing.assert_allclose
    close(mine.counts.counts.reshape(len(theirs["counts"]), -1), theirs["counts"].to_numpy())
    close(mine.rolling, theirs["rolling"].to_numpy())
    for name in ("ratio", "low", "high", "p"):
        close(getattr(mine.changed, name), theirs["changes"][name], rtol=1e-7, atol=1e-12)
    close(mine.adjusted.T.ravel(), theirs["changes"]["adjusted"], rtol=1e-7, atol=1e-12)
    for name in ("centre", "sigma_z"):
        close(getattr(mine.limits, name), theirs["limits"][name], rtol=1e-9)
    places = theirs["ranks"]["rank"].unstack(0)
    offence_first = places if places.shape == mine.ranks.rank.shape else places.T
    close(mine.ranks.rank, offence_first.to_numpy())
    return {"seconds": 0.0, "rows": int(mine.counts.counts.sum()), "both ways": "agree"}


def forecast(store: Path, lookups: Path, processes: int) -> dict[str, object]:
    """Twelve months ahead for every series, each back-tested, with progress."""
    import numpy as np

    from frankpledge.analysis.many_forecasts import forecasts
    from frankpledge.evidence import cube

    membership, forces = sent(store, lookups)
    counts = cube.area_counts(parts_of(store), membership, forces, covered=covered(store))
    rows = np.where(counts.covered[:, None, :], counts.counts.astype(np.float64), np.nan)
    rows = rows.reshape(-1, counts.counts.shape[2])
    started, before = time.perf_counter(), processor()
    found = forecasts(rows, horizon=12, processes=processes, tell=progress)
    used = dict(zip(found.names, np.bincount(found.model, minlength=len(found.names)).tolist(), strict=True))
    return {"seconds": time.perf_counter() - started, "CPU": processor() - before, "series": len(rows),
            "published": round(float(found.published.mean()), 3), "models": used}  # fmt: skip


def progress(done: int, whole: int) -> None:
    sys.stderr.write(f"{done} of {whole} series forecast\n")
    sys.stderr.flush()


def site_pages(store: Path) -> dict[str, object]:
    import site_of_benchmark as site

    return dict(site.pages(store))


def processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def once(what: str, args: argparse.Namespace) -> dict[str, object]:
    if what not in {"import", "site"}:
        from django.conf import settings

        settings.configure(OBSERVATIONS="")
    steps: dict[str, Callable[[], dict[str, object]]] = {
        "import": lambda: take_in(args.folder, args.store, args.lookups, args.partnership),
        "bare": lambda: bare(args.folder, args.store),
        "first": lambda: page(args.store, args.lookups, args.partnership, is_first=True),
        "page": lambda: page(args.store, args.lookups, args.partnership, is_first=False),
        "site": lambda: site_pages(args.store),
        "nation-first": lambda: nation(args.store, args.lookups, is_first=True),
        "nation": lambda: nation(args.store, args.lookups),
        "pandas": lambda: pandas(args.store, args.lookups),
        "agree": lambda: agree(args.store, args.lookups),
        "forecast": lambda: forecast(args.store, args.lookups, os.cpu_count() or 1),
    }
    before = processor()
    found = steps[what]()
    own, of_child = (
        resource.getrusage(one).ru_maxrss for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"CPU": processor() - before, **found, "peak MB": max(own, of_child) / 1024}


def in_process(what: str, args: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "run.py"), str(args.folder), "--lookups", str(args.lookups), "--store",
               str(args.store), "--partnership", args.partnership, "--once", what]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def report(args: argparse.Namespace) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, {args.turns} turns")
    taken: dict[str, list[dict[str, Any]]] = {}
    for turn in range(args.turns):
        for what in args.steps:
            if turn and what in ONCE:
                continue
            taken.setdefault(what, []).append(in_process(what, args))
            print(f"turn {turn + 1}: {what} {taken[what][-1]['seconds']:.3f} s", flush=True)
    for what, turns in taken.items():
        print(line(what, turns))
    for fast, bar, wanted in PAIRS:
        if fast in taken and bar in taken:
            by = {kind: ratio(taken[bar], taken[fast], kind) for kind in ("seconds", "CPU")}
            print(f"{fast}: {by['seconds']:.2f} times the speed of {bar} (wanted: {wanted}); by CPU seconds, which other "
                  f"work disturbs less, {by['CPU']:.2f}")  # fmt: skip
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def ratio(bar: list[dict[str, Any]], fast: list[dict[str, Any]], kind: str) -> float:
    """The median over the turns; a bar that was taken once is set against every turn."""
    bars = bar if len(bar) == len(fast) else bar[:1] * len(fast)
    return statistics.median(one[kind] / other[kind] for one, other in zip(bars, fast, strict=True))


def line(what: str, turns: list[dict[str, Any]]) -> str:
    seconds = sorted(turn["seconds"] for turn in turns)
    late = seconds[min(len(seconds) - 1, -(-95 * len(seconds) // 100) - 1)]
    peak, spent = max(turn["peak MB"] for turn in turns), statistics.median(turn["CPU"] for turn in turns)
    more = {name: value for name, value in turns[-1].items() if name not in {"seconds", "peak MB", "CPU"}}
    middle = statistics.median(seconds)
    return (
        f"{what:8} median {middle:8.3f} s, p95 {late:8.3f} s, {spent:7.1f} CPU s, peak {peak:5.0f} MB  {more}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lookups", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--partnership", default="E22000367")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument(
        "--steps", nargs="+", choices=STEPS, default=STEPS[:-2], help="default: all but the last two"
    )
    parser.add_argument("--once", choices=STEPS)
    args = parser.parse_args()
    if args.once:
        print(json.dumps(once(args.once, args)))
        return
    with tempfile.TemporaryDirectory(dir=args.folder.parent) as scratch:
        args.store = args.store or Path(scratch) / "store"
        args.store.mkdir(parents=True, exist_ok=True)
        report(args)


if __name__ == "__main__":
    main()
