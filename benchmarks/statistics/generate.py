"""Counts that look like recorded crime: partnerships × offences × months, from a fixed seed.

Levels follow a long-tailed law over partnerships and offences; each series has a season of its own strength, a slow
drift, months that vary more than chance, sometimes a lasting step, and a few months that are missing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

PARTNERSHIPS, OFFENCES, MONTHS = 314, 14, 72


def generate(
    seed: int, *, partnerships: int = PARTNERSHIPS, offences: int = OFFENCES, months: int = MONTHS
) -> np.ndarray:
    """Partnerships × offences × months; NaN where a month is missing. The same seed gives the same counts."""
    chance = np.random.Generator(np.random.PCG64(seed))
    shape = (partnerships, offences)
    level = np.exp(chance.normal(3.4, 0.8, (partnerships, 1)) + chance.normal(0, 1.1, (1, offences)))
    month = np.arange(months)
    strength, peak = chance.uniform(0, 0.35, (1, offences)), chance.uniform(0, 12, (1, offences))
    season = strength[..., None] * np.cos((month - peak[..., None]) / 6 * np.pi)
    drift = np.cumsum(chance.normal(0, 0.02, (*shape, months)), axis=2)
    steps = np.where(chance.random(shape) < 0.1, chance.normal(0, 0.4, shape), 0.0)
    begins = chance.integers(12, months - 12, shape)
    stepped = steps[..., None] * (month >= begins[..., None])
    mean = level[..., None] * np.exp(season + drift + stepped)
    size = chance.uniform(8, 60, shape)[..., None]
    counts = chance.poisson(chance.gamma(size, mean / size)).astype(float)
    counts[chance.random(counts.shape) < 0.003] = np.nan
    return counts


def population(seed: int, partnerships: int = PARTNERSHIPS) -> np.ndarray:
    """Residents of each partnership."""
    return np.random.Generator(np.random.PCG64(seed + 1)).uniform(60_000, 600_000, partnerships).round()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--into", type=Path, required=True, help="a CSV: partnership, offence, month, count")
    asked = given.parse_args()
    counts = generate(asked.seed)
    with asked.into.open("w", encoding="utf-8") as file:
        file.write("partnership,offence,month,count\n")
        for (p, o, m), value in np.ndenumerate(counts):
            text = "" if np.isnan(value) else f"{value:.0f}"
            file.write(f"P{p:03d},O{o:02d},{2018 + m // 12}-{m % 12 + 1:02d},{text}\n")


if __name__ == "__main__":
    main()
