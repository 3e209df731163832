"""What the plans keep, a module per subject."""

from __future__ import annotations

from frankpledge.plans.models.delivery import (
    Commitment,
    Dependency,
    Funding,
    Initiative,
    Milestone,
    NamedRole,
    PartnerPlan,
    PlanAction,
    ProgressNote,
)
from frankpledge.plans.models.editions import (
    ActivityFunding,
    ActivityMeasure,
    Aim,
    AimMeasure,
    PlanCopy,
    PlanIssue,
    PositionLink,
    YearPriority,
)
from frankpledge.plans.models.measures import (
    MeasureDefinition,
    MeasureEntry,
    MeasureState,
    MeasureStory,
    MeasureTarget,
    PlanMeasure,
)
from frankpledge.plans.models.plan import (
    Activity,
    AdoptionStep,
    Plan,
    PositionStatement,
    Priority,
    PriorityMeasure,
    Strategy,
)
from frankpledge.plans.models.policing import (
    Cooperation,
    GrantReturn,
    PolicingObjective,
    PolicingPlan,
    PolicingRequirement,
    Regard,
)
from frankpledge.plans.models.risks import EqualityAssessment, PlanRisk, RiskMatrix
from frankpledge.plans.models.starting import DraftedLine, PlanUpload
from frankpledge.plans.models.strategies import (
    KeptStrategy,
    StrategyConsultee,
    StrategyEvent,
    StrategyExclusion,
    StrategyReturn,
)

__all__ = [
    "Activity", "ActivityFunding", "ActivityMeasure", "AdoptionStep", "Aim", "AimMeasure", "Commitment",
    "Cooperation", "Dependency", "DraftedLine", "EqualityAssessment", "Funding", "GrantReturn", "Initiative",
    "KeptStrategy", "MeasureDefinition", "MeasureEntry", "MeasureState", "MeasureStory", "MeasureTarget",
    "Milestone", "NamedRole", "PartnerPlan", "Plan", "PlanAction", "PlanCopy", "PlanIssue", "PlanMeasure",
    "PlanRisk", "PlanUpload", "PolicingObjective", "PolicingPlan", "PolicingRequirement", "PositionLink",
    "PositionStatement", "Priority", "PriorityMeasure", "ProgressNote", "Regard", "RiskMatrix", "Strategy",
    "StrategyConsultee", "StrategyEvent", "StrategyExclusion", "StrategyReturn", "YearPriority",
]  # fmt: skip
