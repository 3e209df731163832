"""The terms in force on a day as the engine reads them: the one place from which meetings get their rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from frankpledge.governance import queries
from frankpledge.governance.facts import CATEGORIES, SeatFacts, TermsFacts
from frankpledge.governance.models import TermsVersion
from frankpledge.governance.rules.seats import holder_on
from frankpledge.governance.rules.terms.constitution import (
    CastingVote,
    Clause,
    Constitution,
    CountTest,
    MemberClass,
    Office,
    Seat,
    Threshold,
)
from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class StoredTerms:
    """A version of the terms as stored. `sha` is the hash of its file; empty where no file is kept."""

    id: UUID
    label: str
    period: Period
    is_assumed: bool
    sha: str
    constitution: Constitution


def constitution_on(partnership: str, on: date, *, group: str = "") -> StoredTerms | None:
    """The terms of the partnership, or of one of its groups, on a day; None when none are recorded."""
    found = TermsVersion.objects.filter(partnership__slug=partnership, group=group).in_force(on)
    row = found.select_related("partnership").prefetch_related("seats", "clauses").first()
    if row is None:
        return None
    facts = queries.facts_of([row])[0]
    made = from_columns(facts, body=row.partnership.name, nation=row.partnership.nation, on=on)
    return StoredTerms(row.id, row.label, row.period, row.is_assumed, "", made)


def from_columns(terms: TermsFacts, *, body: str, nation: str, on: date) -> Constitution:
    """A constitution that says what the columns of a version say and is silent on everything else.

    Each seat is filled by its body or, where that has ended, by the successor; two seats of one body count once.
    """
    return Constitution(
        body=body, label=terms.label, nation=nation, basis="assumed" if terms.is_assumed else "actual", status="active",
        kind="partnership", dated=terms.dated, period=terms.period, source=terms.source, note=terms.note,
        quorum=_quorum(terms), casting=_casting(terms), classes=_classes(terms.seats),
        seats=tuple(_seat(one, on) for one in terms.seats), offices=_offices(terms),
        clauses=tuple(Clause(one.slug, one.heading, one.text) for one in terms.clauses),
    )  # fmt: skip


def _quorum(terms: TermsFacts) -> CountTest | None:
    if terms.quorum_count is None:
        return None
    least = Threshold(Fraction(terms.quorum_count), is_share=False)
    return CountTest(least, "organisations", "all", "core", terms.quorum_clause)


def _casting(terms: TermsFacts) -> CastingVote | None:
    return CastingVote(terms.casting_vote, "second-or-casting", None) if terms.casting_vote else None


def _classes(seats: Iterable[SeatFacts]) -> tuple[MemberClass, ...]:
    used = {"core", *(one.category for one in seats)}
    return tuple(
        MemberClass(slug, title, can_vote=slug == "core", counts_to_quorum=slug == "core")
        for slug, title in CATEGORIES.items()
        if slug in used
    )


def _seat(seat: SeatFacts, on: date) -> Seat:
    holder = holder_on(seat, on)
    body = holder.slug if holder else seat.slug
    return Seat(
        seat.slug, seat.name, (body,), seat.category, kind=holder.kind if holder else "", votes=seat.votes
    )


def _offices(terms: TermsFacts) -> tuple[Office, ...]:
    """The chair by office, where one seat alone is held by the office that the terms give the chair to.

    The chair's office may name the body too (“Portfolio Holder, the council”), which the seat's office does not.
    """
    wanted = terms.chair_office.casefold()
    held = [one for one in terms.seats if one.office and wanted.startswith(one.office.casefold())]
    if len(held) != 1:
        return ()
    return (Office("chair", "Chair", "by-office", seat=held[0].slug),)
