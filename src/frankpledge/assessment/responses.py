"""What is done about an issue, told by the rooms above: the plan's actions, the reviews, whatever answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Response:
    """One thing that is done about an issue, in a sentence, and where to look."""

    sentence: str
    href: str = ""


Provider = Callable[[str, str], Iterable[Response]]
"""Asked with the partnership's and the issue's slugs."""

_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a higher room say what it does about an issue. Safe to repeat."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def responses_to(partnership: str, issue: str) -> tuple[Response, ...]:
    """Everything that any room does about the issue."""
    return tuple(found for provider in _PROVIDERS for found in provider(partnership, issue))
