"""What other rooms may ask of the assessment: issues, editions, the ranking. Frozen facts only."""

from __future__ import annotations

from datetime import datetime

from frankpledge.assessment import emerging as register
from frankpledge.assessment import queries, services
from frankpledge.assessment.document import build_assessment_document
from frankpledge.assessment.emerging import EmergingFacts
from frankpledge.assessment.facts import (
    ChoiceFacts,
    IssueFacts,
    LeftOut,
    MeasureLink,
    PartFacts,
    PlaceFacts,
    RankingFacts,
)
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.protecting import protection_of
from frankpledge.assessment.withholding import Protection, protection_from
from frankpledge.documents.tree import Document
from frankpledge.figures import api as figures
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.steady import steady

__all__ = [
    "ChoiceFacts", "EmergingFacts", "IssueFacts", "LeftOut", "MeasureLink", "PartFacts", "PlaceFacts", "Protection",
    "RankingFacts", "assessment_document", "choices", "editions", "emerging", "issue_facts", "issues", "load",
    "protection_from", "public_version", "ranking", "run_assessment",
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


def choices(partnership: str, edition: str) -> tuple[ChoiceFacts, ...]:
    """What the partnership chose about each issue of an edition, and why where it departs from the order."""
    return queries.choices(partnership, edition)


def emerging(partnership: str) -> tuple[EmergingFacts, ...]:
    """The register of emerging issues, what nobody has looked at first."""
    return register.register_of(partnership)


def assessment_document(
    partnership: str, edition: str = "", *, known_at: datetime | None = None
) -> Document | None:
    """The strategic assessment of an edition (the newest without a name) as a document; None when none is ranked.

    Every number in it is a figure that opens; the annex names the rows behind each. With `known_at` by the newest ranking
    up to that moment.
    """
    return _document(partnership, edition, known_at, None)


def public_version(
    partnership: str,
    edition: str = "",
    *,
    known_at: datetime | None = None,
    protection: Protection | None = None,
) -> tuple[Document, Protection] | None:
    """The document as the public may read it, and what it withholds; None when none is ranked.

    Every count in it has passed disclosure control by the partnership's rules, against all that was released before. With
    `protection` what was withheld then is withheld again. Its problems bar the issue.
    """
    with steady():
        kept = protection or protection_of(partnership, edition, known_at=known_at)
        made = _document(partnership, edition, known_at, kept)
    return None if made is None else (made, kept)


def _document(
    partnership: str, edition: str, known_at: datetime | None, protection: Protection | None
) -> Document | None:
    if queries.ranking(partnership, edition, known_at=known_at) is None:
        return None
    with steady():  # what the document says is of one moment
        record = assessment_record(partnership, edition, known_at=known_at, protection=protection)
        return build_assessment_document(record, rows=figures.rows)
