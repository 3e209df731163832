"""A case, its append-only log, who has a part in it, and whom it is kept from.

Nobody is named here: people in a case are pseudonyms, and who they are is the vault's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Never

from django.db import models
from django.db.models.base import ModelBase

from frankpledge.kernel.people import Classification, Subject
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import today
from frankpledge.records.models import Dated, Record, Tenancy

RETENTION = "until every action has ended, and ten years more; looked at each year"


class Case(Record):
    """A request to review a death. Where it stands is never kept here: it is replayed from the log."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    reference = models.SlugField(max_length=40)
    codename = models.CharField(max_length=80)
    """What the case is called on every page, chosen so that it says nothing about anybody."""
    is_sealed = models.BooleanField(default=False)
    """Only those with a part in it may know of it, whatever their roles."""
    is_invented = models.BooleanField(default=False)
    """Every person, death and date in it is made up, and each page says so."""

    class Meta:
        ordering = ["-recorded_at", "reference"]
        constraints = [models.UniqueConstraint(fields=["partnership", "reference"], name="reviews_case_once")]

    class Data:
        official = ("partnership", "reference", "codename", "is_sealed", "is_invented")
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.reference} ({self.codename})"

    def subject(self) -> Subject:
        denied = frozenset(self.conflicts.in_force(today()).values_list("user_id", flat=True))
        return Subject("review", self.id, self.partnership.slug, Classification.SPECIAL, denied_to=denied)


class _Log(models.QuerySet["CaseEvent"]):
    """A log is only ever added to."""

    def update(self, **_values: object) -> Never:
        raise Refused("What is in the log of a case stays as it was written. Add a line that corrects it.")

    def delete(self) -> Never:
        raise Refused("What is in the log of a case is not taken out.")


class CaseEvent(Record):
    """Something that happened in a case. Written once; a mistake is put right by a later line."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.SlugField(max_length=60)
    on = models.CharField(max_length=10, blank=True)
    """The day as far as it is known: 2026-03-10, 2026-03 or 2026."""
    data = models.JSONField(default=dict)
    by = models.CharField(max_length=200)
    by_user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = _Log.as_manager()

    class Meta:
        ordering = ["case", "sequence"]
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="reviews_event_once")]

    class Data:
        official = ("case", "sequence", "kind", "on")
        personal = ("by", "by_user")
        special = ("data",)
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.case} {self.sequence}: {self.kind}"

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        if not self._state.adding:
            raise Refused(
                "What is in the log of a case stays as it was written. Add a line that corrects it."
            )
        super().save(
            force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields
        )

    def delete(self, *_args: object, **_options: object) -> Never:
        raise Refused("What is in the log of a case is not taken out.")


class CaseAssignment(Dated):
    """A person's part in a case, for a purpose. Without one nobody reads a case, whatever their role."""

    tenancy = Tenancy.OWN
    overlap_keys = ("case", "user", "part")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    part = models.SlugField(max_length=30)
    organisation = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=300)

    class Meta:
        ordering = ["case", "part", "starts_on"]

    class Data:
        official = ("case", "part", "organisation", "purpose", "starts_on", "ends_on", "superseded_at")
        personal = ("user",)
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.case}: {self.part}"


class CaseConflict(Dated):
    """A conflict of interest: it keeps the case from one person, before any role, part or administrator."""

    tenancy = Tenancy.OWN

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey("directory.User", on_delete=models.PROTECT, related_name="+")
    source = models.SlugField(max_length=20)
    """How it came to light: declared, matched or reported."""
    relation = models.CharField(max_length=300)

    class Meta:
        ordering = ["case", "starts_on"]

    class Data:
        official = ("case", "source", "starts_on", "ends_on", "superseded_at")
        personal = ("user",)
        special = ("relation",)
        retention = RETENTION

    def __str__(self) -> str:
        return f"{self.case}: kept from somebody"
