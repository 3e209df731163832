"""The command `series`: a CSV of one measure in, its control chart, season, levels and rolling totals out."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.arguments import above_nought, parser, read, whole
from frankpledge.analysis.change_points import LEAST_SEGMENT, Step
from frankpledge.analysis.control.charts import KINDS, SOURCES, Baseline, Phase
from frankpledge.analysis.control.rules import DEFAULT_RULES, SETS, Signal
from frankpledge.analysis.readings import Readings, read_readings
from frankpledge.analysis.seasonal.stl import Window
from frankpledge.analysis.series_schemas import SCHEMAS
from frankpledge.analysis.series_study import ADJUSTS, Asked, Study, study
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "series_command", "series_parser"]

LEVEL_CLAUSE = (
    "Levels by the modified information criterion (Zhang and Siegmund 2007), tested by CUSUM (Ploberger and Krämer 1992), "
    "dated by Bai (1997)"
)
STL_CLAUSE = "Season and trend by STL (Cleveland and others 1990)"
TOO_VARIED = 1.2
"""From this σ_z on, plain limits are called too narrow (strategic-assessment 3.7)."""


def series_parser() -> argparse.ArgumentParser:
    """The arguments of `series`."""
    made = parser("series", "The control chart, season, changes of level and rolling totals of one series.")
    made.add_argument(
        "series", metavar="SERIES.csv", help="columns period and value; also exposure, of, phase"
    )
    made.add_argument("--chart", choices=("auto", *KINDS), default="auto", help="default: as fits the series")
    made.add_argument("--rules", choices=tuple(SETS), default=DEFAULT_RULES, help="whose rules for signals")
    made.add_argument("--baseline", metavar="N|FROM..TO", help="the points that set the limits")
    made.add_argument(
        "--omit",
        action="append",
        metavar="PERIOD",
        help="left out of the limits; may be repeated",
    )
    made.add_argument(
        "--break",
        action="append",
        metavar="PERIOD",
        dest="breaks",
        help="first period of a new way of recording; may be repeated",
    )
    made.add_argument("--adjust", choices=("auto", *ADJUSTS), default="auto", help="what is taken out first")
    made.add_argument("--m", metavar="M", help="steps in a season")
    made.add_argument("--per", metavar="K", help="unit of a rate chart")
    made.add_argument(
        "--screen", action="store_true", help="leave extreme moving ranges out of an xmr chart's limits"
    )
    made.add_argument(
        "--seasonal-window", default="periodic", metavar="N", help="span in years, odd, or periodic"
    )
    made.add_argument("--plain", action="store_true", help="STL without robustness weights")
    made.add_argument(
        "--min-segment", default=str(LEAST_SEGMENT), metavar="N", help="the fewest steps that make a level"
    )
    made.add_argument("--penalty", metavar="X", help="for each change of level")
    made.add_argument("--rolling", metavar="N", help="steps of the rolling totals")
    return made  # fmt: skip


def series_command(argv: list[str]) -> Answer:
    """The control chart of a series with its signals, its season, its changes of level and its rolling totals.

    Missing steps stay gaps; limits start afresh where recording broke. Raises Unusable for arguments or a file that
    cannot be used. Shapes: `SCHEMAS["series"]`.
    """
    given = series_parser().parse_args(argv)
    path = Path(given.series)
    readings = broken(read_readings(path), given.breaks or [])
    try:
        found = study(readings, _asked(given, readings))
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise Unusable(Problem("series", reason, "Choose another --chart or --adjust.", path.name)) from None
    return Answer(
        _verdict(found),
        _values(found),
        tuple(_reasons(found)),
        tuple(_cautions(found, given)),
        f"{SOURCES[found.kind]}; rules: {found.chart.rules}; adjusted for: {found.adjust}",
        _extra(found, given),
    )


def broken(readings: Readings, breaks: list[str]) -> Readings:
    """The readings with a new phase from each of these periods. Raises Unusable for one that is not of the series."""
    places = sorted(read("--break", one, readings.place, "Name a period of the series.") for one in breaks)
    if not places:
        return readings
    phases = readings.phases or ("",) * len(readings)
    named = tuple(f"{phase}/{sum(one <= place for one in places)}" for place, phase in enumerate(phases))
    return replace(readings, phases=named)


def _asked(given: argparse.Namespace, readings: Readings) -> Asked:
    def some(text: str | None, name: str, least: int) -> int | None:
        remedy = f"Give a whole number, {least} or more."
        return None if text is None else read(name, text, whole(least, 10_000), remedy)

    def amount(text: str | None, name: str) -> float | None:
        return None if text is None else read(name, text, above_nought, "Give a number above 0.")

    return Asked(
        kind=next((kind for kind in KINDS if kind == given.chart), None),
        adjust=next((one for one in ADJUSTS if one == given.adjust), None),
        rules=given.rules,
        baseline=_baseline(given, readings),
        screen=given.screen,
        season=some(given.m, "--m", 1),
        window=read(
            "--seasonal-window", given.seasonal_window, _window, "Give an odd number from 7, or periodic."
        ),
        robust=not given.plain,
        least=some(given.min_segment, "--min-segment", 2) or LEAST_SEGMENT,
        penalty=amount(given.penalty, "--penalty"),
        rolling=some(given.rolling, "--rolling", 1),
        per=amount(given.per, "--per"),
    )


def _window(text: str) -> Window:
    if text == "periodic":
        return "periodic"
    span = whole(7, 999)(text)
    if span % 2 == 0:
        raise ValueError(f"‘{text}’ is even")
    return span


def _baseline(given: argparse.Namespace, readings: Readings) -> Baseline:
    omitted: set[int] = set()
    for one in given.omit or []:
        omitted.update(read("--omit", one, readings.places, "Name a period of the series, or FROM..TO."))
    if given.baseline is None:
        return Baseline(omit=frozenset(omitted))
    if ".." not in given.baseline:
        first = read(
            "--baseline", given.baseline, whole(2, 10_000), "Give a number of points from 2, or FROM..TO."
        )
        return Baseline(first=first, omit=frozenset(omitted))
    places = read("--baseline", given.baseline, readings.places, "Name two periods of the series.")
    return Baseline(places=frozenset(places), omit=frozenset(omitted))


def _verdict(found: Study) -> str:
    if all(point.score is None for point in found.chart.points):
        return "undetermined"
    return "signal" if found.chart.signals else "no_signal"


def _values(found: Study) -> dict[str, object]:
    readings = found.readings
    return {
        "series": readings.measure, "from": readings.label(0), "to": readings.label(len(readings) - 1), "steps": len(readings),
        "known": len(readings) - len(readings.missing), "missing": [readings.label(place) for place in readings.missing],
        "chart": found.kind, "rules": found.chart.rules, "adjust": found.adjust,
        "season": found.decomposition.period if found.decomposition else None, "per": found.per,
    }  # fmt: skip


def _reasons(found: Study) -> list[Mapping[str, str]]:
    reasons: list[Mapping[str, str]] = [
        {"clause": SOURCES[found.kind], "working": _limits_working(found, phase)}
        for phase in found.chart.phases
    ]
    named = {rule.name: rule for rule in SETS[found.chart.rules]}
    for signal in found.chart.signals:
        rule = named[signal.rule]
        reasons.append({"clause": rule.source, "working": f"{rule.says}: {_span(found, signal)}."})
    if found.levels is not None:
        reasons.append({"clause": LEVEL_CLAUSE, "working": _levels_working(found)})
    if found.decomposition is not None:
        working = f"Strength of the season {found.decomposition.strength:.2f}, over {found.decomposition.period} steps."
        reasons.append({"clause": STL_CLAUSE, "working": working})
    return reasons


def _limits_working(found: Study, phase: Phase) -> str:
    span = f"{found.readings.label(phase.first)} to {found.readings.label(phase.last)}"
    if phase.centre is None:
        return f"{span}: there is no figure."
    ratio = (
        ""
        if phase.sigma_z is None
        else f", σz {phase.sigma_z:.3f}{' (in the limits)' if phase.widened else ''}"
    )
    spread = "" if phase.mean_range is None else f", mean moving range {_shown(phase.mean_range)}"
    return f"{span}: centre {_shown(phase.centre * found.per)} from {phase.used} points{ratio}{spread}."


def _levels_working(found: Study) -> str:
    held = found.levels
    if held is None:
        return ""
    counted = len(held.steps)
    said = "no change of level" if not counted else f"{counted} change{'s' if counted > 1 else ''} of level"
    return (
        f"{said}; penalty {held.penalty:.6g} for each; noise of lag-1 correlation {held.correlation:.2f} and long-run "
        f"variance {held.variance:.6g}; at least {held.least} steps a level."
    )


def _span(found: Study, signal: Signal) -> str:
    first, last = found.readings.label(signal.first), found.readings.label(signal.last)
    return first if first == last else f"{first} to {last}"


def _cautions(found: Study, given: argparse.Namespace) -> list[Caution]:
    readings = found.readings
    cautions = []
    if readings.missing:
        names = ", ".join(readings.label(place) for place in readings.missing[:12])
        more = f" and {len(readings.missing) - 12} more" if len(readings.missing) > 12 else ""
        text = f"There is no figure for {names}{more}: they are gaps, which end every run and enter no limit."
        cautions.append(Caution(WarningCode.COVERAGE, names, text))
    cautions += _size_cautions(found)
    for first, _ in readings.spans[1:]:
        text = (
            "Recording changed here: limits start afresh, and figures before and after are not of one kind."
        )
        cautions.append(Caution(WarningCode.PERIOD, readings.label(first), text))
    for phase in found.chart.phases:
        cautions += _phase_cautions(found, phase)
    for step in () if found.levels is None else found.levels.steps:
        if where := found.coincides(step):
            text = f"The change of level coincides with the change of recording in {where}: it may be no more than that."
            cautions.append(Caution(WarningCode.PERIOD, readings.label(step.place), text))
    if given.plain and found.decomposition is None:
        cautions.append(Caution(WarningCode.COVERAGE, "--plain", "No season could be told."))
    return cautions


def _size_cautions(found: Study) -> list[Caution]:
    """Figures that could not be plotted for want of what they are counted over, and a rate chart without exposure."""
    readings = found.readings
    column = "of" if found.kind.startswith("p") else "exposure"
    sizes = readings.of if column == "of" else readings.exposures
    if sizes is None or found.kind == "xmr":
        bare = found.kind == "u" and found.adjust == "none"
        text = "There is no column ‘exposure’: every step counts alike, as on a c chart."
        return [Caution(WarningCode.DENOMINATOR, "--chart u", text)] if bare else []
    lost = [
        readings.label(place)
        for place, (value, size) in enumerate(zip(readings.values, sizes, strict=True))
        if value is not None and size is None and (column == "of" or found.kind.startswith("u"))
    ]
    names = ", ".join(lost[:12]) + (f" and {len(lost) - 12} more" if len(lost) > 12 else "")
    text = f"There is a figure for {names} but no ‘{column}’: it is not plotted and enters no limit."
    return [Caution(WarningCode.DENOMINATOR, names, text)] if lost else []


def _phase_cautions(found: Study, phase: Phase) -> list[Caution]:
    where = f"{found.readings.label(phase.first)} to {found.readings.label(phase.last)}"
    cautions = []
    if phase.is_provisional:
        points = "no point" if not phase.used else "1 point" if phase.used == 1 else f"{phase.used} points"
        text = f"The limits rest on {points}, fewer than 12: they are provisional."
        if phase.used < 2:
            text = f"There {'is' if phase.used else 'are'} {points.replace('no point', 'no points')} here: no limits can be told."
        cautions.append(Caution(WarningCode.BASE, where, text))
    if phase.sigma_z is not None and not phase.widened and phase.sigma_z > TOO_VARIED:
        text = (
            f"The counts vary {phase.sigma_z:.2f} times as much as chance: plain limits are too narrow, and "
            f"{found.kind.removesuffix('-prime')}-prime allows for it."
        )
        cautions.append(Caution(WarningCode.AMBIGUOUS, where, text))
    if phase.widened and phase.sigma_z is not None and phase.sigma_z < 1:
        text = f"σz is {phase.sigma_z:.2f}: the limits are narrower than chance alone would make them."
        cautions.append(Caution(WarningCode.AMBIGUOUS, where, text))
    return cautions


def _extra(found: Study, given: argparse.Namespace) -> dict[str, object]:
    return {
        "rows": _rows(found),
        "phases": [_phase(found, phase) for phase in found.chart.phases],
        "signals": [_signal(found, signal) for signal in found.chart.signals],
        "levels": _levels(found),
        "decomposition": _decomposition(found, given),
        "rolling": [
            {"period": found.readings.label(place), "total": found.rolling[place]}
            for place in range(found.rolling_steps - 1, len(found.rolling))
        ],
        "sentences": _sentences(found),
    }


def _rows(found: Study) -> list[dict[str, object]]:
    rules: dict[int, list[str]] = {}
    for signal in found.chart.signals:
        for place in range(signal.first, signal.last + 1):
            rules.setdefault(place, []).append(signal.rule)
    return [
        {
            "period": found.readings.label(place), "observed": _times(point.value, found.per),
            "expected": _times(point.centre, found.per), "lower": _times(point.low, found.per),
            "upper": _times(point.high, found.per), "score": _finite(point.score),
            "alarm": place in rules and point.value is not None,
            "rules": sorted(set(rules.get(place, []))) if point.value is not None else [],
            "phase": point.phase, "value": found.readings.values[place],
        }
        for place, point in enumerate(found.chart.points)
    ]  # fmt: skip


def _times(value: float | None, per: float) -> float | None:
    return None if value is None or math.isinf(value) else value * per


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value


def _phase(found: Study, phase: Phase) -> dict[str, object]:
    return {
        "from": found.readings.label(phase.first), "to": found.readings.label(phase.last), "used": phase.used,
        "centre": _times(phase.centre, found.per), "sigma_z": phase.sigma_z, "widened": phase.widened,
        "mean_range": phase.mean_range, "provisional": phase.is_provisional,
    }  # fmt: skip


def _signal(found: Study, signal: Signal) -> dict[str, object]:
    rule = next(one for one in SETS[found.chart.rules] if one.name == signal.rule)
    return {
        "rule": rule.name, "says": rule.says, "source": rule.source, "from": found.readings.label(signal.first),
        "to": found.readings.label(signal.last), "at": found.readings.label(signal.at),
    }  # fmt: skip


def _levels(found: Study) -> dict[str, object] | None:
    held = found.levels
    if held is None:
        return None
    return {
        "changes": [_step(found, step) for step in held.steps], "penalty": held.penalty, "variance": held.variance,
        "correlation": held.correlation, "min_segment": held.least,
    }  # fmt: skip


def _step(found: Study, step: Step) -> dict[str, object]:
    label = found.readings.label
    return {
        "index": step.place, "after": label(step.place - 1), "from": label(step.place), "earliest": label(step.low),
        "latest": label(step.high), "before": step.before, "level": step.after,
        "ratio": step.after / step.before if step.before > 0 else None, "p": step.p, "p_adjusted": step.p_adjusted,
        "clear": step.is_clear, "recording": found.coincides(step),
    }  # fmt: skip


def _decomposition(found: Study, given: argparse.Namespace) -> dict[str, object] | None:
    parts = found.decomposition
    if parts is None:
        return None
    window = given.seasonal_window
    rows = [
        {
            "period": found.readings.label(place), "trend": parts.trend[place], "seasonal": parts.seasonal[place],
            "remainder": left, "adjusted": None if left is None else parts.trend[place] + left,
            "weight": parts.weights[place],
        }
        for place, left in enumerate(parts.remainder)
    ]  # fmt: skip
    return {
        "period": parts.period, "strength": parts.strength, "window": window if window == "periodic" else int(window),
        "robust": not given.plain, "days_taken_out": found.has_no_days, "rows": rows,
    }  # fmt: skip


def _sentences(found: Study) -> list[str]:
    """Only what is clear: signals of the chart, and changes of level whose adjusted p is below 0.05."""
    named = {rule.name: rule for rule in SETS[found.chart.rules]}
    said = [f"{_span(found, one)}: {_lowered(named[one.rule].says)}." for one in found.chart.signals]
    said += [
        _level_sentence(found, step) for step in (found.levels.steps if found.levels else ()) if step.is_clear
    ]
    if not said and _verdict(found) == "undetermined":
        said.append("There are too few figures to say what is ordinary in this series.")
    elif not said:
        said.append("Nothing in this series stands out from its own ordinary variation.")
    return said


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _level_sentence(found: Study, step: Step) -> str:
    label = found.readings.label
    verb = "rose" if step.after > step.before else "fell"
    where = found.coincides(step)
    ending = f" Recording changed in {where}, so it may be no more than that." if where else ""
    return (
        f"The level {verb} from {_shown(step.before)} to {_shown(step.after)} from {label(step.place)} on "
        f"(95% interval {label(step.low)} to {label(step.high)}).{ending}"
    )


def _shown(value: float) -> str:
    """Three significant figures or whole, as is longer."""
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 4
    return grouped(round_half_up(Fraction(value), places))
