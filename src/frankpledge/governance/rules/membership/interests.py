"""Which registered interests bear on an item of business, and when a member is asked to look at theirs again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period
from frankpledge.kernel.legal_dates import add_months

CONFIRMED_EVERY = 12
"""Months between two looks of a member at their own entries. By custom: no Act asks it of a partnership's members."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    [
        "about",
        "after",
        "also",
        "among",
        "another",
        "before",
        "being",
        "board",
        "body",
        "both",
        "chair",
        "community",
        "council",
        "from",
        "group",
        "have",
        "health",
        "into",
        "member",
        "members",
        "more",
        "other",
        "over",
        "partnership",
        "plan",
        "police",
        "report",
        "safety",
        "service",
        "services",
        "such",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "trust",
        "under",
        "update",
        "very",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "would",
        "year",
    ]
)
"""Words that say nothing of what something is about."""


@dataclass(frozen=True)
class Interest:
    """An entry of the register."""

    id: UUID
    person: str
    user: UUID | None
    kind: str
    with_whom: str
    nature: str
    period: Period
    ended_because: str
    row_version: int


@dataclass(frozen=True)
class Bearing:
    """An interest that may bear on an item, and the words that both have."""

    interest: Interest
    words: tuple[str, ...]


@rule(source=Citation("Terms of reference", "interests"))
def bearing_on(interests: Iterable[Interest], text: str, on: date) -> tuple[Bearing, ...]:
    """A registered interest is offered for declaration when whom it is with is named in the item; the member decides.

    Common words count for nothing. That nothing is offered does not mean that there is no interest.
    """
    wanted = _words(text)
    shared = ((one, _words(one.with_whom) & wanted) for one in interests if on in one.period)
    found = [Bearing(one, tuple(sorted(words))) for one, words in shared if words]
    return tuple(sorted(found, key=lambda one: (-len(one.words), one.interest.person)))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)} - _COMMON


@rule(source=Citation("Custom of partnerships", "register of interests"))
def confirm_by(appointed_on: date, confirmed: Sequence[date]) -> date:
    """A member looks at their entries on appointment and then within twelve months of the last time."""
    return add_months(max(confirmed), CONFIRMED_EVERY) if confirmed else appointed_on
