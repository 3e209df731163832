"""Plans, priorities, strategies, activities and their measures as frozen facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from frankpledge.kernel.dates import PartialDate, Period

PRIORITY_KINDS = {"priority": "Priority", "monitored": "Monitored, not a priority"}
RELATIONS = {
    "exact": "Measures it",
    "proxy": "Stands in for it",
    "none": "No measure from this source",
}
ACTIVITY_STATES = {"done": "Done", "under-way": "Under way", "planned": "Planned"}
ACTIVITY_KINDS = {
    "initiative": "Initiative",
    "campaign": "Campaign",
    "project": "Project",
    "process": "Way of working",
    "training": "Training",
    "role": "Named role",
}
STATUSES = {"draft": "Draft", "adopted": "Adopted", "withdrawn": "Withdrawn"}
FUNDING = {
    "money": "Money",
    "grant": "Grant",
    "time": "Partners’ time and effort",
    "none": "Needs nothing more",
}
STRANDS = {"prevention": "Prevention", "victims": "Victims", "offenders": "Offenders"}
STEPS = {
    "agreed": "Agreed",
    "adopted": "Adopted",
    "published": "Summary published",
    "sent": "Sent to the local policing body",
}


@dataclass(frozen=True)
class MeasureLink:
    """How a priority is counted from one source. `binding` names the figure to print; empty when there is none.

    With `relation` none there is no measure, and `extract` says what to ask the source for.
    """

    measure: str
    source: str
    relation: str
    binding: str
    extract: str
    note: str


@dataclass(frozen=True)
class FundingFacts:
    """What an activity costs and who gives it. `amount` in pounds; None when it is not known or not money."""

    kind: str
    amount: Decimal | None
    given_by: str
    note: str


def funding_words(one: FundingFacts) -> str:
    """‘Grant from the Home Office, £12,500’."""
    amount = f", £{one.amount:,.2f}".removesuffix(".00") if one.amount is not None else ""
    given = f" from {one.given_by}" if one.kind != "none" else ""
    return f"{FUNDING[one.kind]}{given}{amount}"


@dataclass(frozen=True)
class ActivityFacts:
    """Something done under the plan. `state` is a key of `ACTIVITY_STATES`; dates as far as they are known."""

    id: UUID
    text: str
    kind: str
    state: str
    place: str
    partners: tuple[str, ...]
    starts: PartialDate | None
    ends: PartialDate | None
    priority: str
    source: str
    funding: tuple[FundingFacts, ...] = ()
    measures: tuple[str, ...] = ()
    row_version: int = 1


@dataclass(frozen=True)
class PriorityFacts:
    """A priority or a monitored issue, with how it is counted and what is done.

    `rank_text` and `rank_reason` are the assessment's ranking as it stood when the plan took it up; both empty
    when the plan did not say. `rank_binding` names that figure.
    """

    id: UUID
    slug: str
    order: int
    title: str
    kind: str
    outcome: str
    why: str
    rank_text: str
    rank_binding: str
    rank_reason: str
    measures: tuple[MeasureLink, ...]
    activities: tuple[ActivityFacts, ...]
    issue: str = ""
    public_views: str = ""
    otherwise_because: str = ""
    follows: str = ""
    row_version: int = 1

    @property
    def answers(self) -> str:
        """The slug of the assessment's issue that it answers, if there is one of that slug."""
        return self.issue or self.slug

    @property
    def is_priority(self) -> bool:
        return self.kind == "priority"

    @property
    def evidence(self) -> MeasureLink | None:
        """The link whose figure stands for the priority: the first that measures it, else the first proxy."""
        linked = [link for link in self.measures if link.relation != "none" and link.binding]
        return next((link for link in linked if link.relation == "exact"), linked[0] if linked else None)

    @property
    def next_step(self) -> ActivityFacts | None:
        """The first thing planned, else the first under way; None when nothing is ahead."""
        for state in ("planned", "under-way"):
            for activity in self.activities:
                if activity.state == state:
                    return activity
        return None


@dataclass(frozen=True)
class StrategyFacts:
    """A strategy kept beside the plan; `law_strategy` is the code of the one that law requires, or empty."""

    title: str
    owner: str
    area: str
    law_strategy: str
    note: str
    source: str


@dataclass(frozen=True)
class StepFacts:
    """A step of the plan's adoption or publication, with the day as far as it is known."""

    kind: str
    body: str
    on: PartialDate
    source: str
    note: str


@dataclass(frozen=True)
class PositionFacts:
    """A position statement as agreed; `decision` is the slug of the decision that agreed it."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    agreed: PartialDate | None
    decision: str
    source: str


@dataclass(frozen=True)
class AimFacts:
    """What the plan as a whole is to bring about, and the measures by which that is told."""

    slug: str
    text: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class YearPriorityFacts:
    """What comes first in twelve months; `priority` is a slug of the plan, or empty."""

    id: UUID
    title: str
    because: str
    period: Period
    priority: str
    emerging: UUID | None


@dataclass(frozen=True)
class IssueOfPlan:
    """One issue of the plan: the first is 1, a later one amends and says why."""

    number: int
    on: date
    because: str
    sha256: str
    copies: tuple[CopyFacts, ...]


@dataclass(frozen=True)
class CopyFacts:
    """A copy sent to a body, with its receipt."""

    id: UUID
    body: str
    how: str
    sent_on: date
    received_on: date | None
    received_by: str
    receipt: str
    row_version: int


@dataclass(frozen=True)
class PlanFacts:
    """A plan with everything in it, in order. `parent` is the slug of the plan that it refreshes."""

    id: UUID
    slug: str
    title: str
    period: Period
    status: str
    parent: str
    resources: str
    engagement: str
    source: str
    note: str
    priorities: tuple[PriorityFacts, ...]
    strategies: tuple[StrategyFacts, ...]
    activities: tuple[ActivityFacts, ...]
    steps: tuple[StepFacts, ...]
    public_help: str = ""
    aims: tuple[AimFacts, ...] = ()
    year_priorities: tuple[YearPriorityFacts, ...] = ()
    issues: tuple[IssueOfPlan, ...] = ()
    equality: tuple[tuple[PartialDate, str], ...] = ()
    """When equality impact was assessed, and the summary of what was found; the latest first."""
    row_version: int = 1

    def only(self, kind: str) -> tuple[PriorityFacts, ...]:
        """The priorities, or the monitored issues."""
        return tuple(one for one in self.priorities if one.kind == kind)

    def priority(self, slug: str) -> PriorityFacts | None:
        return next((one for one in self.priorities if one.slug == slug), None)

    def step(self, kind: str) -> StepFacts | None:
        return next((step for step in self.steps if step.kind == kind), None)

    def is_in_force(self, on: date) -> bool:
        return self.status == "adopted" and on in self.period
