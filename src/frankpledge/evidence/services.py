"""Taking files in, and taking them back. A file counts from the moment its manifest row is committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.series import BreakKind
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.directory.queries import partnership_row
from frankpledge.evidence import coded, queries
from frankpledge.evidence.arrivals import Arrival, Progress, arrivals_at, silent
from frankpledge.evidence.destinations import (
    POLICE_KINDS,
    Gate,
    dataset_slug,
    part_of,
    said_of,
    supplier_slug,
)
from frankpledge.evidence.layouts import Said, as_said, header_key, header_with
from frankpledge.evidence.measures import police_measures, slugify
from frankpledge.evidence.models import Dataset, ImportedFile, Measure, RecordingBreak, Supplier
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.reading import TITLES
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import now
from frankpledge.records.ids import new_id


class Outcome(StrEnum):
    """What became of one file."""

    READY = "ready"  # previewed and usable
    IMPORTED = "imported"
    REVISED = "revised"  # took the place of an earlier file of the same part
    ALREADY = "already"  # the same content counts already: nothing to do
    LEFT_ALONE = "left-alone"  # not data that this system reads
    REFUSED = "refused"


@dataclass(frozen=True)
class FileOutcome:
    """One file of an import: what it is, how many rows were taken, and every problem that was listed."""

    name: str
    outcome: Outcome
    kind: str = ""
    title: str = ""
    rows: int = 0
    refused: int = 0
    problems: tuple[Problem, ...] = ()
    cautions: tuple[str, ...] = ()
    rows_before: int | None = None
    """How many rows the file it replaces had; None when it replaces none."""
    months: tuple[str, ...] = ()
    file_id: UUID | None = None


@dataclass(frozen=True)
class ImportSummary:
    """What became of every file of an import, in the order met."""

    files: tuple[FileOutcome, ...]

    def of(self, *outcomes: Outcome) -> tuple[FileOutcome, ...]:
        return tuple(file for file in self.files if file.outcome in outcomes)

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.of(Outcome.IMPORTED, Outcome.REVISED))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.of(Outcome.REFUSED) for problem in file.problems)


def import_paths(
    partnership: str,
    paths: Sequence[Path],
    *,
    by: Principal,
    spec: DatasetSpec | None = None,
    progress: Progress = silent,
    keep_going: bool = False,
) -> ImportSummary:
    """Read files, folders and archives and let them count, all in one transaction.

    `spec` describes datasets that no `dataset.toml` beside the file describes. When any file is unusable nothing
    at all is imported and `Unusable` names every reason, unless `keep_going`, which imports the others. Safe to
    repeat: a file whose content counts already is passed over.
    """
    body = partnership_row(partnership)
    require(by, Permission.DATA_IMPORT, body.subject())
    kept = queries.file_store()
    arrivals = [
        arrival
        for path in paths
        for arrival in arrivals_at(
            path, kept, spec=spec, remembered=lambda said: remembered(body, said), progress=progress
        )
    ]
    bad = [problem for arrival in arrivals for problem in arrival.problems]
    if bad and not keep_going:
        raise Unusable(*bad)
    return take_all_in(body, arrivals, by=by, keep_going=keep_going)


def remembered(body: Partnership, spec: DatasetSpec | None) -> Mapping[str, Said]:
    """What was once said of the columns of this supplier's tables, by header."""
    supplier = Supplier.objects.filter(partnership=body, slug=supplier_slug(spec)).first()
    return supplier.mappings if supplier else {}


@transaction.atomic
def take_all_in(
    body: Partnership, arrivals: Sequence[Arrival], *, by: Principal, keep_going: bool = True
) -> ImportSummary:
    """Let the usable ones of some arrivals count, all in one transaction. Unless `keep_going`, one that cannot stand
    raises `Unusable`, and none counts."""
    gate = Gate(body, together=new_id())
    summary = ImportSummary(tuple(take_in(body, arrival, by=by, gate=gate) for arrival in arrivals))
    if summary.problems and not keep_going:
        raise Unusable(*summary.problems)
    return summary


def take_in(body: Partnership, arrival: Arrival, *, by: Principal, gate: Gate) -> FileOutcome:
    """Let one file that was read count. Call inside a transaction."""
    result = arrival.result
    if result is None:
        return refused(arrival, arrival.problems)
    if result.kind is Kind.UNKNOWN:
        return outcome_of(result, Outcome.LEFT_ALONE)
    if same := queries.same_content(body.slug, result.original.sha256):
        return replace(outcome_of(result, Outcome.ALREADY), file_id=same.id)
    if problems := gate.problems(arrival):
        return refused(arrival, problems)
    dataset, is_new_here = _met(body, arrival, result, gate)
    before = queries.counting_part(dataset, part_of(result))
    cautions = gate.cautions(result)
    row = manifest_row(dataset, result, before, cautions, by=by, together=gate.together)
    remember_layout(dataset, arrival)
    if is_new_here:
        note_measures(body, dataset, result)
    happened = Outcome.REVISED if before is not None else Outcome.IMPORTED
    return replace(
        outcome_of(result, happened, cautions),
        rows_before=before.rows_accepted if before else None,
        file_id=row.id,
    )


def _met(body: Partnership, arrival: Arrival, result: ReadResult, gate: Gate) -> tuple[Dataset, bool]:
    """The dataset of a file, and whether this import has not met it yet. Police files of one dataset all bring the same
    measures, and nothing is remembered of their columns; a table is looked at anew each time."""
    said = said_of(result, arrival.spec)
    if result.kind not in POLICE_KINDS:
        return dataset_for(body, result, said), True
    slug = dataset_slug(result, said)
    if slug in gate.datasets:
        return gate.datasets[slug], False
    gate.datasets[slug] = dataset_for(body, result, said)
    return gate.datasets[slug], True


def manifest_row(
    dataset: Dataset,
    result: ReadResult,
    before: ImportedFile | None,
    cautions: tuple[str, ...],
    *,
    by: Principal,
    together: UUID | None,
) -> ImportedFile:
    """The row whose commit makes a file count, in place of the one that counted before; and the history of it."""
    if before is not None:
        ImportedFile.objects.filter(id=before.id).update(superseded_at=now())
    row = ImportedFile.objects.create(
        dataset=dataset,
        name=result.name[-300:],
        sha256=result.original.sha256,
        size=result.original.size,
        kind=str(result.kind),
        part=part_of(result),
        parts=[stored.sha256 for stored in result.parts],
        refusals=result.refusals.sha256 if result.refusals else "",
        problems=[str(problem) for problem in result.problems],
        rows_accepted=result.rows,
        rows_refused=result.refused,
        facts=facts_of(result, cautions),
        together=together,
        confirmed_at=now(),
        recorded_by=by.name,
    )
    if before is not None:
        ImportedFile.objects.filter(id=before.id).update(superseded_by=row)
    detail = {"name": row.name, "sha256": row.sha256, "rows": row.rows_accepted, "refused": row.rows_refused}
    detail["replaces"] = before.sha256 if before else ""
    record("file-imported", subject=row.subject(), by=by, detail=detail)
    return row


def refused(arrival: Arrival, problems: tuple[Problem, ...]) -> FileOutcome:
    """The outcome of a file that cannot be used, or cannot stand beside what counts."""
    title = TITLES[arrival.result.kind] if arrival.result else ""
    kind = str(arrival.result.kind) if arrival.result else ""
    return FileOutcome(arrival.name, Outcome.REFUSED, kind, title, problems=problems)


def outcome_of(result: ReadResult, outcome: Outcome, cautions: tuple[str, ...] = ()) -> FileOutcome:
    return FileOutcome(
        name=result.name,
        outcome=outcome,
        kind=str(result.kind),
        title=TITLES[result.kind],
        rows=result.rows,
        refused=result.refused,
        problems=result.problems,
        cautions=cautions,
        months=tuple(sorted({covered.period for covered in result.coverage})),
    )


def dataset_for(body: Partnership, result: ReadResult, said: DatasetSpec) -> Dataset:
    """The dataset a file belongs to, made on first sight."""
    supplier, _ = Supplier.objects.get_or_create(
        partnership=body, slug=supplier_slug(said), defaults={"name": said.supplier}
    )
    dataset, _ = Dataset.objects.get_or_create(
        partnership=body,
        slug=dataset_slug(result, said),
        defaults={
            "title": said.title,
            "kind": str(result.kind),
            "supplier": supplier,
            "licence": said.licence,
            "marking": said.marking,
            "not_public_before": said.not_public_before,
            "release_consent": said.release_consent,
            "measures": said.measures,
            "area_code": said.area_code,
            "area_name": said.area_name,
            "extracted_on": said.extracted_on,
            "counting_rule": said.counting_rule,
            "is_synthetic": said.is_synthetic,
        },
    )
    return dataset


def remember_layout(dataset: Dataset, arrival: Arrival) -> None:
    """What was said of this table's columns is used again for the next table of the supplier with this header."""
    if not arrival.layout.columns or arrival.original is None:
        return
    supplier = dataset.supplier
    key = header_key(header_with(arrival.layout, arrival.original.path))
    said = as_said(arrival.layout)
    if key and supplier.mappings.get(key) != said:
        Supplier.objects.filter(id=supplier.id).update(mappings={**supplier.mappings, key: said})


def facts_of(result: ReadResult, cautions: tuple[str, ...]) -> dict[str, object]:
    """What the reader counted, as the ledger and the import page need it."""
    return {
        "coverage": [{**vars(covered), "by_type": dict(covered.by_type)} for covered in result.coverage],
        "cautions": list(cautions),
        "counted": result.counted,
        "vintage": dict(result.vintage),
    }


def note_measures(body: Partnership, dataset: Dataset, result: ReadResult) -> None:
    """Make known the measures that a file brings."""
    known = {row.slug: row for row in Measure.objects.filter(partnership=body)}
    if result.kind is Kind.POLICE_STREET:
        for brought in police_measures():
            values = {
                "title": brought.title,
                "unit": brought.unit,
                "kind": brought.kind,
                "granularity": "month",
            }
            _note(body, dataset, brought.slug, values, known)
    elif result.kind in queries.MEASURE_KINDS:
        for title, unit, kind, granularity in queries.measures_in(result):
            values = {"title": title, "unit": unit, "kind": kind, "granularity": granularity}
            _note(body, dataset, slugify(title), values, known)
    elif result.kind in coded.KINDS:
        for title, granularity in coded.brought(dataset.title, result):
            values = {"title": title, "unit": "offences", "kind": "crime", "granularity": granularity}
            _note(body, dataset, coded.slug_of(title), values, known)


def _note(
    body: Partnership, dataset: Dataset, slug: str, values: dict[str, str], known: Mapping[str, Measure]
) -> None:
    """Write a measure only when something of it is new: an archive of three years says the same 36 times."""
    row = known.get(slug)
    if (
        row
        and row.dataset_id == dataset.id
        and all(getattr(row, name) == said for name, said in values.items())
    ):
        return
    Measure.objects.update_or_create(partnership=body, slug=slug, defaults={**values, "dataset": dataset})


@transaction.atomic
def undo(file_id: UUID, *, by: Principal) -> None:
    """Take a file back: it no longer counts, and the one it replaced counts again. Kept, as everything is."""
    row = queries.imported_file(file_id)
    require(by, Permission.DATA_UNDO, row.dataset.partnership.subject())
    if row.undone_at or row.superseded_at:
        raise Unusable(
            Problem("not-counting", "This file no longer counts.", "Nothing needs undoing.", file=row.name)
        )
    _undo(row, by=by)


@transaction.atomic
def undo_together(file_id: UUID, *, by: Principal) -> int:
    """Take back a file and all that were taken in with it and still count. Returns how many."""
    row = queries.imported_file(file_id)
    require(by, Permission.DATA_UNDO, row.dataset.partnership.subject())
    rows = queries.taken_in_with(row)
    for each in rows:
        _undo(each, by=by)
    return len(rows)


def _undo(row: ImportedFile, *, by: Principal) -> None:
    ImportedFile.objects.filter(id=row.id).update(undone_at=now())
    restored = (
        ImportedFile.objects.filter(superseded_by=row, undone_at__isnull=True)
        .order_by("-superseded_at")
        .first()
    )
    if restored is not None:
        # The earlier row keeps its history: it is superseded until now, and a new row takes up its content.
        _take_up_again(restored, by=by)
    record("import-undone", subject=row.subject(), by=by, detail={"name": row.name, "sha256": row.sha256})


def _take_up_again(earlier: ImportedFile, *, by: Principal) -> None:
    copied = (
        "dataset_id", "name", "sha256", "size", "kind", "part", "parts", "refusals", "problems", "rows_accepted",
        "rows_refused", "facts",
    )  # fmt: skip
    row = ImportedFile.objects.create(
        confirmed_at=now(), recorded_by=by.name, **{name: getattr(earlier, name) for name in copied}
    )
    record("file-restored", subject=row.subject(), by=by, detail={"name": row.name, "sha256": row.sha256})


@dataclass(frozen=True)
class BreakSaid:
    """A recording break as somebody reports it; `measure_slug` empty means that it touches every measure."""

    slug: str
    title: str
    kind: BreakKind
    starts_on: date
    ends_on: date | None = None
    measure_slug: str = ""
    note: str = ""
    source: str = ""
    is_synthetic: bool = False


@transaction.atomic
def note_break(partnership: str, said: BreakSaid, *, by: Principal) -> None:
    """Enter a recording break, or correct one of the same slug. It travels with every series that it touches."""
    body = partnership_row(partnership)
    require(by, Permission.DATA_IMPORT, body.subject())
    values = {**vars(said), "kind": str(said.kind)}
    slug = values.pop("slug")
    row, _ = RecordingBreak.objects.update_or_create(
        partnership=body, slug=slug, defaults={**values, "recorded_by": by.name}
    )
    subject = Subject("recording-break", row.id, partnership)
    record("break-noted", subject=subject, by=by, detail={"slug": slug, "from": said.starts_on.isoformat()})
