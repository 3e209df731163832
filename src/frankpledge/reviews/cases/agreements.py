"""The versions of the partners' agreement on the cost of reviews. A new one ends the one before; none is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Refused
from frankpledge.reviews.command_inputs import Reading, shares_of
from frankpledge.reviews.models import FundingAgreement
from frankpledge.reviews.rules.shares import Share


@dataclass(frozen=True)
class Version:
    """A version of the agreement; `ends_on` is its last day, None while it is in force."""

    title: str
    starts_on: date
    ends_on: date | None
    shares: tuple[Share, ...]
    source: str


def versions(partnership: str) -> tuple[Version, ...]:
    """Every version, the latest first."""
    rows = FundingAgreement.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    return tuple(
        Version(
            row.title, row.starts_on, row.ends_on, shares_of(row.shares, Reading("the agreement")), row.source
        )
        for row in rows.order_by("-starts_on")
    )


@transaction.atomic
def agree(
    partnership: str,
    *,
    title: str,
    starts_on: date,
    shares: list[dict[str, object]],
    source: str,
    by: Principal,
) -> None:
    """Record a version from a day on. Raises `Refused` for shares that cannot be, and for a day on or before that of another version."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.REVIEW_OPEN, subject)
    reading = Reading("the agreement")
    shares_of(shares, reading)
    if reading.problems:
        first = reading.problems[0]
        raise Refused(message("{reason} {remedy}", reason=first.reason, remedy=first.remedy))
    last = FundingAgreement.objects.filter(partnership_id=place.id, superseded_at__isnull=True).order_by("-starts_on").first()  # fmt: skip
    if last and last.starts_on >= starts_on:
        raise Refused(
            message("A later version is in force from {day}: begin after it.", day=short_date(last.starts_on))
        )
    if last and (last.ends_on is None or last.ends_on >= starts_on):
        last.ends_on = starts_on - timedelta(1)
        last.save_version(read_version=last.row_version, fields=["ends_on"])
    FundingAgreement.objects.create(
        partnership_id=place.id,
        title=title,
        starts_on=starts_on,
        shares=shares,
        source=source,
        recorded_by=by.name,
    )
    record(
        "review-cost-agreed", subject=subject, by=by, detail={"title": title, "from": starts_on.isoformat()}
    )
