"""Exactly what the dashboards show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.plans.delivery.pages import ActionRow, InitiativeRow
from frankpledge.plans.measures.pages import MeasureCard

Crumbs = tuple[tuple[str, str], ...]
Link = tuple[str, str]


@dataclass(frozen=True)
class Tally:
    """So many of something: the words, the number, where it opens (empty: nowhere) and a colour that only repeats."""

    words: str
    number: str
    href: str
    colour: str = "grey"


@dataclass(frozen=True)
class PriorityPart:
    """A priority on the board's page: its measures as counts and the few that need a look, its actions, its money."""

    title: str
    href: str
    measures: str
    cards: tuple[MeasureCard, ...]
    more: Link | None
    done: int
    total: int
    actions: str
    actions_href: str
    initiatives: str
    money: str
    last: str

    @property
    def width(self) -> int:
        """Of the part that is done, in hundredths."""
        return 0 if not self.total else 100 * self.done // self.total


@dataclass(frozen=True)
class BoardPage:
    title: str
    crumbs: Crumbs
    lead: str
    tallies: tuple[Tally, ...]
    parts: tuple[PriorityPart, ...]
    links: tuple[Link, ...]
    is_synthetic: bool


@dataclass(frozen=True)
class LeadPage:
    """A priority on a page: what it is for, pictures, what is done, money, who, what is next."""

    title: str
    crumbs: Crumbs
    outcome: str
    why: str
    cards: tuple[MeasureCard, ...]
    programme: tuple[MeasureCard, ...]
    done: int
    total: int
    actions_words: str
    actions: tuple[ActionRow, ...]
    initiatives: tuple[InitiativeRow, ...]
    facts: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]

    @property
    def width(self) -> int:
        return 0 if not self.total else 100 * self.done // self.total


@dataclass(frozen=True)
class PartnerPage:
    title: str
    crumbs: Crumbs
    lead: str
    cards: tuple[MeasureCard, ...]
    actions: tuple[ActionRow, ...]
    initiatives: tuple[InitiativeRow, ...]
    commitments: tuple[tuple[str, ...], ...]
    others: tuple[Link, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class ReportPage:
    title: str
    crumbs: Crumbs
    html: str
    downloads: tuple[Link, ...]
    quarters: tuple[Link, ...]
    pack_href: str
    """Where it is put into a meeting's pack; empty for those who may not."""
