"""What is known of a meeting before it, as frozen facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from frankpledge.governance.rules.agenda.kinds import ITEM_KINDS, ItemKind


@dataclass(frozen=True)
class MeetingCard:
    """A meeting as the pages before it know it. `on` is None where only its month or year is known."""

    id: UUID
    row_version: int
    partnership: str
    slug: str
    title: str
    kind: str
    status: str
    group: str
    phase: str
    held: str
    on: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    joining: str
    is_open_to_public: bool
    called_by: str
    called_because: str

    @property
    def is_ahead(self) -> bool:
        return self.status == "planned"


@dataclass(frozen=True)
class ItemFacts:
    """An item of an agenda. `number` is what is printed, worked out from the order before the agenda went out."""

    id: UUID
    row_version: int
    meeting: UUID
    order: int
    number: str
    title: str
    public_title: str
    kind: str
    is_advice: bool
    function: str
    capacity: str
    scope: str
    effect: str
    about: str
    is_closed: bool
    closed_because: str
    presenter: str
    minutes_allowed: int | None
    recommendation: str
    because: str
    duty: str
    added_at: datetime | None
    is_urgent: bool
    late_by_leave_of: str
    is_withdrawn: bool
    has_paper: bool
    carried_from: str = ""

    @property
    def item_kind(self) -> ItemKind:
        return ITEM_KINDS[self.kind]

    @property
    def shown_publicly(self) -> str:
        """The title that the public may read."""
        return (self.public_title or "Business that is not public") if self.is_closed else self.title


def as_seen(items: Sequence[ItemFacts], *, may_closed: bool) -> tuple[ItemFacts, ...]:
    """The items as somebody may see them: of a closed one only its number, its public title and why it is closed."""
    return tuple(one if may_closed or not one.is_closed else _without_words(one) for one in items)


def _without_words(item: ItemFacts) -> ItemFacts:
    return replace(
        item, title=item.shown_publicly, public_title="", presenter="", recommendation="", because="", about="",
        carried_from="", has_paper=False,
    )  # fmt: skip


@dataclass(frozen=True)
class PlannedFacts:
    """An item foreseen, where it stands now, and how often it was moved."""

    id: UUID
    row_version: int
    title: str
    kind: str
    function: str
    capacity: str
    effect: str
    about: str
    duty: str
    presenter: str
    why: str
    is_closed: bool
    closed_because: str
    public_title: str
    wanted: str
    wanted_earliest: date
    is_yearly: bool
    meeting: MeetingCard | None
    item: UUID | None
    is_dropped: bool
    dropped_because: str
    moves: tuple[MoveFacts, ...] = ()

    @property
    def waits(self) -> bool:
        """Neither on an agenda nor dropped."""
        return self.item is None and not self.is_dropped


@dataclass(frozen=True)
class MoveFacts:
    """One time that a planned item was moved."""

    at: datetime
    by: str
    before: str
    after: str
    because: str


@dataclass(frozen=True)
class ChangeFacts:
    """One change to a meeting's day, place or standing; `before` and `after` hold what differed, in words."""

    what: str
    at: datetime
    by: str
    because: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TempoFacts:
    """A stretch of meeting faster."""

    id: UUID
    row_version: int
    phase: str
    every_weeks: int
    starts_on: date
    ends_on: date | None
    because: str
    ended_because: str
    started_by: str
    ended_by: str


@dataclass(frozen=True)
class SentFacts:
    """Something that was sent before a meeting."""

    what: str
    sent_on: date
    to: str
    how: str
    sha256: str
    file_name: str
    items: frozenset[UUID]
    because: str
    by: str


@dataclass(frozen=True)
class Post:
    """Someone in a seat on a day: as its holder or as a named deputy."""

    seat: str
    standing: str
    person: str
    organisation: str
    organisation_id: UUID | None
    user: UUID | None
    is_senior: bool | None


@dataclass(frozen=True)
class ReplyFacts:
    """What somebody said before a meeting."""

    id: UUID
    row_version: int
    seat: str
    person: str
    user: UUID | None
    answer: str
    deputy: str
    note: str
    given_at: datetime
