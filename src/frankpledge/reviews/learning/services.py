"""Writes of the learning library: themes, what was done in answer, and that two reviews hold the same lesson."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import today
from frankpledge.reviews.cases import services as cases
from frankpledge.reviews.models import LocalTheme, ThemeResponse
from frankpledge.reviews.rules.casework.learning_codes import CHANGES, THEMES


@transaction.atomic
def record_theme(
    partnership: str, slug: str, title: str, national: Sequence[str], *, source: str, by: Principal
) -> None:
    """Record a theme of the partnership's own. Raises `Refused` for a national code that there is not, or a slug that is taken."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.REVIEW_OPEN, subject)
    unknown = sorted(set(national) - {code for code, _ in THEMES})
    if unknown:
        raise Refused(message("There is no national theme {code}.", code=unknown[0]))
    if LocalTheme.objects.filter(partnership_id=place.id, slug=slug).exists():
        raise Refused(message("There already is a theme ‘{slug}’.", slug=slug))
    order = LocalTheme.objects.filter(partnership_id=place.id).count() + 1
    LocalTheme.objects.create(
        partnership_id=place.id,
        slug=slug,
        order=order,
        title=title,
        national=list(national),
        source=source,
        recorded_by=by.name,
    )
    record("review-theme-recorded", subject=subject, by=by, detail={"theme": slug})


@transaction.atomic
def record_response(
    partnership: str, text: str, themes: Sequence[str], kind: str, *, source: str, by: Principal
) -> None:
    """Record what was done in answer to themes, as it may be told in public. Raises `Refused` for a theme that there is not."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.REVIEW_OPEN, subject)
    known = set(LocalTheme.objects.filter(partnership_id=place.id).values_list("slug", flat=True))
    if set(themes) - known or kind not in {code for code, _ in CHANGES}:
        raise Refused(message("Name themes that are recorded, and a kind of change that there is."))
    order = ThemeResponse.objects.filter(partnership_id=place.id).count() + 1
    ThemeResponse.objects.create(
        partnership_id=place.id,
        order=order,
        text=text,
        themes=list(themes),
        kind=kind,
        source=source,
        recorded_by=by.name,
    )
    record("review-response-recorded", subject=subject, by=by, detail={"themes": list(themes)})


def confirm_same(
    partnership: str, case: UUID, lesson: str, *, review: str, other: str, per_cent: int, by: Principal
) -> None:
    """Confirm that a recommendation repeats one of another review: a person's word, kept in the later review's log."""
    said = {"id": lesson, "review": review, "other": other, "similarity": str(per_cent)}
    cases.write(partnership, case, "lesson-same", PartialDate.of(today()), said, by=by)
