"""Whether a meeting may decide."""

from __future__ import annotations

from datetime import date

from frankpledge.governance.facts import TermsFacts
from frankpledge.governance.rules.seats import holder_on
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_verdict(terms: TermsFacts | None, present: frozenset[str] | None, on: date) -> Verdict:
    """A meeting may decide only while its quorum is in the room.

    `present` holds the slugs of the seats that are there (None when nobody recorded it). Only core seats count,
    and two seats that have come to one and the same body count once. Undetermined without terms, without a
    quorum in the terms, or without a record of who was there. Raises KeyError for a seat that the terms lack.
    """
    if terms is None:
        return undetermined(message("No terms of reference are recorded for that day."), "terms of reference")
    if terms.quorum_count is None:
        return undetermined(
            message("The terms of reference ({label}) give no quorum.", label=terms.label), "quorum"
        )
    if present is None:
        return undetermined(
            message("Who was present is not in the record, so the quorum cannot be worked out."), "attendance"
        )
    there = len(_core_bodies(terms, present, on))
    needs = terms.quorum_count
    clause = f"{terms.label}, {terms.quorum_clause}" if terms.quorum_clause else terms.label
    reason = Reason(clause, f"{there} core members present, {needs} needed")
    if there >= needs:
        text = message("Quorate: {there} core members present, {needs} needed.", there=there, needs=needs)
        return holds(text, reason, there=there, needs=needs)
    text = message("Not quorate: {there} core members present, {needs} needed.", there=there, needs=needs)
    return fails(text, reason, there=there, needs=needs)


def _core_bodies(terms: TermsFacts, present: frozenset[str], on: date) -> set[str]:
    """One name for each body that holds a core seat and is present; a seat without a recorded body is its own."""
    found = set()
    for slug in present:
        seat = terms.seat(slug)
        if seat.is_core:
            holder = holder_on(seat, on)
            found.add(holder.slug if holder else slug)
    return found
