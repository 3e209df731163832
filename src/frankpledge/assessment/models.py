"""Issues and what measures them, scoring schemes, assessments with their scores, and the runs that ranked them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy

STANDINGS = [("priority", "Candidate for priority"), ("monitored", "Monitored")]
KINDS = [("exact", "Exactly"), ("proxy", "By proxy"), ("none", "Not at all")]
BASES = [("figure", "From a figure, by rule"), ("judgement", "A person's judgement")]
CONFIDENCES = [("low", "Low"), ("moderate", "Moderate"), ("high", "High")]
WRITTEN_HERE = "written-here"
"""Under which name an edition's texts list those that were written on pages, which no file replaces."""
STATES = [("draft", "Being scored"), ("ranked", "Ranked")]


class Issue(Record):
    """Something that threatens the peace of the area, as the partnership names and bounds it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="issues")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    definition = models.TextField()
    standing = models.CharField(max_length=10, choices=STANDINGS, default="priority")
    place = models.PositiveSmallIntegerField()
    """Where it stands in lists that are not a ranking, from 1."""
    part_of = models.SlugField(max_length=80, blank=True)
    harmed = models.TextField(blank=True)
    """Who is harmed, in a sentence or two."""
    unknown = models.JSONField(default=list)
    """What is not known about it, a sentence each."""

    class Meta:
        ordering = ["place", "slug"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="assessment_issue_once")]

    class Data:
        public = (
            "partnership",
            "slug",
            "title",
            "definition",
            "standing",
            "place",
            "part_of",
            "harmed",
            "unknown",
        )
        retention = "as long as an assessment that ranks it"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("issue", self.id, self.partnership.slug)


class IssueMeasure(Record):
    """Whether, and how truly, a source measures an issue. A source that does not is recorded too, with what to ask."""

    tenancy = Tenancy.OWN

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="measures")
    role = models.SlugField(max_length=20)
    """`level`: how much of it there is. `public`: what people say. `context`: what helps to read the others."""
    source = models.CharField(max_length=200)
    measure = models.SlugField(max_length=120, blank=True)
    """The measure's slug in the evidence; empty where this source has none."""
    kind = models.CharField(max_length=5, choices=KINDS)
    why = models.TextField()
    extract_to_ask_for = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["issue", "place"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="none") & Q(measure="") & ~Q(extract_to_ask_for=""))
                | (~Q(kind="none") & ~Q(measure="")),
                name="assessment_measured_or_asked_for",
            )
        ]

    class Data:
        public = ("issue", "role", "source", "measure", "kind", "why", "extract_to_ask_for", "place")
        retention = "as long as its issue"

    def __str__(self) -> str:
        return f"{self.issue}: {self.measure or self.source}"


class Scheme(Record):
    """A version of a scoring scheme: the text of its file. It never changes once an assessment has used it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="schemes")
    slug = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    file = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug", "version"], name="assessment_scheme_once")
        ]

    class Data:
        public = ("partnership", "slug", "version", "title", "file", "text", "sha256")
        retention = "as long as an assessment that used it"

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Assessment(Record):
    """One edition of the strategic assessment: what it covers, as known when, scored by whom."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey(
        "directory.Partnership", on_delete=models.PROTECT, related_name="assessments"
    )
    edition = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    known_at = models.DateTimeField(null=True, blank=True)
    """Up to which moment imports counted; set when it is ranked."""
    authors = models.JSONField(default=list)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assessments")
    draws = models.PositiveIntegerField(default=10_000)
    seed = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=STATES, default="draft")
    texts = models.JSONField(default=dict)
    """What people wrote for the document, by part: why changes happened, progress on the plan and so on."""

    class Meta:
        ordering = ["-ends_on", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "edition"], name="assessment_edition_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="assessment_period_forward"
            ),
        ]

    class Data:
        public = ("partnership", "edition", "title", "known_at", "scheme", "draws", "seed", "state")
        official = ("texts", "authors")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    def subject(self) -> Subject:
        return Subject("assessment", self.id, self.partnership.slug)


class Score(Record):
    """The level of one issue on one criterion: worked out from a figure, or judged by a named role and why.

    Scorers may disagree; each keeps their own row. A later score of the same scorer supersedes the earlier one.
    """

    tenancy = Tenancy.OWN

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="scores")
    criterion = models.SlugField(max_length=80)
    level = models.DecimalField(max_digits=9, decimal_places=3)
    basis = models.CharField(max_length=10, choices=BASES)
    assessor = models.CharField(max_length=200, blank=True)
    """Who judged, as a label; empty for a figure."""
    reason = models.TextField()
    confidence = models.CharField(max_length=10, choices=CONFIDENCES, default="moderate")
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["assessment", "issue", "criterion", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "issue", "criterion", "basis", "assessor"],
                condition=Q(superseded_at__isnull=True),
                name="assessment_one_score_each",
            )
        ]

    class Data:
        official = ("assessment", "issue", "criterion", "level", "basis", "reason", "confidence")
        personal = ("assessor",)
        retention = "as long as its assessment"

    def __str__(self) -> str:
        return f"{self.issue}, {self.criterion}: {self.level}"


class Run(Record):
    """One ranking as it came out: which scheme, seed and cut-off, and everything needed to explain it. Never altered."""

    tenancy = Tenancy.OWN

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    """The first ranking of the edition is 1."""
    ran_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True, blank=True)
    scheme_sha256 = models.CharField(max_length=64)
    scores_sha256 = models.CharField(max_length=64)
    draws = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    result = models.JSONField()
    """See `rules.results`."""

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="assessment_run_once")]

    class Data:
        public = (
            "assessment",
            "number",
            "ran_at",
            "known_at",
            "scheme_sha256",
            "scores_sha256",
            "draws",
            "seed",
        )
        official = ("result",)
        retention = "as long as its assessment"

    def __str__(self) -> str:
        return f"{self.assessment}, ranked {self.ran_at:%Y-%m-%d %H:%M}"


class EmergingIssue(Record):
    """Something new that somebody noticed, or that a watched series raised, and what a person made of it."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    what = models.TextField()
    raised_by = models.SlugField(max_length=20)
    """`alarm`, `partner`, `public`, `staff` or `horizon`."""
    raised_name = models.CharField(max_length=200, blank=True)
    raised_on = models.DateField()
    measure = models.SlugField(max_length=120, blank=True)
    period = models.CharField(max_length=20, blank=True)
    evidence = models.JSONField(default=dict)
    """For an alarm: observed, expected, upper and years of reference."""
    state = models.SlugField(max_length=20, default="new")
    """`new`, `watching`, `adopted` or `dismissed`."""
    because = models.TextField(blank=True)
    triaged_by = models.CharField(max_length=200, blank=True)
    triaged_on = models.DateField(null=True, blank=True)
    adopted_as = models.ForeignKey(
        Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="emerged_from"
    )

    class Meta:
        ordering = ["-raised_on", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "slug"], name="assessment_emerging_once")
        ]

    class Data:
        official = (
            "partnership", "slug", "title", "what", "raised_by", "raised_on", "measure", "period", "evidence", "state",
            "because", "triaged_on", "adopted_as",
        )  # fmt: skip
        personal = ("raised_name", "triaged_by")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("emerging-issue", self.id, self.partnership.slug)


class PriorityChoice(Record):
    """What the partnership chose to do about an issue once it had seen the ranking, and why where that departs from it."""

    tenancy = Tenancy.OWN

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="choices")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="choices")
    """The ranking that was on the table."""
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="choices")
    standing = models.SlugField(max_length=20)
    because = models.TextField(blank=True)
    chosen_by = models.CharField(max_length=200)
    """The meeting or workshop that chose."""
    chosen_on = models.DateField()
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["assessment", "issue__place"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "issue"],
                condition=Q(superseded_at__isnull=True),
                name="assessment_one_choice_each",
            )
        ]

    class Data:
        public = ("assessment", "run", "issue", "standing", "because", "chosen_by", "chosen_on")
        retention = "as long as its assessment"

    def __str__(self) -> str:
        return f"{self.issue}: {self.standing}"


class MeasureForecast(Record):
    """What the next months of a measure may bring, worked out once for given counts by a given version of the program."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    measure = models.SlugField(max_length=120)
    inputs_sha256 = models.CharField(max_length=64)
    """Of the counts and breaks that it was worked out from; another hash means that the data moved on."""
    code_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-made_at", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "measure", "inputs_sha256", "code_version"],
                name="assessment_one_forecast_each",
            )
        ]

    class Data:
        public = ("partnership", "measure", "inputs_sha256", "code_version", "made_at", "result")
        retention = "as long as an assessment that prints it"

    def __str__(self) -> str:
        return f"{self.measure}, {self.made_at:%Y-%m-%d}"

    def subject(self) -> Subject:
        return Subject("forecast", self.id, self.partnership.slug)
