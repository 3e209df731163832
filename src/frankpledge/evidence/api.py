"""What other rooms may ask of the evidence. Frozen facts only; `known_at` is the moment up to which imports count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from frankpledge.analysis.series import Break, Point, Series, State
from frankpledge.evidence import asking, keeping, queries, tallies
from frankpledge.evidence.asked_sentences import sentences
from frankpledge.evidence.cube import AreaCounts
from frankpledge.evidence.observed import Observed, exact_sum
from frankpledge.evidence.peers import Compared, compared
from frankpledge.evidence.places import PlacesFacts, places, places_map, places_table
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.severity import SeverityFacts, SeverityPoint, severity, severity_series
from frankpledge.evidence.severity_chart import severity_chart
from frankpledge.evidence.snapshot import snapshot
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.records.steady import once

__all__ = [
    "Compared",
    "CoverageFacts",
    "MeasureFacts",
    "PlacesFacts",
    "SeverityFacts",
    "SeverityPoint",
    "ValueFacts",
    "compared",
    "coverage",
    "latest_known_at",
    "measure",
    "measures",
    "places",
    "places_map",
    "places_table",
    "series",
    "severity",
    "severity_chart",
    "severity_series",
    "state_token",
    "values",
]  # fmt: skip

Granularity = Literal["as-supplied", "month", "quarter", "year"]
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class MeasureFacts:
    """A measure as other rooms may know it. `first` and `last` are period codes; empty when nothing is in.

    `source` is supplier and dataset; area and day of extraction stand apart, empty when nobody recorded them.
    """

    slug: str
    title: str
    unit: str
    kind: str
    counting_rule: str
    dataset: str
    owner: str
    licence: str
    marking: str
    measures: str
    area_code: str
    area_name: str
    extracted_on: str
    source: str
    is_synthetic: bool
    is_released: bool
    first: str
    last: str
    granularity: str
    definition: str = ""


@dataclass(frozen=True)
class CoverageFacts:
    """One source in one month: how much of it there is. `n` is None when the month is absent."""

    source: str
    area: str
    period: str
    state: str
    n: int | None
    without_place: int
    note: str
    is_synthetic: bool


def measures(partnership: str, *, known_at: datetime | None = None) -> tuple[MeasureFacts, ...]:
    """Every measure of a partnership, by slug."""
    found = (
        measure(partnership, slug, known_at=known_at) for slug in snapshot(partnership, known_at).measures
    )
    return tuple(facts for facts in found if facts is not None)


def measure(partnership: str, slug: str, *, known_at: datetime | None = None) -> MeasureFacts | None:
    """One measure, or None."""
    known = snapshot(partnership, known_at)
    row, seen = known.measures.get(slug), known.observed(slug)
    if row is None:
        return None
    periods = [value.period for value in seen.values if value.value is not None] if seen else []
    dataset = row.dataset
    return MeasureFacts(
        slug=row.slug,
        title=row.title,
        unit=row.unit,
        kind=row.kind,
        counting_rule=dataset.counting_rule,
        dataset=dataset.title,
        owner=dataset.supplier.name,
        licence=dataset.licence,
        marking=dataset.marking,
        measures=dataset.measures,
        area_code=dataset.area_code,
        area_name=dataset.area_name,
        extracted_on=dataset.extracted_on,
        source=queries.supplied(dataset),
        is_synthetic=dataset.is_synthetic,
        is_released=queries.is_released(dataset, on=today()),
        first=periods[0].code if periods else "",
        last=periods[-1].code if periods else "",
        granularity=row.granularity,
        definition=row.definition,
    )


def series(
    partnership: str,
    slug: str,
    *,
    granularity: Granularity = "as-supplied",
    period: Period | None = None,
    area: str = "",
    known_at: datetime | None = None,
) -> Series:
    """A measure over time, missing kept missing, breaks travelling along; empty when there is no such measure.

    Values are summed up to the granularity asked for; a month, quarter or year that is not covered is absent.
    Values that are not whole counts (rates, shares) are left out: ask `measure-value` for them.
    """
    seen = snapshot(partnership, known_at).observed(slug, area)
    if seen is None or not seen.values:
        return Series(slug, ())
    spans = _spans(seen, granularity, period)
    return Series(slug, tuple(_point(seen, span) for span in spans), _touching(seen.breaks, spans))


def _spans(seen: Observed, granularity: Granularity, period: Period | None) -> list[Period]:
    wanted = period or Period(
        min(value.period.starts_on for value in seen.values),
        max(value.period.ends_on or value.period.starts_on for value in seen.values),
    )
    if granularity == "as-supplied":
        lengths = {value.period.days // 28 for value in seen.values}
        granularity = "year" if min(lengths) >= 12 else "quarter" if min(lengths) >= 3 else "month"
    size = MONTHS_IN[granularity]
    months = months_in(wanted)
    runs = [months[start : start + size] for start in range(0, len(months), size)]
    return [Period(run[0].starts_on, run[-1].ends_on) for run in runs if len(run) == size]


def _point(seen: Observed, span: Period) -> Point:
    found, values = seen.tiles(span)
    total = exact_sum(values) if found.is_whole else None
    if not isinstance(total, int):
        return Point(span, None, State.ABSENT)
    worst = next((value.state for value in values if value.state is not State.COMPLETE), State.COMPLETE)
    return Point(span, total, worst)


def _touching(breaks: tuple[Break, ...], spans: list[Period]) -> tuple[Break, ...]:
    return tuple(one for one in breaks if any(one.when.overlaps(span) for span in spans))


@dataclass(frozen=True)
class ValueFacts:
    """One value of a measure as supplied: a percentage with how many were asked (`n`), a count with its denominator."""

    period: Period
    value: int | Decimal | None
    denominator: int | Decimal | None
    n: int | None
    state: State


def values(
    partnership: str, slug: str, *, area: str = "", known_at: datetime | None = None
) -> tuple[ValueFacts, ...]:
    """The values of a measure as supplied, in order; nothing when there is no such measure."""
    seen = snapshot(partnership, known_at).observed(slug, area)
    if seen is None:
        return ()
    return tuple(ValueFacts(one.period, one.value, one.denominator, one.n, one.state) for one in seen.values)


def state_token(partnership: str) -> str:
    """A text that changes whenever anything that counts does, to keep by what was worked out from the evidence."""
    return once(("evidence", partnership), lambda: queries.state_token(partnership))


def coverage(partnership: str, *, known_at: datetime | None = None) -> tuple[CoverageFacts, ...]:
    """The coverage ledger: each source by month, with gaps named as gaps."""
    return tuple(
        CoverageFacts(
            row.source,
            row.area,
            row.period,
            str(row.state),
            row.n,
            row.without_place,
            row.note,
            row.is_synthetic,
        )
        for row in queries.coverage(partnership, known_at=known_at)
    )


def latest_known_at(partnership: str) -> datetime | None:
    """When the last import was confirmed or undone."""
    return queries.latest_known_at(partnership)


# Saved questions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SavedAnswer:
    """A saved question with what it says now (or as on its day): the first sentence of its answer."""

    slug: str
    title: str
    note: str
    sentence: str


def attached_queries(partnership: str, kind: str, target: str) -> tuple[SavedAnswer, ...]:
    """What the saved questions say that stand as evidence for something, such as an issue."""
    return tuple(_answered(partnership, one) for one in keeping.attached(partnership, kind, target))


def _answered(partnership: str, saved: keeping.Saved) -> SavedAnswer:
    try:
        said = sentences(asking.answer(partnership, saved.query))[0]
    except NotFound as missing:  # an area whose look-up was taken back
        said = str(missing)
    return SavedAnswer(saved.slug, saved.title, saved.note, said)


# Many areas at once -----------------------------------------------------------------------------------------------


def area_counts(
    partnership: str, kind: str, *, edition: str = "", known_at: datetime | None = None
) -> AreaCounts:
    """Counts by area, crime type and month of every ward, district or partnership of a year (the latest unless named).

    `kind` is ward, district or partnership; areas are named by their keys. Each counts the files of its own force, in
    codes of either edition of small areas; a month that its force did not send is not covered, and so no zero.
    """
    known = snapshot(partnership, known_at)
    places = known.reference.places(kind, edition)
    files = queries.counting(partnership, [Kind.POLICE_STREET], known_at)
    sent = (file.part.partition(" ") for file in files)
    return tallies.area_counts(
        queries.parts_of(files),
        {place.key: known.reference.rebased(place).codes for place in places},
        {place.key: place.force for place in places},
        covered=[(force, month) for force, _, month in sent],
    )
