"""Forecasts and outcomes read from two files and laid against each other, series by series and period by period."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frankpledge.analysis.arguments import signed
from frankpledge.analysis.forecasting.accuracy import Band, Forecasted
from frankpledge.analysis.inputs import NOT_KNOWN, Line, quoted, read_table
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.analysis.readings import (
    PERIOD_COLUMNS,
    SERIES_COLUMNS,
    VALUE_COLUMNS,
    Readings,
    axis_of,
    read_many,
)
from frankpledge.kernel.problems import Problem, Unusable

FORECAST_COLUMNS = ("value", "forecast", "point", "mean", "y_hat")
ACTUAL_COLUMNS = ("value", "actual", *VALUE_COLUMNS[1:])
_LIMIT = re.compile(r"(low|lo|lower|high|hi|upper)(?:[-_ ]?([0-9]{1,2}(?:\.[0-9]+)?))?%?")


@dataclass(frozen=True)
class Matched:
    """Forecasts with history and outcome; `unmatched` names forecast steps that met none; `season` of the periods."""

    forecasts: tuple[Forecasted, ...]
    unmatched: tuple[str, ...]
    season: int


@dataclass
class _Said:
    """What was forecast of one series: labels in order, values, and limits by level."""

    labels: list[str] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)
    limits: dict[float, tuple[list[float | None], list[float | None]]] = field(default_factory=dict)


def match(forecasts: Path, actuals: Path, *, level: float) -> Matched:
    """Lay forecasts against outcomes. Raises Unusable for files that cannot be read, with every problem.

    Without periods in the forecasts, the last rows of the actuals meet them.
    """
    said = _read_json(forecasts) if forecasts.suffix.lower() == ".json" else _read_forecasts(forecasts, level)
    known = read_many(actuals, values=ACTUAL_COLUMNS)
    if set(said) == {""} and len(known) == 1:
        known = {"": next(iter(known.values()))}
    if set(known) == {""} and len(said) == 1:
        known = {next(iter(said)): known[""]}
    found, unmatched, season = [], [], 1
    for name, mine in said.items():
        readings = known.get(name)
        if readings is None:
            unmatched.append(name)
            continue
        season = max(season, readings.season)
        one, lacking = _matched(name, mine, readings, forecasts.name)
        unmatched += [f"{name} {label}".strip() for label in lacking]
        found.append(one)
    return Matched(tuple(found), tuple(unmatched), season)


def _matched(name: str, said: _Said, readings: Readings, file: str) -> tuple[Forecasted, list[str]]:
    places = _places(said, readings, file)
    first = min(places)
    outcomes = [readings.values[place] if place < len(readings) else None for place in places]
    # In order of time, so that Naive2 meets the steps it is for; a step without a forecast stays a gap.
    span = max(places) - first + 1
    order = {place: number for number, place in enumerate(places)}

    def laid(values: Sequence[float | None]) -> tuple[float | None, ...]:
        return tuple(values[order[first + step]] if first + step in order else None for step in range(span))

    bands = tuple(Band(level, laid(low), laid(high)) for level, (low, high) in said.limits.items())
    lacking = [said.labels[number] for number, outcome in enumerate(outcomes) if outcome is None]
    return Forecasted(name, readings.values[:first], laid(said.values), laid(outcomes), bands), lacking


def _places(said: _Said, readings: Readings, file: str) -> list[int]:
    if not any(said.labels):
        if len(said.values) > len(readings):
            reason = f"There are {len(said.values)} forecasts and {len(readings)} figures."
            raise Unusable(
                Problem("match", reason, "Put the history before the outcomes, or give periods.", file)
            )
        said.labels = [
            readings.label(len(readings) - len(said.values) + step) for step in range(len(said.values))
        ]
    places = [_place(label, readings, file) for label in said.labels]
    if len(set(places)) < len(places):
        raise Unusable(Problem("duplicate", "A period is forecast twice.", "Keep one row a period.", file))
    if min(places) < 0:
        raise Unusable(
            Problem(
                "match",
                "A forecast is of a period before the first figure.",
                "Give the figures before it.",
                file,
            )
        )
    return places


def _place(label: str, readings: Readings, file: str) -> int:
    try:
        return axis_of(readings, label)
    except ValueError as error:
        remedy = "Write periods alike in both files."
        raise Unusable(Problem("period", f"{str(error).rstrip('.')}.", remedy, file, value=label)) from None


def _read_json(path: Path) -> dict[str, _Said]:
    """The points of an answer of `forecast --json`."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
        points, name = answer["points"], str(answer.get("values", {}).get("series", ""))
        said = _Said()
        for point in points:
            said.labels.append(str(point["period"]))
            said.values.append(float(point["value"]))
            for key in point:
                if limit := _LIMIT.fullmatch(key):
                    _keep(said, limit[1], float(limit[2] or 95) / 100, float(point[key]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"It cannot be read as an answer of forecast ({type(error).__name__})."
        raise Unusable(Problem("json", reason, "Give what forecast --json printed.", path.name)) from None
    return {name: said}


def _keep(said: _Said, side: str, level: float, value: float | None) -> None:
    low, high = said.limits.setdefault(level, ([], []))
    (low if side.startswith("lo") else high).append(value)


def _read_forecasts(path: Path, level: float) -> dict[str, _Said]:
    heading, lines = read_table(path)
    refuse_people(heading, path.name)
    value = next(
        (name for name in FORECAST_COLUMNS if name in heading), heading[0] if len(heading) == 1 else ""
    )
    if not value:
        remedy = f"Name it ‘value’ (also read: {', '.join(FORECAST_COLUMNS[1:])})."
        raise Unusable(Problem("column", "There is no column of forecasts.", remedy, path.name, 1, "value"))
    period = next((name for name in (*PERIOD_COLUMNS, "step") if name in heading), "")
    series = next((name for name in SERIES_COLUMNS if name in heading), "")
    limits = _limit_columns(heading, level, path.name)
    problems: list[Problem] = []
    found: dict[str, _Said] = {}
    for line in lines:
        if line.cells[value].strip().lower() in NOT_KNOWN:
            continue  # a row of the history, or a step without a forecast
        mine = found.setdefault(line.cells.get(series, "").strip(), _Said())
        mine.labels.append(line.cells.get(period, "").strip())
        mine.values.append(_cell(line, value, path.name, problems))
        for name, (side, at) in limits.items():
            _keep(mine, side, at, _cell(line, name, path.name, problems))
    if not found:
        reason = "The file holds no forecast: it has no rows with a value."
        problems.append(Problem("empty", reason, "Give one row a forecast.", path.name))
    if problems:
        raise Unusable(*problems)
    return found


def _limit_columns(heading: Sequence[str], level: float, file: str) -> dict[str, tuple[str, float]]:
    found = {}
    for name in heading:
        if limit := _LIMIT.fullmatch(name):
            found[name] = (limit[1], float(limit[2]) / 100 if limit[2] else level)
    sides: dict[float, set[str]] = {}
    for side, at in found.values():
        sides.setdefault(at, set()).add(side[:1])
    for at, both in sides.items():
        if len(both) == 1:
            reason = f"The {at:.4g} limits have one side only."
            raise Unusable(Problem("column", reason, "Give low and high.", file, 1))
    return found


def _cell(line: Line, column: str, file: str, problems: list[Problem]) -> float | None:
    given = line.cells[column].strip()
    if given.lower() in NOT_KNOWN:
        return None
    try:
        return signed(given)
    except ValueError:
        reason = f"{quoted(given)} is not a number."
        problems.append(
            Problem("value", reason, "Give a number, or leave it empty.", file, line.row, column, given)
        )
        return None
