"""What this room tells others and its own pages: frozen facts about issues, scores and rankings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from frankpledge.documents.figures import InputFile
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period

LEVEL, PUBLIC = "level", "public"
"""The roles of an issue's measures that criteria ask for."""
SEVERITY = "severity"
"""The role of a measure that only says how grave the offences of an issue are."""


@dataclass(frozen=True)
class MeasureLink:
    """Whether a source measures an issue: exactly, by proxy, or not at all, and then which extract to ask for."""

    role: str
    source: str
    measure: str
    kind: str
    why: str
    extract_to_ask_for: str = ""


@dataclass(frozen=True)
class IssueFacts:
    """An issue and what measures it."""

    id: UUID
    slug: str
    title: str
    definition: str
    standing: str
    """priority (a candidate) or monitored."""
    place: int
    part_of: str
    harmed: str
    unknown: tuple[str, ...]
    measures: tuple[MeasureLink, ...]

    @property
    def is_candidate(self) -> bool:
        return self.standing == "priority"

    def measured(self, role: str = LEVEL) -> MeasureLink | None:
        """The first link of the role that has a measure; None when no source measures the issue."""
        return next((link for link in self.measures if link.role == role and link.measure), None)

    def weighed(self) -> MeasureLink | None:
        """What its severity is told by: a measure named for that, which has offence codes, or else the one that counts it."""
        return self.measured(SEVERITY) or self.measured()

    def unmeasured(self, role: str = LEVEL) -> tuple[MeasureLink, ...]:
        """The sources of the role that do not measure the issue."""
        return tuple(link for link in self.measures if link.role == role and not link.measure)


@dataclass(frozen=True)
class Judgement:
    """One scorer's level on one criterion. `level` is a value of the criterion's scale."""

    issue: str
    criterion: str
    level: Fraction
    assessor: str
    reason: str
    confidence: str = "moderate"


@dataclass(frozen=True)
class FigureUsed:
    """A figure behind a level: what it is called there, how it was printed, and how to make it again."""

    name: str
    provider: str
    parameters: Mapping[str, str]
    printed: str

    def request(self, partnership: str, known_at: datetime | None) -> Request:
        return Request.of(partnership, self.provider, known_at, **self.parameters)


@dataclass(frozen=True)
class PartFacts:
    """One criterion of a ranked issue: the level, what it rests on, and who said so."""

    criterion: str
    title: str
    strand: str
    level: Fraction | None
    label: str
    anchor: str
    basis: str
    reason: str
    assumed: bool
    judgements: tuple[Judgement, ...] = ()
    figures: tuple[FigureUsed, ...] = ()
    inputs: tuple[InputFile, ...] = ()


@dataclass(frozen=True)
class PlaceFacts:
    """Where an issue stands in a ranking and why. `at` counts, of all draws, those with rank 1, 2, …"""

    issue: str
    title: str
    standing: str
    score: Fraction
    score_text: str
    rank: int
    tied_with: tuple[str, ...]
    rank_low: int
    rank_high: int
    at: tuple[int, ...]
    ahead_of_next: float | None
    tier: int
    band: str
    band_label: str
    part_of: str
    remarks: tuple[str, ...]
    parts: tuple[PartFacts, ...]
    previous_rank: int | None = None
    surely: tuple[int, int] | None = None
    """The ranks it may truly have, in sets that hold for all issues at once; None where no score has an error to tell."""

    def top(self, k: int) -> Fraction:
        """The share of the draws in which it was among the first k."""
        return Fraction(sum(self.at[:k]), sum(self.at))

    def part(self, criterion: str) -> PartFacts | None:
        return next((part for part in self.parts if part.criterion == criterion), None)

    def strand(self, strand: str) -> tuple[PartFacts, ...]:
        return tuple(part for part in self.parts if part.strand == strand)


@dataclass(frozen=True)
class LeftOut:
    """An issue that could not be scored, and why. It is not at the bottom of the order; it is not in it."""

    issue: str
    title: str
    standing: str
    because: str


@dataclass(frozen=True)
class ChoiceFacts:
    """What the partnership chose to do about an issue; `departs` says in words how that differs from the order."""

    issue: str
    standing: str
    because: str
    chosen_by: str
    chosen_on: date
    departs: str = ""


@dataclass(frozen=True)
class RankingFacts:
    """One ranking: its places in order, what is not in it, and everything needed to draw it again."""

    partnership: str
    edition: str
    title: str
    period: Period
    known_at: datetime | None
    authors: tuple[str, ...]
    texts: Mapping[str, object]
    scheme_id: str
    scheme_version: str
    scheme_title: str
    scheme_sha256: str
    scores_sha256: str
    formula: str
    draws: int
    seed: int
    confidence: float
    method: str
    ran_at: datetime
    places: tuple[PlaceFacts, ...]
    left_out: tuple[LeftOut, ...]
    previous_edition: str = ""
    set_confidence: float | None = None
    """How surely the sets `surely` of all places hold together."""
    set_method: str = ""

    def of(self, issue: str) -> PlaceFacts | None:
        return next((place for place in self.places if place.issue == issue), None)

    def why_left_out(self, issue: str) -> str:
        return next((one.because for one in self.left_out if one.issue == issue), "")
