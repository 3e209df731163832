"""The commands `hotspots` and `near-repeats`: places as they gather, never people. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema hotspots` prints.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from frankpledge.analysis.hotspot_schemas import SCHEMAS
from frankpledge.analysis.hotspots import (
    SIDES,
    STATISTICS,
    Assumption,
    Locals,
    Overall,
    Side,
    Statistic,
    general_g,
    local_figures,
    moran,
)
from frankpledge.analysis.inputs import NOT_KNOWN, Line, quoted, read_table
from frankpledge.analysis.near_repeats import Cell, Knox, coordinate, knox, read_events
from frankpledge.analysis.neighbours import Neighbours, read_neighbours, within
from frankpledge.analysis.places_not_people import refuse_people
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

__all__ = ["SCHEMAS", "hotspots_command", "near_repeats_command"]

CLAUSES = {
    "gi": "Gi (Ord and Getis 1995)",
    "gi_star": "Gi* (Ord and Getis 1995)",
    "g": "General G (Getis and Ord 1992)",
    "moran": "Moran's I (Cliff and Ord 1981) and local I given the area's own value (Sokal and others 1998)",
}
LEVEL = 0.05
MOST_DEALS = 1_000_000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        name = self.prog.split(" ", 1)[1]
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema {name}."))


def _parser(name: str, about: str | None) -> _Parser:
    parser = _Parser(prog=f"frankpledge {name}", description=about, allow_abbrev=False)
    parser.add_argument(
        "--permutations", default=None, metavar="N", help="how often values are dealt out anew"
    )
    parser.add_argument(
        "--seed", default="0", metavar="N", help="the same seed gives the same answer (default: 0)"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def hotspots_parser() -> argparse.ArgumentParser:
    parser = _parser("hotspots", hotspots_command.__doc__)
    parser.add_argument(
        "points", metavar="POINTS.csv", help="columns id, x, y and value; x and y not with --weights"
    )
    parser.add_argument("--statistic", choices=STATISTICS, default="gi_star", help="default: gi_star")
    near = parser.add_mutually_exclusive_group(required=True)
    near.add_argument(
        "--band", metavar="D", help="neighbours lie no farther apart than D, in the unit of x and y"
    )
    near.add_argument("--weights", metavar="F", help="neighbours from a CSV (from, to, weight) or a GAL file")
    parser.add_argument(
        "--standardise", action="store_true", help="let the weights of each area's neighbours add up to 1"
    )
    parser.add_argument("--alternative", choices=SIDES, default="two-sided", help="default: two-sided")
    parser.add_argument(
        "--assume",
        choices=("randomisation", "normality"),
        default="randomisation",
        help="for moran's variance",
    )
    return parser


@dataclass(frozen=True, eq=False)
class _Areas:
    """The areas that have a value, by id so that the file's order plays no part, and the names of the others."""

    ids: tuple[str, ...]
    values: Floats
    x: Floats | None
    y: Floats | None
    in_file: tuple[str, ...]
    """The ids in the file's order."""
    unknown: tuple[str, ...]
    are_counts: bool


def hotspots_command(argv: list[str]) -> Answer:
    """Say where high or low values gather more than chance would bring together, with p adjusted over all areas."""
    given = hotspots_parser().parse_args(argv)
    deals = _whole("--permutations", given.permutations or "0", 0)
    seed = _whole("--seed", given.seed, 0)
    areas = read_areas(Path(given.points), with_places=given.band is not None)
    neighbours = _neighbours(given, areas)
    statistic: Statistic = given.statistic
    side: Side = given.alternative
    try:
        found = local_figures(areas.values, neighbours, statistic, side=side, permutations=deals, seed=seed)
        overall = _overall(areas, neighbours, statistic, side, given.assume, deals, seed)
    except ValueError as error:
        raise Unusable(
            Problem(
                "values",
                f"It cannot be said: {error}.",
                "Give other areas or neighbours.",
                Path(given.points).name,
            )
        ) from None
    return _answer(areas, neighbours, statistic, found, overall, deals, seed, side)


def _whole(name: str, text: str, low: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= MOST_DEALS:
        remedy = f"Write a whole number from {low} to {MOST_DEALS}."
        raise Unusable(Problem("arguments", f"{name} is ‘{text}’.", remedy, value=text))
    return int(text)


def _size(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < math.inf:
        raise Unusable(Problem("arguments", f"{name} is ‘{text}’.", "Write a number above 0.", value=text))
    return value


def read_areas(path: Path, *, with_places: bool) -> _Areas:
    """Read the areas. One without a value is left out and named. Raises Unusable for what cannot be read."""
    import numpy as np

    columns, lines = read_table(path)
    refuse_people(columns, path.name)
    wanted = ["id", "value", *(["x", "y"] if with_places else [])]
    lacking = [name for name in wanted if name not in columns]
    if lacking:
        remedy = f"Give columns {', '.join(wanted)}; there are: {', '.join(columns)}."
        raise Unusable(Problem("column", f"There is no column ‘{lacking[0]}’.", remedy, path.name, 1))
    _refuse_twice(lines, path)
    in_file = [(line, value) for line in lines if (value := _value(line, path)) is not None]
    unknown = tuple(line.cells["id"].strip() for line in lines if _value(line, path) is None)
    known = sorted(in_file, key=lambda pair: pair[0].cells["id"].strip())
    places = [
        np.array([coordinate(line, name, path) for line, _ in known]) if with_places else None
        for name in ("x", "y")
    ]
    values = np.array([value for _, value in known], dtype=float)
    are_counts = bool(len(values)) and bool((values == values.round()).all()) and float(values.min()) >= 0
    ids, order = (tuple(line.cells["id"].strip() for line, _ in these) for these in (known, in_file))
    return _Areas(ids, values, places[0], places[1], order, unknown, are_counts)


def _refuse_twice(lines: Sequence[Line], path: Path) -> None:
    seen: set[str] = set()
    for line in lines:
        name = line.cells["id"].strip()
        if not name or name in seen:
            reason = f"The area {quoted(name)} comes twice." if name else "The area has no id."
            raise Unusable(Problem("id", reason, "Keep one row an area.", path.name, line.row, "id", name))
        seen.add(name)


def _value(line: Line, path: Path) -> float | None:
    text = line.cells["value"].strip()
    if text.lower() in NOT_KNOWN:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        remedy = "Write a number, or leave the cell empty where there is none."
        raise Unusable(
            Problem("value", f"{quoted(text)} is no number.", remedy, path.name, line.row, "value", text)
        )
    return value


def _neighbours(given: argparse.Namespace, areas: _Areas) -> Neighbours:
    if given.weights:
        found = read_neighbours(Path(given.weights), areas.ids)
    elif areas.x is not None and areas.y is not None and len(areas.ids):
        found = within(areas.x, areas.y, _size("--band", given.band))
    else:
        raise Unusable(Problem("empty", "No area has a value.", "Give rows.", Path(given.points).name))
    return found.row_standardised() if given.standardise else found


def _overall(
    areas: _Areas,
    neighbours: Neighbours,
    statistic: Statistic,
    side: Side,
    assume: Assumption,
    deals: int,
    seed: int,
) -> Overall | None:
    if statistic == "moran":
        return moran(areas.values, neighbours, side=side, assumption=assume, permutations=deals, seed=seed)
    if statistic != "g" and float(areas.values.min()) < 0:
        return None
    return general_g(
        areas.values, neighbours, side=side, permutations=deals if statistic == "g" else 0, seed=seed
    )


def _answer(
    areas: _Areas, neighbours: Neighbours, statistic: Statistic, found: Locals, overall: Overall | None,
    deals: int, seed: int, side: Side,
) -> Answer:  # fmt: skip
    stand_out = [place for place, p in enumerate(found.p_adjusted.tolist()) if p < LEVEL]
    hot = [place for place in stand_out if found.kind[place] in {"high", "high-high"}]
    verdict = "hotspots" if hot else "coldspots_or_outliers" if stand_out else "nothing_stands_out"
    how = f"{grouped(deals)} conditional permutations, seed {seed}" if deals else "normal approximation"
    return Answer(
        verdict,
        {"areas": len(areas.ids), "statistic": statistic, "islands": len(neighbours.islands), "stand_out": len(stand_out),
         "hot": len(hot), "unadjusted": int((found.p < LEVEL).sum()), "permutations": deals, "seed": seed,
         "alternative": side, "without_value": len(areas.unknown)},
        ({"clause": CLAUSES[statistic], "working": _working(found, stand_out, len(areas.ids))},),
        (*_cautions(areas, neighbours, overall), *_too_few_deals(found, deals, side)),
        f"{CLAUSES[statistic]}; p by {how}, adjusted by Benjamini and Hochberg",
        {"areas": _entries(areas, neighbours, found), "global": None if overall is None else _global(overall)},
    )  # fmt: skip


def _working(found: Locals, stand_out: Sequence[int], areas: int) -> str:
    before = int((found.p < LEVEL).sum())
    return (
        f"{before} of {areas} areas have p below {LEVEL} taken one by one, {len(stand_out)} when adjusted for looking at "
        "all of them."
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _entries(areas: _Areas, neighbours: Neighbours, found: Locals) -> list[dict[str, object]]:
    columns = zip(
        areas.ids, areas.values.tolist(), found.value.tolist(), found.z.tolist(), found.p.tolist(),
        found.p_adjusted.tolist(), neighbours.counts.tolist(), found.kind, strict=True,
    )  # fmt: skip
    entries = {
        name: {"id": name, "value": value, "local": _finite(local), "z": _finite(z), "p": _finite(p),
               "p_adjusted": _finite(adjusted), "neighbours": many, "kind": kind or None, "because": _because(z, many)}
        for name, value, local, z, p, adjusted, many, kind in columns
    }  # fmt: skip
    return [entries[name] for name in areas.in_file]


def _because(z: float, many: int) -> str:
    if many == 0:
        return "It has no neighbour."
    return "" if math.isfinite(z) else "Its surroundings are the same in every arrangement."


def _global(overall: Overall) -> dict[str, object]:
    def under(moments: tuple[float, float, float] | None) -> dict[str, float] | None:
        return None if moments is None else dict(zip(("variance", "z", "p"), moments, strict=True))

    return {
        "name": overall.name, "value": overall.value, "expected": overall.expected, "variance": overall.variance,
        "z": overall.z, "p": overall.p, "assumption": overall.assumption, "p_permuted": overall.p_permuted,
        "normality": under(overall.normality), "randomisation": under(overall.randomisation),
    }  # fmt: skip


def _cautions(areas: _Areas, neighbours: Neighbours, overall: Overall | None) -> list[Caution]:
    found = []
    if areas.unknown:
        text = f"No figure for {_listed(areas.unknown)}: left out, neither area nor neighbour; missing is not nought."
        found.append(Caution(WarningCode.COVERAGE, "value", text))
    strangers = [name for name in neighbours.strangers if name not in areas.unknown]
    if strangers:
        text = f"The weights name {_listed(strangers)}, which the file of areas does not have: passed over."
        found.append(Caution(WarningCode.COVERAGE, "--weights", text))
    if neighbours.islands:
        names = [areas.ids[place] for place in neighbours.islands]
        found.append(
            Caution(
                WarningCode.COVERAGE, "neighbours", f"No neighbours: {_listed(names)}. They have no figure."
            )
        )
    if areas.are_counts:
        text = "The values look like counts: where many people are, many gather. Rates tell more."
        found.append(Caution(WarningCode.DENOMINATOR, "value", text))
    if overall is None:
        found.append(
            Caution(WarningCode.UNVERIFIABLE, "global", "General G has no meaning for values below nought.")
        )
    if areas.x is not None and areas.y is not None and _look_like_degrees(areas):
        text = "x and y look like degrees, in which a distance has no fixed length. Give metres."
        found.append(Caution(WarningCode.IMPLAUSIBLE, "x, y", text))
    return found


def _too_few_deals(found: Locals, deals: int, side: Side) -> tuple[Caution, ...]:
    """p cannot be smaller than the permutations allow: where that hides areas, say how many would show them."""
    least = (2 if side == "two-sided" else 1) / (deals + 1)
    known = int((found.p >= 0).sum())
    at_least = int((found.p <= least).sum()) if deals else 0
    if not at_least or least * known / at_least < LEVEL:
        return ()
    wanted = math.ceil(least * (deals + 1) * known / (LEVEL * at_least))
    text = (
        f"{at_least} of {known} areas have the smallest p that {grouped(deals)} permutations can give, and adjusted it is "
        f"not below {LEVEL}. With more than {grouped(wanted)} permutations they may stand out."
    )
    return (Caution(WarningCode.UNVERIFIABLE, "permutations", text),)


def _look_like_degrees(areas: _Areas) -> bool:
    if areas.x is None or areas.y is None:
        return False
    are_whole = bool((areas.x == areas.x.round()).all() and (areas.y == areas.y.round()).all())
    return not are_whole and bool((abs(areas.x) <= 180).all() and (abs(areas.y) <= 90).all())


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"


def near_repeats_parser() -> argparse.ArgumentParser:
    parser = _parser("near-repeats", near_repeats_command.__doc__)
    parser.add_argument(
        "events", metavar="EVENTS.csv", help="columns x, y (metres) and date (days), one row an event"
    )
    parser.add_argument(
        "--distances",
        default="0,100,200,300,400",
        metavar="D,…",
        help="ends of the bands of distance (default: 0,100,200,300,400)",
    )
    parser.add_argument(
        "--days", default="7,14,28", metavar="T,…", help="ends of the bands of time (default: 7,14,28)"
    )
    parser.add_argument(
        "--places",
        choices=("true", "moved"),
        default="moved",
        help="true: where it happened; moved points are refused",
    )
    return parser


def near_repeats_command(argv: list[str]) -> Answer:
    """Say whether events near in place are near in time oftener than chance would have it. Needs days and true places."""
    given = near_repeats_parser().parse_args(argv)
    deals, seed = _whole("--permutations", given.permutations or "999", 19), _whole("--seed", given.seed, 0)
    path = Path(given.events)
    events = read_events(path, places_are_true=given.places == "true")
    try:
        found = knox(
            events.x, events.y, events.days, distances=_ends("--distances", given.distances),
            intervals=_ends("--days", given.days), permutations=deals, seed=seed,
        )  # fmt: skip
    except ValueError as error:
        raise Unusable(
            Problem("bands", f"It cannot be done: {error}.", "Change the bands.", path.name)
        ) from None
    return _knox_answer(found)


def _ends(name: str, text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise Unusable(Problem("arguments", f"{name} is ‘{text}’.", "Write 0,100,200.", value=text)) from None


def _knox_answer(found: Knox) -> Answer:
    raised = [cell for cell in found.cells if cell.p_adjusted < LEVEL and cell.observed > cell.expected]
    working = f"{grouped(found.events)} events make {grouped(found.pairs)} pairs; {len(raised)} of {len(found.cells)} cells hold more than chance would."
    return Answer(
        "near_repeats" if raised else "nothing_beyond_chance",
        {
            "events": found.events,
            "pairs": found.pairs,
            "permutations": found.permutations,
            "seed": found.seed,
        },
        (
            {"clause": "Knox 1964, days dealt out anew", "working": working},
            *({"clause": "Knox 1964, days dealt out anew", "working": _cell_text(cell)} for cell in raised),
        ),
        (),
        f"Knox's test, {grouped(found.permutations)} permutations, seed {found.seed}; p adjusted by Benjamini and Hochberg",
        {"cells": [_cell(cell) for cell in found.cells]},
    )


def _cell_text(cell: Cell) -> str:
    return (
        f"{cell.distance.label} apart within {cell.days.label} days: {grouped(cell.observed)} pairs, "
        f"{cell.expected:.1f} expected."
    )


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "distance": cell.distance.label, "days": cell.days.label, "observed": cell.observed, "expected": cell.expected,
        "ratio": cell.ratio, "p": cell.p, "p_adjusted": cell.p_adjusted,
    }  # fmt: skip
