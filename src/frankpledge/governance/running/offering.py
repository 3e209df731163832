"""What the page of a meeting offers of its running."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.safestring import SafeString

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.forecasting import KnownInterest
from frankpledge.governance.models import Meeting, MeetingEvent
from frankpledge.governance.presenting import address
from frankpledge.kernel.people import Principal, Subject

Beside = Callable[[PartnershipFacts, Meeting, Principal], tuple[SafeString, ...]]
_BESIDE: list[Beside] = []


def register_beside(provider: Beside) -> None:
    """Show something beside a running meeting, part by part: the minutes as they grow. Safe to repeat."""
    if provider not in _BESIDE:
        _BESIDE.append(provider)


def beside(partnership: PartnershipFacts, meeting: Meeting, principal: Principal) -> tuple[SafeString, ...]:
    """Everything that is shown beside a running meeting."""
    return tuple(part for provider in _BESIDE for part in provider(partnership, meeting, principal))


WORDS = {
    "planned": "Open and run the meeting",
    "running": "Run the meeting",
    "adjourned": "Go on with the meeting",
    "held": "What happened at the meeting",
    "inquorate": "What happened at the meeting",
}
GOING_ON = ("running", "adjourned")


def links(
    principal: Principal, partnership: PartnershipFacts, meeting: MeetingCard
) -> Iterator[tuple[str, str]]:
    """Running a meeting, for those who may, and what is on now, for those who attend while it goes on."""
    here = Subject("partnership", partnership.id, partnership.slug)
    if meeting.status in WORDS and can(principal, Permission.MEETING_RUN, here):
        yield WORDS[meeting.status], address("meeting-run", partnership, slug=meeting.slug)
    if meeting.status in GOING_ON and can(principal, Permission.VOTE_CAST, here):
        yield "What is on now, and voting", address("meeting-now", partnership, slug=meeting.slug)


def declared(meeting: MeetingCard, _items: Sequence[ItemFacts]) -> Iterator[KnownInterest]:
    """What was declared at the meeting itself, for one that goes on another day or is still to come to an item."""
    rows = MeetingEvent.objects.filter(meeting_id=meeting.id, kind__in=("declared", "withdrew", "struck"))
    events = list(rows.order_by("sequence"))
    struck = {one.strikes for one in events if one.kind == "struck"}
    left = {
        (one.seat, one.person_name, one.item_id)
        for one in events
        if one.kind == "withdrew" and one.sequence not in struck
    }
    for one in events:
        if one.kind == "declared" and one.sequence not in struck:
            goes = (one.seat, one.person_name, one.item_id) in left
            yield KnownInterest(
                one.seat, one.person_name, one.text, one.item_id, goes, "Declared at the meeting"
            )
