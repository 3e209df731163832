"""How a draft comes before the partnership: as an item of a meeting ahead that decides on it."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import api as governance
from frankpledge.governance.agenda import items
from frankpledge.governance.agenda import queries as agenda
from frankpledge.governance.agenda.written import NewItem
from frankpledge.kernel.people import Principal, Subject
from frankpledge.plans.asking import Ask, Said, choice, line
from frankpledge.plans.editions import issuing
from frankpledge.plans.facts import PlanFacts
from frankpledge.records.clock import today


def asks(partnership: PartnershipFacts, plan: PlanFacts, by: Principal) -> list[Ask]:
    """The question to which meeting the draft goes; none where no meeting is ahead, one has it, or `by` may not say."""
    subject = Subject("partnership", partnership.id, partnership.slug)
    ahead = agenda.ahead(partnership.slug, today())
    is_there = governance.items_about(partnership.slug, plan.slug)
    if not ahead or is_there or not can(by, Permission.GOVERNANCE_WRITE, subject):
        return []

    def save(said: Said, _version: int) -> str:
        gate = issuing.waiting(partnership.slug, plan, today()).gate
        new = NewItem(
            plan.title, "decide", effect=gate, about=plan.slug, recommendation=str(said["recommendation"])
        )
        items.add_item(partnership.slug, str(said["meeting"]), new, by=by)
        return "It is on the agenda, as an item to decide. What the meeting decides opens the way here by itself."

    fields = {
        "meeting": choice(
            "Which meeting is to decide on it?", [(one.slug, f"{one.title}, {one.held}") for one in ahead]
        ),
        "recommendation": line("What is recommended?", required=True, length=500),
    }
    start = {"recommendation": f"That {plan.title} is agreed."}
    return [Ask("agenda", "Put it on the agenda", fields, save, start=start)]
