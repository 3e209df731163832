"""One row a piece of long work. Arguments are ids and plain values, never objects."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Record, Tenancy


class Job(Record):
    """Work that somebody asked for, on a day, with its progress, log and result."""

    tenancy = Tenancy.OWN

    QUEUED, RUNNING, DONE, FAILED, STOPPED = "queued", "running", "done", "failed", "stopped"
    STATES = [
        (QUEUED, "Waiting"),
        (RUNNING, "Running"),
        (DONE, "Done"),
        (FAILED, "Failed"),
        (STOPPED, "Stopped"),
    ]

    partnership = models.SlugField(max_length=80)
    kind = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.CharField(max_length=36, blank=True)
    as_of = models.DateField()
    """The day the work was asked about."""
    state = models.CharField(max_length=10, choices=STATES, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=300, blank=True)
    log = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["state", "recorded_at"], name="jobs_next")]

    class Data:
        official = (
            "partnership", "kind", "title", "arguments", "as_of", "state", "attempts", "done", "total", "doing", "log",
            "result", "heartbeat_at", "finished_at", "stop_asked",
        )  # fmt: skip
        personal = ("asked_by", "asked_by_id")
        retention = "90 days"

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"

    def subject(self) -> Subject:
        return Subject("job", self.id, self.partnership)
