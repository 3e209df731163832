"""A figure is a number that can be opened: its value, how it is printed, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True)
class InputFile:
    """A file that a figure rests on, named by its content (`sha256`, hex)."""

    name: str
    sha256: str
    dataset: str = ""
    owner: str = ""
    licence: str = ""
    marking: str = ""
    measures: str = ""
    """Whether the dataset measures the thing: exact, proxy or none."""
    released: bool = True
    """False while its owner has not consented to publication: it blocks a public document."""
    synthetic: bool = False


@dataclass(frozen=True)
class Provenance:
    """How a figure was made. `provider` and `parameters` are enough to make it again."""

    provider: str
    parameters: Mapping[str, str]
    formula: str
    """In words a reader can check: ‘sum of the four quarters’."""
    inputs: tuple[InputFile, ...] = ()
    rows_used: int = 0
    method: str = ""
    code_version: str = ""
    as_known_at: str = ""
    """ISO moment in UTC up to which imports counted."""


@dataclass(frozen=True)
class Figure:
    """A computed number. `value` of None means unknown, and `unknown_because` then says why.

    `text` is the number as documents print it (4,217; 12%; twelve). `low` and `high` bound the interval, in
    the figure's own unit, at `confidence` (0.95 for 95%).
    """

    id: UUID
    label: str
    value: int | Fraction | Decimal | None
    text: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    interval_text: str = ""
    unknown_because: str = ""
    provenance: Provenance = field(default_factory=lambda: Provenance("", {}, ""))

    @property
    def address(self) -> str:
        """The path at which it opens; it never changes."""
        return f"/id/{self.id}"

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def is_synthetic(self) -> bool:
        return any(file.synthetic for file in self.provenance.inputs)

    @property
    def is_released(self) -> bool:
        return all(file.released for file in self.provenance.inputs)
