"""What the law library holds, as frozen facts. Days are inclusive at both ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import Period

NATIONS = ("E", "W")
"""England and Wales; a row for both says EW."""


class Standing(StrEnum):
    """How far a row has been checked against the public page it cites."""

    READ = "read"  # the page was read for this fact
    GENERAL = "GK"  # believed correct from general knowledge, the page not read
    UNVERIFIED = "not verified"  # looked for and not confirmed: never a hard rule


class Strength(StrEnum):
    """Who says so: Act or regulations, statutory guidance, custom, or a partnership's own terms."""

    MUST = "MUST"
    GUIDANCE = "GUID"
    PRACTICE = "PRACTICE"
    LOCAL = "LOCAL"


@dataclass(frozen=True)
class Provenance:
    """The code of the public page a row rests on (`sources.toml`), and how far it was checked."""

    source: str
    verified: Standing
    dates_verified: Standing
    note: str = ""


@dataclass(frozen=True)
class Instrument:
    """An Act, regulations, order or guidance. `in_force` gives the first day of what is used here, by nation."""

    slug: str
    title: str
    year: int
    kind: str
    nation: str
    provenance: Provenance
    in_force: Mapping[str, date] = field(default_factory=dict)
    made_on: date | None = None
    address: str = ""

    def is_in_force(self, nation: str, on: date) -> bool:
        """Whether what is used of it is in force in a nation on a day; a commencement not known is not yet."""
        started = self.in_force.get(nation)
        return started is not None and started <= on


@dataclass(frozen=True)
class DatedRow:
    """What every row that holds from one day to another has in common."""

    code: str
    title: str
    nation: str
    period: Period
    provenance: Provenance
    where: str = ""
    """The kind of area it is limited to (two-tier, london …); everywhere when empty."""

    def applies(self, nation: str, on: date) -> bool:
        return nation in self.nation and on in self.period


@dataclass(frozen=True)
class AuthorityType(DatedRow):
    """A kind of responsible authority under section 5(1); `successor` is the code of the kind that follows it."""

    successor: str = ""


@dataclass(frozen=True)
class BodyName(DatedRow):
    """What bodies of a kind were called; `kind` is an authority type or a role, `successor` another name's code."""

    kind: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Strategy(DatedRow):
    """A strategy that section 6(1) requires."""

    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Duty(DatedRow):
    """Something that must, should or by custom is done. `recurrence` is a code, `deadline` the rule in words."""

    strength: Strength = Strength.MUST
    who: str = ""
    recurrence: str = ""
    deadline: str = ""
    evidence: str = ""
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class ContentRule(DatedRow):
    """A part that a statutory document must have, such as SA-c or CP-e."""

    heading: str = ""
    strength: Strength = Strength.MUST
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class GroupMinimum(DatedRow):
    """What a strategy group needs: so many persons appointed by authorities, one of each, a senior one of each, and what
    the arrangements for its chair must give (`appointment`, `term`, `removal`).
    """

    persons: int = 0
    each_authority: bool = False
    is_senior: bool = False
    chair: tuple[str, ...] = ()
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class BoardHead(DatedRow):
    """Whom a domestic abuse local partnership board must have; `kinds` of seat stand for it without its being said."""

    kinds: tuple[str, ...] = ()
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class SpecifiedAuthority(DatedRow):
    """An authority of the serious violence duty, by the code of its kind."""

    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Source:
    """A public page and where it is."""

    code: str
    title: str
    address: str


@dataclass(frozen=True)
class Library:
    """The whole of the law as data."""

    sources: Mapping[str, Source]
    instruments: Mapping[str, Instrument]
    authorities: tuple[AuthorityType, ...]
    bodies: tuple[BodyName, ...]
    strategies: tuple[Strategy, ...]
    duties: tuple[Duty, ...]
    assessment_sections: tuple[ContentRule, ...]
    plan_sections: tuple[ContentRule, ...]
    groups: tuple[GroupMinimum, ...] = ()
    heads: tuple[BoardHead, ...] = ()
    specified: tuple[SpecifiedAuthority, ...] = ()
