"""Exactly what the pages of members show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.days import DayAsked
from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Link = tuple[str, str]


@dataclass(frozen=True)
class FormPage:
    """Any page that is one form. `stored` is what stands now, shown when somebody else saved first."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str
    stored: Facts = ()
    back: Link = ("", "")


@dataclass(frozen=True)
class FlagPart:
    """Something that needs a person; `button` and `action` where one press does it."""

    sentence: str
    cure: str
    clause: str
    is_undetermined: bool
    button: str = ""
    action: str = ""


@dataclass(frozen=True)
class PersonPart:
    """Somebody in a seat; `seniority` says that it is not recorded where it is not."""

    name: str
    href: str
    words: str


@dataclass(frozen=True)
class SeatPart:
    name: str
    href: str
    class_title: str
    votes: str
    holders: tuple[PersonPart, ...]
    deputies: tuple[PersonPart, ...]
    appoint_href: str


@dataclass(frozen=True)
class OfficePart:
    title: str
    rule: str
    holders: tuple[str, ...]
    acting: tuple[str, ...]
    since: str
    election: str
    is_due: bool
    leave_href: str


@dataclass(frozen=True)
class MembersPage:
    """Who sits where on a day. `terms` is empty where none are recorded."""

    title: str
    crumbs: Crumbs
    asked: DayAsked
    day: str
    group_name: str
    group_slug: str
    groups: tuple[Link, ...]
    terms: str
    terms_href: str
    flags: tuple[FlagPart, ...]
    offices: tuple[OfficePart, ...]
    seats: tuple[SeatPart, ...]
    others: tuple[PersonPart, ...]
    links: tuple[Link, ...]
    may_write: bool
    appoint_href: str
    office_href: str


@dataclass(frozen=True)
class TenureRow:
    person: str
    href: str
    standing: str
    organisation: str
    period: str
    words: str


@dataclass(frozen=True)
class SeatPage:
    """One seat's history, the latest first, and how often it was filled."""

    title: str
    crumbs: Crumbs
    facts: Facts
    rows: tuple[TenureRow, ...]
    attendance: str
    appoint_href: str


@dataclass(frozen=True)
class TenurePage:
    """One appointment, with what was done to it."""

    title: str
    crumbs: Crumbs
    facts: Facts
    history: tuple[tuple[str, str, str], ...]
    is_over: bool
    end_href: str
    correct_href: str
    may_write: bool


@dataclass(frozen=True)
class BranchPart:
    """A group in the tree. `depth` is 0 directly below the partnership."""

    name: str
    href: str
    depth: int
    kind: str
    period: str
    remit: str
    powers: str
    reserved: str
    flags: tuple[FlagPart, ...]
    members_href: str


@dataclass(frozen=True)
class GroupsPage:
    title: str
    crumbs: Crumbs
    asked: DayAsked
    day: str
    branches: tuple[BranchPart, ...]
    former: tuple[tuple[str, str], ...]
    new_href: str
    may_write: bool


@dataclass(frozen=True)
class AttendanceRow:
    name: str
    href: str
    filled: str
    percent: str
    by_deputy: str
    absent: str
    unknown: str


@dataclass(frozen=True)
class AttendancePage:
    """Attendance by seat over a period. `unknown` says for how many meetings nobody recorded it."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]
    first: str
    last: str
    rows: tuple[AttendanceRow, ...]
    flags: tuple[FlagPart, ...]
    meetings: tuple[tuple[str, str, str], ...]
