"""What this subject adds to other pages: a meeting's page, its agenda, a person's own page, the home pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.offers import Offer
from frankpledge.governance.agenda.written import Late
from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.governance.minutes import action_queries, escalating, presenting_log, queries, register
from frankpledge.governance.rules.minutes.log import STATES
from frankpledge.kernel.people import Principal, Subject
from frankpledge.web.home import Due, Published
from frankpledge.web.routes import Place
from frankpledge.web.words import counted


def links_of_meeting(
    _principal: Principal, partnership: PartnershipFacts, meeting: MeetingCard
) -> tuple[tuple[str, str], ...]:
    """The minutes and what is carried to the meeting."""
    return presenting_log.ways_of_meeting(partnership, meeting.slug)


def offers(meeting: MeetingCard) -> Iterator[Offer]:
    """Minutes to confirm, what groups below ask of this body, and the answers it has not heard yet."""
    row = queries.meeting_called(meeting.partnership, meeting.slug)
    for one in queries.unconfirmed_before(row):
        yield Offer("minutes", f"Minutes of {one.title}, {queries.held_in_words(one)}", "to be confirmed")
    for raised in escalating.to_be_answered(meeting.partnership, meeting.group):
        if escalating.is_on_an_agenda(raised):
            continue
        note = f"put up by {raised.from_group}" + (f"; asks: {raised.asked}" if raised.asked else "")
        yield Offer("escalations", f"{raised.number}: {raised.text}", note, takes=("escalation", raised.id))
    for heard in escalating.to_be_heard(meeting.partnership, meeting.group):
        yield Offer(
            "matters-arising", f"{heard.number}: {heard.text}", f"answered: {heard.answer}", takes=("answer", heard.id),
            button="It is heard at this meeting",
        )  # fmt: skip


def take_escalation(meeting: MeetingCard, what: UUID, *, late: Late, by: Principal) -> None:
    """Put what a group has put up on the agenda of the body that it was put to."""
    escalating.take_up(meeting.partnership, what, meeting=meeting.slug, late=late, by=by)


def take_answer(meeting: MeetingCard, what: UUID, *, late: Late, by: Principal) -> None:  # noqa: ARG001 (a `Taker`)
    """The answer to what a group has put up is heard at a meeting of the group, under matters arising."""
    escalating.hear(meeting.partnership, what, meeting=meeting.id, by=by)


def asked(whom: Whom) -> Iterator[Ask]:
    """A person's own actions, each to be answered on the spot: done, not done, blocked."""
    principal = Principal(whom.user, whom.name)
    for one in action_queries.own_actions(principal, whom.partnership, whom.on):
        here = {"partnership": whom.partnership, "action": one.id}
        last = one.updates[-1].text if one.updates else ""
        form = AnswerForm(
            action=reverse("own-action", kwargs=here),
            button="Send",
            legend="How does it stand?",
            choices=(("done", STATES["done"]), ("open", STATES["open"]), ("blocked", STATES["blocked"])),
            text_label="What shows it done, or what is in the way",
            hidden=(("version", str(one.row_version)),),
        )
        yield Ask(
            "action", f"{one.number}: {one.text}", reverse("action", kwargs=here), one.due_on,
            f"Last said: {last}" if last else "", "" if one.owner else one.organisation, form,
        )  # fmt: skip


def due(principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """What waits after meetings, for those who run the partnership: overdue actions, and owners who have gone."""
    if not can(principal, Permission.GOVERNANCE_WRITE, Subject("partnership", place.id, place.slug)):
        return
    rows = action_queries.logged(place.slug, action_queries.Asked(state="live"), on=on)
    overdue = [one for one in rows if one.is_overdue(on)]
    href = reverse("actions", kwargs={"partnership": place.slug})
    if overdue:
        first = min(one.due_on for one in overdue if one.due_on)
        what = f"Remind the owners of {counted(len(overdue), 'overdue action')}"
        yield Due(what, "See them", f"{href}?state=overdue", first)
    stale = action_queries.stale_actions(place.slug, rows, on)
    if stale:
        yield Due(f"Give {counted(len(stale), 'action')} to somebody who will do it", "See them", href)


def published(place: Place) -> Iterator[Published]:
    """The latest published minutes, and the decisions, on the public's home page."""
    here = {"partnership": place.slug}
    for meeting, state in queries.published(place.slug)[:3]:
        href = reverse("public-minutes", kwargs={**here, "slug": meeting.slug})
        mark = " (draft)" if state == "Draft" else ""
        yield Published(f"Minutes: {meeting.title}{mark}", "Minutes", meeting.held_latest, href)
    decisions = register.public_entries(place.slug)
    if decisions and decisions[0].decided_on:
        words = f"Decisions taken in public: {len(decisions)}"
        yield Published(words, "Decisions", decisions[0].decided_on, reverse("public-decisions", kwargs=here))
