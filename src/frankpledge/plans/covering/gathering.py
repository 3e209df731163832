"""The chain of coverage of a plan, gathered from the record: the plan, its figures, the law, and what other folders add."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.law import plan_law
from frankpledge.money import api as money
from frankpledge.money.api import PriorityMoney
from frankpledge.plans import queries
from frankpledge.plans.facts import ActivityFacts, PlanFacts, funding_words
from frankpledge.plans.policing.queries import regard_holes
from frankpledge.plans.reading import counted
from frankpledge.plans.rules.chain import Action, Aimed, Asked, Chain, Funded
from frankpledge.plans.rules.checklist import Evidence, Item, checklist

Contributor = Callable[[str, PlanFacts, date], tuple[Action, ...]]
"""What else is done under a plan: for a partnership, a plan and a day. Actions whose key the plan's own steps have replace them."""

TIED_BELOW = {
    "CP-c": "The ties from priority to action, each shown for itself",
    "CP-e": "The ties from priority to measure, each shown for itself",
}
"""Parts that the law asks for and that other ties of the chain already look at: nothing is counted as a hole twice."""
_CONTRIBUTORS: dict[str, Contributor] = {}


def register_actions(name: str, contributor: Contributor) -> None:
    """Say who knows of more that is done under a plan. Safe to repeat; call it from `AppConfig.ready`."""
    _CONTRIBUTORS[name] = contributor


def plan_on(partnership: str, on: date, slug: str = "") -> PlanFacts:
    """The plan asked for, else the one in force, else the latest that had started, else the first to come.

    Raises `NotFound` when there is none.
    """
    if slug:
        found = queries.plan(partnership, slug)
        if found is None:
            known = ", ".join(one.slug for one in queries.plans(partnership)) or "none"
            raise NotFound(f"There is no plan ‘{slug}’. There are: {known}.")
    else:
        every = queries.plans(partnership)
        begun = [one for one in every if one.period.starts_on <= on and one.status != "withdrawn"]
        found = queries.plan_in_force(partnership, on=on) or next(iter(begun or every), None)
    if found is None:
        raise NotFound("There is no plan yet.")
    return found


def checklist_of(place: PartnershipFacts, plan: PlanFacts) -> tuple[Item, ...]:
    """The statutory checklist of a plan by the law of its nation on its first day."""
    on = plan.period.starts_on
    return checklist(
        plan,
        sections=law.plan_sections(place.nation, on),
        strategies=law.strategies(place.nation, on),
        duties=plan_law.plan_duties(place.nation, on),
        term=plan_law.plan_term(place.nation, on),
        evidence=Evidence(regard_holes(place.slug, plan.slug)),
        root=queries.plan(place.slug, plan.parent) if plan.parent else None,
    )


def chain_of(partnership: str, plan: PlanFacts, on: date) -> Chain:
    """The chain of a plan as the record stands. Each figure is asked once."""
    place = directory.partnership(partnership)
    return Chain(
        aims=tuple(Aimed(one.slug, one.text, one.measures) for one in plan.aims),
        priorities=tuple(
            Aimed(one.priority.slug, one.priority.title, one.measures, one.lacking)
            for one in counted(partnership, plan, on=on)
        ),
        actions=_actions(partnership, plan, on),
        duties=tuple(_asked(one) for one in checklist_of(place, plan)),
        money=_money(partnership, plan),
    )


def _money(partnership: str, plan: PlanFacts) -> tuple[Funded, ...] | None:
    """What the record of funds says of each priority over the days of the plan; None where no fund is recorded."""
    if not money.has_funds(partnership):
        return None
    found = money.by_priority(partnership, plan.period)
    return tuple(Funded(slug, _pounds(one)) for slug, one in sorted(found.items()) if slug)


def _pounds(one: PriorityMoney) -> str:
    said = [f"£{one.budget:,.2f} set aside"] if one.budget is not None else []
    said += [f"£{one.spent:,.2f} spent" if one.spent is not None else "no payment yet"]
    return ", ".join(said).replace(".00", "")


def _asked(item: Item) -> Asked:
    if item.code in TIED_BELOW:
        return Asked(item.code, item.heading, (TIED_BELOW[item.code],), "")
    lacking = f"{item.said[:1].lower()}{item.said[1:]}".rstrip(".")
    answered = () if item.is_open else (item.said,)
    return Asked(item.code, item.heading, answered, item.remedy or item.said, lacking)


def _actions(partnership: str, plan: PlanFacts, on: date) -> tuple[Action, ...]:
    found = {f"step:{one.id}": _step(one) for one in plan.activities}
    for contribute in _CONTRIBUTORS.values():
        found |= {one.key: one for one in contribute(partnership, plan, on)}
    return tuple(found.values())


def _step(one: ActivityFacts) -> Action:
    title = one.text if len(one.text) <= 90 else f"{one.text[:89].rstrip()}…"
    return Action(
        f"step:{one.id}",
        title,
        one.priority,
        tuple(funding_words(each) for each in one.funding),
        one.measures,
    )
