"""The vault of a case: who people are, sealed; what they are called everywhere else; files, scans and signatures.

Keys are not here: they lie outside the database (`vault.keys`), so that a backup of it opens nothing.
"""

from __future__ import annotations

from django.db import models

from frankpledge.records.models import Record, Tenancy
from frankpledge.reviews.models.cases import RETENTION, Case

SEALED = "destroyed with the key of the case; the need for it is looked at each year"


class VaultKey(Record):
    """That a case has a key, since when, and when it was destroyed and why. The key itself is a file."""

    tenancy = Tenancy.OWN

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="vault_key")
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_because = models.CharField(max_length=300, blank=True)

    class Data:
        official = ("case", "destroyed_at", "destroyed_because")
        retention = RETENTION

    def __str__(self) -> str:
        return f"key of {self.case}"


class Pseudonym(Record):
    """What somebody is called everywhere but in the vault; the same throughout a case."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pseudonyms")
    label = models.CharField(max_length=40)
    role = models.SlugField(max_length=30)
    agreed_with_family = models.BooleanField(default=False)

    class Meta:
        ordering = ["case", "recorded_at"]
        constraints = [models.UniqueConstraint(fields=["case", "label"], name="reviews_pseudonym_once")]

    class Data:
        official = ("case", "label", "role", "agreed_with_family")
        retention = RETENTION

    def __str__(self) -> str:
        return self.label


class VaultTerm(Record):
    """One thing by which somebody can be known: its kind, whose it is by pseudonym, and the thing itself, sealed."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="vault_terms")
    pseudonym = models.ForeignKey(
        Pseudonym, null=True, blank=True, on_delete=models.PROTECT, related_name="terms"
    )
    kind = models.SlugField(max_length=30)
    sealed = models.BinaryField(editable=False)
    mark = models.CharField(max_length=64)
    """By which the same thing is known again within the case; nobody can work it back without the key."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """It was entered by mistake: it is looked for no longer."""

    class Meta:
        ordering = ["case", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "mark"], condition=models.Q(withdrawn_at__isnull=True), name="reviews_term_once")
        ]  # fmt: skip

    class Data:
        official = ("case", "pseudonym", "kind", "withdrawn_at")
        special = ("sealed", "mark")
        retention = SEALED

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class CaseFile(Record):
    """A file of a case, sealed and out of search: an agency's chronology, a draft, a report."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    kind = models.SlugField(max_length=30)
    about = models.BinaryField(editable=False)
    """Its name, agency and how its days are written, sealed."""
    stored = models.CharField(max_length=64)
    """The hash of the sealed bytes, by which the store keeps them."""
    size = models.PositiveBigIntegerField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "recorded_at"]

    class Data:
        official = ("case", "kind", "size", "removed_at")
        special = ("about", "stored")
        retention = SEALED

    def __str__(self) -> str:
        return f"{self.kind} of {self.case}"


class DocumentScan(Record):
    """A scan of exactly one file against the vault as it stood. What it found is sealed, since places may tell."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="scans")
    document = models.CharField(max_length=64)
    """The fingerprint (SHA-256) of the file."""
    vault_mark = models.CharField(max_length=64)
    at = models.DateTimeField()
    standing_hits = models.PositiveIntegerField()
    found = models.BinaryField(editable=False)

    class Meta:
        ordering = ["case", "-at"]

    class Data:
        official = ("case", "file", "document", "vault_mark", "at", "standing_hits")
        special = ("found",)
        retention = SEALED

    def __str__(self) -> str:
        return f"scan of {self.document[:12]}"


class SignerInvitation(Record):
    """An invitation to sign one file, for one officer of a partner: one page, once, until a moment, and only with a code that they were
    told by another way. Of both, the address and the code, only hashes are kept.
    """

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signer_invitations")
    scan = models.ForeignKey(DocumentScan, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    """How often a wrong code was written: after a few the invitation ends."""
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Data:
        official = ("case", "scan", "organisation", "wrong_codes", "expires_at", "used_at")
        personal = ("name",)
        special = ("token_hash", "code_hash")
        retention = RETENTION

    def __str__(self) -> str:
        return f"invitation to {self.organisation}"


class SignOff(Record):
    """Somebody signed, point by point, that nobody can be known from a file."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sign_offs")
    scan = models.ForeignKey(DocumentScan, on_delete=models.PROTECT, related_name="sign_offs")
    document = models.CharField(max_length=64)
    signer = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invitation = models.OneToOneField(
        SignerInvitation, null=True, blank=True, on_delete=models.PROTECT, related_name="sign_off"
    )
    at = models.DateTimeField()
    confirmed = models.JSONField(default=list)
    answers = models.BinaryField(editable=False)
    """What was answered to each finding, sealed."""

    class Meta:
        ordering = ["case", "at"]
        constraints = [models.UniqueConstraint(fields=["scan", "signer"], name="reviews_signed_once")]

    class Data:
        official = ("case", "scan", "document", "organisation", "invitation", "at", "confirmed")
        personal = ("signer", "user")
        special = ("answers",)
        retention = RETENTION

    def __str__(self) -> str:
        return f"signature of {self.document[:12]}"
