"""Reads of the directory: principals, partnerships, areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from frankpledge.directory.models import (
    AreaDefinition,
    Membership,
    Organisation,
    Partnership,
    PartnershipArea,
    RoleAssignment,
    User,
)
from frankpledge.kernel.people import PUBLIC, Account, Principal
from frankpledge.kernel.verdicts import NotFound

# Both are asked for every page: written out, because putting the question together takes longer than the answer.
_ROLES_OF = """
    SELECT held.role, place.slug
    FROM directory_roleassignment held LEFT JOIN directory_partnership place ON place.id = held.partnership_id
    WHERE held.user_id = %s AND held.superseded_at IS NULL
        AND held.starts_on <= %s AND (held.ends_on IS NULL OR held.ends_on >= %s)"""
PARTNERSHIP = (
    "id", "slug", "name", "short_name", "nation", "council_name", "colour", "accent", "logo", "reference_docx", "is_demo",
)  # fmt: skip
_PARTNERSHIP_CALLED = f"SELECT {', '.join(PARTNERSHIP)} FROM directory_partnership WHERE slug = %s"  # noqa: S608 (only our own names)


def principal_for(user_id: UUID, *, on: date) -> Principal:
    """The person behind an account, with the roles in force on the day. The public when there is none."""
    user = User.objects.filter(id=user_id).first()
    return PUBLIC if user is None else principal_of(user, on=on)


def principal_of(user: Account, *, on: date) -> Principal:
    """The person behind an account that has just been read; the public when it is closed."""
    if not user.is_active:
        return PUBLIC
    key = User._meta.pk.get_db_prep_value(user.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_OF, [key, on.isoformat(), on.isoformat()])
        return Principal(user.pk, user.name, frozenset(cursor.fetchall()))


def partnership(slug: str) -> tuple[Any, ...]:
    """The columns `PARTNERSHIP` of one partnership, as the database gives them. Raises `NotFound`."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTNERSHIP_CALLED, [slug])
        found: tuple[Any, ...] | None = cursor.fetchone()
    if found is None:
        raise NotFound("There is no partnership at this address.")
    return found


def partnership_row(slug: str) -> Partnership:
    """One partnership as a record, for rooms that write beside it. Raises `NotFound`."""
    found = Partnership.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no partnership at this address.")
    return found


def partnerships() -> tuple[tuple[Any, ...], ...]:
    """The columns `PARTNERSHIP` of every partnership, by name."""
    return tuple(Partnership.objects.order_by("name").values_list(*PARTNERSHIP))


def area_of(slug: str, *, on: date, purpose: str = "statutory") -> PartnershipArea | None:
    """The area a partnership answers for (or, by `purpose`, another that goes by its name) on a day."""
    rows = PartnershipArea.objects.filter(partnership__slug=slug, purpose=purpose)
    return rows.in_force(on).select_related("area").first()


def members_of(area_id: UUID, *, vintage: str, on: date) -> frozenset[str]:
    """The small-area codes that make up an area on a day; empty when nobody has said."""
    found = AreaDefinition.objects.filter(area_id=area_id, vintage=vintage).in_force(on).first()
    return frozenset(found.members) if found else frozenset()


def areas_of(slug: str, *, on: date) -> list[PartnershipArea]:
    """Every area that goes by the partnership's name on a day, the one it answers for first."""
    rows = PartnershipArea.objects.filter(partnership__slug=slug).in_force(on).select_related("area")
    return sorted(rows, key=lambda row: (row.purpose != "statutory", row.purpose))


def memberships(slug: str, *, on: date) -> list[Membership]:
    """The memberships in force on a day, in their order, with organisation and successor."""
    rows = Membership.objects.filter(partnership__slug=slug).in_force(on)
    return list(rows.select_related("organisation__successor").order_by("order", "organisation__name"))


def ended_memberships(slug: str, *, on: date) -> list[Membership]:
    """The memberships that had ended before a day, the latest first."""
    rows = Membership.objects.filter(partnership__slug=slug, superseded_at__isnull=True, ends_on__lt=on)
    return list(rows.select_related("organisation__successor").order_by("-ends_on", "order"))


def assignments(slug: str, *, on: date) -> list[RoleAssignment]:
    """The people in role on a day."""
    rows = RoleAssignment.objects.filter(partnership__slug=slug).in_force(on)
    return list(rows.select_related("user", "organisation").order_by("user__name", "role"))


def bodies_of(user_id: UUID, slug: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """The slugs and names of the organisations for which a person holds a role in a partnership on a day."""
    rows = RoleAssignment.objects.filter(user_id=user_id, partnership__slug=slug, organisation__isnull=False)
    found = rows.in_force(on).values_list("organisation__slug", "organisation__name")
    return tuple(sorted({(str(slug), str(name)) for slug, name in found}))


def organisations_of(slug: str) -> list[Organisation]:
    """The organisations that take or took part in a partnership, by name."""
    rows = Organisation.objects.filter(
        memberships__partnership__slug=slug,
        memberships__superseded_at__isnull=True,
        superseded_at__isnull=True,
    )
    return list(rows.select_related("successor").distinct().order_by("name"))


def organisation(slug: str) -> Organisation | None:
    """The organisation of that slug, the latest where a slug was used again."""
    rows = Organisation.objects.filter(slug=slug, superseded_at__isnull=True)
    return rows.select_related("successor").order_by("-starts_on").first()


def lineage(slugs: Iterable[str]) -> dict[str, Organisation]:
    """The organisations of these slugs and all that followed them, by slug: one query a generation."""
    found: dict[str, Organisation] = {}
    wanted = {slug for slug in slugs if slug}
    while wanted:
        rows = Organisation.objects.filter(slug__in=wanted, superseded_at__isnull=True)
        generation = {row.slug: row for row in rows.select_related("successor").order_by("starts_on")}
        found |= generation
        wanted = {row.successor.slug for row in generation.values() if row.successor} - set(found)
    return found
