"""How a place compares with itself among shuffled surroundings: conditional permutation of all areas at once.

For each area its own value stays and the others are dealt out anew; what is asked is how often the weighted sum over
its neighbours is then at least, and at most, what it is (Anselin 1995). The same deals serve all areas, as in the
usual software: for a single area they are as good as deals of its own.

Done area by area this takes hours. Here the deals of all areas are one matrix product: only the places dealt are
drawn, never whole orders, and the few deals in which an area would meet itself are put right afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from frankpledge.analysis.neighbours import Neighbours, Places
    from frankpledge.analysis.spreads import Floats

CELLS = 6_000_000
"""How many sums are held at a time: areas × deals, 48 MB."""


@dataclass(frozen=True, eq=False)
class Dealt:
    """For each area, in how many deals the sum over its neighbours was at least, and at most, the one observed."""

    at_least: Places
    at_most: Places
    deals: int


def conditional_deals(values: Floats, neighbours: Neighbours, *, deals: int, seed: int) -> Dealt:
    """Deal the other areas' values to each area's neighbours so many times."""
    import numpy as np

    areas, counts = neighbours.areas, neighbours.counts
    at_least, at_most = np.zeros(areas, dtype=np.int64), np.zeros(areas, dtype=np.int64)
    most = int(counts.max(initial=0))
    if most == 0 or areas < 3:
        return Dealt(at_least, at_most, deals)
    drawn = _drawn(areas - 1, most, deals, np.random.default_rng(seed))
    met = _meetings(drawn, areas)
    observed = neighbours.lag(values)
    slack = 1e-9 * max(float(np.abs(values).max()), 1e-300) * neighbours.row_sums(np.abs(neighbours.weights))
    # Areas of a like number of neighbours go together, so that few zeros are multiplied.
    order = np.argsort(counts, kind="stable")
    step = max(1, CELLS // deals)
    for start in range(0, areas, step):
        block = order[start : start + step]
        sums, weights = _sums(values, neighbours, block, drawn)
        _put_right(sums, weights, values, block, met)
        high, low = (observed + slack)[block, None], (observed - slack)[block, None]
        at_least[block] = (sums >= low).sum(axis=1)
        at_most[block] = (sums <= high).sum(axis=1)
    return Dealt(at_least, at_most, deals)


def _drawn(others: int, wanted: int, deals: int, dice: np.random.Generator) -> Places:
    """For each deal the places of `wanted` different ones among the others, in order of drawing.

    Rows with a place twice are drawn anew, which leaves every ordered choice equally likely.
    """
    import numpy as np

    if wanted * wanted > others:
        return np.vstack([dice.permutation(others)[:wanted] for _ in range(deals)])
    found = dice.integers(0, others, size=(deals, wanted))
    while True:
        ordered = np.sort(found, axis=1)
        again = (ordered[:, 1:] == ordered[:, :-1]).any(axis=1).nonzero()[0]
        if not len(again):
            return found
        found[again] = dice.integers(0, others, size=(len(again), wanted))


@dataclass(frozen=True, eq=False)
class _Meetings:
    """Where each place was drawn: the entries of place i are `starts[i]:starts[i + 1]`, each a deal and a column."""

    starts: Places
    deal: Places
    column: Places


def _meetings(drawn: Places, areas: int) -> _Meetings:
    import numpy as np

    flat = drawn.ravel()
    order = np.argsort(flat, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=areas))])
    return _Meetings(starts, order // drawn.shape[1], order % drawn.shape[1])


def _sums(values: Floats, neighbours: Neighbours, block: Places, drawn: Places) -> tuple[Floats, Floats]:
    """The sum of each area of the block in each deal, and the weights as a table: one row an area."""
    import numpy as np

    counts = neighbours.counts[block]
    most = int(counts.max())
    weights = np.zeros((len(block), most))
    columns = np.arange(most)
    mask = columns < counts[:, None]
    weights[mask] = neighbours.weights[(neighbours.starts[block][:, None] + columns)[mask]]
    return weights @ values[drawn[:, :most]].T, weights


def _put_right(sums: Floats, weights: Floats, values: Floats, block: Places, met: _Meetings) -> None:
    """Where an area was dealt to itself, the last area, which is never dealt, takes its place."""
    import numpy as np

    many = met.starts[block + 1] - met.starts[block]
    which = np.repeat(np.arange(len(block)), many)
    entry = (
        np.repeat(met.starts[block], many)
        + np.arange(int(many.sum()))
        - np.repeat(np.cumsum(many) - many, many)
    )
    deal, column = met.deal[entry], met.column[entry]
    kept = column < weights.shape[1]
    which, deal, column = which[kept], deal[kept], column[kept]
    sums[which, deal] += weights[which, column] * (values[-1] - values[block[which]])


def shuffled_totals(values: Floats, neighbours: Neighbours, *, deals: int, seed: int) -> Floats:
    """Σᵢ xᵢ Σⱼ wᵢⱼ xⱼ with the values dealt out over all areas so many times."""
    import numpy as np

    matrix, dice = neighbours.matrix(), np.random.default_rng(seed)
    step = max(1, CELLS // max(neighbours.areas, 1))
    found = []
    for start in range(0, deals, step):
        table = dice.permuted(np.tile(values, (min(step, deals - start), 1)), axis=1)
        found.append(np.einsum("ij,ji->i", table, matrix @ table.T))
    return np.concatenate(found)
