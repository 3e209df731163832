"""What a group puts up to its parent and the answer that comes down."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.decisions import Decision
from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class Escalation(Record):
    """A blockage that a group cannot resolve itself, put to its parent, with the answer it got."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    """Under which it is carried, such as E2026/3."""
    from_group = models.SlugField(max_length=60)
    to_group = models.SlugField(max_length=60, blank=True)
    """Empty: to the partnership itself."""
    text = models.TextField()
    tried = models.TextField(blank=True)
    """What the group did about it before."""
    asked = models.TextField(blank=True)
    """What it asks the parent to do or decide."""
    raised_on = models.DateField()
    raised_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_raised"
    )
    raised_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    received_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations"
    )
    """The item of the parent's agenda under which it is taken."""
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_answered"
    )
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_heard"
    )
    """The group's meeting that heard the answer, under matters arising."""
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["raised_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="governance_escalation_once"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_on__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_on__isnull=False)),
                name="governance_escalation_answered",
            ),
        ]

    class Data:
        official = (
            "partnership", "number", "from_group", "to_group", "text", "tried", "asked", "raised_on", "raised_at",
            "raised_item", "received_item", "answer", "answered_on", "answered_at", "decision", "heard_at",
            "withdrawn_on", "withdrawn_because",
        )  # fmt: skip
        personal = ("answered_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    def subject(self) -> Subject:
        return Subject("escalation", self.id, self.partnership.slug)
