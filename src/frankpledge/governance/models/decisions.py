"""Decisions of the partnership and its groups, those of other bodies, and who advised what."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.governance.models.votes import Motion
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


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
    group = models.SlugField(max_length=60, blank=True)
    number = models.CharField(max_length=20, blank=True)
    """Its number in the register of decisions, such as 2026/14."""
    motion = models.OneToOneField(
        Motion, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    standing = models.SlugField(max_length=20, blank=True)
    """Whether the terms allowed it: `stands`, `irregular`, `undetermined`, `cured`; empty where only the quorum of a
    meeting long past is asked."""
    verdict = models.JSONField(default=dict)
    """The engine's answer when it was made: quorum, outcome, clauses, arithmetic, next step."""
    effective_on = models.DateField(null=True, blank=True)
    condition = models.TextField(blank=True)
    """What must happen before it takes effect, such as ‘subject to legal comments’."""
    condition_met_on = models.DateField(null=True, blank=True)
    condition_met_by = models.CharField(max_length=200, blank=True)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    cures = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="cured_by"
    )
    """The decision that this one ratifies or takes again."""

    class Meta:
        ordering = ["-meeting__held_latest", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="governance_decision_once"),
            models.UniqueConstraint(
                fields=["partnership", "number"],
                condition=~models.Q(number=""),
                name="governance_decision_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ruling="", ruling_by="")
                | (~models.Q(ruling="") & ~models.Q(ruling_by="")),
                name="governance_ruling_named",
            ),
        ]

    class Data:
        public = (
            "partnership", "slug", "meeting", "order", "text", "outcome", "effect", "about", "clause", "capacity",
            "source", "group", "number", "motion", "item", "decided_at", "standing", "verdict", "effective_on",
            "condition", "condition_met_on", "supersedes", "cures",
        )  # fmt: skip
        official = ("ruling",)
        personal = ("ruling_by", "condition_met_by")
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


class Advice(Record):
    """Who advised what before a decision."""

    tenancy = Tenancy.OWN

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="advice")
    adviser = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    field = models.SlugField(max_length=30)
    """`legal`, `finance`, `equality`, `policing`, … as the paper's implications name them, or `other`."""
    text = models.TextField()
    given_on = models.DateField()
    is_published = models.BooleanField(default=True)

    class Meta:
        ordering = ["given_on", "recorded_at"]

    class Data:
        public = ("item", "organisation", "field", "text", "given_on", "is_published")
        personal = ("adviser",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.adviser}: {self.field}"
