"""Grading risks by a partnership's own matrix, and when the equality impact assessment is due again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

LEVELS = {"low": "Low", "medium": "Medium", "high": "High"}
CHARACTERISTICS = {
    "age": "Age",
    "disability": "Disability",
    "gender-reassignment": "Gender reassignment",
    "marriage": "Marriage and civil partnership",
    "maternity": "Pregnancy and maternity",
    "race": "Race",
    "religion": "Religion or belief",
    "sex": "Sex",
    "orientation": "Sexual orientation",
}
"""The protected characteristics of the Equality Act 2010, s 4."""
EFFECTS = {"positive": "Positive", "none": "None found", "negative": "Negative", "not-known": "Not known"}


@dataclass(frozen=True)
class Grades:
    """A matrix: likelihood and impact from 1 to `levels`; the product counts as medium, then high, from these scores on."""

    levels: int
    medium_from: int
    high_from: int


USUAL = Grades(5, 6, 15)
"""Five by five, as councils commonly have it; a partnership may record its own."""


@dataclass(frozen=True)
class Risk:
    """A risk as it is and as it is left after what is done about it."""

    title: str
    likelihood: int
    impact: int
    residual_likelihood: int
    residual_impact: int
    treatment: str = ""


@rule(source=Citation("Practice of councils", "risk matrix of likelihood and impact"))
def level(likelihood: int, impact: int, grades: Grades) -> str:
    """A risk is low, medium or high by likelihood times impact. ValueError outside the matrix."""
    for number in (likelihood, impact):
        if not 1 <= number <= grades.levels:
            raise ValueError(f"{number} is outside the matrix; it has the steps 1 to {grades.levels}")
    score = likelihood * impact
    return "high" if score >= grades.high_from else "medium" if score >= grades.medium_from else "low"


def overall(risks: Sequence[Risk], grades: Grades) -> tuple[str, str]:
    """The level of the plan before and after what is done: that of its gravest risk. Empty words where there is no risk."""
    if not risks:
        return "", ""
    order = list(LEVELS)
    now = max((level(one.likelihood, one.impact, grades) for one in risks), key=order.index)
    left = max(
        (level(one.residual_likelihood, one.residual_impact, grades) for one in risks), key=order.index
    )
    return now, left


@rule(source=Citation("Practice of councils", "residual risk"))
def treatment_lowers_the_risk(one: Risk) -> Verdict:
    """What is left of a risk is not graver than the risk, and is smaller only because of something that is done."""
    before, after = one.likelihood * one.impact, one.residual_likelihood * one.residual_impact
    reason = Reason("residual risk", f"{one.likelihood} × {one.impact} = {before}; {one.residual_likelihood} × "
                    f"{one.residual_impact} = {after}")  # fmt: skip
    if after > before:
        return fails(
            message("What is left of ‘{title}’ is graver than the risk itself.", title=one.title), reason
        )
    if after < before and not one.treatment.strip():
        return fails(
            message("‘{title}’ gets smaller, and nothing says what is done about it.", title=one.title),
            reason,
        )
    return holds(message("‘{title}’: {reason}.", title=one.title, reason=reason.working), reason)


@rule(source=Citation("Equality Act 2010", "s 149", "due again whenever the plan is reviewed"))
def equality_assessment_is_current(
    assessed: Sequence[PartialDate], *, plan_starts: date, reviewed: date | None, on: date
) -> Verdict:
    """The plan's equality impact is assessed before it is decided on, and again whenever the plan is reviewed.

    A day of which only the month or year is known counts as its last. `reviewed` is the last day on which the plan or a refresh of it was agreed; None: it was not yet.
    """
    done = sorted((one for one in assessed if one.earliest <= on), key=lambda one: one.latest)
    if not done:
        return fails(message("No equality impact assessment is recorded; it is due before the plan is decided on."),
                     Reason("s 149", f"the plan starts {short_date(plan_starts)}"))  # fmt: skip
    last = done[-1]
    if reviewed is not None and last.latest < reviewed and reviewed > plan_starts:
        text = message("Due again: the plan was reviewed on {reviewed}, and the last assessment is of {last}.",
                       reviewed=short_date(reviewed), last=last)  # fmt: skip
        return fails(text, Reason("s 149", f"{last} is before {short_date(reviewed)}"))
    return holds(message("Assessed {last}; due again when the plan is next reviewed.", last=last),
                 Reason("s 149", str(last)))  # fmt: skip


def unassessed(findings: Mapping[str, object]) -> tuple[str, ...]:
    """The protected characteristics about which an assessment says nothing."""
    return tuple(title for slug, title in CHARACTERISTICS.items() if slug not in findings)
