"""What must be in place before a partnership may keep real reviews here."""

from __future__ import annotations

from django.db import models

from frankpledge.records.models import Record, Tenancy


class ReadinessStep(Record):
    """One safeguard that a named person recorded as in place, or as no longer so."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    step = models.SlugField(max_length=40)
    on = models.DateField()
    is_in_place = models.BooleanField(default=True)
    evidence = models.CharField(max_length=500)

    class Meta:
        ordering = ["recorded_at"]

    class Data:
        official = ("partnership", "step", "on", "is_in_place", "evidence")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.step}: {'in place' if self.is_in_place else 'not in place'}"
