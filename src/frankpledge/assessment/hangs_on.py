"""What the order of a ranking hangs on, for the meeting that must choose: weights, single judgements, whole criteria. Pure.

It is worked out from the levels that the ranking keeps. How sure a figure is was drawn when it was ranked, and is told by the
places in which each issue may stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.assessment.facts import PartFacts, PlaceFacts, RankingFacts
from frankpledge.assessment.rules.plain_ranks import firm_sentences, share_text
from frankpledge.assessment.rules.scheme import Criterion, Scheme
from frankpledge.assessment.rules.scoring import Basis, Given, from_judgements, missing
from frankpledge.assessment.rules.sensitivity import stability
from frankpledge.assessment.rules.turning import Turn, WeightTurns
from frankpledge.assessment.rules.words import inside_a_sentence
from frankpledge.kernel.messages import message

DRAWS = 2_000


@dataclass(frozen=True)
class HangsOn:
    """Sentences, and a row for each weight: of what, its share now, and what would happen below and above which share."""

    sentences: tuple[str, ...] = ()
    weights: tuple[tuple[str, str, str, str], ...] = ()


def hangs_on(ranking: RankingFacts, scheme: Scheme, *, first: int) -> HangsOn:
    """What the first places of a ranking hang on. Empty where the ranking was made by another text of the scheme."""
    if scheme.sha256 != ranking.scheme_sha256 or not ranking.places:
        return HangsOn()
    given = {place.issue: _given(place, scheme) for place in ranking.places}
    found = stability(scheme, given, k=first, draws=DRAWS, seed=ranking.seed)
    titled = _titled(ranking, scheme)
    return HangsOn(
        tuple(str(one) for one in firm_sentences(found, titled)),
        tuple(_weight_row(one, titled) for one in found.turns),
    )


def _given(place: PlaceFacts, scheme: Scheme) -> dict[str, Given]:
    return {
        one.id: _of_part(one, part, scheme) for one in scheme.criteria if (part := place.part(one.id)) is not None
    }  # fmt: skip


def _of_part(criterion: Criterion, part: PartFacts, scheme: Scheme) -> Given:
    if part.level is None or part.assumed:
        return missing(part.reason)
    if part.judgements:
        return from_judgements(
            criterion, [(one.level, scheme.reach[one.confidence]) for one in part.judgements]
        )
    return Given(Basis(part.basis), part.level)


def _titled(ranking: RankingFacts, scheme: Scheme) -> Callable[[str], str]:
    names = {one.id: one.title for one in scheme.criteria}
    names |= {f"group/{one.id}": one.title for one in scheme.groups}
    issues = {one.issue: inside_a_sentence(one.title) for one in ranking.places}
    return lambda name: issues.get(name) or names.get(name, name)


def _weight_row(one: WeightTurns, titled: Callable[[str], str]) -> tuple[str, str, str, str]:
    below, above = (_turn(turn, one.weight, titled) for turn in (one.below, one.above))
    return (titled(one.name), share_text(one.weight), below, above)


def _turn(turn: Turn | None, weight: Fraction, titled: Callable[[str], str]) -> str:
    if turn is None:
        return "nothing changes places"
    said = message(
        "{share}: {behind} passes {ahead}",
        share=share_text(turn.weight, beside=weight),
        behind=titled(turn.behind),
        ahead=titled(turn.ahead),
    )
    return str(said)
