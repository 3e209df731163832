"""Strategies kept beside the plan as records of their own: what happened to them, who was consulted, what was left out."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT
from frankpledge.records.models import Record, Tenancy


class KeptStrategy(Record):
    """A strategy, its owner and whom it is shared with. Its kind (`law.strategy_kinds`) brings its legal clocks."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    is_ours = models.BooleanField(default=True)
    """False: another body owns it, and this partnership only takes note of it."""
    area = models.CharField(max_length=200, blank=True)
    """The wider area that it covers; empty: the partnership's own."""
    shared_with = models.JSONField(default=list, blank=True)
    """Names of the other partnerships or bodies that must approve it too."""
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "slug"]
        verbose_name_plural = "kept strategies"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="plans_kept_strategy_once")
        ]

    class Data:
        public = (
            "partnership", "slug", "kind", "title", "owner", "is_ours", "area", "shared_with", "replaces", "source",
            "note",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("strategy", self.id, self.partnership.slug)


class StrategyEvent(Record):
    """Something that happened to a strategy on a day: a draft published, an approval, a review, a return sent."""

    tenancy = Tenancy.OWN

    strategy = models.ForeignKey(KeptStrategy, on_delete=models.PROTECT, related_name="events")
    kind = models.SlugField(max_length=30)
    on = models.DateField()
    body = models.CharField(max_length=200, blank=True)
    """Who approved, sent or reviewed."""
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "recorded_at"]

    class Data:
        public = ("strategy", "kind", "on", "body", "decision", "said")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.strategy}: {self.kind}, {self.on}"


class StrategyConsultee(Record):
    """A body consulted about a strategy, and what came of it."""

    tenancy = Tenancy.OWN

    strategy = models.ForeignKey(KeptStrategy, on_delete=models.PROTECT, related_name="consultees")
    head = models.SlugField(max_length=30)
    body = models.CharField(max_length=200)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    said = models.TextField(blank=True)

    class Meta:
        ordering = ["head", "body"]

    class Data:
        public = ("strategy", "head", "body", "asked_on", "answered_on")
        official = ("said",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.strategy}: {self.body}"


class StrategyExclusion(Record):
    """Material that was left out of the published strategy, by its subject alone, and the ground in law."""

    tenancy = Tenancy.OWN

    strategy = models.ForeignKey(KeptStrategy, on_delete=models.PROTECT, related_name="exclusions")
    what = models.CharField(max_length=300)
    ground = models.SlugField(max_length=30)
    because = models.TextField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["decided_on"]

    class Data:
        official = ("strategy", "what", "ground", "because", "decided_on")
        personal = ("decided_by",)
        retention = KEPT

    def __str__(self) -> str:
        return self.what


class StrategyReturn(Record):
    """The yearly return of a strategy: what each part that the law names says."""

    tenancy = Tenancy.OWN

    strategy = models.ForeignKey(KeptStrategy, on_delete=models.PROTECT, related_name="returns")
    year_ending = models.DateField()
    contents = models.JSONField(default=dict)
    sent_on = models.DateField(null=True, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year_ending"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "year_ending"], name="plans_strategy_return_once")
        ]

    class Data:
        public = ("strategy", "year_ending", "contents", "sent_on", "sent_to")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.strategy}: year to {self.year_ending}"
