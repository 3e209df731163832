"""Exactly what the pages of terms of reference show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.days import DayAsked
from frankpledge.web.forms import Field

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SaidRow:
    """Something that the terms say; `clause_href` is empty where no clause is named."""

    name: str
    words: str
    clause: str
    clause_href: str


@dataclass(frozen=True)
class SaidPart:
    title: str
    rows: tuple[SaidRow, ...]


@dataclass(frozen=True)
class SeatRow:
    """A seat: as the terms name it, who fills it on the day, its votes, and what is asked of its holder."""

    name: str
    filled: str
    votes: str
    asked: str


@dataclass(frozen=True)
class SeatTable:
    caption: str
    rows: tuple[SeatRow, ...]


@dataclass(frozen=True)
class ClausePart:
    slug: str
    heading: str
    text: str


@dataclass(frozen=True)
class VersionRow:
    label: str
    period: str
    how: str
    href: str
    file_href: str


@dataclass(frozen=True)
class DraftRow:
    title: str
    href: str
    saved: str


@dataclass(frozen=True)
class TermsPage:
    """The terms in force on a day; `label` is empty when none are recorded."""

    title: str
    crumbs: Crumbs
    asked: DayAsked
    group: str
    day: str
    label: str
    how: str
    is_assumed: bool
    note: str
    flags: tuple[str, ...]
    counts: str
    findings_href: str
    facts: Facts
    members: tuple[SeatTable, ...]
    arithmetic: tuple[str, ...]
    parts: tuple[SaidPart, ...]
    duties: tuple[SaidRow, ...]
    unsaid: tuple[tuple[str, str], ...]
    clauses: tuple[ClausePart, ...]
    footnotes: tuple[str, ...]
    versions: tuple[VersionRow, ...]
    groups: Links
    drafts: tuple[DraftRow, ...]
    new_href: str


@dataclass(frozen=True)
class FindingPart:
    """A finding: `quote` is the clause's own words, `wording` what may be copied into the terms."""

    id: str
    title: str
    why: str
    clause: str
    clause_href: str
    quote: str
    suggestion: str
    wording: tuple[str, ...]


@dataclass(frozen=True)
class FindingGroup:
    severity: str
    title: str
    means: str
    findings: tuple[FindingPart, ...]


@dataclass(frozen=True)
class FindingsPage:
    """What the linter says of the terms in force on a day; `label` is empty when none are recorded."""

    title: str
    crumbs: Crumbs
    asked: DayAsked
    group: str
    day: str
    label: str
    counts: str
    groups: tuple[FindingGroup, ...]
    downloads: Links
    terms_href: str


@dataclass(frozen=True)
class FormPart:
    """A form with its errors; `both` holds, after a conflict, what was saved meanwhile beside what one wrote."""

    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str
    both: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class NewPage:
    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    form: FormPart
    is_multipart: bool


@dataclass(frozen=True)
class ProblemRow:
    where: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class ChangeRow:
    name: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangePart:
    title: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class PartRow:
    """A part of a draft, with what stands there in a word or two."""

    title: str
    href: str
    state: str


@dataclass(frozen=True)
class DraftPage:
    """A draft: whether it reads, what it changes, what the linter says anew and no longer, and the ways to go on."""

    title: str
    crumbs: Crumbs
    is_open: bool
    may_write: bool
    saved: str
    why: str
    against: str
    state: str
    problems: tuple[ProblemRow, ...]
    is_readable: bool
    changes: tuple[ChangePart, ...]
    new: tuple[FindingPart, ...]
    gone: tuple[FindingPart, ...]
    still: str
    lines: tuple[tuple[str, str], ...]
    parts: tuple[PartRow, ...]
    about_href: str
    file_href: str
    download_href: str
    papers: Links
    discard_href: str
    first_href: str
    force_href: str
    force_words: str


@dataclass(frozen=True)
class FilePage:
    """The file of a draft in one text box. After a conflict `meanwhile` is the text that was saved in between."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    text: str
    row_version: int
    errors: tuple[tuple[str, str], ...]
    problems: tuple[ProblemRow, ...]
    meanwhile: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RowLink:
    """A row of a part: its name, what it says, where it is changed and taken out, and what it was when this was shown."""

    name: str
    words: str
    href: str
    remove_href: str
    was: str


@dataclass(frozen=True)
class PartPage:
    """The rows of a part that has several; a quorum has the question how its tests go together as well."""

    title: str
    crumbs: Crumbs
    lead: str
    rows: tuple[RowLink, ...]
    add_href: str
    add_words: str
    row_version: int
    join: FormPart | None
    deep: str
    back: tuple[str, str]


@dataclass(frozen=True)
class RowPage:
    """The form of one row, or of a part that has one table."""

    title: str
    crumbs: Crumbs
    lead: str
    form: FormPart
    row_version: int
    was: str
    remove_href: str
    back: tuple[str, str]


@dataclass(frozen=True)
class ForcePage:
    """Bringing a draft into force: the decisions there are, and what each of them lacks."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    reference: str
    decisions: tuple[tuple[str, str, str], ...]
    form: FormPart | None
    conditions: tuple[tuple[str, str], ...]
    """What each decision still waits for, and where that it is met is recorded."""
    back: tuple[str, str]
