"""Reads of governance: terms by date, meetings, decisions with their quorum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from frankpledge.directory import api as directory
from frankpledge.governance.facts import (
    DecisionFacts,
    ExternalDecisionFacts,
    MeetingFacts,
    TermsFacts,
    terms_facts,
)
from frankpledge.governance.models import Decision, ExternalDecision, Group, Meeting, TermsVersion
from frankpledge.governance.rules.quorum import quorum_verdict
from frankpledge.governance.rules.terms.succession import Holder
from frankpledge.governance.terms.parsing import in_force_over
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import NotFound, Outcome, Reason, Verdict, undetermined


def terms_in_force(partnership: str, *, on: date, group: str = "") -> TermsFacts | None:
    """The terms on a day, of the partnership or of one of its groups; None when none are recorded."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group).in_force(on)
    return next(iter(_terms(list(rows.select_related("partnership")))), None)


def terms_versions(partnership: str, group: str = "") -> list[TermsFacts]:
    """Every version, the latest first."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group, superseded_at__isnull=True)
    return _terms(list(rows.select_related("partnership").order_by("-starts_on")))


def _terms(rows: list[TermsVersion]) -> list[TermsFacts]:
    read = [(row, in_force_over(row.text, row.period)) for row in rows]
    lines = directory.lineages(
        {name for _, terms in read for seat in terms.seats for name in seat.organisations}
    )
    chains = {
        slug: tuple(Holder(body.slug, body.name, body.kind, body.ends_on) for body in line)
        for slug, line in lines.items()
        if line
    }
    return [terms_facts(row.id, row.group, terms, row.sha256, row.decision_id, chains) for row, terms in read]


def groups(partnership: str) -> dict[str, str]:
    """The groups of a partnership that there are or were, and those that have terms: name by slug, in order of names."""
    rows = Group.objects.filter(partnership__slug=partnership, superseded_at__isnull=True)
    named = dict(rows.order_by("starts_on").values_list("slug", "name"))
    with_terms = TermsVersion.objects.filter(partnership__slug=partnership).exclude(group="")
    slugs = with_terms.values_list("group", flat=True).distinct().order_by("group")
    found = {**{slug: slug for slug in slugs}, **named}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def meetings(partnership: str) -> list[MeetingFacts]:
    """Every meeting, the latest first."""
    rows = Meeting.objects.filter(partnership__slug=partnership).prefetch_related("attendances")
    return [_meeting(row) for row in rows]


def _meeting(row: Meeting) -> MeetingFacts:
    present = frozenset(a.seat_slug for a in row.attendances.all()) if row.is_attendance_recorded else None
    return MeetingFacts(
        row.id, row.slug, row.title, row.body, row.body_kind, PartialDate.parse(row.held), row.kind, row.status,
        row.source, present, row.group,
    )  # fmt: skip


def quorum_of(versions: Sequence[TermsFacts], meeting: MeetingFacts | None) -> Verdict:
    """The quorum rule for a meeting, by the terms in force when it was held."""
    if meeting is None:
        return undetermined(message("The meeting is not in the record."), "meeting")
    first, last = _held(versions, meeting.held.earliest), _held(versions, meeting.held.latest)
    if (first and first.id) != (last and last.id):
        return undetermined(
            message("The terms changed within {held}, and the day is not known.", held=meeting.held), "day"
        )
    return quorum_verdict(first, meeting.present, meeting.held.earliest)


def _held(versions: Sequence[TermsFacts], on: date) -> TermsFacts | None:
    return next((terms for terms in versions if on in terms.period), None)


def decisions(partnership: str) -> list[DecisionFacts]:
    """Every decision of the partnership's meetings and of the bodies it records, the latest first."""
    rows = Decision.objects.filter(partnership__slug=partnership)
    return _decisions(partnership, rows)


def decision(decision_id: UUID) -> DecisionFacts:
    """One decision. Raises `NotFound`."""
    found = _decisions(partnership_of(decision_id), Decision.objects.filter(id=decision_id))
    if not found:
        raise NotFound("There is no such decision, or you may not know of it.")
    return found[0]


def partnership_of(decision_id: UUID) -> str:
    """The slug of the partnership a decision belongs to; empty when there is no such decision."""
    return Decision.objects.filter(id=decision_id).values_list("partnership__slug", flat=True).first() or ""


def decision_called(partnership: str, slug: str) -> DecisionFacts | None:
    rows = Decision.objects.filter(partnership__slug=partnership, slug=slug)
    return next(iter(_decisions(partnership, rows)), None)


def _decisions(partnership: str, rows: QuerySet[Decision]) -> list[DecisionFacts]:
    found = list(rows.select_related("meeting").prefetch_related("meeting__attendances", "superseded_by"))
    groups = {row.meeting.group if row.meeting else "" for row in found}
    versions = {group: terms_versions(partnership, group) for group in groups}
    return [_decision(row, versions[row.meeting.group if row.meeting else ""]) for row in found]


def _decision(row: Decision, versions: Sequence[TermsFacts]) -> DecisionFacts:
    meeting = _meeting(row.meeting) if row.meeting else None
    quorum = _judged(row) or quorum_of(versions, meeting).outcome
    return DecisionFacts(
        id=row.id, slug=row.slug, text=row.text, body=meeting.body if meeting else "The partnership",
        body_kind=meeting.body_kind if meeting else "partnership", decided=meeting.held if meeting else None,
        outcome=row.outcome, effect=row.effect, about=row.about, clause=row.clause, capacity=row.capacity,
        quorum=quorum, ruling=row.ruling, ruling_by=row.ruling_by, source=row.source, meeting=meeting,
        standing=row.standing, next_step=str(row.verdict.get("next_step", "")), condition=row.condition,
        condition_met_on=row.condition_met_on, number=row.number, group=row.group,
        superseded_by=next((one.text for one in row.superseded_by.all() if is_effective(one)), ""),
        ground=tuple(Reason(one["clause"], one["working"]) for one in row.verdict.get("reasons", ())),
    )  # fmt: skip


def is_effective(row: Decision) -> bool:
    """Whether a decision does anything: carried, allowed by the terms, cured or ruled on, and its condition met."""
    if row.outcome != "carried" and row.standing != "cured":
        return False
    allowed = row.standing in {"", "stands", "cured"} or (row.standing == "undetermined" and bool(row.ruling))
    return allowed and not (row.condition and row.condition_met_on is None)


def _judged(row: Decision) -> Outcome | None:
    """Whether there was a quorum, as it was judged when the decision was made; None where nobody judged it then."""
    if not row.standing:
        return None
    said = row.verdict.get("quorate")
    return Outcome.UNDETERMINED if said is None else Outcome.HOLDS if said else Outcome.FAILS


def external_decisions(partnership: str) -> list[ExternalDecisionFacts]:
    """What other bodies decided, the latest first."""
    return [_external(row) for row in ExternalDecision.objects.filter(partnership__slug=partnership)]


def external_decision_called(partnership: str, slug: str) -> ExternalDecisionFacts | None:
    found = ExternalDecision.objects.filter(partnership__slug=partnership, slug=slug).first()
    return _external(found) if found else None


def _external(row: ExternalDecision) -> ExternalDecisionFacts:
    return ExternalDecisionFacts(
        row.id, row.slug, row.text, row.body, row.body_kind, PartialDate.parse(row.decided), row.effect, row.about,
        row.source,
    )  # fmt: skip
