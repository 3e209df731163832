"""Risks of a plan and its equality impact assessments, and how both go into the paper of an agenda item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from frankpledge.governance import api as governance
from frankpledge.governance.api import PartText
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.models import EqualityAssessment, PlanRisk, RiskMatrix
from frankpledge.plans.reaching import history, one_of, place_for, plan_row
from frankpledge.plans.rules.risk import (
    CHARACTERISTICS,
    EFFECTS,
    LEVELS,
    USUAL,
    Grades,
    Risk,
    level,
    overall,
    treatment_lowers_the_risk,
    unassessed,
)


@dataclass(frozen=True)
class RiskFacts:
    """A risk with its levels before and after what is done about it."""

    id: UUID
    risk: Risk
    current: str
    residual: str
    owner: str
    reviewed_on: date
    closed_on: date | None
    row_version: int


@dataclass(frozen=True)
class EqualityFacts:
    """An equality impact assessment; `findings` by characteristic: the effect and what is done."""

    completed: PartialDate
    summary: str
    findings: dict[str, dict[str, str]]
    source: str


def grades_on(partnership: str, on: date) -> tuple[Grades, str]:
    """The matrix of a day and where it is from; the usual one where the partnership recorded none."""
    row = RiskMatrix.objects.filter(partnership__slug=partnership, starts_on__lte=on).first()
    if row is None:
        return (
            USUAL,
            "the usual matrix of councils, five by five; the partnership has recorded none of its own",
        )
    return Grades(row.levels, row.medium_from, row.high_from), row.source or f"recorded from {row.starts_on}"


def risks_of(partnership: str, plan: str, on: date) -> tuple[RiskFacts, ...]:
    """The risks of a plan, graded by the matrix of the day."""
    grades, _ = grades_on(partnership, on)
    rows = PlanRisk.objects.filter(plan__partnership__slug=partnership, plan__slug=plan)
    return tuple(_risk(row, grades) for row in rows)


def _risk(row: PlanRisk, grades: Grades) -> RiskFacts:
    risk = Risk(
        row.title, row.likelihood, row.impact, row.residual_likelihood, row.residual_impact, row.treatment
    )
    top = grades.levels
    return RiskFacts(
        row.id, risk, level(min(row.likelihood, top), min(row.impact, top), grades),
        level(min(row.residual_likelihood, top), min(row.residual_impact, top), grades), row.owner, row.reviewed_on,
        row.closed_on, row.row_version,
    )  # fmt: skip


def equality_of(partnership: str, plan: str) -> tuple[EqualityFacts, ...]:
    """The equality impact assessments of a plan, the latest first."""
    rows = EqualityAssessment.objects.filter(plan__partnership__slug=partnership, plan__slug=plan)
    return tuple(
        EqualityFacts(PartialDate.parse(row.completed), row.summary, dict(row.findings), row.source) for row in rows
    )  # fmt: skip


@transaction.atomic
def record_matrix(partnership: str, *, starts_on: date, grades: Grades, source: str, by: Principal) -> None:
    """Record how the partnership grades risks from a day on. Raises `Refused` for levels that do not rise."""
    place, subject = place_for(partnership, by)
    if not 2 <= grades.levels <= 10:
        raise Refused("A matrix has from 2 to 10 steps.")
    if not 1 < grades.medium_from < grades.high_from <= grades.levels**2:
        raise Refused("Medium must begin above 1, high above medium, and high within the matrix.")
    if RiskMatrix.objects.filter(partnership_id=place.id, starts_on=starts_on).exists():
        raise Refused("A matrix from that day is recorded already.")
    RiskMatrix.objects.create(
        partnership_id=place.id, starts_on=starts_on, levels=grades.levels, medium_from=grades.medium_from,
        high_from=grades.high_from, source=source.strip(), recorded_by=by.name,
    )  # fmt: skip
    history("risk-matrix-recorded", subject, by, starts_on=starts_on.isoformat())


@transaction.atomic
def add_risk(partnership: str, plan: str, said: Risk, *, owner: str, on: date, by: Principal) -> None:
    """Add a risk to a plan. Raises `Refused` for a score outside the matrix or a treatment that does not fit."""
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    _check(partnership, said, on)
    last = row.risks.aggregate(last=Max("order"))["last"] or 0
    PlanRisk.objects.create(
        plan=row, order=last + 1, owner=owner.strip(), reviewed_on=on, recorded_by=by.name, **_values(said)
    )
    history("plan-risk-added", row.subject(), by, plan=plan, title=said.title.strip())


def _values(said: Risk) -> dict[str, object]:
    return {
        "title": said.title.strip(), "likelihood": said.likelihood, "impact": said.impact,
        "treatment": said.treatment.strip(), "residual_likelihood": said.residual_likelihood,
        "residual_impact": said.residual_impact,
    }  # fmt: skip


def _check(partnership: str, said: Risk, on: date) -> None:
    grades, _ = grades_on(partnership, on)
    if not said.title.strip():
        raise Refused("Say what may go wrong.")
    numbers = (said.likelihood, said.impact, said.residual_likelihood, said.residual_impact)
    if not all(1 <= one <= grades.levels for one in numbers):
        raise Refused(message("The matrix has the steps 1 to {levels}.", levels=grades.levels))
    verdict = treatment_lowers_the_risk(said)
    if not verdict.holds:
        raise Refused(verdict.message)


@transaction.atomic
def review_risk(
    partnership: str, plan: str, risk: UUID, said: Risk, *, owner: str, is_closed: bool, on: date, read_version: int,
    by: Principal,
) -> None:  # fmt: skip
    """Look at a risk again. Raises `Conflict` when somebody did so since it was read."""
    place_for(partnership, by)
    row = one_of(PlanRisk, "The plan has no such risk.", plan=plan_row(partnership, plan), id=risk)
    _check(partnership, said, on)
    values = _values(said)
    for name, value in values.items():
        setattr(row, name, value)
    row.owner, row.reviewed_on, row.closed_on = owner.strip(), on, on if is_closed else None
    row.save_version(read_version=read_version, fields=[*values, "owner", "reviewed_on", "closed_on"])
    history(
        "plan-risk-reviewed",
        plan_row(partnership, plan).subject(),
        by,
        plan=plan,
        title=row.title,
        closed=is_closed,
    )


@transaction.atomic
def record_equality(
    partnership: str, plan: str, *, completed: PartialDate, summary: str, findings: dict[str, dict[str, str]], source: str = "",
    by: Principal,
) -> None:  # fmt: skip
    """Record an equality impact assessment of a plan. Raises `Refused` without a summary or for an effect that is not known."""
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    if not summary.strip():
        raise Refused("Say in a few sentences what the assessment found.")
    for slug, found in findings.items():
        if slug not in CHARACTERISTICS or found.get("effect") not in EFFECTS:
            raise Refused(
                "Say for each characteristic whether the effect is positive, negative, none or not known."
            )
        if found["effect"] == "negative" and not found.get("done", "").strip():
            raise Refused(
                message("Say what is done about the negative effect on {what}.", what=CHARACTERISTICS[slug].lower())
            )  # fmt: skip
    EqualityAssessment.objects.create(
        plan=row, completed=completed.iso(), completed_earliest=completed.earliest, summary=summary.strip(),
        findings=findings, source=source.strip(), recorded_by=by.name,
    )  # fmt: skip
    history("equality-assessed", row.subject(), by, plan=plan, completed=completed.iso())


# Into the paper -----------------------------------------------------------------------------------------------------


def paper_parts(partnership: str, plan: str, on: date) -> tuple[PartText, PartText]:
    """The parts ‘risk’ and ‘equalities’ of the paper that puts a plan to a meeting, from the record as it stands."""
    grades, _ = grades_on(partnership, on)
    open_risks = [one for one in risks_of(partnership, plan, on) if one.closed_on is None]
    now, left = overall([one.risk for one in open_risks], grades)
    lines = [
        f"- {one.risk.title}: {LEVELS[one.current].lower()} now, {LEVELS[one.residual].lower()} after "
        f"{one.risk.treatment or 'nothing more is done'}."
        for one in open_risks
    ]
    risk = PartText(
        "risk",
        text="\n".join(["The plan's risks, the level of the plan being that of the gravest:", "", *lines]) if lines else "",
        none_because="" if lines else "No risk of the plan is recorded.",
        current_risk=now, residual_risk=left,
    )  # fmt: skip
    found = next(iter(equality_of(partnership, plan)), None)
    if found is None:
        return risk, PartText(
            "equalities", text="No equality impact assessment of this plan is recorded yet."
        )
    rest = unassessed(found.findings)
    lines = [
        f"- {CHARACTERISTICS[slug]}: {EFFECTS[one['effect']].lower()}{'; ' + one['done'] if one.get('done') else ''}."
        for slug, one in found.findings.items()
    ]
    text = [f"Assessed {found.completed}. {found.summary}", *(["", *lines] if lines else [])]
    if rest and lines:
        text += ["", f"Nothing is said of {', '.join(one.lower() for one in rest)}."]
    return risk, PartText("equalities", text="\n".join(text))


@transaction.atomic
def write_into_paper(
    partnership: str, plan: str, *, meeting: str, item: UUID, on: date, by: Principal
) -> None:
    """Write both parts into the paper of an agenda item, over what stood there. Raises `Conflict` if somebody writes meanwhile."""
    plan_row(partnership, plan)
    for part in paper_parts(partnership, plan, on):
        governance.write_paper_part(partnership, meeting, item, part, by=by)
