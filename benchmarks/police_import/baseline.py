"""The bar: what DuckDB alone needs to turn the same files into Parquet, with nothing checked and nothing counted.

    python benchmarks/police_import/baseline.py FOLDER OUT.parquet

Frozen on the day the import was first timed. It is the plain statement of DuckDB's own manual: do not make it
slower (no options that hinder it) nor cleverer (none that we would not use ourselves).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path


def bare_copy(folder: Path, out: Path, *, threads: int) -> float:
    """Seconds for `COPY (SELECT * FROM read_csv(...)) TO ... (FORMAT parquet)` over every CSV file below the folder."""
    import duckdb

    files = [str(path) for path in sorted(folder.rglob("*.csv"))]
    listed = "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in files) + "]"
    connection = duckdb.connect(":memory:", config={"threads": threads})  # noqa: TID251 (the bar is DuckDB itself)
    started = time.perf_counter()
    connection.execute(f"COPY (SELECT * FROM read_csv({listed})) TO '{out}' (FORMAT parquet)")  # noqa: S608 (own paths)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    print(f"{bare_copy(args.folder, args.out, threads=args.threads):.3f}")


if __name__ == "__main__":
    main()
