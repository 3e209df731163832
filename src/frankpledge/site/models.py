"""The mark by which a database says that the demonstration made it."""

from __future__ import annotations

from django.db import models

from frankpledge.records.clock import now, real_now
from frankpledge.records.models import Record, Tenancy


class DemoMark(Record):
    """Present only in a database that the demonstration filled with invented people; never made by hand."""

    tenancy = Tenancy.SHARED

    made_by = models.CharField(max_length=80, default="demo")
    as_of = models.DateTimeField(default=now)
    """The moment at which the demonstration's record stands."""
    made_at = models.DateTimeField(default=real_now)
    """The real moment at which it was made; the demonstration's clock goes on from `as_of` since then."""

    class Data:
        public = ("made_by", "as_of", "made_at")
        retention = "as long as the demonstration's database"

    def __str__(self) -> str:
        return f"made by {self.made_by}"
