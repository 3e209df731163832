"""The areas that can be asked about: the partnership's own, its force, and the wards, districts and partnerships of the
look-ups that were imported. Each is a set of small areas, the same for every month, so that a series does not move when a
boundary does; rows that carry codes of another edition are re-based, and what cannot be is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from frankpledge.directory.api import AreaFacts
from frankpledge.evidence import queries
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.readers.police_rows import force_slug
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.geography import (
    OTHER,
    Links,
    Made,
    Partnerships,
    Rebased,
    moved,
    partnerships,
    rebase,
)
from frankpledge.kernel.numbers import grouped
from frankpledge.web.words import counted

OWN, FORCE = "", "force"
"""The keys of the partnership's own area, and of its whole force, rows without a place included."""
WARD, DISTRICT, PARTNERSHIP = "ward", "district", "partnership"
KINDS = (Kind.LSOA_WARD_LAD, Kind.LAD_CSP_PFA, Kind.LSOA11_LSOA21, Kind.POPULATION_LSOA)
"""The reference files that areas are made from."""


@dataclass(frozen=True)
class Place:
    """An area that can be asked about. `edition` is the year of its boundary, `force` the slug of its police force."""

    key: str
    code: str
    name: str
    kind: str
    edition: str
    vintage: str
    members: frozenset[str]
    force: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """Residents by small area, with the file that says so."""

    vintage: str
    persons: Mapping[str, int]
    file: str

    def of(self, members: Iterable[str]) -> int | None:
        """The residents of some small areas; None unless the file has every one of them."""
        found = [self.persons.get(code) for code in members]
        return None if None in found or not found else sum(one for one in found if one is not None)


@dataclass(frozen=True)
class Reference:
    """The reference files of a partnership that count, as known at a moment."""

    files: tuple[ImportedFile, ...] = field(compare=False)
    own: AreaFacts | None

    def of(self, kind: Kind) -> list[tuple[ImportedFile, Path]]:
        """The files of a kind, the last taken in first."""
        return [(file, queries.parts_of([file])[0]) for file in reversed(self.files) if file.kind == kind]

    @cached_property
    def links(self) -> Links | None:
        """How the small areas of 2011 and 2021 belong together; None when no look-up was imported."""
        found = self.of(Kind.LSOA11_LSOA21)
        return _links(found[0][1]) if found else None

    @cached_property
    def districts(self) -> Mapping[str, Path]:
        """The look-ups of small areas to wards and districts, by year."""
        return {_year(file, "lad"): part for file, part in reversed(self.of(Kind.LSOA_WARD_LAD))}

    @cached_property
    def partners(self) -> Mapping[str, Path]:
        """The look-ups of districts to partnerships and forces, by year."""
        return {_year(file, "csp"): part for file, part in reversed(self.of(Kind.LAD_CSP_PFA))}

    @cached_property
    def population(self) -> Population | None:
        """The residents of small areas; None when no such file was imported."""
        found = self.of(Kind.POPULATION_LSOA)
        if not found:
            return None
        file, part = found[0]
        return Population(_vintage(file), _persons(part), file.name)

    # What can be asked about

    def place(self, key: str) -> Place | None:
        """One area by its key; None when there is no such area."""
        if key in {OWN, FORCE}:
            return self._own(key)
        kind, _, rest = key.partition(":")
        code, _, edition = rest.partition("@")
        return next((one for one in self.places(kind, edition) if one.code == code), None)

    def _own(self, key: str) -> Place:
        force = self.own.police_force if self.own else ""
        if key == FORCE or self.own is None:
            return Place(FORCE, "", "The whole force", FORCE, "", "", frozenset(), force)
        return Place(OWN, self.own.code, self.own.name, "own", "", self.own.vintage, self.own.members, force)

    def places(self, kind: str, edition: str = "") -> tuple[Place, ...]:
        """The wards, districts or partnerships of a year, the latest unless named, by name."""
        if kind in {WARD, DISTRICT}:
            year = edition or max(self.districts, default="")
            found = self._simple(kind, year) if year in self.districts else ()
        else:
            known = set(self.partners) & set(self.districts)
            year = edition or max(known, default="")
            found = self._partnerships(year) if kind == PARTNERSHIP and year in known else ()
        return tuple(sorted(found, key=lambda one: (one.name, one.code)))

    @cached_property
    def _forces(self) -> Mapping[str, str]:
        """The force of each district in the latest look-up that says so."""
        found: dict[str, str] = {}
        for _, part in sorted(self.partners.items()):
            found |= {row["lad"]: force_slug(row["pfa_name"]) for row in _rows(part, ("lad", "pfa_name"))}
        return found

    def _simple(self, kind: str, year: str) -> Iterator[Place]:
        """Wards and districts, which a look-up lists by themselves."""
        column = {"ward": "ward", "district": "lad"}[kind]
        home = self.own.police_force if self.own else ""
        for (code, name, district), members in _groups(self.districts[year], column).items():
            yield Place(
                f"{kind}:{code}@{year}", code, name, kind, year, "lsoa11", members, self._forces.get(district, home),
                ("A ward is made of the small areas that fit it best; its edge may cut through some.",) if kind == WARD else (),
            )  # fmt: skip

    def _partnerships(self, year: str) -> Iterator[Place]:
        found = self.made(year)
        for row in _rows(self.partners[year], ("csp", "csp_name", "pfa_name"), distinct="csp"):
            made = found.made.get(row["csp"])
            if made is not None:
                key = f"{PARTNERSHIP}:{row['csp']}@{year}"
                yield Place(
                    key, row["csp"], row["csp_name"], PARTNERSHIP, year, "lsoa11", made.members,
                    force_slug(row["pfa_name"]), tuple(_notes_of(made, row["csp"] in found.doubtful, found)),
                )  # fmt: skip

    def made(self, year: str) -> Partnerships:
        """What the partnerships of a year are made of."""
        return _made(year, tuple(sorted(self.districts.items())), tuple(sorted(self.partners.items())))

    # How rows are counted in it

    def rebased(self, place: Place) -> Rebased:
        """The codes by which rows count for an area, whichever edition they carry."""
        return _rebased(place.members, place.vintage, self.links)

    @cached_property
    def known_codes(self) -> frozenset[str]:
        """Every code of either edition that the look-up knows; empty without one."""
        return frozenset() if self.links is None else self.links.codes("lsoa11") | self.links.codes("lsoa21")

    def residents(self, place: Place) -> tuple[int | None, str]:
        """How many live in an area, counted over the same small areas; or None with the reason."""
        if self.population is None:
            return None, "no population of small areas has been imported"
        if not place.members:
            return None, "the area of the whole force is not recorded"
        if self.population.vintage != place.vintage:
            return None, f"the population in ‘{self.population.file}’ is of other small areas"
        persons = self.population.of(place.members)
        if persons is None:
            return None, f"‘{self.population.file}’ does not have every small area of it"
        return persons, ""

    def changes(self, place: Place) -> str:
        """How the boundary of an area differs from the edition before; empty where it does not or that is not known."""
        if not place.edition:
            return ""
        years = sorted(year for year in self._years(place.kind) if year < place.edition)
        before = self.place(f"{place.kind}:{place.code}@{years[-1]}") if years else None
        if before is None:
            return ""
        found = moved(before.members, place.members)
        if not (found.joined or found.left):
            return ""
        return (
            f"The boundary of {place.edition} is used for every month. Since that of {before.edition}, "
            f"{counted(len(found.joined), 'small area')} joined and {grouped(len(found.left))} left."
        )

    def _years(self, kind: str) -> Iterable[str]:
        return self.districts if kind in {WARD, DISTRICT} else set(self.partners) & set(self.districts)


def reference(partnership: str, own: AreaFacts | None, known_at: datetime | None) -> Reference:
    """The reference files of a partnership, as known at a moment."""
    return Reference(queries.counting(partnership, KINDS, known_at), own)


def rebasing_notes(found: Rebased, vintage: str, *, has_links: bool) -> tuple[str, ...]:
    """What must be said of how rows with codes of the other edition are placed."""
    own, other = vintage.replace("lsoa", "20"), OTHER[vintage].replace("lsoa", "20")
    if not has_links:
        return (
            f"No look-up of small areas of 2011 to those of 2021 has been imported: rows that carry codes of {other} of "
            "areas that changed cannot be placed.",
        )
    notes = []
    if found.exact or found.best_fit:
        best = f", {grouped(len(found.best_fit))} of them by best fit" if found.best_fit else ""
        notes.append(
            f"The area is made of small areas of {own}; {counted(len(found.exact) + len(found.best_fit), 'code')} of "
            f"{other} count for it too{best}."
        )
    if found.unseen:
        notes.append(
            f"{counted(len(found.unseen), 'small area')} of it {'was' if len(found.unseen) == 1 else 'were'} split in {other}, "
            "and the look-up names one part of each: rows of the other parts cannot be placed."
        )
    if found.straddling:
        notes.append(
            f"{counted(len(found.straddling), 'code')} of {other} lie on both sides of its edge and count for neither."
        )
    return tuple(notes)


def _notes_of(made: Made, is_doubtful: bool, found: Partnerships) -> Iterator[str]:
    if made.borrowed:
        yield (
            f"Its district lies in several partnerships; the look-up of {made.earlier} tells which "
            f"{counted(made.borrowed, 'small area')} are in this one."
        )
    if is_doubtful:
        yield (
            f"{counted(len(found.unplaced), 'small area')} of a district that lies in several partnerships cannot be placed "
            "by the look-ups imported: this area may lack some."
        )


# Reading reference files. Safe to remember: parts are immutable and named by their content. ----------------------


def _year(file: ImportedFile, what: str) -> str:
    return str(file.facts.get("vintage", {}).get(what, ""))


def _vintage(file: ImportedFile) -> str:
    return f"lsoa{_year(file, 'lsoa')[-2:]}"


def _rows(part: Path, columns: tuple[str, ...], *, distinct: str = "") -> tuple[dict[str, str], ...]:
    found = _table(part, columns)
    if not distinct:
        return found
    return tuple({row[distinct]: row for row in reversed(found)}.values())


@lru_cache(maxsize=32)
def _table(part: Path, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    import pyarrow.parquet as pq

    return tuple(pq.read_table(part, columns=list(columns)).to_pylist())


@lru_cache(maxsize=8)
def _links(part: Path) -> Links:
    return Links(frozenset((row["lsoa11"], row["lsoa21"]) for row in _table(part, ("lsoa11", "lsoa21"))))


@lru_cache(maxsize=8)
def _persons(part: Path) -> dict[str, int]:
    return {row["area"]: int(row["persons"]) for row in _table(part, ("area", "persons"))}


@lru_cache(maxsize=16)
def _groups(part: Path, column: str) -> dict[tuple[str, str, str], frozenset[str]]:
    """The small areas of each ward or district: by code, name and district."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in _table(part, ("lsoa", "ward", "ward_name", "lad", "lad_name")):
        found.setdefault((row[column], row[f"{column}_name"], row["lad"]), set()).add(row["lsoa"])
    return {key: frozenset(codes) for key, codes in found.items()}


@lru_cache(maxsize=8)
def _made(
    year: str, districts: tuple[tuple[str, Path], ...], partners: tuple[tuple[str, Path], ...]
) -> Partnerships:
    of_areas = {
        edition: {row["lsoa"]: row["lad"] for row in _table(part, ("lsoa", "ward", "ward_name", "lad", "lad_name"))}
        for edition, part in districts
    }  # fmt: skip
    of_districts: dict[str, dict[str, frozenset[str]]] = {}
    for edition, part in partners:
        found: dict[str, set[str]] = {}
        for row in _table(part, ("lad", "csp")):
            found.setdefault(row["lad"], set()).add(row["csp"])
        of_districts[edition] = {lad: frozenset(csps) for lad, csps in found.items()}
    return partnerships(year, of_areas, of_districts)


@lru_cache(maxsize=512)
def _rebased(members: frozenset[str], vintage: str, links: Links | None) -> Rebased:
    return rebase(members, vintage, links) if members else Rebased(members)
