"""The command `rank`: issues in order from a CSV of scores, with how sure the order is. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema rank` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from frankpledge.analysis.ranking import Candidate, Ranked, Ranking, rank
from frankpledge.analysis.sentences import joined
from frankpledge.assessment.rules.scheme import read_scheme
from frankpledge.assessment.rules.scoring import Scored, rank_issues
from frankpledge.assessment.rules.words import ordinal, rank_range, rank_sign
from frankpledge.assessment.scores_table import SCORE, candidates_by, given_by, read_scores
from frankpledge.kernel.numbers import Exact, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

MOST_DRAWS = 1_000_000
CLAUSE = "Every score is drawn from its spread and ranked in each draw; the interval holds 90% of the draws"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, "See ./frankpledge schema rank."))


def rank_parser() -> argparse.ArgumentParser:
    """The arguments of `rank`."""
    parser = _Parser(prog="frankpledge rank", description=rank_command.__doc__, allow_abbrev=False)
    parser.add_argument(
        "scores", metavar="SCORES.csv", help="a column ‘issue’ and a column of scores or of criteria"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--scheme", metavar="F", help="a scoring scheme (TOML); its criteria are columns")
    how.add_argument("--by", metavar="COL", default=SCORE, help="the column of scores (default: score)")
    parser.add_argument("--worst", choices=("high", "low"), help="which end ranks first (default: high)")
    parser.add_argument(
        "--ties", choices=("shared",), default="shared", help="equal scores share the better rank"
    )
    parser.add_argument("--draws", default="10000", metavar="N", help="how often to draw (default: 10000)")
    parser.add_argument(
        "--seed", default="0", metavar="N", help="the same seed gives the same answer (default: 0)"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def rank_command(argv: list[str]) -> Answer:
    """Put issues in order, worst first, with an interval for every rank. What has no score is listed apart."""
    given = rank_parser().parse_args(argv)
    path, draws, seed = Path(given.scores), _whole("--draws", given.draws, 1), _whole("--seed", given.seed, 0)
    rows = read_scores(path)
    parts = {one.issue: one.part_of for one in rows}
    if given.scheme:
        scheme = read_scheme(Path(given.scheme))
        worst = given.worst or scheme.worst
        _, scored = rank_issues(scheme, given_by(rows, scheme, path), draws=draws, seed=seed)
        candidates = tuple(
            Candidate(one.issue, one.score, one.spread, parts[one.issue], str(one.because or ""))
            for one in scored.values()
        )
    else:
        worst, scored = given.worst or "high", {}
        candidates = candidates_by(rows, given.by.strip().lower().replace(" ", "_"), path)
    return _answer(rank(candidates, worst=worst, ties=given.ties, draws=draws, seed=seed), scored)


def _whole(name: str, text: str, low: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= MOST_DRAWS:
        raise Unusable(
            Problem(
                "arguments",
                f"{name} is ‘{text}’.",
                f"Write a whole number from {low} to {MOST_DRAWS}.",
                value=text,
            )
        )
    return int(text)


def _answer(found: Ranking, scored: Mapping[str, Scored]) -> Answer:
    return Answer(
        verdict=_verdict(found),
        values={
            "ranked": len(found.ranked),
            "unscored": len(found.unranked),
            "draws": found.draws,
            "seed": found.seed,
        },
        reasons=tuple({"clause": CLAUSE, "working": _working(one)} for one in found.ranked),
        warnings=tuple(_cautions(found, scored)),
        method=found.method,
        extra={
            "ranking": [_entry(one) for one in found.ranked],
            "unscored": [{"issue": one.issue, "because": one.because} for one in found.unranked],
        },
    )


def _verdict(found: Ranking) -> str:
    if not found.ranked:
        return "Nothing could be ranked."
    first = [one.issue for one in found.ranked if one.rank == 1]
    may = [one.issue for one in found.ranked if one.rank_low == 1 and one.rank > 1]
    verb = "ranks first" if len(first) == 1 else "share the first place"
    tail = f"; {joined(may)} may be first too" if may else ""
    return f"{joined(first)} {verb} of {len(found.ranked)}{tail}."


def _working(one: Ranked) -> str:
    sign = rank_sign(one.rank, tied=bool(one.tied_with))
    return f"{sign} {one.issue}: score {_printed(one.score)}; may stand {rank_range(one.rank_low, one.rank_high)}"


def _printed(score: Exact) -> str:
    text = str(round_half_up(score, 6))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _entry(one: Ranked) -> dict[str, object]:
    return {
        "issue": one.issue,
        "score": int(one.score) if one.score.denominator == 1 else float(one.score),
        "rank": one.rank,
        "tied_with": list(one.tied_with),
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "part_of": one.part_of or None,
        "tier": one.tier,
    }


def _cautions(found: Ranking, scored: Mapping[str, Scored]) -> list[Caution]:
    said = [
        Caution(
            WarningCode.OVERLAP,
            one.issue,
            f"It is part of {one.part_of}: the two do not stand for different events.",
        )
        for one in found.ranked
        if one.part_of
    ]
    said += [
        Caution(WarningCode.COVERAGE, one.issue, f"It is not ranked. {one.because}") for one in found.unranked
    ]
    said += [
        Caution(WarningCode.COVERAGE, issue, str(remark))
        for issue, one in scored.items()
        for remark in one.remarks
    ]
    if found.ranked and all(one.rank_low == one.rank_high for one in found.ranked):
        text = f"No score says how sure it is, so every rank down to the {ordinal(len(found.ranked))} looks certain."
        said.append(Caution(WarningCode.UNVERIFIABLE, "scores", text))
    return said


_ENTRY = {
    "type": "object",
    "required": ["issue", "score", "rank", "tied_with", "rank_low", "rank_high", "part_of"],
    "properties": {
        "issue": {"type": "string"},
        "score": {"type": "number"},
        "rank": {
            "type": "integer",
            "minimum": 1,
            "description": "1 is worst; equal scores share the better rank",
        },
        "tied_with": {"type": "array", "items": {"type": "string"}},
        "rank_low": {
            "type": "integer",
            "description": "the interval leaves out at most 5% of the draws on either side",
        },
        "rank_high": {"type": "integer"},
        "part_of": {
            "type": ["string", "null"],
            "description": "as given: the issue of which this one is a part",
        },
        "tier": {
            "type": "integer",
            "description": "issues of one tier cannot be told apart on this evidence",
        },
    },
}
_TEXT = {"type": "string"}
SCHEMAS: dict[str, dict[str, object]] = {
    "rank": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rank",
        "description": "./frankpledge rank SCORES.csv [--scheme F | --by COL] [--worst high|low] [--ties shared] "
        "[--draws N] [--seed N] [--json]",
        "input": {
            "type": "object",
            "description": "one row an issue; empty, [x], [c], [z], [u] or .. where there is no figure, which is never nought",
            "required": ["issue"],
            "properties": {
                "issue": {"type": "string", "description": "its name, once in the file"},
                "score": {"type": "number", "description": "or another column named with --by; left out where n is given, "
                          "the score is n over exposure"},
                "n": {"type": "integer", "minimum": 0, "description": "the count behind the score: the score then varies "
                      "as the rate behind such a count does"},
                "exposure": {"type": "number", "exclusiveMinimum": 0, "description": "of n; 1 when left out"},
                "low": {"type": "number", "description": "with high, the 95% interval of the score; goes before n"},
                "high": {"type": "number"},
                "part_of": {"type": "string", "description": "another issue of the file"},
                "<criterion>": {"type": "number", "description": "with --scheme: a level of the criterion's scale, one "
                                "column a criterion; empty is treated as the criterion says"},
                "<criterion>_confidence": {"enum": ["low", "moderate", "high"], "default": "high"},
            },
        },
        "output": {
            "type": "object",
            "required": ["verdict", "values", "reasons", "warnings", "method", "ranking", "unscored"],
            "properties": {
                "verdict": {"type": "string", "description": "which issue ranks first, and which may"},
                "values": {"type": "object", "properties": {name: {"type": "integer"} for name in ("ranked", "unscored", "draws", "seed")}},
                "reasons": {"type": "array", "items": {"type": "object", "properties": {"clause": _TEXT, "working": _TEXT}}},
                "warnings": {"type": "array", "items": {"type": "object", "properties": {"code": {"enum": [str(code) for code in WarningCode]}, "where": _TEXT, "text": _TEXT}}},
                "method": _TEXT,
                "ranking": {"type": "array", "description": "in order, worst first", "items": _ENTRY},
                "unscored": {"type": "array", "description": "what has no score, which is not at the end of the order but not in it",
                             "items": {"type": "object", "properties": {"issue": _TEXT, "because": _TEXT}}},
            },
        },
    }
}  # fmt: skip
