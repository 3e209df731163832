"""What was learnt across reviews: the partnership's own themes, and what was done in answer to each."""

from __future__ import annotations

from django.db import models

from frankpledge.records.models import Record, Tenancy

KEPT = "as long as the partnership exists"


class LocalTheme(Record):
    """A theme that the partnership names itself, with the national themes it gathers."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    national = models.JSONField(default=list)
    """Codes of the national themes."""
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="reviews_theme_once")]

    class Data:
        public = ("partnership", "slug", "order", "title", "national", "source")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class ThemeResponse(Record):
    """Something that was done in answer to themes, as it may be told in public."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    themes = models.JSONField(default=list)
    """Slugs of the local themes that it answers; empty where the source does not say."""
    kind = models.SlugField(max_length=40)
    """The kind of change, of the coding frame."""
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]

    class Data:
        public = ("partnership", "order", "text", "themes", "kind", "source")
        retention = KEPT

    def __str__(self) -> str:
        return self.text
