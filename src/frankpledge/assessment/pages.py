"""Exactly what the pages of the assessment show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Opening:
    """A number as printed, with the address at which it opens; no address while it is not known."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class RankedRow:
    """One line of the order: where the issue stands in words, what opens, one reason."""

    title: str
    href: str
    standing: str
    rank: Opening
    span: str
    top: Opening
    reason: str
    moved: str


@dataclass(frozen=True)
class LeftOutRow:
    """An issue that is not in the order, and why."""

    title: str
    href: str
    because: str


@dataclass(frozen=True)
class Download:
    words: str
    href: str


@dataclass(frozen=True)
class Copies:
    """A picture and its sentences to take along: to the clipboard in one press where script works, else as files."""

    html: str
    png: str
    text: str
    downloads: tuple[Download, ...]


@dataclass(frozen=True)
class AssessmentPage:
    """An edition's ranking. `sentence` is the finding; `rerun` is empty for those who may not rank."""

    title: str
    crumbs: Crumbs
    sentence: str
    sure: str
    """Where the issues may truly stand, all at once; empty where that is not known."""
    chart: SafeString
    first: int
    rows: tuple[RankedRow, ...]
    left_out: tuple[LeftOutRow, ...]
    facts: tuple[tuple[str, str], ...]
    editions: tuple[tuple[str, str], ...]
    downloads: tuple[Download, ...]
    unwritten: tuple[str, ...]
    wording: str
    """Where its texts are written; empty for those who may not."""
    set_up: str
    """Where issues, schemes and editions are set up; empty for those who may not."""
    desk: str
    """Where it is issued to the public; empty for those who may not."""
    rerun: str
    workshop: str
    emerging: str
    small_counts: str
    chosen: tuple[tuple[str, str, str], ...]
    is_synthetic: bool


@dataclass(frozen=True)
class NothingPage:
    """The assessment before anything was ranked: which issues there are, and what is lacking."""

    title: str
    crumbs: Crumbs
    sentence: str
    issues: tuple[str, ...]
    run: str
    set_up: str
    workshop: str


@dataclass(frozen=True)
class ScoreRow:
    """One criterion: its level, what that means, why."""

    criterion: str
    level: str
    meaning: str
    why: str


@dataclass(frozen=True)
class NumberRow:
    """A named number that opens, with what goes with it (interval, or why it is not known)."""

    name: str
    number: Opening
    aside: str


@dataclass(frozen=True)
class OutlookPart:
    """The next twelve months. `stale` says why it must be worked out again; `make` is where to, empty for who may not."""

    sentences: tuple[str, ...]
    chart: SafeString
    copies: Copies | None
    stale: str
    make: str


@dataclass(frozen=True)
class IssuePage:
    """One issue. `doing` are pairs of sentence and address; `series` is where its measure is shown whole; `questions`
    are saved questions to the data that stand as evidence: title, what it says, address."""

    title: str
    crumbs: Crumbs
    definition: str
    sentence: str
    finding: str
    chart: SafeString
    numbers: tuple[NumberRow, ...]
    measured_by: str
    series: str
    cautions: tuple[str, ...]
    scores: tuple[ScoreRow, ...]
    harmed: str
    rolling: str
    beside: str
    peers: tuple[tuple[str, ...], ...]
    """The head and the rows of the table of peers; empty where there is none, or where the funnel plot holds it."""
    funnel: SafeString
    funnel_copies: Copies | None
    changed: tuple[str, ...]
    why: tuple[str, ...]
    partners: tuple[str, ...]
    write: tuple[tuple[str, str], ...]
    """Where what people say of it is written; empty for those who may not."""
    unknown: tuple[str, ...]
    questions: tuple[tuple[str, str, str], ...]
    doing: tuple[tuple[str, str], ...]
    is_synthetic: bool
    outlook: OutlookPart | None = None
    where: str = ""
    """Where it happens, in a sentence; `where_href` opens the table and the map."""
    where_href: str = ""
    copies: Copies | None = None
    """The picture and what it says, to take into Word or PowerPoint."""
    severity: tuple[str, ...] = ()
    """What its offences weigh, in sentences; empty where they are not weighed."""
    weighed: SafeString | None = None
    weighed_copies: Copies | None = None
    weighed_series: str = ""
    """Where the measure that tells the severity is shown whole."""
