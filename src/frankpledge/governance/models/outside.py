"""What a decision taken outside a meeting needs to be known by, beside its motion and ballots."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.decisions import Decision
from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.governance.models.votes import Motion
from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class Procedure(Record):
    """A text put to the members in writing, or an urgent action: who, why, to whom it went, what followed.

    It is recorded as it happened, whether or not the terms give such a route.
    """

    tenancy = Tenancy.OWN

    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="procedure")
    by_office = models.SlugField(max_length=60, blank=True)
    """The office or seat that used the route, such as `chair`; empty: not recorded."""
    by_name = models.CharField(max_length=200, blank=True)
    because = models.TextField(blank=True)
    """Why it could not wait for a meeting."""
    sent_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    """The last day on which an answer counts; None for an urgent action, or where nobody recorded it."""
    asked = models.JSONField(default=list)
    """The seats with a vote that were in post when it was sent."""
    ratifies = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="ratified_outside"
    )
    reported_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    report_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The item of the next meeting's agenda that reports it, or puts it for ratification."""

    class Meta:
        ordering = ["-sent_on", "recorded_at"]

    class Data:
        official = (
            "motion", "by_office", "because", "sent_on", "closes_on", "asked", "ratifies", "reported_at", "report_item",
        )  # fmt: skip
        personal = ("by_name",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.motion.route}: {self.motion.text[:60]}"

    def subject(self) -> Subject:
        return Subject("procedure", self.id, self.motion.partnership.slug, Classification.OFFICIAL)
