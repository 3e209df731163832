"""Exactly what the pages of the ranking workshop show."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.assessment.pages import Crumbs, Opening


@dataclass(frozen=True)
class JudgedRow:
    """One scorer's level on one criterion, and why."""

    assessor: str
    level: str
    reason: str


@dataclass(frozen=True)
class EvidenceRow:
    """A number behind a criterion, which opens."""

    name: str
    number: Opening


@dataclass(frozen=True)
class CriterionCard:
    """A question of the scheme about one issue: the evidence, what others judged, and one's own answer.

    `options` are (value, words, the sentence that tells the level); `chosen`, `reason` and `confidence` are what this
    person said before. `disagreement` is empty while all agree.
    """

    id: str
    title: str
    question: str
    measured: str
    evidence: tuple[EvidenceRow, ...]
    judged: tuple[JudgedRow, ...]
    disagreement: str
    options: tuple[tuple[str, str, str], ...]
    chosen: str
    reason: str
    confidence: str
    error: str = ""
    is_measured: bool = False


@dataclass(frozen=True)
class ScoringPage:
    """One issue at the workshop. `next_href` is the next issue that this person has not judged, empty after the last."""

    title: str
    crumbs: Crumbs
    definition: str
    harmed: str
    where: str
    cards: tuple[CriterionCard, ...]
    action: str
    next_title: str
    next_href: str
    errors: tuple[tuple[str, str], ...]
    confidences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WorkshopRow:
    """One issue in the order, with how it was judged and what was chosen."""

    slug: str
    title: str
    href: str
    span: str
    legend: str
    judged: str
    disagreement: str
    mine: str
    standing: str
    because: str
    departs: str
    error: str = ""


@dataclass(frozen=True)
class WorkshopPage:
    """The workshop: the order with its doubt, who judged what, where scorers disagree, and what is chosen."""

    title: str
    crumbs: Crumbs
    sentence: str
    sure: str
    agreement: tuple[str, ...]
    """How far scorers agree, in plain words; empty before two have judged."""
    hangs_on: tuple[str, ...]
    """What would change the order, in sentences; empty before it was ranked."""
    weights: tuple[tuple[str, str, str, str], ...]
    """Each weight: of what, its share now, and what changes places below and above which share."""
    rows: tuple[WorkshopRow, ...]
    standings: tuple[tuple[str, str], ...]
    may_choose: bool
    action: str
    chosen_by: str
    chosen_on: str
    chosen: str
    errors: tuple[tuple[str, str], ...]
    rerun: str
