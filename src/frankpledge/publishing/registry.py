"""Which documents can be issued, and who builds each. Rooms below build; this room alone issues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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

_BUILDERS: dict[str, Builder] = {}


def register(kind: str, builder: Builder) -> None:
    """Say who builds one kind of document (`annual-report`, `plan` …). Safe to repeat."""
    _BUILDERS[kind] = builder


def builder(kind: str) -> Builder:
    """Who builds that kind. Raises KeyError."""
    return _BUILDERS[kind]


def kinds() -> tuple[str, ...]:
    """Every kind that can be issued, by name."""
    return tuple(sorted(_BUILDERS))
