"""What a committee asks, says and is answered: sittings, requests, notices, reports with a clock for each recipient,
observations without one, confirmations of its remit, and the promises it may come back to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy
from frankpledge.scrutiny.models.reports import Committee

KEPT = "as long as the partnership exists"


class OfCommittee(Record):
    """Something of one committee."""

    tenancy = Tenancy.OWN

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def subject(self) -> Subject:
        return Subject("scrutiny", self.id, self.committee.partnership)


class Sitting(OfCommittee):
    """A meeting of a committee. `is_review`: it looked at the authorities' crime and disorder functions."""

    on = models.DateField()
    title = models.CharField(max_length=200)
    is_review = models.BooleanField(default=False)
    minutes = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "on", "title"], name="scrutiny_sitting_once")
        ]

    class Data:
        public = ("committee", "on", "title", "is_review", "minutes")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class RemitConfirmation(OfCommittee):
    """A committee's word on what is within its remit. `said` is a date as far as it is known: 2019-10."""

    said = models.CharField(max_length=10)
    text = models.TextField()
    minute = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-said"]

    class Data:
        public = ("committee", "said", "text", "minute")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:80]


class InformationRequest(OfCommittee):
    """A request in writing for information. The day it names decides; there is no number of days in law."""

    body = models.CharField(max_length=200)
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    what = models.TextField()
    supplied_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True)
    left_out = models.TextField(blank=True)
    """What was not supplied, and why: it would identify somebody, or prejudice proceedings or operations."""

    class Meta:
        ordering = ["-asked_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supplied_on__isnull=True) | Q(supplied_on__gte=models.F("asked_on")),
                name="scrutiny_request_days",
            )
        ]

    class Data:
        official = ("committee", "body", "asked_on", "due_on", "what", "supplied_on", "reply", "left_out")
        retention = KEPT

    def __str__(self) -> str:
        return self.what[:80]


class AttendanceNotice(OfCommittee):
    """Notice to an officer or employee of a responsible authority or co-operating body to attend and answer."""

    body = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    """The post that is asked for, not a name."""
    standing = models.SlugField(max_length=20)
    """`officer` or `employee` (`rules.committee.STANDINGS`)."""
    given_on = models.DateField()
    meeting_on = models.DateField()
    outcome = models.SlugField(max_length=20, default="awaited")
    """`awaited`, `attended`, `sent-another` or `absent`."""
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-meeting_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting_on__gt=models.F("given_on")), name="scrutiny_notice_days"
            )
        ]

    class Data:
        official = ("committee", "body", "post", "standing", "given_on", "meeting_on", "outcome", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.body}: {self.post}"


class CommitteeReport(OfCommittee):
    """A report or set of recommendations. Its own date starts the clock of every recipient."""

    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    dated = models.DateField()
    told_duty = models.BooleanField(default=False)
    """Whether the committee told the recipients that they must consider, respond and have regard."""
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-dated"]
        constraints = [models.UniqueConstraint(fields=["committee", "slug"], name="scrutiny_report_once")]

    class Data:
        public = ("committee", "slug", "title", "dated", "told_duty", "is_synthetic")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class ReportPoint(Record):
    """One recommendation of a report."""

    tenancy = Tenancy.OWN

    report = models.ForeignKey(CommitteeReport, on_delete=models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="scrutiny_point_once")]

    class Data:
        public = ("report", "order", "text")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:80]


class ReportResponse(Record):
    """What one recipient owes and gave in answer to one recommendation, and what came of it."""

    tenancy = Tenancy.OWN

    point = models.ForeignKey(ReportPoint, on_delete=models.PROTECT, related_name="responses")
    recipient = models.CharField(max_length=200)
    responded_on = models.DateField(null=True, blank=True)
    decision = models.SlugField(max_length=20, blank=True)
    """`accepted`, `partly`, `declined` or empty while there is no answer."""
    proposes = models.TextField(blank=True)
    plan = models.SlugField(max_length=80, blank=True)
    """The plan or refresh into which it went, by slug; empty where it went into none."""
    plan_change = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    effect_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["point", "recipient"]
        constraints = [models.UniqueConstraint(fields=["point", "recipient"], name="scrutiny_response_once")]

    class Data:
        public = (
            "point", "recipient", "responded_on", "decision", "proposes", "plan", "plan_change", "effect", "effect_on",
        )  # fmt: skip
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.recipient}: {self.decision or 'no answer yet'}"

    def subject(self) -> Subject:
        return Subject("scrutiny", self.id, self.point.report.committee.partnership)


class Observation(OfCommittee):
    """A comment or observation: recorded and answered, with no clock of its own."""

    said_on = models.DateField()
    text = models.TextField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-said_on"]

    class Data:
        public = ("committee", "said_on", "text", "answered_on", "answer")
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:80]


class Promise(Record):
    """What was said would be done or would change: a committee may ask a year later whether it was."""

    tenancy = Tenancy.OWN

    partnership = models.SlugField(max_length=80)
    said_in = models.CharField(max_length=200)
    """The report or plan in which it stands, with its paragraph."""
    year = models.CharField(max_length=24)
    """The period in which it was said: 2020/21."""
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    binding = models.CharField(max_length=300, blank=True)
    """A figure of the record that shows it: `provider:name=value`."""
    direction = models.SlugField(max_length=10, blank=True)
    """Which way the figure was to go: `up` or `down`."""
    done_on = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["partnership", "-year", "recorded_at"]

    class Data:
        public = (
            "partnership",
            "said_in",
            "year",
            "text",
            "due_on",
            "binding",
            "direction",
            "done_on",
            "evidence",
        )
        retention = KEPT

    def __str__(self) -> str:
        return self.text[:80]

    def subject(self) -> Subject:
        return Subject("scrutiny", self.id, self.partnership)
