"""Agreements by which partners share a cost, what was charged under them, and what each has paid."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from frankpledge.kernel.people import Subject
from frankpledge.money.models.funds import KEPT, pounds
from frankpledge.records.models import Dated, Record, Tenancy


class CostAgreement(Dated):
    """An agreement to share a cost, such as that of reviews of deaths, from one day to another."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "slug")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    covers = models.CharField(max_length=300)
    decision = models.CharField(max_length=200, blank=True)
    """The decision that made it, as the register names it; empty where none is recorded."""
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["partnership", "slug", "-starts_on"]

    class Data:
        public = ("partnership", "slug", "title", "covers", "decision", "is_synthetic")
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("cost-agreement", self.id, self.partnership.slug)


class CostShare(Record):
    """One partner's part: `weight` parts of the sum of all weights."""

    tenancy = Tenancy.OWN

    agreement = models.ForeignKey(CostAgreement, on_delete=models.PROTECT, related_name="shares")
    order = models.PositiveSmallIntegerField()
    organisation = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=12, decimal_places=4)

    class Meta:
        ordering = ["agreement", "order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="money_share_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="money_share_weight"),
        ]

    class Data:
        public = ("agreement", "order", "organisation", "name", "weight")
        retention = KEPT

    def __str__(self) -> str:
        return self.name


class CostCharge(Record):
    """One bill that is shared. Who owes what of it is worked out from the shares, never stored."""

    tenancy = Tenancy.OWN

    agreement = models.ForeignKey(CostAgreement, on_delete=models.PROTECT, related_name="charges")
    on = models.DateField()
    what = models.CharField(max_length=300)
    amount = pounds()
    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["agreement", "on", "recorded_at"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="money_charge_amount")]

    class Data:
        public = ("agreement", "on", "what", "amount", "reference")
        retention = KEPT

    def __str__(self) -> str:
        return self.what


class CostPayment(Record):
    """What a partner has paid towards an agreement."""

    tenancy = Tenancy.OWN

    share = models.ForeignKey(CostShare, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField()
    amount = pounds()
    reference = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["share", "on"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="money_payment_amount")]

    class Data:
        public = ("share", "on", "amount", "reference")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.share} {self.amount}"
