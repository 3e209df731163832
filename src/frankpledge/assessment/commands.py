"""The command `rank`: issues in order from a CSV of scores, with how sure the order is. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema rank` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from frankpledge.analysis.rank_sets import RankSet, RankSets, rank_sets
from frankpledge.analysis.ranking import Candidate, Ranked, Ranking, chance_error, rank
from frankpledge.analysis.sentences import joined
from frankpledge.assessment.rules.plain_ranks import order_sentence, stability_sentences
from frankpledge.assessment.rules.scheme import Group, Scheme, read_scheme
from frankpledge.assessment.rules.scoring import Scored, score_issues
from frankpledge.assessment.rules.sensitivity import Stability, stability
from frankpledge.assessment.rules.turning import Turn
from frankpledge.assessment.rules.words import ordinal, rank_range, rank_sign
from frankpledge.assessment.scores_table import (
    EXCLUDE,
    SCORE,
    Override,
    candidates_by,
    given_by,
    overrides_by,
    read_scores,
)
from frankpledge.kernel.numbers import Exact, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

MOST_DRAWS = 1_000_000
CLAUSE = "Every score is drawn from its spread and ranked in each draw; the interval holds 90% of the draws"
SET_CLAUSE = "90% confidence sets of all ranks together (Mogstad, Romano, Shaikh and Wilhelm 2024)"
MOST_TOP = 1000
FIRM_DRAWS = 10_000
"""Draws enough to say how firm the first places are."""


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
    parser.add_argument(
        "--top", default="3", metavar="K", help="how firm the first K places are (default: 3)"
    )
    parser.add_argument(
        "--strength", default="50", metavar="N",
        help="with --scheme: how sure its weights are, 50 mild doubt, 10 strong (default: 50)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def rank_command(argv: list[str]) -> Answer:
    """Put issues in order, worst first, with an interval for every rank. What has no score is listed apart."""
    given = rank_parser().parse_args(argv)
    path, draws, seed = Path(given.scores), _whole("--draws", given.draws, 1), _whole("--seed", given.seed, 0)
    top, strength = _whole("--top", given.top, 1, MOST_TOP), _whole("--strength", given.strength, 1)
    rows = read_scores(path)
    parts = {one.issue: one.part_of for one in rows}
    firm: Stability | None = None
    scored: Mapping[str, Scored] = {}
    scheme: Scheme | None = None
    overrides: Mapping[str, Override] = {}
    if given.scheme:
        scheme = read_scheme(Path(given.scheme))
        worst, levels = given.worst or scheme.worst, given_by(rows, scheme, path)
        overrides = overrides_by(rows, scheme, path)
        scheme = replace(scheme, worst=worst)
        if scheme.by_borda and worst == "low":
            raise Unusable(Problem("arguments", "Points for places count upwards.", "Leave --worst out."))
        scored = score_issues(scheme, levels, draws=draws, seed=seed)
        candidates = tuple(
            Candidate(one.issue, one.score, one.spread, parts[one.issue], str(one.because or ""))
            for one in scored.values()
        )
        firm = stability(scheme, levels, k=top, strength=strength, draws=min(draws, FIRM_DRAWS), seed=seed)
    else:
        worst = given.worst or "high"
        candidates = candidates_by(rows, given.by.strip().lower().replace(" ", "_"), path)
    found = rank(candidates, worst=worst, ties=given.ties, draws=draws, seed=seed)
    sets = rank_sets(candidates, worst=worst, draws=draws, seed=seed)
    told = _Told() if scheme is None else _told(found, scored, scheme, overrides)
    return _answer(found, sets, scored, firm, scheme, top, told)


@dataclass(frozen=True)
class _Told:
    """What only a scheme knows of: keys of each issue, keys beside the order, and what was chosen otherwise in words."""

    of_issues: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    beside: Mapping[str, object] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()


def _told(
    found: Ranking, scored: Mapping[str, Scored], scheme: Scheme, overrides: Mapping[str, Override]
) -> _Told:
    return _Told(
        {one.issue: _by_scheme(scored[one.issue], overrides.get(one.issue)) for one in found.ranked},
        {"chosen": _chosen(found, scored, scheme, overrides) if overrides else None,
         "beside": [_beside(group, found, scored) for group in scheme.groups if group.display_only]},
        tuple(
            Caution(WarningCode.AMBIGUOUS, issue, f"{_chose(one, scored[issue], scheme)} Reason: {one.reason}")
            for issue, one in overrides.items()
        ),
    )  # fmt: skip


def _band_label(scheme: Scheme, band: str) -> str:
    return next((one.label for one in scheme.bands if one.id == band), band)


def _chose(one: Override, scored: Scored, scheme: Scheme) -> str:
    was = f" instead of ‘{_band_label(scheme, scored.band)}’" if scored.band else ""
    what = "left out" if one.to == EXCLUDE else f"put in the band ‘{_band_label(scheme, one.to)}’"
    return f"By choice it is {what}{was}, by {one.by} on {one.on}."


def _by_scheme(one: Scored, override: Override | None) -> dict[str, object]:
    lifted = one.plain is not None and one.score is not None and one.plain != one.score
    return {
        "groups": {group: float(value) for group, value in one.groups.items()},
        "band": one.band or None,
        "score_before_floors": float(one.plain) if one.plain is not None and lifted else None,
        "override": None if override is None else {
            "to": override.to, "was": one.band or None, "reason": override.reason, "by": override.by, "on": override.on,
        },
    }  # fmt: skip


def _chosen(
    found: Ranking, scored: Mapping[str, Scored], scheme: Scheme, overrides: Mapping[str, Override]
) -> list[str]:
    """The order after what was chosen otherwise: what is left out is gone, the rest by band and within it by rank."""
    least = {band.id: band.at_least for band in scheme.bands}
    sign = -1 if scheme.worst == "high" else 1

    def place(issue: str) -> Fraction:
        override = overrides.get(issue)
        return sign * least.get(override.to if override else scored[issue].band, Fraction(0))

    kept = [
        one.issue
        for one in found.ranked
        if (chosen := overrides.get(one.issue)) is None or chosen.to != EXCLUDE
    ]
    return sorted(kept, key=place)


def _beside(group: Group, found: Ranking, scored: Mapping[str, Scored]) -> dict[str, object]:
    """The order by a group that is no part of the score, such as what could be done; equal ones share the place."""
    values = {
        one.issue: value
        for one in found.ranked
        if (value := scored[one.issue].groups.get(group.id)) is not None
    }
    order = sorted(values, key=lambda issue: (-values[issue], issue))
    return {
        "group": group.id, "title": group.title,
        "order": [
            {"issue": issue, "value": float(values[issue]),
             "rank": 1 + sum(other > values[issue] for other in values.values())}
            for issue in order
        ],
    }  # fmt: skip


def _whole(name: str, text: str, low: int, high: int = MOST_DRAWS) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        raise Unusable(
            Problem(
                "arguments",
                f"{name} is ‘{text}’.",
                f"Write a whole number from {low} to {high}.",
                value=text,
            )
        )
    return int(text)


@dataclass(frozen=True)
class _Place:
    """An issue's place with both of its intervals. Where scores come from a scheme the draws are shown, else the sets."""

    one: Ranked
    alone: RankSet
    together: RankSet
    by_scheme: bool

    @property
    def low(self) -> int:
        return self.one.rank_low if self.by_scheme else self.together.low

    @property
    def high(self) -> int:
        return self.one.rank_high if self.by_scheme else self.together.high


def _answer(
    found: Ranking,
    sets: RankSets,
    scored: Mapping[str, Scored],
    firm: Stability | None,
    scheme: Scheme | None,
    top: int,
    told: _Told,
) -> Answer:
    places = tuple(
        _Place(one, sets.alone[one.issue], sets.together[one.issue], firm is not None) for one in found.ranked
    )
    clause = SET_CLAUSE if firm is None else CLAUSE
    return Answer(
        verdict=_verdict(places),
        values={
            "ranked": len(found.ranked),
            "unscored": len(found.unranked),
            "draws": found.draws,
            "seed": found.seed,
            "top": top,
        },
        reasons=tuple({"clause": clause, "working": _working(one)} for one in places),
        warnings=(*_cautions(found, places, scored), *told.cautions),
        method=f"{found.method}; {sets.method}",
        extra={
            "ranking": [
                {**_entry(one, top, firm, found.draws), **told.of_issues.get(one.one.issue, {})}
                for one in places
            ],
            "unscored": [{"issue": one.issue, "because": one.because} for one in found.unranked],
            "sentences": _sentences(places, firm, scheme),
            "stability": None if firm is None else _stability(firm),
            **told.beside,
        },
    )


def _sentences(places: Sequence[_Place], firm: Stability | None, scheme: Scheme | None) -> list[str]:
    order = order_sentence([(place.one.issue, place.low, place.high) for place in places])
    said = [] if order is None else [str(order)]
    if firm is None or scheme is None:
        return said
    titles = {one.id: one.title for one in scheme.criteria}
    titles |= {f"group/{one.id}": one.title for one in scheme.groups}
    return said + [str(one) for one in stability_sentences(firm, lambda name: titles.get(name, name))]


def _stability(firm: Stability) -> dict[str, object]:
    return {
        "top": list(firm.top),
        "same_first": float(firm.same_first),
        "same_top": float(firm.same_top),
        "weights_vary": firm.weights_vary,
        "strength": firm.strength,
        "draws": firm.draws,
        "judgements": [
            {"issue": one.issue, "criterion": one.criterion, "level": float(one.level), "rank": one.rank,
             "if_lower": one.if_lower, "if_higher": one.if_higher, "places": one.places, "changes_top": one.changes_top}
            for one in firm.judgements
        ],
        "criteria": [
            {"criterion": one.criterion, "pairs_changed": one.pairs_changed, "pairs": one.pairs,
             "joins": list(one.joins), "leaves": list(one.leaves)}
            for one in firm.criteria
        ],
        "weights": [
            {"of": one.name, "weight": float(one.weight), "below": _turn(one.below), "above": _turn(one.above)}
            for one in firm.turns
        ],
    }  # fmt: skip


def _turn(one: Turn | None) -> dict[str, object] | None:
    return None if one is None else {"at": float(one.weight), "ahead": one.ahead, "behind": one.behind}


def _verdict(places: Sequence[_Place]) -> str:
    if not places:
        return "Nothing could be ranked."
    first = [place.one.issue for place in places if place.one.rank == 1]
    may = [place.one.issue for place in places if place.low == 1 and place.one.rank > 1]
    verb = "ranks first" if len(first) == 1 else "share the first place"
    tail = f"; {joined(may)} may be first too" if may else ""
    return f"{joined(first)} {verb} of {len(places)}{tail}."


def _working(place: _Place) -> str:
    one = place.one
    sign = rank_sign(one.rank, tied=bool(one.tied_with))
    return f"{sign} {one.issue}: score {_printed(one.score)}; may stand {rank_range(place.low, place.high)}"


def _printed(score: Exact) -> str:
    text = str(round_half_up(score, 6))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _entry(place: _Place, top: int, firm: Stability | None, draws: int) -> dict[str, object]:
    one = place.one
    share = firm.share(one.issue) if firm else None
    return {
        "issue": one.issue,
        "score": int(one.score) if one.score.denominator == 1 else float(one.score),
        "rank": one.rank,
        "tied_with": list(one.tied_with),
        "rank_low": place.low,
        "rank_high": place.high,
        "part_of": one.part_of or None,
        "tier": one.tier,
        "drawn": [one.rank_low, one.rank_high],
        "alone": [place.alone.low, place.alone.high],
        "together": [place.together.low, place.together.high],
        "top_share": float(one.top(top)),
        "top_share_error": chance_error(float(one.top(top)), draws),
        "top_share_weightings": float(share.weightings) if share else None,
        "top_share_all": float(share.both) if share else None,
    }


def _cautions(found: Ranking, places: Sequence[_Place], scored: Mapping[str, Scored]) -> list[Caution]:
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
    if places and all(
        place.low == place.high and place.one.rank_low == place.one.rank_high for place in places
    ):
        text = f"No score says how sure it is, so every rank down to the {ordinal(len(found.ranked))} looks certain."
        said.append(Caution(WarningCode.UNVERIFIABLE, "scores", text))
    return said


_ENDS: dict[str, object] = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
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
            "description": "without --scheme the 90% confidence sets of all ranks together; with it, the draws: at most 5% "
            "of them lie on either side",
        },
        "rank_high": {"type": "integer"},
        "drawn": {**_ENDS, "description": "of 90% of the draws, [low, high]: at most 5% lie on either side"},
        "alone": {
            **_ENDS,
            "description": "90% confidence set for this issue, had it alone been picked beforehand",
        },
        "together": {**_ENDS, "description": "90% confidence sets that hold for all issues at once"},
        "top_share": {
            "type": "number",
            "description": "share of the draws in which it is among the first --top",
        },
        "top_share_error": {
            "type": "number",
            "description": "standard error of that share, since it was drawn",
        },
        "top_share_weightings": {
            "type": ["number", "null"],
            "description": "with --scheme: the share of plausible weightings in which it is among them",
        },
        "top_share_all": {
            "type": ["number", "null"],
            "description": "with --scheme: weights, levels and what is missing varied together",
        },
        "part_of": {
            "type": ["string", "null"],
            "description": "as given: the issue of which this one is a part",
        },
        "tier": {
            "type": "integer",
            "description": "issues of one tier cannot be told apart on this evidence",
        },
        "groups": {
            "type": "object",
            "additionalProperties": {"type": "number"},
            "description": "with --scheme: what each group came to, also those not in the score",
        },
        "band": {
            "type": ["string", "null"],
            "description": "with --scheme: its band, floors counted, overrides not",
        },
        "score_before_floors": {
            "type": ["number", "null"],
            "description": "with --scheme: the score that a floor lifted; null where none did",
        },
        "override": {
            "type": ["object", "null"],
            "description": "with --scheme: what was chosen instead of the band, as the file gives it",
            "properties": {
                "to": {"type": "string", "description": "a band, or exclude"},
                "was": {"type": ["string", "null"], "description": "the scheme's band"},
                "reason": {"type": "string"},
                "by": {"type": "string"},
                "on": {"type": "string"},
            },
        },
    },
}
_TEXT = {"type": "string"}
_SHARE: dict[str, object] = {"type": "number", "minimum": 0, "maximum": 1}
_PLACE: dict[str, object] = {
    "type": ["integer", "null"],
    "description": "its rank then; null at the end of the scale",
}
_TURN: dict[str, object] = {
    "type": ["object", "null"],
    "description": "the first weight on that side past which behind stands before ahead; null where none turns the order",
    "properties": {"at": _SHARE, "ahead": _TEXT, "behind": _TEXT},
}
_STABILITY: dict[str, object] = {
    "type": ["object", "null"],
    "description": "with --scheme: what the order hangs on",
    "properties": {
        "top": {"type": "array", "items": _TEXT, "description": "the first --top issues"},
        "same_first": {**_SHARE, "description": "draws with the same first, weights, levels and missing ones varied"},
        "same_top": {**_SHARE, "description": "draws with the same first --top"},
        "weights_vary": {"type": "boolean", "description": "false: the scheme has no weights to doubt"},
        "strength": {"type": "number"},
        "draws": {"type": "integer"},
        "judgements": {
            "type": "array",
            "description": "every judged level, the one that moves its issue farthest first",
            "items": {"type": "object", "properties": {
                "issue": _TEXT, "criterion": _TEXT, "level": {"type": "number"}, "rank": {"type": "integer"},
                "if_lower": _PLACE, "if_higher": _PLACE, "places": {"type": "integer"}, "changes_top": {"type": "boolean"}}},
        },
        "criteria": {
            "type": "array",
            "description": "each criterion left out: pairs that change their order, who joins and leaves the first --top",
            "items": {"type": "object", "properties": {
                "criterion": _TEXT, "pairs_changed": {"type": "integer"}, "pairs": {"type": "integer"},
                "joins": {"type": "array", "items": _TEXT}, "leaves": {"type": "array", "items": _TEXT}}},
        },
        "weights": {
            "type": "array",
            "description": "every weight, the one that would turn the order soonest first; those beside it keep their proportions",
            "items": {"type": "object", "properties": {
                "of": {"type": "string", "description": "a criterion, or group/ and a group"},
                "weight": {**_SHARE, "description": "its share of the weights beside it"},
                "below": _TURN, "above": _TURN}},
        },
    },
}  # fmt: skip
SCHEMAS: dict[str, dict[str, object]] = {
    "rank": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rank",
        "description": "./frankpledge rank SCORES.csv [--scheme F | --by COL] [--worst high|low] [--ties shared] "
        "[--draws N] [--seed N] [--top K] [--strength N] [--json]",
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
                "<criterion>": {"type": "number", "description": "with --scheme (its file: schema scheme check, TOML): a level of the "
                                "criterion's scale, one column a criterion; empty is treated as the criterion says"},
                "<criterion>_confidence": {"enum": ["low", "moderate", "high"], "default": "high"},
                "override": {"type": "string", "description": "with --scheme: the band chosen instead of the scheme's, or exclude; "
                             "then also override_reason, override_by and override_on. The scheme's own order stays"},
                "override_reason": {"type": "string", "description": "why"},
                "override_by": {"type": "string", "description": "the office or person that chose"},
                "override_on": {"type": "string", "description": "the day, 2024-03-31"},
            },
        },
        "output": {
            "type": "object",
            "required": ["verdict", "values", "reasons", "warnings", "method", "ranking", "unscored", "sentences", "stability"],
            "properties": {
                "verdict": {"type": "string", "description": "which issue ranks first, and which may"},
                "values": {"type": "object", "properties": {name: {"type": "integer"} for name in ("ranked", "unscored", "draws", "seed", "top")}},
                "reasons": {"type": "array", "items": {"type": "object", "properties": {"clause": _TEXT, "working": _TEXT}}},
                "warnings": {"type": "array", "items": {"type": "object", "properties": {"code": {"enum": [str(code) for code in WarningCode]}, "where": _TEXT, "text": _TEXT}}},
                "method": _TEXT,
                "ranking": {"type": "array", "description": "in order, worst first", "items": _ENTRY},
                "unscored": {"type": "array", "description": "what has no score, which is not at the end of the order but not in it",
                             "items": {"type": "object", "properties": {"issue": _TEXT, "because": _TEXT}}},
                "sentences": {"type": "array", "items": _TEXT, "description": "the order and how firm it is, ready to print"},
                "stability": _STABILITY,
                "chosen": {"type": ["array", "null"], "items": _TEXT, "description": "with --scheme: the order after overrides: "
                           "what is excluded is gone, the rest by band, within it by rank; null without overrides"},
                "beside": {"type": "array", "description": "with --scheme: orders by groups that are no part of the score (display_only)",
                           "items": {"type": "object", "properties": {"group": _TEXT, "title": _TEXT, "order": {
                               "type": "array", "items": {"type": "object", "properties": {
                                   "issue": _TEXT, "value": {"type": "number"}, "rank": {"type": "integer"}}}}}}},
            },
        },
    }
}  # fmt: skip
