"""What the linter says: one finding, its title, and how much it matters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from frankpledge.governance.rules.terms.constitution import Constitution

SEVERITIES = ("high", "medium", "low")
"""High: a decision may fall, or the law is not met. Medium: a dispute waits to happen. Low: worth a better sentence."""

SEVERITY_TITLES = {
    "high": "Put these right first",
    "medium": "Settle these before they are needed",
    "low": "Say these better when you next amend",
}
SEVERITY_MEANS = {
    "high": "A decision may fall because of it, or the law is not met.",
    "medium": "Sooner or later somebody will have to rule on it, at a meeting, with people waiting.",
    "low": "No decision hangs on it. A better sentence would save a question.",
}
TITLES = {
    "abstention-silent": "Whether an abstention counts is not said",
    "acting-chair-silent": "Who presides when the chair is away is not said",
    "ahead-ambiguous": "Dates set ahead: of what?",
    "authority-without-seat": "A responsible authority has no voting seat",
    "board-heads": "The domestic abuse board lacks people that the Act asks for",
    "body-ended": "A seat names a body that had ended",
    "capacity-without-law": "It acts in a capacity that the law did not give",
    "casting-passes-silent": "Whether the casting vote passes is not said",
    "casting-silent": "Nothing resolves equal votes",
    "chair-arrangements": "Arrangements for the chair that the regulations ask for",
    "chair-silent": "Who chairs is not said",
    "chair-vacancy-silent": "Who is chair while the office is empty is not said",
    "citation-not-in-force": "An instrument is cited that was not in force there",
    "citation-title": "An instrument is cited by another title",
    "citation-unknown": "A citation leads nowhere",
    "citation-wrong-instrument": "A duty is cited to an instrument that does not make it",
    "dangling-clause": "A rule names a clause that is not there",
    "dangling-footnote": "A footnote is missing",
    "decision-silent": "When a motion is carried is not said",
    "deputies-silent": "What a deputy may do is not said",
    "duty-not-statutory": "A duty is called statutory and is custom",
    "election-date-open": "An election without a day",
    "equal-but-casting": "All are equal, and one has a second vote",
    "force-not-chief": "The police seat names the force, not the chief officer",
    "frequency-ambiguous": "How often it meets can be read in several ways",
    "frequency-silent": "How often it meets is not said",
    "group-too-small": "Too few of the responsible authorities' people",
    "inquorate-silent": "What follows without a quorum is not said",
    "interests-silent": "What a member with an interest does is not said",
    "legal-person": "The partnership is called a legal body",
    "majority-base-silent": "A majority of what is not said",
    "notice-silent": "How a meeting is called is not said",
    "one-and-abstentions": "One vote carries while the rest abstain",
    "one-blocks": "One member can stop any business",
    "one-carries-alone": "One person can decide against another",
    "one-is-quorate": "One person makes a meeting",
    "one-organisation-majority": "One organisation outvotes all the others",
    "one-organisation-quorate": "One organisation makes a quorum by itself",
    "openness-silent": "Whether meetings and minutes are open is not said",
    "outside-silent": "Nothing can be decided between meetings",
    "papers-before-notice": "Papers are due before the meeting is called",
    "papers-floor": "No paper can be late",
    "papers-silent": "When papers go out is not said",
    "precedence-silent": "What prevails is not said",
    "quorum-silent": "How many must be there is not said",
    "quorum-without-votes": "A quorum without a vote",
    "remote-silent": "Attending by video is not settled",
    "requisition-silent": "Whether members may require a meeting is not said",
    "review-silent": "How these terms are changed is not said",
    "second-without-first": "A second vote for one without a first",
    "specified-authority-missing": "A specified authority has no place",
    "specified-authority-no-vote": "A specified authority may not vote",
    "subgroup-powers-silent": "What a group may decide is not said",
    "undefined-name": "A name that nothing defines",
    "vague-words": "Words that sound like a rule",
    "wales-chair": "Arrangements for the chair that the Welsh regulations ask for",
}  # fmt: skip
"""What each class of finding is called on pages."""


@dataclass(frozen=True)
class Finding:
    """Something in the terms that a chair would want to know before it matters, with wording that would cure it."""

    code: str
    clause: str
    severity: str
    why: str
    suggestion: str

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def wording(self) -> tuple[str, ...]:
        """The words between quotation marks in the suggestion: what may be copied into the terms."""
        return tuple(re.findall(r"“([^”]+)”", self.suggestion))


LintRule = Callable[[Constitution], Iterator[Finding]]
