"""Measure how often the alarm methods cry wolf, and how often they see an outbreak, on series whose truth is known.

    python benchmarks/alarms/run.py [--worlds 60] [--seed 1]

Eight kinds of series, as in Noufaily and others 2013: from under one event a week to 25, with and without trend and
season, varying as chance does or more. Seven years of weeks, of which the last 49 are judged.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from frankpledge.analysis.alarm_control import AlarmControl
from frankpledge.analysis.ears import EarsControl
from frankpledge.analysis.false_alarms import AlarmRate, Scenario, detection_rate, false_alarm_rate
from frankpledge.analysis.farrington import IMPROVED, ORIGINAL

SCENARIOS = {
    "0.7 a week": Scenario(math.log(0.7)),
    "2 a week, dispersion 1.5": Scenario(math.log(2), dispersion=1.5),
    "5 a week": Scenario(math.log(5)),
    "5 a week, season": Scenario(math.log(5), season=0.5),
    "5 a week, season, dispersion 2": Scenario(math.log(5), season=0.5, dispersion=2),
    "5 a week rising": Scenario(math.log(5) - 0.55, trend=0.003),
    "12 a week, season, dispersion 3": Scenario(math.log(12), season=0.4, dispersion=3),
    "25 a week rising, season, dispersion 2": Scenario(
        math.log(25) - 0.35, trend=0.002, season=0.3, dispersion=2
    ),
}
METHODS = {
    "improved, 0.01": AlarmControl("farrington-flexible", replace(IMPROVED, by="index", alpha=0.01)),
    "improved, 0.05": AlarmControl("farrington-flexible", replace(IMPROVED, by="index", alpha=0.05)),
    "original, 0.05 two-sided": AlarmControl("farrington", replace(ORIGINAL, by="index")),
    "C2, 0.01": AlarmControl("C2", EarsControl("C2", alpha=0.01)),
}


def shown(rate: AlarmRate) -> str:
    return f"{100 * rate.rate:.2f} ({100 * rate.low:.2f} to {100 * rate.high:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.perf_counter()
    print("false alarms in 100 weeks (95% interval)\n")
    print("| series | " + " | ".join(METHODS) + " |")
    print("|---|" + "---:|" * len(METHODS))
    for name, scenario in SCENARIOS.items():
        rates = [
            false_alarm_rate(one, scenario, worlds=given.worlds, seed=given.seed) for one in METHODS.values()
        ]
        print(f"| {name} | " + " | ".join(map(shown, rates)) + " |", flush=True)
    print("\noutbreaks of 100 that raise an alarm within their four weeks, by size in standard deviations\n")
    print("| series | 2 | 5 | 10 |")
    print("|---|---:|---:|---:|")
    for name, scenario in SCENARIOS.items():
        rates = [
            detection_rate(
                METHODS["improved, 0.01"], scenario, size=size, worlds=2 * given.worlds, seed=given.seed
            )
            for size in (2, 5, 10)
        ]
        print(f"| {name} | " + " | ".join(f"{100 * rate.rate:.0f}" for rate in rates) + " |", flush=True)
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
