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
class Desk:
    """One kind of document at the release desk: when it was last issued, where that is, and where to issue it."""

    words: str
    title: str
    issued_on: date | None
    href: str
    issue: str


@dataclass(frozen=True)
class DeskPage:
    """The release desk: everything that can be issued."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    desks: tuple[Desk, ...]
