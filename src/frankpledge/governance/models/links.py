"""Links to other partnerships and boards, their chairs' meetings, and reports to each partner's own leadership."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import Meeting
from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Dated, Record, Tenancy


class PartnerLink(Dated):
    """Another partnership or board with which the partnership keeps a link, and how often their chairs meet."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "slug")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.SlugField(max_length=40)
    purpose = models.TextField(blank=True)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """How often the chairs mean to meet; None: nobody has said."""
    chair_name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    class Data:
        public = (
            "partnership", "slug", "name", "kind", "purpose", "every_months", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        personal = ("chair_name", "contact")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.name

    def subject(self) -> Subject:
        return Subject("link", self.id, self.partnership.slug, Classification.OFFICIAL)


class ChairsMeeting(Record):
    """A meeting of the chair with the chairs of other bodies: when, with whom, what was agreed, when again."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    links = models.JSONField()
    """The slugs of the links whose chairs were there."""
    agreed = models.TextField()
    next_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "recorded_at"]

    class Data:
        official = ("partnership", "held_on", "links", "agreed", "next_on")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Chairs, {self.held_on}"

    def subject(self) -> Subject:
        return Subject("chairs-meeting", self.id, self.partnership.slug, Classification.OFFICIAL)


class OnwardReport(Record):
    """What one member organisation told its own leadership group of a meeting; a gap is the absence of a row."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="onward_reports")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    leadership_group = models.CharField(max_length=200, blank=True)
    """Such as the executive board or the force's strategic group; empty: nobody said which."""
    reported_on = models.DateField()
    by = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-reported_on"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="governance_onward_once")
        ]

    class Data:
        official = ("meeting", "organisation", "leadership_group", "reported_on", "note")
        personal = ("by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.leadership_group or 'a leadership group'}, {self.reported_on}"
