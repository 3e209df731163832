"""Exactly what the pages of delivery show."""

from __future__ import annotations

from dataclasses import dataclass

Crumbs = tuple[tuple[str, str], ...]
Link = tuple[str, str]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OwnAction:
    """One's own action on the two-minute page: what was last said stands in the field, to be changed or left."""

    id: str
    number: str
    text: str
    due: str
    is_late: bool
    state: str
    said: str
    version: int
    href: str
    error: str = ""
    theirs: str = ""
    """What somebody else said meanwhile."""


@dataclass(frozen=True)
class MinePage:
    title: str
    crumbs: Crumbs
    lead: str
    silent: tuple[str, ...]
    actions: tuple[OwnAction, ...]
    errors: tuple[tuple[str, str], ...]
    sheet_href: str
    return_href: str
    others: tuple[Link, ...]


@dataclass(frozen=True)
class SheetLine:
    """A row of a sheet that changes, clashes or is wrong. `parts`: (what, as it is, as the sheet has it)."""

    row: str
    number: str
    parts: tuple[tuple[str, str, str], ...]
    text: str = ""


@dataclass(frozen=True)
class ReturnPage:
    """What a sheet would do, before it is taken over."""

    title: str
    crumbs: Crumbs
    lead: str
    changes: tuple[SheetLine, ...]
    clashes: tuple[SheetLine, ...]
    problems: tuple[SheetLine, ...]
    fresh: tuple[str, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    kept: str
    """The name under which the sheet waits; empty when nothing may be taken over."""
    back: Link


@dataclass(frozen=True)
class InitiativeRow:
    title: str
    href: str
    kind: str
    state: str
    progress: str
    owner: str
    when: str
    next_step: str
    money: str
    is_synthetic: bool


@dataclass(frozen=True)
class ActionRow:
    number: str
    href: str
    text: str
    owner: str
    due: str
    state: str
    said: str


@dataclass(frozen=True)
class DeliveryPage:
    title: str
    crumbs: Crumbs
    lead: str
    silent: tuple[str, ...]
    groups: tuple[tuple[str, str, tuple[InitiativeRow, ...], tuple[ActionRow, ...]], ...]
    """Priority, its address, initiatives, actions."""
    roles: tuple[tuple[tuple[str, ...], str], ...]
    """What is said of each champion or lead, and where the role is ended (empty for those who may not)."""
    links: tuple[Link, ...]


@dataclass(frozen=True)
class InitiativePage:
    title: str
    crumbs: Crumbs
    lead: str
    progress: str
    facts: Facts
    milestones: tuple[tuple[str, str, str, str], ...]
    """Title, due, reached, id (empty when it cannot be reached here)."""
    money: tuple[tuple[str, ...], ...]
    actions: tuple[ActionRow, ...]
    parts: tuple[Link, ...]
    waits_for: tuple[Link, ...]
    measures: tuple[Link, ...]
    notes: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]
    reach_href: str
    is_synthetic: bool


@dataclass(frozen=True)
class PartnersPage:
    title: str
    crumbs: Crumbs
    lead: str
    plans: tuple[tuple[str, str, Facts, tuple[tuple[str, ...], ...], str], ...]
    """Organisation, title, facts, commitments (priority, what, days a year, pounds a year), where to add one (or empty)."""
    totals: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
