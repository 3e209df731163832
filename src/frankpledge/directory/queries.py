"""Reads of the directory: principals, partnerships, areas."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from frankpledge.directory.models import AreaDefinition, Partnership, PartnershipArea, RoleAssignment, User
from frankpledge.kernel.people import PUBLIC, Principal
from frankpledge.kernel.verdicts import NotFound


def principal_for(user_id: UUID, *, on: date) -> Principal:
    """The person behind an account, with the roles in force on the day. The public when there is none."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        return PUBLIC
    held = RoleAssignment.objects.filter(user=user).in_force(on).values_list("role", "partnership__slug")
    return Principal(user.id, user.name, frozenset(held))


def partnership(slug: str) -> Partnership:
    """One partnership. Raises `NotFound`."""
    found = Partnership.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no partnership at this address.")
    return found


def partnerships() -> tuple[Partnership, ...]:
    """Every partnership, by name."""
    return tuple(Partnership.objects.order_by("name"))


def area_of(slug: str, *, on: date, purpose: str = "statutory") -> PartnershipArea | None:
    """The area a partnership answers for (or, by `purpose`, another that goes by its name) on a day."""
    rows = PartnershipArea.objects.filter(partnership__slug=slug, purpose=purpose)
    return rows.in_force(on).select_related("area").first()


def members_of(area_id: UUID, *, vintage: str, on: date) -> frozenset[str]:
    """The small-area codes that make up an area on a day; empty when nobody has said."""
    found = AreaDefinition.objects.filter(area_id=area_id, vintage=vintage).in_force(on).first()
    return frozenset(found.members) if found else frozenset()
