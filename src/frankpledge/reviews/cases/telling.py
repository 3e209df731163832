"""Telling those who keep a review, by mail, that something waits for them. A letter can go astray: it says nothing of the review."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.people import Subject, system
from frankpledge.records.clock import today
from frankpledge.reviews.models import CaseAssignment, CaseConflict

KEEPERS = frozenset({"coordinator", "chair", "vice-chair", "information-governance"})
"""Who keeps a review: they are told what happened to it, and look at it afterwards."""
WAITS = 10
"""Seconds within which the mail server must answer: nobody's page waits longer."""
log = logging.getLogger(__name__)


def addresses_of_keepers(partnership: str, case_id: UUID, *, without: UUID | None = None) -> tuple[str, ...]:
    """The email addresses of those who keep a review today. Never of somebody from whom it is kept, nor of `without`."""
    parts = CaseAssignment.objects.in_force(today()).filter(case_id=case_id, part__in=KEEPERS)
    kept_from = CaseConflict.objects.in_force(today()).filter(case_id=case_id).values("user_id")
    wanted = set(parts.exclude(user_id__in=kept_from).values_list("user_id", flat=True)) - {without}
    return tuple(one.email for one in directory.accounts(partnership, on=today()) if one.id in wanted)


def tell(subject: Subject, to: Sequence[str], what: str, words: str) -> None:
    """Send each of them the same few words once the change they tell of is certain. Without a mail server nothing is sent: the first
    page of each of them says it too. A failure is in the history, and never undoes what it tells of.
    """
    if settings.EMAIL_HOST and to:
        transaction.on_commit(partial(_send, subject, tuple(to), what, words))


def _send(subject: Subject, to: tuple[str, ...], what: str, words: str) -> None:
    by = system("The mail")
    connection = get_connection(timeout=WAITS)
    letters = [EmailMessage(what, words, to=[one], connection=connection) for one in to]
    try:
        sent = connection.send_messages(letters) or 0
    except OSError:  # of which every failure of a mail server is one
        log.exception("those who keep a review were not told by mail")
        record("review-keepers-not-told", subject=subject, by=by, detail={"letters": len(to)})
        return
    record("review-keepers-told", subject=subject, by=by, detail={"letters": sent})


def page_of(partnership: str) -> str:
    """The whole address of the list of reviews: where each of them signs in and sees which one is meant."""
    return settings.BASE_URL.rstrip("/") + reverse("review-cases", kwargs={"partnership": partnership})
