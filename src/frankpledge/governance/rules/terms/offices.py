"""Who may hold an office of the terms, for how long, and how its holder is removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from frankpledge.governance.rules.terms.constitution import Constitution, Office, Seat
from frankpledge.governance.rules.terms.presiding import seats_of_office, turn_on
from frankpledge.governance.rules.terms.ruled import Ruled
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.legal_dates import add_months


@dataclass(frozen=True)
class Seeking:
    """Somebody who is to hold an office: from which seat, on which day, and after how many terms in it already."""

    seat: str
    on: date
    served: int = 0
    others: Mapping[str, str] = field(default_factory=dict)
    """The seats that hold the other offices."""
    comes_from: Mapping[str, str] = field(default_factory=dict)
    """The body that the holder of a seat comes from, where it is recorded; else the terms say whose the seat is."""


@rule(source=Citation("Terms of reference", "elections of officers"))
def may_hold(terms: Constitution, office: str, who: Seeking) -> Ruled:
    """An office is held only by one whom the terms let hold it: in the seat it goes with, in turn where it rotates, of the
    right class, not of the organisation of another office's holder, and within the number of terms.

    Undetermined for an office or a seat that the terms do not know, and where a holder's organisation is not recorded.
    """
    found, sits = terms.office(office), terms.seat(who.seat)
    if found is None:
        return Ruled(None, f"the terms know no office ‘{office}’", rules=(f"office.{office}",))
    if sits is None:
        return Ruled(None, f"the terms know no seat ‘{who.seat}’", found.clause, facts=("seat",))
    tied = seats_of_office(found, who.on) if found.method != "election" else ()
    if tied and who.seat not in tied:
        return Ruled(False, f"the {found.title} goes with the seat of {_named(terms, tied)}", found.clause)
    if found.from_class and sits.member_class != found.from_class:
        return Ruled(
            False, f"the {found.title} is drawn from {_class(terms, found.from_class)}", found.clause
        )
    if found.most_terms is not None and who.served >= found.most_terms:
        return Ruled(
            False, f"{who.served} terms have been served and {found.most_terms} are allowed", found.clause
        )
    return _of_another_organisation(terms, found, sits, who)


def _named(terms: Constitution, seats: Iterable[str]) -> str:
    return " or ".join(seat.name if (seat := terms.seat(one)) else one for one in seats)


def _class(terms: Constitution, slug: str) -> str:
    found = terms.member_class(slug)
    return f"‘{found.title if found else slug}’"


def _of_another_organisation(terms: Constitution, office: Office, sits: Seat, who: Seeking) -> Ruled:
    wanted = terms.office(office.not_same_organisation_as)
    allowed = Ruled(True, f"the terms let {sits.name} be {office.title}", office.clause)
    if wanted is None:
        return allowed
    other = terms.seat(who.others.get(wanted.slug, ""))
    if other is None:
        said = f"the {office.title} may not be of the organisation of the {wanted.title}, who is not known"
        return Ruled(None, said, office.clause, facts=(f"holder of {wanted.slug}",))
    theirs, its = (_bodies(one, who) for one in (sits, other))
    if sits.slug == other.slug or theirs & its:
        return Ruled(
            False,
            f"{sits.name} is of the same organisation as the {wanted.title}, and the terms want different ones",
            office.clause,
        )
    if not theirs or not its:
        said = f"whether they are of the organisation of the {wanted.title} is not recorded"
        return Ruled(None, said, office.clause, facts=("organisation",))
    return allowed


def _bodies(seat: Seat, who: Seeking) -> set[str]:
    said = who.comes_from.get(seat.slug, "")
    return {said} if said else set(seat.organisations)


@rule(source=Citation("Terms of reference", "terms of office"))
def term_of(office: Office, since: date) -> Period | None:
    """A term of office that began on a day lasts as many months as the terms give it; None where they give no term."""
    if not office.term_months:
        return None
    return Period(since, add_months(since, office.term_months) - timedelta(1))


@rule(source=Citation("Terms of reference", "elections of officers"))
def elected_by(office: Office, since: date) -> date | None:
    """An election is held within as many days of the year's start, or of a vacancy, as the terms give; None for no such rule."""
    return None if office.elect_within_days is None else since + timedelta(office.elect_within_days)


@rule(source=Citation("Terms of reference", "offices that rotate"))
def whose_turn(terms: Constitution, office: str, on: date) -> Ruled:
    """Whose turn it is to hold an office that rotates; undetermined where the terms do not give order, first day and term."""
    found = terms.office(office)
    if found is None or found.method != "rotation":
        return Ruled(None, f"no office ‘{office}’ rotates", rules=(f"office.{office}.method",))
    if (seat := turn_on(found, on)) is not None:
        return Ruled(True, seat, found.clause)
    lacking = tuple(
        f"office.{office}.{name}"
        for name, said in (("seats", found.seats), ("rotates_from", found.rotates_from), ("term_months", found.term_months))
        if not said
    )  # fmt: skip
    if lacking:
        return Ruled(None, "the terms do not say whose turn it is", found.clause, lacking)
    return Ruled(None, f"the first turn had not begun on {short_date(on)}", found.clause)


@rule(source=Citation("Terms of reference", "removal of officers"))
def may_be_removed(terms: Constitution, office: str, scope: str, *, is_carried: bool) -> Ruled:
    """The holder of an office is removed by the decision that the terms name, and by no other.

    Undetermined where the terms do not say by which decision; the grounds they give, if any, are in the reason.
    """
    found = terms.office(office)
    if found is None:
        return Ruled(None, f"the terms know no office ‘{office}’", rules=(f"office.{office}",))
    grounds = f"; grounds: {found.removal}" if found.removal else ""
    if not found.removed_by:
        said = f"the terms do not say by what decision the {found.title} is removed{grounds}"
        return Ruled(None, said, found.clause, (f"office.{office}.removed_by",))
    if scope != found.removed_by:
        said = f"the {found.title} is removed by a decision on ‘{found.removed_by}’, and this is on ‘{scope}’"
        return Ruled(False, f"{said}{grounds}", found.clause)
    how = "was carried" if is_carried else "was not carried"
    return Ruled(is_carried, f"the decision on ‘{scope}’ {how}{grounds}", found.clause)


@rule(source=Citation("Terms of reference", "what prevails"))
def prevails(terms: Constitution, one: str, other: str) -> Ruled:
    """Of two rules that disagree the one that the terms name first prevails; `ok` when it is the first of the two asked about."""
    order = [name.casefold() for name in terms.precedence or ()]
    lacking = [name for name in (one, other) if name.casefold() not in order]
    if lacking:
        said = f"the terms do not rank {' or '.join(f'‘{name}’' for name in lacking)}"
        return Ruled(None, said, terms.precedence_clause, ("precedence",))
    first = order.index(one.casefold()) < order.index(other.casefold())
    return Ruled(first, f"‘{one if first else other}’ stands first", terms.precedence_clause)
