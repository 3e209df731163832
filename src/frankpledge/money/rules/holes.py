"""Where money and priorities miss each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from frankpledge.kernel.citations import Citation, rule

NOTHING = Decimal(0)


@dataclass(frozen=True)
class PriorityMoney:
    """What is set aside for one priority and what was spent on it, in pounds; None where nothing is recorded."""

    priority: str
    budget: Decimal | None = None
    spent: Decimal | None = None

    @property
    def is_over(self) -> bool:
        """Whether more was spent than was set aside for it."""
        return self.spent is not None and self.budget is not None and self.spent > self.budget


@dataclass(frozen=True)
class Holes:
    """`unfunded`: priorities with neither budget nor spending. `unspent`: a budget and no payment. `over`: more spent
    than set aside, and what was spent with nothing set aside at all. `strangers`: money for something that is no
    priority of the plan. `unassigned`: pounds spent on no priority.
    """

    unfunded: tuple[str, ...]
    unspent: tuple[str, ...]
    over: tuple[str, ...]
    strangers: tuple[str, ...]
    unassigned: Decimal


@rule(source=Citation("SI 2007/1830", "reg 11(1)(d)"))
def holes_between(priorities: tuple[str, ...], money: Mapping[str, PriorityMoney]) -> Holes:
    """A plan says how resources are allocated to its priorities, so a priority without money is a hole to explain."""
    known = {slug: money.get(slug, PriorityMoney(slug)) for slug in priorities}
    return Holes(
        unfunded=tuple(slug for slug, one in known.items() if one.budget is None and one.spent is None),
        unspent=tuple(slug for slug, one in known.items() if one.budget and one.spent is None),
        over=tuple(
            slug
            for slug, one in known.items()
            if one.is_over or (one.budget is None and one.spent is not None)
        ),
        strangers=tuple(sorted(slug for slug in money if slug and slug not in known)),
        unassigned=money[""].spent or NOTHING if "" in money else NOTHING,
    )
