"""Do events come closer together, in space and time at once, than chance would bring them: Knox's test with bands.

Knox 1964 (Applied Statistics 13, 25–29); Townsley, Homel and Chaseling 2003 and Johnson and others 2007 for repeats
and near repeats. Days are dealt out anew among the places; how often that gives as many close pairs is the p value.
It needs the day and the true place of each event: with months, or with points moved to a map's anchor points, pairs
are close because of how the data were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.analysis.families import benjamini_hochberg
from frankpledge.analysis.inputs import Line, quoted, read_table
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    from frankpledge.analysis.neighbours import Places
    from frankpledge.analysis.spreads import Floats

MOST_PAIRS = 5_000_000
PUBLISHED = frozenset({"crime_id", "falls_within", "reported_by", "lsoa_code", "last_outcome_category"})
"""Columns of the open police files, whose points are moved and whose days are left out."""


@dataclass(frozen=True)
class Band:
    """Pairs that lie more than `above` and at most `upto` apart; from 0 on it takes 0 in, which is a repeat."""

    above: float
    upto: float

    @property
    def label(self) -> str:
        if self.upto == 0:
            return "same"
        return f"{'0' if self.above < 0 else f'over {self.above:g}'} to {self.upto:g}"


@dataclass(frozen=True)
class Cell:
    """Pairs within one band of distance and one of time: observed, expected if the two had nothing to do with each other."""

    distance: Band
    days: Band
    observed: int
    expected: float
    p: float
    p_adjusted: float

    @property
    def ratio(self) -> float | None:
        return self.observed / self.expected if self.expected else None


@dataclass(frozen=True)
class Knox:
    """The test: pairs in all, and a cell for each band of distance with each of time."""

    events: int
    pairs: int
    close_in_space: tuple[int, ...]
    close_in_time: tuple[int, ...]
    cells: tuple[Cell, ...]
    permutations: int
    seed: int


def bands(upto: Sequence[float]) -> tuple[Band, ...]:
    """Bands that end at rising distances; the first begins at 0 and takes it in. Raises ValueError when not rising."""
    if not upto or list(upto) != sorted(set(upto)) or upto[0] < 0:
        raise ValueError("the ends of bands must rise from 0")
    return tuple(Band(above, end) for above, end in zip([-1.0, *upto], upto, strict=False))


def knox(
    x: Floats, y: Floats, days: Floats, *, distances: Sequence[float], intervals: Sequence[float],
    permutations: int = 999, seed: int = 0,
) -> Knox:  # fmt: skip
    """Knox's test for each band of distance and time. Raises ValueError for bands that do not rise or too many pairs.

    p is (r + 1)/(M + 1), r the deals with at least as many pairs; adjusted over the cells by Benjamini and Hochberg.
    """
    import numpy as np

    near, soon = bands(distances), bands(intervals)
    first, second, gap = _close_pairs(x, y, near[-1].upto)
    place = _band_of(gap, near)
    n = len(days)
    pairs = n * (n - 1) // 2
    in_space = np.bincount(place, minlength=len(near))
    in_time = _pairs_in_time(days, soon)
    observed = _table(days, first, second, place, near, soon)
    reached = np.zeros_like(observed)
    dice = np.random.default_rng(seed)
    for _ in range(permutations):
        reached += _table(dice.permutation(days), first, second, place, near, soon) >= observed
    p = (reached + 1) / (permutations + 1)
    adjusted = np.reshape(benjamini_hochberg(p.ravel().tolist()), p.shape)
    cells = tuple(
        Cell(near[i], soon[j], int(observed[i, j]), float(in_space[i]) * float(in_time[j]) / pairs if pairs else 0.0,
             float(p[i, j]), float(adjusted[i, j]))
        for i in range(len(near))
        for j in range(len(soon))
    )  # fmt: skip
    return Knox(n, pairs, tuple(in_space.tolist()), tuple(in_time.tolist()), cells, permutations, seed)


def _close_pairs(x: Floats, y: Floats, reach: float) -> tuple[Places, Places, Floats]:
    import numpy as np
    from scipy.spatial import cKDTree

    tree = cKDTree(np.column_stack([x, y]))
    many = (int(tree.count_neighbors(tree, reach)) - len(x)) // 2
    if many > MOST_PAIRS:
        raise ValueError(f"{many} pairs are within {reach:g}; take a shorter distance")
    found = tree.query_pairs(reach, output_type="ndarray")
    first, second = found[:, 0], found[:, 1]
    return first, second, np.hypot(x[first] - x[second], y[first] - y[second])


def _band_of(values: Floats, these: Sequence[Band]) -> Places:
    import numpy as np

    return np.searchsorted(np.array([band.upto for band in these]), values, side="left")


def _pairs_in_time(days: Floats, soon: Sequence[Band]) -> Places:
    """How many of all pairs lie in each band of time, counted without forming them."""
    import numpy as np

    ordered = np.sort(days)
    within = [
        int((np.searchsorted(ordered, ordered + band.upto, side="right") - np.arange(len(ordered)) - 1).sum())
        for band in soon
    ]
    return np.diff(np.array([0, *within]))


def _table(
    days: Floats, first: Places, second: Places, place: Places, near: Sequence[Band], soon: Sequence[Band]
) -> Places:
    import numpy as np

    when = _band_of(np.abs(days[first] - days[second]), soon)
    kept = when < len(soon)
    flat = np.bincount(place[kept] * len(soon) + when[kept], minlength=len(near) * len(soon))
    return flat.reshape(len(near), len(soon))


@dataclass(frozen=True, eq=False)
class Events:
    """Where and on which day things happened, in order of day and place. Days are counted from the first."""

    x: Floats
    y: Floats
    days: Floats
    first: date


def read_events(path: Path, *, places_are_true: bool) -> Events:
    """Read columns `x`, `y` and `date`. Raises Unusable for months, moved points, and what cannot be read."""
    import numpy as np

    columns, lines = read_table(path)
    refuse_people(columns, path.name)
    _refuse_moved(columns, path, places_are_true=places_are_true)
    lacking = [name for name in ("x", "y", "date") if name not in columns]
    if lacking:
        remedy = f"Give columns x, y (in metres) and date; there are: {', '.join(columns)}."
        raise Unusable(Problem("column", f"There is no column ‘{lacking[0]}’.", remedy, path.name, 1))
    if len(lines) < 2:
        raise Unusable(Problem("empty", "There are no two events to compare.", "Give more rows.", path.name))
    rows = sorted(
        (_day(line, path), coordinate(line, "x", path), coordinate(line, "y", path)) for line in lines
    )
    first = rows[0][0]
    x, y = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    return Events(x, y, np.array([float((row[0] - first).days) for row in rows]), first)


def _refuse_moved(columns: Sequence[str], path: Path, *, places_are_true: bool) -> None:
    published = sorted(set(columns) & PUBLISHED)
    if published or not places_are_true:
        said = f"The column ‘{published[0]}’ is that of published police files." if published else (
            "It was not said that the places are where things happened."
        )  # fmt: skip
        reason = f"{said} Points that were moved together are near each other for that reason alone."
        remedy = "Give events with their true places, inside the partnership, and say --places true."
        raise Unusable(Problem("moved-places", reason, remedy, path.name))


def _day(line: Line, path: Path) -> date:
    text = line.cells["date"].strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        reason = f"{quoted(text)} is no day." if text else "The day is missing."
        remedy = "Near repeats need the day of every event: write 2024-01-31. A month will not do."
        raise Unusable(Problem("day", reason, remedy, path.name, line.row, "date", text)) from None


def coordinate(line: Line, name: str, path: Path) -> float:
    """The coordinate in a row. Raises Unusable when it is not a number."""
    text = line.cells[name].strip()
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:
        reason = f"{quoted(text)} is no coordinate." if text else "The coordinate is missing."
        remedy = "Write metres of the national grid, and leave out what has no place."
        raise Unusable(Problem("coordinate", reason, remedy, path.name, line.row, name, text))
    return value
