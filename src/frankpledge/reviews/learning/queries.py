"""Lessons of reviews. Only what is published, or was released early, is shown to those without a part in its review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.people import Principal
from frankpledge.reviews.cases import queries as cases
from frankpledge.reviews.models import LocalTheme, ThemeResponse
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.state import CaseState
from frankpledge.reviews.rules.learning.lessons import Lesson


@dataclass(frozen=True)
class ThemeFacts:
    """A local theme, the national ones that it gathers, and what was done in answer to it."""

    slug: str
    title: str
    national: tuple[str, ...]
    source: str
    responses: tuple[str, ...]


@dataclass(frozen=True)
class EarlyLesson:
    text: str
    themes: tuple[str, ...]
    release: str


def lessons_of(reference: str, state: CaseState) -> tuple[Lesson, ...]:
    """The recommendations of one case as lessons."""
    return tuple(
        Lesson(reference, one.id, one.text, one.themes, one.agency, one.made.earliest if one.made else None, one.state,
               one.assured.earliest if one.assured else None, one.for_council, one.change, one.level)
        for one in state.recommendations
    )  # fmt: skip


def released(partnership: str, *, on: date) -> tuple[Lesson, ...]:
    """The lessons of every published review: what anybody who works here may read."""
    return tuple(
        lesson
        for reference, state in cases.states_of(partnership, on=on)
        if state.is_published
        for lesson in lessons_of(reference, state)
    )


def readable(principal: Principal, partnership: str, *, on: date) -> tuple[Lesson, ...]:
    """The lessons that a person may read: those released, and those of reviews whose recommendations their part reaches."""
    own = [one for one in cases.cases_of(principal, partnership, on=on) if one.reads(Group.LEARNING)]
    known = {one.reference for one in own}
    return (
        *(lesson for one in own for lesson in lessons_of(one.reference, one.state)),
        *(lesson for lesson in released(partnership, on=on) if lesson.review not in known),
    )


def early(partnership: str, *, on: date) -> tuple[EarlyLesson, ...]:
    """Learning that was passed on to partners or to everybody before its review ended; without its review."""
    found: list[EarlyLesson] = []
    for _, state in cases.states_of(partnership, on=on):
        found += [
            EarlyLesson(one.text("text"), _codes(one.data.get("themes")), one.text("release"))
            for one in state.all("early-learning")
            if one.text("release") in {"partners", "public"}
        ]
    return tuple(found)


def _codes(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def themes(partnership: str) -> tuple[ThemeFacts, ...]:
    """The partnership's own themes, in its order, each with what was done; a response without a theme answers all of them."""
    responses = list(ThemeResponse.objects.filter(partnership__slug=partnership))
    rows = LocalTheme.objects.filter(partnership__slug=partnership)
    return tuple(
        ThemeFacts(
            row.slug,
            row.title,
            tuple(row.national),
            row.source,
            tuple(one.text for one in responses if row.slug in one.themes),
        )
        for row in rows
    )


def general_responses(partnership: str) -> tuple[str, ...]:
    """What was done in answer to all that was learnt, where the source does not say to which theme."""
    return tuple(
        one.text for one in ThemeResponse.objects.filter(partnership__slug=partnership) if not one.themes
    )


def matching(lessons: Iterable[Lesson], words: str, *, council: bool) -> tuple[Lesson, ...]:
    """The lessons that hold every one of the words and, where asked, are relevant to the council."""
    needles = words.casefold().split()
    return tuple(
        one for one in lessons
        if (not council or one.for_council) and all(needle in f"{one.text} {one.agency}".casefold() for needle in needles)
    )  # fmt: skip
