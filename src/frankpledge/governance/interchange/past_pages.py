"""Exactly what the pages of the published past show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PastPage:
    """Take a file in; the files that were; the record as a file."""

    title: str
    crumbs: Crumbs
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    files: tuple[tuple[str, str, str], ...]
    exports: tuple[tuple[str, str], ...]
    kept_href: str
    may_write: bool


@dataclass(frozen=True)
class LookedRow:
    """A row of the file. `notes` are its reasons when it is refused, or what one should know."""

    row: str
    on: str
    what: str
    state: str
    is_refused: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LookPage:
    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    rows: tuple[LookedRow, ...]
    take_href: str
    undo_href: str
    take_words: str
    kept_href: str


@dataclass(frozen=True)
class KeptMeeting:
    """A meeting with what the terms make of it; `state` is Quorate, Not quorate or Cannot be told."""

    title: str
    held: str
    terms: str
    state: str
    is_good: bool
    is_known: bool
    why: str
    clause: str
    decisions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KeptPage:
    """How a body has kept its terms."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    meetings: tuple[KeptMeeting, ...]
    gaps: tuple[tuple[str, str, str], ...]
    cadence: tuple[tuple[str, str, str, str, str], ...]
    minutes: tuple[tuple[str, str, str], ...]
    duplicates: tuple[str, ...]
    strays: tuple[str, ...]
    past_href: str
