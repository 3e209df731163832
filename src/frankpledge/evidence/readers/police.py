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
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from frankpledge.evidence.engine import engine, sql_list, sql_text
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.evidence.readers.records import Lines, tidy
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult, how_many
from frankpledge.evidence.readers.text import SLICE_BYTES, Scan, Slice
from frankpledge.evidence.recognise import STREET, Recognised, recognise
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

if TYPE_CHECKING:
    import duckdb

ASB = "Anti-social behaviour"
CRIME_TYPES = (
    ASB, "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
    "Violence and sexual offences",
)  # fmt: skip
OLDER_TYPES = {
    "Violent crime": ("Violence and sexual offences", date(2013, 4, 30)),
    "Public disorder and weapons": ("Public order, and Possession of weapons", date(2013, 4, 30)),
}
"""Names used in files up to the day given, and what took their place. Rows keep the name they came with."""

COLUMNS = tuple(re.sub(r"\W+", "_", column.lower()) for column in STREET)
"""The raw columns in Parquet: crime_id, month, … context; all text, empty cells null."""
LONGITUDES, LATITUDES = (-9.0, 2.5), (49.0, 61.5)
"""The United Kingdom and nothing else: 0, 0 and swapped pairs fall outside."""

ROW_RULES: dict[str, tuple[str, str, str]] = {
    "month-unreadable": (
        "Month",
        "‘{value}’ is not a month.",
        "Write the month as 2019-03 and import the corrected file.",
    ),
    "month-not-the-files": (
        "Month",
        "The row is of {value}, but the file's name says {month}.",
        "Move the row to the file of its month, or give the file its right name.",
    ),
    "force-missing": ("Reported by", "The row does not say which force reported it.", "Fill in the force."),
    "other-force": (
        "Reported by",
        "The row was reported by ‘{value}’, but the file's name says {force}.",
        "Move the row to the file of its force, or give the file its right name.",
    ),
    "type-missing": (
        "Crime type",
        "The row has no crime type.",
        "Fill in the crime type; it is never guessed.",
    ),
    "coordinate-alone": (
        "Longitude",
        "The row has only one of longitude and latitude ({value}).",
        "Give both, or leave both empty.",
    ),
    "coordinate-not-a-number": (
        "Longitude",
        "The coordinates ‘{value}’ are not numbers.",
        "Correct or empty both.",
    ),
    "coordinates-swapped": (
        "Longitude",
        "Longitude and latitude are swapped ({value}).",
        "Put longitude (about −9 to 2) before latitude (about 49 to 61), as in the police archive.",
    ),
    "coordinates-outside": (
        "Longitude",
        "The point {value} (longitude, latitude) lies outside the United Kingdom.",
        "Correct both coordinates, or empty both: the row then counts for the force and for no area.",
    ),
    "area-code-malformed": (
        "LSOA code",
        "‘{value}’ is not the code of a small area.",
        "Look whether LSOA code and LSOA name are swapped; the code looks like E01020373.",
    ),
}
"""Why a row is refused: the column, the reason and the remedy."""


def force_slug(name: str) -> str:
    """The slug of the police archive for a force's name: `Devon & Cornwall Police` is devon-and-cornwall."""
    special = {"british transport police": "btp", "police service of northern ireland": "northern-ireland"}
    text = " ".join(name.lower().replace("&", " and ").split())
    if text in special:
        return special[text]
    text = re.sub(r"\b(police|constabulary|service|heddlu)\b", " ", text)
    text = re.sub(r" and isle of wight\b", "", text)
    return "-".join(re.findall(r"[a-z]+", text))


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
class Expected:
    """What rows are held against. `month` and `force` are empty when the file's name does not say them."""

    month: str
    force: str
    first_month: str
    first_force: str


@dataclass(frozen=True)
class _Piece:
    """What became of one slice: a Parquet of accepted rows, and one of refused rows when there were any."""

    part: Path
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
        self._queue = threading.BoundedSemaphore(3 * workers)
        self._exit = ExitStack()

    def __enter__(self) -> StreetReader:
        self._into.root.mkdir(parents=True, exist_ok=True)
        self._work = Path(
            self._exit.enter_context(tempfile.TemporaryDirectory(dir=self._into.root, prefix=".work-"))
        )
        self._engine = self._exit.enter_context(
            engine(folders=[*self._folders, self._work], memory_limit=self._memory_limit, threads=1)
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
        job = _Job(self._engine, folder, name, expected)
        pieces: list[Future[_Piece]] = []
        try:
            for number, piece in enumerate(scan.slices()):
                self._queue.acquire()
                future = self._pool.submit(job.read_slice, number, _reachable(piece, folder))
                future.add_done_callback(lambda _: self._queue.release())
                pieces.append(future)
        except BaseException:
            for future in pieces:
                future.cancel()
            raise
        assert scan.stored is not None  # noqa: S101 (known once the slices have ended)
        return self._pool.submit(job.finish, scan.stored, pieces, self._into)


def read_street(
    path: Path, into: FileStore, *, name: str = "", expected_force: str | None = None
) -> ReadResult:
    """Read one street file. Raises Unusable when it is not one, or holds no row that can be used."""
    with StreetReader(into, folders=[path.parent], workers=1) as reader:
        return reader.submit(path, name or path.name, expected_force=expected_force).result()


def count_only(path: Path, name: str, found: Recognised) -> ReadResult:
    """Outcomes and stop and search: kept and counted, and read with the assessment that needs them.

    Raises Unusable when the text is not UTF-8.
    """
    columns, rows = len(found.columns), 0
    problems: list[Problem] = []
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        scan = Scan(path, name, folder=Path(folder))
        for piece in scan.slices():
            with piece.path.open("rb") as held:
                lines = Lines(held, piece.first_line, name)
                if piece.is_whole:
                    lines.skip_header()
                for made in lines.records(columns):
                    rows += not isinstance(made, Problem)
                    refused += isinstance(made, Problem)
                    if isinstance(made, Problem) and len(problems) < LISTED:
                        problems.append(made)
            if not piece.is_whole:
                piece.path.unlink()
    assert scan.stored is not None  # noqa: S101 (known once the slices have ended)
    text = f"{how_many(rows, 'row', 'rows')} of {found.title} stored and counted, not analysed yet: will be read with the assessment."
    cautions = (Caution(WarningCode.COVERAGE, name, text),)
    return ReadResult(
        found.kind,
        name,
        scan.stored,
        refused=refused,
        problems=tuple(problems),
        cautions=cautions,
        counted=rows,
    )


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


class _Job:
    """The reading of one file, slice by slice, on a cursor of its own for each slice."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, folder: Path, name: str, expected: Expected
    ) -> None:
        self._engine, self._folder, self._name, self._expected = connection, folder, name, expected
        self._opening = threading.Lock()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._opening:
            return self._engine.cursor()

    def read_slice(self, number: int, piece: Slice) -> _Piece:
        part = self._folder / f"{number:05d}.parquet"
        with self._cursor() as cursor:
            rows = self._fast(cursor, piece, part)
            torn, told = 0, None
            if rows is None:
                rows, torn, told = self._careful(cursor, piece, part)
            if not piece.is_whole:
                piece.path.unlink()
            return self._judged(cursor, part, rows, torn, told)

    def _fast(self, cursor: duckdb.DuckDBPyConnection, piece: Slice, part: Path) -> int | None:
        """Rows written, or None unless there is exactly one row on every line, which proves the line numbers."""
        import duckdb

        source = f"(SELECT *, (row_number() OVER ())::INTEGER + {piece.first_line + piece.is_whole - 1} AS n FROM {_read_csv(piece.path, header=piece.is_whole)})"  # noqa: S608
        try:
            rows = _written(cursor, self._select(source), part)
        except duckdb.Error:
            return None  # what is wrong with the engine and not with the text is raised by the careful way
        return rows if rows == piece.lines - piece.is_whole else None

    def _careful(self, cursor: duckdb.DuckDBPyConnection, piece: Slice, part: Path) -> tuple[int, int, Path]:
        clean = tidy(piece, part.with_suffix(".tidy.csv"), columns=len(COLUMNS), name=self._name)
        source = f"(SELECT * FROM {_read_csv(clean.path, header=False, numbered=True)})"  # noqa: S608
        rows = _written(cursor, self._select(source), part) if clean.rows else 0
        if rows != clean.rows:
            raise RuntimeError(f"{self._name}: {clean.rows} rows were written out and {rows} read back")
        clean.path.unlink()
        return rows, clean.refused, clean.refusals

    def _select(self, source: str) -> str:
        """Raw columns, typed columns, and the line; negative for a row that the cheap test does not let through."""
        first = self._expected
        force = f"{sql_text(force_slug(first.first_force))}" if not first.force else sql_text(first.force)
        month = sql_text(first.month or first.first_month)
        return f"""
            WITH typed AS (
                SELECT *, try_cast(longitude AS DOUBLE) AS lon, try_cast(latitude AS DOUBLE) AS lat FROM {source}
            )
            SELECT {", ".join(COLUMNS)},
                CASE WHEN month = {month} THEN {_month_start(first.month or first.first_month)}
                     ELSE try_cast(month || '-01' AS DATE) END AS month_on,
                {force} AS force, lon, lat,
                CASE WHEN lon IS NOT NULL THEN 'point' WHEN lsoa_code IS NOT NULL THEN 'lsoa_only'
                     ELSE 'none' END AS geo_status,
                coalesce(crime_type = {sql_text(ASB)}, false) AS is_asb,
                CASE WHEN month = {month} AND reported_by = {sql_text(first.first_force)}
                          AND crime_type IS NOT NULL
                          AND ((lon BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]}
                                AND lat BETWEEN {LATITUDES[0]} AND {LATITUDES[1]})
                               OR (longitude IS NULL AND latitude IS NULL))
                          AND (lsoa_code IS NULL OR (length(lsoa_code) = 9 AND
                               (lsoa_code BETWEEN 'E01000000' AND 'E01999999'
                                OR lsoa_code BETWEEN 'W01000000' AND 'W01999999')))
                     THEN n ELSE -n END AS line
            FROM typed
        """  # noqa: S608 (texts are quoted by sql_text; the rest is our own)

    def _judged(
        self, cursor: duckdb.DuckDBPyConnection, part: Path, rows: int, torn: int, told: Path | None
    ) -> _Piece:
        """Rows that the cheap test held back, judged exactly; refused ones move to a file of their own."""
        doubtful = _one(cursor, f"SELECT count(*) FROM {_parquet([part])} WHERE line < 0") if rows else 0  # noqa: S608
        if not doubtful and not torn:
            return _Piece(part, rows)
        verdicts = self._verdicts(cursor, part) if rows else "(SELECT 1 WHERE false)"
        refusals = part.with_suffix(".refused.parquet")
        refused = _written(cursor, self._refusals(verdicts if rows else None, told), refusals)
        kept = part
        if doubtful:
            kept = part.with_suffix(".kept.parquet")
            columns = (
                f"* EXCLUDE (code) REPLACE (abs(line) AS line, {self._force_case(cursor, part)} AS force)"
            )
            rows = _written(
                cursor,
                f"SELECT {columns} FROM {verdicts} WHERE code IS NULL ORDER BY line",  # noqa: S608
                kept,
            )
            part.unlink()
        return _Piece(kept, rows, refusals if refused else None, refused)

    def _verdicts(self, cursor: duckdb.DuckDBPyConnection, part: Path) -> str:
        """Every row with the code of the first rule it breaks, null for none."""
        told = self._expected
        month = f"WHEN month <> {sql_text(told.month)} THEN 'month-not-the-files'" if told.month else ""
        others = self._other_forces(cursor, part) if told.force else []
        force = f"WHEN list_contains({sql_list(others)}, reported_by) THEN 'other-force'" if others else ""
        lon, lat = (f"BETWEEN {low} AND {high}" for low, high in (LONGITUDES, LATITUDES))
        return f"""(SELECT *, CASE
            WHEN line > 0 THEN NULL
            WHEN month IS NULL OR NOT regexp_full_match(month, '\\d{{4}}-(0[1-9]|1[0-2])') THEN 'month-unreadable'
            {month}
            WHEN reported_by IS NULL THEN 'force-missing'
            {force}
            WHEN crime_type IS NULL THEN 'type-missing'
            WHEN (longitude IS NULL) <> (latitude IS NULL) THEN 'coordinate-alone'
            WHEN longitude IS NOT NULL AND (lon IS NULL OR lat IS NULL) THEN 'coordinate-not-a-number'
            WHEN lon {lat} AND lat {lon} THEN 'coordinates-swapped'
            WHEN lon IS NOT NULL AND NOT (lon {lon} AND lat {lat}) THEN 'coordinates-outside'
            WHEN lsoa_code IS NOT NULL AND NOT regexp_full_match(
                lsoa_code, '([EW]01\\d{{6}}|S01\\d{{6}}|N\\d{{8}}|95[A-Z]{{2}}\\d\\d[A-Z]\\d)') THEN 'area-code-malformed'
            END AS code FROM {_parquet([part])})"""  # noqa: S608

    def _other_forces(self, cursor: duckdb.DuckDBPyConnection, part: Path) -> list[str]:
        names = cursor.execute(f"SELECT DISTINCT reported_by FROM {_parquet([part])}").fetchall()  # noqa: S608
        return sorted(name for (name,) in names if name and force_slug(name) != self._expected.force)

    def _force_case(self, cursor: duckdb.DuckDBPyConnection, part: Path) -> str:
        """The slug of each row's force, where the file's name does not say that there is only one."""
        if self._expected.force:
            return "force"
        names = cursor.execute(f"SELECT DISTINCT reported_by FROM {_parquet([part])} ORDER BY 1").fetchall()  # noqa: S608
        cases = [f"WHEN {sql_text(name)} THEN {sql_text(force_slug(name))}" for (name,) in names if name]
        return f"CASE reported_by {' '.join(cases)} ELSE force END" if cases else "force"

    def _refusals(self, verdicts: str | None, told: Path | None) -> str:
        """Refused rows as the refusals file has them: file, line, column, value, code, reason, remedy."""
        found = []
        if told is not None:
            columns = ("line", "code", "column", "value", "reason", "remedy")
            typed = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in columns) + "}"
            found.append(
                f'SELECT {sql_text(self._name)} AS file, line::BIGINT AS line, "column", value, code, reason, remedy '  # noqa: S608
                f"FROM read_csv({sql_text(told)}, header=false, auto_detect=false, delim=',', quote='\"', escape='\"', columns={typed})"
            )
        if verdicts is not None:
            value = """CASE WHEN code LIKE 'month%' THEN month WHEN code = 'other-force' THEN reported_by
                WHEN code LIKE 'coordinate%' THEN coalesce(longitude, '') || ', ' || coalesce(latitude, '')
                WHEN code = 'area-code-malformed' THEN lsoa_code END"""
            found.append(
                f'SELECT {sql_text(self._name)} AS file, -line::BIGINT AS line, {self._say(0)} AS "column", '  # noqa: S608
                f"coalesce(value, '') AS value, code, {self._say(1)} AS reason, {self._say(2)} AS remedy "
                f"FROM (SELECT line, code, {value} AS value FROM {verdicts} WHERE code IS NOT NULL)"
            )
        return " UNION ALL ".join(found) + " ORDER BY line"

    def _say(self, part: int) -> str:
        """SQL for one part of the sentence that belongs to a code."""
        cases = []
        for code, parts in ROW_RULES.items():
            text = (
                parts[part].replace("{month}", self._expected.month).replace("{force}", self._expected.force)
            )
            cases.append(
                f"WHEN {sql_text(code)} THEN replace({sql_text(text)}, '{{value}}', coalesce(value, ''))"
            )
        return f"CASE code {' '.join(cases)} END"

    # All slices together

    def finish(self, original: StoredFile, pieces: Sequence[Future[_Piece]], into: FileStore) -> ReadResult:
        made = [piece.result() for piece in pieces]
        with self._cursor() as cursor:
            refused = sum(piece.refused for piece in made)
            refusals, problems = self._settle_refusals(cursor, made, into)
            parts = [piece.part for piece in made if piece.rows]
            if not parts:
                raise Unusable(*(problems[:3] or (_no_rows(self._name),)))
            coverage, notes = _facts(cursor, parts, self._name)
        stored = tuple(into.adopt(part, suffix=".parquet") for part in parts)
        shutil.rmtree(self._folder, ignore_errors=True)
        rows = sum(piece.rows for piece in made)
        cautions = (*notes, *_type_cautions(coverage, self._name), *_place_cautions(coverage, self._name))
        return ReadResult(
            Kind.POLICE_STREET, self._name, original, stored, rows, refused, refusals, problems, cautions,
            _with_refused(coverage, refused),
        )  # fmt: skip

    def _settle_refusals(
        self, cursor: duckdb.DuckDBPyConnection, made: Sequence[_Piece], into: FileStore
    ) -> tuple[StoredFile | None, tuple[Problem, ...]]:
        files = [piece.refusals for piece in made if piece.refusals]
        if not files:
            return None, ()
        whole = self._folder / "refusals.parquet"
        _written(cursor, f"SELECT * FROM {_parquet(files)} ORDER BY line", whole)  # noqa: S608
        return _store_refusals(cursor, whole, into)


def _store_refusals(
    cursor: duckdb.DuckDBPyConnection, whole: Path, into: FileStore
) -> tuple[StoredFile, tuple[Problem, ...]]:
    rows = cursor.execute(
        f'SELECT code, reason, remedy, file, line, "column", value FROM {_parquet([whole])} ORDER BY line LIMIT {LISTED}'  # noqa: S608
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
    return (
        f"read_csv({sql_text(path)}, header={header}, auto_detect=false, delim=',', quote='\"', escape='\"', "
        f"columns={typed}, strict_mode=true)"
    )


def _parquet(paths: Sequence[Path]) -> str:
    return f"read_parquet({sql_list(paths)})"


def _written(cursor: duckdb.DuckDBPyConnection, select: str, out: Path) -> int:
    """Copy a query to Parquet; how many rows it had."""
    return _one(
        cursor, f"COPY ({select}) TO {sql_text(out)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )


def _one(cursor: duckdb.DuckDBPyConnection, query: str) -> int:
    row = cursor.execute(query).fetchone()
    return int(row[0]) if row else 0


def _month_start(month: str) -> str:
    return f"DATE '{month}-01'" if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else "NULL::DATE"


# Facts ----------------------------------------------------------------------------------------------------------


def _facts(
    cursor: duckdb.DuckDBPyConnection, parts: Sequence[Path], name: str
) -> tuple[tuple[Coverage, ...], list[Caution]]:
    source = _parquet(parts)
    counts = cursor.execute(f"""
        SELECT force, strftime(month_on, '%Y-%m') AS month, crime_type, count(*),
            count(*) FILTER (geo_status = 'none'), count(*) FILTER (geo_status = 'lsoa_only')
        FROM {source} GROUP BY ALL ORDER BY ALL""").fetchall()  # noqa: S608
    repeated, caution = _repeated_ids(cursor, source, name)
    identical = _identical_asb(cursor, source)
    found: dict[tuple[str, str], Coverage] = {}
    for force, month, kind, n, without, area_only in counts:
        key = (force, month)
        so_far = found.get(key, Coverage(force, month, 0))
        found[key] = replace(
            so_far,
            n=so_far.n + n,
            without_place=so_far.without_place + without,
            area_only=so_far.area_only + area_only,
            repeated_ids=repeated.get(key, 0),
            identical_asb=identical.get(key, 0),
            by_type={**so_far.by_type, kind: n},
        )
    return tuple(found.values()), caution


def _repeated_ids(
    cursor: duckdb.DuckDBPyConnection, source: str, name: str
) -> tuple[dict[tuple[str, str], int], list[Caution]]:
    """How many rows carry an id that an earlier row has. Candidates are found by hash, then compared in full."""
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT hash(crime_id) AS h FROM {source} WHERE crime_id IS NOT NULL GROUP BY h HAVING count(*) > 1""")  # noqa: S608
    if not _one(cursor, "SELECT count(*) FROM candidates"):
        return {}, []
    cursor.execute(f"""
        CREATE OR REPLACE TEMP TABLE repeats AS
        SELECT force, strftime(month_on, '%Y-%m') AS month, line,
            lag(line) OVER (PARTITION BY crime_id ORDER BY line) AS before
        FROM {source} SEMI JOIN candidates ON hash(crime_id) = h QUALIFY before IS NOT NULL""")  # noqa: S608
    counts = cursor.execute("SELECT force, month, count(*) FROM repeats GROUP BY ALL").fetchall()
    first = cursor.execute("SELECT before, line FROM repeats ORDER BY line LIMIT 1").fetchone()
    cursor.execute("DROP TABLE candidates; DROP TABLE repeats")
    if first is None:
        return {}, []
    total = sum(n for _, _, n in counts)
    rows = how_many(total, "row repeats", "rows repeat")
    text = (
        f"{rows} the Crime ID of an earlier row (first: line {first[1]} repeats line {first[0]}). "
        "All are kept, as the force published them."
    )
    return {(force, month): n for force, month, n in counts}, [
        Caution(WarningCode.DUPLICATE, f"{name}, row {first[1]}", text)
    ]


def _identical_asb(cursor: duckdb.DuckDBPyConnection, source: str) -> dict[tuple[str, str], int]:
    """Anti-social behaviour has no id, and two incidents on one street in one month look the same: all are kept."""
    columns = ", ".join(column for column in COLUMNS if column != "crime_id")
    rows = cursor.execute(f"""
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
