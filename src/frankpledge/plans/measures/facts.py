"""A measure of the plan as pages, reports and other rooms know it. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.plans.rules.measures.case import Case
from frankpledge.plans.rules.measures.status import Status


@dataclass(frozen=True)
class StoryFacts:
    """What somebody said of why a measure is as it is."""

    on: date
    by: str
    text: str


@dataclass(frozen=True)
class PlanMeasureFacts:
    """A measure with its case. One that nobody has set up yet, but that a priority names, has no `id`.

    `owner` is who answers for it: a person's name, else the organisation's.
    """

    case: Case
    id: UUID | None = None
    row_version: int = 0
    owner_id: UUID | None = None
    organisation: str = ""
    initiative: str = ""
    initiative_title: str = ""
    feed_of: str = ""
    stories: tuple[StoryFacts, ...] = ()

    @property
    def slug(self) -> str:
        return self.case.id

    @property
    def is_recorded(self) -> bool:
        return self.id is not None

    @property
    def is_fed(self) -> bool:
        """Whether its figures come from the imported data, so that nobody types any."""
        return bool(self.case.feed)

    @property
    def owner(self) -> str:
        return self.case.owner or self.organisation

    @property
    def story(self) -> StoryFacts | None:
        return self.stories[-1] if self.stories else None


@dataclass(frozen=True)
class Standing:
    """A measure and how it stands on a day."""

    measure: PlanMeasureFacts
    status: Status
