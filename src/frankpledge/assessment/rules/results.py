"""A ranking as it is kept: plain values out, frozen facts in, and a hash of everything that was scored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from frankpledge.analysis.rank_sets import RankSets
from frankpledge.analysis.ranking import Ranked, Ranking
from frankpledge.assessment.facts import FigureUsed, IssueFacts, Judgement, LeftOut, PartFacts, PlaceFacts
from frankpledge.assessment.rules.scheme import Kind, Scheme
from frankpledge.assessment.rules.scoring import Part, Scored
from frankpledge.documents.figures import InputFile
from frankpledge.kernel.numbers import round_half_up

Kept = dict[str, Any]
"""A value of JSON: what a run stores."""


@dataclass(frozen=True)
class Ground:
    """What a level rests on, beside the level itself: a reason in words, judgements, figures and their files."""

    reason: str
    judgements: tuple[Judgement, ...] = ()
    figures: tuple[FigureUsed, ...] = ()
    inputs: tuple[InputFile, ...] = ()


Grounds = Mapping[tuple[str, str], Ground]
"""By issue and criterion."""


def kept(
    scheme: Scheme,
    ranking: Ranking,
    scored: Mapping[str, Scored],
    grounds: Grounds,
    sets: RankSets | None = None,
) -> Kept:
    """A ranking with its reasons as plain values. `sets` are the ranks each issue may truly have, all issues together."""
    return {
        "sets": _kept_sets(sets),
        "confidence": str(ranking.confidence),
        "method": ranking.method,
        "formula": scheme.formula_text or scheme.combine,
        "ranked": [
            _kept_place(scheme, one, scored[one.issue], ranking.draws, grounds) for one in ranking.ranked
        ],
        "left_out": [{"issue": one.issue, "because": one.because} for one in ranking.unranked],
    }


def _kept_sets(sets: RankSets | None) -> Kept | None:
    if sets is None:
        return None
    together = {issue: [one.low, one.high] for issue, one in sets.together.items()}
    return {"confidence": str(sets.confidence), "method": sets.method, "together": together}


def _kept_place(scheme: Scheme, one: Ranked, scored: Scored, draws: int, grounds: Grounds) -> Kept:
    band = next((band for band in scheme.bands if band.id == scored.band), None)
    return {
        "issue": one.issue,
        "score": str(one.score),
        "score_text": str(round_half_up(one.score, scheme.places)),
        "rank": one.rank,
        "tied_with": list(one.tied_with),
        "rank_low": one.rank_low,
        "rank_high": one.rank_high,
        "at": [int(share * draws) for share in one.at],
        "ahead_of_next": None if one.ahead_of_next is None else str(round(one.ahead_of_next, 6)),
        "tier": one.tier,
        "band": scored.band,
        "band_label": band.label if band else "",
        "remarks": [str(remark) for remark in scored.remarks],
        "parts": [_kept_part(scheme, part, grounds[one.issue, part.criterion]) for part in scored.parts],
    }


def _kept_part(scheme: Scheme, part: Part, ground: Ground) -> Kept:
    criterion = next(one for one in scheme.criteria if one.id == part.criterion)
    level = next((one for one in criterion.scale.levels if one.value == part.level), None)
    known = level is not None and not part.assumed
    unlevelled = criterion.kind is Kind.MEASURE and part.level is not None
    return {
        "criterion": part.criterion,
        "title": criterion.title,
        "strand": str(criterion.strand),
        "level": None if part.level is None else str(part.level),
        "label": "As counted" if unlevelled else level.label if level and known else "Not known",
        "anchor": level.anchor if level and known else "",
        "basis": str(part.given.basis),
        "assumed": part.assumed,
        "reason": ground.reason,
        "judgements": [asdict(one) | {"level": str(one.level)} for one in ground.judgements],
        "figures": [asdict(one) | {"parameters": dict(one.parameters)} for one in ground.figures],
        "inputs": [asdict(one) for one in ground.inputs],
    }


def scores_sha256(result: Kept) -> str:
    """The hash of what was scored: every level with its ground, and what could not be scored."""
    scored = [{"issue": one["issue"], "parts": one["parts"]} for one in result["ranked"]]
    body = {"scored": sorted(scored, key=lambda one: str(one["issue"])), "left_out": result["left_out"]}
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def places_from(
    result: Kept, issues: Mapping[str, IssueFacts], previous: Mapping[str, int]
) -> tuple[PlaceFacts, ...]:
    """The places of a kept ranking, in order; `previous` gives the ranks of the last edition."""
    sets: Mapping[str, Sequence[int]] = (result.get("sets") or {}).get("together", {})
    return tuple(
        _place(one, issues[one["issue"]], previous, sets.get(one["issue"]))
        for one in result["ranked"]
        if one["issue"] in issues
    )


def left_out_from(result: Kept, issues: Mapping[str, IssueFacts]) -> tuple[LeftOut, ...]:
    """What the kept ranking could not score, in the issues' own order."""
    rows = [one for one in result["left_out"] if one["issue"] in issues]
    rows.sort(key=lambda one: issues[one["issue"]].place)
    return tuple(
        LeftOut(one["issue"], issues[one["issue"]].title, issues[one["issue"]].standing, one["because"])
        for one in rows
    )


def _place(
    one: Kept, issue: IssueFacts, previous: Mapping[str, int], surely: Sequence[int] | None
) -> PlaceFacts:
    return PlaceFacts(
        issue=issue.slug,
        title=issue.title,
        standing=issue.standing,
        score=Fraction(one["score"]),
        score_text=one["score_text"],
        rank=one["rank"],
        tied_with=tuple(one["tied_with"]),
        rank_low=one["rank_low"],
        rank_high=one["rank_high"],
        at=tuple(one["at"]),
        ahead_of_next=None if one["ahead_of_next"] is None else float(one["ahead_of_next"]),
        tier=one["tier"],
        band=one["band"],
        band_label=one["band_label"],
        part_of=issue.part_of,
        remarks=tuple(one["remarks"]),
        parts=tuple(_part(part) for part in one["parts"]),
        previous_rank=previous.get(issue.slug),
        surely=(surely[0], surely[1]) if surely else None,
    )


def _part(one: Kept) -> PartFacts:
    return PartFacts(
        criterion=one["criterion"],
        title=one["title"],
        strand=one["strand"],
        level=None if one["level"] is None else Fraction(one["level"]),
        label=one["label"],
        anchor=one["anchor"],
        basis=one["basis"],
        reason=one["reason"],
        assumed=one["assumed"],
        judgements=_judgements(one["judgements"]),
        figures=tuple(FigureUsed(**figure) for figure in one["figures"]),
        inputs=tuple(InputFile(**file) for file in one["inputs"]),
    )


def _judgements(rows: Sequence[Kept]) -> tuple[Judgement, ...]:
    return tuple(Judgement(**(row | {"level": Fraction(row["level"])})) for row in rows)
