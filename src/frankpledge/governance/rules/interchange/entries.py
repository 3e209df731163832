"""What a calendar shows, as frozen facts: one entry a meeting, and one for each day by which something is due before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deadlines import Planned, due_days
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate

CANCELLED = "cancelled"
DUE = {"notice": "Notice is due", "papers": "Papers are due", "late papers": "No paper is taken after today"}
HOST = "frankpledge"
"""Ends every id in a calendar; the rest is the record's own public id, which is unique everywhere."""


@dataclass(frozen=True)
class MeetingEntry:
    """A meeting as a calendar needs it. `changes` counts how often it has been changed since it was first recorded.

    `starts_at` of None: only the day is known. A meeting of which not even the day is known cannot be shown.
    """

    id: UUID
    title: str
    body: str
    held: PartialDate
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    kind: str
    phase: str
    status: str
    changes: int
    is_open_to_public: bool
    because: str
    href: str

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED


@dataclass(frozen=True)
class Entry:
    """One line of a calendar. `starts` and `ends` are days for what lasts all day, aware moments otherwise."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None
    place: str
    words: str
    href: str
    sequence: int
    is_cancelled: bool
    is_free: bool
    """It takes nobody's time: a deadline."""


@rule(
    source=Citation("RFC 5545", "3.8.7.4", "sequence, status and identity of an entry stay with the meeting")
)
def meeting_entry(one: MeetingEntry) -> Entry | None:
    """A meeting keeps one id for ever; each change raises its sequence, and a cancelled one stays, marked as cancelled.

    None for a meeting of which the day is not known: none is invented.
    """
    if one.starts_at is None and not one.held.is_exact:
        return None
    starts: date | datetime = one.starts_at or one.held.earliest
    ends: date | datetime | None = one.ends_at if one.starts_at else one.held.earliest + timedelta(1)
    said = [one.body, "The public may attend." if one.is_open_to_public else "Not open to the public."]
    if one.is_cancelled:
        said.append(f"Cancelled{': ' + one.because if one.because else ''}.")
    return Entry(
        f"meeting-{one.id}@{HOST}", one.title, starts, ends, one.place, "\n".join(said), one.href, one.changes,
        one.is_cancelled, is_free=False,
    )  # fmt: skip


@rule(source=Citation("Terms of reference", "notice and papers"))
def deadline_entries(one: MeetingEntry, terms: Constitution | None, on: date) -> Iterator[Entry]:
    """Each last day that the terms in force on the day of a meeting set before it; `on` is that day. None where they set none."""
    if terms is None:
        return
    for due in due_days(terms, Planned(on, one.kind, one.phase, None, (), None, ())):
        words = DUE.get(due.what, due.what.capitalize())
        yield Entry(
            f"{due.what.replace(' ', '-')}-{one.id}@{HOST}", f"{words}: {one.title}", due.due, due.due + timedelta(1), "",
            f"For the meeting of {on.isoformat()}.", one.href, one.changes, one.is_cancelled, is_free=True,
        )  # fmt: skip


def entries_of(meetings: Iterable[MeetingEntry]) -> tuple[Entry, ...]:
    """The meetings that can be shown, in order of their day."""
    found = [entry for one in meetings if (entry := meeting_entry(one)) is not None]
    return tuple(sorted(found, key=lambda one: (str(one.starts)[:10], one.uid)))
