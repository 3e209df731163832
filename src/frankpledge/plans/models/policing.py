"""The local policing body: its plan and objectives, who had regard to what, co-operation, what it required, grants."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT, Plan, Priority
from frankpledge.records.models import Record, Tenancy


class PolicingPlan(Record):
    """A police and crime plan, or a variation of one, as it was received."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    body = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="plans_policing_plan_once")
        ]

    class Data:
        public = ("partnership", "slug", "body", "title", "received_on", "source")
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("policing-plan", self.id, self.partnership.slug)


class PolicingObjective(Record):
    """A police and crime objective."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(PolicingPlan, on_delete=models.PROTECT, related_name="objectives")
    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="plans_policing_objective_once")]

    class Data:
        public = ("plan", "slug", "order", "title", "text")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class Regard(Record):
    """That regard was had, of one side to the other: to an objective by our plan, or to a priority by theirs; and the reason."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="regards")
    policing_plan = models.ForeignKey(PolicingPlan, on_delete=models.PROTECT, related_name="regards")
    direction = models.SlugField(max_length=10)
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="regards"
    )
    objective = models.ForeignKey(
        PolicingObjective, null=True, blank=True, on_delete=models.PROTECT, related_name="regards"
    )
    answer = models.SlugField(max_length=20)
    reason = models.TextField()
    had_on = models.DateField()

    class Meta:
        ordering = ["direction", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(direction="ours", objective__isnull=False)
                | models.Q(direction="theirs", priority__isnull=False),
                name="plans_regard_to_something",
            )
        ]

    class Data:
        public = ("plan", "policing_plan", "direction", "priority", "objective", "answer", "reason", "had_on")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.direction}: {self.answer}"


class Cooperation(Record):
    """One line of the log of co-operation between the partnership and the policing body."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.SlugField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["-on", "-recorded_at"]
        verbose_name_plural = "co-operation"

    class Data:
        official = ("partnership", "on", "kind", "text")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:60]


class PolicingRequirement(Record):
    """A report or a meeting that the policing body required, with the day that it named."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=10)
    required_on = models.DateField()
    due_on = models.DateField()
    """The day that the requirement names: the report is due, or the meeting held."""
    about = models.TextField()
    authorities = models.JSONField(default=list, blank=True)
    """Which responsible authorities are named."""
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many people are to come."""
    consulted_on = models.DateField(null=True, blank=True)
    ground = models.TextField(blank=True)
    """Why it is thought reasonable and proportionate."""
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on"]

    class Data:
        official = (
            "partnership", "kind", "required_on", "due_on", "about", "authorities", "people", "consulted_on", "ground",
            "answered_on", "answer",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.kind} by {self.due_on}"


class GrantReturn(Record):
    """What was returned to the policing body on a grant for a period."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    granted = models.DecimalField(max_digits=12, decimal_places=2)
    spent = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """Pounds; None: not known yet."""
    due_on = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_on", "title"]

    class Data:
        official = ("partnership", "title", "granted", "spent", "due_on", "returned_on", "summary")
        retention = KEPT

    def __str__(self) -> str:
        return self.title
