"""Reviews of what was spent and whether it was worth it."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.money.models.funds import KEPT
from frankpledge.records.models import Record, Tenancy


class ValueReview(Record):
    """A review of the expenditure of partnership monies, and of their value, as the regulations require."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=24)
    """What it looked at: a period code, such as 2020/21."""
    on = models.DateField()
    finding = models.TextField()
    conclusion = models.SlugField(max_length=20)
    """`continue`, `change` or `stop` (`rules.funds.CONCLUSIONS`)."""
    action = models.TextField(blank=True)
    minute = models.CharField(max_length=200, blank=True)
    """The minute or decision in which it was agreed; empty while it is not."""
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["partnership", "-on"]

    class Data:
        public = ("partnership", "period", "on", "finding", "conclusion", "action", "minute", "is_synthetic")
        retention = KEPT

    def __str__(self) -> str:
        return f"Value for money, {self.period}"

    def subject(self) -> Subject:
        return Subject("value-review", self.id, self.partnership.slug)
