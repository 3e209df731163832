"""Nelder and Mead's search (Computer Journal 7 (1965) 308), for thousands of small problems at once.

Each row has a simplex of its own and takes its own decisions; the rows that need a value at the same stage are
evaluated together, and those that have settled no more. So a thousand fits cost far less than a thousand times one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]
    Objective = Callable[[Floats, Rows], Floats]


def lowest(
    objective: Objective, start: Floats, *, width: float = 1.0, turns: int = 80, tolerance: float = 1e-9
) -> Floats:
    """Where each row's objective is least (rows × parameters), from `start` on.

    `objective` takes points (some rows × parameters) and which rows they are of, and gives a value each; NaN counts as
    very large. A row stops when its simplex differs by less than `tolerance` of its value, and all stop after `turns`.
    """
    import numpy as np

    rows, many = start.shape
    if not many:
        return start
    every = np.arange(rows)
    corners = np.repeat(start[:, None, :], many + 1, axis=1)
    for corner in range(many):
        corners[:, corner + 1, corner] += width
    heights = np.stack([_value(objective, corners[:, corner], every) for corner in range(many + 1)], axis=1)
    for _ in range(turns):
        order = np.argsort(heights, axis=1, kind="stable")
        corners, heights = corners[every[:, None], order], heights[every[:, None], order]
        spread = heights[:, -1] - heights[:, 0]
        moving = np.flatnonzero(spread > tolerance * (np.abs(heights[:, 0]) + tolerance))
        if not len(moving):
            break
        _turn(objective, corners, heights, moving)
    found: Floats = corners[every, np.argmin(heights, axis=1)]
    return found


def _value(objective: Objective, at: Floats, rows: Rows) -> Floats:
    import numpy as np

    found = objective(at, rows)
    return np.where(np.isfinite(found), found, 1e300)


def _turn(objective: Objective, corners: Floats, heights: Floats, rows: Rows) -> None:
    """One step of these rows, in place: reflect, then expand or contract where that pays, else shrink."""
    import numpy as np

    centre, worst = corners[rows, :-1].mean(axis=1), corners[rows, -1]
    low, second_worst, high = heights[rows, 0], heights[rows, -2], heights[rows, -1]
    best, at_best = 2 * centre - worst, _value(objective, 2 * centre - worst, rows)
    expands, contracts = at_best < low, at_best >= second_worst
    outside = contracts & (at_best < high)
    wanted = np.flatnonzero(expands | contracts)
    if len(wanted):
        pull = np.where(expands, 2.0, np.where(outside, 0.5, -0.5))[wanted, None]
        tried = centre[wanted] + pull * (centre - worst)[wanted]
        at_tried = _value(objective, tried, rows[wanted])
        better = at_tried < np.where(contracts & ~outside, high, at_best)[wanted]
        best[wanted[better]], at_best[wanted[better]] = tried[better], at_tried[better]
        failed = np.zeros(len(rows), dtype=bool)
        failed[wanted[~better]] = contracts[wanted[~better]]
    else:
        failed = np.zeros(len(rows), dtype=bool)
    kept = rows[~failed]
    corners[kept, -1], heights[kept, -1] = best[~failed], at_best[~failed]
    if failed.any():
        _shrink(objective, corners, heights, rows[failed])


def _shrink(objective: Objective, corners: Floats, heights: Floats, rows: Rows) -> None:
    """Draw the other corners half-way to the best, in the rows where nothing better was found."""
    for corner in range(1, corners.shape[1]):
        corners[rows, corner] = (corners[rows, corner] + corners[rows, 0]) / 2
        heights[rows, corner] = _value(objective, corners[rows, corner], rows)
