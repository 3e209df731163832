"""Time ten years of obligations for every partnership of England and Wales, from law and events to states.

    python benchmarks/obligations/run.py [--partnerships 314] [--years 10] [--runs 5]

Each run is a process of its own, so that reading the law library counts too. Each partnership has events of its own, made
from a fixed seed: meetings, public meetings, plans, assessments, scrutiny with reports and answers, deaths and decisions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
SEED = 7
BAR = 20.0
"""Seconds in which ten years of 314 partnerships are wanted."""
TODAY = date(2026, 4, 1)
KINDS = {
    "meeting-held": 95,
    "public-meeting": 370,
    "plan-agreed": 365,
    "assessment-issued": 360,
    "scrutiny-meeting": 350,
}
"""About how many days lie between two events of a kind."""


def once(partnerships: int, years: int) -> dict[str, object]:
    """The seconds of this process, how many obligations it made, and how they stand."""
    started = time.perf_counter()
    from collections import Counter

    from frankpledge.duties.rules.obligations import Evidence, gathered, obligations
    from frankpledge.kernel.dates import Period

    chance = random.Random(SEED)
    asked = Period(date(TODAY.year - years, 4, 1), date(TODAY.year, 3, 31))
    states: Counter[str] = Counter()
    many = events = 0
    for number in range(partnerships):
        happened = _events(chance, asked)
        events += len(happened)
        whole = {kind: (Period(asked.starts_on),) for kind in KINDS}
        known = gathered([Evidence(tuple(happened), whole)])
        found = obligations("W" if number % 15 == 0 else "E", asked, known, on=TODAY)
        many += len(found)
        states.update(str(one.state) for one in found)
    return {
        "seconds": time.perf_counter() - started,
        "obligations": many,
        "events": events,
        "states": dict(sorted(states.items())),
    }


def _events(chance: random.Random, asked: object) -> list[object]:
    from frankpledge.duties.rules.obligations import Happened
    from frankpledge.kernel.dates import PartialDate

    made: list[object] = []

    def add(kind: str, on: date, **more: object) -> None:
        made.append(Happened(kind, PartialDate.of(on), kind, **more))  # type: ignore[arg-type]

    for kind, gap in KINDS.items():
        on = asked.starts_on - timedelta(chance.randrange(300))  # type: ignore[attr-defined]
        while on <= TODAY:
            add(kind, on)
            on += timedelta(gap + chance.randrange(-25, 26))
    for number in range(12):
        on = asked.starts_on + timedelta(chance.randrange(3600))  # type: ignore[attr-defined]
        add("scrutiny-report-received", on, ref=f"r{number}", is_tracked=True)
        if chance.random() < 0.8:
            add("scrutiny-response", on + timedelta(chance.randrange(10, 45)), ref=f"r{number}")
        add("death-notified", on, ref=f"d{number}", is_tracked=True)
        add(
            "death-review-decided",
            on + timedelta(chance.randrange(10, 60)),
            ref=f"d{number}",
            is_tracked=True,
        )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--partnerships", type=int, default=314)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(once(given.partnerships, given.years)))
        return
    runs = []
    for _ in range(given.runs):
        command = [
            sys.executable, __file__, "--one", "--partnerships", str(given.partnerships), "--years", str(given.years),
        ]  # fmt: skip
        said = subprocess.run(
            command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
        )
        runs.append(json.loads(said.stdout))
        sys.stdout.write(f"{runs[-1]['seconds']:.2f} s, load {os.getloadavg()[0]:.1f}\n")
    if len({(run["obligations"], str(run["states"])) for run in runs}) != 1:
        raise SystemExit("the runs do not agree")
    seconds = sorted(run["seconds"] for run in runs)
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    sys.stdout.write(
        f"{runs[0]['obligations']:,} obligations from {runs[0]['events']:,} events: median "
        f"{statistics.median(seconds):.2f} s, p95 {p95:.2f} s (wanted {BAR:.0f} s); {platform.python_version()}, "
        f"{os.cpu_count()} cores\n"
    )


if __name__ == "__main__":
    main()
