"""Where the partnership's choice of priorities departs from the order of the ranking, and so owes a reason. Pure.

The ranking advises; the partnership chooses. A choice departs only where the ranks can tell: an issue taken up that is
below the others in nearly every draw, or passed over although it is above them. Inside the range of its rank either
choice is as good as the evidence, and no reason is owed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frankpledge.assessment.facts import PlaceFacts
from frankpledge.assessment.rules.words import ordinal, rank_range
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

PRIORITY, WATCHED, NEITHER = "priority", "watched", "neither"
STANDINGS = {
    PRIORITY: "A priority",
    WATCHED: "Watched, not a priority",
    NEITHER: "Neither",
}


@dataclass(frozen=True)
class Chosen:
    """What the partnership chose to do about an issue, and why where the order says otherwise."""

    issue: str
    standing: str
    because: str = ""


def follows_the_order(choice: Chosen, title: str, place: PlaceFacts | None, priorities: int) -> Verdict:
    """Whether a choice agrees with the order as far as the ranks can tell, when so many of those in it were chosen.

    `place` of None: the issue could not be scored. Fails for a choice that departs from the order.
    """
    is_priority = choice.standing == PRIORITY
    if place is None:
        return _unscored(title, is_priority=is_priority)
    span = rank_range(place.rank_low, place.rank_high)
    working = Reason("ranking", f"rank {span}; {priorities} priorities were chosen")
    if is_priority and place.rank_low > priorities:
        said = message(
            "{title} ranks {span}, below the first {n}, and was chosen as a priority.",
            title=title, span=span, n=priorities,
        )  # fmt: skip
        return fails(said, working)
    if not is_priority and place.rank_high <= priorities:
        said = message(
            "{title} ranks {span}, among the first {n}, and was not chosen as a priority.",
            title=title, span=span, n=priorities,
        )  # fmt: skip
        return fails(said, working)
    return holds(_within(title, place, priorities), working)


def priorities_in_order(choices: Sequence[Chosen], places: Mapping[str, PlaceFacts]) -> int:
    """How many of the priorities have a place: the order can only be held against those that are in it."""
    return sum(1 for one in choices if one.standing == PRIORITY and one.issue in places)


def _unscored(title: str, *, is_priority: bool) -> Verdict:
    if is_priority:
        return fails(
            message("{title} could not be scored, and was chosen as a priority.", title=title),
            Reason("ranking", "it is not in the order"),
        )
    return holds(
        message("{title} could not be scored, and was not chosen.", title=title),
        Reason("ranking", "it is not in the order"),
    )


def _within(title: str, place: PlaceFacts, priorities: int) -> Message:
    if place.rank_low <= priorities < place.rank_high:
        return message(
            "{title} may stand on either side of the {edge} place: the ranks cannot tell.",
            title=title, edge=ordinal(priorities),
        )  # fmt: skip
    return message("The choice follows the order.")


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007",
        "reg 7",
        note="The assessment says what should be prioritised; that a departure is given its reason is a rule of ours",
    )
)
def reasons_owed(
    choices: Sequence[Chosen], titles: Mapping[str, str], places: Mapping[str, PlaceFacts]
) -> dict[str, Verdict]:
    """Where the partnership chose otherwise than the order says, it gives its reason.

    Answers the verdicts of the issues whose choice departs from the order and has no reason; empty when none is owed.
    """
    priorities = priorities_in_order(choices, places)
    judged = {
        one.issue: follows_the_order(one, titles[one.issue], places.get(one.issue), priorities)
        for one in choices
        if not one.because.strip()
    }
    return {issue: verdict for issue, verdict in judged.items() if not verdict.holds}
