"""Time the import of street files against DuckDB's bare copy of the same files, turn by turn.

    python benchmarks/police_import/generate.py --rows 5000000 --into FOLDER
    python benchmarks/police_import/run.py FOLDER [--turns 5] [--store]

Each turn runs both in a process of its own, so that neither warms the other and each has its own peak of memory.
`--store` also puts the originals into the content-addressed store, as a real import does, and times that apart.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"


def import_once(folder: Path, *, workers: int, store: bool) -> dict[str, object]:
    """Everything on: hash, line numbers, refusals, ledger facts, repeated ids, safe files. Seconds and facts."""
    import duckdb  # noqa: F401 (loaded before the clock starts, as for the bare copy)

    from frankpledge.evidence.files import FileStore
    from frankpledge.evidence.readers.police import StreetReader

    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        files, stored = sorted(folder.rglob("*-street.csv")), 0.0
        if store:
            started = time.perf_counter()
            originals = FileStore(Path(scratch) / "originals")
            for path in files:
                originals.put(path)
            stored = time.perf_counter() - started
        started = time.perf_counter()
        with StreetReader(FileStore(Path(scratch) / "parquet"), folders=[folder], workers=workers) as reader:
            results = [future.result() for future in [reader.submit(path, path.name) for path in files]]
        seconds = time.perf_counter() - started
        parts = [part for result in results for part in result.parts]
    facts = [each for result in results for each in result.coverage]
    return {
        "seconds": seconds,
        "storing originals": stored,
        "rows": sum(result.rows for result in results),
        "refused": sum(result.refused for result in results),
        "repeated ids": sum(each.repeated_ids for each in facts),
        "without a place": sum(each.without_place for each in facts),
        "identical ASB": sum(each.identical_asb for each in facts),
        "parquet bytes": sum(part.size for part in parts),
    } | used()


def bare_once(folder: Path, *, threads: int) -> dict[str, object]:
    from baseline import bare_copy

    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        out = Path(scratch) / "bare.parquet"
        seconds = bare_copy(folder, out, threads=threads)
        return {"seconds": seconds, "parquet bytes": out.stat().st_size} | used()


def scan_once(folder: Path) -> dict[str, object]:
    """The part of the import that Python does alone: hash, encoding and line count."""
    from frankpledge.evidence.readers.text import Scan

    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        started = time.perf_counter()
        for path in sorted(folder.rglob("*-street.csv")):
            for piece in Scan(path, path.name, folder=Path(scratch)).slices():
                if not piece.is_whole:
                    piece.path.unlink()
        return {"seconds": time.perf_counter() - started} | used()


def used() -> dict[str, object]:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return {"peak MB": spent.ru_maxrss / 1024, "CPU seconds": spent.ru_utime + spent.ru_stime}


def in_process(what: str, folder: Path, threads: int, *, store: bool) -> dict[str, float]:
    command = [sys.executable, str(HERE / "run.py"), str(folder), "--once", what, "--threads", str(threads)]
    paths = os.pathsep.join([str(SOURCE), str(HERE)])
    done = subprocess.run(
        [*command, *(["--store"] if store else [])],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def spread(values: Iterable[float]) -> str:
    """Median and 95th percentile (of few turns: the slowest)."""
    ordered = sorted(values)
    slow = ordered[min(len(ordered) - 1, -(-95 * len(ordered) // 100) - 1)]
    return f"median {statistics.median(ordered):.2f}, p95 {slow:.2f}"


def line(turns: list[dict[str, float]]) -> str:
    spent = statistics.median(each["CPU seconds"] for each in turns)
    peak = max(each["peak MB"] for each in turns)
    return f"{spread(each['seconds'] for each in turns)} s, {spent:.1f} CPU s, peak {peak:.0f} MB"


def ratio(bare: list[dict[str, float]], ours: list[dict[str, float]], what: str) -> float:
    """The median over the turns of how fast the import was, where the bare copy is 1."""
    return statistics.median(one[what] / other[what] for one, other in zip(bare, ours, strict=True))


def report(folder: Path, turns: int, threads: int, *, store: bool) -> None:
    files = sorted(folder.rglob("*-street.csv"))
    size = sum(path.stat().st_size for path in files)
    print(
        f"{len(files)} files, {size / 1e6:.0f} MB; {hardware()}; {threads} threads; {turns} turns each, alternating"
    )
    bare, ours, scans = [], [], []
    for turn in range(turns):
        bare.append(in_process("bare", folder, threads, store=False))
        ours.append(in_process("import", folder, threads, store=store))
        scans.append(in_process("scan", folder, threads, store=False))
        print(
            f"turn {turn + 1}: bare {bare[-1]['seconds']:.2f} s, import {ours[-1]['seconds']:.2f} s",
            flush=True,
        )
    print(f"bare copy     {line(bare)}")
    print(f"import        {line(ours)}")
    print(f"  of it, hash, encoding and lines alone: {spread(each['seconds'] for each in scans)} s")
    if store:
        print(f"  beside it, storing the originals: {spread(each['storing originals'] for each in ours)} s")
    print(
        f"speed against the bare copy (wanted: at least 0.60): median of turns {ratio(bare, ours, 'seconds'):.2f}; "
        f"by CPU seconds, which other work on the machine disturbs less, {ratio(bare, ours, 'CPU seconds'):.2f}"
    )
    print(
        {
            key: value
            for key, value in ours[-1].items()
            if key not in ("seconds", "peak MB", "CPU seconds", "storing originals")
        }
    )


def hardware() -> str:
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        model = next(
            (line.split(":")[1].strip() for line in cpu.read_text().splitlines() if "model name" in line),
            model,
        )
    import duckdb

    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--once", choices=("bare", "import", "scan"))
    args = parser.parse_args()
    if args.once == "bare":
        print(json.dumps(bare_once(args.folder, threads=args.threads)))
    elif args.once == "import":
        print(json.dumps(import_once(args.folder, workers=args.threads, store=args.store)))
    elif args.once == "scan":
        print(json.dumps(scan_once(args.folder)))
    else:
        report(args.folder, args.turns, args.threads, store=args.store)


if __name__ == "__main__":
    main()
