"""Where issues may truly stand, all at once, in one sentence with its confidence. Pure."""

from __future__ import annotations

from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.rules.plain_ranks import order_sentence
from frankpledge.kernel.messages import message


def sure_sentence(ranking: RankingFacts) -> str:
    """“Domestic abuse is 1st or 2nd; fraud 3rd to 6th. …”: the sets that hold for all issues together.

    Empty where no score has an error to tell, or the ranking was made before such sets were kept.
    """
    sets = [(one.title, *one.surely) for one in ranking.places if one.surely is not None]
    order = order_sentence(
        [(_inside(title, place), low, high) for place, (title, low, high) in enumerate(sets)]
    )
    if order is None or ranking.set_confidence is None:
        return ""
    held = message(
        "With {share} confidence all of these hold at once, whatever chance did to counts, surveys and scores.",
        share=f"{ranking.set_confidence * 100:g}%",
    )
    return f"{order} {held}"


def _inside(title: str, place: int) -> str:
    """A title as it stands within a sentence."""
    return title if place == 0 else title[:1].lower() + title[1:]
