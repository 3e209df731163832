"""Where a measure was counted: small areas of the partnership over the last twelve months, or as many of them as arrived
in a row, with what is lacking said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from frankpledge.documents.figures import InputFile
from frankpledge.documents.map_picture import TALL, Shape, area_map, fifths
from frankpledge.documents.tree import CellKind, Chart, Column, Row, Table, text
from frankpledge.evidence import queries, store
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.gaps import months_in_words
from frankpledge.evidence.rules.places import (
    COLD,
    GATHERS,
    HOT,
    MOVED,
    NOBODY,
    PER,
    UNTOLD,
    Place,
    enough,
    finding,
    placed,
)
from frankpledge.evidence.snapshot import Snapshot, snapshot
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.records.steady import once

MONTHS, FEWEST = 12, 3
"""How many months are wanted, and below how many in a row nothing is said: one month is mostly chance."""
BOUNDARIES_WANTED = (
    "There is no map, and nothing is said of where counts gather, until the outlines of the small areas are imported: "
    "the boundary file of {vintage} from the Office for National Statistics (generalised, GeoJSON, longitude and latitude)."
)
VINTAGES = {
    "lsoa11": "lower layer super output areas of 2011",
    "lsoa21": "lower layer super output areas of 2021",
}


@dataclass(frozen=True)
class PlacesFacts:
    """A measure by small area. `because` says why nothing is known of it; then the rest is empty.

    `lacking` are sentences on what to import for a map or for rates. `without_place` are rows of the force that have no place.
    """

    slug: str
    title: str
    source: str
    because: str = ""
    period: str = ""
    places: tuple[Place, ...] = ()
    shapes: tuple[tuple[str, Any], ...] = ()
    """Code and polygons of each area that has an outline."""
    without_place: int = 0
    below: int = 0
    lacking: tuple[str, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    is_synthetic: bool = False

    @property
    def is_known(self) -> bool:
        return not self.because

    @property
    def finding(self) -> str:
        return (
            finding(self.places, self.title, str(Period.parse(self.period)))
            if self.is_known
            else self.because
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the table, wherever it stands."""
        hidden = sum(one.is_withheld for one in self.places)
        kept = (
            (
                f"Counts from 1 to {self.below - 1} are withheld, and as many more as keep them from being worked out "
                f"({hidden} of {len(self.places)} areas).",
            )
            if hidden
            else ()
        )
        lost = (
            (f"{grouped(self.without_place)} of the force’s rows have no place and are in no area.",)
            if self.without_place
            else ()
        )
        return (*kept, *lost, *self.lacking, MOVED, NOBODY)


def places(
    partnership: str, slug: str, *, known_at: datetime | None = None, below: int | None = None
) -> PlacesFacts | None:
    """Where a measure was counted in the last twelve months, or in those of them that arrived in a row up to the last;
    None when there is no such measure.

    Counts from 1 to one below `below` are withheld, and more for their sake; without it the installation's setting holds.
    """
    least = settings.SMALL_COUNTS if below is None else below
    return once(
        ("places", partnership, slug, known_at, least), lambda: _places(partnership, slug, known_at, least)
    )


def _places(partnership: str, slug: str, known_at: datetime | None, below: int) -> PlacesFacts | None:
    known = snapshot(partnership, known_at)
    measure = known.measures.get(slug)
    if measure is None:
        return None
    bare = PlacesFacts(slug, measure.title, queries.source_line(measure))
    why, files, short = _files(known, slug)
    if why:
        return PlacesFacts(bare.slug, bare.title, bare.source, because=why)
    assert known.area is not None  # noqa: S101 (`_files` says so otherwise)
    members = known.area.members
    counts = _counts(queries.parts_of(files.values()), queries.types_of(slug))
    outlines = _outlines(_parts(partnership, Kind.BOUNDARIES, known_at), members)
    residents = _persons(_parts(partnership, Kind.POPULATION_LSOA, known_at), members)
    shapes = {code: json.loads(shape)["coordinates"] for code, (_, shape) in outlines.items()}
    months = [Period.parse(code) for code in sorted(files)]
    counted = {code: counts.get(code, 0) for code in members}
    return PlacesFacts(
        slug, bare.title, bare.source,
        period=Period(months[0].starts_on, months[-1].ends_on).code,
        places=placed(
            counted,
            names=_names(queries.parts_of(files.values())) | {code: name for code, (name, _) in outlines.items() if name},
            residents=residents,
            outlines={code: [(x, y) for part in shape for ring in part for x, y, *_ in ring] for code, shape in shapes.items()},
            below=below,
        ),
        shapes=tuple(shapes.items()),
        without_place=counts.get("", 0),
        below=below,
        lacking=(*short, *_few(counted), *_lacking(known.area.vintage, members, shapes, residents)),
        inputs=tuple(queries.input_file(file) for file in files.values()),
        is_synthetic=measure.dataset.is_synthetic,
    )  # fmt: skip


def _files(known: Snapshot, slug: str) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The files of the last months by month, or why they are too few; and what must be said where they are no year."""
    if not slug.startswith(POLICE) or not queries.types_of(slug):
        return "This measure was supplied as totals, so where it happened is not known.", {}, ()
    if known.area is None or not known.area.members:
        return (
            "The small areas of the partnership are not recorded, so where it happened is not known.",
            {},
            (),
        )
    by_month = {file.part.rsplit(" ", 1)[1]: file for file in known.police().files}
    if not by_month:
        return "No police file counts, so where it happened is not known.", {}, ()
    last = Period.parse(max(by_month)).starts_on
    numbers = range(last.year * 12 + last.month - MONTHS, last.year * 12 + last.month)
    wanted = [Period.month(n // 12, n % 12 + 1).code for n in numbers]
    absent = [month for month in wanted if month not in by_month]
    months = [month for month in wanted if not absent or month > absent[-1]]
    gap = f"No file arrived for {months_in_words([Period.parse(month) for month in absent])}"
    if len(months) < FEWEST:
        return f"{gap}, so {_in_a_row(len(months))} told by place; what is missing is not nothing.", {}, ()
    files = {month: by_month[month] for month in months}
    chosen = replace(known.police(), files=tuple(files.values()))
    mixed = [one.what for one in known.rebasing(chosen)]
    if mixed:
        return (
            f"{mixed[0]}, and the area is made of those of another edition, so it cannot be told by small area.",
            {},
            (),
        )
    said = (
        f"{gap}. What is told here is told of the {len(months)} months after that: counts and rates are of "
        "those months and not of a year, and the seasons are not even in them."
    )
    return "", files, (said,) if absent else ()


def _few(counted: Mapping[str, int]) -> tuple[str, ...]:
    if enough(counted):
        return ()
    return ("There are fewer events than areas, so nothing is said of where they gather.",)


def _in_a_row(months: int) -> str:
    return "one month alone cannot be" if months == 1 else f"{months} months alone cannot be"


def _parts(partnership: str, kind: Kind, known_at: datetime | None) -> tuple[Path, ...]:
    return queries.parts_of(queries.counting(partnership, [kind], known_at))


def _lacking(
    vintage: str, members: frozenset[str], shapes: Mapping[str, object], residents: Mapping[str, int]
) -> list[str]:
    words = VINTAGES.get(vintage, f"the small areas ({vintage})")
    said = []
    if not shapes:
        said.append(BOUNDARIES_WANTED.format(vintage=words))
    elif len(shapes) < len(members):
        said.append(
            f"The boundary files have outlines of {len(shapes)} of {len(members)} areas, so nothing is said of where counts gather."
        )
    if len(residents) < len(members):
        said.append(
            f"No rates are given until the population of the {words} is imported: {len(residents)} of {len(members)} areas are known."
        )
    return said


# Safe to remember: parts are immutable and named by their content.
@lru_cache(maxsize=64)
def _counts(parts: tuple[Path, ...], types: tuple[str, ...]) -> dict[str, int]:
    return store.counts_by_area(parts, crime_types=types)


@lru_cache(maxsize=16)
def _names(parts: tuple[Path, ...]) -> dict[str, str]:
    return store.names_of_areas(parts)


@lru_cache(maxsize=8)
def _outlines(parts: tuple[Path, ...], members: frozenset[str]) -> dict[str, tuple[str, str]]:
    return store.outlines(parts, members)


@lru_cache(maxsize=8)
def _persons(parts: tuple[Path, ...], members: frozenset[str]) -> dict[str, int]:
    return store.persons(parts, members)


# As tables and pictures --------------------------------------------------------------------------------------------


def places_table(facts: PlacesFacts, *, most: int | None = None) -> Table:
    """The areas in order. `most` shows so many of those that have any, and says how many there are; perhaps none."""
    shown = facts.places if most is None else tuple(one for one in facts.places if one.count)[:most]
    rated = any(one.rate is not None for one in facts.places)
    told = any(one.gathers != UNTOLD for one in facts.places if not one.is_withheld)
    columns = [Column("Small area"), Column("Count", CellKind.NUMBER)]
    columns += [Column(f"For {grouped(PER)} residents", CellKind.NUMBER)] if rated else []
    columns += [Column("What gathers")] if told else []
    rows = tuple(Row(tuple(text(cell) for cell in _cells(one, rated=rated, told=told))) for one in shown)
    notes = (*_cut(facts, len(shown)), *facts.notes)
    span = Period.parse(facts.period)
    return Table(
        f"{facts.title} by small area, {span}",
        tuple(columns),
        rows,
        facts.source.removeprefix("Source: "),
        notes,
        f"places-{facts.slug}",
    )


def _cut(facts: PlacesFacts, shown: int) -> tuple[str, ...]:
    """What the table leaves out: areas without any, whose noughts would only fill lines, and those after the first."""
    if shown == len(facts.places):
        return ()
    none = sum(one.count == 0 for one in facts.places)
    nought = f" In {grouped(none)} there were none." if none else ""
    return (f"The first {shown} of {len(facts.places)} areas.{nought}",)


def _cells(one: Place, *, rated: bool, told: bool) -> list[str]:
    name = one.name if one.name == one.code else f"{one.name} ({one.code})"
    cells = [name, "withheld" if one.count is None else grouped(one.count)]
    cells += ["withheld" if one.rate is None else f"{one.rate}"] if rated else []
    return cells + ([GATHERS[one.gathers]] if told else [])


def _words(one: Place) -> str:
    """What the table says of an area, in a sentence."""
    if one.is_withheld:
        return "Its count is withheld, because it is small or would tell of one that is."
    rate = f", {one.rate} for {grouped(PER)} residents" if one.rate is not None else ""
    gathers = "" if one.gathers == UNTOLD else f" {GATHERS[one.gathers]}."
    return f"{grouped(one.count or 0)}{rate}.{gathers}"


def places_map(facts: PlacesFacts, *, most: int | None = None, tall: int = TALL) -> Chart | None:
    """The map beside the table, no more than `tall` points high; None without outlines."""
    outlines = dict(facts.shapes)
    drawn = [(one, outlines[one.code]) for one in facts.places if one.code in outlines]
    if not drawn:
        return None
    sizes = [
        None if one.is_withheld else float(one.rate if one.rate is not None else one.count or 0) for one, _ in drawn
    ]  # fmt: skip
    shapes = tuple(
        Shape(one.code, polygons, fifth, one.gathers in {HOT, COLD}, one.name, _words(one))
        for (one, polygons), fifth in zip(drawn, fifths(sizes), strict=True)
    )
    return area_map(
        id=f"map-{facts.slug}",
        title=facts.finding,
        subtitle=f"{facts.title}, {Period.parse(facts.period)}. {facts.source}",
        shapes=shapes,
        table=replace(places_table(facts, most=most), id=""),
        tall=tall,
    )
