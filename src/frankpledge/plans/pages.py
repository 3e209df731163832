"""Exactly what the plan's pages show."""

from __future__ import annotations

from dataclasses import dataclass

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FigureCell:
    """A number with what it is of. `href` is empty where there is no number, and `note` then says why."""

    label: str
    text: str
    href: str
    note: str


@dataclass(frozen=True)
class PriorityRow:
    order: str
    title: str
    href: str
    figure: FigureCell
    next_step: str


@dataclass(frozen=True)
class ActivityRow:
    text: str
    state: str
    place: str
    partners: str
    when: str
    priority: str


@dataclass(frozen=True)
class StrategyRow:
    title: str
    owner: str
    area: str
    note: str


@dataclass(frozen=True)
class PlanPage:
    """A plan; `title` says so when there is none, and then everything else is empty."""

    title: str
    crumbs: Crumbs
    lead: str
    facts: Facts
    coverage: str
    is_covered: bool
    strategies_verdict: str
    priorities: tuple[PriorityRow, ...]
    monitored: tuple[PriorityRow, ...]
    strategies: tuple[StrategyRow, ...]
    activities: tuple[ActivityRow, ...]
    document_href: str
    others: tuple[tuple[str, str], ...]
    desk: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """What one can do from here: groups of links, each under its heading."""


@dataclass(frozen=True)
class MeasureRow:
    source: str
    relation: str
    figure: FigureCell
    extract: str
    note: str


@dataclass(frozen=True)
class PriorityPage:
    title: str
    crumbs: Crumbs
    kind: str
    lead: FigureCell
    facts: Facts
    next_step: str
    measures: tuple[MeasureRow, ...]
    activities: tuple[ActivityRow, ...]
    lead_href: str = ""
    """The page of how it goes: measures in pictures, actions, money; of the edition that is in force."""


@dataclass(frozen=True)
class PlanDocumentPage:
    """The document as a page; `html` is what the program made itself. `downloads`: words and addresses."""

    title: str
    crumbs: Crumbs
    html: str
    downloads: tuple[tuple[str, str], ...]
