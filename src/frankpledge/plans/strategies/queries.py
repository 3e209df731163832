"""Reads of the strategies beside the plan, with how their clocks stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.kernel.verdicts import NotFound, Verdict
from frankpledge.law.plan_law import StrategyKind, strategy_kind
from frankpledge.plans.models import KeptStrategy
from frankpledge.plans.rules.clocks import (
    Happened,
    Ticking,
    clocks_of,
    every_owner_approved,
    everybody_was_consulted,
    strategy_keeps_its_clocks,
    the_return_is_whole,
)


@dataclass(frozen=True)
class EventFacts:
    kind: str
    on: date
    body: str
    said: str
    decision: str


@dataclass(frozen=True)
class ConsulteeFacts:
    id: UUID
    head: str
    body: str
    asked_on: date
    answered_on: date | None
    said: str
    row_version: int


@dataclass(frozen=True)
class ExclusionFacts:
    what: str
    ground: str
    because: str
    decided_on: date


@dataclass(frozen=True)
class ReturnFacts:
    year_ending: date
    contents: dict[str, str]
    sent_on: date | None
    sent_to: str
    row_version: int


@dataclass(frozen=True)
class StrategyRecord:
    """A strategy with everything that happened to it."""

    slug: str
    kind: str
    title: str
    owner: str
    is_ours: bool
    area: str
    shared_with: tuple[str, ...]
    note: str
    source: str
    replaces: str
    events: tuple[EventFacts, ...]
    consultees: tuple[ConsulteeFacts, ...]
    exclusions: tuple[ExclusionFacts, ...]
    returns: tuple[ReturnFacts, ...]

    @property
    def happened(self) -> tuple[Happened, ...]:
        return tuple(Happened(one.kind, one.on, one.body) for one in self.events)

    def first(self, kind: str) -> date | None:
        return next((one.on for one in self.events if one.kind == kind), None)


@dataclass(frozen=True)
class Standing:
    """How a strategy stands on a day, clock by clock, with the verdicts that a board asks for. Empty where another body owns it."""

    kind: StrategyKind | None
    ticking: tuple[Ticking, ...]
    clocks: Verdict | None
    approved: Verdict | None
    consulted: Verdict | None
    returned: Verdict | None

    @property
    def open(self) -> tuple[Verdict, ...]:
        """What does not hold."""
        found = (self.clocks, self.approved, self.consulted, self.returned)
        return tuple(one for one in found if one is not None and not one.holds)


def strategies(partnership: str) -> tuple[StrategyRecord, ...]:
    """Every strategy kept, by kind."""
    rows = KeptStrategy.objects.filter(partnership__slug=partnership)
    whole = rows.select_related("replaces").prefetch_related(
        "events__decision", "consultees", "exclusions", "returns"
    )
    return tuple(map(_facts, whole))


def strategy(partnership: str, slug: str) -> StrategyRecord:
    """One strategy. Raises `NotFound`."""
    found = next((one for one in strategies(partnership) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no such strategy.")
    return found


def _facts(row: KeptStrategy) -> StrategyRecord:
    return StrategyRecord(
        slug=row.slug, kind=row.kind, title=row.title, owner=row.owner, is_ours=row.is_ours, area=row.area,
        shared_with=tuple(row.shared_with), note=row.note, source=row.source,
        replaces=row.replaces.slug if row.replaces else "",
        events=tuple(
            EventFacts(e.kind, e.on, e.body, e.said, e.decision.slug if e.decision else "") for e in row.events.all()
        ),
        consultees=tuple(
            ConsulteeFacts(c.id, c.head, c.body, c.asked_on, c.answered_on, c.said, c.row_version)
            for c in row.consultees.all()
        ),
        exclusions=tuple(ExclusionFacts(x.what, x.ground, x.because, x.decided_on) for x in row.exclusions.all()),
        returns=tuple(
            ReturnFacts(r.year_ending, dict(r.contents), r.sent_on, r.sent_to, r.row_version) for r in row.returns.all()
        ),
    )  # fmt: skip


def standing(partnership: str, one: StrategyRecord, on: date) -> Standing:
    """How a strategy stands on a day. One that another body owns is not judged: its clocks are that body's."""
    place = directory.partnership(partnership)
    kind = strategy_kind(one.kind, place.nation)
    if kind is None or not one.is_ours:
        return Standing(kind, (), None, None, None, None)
    ticking = clocks_of(kind, one.happened, on)
    approved = every_owner_approved(place.name, one.shared_with, one.happened) if one.shared_with else None
    consulted = (
        everybody_was_consulted(
            kind, (c.head for c in one.consultees), published=one.first("published"),
            asked=[c.asked_on for c in one.consultees],
        )
        if kind.consult else None
    )  # fmt: skip
    returned = (
        the_return_is_whole(kind.parts, one.returns[0].contents) if kind.parts and one.returns else None
    )
    return Standing(
        kind, ticking, strategy_keeps_its_clocks(ticking) if ticking else None, approved, consulted, returned
    )
