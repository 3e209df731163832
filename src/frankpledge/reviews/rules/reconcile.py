"""Counts of reviews by state must account for every request received. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import Outcome, Reason, Verdict, fails, holds, undetermined

RECEIVED = "review-requests-received"
"""The measure that counts requests to consider a review."""


@dataclass(frozen=True)
class State:
    """Where a request can stand. `slug` is its measure; a state that is not `always` is used where it is counted."""

    slug: str
    title: str
    always: bool


STATES: tuple[State, ...] = (
    State("reviews-criteria-not-met", "did not meet the criteria", always=True),
    State("reviews-transferred", "transferred to another partnership", always=True),
    State("reviews-ongoing", "ongoing", always=True),
    State("reviews-completed", "completed", always=True),
    State("reviews-decision-pending", "decision pending", always=False),
    State("reviews-challenged", "decision challenged", always=False),
    State("reviews-discontinued", "discontinued", always=False),
)
BY_SLUG = {state.slug: state for state in STATES}
CLAUSE = "each request stands in exactly one state"


@rule(
    source=Citation(
        "Domestic Violence, Crime and Victims Act 2004",
        "section 9",
        "the Act requires the reviews; that the states add up to the requests is arithmetic",
    )
)
def reconcile(received: int | None, by_state: Mapping[str, int | None]) -> Verdict:
    """The requests received must equal the sum of the requests in each state.

    `by_state` has one entry for each state that the partnership counts, by the state's slug; None is a count that is
    absent. The four states that are always published must be there. An absent count makes the answer undetermined
    and is named, unless the others already exceed the requests. Raises ValueError for a state that does not exist or
    a count below nought.
    """
    _checked(received, by_state)
    counted = [state for state in STATES if state.always or state.slug in by_state]
    known = [(state, count) for state in counted if (count := by_state.get(state.slug)) is not None]
    absent = [state for state in counted if by_state.get(state.slug) is None]
    total = sum(count for _, count in known)
    if received is not None and total > received:
        return fails(message("The states add up to more than the requests received."), _sum(received, known))
    if absent or received is None:
        return _undetermined(received, absent)
    if total != received:
        return fails(message("The states do not account for every request received."), _sum(received, known))
    return holds(message("The states account for every request received."), _sum(received, known))


def _checked(received: int | None, by_state: Mapping[str, int | None]) -> None:
    unknown = sorted(set(by_state) - set(BY_SLUG))
    if unknown:
        raise ValueError(f"there is no state of a review called {unknown[0]}")
    if any(count is not None and count < 0 for count in (received, *by_state.values())):
        raise ValueError("a count of reviews cannot be negative")


def _sum(received: int, known: list[tuple[State, int]]) -> Reason:
    """13 = 2 + 3 + 5 + 3, or 13 ≠ 2 + 3 + 5 + 4 = 14, whatever the numbers are."""
    total = sum(count for _, count in known)
    added = " + ".join(grouped(count) for _, count in known)
    if total == received:
        return Reason(CLAUSE, f"{grouped(received)} = {added}")
    return Reason(CLAUSE, f"{grouped(received)} ≠ {added} = {grouped(total)}")


def _undetermined(received: int | None, absent: list[State]) -> Verdict:
    names = [state.title for state in absent]
    if received is None:
        names.insert(0, "requests received")
    return undetermined(
        message("It cannot be told whether the states account for every request: not counted: {names}.", names=", ".join(names)),
        *([RECEIVED] if received is None else []),
        *(state.slug for state in absent),
    )  # fmt: skip


def problem(verdict: Verdict) -> Problem | None:
    """What blocks a report whose review counts do not reconcile, naming the states; None when they do."""
    if verdict.outcome is Outcome.HOLDS:
        return None
    if verdict.outcome is Outcome.UNDETERMINED:
        return Problem(
            "review-counts-absent", str(verdict), "Import the absent counts, or leave the review counts out of the report."
        )  # fmt: skip
    return Problem(
        "review-counts-differ",
        f"{verdict} {verdict.reasons[0].working}. States: {', '.join(state.title for state in STATES)}.",
        "Correct the count that is wrong, or import a count for the state that is left out.",
    )
