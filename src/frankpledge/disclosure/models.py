"""The rules by which small counts are withheld, and every count that a release has shown."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class SmallCountRule(Record):
    """What a partnership has agreed about small counts: of one measure, or of every measure that has no rule of its own.

    A rule is never altered; a later one supersedes it.
    """

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    measure = models.SlugField(max_length=120, blank=True)
    """Empty: every measure without a rule of its own."""
    threshold = models.PositiveIntegerField()
    """Counts from 1 to one below it are withheld."""
    protection = models.PositiveIntegerField(null=True, blank=True)
    """Least width of the interval in which a reader can place a withheld count; null: the threshold."""
    zeros = models.SlugField(max_length=10, default="show")
    because = models.TextField()
    """The practice or agreement that it follows."""
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["partnership", "measure", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "measure"],
                condition=Q(superseded_at__isnull=True),
                name="disclosure_one_rule_each",
            )
        ]

    class Data:
        public = ("partnership", "measure", "threshold", "protection", "zeros", "because", "agreed_on")
        personal = ("agreed_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"counts below {self.threshold} ({self.measure or 'every measure'})"

    def subject(self) -> Subject:
        return Subject("small-count-rule", self.id, self.partnership)


class Release(Record):
    """One release of counts to the public: what it showed and what it withheld. Later releases are held against it."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    kind = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    released_on = models.DateField()
    input_sha256 = models.CharField(max_length=64)
    """Of the frozen input of the document that was issued."""
    shown = models.JSONField(default=dict)
    """Each count that was shown, by its name."""
    withheld = models.JSONField(default=list)
    """The names of those that were withheld."""
    rules = models.JSONField(default=dict)
    areas = models.JSONField(default=dict)
    """The small areas of each area that was shown, by its key: with its name, so that a later boundary can be held against it."""
    tables = models.JSONField(default=list)
    """Each table: its measure, place and rule, the counts it showed, what it withheld and how that was audited."""

    class Meta:
        ordering = ["partnership", "-released_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "input_sha256"], name="disclosure_released_once"
            )
        ]

    class Data:
        public = ("partnership", "kind", "title", "released_on", "input_sha256", "shown", "rules", "areas")
        official = ("withheld", "tables")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.title} ({self.released_on})"

    def subject(self) -> Subject:
        return Subject("release", self.id, self.partnership)
