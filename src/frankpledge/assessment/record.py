"""Everything the assessment's document and pages are made from, as frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frankpledge.analysis.series import Break
from frankpledge.assessment.facts import ChoiceFacts, IssueFacts, PlaceFacts, RankingFacts
from frankpledge.assessment.rules.scheme import Scheme
from frankpledge.assessment.withholding import Protection
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Chart, Identity, Table
from frankpledge.kernel.dates import Period
from frankpledge.law.facts import ContentRule


@dataclass(frozen=True)
class MeasureRecord:
    """What the evidence says of a measure: its title, unit, source line and standing."""

    slug: str
    title: str
    unit: str
    source: str
    owner: str
    is_synthetic: bool
    is_released: bool


@dataclass(frozen=True)
class OutlookRecord:
    """The next twelve months: sentences, picture and figure, or the sentence that says why they are not known.

    `stale` says why what is kept no longer answers; `asked` is False while nothing has been worked out yet.
    """

    title: str
    sentences: tuple[str, ...]
    total: Figure | None = None
    chart: Chart | None = None
    stale: str = ""
    low: Chart | None = None
    """The picture as the page of an issue has it."""
    asked: bool = True


@dataclass(frozen=True)
class WhereRecord:
    """Where an issue's measure was counted: the finding, or why it is not known; a table, and a map where there are outlines."""

    finding: str
    table: Table | None = None
    map: Chart | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class IssueRecord:
    """One issue with its figures. A figure that is None was not asked for; one without a value says why."""

    issue: IssueFacts
    place: PlaceFacts | None
    why_left_out: str
    rank: Figure
    score: Figure
    top: Figure
    measure: MeasureRecord | None = None
    count: Figure | None = None
    before: Figure | None = None
    change: Figure | None = None
    arrived: Figure | None = None
    """Where the year is not known: the count of the longest run of its months that is; never in the public version."""
    arrived_in: Period | None = None
    public: Figure | None = None
    finding: str = ""
    """The change in a sentence, with its interval, or why it cannot be told."""
    alike: tuple[str, ...] = ()
    """The last quarter against the same one a year before, in sentences; empty where there is none."""
    rolling: str = ""
    """The latest twelve months against those before; empty for what is not counted by month or quarter."""
    beside: str = ""
    """The rate among peers, or why there is none; empty for an issue without a measure."""
    peers: Table | None = None
    funnel: Chart | None = None
    """The same as a funnel plot, which holds the table; None where there are no peers."""
    severity: tuple[str, ...] = ()
    """What its offences weigh, with what must be said beside any such score; empty where they are not weighed."""
    weighed: Chart | None = None
    """The score over time; None where there is none, and in the public version, since scores by month tell counts by code that
    have passed no disclosure control."""
    unweighted: str = ""
    """Why its count carries no weights of severity."""
    weighted: Figure | None = None
    """The score; None where there is none, and in the public version, since it opens to counts by code."""
    breaks: tuple[Break, ...] = ()
    chart: Chart | None = None
    low: Chart | None = None
    """The same picture as the page of an issue has it, which must leave room for the words."""
    outlook: OutlookRecord | None = None
    """What the next twelve months may bring; None for an issue without a measure."""
    where: WhereRecord | None = None
    """Where it was counted; None for an issue without a measure."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        known = (
            self.rank,
            self.score,
            self.top,
            self.count,
            self.before,
            self.change,
            self.arrived,
            self.weighted,
            self.public,
        )
        ahead = self.outlook.total if self.outlook else None
        return tuple(figure for figure in (*known, ahead) if figure is not None)


@dataclass(frozen=True)
class CoverageRecord:
    """One source over its whole time: months complete, partial and absent, and what each gap says."""

    source: str
    area: str
    first: str
    last: str
    complete: int
    partial: int
    absent: tuple[str, ...]
    is_synthetic: bool


@dataclass(frozen=True)
class AssessmentRecord:
    """The whole of an edition. `dated` is an ISO day; `first` is how many issues ‘the first’ are in sentences."""

    partnership: str
    identity: Identity
    ranking: RankingFacts
    scheme: Scheme
    issues: tuple[IssueRecord, ...]
    """In the order of the ranking, then those that could not be scored."""
    first: int
    coverage: tuple[CoverageRecord, ...]
    breaks: tuple[Break, ...]
    sections: tuple[ContentRule, ...]
    dated: str
    base_url: str = ""
    choices: tuple[ChoiceFacts, ...] = ()
    """What the partnership chose once it had seen the order; empty until it has."""
    protection: Protection | None = None
    """What the public version withholds; None for the partnership's own version."""

    @property
    def ranked(self) -> tuple[IssueRecord, ...]:
        return tuple(one for one in self.issues if one.place is not None)

    @property
    def unranked(self) -> tuple[IssueRecord, ...]:
        return tuple(one for one in self.issues if one.place is None)

    @property
    def is_synthetic(self) -> bool:
        """Whether any of it rests on demonstration data."""
        return any(figure.is_synthetic for one in self.issues for figure in one.figures)

    def texts(self, name: str) -> tuple[str, ...]:
        """The paragraphs that people wrote for a part; empty when nobody has."""
        found = self.ranking.texts.get(name, ())
        return tuple(str(paragraph) for paragraph in found) if isinstance(found, list | tuple) else ()

    @property
    def recommendations(self) -> tuple[Mapping[str, str], ...]:
        found = self.ranking.texts.get("recommendations", ())
        return tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list | tuple) else ()

    def title_of(self, issue: str) -> str:
        return next((one.issue.title for one in self.issues if one.issue.slug == issue), issue)
