"""Opening a review in an emergency: who, why, for an hour, written down, told at once to those who keep the review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.legal_dates import add_working_days
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.law.holidays import working_calendar
from frankpledge.records.clock import now, today
from frankpledge.reviews.cases import queries, telling
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.cases.services import subject_of
from frankpledge.reviews.cases.telling import KEEPERS
from frankpledge.reviews.models import Case, CaseConflict, EmergencyAccess

LASTS = timedelta(hours=1)
LOOKED_AT_WITHIN = 2
"""Working days within which somebody who keeps the review looks at why it was opened."""
SHORTEST = 15
CANNOT = "No review of that reference can be opened in this way. Ask the review’s coordinator."


def _look_by(at: datetime) -> date:
    return add_working_days(local_date(at), LOOKED_AT_WITHIN, working_calendar().is_working)


@dataclass(frozen=True)
class Opened:
    """An opening, for those who keep the review."""

    id: UUID
    case: UUID
    who: str
    reason: str
    at: datetime
    until: datetime
    looked_by: str
    finding: str

    @property
    def look_by(self) -> str:
        return f"{_look_by(self.at)}"


def open_in_emergency(partnership: str, *, reference: str, reason: str, by: Principal) -> UUID:
    """Open a review for an hour to somebody without a part in it. Raises `Refused` in the same words where there is no such review, where
    it is sealed, and where it is kept from them by a conflict of interest: nothing tells which. An attempt is written down too.
    """
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.REVIEW_EMERGENCY, subject)
    if len(" ".join(reason.split())) < SHORTEST:
        raise Refused(message("Say why it cannot wait for somebody who has a part in the review."))
    with transaction.atomic():
        case = _may_be_opened(place, reference, by)
        if case is not None and by.user_id is not None:
            made = EmergencyAccess.objects.create(
                case=case, user_id=by.user_id, reason=reason.strip(), opened_at=now(), ends_at=now() + LASTS, recorded_by=by.name,
            )  # fmt: skip
            detail = {"opening": str(made.id), "until": made.ends_at.isoformat(), "reason": reason.strip()}
            record("review-opened-in-emergency", subject=subject_of(case, partnership), by=by, detail=detail)
            _tell_keepers(partnership, made, by)
            return case.id
        record("review-emergency-refused", subject=subject, by=by, detail={"reference": reference[:40]})
    raise Refused(message(CANNOT))


def _tell_keepers(partnership: str, made: EmergencyAccess, by: Principal) -> None:
    """Who opened one and when, to those who keep it. Which one, and why, they read once they have signed in."""
    look_by = _look_by(made.opened_at)
    words = (
        f"{by.name} opened a review that you keep, in an emergency, on {short_date(local_date(made.opened_at))}. It is open to them "
        f"for one hour.\n\nWhich review it is, and why they opened it, is on its page once you have signed in:\n"
        f"{telling.page_of(partnership)}\n\nPlease look at it by {short_date(look_by)}, and say whether it was right.\n"
    )
    to = telling.addresses_of_keepers(partnership, made.case_id, without=by.user_id)
    telling.tell(
        subject_of(made.case, partnership), to, "A review that you keep was opened in an emergency", words
    )


def _may_be_opened(place: directory.PartnershipFacts, reference: str, by: Principal) -> Case | None:
    if by.user_id is None:
        return None
    case = Case.objects.filter(partnership_id=place.id, reference=reference.strip(), is_sealed=False).first()
    if case is None or by.user_id is None or not (case.is_invented or by.has_second_factor):
        return None
    is_kept_from_them = CaseConflict.objects.in_force(today()).filter(case=case, user_id=by.user_id).exists()
    return None if is_kept_from_them else case


def openings(cases: tuple[CaseFacts, ...], *, only_open: bool = False) -> tuple[Opened, ...]:
    """The openings of these reviews, for those of them that the asker keeps; the latest first."""
    kept = [one.id for one in cases if one.reach.slugs & KEEPERS]
    rows = EmergencyAccess.objects.filter(case_id__in=kept).select_related("user").order_by("-opened_at")
    if only_open:
        rows = rows.filter(looked_at__isnull=True)
    return tuple(
        Opened(
            row.id,
            row.case_id,
            row.user.name,
            row.reason,
            row.opened_at,
            row.ends_at,
            row.looked_by,
            row.finding,
        )
        for row in rows
    )


def is_any_open(partnership: str) -> bool:
    """Whether any opening of the partnership waits to be looked at: asked before anything is replayed."""
    return EmergencyAccess.objects.filter(
        case__partnership__slug=partnership, looked_at__isnull=True
    ).exists()


@transaction.atomic
def look_at(partnership: str, case_id: UUID, opening: UUID, *, finding: str, by: Principal) -> None:
    """Say whether an opening was right. Raises `Refused` for whoever opened it, and without words."""
    case = queries.case_of(by, partnership, case_id)
    if not case.reach.slugs & KEEPERS:
        raise NotPermitted("Those who keep the review look at why it was opened.")
    row = EmergencyAccess.objects.filter(id=opening, case_id=case_id, looked_at__isnull=True).first()
    if row is None:
        raise NotFound(queries.NO_SUCH)
    if row.user_id == by.user_id:
        raise Refused(message("You opened it: somebody else looks at why."))
    if not finding.strip():
        raise Refused(message("Say whether it was right to open it, and why."))
    row.looked_at, row.looked_by, row.finding = now(), by.name, finding.strip()
    row.save_version(read_version=row.row_version, fields=["looked_at", "looked_by", "finding"])
    record(
        "review-emergency-looked-at",
        subject=subject_of(case, partnership),
        by=by,
        detail={"opening": str(opening)},
    )
