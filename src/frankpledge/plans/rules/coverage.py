"""Which priorities have a number and which the law's strategies the plan leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds
from frankpledge.law.facts import Strategy
from frankpledge.plans.facts import PriorityFacts, StrategyFacts


@dataclass(frozen=True)
class Coverage:
    """The priorities with a known figure, those with a measure that has no figure yet, and those with no measure."""

    counted: tuple[PriorityFacts, ...]
    waiting: tuple[PriorityFacts, ...]
    unmeasured: tuple[PriorityFacts, ...]

    @property
    def total(self) -> int:
        return len(self.counted) + len(self.waiting) + len(self.unmeasured)


def coverage(priorities: Iterable[PriorityFacts], is_known: Callable[[str], bool]) -> Coverage:
    """Sort priorities by how well they are counted. `is_known` says whether a binding's figure is known."""
    counted, waiting, unmeasured = [], [], []
    for one in priorities:
        link = one.evidence
        if link is None:
            unmeasured.append(one)
        elif is_known(link.binding):
            counted.append(one)
        else:
            waiting.append(one)
    return Coverage(tuple(counted), tuple(waiting), tuple(unmeasured))


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 11"
    )
)
def every_priority_is_measured(found: Coverage) -> Verdict:
    """A plan says how success is measured, so each of its priorities should have a number."""
    without = (*found.waiting, *found.unmeasured)
    working = f"{len(found.counted)} of {found.total} priorities have a number"
    if not without:
        return holds(message("Every priority has a number."), Reason("CP-e", working))
    names = ", ".join(one.title for one in without)
    text = message(
        "{lacking} of {total} priorities have no number: {names}.",
        lacking=len(without),
        total=found.total,
        names=names,
    )
    return fails(text, Reason("CP-e", working))


@rule(source=Citation("Crime and Disorder Act 1998", "s 6(1)"))
def every_strategy_is_named(required: Iterable[Strategy], kept: Iterable[StrategyFacts]) -> Verdict:
    """The plan, or a strategy beside it, covers each strategy that the law requires.

    The plan itself is the strategy for crime and disorder.
    """
    covered = {"crime-and-disorder", *(one.law_strategy for one in kept)}
    lacking = [one for one in required if one.code not in covered]
    if not lacking:
        return holds(message("The plan and the strategies beside it cover what the law requires."))
    text = message(
        "No strategy is recorded for {lacking}.", lacking=" or for ".join(one.title for one in lacking)
    )
    return fails(text, Reason("s 6(1)", f"recorded: {', '.join(sorted(filter(None, covered)))}"))
