"""Terms of reference by date, kept as the files they were written in, and the drafts of the next ones."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Dated, Record, Tenancy


class TermsVersion(Dated):
    """The terms of reference from one day to another. The file as written is the one truth; all facts are read from it.

    `ends_on` is the last day in force: where the file leaves it open, the version that follows ends it.
    """

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "group")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    """Empty: the terms of the partnership itself; else of the group of this slug."""
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    """Of the text as UTF-8."""
    decision = models.ForeignKey(
        "governance.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The decision that brought them into force; none for terms that were recorded as they stood."""

    class Meta:
        ordering = ["-starts_on"]

    class Data:
        public = (
            "partnership", "group", "text", "sha256", "decision", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Terms of reference from {self.starts_on}"

    def subject(self) -> Subject:
        return Subject("terms", self.id, self.partnership.slug)


class TermsDraft(Record):
    """The next terms while they are being written. The text may hold mistakes: nothing that was typed is lost."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    slug = models.SlugField(max_length=80)
    """What the decision that brings it into force is about."""
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    """What is to be changed, and why, for those who decide."""
    base = models.ForeignKey(
        TermsVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    """The version it started from, with which it is compared."""
    text = models.TextField()
    state = models.SlugField(max_length=20, default="draft")
    """`draft`, `in-force` or `discarded`."""
    made = models.ForeignKey(TermsVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The version that it became."""
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="governance_terms_draft_once")
        ]

    class Data:
        official = (
            "partnership", "group", "slug", "title", "why", "base", "text", "state", "made", "saved_at",
        )  # fmt: skip
        personal = ("saved_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("terms-draft", self.id, self.partnership.slug)
