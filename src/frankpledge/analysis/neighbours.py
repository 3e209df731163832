"""Which areas are neighbours, and with which weight: by distance, or as a file says.

No area is a neighbour of itself here; statistics that take an area in with its neighbours add it themselves. An area
without neighbours is an island, which is declared and never given a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frankpledge.analysis.inputs import quoted, read_table
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from frankpledge.analysis.spreads import Floats

    Places = NDArray[np.int64]


SHARED_PLACES = 5
"""Decimal places of a degree to which points are held together: about a metre."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The neighbours of n areas: those of area i are `of[starts[i]:starts[i + 1]]`, with their `weights`.

    `own` is each area's weight for itself, which only statistics that take it in use.
    """

    starts: Places
    of: Places
    weights: Floats
    own: Floats
    standardised: bool = False
    strangers: tuple[str, ...] = ()
    """Names in the file of weights that are no area with a value."""

    @property
    def areas(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def counts(self) -> Places:
        """How many neighbours each area has."""
        import numpy as np

        return np.diff(self.starts)

    @cached_property
    def rows(self) -> Places:
        """The area of each entry of `of`."""
        import numpy as np

        return np.repeat(np.arange(self.areas), self.counts)

    @property
    def islands(self) -> tuple[int, ...]:
        return tuple(int(place) for place in (self.counts == 0).nonzero()[0])

    def row_sums(self, values: Floats) -> Floats:
        """The sum over each area's neighbours of one value an entry."""
        import numpy as np

        return np.asarray(np.bincount(self.rows, weights=values, minlength=self.areas), dtype=np.float64)

    def lag(self, values: Floats) -> Floats:
        """For each area the weighted sum of its neighbours' values."""
        return self.row_sums(self.weights * values[self.of])

    def matrix(self) -> Any:
        """The weights as a sparse matrix."""
        from scipy.sparse import csr_array

        return csr_array((self.weights, self.of, self.starts), shape=(self.areas, self.areas))

    def row_standardised(self) -> Neighbours:
        """Weights that add up to 1 over each area's neighbours."""
        import numpy as np

        totals = self.row_sums(self.weights)
        scale = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals != 0)
        return replace(self, weights=self.weights * scale[self.rows], standardised=True)


def _from_pairs(first: Places, second: Places, weights: Floats, areas: int, own: Floats) -> Neighbours:
    import numpy as np

    order = np.lexsort((second, first))
    starts = np.concatenate([[0], np.cumsum(np.bincount(first, minlength=areas))])
    return Neighbours(starts.astype(np.int64), second[order].astype(np.int64), weights[order], own)


def within(x: Floats, y: Floats, band: float) -> Neighbours:
    """Areas no farther apart than `band`, in the unit of the coordinates, with weight 1."""
    import numpy as np
    from scipy.spatial import cKDTree

    pairs = cKDTree(np.column_stack([x, y])).query_pairs(band, output_type="ndarray")
    first = np.concatenate([pairs[:, 0], pairs[:, 1]])
    second = np.concatenate([pairs[:, 1], pairs[:, 0]])
    return _from_pairs(first, second, np.ones(len(first)), len(x), np.ones(len(x)))


def touching(outlines: Sequence[Iterable[tuple[float, float]]]) -> Neighbours:
    """Areas whose outlines share a point, with weight 1 (queen contiguity); points are held together to a metre or so.

    Outlines of one edition share their points exactly; those that were generalised each by itself do not, and give islands.
    """
    import numpy as np

    held: dict[tuple[float, float], set[int]] = {}
    for area, points in enumerate(outlines):
        for x, y in points:
            held.setdefault((round(x, SHARED_PLACES), round(y, SHARED_PLACES)), set()).add(area)
    pairs = {
        (one, other) for areas in held.values() if len(areas) > 1 for one in areas for other in areas if one != other
    }  # fmt: skip
    both = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    many = len(outlines)
    return _from_pairs(both[:, 0], both[:, 1], np.ones(len(both)), many, np.ones(many))


def read_neighbours(path: Path, ids: Sequence[str]) -> Neighbours:
    """Weights from a CSV with columns `from`, `to` and perhaps `weight`, or from a GAL file of the usual form.

    A row from an area to itself gives its own weight, which is 1 otherwise. Rows that name an area that has no value
    are passed over. Raises Unusable for what cannot be read, a pair given twice, and a weight that is none.
    """
    known = {name: place for place, name in enumerate(ids)}
    entries = _gal(path) if path.suffix.lower() == ".gal" else _csv(path)
    return _placed(entries, known, path)


_Entry = tuple[int, str, str, float]
"""Row of the file, from, to, weight."""


def _csv(path: Path) -> list[_Entry]:
    columns, lines = read_table(path)
    if not {"from", "to"} <= set(columns):
        remedy = f"Name the columns ‘from’, ‘to’ and ‘weight’; there are: {', '.join(columns)}."
        raise Unusable(Problem("column", "There is no column of neighbours.", remedy, path.name, 1))
    found = []
    for line in lines:
        text = line.cells.get("weight", "1").strip() or "1"
        found.append(
            (line.row, line.cells["from"].strip(), line.cells["to"].strip(), _weight(text, path, line.row))
        )
    return found


def _weight(text: str, path: Path, row: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        remedy = "Write a number from 0."
        raise Unusable(
            Problem("value", f"{quoted(text)} is no weight.", remedy, path.name, row, "weight", text)
        )
    return value


def _gal(path: Path) -> list[_Entry]:
    """A GAL file: a heading, then for each area its id and number of neighbours, and on the next line their ids."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(
            Problem("file", f"The file cannot be read ({error}).", "Check it.", str(path))
        ) from None
    words = [(row, word) for row, line in enumerate(lines[1:], 2) for word in line.split()]
    found: list[_Entry] = []
    place = 0
    while place < len(words):
        row, name = words[place]
        many = words[place + 1][1] if place + 1 < len(words) else ""
        neighbours = words[place + 2 : place + 2 + int(many)] if many.isdecimal() else []
        if not many.isdecimal() or len(neighbours) != int(many):
            reason = f"The neighbours of {quoted(name)} are not as many as it says."
            raise Unusable(Problem("gal", reason, "Write the file again.", path.name, row))
        found += [(at, name, other, 1.0) for at, other in neighbours]
        place += 2 + len(neighbours)
    return found


def _placed(entries: Sequence[_Entry], known: Mapping[str, int], path: Path) -> Neighbours:
    import numpy as np

    own = np.ones(len(known))
    seen: dict[tuple[int, int], float] = {}
    strangers = tuple(
        dict.fromkeys(name for _, start, end, _ in entries for name in (start, end) if name not in known)
    )
    for row, start, end, weight in entries:
        if start not in known or end not in known:
            continue
        pair = (known[start], known[end])
        if pair in seen:
            reason = f"{quoted(start)} and {quoted(end)} come twice."
            raise Unusable(Problem("twice", reason, "Keep one row a pair and direction.", path.name, row))
        seen[pair] = weight
    if not seen:
        remedy = "Use the ids of the points in ‘from’ and ‘to’."
        raise Unusable(Problem("empty", "No pair of known areas is in the file.", remedy, path.name))
    for (start_at, end_at), weight in seen.items():
        if start_at == end_at:
            own[start_at] = weight
    kept = [(a, b, weight) for (a, b), weight in seen.items() if a != b and weight > 0]
    first = np.array([a for a, _, _ in kept], dtype=np.int64)
    second = np.array([b for _, b, _ in kept], dtype=np.int64)
    weights = np.array([weight for *_, weight in kept], dtype=float)
    return replace(_from_pairs(first, second, weights, len(known), own), strangers=strangers)
