"""Public ids: random UUIDs, or, inside `seeded`, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

_source: ContextVar[random.Random | None] = ContextVar("frankpledge_id_source", default=None)


def new_id() -> UUID:
    """A fresh public id. Sequences are never used: they leak how many there are."""
    source = _source.get()
    return uuid4() if source is None else UUID(int=source.getrandbits(128), version=4)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make ids repeatable, for the demo: the same seed gives the same bytes."""
    token = _source.set(random.Random(seed))  # noqa: S311 (repeatability is the purpose; nothing is secret)
    try:
        yield
    finally:
        _source.reset(token)
