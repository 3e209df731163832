"""What delivery adds to the chain of coverage: initiatives with their money and measures, and actions of the one log."""

from __future__ import annotations

from datetime import date

from frankpledge.plans.delivery import queries as delivery
from frankpledge.plans.delivery.facts import FUNDING_KINDS, InitiativeFacts, MoneyFacts, PlanActionFacts
from frankpledge.plans.facts import ActivityFacts, PlanFacts, funding_words
from frankpledge.plans.rules.chain import Action
from frankpledge.plans.rules.differences import words_of

CERTAIN = {"won", "ended"}
"""States of money that is there; a bid that is only being prepared, was sent in or lost pays for nothing."""
SAME = 0.6
"""From this share of an initiative's words on, a step of the same priority is taken for what the initiative carries out."""


def actions(partnership: str, plan: PlanFacts, on: date) -> tuple[Action, ...]:
    """Initiatives for the plan's priorities, each instead of the step that it carries out; and what the log asks of somebody."""
    known = {one.slug for one in plan.priorities}
    logged = delivery.actions(partnership, on=on)
    found = [
        _initiative(one, _step_of(one, plan.activities))
        for one in delivery.initiatives(partnership, on=on, known=logged)
        if one.priority in known and one.state != "stopped"
    ]
    found += [_logged(one) for one in logged if one.priority in known and one.action.state != "withdrawn"]
    return tuple(found)


def _initiative(one: InitiativeFacts, step: ActivityFacts | None) -> Action:
    given = tuple(_money(each) for each in one.money if each.state in CERTAIN or each.kind == "in-kind")
    key = f"step:{step.id}" if step else f"initiative:{one.slug}"
    if step is not None:
        given += tuple(funding_words(each) for each in step.funding)
    return Action(key, one.title, one.priority, given, (*one.measures, *(step.measures if step else ())))


def _money(one: MoneyFacts) -> str:
    amount = f", £{one.granted:,.2f}".removesuffix(".00") if one.granted is not None else ""
    return f"{FUNDING_KINDS[one.kind]} from {one.funder}{amount}"


def _step_of(one: InitiativeFacts, steps: tuple[ActivityFacts, ...]) -> ActivityFacts | None:
    """The step of the plan that an initiative carries out, by its words; None when it is in no step."""
    said = words_of(f"{one.title} {one.text}")
    shares = [
        (len(said & words_of(step.text)) / len(said), step)
        for step in steps
        if said and step.priority == one.priority
    ]
    best = max(shares, key=lambda each: each[0], default=None)
    return best[1] if best and best[0] >= SAME else None


def _logged(one: PlanActionFacts) -> Action:
    """An action of the log shows that something is done; money and measure are matters of its initiative."""
    return Action(f"action:{one.action.id}", one.action.text, one.priority, (), (), leads_on=False)
