"""Terms of reference, meetings and decisions as frozen facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.verdicts import Outcome, Reason

CATEGORIES = {"core": "Core member, with a vote", "invited": "Invited member, without a vote"}
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
CASTING_VOTES = {
    "chair": "The chair has a second or casting vote when votes are equal",
    "none": "There is no casting vote",
    "": "The terms do not say",
}


@dataclass(frozen=True)
class Holder:
    """A body that holds or follows to a seat; `ends_on` is its last day."""

    slug: str
    name: str
    kind: str
    ends_on: date | None


@dataclass(frozen=True)
class SeatFacts:
    """A seat as the terms write it. `chain` is the body named, then those that followed it, in order."""

    slug: str
    name: str
    category: str
    votes: int
    office: str
    chain: tuple[Holder, ...]

    @property
    def is_core(self) -> bool:
        return self.category == "core"


@dataclass(frozen=True)
class ClauseFacts:
    """A clause of the terms, in a short quotation or our own words."""

    slug: str
    heading: str
    text: str


@dataclass(frozen=True)
class TermsFacts:
    """The terms of reference in force over a period. None or an empty text: the terms are silent.

    `dated` is the date that the document bears, of which the day may be unknown.
    """

    id: UUID
    label: str
    dated: PartialDate | None
    period: Period
    is_assumed: bool
    source: str
    note: str
    quorum_count: int | None
    quorum_clause: str
    chair_office: str
    casting_vote: str
    meetings_a_year: int | None
    seats: tuple[SeatFacts, ...]
    clauses: tuple[ClauseFacts, ...]

    def clause(self, slug: str) -> ClauseFacts | None:
        return next((clause for clause in self.clauses if clause.slug == slug), None)

    def seat(self, slug: str) -> SeatFacts:
        """A seat by its slug. Raises KeyError."""
        for seat in self.seats:
            if seat.slug == slug:
                return seat
        raise KeyError(slug)


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
    standing: str = ""
    """Whether the terms allowed it (`rules.meetings.judging.STANDINGS`); empty for one from before meetings were run here."""
    next_step: str = ""
    """What the engine says is to be done about it."""
    condition: str = ""
    condition_met_on: date | None = None
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
