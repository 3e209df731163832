"""Terms of reference by date, meetings, and decisions of the partnership and of other bodies."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Dated, Record, Tenancy


class TermsVersion(Dated):
    """The terms of reference from one day to another; empty fields mean that the terms are silent."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id",)

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    dated = models.CharField(max_length=10, blank=True)
    """The date the document bears, as 2023, 2023-06 or 2023-06-14."""
    text = models.TextField(blank=True)
    is_assumed = models.BooleanField(default=False)
    """Nobody has the document: what it says is assumed, and every page that uses it says so."""
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)
    quorum_count = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_clause = models.SlugField(max_length=60, blank=True)
    chair_office = models.CharField(max_length=200, blank=True)
    casting_vote = models.SlugField(max_length=20, blank=True)
    meetings_a_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Data:
        public = (
            "partnership", "label", "dated", "text", "is_assumed", "source", "note", "quorum_count", "quorum_clause",
            "chair_office", "casting_vote", "meetings_a_year", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Terms of reference, {self.label}"

    def subject(self) -> Subject:
        return Subject("terms", self.id, self.partnership.slug)


class Seat(Record):
    """A seat that a version of the terms gives, as the terms write it."""

    tenancy = Tenancy.OWN

    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    organisation_slug = models.SlugField(max_length=80, blank=True)
    """Which body of the directory is meant; its successors fill the seat after it."""
    category = models.SlugField(max_length=20)
    votes = models.PositiveSmallIntegerField(default=0)
    office = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["terms", "slug"], name="governance_seat_once")]

    class Data:
        public = ("terms", "order", "slug", "name", "organisation_slug", "category", "votes", "office")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.name} ({self.category})"


class Clause(Record):
    """A clause that verdicts and decisions point to."""

    tenancy = Tenancy.OWN

    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    heading = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["terms", "slug"], name="governance_clause_once")]

    class Data:
        public = ("terms", "order", "slug", "heading", "text")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.heading


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
            "source",
        )  # fmt: skip
        official = ("is_attendance_recorded",)
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


class Decision(Record):
    """What a meeting decided. Without a meeting: known to have been decided, not when or where."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    outcome = models.SlugField(max_length=20)
    effect = models.SlugField(max_length=40)
    about = models.SlugField(max_length=80, blank=True)
    """The slug of what it is about: a plan, a review."""
    clause = models.SlugField(max_length=60, blank=True)
    capacity = models.SlugField(max_length=40, blank=True)
    """In which legal capacity the partnership decided; empty for a decision of another body."""
    ruling = models.TextField(blank=True)
    """What a named person ruled where the record or the terms leave the verdict undetermined."""
    ruling_by = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-meeting__held_latest", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="governance_decision_once"),
            models.CheckConstraint(
                condition=models.Q(ruling="", ruling_by="")
                | (~models.Q(ruling="") & ~models.Q(ruling_by="")),
                name="governance_ruling_named",
            ),
        ]

    class Data:
        public = (
            "partnership", "slug", "meeting", "order", "text", "outcome", "effect", "about", "clause", "capacity",
            "source",
        )  # fmt: skip
        official = ("ruling",)
        personal = ("ruling_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.text

    def subject(self) -> Subject:
        return Subject("decision", self.id, self.partnership.slug)


class ExternalDecision(Record):
    """A decision of another body that a step of the partnership waits for."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    body = models.CharField(max_length=200)
    body_kind = models.SlugField(max_length=40)
    decided = models.CharField(max_length=10)
    decided_earliest = models.DateField()
    decided_latest = models.DateField()
    text = models.TextField()
    effect = models.SlugField(max_length=40)
    about = models.SlugField(max_length=80, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-decided_latest", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="governance_external_once"),
            models.CheckConstraint(
                condition=models.Q(decided_latest__gte=models.F("decided_earliest")),
                name="governance_external_days",
            ),
        ]

    class Data:
        public = (
            "partnership", "slug", "body", "body_kind", "decided", "decided_earliest", "decided_latest", "text", "effect",
            "about", "source",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.body}: {self.text}"

    def subject(self) -> Subject:
        return Subject("external-decision", self.id, self.partnership.slug)
