"""Which rows of a street file are right: one cheap test for all rows, and every rule in turn for the few it holds back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.evidence.engine import sql_list, sql_text
from frankpledge.evidence.measures import ASB
from frankpledge.evidence.readers.police_facts import COLUMNS, parquet

if TYPE_CHECKING:
    import duckdb

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
    "outcome-missing": (
        "Outcome type",
        "The row has no outcome.",
        "Fill in the outcome; it is never guessed.",
    ),
    "search-type-missing": (
        "Type",
        "The row does not say whether a person or a vehicle was searched.",
        "Fill in the type of the search.",
    ),
    "date-unreadable": (
        "Date",
        "‘{value}’ is not a moment.",
        "Write it as 2019-03-01T21:53:28+00:00 and import the corrected file.",
    ),
    "date-not-the-files": (
        "Date",
        "The search is of {value}, but the file's name says {month}.",
        "Move the row to the file of its month, or give the file its right name.",
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
    """The slug of the police archive for a force's name: `Devon & Cornwall Police` is devon-and-cornwall, and so is what the
    look-ups of places call `London, City of` the archive's city-of-london."""
    special = {"british transport police": "btp", "police service of northern ireland": "northern-ireland"}
    text = " ".join(name.lower().replace("&", " and ").split())
    if ", " in text:
        text = " ".join(reversed(text.split(", ", 1)))
    if text in special:
        return special[text]
    text = re.sub(r"\b(police|constabulary|service|heddlu)\b", " ", text)
    text = re.sub(r" and isle of wight\b", "", text)
    return "-".join(re.findall(r"[a-z]+", text))


@dataclass(frozen=True)
class Expected:
    """What rows are held against. `month` and `force` are empty when the file's name does not say them."""

    month: str
    force: str
    first_month: str
    first_force: str


class RowRules:
    """The SQL by which the rows of one file are typed, tested, judged and refused."""

    def __init__(self, expected: Expected, name: str) -> None:
        self._expected, self._name = expected, name

    def typed(self, source: str, *, certain: bool) -> str:
        """Raw columns, typed columns and the line, of the rows that the cheap test lets through, or of the others.

        `source` has the raw columns as text and the line as `n`. The test is made for speed: comparisons with one
        text, no pattern. It may hold back a row that is right, and lets through none that is wrong.
        """
        told = self._expected
        month, force = told.month or told.first_month, told.force or force_slug(told.first_force)
        return f"""
            WITH typed AS (
                SELECT *, try_cast(longitude AS DOUBLE) AS lon, try_cast(latitude AS DOUBLE) AS lat FROM {source}
            ), tested AS (
                SELECT *, coalesce(
                    month = {sql_text(month)} AND reported_by = {sql_text(told.first_force)} AND crime_type IS NOT NULL
                    AND ((lon BETWEEN {LONGITUDES[0]} AND {LONGITUDES[1]}
                          AND lat BETWEEN {LATITUDES[0]} AND {LATITUDES[1]})
                         OR (longitude IS NULL AND latitude IS NULL))
                    AND (lsoa_code IS NULL OR (length(lsoa_code) = 9 AND
                         (lsoa_code BETWEEN 'E01000000' AND 'E01999999'
                          OR lsoa_code BETWEEN 'W01000000' AND 'W01999999'))), false) AS is_certain
                FROM typed
            )
            SELECT {", ".join(COLUMNS)},
                {_month_start(month) if certain else "try_cast(month || '-01' AS DATE)"} AS month_on,
                {sql_text(force)} AS force, lon, lat,
                CASE WHEN lon IS NOT NULL THEN 'point' WHEN lsoa_code IS NOT NULL THEN 'lsoa_only'
                     ELSE 'none' END AS geo_status,
                coalesce(crime_type = {sql_text(ASB)}, false) AS is_asb,
                n AS line
            FROM tested WHERE {"" if certain else "NOT"} is_certain
        """  # noqa: S608 (texts are quoted by sql_text; the rest is our own)

    def judged(self, cursor: duckdb.DuckDBPyConnection, doubtful: Path) -> str:
        """Every doubtful row, with the slug of its force and the code of the first rule it breaks, null for none."""
        told = self._expected
        distinct = f"SELECT DISTINCT reported_by FROM {parquet([doubtful])} ORDER BY 1"  # noqa: S608
        names = cursor.execute(distinct).fetchall()
        slugs = {name: force_slug(name) for (name,) in names if name}
        others = [name for name, slug in slugs.items() if told.force and slug != told.force]
        cases = " ".join(f"WHEN {sql_text(name)} THEN {sql_text(slug)}" for name, slug in slugs.items())
        force = f"CASE reported_by {cases} ELSE force END" if cases else "force"
        month = f"WHEN month <> {sql_text(told.month)} THEN 'month-not-the-files'" if told.month else ""
        lon, lat = (f"BETWEEN {low} AND {high}" for low, high in (LONGITUDES, LATITUDES))
        return f"""(SELECT * REPLACE ({force} AS force), CASE
            WHEN month IS NULL OR NOT regexp_full_match(month, '\\d{{4}}-(0[1-9]|1[0-2])') THEN 'month-unreadable'
            {month}
            WHEN reported_by IS NULL THEN 'force-missing'
            WHEN list_contains({sql_list(others)}::VARCHAR[], reported_by) THEN 'other-force'
            WHEN crime_type IS NULL THEN 'type-missing'
            WHEN (longitude IS NULL) <> (latitude IS NULL) THEN 'coordinate-alone'
            WHEN longitude IS NOT NULL AND (lon IS NULL OR lat IS NULL) THEN 'coordinate-not-a-number'
            WHEN lon {lat} AND lat {lon} THEN 'coordinates-swapped'
            WHEN lon IS NOT NULL AND NOT (lon {lon} AND lat {lat}) THEN 'coordinates-outside'
            WHEN lsoa_code IS NOT NULL AND NOT regexp_full_match(
                lsoa_code, '([EW]01\\d{{6}}|S01\\d{{6}}|N\\d{{8}}|95[A-Z]{{2}}\\d\\d[A-Z]\\d)') THEN 'area-code-malformed'
            END AS code FROM {parquet([doubtful])})"""  # noqa: S608

    def refused(self, judged: str, *, value: str = "") -> str:
        """Refused rows as the refusals file has them: file, line, column, value, code, reason, remedy.

        `value` is SQL for the cell that a broken rule is about; that of a street file unless given.
        """
        value = (
            value
            or """CASE WHEN code LIKE 'month%' THEN month WHEN code = 'other-force' THEN reported_by
            WHEN code LIKE 'coordinate%' THEN coalesce(longitude, '') || ', ' || coalesce(latitude, '')
            WHEN code = 'area-code-malformed' THEN lsoa_code END"""
        )
        return f"""
            SELECT {sql_text(self._name)} AS file, line::BIGINT AS line, {self._say(0)} AS "column",
                coalesce(value, '') AS value, code, {self._say(1)} AS reason, {self._say(2)} AS remedy
            FROM (SELECT line, code, {value} AS value FROM {judged} WHERE code IS NOT NULL)"""  # noqa: S608

    def torn(self, told: Path) -> str:
        """The same for lines that were no rows, from the file in which they were told one by one."""
        columns = ("line", "code", "column", "value", "reason", "remedy")
        typed = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in columns) + "}"
        return f"""
            SELECT {sql_text(self._name)} AS file, line::BIGINT AS line, "column", coalesce(value, '') AS value, code,
                reason, remedy
            FROM read_csv({sql_text(told)}, header=false, auto_detect=false, delim=',', quote='"', escape='"',
                new_line='\\n', columns={typed})"""  # noqa: S608

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


def _month_start(month: str) -> str:
    return f"DATE '{month}-01'" if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) else "NULL::DATE"
