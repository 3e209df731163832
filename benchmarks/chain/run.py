"""How long the chain takes: the warm demonstration end to end, and the annual report built and set in four formats.

    .venv/bin/python benchmarks/chain/run.py [RUNS]

Prints hardware, median and 95th percentile of the runs (default five) in seconds of wall clock, after one warm-up. It
works in a temporary home folder and touches nothing else.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
REPORT = """
import time, django
django.setup()
from frankpledge.documents import api as documents
from frankpledge.kernel.people import system
from frankpledge.publishing.kinds import annual_report
from frankpledge.records.steady import steady
from frankpledge.site.demo_people import live_in_demo_time
live_in_demo_time()
begun = time.perf_counter()
with steady():
    issuable = annual_report("dorset", system("A benchmark"))
    built = time.perf_counter()
    sizes = {fmt: len(documents.render(issuable.document, fmt)) for fmt in documents.FORMATS}
print(f"{built - begun:.3f} {time.perf_counter() - built:.3f}")
"""


def timed(*words: str, home: Path) -> tuple[float, str]:
    """Seconds of wall clock for a whole process, and what it printed."""
    environment = {
        **os.environ,
        "FRANKPLEDGE_HOME": str(home),
        "FRANKPLEDGE_DEMO": "yes",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "frankpledge.site.settings",
    }
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - begun, done.stdout


def told(name: str, seconds: list[float]) -> str:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return f"{name:<44} median {median(seconds):6.2f} s   p95 {p95:6.2f} s   runs {', '.join(f'{s:.2f}' for s in seconds)}"


def main(runs: int) -> None:
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="frankpledge-bench-") as folder:
        home = Path(folder) / "home"
        demo = ("-m", "frankpledge", "demo", "--no-serve", "--out", str(Path(folder) / "out"))
        timed(*demo, home=home)
        print(
            told("demo --no-serve, warm (whole process)", [timed(*demo, home=home)[0] for _ in range(runs)])
        )
        parts = [timed("-c", REPORT, home=home)[1].split() for _ in range(runs)]
        print(told("annual report: built from the record", [float(built) for built, _ in parts]))
        print(told("annual report: set in four formats", [float(printed) for _, printed in parts]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
