"""Questions to the observations: Ibis expressions over immutable Parquet, which run on DuckDB and on Spark alike.

Each function says its grain and unit. Rows are never de-duplicated: identical anti-social behaviour rows are
distinct incidents, and a Crime ID may repeat with another place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from frankpledge.evidence.engine import Observatory, observatory
from frankpledge.evidence.measures import slugify

if TYPE_CHECKING:
    import ibis.expr.types as ir

RAW = (
    "crime_id", "month", "reported_by", "falls_within", "longitude", "latitude", "location", "lsoa_code", "lsoa_name",
    "crime_type", "last_outcome_category",
)  # fmt: skip


@dataclass(frozen=True)
class StoredRow:
    """One row as it stands in its file: the line, counted from 1, and its cells as text."""

    part: str
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class StoredPage:
    columns: tuple[str, ...]
    rows: tuple[StoredRow, ...]
    total: int


@dataclass(frozen=True)
class MeasureRow:
    """One value of a measure table. `period` is a code that `Period.parse` reads; `value` None is missing."""

    measure: str
    measure_slug: str
    area: str
    period: str
    value: int | Decimal | None
    unit: str
    denominator: int | Decimal | None
    n: int | None
    line: int
    column: str


@contextmanager
def observations(parts: Sequence[Path], *, lsoas: frozenset[str] | None = None) -> Iterator[ir.Table]:
    """The rows of some Parquet files as one table, within some small areas (None: all, rows without a place included)."""
    with observatory(folders=sorted({part.parent for part in parts})) as at:
        yield within(at, at.parquet(parts), lsoas)


def within(at: Observatory, rows: ir.Table, lsoas: frozenset[str] | None) -> ir.Table:
    """The rows of some small areas; None for all."""
    return rows if lsoas is None else rows.semi_join(at.table(lsoa_code=sorted(lsoas)), "lsoa_code")


def counts_by_area(parts: Sequence[Path], *, crime_types: Sequence[str]) -> dict[str, int]:
    """How many rows of some crime types by small area; the empty code holds the rows without a place."""
    if not parts or not crime_types:
        return {}
    with observations(parts) as rows:
        wanted = rows.filter(rows.crime_type.isin(sorted(crime_types)))
        answer = wanted.group_by("lsoa_code").agg(n=lambda found: found.count()).to_pyarrow().to_pylist()
    found: dict[str, int] = {}
    for row in answer:
        code = row["lsoa_code"] or ""
        found[code] = found.get(code, 0) + int(row["n"])
    return found


def names_of_areas(parts: Sequence[Path]) -> dict[str, str]:
    """What police files call their small areas, by code; the last in the alphabet where they differ."""
    if not parts:
        return {}
    with observations(parts) as rows:
        named = rows.filter(rows.lsoa_code.notnull()).group_by("lsoa_code").agg(name=rows.lsoa_name.max())
        answer = named.to_pyarrow().to_pylist()
    return {row["lsoa_code"]: row["name"] or "" for row in answer}


def outlines(parts: Sequence[Path], codes: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Name and GeoJSON MultiPolygon (as text) of some areas, by code; an area that is in no file is not in it."""
    return {
        code: (str(name or ""), str(shape))
        for code, name, shape in _of(parts, codes, "code", "name", "geometry")
    }


def persons(parts: Sequence[Path], codes: frozenset[str]) -> dict[str, int]:
    """Residents of some small areas, by code."""
    return {code: int(n) for code, _, n in _of(parts, codes, "area", "area_name", "persons") if n is not None}


def _of(parts: Sequence[Path], codes: frozenset[str], *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of the rows whose first column is one of the codes, in the same order whatever the order of the files:
    where two files tell of one area, the last by the next columns counts."""
    if not parts:
        return []
    with observations(parts) as rows:
        wanted = rows.filter(rows[columns[0]].isin(sorted(codes))).select(*columns)
        answer = wanted.order_by(list(columns)).to_pyarrow().to_pylist()
    return [tuple(row[column] for column in columns) for row in answer]


def rows_behind(
    parts: Sequence[Path],
    *,
    lsoas: frozenset[str] | None,
    crime_types: Sequence[str],
    offset: int,
    limit: int,
) -> StoredPage:
    """A page of the source rows behind a count, in the order of file and line."""
    if not parts or not crime_types:
        return StoredPage(RAW, (), 0)
    with observatory(folders=sorted({part.parent for part in parts})) as at:
        rows = within(at, at.parquet(parts, named=True), lsoas)
        wanted = rows.filter(rows.crime_type.isin(sorted(crime_types)))
        total = int(wanted.count().to_pyarrow().as_py())
        # First where they stand, then the rows themselves: a limit that begins further on does not run on Spark.
        places = wanted.select("filename", "line").order_by(["filename", "line"]).limit(offset + limit)
        keys = [(row["filename"], int(row["line"])) for row in places.to_pyarrow().to_pylist()[offset:]]
        found = _rows_at(at, parts, keys) if keys else []
    answer = tuple(_stored(Path(str(row["filename"])).stem, row) for row in found)
    return StoredPage(RAW, answer, total)


def _stored(part: str, row: Mapping[str, object]) -> StoredRow:
    # Most texts of a file stand in many of its rows: each is kept once.
    return StoredRow(part, int(str(row["line"])), tuple(intern(str(row[name] or "")) for name in RAW))


def first_rows(part: Path, *, lsoas: frozenset[str] | None, most: int) -> dict[str, tuple[StoredRow, ...]]:
    """The first rows of each crime type in one part, at most so many of each, in the order of their lines."""
    import ibis

    with observations((part,), lsoas=lsoas) as rows:
        turn = ibis.row_number().over(group_by="crime_type", order_by="line")
        numbered = rows.select("line", *RAW, turn=turn)
        answer = numbered.filter(numbered.turn < most).order_by("line").to_pyarrow().to_pylist()
    found: dict[str, list[StoredRow]] = {}
    for row in answer:
        found.setdefault(str(row["crime_type"] or ""), []).append(_stored(part.stem, row))
    return {crime_type: tuple(some) for crime_type, some in found.items()}


def _rows_at(
    at: Observatory, parts: Sequence[Path], keys: Sequence[tuple[str, int]]
) -> list[dict[str, object]]:
    """The rows at some places, by file and line; only the files they lie in are opened."""
    stems = {Path(name).stem for name, _ in keys}
    rows = at.parquet([part for part in parts if part.stem in stems], named=True)
    asked = at.table(filename=[name for name, _ in keys], line=[line for _, line in keys])
    # The line is a smaller number in the files than in the table of places, which an engine need not join by itself.
    here = rows.mutate(line=rows.line.cast("int64")).semi_join(asked, ["filename", "line"])
    answer: list[dict[str, object]] = (
        here.select("filename", "line", *RAW).order_by(["filename", "line"]).to_pyarrow().to_pylist()
    )
    return answer


def measure_values(parts: Sequence[Path]) -> tuple[MeasureRow, ...]:
    """Every value of measure tables, one row a measure, area and period, in the order of the table."""
    return _measure_values(tuple(parts)) if parts else ()


@lru_cache(maxsize=512)
def _measure_values(parts: tuple[Path, ...]) -> tuple[MeasureRow, ...]:
    # Safe to remember: parts are immutable and named by their content. One ranking asks for a table hundreds of times.
    with observations(parts) as rows:
        # A cell without a column sorts first on one engine and last on the other, so that it is sorted as empty text.
        # A row without a measure holds words alone.
        values = rows.filter(rows.measure != "")
        answer = values.order_by(["line", values.column.fill_null("")]).to_pyarrow().to_pylist()
    return tuple(
        MeasureRow(
            measure=row["measure"],
            measure_slug=slugify(row["measure"]),
            area=row["area"] or "",
            period=row["period"],
            value=whole(row["value"]),
            unit=row["unit"] or "",
            denominator=whole(row["denominator"]),
            n=None if row["n"] is None else int(row["n"]),
            line=int(row["line"]),
            column=str(row["column"] or ""),
        )
        for row in answer
    )


def all_rows(parts: Sequence[Path]) -> list[dict[str, Any]]:
    """Every row of small tables, in the order of their lines, by column."""
    if not parts:
        return []
    with observations(parts) as rows:
        found: list[dict[str, Any]] = rows.order_by("line").to_pyarrow().to_pylist()
    return found


@dataclass(frozen=True)
class SaidRow:
    """What a service said in words: for a month, of a question (its code), in a line of its return."""

    service: str
    month: str
    question: str
    said: str
    line: int


@lru_cache(maxsize=256)
def words_said(parts: tuple[Path, ...]) -> tuple[SaidRow, ...]:
    """The words in returns of services, in the order of the return."""
    if not parts:
        return ()
    with observations(parts) as rows:
        said = rows.filter(rows.said.notnull()).select("service", "period", "question", "said", "line")
        answer = said.order_by(["period", "line"]).to_pyarrow().to_pylist()
    return tuple(
        SaidRow(row["service"], row["period"], row["question"], row["said"], int(row["line"]))
        for row in answer
    )


def whole(value: Decimal | None) -> int | Decimal | None:
    """A decimal as a whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value
