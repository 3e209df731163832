"""Whose calendar shows what, and the secret addresses of people's own feeds."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.constitutions import StoredTerms, constitution_on
from frankpledge.governance.interchange.calendars import calendar_of
from frankpledge.governance.membership import queries as members
from frankpledge.governance.models import Action, CalendarFeed, Meeting
from frankpledge.governance.rules.interchange.entries import (
    HOST,
    Entry,
    MeetingEntry,
    deadline_entries,
    entries_of,
)
from frankpledge.kernel.dates import PartialDate, Period, local_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now

KEPT_BACK = timedelta(366)
"""How long ago a meeting may have been and still be in a feed."""


def public_calendar(partnership: directory.PartnershipFacts, *, on: date, origin: str) -> bytes:
    """The partnership's own meetings, as the public may know them. `origin` begins every address in it."""
    entries = entries_of(_meetings(partnership.slug, "", on, origin, is_public=True))
    return calendar_of(partnership.name, entries, at=now())


def own_calendar(partnership: directory.PartnershipFacts, token: str, *, on: date, origin: str) -> bytes:
    """The feed of whoever holds the token: the meetings of the bodies they sit in, deadlines, and their own actions.

    Raises `NotFound` for an address that was never given or was revoked, and for somebody who no longer has a role.
    """
    row = CalendarFeed.objects.filter(
        partnership_id=partnership.id, token_hash=_hash(token), revoked_at__isnull=True
    ).first()
    if row is None or partnership.slug not in directory.principal_for(row.user_id, on=on).partnerships:
        raise NotFound("There is no such calendar.")
    entries = (
        *_of_person(partnership, row.user_id, on, origin),
        *_actions(partnership, row.user_id, origin),
        *(entry for provider in _MORE for entry in provider(partnership, row.user_id, on, origin)),
    )
    return calendar_of(f"{partnership.short_name}: my meetings", entries, at=now())


MoreEntries = Callable[[directory.PartnershipFacts, UUID, date, str], Iterable[Entry]]
"""Called with a partnership, a person, the day and the start of every address."""
_MORE: list[MoreEntries] = []


def register_entries(provider: MoreEntries) -> None:
    """Add entries of a higher room to people's own feeds. Safe to repeat."""
    if provider not in _MORE:
        _MORE.append(provider)


def _of_person(partnership: directory.PartnershipFacts, user: UUID, on: date, origin: str) -> Iterator[Entry]:
    groups = {group for group, _ in members.places_of_user(user, partnership.slug, on)} | {""}
    for group in sorted(groups):
        meetings = _meetings(partnership.slug, group, on, origin, is_public=False)
        yield from entries_of(meetings)
        yield from _deadlines(partnership.slug, group, meetings)


def _meetings(
    partnership: str, group: str, on: date, origin: str, *, is_public: bool
) -> tuple[MeetingEntry, ...]:
    rows = Meeting.objects.filter(
        partnership__slug=partnership, group=group, body_kind="subgroup" if group else "partnership",
        held_latest__gte=on - KEPT_BACK,
    ).order_by("held_earliest")  # fmt: skip
    href = _address(partnership, origin, is_public=is_public)
    return tuple(_entry(row, href) for row in rows)


def _address(partnership: str, origin: str, *, is_public: bool) -> str:
    """Where a meeting is to be read about."""
    name = "public-home" if is_public else "meetings"
    return f"{origin}{reverse(name, kwargs={'partnership': partnership})}"


def _entry(row: Meeting, href: str) -> MeetingEntry:
    return MeetingEntry(
        row.id, row.title, row.body, PartialDate.parse(row.held), row.starts_at, row.ends_at, row.place, row.kind,
        row.phase, row.status, row.row_version - 1, row.is_open_to_public, "", href,
    )  # fmt: skip


def _deadlines(partnership: str, group: str, meetings: Iterable[MeetingEntry]) -> Iterator[Entry]:
    """The deadlines of the meetings; the terms are read once a version."""
    versions = members.terms_periods(partnership, group=group)
    known: dict[Period, StoredTerms | None] = {}
    for one in meetings:
        day = local_date(one.starts_at) if one.starts_at else one.held.earliest
        period = next((each for each in versions if day in each), None)
        if period is None or not (one.starts_at or one.held.is_exact):
            continue
        if period not in known:
            known[period] = constitution_on(partnership, day, group=group)
        terms = known[period]
        yield from deadline_entries(one, terms.constitution if terms else None, day)


def _actions(partnership: directory.PartnershipFacts, user: UUID, origin: str) -> Iterator[Entry]:
    rows = Action.objects.filter(partnership_id=partnership.id, owner_id=user, due_on__isnull=False)
    for row in rows.exclude(state__in=("done", "withdrawn")):
        if row.due_on:
            href = f"{origin}{reverse('me', kwargs={'partnership': partnership.slug})}"
            yield Entry(
                f"action-{row.id}@{HOST}", f"Action due: {row.text[:120]}", row.due_on, row.due_on + timedelta(1), "",
                f"Action {row.number}", href, row.row_version - 1, is_cancelled=False, is_free=True,
            )  # fmt: skip


# Secret addresses -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FeedFacts:
    made_at: datetime


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(partnership: str, user: UUID) -> FeedFacts | None:
    """When a person's present feed was made; None when they have none."""
    rows = CalendarFeed.objects.filter(partnership__slug=partnership, user_id=user, revoked_at__isnull=True)
    row = rows.order_by("-recorded_at").first()
    return FeedFacts(row.recorded_at) if row else None


@transaction.atomic
def make_feed(partnership: str, *, by: Principal) -> str:
    """A new secret for whoever asks; an earlier one stops working. It is shown once: only its hash is kept."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.ME_USE, subject)
    if by.user_id is None:
        raise NotFound("A calendar of one's own is for people who sign in.")
    _revoke(place.id, by.user_id)
    token = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(
        partnership_id=place.id, user_id=by.user_id, token_hash=_hash(token), recorded_by=by.name
    )
    record("calendar-feed-made", subject=made.subject(), by=by)
    return token


@transaction.atomic
def revoke_feed(partnership: str, *, by: Principal) -> None:
    """Stop one's own feed: its address never works again."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.ME_USE, subject)
    if by.user_id is None or not _revoke(place.id, by.user_id):
        raise NotFound("You have no calendar feed here.")
    record("calendar-feed-revoked", subject=subject, by=by)


def _revoke(partnership: UUID, user: UUID) -> int:
    rows = CalendarFeed.objects.filter(partnership_id=partnership, user_id=user, revoked_at__isnull=True)
    return rows.update(revoked_at=now())
