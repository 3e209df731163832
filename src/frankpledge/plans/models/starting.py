"""An earlier plan taken in from a file, line by line, for a person to confirm."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT, Plan
from frankpledge.records.models import Record, Tenancy


class PlanUpload(Record):
    """A file of an earlier plan. Nothing of it is in the plan until a person has confirmed it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    uploaded_on = models.DateField()
    became = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="made_from"
    )

    class Meta:
        ordering = ["-uploaded_on", "-recorded_at"]

    class Data:
        official = ("partnership", "file_name", "suffix", "sha256", "uploaded_on", "became")
        retention = KEPT

    def __str__(self) -> str:
        return self.file_name

    def subject(self) -> Subject:
        return Subject("plan-upload", self.id, self.partnership.slug)


class DraftedLine(Record):
    """A line of the file and what it was taken for, until a person says what it is."""

    tenancy = Tenancy.OWN

    upload = models.ForeignKey(PlanUpload, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=120)
    """Where in the file: page 3, paragraph 41; sheet ‘Plan’, row 7."""
    kind = models.SlugField(max_length=20)
    text = models.TextField()
    under = models.PositiveIntegerField(null=True, blank=True)
    """The number of the priority's line that it belongs to."""
    because = models.CharField(max_length=300)
    """What in the file made it be taken for that."""
    confirmed_as = models.SlugField(max_length=20, blank=True)
    confirmed_text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="plans_drafted_line_once")]

    class Data:
        official = (
            "upload", "number", "place", "kind", "text", "under", "because", "confirmed_as", "confirmed_text",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:60]
