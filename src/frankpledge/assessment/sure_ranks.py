"""Where issues may stand, in one sentence with its confidence: by draws, all at once, and on what residents say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from frankpledge.analysis.rank_sets import rank_sets
from frankpledge.analysis.ranking import Candidate
from frankpledge.analysis.spreads import Stated
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.rules.plain_ranks import order_sentence
from frankpledge.assessment.rules.words import inside_a_sentence
from frankpledge.documents.figures import Figure
from frankpledge.kernel.messages import message

SHARE_DRAWS = 5_000
Places = Sequence[tuple[str, int, int]]


def _order(places: Places) -> str:
    said = order_sentence(
        [
            (inside_a_sentence(title) if at else title, low, high)
            for at, (title, low, high) in enumerate(places)
        ]
    )
    return str(said).rstrip(".") if said else ""


def drawn_sentence(ranking: RankingFacts) -> str:
    """“Domestic abuse is 1st or 2nd; fraud 3rd to 6th: each in 90% of the draws.” Empty where nothing was ranked."""
    order = _order([(one.title, one.rank_low, one.rank_high) for one in ranking.places])
    share = f"{ranking.confidence * 100:g}%"
    return str(message("{order}: each in {share} of the draws.", order=order, share=share)) if order else ""


def sure_sentence(ranking: RankingFacts) -> str:
    """The stricter answer: the sets of ranks that hold for all issues together with the stated confidence.

    Issues of which no rank can be ruled out are only counted. Empty where no score has an error to tell, or the ranking was
    made before such sets were kept.
    """
    sets = [(one.title, *one.surely) for one in ranking.places if one.surely is not None]
    if not sets or ranking.set_confidence is None:
        return ""
    told = [one for one in sets if one[1:] != (1, len(sets))]
    share = f"{ranking.set_confidence * 100:g}%"
    if not told:
        return str(message("Asked that all ranks hold at once with {share} confidence, no rank of any issue can be ruled out.", share=share))  # fmt: skip
    rest = len(sets) - len(told)
    others = "" if not rest else "; of the other no rank can be ruled out" if rest == 1 else f"; of the other {rest} no rank can be ruled out"  # fmt: skip
    return str(
        message("Asked that all ranks hold at once with {share} confidence: {order}{others}.",
                share=share, order=_lowered(_order(told)), others=others)
    )  # fmt: skip


def _lowered(order: str) -> str:
    return inside_a_sentence(order.split(" is ", 1)[0]) + order[len(order.split(" is ", 1)[0]) :]


def residents_sentence(asked: Iterable[tuple[str, Figure]], *, confidence: float = 0.90) -> str:
    """The order of what residents name, as sets of ranks that hold for all at once given the survey's sampling error.

    Empty where fewer than two shares have an interval.
    """
    candidates = []
    for title, figure in asked:
        if figure.value is None or figure.low is None or figure.high is None:
            continue
        value = float(figure.value)
        low, high = min(figure.low, value), max(figure.high, value)
        spread = Stated(value, low, high, figure.confidence or 0.95)
        candidates.append(Candidate(title, Fraction(str(figure.value)), spread))
    if len(candidates) < FEWEST:
        return ""
    found = rank_sets(candidates, confidence=confidence, draws=SHARE_DRAWS).together
    order = _order([(one.issue, found[one.issue].low, found[one.issue].high) for one in candidates])
    return str(
        message("{order}: with {share} confidence all of these hold at once, given the survey’s sampling error.",
                order=order, share=f"{confidence * 100:g}%")
    )  # fmt: skip


FEWEST = 2
