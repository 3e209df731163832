"""What people write about meetings and decisions, as frozen facts ready to be recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.kernel.dates import PartialDate


@dataclass(frozen=True)
class NewMeeting:
    """A meeting; `present` holds seat slugs, None when who was there is not known."""

    slug: str
    title: str
    body: str
    body_kind: str
    held: PartialDate
    kind: str
    status: str
    source: str
    present: tuple[str, ...] | None


@dataclass(frozen=True)
class NewDecision:
    """A decision; `meeting` is a slug or empty."""

    slug: str
    meeting: str
    text: str
    outcome: str
    effect: str
    about: str
    clause: str
    capacity: str
    ruling: str
    ruling_by: str
    source: str


@dataclass(frozen=True)
class NewExternalDecision:
    slug: str
    body: str
    body_kind: str
    decided: PartialDate
    text: str
    effect: str
    about: str
    source: str
