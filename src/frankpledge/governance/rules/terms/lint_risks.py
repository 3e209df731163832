"""The linter's search: small meetings tried out on the engine itself, for corners that nobody meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from frankpledge.governance.rules.terms.constitution import Constitution, Seat
from frankpledge.governance.rules.terms.deciding import Decision, decide
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.governance.rules.terms.situation import Attender, Item, Members, Situation
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate

SEARCH = Citation("Search over small meetings", note="every way of attending and voting, run on the engine")
MOST_SEATS = 9
MOST_PRESENT = 4


def _day(terms: Constitution) -> date:
    """The day asked about where the terms are in force on it, else their first."""
    asked = terms.asked_on
    return asked if asked and asked in terms.period else terms.period.starts_on


def _meeting(terms: Constitution, seats: tuple[Seat, ...], item: Item | None = None) -> Situation:
    rows = tuple(
        Attender((one.slug,), one.organisations[:1], "", "", "holder", 1, None, None, remote=False, named=None, person="")
        for one in seats
    )  # fmt: skip
    everyone = Members(sum(terms.votes(one) * one.places for one in terms.seats), {})
    chair = terms.office("chair")
    presiding = chair.seat if chair and chair.seat in {one.slug for one in seats} else seats[0].slug
    return Situation(
        PartialDate.of(_day(terms)), "", None, everyone, None, rows, presiding, frozenset(),
        (item,) if item else (), None,
    )  # fmt: skip


def _item(votes: dict[str, str], casting: str) -> Item:
    return Item("1", "ordinary", votes, None, casting, "", None, "", consensus=False, at=None)


def smallest_quorate(terms: Constitution) -> Iterator[tuple[Seat, ...]]:
    """The smallest sets of seats that make a quorum, one of each pattern of class, chair and votes."""
    seats = tuple(one for one in terms.seats if one.is_in_force(_day(terms)))[:MOST_SEATS]
    if terms.quorum is None:
        return
    for size in range(1, MOST_PRESENT + 1):
        seen: set[tuple[tuple[object, ...], ...]] = set()
        found = False
        for some in combinations(seats, size):
            pattern = tuple(sorted(_pattern(terms, one) for one in some))
            if pattern in seen:
                continue
            seen.add(pattern)
            if decide(terms, _meeting(terms, some)).quorate:
                found = True
                yield some
        if found:
            return


def _pattern(terms: Constitution, seat: Seat) -> tuple[str, bool, int, str]:
    chair = terms.office("chair")
    return (
        seat.member_class,
        bool(chair and chair.seat == seat.slug),
        terms.votes(seat),
        seat.organisations[0],
    )


@rule(source=SEARCH)
def one_carries_against_another(terms: Constitution) -> Iterator[Finding]:
    """Nobody should be able to carry a decision alone against those who are there."""
    for some in smallest_quorate(terms):
        voters = tuple(one for one in some if terms.votes(one))
        for votes in product(("for", "against"), repeat=len(voters)):
            if votes.count("for") != 1 or "against" not in votes:
                continue
            cast = dict(zip((one.slug for one in voters), votes, strict=True))
            meeting = _meeting(terms, some)
            # Nobody votes against a motion and then casts for it.
            casting = "for" if cast.get(meeting.presiding) == "for" else ""
            if _carried(decide(terms, _meeting(terms, some, _item(cast, casting)))):
                who = next(one.name for one in voters if cast[one.slug] == "for")
                clause = terms.casting.clause if terms.casting else ""
                yield Finding(
                    "one-carries-alone", clause, "high",
                    f"With {len(some)} present the meeting is quorate; {who} votes for, {len(voters) - 1} against, and it is "
                    f"carried{' by the casting vote' if casting else ''}. One person decides for all {_everyone(terms)}.",
                    "Raise the quorum to three or more, or write that the casting vote may not carry a motion alone.",
                )  # fmt: skip
                return


def _carried(found: Decision) -> bool:
    return found.items[0].outcome == "carried"


def _everyone(terms: Constitution) -> str:
    return f"{sum(one.places for one in terms.seats if terms.votes(one))} voting members"


@rule(source=SEARCH)
def one_makes_a_meeting(terms: Constitution) -> Iterator[Finding]:
    """A meeting needs at least two people."""
    for some in smallest_quorate(terms):
        if len(some) == 1:
            yield Finding(
                "one-is-quorate", terms.quorum.clause if terms.quorum else "", "high",
                f"{some[0].name} alone makes the quorum.", "Raise the quorum to three or more.",
            )  # fmt: skip
        return


@rule(source=SEARCH)
def one_for_and_the_rest_silent(terms: Constitution) -> Iterator[Finding]:
    """A decision should not rest on one vote while everybody else abstains."""
    for some in smallest_quorate(terms):
        voters = tuple(one for one in some if terms.votes(one))
        if len(voters) < 2:
            continue
        cast = {one.slug: "for" if one is voters[0] else "abstain" for one in voters}
        if _carried(decide(terms, _meeting(terms, some, _item(cast, "")))):
            yield Finding(
                "one-and-abstentions", terms.decisions[0].clause, "medium",
                f"With {len(some)} present one vote for carries a motion when everybody else abstains.",
                "Take the majority of those present, or ask for a least number of votes for.",
            )  # fmt: skip
            return


@rule(source=SEARCH)
def quorate_without_a_vote(terms: Constitution) -> Iterator[Finding]:
    """A quorate meeting should have somebody who may vote."""
    for some in smallest_quorate(terms):
        if not any(terms.votes(one) for one in some):
            yield Finding(
                "quorum-without-votes", terms.quorum.clause if terms.quorum else "", "high",
                f"{' and '.join(one.name for one in some)} make a quorum, and none of them may vote.",
                "Count only members with a vote.",
            )  # fmt: skip
            return


@rule(source=SEARCH)
def one_organisation_makes_the_quorum(terms: Constitution) -> Iterator[Finding]:
    """A quorum should not be made by the people of one organisation."""
    for some in smallest_quorate(terms):
        if len(some) > 1 and len({one.organisations[0] for one in some}) == 1:
            yield Finding(
                "one-organisation-quorate", terms.quorum.clause if terms.quorum else "", "medium",
                f"{' and '.join(one.name for one in some)} are of one organisation and alone make the quorum.",
                "Count different organisations.",
            )  # fmt: skip
            return


@rule(source=SEARCH)
def one_organisation_outvotes_all(terms: Constitution) -> Iterator[Finding]:
    """No organisation should have more than half of all votes."""
    votes: Counter[str] = Counter()
    for seat in terms.seats:
        votes[seat.organisations[0]] += terms.votes(seat) * seat.places
    total = sum(votes.values())
    for organisation, number in votes.most_common(1):
        if len(votes) > 1 and 2 * number > total:
            name = next(one.name for one in terms.seats if one.organisations[0] == organisation)
            yield Finding(
                "one-organisation-majority", "", "high", f"{name} has {number} of {total} votes, more than all others together.",
                "Give each organisation one vote, or cap its votes.",
            )  # fmt: skip


@rule(source=SEARCH)
def anyone_can_block(terms: Constitution) -> Iterator[Finding]:
    """Where every vote is needed, one member can stop everything: worth knowing, and sometimes meant."""
    for one in terms.decisions:
        if (
            one.threshold.is_share
            and one.threshold.value == 1
            and not one.consensus_first
            and one.scope == "ordinary"
        ):
            yield Finding(
                "one-blocks", one.clause, "medium", "Every ordinary decision needs every vote: one member can stop any business.",
                "Keep unanimity for named matters, and say what happens when it is not reached.",
            )  # fmt: skip
