"""Keys that sign decision certificates, and the certificates as they were issued."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.decisions import Decision
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class SigningKey(Record):
    """A partnership's key pair. The private half is encrypted with a key that is kept outside the database."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=44, unique=True)
    """The 32 bytes of the public key, in Base64."""
    fingerprint = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    """The private key, encrypted; without the key file of this installation it is of no use."""
    starts_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=models.Q(retired_at__isnull=True), name="governance_one_key"
            )
        ]

    class Data:
        public = ("partnership", "public", "fingerprint", "starts_at", "retired_at")
        special = ("sealed",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.fingerprint[:16]

    def subject(self) -> Subject:
        return Subject("signing-key", self.id, self.partnership.slug)


class Certificate(Record):
    """A certificate as it was issued; a later one of the same decision stands beside it."""

    tenancy = Tenancy.OWN

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="certificates")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="certificates")
    content = models.TextField()
    """The file, byte for byte."""
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_at"]

    class Data:
        official = ("decision", "key", "sha256", "issued_at")
        personal = ("content",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Certificate of {self.decision}"

    def subject(self) -> Subject:
        return Subject("certificate", self.id, self.decision.partnership.slug)
