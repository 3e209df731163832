"""What this room adds to the home page: how plan and action stand, what the plan lacks, the yearly revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from frankpledge.directory import api as directory
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal
from frankpledge.law import api as law
from frankpledge.plans import queries
from frankpledge.plans.facts import ACTIVITY_STATES, PlanFacts
from frankpledge.plans.measures.queries import numbers_set_up
from frankpledge.web.home import Due
from frankpledge.web.pictures import BeadState, ChainLink, Duty
from frankpledge.web.routes import Place

REVISE, PUBLISH, SEND = "D04", "D06", "D07"
STEPS_BY_DUTY = {PUBLISH: "published", SEND: "sent"}


def _address(name: str, place: Place, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": place.slug, **parts})


def _year(on: date) -> Period:
    return Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)


def chain_of_plan(_principal: Principal, place: Place, on: date) -> ChainLink:
    """Which plan is in force, and when it was adopted."""
    plan = queries.plan_in_force(place.slug, on=on)
    if plan is not None:
        adopted = plan.step("adopted") or plan.step("agreed")
        when = f", {adopted.kind} in {adopted.on}" if adopted else ""
        said = f"{plan.title}{when}; {len(plan.only('priority'))} priorities."
        return ChainLink("plan", "Plan", BeadState.DONE, said, _address("plan", place))
    latest = next(iter(queries.plans(place.slug)), None)
    if latest is None:
        return ChainLink(
            "plan", "Plan", BeadState.WAITING, "No plan is recorded yet.", _address("plan", place)
        )
    said = f"No plan is in force; the latest is {latest.title}{_until(latest)}."
    return ChainLink("plan", "Plan", BeadState.PERSON, said, _address("plan", place))


def _until(plan: PlanFacts) -> str:
    return f", to {short_date(plan.period.ends_on)}" if plan.period.ends_on else ""


def chain_of_action(_principal: Principal, place: Place, on: date) -> ChainLink:
    """How many activities are done, under way and planned."""
    plan = queries.plan_in_force(place.slug, on=on)
    if plan is None or not plan.activities:
        said = "Nothing is recorded under a plan in force."
        return ChainLink("action", "Action", BeadState.WAITING, said, _address("plan", place))
    counts = [
        f"{sum(one.state == state for one in plan.activities)} {words.lower()}"
        for state, words in ACTIVITY_STATES.items()
    ]
    said = f"{len(plan.activities)} activities: {', '.join(counts)}."
    return ChainLink("action", "Action", BeadState.NOW, said, _address("plan", place))


def due(_principal: Principal, place: Place, on: date) -> Iterator[Due]:
    """Priorities that nothing counts, drafts that wait for a decision, steps that law asks for after adoption."""
    for plan in queries.plans(place.slug):
        if plan.status == "draft":
            yield Due(
                f"Adopt {plan.title}, or say that it is withdrawn",
                "See the plan",
                _address("plan-called", place, plan=plan.slug),
            )
    plan_now = queries.plan_in_force(place.slug, on=on)
    if plan_now is None:
        yield Due("Record the plan that is in force today", "See the plans", _address("plan", place))
        return
    href = _address("plan-called", place, plan=plan_now.slug)
    set_up = numbers_set_up(place.slug, on=on)
    chosen = plan_now.only("priority")
    unmeasured = [one.title for one in chosen if one.evidence is None and one.slug not in set_up]
    if unmeasured:
        yield Due(
            f"Find a measure for {', '.join(unmeasured)}",
            "See the plan",
            href,
            because="A priority without a number cannot show success.",
        )
    yield from _unrecorded_steps(plan_now, place, on, href)


def across(principal: Principal, place: Place, _on: date) -> Iterator[Due]:
    """For the policing body's officer: what the partnerships of the police area have released."""
    if "policing-body" in principal.roles_in(place.slug):
        yield Due(
            "Read what the partnerships of the police area have released: priorities, plans and returns on grants",
            "Open the police area",
            reverse("policing-across"),
        )


def _unrecorded_steps(plan: PlanFacts, place: Place, on: date, href: str) -> Iterable[Due]:
    nation = directory.partnership(place.slug).nation
    for code, step in STEPS_BY_DUTY.items():
        duty = law.duty(code, nation, on)
        if duty is not None and plan.step(step) is None:
            yield Due(
                f"Record when this was done: {duty.title.lower()}",
                "See the plan",
                href,
                because="; ".join(map(str, duty.basis)),
            )


def duties(_principal: Principal, place: Place, on: date) -> Iterator[Duty]:
    """The revision of the plan before the next partnership year starts."""
    duty = law.duty(REVISE, directory.partnership(place.slug).nation, on)
    if duty is None:
        return
    year = _year(on)
    due_on = year.ends_on or on
    done = any(_revised_in(plan, year) for plan in queries.plans(place.slug))
    state = BeadState.DONE if done else BeadState.UNKNOWN
    yield Duty(
        duty.title,
        due_on,
        duty.who.capitalize(),
        state,
        _address("plan", place),
        "; ".join(map(str, duty.basis)),
    )


def _revised_in(plan: PlanFacts, year: Period) -> bool:
    """Whether the partnership agreed the plan or refresh within the year, whatever the day."""
    step = plan.step("agreed")
    return step is not None and step.on.earliest in year and step.on.latest in year
