"""Pages about the policing body: its objectives, regard in both directions, the log, requirements, grants; and its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.plans import queries as plans
from frankpledge.plans.asking import (
    Ask,
    Asked,
    Said,
    answer,
    as_day,
    choice,
    day,
    line,
    lines_of,
    optional,
    pounds,
    whole,
    words,
)
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row, show
from frankpledge.plans.policing import queries, services
from frankpledge.plans.policing.queries import GrantFacts, PolicingPlanFacts
from frankpledge.plans.policing.services import LOGGED, NewGrantReturn, NewPolicingPlan, NewRegard
from frankpledge.plans.rules.regard import (
    ANSWERS,
    OURS,
    THEIRS,
    Line,
    Required,
    both_had_regard,
    requirement_is_in_order,
    requirement_is_met,
)
from frankpledge.records.clock import today

TITLE = "The policing body"
KINDS = {"report": "A report", "meeting": "A meeting"}


def _may(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.PLAN_WRITE, Subject("partnership", partnership.id, partnership.slug))


def policing(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Plans of the policing body, the log of co-operation, what it required and the returns on its grants."""
    asks = _asks(partnership, principal) if _may(principal, partnership) else []
    here = address("policing-body", partnership)
    return answer(request, asks, lambda asked: _page(partnership, asked), here=here)


def _asks(partnership: PartnershipFacts, by: Principal) -> list[Ask]:
    where: dict[str, Any] = {"partnership": partnership.slug, "by": by}

    def plan(said: Said, _version: int) -> str:
        objectives = tuple((title, "") for title in lines_of(said["objectives"]))
        period = Period(said["starts_on"], said["ends_on"])
        services.record_policing_plan(
            said=NewPolicingPlan(said["body"], said["title"], period, said["received_on"], said["source"], objectives), **where
        )  # fmt: skip
        return "The police and crime plan is recorded with its objectives."

    def log(said: Said, _version: int) -> str:
        services.log_cooperation(on=as_day(said["on"]), kind=said["kind"], text=said["text"], **where)
        return "It is in the log."

    def require(said: Said, _version: int) -> str:
        asked = Required(
            said["kind"], said["required_on"], said["due_on"], said["about"], lines_of(said["authorities"]), said["people"],
            said["consulted_on"], said["ground"], None,
        )  # fmt: skip
        services.record_requirement(said=asked, **where)
        return f"It is recorded, with the day that it names: {short_date(said['due_on'])}."

    def grant(said: Said, _version: int) -> str:
        new = NewGrantReturn(
            said["title"], Period(said["starts_on"], said["ends_on"]), said["granted"], said["spent"], said["due_on"],
            said["returned_on"], said["summary"],
        )  # fmt: skip
        services.record_grant_return(said=new, **where)
        return "The return is recorded."

    def objective(said: Said, _version: int) -> str:
        services.add_objective(
            policing_plan=str(said["policing_plan"]),
            title=str(said["title"]),
            text=str(said["text"]),
            **where,
        )
        return "The objective is recorded."

    asks = [
        Ask("plan", "Record the plan",
            {"body": line("Which policing body?", required=True, hint="Its name on that day: bodies change"),
             "title": line("What is its plan called?", required=True), "starts_on": day("First day"),
             "ends_on": day("Last day", required=False), "received_on": day("When was it received?", required=False),
             "objectives": words("Its police and crime objectives, one a line", required=True),
             "source": line("Known from", length=300)}, plan, style="secondary"),
        Ask("require", "Record the requirement",
            {"kind": choice("What is required?", list(KINDS.items())), "about": words("What about?", required=True),
             "required_on": day("When was it required?"), "due_on": day("Which day does it name?"),
             "authorities": words("Which authorities are to come? One a line", hint="For a meeting"),
             "people": whole("How many people are to come?", required=False, low=1),
             "consulted_on": day("When were the authorities consulted?", required=False),
             "ground": words("Why does it say it is reasonable and proportionate?")}, require, style="secondary"),
        Ask("log", "Add to the log",
            {"on": day("When?"), "kind": choice("What kind?", list(LOGGED.items())),
             "text": words("What happened?", required=True)}, log, style="secondary"),
        Ask("grant", "Record the return",
            {"title": line("Which grant?", required=True), "starts_on": day("First day"), "ends_on": day("Last day"),
             "granted": pounds("How much was granted?", required=True), "spent": pounds("How much was spent?"),
             "due_on": day("When is the return due?", required=False),
             "returned_on": day("When was it returned?", required=False), "summary": words("What was it for, and what came of it?")},
            grant, style="secondary"),
    ]  # fmt: skip
    recorded = [(one.slug, one.title) for one in queries.policing_plans(partnership.slug)]
    if recorded:
        asks.append(
            Ask("objective", "Add the objective",
                {"policing_plan": choice("Of which police and crime plan?", recorded),
                 "title": line("What is the objective?", required=True), "text": words("More of what it says")},
                objective, style="secondary")
        )  # fmt: skip
    waiting = [one for one in queries.requirements(partnership.slug) if one.asked.answered_on is None]
    if waiting:
        versions = {str(one.id): one.row_version for one in waiting}

        def done(said: Said, _version: int) -> str:
            services.answer_requirement(
                requirement=UUID(said["requirement"]), on=as_day(said["on"]), answer=said["answer"],
                read_version=versions[said["requirement"]], **where,
            )  # fmt: skip
            return "It is recorded that it was done."

        options = [
            (str(one.id), f"{KINDS[one.asked.kind]} by {short_date(one.asked.due_on)}") for one in waiting
        ]
        asks.append(
            Ask("done", "Record it",
                {"requirement": choice("Which requirement?", options), "on": day("When was it done?"),
                 "answer": words("What was sent, or who came?", required=True)}, done, style="secondary")
        )  # fmt: skip
    return asks


def _page(partnership: PartnershipFacts, asked: Asked) -> SheetPage:
    known = queries.policing_plans(partnership.slug)
    parts: list[Part] = [*asked.theirs]
    for one in known:
        ours = [
            each for each in plans.plans(partnership.slug) if queries.matched(partnership.slug, each) == one
        ]
        parts.append(
            Part(
                heading=one.title,
                facts=(
                    ("Policing body", one.body), ("Runs", str(one.period)),
                    ("Received", short_date(one.received_on) if one.received_on else "No receipt is recorded"),
                    ("Known from", one.source or "Not recorded"),
                ),
                bullets=tuple(Cell(each.title) for each in one.objectives),
            )
        )  # fmt: skip
        parts.append(
            Part(
                bullets=tuple(
                    Cell(f"Regard between it and {each.title}", address("regard", partnership, plan=each.slug)) for each in ours
                )
            )
        )  # fmt: skip
    parts += _requirements(partnership)
    parts.append(
        Part(
            grid=grid(
                "Log of co-operation", ("When", "What kind", "What happened"),
                (row(short_date(on), LOGGED[kind], text) for on, kind, text in queries.cooperation(partnership.slug)),
            )
        )
    )  # fmt: skip
    parts.append(_grants(queries.grants(partnership.slug)))
    headings = {
        "plan": "Record a police and crime plan", "objective": "Add an objective to a police and crime plan", "require": "Record a requirement", "done": "Record that it was done",
        "log": "Add to the log of co-operation", "grant": "Record a return on a grant",
    }  # fmt: skip
    parts += [asked.part(name, summary=words_) for name, words_ in headings.items() if asked.has(name)]
    lead = "Its objectives, who had regard to what, what it required and what was returned to it."
    if not known:
        lead = "No police and crime plan is recorded yet."
    return SheetPage(TITLE, crumbs(partnership), lead, tuple(parts), asked.errors)


def _requirements(partnership: PartnershipFacts) -> list[Part]:
    rows = []
    for one in queries.requirements(partnership.slug):
        met = requirement_is_met(one.asked, today())
        order = requirement_is_in_order(one.asked, partnership.nation)
        rows.append(
            row(
                KINDS[one.asked.kind], one.asked.about, short_date(one.asked.required_on), short_date(one.asked.due_on),
                str(met), "" if order.holds else str(order),
            )
        )  # fmt: skip
    head = (
        "What",
        "About",
        "Required",
        "Day that it names",
        "How it stands",
        "What the requirement itself lacks",
    )
    return [Part(grid=grid("What it required", head, rows))] if rows else []


def _money(one: GrantFacts) -> tuple[str, str]:
    return f"£{one.granted:,.2f}", "Not known yet" if one.spent is None else f"£{one.spent:,.2f}"


def _grants(found: tuple[GrantFacts, ...]) -> Part:
    rows = [
        row(
            one.title, str(one.period), *_money(one), short_date(one.due_on) if one.due_on else "No day",
            short_date(one.returned_on) if one.returned_on else "Not yet", one.summary,
        )
        for one in found
    ]  # fmt: skip
    head = ("Grant", "Period", "Granted", "Spent", "Due", "Returned", "What came of it")
    return Part(grid=grid("Returns on grants", head, rows, 2, 3))


# Regard -------------------------------------------------------------------------------------------------------------


def regard(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The matrix between a plan and the police and crime plan of its days."""
    from frankpledge.plans.covering.gathering import plan_on

    facts = plan_on(partnership.slug, today(), plan)
    policing_plan = queries.matched(partnership.slug, facts)
    here = address("regard", partnership, plan=plan)
    asks = []
    if policing_plan and _may(principal, partnership):
        asks = _regard_asks(partnership, facts, policing_plan, principal)
    return answer(
        request, asks, lambda asked: _regard_page(partnership, facts, policing_plan, asked), here=here
    )


def _regard_asks(
    partnership: PartnershipFacts, plan: PlanFacts, policing_plan: PolicingPlanFacts, by: Principal
) -> list[Ask]:
    objectives = [(one.slug, one.title) for one in policing_plan.objectives]
    priorities = [(one.slug, one.title) for one in plan.only("priority")]

    def save(direction: str) -> Callable[[Said, int], str]:
        def had(said: Said, _version: int) -> str:
            new = NewRegard(
                direction, said["of"], said["to"], said["answer"], said["reason"], as_day(said["on"])
            )
            services.had_regard(partnership.slug, plan.slug, policing_plan.slug, new, by=by)
            return "It is in the matrix."

        return had

    def ask(
        direction: str, of: tuple[str, list[tuple[str, str]]], to: tuple[str, list[tuple[str, str]]]
    ) -> Ask:
        fields = {
            "of": choice(of[0], of[1]), "answer": choice("What came of it?", list(ANSWERS.items())),
            "to": choice(to[0], optional(to[1]), required=False), "reason": words("Why?", required=True),
            "on": day("When was it looked at?"),
        }  # fmt: skip
        return Ask(direction, "Record it", fields, save(direction), start={"on": today()}, style="secondary")

    return [
        ask(
            OURS,
            ("Which objective of theirs?", objectives),
            ("Which of our priorities answers it?", priorities),
        ),
        ask(
            THEIRS,
            ("Which priority of ours?", priorities),
            ("Which of their objectives answers it?", objectives),
        ),
    ]


def _regard_page(
    partnership: PartnershipFacts, plan: PlanFacts, policing_plan: PolicingPlanFacts | None, asked: Asked
) -> SheetPage:
    within = crumbs(
        partnership, (plan.title, address("plan-called", partnership, plan=plan.slug)),
        (TITLE, address("policing-body", partnership)),
    )  # fmt: skip
    title = f"Regard between {plan.title} and the policing body"
    if policing_plan is None:
        lead = "No police and crime plan is recorded for these days, so there is nothing to have regard to."
        return SheetPage(title, within, lead, asked.theirs, asked.errors)
    found = queries.matrix_of(partnership.slug, plan, policing_plan)
    verdict = both_had_regard(found)
    names = {one.slug: one.title for one in policing_plan.objectives} | {
        one.slug: one.title for one in plan.priorities
    }
    parts = [
        *asked.theirs,
        Part(text=(str(verdict),)) if verdict.holds else Part(warning=str(verdict)),
        Part(grid=grid("Their objectives, answered by our plan", ("Objective", "Answer", "By our priority", "Because", "When"),
                       (each for one in found.ours for each in _lines(one, names)))),
        Part(grid=grid("Our priorities, answered by their plan", ("Priority", "Answer", "By their objective", "Because", "When"),
                       (each for one in found.theirs for each in _lines(one, names)))),
    ]  # fmt: skip
    if partnership.nation == "W":
        parts.append(Part(inset="Neither duty runs to functions that are devolved in Wales."))
    for name, words_ in (
        (OURS, "Answer an objective of theirs"),
        (THEIRS, "Record how their plan answers a priority of ours"),
    ):
        if asked.has(name):
            parts.append(asked.part(name, summary=words_))
    lead = f"{plan.title} and {policing_plan.title} of {policing_plan.body}. Each answer has a reason; a hole is one without."
    return SheetPage(title, within, lead, tuple(parts), asked.errors)


def _lines(one: Line, names: dict[str, str]) -> list[tuple[Cell, ...]]:
    if not one.answers:
        return [row(one.title, "Not answered yet", "", "", "")]
    return [
        row(one.title, ANSWERS[each.answer], names.get(each.to, "None"), each.reason, short_date(each.on))
        for each in one.answers
    ]


# The policing body's own page -----------------------------------------------------------------------------------------


def across(request: HttpRequest, principal: Principal, partnership: PartnershipFacts | None) -> HttpResponse:
    """What the policing body's officer may see of every partnership in which the officer holds that role: released priorities,
    plans and grant returns, and nothing else.
    """
    reach = [one for one in directory.partnerships() if "policing-body" in principal.roles_in(one.slug)]
    parts: list[Part] = []
    for one in reach:
        parts += _across(one)
    lead = (
        f"Released priorities, plans and grant returns of {len(reach)} partnerships." if len(reach) != 1
        else f"Released priorities, plans and grant returns of {reach[0].name}."
    )  # fmt: skip
    back = tuple((one.short_name, address("home", one)) for one in reach[:1])
    return show(request, SheetPage("Partnerships of the police area", back, lead, tuple(parts)))


def _across(partnership: PartnershipFacts) -> list[Part]:
    """One partnership. A plan is released once it is adopted and issued, or its summary is published."""
    released = [
        one
        for one in plans.plans(partnership.slug)
        if one.status == "adopted" and (one.issues or one.step("published") or one.step("adopted"))
    ]
    parts = [Part(heading=partnership.name, text=() if released else ("Nothing is released yet.",))]
    rows = [
        row(
            Cell(plan.title, reverse("plan-called", kwargs={"partnership": partnership.slug, "plan": plan.slug})),
            str(one.order), one.title, one.rank_text or one.why or "Not recorded",
        )
        for plan in released[:2] for one in plan.only("priority")
    ]  # fmt: skip
    caption = f"Released priorities of {partnership.short_name}"
    parts.append(Part(grid=grid(caption, ("Plan", "Order", "Priority", "Why"), rows)))
    sent = [
        row(plan.title, str(step.on), step.body)
        for plan in released
        for step in plan.steps
        if step.kind == "sent"
    ]
    parts.append(Part(grid=grid(f"Copies sent by {partnership.short_name}", ("Plan", "When", "To"), sent)))
    returned = tuple(one for one in queries.grants(partnership.slug) if one.returned_on is not None)
    rows = [
        row(one.title, str(one.period), *_money(one), short_date(one.returned_on or today()), one.summary)
        for one in returned
    ]
    head = ("Grant", "Period", "Granted", "Spent", "Returned", "What came of it")
    parts.append(Part(grid=grid(f"Grant returns of {partnership.short_name}", head, rows, 2, 3)))
    return parts
