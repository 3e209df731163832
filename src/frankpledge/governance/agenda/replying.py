"""Replies before a meeting: people answer for themselves, the clerk for those who told them; interests told of early."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import MeetingCard, Post
from frankpledge.governance.agenda.forecasting import ANSWERS
from frankpledge.governance.agenda.permits import may_write, refuse_unless_ahead
from frankpledge.governance.models import AgendaItem, EarlyInterest, Meeting, Reply
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now
from frankpledge.records.models import Conflict


@dataclass(frozen=True)
class NewReply:
    """What somebody said: for which seat (empty for an officer or observer), and whom they send."""

    seat: str
    person: str
    answer: str
    deputy: str = ""
    note: str = ""


def my_posts(meeting: MeetingCard, by: Principal) -> tuple[Post, ...]:
    """The seats that whoever asks holds, or may deputise in, on the day of the meeting."""
    if by.user_id is None or meeting.on is None:
        return ()
    every = queries.posts(meeting.partnership, meeting.on, group=meeting.group)
    return tuple(one for one in every if one.user == by.user_id)


@transaction.atomic
def reply(
    partnership: str, slug: str, said: NewReply, *, by: Principal, read_version: int | None = None
) -> None:
    """Record an answer, one for each seat and person; a later answer takes the place of the one before.

    Raises `NotPermitted` for somebody else's seat, `Refused` where the terms allow no deputy, `Conflict` where the answer
    was changed since it was read.
    """
    row = queries.meeting_row(partnership, slug)
    meeting = queries.card_of(row)
    is_clerk = _may_answer(row, meeting, said, by)
    refuse_unless_ahead(row)
    _check(meeting, said)
    found = Reply.objects.filter(meeting=row, seat=said.seat, person_name=said.person).first()
    values = {
        "answer": said.answer, "deputy_name": said.deputy if said.answer == "deputy" else "", "note": said.note,
        "given_at": now(), "user_id": None if is_clerk else by.user_id,
    }  # fmt: skip
    if found is None:
        Reply.objects.create(
            meeting=row, seat=said.seat, person_name=said.person, recorded_by=by.name, **values
        )
    else:
        _change(found, values, read_version)
    detail = {"meeting": row.slug, "seat": said.seat, "answer": said.answer, "by_clerk": is_clerk}
    record("reply-given", subject=row.subject(), by=by, detail=detail)


def _change(found: Reply, values: dict[str, object], read_version: int | None) -> None:
    if read_version is not None and read_version != found.row_version:
        raise Conflict("This answer was changed since you opened it. Both are shown; choose what to keep.")
    for name, value in values.items():
        setattr(found, name, value)
    found.save_version(read_version=found.row_version, fields=list(values))


def _may_answer(row: Meeting, meeting: MeetingCard, said: NewReply, by: Principal) -> bool:
    """Whether it is the clerk who answers for somebody; raises where it is neither they nor the person."""
    subject = row.subject()
    require(by, Permission.MEETING_REPLY, subject)
    mine = [one for one in my_posts(meeting, by) if one.standing == "holder"]
    if any(one.seat == said.seat and one.person == said.person for one in mine):
        return False
    if can(by, Permission.GOVERNANCE_WRITE, subject):
        return True
    raise NotPermitted(
        "You can answer for the seats that you hold yourself. Ask the clerk to record what somebody else said."
    )


def _check(meeting: MeetingCard, said: NewReply) -> None:
    if said.answer not in ANSWERS:
        raise Unusable(
            Problem("answer", "That is no answer.", "Choose one of those listed.", column="Will you come?")
        )
    if said.answer != "deputy":
        return
    if not said.deputy.strip():
        raise Unusable(
            Problem("no-deputy", "A deputy has no name.", "Write whom you send.", column="Name of the deputy")
        )
    stored = queries.terms_for(meeting)
    rule = stored.constitution.deputies if stored else None
    if rule is not None and rule.allowed is False:
        raise Refused(message("The terms of reference allow no deputies. Send apologies instead."))


def seats_to_answer_for(meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    """Everybody who holds a seat on the day, for the clerk to choose from: `seat|person`, and both in words.

    Where nobody is recorded in a seat, the seat itself can be answered for.
    """
    stored = queries.terms_for(meeting)
    if stored is None or meeting.on is None:
        return ()
    posts = queries.posts(meeting.partnership, meeting.on, group=meeting.group)
    found = []
    for seat in stored.constitution.seats:
        if seat.is_in_force(meeting.on):
            holders = queries.people_of(posts, seat.slug)
            found += [(f"{seat.slug}|{one.person}", f"{one.person}, {seat.name}") for one in holders]
            if not holders:
                found.append((f"{seat.slug}|{seat.name}", f"{seat.name} (nobody recorded)"))
    found += [(f"|{one.person}", f"{one.person}, {one.standing}") for one in posts if not one.seat]
    return tuple(found)


@transaction.atomic
def tell_interest(
    partnership: str,
    slug: str,
    *,
    seat: str,
    person: str,
    item: UUID | None,
    nature: str,
    will_withdraw: bool,
    by: Principal,
) -> None:
    """Record an interest before the meeting, so that the quorum of the item can be foreseen. It is declared again there."""
    row = queries.meeting_row(partnership, slug)
    meeting = queries.card_of(row)
    _may_answer(row, meeting, NewReply(seat, person, "attending"), by)
    refuse_unless_ahead(row)
    if item is not None and not AgendaItem.objects.filter(meeting=row, id=item).exists():
        raise NotFound(queries.NO_ITEM)
    if not nature.strip():
        raise Unusable(
            Problem(
                "empty", "It does not say what the interest is.", "Write it.", column="What the interest is"
            )
        )
    EarlyInterest.objects.create(
        meeting=row, item_id=item, seat=seat, person_name=person, nature=nature, will_withdraw=will_withdraw,
        given_at=now(), recorded_by=by.name,
    )  # fmt: skip
    record(
        "interest-told",
        subject=row.subject(),
        by=by,
        detail={"meeting": row.slug, "seat": seat, "item": str(item or "")},
    )


@transaction.atomic
def take_back_interest(partnership: str, slug: str, interest: UUID, *, by: Principal) -> None:
    """Take back an interest that was told of in error; it stays in the record."""
    row = queries.meeting_row(partnership, slug)
    may_write(row, by)
    changed = EarlyInterest.objects.filter(id=interest, meeting=row, taken_back_at__isnull=True).update(
        taken_back_at=now()
    )
    if not changed:
        raise NotFound("There is no such interest.")
    record("interest-taken-back", subject=row.subject(), by=by, detail={"interest": str(interest)})


def split(who: str) -> tuple[str, str]:
    """A choice of `seats_to_answer_for` as seat and person."""
    seat, _, person = who.partition("|")
    return seat, person
