"""Funds, the conditions of grants, and what is set aside for each priority."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy

KEPT = "six years after the end of the financial year, as the council's financial records"


def pounds(*, may_be_missing: bool = False) -> models.DecimalField[Any, Any]:
    """A field for pounds and pence."""
    return models.DecimalField(max_digits=14, decimal_places=2, null=may_be_missing, blank=may_be_missing)


class Fund(Record):
    """Money that the partnership directs, or that somebody gives for its work: who gives it, how much, for when."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    giver = models.CharField(max_length=200)
    kind = models.SlugField(max_length=20)
    """`secretary-of-state`, `authority`, `policing-body-grant` or `other` (`rules.funds.KINDS`)."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    amount = pounds()
    holder = models.CharField(max_length=200, blank=True)
    """The body whose account holds it, and whose financial rules therefore apply."""
    source = models.CharField(max_length=300, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["partnership", "-starts_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="money_fund_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="money_fund_days"),
            models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="money_fund_amount"),
        ]

    class Data:
        public = (
            "partnership", "slug", "title", "giver", "kind", "starts_on", "ends_on", "amount", "holder", "source",
            "is_synthetic",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("fund", self.id, self.partnership.slug)


class GrantCondition(Record):
    """What the giver of a grant requires, by when, and what goes back to them when it is not met."""

    tenancy = Tenancy.OWN

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    claw_back = models.SlugField(max_length=20, default="none")
    """`none`, `unspent`, `all` or `amount` (`rules.grants.CLAW_BACKS`)."""
    claw_back_amount = pounds(may_be_missing=True)
    met_on = models.DateField(null=True, blank=True)
    failed_on = models.DateField(null=True, blank=True)
    """The day on which the giver said that it was not met; a passed due day alone is lateness, not failure."""
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["fund", "due_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(failed_on__isnull=True), name="money_condition_one_end"
            ),
            models.CheckConstraint(
                condition=~Q(claw_back="amount") | Q(claw_back_amount__isnull=False),
                name="money_condition_amount",
            ),
        ]

    class Data:
        public = ("fund", "text", "due_on", "claw_back", "claw_back_amount", "met_on", "failed_on")
        official = ("evidence",)
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:80]

    def subject(self) -> Subject:
        return Subject("fund", self.fund_id, self.fund.partnership.slug)


class BudgetLine(Record):
    """What is set aside from a fund for one priority of the plan in one period; no priority is a line of its own."""

    tenancy = Tenancy.OWN

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="budget")
    period = models.CharField(max_length=24)
    """A period code, such as 2020/21."""
    priority = models.SlugField(max_length=80, blank=True)
    """The priority's slug in the plan; empty for what serves none (running costs)."""
    purpose = models.CharField(max_length=300, blank=True)
    amount = pounds()

    class Meta:
        ordering = ["fund", "period", "priority"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "period", "priority", "purpose"], name="money_budget_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=Decimal(0)), name="money_budget_amount"),
        ]

    class Data:
        public = ("fund", "period", "priority", "purpose", "amount")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.period} {self.priority or 'no priority'}"
