"""Which documents can be issued, and who builds each. Rooms below build; this room alone issues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from frankpledge.access.permissions import Permission
from frankpledge.documents.tree import Document
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem


@dataclass(frozen=True)
class Issuable:
    """A document ready to be issued, with what it was built from beside its figures (plain JSON values)."""

    document: Document
    slug: str = ""
    source: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """What the room that built it found to bar its issue, beside what the release check finds."""
    on_issued: Callable[[str, Principal], None] | None = None
    """Called, in the same transaction, with the hash of the frozen input and whoever issues."""


Builder = Callable[[str, Principal], Issuable | None]
"""Builds for a partnership, on behalf of somebody; None while there is nothing to issue."""

Again = Callable[[str, Mapping[str, object], str], Document | None]
"""Builds an issued document once more from the record: partnership, the `source` kept with it, and the day printed on it
(ISO). None where the record no longer holds what it was built from. May write; what it writes is taken back."""

_BUILDERS: dict[str, Builder] = {}
_AGAIN: dict[str, Again] = {}
_PERMISSIONS: dict[str, Permission] = {}


def register(
    kind: str,
    builder: Builder,
    *,
    again: Again | None = None,
    permission: Permission = Permission.DOCUMENT_ISSUE,
) -> None:
    """Say who builds one kind of document (`annual-report`, `plan` …), who builds it once more, and what issuing it needs.

    Safe to repeat.
    """
    _BUILDERS[kind] = builder
    _PERMISSIONS[kind] = permission
    if again is not None:
        _AGAIN[kind] = again


def again(kind: str) -> Again | None:
    """Who builds an issued document of that kind once more; None where nobody can."""
    return _AGAIN.get(kind)


def permission(kind: str) -> Permission:
    """What whoever issues that kind must be allowed to do."""
    return _PERMISSIONS.get(kind, Permission.DOCUMENT_ISSUE)


def builder(kind: str) -> Builder:
    """Who builds that kind. Raises KeyError."""
    return _BUILDERS[kind]


def kinds() -> tuple[str, ...]:
    """Every kind that can be issued, by name."""
    return tuple(sorted(_BUILDERS))
