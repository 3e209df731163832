"""What the law library holds, as frozen facts. Days are inclusive at both ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import PartialDate, Period

NATIONS = ("E", "W")
"""England and Wales; a row for both says EW."""


class Standing(StrEnum):
    """How far a row has been checked against the public page it cites."""

    READ = "read"  # the page was read for this fact
    GENERAL = "GK"  # believed correct from general knowledge, the page not read
    UNVERIFIED = "not verified"  # looked for and not confirmed: never a hard rule


class Strength(StrEnum):
    """Who says so: Act or regulations, statutory guidance, custom, a partnership's own terms, or only our advice."""

    MUST = "MUST"
    GUIDANCE = "GUID"
    PRACTICE = "PRACTICE"
    LOCAL = "LOCAL"
    DESIGN = "DESIGN"


CUSTOMARY = frozenset({Strength.PRACTICE, Strength.LOCAL, Strength.DESIGN})
"""What no law and no guidance asks for: it is never late in law."""
STRENGTH_WORDS = {
    Strength.MUST: "Law",
    Strength.GUIDANCE: "Statutory guidance",
    Strength.PRACTICE: "Custom",
    Strength.LOCAL: "Local: the partnership’s own choice",
    Strength.DESIGN: "Our advice",
}


class Owner(StrEnum):
    """Whose a duty is. The responsible authorities owe jointly what the partnership is said to owe."""

    PARTNERSHIP = "partnership"
    EACH_AUTHORITY = "each-authority"
    COUNTY_GROUP = "county-group"
    COMMITTEE = "committee"
    POLICING_BODY = "policing-body"
    SERIOUS_VIOLENCE = "serious-violence-authorities"
    DOMESTIC_ABUSE = "da-authority"
    BOARD = "da-board"
    ANTI_SOCIAL = "asb-bodies"
    PUBLISHER = "publisher"
    SECRETARIAT = "secretariat"


OWN = frozenset({Owner.PARTNERSHIP, Owner.SECRETARIAT})
"""Owners whose duties are the partnership's own; every other body keeps its own duties."""
OWNER_WORDS = {
    Owner.PARTNERSHIP: "The partnership",
    Owner.EACH_AUTHORITY: "Each authority for itself",
    Owner.COUNTY_GROUP: "The county strategy group",
    Owner.COMMITTEE: "The crime and disorder committee",
    Owner.POLICING_BODY: "The local policing body",
    Owner.SERIOUS_VIOLENCE: "The authorities of the serious violence duty",
    Owner.DOMESTIC_ABUSE: "The council, under the Domestic Abuse Act 2021",
    Owner.BOARD: "The domestic abuse local partnership board",
    Owner.ANTI_SOCIAL: "The bodies of the anti-social behaviour case review",
    Owner.PUBLISHER: "Whoever publishes",
    Owner.SECRETARIAT: "The secretariat",
}


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
    number: str = ""
    """As it is cited: ‘SI 2007/1830’, ‘1998 c. 37’; empty where it has none or it was not found."""
    amended_by: tuple[str, ...] = ()
    """Slugs of the instruments that change it."""

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
    also: tuple[str, ...] = ()
    """Other ways in which people write it, such as CCG."""


@dataclass(frozen=True)
class Strategy(DatedRow):
    """A strategy that section 6(1) requires."""

    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Provision:
    """A place in an instrument, in our own words, and when it holds in each nation; nowhere while it is not in force."""

    instrument: str
    ref: str
    title: str
    periods: Mapping[str, Period]
    provenance: Provenance
    amended_by: tuple[str, ...] = ()

    def is_in_force(self, nation: str, on: date) -> bool:
        return nation in self.periods and on in self.periods[nation]


@dataclass(frozen=True)
class Definition(DatedRow):
    """What a word of the law means. `measures` are words in the titles of measures whose counts rest on it."""

    text: str = ""
    measures: tuple[str, ...] = ()
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Clock:
    """How a deadline is worked out (`law.clocks` says how for each kind). `event` starts it; `by` is the day of a first
    time; `target` and `target_days` are our advice where no day is fixed; `reading` names how the words are read.
    """

    kind: str = "standing"
    event: str = ""
    months: int = 0
    days: int = 0
    by: date | None = None
    target: str = ""
    target_days: int | None = None
    reading: str = ""


@dataclass(frozen=True)
class Duty(DatedRow):
    """Something that must, should or by custom is done. `recurrence` is a code, `deadline` the rule in words, `clock` the
    rule as data; `proved_by` is the kind of evidence that shows it done, `subjects` are words that people use for it.
    """

    strength: Strength = Strength.MUST
    who: str = ""
    recurrence: str = ""
    deadline: str = ""
    evidence: str = ""
    basis: tuple[Citation, ...] = ()
    owner: Owner = Owner.PARTNERSHIP
    clock: Clock = Clock()
    proved_by: str = ""
    subjects: tuple[str, ...] = ()

    @property
    def is_custom(self) -> bool:
        """Whether neither law nor guidance asks for it; it is then never late in law."""
        return self.strength in CUSTOMARY

    @property
    def is_own(self) -> bool:
        """Whether it is the partnership's own, not another body's."""
        return self.owner in OWN


@dataclass(frozen=True)
class Coming:
    """A change that is announced, in a bill, or enacted and not yet in force; `expected` may be imprecise or absent."""

    code: str
    title: str
    nation: str
    stage: str
    who: str
    touches: tuple[str, ...]
    prepare: tuple[str, ...]
    provenance: Provenance
    instrument: str
    known_on: date
    """The first day on which anybody could know of it: the announcement, the bill, Royal Assent."""
    expected: PartialDate | None = None


@dataclass(frozen=True)
class Listed:
    """An entry of the list of duties that terms of reference usually give, and the duties of the register behind it."""

    code: str
    title: str
    duties: tuple[str, ...]


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
    provisions: tuple[Provision, ...] = ()
    definitions: tuple[Definition, ...] = ()
    coming: tuple[Coming, ...] = ()
    listed: tuple[Listed, ...] = ()
