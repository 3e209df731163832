"""Measure how long cumulative sums run until they alarm, by drawing, against what is worked out and what is published.

    python benchmarks/alarms/run_lengths.py [--runs 4000] [--seed 1]

Each run goes through the sum that `alarm` uses, one figure at a time, until it alarms. Normal measurements with k of a half
and h of 4 and 5 (Montgomery's table 9.3 halves the two-sided runs; Siegmund 1985 approximates), and counts of 5 a week.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import numpy as np

from frankpledge.analysis.cusum import CusumControl, RatioControl, step
from frankpledge.analysis.run_lengths import Control, Counts, Drawn, Measurements, average_run_length

CASES: tuple[tuple[str, Control, Drawn], ...] = tuple(
    (f"normal, k 0.5, h {decision}, shift {shift:g}", CusumControl(0.5, decision, 0.0, "deviation"), Measurements(shift, 1))
    for decision in (4, 5)
    for shift in (0.0, 0.5, 1.0, 2.0)
) + tuple(
    (f"{name}, mean {mean:g}", control, Counts(mean))
    for name, control in (
        ("counts, k 1, h 6", CusumControl(1, 6, 5.0, "deviation")),
        ("counts, Rossi, k 1.04, h 2.26", CusumControl(1.04, 2.26, 5.0, "rossi")),
        ("counts, likelihood ratio 1.5, h 3", RatioControl(1.5, 3.0, 5.0)),
    )
    for mean in (5.0, 7.5)
)  # fmt: skip


def siegmund(control: Control, drawn: Drawn) -> float | None:
    """(e^(−2Δb) + 2Δb − 1) / 2Δ² with Δ = shift − k and b = h + 1.166; for normal measurements of spread 1."""
    if not isinstance(drawn, Measurements) or not isinstance(control, CusumControl):
        return None
    drift, reach = drawn.mean - control.reference, control.decision + 1.166
    if drift == 0:
        return reach**2
    return (math.exp(-2 * drift * reach) + 2 * drift * reach - 1) / (2 * drift**2)


def drawing(drawn: Drawn, dice: np.random.Generator) -> Callable[[], list[float]]:
    if isinstance(drawn, Measurements):
        return lambda: dice.normal(drawn.mean, drawn.sd, 4096).tolist()
    return lambda: dice.poisson(drawn.mean, 4096).tolist()


def simulated(control: Control, drawn: Drawn, runs: int, seed: int) -> tuple[float, float]:
    """Mean and standard error of so many runs."""
    more, figures, lengths = drawing(drawn, np.random.default_rng(seed)), iter(()), []
    for _ in range(runs):
        total, length = 0.0, 0
        while length == 0 or total < control.decision:
            figure = next(figures, None)
            if figure is None:
                figures = iter(more())
                figure = next(figures)
            total = max(0.0, total + step(figure, control.mean or 0.0, control))
            length += 1
        lengths.append(length)
    return float(np.mean(lengths)), float(np.std(lengths) / math.sqrt(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.perf_counter()
    print("| one-sided sum | drawn (standard error) | worked out | Siegmund |\n|---|---:|---:|---:|")
    for name, control, drawn in CASES:
        mean, error = simulated(control, drawn, given.runs, given.seed)
        told, near = average_run_length(control, drawn), siegmund(control, drawn)
        approximate = "" if near is None else f"{near:.4g}"
        print(f"| {name} | {mean:.4g} ({error:.2g}) | {told or math.inf:.5g} | {approximate} |", flush=True)
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
