"""The exact words for the chair when votes are equal, and what the terms leave unsaid."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.citations import Citation, rule


@dataclass(frozen=True)
class TieWords:
    """What to say when votes are equal, on which clause it rests, and what somebody must first rule on."""

    words: tuple[str, ...]
    clause: str
    heading: str
    unsaid: tuple[str, ...]


KIND_WORDS = {
    "second": "a second vote, which I may give only if I have voted already",
    "casting": "a casting vote, which I may give only if I have not voted",
    "second-or-casting": "a second or casting vote, whether or not I have voted already",
}


@rule(source=Citation("Terms of reference", "casting vote"))
def words_for_a_tie(terms: Constitution | None) -> TieWords:
    """When votes are equal the chair says so, says what the terms give, and gives the casting vote or leaves the motion lost
    for want of a majority; where the terms are silent, nothing is decided until somebody rules on it.
    """
    said: tuple[str, ...]
    if terms is None:
        return TieWords((), "", "", ("No terms of reference are recorded for the day of the meeting.",))
    if terms.casting is None:
        said = ("The votes are equal, {for} for and {against} against.",
                "Our terms of reference do not say who resolves that, so nothing is decided.",
                "I ask that it be taken to the next meeting, or that a ruling be recorded.")  # fmt: skip
        return TieWords(said, "", "", ("Whether anybody has a casting vote.",))
    clause = next((one for one in terms.clauses if one.slug == terms.casting.clause), None)
    heading = clause.heading if clause else ""
    if terms.casting.holder == "none":
        said = ("The votes are equal, {for} for and {against} against.",
                "Under our terms of reference nobody has a casting vote. There is no majority, and the motion is not carried.")  # fmt: skip
        return TieWords(said, terms.casting.clause, heading, ())
    who = "the chair" if terms.casting.holder == "chair" else "whoever presides"
    said = ("The votes are equal, {for} for and {against} against.",
            f"Under our terms of reference{f' (‘{heading}’)' if heading else ''} {who} has {KIND_WORDS[terms.casting.kind]}.",
            "I give it {for the motion | against the motion}. The motion is {carried | lost}.")  # fmt: skip
    return TieWords(said, terms.casting.clause, heading, _unsaid(terms))


def _unsaid(terms: Constitution) -> tuple[str, ...]:
    found = []
    if terms.casting and terms.casting.holder == "chair" and terms.casting.passes is None:
        found.append(
            "Whether the casting vote passes to whoever presides when the chair is absent or has withdrawn."
        )
    return tuple(found)


def silences(terms: Constitution | None) -> tuple[str, ...]:
    """What a chair may need in the room and the terms do not say, each as a clause that ends a sentence."""
    if terms is None:
        return ("anything: no terms of reference are recorded for the day",)
    asked = (
        (terms.quorum is None, "how many make a quorum"),
        (terms.decision_for("ordinary", "") is None, "how decisions are made"),
        (any(one.base is None for one in terms.decisions), "of what a majority is taken: of those present, or of the votes cast"),
        (any(one.abstention is None for one in terms.decisions), "whether an abstention counts"),
        (terms.casting is None, "who resolves equal votes"),
        (bool(_unsaid(terms)), "whether the casting vote passes to whoever presides"),
        (terms.deputies is None, "whether a deputy may sit, count to the quorum or vote"),
        (terms.remote is None, "whether those who attend from afar count or vote"),
        (terms.interests is None, "what someone with an interest does"),
        (terms.inquorate is None, "what follows when there is no quorum"),
        (not terms.outside, "whether anything may be decided outside a meeting"),
        (terms.papers is None, "when papers must be out, and who may let late ones in"),
    )  # fmt: skip
    return tuple(words for is_unsaid, words in asked if is_unsaid)
