"""What people write before a meeting, as frozen facts ready to be recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class NewCall:
    """A meeting to be called. `despite` says why it may be on a day that is no working day."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    joining: str = ""
    is_open_to_public: bool = False
    because: str = ""
    despite: str = ""
    group: str = ""
    resumes: str = ""
    """The slug of the meeting that was adjourned to this one."""


@dataclass(frozen=True)
class NewPlanned:
    """An item foreseen; `wanted` is 2026, 2026-09 or 2026-09-10."""

    title: str
    kind: str
    wanted: str
    function: str = ""
    capacity: str = ""
    effect: str = "note"
    about: str = ""
    duty: str = ""
    presenter: str = ""
    why: str = ""
    is_closed: bool = False
    closed_because: str = ""
    public_title: str = ""
    is_yearly: bool = False


@dataclass(frozen=True)
class NewItem:
    """An item of an agenda."""

    title: str
    kind: str
    function: str = ""
    capacity: str = ""
    scope: str = "ordinary"
    effect: str = "note"
    about: str = ""
    is_advice: bool = False
    is_closed: bool = False
    closed_because: str = ""
    public_title: str = ""
    presenter: str = ""
    minutes_allowed: int | None = None
    recommendation: str = ""
    because: str = ""
    duty: str = ""


@dataclass(frozen=True)
class Late:
    """What lets an item join after the papers were due."""

    is_urgent: bool = False
    leave_of: str = ""


@dataclass(frozen=True)
class NewSent:
    """Something that was sent before a meeting."""

    what: str
    sent_on: date
    to: str
    how: str = ""
    because: str = ""
    sha256: str = ""
    file_name: str = ""
    items: tuple[str, ...] = ()
