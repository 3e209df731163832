"""Whether enough will come: the quorum of a meeting and of each item, from the replies so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, islice, product

from frankpledge.governance.rules.terms.constitution import (
    Constitution,
    CountTest,
    NotFewerTest,
    Test,
    Together,
)
from frankpledge.governance.rules.terms.deciding import Decision, decide, headline
from frankpledge.governance.rules.terms.quorum import Tested
from frankpledge.governance.rules.terms.situation import Attender, Item, Members, Situation
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate

MOST_SAVIOURS = 3
MOST_TRIED = 300
MOST_WAYS = 4096


class Expected(StrEnum):
    """What a seat has said, or that it has said nothing; `vacant`: nobody holds it."""

    ATTENDING = "attending"
    REMOTE = "remote"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    SILENT = "silent"
    VACANT = "vacant"


COMING = {Expected.ATTENDING, Expected.REMOTE, Expected.DEPUTY}


class Outlook(StrEnum):
    """What is to be expected of a quorum."""

    SURE = "sure"
    POSSIBLE = "possible"
    LOST = "lost"
    UNDETERMINED = "undetermined"


OUTLOOKS = {
    Outlook.SURE: "Sure",
    Outlook.POSSIBLE: "Possible",
    Outlook.LOST: "Lost as things stand",
    Outlook.UNDETERMINED: "Cannot be told",
}


@dataclass(frozen=True)
class SeatReply:
    """A seat, what its holder said, and whether a deputy who comes was named beforehand.

    A seat of several places has a row for each answer that was given, with how many gave it.
    """

    seat: str
    expected: Expected
    is_named_deputy: bool | None = None
    count: int = 1


@dataclass(frozen=True)
class ItemAsked:
    """An item whose quorum is wanted: in which capacity, and which seats will withdraw from it."""

    id: str
    capacity: str = ""
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Forecast:
    """The outlook, who is expected against who is needed, and which seats would make it sure.

    `saved_by`: any one of these sets of seats would; empty where it is sure already or where none can be found.
    """

    outlook: Outlook
    expected: int | None
    needed: int | None
    unit: str
    saved_by: tuple[frozenset[str], ...]
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_forecast(
    terms: Constitution, on: date, replies: Sequence[SeatReply], asked: ItemAsked | None = None
) -> Forecast:
    """A quorum is sure when those who said they come make it, whatever the others do; lost when it would not be made even
    if everybody came who has not sent apologies; possible in between. Whoever will withdraw from an item is not counted
    for it. Where the terms are silent and it hangs on that, it cannot be told.
    """
    scene = _Scene(terms, on, tuple(replies), asked or ItemAsked(""))
    verdicts = {scene.verdict(coming) for coming in scene.ways()}
    certain = scene.decided(frozenset())
    outlook = _outlook(verdicts)
    shown = headline(certain.quorum)
    return Forecast(
        outlook=outlook,
        expected=shown.present if shown else None,
        needed=shown.required if shown else None,
        unit=shown.unit if shown else "",
        saved_by=() if outlook is Outlook.SURE else tuple(scene.saved_by()),
        reasons=tuple(dict.fromkeys(_unmet(certain.quorum))),
        missing=tuple(dict.fromkeys((*certain.missing_rules, *certain.missing_facts))) if None in verdicts else (),
    )  # fmt: skip


def _outlook(verdicts: set[bool | None]) -> Outlook:
    if verdicts == {True}:
        return Outlook.SURE
    if verdicts == {False}:
        return Outlook.LOST
    return Outlook.POSSIBLE if True in verdicts else Outlook.UNDETERMINED


def _unmet(tested: Tested | None) -> Iterator[str]:
    """The tests that those who said they come do not meet, in words."""
    if tested is None:
        yield "the terms give no quorum"
    elif tested.tests:
        for one in tested.tests:
            yield from _unmet(one)
    elif tested.met is not True:
        yield tested.working


@dataclass(frozen=True)
class _Scene:
    """The meeting as the replies have it; `coming` are seats that may yet come besides those that said so."""

    terms: Constitution
    on: date
    replies: tuple[SeatReply, ...]
    asked: ItemAsked

    def of(self, *states: Expected) -> list[SeatReply]:
        return [
            one for one in self.replies if one.expected in states and one.seat not in self.asked.withdrawn
        ]

    def ways(self) -> Iterator[frozenset[str]]:
        """What the silent may do, as far as it can make a difference: nobody comes, everybody comes and, where some who come
        can spoil a quorum, every number of each class.
        """
        silent = [one.seat for one in self.of(Expected.SILENT)]
        if not silent or not _can_be_spoilt(self.terms.quorum_for(self.asked.capacity)):
            yield from {frozenset[str](), frozenset(silent)}
            return
        by_class: dict[str, list[str]] = defaultdict(list)
        for slug in silent:
            seat = self.terms.seat(slug)
            by_class[seat.member_class if seat else ""].append(slug)
        numbers = [tuple(_numbers_of(seats)) for seats in by_class.values()]
        for chosen in islice(product(*numbers), MOST_WAYS):
            yield frozenset().union(*chosen)

    def saved_by(self) -> Iterator[frozenset[str]]:
        """The smallest sets of seats, of those not yet coming, that would make the quorum sure."""
        could = [one.seat for one in self.of(Expected.SILENT, Expected.APOLOGIES)]
        for size in range(1, min(MOST_SAVIOURS, len(could)) + 1):
            tried = (frozenset(one) for one in combinations(could, size))
            found = [one for one in islice(tried, MOST_TRIED) if self.is_sure_with(one)]
            if found:
                yield from found
                return

    def is_sure_with(self, seats: frozenset[str]) -> bool:
        return all(self.verdict(seats | coming) is True for coming in self.ways())

    def verdict(self, coming: frozenset[str]) -> bool | None:
        """Whether the item, or the meeting where none is asked about, is quorate if these come as well."""
        found = self.decided(coming)
        return found.items[0].quorate if found.items else found.quorate

    def decided(self, coming: frozenset[str]) -> Decision:
        there = [_as_attender(one) for one in self.of(*COMING)]
        waiting = self.of(Expected.SILENT, Expected.APOLOGIES)
        there += [_attender(one.seat, one.count) for one in waiting if one.seat in coming]
        return decide(self.terms, self._situation(_one_a_seat(there)))

    def _situation(self, there: list[Attender]) -> Situation:
        item = Item(self.asked.id, "ordinary", None, None, "", "", None, "", False, None)
        return Situation(
            on=PartialDate.of(self.on), capacity=self.asked.capacity, seats=None, in_post=self._in_post(),
            organisations=None, attenders=tuple(there), presiding="", withdrawn=frozenset(),
            items=(item,) if self.asked.id else (), at=None,
        )  # fmt: skip

    def _in_post(self) -> Members:
        filled = {one.seat for one in self.replies if one.expected is not Expected.VACANT}
        return Members(None, _by_class(self.terms, filled))


def _can_be_spoilt(test: Test | None) -> bool:
    """Whether more people can make a quorum worse: one class is not to be outnumbered, or a share of those present counts."""
    if isinstance(test, Together):
        return any(map(_can_be_spoilt, test.tests))
    return isinstance(test, NotFewerTest) or (isinstance(test, CountTest) and test.of == "present")


def _numbers_of(seats: list[str]) -> Iterator[frozenset[str]]:
    """Every number of these, taken once from the front and once from the back, since one of them may be asked for by name."""
    yield from {frozenset(seats[:n]) for n in range(len(seats) + 1)} | {
        frozenset(seats[n:]) for n in range(len(seats))
    }


def _by_class(terms: Constitution, seats: Iterable[str]) -> Mapping[str, int]:
    found = {one.slug: 0 for one in terms.classes}
    for slug in seats:
        if seat := terms.seat(slug):
            found[seat.member_class] = found.get(seat.member_class, 0) + seat.places
    return found


def _attender(seat: str, count: int) -> Attender:
    return Attender((seat,), (), "", "", "holder", count, None, None, False, None, "")


def _one_a_seat(there: list[Attender]) -> list[Attender]:
    """Those of one seat as one row, as the engine wants them: together as many as they are, a holder before a deputy."""
    found: dict[tuple[str, ...], Attender] = {}
    for one in sorted(there, key=lambda row: (row.standing != "holder", row.remote)):
        before = found.get(one.seats)
        found[one.seats] = replace(before, count=before.count + one.count) if before else one
    return list(found.values())


def _as_attender(one: SeatReply) -> Attender:
    made = _attender(one.seat, one.count)
    if one.expected is Expected.DEPUTY:
        return replace(made, standing="deputy", named=one.is_named_deputy)
    return replace(made, remote=one.expected is Expected.REMOTE)
