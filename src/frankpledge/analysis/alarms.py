"""What watching a series answers: for each period what was expected, how far is ordinary, and whether it is an alarm.

An alarm raises a question and never draws a conclusion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Watched:
    """One period. `alarm` of None cannot be told, and `because` says why; a missing count is never an ordinary one."""

    period: str
    observed: float | None
    expected: float | None = None
    upper: float | None = None
    score: float | None = None
    """How far towards the bound: 0 at what was expected, above 1 beyond it."""
    alarm: bool | None = None
    p: float | None = None
    because: str = ""
    details: Mapping[str, float | int | None] = field(default_factory=dict)
