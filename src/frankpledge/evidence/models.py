"""What the database knows of partners' data. The rows themselves lie in immutable Parquet; the manifest row
(`ImportedFile`) is the commit point: a file counts from the moment its row says so, and not before."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from frankpledge.directory.models import Partnership
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy

MEASURES = [("exact", "Exactly"), ("proxy", "By proxy"), ("none", "Not at all")]


class Supplier(Record):
    """Whoever a file comes from, and how its columns were mapped last time."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    mappings = models.JSONField(default=dict)
    """By the header of a table: {columns: {our column: the supplier's}, measure, area}, as a person once said."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="evidence_supplier_once")]

    class Data:
        public = ("partnership",)
        official = ("slug", "name", "mappings")
        retention = "as long as a dataset of theirs is kept"

    def __str__(self) -> str:
        return self.name


class Dataset(Record):
    """A stream of files of one kind from one supplier, with what every dataset must carry."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="datasets")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    kind = models.SlugField(max_length=60)
    """What recognition calls it: police-street, measure-tidy, measure-two-year …"""
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="datasets")
    licence = models.CharField(max_length=200, blank=True)
    marking = models.CharField(max_length=60, default="OFFICIAL")
    not_public_before = models.DateField(null=True, blank=True)
    release_consent = models.CharField(max_length=300, blank=True)
    """Who consented to publication, and when; empty means nobody has, and the figures stay unreleased."""
    measures = models.CharField(max_length=10, choices=MEASURES, default="exact")
    area_code = models.CharField(max_length=12, blank=True)
    area_name = models.CharField(max_length=200, blank=True)
    extracted_on = models.CharField(max_length=10, blank=True)
    """An ISO date, perhaps imprecise; empty when the supplier did not say."""
    counting_rule = models.CharField(max_length=400, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="evidence_dataset_once")]

    class Data:
        public = (
            "partnership", "title", "licence", "measures", "area_code", "area_name", "extracted_on", "counting_rule",
            "is_synthetic",
        )  # fmt: skip
        official = ("slug", "kind", "supplier", "marking", "not_public_before", "release_consent")
        retention = "as long as a document rests on it"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("dataset", self.id, self.partnership.slug)


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    """Which files counted, now or at an earlier moment."""

    def counting(self, known_at: datetime | None = None) -> Self:
        """Files confirmed, not undone and not superseded, as known at a moment (default: now)."""
        if known_at is None:
            return self.filter(confirmed_at__isnull=False, undone_at__isnull=True, superseded_at__isnull=True)
        return self.filter(
            Q(undone_at__isnull=True) | Q(undone_at__gt=known_at),
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at),
            confirmed_at__lte=known_at,
        )


class ImportedFile(Record):
    """One file that was taken in: the manifest row, whose commit makes its rows count."""

    tenancy = Tenancy.OWN

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.SlugField(max_length=60)
    part = models.CharField(max_length=120, blank=True)
    """What a later file of the same part replaces: `avon-and-somerset 2019-03` for a police month, the table's own name else."""
    parts = models.JSONField(default=list)
    """The hashes of the Parquet files its rows lie in."""
    refusals = models.CharField(max_length=64, blank=True)
    """The hash of the Parquet file that tells every refused row; the first of them are in `problems`."""
    problems = models.JSONField(default=list)
    rows_accepted = models.PositiveBigIntegerField(default=0)
    rows_refused = models.PositiveBigIntegerField(default=0)
    facts = models.JSONField(default=dict)
    """What the reader counted on the way: months, forces, rows without a place, repeats."""
    together = models.UUIDField(null=True, blank=True, editable=False)
    """The same for all files that one import took in, so that they can be undone together."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        ordering = ["part", "confirmed_at"]
        indexes = [models.Index(fields=["sha256"], name="evidence_file_by_hash")]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "part"],
                condition=Q(confirmed_at__isnull=False, undone_at__isnull=True, superseded_at__isnull=True),
                name="evidence_one_file_counts_for_a_part",
            )
        ]

    class Data:
        public = (
            "sha256",
            "kind",
            "part",
            "parts",
            "size",
            "rows_accepted",
            "rows_refused",
            "facts",
            "dataset",
        )
        official = (
            "name",
            "refusals",
            "problems",
            "together",
            "confirmed_at",
            "undone_at",
            "superseded_at",
            "superseded_by",
        )
        retention = "as long as a document rests on it"

    def __str__(self) -> str:
        return self.name

    def subject(self) -> Subject:
        return Subject("imported-file", self.id, self.dataset.partnership.slug)


class Measure(Record):
    """Something that is counted or asked, as one dataset supplies it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="measures")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="supplied_measures")
    unit = models.CharField(max_length=60, default="count")
    kind = models.SlugField(max_length=20, default="count")
    definition = models.CharField(max_length=400, blank=True)
    granularity = models.CharField(max_length=10, default="month")
    codes = models.JSONField(default=list, blank=True)
    """The offence codes of which somebody made it here, in order and without padding; empty for one that its dataset brings."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="evidence_measure_once")]

    class Data:
        public = (
            "partnership",
            "slug",
            "title",
            "dataset",
            "unit",
            "kind",
            "definition",
            "granularity",
            "codes",
        )
        retention = "as long as its dataset"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("measure", self.id, self.partnership.slug)


class RecordingBreak(Record):
    """A change in how something was recorded, beside the national register: it travels with every series."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recording_breaks")
    slug = models.SlugField(max_length=120)
    measure_slug = models.SlugField(max_length=120, blank=True)
    """The measure it touches; empty means all."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    kind = models.SlugField(max_length=20)
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="evidence_break_once")]

    class Data:
        public = (
            "partnership", "slug", "measure_slug", "starts_on", "ends_on", "kind", "title", "note", "source",
            "is_synthetic",
        )  # fmt: skip
        retention = "for ever"

    def __str__(self) -> str:
        return self.title


class PendingImport(Record):
    """A previewed import that waits for a person to confirm or discard it. Nothing of it counts yet."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="pending_imports")
    files = models.JSONField(default=list)
    """[{name, sha256}]: the uploads, kept in the content-addressed store."""
    details = models.JSONField(default=dict)
    """What the person said of the dataset: supplier, title, licence, marking, consent."""
    layouts = models.JSONField(default=dict)
    """What the person said of a table's columns, by its SHA-256: {columns, measure, area}."""
    readings = models.JSONField(default=list)
    """What was read of each file: what is previewed is what will count."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When the reading ended; empty while it goes on."""
    asked_by = models.CharField(max_length=36, blank=True)

    class Data:
        official = ("partnership", "files", "details", "layouts", "readings", "read_at")
        personal = ("asked_by",)
        retention = "30 days, or until confirmed or discarded"

    def __str__(self) -> str:
        return f"{len(self.files)} files waiting"

    def subject(self) -> Subject:
        return Subject("pending-import", self.id, self.partnership.slug)


class SavedQuery(Record):
    """A question to the data that somebody gave a name, to be asked again and to stand as evidence."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="saved_queries")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    asked = models.JSONField(default=dict)
    """What differs from the usual question, as texts (`rules.asking.Query.texts`)."""
    note = models.CharField(max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was taken off the list; kept, since something may rest on it."""

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="evidence_query_once")]

    class Data:
        public = ("partnership", "slug", "title", "asked")
        official = ("note", "ended_at")
        retention = "as long as something rests on it"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("saved-query", self.id, self.partnership.slug)


class QueryUse(Record):
    """A saved question that stands as evidence for something in a room above, named by label and not by key."""

    tenancy = Tenancy.OWN

    query = models.ForeignKey(SavedQuery, on_delete=models.CASCADE, related_name="uses")
    kind = models.SlugField(max_length=40)
    """What it stands for: issue."""
    slug = models.SlugField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["query", "kind", "slug"],
                condition=Q(ended_at__isnull=True),
                name="evidence_query_use_once",
            )
        ]

    class Data:
        public = ("query", "kind", "slug")
        official = ("ended_at",)
        retention = "as long as its question"

    def __str__(self) -> str:
        return f"{self.query} for {self.kind} {self.slug}"
