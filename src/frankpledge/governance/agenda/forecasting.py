"""The outlook of a meeting's quorum and of each item's, from who is in post, what they replied and known interests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard, Post, ReplyFacts
from frankpledge.governance.models import EarlyInterest
from frankpledge.governance.rules.agenda.forecast import (
    OUTLOOKS,
    Expected,
    Forecast,
    ItemAsked,
    Outlook,
    SeatReply,
    quorum_forecast,
)
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.web.pictures import QuorumRing, Seat, SeatState
from frankpledge.web.words import listed

ANSWERS = {
    "attending": "Attending",
    "remote": "Attending from afar",
    "apologies": "Apologies",
    "deputy": "Sending a deputy",
}
MOST_NAMED = 6


@dataclass(frozen=True)
class KnownInterest:
    """An interest known before the meeting. `item` of None: in the whole of it; `will_withdraw` of None: nobody has said."""

    seat: str
    person: str
    nature: str
    item: UUID | None
    will_withdraw: bool | None
    source: str


InterestProvider = Callable[[MeetingCard, Sequence[ItemFacts]], Iterable[KnownInterest]]
_INTERESTS: list[InterestProvider] = []


def register_interests(provider: InterestProvider) -> None:
    """Tell of interests that are known without anybody declaring them for this meeting. Safe to repeat."""
    if provider not in _INTERESTS:
        _INTERESTS.append(provider)


@dataclass(frozen=True)
class Expectation:
    """What is expected of a meeting. `seats` as the terms order them; `items` those that ask something of the members."""

    terms: Constitution
    seats: tuple[SeatReply, ...]
    overall: Forecast
    items: tuple[tuple[ItemFacts, Forecast], ...]
    interests: tuple[KnownInterest, ...]
    if_they_leave: Mapping[UUID, Forecast]
    """The outlook of those items whose outlook would be another if those with a known interest went out for them."""
    is_filling_assumed: bool
    """Nobody recorded who holds the seats, so every seat is taken to be filled."""


def expectation(meeting: MeetingCard) -> Expectation | None:
    """The outlook; None where no terms are recorded for the day. A fixed number of queries."""
    stored = queries.terms_for(meeting)
    if stored is None or meeting.on is None:
        return None
    terms, on = stored.constitution, meeting.on
    holders = queries.posts(meeting.partnership, on, group=meeting.group)
    items = queries.items_of(meeting.id)
    seats = tuple(_seats(terms, meeting, holders, queries.replies_of(meeting.id)))
    interests = interests_of(meeting, items)
    overall = quorum_forecast(terms, on, seats, ItemAsked("", withdrawn=_withdrawn(interests, None)))
    known: dict[tuple[str, frozenset[str]], Forecast] = {}

    def outlook(item: ItemFacts, leaving: frozenset[str]) -> Forecast:
        key = (item.capacity, leaving)
        if key not in known:
            known[key] = quorum_forecast(terms, on, seats, ItemAsked("item", *key))
        return known[key]

    asked = [one for one in items if not one.item_kind.is_standing]
    found = tuple((item, outlook(item, _withdrawn(interests, item.id))) for item in asked)
    leaving = {item.id: outlook(item, _withdrawn(interests, item.id, maybe=True)) for item in asked}
    return Expectation(
        terms, seats, overall, found, interests,
        {item.id: leaving[item.id] for item, one in found if leaving[item.id].outlook is not one.outlook},
        not any(one.seat for one in holders),
    )  # fmt: skip


def interests_of(meeting: MeetingCard, items: Sequence[ItemFacts]) -> tuple[KnownInterest, ...]:
    """Every interest known: told of before this meeting, then what others know."""
    rows = EarlyInterest.objects.filter(meeting_id=meeting.id, taken_back_at__isnull=True)
    told = [
        KnownInterest(
            row.seat,
            row.person_name,
            row.nature,
            row.item_id,
            row.will_withdraw,
            "Told of before the meeting",
        )
        for row in rows
    ]
    return (*told, *(one for provider in _INTERESTS for one in provider(meeting, items)))


def _withdrawn(
    interests: Iterable[KnownInterest], item: UUID | None, *, maybe: bool = False
) -> frozenset[str]:
    """The seats that will leave for an item, or `maybe` leave; without an item, those that will leave for all of them."""
    which, leaves = {None, item}, {True, None} if maybe else {True}
    return frozenset(
        one.seat for one in interests if one.seat and one.will_withdraw in leaves and one.item in which
    )


def _seats(
    terms: Constitution, meeting: MeetingCard, holders: Sequence[Post], replies: Sequence[ReplyFacts]
) -> Iterator[SeatReply]:
    is_assumed = not any(one.seat for one in holders)
    for seat in terms.seats:
        if meeting.on is None or not seat.is_in_force(meeting.on):
            continue
        here = len(queries.people_of(holders, seat.slug)) or (seat.places if is_assumed else 0)
        said = [one for one in replies if one.seat == seat.slug]
        yield from _rows(seat.slug, here, said, holders)


def _rows(seat: str, here: int, said: Sequence[ReplyFacts], holders: Sequence[Post]) -> Iterator[SeatReply]:
    """The answers of one seat, then those of its people who have not answered."""
    for one in said:
        named = None
        if one.answer == "deputy":
            deputies = {post.person.casefold() for post in queries.people_of(holders, seat, "deputy")}
            named = one.deputy.casefold() in deputies
        yield SeatReply(seat, Expected(one.answer), named)
    if len(said) < here:
        yield SeatReply(seat, Expected.SILENT, count=here - len(said))
    elif not said:
        yield SeatReply(seat, Expected.VACANT)


# In words ---------------------------------------------------------------------------------------------------------


def in_words(forecast: Forecast) -> str:
    """The outlook and the arithmetic, in one sentence."""
    said = OUTLOOKS[forecast.outlook]
    if forecast.outlook is Outlook.UNDETERMINED and not forecast.needed:
        return f"{said}: {', '.join(forecast.reasons) or 'the terms give no quorum'}."
    counted = ""
    if forecast.expected is not None and forecast.needed is not None:
        counted = f": {forecast.expected} expected so far, {forecast.needed} {forecast.unit} needed"
    others = [one for one in forecast.reasons if "needed" not in one]
    return f"{said}{counted}{'; ' if others else ''}{'; '.join(others)}."


def saved_in_words(forecast: Forecast, names: Mapping[str, str]) -> str:
    """Which seats would make it sure, in one sentence; empty where none is known or none is needed."""
    if not forecast.saved_by:
        return ""
    if all(len(one) == 1 for one in forecast.saved_by):
        seats = [names.get(seat, seat) for one in forecast.saved_by for seat in one]
        few = seats[:MOST_NAMED]
        more = f" or {len(seats) - len(few)} more" if len(seats) > len(few) else ""
        return f"It would be sure with {' or '.join(few)}{more}."
    first = [listed(sorted(names.get(seat, seat) for seat in one)) for one in forecast.saved_by[:3]]
    more = f" or {len(forecast.saved_by) - 3} other ways" if len(forecast.saved_by) > 3 else ""
    return f"It would be sure with {'; or '.join(first)}{more}."


def missing_in_words(forecast: Forecast) -> str:
    """Which rules of the terms, unsaid, it hangs on."""
    if forecast.outlook is not Outlook.UNDETERMINED or not forecast.missing:
        return ""
    return f"The terms do not say, and it hangs on: {listed(forecast.missing)}."


RING_WORDS = {
    Outlook.SURE: "Sure",
    Outlook.POSSIBLE: "Possible",
    Outlook.LOST: "Not enough",
    Outlook.UNDETERMINED: "Unclear",
}
STATES = {
    Expected.ATTENDING: SeatState.EXPECTED,
    Expected.REMOTE: SeatState.EXPECTED,
    Expected.DEPUTY: SeatState.EXPECTED,
    Expected.APOLOGIES: SeatState.APOLOGIES,
    Expected.SILENT: SeatState.SILENT,
    Expected.VACANT: SeatState.VACANT,
}


def ring_of(found: Expectation) -> QuorumRing | None:
    """The quorum ring as the replies have it: who said they come, who will not, who has not said."""
    first: dict[str, Expected] = {}
    for one in found.seats:
        first.setdefault(one.seat, one.expected)
    voting = [seat for seat in found.terms.seats if found.terms.votes(seat) and seat.slug in first]
    if not voting:
        return None
    forecast = found.overall
    counted = f"{forecast.expected} expected, needs {forecast.needed}" if forecast.needed is not None else ""
    beads = tuple(Seat(seat.name, STATES[first[seat.slug]]) for seat in voting)
    return QuorumRing(RING_WORDS[forecast.outlook], counted, beads)


def names_of(terms: Constitution) -> dict[str, str]:
    return {seat.slug: seat.name for seat in terms.seats}
