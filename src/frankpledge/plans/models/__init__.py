"""What the plans keep, a module per subject."""

from __future__ import annotations

from frankpledge.plans.models.plan import (
    Activity,
    AdoptionStep,
    Plan,
    PositionStatement,
    Priority,
    PriorityMeasure,
    Strategy,
)

__all__ = [
    "Activity", "AdoptionStep", "Plan", "PositionStatement", "Priority", "PriorityMeasure", "Strategy",
]  # fmt: skip
