"""Writing history, in the transaction of the change it tells of, and checking it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from frankpledge.audit.chain import FIRST, first_break, link_hash
from frankpledge.audit.models import Event
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import now

INSTALLATION = "installation"


@transaction.atomic(savepoint=False)
def record(
    action: str, *, subject: Subject, by: Principal, detail: Mapping[str, object] | None = None
) -> None:
    """Append one event to the chain of the subject's partnership. Call it inside the change's transaction, last of all:
    from here to the transaction's end nobody else can append to that chain.
    """
    chain = subject.partnership or INSTALLATION
    _hold(chain)
    last = Event.objects.filter(partnership=chain).order_by("-sequence").first()
    event = Event(
        partnership=chain,
        sequence=(last.sequence if last else 0) + 1,
        at=now(),
        action=action,
        by=by.name,
        by_id=str(by.user_id or ""),
        subject_kind=subject.kind,
        subject_id=str(subject.id or ""),
        detail=dict(detail or {}),
        previous=last.hash if last else FIRST,
        hash="",
    )
    event.hash = link_hash(event.previous, event.sequence, event.body)
    event.save(force_insert=True)


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
