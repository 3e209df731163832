"""What other rooms may ask of partnership monies. Frozen facts and Decimal pounds only."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from frankpledge.kernel.dates import Period
from frankpledge.money import queries
from frankpledge.money.rules.holes import Holes, PriorityMoney

__all__ = ["Holes", "PriorityMoney", "budgeted_for", "holes", "spent_on"]


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
