"""What an agenda is offered: matters arising, escalations, observations not yet answered, what the forward plan foresees.

Other parts of the room offer more (escalations of groups, minutes to confirm) by registering a provider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.written import Late
from frankpledge.governance.models import Action, AgendaItem, MeetingEvent, Observation
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound

MOST = 200


@dataclass(frozen=True)
class Offer:
    """Something that belongs under an item of a kind. `planned` and `item` say what would be put on the agenda; `takes`
    is the kind and the id of something of another part, which its `Taker` puts there.
    """

    under: str
    text: str
    note: str = ""
    planned: UUID | None = None
    item: UUID | None = None
    takes: tuple[str, UUID] | None = None
    button: str = "Put it on the agenda"


class Taker(Protocol):
    """Puts something that was offered on an agenda. Raises `NotFound` and `Refused`, and `Unusable` for what comes too late."""

    def __call__(self, meeting: MeetingCard, what: UUID, *, late: Late, by: Principal) -> None: ...


_TAKERS: dict[str, Taker] = {}


def register_taker(kind: str, taker: Taker) -> None:
    """Say who puts what was offered under a kind on the agenda. ValueError for a second one; safe to repeat."""
    if _TAKERS.setdefault(kind, taker) is not taker:
        raise ValueError(f"two parts want to take up ‘{kind}’")


def take(meeting: MeetingCard, kind: str, what: UUID, *, late: Late, by: Principal) -> None:
    """Put something that was offered on the agenda. Raises `NotFound` for a kind that nobody offers."""
    if kind not in _TAKERS:
        raise NotFound("Nothing of this kind is offered to an agenda.")
    _TAKERS[kind](meeting, what, late=late, by=by)


Provider = Callable[[MeetingCard], Iterable[Offer]]
_PROVIDERS: list[Provider] = []


def register_offer(provider: Provider) -> None:
    """Offer something to every agenda. Safe to repeat."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def offers_for(meeting: MeetingCard) -> tuple[Offer, ...]:
    """Everything that this agenda is offered; a fixed number of queries whatever there is."""
    own: tuple[Provider, ...] = (_planned, _not_reached, _actions, _unanswered)
    return tuple(offer for provider in (*own, *_PROVIDERS) for offer in provider(meeting))


def _planned(meeting: MeetingCard) -> Iterator[Offer]:
    for one in queries.waiting_for(meeting):
        was = (
            f"was planned for {one.meeting.title}, which was cancelled"
            if one.meeting and one.meeting.status == "cancelled"
            else ""
        )
        yield Offer("plan", one.title, was or f"wanted {PartialDate.parse(one.wanted)}", planned=one.id)


def _not_reached(meeting: MeetingCard) -> Iterator[Offer]:
    """Items of a cancelled or adjourned meeting that no later agenda has taken up and that were never reached."""
    reached = MeetingEvent.objects.filter(kind__in=("item-opened", "item-closed"), item__isnull=False)
    rows = AgendaItem.objects.filter(
        meeting__partnership__slug=meeting.partnership, meeting__group=meeting.group,
        meeting__status__in=("cancelled", "adjourned"), withdrawn_at__isnull=True, carried_to__isnull=True,
        kind__in=("decide", "comment", "note"),
    ).exclude(id__in=reached.values("item_id")).exclude(meeting_id=meeting.id)  # fmt: skip
    for row in rows.select_related("meeting").order_by("meeting__held_latest", "order")[:MOST]:
        what = "was cancelled" if row.meeting.status == "cancelled" else "was adjourned before it was reached"
        yield Offer("carry", row.title, f"from {row.meeting.title}, which {what}", item=row.id)


def _actions(meeting: MeetingCard) -> Iterator[Offer]:
    rows = Action.objects.filter(
        partnership__slug=meeting.partnership, group=meeting.group, state__in=("open", "blocked")
    )
    for row in rows.order_by("due_on", "number")[:MOST]:
        due = f"due {short_date(row.due_on)}" if row.due_on else "no date"
        owner = f"{row.owner_name}, " if row.owner_name else ""
        yield Offer("matters-arising", f"{row.number}: {row.text}", f"{owner}{due}, {row.state}")


def _unanswered(meeting: MeetingCard) -> Iterator[Offer]:
    rows = Observation.objects.filter(
        item__meeting__partnership__slug=meeting.partnership, item__meeting__group=meeting.group, answer="",
        given_on__lte=meeting.on or "9999-12-31",
    ).exclude(item__meeting_id=meeting.id)  # fmt: skip
    for row in rows.select_related("item__meeting").order_by("given_on")[:MOST]:
        yield Offer(
            "matters-arising", f"Not yet answered: {row.text}", f"{row.given_by}, {short_date(row.given_on)}"
        )
