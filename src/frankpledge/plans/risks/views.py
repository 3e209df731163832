"""Risks and equality of a plan: before and after, the matrix, the assessment, and both into the paper of an item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import queries
from frankpledge.plans.asking import (
    Ask,
    Asked,
    Said,
    answer,
    as_day,
    choice,
    day,
    line,
    optional,
    partial_day,
    tick,
    whole,
    words,
)
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.layout import Part, SheetPage, address, crumbs, grid, row
from frankpledge.plans.risks import services
from frankpledge.plans.risks.services import RiskFacts
from frankpledge.plans.rules.risk import (
    CHARACTERISTICS,
    EFFECTS,
    LEVELS,
    Grades,
    Risk,
    equality_assessment_is_current,
)
from frankpledge.records.clock import today


def risks(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The risks of a plan and its equality impact assessment."""
    facts = queries.plan(partnership.slug, plan)
    if facts is None:
        raise NotFound("There is no such plan, or you may not know of it.")
    subject = Subject("partnership", partnership.id, partnership.slug)
    asks = _asks(partnership, facts, principal) if can(principal, Permission.PLAN_WRITE, subject) else []
    here = address("plan-risks", partnership, plan=plan)
    return answer(request, asks, lambda asked: risks_page(partnership, facts, asked), here=here)


def _fields(grades: Grades) -> dict[str, forms.Field]:
    steps = f"1 to {grades.levels}"
    return {
        "title": line("What may go wrong?", required=True, length=300),
        "likelihood": whole("How likely is it now?", low=1, high=grades.levels, hint=steps),
        "impact": whole("How grave would it be now?", low=1, high=grades.levels, hint=steps),
        "treatment": words("What is done about it?"),
        "residual_likelihood": whole("How likely is it then?", low=1, high=grades.levels, hint=steps),
        "residual_impact": whole("How grave would it be then?", low=1, high=grades.levels, hint=steps),
        "owner": line("Which post or body owns it?"),
    }  # fmt: skip


def _risk(said: Said) -> Risk:
    number = {
        name: int(str(said[name]))
        for name in ("likelihood", "impact", "residual_likelihood", "residual_impact")
    }
    return Risk(title=str(said["title"]), treatment=str(said["treatment"]), **number)


def _asks(partnership: PartnershipFacts, plan: PlanFacts, by: Principal) -> list[Ask]:
    grades, _ = services.grades_on(partnership.slug, today())
    where: dict[str, Any] = {"partnership": partnership.slug, "plan": plan.slug, "by": by}

    def add(said: Said, _version: int) -> str:
        services.add_risk(said=_risk(said), owner=str(said["owner"]), on=today(), **where)
        return "The risk is added."

    def matrix(said: Said, _version: int) -> str:
        made = Grades(int(str(said["levels"])), int(str(said["medium_from"])), int(str(said["high_from"])))
        services.record_matrix(
            partnership.slug,
            starts_on=as_day(said["starts_on"]),
            grades=made,
            source=str(said["source"]),
            by=by,
        )
        return "The matrix is recorded."

    def equality(said: Said, _version: int) -> str:
        findings = {
            slug: {"effect": str(said[f"effect-{slug}"]), "done": str(said[f"done-{slug}"])}
            for slug in CHARACTERISTICS
            if said[f"effect-{slug}"]
        }
        completed = said["completed"]
        if not isinstance(completed, PartialDate):
            raise TypeError("the form did not clean a day")
        services.record_equality(
            completed=completed, summary=str(said["summary"]), findings=findings, **where
        )
        return "The assessment is recorded. It is due again when the plan is next reviewed."

    equality_fields: dict[str, forms.Field] = {
        "completed": partial_day("When was it completed?"),
        "summary": words("What did it find?", required=True),
    }
    for slug, title in CHARACTERISTICS.items():
        equality_fields[f"effect-{slug}"] = choice(
            f"{title}: effect", optional(list(EFFECTS.items()), "Not said"), required=False
        )
        equality_fields[f"done-{slug}"] = line(f"{title}: what is done", length=500)
    asks = [
        Ask("risk", "Add the risk", _fields(grades), add, style="secondary"),
        Ask("equality", "Record the assessment", equality_fields, equality, style="secondary"),
        Ask("matrix", "Record the matrix",
            {"starts_on": day("From which day?"), "levels": whole("How many steps?", low=2, high=10),
             "medium_from": whole("Medium from which score?", low=2), "high_from": whole("High from which score?", low=3),
             "source": line("Where is that laid down?", length=300)}, matrix,
            start={"levels": grades.levels, "medium_from": grades.medium_from, "high_from": grades.high_from},
            style="secondary"),
    ]  # fmt: skip
    asks += _reviews(partnership, plan, grades, by)
    items = governance.items_about(partnership.slug, plan.slug)
    ahead = [one for one in items if one.on >= today()]
    if ahead:
        meetings = {str(one.item): one.meeting for one in ahead}

        def paper(said: Said, _version: int) -> str:
            item = str(said["item"])
            services.write_into_paper(meeting=meetings[item], item=UUID(item), on=today(), **where)
            return "Risk and equalities are written into the paper."

        options = [
            (str(one.item), f"{one.title}: {one.meeting_title}, {short_date(one.on)}") for one in ahead
        ]
        asks.append(
            Ask(
                "paper",
                "Write both into the paper",
                {"item": choice("Into the paper of which item?", options)},
                paper,
            )
        )
    return asks


def _reviews(partnership: PartnershipFacts, plan: PlanFacts, grades: Grades, by: Principal) -> list[Ask]:
    """One form a risk that is open, to look at it again."""
    return [
        _review(partnership, plan, one, grades, by)
        for one in services.risks_of(partnership.slug, plan.slug, today())
        if one.closed_on is None
    ]


def _review(
    partnership: PartnershipFacts, plan: PlanFacts, one: RiskFacts, grades: Grades, by: Principal
) -> Ask:
    def values(of: RiskFacts) -> dict[str, object]:
        risk = of.risk
        return {
            "title": risk.title, "likelihood": risk.likelihood, "impact": risk.impact, "treatment": risk.treatment,
            "residual_likelihood": risk.residual_likelihood, "residual_impact": risk.residual_impact, "owner": of.owner,
        }  # fmt: skip

    def save(said: Said, version: int) -> str:
        services.review_risk(
            partnership.slug, plan.slug, one.id, _risk(said), owner=str(said["owner"]), is_closed=bool(said["is_closed"]),
            on=today(), read_version=version, by=by,
        )  # fmt: skip
        return "The risk is reviewed."

    def current() -> tuple[int, dict[str, object]]:
        now = next(
            each for each in services.risks_of(partnership.slug, plan.slug, today()) if each.id == one.id
        )
        return now.row_version, values(now)

    fields = {**_fields(grades), "is_closed": tick("It is no risk any more")}
    name = f"review-{one.id.hex}"
    return Ask(
        name, "Save the review", fields, save, start=values(one), version=one.row_version, current=current
    )


def risks_page(partnership: PartnershipFacts, plan: PlanFacts, asked: Asked) -> SheetPage:
    """Risks before and after, the matrix by which they are graded, and equality with the day on which it is due again."""
    found = services.risks_of(partnership.slug, plan.slug, today())
    grades, source = services.grades_on(partnership.slug, today())
    parts: list[Part] = [
        *asked.theirs,
        Part(
            grid=grid(
                "Risks", ("Risk", "Now", "What is done", "After that", "Owner", "Looked at"),
                (
                    row(
                        one.risk.title, f"{LEVELS[one.current]} ({one.risk.likelihood} × {one.risk.impact})",
                        one.risk.treatment or "Nothing yet",
                        f"{LEVELS[one.residual]} ({one.risk.residual_likelihood} × {one.risk.residual_impact})", one.owner,
                        f"Closed {short_date(one.closed_on)}" if one.closed_on else short_date(one.reviewed_on),
                    )
                    for one in found
                ),
            )
        ),
        Part(
            text=(f"Graded by likelihood times impact, {source}: medium from {grades.medium_from}, high from {grades.high_from}.",)
        ),
    ]  # fmt: skip
    for one in found:
        name = f"review-{one.id.hex}"
        if asked.has(name):
            parts.append(asked.part(name, summary=f"Look again at ‘{one.risk.title}’"))
    if asked.has("risk"):
        parts.append(asked.part("risk", summary="Add a risk"))
        parts.append(asked.part("matrix", summary="Record another matrix"))
    parts += _equality(partnership, plan, asked)
    if asked.has("paper"):
        parts.append(asked.part("paper", "Into the paper of a meeting"))
    lead = f"{len(found)} risks are recorded." if len(found) != 1 else "One risk is recorded."
    if not found:
        lead = "No risk of this plan is recorded yet."
    within = crumbs(partnership, (plan.title, address("plan-called", partnership, plan=plan.slug)))
    return SheetPage(f"Risks and equality: {plan.title}", within, lead, tuple(parts), asked.errors)


def _equality(partnership: PartnershipFacts, plan: PlanFacts, asked: Asked) -> list[Part]:
    assessed = services.equality_of(partnership.slug, plan.slug)
    agreed = [
        step.on.earliest
        for each in queries.plans(partnership.slug)
        if each.slug == plan.slug or each.parent == plan.slug
        for step in each.steps
        if step.kind == "agreed"
    ]
    verdict = equality_assessment_is_current(
        [one.completed for one in assessed], plan_starts=plan.period.starts_on,
        reviewed=max(agreed, default=None), on=today(),
    )  # fmt: skip
    parts = [
        Part(heading="Equality impact", text=(str(verdict),) if verdict.holds else (), warning="" if verdict.holds else str(verdict))
    ]  # fmt: skip
    for one in assessed:
        rows = [
            row(CHARACTERISTICS[slug], EFFECTS[each["effect"]], each.get("done", ""))
            for slug, each in one.findings.items()
        ]
        parts.append(
            Part(
                text=(f"Assessed {one.completed}. {one.summary}",),
                grid=grid(f"Found {one.completed}", ("Characteristic", "Effect", "What is done"), rows),
            )
        )
    if asked.has("equality"):
        parts.append(asked.part("equality", summary="Record an equality impact assessment"))
    return parts
