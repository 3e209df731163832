"""Delivery as pages, reports and other rooms know it. Frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from frankpledge.governance.rules.minutes.log import Logged
from frankpledge.kernel.dates import PartialDate
from frankpledge.plans.rules.delivery.progress import Progress

KINDS = {
    "initiative": "Initiative",
    "campaign": "Campaign",
    "consultation": "Consultation of the public",
    "project": "Project",
    "process": "Way of working",
    "training": "Training",
    "attitudes": "Work on attitudes",
    "commissioning": "Commissioning of services",
}
STATES = {"planned": "Planned", "under-way": "Under way", "done": "Done", "stopped": "Stopped"}
FUNDING_KINDS = {
    "bid": "Bid",
    "grant": "Grant",
    "partner": "A partner’s own money",
    "in-kind": "Help in kind",
}
FUNDING_STATES = {
    "preparing": "Being prepared",
    "sent": "Sent in",
    "won": "Won",
    "lost": "Not won",
    "ended": "Ended",
}
ROLE_KINDS = {"member-champion": "Member champion", "lead-professional": "Lead professional", "lead": "Lead"}
SHARES = {"done": Fraction(1), "planned": Fraction(0)}
"""How far something has got that has no parts; of what is under way it is not known."""


@dataclass(frozen=True)
class PlanActionFacts:
    """An action of the one log with what the plan knows of it."""

    action: Logged
    priority: str = ""
    initiative: str = ""
    starts: date | None = None
    weight: Fraction = Fraction(1)

    @property
    def owner(self) -> str:
        return self.action.owner or self.action.organisation

    @property
    def last_said(self) -> str:
        return self.action.updates[-1].text if self.action.updates else ""

    @property
    def share(self) -> Fraction | None:
        """1 when done, 0 while it is not; None when it was withdrawn and so is no part any more."""
        return {"done": Fraction(1), "withdrawn": None}.get(self.action.state, Fraction(0))


@dataclass(frozen=True)
class MilestoneFacts:
    id: UUID
    title: str
    due: PartialDate | None
    reached_on: date | None

    def is_late(self, on: date) -> bool:
        return self.reached_on is None and self.due is not None and self.due.latest < on


@dataclass(frozen=True)
class MoneyFacts:
    """Money for an initiative, in pounds; None where it is not known."""

    kind: str
    funder: str
    scheme: str
    state: str
    asked: Decimal | None
    granted: Decimal | None
    decided: PartialDate | None
    note: str


@dataclass(frozen=True)
class NoteFacts:
    on: date
    by: str
    text: str
    state: str


@dataclass(frozen=True)
class InitiativeFacts:
    """Something that is done, with everything recorded of it. `waits_for` and `parent` are slugs."""

    id: UUID
    slug: str
    row_version: int
    title: str
    kind: str
    state: str
    text: str
    place: str
    partners: tuple[str, ...]
    priority: str
    parent: str
    weight: Fraction
    owner: str
    owner_id: UUID | None
    organisation: str
    starts: PartialDate | None
    ends: PartialDate | None
    evidence: str
    source: str
    is_synthetic: bool
    milestones: tuple[MilestoneFacts, ...] = ()
    money: tuple[MoneyFacts, ...] = ()
    notes: tuple[NoteFacts, ...] = ()
    waits_for: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    actions: tuple[PlanActionFacts, ...] = ()
    progress: Progress = field(default_factory=lambda: Progress(None, 0))


@dataclass(frozen=True)
class RoleFacts:
    """A named role. `starts` as far as it is known; empty `person` where only the post is recorded."""

    kind: str
    about: str
    priority: str
    person: str
    post: str
    organisation: str
    starts: PartialDate | None
    ended_on: date | None
    source: str
    id: UUID | None = None
    row_version: int = 1

    @property
    def who(self) -> str:
        """The person, the post and the body, as far as they are recorded."""
        return ", ".join(part for part in (self.person, self.post, self.organisation) if part)

    def holds(self, on: date) -> bool:
        return (self.starts is None or self.starts.earliest <= on) and (
            self.ended_on is None or self.ended_on >= on
        )


@dataclass(frozen=True)
class CommitmentFacts:
    priority: str
    position: str
    text: str
    days_a_year: Decimal | None
    pounds_a_year: Decimal | None


@dataclass(frozen=True)
class PartnerPlanFacts:
    """A partner's own delivery plan and what it commits."""

    id: UUID
    organisation: str
    title: str
    starts_on: date
    ends_on: date
    href: str
    source: str
    commitments: tuple[CommitmentFacts, ...]
