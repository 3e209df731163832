"""Writes a synthetic police.uk archive: right in header, layout and oddities, and about nothing that happened.

Why synthetic: the demonstration needs three years of street-level files everywhere, also where the real ones are
not kept. Every street is a ‘Synthetic Street’ and every Crime ID begins with the prefix of the specification, so
that no row can be taken for a real one. Same seed and specification, same bytes.
"""

from __future__ import annotations

import csv
import math
import random
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from frankpledge.kernel.dates import Period
from frankpledge.site.demo.archive_spec import NO_CRIME_ID, ArchiveSpec, CrimeType
from frankpledge.site.demo.synthetic_measures import write_measure_tables

__all__ = ["HEADER", "invented_areas", "write_archive", "write_measure_tables"]

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
    "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
OPEN_OUTCOMES = ("Under investigation", "Awaiting court outcome")
PEAK_MONTH = 7.5  # the season is a wave that is highest between July and August
METRES_A_DEGREE = 111_320

Point = tuple[str, str, str, str, str]
"""Longitude, latitude, location, area code, area name: as they stand in a row."""


def invented_areas(count: int, name: str) -> tuple[tuple[str, str], ...]:
    """Small areas that do not exist, for a demonstration without an area's real ones: (code, name) each.

    The codes are of the right form and in a range that the ONS has not issued.
    """
    return tuple(
        (f"E01{900_000 + place:06d}", f"{name} {place // 5 + 1:03d}{'ABCDE'[place % 5]}")
        for place in range(count)
    )


def write_archive(
    folder: Path,
    *,
    seed: int,
    force_name: str,
    force_slug: str,
    lsoas: Sequence[tuple[str, str]],
    spec: ArchiveSpec,
    last_month: str = "",
    months: int = 0,
    monthly_total: int = 0,
) -> tuple[Path, ...]:
    """Write `YYYY-MM/YYYY-MM-<slug>-street.csv` for every month that is not absent, and a README.txt.

    `lsoas` are (code, name) of the force's small areas. `last_month`, `months` and `monthly_total` override the
    specification. Answers the street files in order. Raises ValueError when there are no small areas.
    """
    if not lsoas:
        raise ValueError("a synthetic archive needs at least one small area")
    spec = _overridden(spec, last_month, months, monthly_total)
    town = _Town.laid_out(seed, lsoas, spec)
    written = []
    for month in spec.month_codes:
        if month in spec.absent_months:
            continue
        rows = _month_rows(f"{seed}/{month}", month, force_name, town, spec)
        written.append(_write(folder / month / f"{month}-{force_slug}-street.csv", month, rows, spec))
    (folder / "README.txt").write_text(_readme(spec, force_name, seed), encoding="utf-8")
    return tuple(written)


def _overridden(spec: ArchiveSpec, last_month: str, months: int, monthly_total: int) -> ArchiveSpec:
    spec = replace(spec, months=months or spec.months, monthly_total=monthly_total or spec.monthly_total)
    if not last_month:
        return spec
    last = Period.parse(last_month).starts_on
    first = last.year * 12 + last.month - spec.months
    return replace(spec, first_month=f"{first // 12:04d}-{first % 12 + 1:02d}")


@dataclass(frozen=True)
class _Town:
    """The invented map: points with weights, before and after they were moved, and points outside the force."""

    points: tuple[Point, ...]
    moved: tuple[Point, ...]
    weights: tuple[float, ...]
    outside: tuple[Point, ...]

    @classmethod
    def laid_out(cls, seed: int, lsoas: Sequence[tuple[str, str]], spec: ArchiveSpec) -> _Town:
        rng = random.Random(f"{seed}/town")  # noqa: S311 (repeatability is the purpose)
        points: list[Point] = []
        moved: list[Point] = []
        weights: list[float] = []
        for code, name in sorted(lsoas):
            busy = rng.lognormvariate(0, 1)
            east = rng.uniform(spec.place.west, spec.place.east)
            north = rng.uniform(spec.place.south, spec.place.north)
            for place in range(spec.points_per_area):
                x, y = east + rng.gauss(0, 0.006), north + rng.gauss(0, 0.004)
                street = spec.street.format(number=len(points) + 1)
                points.append(_point(x, y, street, code, name))
                moved.append(_shifted(rng, x, y, points[-1], spec))
                weights.append(busy / (place + 1))
        outside = tuple(
            _point(spec.place.east + 0.2, spec.place.north, spec.street.format(number=0), code, name)
            for code, name in spec.outside
        )
        return cls(tuple(points), tuple(moved), tuple(weights), outside)

    def at(self, month: str, spec: ArchiveSpec) -> tuple[Point, ...]:
        return self.moved if month >= spec.moved_points.from_month else self.points


def _point(x: float, y: float, street: str, code: str, name: str) -> Point:
    return f"{x:.6f}", f"{y:.6f}", street, code, name


def _shifted(rng: random.Random, x: float, y: float, point: Point, spec: ArchiveSpec) -> Point:
    if rng.random() >= spec.moved_points.share:
        return point
    turn, step = rng.uniform(0, 2 * math.pi), spec.moved_points.metres / METRES_A_DEGREE
    across = step * math.cos(turn) / math.cos(math.radians(y))
    return _point(x + across, y + step * math.sin(turn), point[2], point[3], point[4])


def _expected(one: CrimeType, month: str, spec: ArchiveSpec) -> float:
    """How many of a type a month would have on average."""
    period = Period.parse(month)
    years = int(month[:4]) - int(spec.first_month[:4]) + (int(month[5:7]) - 1) / 12
    wave = 1 + one.season * math.cos(2 * math.pi * (int(month[5:7]) - PEAK_MONTH) / 12)
    found = spec.monthly_total * one.share * wave * math.pow(one.trend, years) * period.days / (365.25 / 12)
    for mark in spec.breaks:
        found *= mark.factor if mark.touches(period, one.name) else 1
    for dip in spec.dips:
        found *= dip.factor if dip.touches(month, one.name) else 1
    return found


def _count(rng: random.Random, mean: float, spec: ArchiveSpec) -> int:
    """A count that scatters around its mean somewhat more than pure chance would make it."""
    return max(0, round(rng.gauss(mean, math.sqrt(mean * spec.over_dispersion))))


def _month_rows(seed: str, month: str, force: str, town: _Town, spec: ArchiveSpec) -> list[tuple[str, ...]]:
    """All rows of a month, in the publisher's order: area by area, rows without a place last.

    Each type has its own dice, so that a change to one type leaves the others as they were.
    """
    points = town.at(month, spec)
    rows: list[tuple[str, ...]] = []
    for one in spec.types:
        rng = random.Random(f"{seed}/{one.name}")  # noqa: S311 (repeatability is the purpose)
        total = _count(rng, _expected(one, month, spec), spec)
        weights = list(accumulate(weight**one.concentration for weight in town.weights))
        places = rng.choices(points, cum_weights=weights, k=total)
        outcomes = _outcomes(rng, one, month, total, spec)
        for place, outcome in zip(places, outcomes, strict=True):
            where = _somewhere(rng, place, spec)
            number = "" if one.name == NO_CRIME_ID else _crime_id(rng, spec)
            rows.append((number, month, force, force, *where, one.name, outcome, ""))
    rng = random.Random(f"{seed}/oddities")  # noqa: S311
    rows = [*_elsewhere(rng, rows, town, spec), *_repeats(rng, rows, points, spec)]
    rows.sort(key=lambda row: (row[8] == "", row[8], row[0] != "", row[9], row[0]))
    return rows


def _somewhere(rng: random.Random, place: Point, spec: ArchiveSpec) -> Point:
    if rng.random() < spec.no_location_share:
        return "", "", spec.no_location, "", ""
    return place


def _crime_id(rng: random.Random, spec: ArchiveSpec) -> str:
    digits = 64 - len(spec.crime_id_prefix)
    return f"{spec.crime_id_prefix}{rng.getrandbits(4 * digits):0{digits}x}"


def _outcomes(rng: random.Random, one: CrimeType, month: str, total: int, spec: ArchiveSpec) -> list[str]:
    if not one.outcomes:
        return [""] * total
    chosen = rng.choices(list(one.outcomes), weights=list(one.outcomes.values()), k=total)
    if month not in spec.month_codes[len(spec.month_codes) - spec.open_months :]:
        return chosen
    return [
        rng.choices(OPEN_OUTCOMES, weights=(9, 1))[0] if rng.random() < spec.open_share else outcome
        for outcome in chosen
    ]


def _elsewhere(
    rng: random.Random, rows: list[tuple[str, ...]], town: _Town, spec: ArchiveSpec
) -> list[tuple[str, ...]]:
    """The rows, of which a few were placed outside the force."""
    if not town.outside or not rows:
        return rows
    for place in rng.sample(range(len(rows)), k=min(spec.outside_rows, len(rows))):
        rows[place] = (*rows[place][:4], *rng.choice(town.outside), *rows[place][9:])
    return rows


def _repeats(
    rng: random.Random, rows: list[tuple[str, ...]], points: Sequence[Point], spec: ArchiveSpec
) -> Iterator[tuple[str, ...]]:
    """Second rows of some Crime IDs: a few exact copies, most with another outcome or place, a rare other type."""
    crimes = [row for row in rows if row[0]]
    wanted = min(spec.repeated_ids + spec.exact_repeats, len(crimes))
    numbered = [one for one in spec.types if one.name != NO_CRIME_ID]
    by_type = {one.name: one for one in numbered}
    for place, row in enumerate(rng.sample(crimes, k=wanted)):
        if place < spec.exact_repeats:
            yield row
            continue
        kind = rng.choice(numbered).name if rng.random() < 0.05 else row[9]
        outcome = _drawn(rng, by_type[kind].outcomes)
        where = rng.choice(points) if rng.random() < 0.7 else row[4:9]
        yield (*row[:4], *where, kind, outcome, "")


def _drawn(rng: random.Random, shares: Mapping[str, float]) -> str:
    names = list(shares)
    heights = list(accumulate(shares.values()))
    return names[min(bisect(heights, rng.random() * heights[-1]), len(names) - 1)] if names else ""


def _write(path: Path, month: str, rows: Sequence[tuple[str, ...]], spec: ArchiveSpec) -> Path:
    ending = "\r\n" if month >= spec.crlf_from else "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=ending).writerows([HEADER, *rows])
    return path


def _readme(spec: ArchiveSpec, force: str, seed: int) -> str:
    marks = "\n".join(
        f"- {mark.title} ({mark.starts_on}{f' to {mark.ends_on}' if mark.ends_on else ' onwards'}): {mark.note}"
        for mark in spec.breaks
    )
    return (
        f"SYNTHETIC DATA ({spec.label}). Nothing in these files happened.\n\n"
        f"They have the layout of the data.police.uk archive and were written by a generator (seed {seed}) for the "
        f"demonstration of Frankpledge. They say nothing about {force} or any place.\n"
        f"Every location reads ‘{spec.street.format(number='…')}’ or ‘{spec.no_location}’, and every Crime ID begins "
        f"with {spec.crime_id_prefix}.\n\nMonths: {spec.month_codes[0]} to {spec.month_codes[-1]}; "
        f"absent: {', '.join(spec.absent_months) or 'none'}.\n\nMarks:\n{marks}\n"
    )
