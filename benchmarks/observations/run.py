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
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "police_import"), str(HERE.parents[1] / "src")]

YEAR = "2019"


def take_in(folder: Path, store: Path) -> dict[str, object]:
    from frankpledge.evidence.files import FileStore
    from frankpledge.evidence.readers.police import StreetReader

    files = sorted(folder.rglob("*-street.csv"))
    started = time.perf_counter()
    with StreetReader(FileStore(store), folders=[folder]) as reader:
        waiting = []
        rows, parts = 0, []
        for path in files:
            waiting.append(reader.submit(path, path.name))
            while len(waiting) > 6 or (path is files[-1] and waiting):
                result = waiting.pop(0).result()
                rows += result.rows
                parts += [
                    (result.coverage[0].area, result.coverage[0].period, part.sha256) for part in result.parts
                ]
    seconds = time.perf_counter() - started
    (store / "parts.json").write_text(json.dumps(parts))
    return {"seconds": seconds, "rows": rows}


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


def areas(store: Path, lookups: Path) -> dict[str, object]:
    from frankpledge.evidence import cube

    membership, forces = partnerships(lookups)
    listed = json.loads((store / "parts.json").read_text())
    started = time.perf_counter()
    found = cube.area_counts(
        parts_of(store), membership, forces, covered={(area, month) for area, month, _ in listed}
    )
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "rows": int(found.counts.sum()), "shape": list(found.counts.shape)}


def once(what: str, args: argparse.Namespace) -> dict[str, object]:
    from django.conf import settings

    settings.configure(OBSERVATIONS="")
    steps: dict[str, Callable[[], dict[str, object]]] = {
        "import": lambda: take_in(args.folder, args.store),
        "bare": lambda: bare(args.folder, args.store),
        "first": lambda: page(args.store, args.lookups, args.partnership, is_first=True),
        "page": lambda: page(args.store, args.lookups, args.partnership, is_first=False),
        "areas": lambda: areas(args.store, args.lookups),
    }
    found = steps[what]()
    return {**found, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_process(what: str, args: argparse.Namespace) -> dict[str, object]:
    command = [sys.executable, str(HERE / "run.py"), str(args.folder), "--lookups", str(args.lookups), "--store",
               str(args.store), "--partnership", args.partnership, "--once", what]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def report(args: argparse.Namespace) -> None:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, {args.turns} turns")
    taken: dict[str, list[dict[str, object]]] = {}
    for _ in range(args.turns):
        for what in ("bare", "import", "first", "page", "areas"):
            taken.setdefault(what, []).append(in_process(what, args))
    for what, turns in taken.items():
        seconds = sorted(float(str(turn["seconds"])) for turn in turns)
        late = seconds[min(len(seconds) - 1, -(-95 * len(seconds) // 100) - 1)]
        peak = max(float(str(turn["peak MB"])) for turn in turns)
        more = {name: value for name, value in turns[-1].items() if name not in {"seconds", "peak MB"}}
        print(
            f"{what:7} median {statistics.median(seconds):8.3f} s, p95 {late:8.3f} s, peak {peak:6.0f} MB  {more}"
        )
    pairs = zip(taken["bare"], taken["import"], strict=True)
    ratio = statistics.median(
        float(str(one["seconds"])) / float(str(other["seconds"])) for one, other in pairs
    )
    print(f"import against the bare copy, turn against turn (wanted: at least 0.60): {ratio:.2f}")
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lookups", type=Path, required=True)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--partnership", default="E22000367")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--once", choices=("bare", "import", "first", "page", "areas"))
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
