"""Police outcomes, and stops and searches, to Parquet: every row kept with its line, every refused row told.

An outcome is of the month that it was recorded in, and a crime may have several. A search is of the month and force of
its file: its own time is in UTC, and in summer the first hour of a month stands in the month before.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.evidence.companions import write_companion
from frankpledge.evidence.engine import engine, sql_text
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.evidence.readers.police_facts import one, parquet, written
from frankpledge.evidence.readers.police_rows import (
    LATITUDES,
    LONGITUDES,
    Expected,
    RowRules,
    force_slug,
)
from frankpledge.evidence.readers.records import Tidied, tidy
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult, how_many
from frankpledge.evidence.readers.text import Scan
from frankpledge.evidence.recognise import OUTCOMES, STOP_AND_SEARCH, Recognised
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

if TYPE_CHECKING:
    import duckdb

NAMES = {Kind.POLICE_OUTCOMES: "outcomes", Kind.POLICE_STOP_AND_SEARCH: "stop-and-search"}
_POINT = f"lon BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]} AND lat BETWEEN {LATITUDES[0]} AND {LATITUDES[1]}"


@dataclass(frozen=True)
class Form:
    """How files of a kind are read: the header, what is made of a row (SQL), and the rules it must keep, the first
    broken one of which is told (code to condition, SQL)."""

    header: tuple[str, ...]
    typed: str
    rules: Mapping[str, str]
    value: str
    """SQL for the cell that a broken rule is about."""
    by: str
    """The column by whose values rows are counted for the ledger."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(re.sub(r"\W+", "_", column.lower()) for column in self.header)


_PLACE_RULES = {
    "coordinate-alone": "(longitude IS NULL) <> (latitude IS NULL)",
    "coordinate-not-a-number": "longitude IS NOT NULL AND (lon IS NULL OR lat IS NULL)",
    "coordinates-outside": f"lon IS NOT NULL AND NOT ({_POINT})",
}
FORMS: Mapping[Kind, Form] = {
    Kind.POLICE_OUTCOMES: Form(
        OUTCOMES,
        "try_cast(month || '-01' AS DATE) AS month_on, force_of(reported_by) AS force, "
        "CASE WHEN lon IS NOT NULL THEN 'point' WHEN lsoa_code IS NOT NULL THEN 'lsoa_only' ELSE 'none' END AS geo_status",
        {
            "month-unreadable": r"month IS NULL OR NOT regexp_full_match(month, '\d{4}-(0[1-9]|1[0-2])')",
            "month-not-the-files": "month <> getvariable('month')",
            "force-missing": "reported_by IS NULL",
            "other-force": "force <> getvariable('force')",
            "outcome-missing": "outcome_type IS NULL",
            **_PLACE_RULES,
            "area-code-malformed": r"lsoa_code IS NOT NULL AND NOT regexp_full_match(lsoa_code, "
            r"'([EW]01\d{6}|S01\d{6}|N\d{8}|95[A-Z]{2}\d\d[A-Z]\d)')",
        },
        "CASE WHEN code LIKE 'month%' THEN month WHEN code = 'other-force' THEN reported_by WHEN code LIKE 'coordinate%' "
        "THEN coalesce(longitude, '') || ', ' || coalesce(latitude, '') WHEN code = 'area-code-malformed' THEN lsoa_code END",
        "outcome_type",
    ),
    Kind.POLICE_STOP_AND_SEARCH: Form(
        STOP_AND_SEARCH,
        "getvariable('month') AS month, getvariable('month_on')::DATE AS month_on, getvariable('force') AS force, "
        "try_cast(date AS TIMESTAMP) AS searched_at, CASE WHEN lon IS NOT NULL THEN 'point' ELSE 'none' END AS geo_status",
        {
            "search-type-missing": "type IS NULL",
            "date-unreadable": "searched_at IS NULL",
            # A day to either side: times are in UTC, and the month is that of local time.
            "date-not-the-files": "searched_at < month_on - INTERVAL 1 DAY OR "
            "searched_at >= month_on + INTERVAL 1 MONTH + INTERVAL 1 DAY",
            **_PLACE_RULES,
        },
        "CASE WHEN code LIKE 'date%' THEN date WHEN code LIKE 'coordinate%' "
        "THEN coalesce(longitude, '') || ', ' || coalesce(latitude, '') END",
        "type",
    ),
}  # fmt: skip


def read_other(path: Path, into: FileStore, name: str, found: Recognised) -> ReadResult:
    """Read a file of outcomes, or of stops and searches. Raises Unusable when it holds no row that can be used, is not
    UTF-8, or is of searches and its name does not say of which force and month."""
    form = FORMS[found.kind]
    into.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.root, prefix=".work-") as scratch:
        folder = Path(scratch)
        scan = Scan(path, name, folder=folder)
        clean = tuple(_tidied(scan, folder, form, name))
        assert scan.stored is not None  # noqa: S101 (known once the slices have ended)
        with engine(folders=[into.root], threads=1) as connection:
            made = _Reading(connection, form, found.kind, name, clean, folder)
            result = made.result(scan.stored, into)
    return result


def _tidied(scan: Scan, folder: Path, form: Form, name: str) -> Iterator[Tidied]:
    for number, piece in enumerate(scan.slices()):
        yield tidy(piece, folder / f"{number:05d}.tidy.csv", columns=len(form.header), name=name)
        if not piece.is_whole:
            piece.path.unlink()


def named(kind: Kind, name: str) -> tuple[str, str]:
    """The month and force that the archive's way of naming files says; empty where it does not."""
    said = re.search(rf"(\d{{4}}-(?:0[1-9]|1[0-2]))-([a-z-]+?)-{NAMES[kind]}\.csv(\.gz)?$", name.lower())
    return (said[1], said[2]) if said else ("", "")


class _Reading:
    """The reading of one file, once its lines are known to be rows."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, form: Form, kind: Kind, name: str, clean: Sequence[Tidied],
        folder: Path,
    ) -> None:  # fmt: skip
        self._connection, self._form, self._kind, self._name = connection, form, kind, name
        self._clean, self._folder = clean, folder
        self._month, self._force = self._expected()
        self._rules = RowRules(Expected(self._month, self._force, self._month, self._force), name)

    def result(self, original: StoredFile, into: FileStore) -> ReadResult:
        judged = self._judged()
        right = self._folder / "right"
        wanted = f"SELECT * EXCLUDE (code) FROM {judged} WHERE code IS NULL ORDER BY line"  # noqa: S608
        rows = written(self._connection, wanted, right)
        refusals, problems, refused = self._refused(judged, into)
        if not rows:
            raise Unusable(*(problems[:3] or (_no_rows(self._name),)))
        part = into.adopt(right, suffix=".parquet")
        write_companion(self._connection, self._kind, part.path, into, self._folder / "cube")
        coverage = tuple(self._coverage(part.path, refused))
        return ReadResult(
            self._kind, self._name, original, (part,), rows, refused, refusals, problems,
            tuple(self._cautions(part.path, coverage)), coverage,
        )  # fmt: skip

    def _source(self) -> str:
        names = ("n", *self._form.columns)
        typed = (
            "{" + ", ".join(f"'{each}': '{'INTEGER' if each == 'n' else 'VARCHAR'}'" for each in names) + "}"
        )
        files = ", ".join(sql_text(one.path) for one in self._clean)
        return (
            f"read_csv([{files}], header=false, auto_detect=false, delim=',', quote='\"', escape='\"', columns={typed}, "
            "strict_mode=true, new_line='\\n')"
        )

    def _expected(self) -> tuple[str, str]:
        """Month and force: by the name of the file; of outcomes, else by the first row."""
        month, force = named(self._kind, self._name)
        if self._kind is Kind.POLICE_STOP_AND_SEARCH:
            if not month:
                raise Unusable(_unnamed(self._name))
            return month, force
        first = self._connection.execute(
            f"SELECT month, reported_by FROM {self._source()} ORDER BY n LIMIT 1"  # noqa: S608
        ).fetchone()
        return month or (first[0] if first else "") or "", force or force_slug(
            (first[1] if first else "") or ""
        )

    def _judged(self) -> str:
        """Every row typed, with its line and the code of the first rule it breaks, null for none."""
        self._set("month", self._month)
        self._set("force", self._force)
        self._set("month_on", f"{self._month}-01" if self._month else None)
        slugs = self._slugs()
        cases = " ".join(f"WHEN {sql_text(said)} THEN {sql_text(slug)}" for said, slug in slugs.items())
        force = f"CASE reported_by {cases} END" if cases else "''"
        typed = self._form.typed.replace("force_of(reported_by)", force)
        broken = " ".join(
            f"WHEN {condition} THEN {sql_text(code)}" for code, condition in self._form.rules.items()
        )
        columns = ", ".join(self._form.columns)
        out = self._folder / "judged.parquet"
        written(
            self._connection,
            f"""SELECT *, CASE {broken} END AS code FROM (
                SELECT {columns}, {typed}, lon, lat, n AS line FROM (
                    SELECT *, try_cast(longitude AS DOUBLE) AS lon, try_cast(latitude AS DOUBLE) AS lat FROM {self._source()}))""",  # noqa: S608
            out,
        )
        return parquet([out])

    def _set(self, variable: str, value: str | None) -> None:
        self._connection.execute(f"SET VARIABLE {variable} = {'NULL' if value is None else sql_text(value)}")

    def _slugs(self) -> dict[str, str]:
        if "reported_by" not in self._form.columns:
            return {}
        names = self._connection.execute(
            f"SELECT DISTINCT reported_by FROM {self._source()} WHERE reported_by IS NOT NULL ORDER BY 1"  # noqa: S608
        ).fetchall()
        return {name: force_slug(name) for (name,) in names}

    def _refused(self, judged: str, into: FileStore) -> tuple[StoredFile | None, tuple[Problem, ...], int]:
        told = [self._rules.torn(one.refusals) for one in self._clean if one.refused]
        told.append(self._rules.refused(judged, value=self._form.value))
        out = self._folder / "refusals"
        count = written(self._connection, " UNION ALL ".join(told) + " ORDER BY line", out)
        if not count:
            return None, (), 0
        rows = self._connection.execute(
            f'SELECT code, reason, remedy, file, line, "column", value FROM {parquet([out])} ORDER BY line LIMIT {LISTED}'  # noqa: S608
        ).fetchall()
        return into.adopt(out, suffix=".parquet"), tuple(Problem(*row) for row in rows), count

    def _coverage(self, part: Path, refused: int) -> Iterator[Coverage]:
        counts = self._connection.execute(f"""
            SELECT force, month, {self._form.by}, count(*), count(*) FILTER (geo_status = 'none')
            FROM {parquet([part])} GROUP BY ALL ORDER BY ALL""").fetchall()  # noqa: S608
        found: dict[tuple[str, str], Coverage] = {}
        for force, month, value, n, without in counts:
            so_far = found.get((force, month), Coverage(force, month, 0))
            found[force, month] = replace(
                so_far,
                n=so_far.n + n,
                without_place=so_far.without_place + without,
                by_type={**so_far.by_type, str(value): n},
            )
        single = len(found) == 1
        yield from (replace(one, n_refused=refused) if single else one for one in found.values())

    def _cautions(self, part: Path, coverage: Sequence[Coverage]) -> Iterator[Caution]:
        columns = ", ".join(self._form.columns)
        repeats = one(
            self._connection,
            f"SELECT count(*) - count(DISTINCT hash({columns})) FROM {parquet([part])}",  # noqa: S608
        )
        if repeats:
            text = f"{how_many(repeats, 'row is', 'rows are')} the same as an earlier one in every column. All are kept, as the force published them."
            yield Caution(WarningCode.DUPLICATE, self._name, text)
        without, n = sum(each.without_place for each in coverage), sum(each.n for each in coverage)
        if without:
            what = "a place" if self._kind is Kind.POLICE_OUTCOMES else "a point"
            text = f"{grouped(without)} of {grouped(n)} rows have no {what.removeprefix('a ')}. They count for the force."
            yield Caution(WarningCode.COVERAGE, self._name, text)


def _unnamed(name: str) -> Problem:
    return Problem(
        "file-name-says-nothing",
        "A file of stops and searches does not say of which force and month it is, except by its name, and this name does not.",
        "Give the file the name that it has in the police archive: the month, the force and ‘stop-and-search’, as in "
        f"{Period.month(2019, 3).code}-kent-stop-and-search.csv.",
        file=name,
    )


def _no_rows(name: str) -> Problem:
    return Problem(
        "no-rows",
        "The file has a header and no rows.",
        "A month without a file is shown as missing, never as zero: import the full file.",
        file=name,
        row=1,
    )
