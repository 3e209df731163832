"""Frozen facts that other rooms get of disclosure control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from frankpledge.analysis.disclosure.protect import Rules, Zeros
from frankpledge.disclosure.rules.differencing import Count, Extent
from frankpledge.kernel.dates import Period


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


@dataclass(frozen=True)
class ReleasedTable:
    """One table of a release: what it showed of which place, and what it withheld of it.

    `counts` are (key of the area, code of the period, count); `primary` the cells that the rule names, `secondary` those
    withheld for their sake; `narrowest` how wide the narrowest guess is that a reader can make of one that the rule names
    (None: without bound, or nothing is withheld).
    """

    measure: str
    measure_title: str
    title: str
    place: str
    rule: str
    counts: tuple[tuple[str, str, int], ...]
    primary: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    narrowest: float | None = None
    audit: str = ""

    @property
    def withheld(self) -> int:
        return len(self.primary) + len(self.secondary)

    def as_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return asdict(self)

    def as_counts(self, areas: Mapping[str, Extent], release: str) -> tuple[Count, ...]:
        """Its counts as they are held against those of other releases."""
        return tuple(
            Count(self.measure, areas[key], Period.parse(code), value, release, self.title)
            for key, code, value in self.counts
        )


def table_from(values: Mapping[str, Any]) -> ReleasedTable:
    """What `as_json` wrote."""
    return ReleasedTable(
        **{
            **values,
            "counts": tuple((area, period, int(value)) for area, period, value in values["counts"]),
            "primary": tuple(values["primary"]),
            "secondary": tuple(values["secondary"]),
        }
    )


@dataclass(frozen=True)
class ReleaseFacts:
    """One entry of the ledger."""

    id: UUID
    kind: str
    title: str
    released_on: date
    released_by: str
    input_sha256: str
    shown: int
    withheld: int
    tables: tuple[ReleasedTable, ...]
    rules: Mapping[str, str]
