"""The commands `alarm`, `alarm threshold`, `alarm weights` and `alarm references`. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema alarm` prints.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from frankpledge.analysis.alarm_control import (
    ALIASES,
    SHORT,
    SOURCES,
    AlarmControl,
    control_from,
    default_for,
    judged,
    places_to_judge,
    takes_measurements,
)
from frankpledge.analysis.alarm_runs import Run, false_alarm_run
from frankpledge.analysis.alarm_schemas import SCHEMAS
from frankpledge.analysis.alarms import Watched
from frankpledge.analysis.farrington import (
    BOUNDS,
    TRANSFORMS,
    FarringtonControl,
    Threshold,
    anscombe_residuals,
    delta_threshold,
    quantile_threshold,
    reference_weights,
)
from frankpledge.analysis.json_settings import JsonSettings, read_settings
from frankpledge.analysis.reference_windows import By, References, references
from frankpledge.analysis.run_commands import run_answer
from frankpledge.analysis.watched_series import PER_YEAR, WatchedSeries, of_counts, of_labels, read_series
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "alarm_command", "references_command", "threshold_command", "weights_command"]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        name = self.prog.split(" ", 1)[1]
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema {name}."))


def _parser(name: str, about: str | None) -> _Parser:
    parser = _Parser(prog=f"frankpledge {name}", description=about, allow_abbrev=False)
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def alarm_parser() -> argparse.ArgumentParser:
    parser = _parser("alarm", alarm_command.__doc__)
    parser.add_argument("series", metavar="SERIES.csv", help="columns ‘period’ and ‘observed’")
    parser.add_argument(
        "--control", metavar="C.json", help="method and numbers; the improved Farrington method without it"
    )
    parser.add_argument(
        "--reference", choices=("dates", "index"),
        help="earlier years by calendar or by counting periods back (default: dates where there are any)",
    )  # fmt: skip
    return parser


def alarm_command(argv: list[str]) -> Answer:
    """Say which counts of a series are higher than its past accounts for. An alarm is a question, not a finding."""
    given = alarm_parser().parse_args(argv)
    settings = read_settings(Path(given.control), ALIASES) if given.control else None
    series = read_series(Path(given.series), decimals=settings is not None and takes_measurements(settings))
    by: By | None = given.reference
    control = default_for(series, by) if settings is None else control_from(settings, series, by)
    places = places_to_judge(control, series)
    if isinstance(places, str):
        remedy = "Write periods as in the series, or their numbers counted from 1."
        raise Unusable(
            Problem("range", f"‘{places}’ is no period of the series.", remedy, Path(given.control).name)
        )
    try:
        rows = judged(series, control, places)
    except ValueError as error:
        raise Unusable(Problem("control", f"It cannot be done: {error}.", "Change the control.")) from None
    run = false_alarm_run(control, series, rows, places[0] if places else 0)
    short = (SHORT_SAID,) if control is SHORT and rows else ()
    return _answer(series, control, rows, run, short)


SHORT_SAID = Caution(
    WarningCode.UNVERIFIABLE, "--control",
    "The series has no two earlier years to be held against, so each count is held against seven of the periods just before it; "
    "that takes a season for an alarm.",
)  # fmt: skip


def _answer(
    series: WatchedSeries,
    control: AlarmControl,
    rows: Sequence[Watched],
    run: Run,
    short: tuple[Caution, ...],
) -> Answer:
    raised = [row for row in rows if row.alarm]
    untold = [row for row in rows if row.alarm is None]
    verdict = "alarm" if raised else "undetermined" if untold or not rows else "no_alarm"
    return Answer(
        verdict,
        {"method": control.method, "periods": len(series.counts), "judged": len(rows) - len(untold),
         "not_judged": len(untold), "alarms": len(raised), "pace": str(series.pace), "reference": control.by,
         "run_length": run.periods},
        tuple({"clause": SOURCES[control.method], "working": _working(row)} for row in raised),
        (*short, *_cautions(series, rows)),
        f"{_method(control)}; {run.words}",
        {"rows": [_entry(row) for row in rows], "alarms": [row.period for row in raised]},
    )  # fmt: skip


def _method(control: AlarmControl) -> str:
    how = control.control
    if not isinstance(how, FarringtonControl):
        return f"{SOURCES[control.method]}, against the periods before"
    by = "by date" if how.by == "dates" else "by counting periods"
    return f"{SOURCES[control.method]}, against {how.years} earlier year{'s' if how.years > 1 else ''} {by}"


def _working(row: Watched) -> str:
    expected = "" if row.expected is None else f", {row.expected:.1f} expected"
    bound = "" if row.upper is None or math.isinf(row.upper) else f", up to {row.upper:.1f} ordinary"
    return f"{row.period}: {row.observed:g} observed{expected}{bound}."


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _entry(row: Watched) -> dict[str, object]:
    return {
        "period": row.period, "observed": row.observed, "expected": _finite(row.expected),
        "upper": _finite(row.upper), "score": _finite(row.score), "alarm": row.alarm, "p": row.p,
        "because": row.because, **{name: _finite(value) for name, value in row.details.items()},
    }  # fmt: skip


def _cautions(series: WatchedSeries, rows: Sequence[Watched]) -> list[Caution]:
    found = []
    if not rows:
        text = f"There are {len(series.counts)} periods, and none has enough of them before it to be held against."
        found.append(Caution(WarningCode.COVERAGE, "rows", text))
    if series.filled:
        labels = [series.labels[place] for place in sorted(series.filled)]
        text = f"The file leaves out {_listed(labels)}; no figure is not nought."
        found.append(Caution(WarningCode.PERIOD, "period", text))
    stated = [
        label
        for place, label in enumerate(series.labels)
        if series.counts[place] is None and place not in series.filled
    ]
    if stated:
        found.append(Caution(WarningCode.COVERAGE, "observed", f"There is no figure for {_listed(stated)}."))
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if row.alarm is None and row.observed is not None:
            reasons.setdefault(row.because, []).append(row.period)
    found += [
        Caution(WarningCode.UNVERIFIABLE, "rows", f"Not judged: {_listed(periods)}. {because}")
        for because, periods in reasons.items()
    ]
    return found


def _listed(labels: Sequence[str]) -> str:
    if len(labels) <= 4:
        return ", ".join(labels)
    return f"{', '.join(labels[:3])} and {len(labels) - 3} more"


def threshold_parser() -> argparse.ArgumentParser:
    parser = _parser("alarm threshold", threshold_command.__doc__)
    parser.add_argument(
        "parameters", metavar="P.json", help="what is expected, with its error and dispersion"
    )
    return parser


THRESHOLD_ALIASES = {
    "predFit": "fit", "predSeFit": "se", "skewness.transform": "power_transform", "powertrans": "power_transform",
    "method": "threshold_method", "thresholdMethod": "threshold_method", "y": "observed", "mu": "expected",
}  # fmt: skip


MOST_DISPERSION = 1e6


def threshold_command(argv: list[str]) -> Answer:
    """The bounds of what is ordinary for an expected count, its error and its dispersion; or the run of a cumulative sum."""
    path = Path(threshold_parser().parse_args(argv).parameters)
    given = read_settings(path, THRESHOLD_ALIASES)
    if given.values.get("threshold_method") == "cusum":
        return run_answer(path)
    bound = given.choice("threshold_method", BOUNDS, "delta")
    transform = given.choice("power_transform", TRANSFORMS, "2/3")
    dispersion = given.number("phi", 1.0, low=1, high=MOST_DISPERSION)
    tail = given.number("alpha", None, above=0, below=1) / given.whole("sides", 1, low=1, high=2)
    observed = given.whole("observed", 0, high=10**9) if given.has("observed") else given.take("observed")
    expected, error, link, link_error = _expectation(given, bound)
    given.check()
    if bound == "delta":
        found = delta_threshold(
            expected, error, dispersion, tail=tail,
            transform="none" if transform == "none" else "1/2" if transform == "1/2" else "2/3", observed=observed,
        )  # fmt: skip
    else:
        found = quantile_threshold(
            link,
            link_error,
            dispersion,
            tail=tail,
            bound="muan" if bound == "muan" else "nbPlugin",
            observed=observed,
        )
    return _threshold_answer(found, bound, transform, expected, observed)


def _expectation(given: JsonSettings, bound: str) -> tuple[float, float, float, float]:
    """The expected count with its error, and both on the scale of logarithms.

    `expected` and `se` are in counts. `fit` and `se` are as R has them: in counts for `delta`, logarithms otherwise.
    """
    in_logs = given.has("log_expected") or (given.has("fit") and bound != "delta")
    key = "log_expected" if given.has("log_expected") else "fit" if given.has("fit") else "expected"
    error_key = "log_se" if given.has("log_se") else "se"
    where = given.number(key, None) if in_logs else given.number(key, None, above=0)
    error = given.number(error_key, 0.0, low=0)
    mean = math.exp(min(where, 700.0)) if in_logs else where
    link_error = error if in_logs or error_key == "log_se" else error / mean if mean else 0.0
    return mean, link_error * mean, math.log(mean) if mean > 0 else 0.0, link_error


def _threshold_answer(
    found: Threshold, bound: str, transform: str, expected: float, observed: int | None
) -> Answer:
    how = {
        "delta": f"delta method on the scale y^{transform}" if transform != "none" else "delta method",
        "nbPlugin": "quantiles of the negative binomial",
        "muan": "quantiles of the negative binomial whose mean is moved to its own upper limit",
    }[bound]
    verdict = "bounds" if observed is None else "above" if observed > found.high else "within"
    working = f"{expected:.4g} expected: ordinary from {found.low:.7g} to {found.high:.7g}"
    return Answer(
        verdict,
        {"expected": expected, "observed": observed, "threshold_method": bound},
        ({"clause": SOURCES["farrington-flexible"], "working": f"{working}."},),
        (),
        how,
        {"lower": found.low, "upper": found.high, "p": found.p},
    )


def weights_parser() -> argparse.ArgumentParser:
    parser = _parser("alarm weights", weights_command.__doc__)
    parser.add_argument(
        "parameters", metavar="P.json", help="residuals, or counts with what was fitted to them"
    )
    return parser


def weights_command(argv: list[str]) -> Answer:
    """The weights of reference counts: less for those that stand out, so that past outbreaks hide no new one."""
    path = Path(weights_parser().parse_args(argv).parameters)
    given = read_settings(
        path, {"weightsThreshold": "weights_threshold", "threshold": "weights_threshold", "s": "residuals"}
    )
    threshold = given.number("weights_threshold", 1.0, low=0)
    residuals = given.numbers("residuals")
    if not residuals:
        residuals = _residuals(given)
    given.check()
    weights = reference_weights(residuals, threshold)
    down = sum(1 for residual in residuals if residual > threshold)
    working = f"{down} of {len(weights)} residuals are above {threshold:g}; the weights add up to {sum(weights):.6g}."
    return Answer(
        "weights",
        {"references": len(weights), "weighted_down": down, "weights_threshold": threshold},
        ({"clause": "Farrington and others 1996", "working": working},),
        (),
        "1/residual² where the residual is above the threshold, scaled to add up to the number of references",
        {"weights": list(weights), "residuals": list(residuals)},
    )


def _residuals(given: JsonSettings) -> list[float]:
    counts, fitted = given.numbers("observed"), given.numbers("fitted")
    leverage = given.numbers("leverage") or [0.0] * len(counts)
    phi = given.number("phi", 1.0, low=1, high=MOST_DISPERSION)
    if not counts or not len(counts) == len(fitted) == len(leverage):
        given.wrong(
            "residuals", "are lacking.", "Give residuals, or observed, fitted and leverage of one length."
        )
    elif min(fitted) <= 0 or min(counts) < 0 or not all(0 <= hat < 1 for hat in leverage):
        given.wrong("fitted", "cannot be.", "Give fitted counts above 0 and leverages from 0 to below 1.")
    given.check()
    return list(anscombe_residuals(counts, fitted, leverage, phi))


def references_parser() -> argparse.ArgumentParser:
    parser = _parser("alarm references", references_command.__doc__)
    parser.add_argument(
        "parameters", metavar="P.json", help="the periods, the one to be judged, and the windows"
    )
    parser.add_argument("--reference", choices=("dates", "index"), help="as in alarm; goes before the file")
    return parser


def references_command(argv: list[str]) -> Answer:
    """Which earlier periods a count would be held against, and the level of each."""
    options = references_parser().parse_args(argv)
    path = Path(options.parameters)
    given = read_settings(path, {**ALIASES, "freq": "frequency"})
    series = _periods(given, path)
    at = given.take("at")
    place = series.place_of(str(at)) if at is not None else len(series.counts) - 1
    if place is None:
        given.wrong("at", "is no period of the series.", "Write a period, or its number counted from 1.")
    width = given.whole("w", 3, high=180)
    stated = given.choice("reference", ("dates", "index"), "index" if series.days is None else "dates")
    by: By = "dates" if (options.reference or stated) == "dates" else "index"
    years, levels = given.whole("b", 5, low=1, high=50), given.whole("no_periods", 1, low=1, high=100)
    leave_out = given.whole("past_not_included", width, high=400)
    per_year = given.whole("frequency", PER_YEAR[series.pace], low=1, high=366)
    given.check(ignored=("comment",))
    try:
        found = references(
            series, place or 0, years=years, half_width=width, levels=levels,
            leave_out=leave_out, by=by, per_year=per_year,
        )  # fmt: skip
    except ValueError as error:
        raise Unusable(
            Problem("levels", f"It cannot be done: {error}.", "Write a smaller no_periods.")
        ) from None
    return _references_answer(series, place or 0, found, by)


def _periods(given: JsonSettings, path: Path) -> WatchedSeries:
    value = given.take("periods")
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 20_000:
        return of_counts([None] * value)
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return of_labels(value, path.name)
    remedy = 'Write a number of periods, or ["2023-01-02", "2023-01-09"].'
    raise Unusable(
        Problem("periods", "‘periods’ is no series of periods.", remedy, path.name, None, "periods")
    )


def _references_answer(series: WatchedSeries, at: int, found: References, by: By) -> Answer:
    entries = [
        {"place": place + 1, "period": series.labels[place], "level": level}
        for place, level in zip(found.places, found.levels, strict=True)
    ]
    cautions = [Caution(WarningCode.COVERAGE, "periods", found.because)] if found.because else []
    centres = ", ".join(series.labels[place] for place in found.centres)
    working = (
        f"{series.labels[at]} is held against {len(entries)} periods around {centres}."
        if centres
        else found.because
    )
    return Answer(
        "undetermined" if found.because else "references",
        {"at": series.labels[at], "place": at + 1, "reference": by, "references": len(entries)},
        ({"clause": SOURCES["farrington-flexible"], "working": working},),
        tuple(cautions),
        "windows around the same period of earlier years"
        + (" by date" if by == "dates" else " by counting periods"),
        {"references": entries, "centres": [series.labels[place] for place in found.centres]},
    )
