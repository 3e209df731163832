"""Time the pure verdict on a vote of many ballots, from the situation to quorum, outcome, clauses and arithmetic.

    python benchmarks/votes_pure/run.py [--ballots 5000] [--runs 5] [--each 20]

Each run is a process of its own and asks `--each` times, so that the first verdict of a process is counted too. Nothing
is kept between two verdicts: everybody is admitted to the room anew. Made from a fixed seed.
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
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
SEED = 7
BAR = 0.050
"""Seconds in which the verdict on five thousand ballots is wanted."""

TERMS = """
[terms]
body = "Any large body"
label = "any"
nation = "E"
starts_on = 2024-04-01
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "s0"
[quorum]
at_least = "1/3"
rounding = "up"
minimum = 3
class = "core"
[[decision]]
more_than = "1/2"
base = "cast"
abstention = "ignored"
[casting_vote]
holder = "chair"
passes = false
[deputies]
allowed = true
counts_to_quorum = true
may_vote = true
[remote]
allowed = true
counts_to_quorum = true
may_vote = true
"""


def once(ballots: int, each: int) -> dict[str, object]:
    """The seconds of each verdict of this process, and what was decided."""
    from frankpledge.governance.rules.terms.deciding import decide
    from frankpledge.governance.rules.terms.reading import terms_in
    from frankpledge.governance.rules.terms.situation import read_situation

    chance = random.Random(SEED)
    seats = "".join(f'[[seat]]\nslug = "s{n}"\nname = "Seat {n}"\nclass = "core"\n' for n in range(ballots))
    terms = terms_in(TERMS + seats, "large.toml")
    rows = [
        {"seat": f"s{n}", "as": "deputy" if n % 7 == 3 else "holder", "remote": n % 5 == 0}
        for n in range(ballots)
    ]
    votes = {f"s{n}": chance.choice(("for", "for", "against", "abstain")) for n in range(ballots)}
    situation = read_situation(
        {"on": "2024-06-03", "attendance": rows, "items": [{"id": "1", "ballots": votes}]}, "s.json"
    )
    seconds, found = [], decide(terms, situation)
    for _ in range(each):
        started = time.perf_counter()
        found = decide(terms, situation)
        seconds.append(time.perf_counter() - started)
    item = found.items[0]
    return {"seconds": seconds, "outcome": str(item.outcome), "needed": item.needed, "base": item.base}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least so large a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ballots", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        print(json.dumps(once(given.ballots, given.each)))
        return
    command = [sys.executable, __file__, "--once", "--ballots", str(given.ballots), "--each", str(given.each)]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    found = [
        json.loads(
            subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
        )
        for _ in range(given.runs)
    ]
    assert len({json.dumps({**one, "seconds": []}) for one in found}) == 1, "the runs disagree"  # noqa: S101
    report(found, given.ballots)


def report(found: list[dict[str, list[float]]], ballots: int) -> None:
    every = [second for one in found for second in one["seconds"]]
    print(
        f"{ballots} ballots, {len(found)} runs of {len(found[0]['seconds'])} verdicts: {found[0]['outcome']}"
    )
    for number, one in enumerate(found, start=1):
        print(f"  run {number}: median {1000 * statistics.median(one['seconds']):.1f} ms")
    print(f"median {1000 * statistics.median(every):.1f} ms, p95 {1000 * percentile(every, 0.95):.1f} ms")
    print(f"bar {1000 * BAR:.0f} ms: {'met' if percentile(every, 0.95) < BAR else 'not met'} at p95")
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
