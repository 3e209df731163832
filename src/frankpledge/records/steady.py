"""A stretch of reading during which the record is taken not to change: a page being shown, a document being built.

What is asked again and again meanwhile (has anything been imported since?) is then asked once. Never wrap a write.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_memory: ContextVar[dict[Hashable, object] | None] = ContextVar("frankpledge_steady", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """Take the record not to change until the end of the block. An inner block shares the outer one's memory."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def afresh() -> Iterator[None]:
    """Step out of a steady stretch for a write that must come first, such as closing a vote whose time is over.

    What was remembered before is forgotten: the stretch goes on with what is so after the write.
    """
    token = _memory.set(None)
    try:
        yield
    finally:
        _memory.reset(token)
        if (memory := _memory.get()) is not None:
            memory.clear()


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer to a question, asked once in a steady stretch and each time outside one."""
    memory = _memory.get()
    if memory is None:
        return ask()
    if key not in memory:
        memory[key] = ask()
    return memory[key]  # type: ignore[return-value]
