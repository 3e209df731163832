"""Which measures a partnership has, as the room that keeps them says: a rule may be agreed for one of them."""

from __future__ import annotations

from collections.abc import Callable

Known = Callable[[str], tuple[tuple[str, str], ...]]
_known: list[Known] = []


def register(known: Known) -> None:
    """Have a room say the measures of a partnership, as (slug, title)."""
    if known not in _known:
        _known.append(known)


def of(partnership: str) -> tuple[tuple[str, str], ...]:
    """The measures of a partnership by title."""
    return tuple(sorted((one for known in _known for one in known(partnership)), key=lambda one: one[1]))
