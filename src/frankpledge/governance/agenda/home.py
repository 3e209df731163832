"""What this folder adds to the home pages: the next meeting with its forecast, what is due before it, dates for the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import presenting, queries
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.forecasting import ANSWERS, expectation, in_words, names_of, saved_in_words
from frankpledge.governance.agenda.replying import my_posts
from frankpledge.governance.agenda.words import address
from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.kernel.people import Principal
from frankpledge.web.home import Due, NextMeeting, Published
from frankpledge.web.routes import Place

MOST_ASKED = 3
"""How many of the meetings ahead a member is asked about."""


def _next(place: Place, on: date) -> MeetingCard | None:
    return next((one for one in queries.ahead(place.slug, on) if one.on is not None), None)


def next_meeting(_principal: Principal, place: Place, on: date) -> NextMeeting | None:
    """The nearest meeting that is planned for a known day, and whether enough will come."""
    first = _next(place, on)
    if first is None or first.on is None:
        return None
    found = expectation(first)
    said = "No terms of reference are recorded for that day."
    if found:
        said = f"{in_words(found.overall)} {saved_in_words(found.overall, names_of(found.terms))}".strip()
    href = address("meeting", directory.partnership(place.slug), slug=first.slug)
    return NextMeeting(first.title, first.on, said, href)


def due_before_meetings(principal: Principal, place: Place, on: date) -> Iterable[Due]:
    """For a member: the meetings not yet answered. For those who run it: what is next before the nearest meeting."""
    partnership = directory.partnership(place.slug)
    yield from _answers(principal, partnership, on)
    first = _next(place, on)
    if first and presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership):
        yield from _next_steps(principal, partnership, first)


def _answers(principal: Principal, partnership: PartnershipFacts, on: date) -> Iterator[Due]:
    for meeting in queries.ahead(partnership.slug, on)[:MOST_ASKED]:
        mine = [one for one in my_posts(meeting, principal) if one.standing == "holder"]
        if not mine:
            continue
        answered = {one.seat for one in queries.replies_of(meeting.id)}
        for post in mine:
            if post.seat not in answered:
                href = address("reply-mine", partnership, slug=meeting.slug, seat=post.seat)
                yield Due(f"Will you come to {meeting.title}?", "Answer", href, meeting.on)


def _next_steps(principal: Principal, partnership: PartnershipFacts, meeting: MeetingCard) -> Iterator[Due]:
    page = presenting.meeting_page(partnership, principal, meeting)
    late = [row for row in page.dues if row.needs_a_person]
    if page.next is not None and not page.next.is_post:
        yield Due(
            f"{meeting.title}: {page.next_words}",
            page.next.words,
            page.next.href,
            because=" ".join(row.state for row in late),
        )
    elif page.next is not None:
        href = address("agenda", partnership, slug=meeting.slug)
        yield Due(f"{meeting.title}: {page.next_words}", page.next.words, href)


def asked(whom: Whom) -> Iterable[Ask]:
    """For my page: each meeting ahead of a body in which the person holds a seat, answered there with one choice.

    The same number of queries whatever is asked, for each body in which they sit.
    """
    for group in sorted({where for where, one in whom.seats if one.standing == "holder"}):
        ahead = queries.ahead(whom.partnership, whom.on, group=group)[:MOST_ASKED]
        given = queries.answers_to([one.id for one in ahead])
        for meeting in ahead:
            for one in whom.seats_in(group):
                if one.standing == "holder" and (meeting.id, one.seat, one.person) not in given:
                    yield _ask(whom, meeting, one.seat, one.organisation)


def _ask(whom: Whom, meeting: MeetingCard, seat: str, organisation: str) -> Ask:
    href = reverse("reply-mine", kwargs={"partnership": whom.partnership, "slug": meeting.slug, "seat": seat})
    choices = tuple((value, words) for value, words in ANSWERS.items() if value != "deputy")
    form = AnswerForm(
        href, "Send my answer", "Will you come?", choices, text_label="Anything the clerk should know"
    )
    because = "To send a deputy, open the page."
    return Ask("reply", f"Will you come to {meeting.title}?", href, meeting.on, because, organisation, form)


def published(place: Place) -> Iterable[Published]:
    """The way for the public to the dates, agendas and papers of the partnership's meetings."""
    partnership = directory.partnership(place.slug)
    rows = [queries.card_of(row) for row in queries.own_meetings(place.slug).order_by("-held_latest")[:1]]
    for one in rows:
        if one.on:
            words = "When the partnership meets, its agendas and its papers."
            yield Published("Meetings", "Meetings", one.on, address("public-meetings", partnership), words)
