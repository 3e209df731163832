"""Exactly what the pages before a meeting show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.web.forms import Field
from frankpledge.web.pictures import QuorumRing

Crumbs = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Link = tuple[str, str]


@dataclass(frozen=True)
class Button:
    """Something to do: a link, or, with `is_post`, a form of one button. `about` finishes its name for a listener."""

    words: str
    href: str
    is_post: bool = False
    about: str = ""
    style: str = "primary"


@dataclass(frozen=True)
class AheadRow:
    """A meeting that is ahead."""

    title: str
    href: str
    when: str
    place: str
    state: str


@dataclass(frozen=True)
class MeetingRow:
    title: str
    body: str
    held: str
    kind: str
    status: str
    quorum: str
    href: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """`href` is empty for a decision of another body, which has no page of its own."""

    text: str
    body: str
    decided: str
    outcome: str
    href: str


@dataclass(frozen=True)
class MeetingsPage:
    """Meetings ahead, decisions, and every meeting there was."""

    title: str
    crumbs: Crumbs
    terms_href: str
    next: AheadRow | None
    next_words: str
    tempo: str
    buttons: tuple[Button, ...]
    ways: tuple[Link, ...]
    ahead: tuple[AheadRow, ...]
    meetings: tuple[MeetingRow, ...]
    decisions: tuple[DecisionRow, ...]
    others: tuple[DecisionRow, ...]


@dataclass(frozen=True)
class DueRow:
    """Something with a last day before a meeting, and what became of it."""

    what: str
    due: str
    rule: str
    state: str
    needs_a_person: bool


@dataclass(frozen=True)
class ItemRow:
    """An item as a list shows it. `tags` are words that stand beside the title."""

    number: str
    title: str
    href: str
    kind: str
    tags: tuple[str, ...]
    presenter: str
    state: str


@dataclass(frozen=True)
class OutlookView:
    """The outlook of a quorum in words, and its ring (None where the terms list no seats with a vote)."""

    outlook: str
    sentence: str
    saved_by: str
    missing: str
    ring: QuorumRing | None


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: how it stands, what is next with one button, and the way to everything about it."""

    title: str
    crumbs: Crumbs
    state: str
    lead: str
    facts: Facts
    next_words: str
    next: Button | None
    warnings: tuple[str, ...]
    dues: tuple[DueRow, ...]
    items: tuple[ItemRow, ...]
    ways: tuple[Link, ...]
    outlook: OutlookView | None
    item_outlooks: tuple[tuple[str, str, str], ...]
    changes: tuple[tuple[str, str, str, str], ...]
    manage: tuple[Link, ...]


@dataclass(frozen=True)
class OfferRow:
    """Something the agenda is offered; `button` is None where it only needs to be known."""

    text: str
    note: str
    button: Button | None


@dataclass(frozen=True)
class OfferGroup:
    heading: str
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True)
class BuilderRow:
    """An item in the builder with the buttons that move it."""

    row: ItemRow
    id: str
    moves: tuple[tuple[str, str], ...]
    moves_href: str
    edit: Link | None
    paper: Link | None
    more: tuple[Link, ...]


@dataclass(frozen=True)
class BuilderPage:
    """The agenda as it is built. `may_write` is false once the meeting has begun, and for those who only read."""

    title: str
    crumbs: Crumbs
    lead: str
    warnings: tuple[str, ...]
    open_items: tuple[BuilderRow, ...]
    closed_items: tuple[BuilderRow, ...]
    withdrawn: tuple[ItemRow, ...]
    offers: tuple[OfferGroup, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class PlanRow:
    """An item of the forward plan."""

    title: str
    href: str
    kind: str
    wanted: str
    where: str
    note: str


@dataclass(frozen=True)
class PlanPage:
    """The forward plan by month, and what was dropped."""

    title: str
    crumbs: Crumbs
    lead: str
    months: tuple[tuple[str, tuple[PlanRow, ...]], ...]
    gone: tuple[PlanRow, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class PlannedPage:
    """One item of the forward plan with every move."""

    title: str
    crumbs: Crumbs
    facts: Facts
    moves: tuple[tuple[str, str, str, str, str], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class CheckRow:
    """Whether dates meet the terms under one reading."""

    reading: str
    verdict: str
    sentence: str
    needs_a_person: bool


@dataclass(frozen=True)
class DatesPage:
    """A year of dates: the pattern asked for, the dates proposed, and how they stand by the terms."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    pattern: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    proposed: tuple[tuple[str, str], ...]
    checks: tuple[CheckRow, ...]
    ahead_checks: tuple[CheckRow, ...]
    silent: tuple[str, ...]
    take: tuple[Field, ...]
    action: str


@dataclass(frozen=True)
class TempoPage:
    """The faster tempos there were and the one that runs."""

    title: str
    crumbs: Crumbs
    lead: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str
    dates_href: str


@dataclass(frozen=True)
class ObservationRow:
    """What somebody said of an item, and the answer to it."""

    said: str
    by: str
    answer: str
    href: str


@dataclass(frozen=True)
class ItemPage:
    """One item of an agenda."""

    title: str
    crumbs: Crumbs
    tags: tuple[str, ...]
    asks: str
    recommendation: str
    facts: Facts
    outlook: str
    observations: tuple[ObservationRow, ...]
    advice: Facts
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class LackRow:
    """Something a paper lacks, and where to mend it."""

    sentence: str
    remedy: str
    href: str


@dataclass(frozen=True)
class PartRow:
    """A part of a paper with its state, and the ways to change it and to have it signed off."""

    heading: str
    state: str
    needs_a_person: bool
    edit: Link | None
    sign: Link | None


@dataclass(frozen=True)
class FileRow:
    """A file of a paper."""

    title: str
    href: str
    about: str
    mark: str
    remove: str


@dataclass(frozen=True)
class PaperPage:
    """A paper as it reads, what it lacks, and the ways to write it. `html` is the paper itself."""

    title: str
    crumbs: Crumbs
    lead: str
    html: str
    lacks: tuple[LackRow, ...]
    parts: tuple[PartRow, ...]
    files: tuple[FileRow, ...]
    background: tuple[FileRow, ...]
    buttons: tuple[Button, ...]
    downloads: tuple[Link, ...]


@dataclass(frozen=True)
class SignPage:
    """A text shown to an officer who signs it off."""

    title: str
    crumbs: Crumbs
    html: str
    signed: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str


@dataclass(frozen=True)
class SentRow:
    """Something that was sent, judged."""

    what: str
    on: str
    to: str
    judged: str
    needs_a_person: bool
    file: str
    by: str


@dataclass(frozen=True)
class NoticesPage:
    """What is due before a meeting, what was sent, and which papers may be taken."""

    title: str
    crumbs: Crumbs
    lead: str
    warnings: tuple[str, ...]
    dues: tuple[DueRow, ...]
    sent: tuple[SentRow, ...]
    papers: tuple[tuple[str, str, str], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class ReplyRow:
    """A seat and what was said."""

    seat: str
    person: str
    answer: str
    note: str
    needs_a_person: bool


@dataclass(frozen=True)
class RepliesPage:
    """Who comes, and what that means for the quorum of the meeting and of each item."""

    title: str
    crumbs: Crumbs
    lead: str
    outlook: OutlookView | None
    item_outlooks: tuple[tuple[str, str, str], ...]
    rows: tuple[ReplyRow, ...]
    interests: tuple[tuple[str, str, str, str, Button | None], ...]
    mine: tuple[Link, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class IssueRow:
    """An issue of the agenda, as it went out."""

    title: str
    when: str
    pages: str
    files: tuple[Link, ...]
    published: str


@dataclass(frozen=True)
class PackPage:
    """What went out, what would go out now, and the form that issues it."""

    title: str
    crumbs: Crumbs
    lead: str
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    would: tuple[tuple[str, str], ...]
    issues: tuple[IssueRow, ...]
    downloads: tuple[Link, ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str


@dataclass(frozen=True)
class BriefPage:
    """The chair's brief as it reads, its files, and the questions that may be taken off."""

    title: str
    crumbs: Crumbs
    html: str
    downloads: tuple[Link, ...]
    questions: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class CheckedPage:
    """What a public meeting needs, each thing with its verdict."""

    title: str
    crumbs: Crumbs
    lead: str
    source: str
    rows: tuple[tuple[str, str, bool], ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    button: str


@dataclass(frozen=True)
class RequiredRow:
    """A requirement in the list."""

    title: str
    href: str
    about: str
    state: str


@dataclass(frozen=True)
class RequiredListPage:
    """Meetings that others require: the policing body's, and those that members ask for."""

    title: str
    crumbs: Crumbs
    lead: str
    required: tuple[RequiredRow, ...]
    asked: tuple[tuple[str, str, str, str], ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class RequiredPage:
    """One requirement: its conditions and each authority."""

    title: str
    crumbs: Crumbs
    facts: Facts
    source: str
    conditions: tuple[tuple[str, bool], ...]
    authorities: tuple[tuple[str, str, str, str, Link | None], ...]


@dataclass(frozen=True)
class PublicRow:
    """A meeting as the public sees it in the list."""

    title: str
    href: str
    when: str
    place: str
    state: str


@dataclass(frozen=True)
class PublicMeetingsPage:
    """Dates, agendas and papers for the public."""

    title: str
    crumbs: Crumbs
    lead: str
    ahead: tuple[PublicRow, ...]
    past: tuple[PublicRow, ...]


@dataclass(frozen=True)
class PublicMeetingPage:
    """One meeting for the public: when, where, and its agenda and papers once they went out."""

    title: str
    crumbs: Crumbs
    lead: str
    facts: Facts
    note: str
    html: str
    items: tuple[tuple[str, str, str], ...]
    downloads: tuple[Link, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class PublicPaperPage:
    """One open paper as it went out."""

    title: str
    crumbs: Crumbs
    html: str
