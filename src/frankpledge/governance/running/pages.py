"""Exactly what the pages of a running meeting show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from frankpledge.web.forms import Field
from frankpledge.web.pictures import QuorumRing

Errors = tuple[tuple[str, str], ...]


Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuorumLine:
    """Whether there is a quorum, in one sentence, with the arithmetic and clauses behind it. `state`: yes, no, unknown."""

    state: str
    sentence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ToldLine:
    """One thing that happened. `strike_href` is empty for what cannot be struck out."""

    sequence: int
    time: str
    sentence: str
    because: str
    is_struck: bool
    struck_because: str
    is_late: bool
    strike_href: str


@dataclass(frozen=True)
class ToldPart:
    """What happened under one heading of the record."""

    heading: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True)
class ItemLine:
    """An item of the agenda. `state`: now, done or to come."""

    id: str
    number: str
    title: str
    kind: str
    state: str


@dataclass(frozen=True)
class SeatToVote:
    """A seat whose ballot the clerk may record."""

    seat: str
    title: str
    person: str


@dataclass(frozen=True)
class VoteBox:
    """The vote that is open. `waiting` is shown to those who run the meeting only."""

    motion: str
    text: str
    method: str
    how: str
    voted: int
    voters: int
    waiting: tuple[SeatToVote, ...]
    counted: tuple[Field, ...]
    is_counted: bool
    warning: str


@dataclass(frozen=True)
class TieBox:
    """Equal votes: `words` are what whoever presides may read out."""

    motion: str
    text: str
    result: str
    words: str
    who: str
    may_cast: bool
    asks_whether_voted: bool


@dataclass(frozen=True)
class DraftBox:
    """A text that was put and is not voted on yet."""

    motion: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class CureLine:
    """A decision that waits to be put right."""

    id: str
    text: str
    why: str
    decided: str
    href: str
    needs_ruling: bool
    ruling_href: str


@dataclass(frozen=True)
class ResultLine:
    """What was decided, in words, and whether the terms allowed it."""

    text: str
    result: str
    standing: str
    is_good: bool
    href: str


@dataclass(frozen=True)
class PersonLine:
    """Someone in the room or out of it, with the times of the day."""

    who: str
    came: str
    went: str
    how: str


@dataclass(frozen=True)
class LiveAt:
    """Where a page asks whether anything has happened, what it last saw, and how often it asks, in seconds."""

    href: str
    stamp: str
    every: int


@dataclass(frozen=True)
class Now:
    """What the meeting is at: the item, and what of it is put to the members."""

    heading: str
    number: str
    kind: str
    recommendation: str
    presenter: str
    agree: tuple[Field, ...]
    not_by_one_press: str
    """Why “Agreed” would not be enough for the item; empty where it is."""
    put: tuple[Field, ...]
    vote: VoteBox | None
    tie: TieBox | None
    drafts: tuple[DraftBox, ...]
    informal: str


@dataclass(frozen=True)
class Boxes:
    """The small forms beside the item."""

    arrive: tuple[Field, ...]
    leave: tuple[Field, ...]
    preside: tuple[Field, ...]
    declare: tuple[Field, ...]
    back: tuple[Field, ...]
    observe: tuple[Field, ...]
    note: tuple[Field, ...]
    action: tuple[Field, ...]
    adjourn: tuple[Field, ...]


@dataclass(frozen=True)
class OpeningPart:
    """Who is there at the start, before a meeting is opened."""

    fields: tuple[Field, ...]
    replies: str
    has_replies: bool


@dataclass(frozen=True)
class RunPage:
    """Running a meeting. `phase`: planned, sitting, adjourned or closed."""

    title: str
    crumbs: Crumbs
    action: str
    now_href: str
    phase: str
    status: str
    errors: Errors
    failed: str
    live: LiveAt
    ring: QuorumRing | None
    quorum: QuorumLine
    item_quorum: QuorumLine | None
    presides: str
    flags: tuple[str, ...]
    last: ToldLine | None
    opening: OpeningPart | None
    now: Now | None
    boxes: Boxes | None
    people: tuple[PersonLine, ...]
    items: tuple[ItemLine, ...]
    cures: tuple[CureLine, ...]
    results: tuple[ResultLine, ...]
    growing: tuple[SafeString, ...]
    """The minutes as they grow, part by part."""
    minutes_href: str
    told: tuple[ToldPart, ...]
    strike: tuple[Field, ...]
    striking: str


@dataclass(frozen=True)
class OwnSeat:
    """One's own seat at the open vote. `why_not` says why there are no buttons, `voted` how one has voted."""

    seat: str
    title: str
    motion: str
    request_key: str
    voted: str
    why_not: str


@dataclass(frozen=True)
class NowPage:
    """What is on now, for a member on a phone. `run_href` is empty for those who do not run the meeting."""

    title: str
    crumbs: Crumbs
    action: str
    errors: Errors
    live: LiveAt
    status: str
    here_as: str
    quorum: QuorumLine
    item: str
    recommendation: str
    text: str
    how: str
    voted: str
    seats: tuple[OwnSeat, ...]
    last: ResultLine | None
    is_secret: bool
    presides: str
    run_href: str


@dataclass(frozen=True)
class RulingPage:
    """A decision that cannot be told, and the form for a named person's ruling on it."""

    title: str
    crumbs: Crumbs
    action: str
    errors: Errors
    text: str
    decided: str
    missing: tuple[str, ...]
    reasons: tuple[str, ...]
    fields: tuple[Field, ...]
    ruled: str
    back_href: str
