"""What is counted of a street file once it lies in Parquet: months, places, repeats, and the cautions they give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.evidence.companions import companion
from frankpledge.evidence.engine import sql_list, sql_text
from frankpledge.evidence.measures import CRIME_TYPES
from frankpledge.evidence.readers.result import Coverage, how_many
from frankpledge.evidence.recognise import STREET
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.results import Caution, WarningCode

if TYPE_CHECKING:
    import duckdb

OLDER_TYPES = {
    "Violent crime": ("Violence and sexual offences", date(2013, 4, 30)),
    "Public disorder and weapons": ("Public order, and Possession of weapons", date(2013, 4, 30)),
}
"""Names used in files up to the day given, and what took their place. Rows keep the name they came with."""
COLUMNS = tuple(re.sub(r"\W+", "_", column.lower()) for column in STREET)
"""The raw columns in Parquet: crime_id, month, … context; all text, empty cells null."""


def facts_of(
    cursor: Callable[[], duckdb.DuckDBPyConnection], parts: Sequence[Path], name: str
) -> tuple[tuple[Coverage, ...], tuple[Caution, ...]]:
    """One line for each force and month of the file, and what a person should know before confirming it.

    The questions are put side by side, each on a cursor of its own: for a very large file they take a while.
    """
    source = parquet(parts)
    with ThreadPoolExecutor(2, thread_name_prefix="facts") as pool:
        repeats = pool.submit(_repeated_ids, cursor, source, name)
        alike = pool.submit(_identical_asb, cursor, source)
        counted = _counted(cursor, parquet([companion(part) for part in parts]))
        (repeated, notes), identical = repeats.result(), alike.result()
    coverage = tuple(
        replace(each, repeated_ids=repeated.get(key, 0), identical_asb=identical.get(key, 0))
        for key, each in counted.items()
    )
    return coverage, (*notes, *_type_cautions(coverage, name), *_place_cautions(coverage, name))


def _counted(cursor: Callable[[], duckdb.DuckDBPyConnection], cube: str) -> dict[tuple[str, str], Coverage]:
    """Rows, and those without a point or any place, by force and month, and how many of each crime type."""
    with cursor() as asked:
        counts = asked.execute(f"""
            SELECT force, month, crime_type, sum(n)::BIGINT,
                coalesce(sum(n) FILTER (geo_status = 'none'), 0)::BIGINT,
                coalesce(sum(n) FILTER (geo_status = 'lsoa_only'), 0)::BIGINT
            FROM {cube} GROUP BY ALL ORDER BY ALL""").fetchall()  # noqa: S608
    found: dict[tuple[str, str], Coverage] = {}
    for force, month, kind, n, without, area_only in counts:
        so_far = found.get((force, month), Coverage(force, month, 0))
        found[force, month] = replace(
            so_far,
            n=so_far.n + n,
            without_place=so_far.without_place + without,
            area_only=so_far.area_only + area_only,
            by_type={**so_far.by_type, kind: n},
        )
    return found


def _repeated_ids(
    cursor: Callable[[], duckdb.DuckDBPyConnection], source: str, name: str
) -> tuple[dict[tuple[str, str], int], tuple[Caution, ...]]:
    """How many rows carry an id that an earlier row has. Candidates are found by hash, then compared in full."""
    with cursor() as asked:
        asked.execute(f"""
            CREATE TEMP TABLE candidates AS
            SELECT hash(crime_id) AS h FROM {source} WHERE crime_id IS NOT NULL GROUP BY h HAVING count(*) > 1""")  # noqa: S608
        if not one(asked, "SELECT count(*) FROM candidates"):
            return {}, ()
        asked.execute(f"""
            CREATE TEMP TABLE repeats AS
            SELECT force, strftime(month_on, '%Y-%m') AS month, line,
                lag(line) OVER (PARTITION BY crime_id ORDER BY line) AS before
            FROM {source} SEMI JOIN candidates ON hash(crime_id) = h QUALIFY before IS NOT NULL""")  # noqa: S608
        counts = asked.execute("SELECT force, month, count(*) FROM repeats GROUP BY ALL").fetchall()
        first = asked.execute("SELECT before, line FROM repeats ORDER BY line LIMIT 1").fetchone()
    if first is None:
        return {}, ()
    rows = how_many(sum(n for _, _, n in counts), "row repeats", "rows repeat")
    text = (
        f"{rows} the Crime ID of an earlier row (first: line {first[1]} repeats line {first[0]}). "
        "All are kept, as the force published them."
    )
    caution = Caution(WarningCode.DUPLICATE, f"{name}, row {first[1]}", text)
    return {(force, month): n for force, month, n in counts}, (caution,)


def _identical_asb(
    cursor: Callable[[], duckdb.DuckDBPyConnection], source: str
) -> dict[tuple[str, str], int]:
    """Anti-social behaviour has no id, and two incidents on one street in one month look the same: all are kept."""
    columns = ", ".join(column for column in COLUMNS if column != "crime_id")
    with cursor() as asked:
        rows = asked.execute(f"""
            SELECT force, strftime(month_on, '%Y-%m'), count(*) - count(DISTINCT hash({columns}))
            FROM {source} WHERE is_asb AND crime_id IS NULL GROUP BY ALL""").fetchall()  # noqa: S608
    return {(force, month): n for force, month, n in rows}


def _type_cautions(coverage: Sequence[Coverage], name: str) -> Iterator[Caution]:
    counts: dict[str, int] = {}
    for each in coverage:
        for kind, n in each.by_type.items():
            counts[kind] = counts.get(kind, 0) + n
    for kind in sorted(set(counts) - set(CRIME_TYPES)):
        rows = f"{how_many(counts[kind], 'row has', 'rows have')} the crime type ‘{kind}’"
        if kind in OLDER_TYPES:
            after, until = OLDER_TYPES[kind]
            text = f"{rows}, used up to {until:%B %Y}; since then it is {after}. The two are not one series."
        else:
            text = f"{rows}, which is not one of the fourteen in use. They are kept under that name."
        yield Caution(WarningCode.AMBIGUOUS, f"{name}, column ‘Crime type’", text)


def _place_cautions(coverage: Sequence[Coverage], name: str) -> Iterator[Caution]:
    without, n = sum(each.without_place for each in coverage), sum(each.n for each in coverage)
    if without:
        text = f"{grouped(without)} of {grouped(n)} rows have no place. They count for the force and for no ward or district."
        yield Caution(WarningCode.COVERAGE, f"{name}, column ‘LSOA code’", text)


def parquet(paths: Sequence[Path]) -> str:
    """SQL for the rows of some Parquet files."""
    return f"read_parquet({sql_list(paths)})"


def written(cursor: duckdb.DuckDBPyConnection, select: str, out: Path) -> int:
    """Copy a query to Parquet; how many rows it had."""
    return one(
        cursor, f"COPY ({select}) TO {sql_text(out)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )


def one(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    """The single number that a query answers."""
    row = cursor.execute(query).fetchone()
    return int(row[0]) if row else 0
