"""Public reference files to typed Parquet: lookups, population, deprivation, recorded crime, severity, holidays.

Every row keeps the line it came from (in JSON files: the number of the entry, counted from 1).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frankpledge.evidence.files import FileStore, StoredFile, hash_of
from frankpledge.evidence.readers.boundaries import read_boundaries
from frankpledge.evidence.readers.grid import csv_lines, read_grid
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult, how_many
from frankpledge.evidence.readers.tables import write_refusals, write_rows
from frankpledge.evidence.readers.weights import weight_table
from frankpledge.evidence.recognise import Recognised, normalised, recognise, recognise_rows
from frankpledge.evidence.rules.periods import financial_quarter, read_period
from frankpledge.evidence.rules.values import read_value
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

CODE = r"[EWSNKJ]\d{8}|95[A-Z]{2}\d\d[A-Z]\d"
"""Codes of places in the United Kingdom, and of the old areas of Northern Ireland."""
CORRECT = "Correct this cell and import the file again."

Record = dict[str, object]


@dataclass(frozen=True)
class Column:
    """A column to be read: its name in Parquet, the header that holds it, and what it holds.

    `kind` is text, code, integer, number or yes_no. A column that is not `needed` may be missing or empty.
    """

    name: str
    header: str
    kind: str = "text"
    needed: bool = True


def _coded(prefix: str, name: str, header: str = "") -> tuple[Column, Column]:
    """A code and its name, as ONS lookups have them: LAD18CD and LAD18NM."""
    stem = header or rf"{prefix}\d\d"
    return Column(name, rf"{stem}cd", "code"), Column(f"{name}_name", rf"{stem}nm")


@dataclass(frozen=True)
class Plan:
    """How a plain table is read. No two rows may agree in all columns of `key`."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]


AGES = tuple(Column(f"age_{age}", str(age) if age < 90 else r"90\+", "integer") for age in range(91))
PLANS: Mapping[Kind, Plan] = {
    Kind.LSOA_WARD_LAD: Plan((*_coded("lsoa", "lsoa"), *_coded("wd", "ward"), *_coded("lad", "lad")), ("lsoa",)),
    Kind.WARD_LAD: Plan((*_coded("wd", "ward"), *_coded("lad", "lad")), ("ward",)),
    Kind.LAD_CSP_PFA: Plan((*_coded("lad", "lad"), *_coded("csp", "csp"), *_coded("pfa", "pfa")), ("lad", "csp")),
    Kind.CSP_NAMES: Plan(
        (*_coded("csp", "csp"), Column("csp_name_welsh", r"csp\d\dnmw", needed=False)), ("csp",)
    ),
    Kind.LAD_SUCCESSION: Plan(
        (
            *_coded("", "lad", "lad"), Column("successor", "ladcd_active", "code"),
            Column("successor_name", "ladnm_active"), Column("current", "current", "yes_no"),
        ),
        ("lad",),
    ),
    Kind.LSOA11_LSOA21: Plan(
        (*_coded("", "lsoa11", "lsoa11"), *_coded("", "lsoa21", "lsoa21"), *_coded("lad", "lad")), ("lsoa11", "lsoa21")
    ),
    Kind.LSOA_CENTRES: Plan(
        (Column("lsoa", "lsoacd", "code"), Column("lon", "longitude", "number"), Column("lat", "latitude", "number")),
        ("lsoa",),
    ),
    Kind.POPULATION_LSOA: Plan(
        (
            Column("area", r"lsoa\d\d_code", "code"), Column("area_name", r"lsoa\d\d_name"),
            Column("persons", "total_population", "integer"), *AGES,
        ),
        ("area",),
    ),
    Kind.POPULATION_LAD: Plan(
        (
            Column("area", r"ltla\d\d_code", "code"), Column("area_name", r"ltla\d\d_name"),
            Column("persons", "total_population", "integer"), *AGES,
        ),
        ("area",),
    ),
    Kind.POPULATION_WARD: Plan(
        (
            Column("area", r"ward code \d", "code"), Column("area_name", r"ward name \d"),
            Column("lad", r"la code \(20\d\d boundaries\)", "code"), Column("persons", "all ages", "integer"), *AGES,
        ),
        ("area",),
    ),
    Kind.IMD: Plan(
        (
            Column("lsoa", r"lsoa\d\dcd", "code"), Column("lsoa_name", r"lsoa\d\dnm"),
            Column("rank", r"imd\d\d|imdrank", "integer"), Column("decile", r"imddecile?", "integer", needed=False),
        ),
        ("lsoa",),
    ),
    Kind.SEVERITY_JOIN: Plan(
        (
            Column("offence_code", "ons_counts_code"), Column("offence", "ons_counts_description"),
            Column("weight", "ons_severity_weight", "number"),
            Column("police_code", "police_uk_cat_map_code", needed=False),
            Column("police_category", "police_uk_cat_map_category", needed=False),
        ),
        (),
    ),
    Kind.OFFENCE_CATEGORIES: Plan(
        (
            Column("offence_code", "offence_code"), Column("offence", "offence_description"),
            Column("offence_group", "offence_group"), Column("offence_subgroup", "offence_subgroup"),
            Column("police_category", r"police\.uk_cat"),
        ),
        (),
    ),
}  # fmt: skip
"""What is taken from each plain table. Columns beyond these stay in the original only."""


@dataclass
class Reading:
    """What comes of a reader's pass over a file, while it is being made."""

    types: Mapping[str, str]
    rows: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    coverage: list[Coverage] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    vintage: dict[str, str] = field(default_factory=dict)


def read_reference(path: Path, into: FileStore, *, name: str = "") -> ReadResult:
    """Read any public reference file that is known. Raises Unusable when it is none, or holds no row to use."""
    name = name or path.name
    found = recognise(path, name)
    reader = _READERS.get(found.kind, _plain if found.kind in PLANS else None)
    if reader is None:
        raise Unusable(*(found.problems or (_not_reference(name, found.title),)))
    reading = reader(path, name, found)
    if not reading.rows:
        raise Unusable(*(reading.problems[:3] or (_no_rows(name),)))
    return _stored(path, into, name, found, reading)


def _stored(path: Path, into: FileStore, name: str, found: Recognised, reading: Reading) -> ReadResult:
    into.root.mkdir(parents=True, exist_ok=True)
    problems = tuple(sorted(reading.problems, key=lambda problem: problem.row or 0))
    with tempfile.TemporaryDirectory(dir=into.root, prefix=".work-") as folder:
        part = into.adopt(write_rows(reading.rows, Path(folder) / "part", reading.types), suffix=".parquet")
        refusals = (
            into.adopt(write_refusals(problems, Path(folder) / "no"), suffix=".parquet") if problems else None
        )
    return ReadResult(
        found.kind, name, StoredFile(hash_of(path), path.stat().st_size, path), (part,), len(reading.rows),
        len(problems), refusals, problems[:LISTED], tuple(reading.cautions), tuple(reading.coverage),
        vintage={**found.vintage, **reading.vintage}, totals=reading.totals,
    )  # fmt: skip


def _not_reference(name: str, title: str) -> Problem:
    return Problem(
        "not-reference",
        f"The file is {title or 'not known'}, not a reference file.",
        "Import it as what it is.",
        name,
    )


def _no_rows(name: str) -> Problem:
    return Problem("no-rows", "The table has a header and no rows.", "Import the whole file.", file=name)


# Rows of a table, wherever it is stored ---------------------------------------------------------------------------


def _body(
    path: Path, name: str, found: Recognised
) -> Iterator[tuple[str, int, Sequence[str], Sequence[str]]]:
    """Sheet, line, header and cells of every row below the header; of all sheets of a workbook that have the shape."""
    if found.container == "csv":
        header: Sequence[str] = found.columns
        past = False
        for number, cells in csv_lines(path, name):
            if past:
                yield "", number, header, cells
            past = past or tuple(cells) == tuple(header) or normalised(cells) == normalised(header)
        return
    for grid in read_grid(path, name):
        shape = recognise_rows([row.texts for row in grid.rows], name, container="workbook")
        if shape.kind is found.kind:
            for row in grid.rows[shape.header_row :]:
                yield grid.sheet, row.number, shape.columns, row.texts


def _places(columns: Iterable[Column], header: Sequence[str]) -> dict[str, int]:
    """Where each column stands in this header."""
    cells = normalised(header)
    found = {}
    for column in columns:
        place = next((at for at, cell in enumerate(cells) if re.fullmatch(column.header, cell)), None)
        if place is not None:
            found[column.name] = place
    return found


def _plain(path: Path, name: str, found: Recognised) -> Reading:
    plan = PLANS[found.kind]
    kinds = {"code": "text"}
    reading = Reading(
        {column.name: kinds.get(column.kind, column.kind) for column in plan.columns} | {"line": "integer"}
    )
    seen: dict[tuple[object, ...], int] = {}
    places = _places(plan.columns, found.columns)
    for _, line, header, cells in _body(path, name, found):
        if _is_footnote(cells, places, plan):
            continue
        row, problems = _typed(plan.columns, places, header, cells, line, name)
        if not problems:
            problems = [*_total_problems(row, line, name), *_repeat_problems(row, plan.key, seen, line, name)]
        reading.problems.extend(problems)
        if not problems:
            reading.rows.append(row)
    if "persons" in places:
        reading.totals["persons"] = sum(int(str(row["persons"])) for row in reading.rows)
    if found.kind is Kind.POPULATION_WARD:
        reading.vintage |= _mid_year(path)
    return reading


def _is_footnote(cells: Sequence[str], places: Mapping[str, int], plan: Plan) -> bool:
    """Notes below an official table: no cell where a number should be, and no code where a code should be."""
    numbers = [
        column.name for column in plan.columns if column.kind in ("integer", "number") and column.needed
    ]
    codes = [column.name for column in plan.columns if column.kind == "code"]
    if not numbers or not codes:
        return False
    filled = [name for name in (*numbers, *codes) if _cell(cells, places[name])]
    return not any(name in numbers for name in filled) and not re.fullmatch(
        CODE, _cell(cells, places[codes[0]])
    )


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _typed(
    columns: Iterable[Column],
    places: Mapping[str, int],
    header: Sequence[str],
    cells: Sequence[str],
    line: int,
    name: str,
) -> tuple[Record, list[Problem]]:
    """The typed row, and what is wrong with its cells."""
    row: Record = {"line": line}
    problems: list[Problem] = []
    for column in columns:
        text = _cell(cells, places[column.name]) if column.name in places else ""
        try:
            row[column.name] = _value(column, text)
        except ValueError as error:
            shown = header[places[column.name]].strip() if column.name in places else column.name
            problems.append(Problem("cell-unreadable", str(error), CORRECT, name, line, shown, text))
    return row, problems


def _value(column: Column, text: str) -> object:
    if not text:
        if column.needed and column.kind != "text":
            raise ValueError("The cell is empty.")
        return text or None
    if column.kind == "code" and not re.fullmatch(CODE, text):
        raise ValueError(f"‘{text}’ is not the code of a place, such as E01020373.")
    if column.kind == "yes_no":
        return text.lower() in ("true", "yes", "1")
    if column.kind in ("integer", "number"):
        return _number(text, whole=column.kind == "integer", needed=column.needed)
    return text


def _number(text: str, *, whole: bool, needed: bool) -> object:
    if whole and text.isascii() and text.isdigit():
        return int(text)  # three million cells of a population file come this way
    if not whole and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text, re.IGNORECASE):
        return float(text)
    number = read_value(text, negatives=not whole).number
    if number is None and needed:
        raise ValueError(f"‘{text}’ is no number.")
    if number is not None and whole and number != number.to_integral_value():
        raise ValueError(f"‘{text}’ is not a whole number.")
    return number if number is None else int(number) if whole else float(number)


def _total_problems(row: Record, line: int, name: str) -> Iterator[Problem]:
    """A population must be the sum of its ages."""
    if "age_0" not in row:
        return
    ages = [row[age.name] for age in AGES]
    total = sum(age for age in ages if isinstance(age, int))
    if total != row["persons"]:
        reason = (
            f"The ages add up to {grouped(total)}, but the total says {grouped(int(str(row['persons'])))}."
        )
        yield Problem(
            "total-disagrees", reason, "Import the file as it was published.", name, line, "All ages"
        )


def _repeat_problems(
    row: Record, key: Sequence[str], seen: dict[tuple[object, ...], int], line: int, name: str
) -> Iterator[Problem]:
    if not key:
        return
    found = tuple(row[part] for part in key)
    if found in seen:
        text = ", ".join(str(part) for part in found)
        reason = f"‘{text}’ stands here and in line {seen[found]}."
        yield Problem("given-twice", reason, "Delete the row that is wrong.", name, line, key[0], text)
    else:
        seen[found] = line


def _mid_year(path: Path) -> dict[str, str]:
    """The year of a mid-year estimate, from the title above the header."""
    with path.open(encoding="utf-8-sig") as text:
        head = text.read(2000)
    found = re.search(r"mid[- ](20\d\d)", head, re.IGNORECASE)
    return {"population": found[1]} if found else {}


# Recorded crime by partnership (ONS table C2) ---------------------------------------------------------------------

C2_COLUMNS = (
    Column("pfa", "police force area code"),
    Column("pfa_name", "police force area name"),
    Column("csp", "community safety partnership code"),
    Column("csp_name", "community safety partnership name"),
    Column("lad", "local authority code"),
    Column("lad_name", "local authority name"),
)
C2_TYPES = {
    "pfa": "text", "pfa_name": "text", "csp": "text", "csp_name": "text", "lad": "text", "lad_name": "text",
    "level": "text", "offence": "text", "value": "integer", "missing": "text", "period": "text", "sheet": "text",
    "line": "integer", "column": "text",
}  # fmt: skip


def _c2(path: Path, name: str, found: Recognised) -> Reading:
    """One row for each row and offence; `level` is force, partnership or unassigned."""
    reading = Reading(C2_TYPES)
    period = _c2_period(path, name, found)
    if period:
        reading.vintage["period"] = period.code
    code = period.code if period else ""
    places = _places(C2_COLUMNS, found.columns)
    for sheet, line, header, cells in _body(path, name, found):
        base: Record = {part: _without_notes(_cell(cells, place)) for part, place in places.items()}
        if base["pfa"] is None or not re.fullmatch(CODE, str(base["pfa"])):
            continue
        base |= {"level": _level(base), "period": code, "sheet": sheet, "line": line}
        if base["lad"] is not None and not re.fullmatch(CODE, str(base["lad"])):
            base |= {"lad": None, "lad_name": base["lad"]}
        reading.rows.extend(_c2_values(base, header, cells, max(places.values()) + 1, name, reading.problems))
    reading.cautions.extend(_c2_sums(reading.rows, name))
    reading.cautions.extend(_c2_codes(reading.rows, name))
    partnerships = {row["csp"] for row in reading.rows if row["level"] == "partnership"}
    first = next((row["offence"] for row in reading.rows), None)
    counted = [row for row in reading.rows if row["offence"] == first and row["level"] == "partnership"]
    reading.totals |= {
        "partnerships": len(partnerships),
        "crimes of partnerships": sum(int(str(row["value"])) for row in counted if row["value"] is not None),
    }
    if not period:
        text = "The title does not say which year the table is of. Say it on the import page."
        reading.cautions.append(Caution(WarningCode.PERIOD, name, text))
    return reading


def _without_notes(text: str) -> str | None:
    """`Humberside [note 4]` is Humberside; an empty cell is None."""
    return re.sub(r"\s*\[note \d+\]", "", text).strip() or None


def _level(base: Mapping[str, object]) -> str:
    if base["csp"] is not None:
        return "partnership"
    return "unassigned" if str(base["csp_name"] or "").lower().startswith("unassigned") else "force"


def _c2_values(
    base: Record, header: Sequence[str], cells: Sequence[str], start: int, name: str, problems: list[Problem]
) -> Iterator[Record]:
    for place in range(start, len(header)):
        offence = _without_notes(" ".join(header[place].split()))
        if not offence:
            continue
        text = _cell(cells, place)
        try:
            value = read_value(text)
        except ValueError as error:
            problems.append(
                Problem("value-unreadable", str(error), CORRECT, name, int(str(base["line"])), offence, text)
            )
            continue
        number = None if value.number is None else int(value.number)
        yield {**base, "offence": offence, "value": number, "missing": value.missing, "column": offence}


def _c2_period(path: Path, name: str, found: Recognised) -> Period | None:
    """`year ending June 2025`, from the title above the header."""
    if found.container == "csv":
        above = [cells for _, cells in csv_lines(path, name)][: found.header_row]
    else:
        above = [row.texts for grid in read_grid(path, name) for row in grid.rows[: found.header_row]]
    text = " ".join(" ".join(cells) for cells in above)
    stated = re.search(r"year ending \w+ 20\d\d", text, re.IGNORECASE)
    try:
        return read_period(stated[0]).period if stated else None
    except ValueError:
        return None


def _c2_sums(rows: Sequence[Record], name: str) -> Iterator[Caution]:
    """Partnerships and unassigned against the force, for every offence; what differs is told, nothing is mended."""
    forces: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        forces.setdefault((str(row["pfa_name"]), str(row["offence"])), []).append(row)
    for (force, offence), group in forces.items():
        stated = [row for row in group if row["level"] == "force"]
        parts = [row["value"] for row in group if row["level"] != "force"]
        if len(stated) != 1 or stated[0]["value"] is None or not parts:
            continue
        total, said = sum(int(str(part)) for part in parts if part is not None), int(str(stated[0]["value"]))
        if total != said:
            unknown = f" ({parts.count(None)} of them missing)" if None in parts else ""
            text = (
                f"{force}, {offence}: the partnerships and unassigned{unknown} add up to {grouped(total)}, the force "
                f"total says {grouped(said)} (difference {grouped(total - said)})."
            )
            yield Caution(WarningCode.ARITHMETIC, f"{name}, row {stated[0]['line']}", text)


def _c2_codes(rows: Sequence[Record], name: str) -> Iterator[Caution]:
    """A force code that stands with two names: the names are believed, because sums agree with them."""
    names: dict[str, dict[str, object]] = {}
    for row in rows:
        names.setdefault(str(row["pfa"]), {}).setdefault(str(row["pfa_name"]), row["line"])
    for code, found in names.items():
        if len(found) > 1:
            where = " and ".join(f"{force} (row {line})" for force, line in found.items())
            text = f"The force code {code} is given to {where}. Rows are taken by the force's name."
            yield Caution(WarningCode.AMBIGUOUS, name, text)


# Recorded crime by force (Home Office open data) ------------------------------------------------------------------

PFA_COLUMNS = (
    Column("financial_year", "financial year"),
    Column("quarter", "financial quarter"),
    Column("force_name", "force name"),
    Column("offence", "offence description"),
    Column("offence_group", "offence group"),
    Column("offence_subgroup", "offence subgroup"),
    Column("offence_code", "offence code"),
    Column("value", "number of offences"),
)
PFA_TYPES = {
    "force_name": "text", "offence": "text", "offence_group": "text", "offence_subgroup": "text",
    "offence_code": "text", "financial_year": "text", "quarter": "integer", "period": "text", "starts_on": "day",
    "ends_on": "day", "value": "integer", "sheet": "text", "line": "integer",
}  # fmt: skip


def _pfa(path: Path, name: str, found: Recognised) -> Reading:
    """Counts may be negative: records that were reclassified or cancelled in the quarter. They are kept."""
    reading = Reading(PFA_TYPES)
    places = _places(PFA_COLUMNS, found.columns)
    negative: list[int] = []
    for sheet, line, header, cells in _body(path, name, found):
        row: Record = {part: _cell(cells, place) for part, place in places.items()}
        try:
            row |= _pfa_row(row)
        except ValueError as error:
            column, text = _pfa_blame(row)
            shown = header[places[column]].strip()
            reading.problems.append(Problem("cell-unreadable", str(error), CORRECT, name, line, shown, text))
            continue
        reading.rows.append(row | {"sheet": sheet, "line": line})
        if int(str(row["value"])) < 0:
            negative.append(line)
    if negative:
        text = f"{how_many(len(negative), 'count is', 'counts are')} below zero (first: row {negative[0]}): records reclassified later, kept as they are."
        reading.cautions.append(Caution(WarningCode.IMPLAUSIBLE, name, text))
    reading.totals["offences"] = sum(int(str(row["value"])) for row in reading.rows)
    reading.coverage.extend(_pfa_coverage(reading.rows))
    return reading


def _pfa_row(row: Record) -> Record:
    year, quarter = str(row["financial_year"]), str(row["quarter"]).removesuffix(".0")
    started = re.fullmatch(r"(20\d\d)/(\d\d)", year)
    if not started or int(started[2]) != (int(started[1]) + 1) % 100:
        raise ValueError(f"‘{year}’ is not a financial year, such as 2017/18.")
    if quarter not in ("1", "2", "3", "4"):
        raise ValueError(f"‘{quarter}’ is not a quarter from 1 to 4.")
    value = read_value(str(row["value"]), negatives=True).number
    if value is None or value != value.to_integral_value():
        raise ValueError(f"‘{row['value']}’ is not a whole number of offences.")
    period = financial_quarter(int(started[1]), int(quarter))
    return {
        "quarter": int(quarter),
        "period": period.code,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "value": int(value),
    }


def _pfa_blame(row: Record) -> tuple[str, str]:
    """Which cell of a refused row is to blame."""
    if not re.fullmatch(r"20\d\d/\d\d", str(row["financial_year"])):
        return "financial_year", str(row["financial_year"])
    if str(row["quarter"]).removesuffix(".0") not in ("1", "2", "3", "4"):
        return "quarter", str(row["quarter"])
    return "value", str(row["value"])


def _pfa_coverage(rows: Sequence[Record]) -> Iterator[Coverage]:
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (str(row["force_name"]), str(row["period"]))
        counts[key] = counts.get(key, 0) + 1
    for (force, period), n in sorted(counts.items()):
        yield Coverage(force, period, n)


# Severity weights -------------------------------------------------------------------------------------------------

WEIGHT_TYPES = {
    "offence_code": "text", "severity_codes": "text", "offence": "text", "category": "text", "weight": "number",
    "low": "number", "high": "number", "left_out": "yes_no", "line": "integer",
}  # fmt: skip


def _weights(path: Path, name: str, _: Recognised) -> Reading:
    """One row a weight; `severity_codes` are further codes that it stands for."""
    table = weight_table(path, name)
    reading = Reading(WEIGHT_TYPES, problems=list(table.problems))
    for one in table.found.weights:
        ends = {"weight": one.value, "low": one.low, "high": one.high}
        reading.rows.append(
            {key: None if end is None else float(end) for key, end in ends.items()}
            | {"offence_code": ", ".join(one.codes), "severity_codes": ", ".join(one.alike), "offence": one.offence,
               "category": one.group, "left_out": one.left_out, "line": one.line}
        )  # fmt: skip
    if table.found.dated:
        reading.vintage["of"] = table.found.dated
    return reading


# Bank holidays ----------------------------------------------------------------------------------------------------

HOLIDAY_TYPES = {"division": "text", "on": "day", "title": "text", "notes": "text", "line": "integer"}


def _holidays(path: Path, name: str, _: Recognised) -> Reading:
    """One row a holiday and division; `line` is the number of the entry within its division."""
    reading = Reading(HOLIDAY_TYPES)
    content = json.loads(path.read_bytes().decode("utf-8-sig"))
    for division, part in content.items():
        events = part.get("events") if isinstance(part, dict) else None
        for number, event in enumerate(events if isinstance(events, list) else (), start=1):
            try:
                on = date.fromisoformat(str(event["date"]))
                title = str(event["title"])
            except (KeyError, ValueError, TypeError):
                reason = f"Entry {number} of ‘{division}’ has no title, or a date that is none."
                reading.problems.append(
                    Problem("cell-unreadable", reason, "Download the file again.", name, number, division)
                )
                continue
            notes = str(event.get("notes", ""))
            reading.rows.append(
                {"division": division, "on": on, "title": title, "notes": notes, "line": number}
            )
        reading.totals[division] = sum(row["division"] == division for row in reading.rows)
    return reading


def _areas(path: Path, name: str, _: Recognised) -> Reading:
    """One row an area: code, names, edition, geometry as GeoJSON text, and its box."""
    found = read_boundaries(path, name)
    reading = Reading(found.types, list(found.rows), list(found.problems), list(found.cautions))
    reading.vintage |= found.vintage
    reading.totals["areas"] = len(reading.rows)
    return reading


_READERS: Mapping[Kind, Callable[[Path, str, Recognised], Reading]] = {
    Kind.CSP_RECORDED_CRIME: _c2,
    Kind.PFA_RECORDED_CRIME: _pfa,
    Kind.SEVERITY: _weights,
    Kind.BANK_HOLIDAYS: _holidays,
    Kind.BOUNDARIES: _areas,
}
