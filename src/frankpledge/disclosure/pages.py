"""Exactly what the pages of disclosure control show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RuleRow:
    """A rule in force. `agreed` says by whom and when; the default was agreed by nobody."""

    measure: str
    words: str
    agreed: str


@dataclass(frozen=True)
class ReleaseRow:
    """One release in the ledger."""

    title: str
    href: str
    released_on: date
    released_by: str
    shown: int
    withheld: int


@dataclass(frozen=True)
class LedgerPage:
    """The rules in force, the ledger, and the form for another rule; `action` is empty for those who may not agree one."""

    title: str
    crumbs: Crumbs
    rules: tuple[RuleRow, ...]
    releases: tuple[ReleaseRow, ...]
    action: str
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableRow:
    """One table of a release. `narrowest` is in words."""

    title: str
    place: str
    rule: str
    shown: int
    primary: int
    secondary: int
    narrowest: str


@dataclass(frozen=True)
class ReleasePage:
    """One release: each table, what it withheld and how that was audited. `withheld` is for each table what is, in words."""

    title: str
    crumbs: Crumbs
    facts: tuple[tuple[str, str], ...]
    tables: tuple[TableRow, ...]
    audits: tuple[str, ...]
    withheld: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
