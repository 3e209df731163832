"""The one permission table: permission → any of → all of. The information governance lead owns this file."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.access.predicates import (
    Predicate,
    anyone,
    belongs,
    has_role,
    not_denied,
    published,
    signed_in,
)
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted

RUNS_IT = has_role("manager", "officer")
LEADS_IT = has_role("manager", "officer", "chair", "vice-chair")
PRESIDES = has_role("chair", "vice-chair")
SITS = has_role("manager", "officer", "chair", "vice-chair", "member", "invited-member")
ANALYSES = has_role("manager", "analyst")
MEMBERS = has_role("manager", "officer", "chair", "vice-chair", "member", "analyst", "review-coordinator")
ALL_WITHIN = has_role(
    "manager", "officer", "chair", "vice-chair", "member", "invited-member", "analyst", "review-coordinator",
    "scrutiny-officer", "policing-body",
)  # fmt: skip
REVIEWS = (
    "manager", "officer", "chair", "vice-chair", "member", "invited-member", "analyst", "review-coordinator",
    "scrutiny-officer", "policing-body", "review-guest",
)  # fmt: skip
HAS_A_PART = has_role(*REVIEWS)
"""Which of them reads which review is asked of the review itself: part, purpose and conflict of interest."""

POLICY: dict[P, tuple[tuple[Predicate, ...], ...]] = {
    P.PUBLIC_READ: ((anyone,),),
    P.ACCOUNT_USE: ((anyone,),),
    P.DEMO_ENTER: ((anyone,),),  # the page itself exists in demonstration mode only
    P.HOME_READ: ((ALL_WITHIN,),),
    P.DIRECTORY_READ: ((ALL_WITHIN,),),
    P.DIRECTORY_WRITE: ((RUNS_IT,),),
    P.ME_USE: ((signed_in, belongs),),
    P.GOVERNANCE_READ: ((ALL_WITHIN,),),
    P.GOVERNANCE_WRITE: ((RUNS_IT,),),
    P.MEETING_CLOSED_READ: ((SITS,),),
    P.MEETING_REPLY: ((ALL_WITHIN,),),
    P.MEETING_RUN: ((RUNS_IT,), (PRESIDES,)),
    P.VOTE_CAST: ((SITS,),),
    P.DECISION_RULE: ((LEADS_IT,),),
    P.ACTION_ANSWER: ((ALL_WITHIN,),),
    P.DUTY_READ: ((ALL_WITHIN,),),
    P.DUTY_WRITE: ((RUNS_IT,),),
    P.DATA_READ: ((MEMBERS, not_denied),),
    P.DATA_IMPORT: ((ANALYSES,), (RUNS_IT,)),
    P.DATA_WRITE: ((ANALYSES,), (RUNS_IT,)),
    P.DATA_UNDO: ((ANALYSES,),),
    P.FIGURE_OPEN: ((published,), (ALL_WITHIN, not_denied)),
    P.ASSESSMENT_READ: ((MEMBERS,),),
    P.ASSESSMENT_WRITE: ((ANALYSES,),),
    P.ASSESSMENT_ISSUE: ((ANALYSES,), (RUNS_IT,)),
    P.ASSESSMENT_SCORE: ((MEMBERS,), (has_role("invited-member"),)),
    P.PLAN_READ: ((ALL_WITHIN,),),
    P.PLAN_WRITE: ((RUNS_IT,),),
    P.MEASURE_ANSWER: ((ALL_WITHIN,),),
    P.POLICING_READ: ((has_role("policing-body"),),),
    P.REVIEW_COUNTS: ((MEMBERS,), (has_role("scrutiny-officer"),)),
    P.REVIEW_READ: ((HAS_A_PART, not_denied),),
    P.REVIEW_WRITE: ((HAS_A_PART, not_denied),),
    P.REVIEW_EMERGENCY: ((has_role("manager", "chair", "vice-chair", "review-coordinator"),),),
    P.REVIEW_OPEN: ((has_role("review-coordinator", "manager"),),),
    P.REVIEW_READY: ((has_role("manager"),),),
    P.REVIEW_LEARNING: ((ALL_WITHIN,),),
    P.REPORT_READ: ((ALL_WITHIN,),),
    P.REPORT_BUILD: ((RUNS_IT,), (has_role("scrutiny-officer"),)),
    P.SCRUTINY_READ: ((ALL_WITHIN,),),
    P.SCRUTINY_WRITE: ((RUNS_IT,), (has_role("scrutiny-officer"),)),
    P.SCRUTINY_ANSWER: ((LEADS_IT,),),
    P.CLAIMS_CHECK: ((ALL_WITHIN,),),
    P.MONEY_READ: ((MEMBERS,), (has_role("invited-member", "scrutiny-officer", "policing-body"),)),
    P.MONEY_WRITE: ((RUNS_IT,),),
    P.DESK_READ: ((RUNS_IT,), (ANALYSES,)),
    P.DOCUMENT_ISSUE: ((RUNS_IT,),),
    P.AUDIT_READ: ((LEADS_IT,),),
    P.JOB_READ: ((signed_in, belongs),),
}


def can(principal: Principal, permission: P, subject: Subject) -> bool:
    """Whether the principal may do this to the subject. The system itself may do what it is asked to."""
    if principal.is_system:
        return True
    return any(all(fact(principal, subject) for fact in all_of) for all_of in POLICY[permission])


def require(principal: Principal, permission: P, subject: Subject) -> None:
    """Raise `NotFound` for what is out of reach and `NotPermitted` for what is in reach but not allowed."""
    if can(principal, permission, subject):
        return
    if not belongs(principal, subject):
        raise NotFound("There is no such page, or you may not know of it.")
    raise NotPermitted(f"Your role does not let you do this: {permission.sentence}")
