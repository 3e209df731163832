"""What people record about duties: events and evidence, what they looked at, excuses, the horizon, and elections.

Obligations themselves are never stored: they are computed afresh from the law, the terms and the record.
"""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class OfPartnership(Record):
    """A record of one partnership about its duties."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def subject(self) -> Subject:
        return Subject("duty", self.id, self.partnership.slug, Classification.OFFICIAL)


class DutyEntry(OfPartnership):
    """Something that happened, recorded by hand where no room counts it: it starts a clock or shows a duty done."""

    kind = models.SlugField(max_length=60)
    """What happened, as the library names it: `sharing-protocol`, `death-notified` …"""
    on = models.CharField(max_length=10)
    """A partial date: 2026, 2026-02 or 2026-02-10."""
    label = models.CharField(max_length=300)
    ref = models.CharField(max_length=80, blank=True)
    """Ties an answer to what it answers."""
    due_on = models.DateField(null=True, blank=True)
    """The day that a request names, or that was agreed."""
    link = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "recorded_at"]

    class Data:
        official = (
            "partnership", "kind", "on", "label", "ref", "due_on", "link", "file_name", "file_sha256", "content",
            "withdrawn_on", "withdrawn_because",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.kind}: {self.label}"


class DutyFinding(OfPartnership):
    """Somebody looked, and an obligation was not done. Without one, and without a whole record, nothing is called missed."""

    key = models.CharField(max_length=120)
    because = models.CharField(max_length=500)
    found_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key", "-recorded_at"]

    class Data:
        official = ("partnership", "key", "because", "found_on", "withdrawn_on")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.key}: not done"


class DutyExcuse(OfPartnership):
    """Why a duty is not held against anybody for a time. It always ends; the last day may be moved nearer, never away."""

    code = models.SlugField(max_length=10)
    first_day = models.DateField()
    last_day = models.DateField()
    because = models.CharField(max_length=500)
    agreed_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["code", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="duties_excuse_ends_after_it_begins",
            )
        ]

    class Data:
        official = ("partnership", "code", "first_day", "last_day", "because")
        personal = ("agreed_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.code} until {self.last_day}"


class DutyScope(OfPartnership):
    """Whether a duty of custom applies here, or which kind of area this is (`place-two-tier`)."""

    code = models.SlugField(max_length=40)
    applies = models.BooleanField()
    because = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="duties_scope_once")]

    class Data:
        official = ("partnership", "code", "applies", "because")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.code}: {'applies' if self.applies else 'does not apply'}"


class StatementRelease(OfPartnership):
    """A statement of compliance that was let out to the public: the rows as they were on the day, frozen."""

    year = models.CharField(max_length=9)
    stood_on = models.DateField()
    rows = models.JSONField()
    """Each a list: duty, for when, by when, how it stood, what showed it, under which law."""
    counts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-recorded_at"]

    class Data:
        public = ("partnership", "year", "stood_on", "rows", "counts", "sha256")
        official = ("withdrawn_on",)
        personal = ("signed_by",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"Compliance {self.year}"


class HorizonItem(OfPartnership):
    """Something that is coming: a bill, a consultation, new guidance; what to prepare; closed when the fact arrives."""

    title = models.CharField(max_length=300)
    stage = models.SlugField(max_length=30)
    """One of the library’s stages: announced, consultation, bill, act-not-in-force, guidance."""
    library_code = models.SlugField(max_length=60, blank=True)
    """The row of the library it follows, where there is one."""
    expected = models.CharField(max_length=10, blank=True)
    """A partial date; empty while nobody knows."""
    link = models.URLField(max_length=500, blank=True)
    touches = models.JSONField(default=list)
    """Codes of the duties that it changes."""
    local_practice = models.CharField(max_length=300, blank=True)
    """What the partnership does today that must be looked at when it comes."""
    prepare = models.JSONField(default=list)
    """Each `{text, done_on}`; `done_on` an ISO day or empty."""
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["closed_on", "expected", "title"]

    class Data:
        official = (
            "partnership", "title", "stage", "library_code", "expected", "link", "touches", "local_practice", "prepare",
            "closed_on", "closed_because",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title


class ElectionPeriod(OfPartnership):
    """The time before an election in which publicity is held back. Statutory clocks run on."""

    title = models.CharField(max_length=200)
    first_day = models.DateField()
    polling_day = models.DateField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-polling_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(polling_day__gte=models.F("first_day")),
                name="duties_election_ends_after_it_begins",
            )
        ]

    class Data:
        official = ("partnership", "title", "first_day", "polling_day", "source")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title


class ElectionRelease(OfPartnership):
    """What the monitoring officer let go ahead in such a time, and why."""

    period = models.ForeignKey(ElectionPeriod, on_delete=models.PROTECT, related_name="releases")
    kind = models.SlugField(max_length=30)
    what = models.CharField(max_length=300)
    because = models.CharField(max_length=500)
    officer = models.CharField(max_length=200)
    released_on = models.DateField()

    class Meta:
        ordering = ["released_on", "recorded_at"]

    class Data:
        official = ("partnership", "period", "kind", "what", "because", "released_on")
        personal = ("officer",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.what
