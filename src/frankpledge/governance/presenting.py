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
    SeatFacts,
    TermsFacts,
)
from frankpledge.governance.pages import (
    ClausePart,
    DecisionPage,
    DecisionRow,
    MeetingRow,
    MeetingsPage,
    SeatRow,
    TermsPage,
)
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import GATES
from frankpledge.governance.rules.seats import every_authority_is_seated, holder_on, seat_names_a_living_body
from frankpledge.governance.rules.terms.words import said_in
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.law import api as law
from frankpledge.web.days import DayAsked

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
    quorum = queries.quorum_of(versions, decision.meeting)
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
        quorum=str(quorum) if own else "",
        reasons=tuple(f"{reason.clause}: {reason.working}" for reason in quorum.reasons),
        ruling=decision.ruling,
        ruling_by=decision.ruling_by,
    )


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


def terms_page(partnership: PartnershipFacts, asked: DayAsked) -> TermsPage:
    """The terms in force on the day asked for, and what in them needs a person."""
    slug, on = partnership.slug, asked.on
    versions = queries.terms_versions(slug)
    terms = next((one for one in versions if on in one.period), None)
    seats = terms.seats if terms else ()
    return TermsPage(
        title="Terms of reference",
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings")),
        asked=asked,
        day=long_date(on),
        label=terms.label if terms else "",
        is_assumed=bool(terms and terms.is_assumed),
        note=terms.note if terms else "",
        facts=_terms_facts(terms) if terms else (),
        flags=flags(partnership, terms, on),
        core=tuple(_seat(one, on) for one in seats if one.is_core),
        invited=tuple(_seat(one, on) for one in seats if not one.is_core),
        clauses=tuple(
            ClausePart(one.slug, one.heading, one.text) for one in (terms.clauses if terms else ())
        ),
        versions=tuple(
            (
                f"{one.label}: {one.period}{', assumed' if one.is_assumed else ''}",
                f"{address('terms', partnership)}?on={one.period.starts_on.isoformat()}",
            )
            for one in versions
        ),
    )


def flags(partnership: PartnershipFacts, terms: TermsFacts | None, on: date) -> tuple[str, ...]:
    """What in the terms needs a person: seats of bodies that have ended, authorities without a seat."""
    if terms is None:
        return ()
    judged = [seat_names_a_living_body(seat, on) for seat in terms.seats]
    judged.append(
        every_authority_is_seated(terms.seats, law.responsible_authorities(partnership.nation, on), on)
    )
    return tuple(str(verdict) for verdict in judged if not verdict.holds)


def _terms_facts(terms: TermsFacts) -> tuple[tuple[str, str], ...]:
    said = {one.key: one.words for one in said_in(terms.constitution)}
    silent = "The terms do not say"
    return (
        ("In force", f"from {short_date(terms.period.starts_on)}" if terms.period.ends_on is None else str(terms.period)),
        ("Dated", str(terms.dated) if terms.dated else NO_DATE),
        ("Quorum", said.get("quorum", silent)),
        ("Chair", said.get("office:chair", silent)),
        ("Casting vote", said.get("casting_vote", silent)),
        ("Source", terms.source),
    )  # fmt: skip


def _seat(seat: SeatFacts, on: date) -> SeatRow:
    """A seat as the terms name it and, where that body has ended, who fills it."""
    filled = holder_on(seat, on)
    ended = not seat_names_a_living_body(seat, on).holds
    name = f"{seat.name}, now filled by {filled.name if filled else 'nobody'}" if ended else seat.name
    return SeatRow(name, seat.office, str(seat.votes) if seat.votes else "None")
