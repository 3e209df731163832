"""What people write about members, as frozen facts ready to be recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class NewTenure:
    """An appointment. `organisation` is a slug of the directory or empty; `is_senior` of None: nobody said."""

    person: str
    standing: str
    period: Period
    seat: str = ""
    group: str = ""
    user: UUID | None = None
    organisation: str = ""
    post: str = ""
    is_senior: bool | None = None
    seniority: str = ""
    appointed_by: str = ""


@dataclass(frozen=True)
class NewOfficeHolding:
    """Someone who takes an office; `decision` is the one that elected or appointed them."""

    office: str
    person: str
    how: str
    period: Period
    group: str = ""
    seat: str = ""
    user: UUID | None = None
    decision: UUID | None = None


@dataclass(frozen=True)
class NewGroup:
    """A group below; `parent` is the slug of another, empty for one directly below the partnership."""

    slug: str
    name: str
    kind: str
    period: Period
    parent: str = ""
    remit: str = ""
    note: str = ""
