"""Coverage of the plan as a chain: aim and priority to measure, duty to plan, priority to action to money to measure.

A need is something that must be tied to at least one thing further along. A need that is tied to nothing is a hole, with
its remedy. Holes are counted as the ties that are missing: one new tie closes one hole, one tie taken away opens one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

TIES = {
    "aim-measure": "Aim to measure",
    "duty-plan": "Duty to plan",
    "priority-measure": "Priority to measure",
    "priority-action": "Priority to action",
    "priority-money": "Priority to money",
    "money-priority": "Money to priority",
    "action-priority": "Action to priority",
    "action-money": "Action to money",
    "action-measure": "Action to measure",
}


@dataclass(frozen=True)
class Need:
    """One thing that must be tied to another: `tied_to` names what it is tied to, `lacking` says what is missing if nothing."""

    tie: str
    id: str
    title: str
    tied_to: tuple[str, ...]
    lacking: str
    remedy: str


@dataclass(frozen=True)
class Hole:
    """A tie that is missing, named, with what closes it."""

    tie: str
    id: str
    title: str
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Action:
    """Something done, as far as the chain goes. `key` is unlike any other's; `kind` says which record it is."""

    key: str
    title: str
    priority: str
    money: tuple[str, ...]
    measures: tuple[str, ...]
    leads_on: bool = True
    """False: money and measure are a matter of what it is part of."""


@dataclass(frozen=True)
class Aimed:
    """An aim or a priority with the measures that are tied to it; `lacking` says why none of them counts, if none does."""

    slug: str
    title: str
    measures: tuple[str, ...]
    lacking: str = ""


@dataclass(frozen=True)
class Funded:
    """What the partnership's money says of one priority: its slug, and in words what is set aside for it and spent on it."""

    priority: str
    words: str


@dataclass(frozen=True)
class Asked:
    """Something that the law asks of the plan: what in the plan answers it, and the remedy where nothing does."""

    code: str
    title: str
    answered_by: tuple[str, ...]
    remedy: str
    lacking: str = "nothing in the plan answers it"


@dataclass(frozen=True)
class Chain:
    """What the needs are made of."""

    aims: tuple[Aimed, ...] = ()
    priorities: tuple[Aimed, ...] = ()
    actions: tuple[Action, ...] = ()
    duties: tuple[Asked, ...] = ()
    money: tuple[Funded, ...] | None = None
    """None: the partnership keeps no record of funds, and nothing is asked about the money of its priorities."""


def needs(chain: Chain) -> tuple[Need, ...]:
    """Every need of a plan, tied or not, in the order in which the map shows them."""
    found = [_aim(one) for one in chain.aims]
    found += [
        Need("duty-plan", one.code, one.title, one.answered_by, one.lacking, one.remedy)
        for one in chain.duties
    ]
    found += [_priority_measure(one) for one in chain.priorities]
    found += [_priority_action(one, chain.actions) for one in chain.priorities]
    known = {one.slug for one in chain.priorities}
    found += _money(chain.money, chain.priorities) if chain.money is not None else ()
    for one in chain.actions:
        found += _action(one, known) if one.leads_on else ()
    return tuple(found)


def _aim(one: Aimed) -> Need:
    return Need(
        "aim-measure", one.slug, one.title, one.measures, one.lacking or "no measure tells whether it is met",
        "Tie a measure to the aim, or reword the aim so that one can.",
    )  # fmt: skip


def _priority_measure(one: Aimed) -> Need:
    return Need(
        "priority-measure", one.slug, one.title, one.measures, one.lacking or "it has no number",
        "Tie a measure that has data, by proxy if need be, or ask a partner for the extract that the plan names.",
    )  # fmt: skip


def _priority_action(one: Aimed, actions: Sequence[Action]) -> Need:
    tied = tuple(action.title for action in actions if action.priority == one.slug)
    return Need(
        "priority-action", one.slug, one.title, tied, "nothing is done about it",
        "Add what is done or planned, or say in the plan that the priority waits.",
    )  # fmt: skip


def _money(money: Sequence[Funded], priorities: Sequence[Aimed]) -> Iterable[Need]:
    said = {one.priority: one.words for one in money}
    for one in priorities:
        tied = (said[one.slug],) if one.slug in said else ()
        yield Need(
            "priority-money", one.slug, one.title, tied, "no money is set aside for it and none is recorded as spent",
            "Set money aside for it, or name it in the payments that were for it.",
        )  # fmt: skip
    known = {one.slug: one.title for one in priorities}
    for slug, words in said.items():
        tied = (known[slug],) if slug in known else ()
        yield Need(
            "money-priority", slug, f"Money for ‘{slug}’ ({words})", tied, "it is no priority of this plan",
            "Name the priority of this plan that it is for, or none.",
        )  # fmt: skip


def _action(one: Action, priorities: set[str]) -> tuple[Need, Need, Need]:
    serves = (one.priority,) if one.priority in priorities else ()
    return (
        Need(
            "action-priority", one.key, one.title, serves, "it serves no priority",
            "Say which priority it serves, or end it.",
        ),
        Need(
            "action-money", one.key, one.title, one.money, "nobody says who pays for it or gives the time",
            "Record the money, the grant or the partners’ time; or that it needs nothing more.",
        ),
        Need(
            "action-measure", one.key, one.title, one.measures, "nothing tells whether it works",
            "Name the measure that should move because of it.",
        ),
    )  # fmt: skip


PAIRS = {"priority-action": "action-priority", "priority-money": "money-priority"}
"""Two needs that one tie between them closes: what a priority lacks, and what belongs to no priority."""


def holes(found: Iterable[Need]) -> tuple[Hole, ...]:
    """The ties that are missing.

    A priority without an action and an action without a priority can be closed by one tie between them, and so can a
    priority without money and money without a priority: so many of the second are then no holes of their own, and are
    named in the remedy of the first.
    """
    open_needs = [one for one in found if not one.tied_to]
    idle = {tie: [one for one in open_needs if one.tie == tie] for tie in PAIRS.values()}
    made: list[Hole] = []
    for one in open_needs:
        if one.tie not in idle:
            fitting = idle.get(PAIRS.get(one.tie, ""), [])
            made.append(_hole(one, _offer(fitting.pop(0)) if fitting else ""))
    return (*made, *(_hole(one, "") for rest in idle.values() for one in rest))


def _offer(one: Need) -> str:
    if one.tie == "money-priority":
        return f" {one.title} is for no priority of the plan: it may be this one."
    return f" ‘{one.title}’ serves no priority: it may be this one."


def _hole(one: Need, offer: str) -> Hole:
    return Hole(one.tie, one.id, one.title, f"{one.title}: {one.lacking}.", f"{one.remedy}{offer}")


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 11"
    )
)
def every_tie_is_made(found: Sequence[Need]) -> Verdict:
    """A plan sets out steps, resources and how success is measured: every aim leads to a measure, every duty to a part of the
    plan, every priority to an action, every action to money or time and to a measure.
    """
    missing = holes(found)
    made = sum(1 for one in found if one.tied_to)
    reason = Reason("CP-c to CP-e", f"{made} of {len(found)} needs are tied")
    if not missing:
        return holds(message("Every aim, duty, priority and action leads on: there is no hole."), reason)
    by_tie = [f"{sum(1 for one in missing if one.tie == tie)} {words.lower()}" for tie, words in TIES.items()
              if any(one.tie == tie for one in missing)]  # fmt: skip
    text = message("{n} holes: {kinds}.", n=len(missing), kinds=", ".join(by_tie))
    if len(missing) == 1:
        text = message("One hole: {sentence}", sentence=missing[0].sentence)
    return fails(text, reason)
