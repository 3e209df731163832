"""What an area's rows come to, kept for each part: the answer to a page is then a matter of reading small files.

A tally is named by its part and by the small areas it was counted in, so that it is never stale: a new month brings one
more, a corrected one another. One that is missing or damaged is counted again from the cube.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from frankpledge.evidence.cube import (
    PLACED,
    AreaCell,
    AreaCounts,
    Cell,
    Where,
    areas_by_part,
    cells_by_part,
    laid_out,
)
from frankpledge.evidence.readers.result import Kind

FORM = 1
"""Changes when the form of a tally does, so that older ones are passed over."""
FORCE_MARK, PLACED_MARK = "force", "placed"


def cells(parts: Sequence[Path], kind: Kind, where: Where) -> tuple[Cell, ...]:
    """The counts of all parts together: month, the kind's dimensions, number of rows; one cell may come twice, from
    two parts of one file."""
    return _cells(tuple(parts), kind, where)


# Safe to remember: parts are immutable and named by their content.
@lru_cache(maxsize=64)
def _cells(parts: tuple[Path, ...], kind: Kind, where: Where) -> tuple[Cell, ...]:
    found = by_part(parts, kind, where)
    return tuple(cell for part in parts for cell in found[part])


def by_part(parts: Sequence[Path], kind: Kind, where: Where) -> dict[Path, tuple[Cell, ...]]:
    """The counts of each part by itself."""
    mark = mark_of(where)
    kept = {part: _kept(place_of(part, mark)) for part in parts}
    absent = [part for part, known in kept.items() if known is None]
    made = cells_by_part(absent, kind, where)
    for part in absent:
        kept[part] = made[part.name.split(".")[0]]
        _keep(place_of(part, mark), kept[part] or ())
    return {part: cells or () for part, cells in kept.items()}


MOST_KEPT = 2_000
"""Cells of a part, in many areas at once, that are still kept: a few times as many are as quick to count again."""


def area_counts(
    parts: Sequence[Path],
    membership: Mapping[str, Iterable[str]],
    forces: Mapping[str, str],
    *,
    covered: Iterable[tuple[str, str]],
) -> AreaCounts:
    """What `cube.area_counts` says, from what was kept of each part in these areas; what is new is counted and kept."""
    mark = mark_of_areas(membership, forces)
    kept = {part: _kept(place_of(part, mark)) for part in parts}
    absent = [part for part, known in kept.items() if known is None]
    made = areas_by_part(absent, membership, forces)
    cells: list[AreaCell] = []
    for part in parts:
        known = kept[part]
        if known is None:
            mine = made.get(part.name.split(".")[0], ())
            if len(mine) <= MOST_KEPT:
                _keep(place_of(part, mark), mine)
        else:
            mine = tuple((str(area), str(kind), str(month), int(n or 0)) for area, kind, month, n in known)
        cells.extend(mine)
    return laid_out(cells, membership, forces, covered=covered)


def mark_of_areas(membership: Mapping[str, Iterable[str]], forces: Mapping[str, str]) -> str:
    """A short name for many areas with their small areas and forces, the same for the same ones."""
    whole = hashlib.sha256()
    for area in sorted(membership):
        whole.update(f"{area}\t{forces.get(area, '')}\t{' '.join(sorted(membership[area]))}\n".encode())
    return f"areas-{whole.hexdigest()[:20]}"


@lru_cache(maxsize=256)
def mark_of(where: Where) -> str:
    """A short name for a set of small areas, the same for the same set."""
    if where is None:
        return FORCE_MARK
    if where == PLACED:
        return PLACED_MARK
    return hashlib.sha256("\n".join(sorted(where)).encode()).hexdigest()[:20]


def place_of(part: Path, mark: str) -> Path:
    """Where the tally of a part in an area lies, or would lie: beside the part, with which it is swept."""
    return part.with_name(f"{part.name.split('.')[0]}.tally{FORM}-{mark}.json")


def _kept(place: Path) -> tuple[Cell, ...] | None:
    try:
        return tuple(tuple(cell) for cell in json.loads(place.read_bytes()))
    except (OSError, ValueError):
        return None


def _keep(place: Path, counted: Iterable[Cell]) -> None:
    """Written aside and renamed, so that no reader meets half of it. That it cannot be kept is no harm: a store may be
    read-only to a server of pages."""
    with suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".tally-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                # Not `dump`, which writes piece by piece and takes five times as long.
                out.write(json.dumps(list(counted), ensure_ascii=False, separators=(",", ":")))
            Path(temporary).replace(place)
        finally:
            Path(temporary).unlink(missing_ok=True)
