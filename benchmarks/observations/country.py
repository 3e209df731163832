"""The nation's figures by our own way: every partnership × offence × month, its rolling years, change, limits and ranks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from frankpledge.analysis import many
from frankpledge.evidence import cube, tallies
from frankpledge.kernel.dates import Period

DRAWS = 1000


@dataclass(frozen=True, eq=False)
class Country:
    """Arrays of areas × types (× months), in the order of `counts`; `seconds` by step."""

    counts: cube.AreaCounts
    rolling: np.ndarray
    changed: many.Changes
    adjusted: np.ndarray
    limits: many.Limits
    ranks: many.Ranks
    seconds: Mapping[str, float]


def study(
    parts: Sequence[Path],
    membership: Mapping[str, Iterable[str]],
    forces: Mapping[str, str],
    residents: Mapping[str, float],
    covered: Iterable[tuple[str, str]],
) -> Country:
    """Everything, from the cube beside the parts."""
    clock = {"start": time.perf_counter()}
    counts = tallies.area_counts(parts, membership, forces, covered=covered)
    clock["counts"] = time.perf_counter()
    shape = counts.counts.shape
    values = np.where(counts.covered[:, None, :], counts.counts.astype(np.float64), np.nan)
    rows = values.reshape(-1, shape[2])
    days = np.array([Period.parse(month).days for month in counts.months], dtype=np.float64)
    rolling = many.rolling_totals(rows, 12)
    changed = many.changes(rolling[:, -13], rolling[:, -1])
    adjusted = many.false_discovery_adjusted(changed.p.reshape(shape[:2]).T)
    clock["changes"] = time.perf_counter()
    limits = many.control_limits(rows, days[None, :])
    clock["limits"] = time.perf_counter()
    people = np.array([residents[area] for area in counts.areas])
    ranked = many.ranks(rolling[:, -1].reshape(shape[:2]).T, people[None, :], draws=DRAWS, workers=2)
    clock["ranks"] = time.perf_counter()
    names = list(clock)
    seconds = {name: clock[name] - clock[before] for before, name in pairwise(names)}
    return Country(counts, rolling, changed, adjusted, limits, ranked, seconds)
