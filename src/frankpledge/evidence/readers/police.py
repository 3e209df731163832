"""Police street-level files to Parquet: every row kept with its line, every refused row told, every oddity counted.

One pass by DuckDB is checked against the number of lines of the file; where the two differ (quoted line breaks,
rows of the wrong width, a line of 50 MB, which DuckDB passes over without a word), the slice is split again by
hand and read once more. Rules that a row breaks are looked for with one cheap test, which lets through only rows
that are certainly right; the few others are then judged exactly, rule by rule.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from frankpledge.evidence.companions import write_companion
from frankpledge.evidence.engine import engine, sql_text
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.evidence.readers.police_facts import COLUMNS, facts_of, parquet, written
from frankpledge.evidence.readers.police_rows import Expected, RowRules, force_slug
from frankpledge.evidence.readers.records import tidy
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult
from frankpledge.evidence.readers.text import SLICE_BYTES, Scan, Slice
from frankpledge.evidence.recognise import STREET, recognise
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class FileName:
    """What the archive's way of naming files says: month and force, or nothing."""

    month: str = ""
    force: str = ""

    @classmethod
    def read(cls, name: str) -> FileName:
        found = re.search(r"(\d{4}-\d{2})-([a-z-]+?)-street\.csv(\.gz)?$", name.lower())
        return cls(found[1], found[2]) if found else cls()


@dataclass(frozen=True)
class _Piece:
    """What became of one slice: Parquet files of accepted rows, and one of refused rows when there were any."""

    parts: tuple[StoredFile, ...]
    rows: int
    refusals: Path | None = None
    refused: int = 0


class StreetReader:
    """Reads many street files on a few threads; use as a context manager.

    `folders` are where the originals lie (the engine can read nothing else). Memory stays below `memory_limit`
    plus about 150 MB whatever the size of the files.
    """

    def __init__(
        self,
        into: FileStore,
        *,
        folders: Sequence[Path],
        workers: int = 2,
        memory_limit: str = "512MiB",
        slice_bytes: int = SLICE_BYTES,
    ) -> None:
        self._into, self._folders, self._workers = into, folders, workers
        self._memory_limit, self._slice_bytes = memory_limit, slice_bytes
        self._queue, self._opening = threading.BoundedSemaphore(3 * workers), threading.Lock()
        self._exit = ExitStack()

    def __enter__(self) -> StreetReader:
        self._into.root.mkdir(parents=True, exist_ok=True)
        self._work = Path(
            self._exit.enter_context(tempfile.TemporaryDirectory(dir=self._into.root, prefix=".work-"))
        )
        self._engine = self._exit.enter_context(
            engine(folders=[*self._folders, self._into.root], memory_limit=self._memory_limit, threads=1)
        )
        self._pool = self._exit.enter_context(ThreadPoolExecutor(self._workers, thread_name_prefix="street"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.close()

    def submit(self, path: Path, name: str, *, expected_force: str | None = None) -> Future[ReadResult]:
        """Start reading one file; waits while the queue is full.

        Raises Unusable at once for what the whole file shows (not a street file, another encoding, another force
        than `expected_force`); what single rows show comes with the future.
        """
        expected = _expected(path, name, expected_force)
        folder = Path(tempfile.mkdtemp(dir=self._work))
        scan = Scan(path, name, folder=folder, slice_bytes=self._slice_bytes)
        job = _Job(self._cursor, folder, name, expected, self._into)
        slices = 0
        for piece in scan.slices():
            self._queue.acquire()
            future = self._pool.submit(job.read, slices, _reachable(piece, folder))
            future.add_done_callback(lambda _: self._queue.release())
            slices += 1
        assert scan.stored is not None  # noqa: S101 (known once the slices have ended)
        if job.has_all(slices, scan.stored):
            self._pool.submit(job.end)
        return job.result

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._opening:
            return self._engine.cursor()


def _reachable(piece: Slice, folder: Path) -> Slice:
    """DuckDB takes some characters of a path for wildcards; such a file is read from a copy."""
    if not set("*?[]") & set(str(piece.path)):
        return piece
    copy = folder / "original.csv"
    shutil.copyfile(piece.path, copy)
    return replace(piece, path=copy)


def _expected(path: Path, name: str, expected_force: str | None) -> Expected:
    found = recognise(path, name)
    if found.kind is not Kind.POLICE_STREET:
        raise Unusable(*(found.problems or (_not_street(name, found.title),)))
    told = FileName.read(name)
    first = _first_row(path)
    force = told.force or force_slug(first[2])
    if expected_force and force != expected_force:
        raise Unusable(
            Problem(
                "file-of-another-force",
                f"The file is of the force ‘{force}’; a file of ‘{expected_force}’ is expected here.",
                "Import the file of the right force, or import this one as another force for comparison.",
                file=name,
                row=2,
                column="Reported by",
                value=first[2],
            )
        )
    return Expected(told.month, told.force, first[1], first[2])


def _not_street(name: str, title: str) -> Problem:
    return Problem(
        "not-street",
        f"The file is {title}, not police street-level crimes.",
        "Import it as what it is.",
        file=name,
    )


def _first_row(path: Path) -> list[str]:
    """The first row below the header, padded; empty texts when there is none."""
    with path.open("rb") as held:
        text = held.read(1 << 16).decode("utf-8-sig", "replace")
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        next(rows)
        row = next((each for each in rows if len(each) == len(STREET)), [])
    except (csv.Error, StopIteration):
        row = []
    return [*row, *[""] * len(STREET)][: len(STREET)]


# One file -------------------------------------------------------------------------------------------------------


class _Differ(Exception):  # noqa: N818
    """DuckDB read another number of rows than there are."""


class _Job:
    """The reading of one file, slice by slice. Whichever thread reads the last slice also ends the file, so that
    no thread ever waits for another."""

    def __init__(
        self,
        cursor: Callable[[], duckdb.DuckDBPyConnection],
        folder: Path,
        name: str,
        expected: Expected,
        into: FileStore,
    ) -> None:
        self._cursor, self._folder, self._name, self._expected, self._into = (
            cursor,
            folder,
            name,
            expected,
            into,
        )
        self._rules, self._lock = RowRules(expected, name), threading.Lock()
        self._pieces: dict[int, _Piece] = {}
        self._slices: int | None = None
        self._original: StoredFile | None = None
        self.result: Future[ReadResult] = Future()

    def read(self, number: int, piece: Slice) -> None:
        """Read one slice; and end the file if it was the last."""
        try:
            made = self._read_slice(number, piece)
        except BaseException as error:  # noqa: BLE001 (it is the future's to raise)
            self._fail(error)
            return
        with self._lock:
            self._pieces[number] = made
            is_last = self._slices == len(self._pieces)
        if is_last:
            self.end()

    def has_all(self, slices: int, original: StoredFile) -> bool:
        """Tell how many slices there are, now that it is known; whether all of them have been read already."""
        with self._lock:
            self._slices, self._original = slices, original
            return len(self._pieces) == slices

    def end(self) -> None:
        """Put the slices together into the result."""
        try:
            self.result.set_result(self._finish([self._pieces[number] for number in sorted(self._pieces)]))
        except BaseException as error:  # noqa: BLE001 (it is the future's to raise)
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            if not self.result.done():
                self.result.set_exception(error)

    def _read_slice(self, number: int, piece: Slice) -> _Piece:
        stem = self._folder / f"{number:05d}"
        with self._cursor() as cursor:
            made = self._fast(cursor, piece, stem) or self._careful(cursor, piece, stem)
        if not piece.is_whole:
            piece.path.unlink()
        return made

    def _fast(self, cursor: duckdb.DuckDBPyConnection, piece: Slice, stem: Path) -> _Piece | None:
        """The slice by DuckDB alone; None unless there is exactly one row on every line, which proves the numbers."""
        import duckdb

        start = piece.first_line - 1 + piece.is_whole
        read = _read_csv(piece.path, header=piece.is_whole)
        source = f"(SELECT *, (row_number() OVER ())::INTEGER + {start} AS n FROM {read})"  # noqa: S608
        try:
            certain, doubtful = self._typed(cursor, source, stem, piece.lines - piece.is_whole)
        except (_Differ, duckdb.Error):
            return None  # what is wrong with the engine and not with the text is raised by the careful way
        return self._judged(cursor, stem, certain, doubtful, None)

    def _careful(self, cursor: duckdb.DuckDBPyConnection, piece: Slice, stem: Path) -> _Piece:
        clean = tidy(piece, stem.with_suffix(".tidy.csv"), columns=len(COLUMNS), name=self._name)
        source = f"(SELECT * FROM {_read_csv(clean.path, header=False, numbered=True)})"  # noqa: S608
        certain, doubtful = self._typed(cursor, source, stem, clean.rows) if clean.rows else (0, 0)
        clean.path.unlink()
        return self._judged(cursor, stem, certain, doubtful, clean.refusals if clean.refused else None)

    def _typed(
        self, cursor: duckdb.DuckDBPyConnection, source: str, stem: Path, rows: int
    ) -> tuple[int, int]:
        """How many rows were certainly right and how many doubtful, each written to a file of its own.

        Raises `_Differ` unless they are `rows` together: DuckDB passes over a line of 50 MB, for one, and says nothing.
        """
        certain = written(cursor, self._rules.typed(source, certain=True), stem.with_suffix(".certain"))
        doubtful = 0
        if certain != rows:
            doubtful = written(
                cursor, self._rules.typed(source, certain=False), stem.with_suffix(".doubtful")
            )
        if certain + doubtful != rows:
            raise _Differ(f"{self._name}: {rows} rows are there and {certain + doubtful} were read")
        return certain, doubtful

    def _judged(
        self, cursor: duckdb.DuckDBPyConnection, stem: Path, certain: int, doubtful: int, torn: Path | None
    ) -> _Piece:
        """Doubtful rows judged exactly: the right ones become a second part, the others are refused."""
        parts = [(stem.with_suffix(".certain"), certain)]
        refused = [self._rules.torn(torn)] if torn else []
        if doubtful:
            judged = self._rules.judged(cursor, stem.with_suffix(".doubtful"))
            right = f"SELECT * EXCLUDE (code) FROM {judged} WHERE code IS NULL ORDER BY line"  # noqa: S608
            parts.append((stem.with_suffix(".right"), written(cursor, right, stem.with_suffix(".right"))))
            refused.append(self._rules.refused(judged))
        count = 0
        if refused:
            count = written(
                cursor, " UNION ALL ".join(refused) + " ORDER BY line", stem.with_suffix(".refused")
            )
        kept = tuple(self._into.adopt(path, suffix=".parquet") for path, rows in parts if rows)
        for part in kept:
            write_companion(cursor, Kind.POLICE_STREET, part.path, self._into, stem.with_suffix(".cube"))
        return _Piece(
            kept, sum(rows for _, rows in parts), stem.with_suffix(".refused") if count else None, count
        )

    # All slices together

    def _finish(self, made: Sequence[_Piece]) -> ReadResult:
        assert self._original is not None  # noqa: S101 (told with the number of slices)
        refused = sum(piece.refused for piece in made)
        parts = tuple(part for piece in made for part in piece.parts)
        with self._cursor() as cursor:
            refusals, problems = self._settle_refusals(cursor, made)
        if not parts:
            raise Unusable(*(problems[:3] or (_no_rows(self._name),)))
        coverage, cautions = facts_of(self._cursor, [part.path for part in parts], self._name)
        shutil.rmtree(self._folder, ignore_errors=True)
        rows = sum(piece.rows for piece in made)
        return ReadResult(
            Kind.POLICE_STREET, self._name, self._original, parts, rows, refused, refusals, problems, cautions,
            _with_refused(coverage, refused),
        )  # fmt: skip

    def _settle_refusals(
        self, cursor: duckdb.DuckDBPyConnection, made: Sequence[_Piece]
    ) -> tuple[StoredFile | None, tuple[Problem, ...]]:
        files = [piece.refusals for piece in made if piece.refusals]
        if not files:
            return None, ()
        whole = self._folder / "refusals.parquet"
        written(cursor, f"SELECT * FROM {parquet(files)} ORDER BY line", whole)  # noqa: S608
        return _store_refusals(cursor, whole, self._into)


def _store_refusals(
    cursor: duckdb.DuckDBPyConnection, whole: Path, into: FileStore
) -> tuple[StoredFile, tuple[Problem, ...]]:
    rows = cursor.execute(
        f'SELECT code, reason, remedy, file, line, "column", value FROM {parquet([whole])} ORDER BY line LIMIT {LISTED}'  # noqa: S608
    ).fetchall()
    return into.adopt(whole, suffix=".parquet"), tuple(Problem(*row) for row in rows)


def _with_refused(coverage: tuple[Coverage, ...], refused: int) -> tuple[Coverage, ...]:
    """A refused row often has no readable month; with one month in the file they are known to be that month's."""
    return (replace(coverage[0], n_refused=refused),) if len(coverage) == 1 else coverage


def _no_rows(name: str) -> Problem:
    return Problem(
        "no-rows",
        "The file has a header and no rows.",
        "A month without a file is shown as missing, never as zero: import the full file.",
        file=name,
        row=1,
    )


# SQL ------------------------------------------------------------------------------------------------------------


def _read_csv(path: Path, *, header: bool, numbered: bool = False) -> str:
    names = (["n"] if numbered else []) + list(COLUMNS)
    typed = "{" + ", ".join(f"'{name}': '{'INTEGER' if name == 'n' else 'VARCHAR'}'" for name in names) + "}"
    ends = ", new_line='\\n'" if numbered else ""  # a clean copy has these, whatever stands in its fields
    return (
        f"read_csv({sql_text(path)}, header={header}, auto_detect=false, delim=',', quote='\"', escape='\"', "
        f"columns={typed}, strict_mode=true{ends})"
    )
