"""How the pages before a meeting put things, and where they are."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.kernel.dates import LONDON, local_date, long_date

MEETINGS = ("Meetings and decisions", "meetings")


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    """Where a page of this partnership is."""
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *above: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, the meetings, then the pages above this one with their addresses."""
    home = ("Home", address("home", partnership))
    return (home, (MEETINGS[0], address(MEETINGS[1], partnership)), *above)


def within(
    partnership: PartnershipFacts, meeting: MeetingCard, *above: tuple[str, str]
) -> tuple[tuple[str, str], ...]:
    """The trail of a page about a meeting."""
    return crumbs(partnership, (meeting.title, address("meeting", partnership, slug=meeting.slug)), *above)


def when(meeting: MeetingCard) -> str:
    """Thursday 11 June 2026, 14:00 to 16:00."""
    if meeting.starts_at is None:
        return long_date(meeting.on) if meeting.on else meeting.held
    starts = meeting.starts_at.astimezone(LONDON)
    until = f" to {meeting.ends_at.astimezone(LONDON):%H:%M}" if meeting.ends_at else ""
    return f"{long_date(starts.date())}, {starts:%H:%M}{until}"


def moment_in_words(at: datetime) -> str:
    """Thursday 11 June 2026, 14:05."""
    return f"{long_date(local_date(at))}, {at.astimezone(LONDON):%H:%M}"


def item_tags(item: ItemFacts) -> tuple[str, ...]:
    """What stands beside an item's title."""
    found = []
    if item.is_closed:
        found.append("Closed")
    if item.is_advice:
        found.append("Advice to the council")
    if item.is_urgent:
        found.append("Urgent")
    if item.late_by_leave_of:
        found.append(f"Late, by leave of {item.late_by_leave_of}")
    if item.added_at:
        found.append("Supplement")
    if item.function:
        found.append(item.function.capitalize())
    return tuple(found)


def numbered(item: ItemFacts) -> str:
    return f"{item.number}. {item.title}"
