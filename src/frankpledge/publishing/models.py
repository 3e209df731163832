"""What was issued, kept by hash with the input it was made from."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class IssuedDocument(Record):
    """A document that left the partnership: its bytes in each format by hash, and the frozen input they come from."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    kind = models.SlugField(max_length=60)
    slug = models.SlugField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    dated = models.CharField(max_length=10)
    """The day printed on it."""
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=200)
    html_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    docx_sha256 = models.CharField(max_length=64)
    odt_sha256 = models.CharField(max_length=64)
    input = models.JSONField()
    input_sha256 = models.CharField(max_length=64)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["partnership", "-issued_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "slug", "input_sha256", "html_sha256"], name="publishing_issued_once"
            )
        ]  # fmt: skip

    class Data:
        public = (
            "partnership", "kind", "slug", "title", "dated", "issued_on", "html_sha256", "pdf_sha256", "docx_sha256",
            "odt_sha256", "input_sha256", "withdrawn_on",
        )  # fmt: skip
        official = ("input",)
        personal = ("issued_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.title} ({self.issued_on})"

    def subject(self) -> Subject:
        is_public = self.withdrawn_on is None
        kind = Classification.PUBLIC if is_public else Classification.OFFICIAL
        return Subject("issued-document", self.id, self.partnership, kind, is_published=is_public)

    def sha256(self, fmt: str) -> str:
        """The hash of its bytes in one format."""
        return str(getattr(self, f"{fmt}_sha256"))


class Rebuilding(Record):
    """An issued document built once more: whether the bytes are the same, and what differs from the record as it is."""

    tenancy = Tenancy.OWN

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="rebuildings")
    made_at = models.DateTimeField()
    code_version = models.CharField(max_length=40)
    same_bytes = models.JSONField(default=dict)
    """By format."""
    differences = models.JSONField(null=True)
    """See `documents.differences`; null where it could not be built from the record."""
    because = models.TextField(blank=True)

    class Meta:
        ordering = ["document", "-made_at"]

    class Data:
        official = ("document", "made_at", "code_version", "same_bytes", "differences", "because")
        retention = "as long as the document"

    def __str__(self) -> str:
        return f"{self.document}, built again {self.made_at:%Y-%m-%d}"

    def subject(self) -> Subject:
        return self.document.subject()
