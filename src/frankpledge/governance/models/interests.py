"""The register of members' interests, and that each member has looked at their own entries."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Dated, Record, Tenancy


class RegisteredInterest(Dated):
    """An interest that a member has registered: true from one day to another, kept after it ends."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.SlugField(max_length=30)
    with_whom = models.CharField(max_length=200)
    """The body, person or property that it is an interest in."""
    nature = models.TextField()
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["person_name", "starts_on"]

    class Data:
        official = (
            "partnership", "kind", "with_whom", "nature", "ended_because", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        personal = ("person_name", "user")
        retention = "six years after the person’s last appointment ends"

    def __str__(self) -> str:
        return f"{self.kind}: {self.with_whom}"

    def subject(self) -> Subject:
        return Subject("interest", self.id, self.partnership.slug, Classification.OFFICIAL)


class InterestsConfirmed(Record):
    """A member looked at their entries and said that they are right, also where there are none."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    entries = models.PositiveSmallIntegerField()
    """How many entries they confirmed; nought: that they have nothing to register."""
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at"]

    class Data:
        official = ("partnership", "at", "entries")
        personal = ("person_name", "user", "by")
        retention = "six years after the person’s last appointment ends"

    def __str__(self) -> str:
        return f"{self.entries} entries, {self.at:%Y-%m-%d}"
