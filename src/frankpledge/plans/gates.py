"""The steps of the plans that wait for a decision."""

from __future__ import annotations

from frankpledge.governance.api import Gate
from frankpledge.kernel.citations import Citation

_TERMS = Citation("Terms of reference", "function and decisions")
GATES = (
    Gate(
        "adopt-plan",
        "A plan is adopted by a decision of the partnership and then of the council.",
        "partnership",
        "council",
        Citation(
            "Practice of councils that keep the plan in their policy framework",
            note="The regulations fix no route; the council's constitution decides",
        ),
        "plans",
    ),
    Gate(
        "refresh-plan",
        "A plan's yearly refresh is agreed by the partnership.",
        "partnership",
        "",
        Citation(
            "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 10"
        ),
        "plans",
    ),
    Gate("agree-strategy", "A strategy is agreed by the partnership.", "partnership", "", _TERMS, "plans"),
    Gate(
        "agree-position-statement",
        "A position statement is agreed by the partnership.",
        "partnership",
        "",
        _TERMS,
        "plans",
    ),
)
