"""What a clerk adds to the minutes, the minutes as they were confirmed, and their corrections."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.decisions import Decision
from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class ClerkText(Record):
    """What the clerk adds to the minutes of an item, or of the whole meeting, in their own words.

    The recorded facts stand apart in the events; this text never replaces one of them.
    """

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="clerk_texts")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="clerk_texts"
    )
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["meeting", "item__order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "item"], name="governance_clerk_text_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(item__isnull=True), name="governance_clerk_text_whole"
            ),
        ]

    class Data:
        official = ("meeting", "item", "text")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"On {self.item or self.meeting}"


class MinutesSet(Record):
    """The minutes of one meeting as a document: whether its draft is published, and what was confirmed.

    Whether they are confirmed is told by the decisions, never by this row; `content` keeps what was confirmed, so that
    nothing that is put right afterwards alters it.
    """

    tenancy = Tenancy.OWN

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes_set")
    is_draft_public = models.BooleanField(default=False)
    is_withheld = models.BooleanField(default=False)
    """Not published even when confirmed; `withheld_because` says why."""
    withheld_because = models.CharField(max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmed_minutes"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)
    """The minutes as confirmed, the closed part included."""
    public_content = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the canonical JSON of `content`."""

    class Data:
        public = (
            "meeting",
            "is_draft_public",
            "is_withheld",
            "confirmed_by",
            "confirmed_at",
            "public_content",
            "sha256",
        )
        official = ("withheld_because",)
        personal = ("content",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"

    def subject(self) -> Subject:
        return Subject("minutes", self.id, self.meeting.partnership.slug)


class MinutesCorrection(Record):
    """A stated correction, kept beside the original wording: agreed at the meeting that confirms the minutes."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    wording = models.TextField()
    reads = models.TextField()
    stated_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections_stated"
    )
    """The meeting at which it was stated."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="governance_correction_once")
        ]

    class Data:
        official = ("meeting", "item", "order", "wording", "reads", "stated_at", "withdrawn_at")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Correction {self.order} of the minutes of {self.meeting}"
