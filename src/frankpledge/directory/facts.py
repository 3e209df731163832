"""What a partnership's file says, as frozen facts ready to be written. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class NewPartnership:
    """A partnership to be made. Colours are #rrggbb; nation is E or W."""

    slug: str
    name: str
    short_name: str
    nation: str
    council_name: str
    colour: str
    accent: str
    is_demo: bool
    logo: bytes | None = None
    reference_docx: bytes | None = None


@dataclass(frozen=True)
class NewArea:
    """An area to be placed. `members` is None when nobody has listed its small areas."""

    purpose: str
    code: str
    name: str
    kind: str
    police_force: str
    period: Period
    source: str
    note: str
    vintage: str = ""
    members: tuple[str, ...] | None = None
    members_source: str = ""


@dataclass(frozen=True)
class NewMember:
    """The part an organisation takes in the partnership."""

    capacity: str
    period: Period


@dataclass(frozen=True)
class NewOrganisation:
    """A body to be recorded; `successor` is another's slug."""

    slug: str
    name: str
    kind: str
    period: Period
    successor: str
    source: str
    member: NewMember | None


@dataclass(frozen=True)
class NewRole:
    """A role a person holds; `organisation` is a slug or empty."""

    role: str
    organisation: str
    post: str
    period: Period


@dataclass(frozen=True)
class NewPerson:
    """A person to be given an account."""

    name: str
    email: str
    is_invented: bool
    roles: tuple[NewRole, ...]


@dataclass(frozen=True)
class PartnershipFile:
    """Everything that a partnership's file says."""

    partnership: NewPartnership
    areas: tuple[NewArea, ...]
    organisations: tuple[NewOrganisation, ...]
    people: tuple[NewPerson, ...]
