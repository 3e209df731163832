"""What other rooms may ask of scrutiny: its editions, and their documents. Frozen facts only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from frankpledge.documents.tree import Document
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.scrutiny import building, queries, services
from frankpledge.scrutiny.queries import EditionFacts, FlagFacts, editions

__all__ = [
    "EditionFacts",
    "FlagFacts",
    "build",
    "document",
    "document_from",
    "draft",
    "editions",
    "flags",
    "frozen_input",
    "mark_issued",
]


def document(partnership: str, slug: str) -> Document:
    """The document of an edition as it was built. Raises `NotFound`, and `Refused` while it was never built."""
    row = queries.edition(partnership, slug)
    if row.known_at is None:
        raise Refused("The report has not been built yet.")
    return building.built(row, known_at=row.known_at).document


def document_from(partnership: str, slug: str, kept: Mapping[str, object]) -> Document:
    """The document of an edition from what `frozen_input` answered when it was issued, whatever the edition says now.

    Raises `NotFound`, and `Unusable` when a measure that it needs is gone. Writes nothing.
    """
    row = queries.edition(partnership, slug)
    row.content, row.content_file = (
        dict(cast("Mapping[str, object]", kept["content"])),
        str(kept["content_file"]),
    )
    return building.built(
        row, known_at=datetime.fromisoformat(str(kept["known_at"])), remembers=False
    ).document


def draft(partnership: str, slug: str) -> Document:
    """The document as it would be built now, whatever bars it; its figures open and its flags are kept.

    Raises `NotFound`, and `Unusable` when a measure that it needs was never imported.
    """
    return services.draft(queries.edition(partnership, slug))


def build(partnership: str, slug: str, *, by: Principal) -> None:
    """Build an edition from the record as known now. Raises `NotFound`, and `Unusable` as `services.build` does."""
    services.build(queries.edition(partnership, slug), by=by)


def frozen_input(partnership: str, slug: str) -> Mapping[str, object]:
    """What an edition is built from, beside its figures. Raises `NotFound`."""
    return queries.frozen_input(queries.edition(partnership, slug))


def mark_issued(partnership: str, slug: str, *, input_sha256: str, by: Principal) -> None:
    """Remember that an edition was issued. Raises `NotFound`."""
    services.mark_issued(queries.edition(partnership, slug), input_sha256=input_sha256, by=by)


def flags(partnership: str, slug: str) -> tuple[FlagFacts, ...]:
    """Every claim of an edition and how it stood when it was last built. Raises `NotFound`."""
    return queries.flags(queries.edition(partnership, slug))
