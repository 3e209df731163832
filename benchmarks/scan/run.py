"""Measure the scan: misses per kind, format, place and form, the false-alarm rate on clean text, and the time it takes.

    python benchmarks/scan/run.py [--seed 1] [--each 17] [--rounds 4] [--pages 200] [--times 5] [--names FILE] [--clean FILE…]

The documents come from `generate.py`, which shares no code with the scanner; the scanner is asked through its command line.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def scanned(path: Path, vault: Path) -> tuple[dict[str, object], float]:
    """What the command says of a file, and the seconds it took, from start to end."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "frankpledge", "review", "scan", str(path), "--against", str(vault), "--json"],
        capture_output=True, text=True, cwd=ROOT, check=False, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{path.name}: {done.stderr}")
    return json.loads(done.stdout), time.perf_counter() - begun


def missed(folder: Path, vault: Path, key: list[dict[str, str]]) -> list[dict[str, str]]:
    """What was planted and not found in its file."""
    found: dict[str, set[str]] = {}
    for name in sorted({each["file"] for each in key}):
        answer, _ = scanned(folder / name, vault)
        found[name] = {hit["term_id"] for hit in answer["hits"]}  # type: ignore[index,attr-defined]
    return [each for each in key if each["term_id"] not in found[each["file"]]]


def report(key: list[dict[str, str]], misses: list[dict[str, str]]) -> None:
    for what in ("kind", "format", "place", "form"):
        planted, lost = Counter(e[what] for e in key), Counter(e[what] for e in misses)
        print(
            f"\nmisses by {what}: "
            + ", ".join(f"{name} {lost[name]} of {count}" for name, count in sorted(planted.items()))
        )
    print(f"\nmisses in all: {len(misses)} of {len(key)}")
    for each in misses[:60]:
        print("  missed:", {k: each[k] for k in ("term_id", "file", "place", "form", "text")})


def false_alarms(files: list[Path], vault: Path) -> None:
    for path in files:
        answer, _ = scanned(path, vault)
        hits = answer["hits"]
        words = len(path.read_bytes().split()) if path.suffix == ".txt" else None
        certain = sum(hit["certainty"] == "certain" for hit in hits)  # type: ignore[index,attr-defined,union-attr]
        rate = f", {10_000 * len(hits) / words:.2f} per 10,000 words" if words else ""  # type: ignore[arg-type]
        print(
            f"clean {path.name}: {len(hits)} hits, {certain} of them certain{rate}",
            Counter(h["kind"] for h in hits),
        )  # type: ignore[arg-type,index,union-attr]


def timed(folder: Path, vault: Path, times: int) -> None:
    for suffix in ("docx", "pdf"):
        path = folder / f"planted-0.{suffix}"
        if path.exists():
            seconds = sorted(scanned(path, vault)[1] for _ in range(times))
            print(
                f"time {path.name}: median {statistics.median(seconds):.2f} s, p95 {seconds[-1]:.2f} s of {times}; {path.stat().st_size:,} bytes"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=17)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--formats", default="")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--clean", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        command = [sys.executable, str(HERE / "generate.py"), held, "--seed", str(given.seed), "--each", str(given.each),
                   "--rounds", str(given.rounds), "--pages", str(given.pages)]  # fmt: skip
        command += ["--names", str(given.names)] if given.names else []
        command += ["--formats", given.formats] if given.formats else []
        subprocess.run(command, check=True)
        key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
        vault = folder / "vault.json"
        misses = missed(folder, vault, key)
        report(key, misses)
        false_alarms([*sorted(folder.glob("clean.*")), *given.clean], vault)
        timed(folder, vault, given.times)
    return 1 if misses else 0


if __name__ == "__main__":
    raise SystemExit(main())
