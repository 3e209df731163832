"""What other rooms may ask of the assessment: issues, editions, the ranking. Frozen facts only."""

from __future__ import annotations

from datetime import datetime

from frankpledge.assessment import queries, services
from frankpledge.assessment.facts import IssueFacts, LeftOut, MeasureLink, PartFacts, PlaceFacts, RankingFacts
from frankpledge.kernel.verdicts import NotFound

__all__ = [
    "IssueFacts", "LeftOut", "MeasureLink", "PartFacts", "PlaceFacts", "RankingFacts",
    "editions", "issue_facts", "issues", "load", "ranking", "run_assessment",
]  # fmt: skip

load = services.load
run_assessment = services.run_assessment


def issues(partnership: str) -> tuple[IssueFacts, ...]:
    """Every issue the partnership keeps, priority candidates and monitored ones, in its own order."""
    return queries.issues(partnership)


def issue_facts(partnership: str, slug: str) -> IssueFacts:
    """One issue. Raises `NotFound`."""
    found = next((one for one in queries.issues(partnership) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no such issue.")
    return found


def editions(partnership: str) -> tuple[str, ...]:
    """The editions of the strategic assessment, newest first."""
    return queries.editions(partnership)


def ranking(partnership: str, edition: str = "", *, known_at: datetime | None = None) -> RankingFacts | None:
    """The ranking of an edition, or of the newest; None when it has not been ranked. Raises `NotFound`."""
    return queries.ranking(partnership, edition, known_at=known_at)
