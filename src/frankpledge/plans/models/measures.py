"""What the plan measures: definitions with dates, targets, figures typed in, the story behind them, and their life."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT
from frankpledge.records.models import Record, Tenancy


class PlanMeasure(Record):
    """A measure of the plan. Its figures come from the imported data (`feed`), or are typed in as `MeasureEntry`."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    kind = models.SlugField(max_length=20, default="population")
    """`population`: how things are for people; `programme`: how well something we do works."""
    form = models.SlugField(max_length=20, default="count")
    frequency = models.SlugField(max_length=20, default="month")
    direction = models.SlugField(max_length=20, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    per = models.PositiveIntegerField(default=1)
    relation = models.SlugField(max_length=20, default="exact")
    relation_note = models.CharField(max_length=500, blank=True)
    priority = models.SlugField(max_length=80, blank=True)
    """The slug that the priority bears in every edition of the plan; empty for the whole plan."""
    feed = models.SlugField(max_length=120, blank=True)
    """The imported measure that it is fed from; empty where figures are typed in."""
    feed_of = models.SlugField(max_length=120, blank=True)
    """The imported measure that is its denominator."""
    baseline = models.CharField(max_length=30, blank=True)
    due_after = models.PositiveSmallIntegerField(null=True, blank=True)
    owner_name = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    initiative = models.ForeignKey(
        "plans.Initiative", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    """What it tells about, where it measures something that is done."""
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["title", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="plans_plan_measure_once")
        ]

    class Data:
        public = (
            "partnership", "slug", "title", "kind", "form", "frequency", "direction", "unit", "per", "relation",
            "relation_note", "priority", "feed", "feed_of", "baseline", "due_after", "organisation", "initiative",
            "is_synthetic",
        )  # fmt: skip
        personal = ("owner_name", "owner")
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("plan-measure", self.id, self.partnership.slug)


class MeasureTarget(Record):
    """What a measure is to come to, over which period, and why. A later one takes the place of an earlier."""

    tenancy = Tenancy.OWN

    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="targets")
    value = models.DecimalField(max_digits=18, decimal_places=4)
    by = models.CharField(max_length=30)
    because = models.TextField()
    set_on = models.DateField()

    class Meta:
        ordering = ["set_on", "recorded_at"]

    class Data:
        public = ("measure", "value", "by", "because", "set_on")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} in {self.by}"


class MeasureState(Record):
    """From which day a measure is active, in abeyance or ended, and why."""

    tenancy = Tenancy.OWN

    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="states")
    state = models.SlugField(max_length=20)
    starts_on = models.DateField()
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["starts_on", "recorded_at"]

    class Data:
        public = ("measure", "state", "because")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.measure}: {self.state} from {self.starts_on}"


class MeasureDefinition(Record):
    """What is counted, from a day on."""

    tenancy = Tenancy.OWN

    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="definitions")
    starts_on = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["starts_on", "recorded_at"]

    class Data:
        public = ("measure", "text")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.measure} from {self.starts_on}"


class MeasureEntry(Record):
    """A figure of one period that somebody typed in, or took from a survey or a partner's return.

    A correction is a later row of the same period; the earlier one is kept. Without a numerator there is no figure,
    and `because` says why.
    """

    tenancy = Tenancy.OWN

    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="entries")
    period = models.CharField(max_length=30)
    starts_on = models.DateField()
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    design_effect = models.DecimalField(max_digits=8, decimal_places=4, default=1)
    is_unsure = models.BooleanField(default=False)
    source = models.SlugField(max_length=20, default="entry")
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        verbose_name_plural = "measure entries"

    class Data:
        official = (
            "measure", "period", "numerator", "denominator", "low", "high", "design_effect", "is_unsure", "source",
            "because",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.measure}, {self.period}"


class MeasureStory(Record):
    """The story behind the data: what people say of why a measure is as it is. The latest stands, all are kept."""

    tenancy = Tenancy.OWN

    measure = models.ForeignKey(PlanMeasure, on_delete=models.PROTECT, related_name="stories")
    on = models.DateField()
    by = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ["on", "recorded_at"]
        verbose_name_plural = "measure stories"

    class Data:
        official = ("measure", "on", "text")
        personal = ("by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.measure}, {self.on}"
