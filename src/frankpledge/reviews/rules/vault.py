"""Who may open the vault of a case, and what a pseudonym may be. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.problems import Problem
from frankpledge.reviews.rules.rights import EMERGENCY
from frankpledge.reviews.rules.scanning.folding import folded_words
from frankpledge.reviews.rules.scanning.scan import Chunk, Scanner
from frankpledge.reviews.rules.scanning.terms import Term

GUIDANCE = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)", note="pseudonyms"
)
NEED = Citation("Data Protection Act 2018", "section 40", "appropriate security; part, purpose and day")
READERS = frozenset({"coordinator", "independent-chair", "information-governance", EMERGENCY})
WRITERS = frozenset({"coordinator"})
CHRONOLOGISTS = frozenset({"coordinator", "independent-chair"})
SCANNERS = frozenset({"coordinator", "independent-chair"})
SHORTEST_PURPOSE = 10
ROLES = {
    "victim": "The person who died", "alleged-perpetrator": "The person thought to have caused the death", "child": "A child",
    "family": "A relative", "friend": "A friend, neighbour or colleague", "professional": "A professional", "body": "A body or place",
}  # fmt: skip


@rule(source=NEED)
def may_open(parts: Collection[str], purpose: str) -> bool:
    """The vault opens to the coordinator, the independent chair and, on request, the information governance lead of the review,
    each time for a purpose that they say.
    """
    return bool(READERS & set(parts)) and len(" ".join(purpose.split())) >= SHORTEST_PURPOSE


@rule(source=GUIDANCE)
def pseudonym_problems(label: str, terms: Iterable[Term]) -> tuple[Problem, ...]:
    """A pseudonym is no initials and nothing of anybody's real name, age or place."""
    words = folded_words(label)
    if not words or not re.fullmatch(r"[^\W\d_][\w’' -]{2,39}", label):
        return (
            Problem("pseudonym", "It is no name, or too short.", "Choose a name of three letters or more."),
        )
    if len("".join(words)) <= 3 and label.isupper():
        return (
            Problem(
                "pseudonym", "It looks like initials.", "Choose a name that has nothing to do with theirs."
            ),
        )
    if Scanner(terms).hits([Chunk(label, "pseudonym", is_prose=False)]):
        return (
            Problem(
                "pseudonym",
                "It has something of a real name in it.",
                "Choose one that has nothing to do with theirs.",
            ),
        )
    return ()
