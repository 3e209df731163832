"""Meetings: when and where, their agenda, who said they would come, and what happened, event by event."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class Meeting(Record):
    """A meeting of the partnership, or of another body whose decisions matter to it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=200)
    body_kind = models.SlugField(max_length=40)
    held = models.CharField(max_length=10)
    """The date as far as it is known; the two columns after it are for asking."""
    held_earliest = models.DateField()
    held_latest = models.DateField()
    kind = models.SlugField(max_length=40)
    status = models.SlugField(max_length=20)
    is_attendance_recorded = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    group = models.SlugField(max_length=60, blank=True)
    """Empty: a meeting of the partnership itself, or of another body; else of the group of this slug."""
    phase = models.SlugField(max_length=40, blank=True)
    """The tempo it was called under, such as `emergency`; the terms may ask for a different frequency in each."""
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    joining = models.TextField(blank=True)
    """How to join from afar; for those invited only."""
    is_open_to_public = models.BooleanField(default=False)
    called_by = models.CharField(max_length=200, blank=True)
    called_because = models.TextField(blank=True)
    resumes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="resumed_by"
    )
    """The meeting that was adjourned to this one."""

    class Meta:
        ordering = ["-held_latest", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="governance_meeting_once"),
            models.CheckConstraint(
                condition=models.Q(held_latest__gte=models.F("held_earliest")), name="governance_meeting_days"
            ),
        ]

    class Data:
        public = (
            "partnership", "slug", "title", "body", "body_kind", "held", "held_earliest", "held_latest", "kind", "status",
            "source", "group", "phase", "starts_at", "ends_at", "place", "is_open_to_public", "called_by",
            "called_because", "resumes",
        )  # fmt: skip
        official = ("is_attendance_recorded", "joining")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.title}, {self.held}"

    def subject(self) -> Subject:
        return Subject("meeting", self.id, self.partnership.slug)


class Attendance(Record):
    """A seat of the terms in force that was filled at a meeting."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat_slug = models.SlugField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat_slug"], name="governance_attends_once")
        ]

    class Data:
        official = ("meeting", "seat_slug")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.seat_slug} at {self.meeting}"


class AgendaItem(Record):
    """An item of business of a meeting, typed by what it asks of the members."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10, blank=True)
    """As printed, such as 4 or 4a; kept when items move after the agenda went out."""
    title = models.CharField(max_length=300)
    public_title = models.CharField(max_length=300, blank=True)
    """How a closed item is named to the public."""
    kind = models.SlugField(max_length=20, default="note")
    """`decide`, `comment` (consider and comment), `note`, or a standing one: `apologies`, `interests`, `minutes`,
    `matters-arising`, `escalations`, `other-business`."""
    is_advice = models.BooleanField(default=False)
    """Advice to the council, given as the domestic abuse local partnership board."""
    function = models.SlugField(max_length=20, blank=True)
    """`accountability`, `governance` or `leadership`."""
    capacity = models.SlugField(max_length=40, blank=True)
    scope = models.SlugField(max_length=40, default="ordinary")
    """Which decision rule of the terms applies."""
    effect = models.SlugField(max_length=40, default="note")
    about = models.SlugField(max_length=80, blank=True)
    is_closed = models.BooleanField(default=False)
    closed_because = models.TextField(blank=True)
    presenter = models.CharField(max_length=200, blank=True)
    minutes_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    recommendation = models.TextField(blank=True)
    because = models.TextField(blank=True)
    """The reason for the recommendation."""
    duty = models.SlugField(max_length=60, blank=True)
    """The duty of the law library that the reason is tied to."""
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    added_at = models.DateTimeField(null=True, blank=True)
    """Set when it joined after the agenda went out: a supplement."""
    is_urgent = models.BooleanField(default=False)
    late_by_leave_of = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]

    class Data:
        public = (
            "meeting", "order", "number", "title", "public_title", "kind", "is_advice", "function", "capacity", "scope",
            "effect", "about", "is_closed", "closed_because", "presenter", "minutes_allowed", "duty", "carried_from",
            "added_at", "is_urgent", "late_by_leave_of", "withdrawn_at",
        )  # fmt: skip
        official = ("recommendation", "because")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.number or self.order}. {self.title}"

    def subject(self) -> Subject:
        return Subject("agenda-item", self.id, self.meeting.partnership.slug)


class Reply(Record):
    """What someone said before a meeting: they come, from afar, they send apologies, or a deputy."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="replies")
    seat = models.SlugField(max_length=60, blank=True)
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.SlugField(max_length=20)
    """`attending`, `remote`, `apologies` or `deputy`."""
    deputy_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat", "person_name"], name="governance_reply_once")
        ]

    class Data:
        official = ("meeting", "seat", "answer", "note", "given_at")
        personal = ("person_name", "user", "deputy_name")
        retention = "until the minutes are confirmed, and then as the minutes"

    def __str__(self) -> str:
        return f"{self.person_name}: {self.answer}"


class MeetingEvent(Record):
    """One thing that happened at a meeting, in order. Never altered: what was wrong is struck by a later event.

    `at` is when it happened and `recorded_at` when somebody wrote it down; the kinds and what each of them means
    stand in `rules.meetings.record.KINDS`.
    """

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.SlugField(max_length=30)
    at = models.DateTimeField()
    seat = models.SlugField(max_length=60, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    standing = models.SlugField(max_length=20, blank=True)
    is_remote = models.BooleanField(default=False)
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    motion_id = models.UUIDField(null=True, blank=True)
    """A motion stands in another module of this room; the id is enough to read the meeting in order."""
    text = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    strikes = models.PositiveIntegerField(null=True, blank=True)
    """The sequence of the event that this one strikes out; `text` says why."""

    class Meta:
        ordering = ["meeting", "sequence"]
        constraints = [models.UniqueConstraint(fields=["meeting", "sequence"], name="governance_event_once")]

    class Data:
        official = (
            "meeting", "sequence", "kind", "at", "seat", "organisation", "standing", "is_remote", "item", "motion_id",
            "text", "detail", "strikes",
        )  # fmt: skip
        personal = ("person_name",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.sequence}. {self.kind}"
