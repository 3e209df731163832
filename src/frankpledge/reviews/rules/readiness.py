"""The lock: real reviews are refused until every safeguard is in place. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

STEPS: Mapping[str, str] = {
    "second-factor": "Everybody with a part in a review signs in with a second factor.",
    "permission-suite": "The tests of who may see what passed on this installation.",
    "disclosure-control": "Disclosure control is switched on for everything that is published.",
    "impact-assessment": "A data protection impact assessment is recorded and signed.",
}


@rule(
    source=Citation(
        "Data Protection Act 2018", "section 64", "and UK GDPR article 35; the list is the house's own"
    )
)
def may_keep_real_reviews(in_place: Mapping[str, bool]) -> Verdict:
    """A partnership keeps real reviews here only when every safeguard is recorded as in place; until then only invented ones."""
    lacking = [slug for slug in STEPS if not in_place.get(slug)]
    if lacking:
        return fails(
            message("Real reviews are not kept here yet: only invented ones are."),
            *(Reason(slug, STEPS[slug]) for slug in lacking),
        )
    return holds(message("Every safeguard is recorded as in place."))
