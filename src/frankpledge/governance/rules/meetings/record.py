"""The record of a meeting as frozen facts: its agenda, what happened event by event, what was put to the vote. Pure.

Everything that is said of a meeting (who is here, whether it is quorate, what was decided, its minutes) is worked out
from this record and the terms in force on its day, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

KINDS = {
    "opened": "The meeting was opened.",
    "arrived": "Someone came in; `seat` and `standing` say as what, `is_remote` whether from afar.",
    "left": "Someone left for good, or until they arrive again.",
    "presides": "Someone took the chair; `seat` or `person` says who, `text` why.",
    "item-opened": "An item was reached.",
    "item-closed": "An item was done with.",
    "declared": "Someone declared an interest in an item (without an item: for the whole meeting); `text` is its nature.",
    "withdrew": "Someone left the room for an item because of an interest.",
    "returned": "Someone came back after the item they had withdrawn from.",
    "observed": "A member or adviser said something that is to be recorded; `detail.answer` may hold the answer.",
    "noted": "The meeting noted something.",
    "motion-put": "A text was put to the members.",
    "motion-withdrawn": "A text was withdrawn before it was decided.",
    "agreed": "A text was agreed without a vote.",
    "vote-opened": "Voting was opened.",
    "vote-closed": "Voting was closed; the motion keeps the verdict.",
    "vote-refused": "A vote was attempted that the terms did not allow; `text` says why. Nothing was decided by it.",
    "cast": "The casting vote was given.",
    "action-set": "Someone was asked to do something.",
    "action-updated": "Something was said of an earlier action.",
    "note": "The clerk noted something in their own words.",
    "adjourned": "The meeting was adjourned; `text` says why, `detail.to` until when.",
    "resumed": "The meeting went on.",
    "closed": "The meeting was closed.",
    "struck": "An earlier event was struck out as wrong; `strikes` says which, `text` why.",
}
"""Every kind of event there is, and what it means. Stored by slug."""


@dataclass(frozen=True)
class Happened:
    """One event: `at` is when it happened, `recorded_at` when it was written down; both are aware moments."""

    sequence: int
    kind: str
    at: datetime
    recorded_at: datetime
    recorded_by: str
    seat: str = ""
    person: str = ""
    organisation: str = ""
    standing: str = ""
    is_remote: bool = False
    item: UUID | None = None
    motion: UUID | None = None
    text: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    strikes: int | None = None


@dataclass(frozen=True)
class ItemRecord:
    """An item of the agenda."""

    id: UUID
    order: int
    number: str
    title: str
    kind: str
    function: str
    capacity: str
    scope: str
    effect: str
    about: str
    is_closed: bool
    presenter: str
    recommendation: str


@dataclass(frozen=True)
class MotionRecord:
    """A text put to the vote. `ballots` is seat to choice; a secret ballot has `voted` seats and a tally only."""

    id: UUID
    item: UUID | None
    order: int
    text: str
    scope: str
    capacity: str
    effect: str
    about: str
    method: str
    state: str
    ballots: Mapping[str, str]
    voted: frozenset[str]
    tally: tuple[int, int, int] | None
    casting: str
    casting_by: str
    opened_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class InPost:
    """Someone in a seat on the day of the meeting, whether or not they came.

    `organisation` is the name of the body they come from as people read it, `body` its slug; both empty where nobody
    recorded it.
    """

    seat: str
    standing: str
    person: str
    organisation: str
    post: str
    user: UUID | None
    body: str = ""


@dataclass(frozen=True)
class InOffice:
    """Who is chair, vice-chair or holds another office on the day; `seat` is empty where the office goes with none."""

    office: str
    seat: str
    person: str


@dataclass(frozen=True)
class MeetingRecord:
    """Everything recorded of one meeting."""

    id: UUID
    slug: str
    title: str
    group: str
    kind: str
    status: str
    starts_at: datetime | None
    items: tuple[ItemRecord, ...]
    motions: tuple[MotionRecord, ...]
    events: tuple[Happened, ...]
    in_post: tuple[InPost, ...]
    offices: tuple[InOffice, ...] = ()

    def standing_events(self) -> tuple[Happened, ...]:
        """The events that were not struck out, in the order in which they happened."""
        struck = {one.strikes for one in self.events if one.kind == "struck"}
        kept = [one for one in self.events if one.sequence not in struck and one.kind != "struck"]
        return tuple(sorted(kept, key=lambda one: (one.at, one.sequence)))

    def item(self, item_id: UUID) -> ItemRecord | None:
        return next((one for one in self.items if one.id == item_id), None)

    def motion(self, motion_id: UUID) -> MotionRecord | None:
        return next((one for one in self.motions if one.id == motion_id), None)
