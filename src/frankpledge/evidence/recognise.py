"""What a file is, told from its content and never from its name; and if nothing fits, what comes nearest and why not."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.readers.text import AS_UTF8, encoding_problem
from frankpledge.kernel.problems import Problem

HEAD = 1 << 18
LOOK_IN = 40
"""Title and note rows stand above many official headers; the header is looked for in so many rows."""


@dataclass(frozen=True)
class Shape:
    """A known header. Each column is a pattern for the normalised cell; a group in it tells the edition.

    `exact` shapes must have these columns in this order and no others; of the rest every named column must be
    there, in any order, among others.
    """

    kind: Kind
    title: str
    columns: tuple[str, ...]
    exact: bool = False


@dataclass(frozen=True)
class Recognised:
    """What a file is. `header_row` counts from 1 in the file or sheet; `columns` is that header as it stands.

    For `Kind.UNKNOWN`, `problems` say which known shape comes nearest and what differs.
    """

    kind: Kind
    title: str
    header_row: int = 0
    columns: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    vintage: Mapping[str, str] = field(default_factory=dict)
    container: str = "csv"
    """csv, workbook or json."""


STREET = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
    "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
OUTCOMES = (*STREET[:9], "Outcome type")
STOP_AND_SEARCH = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender",
    "Age range", "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip


def _exactly(columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(re.escape(column.lower()) for column in columns)


OFFENCE_CODE = (
    r"offence[ _]code|(home[ _]office|ho|hocr|crime)[ _](offence[ _]|crime[ _])?(code|class)([ _]no)?"
)
SEVERITY_WEIGHT = (
    r"weight|(severity|harm|css|chi)[ _](weight|score|value)|sentence[ _]days|days[ _]of[ _](prison|sentence)"
)
OFFENCE_DATE = r"month|(.*[ _])?(date|month|period)([ _].*)?"

SHAPES = (
    Shape(Kind.POLICE_STREET, "police street-level crimes", _exactly(STREET), exact=True),
    Shape(Kind.POLICE_OUTCOMES, "police outcomes", _exactly(OUTCOMES), exact=True),
    Shape(Kind.POLICE_STOP_AND_SEARCH, "police stop and search", _exactly(STOP_AND_SEARCH), exact=True),
    Shape(
        Kind.SERVICE_RETURN, "monthly return of a service", ("service", "month", "question", "answer", "note")
    ),
    Shape(
        Kind.LSOA11_LSOA21,
        "ONS lookup of 2011 to 2021 small areas",
        ("lsoa11cd", "lsoa11nm", "lsoa21cd", "lsoa21nm", r"lad(?P<lad>\d\d)cd", r"lad\d\dnm"),
    ),
    Shape(
        Kind.LSOA_WARD_LAD,
        "ONS lookup of small areas to wards and districts",
        (
            r"lsoa(?P<lsoa>\d\d)cd",
            r"lsoa\d\dnm",
            r"wd(?P<ward>\d\d)cd",
            r"wd\d\dnm",
            r"lad(?P<lad>\d\d)cd",
            r"lad\d\dnm",
        ),
    ),
    Shape(
        Kind.LAD_CSP_PFA,
        "ONS lookup of districts to partnerships and police forces",
        (
            r"lad(?P<lad>\d\d)cd",
            r"lad\d\dnm",
            r"csp(?P<csp>\d\d)cd",
            r"csp\d\dnm",
            r"pfa(?P<pfa>\d\d)cd",
            r"pfa\d\dnm",
        ),
    ),
    Shape(
        Kind.WARD_LAD,
        "ONS lookup of wards to districts",
        (r"wd(?P<ward>\d\d)cd", r"wd\d\dnm", r"lad(?P<lad>\d\d)cd", r"lad\d\dnm"),
    ),
    Shape(Kind.CSP_NAMES, "ONS names and codes of partnerships", (r"csp(?P<csp>\d\d)cd", r"csp\d\dnm")),
    Shape(
        Kind.LAD_SUCCESSION,
        "districts and their successors",
        ("ladcd", "ladnm", "ladcd_active", "ladnm_active", "current"),
    ),
    Shape(Kind.LSOA_CENTRES, "centres of small areas", ("lsoacd", "latitude", "longitude")),
    Shape(
        Kind.POPULATION_LSOA,
        "population of small areas by single year of age",
        (r"lsoa(?P<lsoa>\d\d)_code", r"lsoa\d\d_name", "total_population", "0", "1", r"90\+"),
    ),
    Shape(
        Kind.POPULATION_LAD,
        "population of districts by single year of age",
        (r"ltla(?P<lad>\d\d)_code", r"ltla\d\d_name", "total_population", "0", "1", r"90\+"),
    ),
    Shape(
        Kind.POPULATION_WARD,
        "ONS population of wards by single year of age",
        (
            r"ward code \d",
            r"ward name \d",
            r"la code \(20(?P<lad>\d\d) boundaries\)",
            r"la name \(20\d\d boundaries\)",
            "all ages",
            "0",
            "1",
            r"90\+",
        ),
    ),
    Shape(
        Kind.CSP_RECORDED_CRIME,
        "ONS table of recorded crime by partnership (C2)",
        (
            "police force area code",
            "police force area name",
            "community safety partnership code",
            "community safety partnership name",
            "local authority code",
            "local authority name",
            r"total recorded crime \(excluding fraud\)",
        ),
    ),
    Shape(
        Kind.PFA_RECORDED_CRIME,
        "Home Office recorded crime by force",
        (
            "financial year",
            "financial quarter",
            "force name",
            "offence description",
            "offence group",
            "offence subgroup",
            "offence code",
            "number of offences",
        ),
    ),
    Shape(
        Kind.IMD,
        "index of multiple deprivation by small area",
        (r"lsoa(?P<lsoa>\d\d)cd", r"lsoa\d\dnm", r"imd(?P<imd>\d\d)|imdrank"),
    ),
    Shape(
        Kind.SEVERITY,
        "ONS crime severity weights",
        ("description", "code_severity", "code_original", "category_severity", "offence", "weight"),
    ),
    Shape(
        Kind.SEVERITY_JOIN,
        "severity weights joined to police.uk categories",
        ("ons_counts_description", "ons_severity_weight", "ons_counts_code", "police_uk_cat_map_category"),
    ),
    Shape(
        Kind.OFFENCE_CATEGORIES,
        "offence codes and police.uk categories",
        ("offence_group", "offence_code", "offence_description", "offence_subgroup", r"police\.uk_cat"),
    ),
    Shape(Kind.SEVERITY, "severity weights by offence code", (OFFENCE_CODE, SEVERITY_WEIGHT)),
    Shape(Kind.OFFENCE_EXTRACT, "offences by code, from a police force", (OFFENCE_CODE, OFFENCE_DATE)),
)

TIDY_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "measure": ("measure", "indicator", "indicator name", "metric", "measure name", "name of measure"),
    "area": (
        "area",
        "area code",
        "area name",
        "district",
        "ward",
        "csp",
        "local authority",
        "geography",
        "place",
    ),
    "period": ("period", "time period", "month", "quarter", "year", "date", "financial year"),
    "value": ("value", "count", "number", "total", "figure", "observed"),
    "denominator": ("denominator", "population", "base", "out of"),
    "n": ("n", "sample", "sample size", "numerator", "cases", "respondents"),
}
"""Names under which suppliers give the columns of a tidy measure table, normalised."""
NEEDED = ("measure", "area", "period", "value")


def recognise(path: Path, name: str = "") -> Recognised:
    """What the file at `path` is. Never raises for content: what cannot be read is UNKNOWN with its problem."""
    name = name or path.name
    with path.open("rb") as held:
        head = held.read(HEAD)
    if not head.strip():
        return _unknown(name, "empty-file", "The file is empty.", "Export it again and import the new file.")
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, name)
    if other := _not_a_table(head):
        return _unknown(name, "not-a-table", f"The file is {other}.", "Export the table as CSV, XLSX or ODS.")
    if problem := encoding_problem(head, name):
        return Recognised(Kind.UNKNOWN, "", problems=(problem,))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _json(path, name)
    if b"\n" not in head and b"\r" in head:
        reason = "Its lines end with a bare carriage return, as very old Macintosh programs wrote them."
        return _unknown(name, "line-ends", reason, AS_UTF8)
    return recognise_rows(list(_head_rows(head)), name)


def recognise_rows(rows: Sequence[Sequence[str]], name: str, *, container: str = "csv") -> Recognised:
    """The same from the first rows of a table, whatever it was stored in."""
    for number, row in enumerate(rows[:LOOK_IN], start=1):
        cells = normalised(row)
        for shape in SHAPES:
            vintage = _fit(shape, cells)
            if vintage is not None:
                return Recognised(shape.kind, shape.title, number, tuple(row), (), vintage, container)
    for number, row in enumerate(rows[:LOOK_IN], start=1):
        if measure := _measures(rows, number, row, container):
            return measure
    return _nearest(rows, name, container)


def normalised(row: Sequence[str]) -> tuple[str, ...]:
    """Header cells for comparison: lower case, spaces and line breaks as one space, no mark or empty tail."""
    cells = [" ".join(str(cell).replace("\ufeff", "").split()).lower() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def tidy_columns(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which column (from 0) holds which part of a tidy table, by the supplier's mapping first and synonyms then.

    `mapping` says part → header text. Raises KeyError naming the header that a mapping promises and is not there.
    """
    cells, found = normalised(header), {}
    for part, wanted in (mapping or {}).items():
        text = normalised([wanted])
        if not text or text[0] not in cells:
            raise KeyError(wanted)
        found[part] = cells.index(text[0])
    for part, names in TIDY_SYNONYMS.items():
        for synonym in names:
            if part not in found and synonym in cells and cells.index(synonym) not in found.values():
                found[part] = cells.index(synonym)
    return found


# Shapes -----------------------------------------------------------------------------------------------------------


def _fit(shape: Shape, cells: tuple[str, ...]) -> dict[str, str] | None:
    """The editions that the header names when it has the shape; None when it has not."""
    if shape.exact and len(cells) != len(shape.columns):
        return None
    vintage: dict[str, str] = {}
    for place, pattern in enumerate(shape.columns):
        among = cells[place : place + 1] if shape.exact else cells
        found = next((match for cell in among if (match := re.fullmatch(pattern, cell))), None)
        if found is None:
            return None
        vintage |= {key: f"20{year}" for key, year in found.groupdict().items() if year}
    return vintage


def _measures(
    rows: Sequence[Sequence[str]], number: int, row: Sequence[str], container: str
) -> Recognised | None:
    parts = tidy_columns(row)
    if all(part in parts for part in NEEDED):
        return Recognised(Kind.MEASURES_TIDY, "measure table", number, tuple(row), container=container)
    if is_two_year_header(row) and number < len(rows):
        return Recognised(
            Kind.MEASURES_TWO_YEARS,
            "measures by quarter of two years",
            number,
            tuple(row),
            container=container,
        )
    return None


def is_two_year_header(row: Sequence[str]) -> bool:
    """Whether the cells after the first are years, in pairs that follow one another: 2019 2020 2019 2020."""
    years = [cell.strip().removesuffix(".0") for cell in row[1:] if cell.strip()]
    if (
        len(years) < 2
        or len(years) % 2
        or not all(re.fullmatch(r"(19|20)\d\d(/\d\d)?", year) for year in years)
    ):
        return False
    pairs = list(zip(years[::2], years[1::2], strict=True))
    return all(int(after[:4]) == int(before[:4]) + 1 for before, after in pairs) and len(set(pairs)) == 1


def _nearest(rows: Sequence[Sequence[str]], name: str, container: str) -> Recognised:
    """The known shape that shares most columns with any of the first rows, and what differs."""
    best: tuple[float, int, Shape] | None = None
    for number, row in enumerate(rows[:LOOK_IN], start=1):
        cells = normalised(row)
        for shape in SHAPES:
            shared = sum(any(re.fullmatch(pattern, cell) for cell in cells) for pattern in shape.columns)
            score = shared / len(shape.columns)
            if shared >= 2 and (best is None or score > best[0]):
                best = (score, number, shape)
    if best is None:
        return _no_header(rows, name, container)
    _, number, shape = best
    problems = tuple(_differences(shape, rows[number - 1], number, name))
    return Recognised(
        Kind.UNKNOWN, shape.title, number, tuple(rows[number - 1]), problems, container=container
    )


def _differences(shape: Shape, row: Sequence[str], number: int, name: str) -> Iterator[Problem]:
    cells = normalised(row)
    near = f"The file comes nearest to {shape.title}, but "
    missing = [p for p in shape.columns if not any(re.fullmatch(p, cell) for cell in cells)]
    for pattern in missing:
        wanted = readable(pattern)
        reason = f"{near}it has no column ‘{wanted}’."
        yield Problem(
            "wrong-header", reason, "Export it with all columns of the original.", name, number, wanted
        )
    if shape.exact and not missing:
        yield from _out_of_place(shape, row, number, name, near)
    if not missing and not shape.exact:
        yield Problem(
            "wrong-header",
            f"{near}its header is not in one row.",
            "Remove what stands above it.",
            name,
            number,
        )


def _out_of_place(shape: Shape, row: Sequence[str], number: int, name: str, near: str) -> Iterator[Problem]:
    cells = normalised(row)
    extra = [cell for cell in cells if not any(re.fullmatch(pattern, cell) for pattern in shape.columns)]
    for cell in extra:
        reason = f"{near}it has a column ‘{cell}’ that does not belong there."
        yield Problem(
            "wrong-header", reason, "Remove the column, or import the original file.", name, number, cell
        )
    for place, (pattern, cell) in enumerate(zip(shape.columns, cells, strict=False), start=1):
        if not extra and not re.fullmatch(pattern, cell):
            reason = (
                f"{near}column {place} is ‘{row[place - 1].strip()}’ where ‘{readable(pattern)}’ should be."
            )
            remedy = (
                "The columns have been swapped: put them back in their order, or import the original file."
            )
            yield Problem("swapped-columns", reason, remedy, name, number, row[place - 1].strip(), cell)


def readable(pattern: str) -> str:
    """A column pattern as a person would write the column: `lsoa(?P<lsoa>\\d\\d)cd` is `LSOA11CD`."""
    known = {column.lower(): column for column in (*STREET, *OUTCOMES, *STOP_AND_SEARCH)}
    text = re.sub(r"\(\?P<\w+>\\d\\d\)|\\d\\d", "11", pattern.split("|", maxsplit=1)[0]).replace("[ _]", " ")
    text = re.sub(r"\\(.)", r"\1", text.replace(r"\d", "1"))
    return known.get(text, text.upper() if re.fullmatch(r"[a-z]+\d\d[a-z]+", text) else text)


def _no_header(rows: Sequence[Sequence[str]], name: str, container: str) -> Recognised:
    first = rows[0] if rows else ()
    if len(first) == len(STREET) and re.fullmatch(r"\d{4}-\d{2}", first[1].strip()):
        reason = "The rows look like police street-level crimes, but the header line is missing."
        remedy = f"Put this line first: {','.join(STREET)}"
        return _unknown(name, "wrong-header", reason, remedy, row=1)
    if separator := _other_separator(rows):
        reason = f"The columns are separated by {separator}, not by commas."
        return _unknown(
            name, "other-separator", reason, "Save it as CSV UTF-8 with commas between the columns.", row=1
        )
    reason = "No line of the file is a header that is known here."
    remedy = (
        "Import one of the known public files as it was published, or a table with the columns measure, area, period "
        "and value; other names can be mapped on the import page."
    )
    found = _unknown(name, "unknown-file", reason, remedy, row=1)
    return Recognised(Kind.UNKNOWN, "", 1 if rows else 0, tuple(first), found.problems, container=container)


def _other_separator(rows: Sequence[Sequence[str]]) -> str:
    """Semicolons or tabs where every one of the first rows is a single cell with the same number of them."""
    for mark, words in ((";", "semicolons"), ("\t", "tabs")):
        counts = {row[0].count(mark) if len(row) == 1 else 0 for row in rows[:5] if row}
        if len(counts) == 1 and counts != {0}:
            return words
    return ""


def _unknown(name: str, code: str, reason: str, remedy: str, *, row: int | None = None) -> Recognised:
    return Recognised(Kind.UNKNOWN, "", problems=(Problem(code, reason, remedy, file=name, row=row),))


# Containers -------------------------------------------------------------------------------------------------------


def _not_a_table(head: bytes) -> str:
    known = {
        b"%PDF": "a PDF document",
        b"\x1f\x8b": "compressed inside a compressed file",
        b"7z\xbc\xaf": "a 7-Zip archive",
        b"Rar!": "a RAR archive",
        b"\x89PNG": "a picture",
        b"\xff\xd8\xff": "a picture",
        b"{\\rtf": "a text document",
        b"PAR1": "a Parquet file",
    }
    for mark, what in known.items():
        if head.startswith(mark):
            return what
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[:500].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "a web page or XML, perhaps an error page that was saved in place of the file"
    return ""


def _head_rows(head: bytes) -> Iterator[list[str]]:
    text = head.decode("utf-8", "replace")
    if len(head) == HEAD:
        text = text[: text.rfind("\n") + 1] or text[:1000]
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        for number, row in enumerate(reader):
            if number >= LOOK_IN:
                return
            yield row
    except csv.Error:
        return


def _workbook(path: Path, name: str) -> Recognised:
    from frankpledge.evidence.readers.workbook import first_rows
    from frankpledge.kernel.problems import Unusable

    try:
        sheets = first_rows(path, name, rows=LOOK_IN)
    except Unusable as error:
        return Recognised(Kind.UNKNOWN, "", problems=error.problems, container="workbook")
    found = [recognise_rows(rows, name, container="workbook") for rows in sheets.values()]
    known = [each for each in found if each.kind is not Kind.UNKNOWN]
    if known:
        return known[0]
    return (
        found[0]
        if found
        else _unknown(name, "empty-file", "The workbook has no filled sheet.", "Check the file.")
    )


def _json(path: Path, name: str) -> Recognised:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = f"The file looks like JSON but cannot be read as such ({error})."
        return _unknown(name, "bad-json", reason, "Download it again; it may have been cut short.")
    if isinstance(content, dict):
        if content.get("type") in ("FeatureCollection", "Topology"):
            return Recognised(Kind.BOUNDARIES, "boundaries", container="json")
        if any(isinstance(part, dict) and "events" in part for part in content.values()):
            return Recognised(Kind.BANK_HOLIDAYS, "GOV.UK bank holidays", container="json")
    reason = "The JSON is neither boundaries (GeoJSON or TopoJSON) nor the GOV.UK bank holidays."
    return _unknown(name, "unknown-file", reason, "Import a known file, or export the table as CSV.")
