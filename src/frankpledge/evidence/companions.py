"""The cube: beside each police file's Parquet lies a small one that has counted its rows already.

A companion is named by the hash of the part it was made from. Parts never change, so it never goes stale; a new file
brings its own, and one that no longer counts drops out together with its part, by the manifest. Every cell is a count
of rows; nothing is left out: the cells of a companion add up to the rows of its part.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.evidence.engine import engine, sql_text
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.result import Kind

if TYPE_CHECKING:
    import duckdb

SUFFIX = ".cube.parquet"
SEARCH_FIELDS = {
    "object": "object_of_search",
    "outcome": "outcome",
    "legislation": "legislation",
    "ethnicity-self": "self_defined_ethnicity",
    "ethnicity-officer": "officer_defined_ethnicity",
    "gender": "gender",
    "age": "age_range",
    "outcome-linked": "outcome_linked_to_object_of_search",
    "clothing": "removal_of_more_than_just_outer_clothing",
    "placed": "geo_status",
}
"""What searches are counted by, and the column of the file that holds it."""
DIMENSIONS: Mapping[Kind, tuple[str, ...]] = {
    Kind.POLICE_STREET: ("crime_type", "outcome"),
    Kind.POLICE_OUTCOMES: ("outcome",),
    Kind.POLICE_STOP_AND_SEARCH: ("field", "value", "type"),
}
"""By kind, what a companion's cells are told apart by, beside month, force and (not for searches) small area."""


def companion(part: Path) -> Path:
    """Where the companion of a part lies, or would lie."""
    return part.with_name(f"{part.name.split('.')[0]}{SUFFIX}")


def cube_sql(kind: Kind, source: str) -> str:
    """The counts of some rows: force, month, what `DIMENSIONS` says, and `n`. `source` is a table's SQL."""
    if kind is Kind.POLICE_STOP_AND_SEARCH:
        each = (
            f"SELECT force, month, '{field}' AS field, {column} AS value, type FROM {source}"  # noqa: S608
            for field, column in SEARCH_FIELDS.items()
        )
        rows, cells = f"({' UNION ALL '.join(each)})", "field, value, type"
    elif kind is Kind.POLICE_OUTCOMES:
        rows, cells = source, "lsoa_code, outcome_type AS outcome, geo_status"
    else:
        rows, cells = source, "lsoa_code, crime_type, last_outcome_category AS outcome, geo_status"
    # In the order of the small areas a reader skips most of a file, and repeated texts are kept once.
    order = ", ".join(each.rpartition(" ")[2] for each in cells.split(", "))
    return f"SELECT force, month, {cells}, count(*)::INTEGER AS n FROM {rows} GROUP BY ALL ORDER BY {order}, month, force"  # noqa: S608


def write_companion(
    cursor: duckdb.DuckDBPyConnection, kind: Kind, part: Path, into: FileStore, scratch: Path
) -> Path:
    """Count the rows of a part, and lay the counts beside it. `scratch` is a file on the same file system."""
    select = cube_sql(kind, f"read_parquet({sql_text(part)})")
    cursor.execute(
        f"COPY ({select}) TO {sql_text(scratch)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )
    return into.adopt_beside(scratch, part.name.split(".")[0], suffix=SUFFIX)


def missing(parts: Iterable[Path]) -> tuple[Path, ...]:
    """The parts that have no companion yet: those of files taken in before there were any."""
    return tuple(part for part in parts if not companion(part).is_file())


def build(parts: Iterable[Path], kind: Kind, *, root: Path) -> int:
    """Make the companions that are missing. Returns how many; safe to repeat, and to stop at any time."""
    wanted = missing(parts)
    if not wanted:
        return 0
    into = FileStore(root)
    with (
        tempfile.TemporaryDirectory(dir=root, prefix=".work-") as folder,
        engine(folders=[root], threads=1) as connection,
    ):
        for number, part in enumerate(wanted):
            write_companion(connection, kind, part, into, Path(folder) / f"{number}.parquet")
    return len(wanted)


def companions_of(parts: Sequence[Path], kind: Kind) -> tuple[Path, ...]:
    """The companions of some parts; those that are missing are made now."""
    if absent := missing(parts):
        build(absent, kind, root=absent[0].parent.parent)
    return tuple(companion(part) for part in parts)
