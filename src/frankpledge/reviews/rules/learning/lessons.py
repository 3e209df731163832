"""The same lesson in several reviews: found by the likeness of its words, and only ever confirmed by a person. Pure.

A lesson that comes back for the same agency and theme within 36 months of being assured did not hold.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.legal_dates import add_months
from frankpledge.reviews.rules.actions import ActionState

LIKE = 0.30
MONTHS = 36
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "should",
        "shall",
        "such",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "were",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "within",
        "must",
        "all",
        "any",
        "each",
        "every",
    ]
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s")


@dataclass(frozen=True)
class Lesson:
    """A recommendation as it may be compared: its review, its number and words, how it is coded, and how far it has come."""

    review: str
    id: str
    text: str
    themes: tuple[str, ...]
    agency: str
    made: date | None
    state: ActionState
    assured: date | None
    for_council: bool = False
    change: str = ""
    level: str = ""


@dataclass(frozen=True)
class Likeness:
    """Two lessons of different reviews, the earlier first, and how alike their words are, from 0 to 1."""

    earlier: Lesson
    later: Lesson
    value: float

    @property
    def per_cent(self) -> int:
        return int(self.value * 100 + 0.5)


@dataclass(frozen=True)
class CameBack:
    """A lesson that came back for the same agency and theme after it had been assured."""

    earlier: Lesson
    later: Lesson
    theme: str


def words_of(text: str) -> list[str]:
    """The stems that matter, in order: lower case, without the commonest words and endings."""
    return [
        _stem(word) for word in re.findall(r"[a-z]+", text.casefold()) if len(word) > 2 and word not in _STOP
    ]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@rule(
    source=Citation(
        "Salton, Wong and Yang (1975)",
        "vector space model",
        "term frequency weighted by inverse document frequency, cosine",
    )
)
def alike(lessons: Sequence[Lesson], least: float = LIKE) -> tuple[Likeness, ...]:
    """Two recommendations of different reviews are alike when the words that matter in them are, rare words counting more.

    Every pair at or above `least`, the most alike first. The order of the lessons changes nothing. A person decides whether it
    is the same lesson.
    """
    ordered = sorted(lessons, key=lambda one: (one.made or date.max, one.review, one.id))
    vectors = _vectors([words_of(one.text) for one in ordered])
    found = []
    for place, later in enumerate(ordered):
        for before in range(place):
            if ordered[before].review != later.review:
                value = _cosine(vectors[before], vectors[place])
                if value >= least:
                    found.append(Likeness(ordered[before], later, value))
    return tuple(
        sorted(
            found,
            key=lambda one: (-one.value, one.earlier.review, one.earlier.id, one.later.review, one.later.id),
        )
    )


def _vectors(texts: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    held = Counter(word for text in texts for word in set(text))
    total = len(texts)
    return [
        {
            word: count * (1 + math.log((1 + total) / (1 + held[word])))
            for word, count in Counter(text).items()
        }
        for text in texts
    ]


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = math.fsum(weight * other[word] for word, weight in one.items() if word in other)
    if not shared:
        return 0.0
    return min(
        1.0,
        shared / math.sqrt(math.fsum(w * w for w in one.values()) * math.fsum(w * w for w in other.values())),
    )


@rule(
    source=Citation(
        "The partnership's practice", note="same theme, same agency, within 36 months of being assured"
    )
)
def came_back(lessons: Sequence[Lesson]) -> tuple[CameBack, ...]:
    """A lesson did not hold when a later review makes one for the same agency and theme within 36 months of the first being assured."""
    found = []
    for earlier in lessons:
        if earlier.assured is None:
            continue
        until = add_months(earlier.assured, MONTHS)
        for later in lessons:
            if (
                later.review == earlier.review
                or later.made is None
                or not earlier.assured <= later.made <= until
            ):
                continue
            if later.agency.casefold() == earlier.agency.casefold():
                found += [
                    CameBack(earlier, later, theme) for theme in earlier.themes if theme in later.themes
                ]
    return tuple(found)


def by_theme(lessons: Sequence[Lesson]) -> dict[str, tuple[Lesson, ...]]:
    """The lessons of each national theme, the theme with the most first."""
    counted = Counter(theme for one in lessons for theme in one.themes)
    return {
        theme: tuple(one for one in lessons if theme in one.themes)
        for theme, _ in sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    }


def gathered(lessons: Sequence[Lesson], themes: Mapping[str, Sequence[str]]) -> dict[str, tuple[Lesson, ...]]:
    """The lessons of each local theme, by the national themes that it gathers."""
    return {
        slug: tuple(one for one in lessons if set(one.themes) & set(codes)) for slug, codes in themes.items()
    }
