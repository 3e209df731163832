"""The command `agreement`: how far scorers agree. Bad input raises the kernel's `Unusable`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from frankpledge.analysis.agreement import METRICS, Agreement, krippendorff_alpha, most_disputed
from frankpledge.analysis.inputs import NOT_KNOWN, Line, quoted, read_table
from frankpledge.analysis.schemas import (
    COMMON,
    DRAFT,
    Schema,
    _choice,
    _common,
    _list,
    _number,
    _object,
    _text,
)
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

UNITS = ("unit", "issue", "item")
NOT_RATED = NOT_KNOWN | {".", "*"}
"""Published tables of ratings have a point or a star where there is none."""
CLAUSE = "Krippendorff's alpha (2004, 2011)"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, "See ./frankpledge schema agreement."))


def agreement_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="frankpledge agreement", description=agreement_command.__doc__, allow_abbrev=False)
    parser.add_argument("ratings", metavar="RATINGS.csv", help="a column ‘issue’ and one column a scorer")
    parser.add_argument(
        "--metric", choices=METRICS, default="ordinal", help="what differences mean (default: ordinal)"
    )
    parser.add_argument("--seed", default="0", metavar="N", help="of the interval (default: 0)")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def agreement_command(argv: list[str]) -> Answer:
    """Say how far scorers agree beyond chance, whatever ratings are missing, and where they differ most."""
    given = agreement_parser().parse_args(argv)
    if not given.seed.isdecimal():
        raise Unusable(
            Problem("arguments", f"--seed is ‘{given.seed}’.", "Write a whole number.", value=given.seed)
        )
    path = Path(given.ratings)
    ratings, scorers = _read(path, words=given.metric == "nominal")
    try:
        found = krippendorff_alpha(list(ratings.values()), given.metric, seed=int(given.seed))
    except ValueError as error:
        raise Unusable(Problem("value", f"{error}.", "Choose another metric.", path.name)) from None
    apart = _kinds_apart(ratings) if given.metric == "nominal" else most_disputed(ratings)
    disputed = [{"unit": name, "apart": far} for name, far in apart if far > 0]
    cautions = [Caution(WarningCode.COVERAGE, "ratings", found.because)] if found.because else []
    if found.alone:
        text = f"{found.alone} rated by fewer than two scorers, which say nothing about agreement."
        cautions.append(Caution(WarningCode.COVERAGE, "ratings", text))
    return Answer(
        found.verdict,
        {
            "metric": found.metric,
            "scorers": scorers,
            "units": found.units,
            "ratings": found.pairable,
            "seed": int(given.seed),
        },
        ({"clause": CLAUSE, "working": _working(found)},),
        tuple(cautions),
        f"{CLAUSE}, {found.metric}; interval by resampling the things rated 2,000 times, seed {given.seed}",
        {"alpha": found.alpha, "low": found.low, "high": found.high, "disputed": disputed},
    )


def _kinds_apart(ratings: Mapping[str, Sequence[float | None]]) -> list[tuple[str, int]]:
    """How many different ratings beside the first each thing got, the most first: names have no distance."""
    many = [(name, len({one for one in given if one is not None}) - 1) for name, given in ratings.items()]
    return sorted(many, key=lambda one: (-one[1], one[0]))


def _working(found: Agreement) -> str:
    if found.alpha is None:
        return f"Alpha cannot be told. {found.because}"
    return (
        f"alpha {found.alpha:.3f} over {found.units} things and {found.pairable} ratings; from 0.80 scores may be relied on, "
        "from 0.667 for tentative conclusions."
    )


def _read(path: Path, *, words: bool) -> tuple[dict[str, list[float | None]], int]:
    """The ratings by what was rated. With `words` a rating may be any text, and each text has a number of its own."""
    columns, lines = read_table(path)
    unit = next((name for name in UNITS if name in columns), None)
    scorers = [name for name in columns if name != unit]
    if unit is None or len(scorers) < 2:
        remedy = "Name the first column ‘issue’, and give at least two columns of scorers."
        raise Unusable(Problem("column", "There are no ratings by two scorers.", remedy, path.name, 1))
    if not lines:
        raise Unusable(
            Problem("empty", "The file has a heading and no rows.", "Give one row an issue.", path.name)
        )
    kinds: dict[str, float] = {}
    found: dict[str, list[float | None]] = {}
    for line in lines:
        name = line.cells[unit].strip()
        if not name or name in found:
            raise Unusable(
                Problem(
                    "twice",
                    f"{quoted(name)} is no name of its own.",
                    "Keep one row each.",
                    path.name,
                    line.row,
                    unit,
                )
            )
        found[name] = [
            _kind(line, scorer, kinds) if words else _rating(line, scorer, path) for scorer in scorers
        ]
    return found, len(scorers)


def _kind(line: Line, scorer: str, kinds: dict[str, float]) -> float | None:
    """The number that stands for a rating in words; 1 and 1.0 are one rating."""
    text = line.cells[scorer].strip()
    if text.lower() in NOT_RATED:
        return None
    try:
        key = repr(float(text))
    except ValueError:
        key = text.casefold()
    return kinds.setdefault(key, float(len(kinds)))


def _rating(line: Line, scorer: str, path: Path) -> float | None:
    text = line.cells[scorer].strip()
    if text.lower() in NOT_RATED:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        remedy = "Write a number, or leave the cell empty where there is none."
        raise Unusable(
            Problem("value", f"{quoted(text)} is no rating.", remedy, path.name, line.row, scorer, text)
        )
    return value


SCHEMAS: dict[str, Schema] = {
    "agreement": {
        "$schema": DRAFT,
        "title": "agreement",
        "input": _object(
            {
                "RATINGS.csv": _object(
                    {
                        "issue": _text("or unit, item: what was rated, once in the file"),
                        "<scorer>": _number("one column a scorer; empty, ., *, [x] or .. where there is no rating; with metric nominal any text", null=True),
                    },
                    ["issue"],
                ),
                "--metric": _choice(METRICS, "nominal: same or not; ordinal: steps by how many ratings lie between; "
                                    "interval: differences; ratio: differences over sums", "ordinal"),
                "--seed": {"type": "integer", "minimum": 0, "default": 0},
            },
            ["RATINGS.csv"],
        ),
        "output": _object(
            {
                **_common(("reliable", "tentative", "unreliable", "undetermined"), "alpha from 0.80, from 0.667, below; "
                          "undetermined when nothing can differ", {"type": "object"}, ()),
                "method": _text("the method and its source"),
                "alpha": _number("1 perfect, 0 as chance", null=True, maximum=1),
                "low": _number("95% interval", null=True),
                "high": _number("95% interval", null=True),
                "disputed": _list(
                    _object({"unit": _text("what was rated"), "apart": _number("highest minus lowest rating; with metric nominal, how many kinds of rating beside one")}, ["unit", "apart"]),
                    "where scorers differ, the widest first",
                ),
            },
            [*COMMON, "alpha", "low", "high", "disputed"],
        ),
    },
}  # fmt: skip
