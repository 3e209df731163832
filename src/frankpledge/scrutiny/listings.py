"""Lists that other rooms keep, as the report prints them; empty where a room keeps none."""

# ruff: noqa: ARG001
from __future__ import annotations

from datetime import date, datetime

from frankpledge.directory import api as directory

AUTHORITIES = "responsible-authorities"


def listed(partnership: str, which: str, *, on: date, known_at: datetime | None = None) -> tuple[str, ...]:
    """The items of one list (`rules.content.LISTS`) as they stood on the day."""
    if which == AUTHORITIES:
        return tuple(
            one.organisation.name
            for one in directory.members(partnership, on=on)
            if one.capacity == "responsible-authority"
        )
    return ()


def position(partnership: str, slug: str, *, on: date, known_at: datetime | None = None) -> tuple[str, ...]:
    """The paragraphs of a position statement in force on the day, and the decision that agreed it."""
    return ()
