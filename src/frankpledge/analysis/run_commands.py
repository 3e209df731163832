"""`alarm threshold` of a cumulative sum: how long it runs with a limit, or which limit lets it run so long."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from frankpledge.analysis.cusum import MEASURED, SCALES, CusumControl, Scale
from frankpledge.analysis.json_settings import JsonSettings, read_settings
from frankpledge.analysis.run_lengths import Counts, Drawn, Measurements, average_run_length, decision_for
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

CLAUSE = "Average run lengths as a Markov chain (Brook and Evans 1972)"
ALIASES = {
    "mu0": "m",
    "mean": "m",
    "trans": "transform",
    "c.ARL": "h",
    "ARL0": "run_length",
    "arl0": "run_length",
}
FAMILIES = ("poisson", "normal")
MOST_MEAN, MOST_PERIODS, MOST_STATES = 1e6, 1e7, 1e5
"""Larger ones are refused: they would take too long, or mean nothing."""


def run_answer(path: Path) -> Answer:
    """How long it runs until the first alarm, with nothing amiss and after each shift of the mean that is asked about."""
    given = read_settings(path, ALIASES)
    given.choice("method", ("cusum",), None)
    family = given.choice("distribution", FAMILIES, "poisson")
    control, drawn = _normal(given) if family == "normal" else _poisson(given)
    sides = given.whole("sides", 1, low=1, high=2)
    shifted = _shifted(given, family)
    wanted = (
        given.number("run_length", 0.0, above=1, high=MOST_PERIODS)
        if given.has("run_length")
        else given.take("run_length")
    )
    if (wanted is None) == (not given.has("h")):
        given.wrong(
            "h",
            "and ‘run_length’ cannot both be given, nor both be left out.",
            "Give one: the other follows from it.",
        )
    given.check(ignored=("comment",))
    if wanted is not None:
        control = replace(control, decision=_decision(control, drawn, wanted, sides))
    runs = {
        mean: average_run_length(control, _at(drawn, mean), sides=sides) for mean in (drawn.mean, *shifted)
    }
    return _answer(control, drawn, family, runs, sides, wanted)


def _poisson(given: JsonSettings) -> tuple[CusumControl, Drawn]:
    mean = given.number("m", None, above=0, high=MOST_MEAN)
    key = "alpha" if given.has("alpha") else "overdispersion"
    spread = given.number(key, 0.0, low=0, high=10)
    named = given.choice("transform", SCALES, "deviation")
    scale: Scale = next(one for one in SCALES if one == named)
    return _control(given, mean, scale, spread), Counts(mean or 1.0, spread)


def _normal(given: JsonSettings) -> tuple[CusumControl, Drawn]:
    mean = given.number("m", 0.0, low=-MOST_MEAN, high=MOST_MEAN)
    sd = given.number("sd", 1.0, above=0, high=MOST_MEAN)
    named = given.choice("transform", tuple(one for one in SCALES if one in MEASURED), "deviation")
    return _control(given, mean, "none" if named == "none" else "deviation", 0.0), Measurements(
        mean, sd or 1.0
    )


def _control(given: JsonSettings, mean: float, scale: Scale, spread: float) -> CusumControl:
    reference = given.number("k", None, low=-MOST_MEAN, high=MOST_MEAN)
    decision = given.number("h", 1.0, above=0, high=MOST_STATES)
    return CusumControl(reference, decision, mean, scale, spread)


def _shifted(given: JsonSettings, family: str) -> list[float]:
    means = given.numbers("shifted")
    if len(means) > 50 or any(not math.isfinite(one) or (family == "poisson" and one <= 0) for one in means):
        given.wrong(
            "shifted",
            "is no list of means that can be.",
            "Write up to 50 means, such as [7.5]; of counts above 0.",
        )
    return means


def _decision(control: CusumControl, drawn: Drawn, wanted: float, sides: int) -> float:
    try:
        return decision_for(control, drawn, wanted, sides=sides)
    except ValueError as error:
        raise Unusable(
            Problem("run_length", f"It cannot be done: {error}.", "Write a smaller one, or another k.")
        ) from None


def _at(drawn: Drawn, mean: float) -> Drawn:
    return replace(drawn, mean=mean)


def _answer(
    control: CusumControl,
    drawn: Drawn,
    family: str,
    runs: dict[float, float | None],
    sides: int,
    wanted: float | None,
) -> Answer:
    ordinary = runs[drawn.mean]
    after = {mean: run for mean, run in runs.items() if mean != drawn.mean}
    cautions = [
        Caution(
            WarningCode.IMPLAUSIBLE, "run_length", f"At a mean of {mean:g} it runs longer than can be told."
        )
        for mean, run in runs.items()
        if run is None
    ]
    said = [
        f"h {control.decision:.6g}, k {control.reference:g}: about a mean of {drawn.mean:g} {_periods(ordinary)} until a false alarm"
    ]
    said += [f"at a mean of {mean:g} {_periods(run)} until the alarm" for mean, run in after.items()]
    centre = drawn.mean if control.scale == "deviation" else 0.0
    upper = control.decision + control.reference + centre if control.scale in MEASURED else None
    return Answer(
        "run_length",
        {"m": drawn.mean, "k": control.reference, "h": control.decision, "sides": sides, "distribution": family,
         "asked_for": wanted},
        ({"clause": CLAUSE, "working": f"{'; '.join(said)}."},),
        tuple(cautions),
        f"cumulative sum of {'normal measurements' if family == 'normal' else 'counts'}, scale {control.scale}, from nought, "
        f"{'up and down together' if sides == 2 else 'upwards'}",
        {"lower": None, "upper": upper, "p": None, "h": control.decision, "run_length": ordinary,
         "shifted": [{"mean": mean, "run_length": run} for mean, run in after.items()]},
    )  # fmt: skip


def _periods(run: float | None) -> str:
    return "longer than can be told" if run is None else f"{run:,.5g} periods"
