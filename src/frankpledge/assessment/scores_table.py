"""The rows of a CSV of scores, read for `rank`: one issue a row, with how sure each score is. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from frankpledge.analysis.inputs import NOT_KNOWN, Line, amount, quoted, read_table, whole_number
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.analysis.ranking import Candidate
from frankpledge.analysis.spreads import Count, Exact, Scaled, Spread, Stated
from frankpledge.assessment.rules.scheme import Criterion, Kind, Scheme, Statistic
from frankpledge.assessment.rules.scoring import Given, from_figure, from_judgement, missing
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable

T = TypeVar("T")
ISSUE, SCORE = "issue", "score"
OPTIONAL = ("n", "exposure", "low", "high", "part_of")
_NUMBER = re.compile(r"[-−+]?[0-9][0-9,]*(\.[0-9]+)?%?")


@dataclass(frozen=True)
class ScoreRow:
    """One issue of the file: its row, what it is part of, and its cells."""

    row: int
    issue: str
    part_of: str
    cells: dict[str, str]


def read_scores(path: Path) -> tuple[ScoreRow, ...]:
    """The rows of a file with a column `issue`. Raises `Unusable` for a name that is empty or comes twice."""
    columns, lines = read_table(path)
    refuse_people(columns, path.name, names_are_criteria=True)
    if ISSUE not in columns:
        remedy = f"Name the column of issues ‘{ISSUE}’; there are: {', '.join(columns)}."
        raise Unusable(Problem("column", "There is no column of issues.", remedy, path.name, 1))
    rows = tuple(_row(line) for line in lines)
    if not rows:
        raise Unusable(
            Problem("empty", "The file has a heading and no rows.", "Give one row an issue.", path.name)
        )
    problems = [*_unnamed(rows, path), *_twice(rows, path), *_strangers(rows, path)]
    problems = problems or _rings(rows, path)
    if problems:
        raise Unusable(*problems)
    return rows


def _row(line: Line) -> ScoreRow:
    return ScoreRow(line.row, line.cells[ISSUE].strip(), line.cells.get("part_of", "").strip(), line.cells)


def _unnamed(rows: Sequence[ScoreRow], path: Path) -> list[Problem]:
    return [
        Problem("issue", "The issue has no name.", "Name it.", path.name, one.row, ISSUE)
        for one in rows
        if not one.issue
    ]


def _twice(rows: Sequence[ScoreRow], path: Path) -> list[Problem]:
    seen: set[str] = set()
    found = []
    for one in rows:
        if one.issue in seen:
            said = f"{quoted(one.issue)} comes twice."
            found.append(
                Problem("twice", said, "Keep one row an issue.", path.name, one.row, ISSUE, one.issue)
            )
        seen.add(one.issue)
    return found


def _strangers(rows: Sequence[ScoreRow], path: Path) -> list[Problem]:
    names = {one.issue for one in rows}
    return [
        Problem(
            "part-of", f"{quoted(one.part_of)} is no other issue of the file.", "Name another row, or leave it empty.",
            path.name, one.row, "part_of", one.part_of,
        )
        for one in rows
        if one.part_of and one.part_of not in names - {one.issue}
    ]  # fmt: skip


def _rings(rows: Sequence[ScoreRow], path: Path) -> list[Problem]:
    """An issue that is part of a part of itself."""
    whole = {one.issue: one.part_of for one in rows}
    found = []
    for one in rows:
        above, steps = one.part_of, 0
        while above and above != one.issue and steps < len(rows):
            above, steps = whole[above], steps + 1
        if above == one.issue:
            said = f"{quoted(one.issue)} is part of {quoted(one.part_of)}, which is part of it."
            remedy = "Leave the cell empty for the one that is the whole."
            found.append(Problem("part-of", said, remedy, path.name, one.row, "part_of", one.part_of))
    return found


def candidates_by(rows: Sequence[ScoreRow], column: str, path: Path) -> tuple[Candidate, ...]:
    """The issues with the scores of one column. A cell without a figure is no score, and never nought."""
    known = rows[0].cells if rows else {}
    if rows and column not in known and not (column == SCORE and "n" in known):
        remedy = f"Name one of: {', '.join(name for name in known if name not in {ISSUE, 'part_of'})}."
        raise Unusable(Problem("column", f"There is no column {quoted(column)}.", remedy, path.name, 1))
    return tuple(_candidate(one, column, path) for one in rows)


def _candidate(one: ScoreRow, column: str, path: Path) -> Candidate:
    count, exposure = _cell(one, "n", path, whole_number), _cell(one, "exposure", path, amount)
    score = _cell(one, column, path, _number)
    if score is None and column == SCORE and column not in one.cells and count is not None:
        score = Fraction(count) / (exposure or 1)
    if score is None:
        return Candidate(one.issue, None, part_of=one.part_of, because=f"There is no figure in ‘{column}’.")
    return Candidate(one.issue, score, _spread(one, score, count, exposure, path), one.part_of)


def _spread(
    one: ScoreRow, score: Fraction, count: int | None, exposure: Fraction | None, path: Path
) -> Spread | None:
    low, high = _cell(one, "low", path, _number), _cell(one, "high", path, _number)
    if (low is None) != (high is None):
        reason = f"There is a {'low' if high is None else 'high'} and no {'high' if high is None else 'low'}."
        remedy = "Give both ends of the interval, or neither."
        raise Unusable(
            Problem("interval", reason, remedy, path.name, one.row, "high" if high is None else "low")
        )
    if low is not None and high is not None:
        if not low <= score <= high:
            reason = f"The score {score} does not lie between {low} and {high}."
            raise Unusable(Problem("interval", reason, "Correct the interval.", path.name, one.row, "low"))
        return None if low == high else Stated(float(score), float(low), float(high))
    if count is None:
        return None
    rate = Fraction(count) / (exposure or 1)
    spread = Count(count, float(exposure or 1))
    return spread if rate in {score, Fraction(0)} else Scaled(spread, float(score / rate))


@dataclass(frozen=True)
class Override:
    """A band that the partnership chose instead of the scheme's, or its choice to leave an issue out; never silent."""

    to: str
    reason: str
    by: str
    on: str


EXCLUDE = "exclude"
OVERRIDE = ("override", "override_reason", "override_by", "override_on")


def overrides_by(rows: Sequence[ScoreRow], scheme: Scheme, path: Path) -> dict[str, Override]:
    """The overrides of the file, by issue. Raises `Unusable` for one without its reason, by whom and the day."""
    problems: list[Problem] = []
    found = {}
    for one in rows:
        given = [one.cells.get(name, "").strip() for name in OVERRIDE]
        if any(given):
            problems += _override_problems(one, given, scheme, path)
            found[one.issue] = Override(*given)
    if problems:
        raise Unusable(*problems)
    return found


def _override_problems(one: ScoreRow, given: Sequence[str], scheme: Scheme, path: Path) -> list[Problem]:
    def wrong(name: str, reason: str, remedy: str) -> Problem:
        return Problem("override", reason, remedy, path.name, one.row, name, one.cells.get(name, ""))

    if not scheme.overrides:
        return [wrong(OVERRIDE[0], "The scheme allows no override.", "Leave the column empty.")]
    lacking = [name for name, text in zip(OVERRIDE, given, strict=True) if not text]
    found = [
        wrong(name, "An override lacks it.", "Give the band or ‘exclude’, the reason, by whom, and the day.")
        for name in lacking
    ]
    known = [band.id for band in scheme.bands] + [EXCLUDE]
    if given[0] and given[0] not in known:
        found.append(
            wrong(
                OVERRIDE[0],
                f"{quoted(given[0])} is no band of the scheme.",
                f"Write one of: {', '.join(known)}.",
            )
        )
    try:
        exact = not given[3] or PartialDate.parse(given[3]).is_exact
    except ValueError:
        exact = False
    if not exact:
        found.append(wrong(OVERRIDE[3], f"{quoted(given[3])} is not a day.", "Write it as 2024-03-31."))
    return found


def given_by(rows: Sequence[ScoreRow], scheme: Scheme, path: Path) -> dict[str, dict[str, Given]]:
    """The levels of every issue on every criterion of a scheme: a column of its name, and one of its confidence."""
    lacking = [one.id for one in scheme.criteria if rows and one.id.lower() not in rows[0].cells]
    if len(lacking) == len(scheme.criteria):
        remedy = f"Give columns named: {', '.join(one.id for one in scheme.criteria)}."
        raise Unusable(Problem("column", "No column is a criterion of the scheme.", remedy, path.name, 1))
    return {one.issue: {each.id: _level(one, each, scheme, path) for each in scheme.criteria} for one in rows}


def _level(one: ScoreRow, criterion: Criterion, scheme: Scheme, path: Path) -> Given:
    name = criterion.id.lower()
    level = _cell(one, name, path, _number)
    if level is None:
        what = "level in" if name in one.cells else "column"
        return missing(f"There is no {what} ‘{criterion.id}’.")
    if criterion.kind is Kind.MEASURE:
        return _figure(one, criterion, level, path)
    confidence = one.cells.get(f"{name}_confidence", "").strip().lower() or "high"
    if level not in criterion.scale.values or confidence not in scheme.reach:
        levels = ", ".join(str(value) for value in criterion.scale.values)
        remedy = f"Levels: {levels}. Confidences: {', '.join(scheme.reach)}."
        said = f"{quoted(one.cells[name])} with confidence {quoted(confidence)} is not of the scheme."
        raise Unusable(Problem("level", said, remedy, path.name, one.row, name, one.cells[name]))
    return from_judgement(criterion, level, scheme.reach[confidence])


def _figure(one: ScoreRow, criterion: Criterion, value: Fraction, path: Path) -> Given:
    """A figure as it is; a count varies as counts do."""
    least, most = criterion.scale.values[0], criterion.scale.values[-1]
    if not least <= value <= most:
        said = f"{quoted(one.cells[criterion.id.lower()])} is not from {least} to {most}."
        remedy = "Correct it, or let the scheme say how much it can be."
        raise Unusable(Problem("level", said, remedy, path.name, one.row, criterion.id.lower()))
    indicator = criterion.indicator
    counts = indicator is not None and indicator.statistic is Statistic.VOLUME
    is_count = counts and value.denominator == 1 and value >= 0
    spread = Count(int(value)) if is_count else Exact(float(value))
    return from_figure(criterion, value, spread, "")


def _cell(one: ScoreRow, column: str, path: Path, read: Callable[[str], T]) -> T | None:
    text = one.cells.get(column, "").strip()
    if text.lower() in NOT_KNOWN:
        return None
    try:
        return read(text)
    except ValueError as error:
        remedy = "Write a number, or leave the cell empty where there is none."
        raise Unusable(Problem("value", str(error), remedy, path.name, one.row, column, text)) from None


def _number(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a number.")
    return Fraction(text.replace("−", "-").replace(",", "").rstrip("%"))
