"""Exactly what the pages after a meeting show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Ways = tuple[tuple[str, str], ...]
Cells = tuple[str, ...]


@dataclass(frozen=True)
class DecisionPage:
    """A decision, the clause it rests on as it stood then, and what its gate says. Empty parts are not shown."""

    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    clause_heading: str
    clause_text: str
    terms: str
    terms_href: str
    is_assumed: bool
    quorum: str
    reasons: tuple[str, ...]
    ruling: str
    ruling_by: str


@dataclass(frozen=True)
class Opens:
    """Words that open a page; without an address only the words."""

    words: str
    href: str = ""
    tag: str = ""
    needs_a_person: bool = False


@dataclass(frozen=True)
class Press:
    """A button that changes something."""

    words: str
    href: str
    name: str = ""
    value: str = ""
    style: str = "secondary"
    about: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the minutes as a page shows it, with the way to add the clerk's own words."""

    html: SafeString
    edit: Ways


@dataclass(frozen=True)
class MinutesPage:
    title: str
    crumbs: Crumbs
    state: str
    state_tag: str
    lead: str
    warnings: Cells
    parts: tuple[Part, ...]
    downloads: Ways
    ways: Ways
    presses: tuple[Press, ...]


@dataclass(frozen=True)
class CorrectionRow:
    item: str
    wording: str
    reads: str
    press: Press


@dataclass(frozen=True)
class CorrectionsPage:
    title: str
    crumbs: Crumbs
    lead: str
    rows: tuple[CorrectionRow, ...]
    add: str


@dataclass(frozen=True)
class ChainPart:
    """The minutes of one body: each set, what is wrong, how often it met."""

    heading: str
    findings: Cells
    rows: tuple[tuple[Opens, str, str], ...]
    cadence: tuple[Cells, ...]
    longest: str


@dataclass(frozen=True)
class ChainPage:
    title: str
    crumbs: Crumbs
    lead: str
    bodies: tuple[ChainPart, ...]


@dataclass(frozen=True)
class ActionRow:
    number: Opens
    text: str
    owner: str
    due: str
    state: str
    is_late: bool
    said: str


@dataclass(frozen=True)
class MattersPage:
    """What comes up at a meeting from before it."""

    title: str
    crumbs: Crumbs
    lead: str
    minutes: tuple[Opens, ...]
    actions: tuple[ActionRow, ...]
    heard: tuple[tuple[Opens, str, str], ...]
    asked: tuple[tuple[Opens, str, str], ...]
    observations: tuple[tuple[Opens, str, str], ...]
    cures: tuple[tuple[Opens, str], ...]


@dataclass(frozen=True)
class ActionsPage:
    title: str
    crumbs: Crumbs
    lead: str
    sought: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]
    words: str
    rows: tuple[ActionRow, ...]
    stale: Cells
    ways: Ways


@dataclass(frozen=True)
class ActionPage:
    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    said: tuple[Cells, ...]
    ways: Ways


@dataclass(frozen=True)
class OwnAction:
    """One of a person's own actions with all that they need to answer it."""

    id: str
    number: str
    text: str
    due: str
    is_late: bool
    said: str
    action: str
    version: int


@dataclass(frozen=True)
class OwnPage:
    title: str
    crumbs: Crumbs
    lead: str
    rows: tuple[OwnAction, ...]


@dataclass(frozen=True)
class ReminderPart:
    owner: str
    text: str


@dataclass(frozen=True)
class RemindersPage:
    title: str
    crumbs: Crumbs
    lead: str
    parts: tuple[ReminderPart, ...]


@dataclass(frozen=True)
class RegisterRow:
    number: Opens
    text: str
    body: str
    decided: str
    effect: str
    needs_a_person: bool


@dataclass(frozen=True)
class RegisterPage:
    title: str
    crumbs: Crumbs
    lead: str
    sought: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]
    words: str
    rows: tuple[RegisterRow, ...]
    ways: Ways


@dataclass(frozen=True)
class EntryPage:
    """One decision: what the register says of it, then the clause and the verdict it rests on."""

    title: str
    crumbs: Crumbs
    decision: DecisionPage
    effect: str
    needs_a_person: bool
    next_step: str
    facts: Facts
    related: tuple[tuple[str, Opens], ...]
    advice: tuple[Cells, ...]
    ways: Ways
    presses: tuple[Press, ...]


@dataclass(frozen=True)
class CertificatePage:
    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    attendance: tuple[Cells, ...]
    asked: tuple[Cells, ...]
    """Of a decision outside a meeting: the seats that were asked, and what each answered."""
    votes: Facts
    reasons: tuple[Cells, ...]
    checks: tuple[Cells, ...]
    fingerprint: str
    download: str
    keys: str


@dataclass(frozen=True)
class KeysPage:
    title: str
    crumbs: Crumbs
    lead: str
    keys: tuple[tuple[str, str, str], ...]
    """Fingerprint in groups, from when to when, the key as PEM."""


@dataclass(frozen=True)
class EscalationsPage:
    title: str
    crumbs: Crumbs
    lead: str
    rows: tuple[tuple[Opens, str, str, str], ...]
    ways: Ways


@dataclass(frozen=True)
class EscalationPage:
    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    ways: Ways


@dataclass(frozen=True)
class GatesPage:
    title: str
    crumbs: Crumbs
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class PublicListPage:
    title: str
    crumbs: Crumbs
    lead: str
    caption: str
    head: Cells
    rows: tuple[tuple[Opens, ...], ...]
    ways: Ways


@dataclass(frozen=True)
class PublicDecisionPage:
    title: str
    crumbs: Crumbs
    text: str
    facts: Facts
    advice: tuple[Cells, ...]
    ways: Ways
