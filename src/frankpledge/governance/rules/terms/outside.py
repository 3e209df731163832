"""Decisions without a meeting: written procedure, email, urgent action, ratification, and what the next meeting must do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from frankpledge.governance.rules.terms.constitution import Constitution, OutsideRoute
from frankpledge.governance.rules.terms.days import first_day
from frankpledge.governance.rules.terms.room import room_at
from frankpledge.governance.rules.terms.silence import Reading
from frankpledge.governance.rules.terms.situation import Attender, Item, Outside, Situation
from frankpledge.governance.rules.terms.voting import Chamber, Result, Voted, vote_result
from frankpledge.governance.rules.terms.words import ROUTES, days_in_words, joined, seat_name
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.verdicts import Reason


@dataclass(frozen=True)
class DecidedOutside:
    """What became of something put to the members without a meeting, with each step; `then` is what must follow."""

    voted: Voted
    reasons: tuple[Reason, ...]
    then: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Put:
    """A question put outside a meeting, by a route of the terms, under one reading of what they leave open."""

    terms: Constitution
    situation: Situation
    item: Item
    outside: Outside
    route: OutsideRoute
    on: date
    reading: Reading

    @property
    def clause(self) -> str:
        return self.route.clause or f"outside.{self.route.route}"

    @property
    def answers(self) -> int:
        if self.item.tally:
            return self.item.tally.total
        return len({self.terms.one_with(seat) for seat in self.item.ballots or {}})

    def chamber(self) -> Chamber:
        """A room in which everybody is who answered, and nobody else."""
        put = replace(self.situation, attenders=self._answered())
        room = room_at(self.terms, put, self.on, None, frozenset())
        return Chamber(self.terms, put, room, self.on, self.reading)

    def _answered(self) -> tuple[Attender, ...]:
        if self.item.ballots is not None:
            return tuple(_holder((seat,), "", 1) for seat in self.item.ballots)
        voting = next((one.slug for one in self.terms.classes if one.can_vote), "")
        return (_holder((), voting, self.answers),) if voting and self.answers else ()


def _holder(seats: tuple[str, ...], member_class: str, count: int) -> Attender:
    return Attender(
        seats, (), member_class, "", "holder", count, None, None, remote=False, named=None, person=""
    )


@rule(source=Citation("Terms of reference", "decisions without a meeting"))
def decided_outside(
    terms: Constitution, situation: Situation, item: Item, on: date, reading: Reading
) -> DecidedOutside:
    """A decision without a meeting stands only by a route that the terms give, used by those who may, for business it is
    for, with the time and the number of answers that they ask for, and reported or ratified afterwards as they say.
    """
    outside = item.outside
    if outside is None:
        raise ValueError("the item was decided at a meeting")
    route = next((one for one in terms.outside if one.route == outside.route), None)
    if route is None:
        return _no_route(terms, outside)
    put = _Put(terms, situation, item, outside, route, on, reading)
    for step in (_for_this_business, _by_one_who_may, _with_time_to_answer, _with_enough_answers):
        if (stopped := step(put)) is not None:
            return stopped
    return _afterwards(put, _vote(put))


def _no_route(terms: Constitution, outside: Outside) -> DecidedOutside:
    how = ROUTES[outside.route].removeprefix("By ")
    if not terms.outside:
        said = "the terms say nothing of deciding without a meeting"
        voted = Voted(Result.UNDETERMINED, working=said)
        return DecidedOutside(voted, (Reason("outside", said),), "Take it to a meeting.", ("outside",))
    known = joined(tuple(ROUTES[one.route].removeprefix("By ") for one in terms.outside), "or")
    said = f"the terms let it be decided without a meeting by {known}, and not by {how}"
    return DecidedOutside(
        Voted(Result.NO_DECISION, working=said), (Reason("outside", said),), "Take it to a meeting."
    )


def _stopped(put: _Put, said: str, then: str = "Take it to a meeting.") -> DecidedOutside:
    voted = Voted(Result.NO_DECISION, clause=put.clause, working=said)
    return DecidedOutside(voted, (Reason(put.clause, said),), then)


def _unknown(put: _Put, said: str, fact: str) -> DecidedOutside:
    name = f"items.{put.item.id}.{fact}"
    voted = Voted(Result.UNDETERMINED, clause=put.clause, working=said, lacking=(name,))
    return DecidedOutside(voted, (Reason(put.clause, said),), f"Find out: {name}.")


def _for_this_business(put: _Put) -> DecidedOutside | None:
    scopes = put.route.scopes
    if not scopes or put.item.scope.casefold() in {one.casefold() for one in scopes}:
        return None
    return _stopped(put, f"this way is only for {joined(scopes)}, and the business is ‘{put.item.scope}’")


def _by_one_who_may(put: _Put) -> DecidedOutside | None:
    if not put.route.who:
        return None
    who = joined(tuple(seat_name(put.terms, one) for one in put.route.who), "or")
    if not put.outside.by:
        return _unknown(put, f"only {who} may use this way, and who used it is not known", "outside.by")
    if put.outside.by.casefold() in {one.casefold() for one in put.route.who}:
        return None
    return _stopped(put, f"only {who} may use this way, and ‘{put.outside.by}’ did")


def _with_time_to_answer(put: _Put) -> DecidedOutside | None:
    """Members have the days that the terms give, unless all of them have answered."""
    response = put.route.response
    if response is None or put.answers >= (_members(put) or put.answers + 1):
        return None
    if put.outside.sent is None:
        return _unknown(put, "when it was sent is not known", "outside.sent")
    due = first_day(response, put.outside.sent)
    until = f"members have {days_in_words(response)} to answer, until {short_date(due)}"
    closed = put.outside.closed
    if closed is None:
        return _stopped(put, f"{until}, and it is still open", f"Wait until {short_date(due)}.")
    if closed < due:
        return _stopped(put, f"{until}, and it was closed on {short_date(closed)}", "Send it again.")
    return None


def _with_enough_answers(put: _Put) -> DecidedOutside | None:
    asked = put.route.responses
    if asked is None:
        return None
    members = _members(put)
    if asked.is_share and members is None:
        return _unknown(put, "how many members there are is not known", "membership")
    needed = asked.needed_of(members or 0)
    if put.answers >= needed:
        return None
    of = f" of {members}" if members else ""
    return _stopped(
        put, f"{put.answers}{of} members answered, {needed} needed", "Send it again, or take it to a meeting."
    )


def _members(put: _Put) -> int | None:
    """The members with a vote: those in post where that is known, else every voting seat of the terms."""
    chamber = put.chamber()
    in_post = chamber.members(put.situation.in_post)
    listed = sum(one.places for one in put.terms.seats_on(put.on) if put.terms.votes(one))
    return in_post if in_post is not None else (listed or None)


def _vote(put: _Put) -> Voted:
    """Urgent action by one who may is a decision; every other way counts answers as votes."""
    if put.route.route == "urgent-action" and not put.item.is_voted:
        who = seat_name(put.terms, put.outside.by) if put.outside.by else "one who may"
        return Voted(Result.CARRIED, clause=put.clause, working=f"decided by {who} by urgent action")
    decision = put.terms.decision_for(put.item.scope, put.situation.capacity)
    return vote_result(decision, put.item, put.chamber())


def _afterwards(put: _Put, voted: Voted) -> DecidedOutside:
    reasons = (Reason(voted.clause or put.clause, voted.working),)
    if voted.result is not Result.CARRIED:
        return DecidedOutside(voted, reasons, "")
    route, outside = put.route, put.outside
    if route.ratified_by_next and outside.ratified is False:
        said = "the next meeting did not ratify it"
        return DecidedOutside(
            replace(voted, result=Result.LOST, working=f"{voted.working}; {said}"),
            (*reasons, Reason(put.clause, said)), "Record that it fell.",
        )  # fmt: skip
    if route.ratified_by_next and outside.ratified is None:
        return DecidedOutside(
            voted, reasons, "Have the next meeting ratify it; until then it is provisional."
        )
    if route.report_to_next and not outside.reported and not outside.ratified:
        late = " It has not been reported." if outside.reported is False else ""
        return DecidedOutside(voted, reasons, f"Record it and report it to the next meeting.{late}")
    return DecidedOutside(voted, reasons, "")
