"""Exactly what the pages of the report show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from frankpledge.scrutiny.queries import EditionFacts, FlagFacts

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Download:
    """A file of the report: what it is, in words, and where it is."""

    words: str
    href: str


@dataclass(frozen=True)
class ReportsPage:
    """Every edition, with the address of its preview."""

    title: str
    crumbs: Crumbs
    editions: tuple[tuple[EditionFacts, str], ...]
    links: tuple[tuple[str, str], ...] = ()
    """What belongs with the report: words and address."""


@dataclass(frozen=True)
class PreviewPage:
    """The report as a committee will read it, and what may be done with it. `problems` bar its building."""

    title: str
    crumbs: Crumbs
    edition: EditionFacts
    body: SafeString
    style: str
    text: str
    flags: str
    build: str
    downloads: tuple[Download, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class MarginFlag:
    """A claim with the addresses of its paragraph and of the figure it is bound to; empty when it has none."""

    flag: FlagFacts
    paragraph: str
    figure: str


@dataclass(frozen=True)
class FlagsPage:
    """Every claim of the report: those that need a person first, then numbers bound to nothing, then the rest."""

    title: str
    crumbs: Crumbs
    edition: EditionFacts
    open: tuple[MarginFlag, ...]
    unbound: tuple[MarginFlag, ...]
    settled: tuple[MarginFlag, ...]
