"""Who holds a seat on a day: the body named, or the one that by law stands in its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frankpledge.governance.facts import SeatFacts
from frankpledge.governance.rules.terms.succession import Holder, holder_in
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds
from frankpledge.law.facts import AuthorityType


def holder_on(seat: SeatFacts, on: date) -> Holder | None:
    """The body that fills a seat on a day, following the chain of successors; None when nobody does."""
    return holder_in(seat.chain, on)


@rule(source=Citation("Crime and Disorder Act 1998", "s 5(1)"))
def seat_names_a_living_body(seat: SeatFacts, on: date) -> Verdict:
    """A seat should name a body that still exists; where it does not, the successor by law sits and the terms need amending."""
    named = seat.chain[0] if seat.chain else None
    if named is None or named.ends_on is None or on <= named.ends_on:
        return holds(message("{seat} is named as it is on {on}.", seat=seat.name, on=short_date(on)))
    follows = holder_on(seat, on)
    working = f"{named.name} ended on {short_date(named.ends_on)}, before {short_date(on)}"
    if follows is None:
        text = message(
            "The terms give a seat to {seat}, which ended on {ended}; no successor is recorded.",
            seat=seat.name, ended=short_date(named.ends_on),
        )  # fmt: skip
        return fails(text, Reason("seat", working))
    text = message(
        "The terms give a seat to {seat}, which ended on {ended}; {successor} fills it. Amend the terms.",
        seat=seat.name, ended=short_date(named.ends_on), successor=follows.name,
    )  # fmt: skip
    return fails(text, Reason("seat", working), successor=follows.slug)


@rule(source=Citation("Crime and Disorder Act 1998", "s 5(1)"))
def every_authority_is_seated(
    seats: Iterable[SeatFacts], authorities: Iterable[AuthorityType], on: date
) -> Verdict:
    """Each kind of responsible authority that the law names everywhere should have a core seat."""
    holders = [holder_on(seat, on) for seat in seats if seat.is_core]
    seated = {holder.kind for holder in holders if holder}
    lacking = tuple(a.title for a in authorities if not a.where and a.code not in seated)
    if not lacking:
        return holds(message("Every kind of responsible authority has a core seat."))
    text = message("The terms give no core seat to {lacking}.", lacking=", ".join(lacking))
    return fails(text, Reason("s 5(1)", f"core seats are held by {', '.join(sorted(seated)) or 'nobody'}"))
