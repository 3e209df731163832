"""Writing history, in the transaction of the change it tells of, and checking it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from frankpledge.audit.chain import FIRST, first_break, link_hash
from frankpledge.audit.models import Event
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import now

INSTALLATION = "installation"


@dataclass(frozen=True)
class Happening:
    """Something to be written into a chain."""

    action: str
    subject: Subject
    by: Principal
    detail: Mapping[str, object] = field(default_factory=dict)


def record(
    action: str, *, subject: Subject, by: Principal, detail: Mapping[str, object] | None = None
) -> None:
    """Append one event to the chain of the subject's partnership. Call it inside the change's transaction, last of all:
    from here to the transaction's end nobody else can append to that chain.
    """
    record_all([Happening(action, subject, by, detail or {})])


@transaction.atomic(savepoint=False)
def record_all(happened: Sequence[Happening]) -> None:
    """Append events of one partnership in their order. Where and what it holds is as with `record`."""
    chain = happened[0].subject.partnership or INSTALLATION
    _hold(chain)
    newest = Event.objects.filter(partnership=chain).order_by("-sequence").values_list("sequence", "hash")
    sequence, previous = newest.first() or (0, FIRST)
    events = []
    for one in happened:
        if (one.subject.partnership or INSTALLATION) != chain:
            raise ValueError("events of several partnerships belong to several chains")
        sequence += 1
        events.append(_event(chain, sequence, previous, one))
        previous = events[-1].hash
    Event.objects.bulk_create(events)


def _event(chain: str, sequence: int, previous: str, one: Happening) -> Event:
    event = Event(
        partnership=chain,
        sequence=sequence,
        at=now(),
        action=one.action,
        by=one.by.name,
        by_id=str(one.by.user_id or ""),
        subject_kind=one.subject.kind,
        subject_id=str(one.subject.id or ""),
        detail=dict(one.detail),
        previous=previous,
        hash="",
    )
    event.hash = link_hash(event.previous, event.sequence, event.body)
    return event


def _hold(chain: str) -> None:
    """Wait until nobody else is appending to a chain, and hold it until the transaction ends.

    A lock on the last row would not do on PostgreSQL: whoever waits for it gets the row that was last when they asked,
    not the one appended meanwhile, and an empty chain has no row to lock. SQLite has one writer at a time (its
    transactions begin IMMEDIATE), so nothing is needed there.
    """
    if connection.vendor != "postgresql":
        return
    key = int.from_bytes(hashlib.sha256(f"audit:{chain}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


@dataclass(frozen=True)
class ChainState:
    """How a chain stands: its length, its last hash, and where it breaks, if it does."""

    partnership: str
    length: int
    head: str
    broken_at: int | None


def check_chain(partnership: str) -> ChainState:
    """Recompute a whole chain from its first event."""
    events = Event.objects.filter(partnership=partnership).order_by("sequence")
    broken = first_break(event.link for event in events.iterator())
    last = events.last()
    return ChainState(partnership, events.count(), last.hash if last else FIRST, broken)


@dataclass(frozen=True)
class Entry:
    """One event as a page may show it."""

    sequence: int
    at: str
    action: str
    by: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, object]


def history_of(kind: str, subject_id: str) -> tuple[Entry, ...]:
    """Everything that happened to one record, first to last."""
    events = Event.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("at", "sequence")
    return tuple(
        Entry(e.sequence, e.at.isoformat(), e.action, e.by, e.subject_kind, e.subject_id, e.detail)
        for e in events
    )
