"""Which priorities have a number and which the law's strategies the plan leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from frankpledge.documents.figures import Figure
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds
from frankpledge.law.facts import Strategy
from frankpledge.plans.facts import PriorityFacts, StrategyFacts

FigureOf = Callable[[str], Figure | None]
"""The figure that a binding names, or None when its measure is not in the record."""


@dataclass(frozen=True)
class Counted:
    """A priority and the measures that are a number of it; `lacking` says in words why there is none, if there is none."""

    priority: PriorityFacts
    measures: tuple[str, ...]
    lacking: str = ""
    is_synthetic: bool = False
    """Nothing but an invented figure is there."""


def coverage(
    priorities: Iterable[PriorityFacts], figures: FigureOf, set_up: Mapping[str, tuple[str, ...]]
) -> tuple[Counted, ...]:
    """How each priority is counted, in their order.

    A number is a figure that is known and not synthetic, of a measure that the priority names, or a measure that was set up
    for it: `set_up` holds those by the priority's slug. The plan's page, its document and its coverage map all ask here.
    """
    return tuple(_counted(one, figures, set_up.get(one.slug, ())) for one in priorities)


def _counted(one: PriorityFacts, figures: FigureOf, set_up: tuple[str, ...]) -> Counted:
    linked = [link for link in one.measures if link.relation != "none" and link.binding]
    named = tuple(link.measure for link in linked if _is_number(figures(link.binding)))
    found = tuple(dict.fromkeys((*named, *set_up)))
    if found:
        return Counted(one, found)
    invented = next((link for link in linked if _is_known(figures(link.binding))), None)
    if invented is not None:
        return Counted(
            one, (), f"it has no number but a synthetic one ({invented.source})", is_synthetic=True
        )
    waiting = f" yet: nothing is imported for the days asked of {linked[0].source}" if linked else ""
    return Counted(one, (), f"it has no number{waiting}")


def _is_number(figure: Figure | None) -> bool:
    return _is_known(figure) and not (figure is None or figure.is_synthetic)


def _is_known(figure: Figure | None) -> bool:
    return figure is not None and figure.is_known


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 11"
    )
)
def every_priority_is_measured(found: Sequence[Counted]) -> Verdict:
    """A plan says how success is measured, so each of its priorities should have a number."""
    without = [one for one in found if not one.measures]
    working = f"{len(found) - len(without)} of {len(found)} priorities have a number"
    if not found:
        return fails(message("The plan has no priority yet."), Reason("CP-e", working))
    if not without:
        return holds(message("Every priority has a number."), Reason("CP-e", working))
    text = message(
        "{lacking} of {total} priorities have no number: {names}.",
        lacking=len(without),
        total=len(found),
        names=", ".join(one.priority.title for one in without),
    )
    if any(one.is_synthetic for one in without):
        text = message("{said} A synthetic figure is no number.", said=str(text))
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
