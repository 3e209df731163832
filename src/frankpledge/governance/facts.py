"""Terms of reference, meetings and decisions as frozen facts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.succession import Holder, as_filled, chain_of
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.verdicts import Outcome, Reason

BODY_KINDS = {
    "partnership": "the partnership",
    "council": "the council",
    "scrutiny-committee": "the crime and disorder committee",
    "subgroup": "a group of the partnership",
}
MEETING_KINDS = {
    "ordinary": "Ordinary meeting",
    "public": "Public meeting",
    "extraordinary": "Extraordinary meeting",
    "committee": "Meeting of a committee",
}
STATUSES = {
    "planned": "Planned",
    "running": "Going on now",
    "adjourned": "Adjourned",
    "held": "Held",
    "inquorate": "Held without a quorum",
    "cancelled": "Cancelled",
}
OUTCOMES = {
    "carried": "Carried",
    "lost": "Lost",
    "withdrawn": "Withdrawn",
    "noted": "Noted",
    "tied": "Equal votes, no majority",
    "no_decision": "Nothing was decided",
    "undetermined": "It cannot be told",
}


@dataclass(frozen=True)
class SeatFacts:
    """A seat as the terms write it. `chain` is the body named, then those that followed it, in order.

    `category` is the slug of its class, `votes` what it has, `kind` the law's code of the authority it stands for.
    """

    slug: str
    name: str
    category: str
    votes: int
    office: str
    chain: tuple[Holder, ...]
    kind: str = ""

    @property
    def is_core(self) -> bool:
        """A core member has a vote; others are there by invitation."""
        return self.votes > 0


@dataclass(frozen=True)
class ClauseFacts:
    """A clause of the terms, in a short quotation or our own words."""

    slug: str
    heading: str
    text: str


@dataclass(frozen=True)
class TermsFacts:
    """The terms of reference in force over a period, of the partnership (`group` empty) or of one of its groups.

    `constitution` holds everything that they say; `sha256` is the hash of the file as it was written. `decision` is the
    decision that brought them into force, None for terms that were recorded as they stood.
    """

    id: UUID
    group: str
    period: Period
    constitution: Constitution
    sha256: str
    decision: UUID | None
    seats: tuple[SeatFacts, ...]

    @property
    def label(self) -> str:
        return self.constitution.label

    @property
    def dated(self) -> PartialDate | None:
        """The date that the document bears, of which the day may be unknown."""
        return self.constitution.dated

    @property
    def is_assumed(self) -> bool:
        """Nobody has the document: what it says is assumed, and every page that uses it says so."""
        return self.constitution.basis == "assumed"

    @property
    def source(self) -> str:
        return self.constitution.source

    @property
    def note(self) -> str:
        return self.constitution.note

    @cached_property
    def clauses(self) -> tuple[ClauseFacts, ...]:
        return tuple(ClauseFacts(one.slug, one.heading, one.text) for one in self.constitution.clauses)

    def clause(self, slug: str) -> ClauseFacts | None:
        return next((clause for clause in self.clauses if clause.slug == slug), None)

    def seat(self, slug: str) -> SeatFacts:
        """A seat by its slug. Raises KeyError."""
        for seat in self.seats:
            if seat.slug == slug:
                return seat
        raise KeyError(slug)

    def on(self, day: date) -> Constitution:
        """The terms for the engine, with each seat filled as it is on a day: what a meeting of that day is judged by."""
        return as_filled(self.constitution, {one.slug: one.chain for one in self.seats}, day)


def terms_facts(
    id_: UUID,
    group: str,
    terms: Constitution,
    sha256: str,
    decision: UUID | None,
    chains: Mapping[str, tuple[Holder, ...]],
) -> TermsFacts:
    """The facts of a version. `chains` gives the directory's chain of bodies for an organisation that it knows."""
    seats = tuple(
        SeatFacts(
            one.slug, one.name, one.member_class, terms.votes(one), one.office,
            chain_of(one, chains.get(one.organisations[0], ()), terms.nation), one.kind,
        )
        for one in terms.seats
    )  # fmt: skip
    return TermsFacts(id_, group, terms.period, terms, sha256, decision, seats)


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting; `present` holds the slugs of the seats that were there, None when nobody recorded it."""

    id: UUID
    slug: str
    title: str
    body: str
    body_kind: str
    held: PartialDate
    kind: str
    status: str
    source: str
    present: frozenset[str] | None
    group: str = ""


@dataclass(frozen=True)
class DecisionFacts:
    """A decision of a meeting. `quorum` is the outcome of the quorum rule, `ruling` what a person ruled instead.

    `condition` is what must happen before it takes effect, such as ‘subject to legal comments’.
    """

    id: UUID
    slug: str
    text: str
    body: str
    body_kind: str
    decided: PartialDate | None
    outcome: str
    effect: str
    about: str
    clause: str
    capacity: str
    quorum: Outcome
    ruling: str
    ruling_by: str
    source: str
    meeting: MeetingFacts | None = None
    condition: str = ""
    condition_met_on: date | None = None
    standing: str = ""
    """Whether the terms allowed it (`rules.meetings.judging.STANDINGS`); empty for one from before meetings were run here."""
    next_step: str = ""
    """What the engine says is to be done about it."""
    number: str = ""
    group: str = ""
    superseded_by: str = ""
    """The text of a later decision that stands in its place; empty while none does."""
    ground: tuple[Reason, ...] = ()
    """The clauses and the arithmetic of the verdict when it was made."""

    @property
    def waits_for(self) -> str:
        """What must still happen before it takes effect; empty when nothing must."""
        return "" if self.condition_met_on else self.condition

    @property
    def is_cured(self) -> bool:
        return self.standing == "cured"


@dataclass(frozen=True)
class ExternalDecisionFacts:
    """A decision of another body that the partnership's own step waits for, such as a council's adoption."""

    id: UUID
    slug: str
    text: str
    body: str
    body_kind: str
    decided: PartialDate
    effect: str
    about: str
    source: str
