"""Which of those in the room may vote on an item, for which seat, and who may press for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from frankpledge.governance.rules.meetings.record import InPost, MeetingRecord
from frankpledge.governance.rules.meetings.sitting import (
    MEMBERS,
    Presence,
    same_person,
    taking_part_at,
)
from frankpledge.governance.rules.terms.constitution import Constitution, Standing
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message


@dataclass(frozen=True)
class Voter:
    """Someone in the room in a seat. `why_not` is empty for one who may vote; `votes` is the weight of the seat."""

    seat: str
    title: str
    person: str
    votes: int
    users: frozenset[UUID]
    why_not: str

    @property
    def may_vote(self) -> bool:
        return not self.why_not


def seat_title(terms: Constitution | None, slug: str) -> str:
    """A seat as people call it."""
    found = terms.seat(slug) if terms else None
    return found.name if found else slug


def voters_at(
    record: MeetingRecord, terms: Constitution | None, at: datetime, item: UUID | None
) -> Mapping[str, Voter]:
    """Everyone taking part in an item in a seat, by seat; the holder where the holder and a deputy are both there."""
    posts = _by_seat(record.in_post)
    there = sorted(
        (one for one in taking_part_at(record, at, item) if one.seat and one.standing in MEMBERS),
        key=lambda one: MEMBERS.index(one.standing),
    )
    found: dict[str, Voter] = {}
    for one in there:
        if one.seat not in found:
            found[one.seat] = _voter(terms, one, posts.get(one.seat, ()))
    return found


def _by_seat(posts: tuple[InPost, ...]) -> Mapping[str, tuple[InPost, ...]]:
    found: dict[str, tuple[InPost, ...]] = {}
    for post in posts:
        found[post.seat] = (*found.get(post.seat, ()), post)
    return found


def _voter(terms: Constitution | None, one: Presence, posts: tuple[InPost, ...]) -> Voter:
    theirs = [
        post for post in posts if post.standing == one.standing and same_person(post.person, one.person)
    ]
    why_not = why_no_vote(terms, one, is_named=bool(theirs))
    seat = terms.seat(one.seat) if terms else None
    votes = terms.votes(seat) if terms and seat else 1
    users = frozenset(post.user for post in theirs if post.user)
    return Voter(one.seat, seat_title(terms, one.seat), one.person, votes, users, str(why_not or ""))


@rule(source=Citation("Terms of reference", "membership, deputies and attendance from afar"))
def why_no_vote(terms: Constitution | None, one: Presence, *, is_named: bool) -> Message | None:
    """Only those vote whom the terms give a vote: not invited members, officers and observers, nor deputies and those who
    attend from afar where the terms give them none. Where the terms are silent nobody is turned away: the verdict says so.
    """
    title = seat_title(terms, one.seat)
    if one.standing not in MEMBERS:
        return message(
            "{person} is there as {standing} and has no vote.", person=one.person, standing=one.standing
        )
    if terms is None:
        return None
    seat = terms.seat(one.seat)
    if seat is None and terms.seats:
        return message("The terms have no seat ‘{seat}’.", seat=one.seat)
    if seat and not terms.votes(seat):
        return message("The seat of {title} has no vote.", title=title)
    if one.standing == "deputy" and (why := _deputy(terms.deputies, is_named=is_named)):
        return message("{why}: {person} sits for {title}.", why=why, person=one.person, title=title)
    if one.is_remote and (why := _without_vote(terms.remote, "Those who attend from afar")):
        return message("{why}: {person} attends from afar.", why=why, person=one.person)
    return None


def _deputy(said: Standing | None, *, is_named: bool) -> str:
    if said and said.allowed is not False and said.named_only and not is_named:
        return f"Only deputies who were named beforehand may vote{_clause(said)}"
    return _without_vote(said, "Deputies")


def _without_vote(said: Standing | None, who: str) -> str:
    if said is None or (said.allowed is not False and said.may_vote is not False):
        return ""
    return f"{who} have no vote{_clause(said)}"


def _clause(said: Standing) -> str:
    return f" (clause ‘{said.clause}’)" if said.clause else ""
