"""The plan and its refreshes, priorities with their measures, strategies, activities, adoption and positions."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy

KEPT = "as long as the partnership exists"


class Plan(Record):
    """A community safety plan, or the refresh of one (`parent`); both are kept."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="refreshes"
    )
    status = models.SlugField(max_length=20, default="draft")
    resources = models.TextField(blank=True)
    """How the authorities allocate and deploy their resources."""
    engagement = models.TextField(blank=True)
    """How the duties on engagement, the public's help and publication are met."""
    public_help = models.TextField(blank=True)
    """How people who live or work in the area might help."""
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="plans_plan_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="plans_plan_days"
            ),
        ]

    class Data:
        public = (
            "partnership", "slug", "title", "starts_on", "ends_on", "parent", "status", "resources", "engagement",
            "public_help", "source", "note",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("plan", self.id, self.partnership.slug)


class Priority(Record):
    """Something the plan puts first, or an issue it only monitors."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priorities")
    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.SlugField(max_length=20, default="priority")
    outcome = models.TextField(blank=True)
    why = models.TextField(blank=True)
    rank_text = models.CharField(max_length=120, blank=True)
    """The assessment's ranking as it read when the plan took it up, such as ‘first of nine’."""
    rank_binding = models.CharField(max_length=300, blank=True)
    """The figure that the ranking is, so that it opens: `provider:key=value`."""
    rank_reason = models.TextField(blank=True)
    issue = models.SlugField(max_length=100, blank=True)
    """The issue of the assessment that it answers; empty: the one of its own slug, if there is one."""
    public_views = models.TextField(blank=True)
    """What people who live and work in the area said of it."""
    otherwise_because = models.TextField(blank=True)
    """Why the partnership chose otherwise than the order of the assessment."""
    follows = models.SlugField(max_length=80, blank=True)
    """The slug of the priority of the plan before that it carries on under another name."""

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "priorities"
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="plans_priority_once")]

    class Data:
        public = (
            "plan", "slug", "order", "title", "kind", "outcome", "why", "rank_text", "rank_binding", "rank_reason",
            "issue", "public_views", "otherwise_because", "follows",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class PriorityMeasure(Record):
    """How one source counts a priority: exactly, by proxy, or not at all and what to ask for instead."""

    tenancy = Tenancy.OWN

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="measures")
    order = models.PositiveSmallIntegerField()
    measure = models.SlugField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    relation = models.SlugField(max_length=20)
    binding = models.CharField(max_length=300, blank=True)
    extract = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(relation="none", measure="", binding="") | ~models.Q(relation="none"),
                name="plans_no_measure_no_figure",
            )
        ]

    class Data:
        public = ("priority", "order", "measure", "source", "relation", "binding", "extract", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.priority}: {self.measure or 'no measure'} ({self.source})"


class Strategy(Record):
    """A strategy kept beside the plan, perhaps by another body over a wider area."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strategies")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    area = models.CharField(max_length=200, blank=True)
    law_strategy = models.SlugField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "strategies"

    class Data:
        public = ("plan", "order", "title", "owner", "area", "law_strategy", "note", "source")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class Activity(Record):
    """Something done, under way or planned under the plan. Dates are kept as far as they are known."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.SlugField(max_length=40)
    state = models.SlugField(max_length=20)
    place = models.CharField(max_length=200, blank=True)
    partners = models.JSONField(default=list, blank=True)
    starts = models.CharField(max_length=10, blank=True)
    starts_earliest = models.DateField(null=True, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    ends_latest = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "activities"

    class Data:
        public = (
            "plan", "priority", "order", "text", "kind", "state", "place", "partners", "starts", "starts_earliest",
            "ends", "ends_latest", "source",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.text


class AdoptionStep(Record):
    """A step by which a plan came to be, with the decision behind it."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    kind = models.SlugField(max_length=20)
    body = models.CharField(max_length=200)
    on = models.CharField(max_length=10)
    on_earliest = models.DateField()
    on_latest = models.DateField()
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    external_decision = models.ForeignKey(
        "governance.ExternalDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["on_earliest", "kind"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="plans_step_once")]

    class Data:
        public = (
            "plan", "kind", "body", "on", "on_earliest", "on_latest", "decision", "external_decision", "source", "note",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind} by {self.body}, {self.on}"


class PositionStatement(Record):
    """What the partnership says it believes about a subject, as it was agreed."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    paragraphs = models.JSONField()
    agreed = models.CharField(max_length=10, blank=True)
    agreed_earliest = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["slug", "agreed_earliest"]

    class Data:
        public = (
            "partnership", "slug", "title", "paragraphs", "agreed", "agreed_earliest", "decision", "source",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title
