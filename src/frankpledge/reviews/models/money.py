"""Who pays for reviews: the versions of the partners' agreement. What a review cost is in its log."""

from __future__ import annotations

from django.db import models

from frankpledge.records.models import Dated, Tenancy


class FundingAgreement(Dated):
    """How the cost of a review is shared, from one day to another; `shares` has the shape of `review shares`."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership",)

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    shares = models.JSONField(default=list)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-starts_on"]

    class Data:
        official = ("partnership", "title", "shares", "source", "starts_on", "ends_on", "superseded_at")
        retention = "six years after it ends"

    def __str__(self) -> str:
        return self.title
