"""The papers of a meeting: their parts and who signed them off, files, what was issued, questions and observations."""

from __future__ import annotations

from django.db import models

from frankpledge.governance.models.meetings import AgendaItem, Meeting
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy

KEPT = "as long as the partnership exists"


class Paper(Record):
    """The paper of one item. Its recommendation and reason stand with the item; its parts are rows of their own."""

    tenancy = Tenancy.OWN

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="paper")
    author = models.CharField(max_length=200)
    author_post = models.CharField(max_length=200, blank=True)
    performance_absent_because = models.TextField(blank=True)
    """Why no performance data are attached."""

    class Data:
        public = ("item", "author_post", "performance_absent_because")
        personal = ("author",)
        retention = KEPT

    def __str__(self) -> str:
        return f"Paper for {self.item}"

    def subject(self) -> Subject:
        return Subject("paper", self.id, self.item.meeting.partnership.slug)


class PaperPart(Record):
    """A part of a paper: its text, or why there is none. `rules.agenda.papers.PARTS` lists the parts there are."""

    tenancy = Tenancy.OWN

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="parts")
    slug = models.SlugField(max_length=30)
    text = models.TextField(blank=True)
    none_because = models.TextField(blank=True)
    current_risk = models.SlugField(max_length=10, blank=True)
    residual_risk = models.SlugField(max_length=10, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "slug"], name="governance_paper_part_once")]

    class Data:
        public = ("paper", "slug", "text", "none_because", "current_risk", "residual_risk")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.slug} of {self.paper}"


class SignOff(Record):
    """An officer's word that the implications of a part were considered, for the text as it then was.

    It is kept for ever and counts only while the text is still the one of `text_sha256`.
    """

    tenancy = Tenancy.OWN

    part = models.ForeignKey(PaperPart, on_delete=models.PROTECT, related_name="sign_offs")
    text_sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    signed_on = models.DateField()

    class Meta:
        ordering = ["signed_on", "recorded_at"]

    class Data:
        public = ("part", "text_sha256", "post", "signed_on")
        personal = ("name",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.name}, {self.signed_on}"


class Attachment(Record):
    """A file that goes with a paper, kept under the hash of its content and never overwritten."""

    tenancy = Tenancy.OWN

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attachments")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.SlugField(max_length=20, default="appendix")
    """`appendix`, or `performance` for the data that the paper rests on."""
    file_name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField(null=True, blank=True)
    """Of a PDF."""
    supplied_by = models.CharField(max_length=200, blank=True)
    """The partner it came from: it is then marked as supplied and not checked. Empty: the partnership's own."""
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "recorded_at"]

    class Data:
        public = (
            "paper", "order", "title", "kind", "file_name", "suffix", "media_type", "size", "sha256", "pages",
            "supplied_by", "removed_at",
        )  # fmt: skip
        official = ("removed_because",)
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("attachment", self.id, self.paper.item.meeting.partnership.slug)


class BackgroundPaper(Record):
    """What a paper rests on: where it is, and a copy kept for the day on which it is no longer there."""

    tenancy = Tenancy.OWN

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="background_papers")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    href = models.CharField(max_length=500, blank=True)
    kept_name = models.CharField(max_length=200, blank=True)
    kept_suffix = models.CharField(max_length=10, blank=True)
    kept_media_type = models.CharField(max_length=100, blank=True)
    kept_sha256 = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "recorded_at"]

    class Data:
        public = (
            "paper", "order", "title", "href", "kept_name", "kept_suffix", "kept_media_type", "kept_sha256",
            "removed_at",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class IssuedAgenda(Record):
    """An agenda as it went out: number 0 is the first issue, 1 the first supplement. Nothing of it changes later."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=200)
    is_published = models.BooleanField(default=False)
    """The public may read its public part."""
    content = models.JSONField()
    """Every item it holds as it read then, the public's version of it beside it."""
    pages = models.JSONField(default=dict)
    """By item: the numbers of its first and its last page. They hold for the whole pack and for the public's."""
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    pack_sha256 = models.CharField(max_length=64)
    public_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="governance_issued_agenda_once")
        ]

    class Data:
        public = (
            "meeting", "number", "issued_at", "is_published", "pages", "first_page", "last_page", "public_sha256",
        )  # fmt: skip
        official = ("content", "pack_sha256")
        personal = ("issued_by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.meeting.slug}: issue {self.number}"


class Observation(Record):
    """What somebody said of an item, in writing before a meeting or at one, and the answer to it."""

    tenancy = Tenancy.OWN

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="observations")
    given_by = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    given_on = models.DateField()
    text = models.TextField()
    event_sequence = models.PositiveIntegerField(null=True, blank=True)
    """The event of the meeting at which it was said; None: it came in writing."""
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["given_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "event_sequence"], name="governance_observation_of_event_once"
            )
        ]

    class Data:
        official = ("item", "organisation", "given_on", "text", "event_sequence", "answer", "answered_on")
        personal = ("given_by", "answered_by")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:60]


class LikelyQuestion(Record):
    """A question that the chair may be asked on an item, and what may be answered."""

    tenancy = Tenancy.OWN

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="likely_questions")
    order = models.PositiveSmallIntegerField()
    question = models.TextField()
    answer = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "recorded_at"]

    class Data:
        official = ("item", "order", "question", "answer", "removed_at")
        retention = "until the minutes are confirmed"

    def __str__(self) -> str:
        return self.question[:60]


class EarlyInterest(Record):
    """An interest that a member tells of before the meeting, so that the quorum of the item can be foreseen."""

    tenancy = Tenancy.OWN

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="early_interests")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="early_interests"
    )
    """None: an interest in the whole meeting."""
    seat = models.SlugField(max_length=60, blank=True)
    person_name = models.CharField(max_length=200)
    nature = models.TextField()
    will_withdraw = models.BooleanField(default=True)
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at"]

    class Data:
        official = ("meeting", "item", "seat", "nature", "will_withdraw", "given_at", "taken_back_at")
        personal = ("person_name",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.person_name}: {self.nature[:40]}"


class CouncilAdvice(Record):
    """Advice that the partnership, as the domestic abuse board, gave to the council, and the council's answer."""

    tenancy = Tenancy.OWN

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="council_advice")
    about = models.SlugField(max_length=30)
    text = models.TextField()
    given_to = models.CharField(max_length=200)
    given_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-given_on"]

    class Data:
        public = ("item", "about", "text", "given_to", "given_on", "answer", "answered_on")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:60]
