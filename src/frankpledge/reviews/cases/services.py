"""Writes of cases: one function a verb, each with its line in the history. The rules say what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Classification, Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.law import reviews as law
from frankpledge.records.clock import now, today
from frankpledge.reviews.cases import queries
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.models import (
    Case,
    CaseAssignment,
    CaseConflict,
    CaseEvent,
    ReadinessStep,
)
from frankpledge.reviews.rules.casework.guards import GUIDANCE, Asked, refusals
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.rules.casework.state import replay
from frankpledge.reviews.rules.readiness import STEPS, may_keep_real_reviews
from frankpledge.reviews.rules.rights import PARTS

Data = Mapping[str, object]


def _partnership(slug: str) -> tuple[directory.PartnershipFacts, Subject]:
    found = directory.partnership(slug)
    return found, Subject("partnership", found.id, found.slug)


def subject_of(case: CaseFacts | Case, partnership: str) -> Subject:
    """What the history says that an event is about: the case by its id, never by a name."""
    return Subject("review", case.id, partnership, Classification.SPECIAL)


@transaction.atomic
def open_case(
    partnership: str,
    *,
    reference: str,
    codename: str,
    is_invented: bool,
    on: PartialDate,
    notice: Data,
    by: Principal,
) -> UUID:
    """Open a case with the notice that came in; whoever opens it is its coordinator. Raises `Refused` for a real case while the
    lock is shut, for an invented one outside a demonstration, for a reference that is taken, and for a day that cannot be.
    """
    place, subject = _partnership(partnership)
    require(by, Permission.REVIEW_OPEN, subject)
    _lock(place, is_invented=is_invented)
    if not is_invented and not (by.has_second_factor or by.is_system):
        raise NotPermitted(queries.NEEDS_SECOND_FACTOR)
    if Case.objects.filter(partnership_id=place.id, reference=reference).exists():
        raise Refused(message("There already is a review ‘{reference}’.", reference=reference))
    asked = Asked("received", on, notice, by.name, frozenset({"coordinator"}), today())
    if reasons := refusals(replay((), today()), asked):
        raise Refused(message("{reasons}", reasons=" ".join(reasons)), GUIDANCE)
    made = Case.objects.create(
        partnership_id=place.id,
        reference=reference,
        codename=codename,
        is_invented=is_invented,
        recorded_by=by.name,
    )
    if by.user_id:
        _assign(made, by.user_id, "coordinator", "", "opened the review", today(), by)
    _append(made, "received", on, {**notice, "nation": place.nation}, by)
    record("review-opened", subject=subject_of(made, partnership), by=by, detail={"reference": reference})
    return made.id


def _lock(place: directory.PartnershipFacts, *, is_invented: bool) -> None:
    if is_invented:
        if not place.is_demo:
            raise Refused(message("Invented reviews are for the demonstration."))
        return
    verdict = may_keep_real_reviews(queries.in_place(place.slug))
    if not verdict.holds:
        lacking = " ".join(reason.working for reason in verdict.reasons)
        raise Refused(message("{verdict} Still needed: {lacking}", verdict=verdict, lacking=lacking))


@transaction.atomic
def write(
    partnership: str, case_id: UUID, kind: str, on: PartialDate | None, data: Data, *, by: Principal
) -> int:
    """Add an entry to a log, and answer its number. Raises `NotFound` where there is no such case for this person, `NotPermitted`
    where their part does not write this, and `Refused` with every reason that the rules have against it.
    """
    _, subject = _partnership(partnership)
    require(by, Permission.REVIEW_WRITE, subject)
    case = queries.case_of(by, partnership, case_id)
    spec = KINDS.get(kind)
    if spec is None:
        raise NotFound(queries.NO_SUCH)
    said = _completed(case, kind, data, by)
    agency = str(said.get("agency", "") or "") or _owner(case, str(said.get("id", "")))
    if not case.reach.writes(kind, spec.group, agency):
        raise NotPermitted("Your part in this review does not let you record this.")
    day = _through_gate(case, kind, said) if spec.gate else on
    asked = Asked(kind, day, said, by.name, case.reach.slugs, today(), _chair_is_conflicted(case))
    reasons = refusals(case.state, asked)
    if reasons:
        raise Refused(message("{reasons}", reasons=" ".join(reasons)), GUIDANCE)
    row = Case.objects.get(id=case_id)
    number = _append(row, kind, day, said, by)
    detail = {"kind": kind, "entry": number, "on": day.iso() if day else ""}
    record("review-recorded", subject=subject_of(case, partnership), by=by, detail=detail)
    return number


def _owner(case: CaseFacts, recommendation: str) -> str:
    return next((one.agency for one in case.state.recommendations if one.id == recommendation), "")


def _completed(case: CaseFacts, kind: str, data: Data, by: Principal) -> dict[str, object]:
    """What an entry says, with what the program adds: the law that is frozen with a decision, the name of whoever signs."""
    said = {name: value for name, value in data.items() if KINDS[kind].field(name)}
    if kind == "decided":
        regime = case.state.regime
        guidance = law.guidance_on(regime.slug, today())
        said |= {
            "regime": regime.slug,
            "guidance": guidance.slug if guidance else "",
            "tested": str(case.state.tested().finding),
        }
    if kind == "anonymisation-signed":
        said["name"] = by.name
    return said


def _chair_is_conflicted(case: CaseFacts) -> bool:
    chairs = CaseAssignment.objects.in_force(today()).filter(case_id=case.id, part="chair").values("user_id")
    return CaseConflict.objects.in_force(today()).filter(case_id=case.id, user_id__in=chairs).exists()


def _through_gate(case: CaseFacts, kind: str, said: Data) -> PartialDate:
    """The day of the partnership's decision. Raises `Refused` where the gate is shut."""
    slug = str(said.get("decision", ""))
    decision = governance.decision_called(case.partnership, slug) if slug else None
    about = f"{case.reference}-{said['id']}".lower() if "id" in said else case.reference
    governance.open_gate(KINDS[kind].gate, about, decision, None)
    if decision is None or decision.decided is None:
        raise Refused(message("The decision has no day, so it cannot be told when it was agreed."))
    return decision.decided


def _append(case: Case, kind: str, on: PartialDate | None, data: Data, by: Principal) -> int:
    last = (
        CaseEvent.objects.filter(case=case).order_by("-sequence").values_list("sequence", flat=True).first()
    )
    made = CaseEvent.objects.create(
        case=case, sequence=(last or 0) + 1, kind=kind, on=on.iso() if on else "", data=dict(data), by=by.name,
        by_user_id=by.user_id, recorded_by=by.name,
    )  # fmt: skip
    return made.sequence


@transaction.atomic
def assign(
    partnership: str, case_id: UUID, user: UUID, part: str, *, organisation: str, purpose: str, by: Principal
) -> None:
    """Give somebody a part in a case, for a purpose. Raises `Refused` for somebody with a conflict of interest."""
    case = _coordinated(partnership, case_id, by)
    if part not in PARTS or not purpose.strip():
        raise Refused(message("Say which part, and for what purpose."))
    if CaseConflict.objects.in_force(today()).filter(case_id=case_id, user_id=user).exists():
        raise Refused(
            message("That person has a conflict of interest in this review, and takes no part in it.")
        )
    if CaseAssignment.objects.in_force(today()).filter(case_id=case_id, user_id=user, part=part).exists():
        raise Refused(message("They have that part already."))
    _assign(Case.objects.get(id=case_id), user, part, organisation, purpose, today(), by)
    record(
        "review-part-given",
        subject=subject_of(case, partnership),
        by=by,
        detail={"user": str(user), "part": part, "purpose": purpose},
    )


def _assign(
    case: Case, user: UUID, part: str, organisation: str, purpose: str, on: date, by: Principal
) -> None:
    CaseAssignment.objects.create(
        case=case,
        user_id=user,
        part=part,
        organisation=organisation,
        purpose=purpose,
        starts_on=on,
        recorded_by=by.name,
    )


def _coordinated(partnership: str, case_id: UUID, by: Principal) -> CaseFacts:
    case = queries.case_of(by, partnership, case_id)
    if "coordinator" not in case.reach.slugs:
        raise NotPermitted("The review’s coordinator says who has a part in it.")
    return case


@transaction.atomic
def end_part(partnership: str, case_id: UUID, part_id: UUID, *, by: Principal) -> None:
    """End somebody's part in a case, from now on."""
    case = _coordinated(partnership, case_id, by)
    row = CaseAssignment.objects.in_force(today()).filter(case_id=case_id, id=part_id).first()
    if row is None:
        raise NotFound(queries.NO_SUCH)
    CaseAssignment.objects.filter(id=row.id).update(superseded_at=now())
    record(
        "review-part-ended",
        subject=subject_of(case, partnership),
        by=by,
        detail={"user": str(row.user_id), "part": row.part},
    )


@transaction.atomic
def declare_conflict(
    partnership: str, case_id: UUID, user: UUID, *, relation: str, source: str, by: Principal
) -> None:
    """Keep a case from somebody: from this moment it does not exist for them. Anybody with a part may declare their own; the
    coordinator anybody's.
    """
    case = queries.case_of(by, partnership, case_id)
    if by.user_id != user and "coordinator" not in case.reach.slugs:
        raise NotPermitted("The review’s coordinator records conflicts of interest of others.")
    if not relation.strip():
        raise Refused(message("Say what the conflict is."))
    if CaseConflict.objects.in_force(today()).filter(case_id=case_id, user_id=user).exists():
        raise Refused(message("That is recorded already."))
    CaseConflict.objects.create(
        case_id=case_id,
        user_id=user,
        relation=relation,
        source=source,
        starts_on=today(),
        recorded_by=by.name,
    )
    record(
        "review-conflict-declared",
        subject=subject_of(case, partnership),
        by=by,
        detail={"user": str(user), "source": source},
    )


@transaction.atomic
def end_conflict(partnership: str, case_id: UUID, conflict: UUID, *, because: str, by: Principal) -> None:
    """End a conflict of interest that was wrongly recorded or found, with the reason. Nobody ends their own: they do not know of the case."""
    case = _coordinated(partnership, case_id, by)
    if len(because.strip()) < 10:
        raise Refused(message("Say why it is no conflict of interest."))
    row = CaseConflict.objects.in_force(today()).filter(case_id=case_id, id=conflict).first()
    if row is None:
        raise NotFound(queries.NO_SUCH)
    CaseConflict.objects.filter(id=row.id).update(superseded_at=now())
    detail = {"user": str(row.user_id), "source": row.source, "because": because.strip()}
    record("review-conflict-ended", subject=subject_of(case, partnership), by=by, detail=detail)


@transaction.atomic
def record_readiness(
    partnership: str, step: str, *, on: date, is_in_place: bool, evidence: str, by: Principal
) -> None:
    """Record that a safeguard is in place, or no longer is, with what shows it."""
    place, subject = _partnership(partnership)
    require(by, Permission.REVIEW_READY, subject)
    if step not in STEPS or not evidence.strip():
        raise Refused(message("Say which safeguard, and what shows it."))
    ReadinessStep.objects.create(
        partnership_id=place.id,
        step=step,
        on=on,
        is_in_place=is_in_place,
        evidence=evidence,
        recorded_by=by.name,
    )
    record("review-readiness", subject=subject, by=by, detail={"step": step, "in_place": is_in_place})


def note_read(case: CaseFacts, what: str, *, by: Principal) -> None:
    """Write in the history that somebody read a part of a review."""
    record("review-read", subject=subject_of(case, case.partnership), by=by, detail={"what": what})
