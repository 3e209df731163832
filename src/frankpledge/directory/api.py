"""What other rooms may ask of the directory. Frozen facts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.directory import queries
from frankpledge.directory.models import Organisation
from frankpledge.kernel.people import Account, Principal


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
    return tuple(_facts(*found) for found in queries.partnerships())


def partnership(slug: str) -> PartnershipFacts:
    """One partnership. Raises `NotFound`."""
    return _facts(*queries.partnership(slug))


def _facts(
    id_: UUID | str, slug: str, name: str, short_name: str, nation: str, council_name: str, colour: str, accent: str,
    logo: bytes | memoryview | None, reference_docx: bytes | memoryview | None, is_demo: bool | int,
) -> PartnershipFacts:  # fmt: skip
    return PartnershipFacts(
        id_ if isinstance(id_, UUID) else UUID(id_), slug, name, short_name, nation, council_name, colour, accent,
        bytes(logo) if logo else None, bytes(reference_docx) if reference_docx else None, bool(is_demo),
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


def principal_of(account: Account, *, on: date) -> Principal:
    """The person behind an account that has just been read, with the roles in force on the day; the public when it is closed."""
    return queries.principal_of(account, on=on)


@dataclass(frozen=True)
class OrganisationFacts:
    """A body as other rooms may know it; `ends_on` is its last day, `kind` a type code of the law."""

    id: UUID
    slug: str
    name: str
    kind: str
    starts_on: date
    ends_on: date | None
    successor_slug: str
    successor_name: str


@dataclass(frozen=True)
class MemberFacts:
    """An organisation's part in the partnership on a day."""

    organisation: OrganisationFacts
    capacity: str


def organisation(slug: str) -> OrganisationFacts | None:
    """A body by its slug, also after it has ended; None when none is recorded."""
    found = queries.organisation(slug)
    return _organisation(found) if found else None


def lineages(slugs: Iterable[str]) -> dict[str, tuple[OrganisationFacts, ...]]:
    """Each of these bodies followed by those that came after it, in order; nothing for a slug not recorded."""
    wanted = set(slugs)
    known = {slug: _organisation(row) for slug, row in queries.lineage(wanted).items()}
    return {slug: tuple(_followed(known, slug)) for slug in wanted}


def _followed(known: dict[str, OrganisationFacts], slug: str) -> Iterator[OrganisationFacts]:
    seen: set[str] = set()
    while slug in known and slug not in seen:
        seen.add(slug)
        yield known[slug]
        slug = known[slug].successor_slug


def members(partnership: str, *, on: date) -> tuple[MemberFacts, ...]:
    """The organisations that take part in a partnership on a day, in its own order."""
    rows = queries.memberships(partnership, on=on)
    return tuple(MemberFacts(_organisation(row.organisation), row.capacity) for row in rows)


def organisations_of(partnership: str) -> tuple[OrganisationFacts, ...]:
    """Every organisation that takes or took part in a partnership, also after it has ended, by name."""
    return tuple(_organisation(row) for row in queries.organisations_of(partnership))


@dataclass(frozen=True)
class AccountFacts:
    """An account that holds a role in a partnership; `organisation` is a slug or empty."""

    id: UUID
    name: str
    organisation: str
    post: str
    email: str


def accounts(partnership: str, *, on: date) -> tuple[AccountFacts, ...]:
    """The people with an account and a role in a partnership on a day, by name; once each."""
    found: dict[UUID, AccountFacts] = {}
    for row in queries.assignments(partnership, on=on):
        body = row.organisation.slug if row.organisation else ""
        found.setdefault(
            row.user_id, AccountFacts(row.user_id, row.user.name, body, row.post, row.user.email)
        )
    return tuple(found.values())


def bodies_of(user_id: UUID, partnership: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """The slugs and names of the organisations for which a person holds a role in a partnership on a day."""
    return queries.bodies_of(user_id, partnership, on=on)


def _organisation(found: Organisation) -> OrganisationFacts:
    follows = found.successor
    return OrganisationFacts(
        found.id, found.slug, found.name, found.kind, found.starts_on, found.ends_on,
        follows.slug if follows else "", follows.name if follows else "",
    )  # fmt: skip
