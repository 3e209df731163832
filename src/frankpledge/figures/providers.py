"""What a room registers so that its numbers can be made, made again and opened. Pure types and one table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol
from uuid import UUID, uuid5

from frankpledge.documents.figures import InputFile

FIGURES = UUID("5f0c6b0e-6d6f-5e0f-9d6a-0f7a4b8f2c11")
"""The namespace in which a figure's id follows from what it is a figure of."""


@dataclass(frozen=True)
class Request:
    """Which number is wanted: provider slug, its parameters, for whom, and as known at which moment (UTC)."""

    partnership: str
    provider: str
    parameters: tuple[tuple[str, str], ...]
    known_at: datetime | None = None

    @classmethod
    def of(
        cls, partnership: str, provider: str, known_at: datetime | None = None, /, **parameters: str
    ) -> Request:
        return cls(partnership, provider, tuple(sorted(parameters.items())), known_at)

    def __getitem__(self, name: str) -> str:
        return dict(self.parameters)[name]

    def get(self, name: str, default: str = "") -> str:
        return dict(self.parameters).get(name, default)

    @property
    def figure_id(self) -> UUID:
        """The same request always has the same id, so an address never changes."""
        body = [
            self.partnership, self.provider, [list(pair) for pair in self.parameters],
            self.known_at.isoformat() if self.known_at else None,
        ]  # fmt: skip
        return uuid5(FIGURES, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


@dataclass(frozen=True)
class Computed:
    """What a provider answers. `value` of None is unknown and `unknown_because` names what is absent."""

    label: str
    value: int | Fraction | Decimal | None
    text: str
    formula: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    interval_text: str = ""
    method: str = ""
    inputs: tuple[InputFile, ...] = ()
    rows_used: int = 0
    unknown_because: str = ""
    parts: tuple[tuple[str, Request], ...] = ()
    """Figures this one is worked out from, with the name each has in the formula."""


@dataclass(frozen=True)
class SourceRow:
    """One row of a source file, with the line it stands on (from 1) and its cells as text."""

    file: str
    sha256: str
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RowPage:
    """A page of source rows; `total` counts them all.

    `is_open` is false for a partner's own records, which have passed no disclosure control: the public sees none of them.
    """

    columns: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    total: int
    is_open: bool = True


class Provider(Protocol):
    """A room's answer to two questions: what is the number, and which rows made it?"""

    @property
    def slug(self) -> str: ...

    def compute(self, request: Request) -> Computed: ...

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage: ...


_PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Make a provider known. Raises ValueError when another already has its slug."""
    known = _PROVIDERS.get(provider.slug)
    if known is not None and type(known) is not type(provider):
        raise ValueError(f"two providers want the slug {provider.slug}")
    _PROVIDERS[provider.slug] = provider


def provider(slug: str) -> Provider:
    """The provider of that slug. Raises KeyError."""
    return _PROVIDERS[slug]


def provider_slugs() -> tuple[str, ...]:
    return tuple(sorted(_PROVIDERS))
