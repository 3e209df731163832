"""A review that nobody may coordinate any more, because each of its coordinators has left or has a conflict of interest: the chair, the
vice-chair or the partnership manager names somebody else, with the reason.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.directory.api import AccountFacts, PartnershipFacts
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.records.clock import today
from frankpledge.reviews.cases import telling
from frankpledge.reviews.cases.services import subject_of
from frankpledge.reviews.models import Case, CaseAssignment, CaseConflict

NAMES = frozenset({"manager", "chair", "vice-chair"})
"""The roles that name a stand-in: never whoever could coordinate by their own role."""
SHORTEST = 15
CANNOT = "No review of that reference needs a stand-in, or it is not yours to name one. Ask the review’s coordinator."


def uncoordinated(partnership: str) -> frozenset[UUID]:
    """The reviews of a partnership without a coordinator who has an account in it and no conflict of interest."""
    on = today()
    cases = set(Case.objects.filter(partnership__slug=partnership).values_list("id", flat=True))
    if not cases:
        return frozenset()
    held = CaseAssignment.objects.in_force(on).filter(part="coordinator", case_id__in=cases)
    kept_from = set(
        CaseConflict.objects.in_force(on).filter(case_id__in=cases).values_list("case_id", "user_id")
    )
    here = {one.id for one in directory.accounts(partnership, on=on)}
    free = {(case, user) for case, user in held.values_list("case_id", "user_id") if user in here} - kept_from
    return frozenset(cases - {case for case, _ in free})


def who_may(place: PartnershipFacts, by: Principal) -> tuple[AccountFacts, ...]:
    """Those whose role lets them keep a review, without whoever asks: nobody names themself."""
    subject, on = Subject("partnership", place.id, place.slug), today()
    return tuple(
        one
        for one in directory.accounts(place.slug, on=on)
        if one.id != by.user_id
        and can(directory.principal_for(one.id, on=on), Permission.REVIEW_OPEN, subject)
    )


def require_names(partnership: str, by: Principal) -> None:
    """Raises `NotPermitted` for whoever does not name stand-ins."""
    if not by.is_system and not by.roles_in(partnership) & NAMES:
        raise NotPermitted("The chair, the vice-chair or the partnership manager names a stand-in.")


def name_stand_in(partnership: str, *, reference: str, user: UUID, reason: str, by: Principal) -> None:
    """Make somebody the coordinator of a review that has none. Raises `Refused` in the same words where there is no such review, where it
    has a coordinator, and where it is kept from whoever asks: nothing tells which. An attempt is written down too.
    """
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.REVIEW_EMERGENCY, subject)
    require_names(partnership, by)
    if len(" ".join(reason.split())) < SHORTEST:
        raise Refused(message("Say why the review has no coordinator, and why this person is right for it."))
    if user not in {one.id for one in who_may(place, by)}:
        raise Refused(message("Choose somebody else, whose role lets them keep a review."))
    with transaction.atomic():
        case = _needs_one(place, reference, by)
        if case is not None:
            _make(case, user, reason.strip(), partnership, by)
            return
        record("review-stand-in-refused", subject=subject, by=by, detail={"reference": reference[:40]})
    raise Refused(message(CANNOT))


def _needs_one(place: PartnershipFacts, reference: str, by: Principal) -> Case | None:
    case = Case.objects.filter(partnership_id=place.id, reference=reference.strip()).first()
    if case is None or case.id not in uncoordinated(place.slug):
        return None
    if by.is_system:
        return case
    if by.user_id is None or not (case.is_invented or by.has_second_factor):
        return None
    parts = CaseAssignment.objects.in_force(today()).filter(case=case, user_id=by.user_id)
    is_kept_from_them = CaseConflict.objects.in_force(today()).filter(case=case, user_id=by.user_id).exists()
    is_hidden = case.is_sealed and not parts.exists()
    return None if is_kept_from_them or is_hidden else case


def _make(case: Case, user: UUID, reason: str, partnership: str, by: Principal) -> None:
    if CaseConflict.objects.in_force(today()).filter(case=case, user_id=user).exists():
        raise Refused(message("That person cannot coordinate this review. Choose somebody else."))
    CaseAssignment.objects.create(
        case=case, user_id=user, part="coordinator", purpose=f"Stand-in, named by {by.name}: {reason}"[:300], starts_on=today(),
        recorded_by=by.name,
    )  # fmt: skip
    subject = subject_of(case, partnership)
    record("review-stand-in-named", subject=subject, by=by, detail={"user": str(user), "reason": reason})
    words = (
        f"{by.name} has named a stand-in to coordinate a review that you keep, since nobody could coordinate it any more.\n\n"
        f"Which review it is, who it is and why, is on its page once you have signed in:\n{telling.page_of(partnership)}\n"
    )
    to = telling.addresses_of_keepers(partnership, case.id, without=by.user_id)
    telling.tell(subject, to, "A review that you keep has a new coordinator", words)
