"""What one partnership's evidence says, as known at a moment: read from the database once, then asked many times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from uuid import UUID

from frankpledge.analysis.series import Break, BreakKind, State, Treatment
from frankpledge.analysis.severity import Weighted
from frankpledge.directory import api as directory
from frankpledge.directory.api import AreaFacts
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import coded, geography, queries, store, tallies
from frankpledge.evidence.cube import PLACED, Where
from frankpledge.evidence.geography import FORCE, Place, Reference
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.models import ImportedFile, Measure, RecordingBreak
from frankpledge.evidence.observed import Observed, Value
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.breaks import Entry, register
from frankpledge.evidence.rules.geography import OTHER
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.records.steady import once
from frankpledge.web.words import counted


@dataclass(frozen=True)
class Police:
    """The police files that count in an area, and the small areas that are wanted (None: the whole force)."""

    files: tuple[ImportedFile, ...]
    members: Where
    place: Place


@dataclass(frozen=True)
class Snapshot:
    """A partnership's measures, files and breaks on a day, as known at a moment (None: now)."""

    partnership: str
    known_at: datetime | None
    on: date
    seen: dict[tuple[str, str], Observed] = field(default_factory=dict, compare=False)
    kept: dict[Kind, tuple[ImportedFile, ...]] = field(default_factory=dict, compare=False)
    by_code: dict[UUID, coded.Held] = field(default_factory=dict, compare=False)
    """By dataset, its offences by code."""
    by_code_here: dict[tuple[UUID, str], coded.Held] = field(default_factory=dict, compare=False)
    """By measure and area, those that count for it."""
    weighed: dict[tuple[UUID, str, str], Mapping[Period, Weighted]] = field(
        default_factory=dict, compare=False
    )
    """By measure, area and set of weights, what they weigh in each period."""

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return {measure.slug: measure for measure in queries.measures(self.partnership)}

    @cached_property
    def area(self) -> AreaFacts | None:
        """The area it answers for, in small areas of 2011 where they were recorded, else of 2021."""
        editions = (
            directory.area(self.partnership, on=self.on, vintage=each) for each in ("lsoa11", "lsoa21")
        )
        found = [area for area in editions if area is not None]
        return next((area for area in found if area.members), found[0] if found else None)

    @cached_property
    def tables(self) -> tuple[tuple[ImportedFile, InputFile], ...]:
        files = queries.counting(self.partnership, queries.MEASURE_KINDS, self.known_at)
        return tuple((file, queries.input_file(file)) for file in files)

    @cached_property
    def reference(self) -> Reference:
        return geography.reference(self.partnership, self.area, self.known_at)

    def files_of(self, kind: Kind, force: str | None = None) -> tuple[ImportedFile, ...]:
        """The files of a kind of police file that count for a force; the partnership's own unless named, whose figures
        another force's files never touch."""
        if kind not in self.kept:
            self.kept[kind] = queries.counting(self.partnership, [kind], self.known_at)
        own = self.area.police_force if self.area else ""
        wanted = own if force is None else force
        files = self.kept[kind]
        return tuple(file for file in files if file.part.startswith(f"{wanted} ")) if wanted else files

    @cached_property
    def noted(self) -> tuple[RecordingBreak, ...]:
        return queries.recording_breaks(self.partnership)

    def breaks_of(self, slug: str) -> tuple[Break, ...]:
        """The breaks that touch a measure: those noted here, and those of the register that comes with the software."""
        measure = self.measures.get(slug)
        types = () if measure is None or measure.dataset.is_synthetic else queries.types_of(slug)
        return self.breaks_touching(slug, self.area.police_force if self.area else "", types)

    def breaks_touching(self, slug: str, force: str, types: Sequence[str]) -> tuple[Break, ...]:
        """The breaks that touch counts of a force, of some crime types, or (with none) of the world at large.

        What was noted here is nearer to the truth: an entry of the register is left out where a break of its kind was
        noted for the same days. Changes of police recording touch police measures only, and never synthetic rows.
        """
        noted = tuple(_break(row) for row in self.noted if row.measure_slug in {"", slug})
        known = (entry.as_break() for entry in register() if _concerns(entry, force, types))
        more = tuple(
            one for one in known if not any(n.kind is one.kind and n.when.overlaps(one.when) for n in noted)
        )
        return tuple(sorted((*noted, *more), key=lambda one: (one.when.starts_on, one.id)))

    def observed(self, slug: str, area: str = "") -> Observed | None:
        """Everything known of a measure; None when there is no such measure."""
        measure = self.measures.get(slug)
        if measure is None:
            return None
        if (slug, area) not in self.seen:
            is_counted = slug.startswith(POLICE) and measure.dataset.kind == Kind.POLICE_STREET
            self.seen[slug, area] = Observed(
                measure.slug,
                measure.title,
                measure.unit,
                measure.kind,
                self._values(measure, area, is_counted=is_counted),
                (*self.breaks_of(slug), *(self.rebasing(self.police(area)) if is_counted else ())),
                queries.source_line(measure),
            )
        return self.seen[slug, area]

    def _values(self, measure: Measure, area: str, *, is_counted: bool) -> tuple[Value, ...]:
        if coded.is_coded(measure):
            return coded.values(self, measure, area)
        return self._counted(measure.slug, area) if is_counted else self._supplied(measure.slug, area)

    def place(self, area: str = "") -> Place:
        """An area by its key. Raises `NotFound` for one that is not known."""
        found = self.reference.place(area)
        if found is None:
            raise NotFound(f"There is no area ‘{area}’: import the look-up that it is in, or choose another.")
        return found

    def police(self, area: str = "", kind: Kind = Kind.POLICE_STREET) -> Police:
        """What is counted in an area: the files of its force, and the codes of either edition that are in it."""
        place = self.place(area)
        members = None if place.key == FORCE else self.reference.rebased(place).codes
        return Police(self.files_of(kind, place.force or None), members, place)

    def rebasing(self, chosen: Police) -> tuple[Break, ...]:
        """From when on the rows of a force carry codes of the other edition of small areas than an area is made of."""
        links, place = self.reference.links, chosen.place
        if links is None or not place.members or not chosen.files:
            return ()
        unknown = self._beyond(chosen, self.reference.known_codes)
        other_codes = self._beyond(chosen, links.codes(place.vintage))
        months = [month for month, n in other_codes.items() if n > unknown.get(month, 0)]
        if not months:
            return ()
        start = Period.parse(min(months)).starts_on
        other = OTHER[place.vintage].replace("lsoa", "20")
        what = f"Rows carry small-area codes of {other}"
        return (
            Break(
                "small-area-codes", what, Period(start, None), BreakKind.STEP, Treatment.ANNOTATE, "the rows"
            ),
        )

    def unplaceable(self, place: Place) -> str:
        """What must be said of rows whose codes no look-up knows; empty when there are none, or no look-up."""
        chosen = Police(self.files_of(Kind.POLICE_STREET, place.force or None), None, place)
        if self.reference.links is None or not place.members or not chosen.files:
            return ""
        months = self._beyond(chosen, self.reference.known_codes)
        if not months:
            return ""
        span = Period(Period.parse(min(months)).starts_on, Period.parse(max(months)).ends_on)
        return (
            f"{counted(sum(months.values()), 'row')} of the force, of {span}, carry small-area codes that the look-up does not "
            "know: they count for the force and for no area."
        )

    def _beyond(self, chosen: Police, codes: frozenset[str]) -> dict[str, int]:
        """By month, how many rows with a place have a code that is not among some."""
        parts = queries.parts_of(chosen.files)
        found: Counter[str] = Counter()
        for where, sign in ((PLACED, 1), (codes, -1)):
            for month, *_, n in tallies.cells(parts, Kind.POLICE_STREET, where):
                found[str(month)] += sign * int(n or 0)
        return {month: n for month, n in found.items() if n}

    def _supplied(self, slug: str, area: str) -> tuple[Value, ...]:
        """The latest confirmed file that gives a value for an area and period wins: later files revise, never add."""
        latest: dict[tuple[str, Period], Value] = {}
        for file, described in self.tables:
            for row in _table(queries.parts_of([file])):
                if row.measure_slug == slug and (not area or row.area == area):
                    value = _value(row, described)
                    latest[row.area, value.period] = value
        areas = {where for where, _ in latest}
        own = self._own_area(areas) if len(areas) > 1 else None
        values = [value for (where, _), value in latest.items() if own is None or where == own]
        return tuple(sorted(values, key=lambda one: (one.period.starts_on, one.period.ends_on or date.max)))

    def _own_area(self, areas: set[str]) -> str:
        """Of several areas in a table, the partnership's own; they are never added together."""
        names = {self.area.code, self.area.name} if self.area else set()
        return next(iter(sorted(areas & names)), min(areas))

    def _counted(self, slug: str, area: str) -> tuple[Value, ...]:
        """Rows counted by month; a month without a file is absent, a month with a file and no row is a zero."""
        chosen = self.police(area)
        if not chosen.files:
            return ()
        by_month = {file.part.rsplit(" ", 1)[1]: file for file in chosen.files}
        counts = _monthly(queries.parts_of(chosen.files), chosen.members, queries.types_of(slug))
        span = Period(Period.parse(min(by_month)).starts_on, Period.parse(max(by_month)).ends_on)
        return tuple(
            Value(month, counts.get(month.code, 0), queries.input_file(by_month[month.code]))
            if month.code in by_month
            else Value(month, None, state=State.ABSENT)
            for month in months_in(span)
        )


def _concerns(entry: Entry, force: str, types: Sequence[str]) -> bool:
    """Whether an entry of the register is marked on a series. A transition runs for years, and would stand on every
    picture without telling anything of it."""
    if entry.kind is BreakKind.TRANSITION:
        return False
    if entry.kind is BreakKind.EVENT and not entry.measures:
        return True
    return any(entry.concerns(force=force, measure=one) for one in types)


def _break(row: RecordingBreak) -> Break:
    what = f"{row.title} (synthetic)" if row.is_synthetic else row.title
    return Break(
        row.slug,
        what,
        Period(row.starts_on, row.ends_on),
        BreakKind(row.kind),
        Treatment.ANNOTATE,
        row.source or row.note,
    )


def _value(row: store.MeasureRow, described: InputFile) -> Value:
    return Value(
        Period.parse(row.period),
        row.value,
        described,
        row.line,
        row.column,
        row.area,
        row.denominator,
        row.n,
        State.ABSENT if row.value is None else State.COMPLETE,
    )


def snapshot(partnership: str, known_at: datetime | None = None) -> Snapshot:
    """The evidence of a partnership; read anew only when an import, a break or the day has changed."""
    token = once(("evidence", partnership), lambda: queries.state_token(partnership))
    return _snapshot(partnership, known_at, today(), token)


@lru_cache(maxsize=32)
def _snapshot(partnership: str, known_at: datetime | None, on: date, _token: str) -> Snapshot:
    return Snapshot(partnership, known_at, on)


def _monthly(parts: tuple[Path, ...], where: Where, types: Sequence[str]) -> dict[str, int]:
    """Counts by month of some crime types."""
    found: dict[str, int] = {}
    for month, crime_type, _, n in tallies.cells(parts, Kind.POLICE_STREET, where):
        if crime_type in types:
            found[str(month)] = found.get(str(month), 0) + int(n or 0)
    return found


@lru_cache(maxsize=256)
def _table(parts: tuple[Path, ...]) -> tuple[store.MeasureRow, ...]:
    return store.measure_values(parts)
