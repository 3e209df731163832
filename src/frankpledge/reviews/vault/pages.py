"""Exactly what the pages of the vault, of scans and of signing show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PersonRow:
    label: str
    role: str
    agreed: str
    held: str


@dataclass(frozen=True)
class KnownRow:
    title: str
    value: str
    variants: str
    pseudonym: str
    remove_href: str


@dataclass(frozen=True)
class VaultPage:
    """Pseudonyms, and what the vault holds once a purpose was said."""

    title: str
    crumbs: Crumbs
    banner: str
    people: tuple[PersonRow, ...]
    known: tuple[KnownRow, ...]
    is_open: bool
    is_destroyed: bool
    purpose: str
    action: str
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    may_write: bool


@dataclass(frozen=True)
class HitRow:
    where: str
    kind: str
    how: str
    certainty: str
    settled: str
    key: str


@dataclass(frozen=True)
class FindingRow:
    key: str
    rank: str
    colour: str
    clue: str
    where: str
    excerpt: str
    why: str
    advice: str
    answer: str = ""


@dataclass(frozen=True)
class ScanRow:
    name: str
    href: str
    at: str
    result: str
    signed: str


@dataclass(frozen=True)
class ScansPage:
    title: str
    crumbs: Crumbs
    banner: str
    rows: tuple[ScanRow, ...]
    may_scan: bool
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ScanPage:
    """One scan: what was found, what to look at, who signed, whether it may leave."""

    title: str
    crumbs: Crumbs
    banner: str
    name: str
    fingerprint: str
    at: str
    verdict: str
    may_leave: bool
    reasons: tuple[str, ...]
    hits: tuple[HitRow, ...]
    settle_href: str
    unread: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    weighty: tuple[FindingRow, ...]
    checks: tuple[tuple[str, str], ...]
    confirmed: tuple[str, ...]
    sign_href: str
    document_href: str
    signers: tuple[str, ...]
    invite_href: str
    publish_href: str
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InvitedPage:
    """The one page that an invited officer sees."""

    title: str
    crumbs: Crumbs
    banner: str
    name: str
    organisation: str
    document: str
    document_href: str
    until: str
    is_ready: bool
    is_signed: bool
    unread: tuple[str, ...]
    weighty: tuple[FindingRow, ...]
    findings: tuple[FindingRow, ...]
    checks: tuple[tuple[str, str], ...]
    confirmed: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]
