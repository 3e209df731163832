"""How much of a month there is: complete, partial or suspect. Absent months are the caller's: they have no facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from frankpledge.analysis.series import State
from frankpledge.kernel.citations import Citation, rule

PLACED_SHARE = 0.9
"""Under this share of rows with a place, counts for areas within the force are not to be trusted."""
SUDDEN = 0.5
"""Under this share of the other months' median, a month is more likely incomplete than quiet."""


@rule(source=Citation("docs/explanation/architecture.md", "section 4", "missing is never zero"))
def judged(fact: Mapping[str, int], other_months: Sequence[int]) -> tuple[State, str]:
    """A month is partial when too few of its rows have a place, and suspect when it has far fewer rows than others.

    `fact` gives `n` and `without_place`; `other_months` the rows of the stream's other months.
    """
    n, without = fact["n"], fact["without_place"]
    if n and (n - without) / n < PLACED_SHARE:
        return State.PARTIAL, f"Only {100 * (n - without) // n}% of rows have a place."
    if other_months and n < SUDDEN * median(other_months):
        return (
            State.SUSPECT,
            "Far fewer rows than in other months: ask the supplier whether the file is whole.",
        )
    return State.COMPLETE, ""
