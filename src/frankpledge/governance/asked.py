"""What open votes and draft minutes ask of a person: providers for My page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from frankpledge.governance.membership.asks import Ask, Whom
from frankpledge.governance.models import Ballot, Meeting, MinutesSet, Motion
from frankpledge.kernel.dates import local_date, short_date


def _day(meeting: Meeting) -> date:
    return local_date(meeting.starts_at) if meeting.starts_at else meeting.held_earliest


def votes(whom: Whom) -> Iterator[Ask]:
    """Ballots open at a meeting that is going on, for the seats that have not voted."""
    if not whom.seats:
        return
    rows = list(
        Motion.objects.filter(
            partnership_id=whom.partnership_id, route="meeting", state="open", meeting__status="running"
        ).select_related("meeting")
    )
    cast = set(Ballot.objects.filter(motion__in=rows).values_list("motion_id", "seat"))
    for row in rows:
        seats = [post.seat for post in whom.seats_in(row.group) if (row.id, post.seat) not in cast]
        if seats and row.meeting:
            here = {"partnership": whom.partnership, "slug": row.meeting.slug}
            yield Ask(
                "vote",
                f"Vote now: {row.text}",
                reverse("meeting-now", kwargs=here),
                whom.on,
                row.meeting.title,
            )


def minutes(whom: Whom) -> Iterator[Ask]:
    """Draft minutes that are out and not yet confirmed, for those who sit in the body."""
    if not whom.seats:
        return
    rows = MinutesSet.objects.filter(
        meeting__partnership_id=whom.partnership_id, is_draft_public=True, confirmed_at__isnull=True,
        meeting__group__in={group for group, _ in whom.seats},
    ).select_related("meeting")  # fmt: skip
    for row in rows:
        here = {"partnership": whom.partnership, "slug": row.meeting.slug}
        what = f"Check the draft minutes: {row.meeting.title}, {short_date(_day(row.meeting))}"
        because = "Tell the clerk what is wrong; corrections are agreed when the minutes are confirmed."
        yield Ask("minutes", what, reverse("minutes", kwargs=here), None, because)
