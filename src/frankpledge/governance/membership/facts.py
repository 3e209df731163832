"""What other subjects may know of members: frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.kernel.dates import Period

STANDINGS = {
    "holder": "Holder of the seat",
    "deputy": "Named deputy",
    "officer": "Supporting officer",
    "observer": "Observer",
}
METHODS = {
    "by-office": "By virtue of an office elsewhere",
    "election": "Elected",
    "rotation": "By rotation",
    "appointment": "Appointed",
}
GROUP_KINDS = {
    "standing": "Standing group",
    "task-and-finish": "Task-and-finish group",
    "operational": "Operational group",
}


@dataclass(frozen=True)
class TenureFacts:
    """Someone in a seat, or attending without one, from one day to another.

    `organisation` is the slug of the body they come from, empty where nobody recorded it; `is_senior` of None means
    that nobody recorded it at appointment.
    """

    id: UUID
    group: str
    seat: str
    standing: str
    person: str
    user: UUID | None
    organisation: str
    organisation_name: str
    post: str
    is_senior: bool | None
    seniority: str
    appointed_by: str
    ended_because: str
    period: Period
    row_version: int


@dataclass(frozen=True)
class OfficeFacts:
    """Who holds an office (`chair`, `vice-chair`, …), how they came to it and by which decision."""

    id: UUID
    group: str
    office: str
    seat: str
    person: str
    user: UUID | None
    how: str
    decision: UUID | None
    ended_because: str
    period: Period
    row_version: int


@dataclass(frozen=True)
class RemovingDecision:
    """A decision that may have removed somebody from an office; `has_effect` while it stands, carried, waiting for nothing."""

    id: UUID
    number: str
    text: str
    scope: str
    on: date | None
    has_effect: bool


@dataclass(frozen=True)
class GroupFacts:
    """A group below the partnership; `parent` is a slug, empty where it stands directly below."""

    id: UUID
    slug: str
    name: str
    parent: str
    kind: str
    remit: str
    note: str
    period: Period
    row_version: int
