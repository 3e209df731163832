"""The only place that reads the time. Everything else takes the day or the moment as an argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

from frankpledge.kernel.dates import local_date

_fixed: ContextVar[datetime | None] = ContextVar("frankpledge_fixed_moment", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one fixed by `fixed_at`."""
    return _fixed.get() or datetime.now(tz=UTC)


def today() -> date:
    """The legal day in London."""
    return local_date(now())


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` (with a time zone), for the demo's repeatable bytes and for tests."""
    if moment.tzinfo is None:
        raise ValueError("a fixed moment needs a time zone")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
