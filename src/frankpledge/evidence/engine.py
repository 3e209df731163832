"""The one door to the engines: DuckDB in memory, which can reach the named folders and nothing else, or Spark elsewhere.

Files are always written by DuckDB in this process; only questions may go to Spark.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    import duckdb
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend
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

    connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory_limit})
    with _spilling() as spill:
        try:
            _lock_down(connection, [*folders, spill], spill)
            yield connection
        finally:
            connection.close()


@contextmanager
def _spilling() -> Iterator[Path]:
    """A folder of its own for what does not fit in memory. Hardly any question needs it, so the engine makes it when it
    does, within a folder that is this process's alone; making and removing one each time costs more than most answers.
    """
    place = _private(os.getpid()) / uuid4().hex
    try:
        yield place
    finally:
        if place.exists():
            shutil.rmtree(place, ignore_errors=True)


def _private(process: int) -> Path:
    """A folder that only this process's user may look into; made again where somebody has tidied it away."""
    folder = _made(process)
    if not folder.is_dir():
        _made.cache_clear()
        folder = _made(process)
    return folder


@lru_cache(maxsize=1)
def _made(_process: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="frankpledge-spill-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


PATIENCE = 10
"""So many seconds Spark has to take up the connection."""


@dataclass(frozen=True)
class Observatory:
    """Where questions are asked: one of the two engines behind Ibis, whose expressions run on both alike."""

    backend: BaseBackend
    is_embedded: bool
    views: list[str] = field(default_factory=list)
    """What was named at Spark for this question, to be taken back after it."""

    def parquet(self, parts: Sequence[Path], *, named: bool = False) -> ir.Table:
        """The rows of some Parquet files as one table; `named` adds the file each row lies in (`filename`)."""
        paths = [str(part.resolve()) for part in parts]
        if self.is_embedded:
            return self.backend.read_parquet(paths, filename=named)
        return self._on_spark(paths, named=named)

    def _on_spark(self, paths: list[str], *, named: bool) -> ir.Table:
        """Ibis reads Parquet on Spark without the file's name, which Spark itself can tell."""
        rows = self.backend._session.read.parquet(*(f"file://{path}" for path in paths))  # noqa: SLF001
        return self._view(rows.selectExpr("*", "_metadata.file_path AS filename") if named else rows)

    def _view(self, rows: Any) -> ir.Table:
        """A data frame of Spark's as a table, under a name that is taken back after the question."""
        self.views.append(f"frankpledge_{uuid4().hex}")
        rows.createOrReplaceTempView(self.views[-1])
        return self.backend.table(self.views[-1])

    def table(self, **columns: Sequence[object]) -> ir.Table:
        """A small table of our own, such as the wanted small areas: a long list inside an expression takes longer to
        compile than to answer. Each column is of one type and has no gap."""
        import ibis
        import pyarrow

        cells = pyarrow.table({name: list(cells) for name, cells in columns.items()})
        if self.is_embedded:
            return ibis.memtable(cells)
        return self._view(self.backend._session.createDataFrame(cells))  # noqa: SLF001


@contextmanager
def observatory(
    *, folders: Iterable[Path], at: str | None = None, memory_limit: str = "512MiB", threads: int = 2
) -> Iterator[Observatory]:
    """The engine that the installation asks its questions to.

    `at` is the setting `FRANKPLEDGE_OBSERVATIONS` unless given: empty for DuckDB in this process, which reaches
    `folders` only; `pyspark://host:port` for Spark Connect, whose machines must see the same folders under the same
    names. Raises `Unusable` when Spark's client is not installed or Spark does not answer.
    """
    address = _configured() if at is None else at
    if address:
        asked = Observatory(_spark(address), is_embedded=False)
        try:
            yield asked
        finally:
            for view in asked.views:
                asked.backend._session.catalog.dropTempView(view)  # noqa: SLF001
        return
    with _embedded(folders, memory_limit, threads) as backend:
        yield Observatory(backend, is_embedded=True)


def _configured() -> str:
    from django.conf import settings

    return str(settings.OBSERVATIONS)


@contextmanager
def _embedded(folders: Iterable[Path], memory_limit: str, threads: int) -> Iterator[DuckDBBackend]:
    """DuckDB behind Ibis. Ibis sets the time zone, UTC, before the lock."""
    import duckdb
    import ibis

    connection = duckdb.connect(":memory:", config={"threads": threads, "memory_limit": memory_limit})
    with _spilling() as spill:
        try:
            backend = ibis.duckdb.from_connection(connection)
            _lock_down(connection, [*folders, spill], spill)
            yield backend
        finally:
            connection.close()


@lru_cache(maxsize=1)
def _spark(address: str) -> BaseBackend:
    """A session of Spark Connect, one for the process: opening one takes seconds."""
    import ibis

    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Unusable(_no_client(address)) from error
    parts = urlsplit(address)
    try:
        # Asked first, since the client goes on trying for minutes.
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE).close()
        builder = SparkSession.builder.remote(address.replace("pyspark://", "sc://", 1))
        session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        return ibis.pyspark.connect(session)
    except Exception as error:
        raise Unusable(_no_answer(address)) from error


def _no_client(address: str) -> Problem:
    return Problem(
        "spark-client-missing",
        f"The observations are to be asked of Spark ({address}), and its client is not installed.",
        "Install requirements-spark.txt beside the other libraries, or empty FRANKPLEDGE_OBSERVATIONS.",
    )


def _no_answer(address: str) -> Problem:
    return Problem(
        "spark-does-not-answer",
        f"Spark does not answer at {address}.",
        "See that its Connect server runs there, or empty FRANKPLEDGE_OBSERVATIONS.",
    )


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
