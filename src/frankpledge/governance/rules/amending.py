"""From which day amended terms may be in force."""

from __future__ import annotations

from datetime import date

from frankpledge.governance.facts import DecisionFacts
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds


@rule(
    source=Citation(
        "Terms of reference", "amendment", note="no amendment is older than the decision that makes it"
    )
)
def may_begin(decision: DecisionFacts, starts_on: date) -> Verdict:
    """Amended terms are in force at the earliest on the day of the decision, or on the day its condition was met."""
    if decision.decided is None:
        return fails(
            message("When the decision was made is not recorded, so no first day can be checked against it.")
        )
    earliest, what = decision.decided.earliest, "the decision was made"
    if decision.condition_met_on and decision.condition_met_on > earliest:
        earliest, what = decision.condition_met_on, "its condition was met"
    reason = Reason("amendment", f"{short_date(starts_on)} against {short_date(earliest)}, when {what}")
    if starts_on >= earliest:
        return holds(message("They may be in force from {on}.", on=short_date(starts_on)), reason)
    text = message(
        "They cannot be in force from {on}: {what} on {day}.",
        on=short_date(starts_on), what=what, day=short_date(earliest),
    )  # fmt: skip
    return fails(text, reason)
