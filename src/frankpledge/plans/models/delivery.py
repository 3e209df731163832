"""How the plan is delivered: initiatives with milestones, money and notes; partners' own plans; named roles; actions."""

from __future__ import annotations

from django.db import models

from frankpledge.kernel.people import Subject
from frankpledge.plans.models.plan import KEPT
from frankpledge.records.models import Record, Tenancy


class Initiative(Record):
    """Something that is done: an initiative, a campaign, a project, work on attitudes. Dates as far as they are known."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    kind = models.SlugField(max_length=40)
    state = models.SlugField(max_length=20)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    partners = models.JSONField(default=list, blank=True)
    priority = models.SlugField(max_length=80, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    weight = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    owner_name = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        "directory.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts = models.CharField(max_length=10, blank=True)
    starts_earliest = models.DateField(null=True, blank=True)
    ends = models.CharField(max_length=10, blank=True)
    ends_latest = models.DateField(null=True, blank=True)
    evidence = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_earliest", "title"]
        constraints = [models.UniqueConstraint(fields=["partnership", "slug"], name="plans_initiative_once")]

    class Data:
        public = (
            "partnership", "slug", "title", "kind", "state", "text", "place", "partners", "priority", "parent",
            "weight", "organisation", "starts", "starts_earliest", "ends", "ends_latest", "evidence", "source",
            "is_synthetic",
        )  # fmt: skip
        personal = ("owner_name", "owner")
        retention = KEPT

    def __str__(self) -> str:
        return self.title

    def subject(self) -> Subject:
        return Subject("initiative", self.id, self.partnership.slug)


class Milestone(Record):
    """A step of an initiative, when it is due and when it was reached."""

    tenancy = Tenancy.OWN

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.CharField(max_length=10, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_latest", "title"]

    class Data:
        public = ("initiative", "title", "due", "due_latest", "reached_on")
        retention = KEPT

    def __str__(self) -> str:
        return self.title


class Funding(Record):
    """Money for an initiative: a bid with its outcome, a grant, a partner's own money, or help in kind. Pounds."""

    tenancy = Tenancy.OWN

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="money")
    kind = models.SlugField(max_length=20)
    funder = models.CharField(max_length=200)
    scheme = models.CharField(max_length=200, blank=True)
    state = models.SlugField(max_length=20)
    asked = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    granted = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    decided = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["funder", "recorded_at"]
        verbose_name_plural = "funding"

    class Data:
        official = ("initiative", "kind", "funder", "scheme", "state", "asked", "granted", "decided", "note")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.initiative}: {self.funder}"


class ProgressNote(Record):
    """What somebody wrote of how an initiative goes on."""

    tenancy = Tenancy.OWN

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField()
    by = models.CharField(max_length=200)
    text = models.TextField()
    state = models.SlugField(max_length=20)

    class Meta:
        ordering = ["on", "recorded_at"]

    class Data:
        official = ("initiative", "on", "text", "state")
        personal = ("by",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.initiative}, {self.on}"


class Dependency(Record):
    """One initiative waits for another. A circle is refused."""

    tenancy = Tenancy.OWN

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="waits_for")
    needs = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="needed_by")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["recorded_at"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "needs"], name="plans_dependency_once"),
            models.CheckConstraint(
                condition=~models.Q(initiative=models.F("needs")), name="plans_no_dependency_on_itself"
            ),
        ]

    class Data:
        public = ("initiative", "needs", "why")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.initiative} waits for {self.needs}"


class PlanAction(Record):
    """What the plan knows of an action of the one log: priority, initiative, start, weight. The log has everything else."""

    tenancy = Tenancy.OWN

    action = models.OneToOneField("governance.Action", on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    priority = models.SlugField(max_length=80, blank=True)
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    starts_on = models.DateField(null=True, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=2, default=1)

    class Meta:
        ordering = ["recorded_at"]

    class Data:
        public = ("action", "partnership", "priority", "initiative", "starts_on", "weight")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.action}"


class NamedRole(Record):
    """A named person for a subject: a member champion, a lead professional. The days as far as they are known."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40)
    about = models.CharField(max_length=200)
    priority = models.SlugField(max_length=80, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    post = models.CharField(max_length=200, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    starts = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "about", "recorded_at"]

    class Data:
        public = (
            "partnership", "kind", "about", "priority", "post", "organisation_name", "starts", "ended_on", "source",
        )  # fmt: skip
        personal = ("person_name",)
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"

    def subject(self) -> Subject:
        return Subject("named-role", self.id, self.partnership.slug)


class PartnerPlan(Record):
    """A partner's own delivery plan: where it is, and for which days."""

    tenancy = Tenancy.OWN

    partnership = models.ForeignKey("directory.Partnership", on_delete=models.PROTECT, related_name="+")
    organisation_name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    href = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["organisation_name", "starts_on"]

    class Data:
        public = ("partnership", "organisation_name", "organisation", "title", "href", "source")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.organisation_name}: {self.title}"

    def subject(self) -> Subject:
        return Subject("partner-plan", self.id, self.partnership.slug)


class Commitment(Record):
    """The time, effort or money that a partner's plan commits to a priority or to a position of the partnership."""

    tenancy = Tenancy.OWN

    plan = models.ForeignKey(PartnerPlan, on_delete=models.PROTECT, related_name="commitments")
    priority = models.SlugField(max_length=80, blank=True)
    position = models.SlugField(max_length=80, blank=True)
    """The slug of the position statement that it supports."""
    text = models.TextField()
    days_a_year = models.DecimalField(max_digits=8, decimal_places=1, null=True, blank=True)
    pounds_a_year = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["priority", "recorded_at"]

    class Data:
        official = ("plan", "priority", "position", "text", "days_a_year", "pounds_a_year")
        retention = KEPT

    def __str__(self) -> str:
        return f"{self.plan}: {self.text[:60]}"
