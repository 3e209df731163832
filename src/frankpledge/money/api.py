"""What other rooms may ask of partnership monies. Frozen facts and Decimal pounds only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from frankpledge.kernel.dates import Period
from frankpledge.money import queries
from frankpledge.money.rules.holes import Holes, PriorityMoney

__all__ = ["Holes", "PriorityMoney", "budgeted_for", "by_priority", "has_funds", "holes", "spent_on"]


def spent_on(partnership: str, priority_slug: str, period: Period) -> Decimal | None:
    """Pounds spent on a priority in a period, what came back taken off.

    None where no payment towards it is recorded in the period: that is not known to be nought.
    """
    return queries.money_of(partnership, (priority_slug,), period)[priority_slug].spent


def budgeted_for(partnership: str, priority_slug: str, period: Period) -> Decimal | None:
    """Pounds set aside for a priority in budgets whose period lies within this one; None where there is no line."""
    return queries.money_of(partnership, (priority_slug,), period)[priority_slug].budget


def holes(partnership: str, priorities: Iterable[str], period: Period) -> Holes:
    """Where money and priorities miss each other: priorities without money, and money without a priority."""
    return queries.holes(partnership, tuple(priorities), period)


def by_priority(partnership: str, period: Period) -> Mapping[str, PriorityMoney]:
    """What is set aside for each priority that any money names, and spent on it, in a period; the empty slug is for none.

    Two queries, however many priorities there are.
    """
    return queries.every_priority(partnership, period)


def has_funds(partnership: str) -> bool:
    """Whether the partnership records any fund: without one, silence about money says nothing."""
    return queries.has_funds(partnership)
