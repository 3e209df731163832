"""The one door to DuckDB: an engine in memory that can reach the named folders and nothing else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    from ibis.backends.duckdb import Backend as DuckDBBackend


@contextmanager
def engine(
    *, folders: Iterable[Path], memory_limit: str = "512MiB", threads: int = 2
) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that may read and write below `folders` only, and is closed afterwards.

    Nothing is fetched, installed or attached, and the settings cannot be loosened by a later statement: file
    contents and column names come from strangers. What does not fit in `memory_limit` spills to a folder of its
    own, which is removed. Use `connection.cursor()` for each further thread.
    """
    import duckdb

    spill = Path(tempfile.mkdtemp(prefix="frankpledge-spill-"))
    connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory_limit})
    try:
        _lock_down(connection, [*folders, spill], spill)
        yield connection
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


@contextmanager
def portable_engine(
    *, folders: Iterable[Path], memory_limit: str = "512MiB", threads: int = 2
) -> Iterator[DuckDBBackend]:
    """The same engine behind Ibis, whose expressions also run elsewhere. Ibis sets the time zone before the lock."""
    import duckdb
    import ibis

    spill = Path(tempfile.mkdtemp(prefix="frankpledge-spill-"))
    connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory_limit})
    try:
        backend = ibis.duckdb.from_connection(connection)
        _lock_down(connection, [*folders, spill], spill)
        yield backend
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def _lock_down(connection: duckdb.DuckDBPyConnection, folders: list[Path], spill: Path) -> None:
    """Order matters: directories are named before external access is switched off, and the lock comes last."""
    allowed = ", ".join(sql_text(str(folder.resolve())) for folder in folders)
    for setting in (
        f"temp_directory = {sql_text(str(spill))}",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"allowed_directories = [{allowed}]",
        "enable_external_access = false",
        "enable_progress_bar = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")


def sql_text(value: str | Path) -> str:
    """A text as an SQL literal, for the places where DuckDB takes no parameters (file names, COPY)."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_list(values: Iterable[str | Path]) -> str:
    """Texts as an SQL list literal."""
    return "[" + ", ".join(sql_text(value) for value in values) + "]"
