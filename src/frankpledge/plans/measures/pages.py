"""Exactly what the pages of measures show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.plans.measures.picture import Picture

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Link = tuple[str, str]


@dataclass(frozen=True)
class MeasureCard:
    """A measure in a list: what may be said of it, its small picture, its way to the target, whose it is."""

    title: str
    href: str
    standing: str
    colour: str
    statement: str
    track: str
    picture: Picture | None
    relation: str
    owner: str
    story: str
    figure: Link | None
    """The latest figure and where it opens."""
    is_synthetic: bool


@dataclass(frozen=True)
class MeasureGroup:
    """The measures of one priority: how things are for people, and apart from them how well what is done works."""

    title: str
    href: str
    cards: tuple[MeasureCard, ...]
    programme: tuple[MeasureCard, ...] = ()


@dataclass(frozen=True)
class MeasuresPage:
    title: str
    crumbs: Crumbs
    lead: str
    groups: tuple[MeasureGroup, ...]
    links: tuple[Link, ...]
    is_synthetic: bool


@dataclass(frozen=True)
class ReadingRow:
    period: str
    text: str
    href: str
    source: str


@dataclass(frozen=True)
class MeasurePage:
    title: str
    crumbs: Crumbs
    standing: str
    colour: str
    statement: str
    track: str
    doubts: tuple[str, ...]
    picture: Picture | None
    csv_href: str
    facts: Facts
    numbers: tuple[tuple[str, str, str], ...]
    """What, the number, where it opens (empty: nowhere)."""
    effect: tuple[str, ...]
    stories: tuple[tuple[str, str], ...]
    definitions: Facts
    states: Facts
    readings: tuple[ReadingRow, ...]
    links: tuple[Link, ...]
    is_synthetic: bool
