"""Exactly what the partnership page shows."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.days import DayAsked

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AreaPart:
    """An area that goes by the partnership's name. `note` is what one must know before using figures for it."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True)
class OrganisationRow:
    name: str
    capacity: str
    since: str


@dataclass(frozen=True)
class FormerRow:
    name: str
    until: str
    followed_by: str


@dataclass(frozen=True)
class PersonRow:
    name: str
    role: str
    organisation: str
    since: str


@dataclass(frozen=True)
class PartnershipPage:
    """The partnership as it was on a day."""

    title: str
    crumbs: Crumbs
    asked: DayAsked
    day: str
    flags: tuple[str, ...]
    areas: tuple[AreaPart, ...]
    organisations: tuple[OrganisationRow, ...]
    former: tuple[FormerRow, ...]
    people: tuple[PersonRow, ...]
