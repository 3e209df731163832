"""Verdicts where the terms are silent: worked out under every reading of what they do not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

R = TypeVar("R")
MOST_READINGS = 512
FACT = "fact:"
"""Before the name of something that a reading supposes and that is no rule but a fact which nobody recorded."""


class _Asked(Exception):  # noqa: N818 (it is a question, not an error)
    def __init__(self, rule: str, readings: tuple[object, ...]) -> None:
        super().__init__(rule)
        self.rule, self.readings = rule, readings


class Reading:
    """One way of reading everything that the terms leave open."""

    def __init__(self, chosen: Mapping[str, object]) -> None:
        self.chosen = chosen

    def whether(self, rule: str, said: bool | None) -> bool:
        """What the terms say, or, where they say nothing, what this reading takes them to say."""
        return said if said is not None else bool(self.choose(rule, (True, False)))

    def choose(self, rule: str, readings: tuple[object, ...]) -> object:
        if rule not in self.chosen:
            raise _Asked(rule, readings)
        return self.chosen[rule]


@dataclass(frozen=True)
class Readings(Generic[R]):
    """What came out under each reading."""

    found: tuple[tuple[Mapping[str, object], R], ...]

    @property
    def first(self) -> R:
        return self.found[0][1]

    def missing_for(self, verdict: Callable[[R], object]) -> tuple[str, ...]:
        """The silent rules on which a verdict hangs; none when it is the same however they are read.

        A rule is named when two readings that differ only in it give different verdicts.
        """
        named = {
            differing[0]
            for (left, one), (right, other) in combinations(self.found, 2)
            if verdict(one) != verdict(other)
            and len(differing := [key for key in left.keys() & right.keys() if left[key] != right[key]]) == 1
        }
        return tuple(sorted(named))


def under_every_reading(work_out: Callable[[Reading], R]) -> Readings[R]:
    """Work something out once for each reading of the rules it turns out to ask for."""
    waiting: list[dict[str, object]] = [{}]
    found: list[tuple[Mapping[str, object], R]] = []
    while waiting and len(found) < MOST_READINGS:
        chosen = waiting.pop()
        try:
            found.append((chosen, work_out(Reading(chosen))))
        except _Asked as asked:
            waiting.extend({**chosen, asked.rule: reading} for reading in reversed(asked.readings))
    return Readings(tuple(found))
