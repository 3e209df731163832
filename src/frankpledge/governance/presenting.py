"""From the record of governance to what its pages show."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import queries
from frankpledge.governance.facts import (
    MEETING_KINDS,
    OUTCOMES,
    STATUSES,
    DecisionFacts,
    ExternalDecisionFacts,
    MeetingFacts,
    TermsFacts,
)
from frankpledge.governance.pages import (
    DecisionPage,
    DecisionRow,
    MeetingRow,
    MeetingsPage,
)
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import GATES
from frankpledge.governance.rules.seats import every_authority_is_seated, seat_names_a_living_body
from frankpledge.law import api as law

NO_DATE = "Not known"


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Home, then the pages above this one."""
    return tuple((words, address(name, partnership)) for words, name in (("Home", "home"), *within))


def meetings_page(partnership: PartnershipFacts) -> MeetingsPage:
    """Every meeting and decision that is recorded, the latest first."""
    slug = partnership.slug
    versions = queries.terms_versions(slug)
    return MeetingsPage(
        title="Meetings and decisions",
        crumbs=crumbs(partnership),
        terms_href=address("terms", partnership),
        meetings=tuple(_meeting(partnership, one, versions) for one in queries.meetings(slug)),
        decisions=tuple(_decision_row(partnership, one) for one in queries.decisions(slug)),
        others=tuple(map(_external_row, queries.external_decisions(slug))),
    )


def _meeting(partnership: PartnershipFacts, one: MeetingFacts, versions: list[TermsFacts]) -> MeetingRow:
    own = one.body_kind == "partnership"
    quorum = str(queries.quorum_of(versions, one)) if own else "By its own rules"
    href = address("meeting", partnership, slug=one.slug) if own else ""
    return MeetingRow(
        one.title, one.body, str(one.held), MEETING_KINDS[one.kind], STATUSES[one.status], quorum, href
    )


def _decision_row(partnership: PartnershipFacts, one: DecisionFacts) -> DecisionRow:
    href = address("decision", partnership, decision_id=one.id)
    return DecisionRow(one.text, one.body, str(one.decided or NO_DATE), OUTCOMES[one.outcome], href)


def _external_row(one: ExternalDecisionFacts) -> DecisionRow:
    return DecisionRow(one.text, one.body, str(one.decided), "", "")


def decision_page(partnership: PartnershipFacts, decision: DecisionFacts) -> DecisionPage:
    """One decision with the clause it rests on, by the terms of its day."""
    versions = queries.terms_versions(partnership.slug)
    own = decision.body_kind == "partnership"
    terms = _terms_of(decision, versions) if own else None
    clause = terms.clause(decision.clause) if terms and decision.clause else None
    said, reasons = _ground(decision, versions)
    on = decision.decided.earliest if decision.decided else None
    return DecisionPage(
        title="Decision",
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings")),
        text=decision.text,
        facts=_facts(decision),
        clause_heading=clause.heading if clause else "",
        clause_text=clause.text if clause else "",
        terms=terms.label if terms else "",
        terms_href=f"{address('terms', partnership)}?on={on.isoformat()}" if on and terms else "",
        is_assumed=bool(terms and terms.is_assumed),
        quorum=said if own else "",
        reasons=reasons,
        ruling=decision.ruling,
        ruling_by=decision.ruling_by,
    )


def _ground(decision: DecisionFacts, versions: list[TermsFacts]) -> tuple[str, tuple[str, ...]]:
    """Quorum and votes as they were at the moment of the decision; of a meeting long past, of the meeting as a whole."""
    if decision.ground:
        found, said = decision.ground, "As it was at the moment of the decision:"
    else:
        quorum = queries.quorum_of(versions, decision.meeting)
        found, said = quorum.reasons, str(quorum)
    return said, tuple(f"{reason.clause}: {reason.working}" for reason in found)


def _terms_of(decision: DecisionFacts, versions: list[TermsFacts]) -> TermsFacts | None:
    on = decision.decided.earliest if decision.decided else None
    return next((terms for terms in versions if on and on in terms.period), None)


def _facts(decision: DecisionFacts) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Decided by", decision.body),
        ("When", str(decision.decided or NO_DATE)),
        ("Outcome", OUTCOMES[decision.outcome]),
    ]
    if decision.capacity:
        facts.append(("Capacity", CAPACITIES[decision.capacity].title.capitalize()))
    if decision.effect in GATES:
        facts.append(("What it opens", GATES[decision.effect].sentence))
    facts.append(("Known from", decision.source))
    return tuple(facts)


def flags(partnership: PartnershipFacts, terms: TermsFacts | None, on: date) -> tuple[str, ...]:
    """What in the terms needs a person: seats of bodies that have ended, authorities without a seat."""
    if terms is None:
        return ()
    judged = [seat_names_a_living_body(seat, on) for seat in terms.seats]
    judged.append(
        every_authority_is_seated(terms.seats, law.responsible_authorities(partnership.nation, on), on)
    )
    return tuple(str(verdict) for verdict in judged if not verdict.holds)
