"""Actions that follow from reviews: counts, order, and which are overdue. Only what has a date can be overdue. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.results import Caution, WarningCode


class ActionState(StrEnum):
    """Where an action stands. `done-claimed` is its owner's word; `assured` is somebody else's, on evidence."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    DONE_CLAIMED = "done-claimed"
    ASSURED = "assured"
    EMBEDDED = "embedded"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


STATE_WORDS: Mapping[ActionState, str] = {
    ActionState.PROPOSED: "Not accepted yet", ActionState.ACCEPTED: "Accepted", ActionState.IN_PROGRESS: "In progress",
    ActionState.DONE_CLAIMED: "Its owner says that it is done", ActionState.ASSURED: "Assured",
    ActionState.EMBEDDED: "The change has held", ActionState.REJECTED: "Rejected", ActionState.SUPERSEDED: "Replaced",
    ActionState.ABANDONED: "Given up by the partnership",
}  # fmt: skip
OPEN = frozenset({ActionState.PROPOSED, ActionState.ACCEPTED, ActionState.IN_PROGRESS})
CLOSED = frozenset(
    {
        ActionState.ASSURED,
        ActionState.EMBEDDED,
        ActionState.REJECTED,
        ActionState.SUPERSEDED,
        ActionState.ABANDONED,
    }
)
ALSO_CALLED: Mapping[str, ActionState] = {
    "": ActionState.PROPOSED, "new": ActionState.PROPOSED, "not-started": ActionState.ACCEPTED,
    "agreed": ActionState.ACCEPTED, "open": ActionState.IN_PROGRESS, "ongoing": ActionState.IN_PROGRESS,
    "started": ActionState.IN_PROGRESS, "under-way": ActionState.IN_PROGRESS, "done": ActionState.DONE_CLAIMED,
    "complete": ActionState.DONE_CLAIMED, "completed": ActionState.DONE_CLAIMED, "closed": ActionState.DONE_CLAIMED,
    "withdrawn": ActionState.ABANDONED, "not-yet-started": ActionState.ACCEPTED, "to-do": ActionState.ACCEPTED,
    "pending": ActionState.ACCEPTED, "outstanding": ActionState.IN_PROGRESS, "underway": ActionState.IN_PROGRESS,
    "on-track": ActionState.IN_PROGRESS, "delayed": ActionState.IN_PROGRESS, "overdue": ActionState.IN_PROGRESS,
    "at-risk": ActionState.IN_PROGRESS, "on-hold": ActionState.IN_PROGRESS, "blocked": ActionState.IN_PROGRESS,
    "partially-complete": ActionState.IN_PROGRESS, "partly-complete": ActionState.IN_PROGRESS,
    "incomplete": ActionState.IN_PROGRESS, "not-complete": ActionState.IN_PROGRESS,
    "not-completed": ActionState.IN_PROGRESS, "implemented": ActionState.DONE_CLAIMED,
    "achieved": ActionState.DONE_CLAIMED, "finished": ActionState.DONE_CLAIMED, "cancelled": ActionState.ABANDONED,
    "no-longer-required": ActionState.ABANDONED,
}  # fmt: skip
"""Words that partners' sheets use, and what each means here: “complete” is a claim until somebody else has checked it."""
COLOURS: Mapping[str, ActionState] = {
    "red": ActionState.IN_PROGRESS, "amber": ActionState.IN_PROGRESS, "green": ActionState.IN_PROGRESS,
    "yellow": ActionState.IN_PROGRESS, "grey": ActionState.ACCEPTED, "white": ActionState.ACCEPTED,
    "blue": ActionState.DONE_CLAIMED,
}  # fmt: skip
"""What a colour tells where no word does: blue is done, and nothing else says so."""


@dataclass(frozen=True)
class ReviewAction:
    """An action as a sheet or a case tells it."""

    id: str
    text: str
    owner: str
    due: PartialDate | None
    state: ActionState
    assured_by: str = ""
    done: PartialDate | None = None
    row: int = 0
    rag: str = ""
    """The colour that a sheet gives it; it decides nothing where a state is given."""


class Pressing(StrEnum):
    """How pressing an action is on a day."""

    OVERDUE = "overdue"
    MAY_BE_OVERDUE = "may-be-overdue"
    DUE = "due"
    NO_DATE = "no-date"
    TO_ASSURE = "to-assure"
    CLOSED = "closed"


@dataclass(frozen=True)
class Weighed:
    """An action, how pressing it is, and by how many days it is overdue at least."""

    action: ReviewAction
    pressing: Pressing
    days_over: int


@dataclass(frozen=True)
class ActionList:
    """Actions in order, the most pressing first, with their counts."""

    in_order: tuple[Weighed, ...]
    by_state: Mapping[str, int]
    by_pressing: Mapping[str, int]
    by_owner: Mapping[str, Mapping[str, int]]
    cautions: tuple[Caution, ...]


@rule(
    source=Citation(
        "Guidance 2016",
        "action plans",
        "an action needs an owner and a date; without a date nothing is overdue",
    )
)
def weigh(actions: Sequence[ReviewAction], on: date) -> ActionList:
    """An action is overdue from the day after its date while its owner has not said that it is done; one without a date never is.

    A date without a day is surely past only when its last day is. What is done waits for somebody else's check.
    """
    order = tuple(Pressing)
    weighed = [_weighed(one, on) for one in actions]
    weighed.sort(
        key=lambda one: (order.index(one.pressing), -one.days_over, _due(one.action), one.action.row)
    )
    return ActionList(
        tuple(weighed),
        {str(state): sum(one.state is state for one in actions) for state in ActionState},
        {str(kind): sum(one.pressing is kind for one in weighed) for kind in Pressing},
        _by_owner(weighed),
        tuple(_cautions(actions)),
    )


def _weighed(one: ReviewAction, on: date) -> Weighed:
    if one.state in CLOSED:
        return Weighed(one, Pressing.CLOSED, 0)
    if one.state is ActionState.DONE_CLAIMED:
        return Weighed(one, Pressing.TO_ASSURE, 0)
    if one.due is None:
        return Weighed(one, Pressing.NO_DATE, 0)
    if on > one.due.latest:
        return Weighed(one, Pressing.OVERDUE, (on - one.due.latest).days)
    return Weighed(one, Pressing.MAY_BE_OVERDUE if on > one.due.earliest else Pressing.DUE, 0)


def _due(one: ReviewAction) -> date:
    return one.due.latest if one.due else date.max


def _by_owner(weighed: Sequence[Weighed]) -> dict[str, dict[str, int]]:
    owners = sorted({one.action.owner for one in weighed})
    counted = Counter((one.action.owner, one.pressing) for one in weighed)
    return {
        owner: {str(kind): counted[owner, kind] for kind in Pressing if counted[owner, kind]}
        for owner in owners
    }


def _cautions(actions: Sequence[ReviewAction]) -> list[Caution]:
    found: list[Caution] = []
    repeated = [name for name, count in Counter(one.id for one in actions if one.id).items() if count > 1]
    found += [
        Caution(WarningCode.DUPLICATE, name, f"‘{name}’ stands there more than once; each is counted.")
        for name in repeated
    ]
    for one in actions:
        where = one.id or f"row {one.row}"
        if one.assured_by and one.assured_by.casefold() == one.owner.casefold():
            found.append(
                Caution(WarningCode.UNVERIFIABLE, where, "Its owner assured it: somebody else has to.")
            )
        if not one.owner and one.state not in CLOSED:
            found.append(Caution(WarningCode.COVERAGE, where, "Nobody owns it."))
        if one.due is None and one.state in OPEN:
            found.append(
                Caution(WarningCode.COVERAGE, where, "It has no date, so nobody can say whether it is late.")
            )
    return found
