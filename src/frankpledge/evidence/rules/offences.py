"""Offences by code, period and area: which of them make up a period, and what they weigh together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.analysis.series import earlier, whole_months
from frankpledge.analysis.severity import Counted, Weighted, weigh
from frankpledge.evidence.rules.tiling import tiling
from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class OffenceRow:
    """So many offences of a code in a period and area. `n` of None is missing, with `missing` saying how; `period` of None
    where the table has no dates."""

    line: int
    period: Period | None
    area: str
    code: str
    offence: str
    group: str
    n: int | None
    missing: str = ""
    sheet: str = ""


def periods_of(rows: Sequence[OffenceRow]) -> tuple[Period, ...]:
    """The periods that there are rows of, in order."""
    found = {row.period for row in rows if row.period is not None}
    return tuple(sorted(found, key=lambda one: (one.starts_on, one.ends_on or one.starts_on)))


def whole_span(rows: Sequence[OffenceRow]) -> Period | None:
    """From the first to the last day of a table; None where it has no dates."""
    held = periods_of(rows)
    if not held:
        return None
    ends: list[date] = [one.ends_on or one.starts_on for one in held]
    return Period(held[0].starts_on, max(ends))


@dataclass(frozen=True)
class Chosen:
    """The rows that make up a period, or the stretches of it of which nothing was supplied."""

    rows: tuple[OffenceRow, ...]
    absent: tuple[Period, ...] = ()


def chosen(
    rows: Sequence[OffenceRow], wanted: Period | None, keep: Callable[[OffenceRow], bool] = lambda _: True
) -> Chosen:
    """The rows of a period that `keep` keeps. A period of which the table has any row is covered: an offence or area without
    a row in it had none there. One without any row is missing, never nought."""
    if wanted is None:
        return Chosen(tuple(row for row in rows if keep(row)))
    found = tiling(wanted, periods_of(rows))
    if not found.is_whole:
        return Chosen((), found.missing)
    tiles = set(found.tiles)
    return Chosen(tuple(row for row in rows if row.period in tiles and keep(row)))


def weighed(
    rows: Sequence[OffenceRow],
    weights: WeightSet,
    wanted: Period | None,
    *,
    keep: Callable[[OffenceRow], bool] = lambda _: True,
    population: int | None = None,
    confidence: float = 0.95,
) -> Weighted:
    """What the offences of a period weigh together; unknown, naming it, where a stretch of the period was not supplied."""
    found = chosen(rows, wanted, keep)
    counts = [Counted(row.code, row.n, row.offence, row.group) for row in found.rows]
    absent = [str(one) for one in found.absent]
    return weigh(counts, weights, population=population, confidence=confidence, absent=absent)


def by_period(
    rows: Sequence[OffenceRow],
    weights: WeightSet,
    *,
    keep: Callable[[OffenceRow], bool] = lambda _: True,
    confidence: float = 0.95,
) -> dict[Period, Weighted]:
    """The same for each period that there are rows of, in order. A period whose rows are all of another kind or area had none."""
    held: dict[Period, list[Counted]] = {period: [] for period in periods_of(rows)}
    for row in rows:
        if row.period is not None and keep(row):
            held[row.period].append(Counted(row.code, row.n, row.offence, row.group))
    return {period: weigh(counts, weights, confidence=confidence) for period, counts in held.items()}


def whole_years(found: Mapping[Period, Weighted], until: Period) -> tuple[tuple[Weighted, ...], ...]:
    """The scores of each whole year by month or quarter, the last year ending with `until`, those with a gap left out.

    Empty where the periods are not all months or all quarters, or a year of them does not end there.
    """
    sizes = {whole_months(period) for period in found}
    size = sizes.pop() if len(sizes) == 1 else None
    ends = next((one for one in found if one.ends_on == until.ends_on), None)
    if size not in SEASONS or ends is None:
        return ()
    years, last, first = [], ends, min(period.starts_on for period in found)
    while last.starts_on >= first:
        year = [found.get(earlier(last, months=size * back)) for back in range(YEAR // size)]
        known = [one for one in year if one is not None and one.middle is not None]
        years += [tuple(known)] if len(known) == len(year) else []
        last = earlier(last, months=YEAR)
    return tuple(years)


SEASONS, YEAR = (1, 3), 12
"""Periods, in months, that show seasons."""


def by_area(
    rows: Sequence[OffenceRow],
    weights: WeightSet,
    wanted: Period | None,
    *,
    populations: Mapping[str, int],
    confidence: float = 0.95,
) -> dict[str, Weighted]:
    """The same for each area that the table names, in the alphabet."""
    found = chosen(rows, wanted)
    held: dict[str, list[Counted]] = {row.area: [] for row in rows if row.area}
    for row in found.rows:
        if row.area:
            held[row.area].append(Counted(row.code, row.n, row.offence, row.group))
    absent = [str(one) for one in found.absent]
    return {
        area: weigh(counts, weights, population=populations.get(area), confidence=confidence, absent=absent)
        for area, counts in sorted(held.items())
    }


def standing(found: Mapping[str, Weighted]) -> dict[str, int]:
    """The place of each area, the highest first, by rate where every known area has residents and by score otherwise; those
    alike share a place, and what is not known has none."""
    known = {area: one for area, one in found.items() if one.middle is not None}
    rated = all(one.population for one in known.values())
    size = {area: (one.rates[1] if rated and one.rates else one.middle) or 0 for area, one in known.items()}
    return {area: 1 + sum(1 for other in size.values() if other > own) for area, own in size.items()}
