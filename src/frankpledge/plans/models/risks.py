"""Risks of a plan before and after what is done about them, a partnership's matrix, and the equality assessment."""

from __future__ import annotations

from django.db import models

from frankpledge.plans.models.plan import KEPT, Plan
from frankpledge.records.models import Record, Tenancy


class RiskMatrix(Record):
    """How a partnership grades risks, from a day on: what each score of likelihood times impact counts as."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    levels = models.PositiveSmallIntegerField()
    """How many steps likelihood and impact have."""
    medium_from = models.PositiveSmallIntegerField()
    high_from = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "risk matrices"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "starts_on"], name="plans_risk_matrix_once"),
            models.CheckConstraint(
                condition=models.Q(high_from__gt=models.F("medium_from")), name="plans_risk_matrix_order"
            ),
        ]

    class Data:
        public = ("partnership", "levels", "medium_from", "high_from", "source")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.partnership}: from {self.starts_on}"


class PlanRisk(Record):
    """Something that may keep the plan from its aims, as it is and as it is left after what is done about it."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="risks")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    treatment = models.TextField(blank=True)
    residual_likelihood = models.PositiveSmallIntegerField()
    residual_impact = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=200, blank=True)
    """A post or an organisation."""
    reviewed_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order"]

    class Data:
        official = (
            "plan", "order", "title", "likelihood", "impact", "treatment", "residual_likelihood", "residual_impact",
            "owner", "reviewed_on", "closed_on",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class EqualityAssessment(Record):
    """What the plan does for people with a protected characteristic, as it was found on a day. Due again at review."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="equality_assessments")
    completed = models.CharField(max_length=10)
    """The day as far as it is known."""
    completed_earliest = models.DateField()
    summary = models.TextField()
    findings = models.JSONField(default=dict, blank=True)
    """By characteristic: the effect (positive, none, negative, not-known) and what is done."""
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-completed_earliest"]

    class Data:
        public = ("plan", "completed", "completed_earliest", "summary", "findings", "source")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.plan}: {self.completed}"
