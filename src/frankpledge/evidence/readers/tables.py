"""Small typed tables to Parquet, row by row, and refused rows with their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from frankpledge.evidence.readers.result import LISTED
from frankpledge.evidence.rules.values import PLACES
from frankpledge.kernel.problems import Problem

DIGITS = 38


def write_rows(rows: Iterable[Mapping[str, object]], out: Path, types: Mapping[str, str]) -> Path:
    """Write rows whose columns are text, integer, number, decimal, day or yes_no; None is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "decimal": pa.decimal128(DIGITS, PLACES),
        "day": pa.date32(),
        "yes_no": pa.bool_(),
    }
    held: dict[str, list[object]] = {name: [] for name in types}
    for row in rows:
        for name, kind in types.items():
            held[name].append(_fitting(row.get(name), kind))
    columns = {name: pa.array(held.pop(name), arrow[kind]) for name, kind in types.items()}
    pq.write_table(pa.table(columns), out, compression="zstd")
    return out


def _fitting(value: object, kind: str) -> object:
    """Arrow takes a decimal only at the scale of its column."""
    return (
        value.quantize(Decimal(1).scaleb(-PLACES))
        if kind == "decimal" and isinstance(value, Decimal)
        else value
    )


REFUSAL_TYPES = {
    "file": "text", "line": "integer", "column": "text", "value": "text", "code": "text", "reason": "text",
    "remedy": "text",
}  # fmt: skip


def write_refusals(problems: Sequence[Problem], out: Path) -> Path:
    """One row for each problem: file, line, column, value, code, reason, remedy."""
    rows = (
        {
            "file": each.file,
            "line": each.row,
            "column": each.column,
            "value": each.value,
            "code": each.code,
            "reason": each.reason,
            "remedy": each.remedy,
        }
        for each in problems
    )
    return write_rows(rows, out, REFUSAL_TYPES)


def read_refusals(path: Path, *, offset: int = 0, limit: int = LISTED) -> tuple[Problem, ...]:
    """Refused rows of an import, by line, from the file that `ReadResult.refusals` names."""
    import pyarrow.parquet as pq

    rows = pq.read_table(path).slice(offset, limit).to_pylist()
    return tuple(
        Problem(
            row["code"], row["reason"], row["remedy"], row["file"], row["line"], row["column"], row["value"]
        )
        for row in rows
    )
