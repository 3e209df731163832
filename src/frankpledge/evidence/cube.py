"""Questions to the cube: Ibis expressions over the companions, which run on DuckDB and on Spark alike.

Every answer is a count of rows, and says by what. A row without a small area belongs to its force and to no area.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.evidence.companions import DIMENSIONS, companions_of
from frankpledge.evidence.engine import Observatory, observatory
from frankpledge.evidence.readers.result import Kind

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa

PLACED = frozenset({"*"})
"""The rows of every small area, whichever they are: all but those without a place."""
Where = frozenset[str] | None
"""Some small areas; `PLACED`; or None for the whole force, rows without a place included."""
Cell = tuple[str | int | None, ...]
"""Month, the values of the kind's dimensions, and how many rows."""
AreaCell = tuple[str, str, str, int]
"""Area, crime type, month, and how many rows."""


def within(at: Observatory, rows: ir.Table, where: Where) -> ir.Table:
    """The rows of some small areas. Searches have none, and are counted for the force only."""
    if where is None:
        return rows
    if where == PLACED:
        return rows.filter(rows.lsoa_code.notnull())
    return rows.semi_join(at.table(lsoa_code=sorted(where)), "lsoa_code")


def cells_by_part(parts: Sequence[Path], kind: Kind, where: Where) -> dict[str, tuple[Cell, ...]]:
    """The counts of each part, by the part's hash: cells in order, those of no row left out."""
    if not parts:
        return {}
    files = companions_of(parts, kind)
    keys = ("month", *DIMENSIONS[kind])
    with observatory(folders=sorted({part.parent for part in parts})) as at:
        rows = within(at, at.parquet(files, named=True), where)
        counted = rows.group_by(["filename", *keys]).agg(n=lambda found: found.n.sum().cast("int64"))
        answer = counted.to_pyarrow().to_pylist()
    found: dict[str, list[Cell]] = {part.name.split(".")[0]: [] for part in parts}
    for row in answer:
        found[Path(row["filename"]).name.split(".")[0]].append((*(row[key] for key in keys), int(row["n"])))
    return {part: tuple(sorted(cells, key=_in_order)) for part, cells in found.items()}


def _in_order(cell: Cell) -> tuple[tuple[bool, str], ...]:
    """Empty values last, whichever engine answered."""
    return tuple((value is None, str(value)) for value in cell)


# Many areas at once -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AreaCounts:
    """Counts by area, crime type and month: `counts[area, type, month]`, in the order of the three lists.

    `covered[area, month]` says whether the area's force sent a file of the month: where it did not, a count of 0 is no
    zero but nothing known. Counts are whole numbers of 64 bits.
    """

    areas: tuple[str, ...]
    types: tuple[str, ...]
    months: tuple[str, ...]
    counts: np.ndarray
    covered: np.ndarray


def area_counts(
    parts: Sequence[Path],
    membership: Mapping[str, Iterable[str]],
    forces: Mapping[str, str],
    *,
    covered: Iterable[tuple[str, str]],
) -> AreaCounts:
    """The rows of every area by crime type and month, in one question.

    `membership` gives the small areas of each area, `forces` its police force: rows that another force placed in it are
    not its force's. `covered` are the (force, month) of which there is a file. Areas may overlap.
    """
    found = areas_by_part(parts, membership, forces)
    return laid_out((cell for cells in found.values() for cell in cells), membership, forces, covered=covered)


def laid_out(
    cells: Iterable[AreaCell],
    membership: Mapping[str, Iterable[str]],
    forces: Mapping[str, str],
    *,
    covered: Iterable[tuple[str, str]],
) -> AreaCounts:
    """Cells as arrays, those of no row as noughts."""
    import numpy as np

    found = list(cells)
    sent = frozenset(covered)
    months = tuple(sorted({month for _, month in sent}))
    types = tuple(sorted({cell[1] for cell in found}))
    areas = tuple(sorted(membership))
    places = [{name: at for at, name in enumerate(names)} for names in (areas, types, months)]
    counts = np.zeros((len(areas), len(types), len(months)), dtype=np.int64)
    for area, kind, month, n in found:
        counts[places[0][area], places[1][kind], places[2][month]] += n
    known = np.array(
        [[(forces.get(area, ""), month) in sent for month in months] for area in areas], dtype=bool
    )
    return AreaCounts(areas, types, months, counts, known.reshape(len(areas), len(months)))


def areas_by_part(
    parts: Sequence[Path], membership: Mapping[str, Iterable[str]], forces: Mapping[str, str]
) -> dict[str, tuple[AreaCell, ...]]:
    """The same by the part's hash, cells in order, those of no row left out."""
    if not parts or not membership:
        return {}
    files = companions_of(parts, Kind.POLICE_STREET)
    with observatory(folders=sorted({part.parent for part in parts}), memory_limit="1GiB") as at:
        answer = counts_of_areas(at, files, membership, forces, by_file=True).to_pyarrow()
    found: dict[str, list[AreaCell]] = {part.name.split(".")[0]: [] for part in parts}
    # A few words stand in hundreds of thousands of cells: each is made once.
    columns = [_words(answer[name]) for name in ("filename", "area", "crime_type", "month")]
    whose = {name: found[Path(name).name.split(".")[0]] for name in set(columns[0])}
    for name, area, kind, month, n in zip(*columns, answer["n"].to_pylist(), strict=True):
        whose[name].append((area, kind, month, n))
    return {part: tuple(cells) for part, cells in found.items()}


def _words(column: pa.ChunkedArray) -> list[str]:
    whole = column.combine_chunks().dictionary_encode()
    words = whole.dictionary.to_pylist()
    return [words[code] for code in whole.indices.to_pylist()]


def counts_of_areas(
    at: Observatory,
    cubes: Sequence[Path],
    membership: Mapping[str, Iterable[str]],
    forces: Mapping[str, str],
    *,
    by_file: bool = False,
) -> ir.Table:
    """The expression of it: area, crime type, month, n; with `by_file` also the companion they lie in (`filename`)."""
    pairs = sorted((code, area) for area, codes in membership.items() for code in codes)
    named = at.table(
        lsoa_code=[code for code, _ in pairs],
        area=[area for _, area in pairs],
        force=[forces.get(area, "") for _, area in pairs],
    )
    # Looked up first: most cells of the cube hold few rows, so that counting by small area would hardly make them fewer.
    joined = at.parquet(cubes, named=by_file).join(named, ["lsoa_code", "force"])
    keys = [*(["filename"] if by_file else []), "area", "crime_type", "month"]
    return joined.group_by(keys).agg(n=lambda found: found.n.sum().cast("int64")).order_by(keys)
