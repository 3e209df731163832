"""Calendar feeds of one person, and past meetings taken in from a file."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import Meeting
from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class CalendarFeed(Record):
    """A person's own calendar feed. Only the hash of its address is kept; a revoked one never works again."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-recorded_at"]

    class Data:
        official = ("partnership", "revoked_at")
        personal = ("user", "token_hash")
        retention = "one year after it is revoked"

    def __str__(self) -> str:
        return "revoked feed" if self.revoked_at else "feed"

    def subject(self) -> Subject:
        return Subject("calendar-feed", self.id, self.partnership.slug, Classification.PERSONAL)


class PastImport(Record):
    """One file of past meetings: what it said, which rows were taken in and which refused, and whether it was undone."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.SlugField(max_length=20, default="waiting")
    """`waiting` (previewed), `taken-in` or `undone`."""
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-recorded_at"]

    class Data:
        official = ("partnership", "group", "file", "sha256", "content", "state", "decided_at")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.file} ({self.state})"

    def subject(self) -> Subject:
        return Subject("past-import", self.id, self.partnership.slug, Classification.OFFICIAL)


class PastMeeting(Record):
    """What a file said of one past meeting, beside what the record of meetings itself holds."""

    tenancy = Tenancy.OWN

    source = models.ForeignKey(PastImport, on_delete=models.PROTECT, related_name="meetings")
    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="past")
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    """A hash of the row as written: the same row taken in again is the same meeting."""
    said = models.JSONField()
    """The row as it was written, with what the record of meetings has no place for: how many came, whether the source
    calls it quorate, whose minutes it confirmed."""

    class Meta:
        ordering = ["row"]

    class Data:
        official = ("source", "meeting", "row", "key", "said")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"row {self.row}"
