"""How the claims of a report stand: what the matcher found, and what is judgement. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from frankpledge.documents.claims import Claim
from frankpledge.documents.figures import Figure
from frankpledge.documents.numerals import read_typed
from frankpledge.kernel.messages import message


class ClaimOutcome(StrEnum):
    """The verdicts of the claim matcher, and one for what no record can confirm."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNBOUND = "unbound"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"

    @property
    def needs_person(self) -> bool:
        """Whether the record does not support what is claimed."""
        return self in {ClaimOutcome.CONTRADICTED, ClaimOutcome.UNKNOWN}

    @property
    def is_supported(self) -> bool:
        """Whether nothing in the record speaks against it."""
        return not self.needs_person


@dataclass(frozen=True)
class Flag:
    """One claim of the text and how it stands. `where` is the paragraph's number or the section's."""

    where: str
    sentence: str
    stated: str
    outcome: ClaimOutcome
    because: str
    computed: str = ""
    binding: str = ""
    figure: Figure | None = None
    block: str = ""
    """The key of the block of the text in which it stands."""


def flag_of(claim: Claim, *, where: str, sentence: str) -> Flag:
    """A claim as the matcher judged it, in its place."""
    return Flag(
        where, sentence, claim.typed, ClaimOutcome(claim.verdict.value), claim.because, claim.computed, claim.binding,
        claim.figure,
    )  # fmt: skip


def judgement(words: str, *, where: str, sentence: str) -> Flag:
    """Words that are the authors' judgement."""
    because = "A judgement is the authors’ own: no record confirms or contradicts it."
    return Flag(where, sentence, words, ClaimOutcome.JUDGEMENT, because)


def by_list(flag: Flag, items: int) -> Flag | None:
    """The flag of a number in the lead to a list, settled by counting the list; None when it counts nothing.

    Only a number typed as a word, or without a sign of percentage or money, in a lead that ends with a colon.
    """
    typed = read_typed(flag.stated)
    counts = typed is not None and not (typed.is_percent or typed.is_pounds or typed.per)
    if flag.outcome is not ClaimOutcome.UNBOUND or not counts or not flag.sentence.rstrip().endswith(":"):
        return None
    holds = typed is not None and typed.value == items
    because = message("The list under it has {items} items.", items=items)
    outcome = ClaimOutcome.CONFIRMED if holds else ClaimOutcome.CONTRADICTED
    return replace(flag, outcome=outcome, because=str(because), computed=str(items))


def spoken_against(flag: Flag, against: Mapping[tuple[str, str], str]) -> Flag:
    """The flag of a number bound to nothing, contradicted where another number of the same report speaks against it."""
    because = against.get((flag.sentence, flag.stated))
    if because is None or flag.outcome is not ClaimOutcome.UNBOUND:
        return flag
    return replace(flag, outcome=ClaimOutcome.CONTRADICTED, because=because)
