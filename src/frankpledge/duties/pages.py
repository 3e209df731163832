"""Exactly what each page of duties shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from frankpledge.web.pictures import YearRing

Crumbs = tuple[tuple[str, str], ...]
Words = tuple[str, ...]


@dataclass(frozen=True)
class Tagged:
    """A state in words, with the colour that only helps."""

    text: str
    colour: str


@dataclass(frozen=True)
class Line:
    """One obligation."""

    when: str
    title: str
    href: str
    label: str
    whose: str
    strength: str
    state: Tagged
    because: str
    proofs: Words


@dataclass(frozen=True)
class DutiesPage:
    """The obligations of a year."""

    title: str
    crumbs: Crumbs
    ring: YearRing | None
    counts: tuple[tuple[str, str], ...]
    pressing: tuple[Line, ...]
    lines: tuple[Line, ...]
    year: str
    years: tuple[tuple[str, str], ...]
    whose: tuple[tuple[str, str, bool], ...]
    links: tuple[tuple[str, str], ...]
    write_href: str
    held: str


@dataclass(frozen=True)
class Version:
    period: str
    nation: str
    strength: str
    text: str
    basis: str
    note: str
    is_now: bool


@dataclass(frozen=True)
class Entry:
    on: str
    label: str
    link: str
    file_href: str
    by: str
    withdraw_href: str


@dataclass(frozen=True)
class DutyPage:
    """One duty: the rule today, its versions, its obligations around today, and what was recorded by hand."""

    title: str
    crumbs: Crumbs
    code: str
    lead: Words
    facts: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    versions: tuple[Version, ...]
    entries: tuple[Entry, ...]
    excuses: tuple[str, ...]
    reminder: str
    actions: tuple[tuple[str, str], ...]
    not_done: tuple[tuple[str, str, bool], ...]
    """Obligations one may look at: key, words, and whether it was said already that it was not done."""
    not_done_href: str


@dataclass(frozen=True)
class OnPage:
    """What was owed on two or three days, side by side."""

    title: str
    crumbs: Crumbs
    on: str
    then: str
    also: str
    errors: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    listed: tuple[tuple[str, ...], ...]
    bodies: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    same: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HorizonRow:
    title: str
    stage: str
    expected: str
    prepare: tuple[tuple[str, bool, str], ...]
    """What to prepare, whether it is done, and the address that ticks it."""
    touches: Words
    local_practice: str
    note: str
    take_up_href: str
    close_href: str
    closed: str


@dataclass(frozen=True)
class LawPage:
    """What a change of law makes wrong on a day, and what is coming."""

    title: str
    crumbs: Crumbs
    on: str
    errors: tuple[tuple[str, str], ...]
    said: str
    changes: tuple[tuple[str, str, str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    days: tuple[tuple[str, str], ...]
    horizon: tuple[HorizonRow, ...]
    closed: tuple[HorizonRow, ...]
    add_href: str


@dataclass(frozen=True)
class StatementPage:
    """How the duties of a year stood."""

    title: str
    crumbs: Crumbs
    lead: Words
    year: str
    years: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    others: tuple[tuple[str, ...], ...]
    custom: tuple[tuple[str, ...], ...]
    files: tuple[tuple[str, str], ...]
    release_href: str
    withdraw_href: str
    public: str
    public_href: str


@dataclass(frozen=True)
class PublicPage:
    """The statements that the public may read."""

    title: str
    crumbs: Crumbs
    lead: Words
    heads: Words
    years: tuple[tuple[str, str, tuple[tuple[str, str], ...], tuple[tuple[str, ...], ...], str], ...]
    """Year, on which day it stood so, counts, rows, and the address of the same as CSV."""


@dataclass(frozen=True)
class CoveragePage:
    title: str
    crumbs: Crumbs
    lead: Words
    rows: tuple[tuple[str, ...], ...]
    holes: int


@dataclass(frozen=True)
class ElectionsPage:
    title: str
    crumbs: Crumbs
    lead: Words
    held: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[str, ...], str], ...]
    running_on: tuple[tuple[str, str], ...]
    add_href: str = ""
    extra: Words = field(default_factory=tuple)
