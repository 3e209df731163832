"""Expenditure, and the files that it came in."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.money.models.funds import KEPT, Fund, pounds
from frankpledge.records.models import Record, Tenancy


class SpendingFile(Record):
    """A file of expenditure: held while it is looked at, then taken in or undone."""

    tenancy = Tenancy.OWN

    HELD, TAKEN_IN, UNDONE = "held", "taken-in", "undone"

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.SlugField(max_length=10, default=HELD)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["partnership", "-recorded_at"]

    class Data:
        official = ("partnership", "file", "sha256", "content", "state", "decided_at")
        retention = KEPT

    def __str__(self) -> str:
        return self.file

    def subject(self) -> Subject:
        return Subject("spending-file", self.id, self.partnership.slug)


class Expenditure(Record):
    """One payment out of a fund. Below nought is money that came back."""

    tenancy = Tenancy.OWN

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="spending")
    on = models.DateField()
    supplier = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    amount = pounds()
    priority = models.SlugField(max_length=80, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    is_voluntary_grant = models.BooleanField(default=False)
    """A grant to a voluntary, community or social enterprise, which is published whatever its size."""
    source = models.ForeignKey(
        SpendingFile, null=True, blank=True, on_delete=models.PROTECT, related_name="rows"
    )
    row = models.PositiveIntegerField(null=True, blank=True)
    key = models.CharField(max_length=64)
    """The hash of what the row says: the same payment is never taken in twice."""

    class Meta:
        ordering = ["fund", "on", "reference"]
        constraints = [models.UniqueConstraint(fields=["fund", "key"], name="money_expenditure_once")]

    class Data:
        public = ("fund", "on", "purpose", "amount", "priority", "reference", "is_voluntary_grant", "row")
        official = ("source", "key", "supplier")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.on} {self.supplier} {self.amount}"
