"""Base models. Every concrete model inherits `Record`, declares its tenancy and classifies every field.

A model's inner `Data` names each of its own fields under one of four words:

    class Data:
        public = ("name",)
        official = ("note",)
        personal = ("email",)
        special = ()
        retention = "as long as the partnership exists"

The guard test `tests/guards/test_models.py` fails for a field that is missed.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import now
from frankpledge.records.ids import new_id

if TYPE_CHECKING:
    from frankpledge.kernel.people import Subject


class Tenancy(StrEnum):
    """Whose a record is: one partnership's own, joint between named ones, or shared by the installation."""

    OWN = "own"
    JOINT = "joint"
    SHARED = "shared"


SAVED_MEANWHILE = (
    "Someone else has saved this since you opened it. Both texts are shown; choose what to keep."
)
"""What whoever saves second is told, wherever it is found out."""


class Conflict(Refused):
    """Someone else saved the record since it was read; both texts are to be shown."""


class Record(models.Model):
    """A stored record: public id, row version, and when we knew of it."""

    tenancy: ClassVar[Tenancy]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row_version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True

    def subject(self) -> Subject:
        """What permission is asked about. Each model that is asked about says how."""
        raise TypeError(f"{type(self).__name__} does not say what permission is asked about")

    def save_version(self, *, read_version: int, fields: list[str]) -> None:
        """Write the named fields if nobody has saved since `read_version` was read; else raise `Conflict`."""
        values = {name: getattr(self, name) for name in fields}
        changed = (
            type(self)
            ._default_manager.filter(pk=self.pk, row_version=read_version)
            .update(row_version=F("row_version") + 1, **values)
        )
        if not changed:
            raise Conflict(SAVED_MEANWHILE)
        self.row_version = read_version + 1


D_co = TypeVar("D_co", bound="Dated", covariant=True)


class DatedQuerySet(models.QuerySet[D_co]):
    """Questions about a dated fact."""

    def in_force(self, on: date, known_at: datetime | None = None) -> Self:
        """Rows true on the day `on`, as they were known at `known_at` (default: as known now)."""
        rows = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
        if known_at is None:
            return rows.filter(superseded_at__isnull=True)
        return rows.filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at
        )


class Dated(Record):
    """A fact that is true from `starts_on` to `ends_on`, both included; a correction supersedes, never erases.

    `overlap_keys` names the columns within which two rows in force may not overlap; the database refuses it
    on both engines (`records.overlaps`).
    """

    overlap_keys: ClassVar[tuple[str, ...]] = ()

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    def clean(self) -> None:
        # Keyed to ends_on, so that full_clean stops here and never reaches the overlap query.
        if self.ends_on is not None and self.starts_on is not None and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "The last day must be the same as or after the first day."})
