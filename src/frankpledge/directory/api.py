"""What other rooms may ask of the directory. Frozen facts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.directory import queries
from frankpledge.directory.models import Partnership
from frankpledge.kernel.people import Principal


@dataclass(frozen=True)
class PartnershipFacts:
    """A partnership as other rooms may know it. Colours are #rrggbb."""

    id: UUID
    slug: str
    name: str
    short_name: str
    nation: str
    council_name: str
    colour: str
    accent: str
    logo_png: bytes | None
    reference_docx: bytes | None
    is_demo: bool


@dataclass(frozen=True)
class AreaFacts:
    """An area on a day, as the explicit set of its small areas (`members`, of one `vintage`)."""

    code: str
    name: str
    kind: str
    police_force: str
    vintage: str
    members: frozenset[str]


def partnerships() -> tuple[PartnershipFacts, ...]:
    """Every partnership of the installation, by name."""
    return tuple(_facts(found) for found in queries.partnerships())


def partnership(slug: str) -> PartnershipFacts:
    """One partnership. Raises `NotFound`."""
    return _facts(queries.partnership(slug))


def _facts(found: Partnership) -> PartnershipFacts:
    return PartnershipFacts(
        found.id, found.slug, found.name, found.short_name, found.nation, found.council_name, found.colour,
        found.accent, bytes(found.logo) if found.logo else None,
        bytes(found.reference_docx) if found.reference_docx else None, found.is_demo,
    )  # fmt: skip


def area(slug: str, *, on: date, purpose: str = "statutory", vintage: str = "lsoa11") -> AreaFacts | None:
    """The partnership's area on a day, or None when it is not recorded."""
    found = queries.area_of(slug, on=on, purpose=purpose)
    if found is None:
        return None
    members = queries.members_of(found.area_id, vintage=vintage, on=on)
    return AreaFacts(found.area.code, found.area.name, found.area.kind, found.police_force, vintage, members)


def principal_for(user_id: UUID, *, on: date) -> Principal:
    """The person behind an account with the roles in force on the day."""
    return queries.principal_for(user_id, on=on)
