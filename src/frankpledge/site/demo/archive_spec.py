"""What a synthetic archive is to be like, read from the demonstration's `archive.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.toml_files import TomlTable, read_toml

NO_CRIME_ID = "Anti-social behaviour"
"""The one type that the publisher releases without Crime ID and without outcome."""
CRIME_TYPES = frozenset({
    NO_CRIME_ID, "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
    "Violence and sexual offences",
})  # fmt: skip


@dataclass(frozen=True)
class CrimeType:
    """One of the fourteen: its share of a month, season, yearly trend and outcomes by share."""

    name: str
    share: float
    season: float
    trend: float
    concentration: float
    outcomes: Mapping[str, float]


@dataclass(frozen=True)
class Dip:
    """Whole months (codes such as 2020-04) in which the named types, or all, are multiplied by a factor."""

    months: tuple[str, ...]
    types: tuple[str, ...]
    factor: float

    def touches(self, month: str, crime_type: str) -> bool:
        return month in self.months and (not self.types or crime_type in self.types)


@dataclass(frozen=True)
class Break:
    """A mark on every series in its scope (`*` is all): a gap, step, transition or event. No end: still so."""

    id: str
    title: str
    kind: str
    scope: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    treatment: str
    effect: str
    factor: float
    note: str

    def touches(self, month: Period, crime_type: str) -> bool:
        in_scope = "*" in self.scope or crime_type in self.scope
        return in_scope and Period(self.starts_on, self.ends_on).overlaps(month)


@dataclass(frozen=True)
class Place:
    """The box of longitude and latitude over which invented map points are scattered."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class MovedPoints:
    """From a month on, a share of the map points stands some metres elsewhere."""

    from_month: str
    share: float
    metres: float


@dataclass(frozen=True)
class ArchiveSpec:
    """Everything that decides a synthetic archive, but the seed, the force and its small areas."""

    label: str
    first_month: str
    months: int
    monthly_total: int
    over_dispersion: float
    crime_id_prefix: str
    street: str
    no_location: str
    no_location_share: float
    outside_rows: int
    repeated_ids: int
    exact_repeats: int
    points_per_area: int
    crlf_from: str
    absent_months: tuple[str, ...]
    open_months: int
    open_share: float
    outside: tuple[tuple[str, str], ...]
    place: Place
    moved_points: MovedPoints
    breaks: tuple[Break, ...]
    dips: tuple[Dip, ...]
    types: tuple[CrimeType, ...]

    @property
    def period(self) -> Period:
        """The months from first to last, the absent ones included."""
        first = Period.parse(self.first_month).starts_on
        count = first.year * 12 + first.month - 1 + self.months - 1
        return Period(first, Period.month(count // 12, count % 12 + 1).ends_on)

    @property
    def month_codes(self) -> tuple[str, ...]:
        return tuple(month.code for month in months_in(self.period))


def read_archive_spec(path: Path) -> ArchiveSpec:
    """Read `archive.toml`. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    types = tuple(_crime_type(row) for row in top.tables("type"))
    if {one.name for one in types} != CRIME_TYPES:
        missing = ", ".join(sorted(CRIME_TYPES ^ {one.name for one in types}))
        top.wrong("type", f"does not hold the fourteen crime types: {missing}.", "Give each exactly once.")
    spec = ArchiveSpec(
        label=top.text("label"),
        first_month=_month(top, "first_month"),
        months=top.whole("months", low=1),
        monthly_total=top.whole("monthly_total", low=0),
        over_dispersion=top.number("over_dispersion", low=0.1),
        crime_id_prefix=top.text("crime_id_prefix"),
        street=top.text("street"),
        no_location=top.text("no_location"),
        no_location_share=top.number("no_location_share", low=0),
        outside_rows=top.whole("outside_rows", low=0),
        repeated_ids=top.whole("repeated_ids", low=0),
        exact_repeats=top.whole("exact_repeats", low=0),
        points_per_area=top.whole("points_per_area", low=1),
        crlf_from=_month(top, "crlf_from"),
        absent_months=top.texts("absent_months", ()),
        open_months=top.whole("open_months", low=0),
        open_share=top.number("open_share", low=0),
        outside=_outside(top),
        place=_place(top.table("place")),
        moved_points=_moved(top.table("moved_points")),
        breaks=tuple(_break(row) for row in top.tables("break")),
        dips=tuple(
            Dip(row.texts("months"), row.texts("types", ()), row.number("factor", low=0))
            for row in top.tables("dip")
        ),
        types=types,
    )
    top.once("name", top.tables("type"))
    top.check()
    return spec


def _month(table: TomlTable, name: str) -> str:
    code = table.text(name)
    try:
        Period.parse(code)
    except ValueError:
        table.wrong(name, f"is ‘{code}’, which is not a month.", "Write a month such as 2020-04.")
        return "2000-01"
    return code


def _crime_type(row: TomlTable) -> CrimeType:
    outcomes = row.table("outcomes")
    return CrimeType(
        name=row.choice("name", sorted(CRIME_TYPES)),
        share=row.number("share", low=0),
        season=row.number("season"),
        trend=row.number("trend", low=0.01),
        concentration=row.number("concentration", 1.0, low=0),
        outcomes={name: outcomes.number(name, low=0) for name in outcomes.values},
    )


def _outside(top: TomlTable) -> tuple[tuple[str, str], ...]:
    rows = top.value("outside") or []
    if not isinstance(rows, list) or any(not isinstance(row, list) or len(row) != 2 for row in rows):
        top.wrong("outside", "is not a list of code and name.", 'Write [["E01…", "Name 001A"], …].')
        return ()
    return tuple((str(code), str(name)) for code, name in rows)


def _place(table: TomlTable) -> Place:
    return Place(*(table.number(side) for side in ("west", "south", "east", "north")))


def _moved(table: TomlTable) -> MovedPoints:
    return MovedPoints(_month(table, "from"), table.number("share", low=0), table.number("metres", low=0))


def _break(row: TomlTable) -> Break:
    return Break(
        id=row.text("id"),
        title=row.text("title"),
        kind=row.choice("kind", ("gap", "step", "transition", "event")),
        scope=row.texts("scope"),
        starts_on=row.day("starts_on"),
        ends_on=row.optional_day("ends_on"),
        treatment=row.choice("treatment", ("exclude", "split baseline", "annotate only", "dummy")),
        effect=row.text("effect", "unknown"),
        factor=row.number("factor", 1.0, low=0),
        note=row.text("note", ""),
    )
