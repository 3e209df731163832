"""Measure how often 90% rank sets hold the truth, in drawn worlds that include ties, beside intervals of plain draws.

    python benchmarks/ranks/run.py [--worlds 2000] [--seed 1]

In half of the worlds scores are normal with known error, in half they are counts over exposures. Every world has
eight issues; how many are tied, and how far apart the others are, is drawn too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from frankpledge.analysis.rank_sets import RankSet, rank_sets
from frankpledge.analysis.ranking import Candidate, rank
from frankpledge.analysis.spreads import Count, Stated

if TYPE_CHECKING:
    import numpy as np

ISSUES = 8
DRAWS = 1000
Z = 1.959963984540054


def truth_of(dice: np.random.Generator) -> list[float]:
    """Levels with ties: all alike in a fifth of the worlds, else two to seven levels a step or more apart."""
    levels = 1 if dice.random() < 0.2 else int(dice.integers(2, ISSUES))
    places = dice.integers(0, levels, ISSUES)
    heights = dice.uniform(0, 2 * levels, levels)
    return [float(heights[place]) for place in places]


def normal_world(truth: list[float], dice: np.random.Generator) -> list[Candidate]:
    found = []
    for place, value in enumerate(truth):
        error = float(dice.uniform(0.2, 1.5))
        score = value + error * float(dice.normal())
        spread = Stated(score, score - Z * error, score + Z * error)
        found.append(Candidate(f"i{place}", Fraction(score), spread))
    return found


def counted_world(truth: list[float], dice: np.random.Generator) -> list[Candidate]:
    found = []
    for place, value in enumerate(truth):
        exposure = float(dice.uniform(0.5, 6))
        count = int(dice.poisson((value + 1) * exposure))
        found.append(Candidate(f"i{place}", Fraction(count) / Fraction(exposure), Count(count, exposure)))
    return found


def held(sets: Mapping[str, RankSet], truth: list[float]) -> list[bool]:
    ranks = [1 + sum(other > value for other in truth) for value in truth]
    return [sets[f"i{place}"].low <= one <= sets[f"i{place}"].high for place, one in enumerate(ranks)]


def main() -> None:
    import numpy as np

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    dice = np.random.default_rng(given.seed)
    started = time.perf_counter()
    rows: dict[str, list[tuple[float, bool, float]]] = {}
    for world in range(given.worlds):
        truth = truth_of(dice)
        kind = "normal scores" if world % 2 else "counts"
        drawn = (normal_world if world % 2 else counted_world)(truth, dice)
        sets = rank_sets(drawn, draws=DRAWS, seed=world)
        plain = {
            one.issue: RankSet(one.rank_low, one.rank_high)
            for one in rank(drawn, draws=DRAWS, seed=world).ranked
        }
        for name, found in (
            ("sets together", sets.together),
            ("sets alone", sets.alone),
            ("plain draws", plain),
        ):
            one = held(found, truth)
            width = float(np.mean([each.high - each.low + 1 for each in found.values()]))
            for label in (kind, "ties among all" if len(set(truth)) == 1 else "other worlds", "all worlds"):
                rows.setdefault(f"{name} | {label}", []).append((float(np.mean(one)), all(one), width))
    print("| what | which worlds | worlds | one issue's rank held | all ranks of a world held | mean width |")
    print("|---|---|---:|---:|---:|---:|")
    for name in sorted(rows):
        shares = np.array(rows[name], dtype=float).mean(axis=0)
        print(
            f"| {name} | {len(rows[name])} | {100 * shares[0]:.1f}% | {100 * shares[1]:.1f}% | {shares[2]:.1f} |"
        )
    print(f"\n{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
