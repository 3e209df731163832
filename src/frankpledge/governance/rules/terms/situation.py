"""What a meeting was: who attended in what standing and when, who withdrew, and how each item was voted on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.rules.terms.constitution import ROUTES
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import StrictTable

STANDINGS = ("holder", "deputy", "officer", "observer")
VOTES = ("for", "against", "abstain")
TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}T)?([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$")


@dataclass(frozen=True)
class Attender:
    """One row of the attendance: a person, or `count` people alike. Minutes are counted from midnight."""

    seats: tuple[str, ...]
    organisations: tuple[str, ...]
    member_class: str
    office: str
    standing: str
    count: int
    starts: int | None
    ends: int | None
    remote: bool
    named: bool | None
    person: str
    absences: int | None = None
    """Of a deputy: for how many meetings running the member has stayed away, this one included."""

    def is_there(self, at: int | None) -> bool:
        """At a minute of the day; `ends` is the minute at which they left. None asks about the very start."""
        if at is None:
            return self.starts is None
        return (self.starts is None or self.starts <= at) and (self.ends is None or at < self.ends)


@dataclass(frozen=True)
class Tally:
    """Votes counted."""

    for_: int
    against: int
    abstain: int

    @property
    def total(self) -> int:
        return self.for_ + self.against + self.abstain


@dataclass(frozen=True)
class Outside:
    """How something was put to the members without a meeting. `closed` of None: they may still answer.

    `reported` and `ratified` say what the next meeting was told and did; None: it has not been held.
    """

    route: str
    by: str
    sent: date | None
    closed: date | None
    reported: bool | None
    ratified: bool | None


@dataclass(frozen=True)
class Item:
    """Something to be decided. `casting` is the vote given to resolve a tie, `has_voted` whether its giver had voted."""

    id: str
    scope: str
    ballots: Mapping[str, str] | None
    tally: Tally | None
    casting: str
    casting_by: str
    has_voted: bool | None
    presiding: str
    consensus: bool
    at: int | None
    outside: Outside | None = None

    @property
    def is_voted(self) -> bool:
        return self.ballots is not None or self.tally is not None


@dataclass(frozen=True)
class Members:
    """How many seats there are, or are filled: one number for those with a vote, or one for each class."""

    total: int | None
    by_class: Mapping[str, int]

    def of(self, slugs: tuple[str, ...], *, is_only: bool) -> int | None:
        """The number in these classes; the one number will do only when no other class is meant by it."""
        if self.by_class:
            return sum(self.by_class.get(slug, 0) for slug in slugs)
        return self.total if is_only else None


@dataclass(frozen=True)
class Situation:
    """A meeting as it is put to the engine. `attenders` of None: nobody recorded who was there.

    `group` is the group below that decides; `withdrawn` and `declared` hold seats with the item (empty: every item).
    """

    on: PartialDate | None
    capacity: str
    seats: Members | None
    in_post: Members | None
    organisations: int | None
    attenders: tuple[Attender, ...] | None
    presiding: str
    withdrawn: frozenset[tuple[str, str]]
    items: tuple[Item, ...]
    at: int | None
    group: str = ""
    declared: frozenset[tuple[str, str]] = frozenset()

    @property
    def needs_a_meeting(self) -> bool:
        """Whether anything is asked that hangs on who was in a room."""
        return not self.items or any(one.outside is None for one in self.items)


def read_situation(values: Mapping[str, object], file: str) -> Situation:
    """The situation in a JSON object. Raises `Unusable` for what makes no sense."""
    top = StrictTable(file, _without_nulls(values)).only(
        "on",
        "capacity",
        "group",
        "membership",
        "attendance",
        "presiding",
        "withdrawn",
        "declared",
        "items",
        "at",
    )
    membership = top.table("membership") if top.has("membership") else StrictTable(file, {}, "membership")
    membership.only("seats", "in_post", "organisations")
    return Situation(
        on=top.optional_partial("on"),
        capacity=top.text("capacity", ""),
        seats=_members(membership, "seats"),
        in_post=_members(membership, "in_post"),
        organisations=_count(membership, "organisations") if membership.has("organisations") else None,
        attenders=_attenders(top) if top.has("attendance") else None,
        presiding=_presiding(top),
        withdrawn=_seats_and_items(top, "withdrawn"),
        items=_items(top),
        at=_time(top, "at"),
        group=top.text("group", ""),
        declared=_seats_and_items(top, "declared"),
    )


def _seats_and_items(top: StrictTable, key: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (one.only("seat", "item").text("seat"), str(one.values.get("item", ""))) for one in top.tables(key)
    )


def _without_nulls(value: Mapping[str, object]) -> dict[str, object]:
    """JSON says null where TOML leaves a key out."""
    return {key: _plain(one) for key, one in value.items() if one is not None}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return _without_nulls(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def _members(entry: StrictTable, key: str) -> Members | None:
    if not entry.has(key):
        return None
    value = entry.values[key]
    if isinstance(value, dict):
        inner = entry.table(key)
        return Members(None, {name: _count(inner, name) for name in value})
    if isinstance(value, list):
        return Members(len(entry.texts(key)), {})
    return Members(_count(entry, key), {})


def _count(entry: StrictTable, key: str) -> int:
    found = entry.whole(key)
    if found < 0:
        raise entry.refusal("negative", key, f"‘{key}’ is {found}.", "Write a number of at least 0.")
    return found


def _time(entry: StrictTable, key: str) -> int | None:
    if not entry.has(key):
        return None
    found = TIME.match(entry.text(key))
    if not found:
        raise entry.refusal("not-a-time", key, f"‘{entry.text(key)}’ is no time of day.", "Write 14:30.")
    return int(found[1]) * 60 + int(found[2])


def _several(entry: StrictTable, key: str) -> tuple[str, ...]:
    if not entry.has(key):
        return ()
    return entry.texts(key) if isinstance(entry.values[key], list) else (entry.text(key),)


def _attenders(top: StrictTable) -> tuple[Attender, ...]:
    return tuple(_attender(one) for one in top.tables("attendance"))


def _attender(entry: StrictTable) -> Attender:
    entry.only(
        "seat",
        "organisation",
        "class",
        "office",
        "as",
        "count",
        "from",
        "to",
        "remote",
        "named",
        "person",
        "absences",
    )
    starts, ends = _time(entry, "from"), _time(entry, "to")
    if starts is not None and ends is not None and ends < starts:
        raise entry.refusal("backwards", "to", "they left before they came.", "Swap the times.")
    return Attender(
        seats=_several(entry, "seat"),
        organisations=_several(entry, "organisation"),
        member_class=entry.text("class", ""),
        office=entry.text("office", ""),
        standing=entry.choice("as", STANDINGS, "holder"),
        count=_count(entry, "count") if entry.has("count") else 1,
        starts=starts,
        ends=ends,
        remote=entry.flag("remote", default=False),
        named=entry.flag("named") if entry.has("named") else None,
        person=entry.text("person", ""),
        absences=_count(entry, "absences") if entry.has("absences") else None,
    )


def _presiding(entry: StrictTable) -> str:
    """A seat or an office, alone or as an object."""
    if isinstance(entry.values.get("presiding"), dict):
        inner = entry.table("presiding").only("seat", "office", "as", "person")
        return inner.text("seat", "") or inner.text("office", "")
    return entry.text("presiding", "")


def _items(top: StrictTable) -> tuple[Item, ...]:
    found = tuple(_item(one, number) for number, one in enumerate(top.tables("items"), start=1))
    ids = [one.id for one in found]
    for one in ids:
        if ids.count(one) > 1:
            raise top.refusal("twice", "items", f"two items have the id ‘{one}’.", "Give each its own.")
    return found


def _item(entry: StrictTable, number: int) -> Item:
    entry.only("id", "scope", "ballots", "tally", "casting", "presiding", "consensus", "at", "outside")
    if entry.has("ballots") and entry.has("tally"):
        raise entry.refusal("both", "tally", "both ballots and a tally are given.", "Give one of them.")
    casting, by, has_voted = _casting(entry)
    return Item(
        id=str(entry.values.get("id", number)),
        scope=entry.text("scope", "ordinary"),
        ballots=_ballots(entry) if entry.has("ballots") else None,
        tally=_tally(entry.table("tally")) if entry.has("tally") else None,
        casting=casting,
        casting_by=by,
        has_voted=has_voted,
        presiding=_presiding(entry),
        consensus=entry.flag("consensus", default=False),
        at=_time(entry, "at"),
        outside=_outside(entry.table("outside")) if entry.has("outside") else None,
    )


def _outside(entry: StrictTable) -> Outside:
    entry.only("route", "by", "sent", "closed", "reported", "ratified")
    sent, closed = (_day(entry, key) if entry.has(key) else None for key in ("sent", "closed"))
    if sent and closed and closed < sent:
        raise entry.refusal("backwards", "closed", "it closed before it was sent.", "Swap the days.")
    return Outside(
        entry.choice("route", ROUTES), entry.text("by", ""), sent, closed,
        entry.flag("reported") if entry.has("reported") else None,
        entry.flag("ratified") if entry.has("ratified") else None,
    )  # fmt: skip


def _day(entry: StrictTable, key: str) -> date:
    found = entry.partial(key)
    if not found.is_exact:
        raise entry.refusal("not-a-day", key, f"‘{found}’ has no day.", "Write the whole date: 2024-03-14.")
    return found.earliest


def _casting(entry: StrictTable) -> tuple[str, str, bool | None]:
    if not entry.has("casting"):
        return "", "", None
    if isinstance(entry.values["casting"], dict):
        inner = entry.table("casting").only("vote", "by", "has_voted")
        has_voted = inner.flag("has_voted") if inner.has("has_voted") else None
        return inner.choice("vote", ("for", "against")), inner.text("by", ""), has_voted
    return entry.choice("casting", ("for", "against")), "", None


def _tally(entry: StrictTable) -> Tally:
    entry.only("for", "against", "abstain")
    return Tally(*(_count(entry, key) if entry.has(key) else 0 for key in VOTES))


def _ballots(entry: StrictTable) -> Mapping[str, str]:
    value = entry.values["ballots"]
    if isinstance(value, dict):
        inner = entry.table("ballots")
        return {seat: inner.choice(seat, VOTES) for seat in value}
    if not isinstance(value, list):
        raise entry.refusal(
            "not-ballots", "ballots", "these are no ballots.", 'Write [{"seat": …, "vote": "for"}].'
        )
    found: dict[str, str] = {}
    for number, one in enumerate(value, start=1):
        if not isinstance(one, dict):
            raise entry.refusal(
                "not-ballots", "ballots", f"ballot {number} is no object.", "Give a seat and a vote."
            )
        row = StrictTable(entry.file, one, f"{entry.place}.ballots[{number}]").only("seat", "vote")
        seat, vote = row.text("seat"), row.choice("vote", VOTES)
        if found.setdefault(seat, vote) != vote:
            raise Unusable(
                Problem(
                    "two-votes", f"the seat ‘{seat}’ voted both {found[seat]} and {vote}.",
                    "Find out which stands; a seat has one ballot.", entry.file, column=f"{entry.place}.ballots",
                )
            )  # fmt: skip
    return found
