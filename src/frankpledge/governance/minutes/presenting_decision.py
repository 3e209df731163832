"""One decision with the clause it rests on, as the pages of the register show it."""

from __future__ import annotations

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import queries
from frankpledge.governance.facts import OUTCOMES, DecisionFacts, TermsFacts
from frankpledge.governance.minutes.pages import DecisionPage
from frankpledge.governance.presenting import address, crumbs
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import GATES

NO_DATE = "Not known"


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
