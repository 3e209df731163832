"""What becomes of a claim: confirmed, contradicted, bound to nothing, or to something unknown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from frankpledge.documents.figures import Figure


class ClaimOutcome(StrEnum):
    """How a claim stands against the record."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNBOUND = "unbound"
    UNKNOWN = "unknown"
    JUDGEMENT = "judgement"

    @property
    def is_supported(self) -> bool:
        """Whether a reader may take it as it stands; a judgement is the authors' own and is not a claim of number."""
        return self in {ClaimOutcome.CONFIRMED, ClaimOutcome.JUDGEMENT}


@dataclass(frozen=True)
class Flag:
    """One claim of the text and how it stands. `where` is the paragraph's number or the section's heading."""

    where: str
    sentence: str
    stated: str
    outcome: ClaimOutcome
    because: str
    computed: str = ""
    binding: str = ""
    figure: Figure | None = None
