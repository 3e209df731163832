"""What this room gives to pages and to other rooms, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.kernel.dates import PartialDate, Period

HELD = {
    "campaign": "Campaigns and publicity",
    "consultation": "New consultations",
    "councillor": "Councillors’ names, pictures and quotes",
}
"""What is held back before an election."""
STAGES = {
    "announced": "Announced",
    "consultation": "Consultation",
    "bill": "Bill",
    "act-not-in-force": "Act, not yet in force",
    "guidance": "New guidance",
}


@dataclass(frozen=True)
class EntryFacts:
    """Something recorded by hand."""

    id: UUID
    kind: str
    on: PartialDate
    label: str
    ref: str
    due_on: date | None
    link: str
    file_name: str
    recorded_by: str


@dataclass(frozen=True)
class ReleasedStatement:
    """A statement as the public may read it."""

    year: str
    stood_on: date
    rows: tuple[tuple[str, ...], ...]
    counts: tuple[tuple[str, str], ...]
    sha256: str


@dataclass(frozen=True)
class Step:
    """One thing to prepare."""

    text: str
    done_on: str


@dataclass(frozen=True)
class HorizonFacts:
    """Something that is coming."""

    id: UUID | None
    title: str
    stage: str
    library_code: str
    expected: PartialDate | None
    link: str
    touches: tuple[str, ...]
    local_practice: str
    prepare: tuple[Step, ...]
    closed_on: date | None
    closed_because: str
    note: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True)
class ReleaseFacts:
    """What the monitoring officer let go ahead."""

    kind: str
    what: str
    because: str
    officer: str
    on: date


@dataclass(frozen=True)
class ElectionFacts:
    """A time before an election."""

    id: UUID
    title: str
    period: Period
    source: str
    releases: tuple[ReleaseFacts, ...]


@dataclass(frozen=True)
class Held:
    """Whether something may go out on a day: held by which election, or let go by whom."""

    is_held: bool
    because: str
    election: str = ""
