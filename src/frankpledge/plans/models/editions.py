"""What an edition of the plan adds to it: aims, money, what was issued, copies sent, priorities of twelve months."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT, Activity, Plan, PositionStatement, Priority
from frankpledge.records.models import Record, Tenancy


class Aim(Record):
    """What the plan as a whole is to bring about, across priorities."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="aims")
    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="plans_aim_once")]

    class Data:
        public = ("plan", "slug", "order", "text")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:60]


class AimMeasure(Record):
    """A measure by which an aim is told to be met."""

    tenancy = Tenancy.OWN

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="measures")
    measure = models.SlugField(max_length=120)
    binding = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["measure"]
        constraints = [models.UniqueConstraint(fields=["aim", "measure"], name="plans_aim_measure_once")]

    class Data:
        public = ("aim", "measure", "binding", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.aim}: {self.measure}"


class ActivityFunding(Record):
    """What an activity costs and who gives it: money, people's time, or the word that it needs nothing more."""

    tenancy = Tenancy.OWN

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="funding")
    kind = models.SlugField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """Pounds; None: not known, or not money."""
    given_by = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["kind", "recorded_at"]

    class Data:
        public = ("activity", "kind", "amount", "given_by", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.activity}: {self.kind} from {self.given_by}"


class ActivityMeasure(Record):
    """By what one will know that an activity worked."""

    tenancy = Tenancy.OWN

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="measures")
    measure = models.SlugField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["measure"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "measure"], name="plans_activity_measure_once")
        ]

    class Data:
        public = ("activity", "measure", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.activity}: {self.measure}"


class PlanIssue(Record):
    """A plan as it went out. Number 1 is the first issue; a later one is an amendment and says why. Nothing changes later."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    because = models.TextField(blank=True)
    content = models.JSONField()
    """The plan's words and priorities as they then read."""
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plans_issue_once")]

    class Data:
        public = ("plan", "number", "issued_on", "because", "content", "sha256")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.plan}: issue {self.number}"

    def subject(self) -> Subject:
        return Subject("plan-issue", self.id, self.plan.partnership.slug)


class PlanCopy(Record):
    """A copy of an issued plan sent to a body, and its receipt."""

    tenancy = Tenancy.OWN

    issue = models.ForeignKey(PlanIssue, on_delete=models.PROTECT, related_name="copies")
    body = models.CharField(max_length=200)
    how = models.CharField(max_length=200)
    sent_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    """The office that confirmed it."""
    receipt = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sent_on"]

    class Data:
        public = ("issue", "body", "how", "sent_on", "received_on", "receipt")
        personal = ("received_by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.issue} to {self.body}"


class YearPriority(Record):
    """What comes first in twelve months of the plan: one of its priorities, or something that emerged."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="year_priorities")
    starts_on = models.DateField()
    ends_on = models.DateField()
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    because = models.TextField()
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="in_years"
    )
    emerging = models.UUIDField(null=True, blank=True)
    """The entry of the assessment's register that it takes up."""

    class Meta:
        ordering = ["starts_on", "order"]
        verbose_name_plural = "year priorities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="plans_year_priority_days"
            )
        ]

    class Data:
        public = ("plan", "order", "title", "because", "priority", "emerging")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class PositionLink(Record):
    """What is done because of a position statement: an activity of a plan, or an action of the one log."""

    tenancy = Tenancy.OWN

    position = models.ForeignKey(PositionStatement, on_delete=models.PROTECT, related_name="links")
    strand = models.SlugField(max_length=20)
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    action = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["strand", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(activity__isnull=False, action__isnull=True)
                | models.Q(activity__isnull=True, action__isnull=False),
                name="plans_position_link_one",
            )
        ]

    class Data:
        public = ("position", "strand", "activity", "action")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.position}: {self.strand}"
