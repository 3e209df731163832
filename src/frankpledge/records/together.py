"""Many who want the same short turn at once: those who come while it is taken are served together by the next.

A turn at the database has a price whatever is done in it (begin, look, commit). Where a hundred come at once and each pays
it alone, the last waits a hundred times as long; together they pay it once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


@dataclass
class _Waiting(Generic[A, R]):
    asked: A
    answer: R | Exception | None = None
    is_done: bool = False


class Together(Generic[A, R]):
    """Does what threads ask for, all that wait at once. `work` answers each in order; an exception is an answer too."""

    def __init__(self, work: Callable[[Sequence[A]], Sequence[R | Exception]], *, at_most: int = 64) -> None:
        self._work, self._at_most = work, at_most
        self._waiting: deque[_Waiting[A, R]] = deque()
        self._turn = Lock()

    def do(self, asked: A) -> R:
        """The answer to what was asked, or the exception that was its answer. Whatever `work` raises, all who waited get."""
        mine: _Waiting[A, R] = _Waiting(asked)
        self._waiting.append(mine)
        while not mine.is_done:
            with self._turn:
                if not mine.is_done:
                    self._serve()
        if isinstance(mine.answer, Exception):
            raise mine.answer
        return mine.answer  # type: ignore[return-value]

    def _serve(self) -> None:
        served = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._at_most))]
        answers: Sequence[R | Exception] = [
            RuntimeError("whoever was serving this was stopped: ask again")
        ] * len(served)
        try:
            answers = self._work([one.asked for one in served])
        except Exception as failed:  # noqa: BLE001 (it is everybody’s answer, and each raises it)
            answers = [failed] * len(served)
        finally:
            for one, answer in zip(served, answers, strict=True):
                one.answer, one.is_done = answer, True
