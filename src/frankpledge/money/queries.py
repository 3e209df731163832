"""Reads of partnership monies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from frankpledge.kernel.dates import Period
from frankpledge.money.models import BudgetLine, Expenditure
from frankpledge.money.rules.holes import Holes, PriorityMoney, holes_between


def money_of(partnership: str, priorities: Iterable[str], period: Period) -> dict[str, PriorityMoney]:
    """What is set aside for each of these priorities and spent on it in a period; one entry each, two queries."""
    found = every_priority(partnership, period)
    return {slug: found.get(slug, PriorityMoney(slug)) for slug in priorities}


def every_priority(partnership: str, period: Period) -> dict[str, PriorityMoney]:
    """The same for every priority that any money names; the empty slug is money for none."""
    budget, spent = _budget(partnership, period), _spent(partnership, period)
    return {slug: PriorityMoney(slug, budget.get(slug), spent.get(slug)) for slug in {*budget, *spent}}


def _spent(partnership: str, period: Period) -> dict[str, Decimal]:
    rows = Expenditure.objects.filter(fund__partnership__slug=partnership, on__gte=period.starts_on)
    if period.ends_on is not None:
        rows = rows.filter(on__lte=period.ends_on)
    found: dict[str, Decimal] = defaultdict(Decimal)
    # Added up here: SQLite would add pounds up as binary fractions.
    for priority, amount in rows.order_by().values_list("priority", "amount"):
        found[priority] += amount
    return dict(found)


def _budget(partnership: str, period: Period) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    rows = BudgetLine.objects.filter(fund__partnership__slug=partnership)
    for code, priority, amount in rows.values_list("period", "priority", "amount"):
        if _within(Period.parse(code), period):
            found[priority] += amount
    return dict(found)


def _within(inner: Period, outer: Period) -> bool:
    """Whether a budget's period lies wholly in the period asked about: part of a budget is never guessed."""
    return inner.starts_on in outer and inner.ends_on is not None and inner.ends_on in outer


def holes(partnership: str, priorities: tuple[str, ...], period: Period) -> Holes:
    """Where money and these priorities miss each other in a period."""
    return holes_between(priorities, every_priority(partnership, period))
