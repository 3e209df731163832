"""What saved questions may stand as evidence for. Rooms above say at start-up what there is; this room keeps which
question stands for what, by label, and tells them when they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Something that evidence may be attached to, with the address of its page."""

    kind: str
    slug: str
    title: str
    href: str


Targets = Callable[[str], Sequence[Target]]
"""From a partnership's slug to what it has of one kind."""
_KINDS: dict[str, tuple[str, Targets]] = {}


def register(kind: str, words: str, targets: Targets) -> None:
    """Make a kind of target known. Registering it again replaces it. `words` is what people call one of them."""
    _KINDS[kind] = (words, targets)


def targets(partnership: str) -> tuple[Target, ...]:
    """Everything that evidence may be attached to, kind by kind."""
    return tuple(one for _, found in _KINDS.values() for one in found(partnership))


def words_of(kind: str) -> str:
    """What people call a target of a kind."""
    return _KINDS[kind][0] if kind in _KINDS else kind
