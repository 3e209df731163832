"""Exactly what the pages of the chronology show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileRow:
    name: str
    agency: str
    order: str
    state: str
    href: str


@dataclass(frozen=True)
class EntryRow:
    number: int
    when: str
    written: str
    agency: str
    event: str
    action: str
    flags: tuple[str, ...]
    others: tuple[int, ...]
    place: str


@dataclass(frozen=True)
class ChronologyPage:
    """Files, what one looks for, and the entries in order."""

    title: str
    crumbs: Crumbs
    banner: str
    files: tuple[FileRow, ...]
    rows: tuple[EntryRow, ...]
    total: int
    shown: int
    refused: int
    filters: tuple[Field, ...]
    turns: tuple[tuple[str, str], ...]
    """To the pages before and after."""
    place: str
    upload: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    downloads: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PreviewPage:
    """A file before it counts."""

    title: str
    crumbs: Crumbs
    banner: str
    name: str
    facts: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    rows: tuple[EntryRow, ...]
    confirm_href: str
    discard_href: str
    ambiguous: int
