"""Committees, editions of the annual report, what each asks of a committee, and how each of its claims stands."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.models import Record, Tenancy


class Committee(Record):
    """A committee that scrutinises the partnership, or carries part of that function."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    function = models.SlugField(max_length=20)
    """`scrutiny`, `overview` or `both`."""
    remit = models.TextField(blank=True)

    class Meta:
        ordering = ["partnership", "name"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="scrutiny_committee_once")
        ]

    class Data:
        public = ("partnership", "slug", "name", "function", "remit")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.name


class ReportEdition(Record):
    """One annual report: its cover, the authors' narrative as loaded, and the moment whose record it was built from."""

    tenancy = Tenancy.OWN

    DRAFT, BUILT, ISSUED = "draft", "built", "issued"
    STATES = [(DRAFT, "Draft"), (BUILT, "Built"), (ISSUED, "Issued")]

    partnership = models.SlugField(max_length=80)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="editions")
    meeting = models.CharField(max_length=10, blank=True)
    """A partial date: 2021, 2021-02 or 2021-02-16; empty while it is not known."""
    covers = models.CharField(max_length=24)
    compares_old = models.CharField(max_length=24)
    compares_new = models.CharField(max_length=24)
    prepared_on = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    content = models.JSONField()
    """The narrative and outline as loaded (`rules.content`); numbers in it are claims, never the record."""
    content_file = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64)
    known_at = models.DateTimeField(null=True, blank=True)
    """Imports up to this moment count in what was built; none until it is built."""
    input_sha256 = models.CharField(max_length=64, blank=True)
    """The hash of the frozen input it was issued from."""

    class Meta:
        ordering = ["partnership", "-covers", "-recorded_at"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="scrutiny_edition_once")]

    class Data:
        public = (
            "title", "committee", "meeting", "covers", "compares_old", "compares_new", "prepared_on", "input_sha256",
        )  # fmt: skip
        official = (
            "partnership", "slug", "state", "content", "content_file", "content_sha256", "known_at",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("report", self.id, self.partnership, Classification.OFFICIAL)


class BlockVersion(Record):
    """One text that a block of a report had: kept when it was written, and never changed. `text` is empty once it was taken out."""

    tenancy = Tenancy.OWN

    edition = models.ForeignKey(ReportEdition, on_delete=models.CASCADE, related_name="versions")
    block = models.SlugField(max_length=80)
    """The key of the block (`rules.editing`)."""
    section = models.SlugField(max_length=80, blank=True)
    number = models.PositiveSmallIntegerField()
    text = models.JSONField(null=True, blank=True)
    said = models.CharField(max_length=80)
    """What was done: written, changed, tied to a figure, taken out, brought back."""

    class Meta:
        ordering = ["edition", "block", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "block", "number"], name="scrutiny_block_version_once")
        ]

    class Data:
        official = ("edition", "block", "section", "number", "text", "said")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.block}: version {self.number}"


class KeptPaper(Record):
    """A copy of a background paper, kept by the hash of its content, so that it is there when its address is not."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    came_from = models.CharField(max_length=600, blank=True)
    """The address at which it stood on that day."""
    kept_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["partnership", "-kept_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="scrutiny_kept_paper_once")
        ]

    class Data:
        public = (
            "partnership", "title", "came_from", "kept_on", "sha256", "file_name", "suffix", "media_type", "size",
        )  # fmt: skip
        retention = "six years after the meeting: Local Government Act 1972, section 100D asks for four"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("report", self.id, self.partnership, Classification.OFFICIAL)


class Recommendation(Record):
    """What a report asks of its committee, the duty that reason rests on, and what came of it."""

    tenancy = Tenancy.OWN

    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="recommendations")
    kind = models.SlugField(max_length=40)
    """`consider-and-comment`, `approve`, `note` or `recommend`."""
    text = models.TextField()
    reason = models.TextField()
    duty = models.TextField(blank=True)
    source = models.TextField(blank=True)
    outcome = models.TextField(blank=True)

    class Data:
        public = ("edition", "kind", "text", "reason", "duty", "source", "outcome")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.text[:80]


class ReportFlag(Record):
    """How one claim of an edition stood when it was last built."""

    tenancy = Tenancy.OWN

    edition = models.ForeignKey(ReportEdition, on_delete=models.CASCADE, related_name="flags")
    order = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=200)
    sentence = models.TextField()
    stated = models.CharField(max_length=200)
    outcome = models.SlugField(max_length=20)
    because = models.TextField()
    computed = models.CharField(max_length=120, blank=True)
    binding = models.CharField(max_length=300, blank=True)
    figure_id = models.UUIDField(null=True, blank=True)
    block = models.CharField(max_length=80, blank=True)
    """The key of the block in which it stands."""

    class Meta:
        ordering = ["edition", "order"]

    class Data:
        official = (
            "edition", "order", "where", "sentence", "stated", "outcome", "because", "computed", "binding",
            "figure_id", "block",
        )  # fmt: skip
        retention = "until the edition is built again"

    def __str__(self) -> str:
        return f"{self.where}: {self.stated} {self.outcome}"
