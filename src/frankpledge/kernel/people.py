"""Who asks, and about what: the two frozen facts on which permission rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Account(Protocol):
    """Whoever has signed in, as the session found them. `directory.models.User` is one."""

    @property
    def pk(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def is_active(self) -> bool: ...


@dataclass(frozen=True)
class Principal:
    """Whoever asks: a signed-in person, the public, or the system itself.

    `roles` holds (role slug, partnership slug) pairs in force on the day of asking.
    """

    user_id: UUID | None
    name: str
    roles: frozenset[tuple[str, str]] = frozenset()
    is_system: bool = False
    has_second_factor: bool = False
    """They showed a second factor when they signed in to this session."""

    @property
    def is_public(self) -> bool:
        return self.user_id is None and not self.is_system

    def roles_in(self, partnership: str) -> frozenset[str]:
        return frozenset(role for role, where in self.roles if where == partnership)

    @property
    def partnerships(self) -> frozenset[str]:
        return frozenset(where for _, where in self.roles)


PUBLIC = Principal(None, "The public")


def system(name: str) -> Principal:
    """A principal for work that nobody asked for by hand, such as the demo or a scheduled job."""
    return Principal(None, name, is_system=True)


class Classification(StrEnum):
    """How freely a record may be seen."""

    PUBLIC = "public"
    OFFICIAL = "official"
    PERSONAL = "personal"
    SPECIAL = "special"


@dataclass(frozen=True)
class Subject:
    """What is asked about: its kind, id and the facts that permission depends on.

    `partnership` is None for shared things (law, areas, public data).
    """

    kind: str
    id: UUID | None = None
    partnership: str | None = None
    classification: Classification = Classification.OFFICIAL
    is_published: bool = False
    denied_to: frozenset[UUID] = field(default_factory=frozenset)
