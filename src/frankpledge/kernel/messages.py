"""Sentences as patterns with values, so that they can be translated and their numbers checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A pattern (`{name}` marks a value) and its values; `str()` fills it in."""

    pattern: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.pattern.format_map(dict(self.values))


def message(pattern: str, /, **values: object) -> Message:
    return Message(pattern, values)
