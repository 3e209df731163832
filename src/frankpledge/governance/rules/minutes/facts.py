"""Minutes as frozen facts: every line is a sentence with its values, made from the record and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frankpledge.kernel.messages import Message


@dataclass(frozen=True)
class Stay:
    """From when to when someone was in the room, as times of day. Empty: from the opening, or to the close."""

    starts: str = ""
    ends: str = ""


@dataclass(frozen=True)
class Attended:
    """Someone who was there. `seat` is the slug of the seat filled, `stays` empty for the whole of the meeting."""

    seat: str
    body: str
    person: str
    post: str
    standing: str
    is_remote: bool
    deputy_for: str
    stays: tuple[Stay, ...]


@dataclass(frozen=True)
class Missing:
    """Someone of the members who was not there; `has_apologised` when they had said so beforehand."""

    body: str
    person: str
    has_apologised: bool
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One sentence of the minutes. `kind` says what sort of thing happened, `sequence` which event it tells of."""

    kind: str
    message: Message
    sequence: int | None = None
    action: str = ""
    """The number of the action that the line tells of, so that a page can link to it."""

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Minuted:
    """One item: what the record says of it, and apart from that what the clerk added in their own words."""

    id: UUID | None
    number: str
    title: str
    is_closed: bool
    is_withheld: bool
    lines: tuple[Line, ...]
    clerk: str = ""


@dataclass(frozen=True)
class Minutes:
    """The minutes of one meeting. `items` are those taken in public or with everybody there, `closed` the closed part."""

    title: str
    body: str
    held: str
    place: str
    is_public: bool
    is_growing: bool
    present: tuple[Attended, ...]
    others: tuple[Attended, ...]
    observers: int
    missing: tuple[Missing, ...]
    opening: tuple[Line, ...]
    interests: tuple[Line, ...]
    items: tuple[Minuted, ...]
    closed: tuple[Minuted, ...]
    ending: tuple[Line, ...]


@dataclass(frozen=True)
class Apology:
    """Who said before the meeting that they would not come, or would send someone."""

    seat: str
    person: str
    answer: str
    deputy: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActionSet:
    """An action agreed at the meeting; `due` is a day in words, empty where none was set."""

    number: str
    item: UUID | None
    text: str
    owner: str
    organisation: str
    due: str


@dataclass(frozen=True)
class Advised:
    """Advice that was given before an item."""

    item: UUID
    adviser: str
    organisation: str
    field: str
    text: str
    is_published: bool


@dataclass(frozen=True)
class Beside:
    """What goes into minutes beside the record of events. `considered` are the papers of each item, by title."""

    body: str = ""
    held: str = ""
    place: str = ""
    apologies: tuple[Apology, ...] = ()
    actions: tuple[ActionSet, ...] = ()
    advice: tuple[Advised, ...] = ()
    considered: tuple[tuple[UUID, str], ...] = ()
    clerk: tuple[tuple[UUID | None, str], ...] = ()
    closed_because: tuple[tuple[UUID, str], ...] = ()
