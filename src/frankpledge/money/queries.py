"""Reads of partnership monies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from frankpledge.kernel.dates import Period
from frankpledge.money.models import BudgetLine, CostAgreement, Expenditure, Fund, SpendingFile
from frankpledge.money.rules.holes import Holes, PriorityMoney, holes_between
from frankpledge.money.rules.spending import Published, to_publish


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


def spent_by_fund(partnership: str) -> dict[object, Decimal]:
    """Pounds paid out of each fund, by its id; a fund without a payment is not there."""
    found: dict[object, Decimal] = defaultdict(Decimal)
    for fund, amount in (
        Expenditure.objects.filter(fund__partnership__slug=partnership)
        .order_by()
        .values_list("fund_id", "amount")
    ):
        found[fund] += amount
    return dict(found)


def agreements(partnership: str) -> list[CostAgreement]:
    """Every agreement to share costs that stands, with its shares, bills and payments; four queries."""
    rows = CostAgreement.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    return list(rows.prefetch_related("shares__payments", "charges"))


def files(partnership: str) -> list[SpendingFile]:
    """Every file of expenditure, the latest first, without its content."""
    return list(SpendingFile.objects.filter(partnership__slug=partnership).defer("content"))


def published(partnership: str, body: str, period: Period) -> tuple[Published, ...]:
    """The payments of a period that the transparency code has published."""
    rows = Expenditure.objects.filter(
        fund__partnership__slug=partnership, on__gte=period.starts_on
    ).select_related("fund")
    if period.ends_on is not None:
        rows = rows.filter(on__lte=period.ends_on)
    return to_publish(
        [
            Published(
                row.fund.holder or body,
                row.on,
                row.supplier,
                row.amount,
                row.purpose,
                row.fund.title,
                row.reference,
                row.is_voluntary_grant,
            )
            for row in rows
        ]
    )


def funds(partnership: str) -> list[tuple[str, str]]:
    """Every fund: short name and name."""
    return list(Fund.objects.filter(partnership__slug=partnership).values_list("slug", "title"))


def has_funds(partnership: str) -> bool:
    """Whether any fund is recorded."""
    return Fund.objects.filter(partnership__slug=partnership).exists()
