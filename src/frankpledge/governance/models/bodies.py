"""The partnership's groups, who sits in which seat from when to when, and who holds which office."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.records.models import Dated, Tenancy


class Group(Dated):
    """A standing, task-and-finish or operational group below the partnership; it may have groups below it."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "slug")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    parent = models.SlugField(max_length=60, blank=True)
    """Empty: it stands directly below the partnership."""
    kind = models.SlugField(max_length=30, default="standing")
    remit = models.TextField(blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name"]

    class Data:
        public = (
            "partnership", "slug", "name", "parent", "kind", "remit", "note", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.name

    def subject(self) -> Subject:
        return Subject("group", self.id, self.partnership.slug)


class Tenure(Dated):
    """A person in a seat of the partnership or of a group: as its holder, a named deputy, an officer or an observer.

    Seat, person and organisation are kept apart: the seat stays when its holder goes, and when its organisation ends.
    """

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "group", "seat", "standing", "person_name")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    seat = models.SlugField(max_length=60, blank=True)
    """The slug of a seat of the terms; empty for an officer or observer who has none."""
    standing = models.SlugField(max_length=20, default="holder")
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="tenures"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.CharField(max_length=200, blank=True)
    is_senior = models.BooleanField(null=True, blank=True)
    """Whether the post is senior within the organisation; None: nobody recorded it at appointment."""
    seniority = models.CharField(max_length=300, blank=True)
    """What the seniority rests on, as recorded at appointment."""
    appointed_by = models.CharField(max_length=200, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["seat", "standing", "starts_on"]

    class Data:
        public = (
            "partnership", "group", "seat", "standing", "organisation", "post", "is_senior", "appointed_by", "starts_on",
            "ends_on", "superseded_at",
        )  # fmt: skip
        official = ("seniority", "ended_because")
        personal = ("person_name", "user")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.person_name}: {self.standing} {self.seat}"

    def subject(self) -> Subject:
        return Subject("tenure", self.id, self.partnership.slug)


class OfficeHolding(Dated):
    """Who is chair, vice-chair or holds another office, from one day to another, and how they came to it."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "group", "office", "person_name")

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    group = models.SlugField(max_length=60, blank=True)
    office = models.SlugField(max_length=60)
    seat = models.SlugField(max_length=60, blank=True)
    person_name = models.CharField(max_length=200)
    user = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.SlugField(max_length=20)
    """`by-office`, `election`, `rotation`, `appointment`."""
    decision_id = models.UUIDField(null=True, blank=True)
    """The decision that elected or appointed them, where there was one."""
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["office", "starts_on"]

    class Data:
        public = (
            "partnership", "group", "office", "seat", "how", "decision_id", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        official = ("ended_because",)
        personal = ("person_name", "user")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.office}: {self.person_name}"
