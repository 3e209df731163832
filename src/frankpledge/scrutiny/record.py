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
from frankpledge.kernel.problems import Unusable

if TYPE_CHECKING:
    from frankpledge.reviews.api import ReviewCounts


@dataclass(frozen=True)
class Position:
    """A position statement: its paragraphs, and the sentence that says which decision agreed it (or that none did)."""

    paragraphs: tuple[str, ...]
    decision: str


@dataclass(frozen=True)
class KeptCopy:
    """A copy of a background paper that is kept by its hash: since which day, what kind of file, and where it is served."""

    sha256: str
    on: date
    about: str
    href: str


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

    def bound(self, binding: str) -> Figure | None:
        """The figure that a binding names; None when the record has no such thing. Raises `Unusable` for nonsense."""
        ...

    def measure(self, slug: str) -> MeasureAbout | None: ...

    def events(self, measure: str, period: Period) -> tuple[Event, ...]:
        """Dated events that the breaks register marks for the measure within the period."""
        ...

    def reviews(self, on: date) -> ReviewCounts: ...

    def listed(self, which: str, on: date) -> tuple[str, ...]:
        """A list that another room keeps (`rules.content.LISTS`), as it stood on the day."""
        ...

    def position(self, slug: str, on: date) -> Position | None:
        """A position statement as it stood on the day; None when there is none."""
        ...

    def kept_copy(self, sha256: str) -> KeptCopy | None:
        """The copy of a background paper by the hash of its content; None when none is kept."""
        ...

    def duty(self, code: str, on: date) -> tuple[str, str]:
        """What a duty of the law library says and where it stands in law, as on the day; empty where it was none."""
        ...


def _unknown(request: Request, why: Unusable) -> Figure:
    named = dict(request.parameters)
    label = ", ".join(named.get(name, "") for name in ("measure", "period", "old", "new") if named.get(name))
    return Figure(request.figure_id, label, None, "not known", unknown_because=why.problems[0].reason)


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

    def bound(self, binding: str) -> Figure | None:
        request = bindings.parse(binding, self.partnership, self.known_at)
        try:
            return self._made.get(request) or self._make(request)
        except Unusable:
            return None

    def _figure(self, request: Request) -> Figure:
        """The figure asked for. A mere look at a report shows as unknown what building it would refuse."""
        if request not in self._made:
            try:
                self._make(request)
            except Unusable as unusable:
                if self.remembers:
                    raise
                self._made[request] = _unknown(request, unusable)
        return self._made[request]

    def _make(self, request: Request) -> Figure:
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

        return listings.listed(self.partnership, which, on=on)

    def position(self, slug: str, on: date) -> Position | None:
        from frankpledge.scrutiny import listings

        return listings.position(self.partnership, slug, on=on)

    def kept_copy(self, sha256: str) -> KeptCopy | None:
        from frankpledge.scrutiny import kept_papers

        return kept_papers.kept_copy(self.partnership, sha256)

    def duty(self, code: str, on: date) -> tuple[str, str]:
        from frankpledge.scrutiny import listings

        return listings.duty(self.partnership, code, on=on)
