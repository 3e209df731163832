"""The yearly review of the knowledge and skills of those who attend."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import Meeting
from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class SkillsReview(Record):
    """One review: the areas asked about as they were then, by when, and what came of it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    year = models.CharField(max_length=9)
    """The financial year it is the review of, as 2025/26."""
    areas = models.JSONField()
    """The areas asked about, each with slug, title, what is meant, and the levels wanted."""
    strength = models.CharField(max_length=10)
    """Whether the law asked for it on the day it was opened (MUST) or custom does (LOCAL)."""
    basis = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The meeting that noted it."""

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "group", "year"], name="governance_skills_once")
        ]

    class Data:
        official = (
            "partnership", "group", "year", "areas", "strength", "basis", "opened_on", "due_on", "closed_on",
            "conclusion", "meeting",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Knowledge and skills {self.year}"

    def subject(self) -> Subject:
        return Subject("skills-review", self.id, self.partnership.slug, Classification.OFFICIAL)


class SkillsAnswer(Record):
    """What one attender says of one area, what was agreed with them, and what is done about a gap."""

    tenancy = Tenancy.OWN

    review = models.ForeignKey(SkillsReview, on_delete=models.PROTECT, related_name="answers")
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seat = models.SlugField(max_length=60, blank=True)
    area = models.SlugField(max_length=60)
    own_level = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_level = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    what_is_done = models.TextField(blank=True)
    done_by = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person_name", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person_name", "area"], name="governance_skills_answer_once"
            )
        ]

    class Data:
        official = (
            "review", "seat", "area", "own_level", "agreed_level", "what_is_done", "done_by", "done_on",
        )  # fmt: skip
        personal = ("person_name", "user", "agreed_by")
        retention = "two years after the review is closed"

    def __str__(self) -> str:
        return f"{self.area}: {self.own_level}"
