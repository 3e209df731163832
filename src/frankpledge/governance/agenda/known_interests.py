"""Registered interests that may bear on an item, for the forecast of its quorum and the chair's brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard, Post
from frankpledge.governance.agenda.forecasting import KnownInterest
from frankpledge.governance.membership.interests import interests
from frankpledge.governance.rules.membership.interests import Interest, bearing_on

SOURCE = "In the register of interests; whether it bears on the item is for the member to say"


def registered(meeting: MeetingCard, items: Sequence[ItemFacts]) -> Iterator[KnownInterest]:
    """Entries of the register whose body or property an item names, of those who hold a seat on the day."""
    if meeting.on is None:
        return
    register = interests(meeting.partnership, on=meeting.on)
    if not register:
        return
    holders = queries.posts(meeting.partnership, meeting.on, group=meeting.group)
    for item in items:
        if item.item_kind.is_standing:
            continue
        about = f"{item.title} {item.recommendation} {item.because}"
        for one in bearing_on(register, about, meeting.on):
            for seat in _seats_of(one.interest, holders):
                said = f"{one.interest.with_whom}: {one.interest.nature}"
                yield KnownInterest(seat, one.interest.person, said, item.id, None, SOURCE)


def _seats_of(interest: Interest, holders: Sequence[Post]) -> Iterator[str]:
    for one in holders:
        same = one.user == interest.user if one.user and interest.user else one.person == interest.person
        if one.seat and one.standing == "holder" and same:
            yield one.seat
