"""The command `scheme check`: whether a scoring scheme can be used, and what it would do with rare grave harm.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "scheme check"` prints, which is
also the JSON Schema of a scheme's file (read the TOML as JSON).
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from frankpledge.assessment.rules.formula import Range, within
from frankpledge.assessment.rules.scheme import (
    Kind,
    Scheme,
    Strand,
    combined,
    group_range,
    read_scheme,
)
from frankpledge.assessment.rules.scheme_schema import SCHEME_SCHEMA
from frankpledge.assessment.rules.scoring import from_judgement, score_issue
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, "See ./frankpledge schema scheme check."))


def scheme_check_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="frankpledge scheme check", description=scheme_check_command.__doc__, allow_abbrev=False
    )
    parser.add_argument("scheme", metavar="SCHEME.toml", help="a scoring scheme")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def scheme_check_command(argv: list[str]) -> Answer:
    """Say whether a scoring scheme can be used, what scores it gives, and what it does with harm that is rare and grave."""
    path = Path(scheme_check_parser().parse_args(argv).scheme)
    scheme = read_scheme(path)
    low, high = score_range(scheme)
    buried = rare_grave_band(scheme)
    cautions = [] if buried is None else [Caution(WarningCode.IMPLAUSIBLE, "floor", buried)]
    return Answer(
        "usable",
        {"id": scheme.id, "version": scheme.version, "title": scheme.title, "worst": scheme.worst,
         "criteria": len(scheme.criteria), "groups": len(scheme.groups), "bands": len(scheme.bands),
         "floors": len(scheme.floors), "sha256": scheme.sha256},
        ({"clause": "the scheme's own rule", "working": _working(scheme, low, high)},),
        tuple(cautions),
        scheme.formula_text or scheme.combine,
        {
            "lowest": float(low),
            "highest": float(high),
            "columns": [
                {"name": one.id, "title": one.title, "input": str(one.kind), "missing": str(one.missing),
                 "levels": [float(value) for value in one.scale.values],
                 "display_only": not any(group.id == one.group for group in scheme.scored_groups)}
                for one in scheme.criteria
            ],
        },
    )  # fmt: skip


def _working(scheme: Scheme, low: Fraction, high: Fraction) -> str:
    if scheme.by_borda:
        return f"Scores run from 0 to {float(high):g} for each other issue; high is worst."
    return f"Scores run from {float(low):g} to {float(high):g}; {scheme.worst} is worst."


def score_range(scheme: Scheme) -> Range:
    """The least and greatest score that the scheme can give, floors apart; Borda's for each other issue there is."""
    if scheme.by_borda:
        return Fraction(0), sum((group.weight for group in scheme.scored_groups), Fraction(0))
    ranges = {group.id: group_range(scheme, group) for group in scheme.groups}
    if scheme.formula is not None:
        return within(scheme.formula, ranges)
    ends = [
        combined(scheme.combine, [(ranges[group.id][end], group.weight) for group in scheme.scored_groups])
        if len(scheme.scored_groups) > 1
        else ranges[scheme.scored_groups[0].id][end]
        for end in (0, 1)
    ]
    return ends[0], ends[1]


def rare_grave_band(scheme: Scheme) -> str | None:
    """What is to be said when the gravest harm, with the least of all else, ends in the lowest band; else None."""
    judged = all(one.kind is not Kind.MEASURE for one in scheme.criteria)
    if len(scheme.bands) < 2 or scheme.by_borda or not judged or scheme.worst != "high":
        return None
    given = {
        one.id: from_judgement(one, (max if one.strand is Strand.IMPACTS else min)(one.scale.values), 0.0)
        for one in scheme.criteria
    }
    found = score_issue(scheme, "rare and grave", given, draws=1, seed=0)
    lowest = min(scheme.bands, key=lambda band: band.at_least)
    if found.score is None or found.band not in {lowest.id, ""}:
        return None
    return (
        f"The gravest harm with the least of all else scores {float(found.score):g}, in the band ‘{lowest.label}’. "
        "Rare grave harm is buried; a floor would hold it up."
    )


_TEXT = {"type": "string"}
SCHEMAS: dict[str, dict[str, object]] = {
    "scheme check": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scheme check",
        "description": "./frankpledge scheme check SCHEME.toml [--json]",
        "input": SCHEME_SCHEMA,
        "output": {
            "type": "object",
            "required": ["verdict", "values", "reasons", "warnings", "method", "lowest", "highest", "columns"],
            "properties": {
                "verdict": {"enum": ["usable"], "description": "what cannot be used exits with 2 and says why"},
                "values": {"type": "object"},
                "reasons": {"type": "array", "items": {"type": "object", "properties": {"clause": _TEXT, "working": _TEXT}}},
                "warnings": {"type": "array", "items": {"type": "object", "properties": {
                    "code": {"enum": [str(code) for code in WarningCode]}, "where": _TEXT, "text": _TEXT}}},
                "method": {"type": "string", "description": "how scores come about"},
                "lowest": {"type": "number", "description": "the least score it can give, floors apart"},
                "highest": {"type": "number", "description": "with borda: for each other issue there is"},
                "columns": {"type": "array", "description": "what a CSV for `rank --scheme` holds, beside issue",
                            "items": {"type": "object", "properties": {
                                "name": _TEXT, "title": _TEXT, "input": {"enum": [str(kind) for kind in Kind]},
                                "missing": _TEXT, "levels": {"type": "array", "items": {"type": "number"}},
                                "display_only": {"type": "boolean"}}}},
            },
        },
    }
}  # fmt: skip
