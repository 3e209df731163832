"""What was asked for and what it came to, so that any figure's address opens for ever."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class FigureRecord(Record):
    """One figure that some page or document printed; its id follows from the request it answers."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    provider = models.SlugField(max_length=80)
    parameters = models.JSONField(default=dict)
    known_at = models.DateTimeField(null=True, blank=True)
    label = models.CharField(max_length=300)
    printed = models.CharField(max_length=120)
    """The text it was last printed as, kept to tell when the record has moved on."""
    exact = models.CharField(max_length=200, blank=True)
    is_published = models.BooleanField(default=False)

    class Data:
        public = ("provider", "parameters", "known_at", "label", "printed", "exact", "is_published")
        official = ("partnership",)
        retention = "as long as a document that prints it is kept"

    def __str__(self) -> str:
        return f"{self.label}: {self.printed}"

    def subject(self) -> Subject:
        kind = Classification.PUBLIC if self.is_published else Classification.OFFICIAL
        return Subject("figure", self.id, self.partnership, kind, is_published=self.is_published)
