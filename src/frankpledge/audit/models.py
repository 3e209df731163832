"""One table of events. It holds labels, never foreign keys to live rows, and is never updated or deleted."""

from __future__ import annotations

from django.db import models

from frankpledge.audit.chain import Link
from frankpledge.records.models import Record, Tenancy


class Event(Record):
    """Something that happened to a record, or a protected record that was read."""

    tenancy = Tenancy.OWN

    # No index of its own: PostgreSQL, before it has counted a growing table, would take it and read the whole chain for its
    # last link. The constraint below finds a partnership too.
    partnership = models.SlugField(max_length=80, db_index=False)
    """The chain it belongs to: the partnership's slug, or `installation`."""
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.SlugField(max_length=80)
    by = models.CharField(max_length=200)
    by_id = models.CharField(max_length=36, blank=True)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["partnership", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sequence"], name="audit_one_link_each")
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject")]

    class Data:
        public = ("sequence", "previous", "hash")
        official = ("partnership", "at", "action", "subject_kind", "subject_id", "detail")
        personal = ("by", "by_id")
        retention = "as long as the partnership exists; never altered"

    def __str__(self) -> str:
        return f"{self.partnership} {self.sequence}: {self.action}"

    @property
    def body(self) -> dict[str, object]:
        return {
            "at": self.at.isoformat(),
            "action": self.action,
            "by": self.by,
            "by_id": self.by_id,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "detail": self.detail,
        }

    @property
    def link(self) -> Link:
        return Link(self.sequence, self.body, self.previous, self.hash)
