"""What a report asks of the record, and the answer from the rooms that keep it, as known at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from frankpledge.documents.figures import Figure
from frankpledge.figures import api as figures
from frankpledge.figures import bindings
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period

if TYPE_CHECKING:
    from frankpledge.reviews.api import ReviewCounts


@dataclass(frozen=True)
class Event:
    """Something dated that may lie behind a change, such as the start of a lockdown."""

    on: date
    what: str


class MeasureAbout(Protocol):
    """What a report says of a measure; `evidence.api.MeasureFacts` is one."""

    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def area_name(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def extracted_on(self) -> str: ...
    @property
    def counting_rule(self) -> str: ...
    @property
    def is_synthetic(self) -> bool: ...


class Record(Protocol):
    """Everything a report asks. Nothing that is not recorded is made up: it is None or empty."""

    def figure(self, provider: str, **parameters: str) -> Figure:
        """A figure of the partnership, remembered so that it opens."""
        ...

    def bound(self, binding: str) -> Figure:
        """The figure that a binding names. Raises `Unusable` for nonsense."""
        ...

    def measure(self, slug: str) -> MeasureAbout | None: ...

    def events(self, measure: str, period: Period) -> tuple[Event, ...]:
        """Dated events that the breaks register marks for the measure within the period."""
        ...

    def reviews(self, on: date) -> ReviewCounts: ...

    def listed(self, which: str, on: date) -> tuple[str, ...]:
        """A list that another room keeps (`rules.content.LISTS`), as it stood on the day."""
        ...

    def position(self, slug: str, on: date) -> tuple[str, ...]:
        """The paragraphs of a position statement as agreed, and by which decision."""
        ...


@dataclass
class StoredRecord:
    """The record of one partnership as known at a moment (UTC; None is now).

    `remembers`: its figures are kept so that they open; a mere look at a report keeps nothing.
    """

    partnership: str
    known_at: datetime | None = None
    remembers: bool = True

    def __post_init__(self) -> None:
        self._made: dict[Request, Figure] = {}

    def figure(self, provider: str, **parameters: str) -> Figure:
        return self._figure(Request.of(self.partnership, provider, self.known_at, **parameters))

    def bound(self, binding: str) -> Figure:
        return self._figure(bindings.parse(binding, self.partnership, self.known_at))

    def _figure(self, request: Request) -> Figure:
        if request not in self._made:
            self._made[request] = figures.figure(request) if self.remembers else figures.compute(request)
        return self._made[request]

    def measure(self, slug: str) -> MeasureAbout | None:
        from frankpledge.evidence import api as evidence

        found: MeasureAbout | None = evidence.measure(self.partnership, slug, known_at=self.known_at)
        return found

    def events(self, measure: str, period: Period) -> tuple[Event, ...]:
        from frankpledge.evidence import api as evidence

        if evidence.measure(self.partnership, measure, known_at=self.known_at) is None:
            return ()
        series = evidence.series(self.partnership, measure, known_at=self.known_at)
        return tuple(
            Event(one.when.starts_on, one.what)
            for one in series.breaks
            if one.kind == "event" and one.when.starts_on in period
        )

    def reviews(self, on: date) -> ReviewCounts:
        from frankpledge.reviews import api as reviews

        return reviews.counts(self.partnership, on=on, known_at=self.known_at, figure=self._figure)

    def listed(self, which: str, on: date) -> tuple[str, ...]:
        from frankpledge.scrutiny import listings

        return listings.listed(self.partnership, which, on=on, known_at=self.known_at)

    def position(self, slug: str, on: date) -> tuple[str, ...]:
        from frankpledge.scrutiny import listings

        return listings.position(self.partnership, slug, on=on, known_at=self.known_at)
