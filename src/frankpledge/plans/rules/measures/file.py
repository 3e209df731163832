"""Measures as people write them down: a TOML or JSON file of `[[measure]]`, or a CSV of readings. Pure.

The same file is loaded into the record and given to the command `plan status`. Every mistake is noted with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from frankpledge.analysis.inputs import NOT_KNOWN, Line, read_table
from frankpledge.analysis.series import whole_months
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, read_toml, text_of
from frankpledge.plans.rules.measures.case import (
    DIRECTIONS,
    FORMS,
    FREQUENCIES,
    KINDS,
    MONTHS,
    SOURCES,
    STATES,
    Case,
    Definition,
    Phase,
    Reading,
    Target,
)
from frankpledge.plans.rules.measures.course import target_may_be_set

RELATIONS = ("exact", "proxy", "none")
FREQUENCY_OF = {months: name for name, months in MONTHS.items()}
PERIODS = "Write 2020, 2020-Q1, 2020-03 or 2020/21."
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
COLUMNS = (
    "measure", "period", "numerator", "denominator", "low", "high", "direction", "form", "baseline", "target",
    "target_by", "target_because", "per", "title",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A measure as a file states it: its case, and what only the record keeps."""

    case: Case
    organisation: str = ""
    story: str = ""
    initiative: str = ""
    feed_of: str = ""
    """The slug of the imported measure that is its denominator."""


def read_measures(path: Path) -> tuple[Written, ...]:
    """The measures of a file, by the ending of its name. Raises `Unusable` with everything that is wrong."""
    if path.suffix.lower() == ".csv":
        return tuple(Written(case) for case in _from_csv(path))
    if path.suffix.lower() not in {".json", ".toml"}:
        reason = f"A file that ends in ‘{path.suffix}’ is not read."
        raise Unusable(Problem("kind", reason, "Give measures as .toml, .json or .csv.", path.name))
    table = _from_json(path) if path.suffix.lower() == ".json" else read_toml(path)
    return written_in(table)


def _from_json(path: Path) -> TomlTable:
    try:
        found = json.loads(text_of(path))
    except ValueError as error:
        raise Unusable(
            Problem("not-json", f"The file is not JSON: {error}.", "Mend it.", path.name)
        ) from error
    if isinstance(found, list):
        found = {"measure": found}
    if not isinstance(found, dict):
        raise Unusable(Problem("not-an-object", "The file holds no JSON object.", "Write {…}.", path.name))
    return TomlTable(path.name, _with_days(found))


def _with_days(found: dict[str, object]) -> dict[str, object]:
    """JSON has no days of its own: texts that are days become such, where a measure keeps a day."""
    rows = found.get("measure")
    for row in rows if isinstance(rows, list) else ():
        lists = (row.get(key) for key in ("state", "definition")) if isinstance(row, dict) else ()
        for one in (
            each for some in lists if isinstance(some, list) for each in some if isinstance(each, dict)
        ):
            with suppress(TypeError, ValueError):
                one["from"] = date.fromisoformat(one.get("from", ""))
    return found


def written_in(table: TomlTable) -> tuple[Written, ...]:
    """The measures of a file that was read. Raises `Unusable`."""
    rows = table.tables("measure")
    if not rows:
        table.wrong(
            "measure", "is missing: no measure is given.", "Begin each one with [[measure]].", "empty"
        )
    found = tuple(_measure(row) for row in rows)
    table.once("id", rows)
    table.check()
    return found


def _measure(row: TomlTable) -> Written:
    frequency = row.choice("frequency", tuple(FREQUENCIES)) or "month"
    form = row.choice("form", tuple(FORMS), "count")
    case = Case(
        id=_slug(row), title=row.text("title", "") or row.text("id", ""), form=form, frequency=frequency,
        direction=row.choice("direction", tuple(filter(None, DIRECTIONS)), ""),
        kind=row.choice("kind", tuple(KINDS), "population"), unit=row.text("unit", ""), per=row.whole("per", 1, low=1),
        relation=row.choice("relation", RELATIONS, "exact"), relation_note=row.text("relation_note", ""),
        priority=row.text("priority", ""), readings=_readings(row, form, frequency),
        baseline=_period(row, "baseline"), phases=tuple(map(_phase, row.tables("state"))),
        definitions=tuple(map(_definition, row.tables("definition"))),
        due_after=row.optional_whole("due_after"), feed=row.text("feed", ""), owner=row.text("owner", ""),
        is_synthetic=row.flag("is_synthetic", default=False),
    )  # fmt: skip
    case = replace(case, target=_target(row, case.direction))
    return Written(
        case,
        row.text("organisation", ""),
        row.text("story", ""),
        row.text("initiative", ""),
        row.text("feed_of", ""),
    )


def _slug(row: TomlTable) -> str:
    found = row.text("id")
    if found and not _SLUG.fullmatch(found):
        row.wrong(
            "id",
            f"is ‘{found}’, which cannot stand in an address.",
            "Use a-z, 0-9 and hyphens.",
            "not-a-slug",
        )
    return found


def _period(row: TomlTable, key: str, default: str = "") -> Period | None:
    text = row.text(key, default)
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        row.wrong(key, f"is no period: {error}.", PERIODS, "not-a-period")
        return None


def _phase(row: TomlTable) -> Phase:
    state, because = row.choice("state", tuple(STATES)), row.text("because", "")
    if state != "active" and not because:
        row.wrong("because", "is missing.", "Say why it is not in use.", "no-reason")
    return Phase(state or "active", row.day("from"), because)


def _definition(row: TomlTable) -> Definition:
    return Definition(row.day("from"), row.text("text"))


def _target(row: TomlTable, direction: str) -> Target | None:
    if not row.has("target"):
        return None
    said = row.table("target")
    by, value = _period(said, "by"), _exact(said, "value")
    if by is None:
        said.wrong("by", "is missing.", f"Name the period the target is for. {PERIODS}", "missing-key")
    because = said.text("because", "")
    if value is None or by is None:
        return None
    made = Target(value, by, because)
    verdict = target_may_be_set(direction, made)
    if not verdict.holds:
        key = "because" if direction else "value"
        said.wrong(key, f"is not enough. {verdict}", "Add it.", "target-needs-direction" if not direction else "no-reason")  # fmt: skip
    return made


def _exact(row: TomlTable, key: str) -> Fraction | None:
    found = row.value(key)
    if found is None or (isinstance(found, str) and found.strip() in NOT_KNOWN):
        return None
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        row.wrong(key, "is not a number.", "Write a number.", "not-a-number")
        return None
    try:
        return Fraction(str(found).replace(",", "").strip())
    except ValueError:
        row.wrong(key, f"is ‘{found}’, which is not a number.", "Write a number.", "not-a-number")
        return None


def _readings(row: TomlTable, form: str, frequency: str) -> tuple[Reading, ...]:
    rows = row.tables("reading")
    found = [made for one in rows if (made := _reading(one, form, frequency)) is not None]
    row.once("period", rows)
    return tuple(found)


def _reading(row: TomlTable, form: str, frequency: str) -> Reading | None:
    period = _period(row, "period")
    top, bottom = _exact(row, "numerator"), _exact(row, "denominator")
    low, high, effect = _exact(row, "low"), _exact(row, "high"), _exact(row, "design_effect")
    source, because = row.choice("source", tuple(SOURCES), "entry"), row.text("because", "")
    unsure = row.flag("is_unsure", default=False)
    if period is None:
        if not row.text("period", ""):
            row.wrong("period", "is missing.", PERIODS, "missing-key")
        return None
    made = Reading(period, top, bottom, low, high, effect or Fraction(1), unsure, because, source)
    for key, reason, remedy, code in mistakes(made, form, frequency):
        row.wrong(key, reason, remedy, code)
    return made


def mistakes(one: Reading, form: str, frequency: str) -> Sequence[tuple[str, str, str, str]]:
    """What is wrong with a reading: field, reason, remedy and code of each."""
    found = []
    if whole_months(one.period) != MONTHS[frequency]:
        found.append(
            (
                "period",
                f"is {one.period}, which is not one {frequency}.",
                f"Give a figure for each {frequency}.",
                "frequency",
            )
        )
    if one.design_effect <= 0:
        found.append(("design_effect", "is not above nought.", "Write 1 where it is not known.", "too-low"))
    if one.numerator is None:
        return found
    if form in {"count", "rate"} and (one.numerator < 0 or one.numerator.denominator != 1):
        found.append(
            (
                "numerator",
                f"is {one.numerator}, which is no count.",
                "Write a whole number from 0.",
                "not-a-count",
            )
        )
    if form in {"rate", "share"} and (one.denominator is None or one.denominator <= 0):
        found.append(
            ("denominator", "is missing or nought.", "Write of how many the numerator is.", "no-denominator")
        )
    elif form == "share" and not 0 <= one.numerator <= (one.denominator or 0):
        found.append(
            (
                "numerator",
                f"is {one.numerator} of {one.denominator}.",
                "A share is no more than all of them.",
                "too-many",
            )
        )
    if one.low is not None and one.high is not None and not one.low <= one.numerator <= one.high:
        found.append(("low", "and ‘high’ do not lie around the value.", "Mend them.", "limits"))
    return found


# CSV --------------------------------------------------------------------------------------------------------------


def _from_csv(path: Path) -> tuple[Case, ...]:
    """One row a reading; what is said of a measure stands in its first row. Columns `COLUMNS`; numerator may be called value."""
    heading, lines = read_table(path)
    problems: list[Problem] = []
    lacking = [
        name for name, others in (("period", ()), ("numerator", ("value", "count")))
        if not {name, *others} & set(heading)
    ]  # fmt: skip
    if lacking:
        raise Unusable(
            *(
                Problem("heading", f"There is no column ‘{name}’.", f"Add it; columns are {', '.join(COLUMNS)}.", path.name, 1)
                for name in lacking
            )
        )  # fmt: skip
    rows = [(line.row, _cells(line)) for line in lines]
    tables: list[Mapping[str, object]] = []
    numbers: list[list[int]] = []
    by_measure = sorted(rows, key=lambda pair: (pair[1].get("measure", ""), pair[0]))
    for name, group in groupby(by_measure, key=lambda pair: pair[1].get("measure", "")):
        members = list(group)
        numbers.append([number for number, _ in members])
        tables.append(_as_table(name or path.stem, members, problems, path.name))
    if problems:
        raise Unusable(*problems)
    try:
        return tuple(one.case for one in written_in(TomlTable(path.name, {"measure": tables})))
    except Unusable as wrong:
        raise Unusable(*(_in_row(one, numbers) for one in wrong.problems)) from None


def _in_row(problem: Problem, numbers: Sequence[Sequence[int]]) -> Problem:
    """The problem with the row and the column of the CSV in place of the table it was read as."""
    found = re.fullmatch(r"measure\[(\d+)\](?:\.reading\[(\d+)\])?\.(?:target\.)?(\w+)", problem.column)
    if found is None:
        return problem
    rows = numbers[int(found[1]) - 1]
    return replace(problem, row=rows[int(found[2]) - 1 if found[2] else 0], column=found[3])


def _cells(line: Line) -> dict[str, str]:
    cells = {name: text.strip() for name, text in line.cells.items()}
    for other in ("value", "count"):
        if other in cells:
            cells.setdefault("numerator", cells.pop(other))
    for other in ("id", "series"):
        if other in cells:
            cells.setdefault("measure", cells.pop(other))
    return cells


def _as_table(
    name: str, rows: list[tuple[int, dict[str, str]]], problems: list[Problem], file: str
) -> Mapping[str, object]:
    readings = []
    lengths: set[int | None] = set()
    for number, cells in rows:
        try:
            lengths.add(whole_months(Period.parse(cells.get("period", ""))))
        except ValueError as error:
            problems.append(Problem("not-a-period", f"{str(error)[:1].upper()}{str(error)[1:]}.", PERIODS, file, number, "period", cells.get("period", "")))  # fmt: skip
        readings.append({
            key: cells[key] for key in ("period", "numerator", "denominator", "low", "high", "design_effect") if cells.get(key)
        })  # fmt: skip
    frequency = FREQUENCY_OF.get(next(iter(lengths), None) or 1, "month")
    said = {key: next((cells[key] for _, cells in rows if cells.get(key)), "") for key in ("direction", "form", "baseline", "title")}  # fmt: skip
    has_of = any(cells.get("denominator") for _, cells in rows)
    table: dict[str, object] = {
        "id": re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "measure",
        "frequency": frequency,
        "form": "share" if has_of else "count",
        "reading": readings,
        **{key: value for key, value in said.items() if value},
    }
    per = next((cells["per"] for _, cells in rows if cells.get("per")), "")
    if per.isdecimal():
        table["per"] = int(per)
    aim = {key: next((cells[f"target_{key}" if key != "value" else "target"] for _, cells in rows if cells.get(f"target_{key}" if key != "value" else "target")), "") for key in ("value", "by", "because")}  # fmt: skip
    if aim["value"]:
        table["target"] = {key: value for key, value in aim.items() if value}
    return table
