"""Whether a meeting of which only the seats are recorded could decide."""

from __future__ import annotations

from datetime import date

from frankpledge.governance.facts import TermsFacts
from frankpledge.governance.rules.terms.deciding import Decision, decide
from frankpledge.governance.rules.terms.situation import Attender, Situation
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Outcome, Reason, Verdict, undetermined


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_verdict(terms: TermsFacts | None, present: frozenset[str] | None, on: date) -> Verdict:
    """A meeting may decide only while its quorum is in the room.

    `present` holds the slugs of the seats that are there (None when nobody recorded it), each filled as it was on the day.
    Undetermined without terms, without a record of who was there, or where the terms leave open what it hangs on. Raises
    `Unusable` for a seat that the terms lack.
    """
    if terms is None:
        return undetermined(message("No terms of reference are recorded for that day."), "terms of reference")
    if terms.constitution.quorum is None:
        return undetermined(
            message("The terms of reference ({label}) give no quorum.", label=terms.label), "quorum"
        )
    if present is None:
        return undetermined(
            message("Who was present is not in the record, so the quorum cannot be worked out."), "attendance"
        )
    return _verdict(terms, decide(terms.on(on), _situation(present, on)))


def _situation(present: frozenset[str], on: date) -> Situation:
    rows = tuple(
        Attender(
            seats=(slug,), organisations=(), member_class="", office="", standing="holder", count=1, starts=None,
            ends=None, remote=False, named=None, person="",
        )
        for slug in sorted(present)
    )  # fmt: skip
    return Situation(
        on=PartialDate.of(on), capacity="", seats=None, in_post=None, organisations=None, attenders=rows,
        presiding="", withdrawn=frozenset(), items=(), at=None,
    )  # fmt: skip


def _verdict(terms: TermsFacts, found: Decision) -> Verdict:
    working = "; ".join(one.working for one in found.reasons)
    reasons = tuple(Reason(f"{terms.label}, {one.clause}", one.working) for one in found.reasons)
    reasons += tuple(Reason(terms.label, note) for note in found.notes)
    if found.quorate is None:
        missing = (*found.missing_rules, *found.missing_facts)
        text = message("Whether it was quorate cannot be told: {missing}.", missing=", ".join(missing))
        return Verdict(Outcome.UNDETERMINED, text, reasons, missing=missing)
    values: dict[str, object] = {}
    if found.quorum:
        values = {"there": found.quorum.present, "needs": found.quorum.required}
    if found.quorate:
        return Verdict(Outcome.HOLDS, message("Quorate: {working}.", working=working), reasons, values)
    return Verdict(Outcome.FAILS, message("Not quorate: {working}.", working=working), reasons, values)
