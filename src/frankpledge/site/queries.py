"""Reads of accounts that only the demonstration's door needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.directory.models import RoleAssignment, User
from frankpledge.kernel.verdicts import NotFound


@dataclass(frozen=True)
class Invented:
    """An invented person's role (its slug) in a partnership (its name)."""

    id: UUID
    name: str
    role: str
    partnership: str


def invented_people(*, on: date) -> tuple[Invented, ...]:
    """The invented people with the roles they hold on the day."""
    held = (
        RoleAssignment.objects.filter(user__is_invented=True, user__is_active=True)
        .in_force(on)
        .select_related("user", "partnership")
    )
    return tuple(Invented(one.user.id, one.user.name, one.role, one.partnership.name) for one in held)


def invented_account(person: UUID) -> User:
    """The account of an invented person. Raises `NotFound` for anybody real."""
    found = User.objects.filter(id=person, is_invented=True, is_active=True).first()
    if found is None:
        raise NotFound("The demonstration has no such person.")
    return found
