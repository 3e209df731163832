"""The plan's priorities, as the room above that knows them says: registered at start-up, since money stands below plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Provider = Callable[[str, date], tuple[tuple[str, str], ...]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a room say which priorities a partnership has on a day: (short name, title)."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def priorities(partnership: str, on: date) -> tuple[tuple[str, str], ...]:
    """The priorities of the plan in force; none while no room says so."""
    return tuple(one for provider in _PROVIDERS for one in provider(partnership, on))
