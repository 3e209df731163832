"""What other rooms may ask of duties, and how they prove theirs. Frozen facts only."""

from __future__ import annotations

from datetime import date

from frankpledge.directory import api as directory
from frankpledge.duties import queries
from frankpledge.duties.coverage import register_links
from frankpledge.duties.evidence import Provider, proved_kinds, register_evidence
from frankpledge.duties.facts import ElectionFacts, Held, HorizonFacts
from frankpledge.duties.rules.obligations import STATE_WORDS, Evidence, Happened, Obligation, State
from frankpledge.kernel.dates import Period

__all__ = [
    "STATE_WORDS", "ElectionFacts", "Evidence", "Happened", "Held", "HorizonFacts", "Obligation", "Provider", "State",
    "election_holds", "horizon", "obligations", "proved_kinds", "register_evidence", "register_links",
]  # fmt: skip


def obligations(partnership: str, period: Period, *, on: date) -> tuple[Obligation, ...]:
    """Every obligation of a partnership that falls in a period, as it stands on a day. Raises `NotFound`."""
    return queries.obligations_of(directory.partnership(partnership), period, on=on)


def election_holds(partnership: str, kind: str, what: str, *, on: date) -> Held:
    """Whether a campaign, a new consultation or a councillor's name is held back before an election on a day."""
    return queries.is_held(directory.partnership(partnership).id, kind, what, on=on)


def horizon(partnership: str, *, on: date) -> tuple[HorizonFacts, ...]:
    """What is coming: bills, consultations, guidance, Acts not yet in force."""
    return queries.horizon(directory.partnership(partnership), on=on)
