"""What people write about terms, meetings and decisions, as frozen facts ready to be recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.governance.facts import ClauseFacts
from frankpledge.kernel.dates import PartialDate, Period


@dataclass(frozen=True)
class NewSeat:
    slug: str
    name: str
    organisation: str
    category: str
    votes: int
    office: str


@dataclass(frozen=True)
class NewTerms:
    """A version of the terms; None or an empty text where they are silent."""

    label: str
    dated: PartialDate | None
    period: Period
    text: str
    is_assumed: bool
    source: str
    note: str
    quorum_count: int | None
    quorum_clause: str
    chair_office: str
    casting_vote: str
    meetings_a_year: int | None
    seats: tuple[NewSeat, ...]
    clauses: tuple[ClauseFacts, ...]


@dataclass(frozen=True)
class NewMeeting:
    """A meeting; `present` holds seat slugs, None when who was there is not known."""

    slug: str
    title: str
    body: str
    body_kind: str
    held: PartialDate
    kind: str
    status: str
    source: str
    present: tuple[str, ...] | None


@dataclass(frozen=True)
class NewDecision:
    """A decision; `meeting` is a slug or empty."""

    slug: str
    meeting: str
    text: str
    outcome: str
    effect: str
    about: str
    clause: str
    capacity: str
    ruling: str
    ruling_by: str
    source: str


@dataclass(frozen=True)
class NewExternalDecision:
    slug: str
    body: str
    body_kind: str
    decided: PartialDate
    text: str
    effect: str
    about: str
    source: str
