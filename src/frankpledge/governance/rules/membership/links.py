"""When the chairs of linked bodies meet again, and which partners have not told their own leadership of a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period
from frankpledge.kernel.legal_dates import add_months

REPORTED_WITHIN = timedelta(28)
"""Days after a meeting within which a partner is asked to tell its leadership. Our own suggestion: no text sets any."""
ASKED_FOR = timedelta(120)
"""So long after a meeting the question is still put to people; an older gap is shown and no longer asked about."""


@dataclass(frozen=True)
class Link:
    """Another body and its chair. `every_months` of None: nobody has said how often the chairs mean to meet."""

    id: UUID
    slug: str
    name: str
    kind: str
    purpose: str
    every_months: int | None
    chair: str
    contact: str
    period: Period


@dataclass(frozen=True)
class ChairsMet:
    """A meeting of chairs: with which links, what was agreed, and when they mean to meet again."""

    id: UUID
    held_on: date
    links: tuple[str, ...]
    agreed: str
    next_on: date | None


@dataclass(frozen=True)
class LinkState:
    """How a link stands: when the chairs last met, by when they meet again (None: not known), and whether that is past."""

    link: Link
    last: ChairsMet | None
    due_on: date | None
    is_overdue: bool
    because: str


@rule(source=Citation("Terms of reference", "links with other partnerships"))
def link_state(link: Link, meetings: Iterable[ChairsMet], on: date) -> LinkState:
    """Chairs meet again on the day they agreed, else so many months after the last time; where nobody said, it is not known."""
    held = sorted((one for one in meetings if link.slug in one.links), key=lambda one: one.held_on)
    last = held[-1] if held else None
    if last and last.next_on and last.next_on > last.held_on:
        due, because = last.next_on, "the day that the chairs agreed"
    elif link.every_months is None:
        return LinkState(link, last, None, False, "how often the chairs mean to meet is not recorded")
    else:
        start = last.held_on if last else link.period.starts_on
        due = add_months(start, link.every_months)
        because = f"every {link.every_months} months, {'since the last time' if last else 'and they have not met yet'}"
    return LinkState(link, last, due, due < on, because)


@dataclass(frozen=True)
class Partner:
    """A body that had somebody in a seat on the day of a meeting."""

    slug: str
    name: str


@dataclass(frozen=True)
class Told:
    """What one partner's leadership was told of one meeting."""

    meeting: UUID
    partner: str
    leadership_group: str
    on: date
    by: str
    note: str


@dataclass(frozen=True)
class Heard:
    """A meeting, and for each partner then in a seat what its leadership was told; None: nothing is recorded."""

    meeting: UUID
    title: str
    on: date
    partners: tuple[tuple[Partner, Told | None], ...]

    @property
    def gaps(self) -> tuple[Partner, ...]:
        return tuple(partner for partner, told in self.partners if told is None)

    @property
    def due_on(self) -> date:
        return self.on + REPORTED_WITHIN


@rule(source=Citation("Terms of reference", "links with partners’ leadership"))
def onward(
    meetings: Iterable[tuple[UUID, str, date, Sequence[Partner]]], told: Iterable[Told]
) -> tuple[Heard, ...]:
    """After each meeting every body with somebody in a seat tells its own leadership; where none is recorded it is a gap."""
    found = {(one.meeting, one.partner): one for one in told}
    return tuple(
        Heard(meeting, title, on, tuple((one, found.get((meeting, one.slug))) for one in partners))
        for meeting, title, on, partners in meetings
    )
