"""Small meetings for tests: a record that grows by sentences, and terms that a test can read in one look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from frankpledge.governance.rules.meetings.record import (
    Happened,
    InOffice,
    InPost,
    ItemRecord,
    MeetingRecord,
    MotionRecord,
)
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.reading import read_terms

SPACE = UUID("00000000-0000-4000-8000-000000000000")
SEATS = {
    "council": "Example Council",
    "police": "Example Police",
    "fire": "Example Fire",
    "health": "Example Health",
}
PEOPLE = {"council": "Ada Brook", "police": "Ben Carr", "fire": "Cai Dunn", "health": "Dee Ellis"}
TERMS = """
[terms]
body = "Example Vale Partnership"
label = "2024"
nation = "E"
starts_on = 2024-01-01
source = "invented"
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "invited"
title = "Invited"
can_vote = false
counts_to_quorum = false
{seats}
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "council"
clause = "chairing"
[quorum]
at_least = 2
count = "seats"
class = "core"
clause = "quorum"
[[decision]]
scope = "ordinary"
more_than = "1/2"
base = "cast"
abstention = "ignored"
clause = "decisions"
[casting_vote]
holder = "chair"
kind = "second-or-casting"
clause = "casting"
[deputies]
allowed = true
counts_to_quorum = true
may_vote = true
clause = "deputies"
[remote]
allowed = true
counts_to_quorum = true
may_vote = true
clause = "remote"
[inquorate]
then = "adjourn"
clause = "quorum"
[[clause]]
slug = "quorum"
heading = "Quorum"
text = "Two core members."
[[clause]]
slug = "decisions"
heading = "Decisions"
text = "A simple majority of those voting."
[[clause]]
slug = "casting"
heading = "Casting vote"
text = "The chair has a second or casting vote."
[[clause]]
slug = "chairing"
heading = "Chair"
text = "The council's representative is the chair."
[[clause]]
slug = "deputies"
heading = "Deputies"
text = "A deputy may vote."
[[clause]]
slug = "remote"
heading = "Attending from afar"
text = "Members may attend from afar."
"""


def terms_text(**changes: str) -> str:
    """The terms of the tests as a file; each change replaces a piece of it."""
    seats = "".join(
        f'[[seat]]\nslug = "{slug}"\nname = "{name}"\nclass = "core"\n' for slug, name in SEATS.items()
    )
    made = TERMS.replace("{seats}", seats)
    for old, new in changes.items():
        made = made.replace(old, new)
    return made


@dataclass(frozen=True)
class Typed:
    """A file that is not on disk."""

    text: str
    name: str = "terms.toml"

    def read_bytes(self) -> bytes:
        return self.text.encode("utf-8")


def terms_of(text: str = "") -> Constitution:
    return read_terms(Typed(text or terms_text()))


def ident(name: str) -> UUID:
    return uuid5(SPACE, name)


def clock(time: str) -> datetime:
    """A time of day on the day of the meeting, which is in winter: London is on UTC."""
    hour, minute = time.split(":")
    return datetime(2026, 3, 5, int(hour), int(minute), tzinfo=UTC)


def item(number: str, title: str, kind: str = "decide", **more: object) -> ItemRecord:
    made = ItemRecord(
        ident(f"item {number}"),
        int(number),
        number,
        title,
        kind,
        "",
        "",
        "ordinary",
        "note",
        "",
        False,
        "",
        "",
    )
    return replace(made, **more)


def motion(
    name: str, of: str, text: str, method: str = "agreed", at: str = "14:20", **more: object
) -> MotionRecord:
    made = MotionRecord(
        ident(f"motion {name}"), ident(f"item {of}"), 1, text, "ordinary", "", "note", "", method, "closed", {}, frozenset(),
        None, "", "", clock(at), clock(at),
    )  # fmt: skip
    return replace(made, **more)


@dataclass
class Growing:
    """A meeting that grows event by event."""

    items: tuple[ItemRecord, ...] = ()
    motions: tuple[MotionRecord, ...] = ()
    events: list[Happened] = field(default_factory=list)
    in_post: tuple[InPost, ...] = ()
    offices: tuple[InOffice, ...] = ()

    def then(self, kind: str, time: str, **said: object) -> Growing:
        self.events.append(
            Happened(len(self.events) + 1, kind, clock(time), clock(time), "The clerk", **said)  # type: ignore[arg-type]
        )
        return self

    def arrives(
        self, seat: str, time: str, standing: str = "holder", person: str = "", **said: object
    ) -> Growing:
        named = person or PEOPLE.get(seat, "")
        return self.then(
            "arrived",
            time,
            seat=seat,
            person=named,
            organisation=SEATS.get(seat, ""),
            standing=standing,
            **said,
        )

    @property
    def record(self) -> MeetingRecord:
        return MeetingRecord(
            ident("meeting"), "2026-03-05", "Spring meeting", "", "ordinary", "running", clock("14:00"), self.items,
            self.motions, tuple(self.events), self.in_post, self.offices,
        )  # fmt: skip


def posts() -> tuple[InPost, ...]:
    return tuple(InPost(seat, "holder", PEOPLE[seat], SEATS[seat], f"Head of {seat}", None) for seat in SEATS)


def meeting(
    *seats: str, items: tuple[ItemRecord, ...] = (), motions: tuple[MotionRecord, ...] = ()
) -> Growing:
    """A meeting that opened at 14:00 with the holders of these seats."""
    made = Growing(items=items, motions=motions, in_post=posts())
    for seat in seats:
        made.arrives(seat, "13:55")
    return made.then("opened", "14:00")
