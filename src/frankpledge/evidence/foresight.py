"""What would become of an import if it were confirmed now: outcomes, what it changes, and the gaps that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from frankpledge.directory.models import Partnership
from frankpledge.evidence import queries, store
from frankpledge.evidence.arrivals import Arrival
from frankpledge.evidence.destinations import POLICE_KINDS, Gate, dataset_slug, part_of, said_of
from frankpledge.evidence.models import Dataset, ImportedFile
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.rules.gaps import gaps_between
from frankpledge.evidence.services import FileOutcome, Outcome, outcome_of, refused
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.evidence.store import MeasureRow
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.records.clock import today

Known = dict[tuple[str, str, str], MeasureRow]
"""Values by measure slug, area and period code."""


@dataclass(frozen=True)
class Destination:
    """The dataset a file goes to. `is_new`: it would be made by this import."""

    title: str
    supplier: str
    marking: str
    is_released: bool
    is_synthetic: bool
    is_new: bool


@dataclass(frozen=True)
class Revision:
    """One value that an import changes, in words; `after` may be that it is no longer given."""

    what: str
    area: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Foreseen:
    """What would become of one file. `replaces` is the earlier file, `added` how many values are new."""

    arrival: Arrival
    file: FileOutcome
    destination: Destination | None = None
    replaces: ImportedFile | None = None
    revisions: tuple[Revision, ...] = ()
    added: int = 0
    other_force: str = ""
    """The force of a police file that is kept for comparison only."""


@dataclass(frozen=True)
class Foresight:
    """A whole import, foreseen. `gaps` are sentences: what stays missing afterwards."""

    files: tuple[Foreseen, ...]
    gaps: tuple[str, ...]

    def of(self, *outcomes: Outcome) -> tuple[Foreseen, ...]:
        return tuple(each for each in self.files if each.file.outcome in outcomes)


def foresee(body: Partnership, arrivals: Sequence[Arrival]) -> Foresight:
    """The import as it would come out now, file by file, and the gaps that would be left."""
    gate, seen = Gate(body), set[str]()
    files = []
    for arrival in arrivals:
        found = _foreseen(body, gate, arrival, seen)
        files.append(found)
        if arrival.result and found.file.outcome is Outcome.READY:
            seen.add(arrival.result.original.sha256)
    ready = [each for each in files if each.file.outcome is Outcome.READY]
    return Foresight(tuple(files), (*_police_gaps(body, ready), *_measure_gaps(body, ready)))


def _foreseen(body: Partnership, gate: Gate, arrival: Arrival, seen: set[str]) -> Foreseen:
    result = arrival.result
    if result is None:
        return Foreseen(arrival, refused(arrival, arrival.problems))
    if result.kind is Kind.UNKNOWN:
        return Foreseen(arrival, outcome_of(result, Outcome.LEFT_ALONE))
    same = queries.same_content(body.slug, result.original.sha256)
    if same is not None or result.original.sha256 in seen:
        return Foreseen(
            arrival, replace(outcome_of(result, Outcome.ALREADY), file_id=same.id if same else None)
        )
    if problems := gate.problems(arrival):
        return Foreseen(arrival, refused(arrival, problems))
    said = said_of(result, arrival.spec)
    dataset = queries.dataset(body.slug, dataset_slug(result, said))
    before = queries.counting_part(dataset, part_of(result)) if dataset else None
    file = replace(
        outcome_of(result, Outcome.READY, gate.cautions(result)),
        rows_before=before.rows_accepted if before else None,
    )
    going = destination_of(dataset) if dataset else _new(said)
    revisions, added = revisions_of(body, result, before)
    return Foreseen(arrival, file, going, before, revisions, added, gate.other_force(result))


def destination_of(dataset: Dataset) -> Destination:
    """A dataset that is there already."""
    released = queries.is_released(dataset, on=today())
    return Destination(
        dataset.title, dataset.supplier.name, dataset.marking, released, dataset.is_synthetic, is_new=False
    )


def _new(said: DatasetSpec) -> Destination:
    due = said.not_public_before is None or said.not_public_before <= today()
    released = bool(said.release_consent) and due
    return Destination(said.title, said.supplier, said.marking, released, said.is_synthetic, is_new=True)


# What changes -----------------------------------------------------------------------------------------------------


def revisions_of(
    body: Partnership, result: ReadResult, before: ImportedFile | None
) -> tuple[tuple[Revision, ...], int]:
    """Every figure that a file changes, and how many values it brings that were not there."""
    if result.kind is Kind.POLICE_STREET:
        return tuple(_police_revisions(result, before)) if before else (), 0
    if result.kind in queries.MEASURE_KINDS:
        old, new = _values(body, None, ()), _values(body, before, _rows(result))
        touched = {row.measure_slug for row in (*_rows(result), *_rows_of(before))}
        return (
            tuple(_value_revisions(old, new, touched)),
            sum(key not in old for key, row in new.items() if key[0] in touched and row.value is not None),
        )
    return (), 0


def _police_revisions(result: ReadResult, before: ImportedFile) -> Iterator[Revision]:
    """Crime types of a month whose number of rows changes."""
    facts = before.facts.get("coverage", ())
    for covered in result.coverage:
        earlier = next((fact for fact in facts if fact["period"] == covered.period), None)
        old: Mapping[str, int] = earlier["by_type"] if earlier else {}
        for kind in sorted({*old, *covered.by_type}):
            was, now_is = old.get(kind, 0), covered.by_type.get(kind, 0)
            if was != now_is:
                yield Revision(
                    kind, covered.area, str(Period.parse(covered.period)), grouped(was), grouped(now_is)
                )


def _value_revisions(old: Known, new: Known, touched: set[str]) -> Iterator[Revision]:
    for key, was in sorted(old.items()):
        now_is = new.get(key)
        if key[0] not in touched or (now_is is not None and now_is.value == was.value):
            continue
        after = "no longer given" if now_is is None else value_text(now_is.value)
        yield Revision(was.measure, was.area, str(Period.parse(key[2])), value_text(was.value), after)


def value_text(value: int | Decimal | None) -> str:
    """A value as supplied; missing is said, and is not nothing."""
    return "missing" if value is None else grouped(value)


def _values(body: Partnership, without: ImportedFile | None, more: Iterable[MeasureRow]) -> Known:
    """The values in force: of the files that count, less one that is replaced, and more that come last."""
    found: Known = {}
    for file in queries.counting(body.slug, queries.MEASURE_KINDS):
        if without is None or file.id != without.id:
            found |= _by_key(_rows_of(file))
    return found | _by_key(more)


def _by_key(rows: Iterable[MeasureRow]) -> Known:
    return {(row.measure_slug, row.area, row.period): row for row in rows}


def _rows(result: ReadResult) -> tuple[MeasureRow, ...]:
    return store.measure_values([part.path for part in result.parts])


def _rows_of(file: ImportedFile | None) -> tuple[MeasureRow, ...]:
    return store.measure_values(queries.parts_of([file])) if file else ()


# Gaps -------------------------------------------------------------------------------------------------------------


def _police_gaps(body: Partnership, ready: Sequence[Foreseen]) -> Iterator[str]:
    """For each force and kind of police file of this import: months between what is there and what comes."""
    coming: dict[tuple[str, str], set[str]] = {}
    for each in ready:
        result = each.arrival.result
        if result and result.kind in POLICE_KINDS:
            for covered in result.coverage:
                coming.setdefault((str(result.kind), covered.area), set()).add(covered.period)
    for (kind, force), months in sorted(coming.items()):
        parts = (file.part for file in queries.counting(body.slug, [kind]))
        there = {part.rpartition(" ")[2] for part in parts if part.rpartition(" ")[0] == force}
        gaps = gaps_between([Period.parse(month) for month in months | there])
        if gaps:
            yield f"Police files of {force}: no file for {', '.join(str(gap) for gap in gaps)}."


def _measure_gaps(body: Partnership, ready: Sequence[Foreseen]) -> Iterator[str]:
    """For each measure of this import; measures with the same gaps share a sentence."""
    tables = [
        each for each in ready if each.arrival.result and each.arrival.result.kind in queries.MEASURE_KINDS
    ]
    by_gap: dict[tuple[Period, ...], list[str]] = {}
    for each in tables:
        assert each.arrival.result is not None  # noqa: S101 (chosen above)
        after = _values(body, each.replaces, _rows(each.arrival.result))
        titles = {row.measure_slug: row.measure for row in _rows(each.arrival.result)}
        for slug, title in titles.items():
            known = [
                Period.parse(key[2]) for key, row in after.items() if key[0] == slug and row.value is not None
            ]
            if gaps := gaps_between(known):
                by_gap.setdefault(gaps, []).append(title)
    for gaps, names in by_gap.items():
        yield f"{', '.join(dict.fromkeys(names))}: no value for {', '.join(str(gap) for gap in gaps)}."
