"""Who and where: partnerships, areas made of small areas, organisations, accounts and dated roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models

from frankpledge.kernel.people import Classification, Subject
from frankpledge.records.clock import now
from frankpledge.records.ids import new_id
from frankpledge.records.models import Dated, Record, Tenancy


class Partnership(Record):
    """A community safety partnership: the statutory body for one area."""

    tenancy = Tenancy.SHARED

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    nation = models.CharField(max_length=1, choices=[("E", "England"), ("W", "Wales")])
    council_name = models.CharField(max_length=200)
    colour = models.CharField(max_length=7, default="#1d4d4f")
    accent = models.CharField(max_length=7, default="#a3471f")
    logo = models.BinaryField(null=True, blank=True, editable=False)
    reference_docx = models.BinaryField(null=True, blank=True, editable=False)
    is_demo = models.BooleanField(default=False)

    class Data:
        public = (
            "slug", "name", "short_name", "nation", "council_name", "colour", "accent", "logo", "reference_docx",
            "is_demo",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return self.name

    def subject(self) -> Subject:
        return Subject("partnership", self.id, self.slug, Classification.PUBLIC, is_published=True)


class Area(Record):
    """A named area with the code its publisher gives it, such as a district or an ONS partnership area."""

    tenancy = Tenancy.SHARED

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    kind = models.SlugField(max_length=40)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "kind"], name="directory_area_once")]

    class Data:
        public = ("code", "name", "kind", "source")
        retention = "for ever"

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class AreaDefinition(Dated):
    """What an area is made of on a day: an explicit set of small areas of one vintage."""

    tenancy = Tenancy.SHARED
    overlap_keys = ("area_id", "vintage")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="definitions")
    vintage = models.CharField(max_length=20)
    """Which small areas: lsoa11 or lsoa21."""
    members = models.JSONField()
    """The sorted list of small-area codes."""
    source = models.CharField(max_length=300, blank=True)

    class Data:
        public = ("area", "vintage", "members", "source", "starts_on", "ends_on", "superseded_at")
        retention = "for ever"

    def __str__(self) -> str:
        return f"{self.area}: {len(self.members)} {self.vintage}"


class PartnershipArea(Dated):
    """The area a partnership answers for, from one day to another."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "purpose")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    purpose = models.SlugField(max_length=40, default="statutory")
    """`statutory`: the area it answers for. `ons-partnership`: what the ONS look-up calls by its name."""
    police_force = models.SlugField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    """What a reader must know before taking this area for another of the same name."""

    class Data:
        public = (
            "partnership", "area", "purpose", "police_force", "note", "starts_on", "ends_on", "superseded_at",
        )  # fmt: skip
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.partnership}: {self.area}"


class Organisation(Dated):
    """A body while it exists. `kind` is the type code of the law (LA_AREA, POLICE_CHIEF, HEALTH_ICB …)."""

    tenancy = Tenancy.SHARED
    overlap_keys = ("slug",)

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    source = models.CharField(max_length=300, blank=True)
    """Where its days come from, or that the first one is not known."""

    class Data:
        public = ("slug", "name", "kind", "successor", "source", "starts_on", "ends_on", "superseded_at")
        retention = "for ever"

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """An organisation's part in a partnership, from one day to another, whether or not it holds a seat."""

    tenancy = Tenancy.OWN
    overlap_keys = ("partnership_id", "organisation_id")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.SlugField(max_length=40)
    """Why it takes part: one of `rules.CAPACITIES`."""
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "starts_on"]

    class Data:
        public = ("partnership", "organisation", "capacity", "order", "starts_on", "ends_on", "superseded_at")
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.organisation}: {self.capacity} of {self.partnership}"


class UserManager(BaseUserManager["User"]):
    """Makes accounts by email address."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None) -> User:
        """Django asks for this name; there is no superuser here, so it makes an ordinary account."""
        return self.create_user(email, name, password)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do comes only from dated role assignments; there is no superuser short cut."""

    tenancy: ClassVar[Tenancy] = Tenancy.SHARED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_invented = models.BooleanField(default=False)
    """A person of the demonstration, who does not exist."""
    date_joined = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Data:
        public = ("is_invented",)
        official = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
        personal = ("email", "name", "password", "last_login", "date_joined")
        retention = "two years after the last role ends"

    def __str__(self) -> str:
        return self.name


class RoleAssignment(Dated):
    """A person's role in a partnership, from one day to another."""

    tenancy = Tenancy.OWN
    overlap_keys = ("user_id", "partnership_id", "role")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="assignments")
    role = models.SlugField(max_length=40)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.CharField(max_length=200, blank=True)
    """The office or post by which the person holds the role, such as a portfolio."""

    class Data:
        public = ("partnership", "role", "organisation", "post", "starts_on", "ends_on", "superseded_at")
        personal = ("user",)
        retention = "as long as the partnership exists"

    def __str__(self) -> str:
        return f"{self.user}: {self.role} in {self.partnership}"
