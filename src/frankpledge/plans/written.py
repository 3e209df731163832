"""What people write about a plan, as frozen facts ready to be recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.plans.facts import MeasureLink, StrategyFacts


@dataclass(frozen=True)
class NewPriority:
    slug: str
    title: str
    kind: str
    outcome: str
    why: str
    measures: tuple[MeasureLink, ...]
    issue: str = ""
    public_views: str = ""
    otherwise_because: str = ""
    follows: str = ""


@dataclass(frozen=True)
class NewActivity:
    """`priority` is a slug of the same plan, or empty."""

    text: str
    kind: str
    state: str
    place: str
    partners: tuple[str, ...]
    starts: PartialDate | None
    ends: PartialDate | None
    priority: str
    source: str


@dataclass(frozen=True)
class NewPlan:
    """`parent` is the slug of the plan that this one refreshes, or empty."""

    slug: str
    title: str
    period: Period
    parent: str
    resources: str
    engagement: str
    source: str
    note: str
    priorities: tuple[NewPriority, ...]
    strategies: tuple[StrategyFacts, ...]
    activities: tuple[NewActivity, ...]
    public_help: str = ""
    aims: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The words of each aim and the measures that tell whether it is met."""


@dataclass(frozen=True)
class NewPosition:
    """`decision` is the slug of the decision that agreed it, or empty."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    agreed: PartialDate | None
    decision: str
    source: str


@dataclass(frozen=True)
class Ranking:
    """What the assessment said of a priority when the plan took it up; `binding` names that figure."""

    text: str
    binding: str
    reason: str
