"""Terms of reference by date; empty fields mean that the terms are silent."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Dated, Record, Tenancy


class TermsVersion(Dated):
    """The terms of reference from one day to another; empty fields mean that the terms are silent."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "group")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    """Empty: the terms of the partnership itself; else of the group of this slug."""
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
            "partnership", "group", "label", "dated", "text", "is_assumed", "source", "note", "quorum_count", "quorum_clause",
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
