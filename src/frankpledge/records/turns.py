"""One at a time, first come first served, where many write to SQLite in the same moment.

SQLite lets one write and makes the others try again after ever longer waits: whoever comes last may be lucky, and
whoever waits longest may wait for seconds. A lock on a file is a queue that the system keeps, over threads and processes,
and it is let go when whoever holds it is killed. PostgreSQL keeps such a queue for each row.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def in_turn(what: str) -> Iterator[None]:
    """Hold the turn of `what` (letters and hyphens) until the end of the block. Enter no transaction before it."""
    if connection.vendor == "postgresql" or connection.in_atomic_block:
        yield
        return
    place = Path(settings.HOME) / "turns"
    place.mkdir(parents=True, exist_ok=True)
    queue = os.open(place / what, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
    finally:
        os.close(queue)
