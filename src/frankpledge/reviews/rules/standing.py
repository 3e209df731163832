"""Counting cases by where they stand, on any day; a case that stands nowhere, or in two places, is named. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.problems import Problem
from frankpledge.reviews.rules.casework.state import CaseState, Standing
from frankpledge.reviews.rules.reconcile import BY_SLUG, RECEIVED

ENDS = (("transfer-accepted",), ("discontinued",), ("published", "withheld"))
"""Ways for a case to end that cannot both be."""


@dataclass(frozen=True)
class Placed:
    """How many requests there are, how many stand in each state, and the references of those that cannot be placed."""

    received: int
    by_state: dict[str, int]
    unplaced: tuple[str, ...]
    references: dict[str, tuple[str, ...]]
    """The references in each state."""

    def standing_in(self, slug: str) -> tuple[int, tuple[str, ...]]:
        """How many stand in a state, with their references; of the requests received, every one."""
        if slug == RECEIVED:
            return self.received, (
                *(one for names in self.references.values() for one in names),
                *self.unplaced,
            )
        return self.by_state.get(slug, 0), self.references.get(slug, ())


@rule(
    source=Citation(
        "Domestic Violence, Crime and Victims Act 2004",
        "section 9",
        "that each request stands in one state is arithmetic",
    )
)
def place(cases: Sequence[tuple[str, CaseState]]) -> Placed:
    """Each request to the partnership stands in exactly one state on a day; one that ended in two ways stands in none and is named.

    Reviews that another partnership leads and never asked us to lead are not requests to us, and are not counted.
    """
    standing = {reference: state.standing() for reference, state in cases if not _ended_twice(state)}
    twice = tuple(reference for reference, state in cases if _ended_twice(state))
    counted = Counter(str(one) for one in standing.values() if one is not None)
    references = {
        str(state): tuple(reference for reference, one in standing.items() if one is state)
        for state in Standing
    }
    return Placed(
        counted.total() + len(twice), {str(one): counted[str(one)] for one in Standing}, twice, references
    )


def _ended_twice(state: CaseState) -> bool:
    return sum(state.has(*kinds) for kinds in ENDS) > 1


def differences(placed: Placed, imported: dict[str, int | None], *, named: bool = True) -> tuple[str, ...]:
    """The states, and the requests received, whose imported count differs from that of the cases, each with the references that
    the cases hold; without them (`named` false) for those who may know counts only."""
    found = []
    for slug, count in imported.items():
        ours, references = placed.standing_in(slug)
        if count is not None and count != ours:
            title = "requests received" if slug == RECEIVED else BY_SLUG[slug].title
            names = f" ({', '.join(sorted(references)) or 'none'})" if named else ""
            found.append(f"{title}: {count} imported, {ours} in the cases{names}")
    return tuple(found)


def problem(placed: Placed, differing: tuple[str, ...]) -> Problem | None:
    """What bars a report: cases that ended in two ways, or counts that differ from those imported; the cases by reference."""
    if placed.unplaced:
        names = ", ".join(placed.unplaced)
        return Problem("review-cases-unplaced", f"These reviews ended in two ways, so they stand in no state: {names}.",
                       "Correct the entry that is wrong in the log of each.")  # fmt: skip
    if differing:
        return Problem("review-counts-differ", f"Imported counts differ from the cases. {'; '.join(differing)}.",
                       "Correct the count that was imported, or the log of the case that is wrong.")  # fmt: skip
    return None
