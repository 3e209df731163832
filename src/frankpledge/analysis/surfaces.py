"""Pictures of where points lie: a density surface on a grid, and clusters of any shape.

They show and find; they do not test. A surface needs its bandwidth and cell size on the legend, and published points,
which are moved to anchor points, bear none finer than their spacing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from frankpledge.analysis.neighbours import Places
    from frankpledge.analysis.spreads import Floats

NOISE = -1
MOST_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Surface:
    """Events for each unit of area, one value a cell: `values[row, column]`, rows from the south."""

    west: float
    south: float
    cell: float
    bandwidth: float
    values: Floats

    @property
    def total(self) -> float:
        """The integral: as many as there are events."""
        return float(self.values.sum()) * self.cell**2


def density(
    x: Floats, y: Floats, *, bandwidth: float, cell: float, extent: tuple[float, float, float, float],
    weights: Floats | None = None,
) -> Surface:  # fmt: skip
    """The quartic kernel (Silverman 1986, 4.5), each event's mass kept within the extent (Diggle 1985).

    `extent` is west, south, east, north. Raises ValueError for events outside it, and for sizes that cannot be.
    """
    import numpy as np

    west, south, east, north = extent
    columns, rows = round((east - west) / cell), round((north - south) / cell)
    if min(bandwidth, cell) <= 0 or min(columns, rows) < 1 or columns * rows > MOST_CELLS:
        raise ValueError("bandwidth and cell must be above 0, and the cells neither none nor too many")
    if ((x < west) | (x > east) | (y < south) | (y > north)).any():
        raise ValueError("there are events outside the extent")
    if bandwidth < cell:
        raise ValueError(
            "a bandwidth below the cell's size leaves out what lies between the middles of cells"
        )
    values = np.zeros((rows, columns))
    for place in range(len(x)):
        weight = 1.0 if weights is None else float(weights[place])
        _spread(values, float(x[place]) - west, float(y[place]) - south, weight, bandwidth, cell)
    return Surface(west, south, cell, bandwidth, values)


def _spread(values: Floats, x: float, y: float, weight: float, bandwidth: float, cell: float) -> None:
    """One event's mass over the middles of the cells within its reach."""
    import numpy as np

    rows, columns = values.shape
    left, right = max(int((x - bandwidth) // cell), 0), min(int((x + bandwidth) // cell) + 1, columns)
    low, high = max(int((y - bandwidth) // cell), 0), min(int((y + bandwidth) // cell) + 1, rows)
    across = ((np.arange(left, right) + 0.5) * cell - x) ** 2
    up = ((np.arange(low, high) + 0.5) * cell - y) ** 2
    kernel = np.maximum(0.0, 1 - (up[:, None] + across[None, :]) / bandwidth**2) ** 2
    values[low:high, left:right] += weight * kernel / (kernel.sum() * cell**2)


def clusters(x: Floats, y: Floats, *, reach: float, fewest: int) -> tuple[int, ...]:
    """DBSCAN (Ester and others 1996): for each point the number of its cluster, from 0, or −1 for none.

    A point is in the midst of a cluster when at least `fewest` points, itself among them, lie within `reach`. A point
    at the rim joins the nearest one in the midst, so that the order of the points does not matter; clusters are
    numbered by their most south-westerly point.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    points = np.column_stack([x, y])
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    degree = np.bincount(pairs.ravel(), minlength=len(x)) + 1
    core = degree >= fewest
    inner = pairs[core[pairs].all(axis=1)]
    links = coo_array((np.ones(len(inner)), (inner[:, 0], inner[:, 1])), shape=(len(x), len(x)))
    _, part = connected_components(links, directed=False)
    labels = np.where(core, part, NOISE)
    for rim in np.flatnonzero(~core):
        labels[rim] = _nearest(points, core, part, int(rim), reach)
    return _numbered(labels, points)


def _nearest(
    points: Floats, core: NDArray[np.bool_], part: NDArray[np.integer[Any]], rim: int, reach: float
) -> int:
    import numpy as np

    gaps = np.hypot(*(points - points[rim]).T)
    close = np.flatnonzero(core & (gaps <= reach))
    if not len(close):
        return NOISE
    best = min(close.tolist(), key=lambda at: (gaps[at], *points[at].tolist()))
    return int(part[best])


def _numbered(labels: Places, points: Floats) -> tuple[int, ...]:
    corner: dict[int, tuple[float, ...]] = {}
    for label, point in zip(labels.tolist(), points.tolist(), strict=True):
        if label != NOISE:
            corner[label] = min(corner.get(label, tuple(point)), tuple(point))
    number = {label: place for place, label in enumerate(sorted(corner, key=lambda one: corner[one]))}
    return tuple(number.get(label, NOISE) for label in labels.tolist())
