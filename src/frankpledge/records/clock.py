"""The only place that reads the time. Everything else takes the day or the moment as an argument."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from frankpledge.kernel.dates import local_date

_fixed: ContextVar[datetime | None] = ContextVar("frankpledge_fixed_moment", default=None)


_shift = timedelta()


def now() -> datetime:
    """The present moment in UTC, or the one fixed by `fixed_at`, or the demonstration's."""
    return _fixed.get() or datetime.now(tz=UTC) + _shift


def real_now() -> datetime:
    """The real moment in UTC, whatever the demonstration's clock says."""
    return datetime.now(tz=UTC)


def shift_by(shift: timedelta) -> None:
    """Let this process live in the demonstration's time: the clock goes on, from another moment."""
    global _shift  # noqa: PLW0603 (one clock a process is the point)
    _shift = shift


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
