"""A review opened without a part in it, in an emergency: by whom, why, for how long, and what those who keep it found."""

from __future__ import annotations

from django.db import models

from frankpledge.records.models import Record, Tenancy
from frankpledge.reviews.models.cases import RETENTION, Case


class EmergencyAccess(Record):
    """One opening. It ends by itself; somebody else looks at it afterwards and says whether it was right."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="emergencies")
    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["case", "-opened_at"]

    class Data:
        official = ("case", "opened_at", "ends_at", "looked_at")
        personal = ("user", "looked_by")
        special = ("reason", "finding")
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.case}: opened in an emergency"
