"""Before a meeting: the work ahead, emergency tempo, changes of date, what was sent when, and meetings that others require."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Dated, Record, Tenancy

KEPT = "as long as the partnership exists"


class PlannedItem(Record):
    """An item of business foreseen: for a meeting, or for a month in which none is called yet."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    kind = models.SlugField(max_length=20, default="note")
    function = models.SlugField(max_length=20, blank=True)
    capacity = models.SlugField(max_length=40, blank=True)
    effect = models.SlugField(max_length=40, default="note")
    about = models.SlugField(max_length=80, blank=True)
    duty = models.SlugField(max_length=60, blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    is_closed = models.BooleanField(default=False)
    closed_because = models.TextField(blank=True)
    public_title = models.CharField(max_length=300, blank=True)
    wanted = models.CharField(max_length=10)
    """When it is wanted as far as that is known: 2026, 2026-09 or 2026-09-10."""
    wanted_earliest = models.DateField()
    is_yearly = models.BooleanField(default=False)
    """It comes back every year: once it is on an agenda, next year's stands in the plan by itself."""
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_items"
    )
    item = models.OneToOneField(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="planned"
    )
    """The item of an agenda that it became."""
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    """Last year's, of one that is yearly."""
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        ordering = ["wanted_earliest", "title"]

    class Data:
        public = (
            "partnership", "group", "kind", "function", "capacity", "effect", "about", "duty", "is_closed",
            "public_title", "wanted", "wanted_earliest", "is_yearly", "meeting", "item", "follows", "dropped_at",
        )  # fmt: skip
        official = ("title", "why", "closed_because", "dropped_because")
        personal = ("presenter",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.wanted}: {self.title}"

    def subject(self) -> Subject:
        return Subject("planned-item", self.id, self.partnership.slug)


class PlannedItemMove(Record):
    """A planned item that was put off or brought forward, and why. Nothing is ever taken out of this list."""

    tenancy = Tenancy.OWN

    planned = models.ForeignKey(PlannedItem, on_delete=models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    from_wanted = models.CharField(max_length=10, blank=True)
    to_wanted = models.CharField(max_length=10)
    from_meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()

    class Meta:
        ordering = ["at"]

    class Data:
        official = ("planned", "at", "from_wanted", "to_wanted", "from_meeting", "to_meeting", "because")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.planned.title}: {self.from_wanted} to {self.to_wanted}"


class Tempo(Dated):
    """A stretch in which a body meets faster than usual, and why; with its last day comes the return to normal."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "group")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    phase = models.SlugField(max_length=40, default="emergency")
    """As the terms call it, so that their frequency for it applies."""
    every_weeks = models.PositiveSmallIntegerField()
    because = models.TextField()
    ended_because = models.TextField(blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_on"]

    class Data:
        public = (
            "partnership", "group", "phase", "every_weeks", "because", "ended_because", "starts_on", "ends_on",
            "superseded_at",
        )  # fmt: skip
        personal = ("ended_by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.phase}: every {self.every_weeks} weeks from {self.starts_on}"

    def subject(self) -> Subject:
        return Subject("tempo", self.id, self.partnership.slug)


class MeetingChange(Record):
    """A meeting called, moved to another day or place, or cancelled; what was planned stays in `before`."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    what = models.SlugField(max_length=20)
    """`called`, `rescheduled`, `changed` (anything but the day), `cancelled`."""
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    because = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "recorded_at"]

    class Data:
        official = ("meeting", "what", "at", "because", "before", "after")
        personal = ("by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.meeting.slug}: {self.what}"


class Circulation(Record):
    """What was sent before a meeting, to whom and on which day; the bytes are known by their hash."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="circulations")
    what = models.SlugField(max_length=20)
    """`notice`, `agenda` (with its papers) or `supplement`."""
    sent_on = models.DateField()
    to = models.TextField()
    how = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    items = models.JSONField(default=list)
    """The ids of the items whose papers it held."""
    because = models.TextField(blank=True)
    """Why it was late, where it was."""

    class Meta:
        ordering = ["sent_on", "recorded_at"]

    class Data:
        official = ("meeting", "what", "sent_on", "how", "sha256", "file_name", "items", "because")
        personal = ("to",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.what} for {self.meeting.slug}, {self.sent_on}"


class Requisition(Record):
    """A meeting that members ask for, by the seats that signed."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    received_on = models.DateField()
    business = models.TextField()
    seats = models.JSONField(default=list)
    """The slugs of the seats that signed."""
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="requisitions"
    )

    class Meta:
        ordering = ["-received_on", "-recorded_at"]

    class Data:
        official = ("partnership", "group", "received_on", "business", "seats", "meeting")
        retention = KEPT

    def __str__(self) -> str:
        return f"Requisition of {self.received_on}"

    def subject(self) -> Subject:
        return Subject("requisition", self.id, self.partnership.slug)


class RequiredAttendance(Record):
    """A meeting that the local policing body requires representatives of responsible authorities to attend."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    required_by = models.CharField(max_length=200)
    required_on = models.DateField()
    meeting_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    strategies = models.JSONField(default=list)
    """Codes of the strategies it is about, as the law library has them."""
    consulted_on = models.DateField(null=True, blank=True)
    """When the authorities were consulted on the requirement; None: nobody recorded that they were."""
    reasons = models.TextField(blank=True)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )

    class Meta:
        ordering = ["-required_on", "-recorded_at"]

    class Data:
        official = (
            "partnership", "required_by", "required_on", "meeting_on", "place", "strategies", "consulted_on", "reasons",
            "meeting",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return f"Required by {self.required_by} on {self.required_on}"

    def subject(self) -> Subject:
        return Subject("required-attendance", self.id, self.partnership.slug)


class RequiredAuthority(Record):
    """One authority that is required to send people: how many, what it replied, how many came."""

    tenancy = Tenancy.OWN

    requirement = models.ForeignKey(RequiredAttendance, on_delete=models.PROTECT, related_name="authorities")
    order = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField()
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    attended = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many came; None: nobody recorded it, which is not nought."""

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "organisation"], name="governance_required_authority_once"
            )
        ]

    class Data:
        official = ("requirement", "order", "organisation", "people", "reply", "replied_on", "attended")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.organisation}: {self.people}"


class PublicMeeting(Record):
    """What the yearly public meeting needs beside itself: that it was publicised before and reported after."""

    tenancy = Tenancy.OWN

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="public_record")
    publicised_on = models.DateField(null=True, blank=True)
    publicised_how = models.TextField(blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_how = models.TextField(blank=True)

    class Data:
        public = ("meeting", "publicised_on", "publicised_how", "reported_on", "reported_how")
        retention = KEPT

    def __str__(self) -> str:
        return f"Public meeting {self.meeting.slug}"
