"""Whether a vote is carried: the base, the number needed, abstentions and the vote that resolves a tie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from frankpledge.governance.rules.terms.constitution import CastingVote, Constitution, DecisionRule
from frankpledge.governance.rules.terms.presiding import Present, is_chair, who_presides
from frankpledge.governance.rules.terms.room import Kind, Room, counts
from frankpledge.governance.rules.terms.silence import Reading
from frankpledge.governance.rules.terms.situation import Item, Members, Situation, Tally
from frankpledge.kernel.citations import Citation, rule


class Result(StrEnum):
    """What became of an item."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"
    NO_DECISION = "no_decision"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Voted:
    """The result of a vote with its arithmetic; `lacking` names facts that nobody gave."""

    result: Result
    needed: int | None = None
    base: int | None = None
    base_name: str = ""
    casting_used: bool = False
    clause: str = ""
    working: str = ""
    lacking: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_tie: bool = False


@dataclass(frozen=True)
class Chamber:
    """Where a vote is taken: the terms, the situation and the room, under one reading of what the terms leave open."""

    terms: Constitution
    situation: Situation
    room: Room
    on: date
    reading: Reading

    @property
    def votes(self) -> int:
        """The votes that those present may cast."""
        return sum(
            group.votes for kind, group in self.room.groups.items()
            if counts(self.terms, kind, self.reading, for_vote=True)
        ) - sum(sum(weights) - max(weights) for weights in self._cast_once)  # fmt: skip

    @property
    def voters(self) -> int:
        """The seats in the room that may vote."""
        return sum(
            group.voters for kind, group in self.room.groups.items()
            if counts(self.terms, kind, self.reading, for_vote=True)
        )  # fmt: skip

    @property
    def there(self) -> Present:
        """The same room, for asking who presides."""
        return Present(self.terms, self.room, self.situation.attenders or (), self.on)

    def may_vote(self, seat: str) -> bool:
        """Whether somebody is in the room for a seat who may cast its vote."""
        kind = self.room.kinds.get(seat)
        return bool(
            kind and self.room.weights[seat] and counts(self.terms, kind, self.reading, for_vote=True)
        )

    @property
    def once(self) -> tuple[tuple[str, ...], ...]:
        """The voting seats of each person who holds several and may vote once only."""
        several = tuple(tuple(filter(self.may_vote, seats)) for seats in self.room.several)
        found = tuple(seats for seats in several if len(seats) > 1)
        said = self.terms.several_seats
        if not found or not self.reading.whether(
            "several_seats.votes_once", said.votes_once if said else None
        ):
            return ()
        return found

    @property
    def _cast_once(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(self.room.weights[seat] for seat in seats) for seats in self.once)

    def members(self, given: Members | None) -> int | None:
        """Votes of all the seats, or of those filled, as the situation gives them."""
        voting = tuple(one.slug for one in self.terms.classes if one.can_vote)
        return given.of(voting, is_only=True) if given else None

    def established(self) -> int | None:
        listed = sum(self.terms.votes(seat) * seat.places for seat in self.terms.seats_on(self.on))
        given = self.members(self.situation.seats)
        return given if given is not None else (listed or None)


@rule(source=Citation("Terms of reference", "decisions"))
def vote_result(decision: DecisionRule | None, item: Item, chamber: Chamber) -> Voted:
    """A vote is carried when the votes for reach what the terms need of the base they name; only those with a vote count.

    A tie is resolved by a casting vote where the terms give one to whoever presides. Undetermined where the terms
    give no rule or where it hangs on something they leave open.
    """
    if not item.is_voted:
        return _without_vote(decision, item, chamber)
    if decision is None:
        return Voted(
            Result.UNDETERMINED,
            working="the terms say nothing of how decisions are made",
            lacking=("decision",),
        )
    tally, notes = _tally(item, chamber)
    available = chamber.votes
    if tally.total > available:
        working = f"{tally.total} votes were counted and those present have {available}"
        return Voted(
            Result.UNDETERMINED, working=working, lacking=(f"items.{item.id}.ballots",), notes=("arithmetic",)
        )
    if decision.is_secret and item.ballots is not None:
        return Voted(
            Result.NO_DECISION, clause=decision.clause,
            working="the terms ask for a secret ballot, and this one says who voted how",
        )  # fmt: skip
    if decision.is_by_name and item.ballots is None:
        return Voted(
            Result.NO_DECISION, clause=decision.clause,
            working="the terms ask for a roll call, and only the totals of this vote are known",
        )  # fmt: skip
    if decision.all_present and (absent := _absent(chamber)) != 0:
        return _not_everyone(decision, absent)
    return _by_numbers(decision, item, chamber, tally, notes)


def _without_vote(decision: DecisionRule | None, item: Item, chamber: Chamber) -> Voted:
    """Agreed without a vote: that nobody in the room was against it is all that this shows."""
    if not item.consensus:
        return Voted(Result.NO_DECISION, working="no vote is recorded")
    agreed = "agreed without a vote, nobody against"
    if decision is None:
        return Voted(Result.CARRIED, working=agreed)
    if decision.is_secret or decision.is_by_name:
        asked = "a secret ballot" if decision.is_secret else "a roll call"
        said = f"the terms ask for {asked}, and it was {agreed}"
        return Voted(Result.NO_DECISION, clause=decision.clause, working=said)
    if decision.all_present and (absent := _absent(chamber)) != 0:
        return _not_everyone(decision, absent)
    return _enough_agreed(
        decision, item, chamber, Voted(Result.CARRIED, clause=decision.clause, working=agreed)
    )


def _enough_agreed(decision: DecisionRule, item: Item, chamber: Chamber, agreed: Voted) -> Voted:
    """Whether those in the room are enough where the votes are taken of all members, and whether each had to say yes."""
    name = decision.base or str(chamber.reading.choose("decision.base", ("cast", "present")))
    if name in {"in_post", "all"}:
        base = _base(name, decision, chamber, Tally(0, 0, 0))
        if base is None:
            return replace(
                agreed, result=Result.UNDETERMINED, lacking=(_members_lacking(name),),
                working=f"{agreed.working}; how many members there are is not known",
            )  # fmt: skip
        needed = decision.threshold.needed_of(base)
        if chamber.votes < needed:
            words = (
                f"{needed} votes needed ({decision.threshold.in_words()} of {base} {name.replace('_', ' ')})"
            )
            said = f"{agreed.working}, and those in the room have {chamber.votes}; {words}"
            return replace(agreed, result=Result.NO_DECISION, working=said)
    if decision.consensus_first or not _each_must_say_yes(decision, name):
        return agreed
    said = f"{agreed.working}; that each member voted for it, and none abstained, is not shown"
    return replace(agreed, result=Result.UNDETERMINED, working=said, lacking=(f"items.{item.id}.ballots",))


def _each_must_say_yes(decision: DecisionRule, base: str) -> bool:
    """Whether somebody who says nothing could prevent it: where all are needed and silence stays in the count, or where an
    abstention defeats it.
    """
    if decision.abstention == "blocks":
        return True
    everyone = decision.threshold.is_share and decision.threshold.value == 1
    leaves = decision.abstention == "ignored" or (base == "cast" and decision.abstention is None)
    return everyone and not (leaves and base in {"cast", "present"})


def _members_lacking(base: str) -> str:
    return f"membership.{'in_post' if base == 'in_post' else 'seats'}"


def _absent(chamber: Chamber) -> int | None:
    everyone = chamber.members(chamber.situation.in_post)
    if everyone is None:
        everyone = chamber.established()
    return None if everyone is None else everyone - chamber.voters


def _not_everyone(decision: DecisionRule, absent: int | None) -> Voted:
    if absent is None:
        return Voted(Result.UNDETERMINED, clause=decision.clause, working="how many members there are is not known",
                     lacking=("membership.in_post",))  # fmt: skip
    return Voted(Result.NO_DECISION, clause=decision.clause,
                 working=f"every member must be present for this decision and {absent} are not")  # fmt: skip


def _tally(item: Item, chamber: Chamber) -> tuple[Tally, tuple[str, ...]]:
    """The votes that count, each with the weight of its seat."""
    if item.tally:
        return item.tally, ()
    allowed: dict[Kind, bool] = {}
    votes = {"for": 0, "against": 0, "abstain": 0}
    ignored = []
    kinds, weights = chamber.room.kinds, chamber.room.weights
    cast: dict[str, str] = {}
    for said, vote in (item.ballots or {}).items():
        seat = chamber.terms.one_with(said)
        kind = kinds.get(seat)
        if kind is not None and kind not in allowed:
            allowed[kind] = counts(chamber.terms, kind, chamber.reading, for_vote=True)
        if kind is None or not allowed[kind] or not weights[seat]:
            ignored.append(f"the ballot of ‘{said}’ does not count: {_why_not(kind, weights.get(seat, 0))}")
        elif seat in cast:
            ignored.append(f"the ballot of ‘{said}’ does not count: its body has voted as ‘{seat}’")
        else:
            cast[seat] = vote
    ignored += _once_only(cast, chamber)
    for seat, vote in cast.items():
        votes[vote] += weights[seat]
    return Tally(votes["for"], votes["against"], votes["abstain"]), tuple(ignored)


def _once_only(cast: dict[str, str], chamber: Chamber) -> list[str]:
    """Take out the further ballots of a person who may vote once, and all of them where they contradict each other."""
    ignored = []
    for seats in chamber.once:
        voted = [seat for seat in seats if seat in cast]
        agree = len({cast[seat] for seat in voted}) < 2
        keep = max(voted, key=lambda seat: chamber.room.weights[seat]) if voted and agree else ""
        for seat in voted:
            if seat != keep:
                del cast[seat]
                why = (
                    f"the same person has voted as ‘{keep}’"
                    if keep
                    else "the same person voted differently in another seat"
                )
                ignored.append(f"the ballot of ‘{seat}’ does not count: {why}")
    return ignored


def _why_not(kind: Kind | None, weight: int) -> str:
    if kind is None:
        return "nobody of that seat is in the room for this item"
    if kind[1] != "holder":
        return f"someone there as {kind[1]} has no vote"
    return "the seat has no vote" if not weight else "attending from afar gives no vote"


def _by_numbers(
    decision: DecisionRule, item: Item, chamber: Chamber, tally: Tally, notes: tuple[str, ...]
) -> Voted:
    name = decision.base or str(chamber.reading.choose("decision.base", ("cast", "present")))
    base = _base(name, decision, chamber, tally)
    if base is None:
        return Voted(
            Result.UNDETERMINED, base_name=name, clause=decision.clause, notes=notes,
            working=f"the votes are to be compared with all those {name.replace('_', ' ')}, and their number is not known",
            lacking=(_members_lacking(name),),
        )  # fmt: skip
    needed = max(1, decision.threshold.needed_of(base))
    words = f"{tally.for_} for, {tally.against} against, {tally.abstain} abstained; {needed} needed ({decision.threshold.in_words()} of {base} {name.replace('_', ' ')})"
    common = Voted(Result.LOST, needed, base, name, clause=decision.clause, working=words, notes=notes)
    if tally.for_ + tally.against == 0:
        return _became(common, Result.NO_DECISION, "; nobody voted for or against")
    if decision.abstention == "blocks" and tally.abstain:
        return _became(common, Result.LOST, "; an abstention prevents it")
    if tally.for_ >= needed:
        return _became(common, Result.CARRIED, "")
    if tally.for_ == tally.against:
        return _tie(decision, item, chamber, tally, common)
    return common


def _became(one: Voted, result: Result, working: str) -> Voted:
    return replace(one, result=result, working=f"{one.working}{working}")


def _base(name: str, decision: DecisionRule, chamber: Chamber, tally: Tally) -> int | None:
    abstained = tally.abstain
    if name == "cast":
        counted = decision.abstention in {"counted", "against"}
        return tally.for_ + tally.against + (abstained if counted else 0)
    if name == "present":
        return chamber.votes - (abstained if decision.abstention == "ignored" else 0)
    if name == "in_post":
        return chamber.members(chamber.situation.in_post)
    return chamber.established()


def _tie(decision: DecisionRule, item: Item, chamber: Chamber, tally: Tally, common: Voted) -> Voted:
    """Equal votes: what one more vote for would do, and whether somebody may give it.

    A casting vote is a vote cast: where the base holds only those who voted for or against, it grows by one with it.
    """
    only_voters = common.base_name == "cast" or (
        common.base_name == "present" and decision.abstention == "ignored"
    )
    grown = (common.base or 0) + (1 if only_voters else 0)
    if tally.for_ + 1 < decision.threshold.needed_of(grown):
        return _became(common, Result.LOST, "; not even a casting vote would reach it")
    common = replace(_became(common, Result.TIED, "; the votes are equal"), is_tie=True)
    if not item.casting:
        return common
    allowed, why, lacking = casting_vote_allowed(chamber.terms.casting, item, chamber)
    if allowed is None:
        return replace(_became(common, Result.UNDETERMINED, f"; {why}"), lacking=lacking)
    if not allowed:
        return _became(common, Result.TIED, f"; {why}")
    result = Result.CARRIED if item.casting == "for" else Result.LOST
    clause = chamber.terms.casting.clause if chamber.terms.casting else ""
    cast = _became(common, result, f"; {why}, cast {item.casting}")
    return replace(cast, casting_used=True, clause=clause or common.clause)


@rule(source=Citation("Terms of reference", "casting vote"))
def casting_vote_allowed(
    casting: CastingVote | None, item: Item, chamber: Chamber
) -> tuple[bool | None, str, tuple[str, ...]]:
    """Equal votes are resolved by whoever the terms give a second or casting vote, and by nobody else.

    Gives whether it may be used (None where a fact is lacking), why, and the names of the facts lacking.
    """
    if casting is None:
        allowed = chamber.reading.whether("casting_vote", None)
        return allowed, "the terms say nothing of a casting vote", ()
    if casting.holder == "none":
        return False, "the terms give nobody a casting vote", ()
    there = chamber.there
    seat = who_presides(item.casting_by or item.presiding or chamber.situation.presiding, there)
    if seat is None:
        return None, "who presided is not known", ("presiding",)
    if not chamber.room.has(seat):
        return False, f"‘{seat}’ is not in the room for this item", ()
    if casting.holder == "chair" and not is_chair(seat, there):
        if not chamber.reading.whether("casting_vote.passes", casting.passes):
            return (
                False,
                f"‘{seat}’ presides without being the chair, and the casting vote does not pass to them",
                (),
            )
        return _by_kind(casting, item, seat, f"‘{seat}’ presides and has the casting vote")
    return _by_kind(casting, item, seat, f"‘{seat}’ has the casting vote")


def _by_kind(
    casting: CastingVote, item: Item, seat: str, why: str
) -> tuple[bool | None, str, tuple[str, ...]]:
    has_voted = item.has_voted
    if has_voted is None and item.ballots is not None:
        has_voted = item.ballots.get(seat) in {"for", "against"}
    if casting.kind == "second-or-casting":
        return True, why, ()
    if has_voted is None:
        return None, "whether they had already voted is not known", (f"items.{item.id}.casting.has_voted",)
    if casting.kind == "casting" and has_voted:
        return False, f"‘{seat}’ has already voted, and the casting vote is only for one who has not", ()
    if casting.kind == "second" and not has_voted:
        return False, f"‘{seat}’ has not voted, and the terms give a second vote only", ()
    return True, why, ()
