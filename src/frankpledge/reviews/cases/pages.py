"""Exactly what the pages of cases show. Nothing here names anybody who died or was bereaved: only pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]
INVENTED = "Everything on this page is invented: every person, every death and every date. It shows how a review is kept."


@dataclass(frozen=True)
class CaseRow:
    """A review in the list: its next date, and whether that is late. `bar` is its line in the picture."""

    href: str
    name: str
    part: str
    stage: str
    due: str
    lateness: str


@dataclass(frozen=True)
class Bar:
    """A review's line in the picture of all: positions in units of the picture, from 0 to 1000."""

    name: str
    href: str
    y: int
    begins: int
    ends: int
    original: int | None
    agreed: int | None
    words: str


@dataclass(frozen=True)
class Tick:
    x: int
    words: str


@dataclass(frozen=True)
class Portfolio:
    """The picture of all reviews: lines, years below, and today."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: int
    height: int


@dataclass(frozen=True)
class CasesPage:
    title: str
    crumbs: Crumbs
    rows: tuple[CaseRow, ...]
    words: str
    portfolio: Portfolio | None
    open_href: str
    links: tuple[tuple[str, str], ...]
    banner: str
    needs_second_factor: str


@dataclass(frozen=True)
class ClockRow:
    """A time limit: the first day, the agreed day, and how it stands, in words and a colour."""

    title: str
    original: str
    agreed: str
    status: str
    colour: str
    working: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class StepRow:
    words: str
    href: str
    letter: str
    letter_href: str


@dataclass(frozen=True)
class RelativeRow:
    """What somebody bereaved wishes for, and how they are to be reached."""

    label: str
    relation: str
    facts: tuple[tuple[str, str], ...]
    wishes: tuple[str, ...]
    avoid: tuple[str, ...]


@dataclass(frozen=True)
class EntryRow:
    """An entry of the log: the day it happened and, where that differs, the day it was written."""

    number: int
    on: str
    written: str
    title: str
    told: str
    by: str
    group: str
    is_struck: bool


@dataclass(frozen=True)
class CasePage:
    """The timeline of a review: the family's wishes first, where it stands, its clocks, who owes what, what comes next."""

    title: str
    crumbs: Crumbs
    banner: str
    stage: str
    law: str
    part: str
    avoid: tuple[str, ...]
    family: tuple[RelativeRow, ...]
    shows_family: bool
    shows_file: bool
    clocks: tuple[ClockRow, ...]
    hold: str
    publishable: str
    steps: tuple[StepRow, ...]
    owed: tuple[tuple[str, ...], ...]
    recommendations: tuple[tuple[str, ...], ...]
    distribution: tuple[tuple[str, ...], ...]
    money: tuple[tuple[str, ...], ...]
    money_note: str
    entries: tuple[EntryRow, ...]
    earlier: tuple[EntryRow, ...]
    """Entries further back, which open on asking."""
    links: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    """How it stands with other partnerships: offered, handed over, joint."""
    opened: tuple[tuple[str, str, str], ...]
    """What somebody has to look at first, such as an opening in an emergency: what happened, where to look, and the words of the link."""
    deciding: tuple[tuple[str, ...], ...]
    """The criteria of each person who died, where there are several."""


@dataclass(frozen=True)
class KindsPage:
    """What can be recorded, by group."""

    title: str
    crumbs: Crumbs
    banner: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class FormPage:
    title: str
    crumbs: Crumbs
    banner: str
    lead: tuple[str, ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str
    has_file: bool = False


@dataclass(frozen=True)
class PersonRow:
    name: str
    part: str
    organisation: str
    purpose: str
    since: str
    is_conflicted: bool
    end_href: str


@dataclass(frozen=True)
class PeoplePage:
    title: str
    crumbs: Crumbs
    banner: str
    rows: tuple[PersonRow, ...]
    links: tuple[tuple[str, str], ...]
    matrix_head: tuple[str, ...]
    matrix: tuple[tuple[str, ...], ...]
    conflicts: tuple[tuple[str, ...], ...]
    """From whom the review is kept: name, why, how it came to light, since when, and where it is ended."""


@dataclass(frozen=True)
class DocumentRow:
    slug: str
    title: str
    why_not: str
    files: tuple[tuple[str, str], ...]
    sent_href: str = ""
    """Where that it was sent is recorded; empty for a document that is no letter, or that one may not record."""
    sent: tuple[tuple[str, str], ...] = ()
    """Each time it was sent, with the file as it was."""
    each: tuple[tuple[str, str], ...] = ()
    """A letter of its own to each agency."""


@dataclass(frozen=True)
class DocumentsPage:
    title: str
    crumbs: Crumbs
    banner: str
    rows: tuple[DocumentRow, ...]


@dataclass(frozen=True)
class ChaseRow:
    agency: str
    owes: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChasePage:
    title: str
    all_href: str
    crumbs: Crumbs
    banner: str
    rows: tuple[ChaseRow, ...]
    avoid: tuple[str, ...]


@dataclass(frozen=True)
class ReadyPage:
    """The lock: each safeguard, and whether real reviews may be kept."""

    title: str
    crumbs: Crumbs
    verdict: str
    steps: tuple[tuple[str, str, str, str], ...]
    """Slug, words, state, address at which it is recorded (empty where one may not)."""
