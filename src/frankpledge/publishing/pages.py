"""Exactly what the public page of an issued document shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class IssuedFile:
    """One format: its words, its address, its size in kilobytes and the hash of its bytes."""

    words: str
    href: str
    kilobytes: int
    sha256: str


@dataclass(frozen=True)
class IssuedPage:
    """An issued document and its files."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    issued_on: date
    read: str
    files: tuple[IssuedFile, ...]


@dataclass(frozen=True)
class RebuildPage:
    """An issued document built once more. `verdict` is empty until that was done; `rows` are (what, where, before, after)."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    document_title: str
    issued_on: date
    document_href: str
    action: str
    is_kept: bool
    verdict: str
    is_same: bool
    made: str
    formats: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str, str], ...]
    left_out: int


@dataclass(frozen=True)
class Desk:
    """One kind of document at the release desk: when it was last issued, where that is, where to issue it and build it again
    (empty for those who may not)."""

    words: str
    title: str
    issued_on: date | None
    href: str
    issue: str
    rebuild: str


@dataclass(frozen=True)
class DeskPage:
    """The release desk: everything that can be issued."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    desks: tuple[Desk, ...]
    small_counts: str
