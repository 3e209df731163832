"""Offences by code as they count for a partnership: which rows are in force, and the measures that a table of them brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from frankpledge.analysis.offence_codes import normal_code
from frankpledge.analysis.series import State
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import queries, store
from frankpledge.evidence.geography import OWN
from frankpledge.evidence.measures import slugify
from frankpledge.evidence.models import ImportedFile, Measure
from frankpledge.evidence.observed import Value
from frankpledge.evidence.readers.police_rows import force_slug
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.rules.offences import OffenceRow, periods_of
from frankpledge.figures.providers import RowPage, SourceRow
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.numbers import grouped

if TYPE_CHECKING:
    from frankpledge.evidence.snapshot import Snapshot

KINDS = (Kind.OFFENCE_EXTRACT, Kind.PFA_RECORDED_CRIME)
ALL = "All offences"
LONGEST_SLUG = 120
COLUMNS = ("Period", "Area", "Offence code", "Offence", "Offences")


def titles(dataset: str, groups: Sequence[str]) -> dict[str, str]:
    """The measures of a dataset: title by group, `""` for all offences together. A group of another writing is the same."""
    named = {slugify(group): group for group in sorted(groups) if group}
    return {"": f"{ALL}: {dataset}"} | {group: f"{group}: {dataset}" for group in named.values()}


def brought(dataset: str, result: ReadResult) -> list[tuple[str, str]]:
    """Title and granularity of each measure that a table brings."""
    rows = stored_rows(tuple(part.path for part in result.parts))
    sizes = {queries.granularity_of(period) for period in periods_of(rows)}
    size = sizes.pop() if len(sizes) == 1 else "other"
    return [(title[:200], size) for title in titles(dataset, [*{row.group for row in rows}]).values()]


def slug_of(title: str) -> str:
    return slugify(title)[:LONGEST_SLUG].rstrip("-")


def is_coded(measure: Measure) -> bool:
    """Whether a measure counts offences by their codes, which weights can be put on."""
    return measure.dataset.kind in KINDS


@dataclass(frozen=True)
class Held:
    """Rows in force, each with the file it stands in."""

    rows: tuple[OffenceRow, ...]
    files: dict[Period, ImportedFile]
    """Which file each period is taken from."""

    @property
    def is_open(self) -> bool:
        """Whether its rows are published anyway: those of the Home Office are, a force's own records are not."""
        return all(file.kind == Kind.PFA_RECORDED_CRIME for file in self.files.values())

    def input_of(self, period: Period) -> InputFile | None:
        file = self.files.get(period)
        return None if file is None else queries.input_file(file)

    def inputs(self, periods: Sequence[Period]) -> tuple[InputFile, ...]:
        found = (self.input_of(period) for period in periods)
        return tuple(dict.fromkeys(one for one in found if one is not None))


def held(known: Snapshot, measure: Measure) -> Held:
    """The rows of a measure's dataset: of each period those of the file taken in last. Files revise, and are never added."""
    if measure.dataset_id not in known.by_code:
        known.by_code[measure.dataset_id] = _held(known, measure)
    return known.by_code[measure.dataset_id]


def _held(known: Snapshot, measure: Measure) -> Held:
    files = queries.counting(known.partnership, [measure.dataset.kind], known.known_at)
    taken: dict[Period, ImportedFile] = {}
    for file in files:
        if file.dataset_id == measure.dataset_id:
            taken |= dict.fromkeys(periods_of(_rows(file)), file)
    own = known.area.police_force if known.area else ""
    rows: list[OffenceRow] = []
    for file in dict.fromkeys(taken.values()):
        mine = (row for row in _rows(file) if row.period is not None and taken[row.period] is file)
        rows += [row for row in mine if file.kind != Kind.PFA_RECORDED_CRIME or force_slug(row.area) == own]
    if not rows:
        return Held((), {})
    return Held(tuple(rows), taken)


def _rows(file: ImportedFile) -> tuple[OffenceRow, ...]:
    return stored_rows(queries.parts_of([file]))


@lru_cache(maxsize=64)
def stored_rows(parts: tuple[Path, ...]) -> tuple[OffenceRow, ...]:
    """The rows of some Parquet files. Safe to remember: they are immutable and named by their content."""
    return tuple(
        OffenceRow(
            line=int(str(row["line"])), period=Period.parse(str(row["period"])) if row["period"] else None,
            area=str(row.get("area") or row.get("force_name") or ""), code=str(row["offence_code"] or ""),
            offence=str(row["offence"] or ""), group=str(row["offence_group"] or ""),
            n=None if row["value"] is None else int(str(row["value"])), missing=str(row.get("missing") or ""),
            sheet=str(row["sheet"] or ""),
        )
        for row in store.all_rows(parts)
    )  # fmt: skip


def chosen(known: Snapshot, measure: Measure, area: str = "") -> Held:
    """The rows that count for a measure in an area: its group, and its areas. Each period keeps a row, so that one without
    such offences has none of them and is not missing."""
    if (measure.id, area) not in known.by_code_here:
        known.by_code_here[measure.id, area] = _chosen(known, measure, area)
    return known.by_code_here[measure.id, area]


def _chosen(known: Snapshot, measure: Measure, area: str) -> Held:
    found = held(known, measure)
    counts = _counts(measure, found.rows)
    inside = _areas(known, found.rows, area)
    rows = (row for row in found.rows if counts(row) and (inside is None or row.area in inside))
    return Held(tuple(rows), found.files)


def _counts(measure: Measure, rows: Sequence[OffenceRow]) -> Callable[[OffenceRow], bool]:
    """Whether a row counts for a measure: by the codes it was made of, by its group, or as all do."""
    if measure.codes:
        codes = frozenset(measure.codes)
        return lambda row: normal_code(row.code) in codes
    group = group_of(measure, rows)
    return lambda row: group is None or slugify(row.group) == slugify(group)


def group_of(measure: Measure, rows: Sequence[OffenceRow]) -> str | None:
    """The group that a measure is of; None for all offences."""
    named = titles(measure.dataset.title, [*{row.group for row in rows}])
    return next((group for group, title in named.items() if group and slug_of(title) == measure.slug), None)


def _areas(known: Snapshot, rows: Sequence[OffenceRow], area: str) -> frozenset[str] | None:
    """The areas of a table that lie in the area asked for; None for all of it."""
    names = {row.area for row in rows}
    if not area or area == OWN:
        return None
    if area in names:
        return frozenset({area})
    place = known.place(area)
    within = known.reference.rebased(place).codes if place.members else frozenset()
    return frozenset({place.code, place.name} & names) or frozenset(within & names)


def values(known: Snapshot, measure: Measure, area: str = "") -> tuple[Value, ...]:
    """How many offences in each period; a month between that no file has is absent, and a missing count makes its period so."""
    everything, mine = held(known, measure), chosen(known, measure, area)
    counts: dict[Period, int | None] = dict.fromkeys(periods_of(everything.rows), 0)
    for row in mine.rows:
        if row.period is not None:
            before = counts[row.period]
            counts[row.period] = None if before is None or row.n is None else before + row.n
    found = [
        Value(period, n, everything.input_of(period), state=State.ABSENT if n is None else State.COMPLETE)
        for period, n in counts.items()
    ]
    return tuple(sorted([*found, *_gaps(counts)], key=lambda one: (one.period.starts_on, one.period.days)))


def _gaps(counts: dict[Period, int | None]) -> list[Value]:
    """Months that no period touches, between the first and the last, where everything is by month."""
    if not counts or any(
        period != Period.month(period.starts_on.year, period.starts_on.month) for period in counts
    ):
        return []
    ends = [period.ends_on or period.starts_on for period in counts]
    span = Period(min(period.starts_on for period in counts), max(ends))
    return [Value(month, None, state=State.ABSENT) for month in months_in(span) if month not in counts]


def row_page(found: Held, periods: Sequence[Period], *, offset: int, limit: int) -> RowPage:
    """The source rows of some periods, as they stand in their files."""
    wanted = set(periods)
    rows = [row for row in found.rows if row.period in wanted]
    made = tuple(source_row(found, row, ()) for row in rows[offset : offset + limit])
    return RowPage(COLUMNS, made, len(rows), found.is_open)


def source_row(found: Held, row: OffenceRow, more: tuple[str, ...]) -> SourceRow:
    """One row with the line it stands on, and what else is told of it."""
    file = found.files[row.period] if row.period else None
    n = row.missing or "missing" if row.n is None else grouped(row.n)
    cells = (str(row.period), row.area, row.code, row.offence, n, *more)
    return SourceRow(file.name if file else "", file.sha256 if file else "", row.line, cells)
