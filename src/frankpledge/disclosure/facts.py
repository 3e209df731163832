"""Frozen facts that other rooms get of disclosure control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from frankpledge.analysis.disclosure.protect import Rules, Zeros


@dataclass(frozen=True)
class RuleFacts:
    """The rule in force for a measure. `measure` is empty for the rule of all; `agreed_on` None for the default."""

    measure: str
    threshold: int
    protection: int | None
    zeros: Zeros
    because: str
    agreed_by: str = ""
    agreed_on: date | None = None

    @property
    def rules(self) -> Rules:
        """As the arithmetic takes it. Readers know that what is withheld is no nought where noughts are shown."""
        least = 1 if self.zeros is Zeros.SHOW else 0
        return Rules(threshold=self.threshold, zeros=self.zeros, protection=self.protection, least=least)

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        low = (
            "Noughts are shown"
            if self.zeros is Zeros.SHOW
            else "Noughts are withheld where they could tell of a group"
        )
        if self.zeros is Zeros.WITHHOLD:
            low = "Noughts are withheld as well"
        return f"Counts from 1 to {self.threshold - 1} are withheld. {low}. {self.because}"


@dataclass(frozen=True)
class RuleSaid:
    """A rule as somebody states it."""

    measure: str
    threshold: int
    zeros: str
    because: str
    agreed_by: str
    agreed_on: date
    protection: int | None = None
