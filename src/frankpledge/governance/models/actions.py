"""The one action log: what was asked of whom, by when, and what showed it done. Other rooms use it too."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class Action(Record):
    """Something that somebody agreed to do. It keeps its first number from meeting to meeting until it is closed."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    number = models.CharField(max_length=40)
    """Under which it is carried, such as 2026-03-05/4.1: the meeting, the item and the action."""
    text = models.TextField()
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    decision_id = models.UUIDField(null=True, blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    about = models.CharField(max_length=120, blank=True)
    """What it belongs to in a higher room, as kind and slug: `plan-priority:burglary`."""
    state = models.SlugField(max_length=20, default="open")
    """`open`, `blocked`, `done` or `withdrawn`."""
    closed_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    """What shows it done; an action is not closed as done without it."""

    class Meta:
        ordering = ["due_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="governance_action_once")
        ]

    class Data:
        official = (
            "partnership", "group", "number", "text", "meeting", "item", "decision_id", "organisation", "due_on", "about",
            "state", "closed_on", "evidence",
        )  # fmt: skip
        personal = ("owner_name", "owner")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    def subject(self) -> Subject:
        return Subject("action", self.id, self.partnership.slug)


class ActionUpdate(Record):
    """What was said of an action at a meeting or between meetings."""

    tenancy = Tenancy.OWN

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.SlugField(max_length=20)
    due_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "recorded_at"]

    class Data:
        official = ("action", "at", "text", "state", "due_on", "evidence", "meeting")
        personal = ("by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.action.number} {self.at:%Y-%m-%d}"
