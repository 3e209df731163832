"""What the plans keep, a module per subject."""

from __future__ import annotations

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
    "Activity", "ActivityFunding", "ActivityMeasure", "AdoptionStep", "Aim", "AimMeasure", "Cooperation",
    "DraftedLine", "EqualityAssessment", "GrantReturn", "KeptStrategy", "Plan", "PlanCopy", "PlanIssue", "PlanRisk",
    "PlanUpload", "PolicingObjective", "PolicingPlan", "PolicingRequirement", "PositionLink", "PositionStatement",
    "Priority", "PriorityMeasure", "Regard", "RiskMatrix", "Strategy", "StrategyConsultee", "StrategyEvent",
    "StrategyExclusion", "StrategyReturn", "YearPriority",
]  # fmt: skip
