"""Exactly what the site's own pages show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frankpledge.web.home import Change, Due, NextMeeting, Published
from frankpledge.web.pictures import ChainLink, YearRing


@dataclass(frozen=True)
class StartPage:
    """The first page: every partnership of this installation, (name, public address, working address)."""

    title: str
    partnerships: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class HomePage:
    """The working home: at most seven things due, and how many more there are."""

    title: str
    greeting: str
    due: tuple[Due, ...]
    more_due: int
    chain: tuple[ChainLink, ...]
    year: YearRing
    changes: tuple[Change, ...]
    meeting: NextMeeting | None
    has_due_rooms: bool
    duties_href: str


@dataclass(frozen=True)
class PublicHomePage:
    """What a partnership has published."""

    title: str
    published: tuple[Published, ...]


@dataclass(frozen=True)
class InventedPerson:
    """A person of the demonstration, who does not exist, and what they are there."""

    id: UUID
    name: str
    role: str
    does: str


@dataclass(frozen=True)
class DemoPage:
    """The door to the demonstration: the people of each partnership, by its name."""

    title: str
    partnerships: tuple[tuple[str, tuple[InventedPerson, ...]], ...]
