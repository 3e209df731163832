"""In which legal capacity a partnership decides, and since when it can."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined
from frankpledge.law import api as law


@dataclass(frozen=True)
class Capacity:
    """One of the bodies in law that the same people may be; `instrument` is the law's slug for what makes it."""

    slug: str
    title: str
    instrument: str
    provision: str


CAPACITIES = {
    capacity.slug: capacity
    for capacity in (
        Capacity("csp", "as the community safety partnership", "cda-1998", "ss 5 to 7"),
        Capacity("da-board", "as the domestic abuse local partnership board", "daa-2021", "s 58"),
        Capacity("serious-violence", "as the partnership for the serious violence duty", "pcsca-2022", "s 8"),
    )
}


@rule(source=Citation("Terms of reference", "purpose"))
def capacity_is_open(capacity: str, nation: str, on: PartialDate | None) -> Verdict:
    """A body can decide in a legal capacity only once the law that creates the capacity is in force.

    Undetermined when the date of the decision is not known well enough to tell. Raises KeyError for a capacity
    that is not one of `CAPACITIES`.
    """
    known = CAPACITIES[capacity]
    started = law.instrument(known.instrument).in_force.get(nation)
    if started is None:
        return fails(message("It could not decide {title}: that law is not in force.", title=known.title))
    reason = Reason(
        f"{law.instrument(known.instrument).title}, {known.provision}", f"in force from {started}"
    )
    if on is None or on.earliest < started <= on.latest:
        return undetermined(message("The date is not known well enough to tell."), "date of the decision")
    if on.latest < started:
        return fails(message("It could not yet decide {title}.", title=known.title), reason)
    return holds(message("It decided {title}.", title=known.title), reason)
