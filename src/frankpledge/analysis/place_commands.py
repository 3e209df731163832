"""The commands `funnel` and `concentration`: a CSV of places in, one `Answer` out, nothing printed."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from frankpledge.analysis.arguments import above_nought, parser, read, signed, whole
from frankpledge.analysis.concentration import DRAWS, Concentration, Held, concentration
from frankpledge.analysis.funnel import (
    FALSE_DISCOVERIES,
    FEWEST_PLACES,
    SCALES,
    WINSORISED,
    Count,
    Funnel,
    Place,
    Positioned,
    Spread,
    funnel,
)
from frankpledge.analysis.inputs import NOT_KNOWN, Line, quoted, read_table, whole_number
from frankpledge.analysis.place_schemas import SCHEMAS
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.analysis.sentences import joined
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "concentration_command", "concentration_parser", "funnel_command", "funnel_parser"]

T = TypeVar("T")
PLACE_COLUMNS = ("place", "area", "name", "code", "id")
OBSERVED_COLUMNS = ("observed", "events", "count", "value")
FUNNEL_CLAUSE = "Exact Poisson limits and p (Spiegelhalter 2005), Benjamini and Hochberg over all places"
SPREAD_CLAUSE = (
    "Spread between places from winsorised scores (Spiegelhalter and others 2012; DerSimonian and Laird 1986)"
)


def funnel_parser() -> argparse.ArgumentParser:
    """The arguments of `funnel`."""
    made = parser(
        "funnel", "Places against their peers, with chance and the spread between places allowed for."
    )
    made.add_argument("places", metavar="PLACES.csv", help="columns place, observed and expected or exposure")
    made.add_argument(
        "--target", metavar="R", help="the common rate, with exposure; default: all events over all exposure"
    )
    made.add_argument(
        "--scale", choices=SCALES, default="log", help="of the scores for the spread between places"
    )
    made.add_argument(
        "--winsor", default=str(WINSORISED), metavar="W", help="share of scores drawn in on either side"
    )
    made.add_argument("--fdr", default=str(FALSE_DISCOVERIES), metavar="Q", help="level of false discoveries")
    return made  # fmt: skip


def funnel_command(argv: list[str]) -> Answer:
    """Which places lie further from the common rate than chance and the spread between places allow.

    Raises Unusable for arguments or a file that cannot be used. Shapes: `SCHEMAS["funnel"]`.
    """
    given = funnel_parser().parse_args(argv)
    winsor = read("--winsor", given.winsor, _below(0.5, least=0.0), "Give a share from 0 to below 0.5.")
    level = read("--fdr", given.fdr, _below(1.0), "Give a level above 0 and below 1, such as 0.05.")
    target = (
        None if given.target is None else read("--target", given.target, above_nought, "Give a rate above 0.")
    )
    counts, target = _counts(Path(given.places), target)
    found = funnel(counts, scale=given.scale, winsorised=winsor, false_discoveries=level)
    asked = {"target": target, "scale": given.scale, "winsor": winsor, "fdr": level}
    known = sum(1 for one in found.places if one.verdict is not Place.UNKNOWN)
    return Answer(
        _funnel_verdict(found, known),
        {"places": len(counts), "known": known, **asked},
        tuple(_funnel_reasons(found)),
        tuple(_funnel_cautions(found)),
        f"exact Poisson funnel with random-effects allowance on the {given.scale} scale, winsorised at {winsor:g}, "
        f"false discoveries held at {level:g} over {found.family} places",
        {
            "places": [_position(one) for one in found.places], "spread": _spread(found.spread),
            "high": _names(found, Place.HIGH), "low": _names(found, Place.LOW), "sentences": _funnel_sentences(found),
        },
    )  # fmt: skip


def _below(most: float, *, least: float | None = None) -> Callable[[str], float]:
    def reader(given: str) -> float:
        value = signed(given)
        if value >= most or (value <= 0 if least is None else value < least):
            raise ValueError(f"{quoted(given)} is out of range")
        return value

    return reader


def _funnel_verdict(found: Funnel, known: int) -> str:
    if known < 2:
        return "undetermined"
    return "outliers" if any(one.verdict in {Place.HIGH, Place.LOW} for one in found.places) else "none"


def _counts(path: Path, target: float | None) -> tuple[list[Count], float | None]:
    """The places of a CSV, with the rate that their expected numbers rest on (None where those were given)."""
    heading, lines = read_table(path)
    refuse_people(heading, path.name)
    observed = _column(path, heading, OBSERVED_COLUMNS)
    place = _column(path, heading, PLACE_COLUMNS)
    against = _column(path, heading, ("expected", "exposure"))
    if against == "expected" and target is not None:
        raise Unusable(
            Problem("arguments", "--target goes with a column exposure.", "Leave it out.", path.name)
        )
    problems: list[Problem] = []
    rows = [
        (
            line.cells[place].strip(),
            _cell(line, observed, _not_below, path, problems, "Give a number of events, 0 or more."),
            _cell(line, against, above_nought, path, problems, "Give a number above 0."),
        )
        for line in lines
    ]
    _check_rows(path, lines, place, problems)
    if against == "expected":
        return [Count(*row) for row in rows], None
    known = [
        (events, exposure) for _, events, exposure in rows if events is not None and exposure is not None
    ]
    rate = target
    if rate is None:
        rate = math.fsum(e for e, _ in known) / math.fsum(x for _, x in known) if known else 1.0
    if rate == 0:
        raise Unusable(Problem("value", "No place has an event.", "A funnel needs one event.", path.name))
    return [
        Count(name, events, None if exposure is None else exposure * rate) for name, events, exposure in rows
    ], rate


def _not_below(given: str) -> float:
    value = signed(given)
    if value < 0:
        raise ValueError(f"{quoted(given)} is below nought, which a count cannot be")
    return value


def _column(path: Path, heading: Sequence[str], names: Sequence[str]) -> str:
    found = next((name for name in names if name in heading), None)
    if found is None:
        reason = f"There is no column ‘{names[0]}’."
        raise Unusable(
            Problem("column", reason, f"Known names are {', '.join(names)}.", path.name, 1, names[0])
        )
    return found


def _cell(
    line: Line, column: str, reader: Callable[[str], T], path: Path, problems: list[Problem], remedy: str
) -> T | None:
    given = line.cells[column].strip()
    if given.lower() in NOT_KNOWN:
        return None
    try:
        return reader(given)
    except ValueError as error:
        problems.append(
            Problem("value", f"{str(error).rstrip('.')}.", remedy, path.name, line.row, column, given)
        )
        return None


def _check_rows(path: Path, lines: Sequence[Line], place: str, problems: list[Problem]) -> None:
    """Refuse an empty table, a place without a name, and one that stands twice, with all other problems found."""
    if not lines:
        problems.append(
            Problem("empty", "The file has a heading and no rows.", "Give one row a place.", path.name)
        )
    seen: dict[str, int] = {}
    for line in lines:
        name = line.cells[place].strip()
        if not name or name in seen:
            reason = (
                f"{quoted(name)} stands twice, first in row {seen[name]}."
                if name
                else "The place has no name."
            )
            problems.append(
                Problem("place", reason, "Give each place one row and a name.", path.name, line.row, place)
            )
        seen.setdefault(name, line.row)
    if problems:
        raise Unusable(*problems)


def _funnel_reasons(found: Funnel) -> list[dict[str, str]]:
    reasons = [{"clause": FUNNEL_CLAUSE, "working": f"{found.family} places looked at together."}]
    if found.spread is not None:
        working = f"Places vary {found.spread.phi:.3f} times as much as chance; variance between them {found.spread.tau2:.6f}."
        reasons.append({"clause": SPREAD_CLAUSE, "working": working})
    return reasons


def _funnel_cautions(found: Funnel) -> list[Caution]:
    cautions = []
    missing = [one.place for one in found.places if one.verdict is Place.UNKNOWN]
    if missing:
        text = f"There is no figure for {joined(missing[:12])}: they are left out, and missing is not nought."
        cautions.append(Caution(WarningCode.COVERAGE, ", ".join(missing[:12]), text))
    if found.spread is None:
        text = f"There are fewer than {FEWEST_PLACES} places: the spread between them is not allowed for."
        cautions.append(Caution(WarningCode.BASE, "places", text))
    nought = [one.place for one in found.places if one.observed == 0]
    if nought and found.spread is not None and found.spread.scale == "log":
        text = f"No events in {joined(nought[:12])}: taken as half of one for the score on the log scale."
        cautions.append(Caution(WarningCode.BASE, ", ".join(nought[:12]), text))
    return cautions


def _position(one: Positioned) -> dict[str, object]:
    limits = [
        {"confidence": at.confidence, "low": at.low, "high": at.high, "spread_low": at.spread_low, "spread_high": at.spread_high}
        for at in one.limits
    ]  # fmt: skip
    return {
        "place": one.place, "observed": one.observed, "expected": one.expected, "ratio": one.ratio, "limits": limits,
        "p": one.p, "p_adjusted": one.p_adjusted, "spread_z": one.spread_z, "spread_p": one.spread_p,
        "spread_p_adjusted": one.spread_p_adjusted, "verdict": str(one.verdict),
    }  # fmt: skip


def _spread(found: Spread | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "scale": found.scale, "phi": found.phi, "tau2": found.tau2, "winsor_low": found.winsor[0],
        "winsor_high": found.winsor[1], "places": found.places,
    }  # fmt: skip


def _names(found: Funnel, verdict: Place) -> list[str]:
    mine = [one for one in found.places if one.verdict is verdict]
    return [one.place for one in sorted(mine, key=lambda one: -abs(one.spread_z or 0))]


def _funnel_sentences(found: Funnel) -> list[str]:
    said = [
        f"{one.place} has {_times(one.ratio)} times the number expected, further from its peers than chance and the usual "
        "spread between places allow."
        for one in found.places
        if one.verdict in {Place.HIGH, Place.LOW} and one.ratio is not None
    ]
    return said or ["No place can be told from the others."]


def _times(ratio: float | None) -> str:
    return grouped(round_half_up(Fraction(ratio or 0), 2))


def concentration_parser() -> argparse.ArgumentParser:
    """The arguments of `concentration`."""
    made = parser("concentration", "How unevenly events lie over places, and what chance alone would do.")
    made.add_argument(
        "places", metavar="PLACES.csv", help="columns place and events; places without events have 0"
    )
    made.add_argument("--draws", default=str(DRAWS), metavar="N", help="how often chance is drawn")
    made.add_argument("--seed", default="0", metavar="N", help="the same seed gives the same answer")
    return made


def concentration_command(argv: list[str]) -> Answer:
    """The share of places that hold half of the events, the Lorenz curve and Gini's index, beside what chance does.

    Raises Unusable for arguments or a file that cannot be used. Shapes: `SCHEMAS["concentration"]`.
    """
    given = concentration_parser().parse_args(argv)
    draws = read("--draws", given.draws, whole(99, 100_000), "Give a whole number from 99.")
    seed = read("--seed", given.seed, whole(0, 999_999_999), "Give a whole number.")
    path = Path(given.places)
    counts, missing = _events(path)
    try:
        found = concentration(counts, draws=draws, seed=seed)
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise Unusable(
            Problem("places", reason, "Give every place, with 0 where nothing happened.", path.name)
        ) from None
    return Answer(
        "concentrated" if found.is_more_than_chance else "no_more_than_chance",
        {"places": found.places, "events": found.events, "with_any": found.with_any, "missing": missing,
         "draws": draws, "seed": seed},
        ({"clause": "Gini's index against events that fall evenly at random", "working": _gini_working(found)},),
        tuple(_concentration_cautions(found, missing)),
        f"Gini, generalised Gini (Bernasco and Steenbeek 2017); {draws} draws of an even multinomial, seed {seed}",
        {
            "gini": found.gini, "generalised_gini": found.generalised, "gini_by_chance": found.gini_by_chance,
            "gini_low": found.gini_low, "gini_high": found.gini_high, "sparse": found.is_sparse,
            "held": [_held(one) for one in found.held],
            "lorenz": [{"places": x, "events": y} for x, y in found.lorenz],
            "sentences": _concentration_sentences(found),
        },
    )  # fmt: skip


def _events(path: Path) -> tuple[list[int], list[str]]:
    heading, lines = read_table(path)
    refuse_people(heading, path.name)
    place, events = (
        _column(path, heading, PLACE_COLUMNS),
        _column(path, heading, ("events", "observed", "count", "value")),
    )
    problems: list[Problem] = []
    cells = [
        _cell(line, events, whole_number, path, problems, "Give a whole number, 0 or more.") for line in lines
    ]
    _check_rows(path, lines, place, problems)
    missing = [line.cells[place].strip() for line, cell in zip(lines, cells, strict=True) if cell is None]
    return [cell for cell in cells if cell is not None], missing


def _gini_working(found: Concentration) -> str:
    return (
        f"{grouped(found.events)} events over {grouped(found.places)} places: Gini {found.gini:.4f}; by chance "
        f"{found.gini_by_chance:.4f} ({found.gini_low:.4f} to {found.gini_high:.4f}); generalised {found.generalised:.4f}."
    )


def _concentration_cautions(found: Concentration, missing: Sequence[str]) -> list[Caution]:
    cautions = []
    if missing:
        text = f"There is no figure for {joined(list(missing[:12]))}: left out, and missing is not nought."
        cautions.append(Caution(WarningCode.COVERAGE, ", ".join(missing[:12]), text))
    if found.is_sparse:
        text = "There are fewer events than places: a plain Gini is near 1 by arithmetic; read the generalised one."
        cautions.append(Caution(WarningCode.BASE, "events", text))
    if found.with_any == found.places and found.places > 1:
        text = "Every place has an event: make sure that places without any were not left out of the file."
        cautions.append(Caution(WarningCode.DENOMINATOR, "places", text))
    return cautions


def _held(one: Held) -> dict[str, object]:
    return {
        "share": one.share, "places": one.places, "of_places": one.of_places,
        "of_places_with_any": one.of_places_with_any, "by_chance": one.by_chance, "low": one.low, "high": one.high,
        "more_than_chance": one.is_more_than_chance,
    }  # fmt: skip


def _concentration_sentences(found: Concentration) -> list[str]:
    half = next((one for one in found.held if one.share == 0.5), None)
    if half is None:
        return []
    said = (
        f"{grouped(half.places)} of {grouped(found.places)} places ({_percent(half.of_places)}) hold at least half of the "
        f"{grouped(found.events)} events; evenly at random it would be {_percent(half.by_chance)}."
    )
    return [said]


def _percent(share: float) -> str:
    return f"{grouped(round_half_up(Fraction(share) * 100, 1))}%"
