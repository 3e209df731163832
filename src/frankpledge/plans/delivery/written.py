"""What people write about delivery, ready to be recorded. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from frankpledge.kernel.dates import PartialDate


@dataclass(frozen=True)
class NewPlanAction:
    """An action under the plan: what the log takes, and what only the plan knows."""

    text: str
    owner_name: str = ""
    owner: UUID | None = None
    organisation: UUID | None = None
    priority: str = ""
    initiative: str = ""
    starts: date | None = None
    due: date | None = None
    weight: Decimal = Decimal(1)
    number: str = ""


@dataclass(frozen=True)
class NewMilestone:
    title: str
    due: PartialDate | None = None
    reached_on: date | None = None


@dataclass(frozen=True)
class NewMoney:
    kind: str
    funder: str
    state: str
    scheme: str = ""
    asked: Decimal | None = None
    granted: Decimal | None = None
    decided: PartialDate | None = None
    note: str = ""


@dataclass(frozen=True)
class NewInitiative:
    """`parent` and `waits_for` are slugs; `organisation` a slug of the directory."""

    slug: str
    title: str
    kind: str
    state: str
    text: str = ""
    place: str = ""
    partners: tuple[str, ...] = ()
    priority: str = ""
    parent: str = ""
    weight: Decimal = Decimal(1)
    owner_name: str = ""
    organisation: str = ""
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    evidence: str = ""
    source: str = ""
    is_synthetic: bool = False
    milestones: tuple[NewMilestone, ...] = ()
    money: tuple[NewMoney, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewRole:
    kind: str
    about: str
    priority: str = ""
    person: str = ""
    post: str = ""
    organisation: str = ""
    starts: PartialDate | None = None
    ended_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class NewCommitment:
    text: str
    priority: str = ""
    position: str = ""
    days_a_year: Decimal | None = None
    pounds_a_year: Decimal | None = None


@dataclass(frozen=True)
class NewPartnerPlan:
    organisation: str
    title: str
    starts_on: date
    ends_on: date
    href: str = ""
    source: str = ""
    commitments: tuple[NewCommitment, ...] = ()
