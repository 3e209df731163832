"""Where a rule comes from, and the decorator that gives a rule its name, message and source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from frankpledge.kernel.dates import Period

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Citation:
    """An instrument (Act, regulations, guidance, terms of reference, published method) and the place in it."""

    instrument: str
    provision: str = ""
    note: str = ""

    def __str__(self) -> str:
        return f"{self.instrument}, {self.provision}" if self.provision else self.instrument


@dataclass(frozen=True)
class Rule:
    """What is known of one rule: the message people read is the first paragraph of its docstring."""

    name: str
    message: str
    source: Citation
    period: Period | None


_RULES: dict[str, Rule] = {}


def rule(*, source: Citation, period: Period | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a pure function as a rule. Refuses (TypeError) a function that has no docstring."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        if not function.__doc__:
            raise TypeError(
                f"the rule {function.__qualname__} needs a docstring: it is the message people read"
            )
        name = f"{function.__module__}.{function.__qualname__}"
        message = " ".join(function.__doc__.strip().split("\n\n")[0].split())
        _RULES[name] = Rule(name, message, source, period)
        return function

    return register


def rule_of(function: Callable[..., object]) -> Rule:
    """The registered rule behind a function. Raises KeyError when it was never registered."""
    return _RULES[f"{function.__module__}.{function.__qualname__}"]


def all_rules() -> tuple[Rule, ...]:
    """Every rule of the modules imported so far, by name."""
    return tuple(_RULES[name] for name in sorted(_RULES))
