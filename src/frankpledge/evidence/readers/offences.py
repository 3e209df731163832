"""Offences by their codes: a police force's own extract, or the Home Office's table of recorded crime by force.

A row is one record, or so many as its count says, of a code in a month (a day is put into its month). Columns are told
by their headings. A table that holds people one by one is turned back.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.evidence.files import FileStore, StoredFile, hash_of
from frankpledge.evidence.readers.meanings import Meanings, TableRow, bare_heading, table_rows
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult, how_many
from frankpledge.evidence.readers.tables import write_refusals, write_rows
from frankpledge.evidence.rules.offences import OffenceRow
from frankpledge.evidence.rules.periods import financial_quarter, read_period
from frankpledge.evidence.rules.values import read_value
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

CODE_HEADING = (
    r"(home office|ho|hocr|offence|crime|offence group)( offence| crime)? (code|class|class code)( no)?"
)
DATE_HEADING = r"(.* )?(date|month|period)( .*)?"
MEANINGS: Meanings = {
    "code": (CODE_HEADING, "code", "ons counts code"),
    "year": ("financial year",),
    "quarter": ("financial quarter",),
    "date": (
        "month", "period", "quarter", "(recorded|crime recorded|offence recorded) (date|month)", "date recorded.*",
        "date( of)? offence", "date", "week.*", "year", DATE_HEADING,
    ),
    "count": ("count", "offences", "number of (offences|crimes|records)", "crimes", "number", "n", "total", "value"),
    "area": (
        r"lsoa( ?\d\d)?( ?cd| code)?", r"wa?rd( ?\d\d)?( ?cd| code)?", "area code", "area", "force name", "force", "beat( code)?",
        "district( code)?", "csp( code)?", "local authority( code)?", "place", r"(lsoa|ward|area) name",
    ),
    "group": ("offence group", "group", "offence category", "category", "crime group"),
    "offence": ("offence description", "offence", "description", "offence name", "crime( type| description)?"),
}  # fmt: skip
"""`code` before all else, since a heading such as `offence group code` is no group."""
TYPES = {
    "area": "text", "period": "text", "starts_on": "day", "ends_on": "day", "offence_code": "text", "offence": "text",
    "offence_group": "text", "value": "integer", "missing": "text", "sheet": "text", "line": "integer",
}  # fmt: skip
CORRECT = "Correct this cell and try again."
CODE = re.compile(r"[0-9A-Z][0-9A-Z ,./;&-]{0,29}", re.IGNORECASE)


@dataclass(frozen=True)
class OffenceTable:
    """The rows of a table that could be used, what was wrong with the others, and what must be known of it."""

    rows: tuple[OffenceRow, ...]
    problems: tuple[Problem, ...] = ()
    cautions: tuple[Caution, ...] = ()


def offence_table(path: Path, name: str, *, needs_date: bool = True) -> OffenceTable:
    """Read a table of offences by code. Raises Unusable where no heading has a code (or a name or group with a count), and
    for one that holds people one by one."""
    named: Sequence[Sequence[str]] = (("code",), ("date", "year")) if needs_date else (("code", "group", "offence"), ("count", "date", "year"))  # fmt: skip
    header, found = table_rows(path, name, MEANINGS, any_of=named, what="offences by code")
    refuse_people([bare_heading(cell).replace(" ", "_") for cell in header], name)
    rows: list[OffenceRow] = []
    problems: list[Problem] = []
    for one in found:
        try:
            rows.append(_row(one))
        except _WrongError as wrong:
            column = one.heading(wrong.column)
            problems.append(
                Problem(wrong.code, wrong.reason, wrong.remedy, name, one.line, column, wrong.value)
            )
    return OffenceTable(tuple(rows), tuple(problems), tuple(_cautions(rows, found, name)))


class _WrongError(Exception):
    def __init__(self, code: str, column: str, value: str, reason: str, remedy: str = CORRECT) -> None:
        super().__init__(reason)
        self.code, self.column, self.value, self.reason, self.remedy = code, column, value, reason, remedy


def _row(one: TableRow) -> OffenceRow:
    code, offence, group = (one.cell(name) for name in ("code", "offence", "group"))
    if not (code or offence or group):
        raise _WrongError("code-missing", "code", "", "The row does not say which offence it is of.")
    if code and not CODE.fullmatch(code):
        raise _WrongError(
            "code-unreadable", "code", code, f"‘{code}’ is not an offence code, such as 8N, 4.1 or 56/1."
        )
    n, missing = _count(one)
    return OffenceRow(one.line, _period(one), one.cell("area"), code, offence, group, n, missing, one.sheet)


def _count(one: TableRow) -> tuple[int | None, str]:
    """How many: 1 where each row is a record. Home Office tables pad counts, write nought as -00, and take records back."""
    if "count" not in one.cells:
        return 1, ""
    text = one.cell("count")
    try:
        read = read_value(text, negatives=True)
    except ValueError as error:
        raise _WrongError("count-unreadable", "count", text, str(error)) from error
    if read.number is None:
        return None, read.missing
    if read.unit or read.number != read.number.to_integral_value():
        raise _WrongError("count-unreadable", "count", text, f"‘{text}’ is not a whole number of offences.")
    return int(read.number), ""


def _period(one: TableRow) -> Period | None:
    if "year" in one.cells and "quarter" in one.cells:
        return _financial(one)
    wanted = "date" if "date" in one.cells else "year"
    if wanted not in one.cells:
        return None
    text = one.cell(wanted)
    try:
        return _month_of(text)
    except ValueError as error:
        raise _WrongError("date-unreadable", wanted, text, str(error)) from error


def _financial(one: TableRow) -> Period:
    year, quarter = one.cell("year"), one.cell("quarter").lower().removeprefix("q").removesuffix(".0").strip()
    started = re.fullmatch(r"((?:19|20)\d\d)[/-](?:\d\d)?(\d\d)", year)
    if not started or int(started[2]) != (int(started[1]) + 1) % 100:
        raise _WrongError(
            "date-unreadable", "year", year, f"‘{year}’ is not a financial year, such as 2017/18."
        )
    if quarter not in {"1", "2", "3", "4"}:
        raise _WrongError("date-unreadable", "quarter", quarter, f"‘{quarter}’ is not a quarter from 1 to 4.")
    return financial_quarter(int(started[1]), int(quarter))


@lru_cache(maxsize=10_000)
def _month_of(text: str) -> Period:
    """The month of a day or moment; a month, quarter or year as it is. Raises ValueError."""
    bare = re.sub(r"[T ]\d{1,2}:\d\d.*$", "", text.strip())
    if not bare:
        raise ValueError("The cell is empty.")
    found = read_period(bare).period
    if found.ends_on is None:
        raise ValueError(f"‘{text}’ has no end.")
    if (found.starts_on.year, found.starts_on.month) == (found.ends_on.year, found.ends_on.month):
        return Period.month(found.starts_on.year, found.starts_on.month)
    if found.days < 28:
        raise ValueError(f"‘{text}’ lies in two months. Give days, or months.")
    return found


def _cautions(rows: Sequence[OffenceRow], found: Sequence[TableRow], name: str) -> Iterator[Caution]:
    below = [row.line for row in rows if (row.n or 0) < 0]
    if below:
        said = f"{how_many(len(below), 'count is', 'counts are')} below zero (first: row {below[0]}): records reclassified or cancelled later, taken off as they are."
        yield Caution(WarningCode.IMPLAUSIBLE, name, said)
    without = sum(1 for row in rows if not row.code)
    if without:
        said = f"{how_many(without, 'row has', 'rows have')} no offence code: weighed by name or group where the weights know it."
        yield Caution(WarningCode.COVERAGE, name, said)
    missing = [row for row in rows if row.n is None]
    if missing:
        said = f"{how_many(len(missing), 'count is', 'counts are')} missing (first: row {missing[0].line}). Missing is not nought."
        yield Caution(WarningCode.COVERAGE, name, said)
    days = [text for one in found if re.search(r"\d[-/]\d{1,2}[-/]\d", text := one.cell("date"))]
    ends = sorted(filter(None, map(_day_of, {*days})))
    if ends and ends[0][-2:] > "03":
        said = f"The first day is {ends[0]}: the month may have begun before the extract did."
        yield Caution(WarningCode.PERIOD, name, said)


def _day_of(text: str) -> str:
    try:
        return read_period(re.sub(r"[T ]\d{1,2}:\d\d.*$", "", text.strip())).period.starts_on.isoformat()
    except ValueError:
        return ""


# Into the store ---------------------------------------------------------------------------------------------------


def read_extract(path: Path, into: FileStore, name: str) -> ReadResult:
    """Read a force's extract into Parquet, one row a line. Raises Unusable when none of it can be used."""
    table = offence_table(path, name)
    if not table.rows:
        nothing = Problem(
            "no-rows", "The table has a heading and no rows.", "Import the whole file.", file=name
        )
        raise Unusable(*(table.problems[:3] or (nothing,)))
    into.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.root, prefix=".work-") as folder:
        rows = (_stored(row) for row in table.rows)
        part = into.adopt(write_rows(rows, Path(folder) / "part", TYPES), suffix=".parquet")
        told = (
            into.adopt(write_refusals(table.problems, Path(folder) / "no"), suffix=".parquet")
            if table.problems
            else None
        )
    months = Counter(row.period.code for row in table.rows if row.period)
    coverage = tuple(Coverage("", month, n) for month, n in sorted(months.items()))
    total = sum(row.n or 0 for row in table.rows)
    return ReadResult(
        Kind.OFFENCE_EXTRACT, name, StoredFile(hash_of(path), path.stat().st_size, path), (part,), len(table.rows),
        len(table.problems), told, table.problems[:LISTED], table.cautions, coverage, totals={"offences": total},
    )  # fmt: skip


def _stored(row: OffenceRow) -> dict[str, object]:
    period = row.period
    return {
        "area": row.area, "period": period.code if period else "", "starts_on": period.starts_on if period else None,
        "ends_on": period.ends_on if period else None, "offence_code": row.code, "offence": row.offence,
        "offence_group": row.group, "value": row.n, "missing": row.missing, "sheet": row.sheet, "line": row.line,
    }  # fmt: skip
