"""Whether somebody can be appointed to a seat."""

from __future__ import annotations

from collections.abc import Iterable

from frankpledge.governance.membership.facts import TenureFacts
from frankpledge.governance.rules.terms.constitution import Constitution, Seat
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined


def clause_of(terms: Constitution, slug: str) -> str:
    """A clause as a reason names it: the label of the terms and the heading of the clause."""
    heading = next((one.heading for one in terms.clauses if one.slug == slug), slug)
    return f"{terms.label}, {heading}" if heading else terms.label


@rule(source=Citation("Terms of reference", "membership"))
def seat_is_in_the_terms(terms: Constitution | None, slug: str, period: Period) -> Verdict:
    """Somebody is appointed to a seat that the terms in force on the first day give."""
    if terms is None:
        return undetermined(
            message("No terms of reference are recorded for {on}.", on=short_date(period.starts_on)),
            "terms of reference",
        )
    seat = terms.seat(slug)
    if seat is None:
        known = ", ".join(one.name for one in terms.seats) or "none"
        text = message(
            "The terms of {label} have no seat ‘{slug}’. They give: {known}.",
            label=terms.label, slug=slug, known=known,
        )  # fmt: skip
        return fails(text, Reason(terms.label, f"seats: {known}"))
    if not seat.is_in_force(period.starts_on):
        text = message(
            "The seat {name} is not in force on {on}.", name=seat.name, on=short_date(period.starts_on)
        )
        return fails(text, Reason(clause_of(terms, seat.clause), str(seat.period)))
    return holds(
        message("The terms give the seat {name}.", name=seat.name),
        Reason(clause_of(terms, seat.clause), seat.name),
    )


@rule(source=Citation("Terms of reference", "membership"))
def seat_has_a_place(seat: Seat | None, period: Period, tenures: Iterable[TenureFacts]) -> Verdict:
    """A seat is held by as many people at once as it has places; one who is to follow waits until another goes.

    `tenures` are those of this seat; only its holders count.
    """
    places = seat.places if seat else 1
    name = seat.name if seat else "The seat"
    there = [one for one in tenures if one.standing == "holder" and one.period.overlaps(period)]
    if len(there) < places:
        return holds(message("There is a place.", name=name), Reason(name, f"{len(there)} of {places} taken"))
    first = there[0]
    text = message(
        "{name} is held by {person} {period}. End that appointment before {on} first.",
        name=name, person=first.person, period=first.period, on=short_date(period.starts_on),
    )  # fmt: skip
    return fails(text, Reason(name, f"{len(there)} of {places} taken"), person=first.person)


@rule(source=Citation("Terms of reference", "deputies"))
def deputies_are_allowed(terms: Constitution | None) -> Verdict:
    """Somebody is named as a deputy where the terms allow deputies."""
    said = terms.deputies if terms else None
    if terms is None or said is None or said.allowed is None:
        return undetermined(message("The terms do not say whether members may send deputies."), "deputies")
    clause = clause_of(terms, said.clause)
    if said.allowed:
        return holds(message("The terms allow deputies."), Reason(clause, "deputies are allowed"))
    return fails(message("The terms allow no deputies."), Reason(clause, "deputies are not allowed"))
