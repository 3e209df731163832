"""Owners who never say how their actions stand: told first themselves, then the manager, the public never. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from frankpledge.governance.rules.minutes.log import Logged
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import Message, message

OWNER_TOLD_AFTER = 60
"""Days without a word, from the day an action was set, after which its owner is told."""
MANAGER_TOLD_AFTER = 74
"""Days after which the manager is told too: the owner has had a fortnight."""
OWN = "Nobody has heard from you of {number}{more} since {day}. Two minutes are enough."
OTHERS = "{owner} has never said how {number}{more} stands, set on {day}. They were told on {told}."


class Told(StrEnum):
    """Who is told by now."""

    OWNER = "owner"
    MANAGER = "manager"


@dataclass(frozen=True)
class Silent:
    """An owner of whom nothing was ever heard, the actions meant, since when, and who is told by now."""

    owner: str
    actions: tuple[Logged, ...]
    since: date
    told: Told

    @property
    def to_owner(self) -> Message:
        return message(OWN, **self._values)

    @property
    def to_manager(self) -> Message:
        told = self.since + timedelta(days=OWNER_TOLD_AFTER)
        return message(OTHERS, owner=self.owner, told=short_date(told), **self._values)

    @property
    def _values(self) -> dict[str, object]:
        others = len(self.actions) - 1
        more = f" and {others} more" if others else ""
        return {"number": self.actions[0].number, "more": more, "day": short_date(self.since)}


@rule(source=Citation("ClearPoint, study of owners of measures", note="Three in four were never updated"))
def never_heard(actions: Iterable[Logged], on: date) -> tuple[Silent, ...]:
    """An owner is silent when, 60 days after the oldest of their live actions was set, nobody has said anything of any of them.

    One word of one of them ends it. After a further fortnight the manager is told.
    """
    by_owner: dict[str, list[Logged]] = {}
    for one in actions:
        if one.is_live and (one.owner or one.organisation):
            by_owner.setdefault(one.owner or one.organisation, []).append(one)
    found = []
    for owner, rows in sorted(by_owner.items()):
        since = min(one.set_on for one in rows)
        days = (on - since).days
        if days >= OWNER_TOLD_AFTER and not any(one.updates for one in rows):
            told = Told.MANAGER if days >= MANAGER_TOLD_AFTER else Told.OWNER
            ordered = tuple(sorted(rows, key=lambda one: (one.set_on, one.number)))
            found.append(Silent(owner, ordered, since, told))
    return tuple(found)
