"""Dated duties in calendars: a file to take away, and entries in people's own feeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.duties import queries
from frankpledge.duties.home import address
from frankpledge.duties.rules.obligations import Obligation, State
from frankpledge.governance.interchange.calendars import MEDIA_TYPE, calendar_of
from frankpledge.governance.rules.interchange.entries import HOST, Entry
from frankpledge.kernel.dates import Period

__all__ = ["MEDIA_TYPE", "calendar", "entries", "of_person"]
BACK, AHEAD = timedelta(92), timedelta(550)
RUNNERS = {"manager", "officer"}
OVER = {State.MET, State.MET_LATE, State.EXCUSED}


def calendar(partnership: PartnershipFacts, on: date, origin: str, at: datetime) -> bytes:
    """The days by which the partnership's own duties are due, as a calendar file."""
    return calendar_of(f"{partnership.short_name}: duties", entries(partnership, on, origin), at=at)


def entries(partnership: PartnershipFacts, on: date, origin: str) -> Iterator[Entry]:
    """One whole day for each dated duty of law or guidance that is not done yet."""
    found = queries.obligations_of(partnership, Period(on - BACK, on + AHEAD), on=on)
    for one in found:
        if one.is_own and one.due_on and one.state not in OVER and not one.duty.is_custom:
            yield _entry(one, one.due_on, partnership.slug, origin)


def of_person(partnership: PartnershipFacts, user: UUID, on: date, origin: str) -> Iterator[Entry]:
    """The same in the own feed of whoever runs the partnership's business."""
    principal = directory.principal_for(user, on=on)
    if principal.roles_in(partnership.slug) & RUNNERS:
        yield from entries(partnership, on, origin)


def _entry(one: Obligation, due_on: date, partnership: str, origin: str) -> Entry:
    uid = f"duty-{partnership}-{one.key.replace(':', '-').replace('/', '-').replace(' ', '-')}@{HOST}"
    words = f"{one.why}. {one.version}. What shows it done: {one.duty.evidence}."
    href = f"{origin}{address('duty', partnership, code=one.code)}"
    return Entry(
        uid,
        f"Due: {one.duty.title}",
        due_on,
        due_on + timedelta(1),
        "",
        words,
        href,
        0,
        is_cancelled=False,
        is_free=True,
    )
