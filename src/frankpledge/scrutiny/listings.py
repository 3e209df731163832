"""Lists and statements that other rooms keep, as the report prints them; empty where a room keeps none."""

from __future__ import annotations

from datetime import date

from frankpledge.directory import api as directory
from frankpledge.governance import api as governance
from frankpledge.kernel.messages import message
from frankpledge.law import api as law
from frankpledge.law.facts import STRENGTH_WORDS
from frankpledge.plans import api as plans
from frankpledge.plans.facts import PlanFacts, PositionFacts, StrategyFacts
from frankpledge.scrutiny.record import Position


def listed(partnership: str, which: str, *, on: date) -> tuple[str, ...]:
    """The items of one list (`rules.content.LISTS`) as they stood on the day."""
    if which == "responsible-authorities":
        return tuple(
            one.organisation.name
            for one in directory.members(partnership, on=on)
            if one.capacity == "responsible-authority"
        )
    plan = plans.plan_in_force(partnership, on=on)
    return _of_plan(plan, which) if plan else ()


def _of_plan(plan: PlanFacts, which: str) -> tuple[str, ...]:
    if which in {"priorities", "monitored"}:
        kind = "priority" if which == "priorities" else which
        return tuple(one.title for one in plan.only(kind))
    if which == "strategies":
        return tuple(str(_strategy(one)) for one in plan.strategies)
    return tuple(one.text for one in plan.activities) if which == "activities" else ()


def _strategy(one: StrategyFacts) -> str:
    kept = [part for part in (f"led by {_within(one.owner)}" if one.owner else "", one.area) if part]
    return f"{one.title} ({'; '.join(kept)})" if kept else one.title


def _within(name: str) -> str:
    """A body's name within a sentence: ‘The partnership’ is then ‘the partnership’."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def position(partnership: str, slug: str, *, on: date) -> Position | None:
    """A position statement as it stood on the day, and the decision that agreed it."""
    found = plans.position(partnership, slug, on=on)
    return None if found is None else Position(found.paragraphs, _decision(partnership, found))


def _decision(partnership: str, found: PositionFacts) -> str:
    decided = governance.decision_called(partnership, found.decision) if found.decision else None
    if decided is None:
        return "The decision by which this was agreed is not recorded."
    on = decided.decided or found.agreed
    said = message(
        "Agreed by {body}, {on}.",
        body=_within(decided.body),
        on=f"on {on}" if on and on.is_exact else f"in {on}" if on else "on a day that is not recorded",
    )
    return str(said)


def duty(partnership: str, code: str, *, on: date) -> tuple[str, str]:
    """What a duty asks and where it stands in law, as on the day; empty where it was none in that nation."""
    found = law.duty(code, directory.partnership(partnership).nation, on)
    if found is None:
        return "", ""
    return found.title, "; ".join(map(str, found.basis)) or STRENGTH_WORDS[found.strength]
