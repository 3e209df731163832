"""The sentences of minutes, each a pattern with marked values, so that they can be translated as a whole."""

from __future__ import annotations

from datetime import datetime

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.dates import LONDON

OPENED = "The meeting opened at {time}."
NOTHING_RECORDED = "Nothing was recorded under this item."
QUORATE = "It was quorate: {present} {unit} present, {required} needed ({clause})."
INQUORATE = "It was not quorate: {present} {unit} present, {required} needed ({clause})."
QUORATE_WORDS = "It was quorate: {working} ({clause})."
INQUORATE_WORDS = "It was not quorate: {working} ({clause})."
QUORUM_UNKNOWN = "Whether it was quorate cannot be told: {missing}."
PRESIDED = "{who} presided."
PRESIDED_BECAUSE = "{who} presided: {why}"
ARRIVED = "{who} arrived at {time}."
LEFT = "{who} left at {time}."
PRESENTED = "{who} presented the item."
RECOMMENDED = "It was recommended: {text}"
CONSIDERED = "The meeting considered: {papers}."
ADVISED = "{who} had advised ({field}): {text}"
DECLARED = "{who} declared an interest in item {item}: {nature}"
DECLARED_WHOLE = "{who} declared an interest in the whole meeting: {nature}"
NO_INTERESTS = "No interests were declared."
WITHDREW = "{who} withdrew at {time} because of an interest."
RETURNED = "{who} came back at {time}."
OBSERVED = "{who}: {text}"
OBSERVED_ANSWERED = "{who}: {text} Answer: {answer}"
NOTED = "Noted: {text}"
NOTED_BARE = "The meeting noted the item."
PUT = "It was put: “{text}”"
PUT_BY = "{who} proposed: “{text}”"
AGREED = "Agreed without a vote."
NOBODY_AGAINST = "Nobody was against."
CARRIED = "Carried{how}: {for_} for, {against} against, {abstain} abstained."
LOST = "Lost{how}: {for_} for, {against} against, {abstain} abstained."
TIED = "The votes were equal{how}: {for_} for, {against} against, {abstain} abstained. Nothing was decided."
NO_DECISION = "Nothing was decided{how}: {for_} for, {against} against, {abstain} abstained."
NOT_TOLD = "Put to the vote{how}: {for_} for, {against} against, {abstain} abstained. The outcome cannot be told: {missing}."
NOT_TOLD_AGREED = "Nobody was against. Whether that is a decision cannot be told: {missing}."
NAMES = "For: {for_}. Against: {against}. Abstained: {abstain}."
CASTING = "The votes being equal, {who} gave the casting vote {way} ({clause})."
UNCLEAR_CASTING = "The votes being equal, {who} gave the casting vote {way}; the terms give no clause for it."
IRREGULAR = "The terms did not allow this decision: {working} ({clause}). It has no effect until it is put right. {cure}"
REFUSED = "A vote was attempted and refused{clause}: {why} Nothing was decided by it."
WITHDRAWN = "The proposal was withdrawn."
WITHDRAWN_BECAUSE = "The proposal was withdrawn: {why}"
OPEN = "Voting is open."
WAITS = "The votes are equal; a casting vote may still be given."
ACTION = "Action {number}: {text} ({owner}, by {due})."
ACTION_UNDATED = "Action {number}: {text} ({owner}, no date set)."
ACTION_UPDATE = "Action {number}: {update} ({state})."
ACTION_STATE = "Action {number} is {state}."
NOTE = "{text}"
ADJOURNED = "The meeting was adjourned at {time}: {why}"
ADJOURNED_TO = "The meeting was adjourned at {time} until {to}: {why}"
RESUMED = "The meeting went on at {time}."
CLOSED = "The meeting closed at {time}."
CONFIRM = "The minutes of {meeting} were confirmed."
WITHHELD = "This item was taken without the public. What was said of it is not published."
WITHHELD_BECAUSE = "This item was taken without the public ({why}). What was said of it is not published."

HOW = {
    "hands": " on a show of hands",
    "ballot": " on a recorded vote",
    "secret": " in a secret ballot",
    "agreed": "",
}
NOBODY = "nobody"
UNKNOWN = "not known"


def clock(at: datetime) -> str:
    """The time of day in London, as minutes print it: 14:05."""
    return at.astimezone(LONDON).strftime("%H:%M")


def ended(text: str) -> str:
    """A text that a person typed, with a full stop when it ends without any mark."""
    kept = " ".join(text.split())
    return kept if not kept or kept[-1] in ".!?…”’)" else f"{kept}."


def clause_in_words(terms: Constitution | None, slug: str) -> str:
    """A clause as minutes cite it: its heading in the terms of reference, by their label."""
    if terms is None:
        return "no terms of reference recorded"
    found = next((one for one in terms.clauses if one.slug == slug), None)
    heading = found.heading if found else slug
    return (
        f"terms of reference, {terms.label}: {heading}" if heading else f"terms of reference, {terms.label}"
    )
