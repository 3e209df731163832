"""What meetings, votes, actions and minutes ask of a person: providers for My page. Answers go through their subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from frankpledge.governance.agenda.forecasting import ANSWERS
from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.governance.minutes import action_queries
from frankpledge.governance.models import Ballot, Meeting, MinutesSet, Motion, Reply
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.web.navigation import address_of
from frankpledge.web.routes import ROUTES

QUICK = ("attending", "remote", "apologies")
"""Answers that need no more than a choice; to send a deputy one opens the page."""
STATES = (("open", "Under way"), ("done", "Done"), ("blocked", "Blocked"))


def _day(meeting: Meeting) -> date:
    return local_date(meeting.starts_at) if meeting.starts_at else meeting.held_earliest


def _planned(whom: Whom) -> list[Meeting]:
    groups = {group for group, _ in whom.seats}
    rows = Meeting.objects.filter(
        partnership_id=whom.partnership_id, status="planned", group__in=groups, held_latest__gte=whom.on,
        body_kind__in=("partnership", "subgroup"),
    )  # fmt: skip
    return list(rows.order_by("held_earliest"))


def replies(whom: Whom) -> Iterable[Ask]:
    """Whether the holder of a seat comes to each meeting that is planned, until they have said so."""
    meetings = _planned(whom) if whom.seats else []
    given = set(
        Reply.objects.filter(meeting__in=meetings, seat__in=[one.seat for _, one in whom.seats]).values_list(
            "meeting_id", "seat"
        )
    )
    return [
        _reply(whom, meeting, post.seat)
        for meeting in meetings
        for post in whom.seats_in(meeting.group)
        if post.standing == "holder" and (meeting.id, post.seat) not in given
    ]


def _reply(whom: Whom, meeting: Meeting, seat: str) -> Ask:
    here = {"partnership": whom.partnership, "slug": meeting.slug, "seat": seat}
    choices = tuple((slug, ANSWERS[slug]) for slug in QUICK)
    place = f" {meeting.place}." if meeting.place else ""
    return Ask(
        "reply", f"Will you come? {meeting.title}, {short_date(_day(meeting))}", reverse("reply-mine", kwargs=here),
        _day(meeting), f"For the seat {seat}.{place} To send a deputy, open the meeting.",
        form=AnswerForm(reverse("my-quick-reply", kwargs=here), "Send my answer", "Will you come?", choices),
    )  # fmt: skip


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


def actions(whom: Whom) -> Iterator[Ask]:
    """Live actions that the person owns, or that name only their organisation."""
    asker = Principal(whom.user, whom.name)
    names = dict(whom.organisations)
    for one in action_queries.own_actions(asker, whom.partnership, whom.on):
        mine = bool(one.owner or one.owner_id)
        body = "" if mine else one.organisation or next(iter(names.values()), "")
        here = {"partnership": whom.partnership, "action": one.id}
        yield Ask(
            "action", f"{one.number}: {one.text}", _action_href(whom.partnership, one.id), one.due_on,
            "Done needs what shows it; blocked needs what is in the way.", body,
            AnswerForm(
                reverse("my-quick-action", kwargs=here), "Save", "How does it stand?", STATES, one.state,
                "In a sentence: what was done, what shows it, or what is in the way",
            ),
        )  # fmt: skip


def _action_href(partnership: str, action: UUID) -> str:
    if "action" in ROUTES:
        return reverse("action", kwargs={"partnership": partnership, "action": action})
    return address_of("me", partnership)


def minutes(whom: Whom) -> Iterator[Ask]:
    """Draft minutes that are out and not yet confirmed, for those who sit in the body."""
    if not whom.seats or "minutes" not in ROUTES:
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
