"""Pages of the rows behind a count. The tallies know how many rows of each file are in it, so that only those files are
opened in which the page lies; and the first rows of a file, which many figures share, are read once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from frankpledge.evidence import store, tallies
from frankpledge.evidence.cube import Where
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.store import StoredPage, StoredRow

FIRST = 100
"""So many rows of each crime type are read together from the top of a file."""


def page(parts: Sequence[Path], where: Where, types: Sequence[str], *, offset: int, limit: int) -> StoredPage:
    """Some crime types' rows in some small areas, from `offset`, in the order of file and line; `total` counts them all.

    The same page as `store.rows_behind` gives, which reads every file for it.
    """
    ordered = tuple(sorted(parts))
    counts = [
        sum(counted.get(crime_type, 0) for crime_type in set(types)) for counted in _by_type(ordered, where)
    ]
    rows = (
        row
        for part, start, stop in _slices(ordered, counts, offset, limit)
        for row in _rows(part, where, types, start, stop)
    )
    return StoredPage(store.RAW, tuple(rows), sum(counts))


def _slices(
    parts: Iterable[Path], counts: Iterable[int], offset: int, limit: int
) -> Iterator[tuple[Path, int, int]]:
    """Which rows of which part are on the page: from, and up to but without, counted from 0 in the part."""
    before = 0
    for part, count in zip(parts, counts, strict=True):
        start, stop = max(offset - before, 0), min(offset + limit - before, count)
        if start < stop:
            yield part, start, stop
        before += count


def _rows(part: Path, where: Where, types: Sequence[str], start: int, stop: int) -> tuple[StoredRow, ...]:
    if stop > FIRST:
        asked = store.rows_behind((part,), lsoas=where, crime_types=types, offset=start, limit=stop - start)
        return asked.rows
    first = _first(part, where)
    wanted = [row for crime_type in set(types) for row in first.get(crime_type, ())]
    return tuple(sorted(wanted, key=lambda row: row.line)[start:stop])


# Safe to remember: parts are immutable and named by their content.
@lru_cache(maxsize=64)
def _first(part: Path, where: Where) -> Mapping[str, tuple[StoredRow, ...]]:
    return store.first_rows(part, lsoas=where, most=FIRST)


@lru_cache(maxsize=64)
def _by_type(parts: tuple[Path, ...], where: Where) -> tuple[Mapping[str, int], ...]:
    """How many rows of each crime type are in each part."""
    cells = tallies.by_part(parts, Kind.POLICE_STREET, where)
    found: list[dict[str, int]] = []
    for part in parts:
        counted: dict[str, int] = {}
        for _, crime_type, _, n in cells[part]:
            counted[str(crime_type)] = counted.get(str(crime_type), 0) + int(n or 0)
        found.append(counted)
    return tuple(found)
