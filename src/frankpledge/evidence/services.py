"""Taking files in, and taking them back. A file counts from the moment its manifest row is committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import count
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.series import BreakKind
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.directory.queries import partnership as partnership_row
from frankpledge.evidence import queries
from frankpledge.evidence.archive import Incoming, incoming
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.measures import police_measures, slugify
from frankpledge.evidence.models import (
    Dataset,
    ImportedFile,
    Measure,
    PendingImport,
    RecordingBreak,
    Supplier,
)
from frankpledge.evidence.readers.measures import PLAIN, Layout
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.reading import TITLES, read_all
from frankpledge.evidence.specs import BESIDE, OPEN_POLICE_DATA, REFERENCE, DatasetSpec, spec_beside
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import now

Progress = Callable[[int, int, str], None]


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


@dataclass(frozen=True)
class Arrival:
    """A file on its way in: what was read, or why it cannot be."""

    name: str
    result: ReadResult | None
    spec: DatasetSpec | None
    problems: tuple[Problem, ...] = ()


def silent(_done: int, _total: int, _doing: str) -> None:
    """Progress that nobody watches."""


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
    arrivals = [arrival for path in paths for arrival in arrivals_at(path, spec=spec, progress=progress)]
    bad = [problem for arrival in arrivals for problem in arrival.problems]
    if bad and not keep_going:
        raise Unusable(*bad)
    with transaction.atomic():
        return ImportSummary(tuple(take_in(body, arrival, by=by) for arrival in arrivals))


def arrivals_at(path: Path, *, spec: DatasetSpec | None, progress: Progress = silent) -> Iterator[Arrival]:
    """Read whatever lies at a path. Parquet is written, but nothing counts until its manifest row is committed."""
    try:
        described = spec_beside(path) or spec
        wanted = (file for file in incoming(path) if Path(file.name).name != BESIDE)
        yield from arrivals_of(wanted, spec=described, progress=progress)
    except Unusable as unusable:
        yield Arrival(path.name, None, spec, unusable.problems)


def arrivals_of(
    files: Iterable[Incoming], *, spec: DatasetSpec | None, progress: Progress = silent
) -> Iterator[Arrival]:
    """Read files in order; what is wrong with one becomes its arrival's problems. How many there are is not known
    beforehand (archives are unpacked one member at a time), so progress tells only how many were begun."""
    begun = count(1)
    reads = read_all(
        files,
        queries.file_store(),
        layout=layout_of(spec),
        tell=lambda name: progress(next(begun), 0, name),
    )
    for one in reads:
        yield Arrival(one.name, one.result, spec, one.problems)


def layout_of(spec: DatasetSpec | None) -> Layout:
    """What a dataset's description says of the layout of its tables."""
    if spec is None:
        return PLAIN
    return Layout(spec.mapping, spec.area_name, spec.measure, spec.sheet, spec.negatives)


def take_in(body: Partnership, arrival: Arrival, *, by: Principal) -> FileOutcome:
    """Let one file that was read count. Call inside a transaction."""
    result = arrival.result
    if result is None:
        return FileOutcome(arrival.name, Outcome.REFUSED, problems=arrival.problems)
    if result.kind is Kind.UNKNOWN:
        return outcome_of(result, Outcome.LEFT_ALONE)
    dataset = dataset_for(body, result, arrival.spec or default_spec(result))
    part = part_of(result)
    before = queries.counting_part(dataset, part)
    if before is not None and before.sha256 == result.original.sha256:
        return replace(outcome_of(result, Outcome.ALREADY), file_id=before.id)
    if before is not None:
        ImportedFile.objects.filter(id=before.id).update(superseded_at=now())
    row = ImportedFile.objects.create(
        dataset=dataset,
        name=result.name,
        sha256=result.original.sha256,
        size=result.original.size,
        kind=str(result.kind),
        part=part,
        parts=[stored.sha256 for stored in result.parts],
        refusals=result.refusals.sha256 if result.refusals else "",
        problems=[str(problem) for problem in result.problems],
        rows_accepted=result.rows,
        rows_refused=result.refused,
        facts=facts_of(result),
        confirmed_at=now(),
        recorded_by=by.name,
    )
    if before is not None:
        ImportedFile.objects.filter(id=before.id).update(superseded_by=row)
    note_measures(body, dataset, result)
    detail = {"name": row.name, "sha256": row.sha256, "rows": row.rows_accepted, "refused": row.rows_refused}
    record(
        "file-imported",
        subject=row.subject(),
        by=by,
        detail={**detail, "replaces": before.sha256 if before else ""},
    )
    happened = Outcome.REVISED if before is not None else Outcome.IMPORTED
    return replace(
        outcome_of(result, happened), rows_before=before.rows_accepted if before else None, file_id=row.id
    )


def outcome_of(result: ReadResult, outcome: Outcome) -> FileOutcome:
    return FileOutcome(
        name=result.name,
        outcome=outcome,
        kind=str(result.kind),
        title=TITLES[result.kind],
        rows=result.rows,
        refused=result.refused,
        problems=result.problems,
        cautions=tuple(caution.text for caution in result.cautions),
        months=tuple(sorted({covered.period for covered in result.coverage})),
    )


def default_spec(result: ReadResult) -> DatasetSpec:
    """What is known of a dataset from its kind alone; a partner's table is unreleased until somebody says otherwise."""
    if result.kind in {Kind.POLICE_STREET, Kind.POLICE_OUTCOMES, Kind.POLICE_STOP_AND_SEARCH}:
        return OPEN_POLICE_DATA
    if result.kind in queries.MEASURE_KINDS:
        return DatasetSpec(title=Path(result.name).stem, supplier="not recorded")
    return replace(REFERENCE, title=TITLES[result.kind])


def dataset_for(body: Partnership, result: ReadResult, spec: DatasetSpec) -> Dataset:
    """The dataset a file belongs to, made on first sight."""
    said = replace(
        default_spec(result), **{name: value for name, value in vars(spec).items() if value not in ("", None)}
    )
    supplier, _ = Supplier.objects.get_or_create(
        partnership=body, slug=slugify(said.supplier) or "not-recorded", defaults={"name": said.supplier}
    )
    if said.mapping:
        Supplier.objects.filter(id=supplier.id).update(
            mappings={**supplier.mappings, str(result.kind): dict(said.mapping)}
        )
    dataset, _ = Dataset.objects.get_or_create(
        partnership=body,
        slug=slugify(f"{result.kind} {said.supplier} {said.title}")[:80],
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


def part_of(result: ReadResult) -> str:
    """What a later file replaces: the force and month of a police file, the table's own name otherwise."""
    if (
        result.kind in {Kind.POLICE_STREET, Kind.POLICE_OUTCOMES, Kind.POLICE_STOP_AND_SEARCH}
        and result.coverage
    ):
        first = result.coverage[0]
        return f"{first.area} {first.period}"
    if result.kind in queries.MEASURE_KINDS:
        return Path(result.name).stem[:120]
    vintage = " ".join(f"{name} {edition}" for name, edition in sorted(result.vintage.items()))
    return f"{Path(result.name).stem} {vintage}".strip()[:120]


def facts_of(result: ReadResult) -> dict[str, object]:
    """What the reader counted, as the ledger and the import page need it."""
    return {
        "coverage": [{**vars(covered), "by_type": dict(covered.by_type)} for covered in result.coverage],
        "cautions": [caution.text for caution in result.cautions],
        "counted": result.counted,
        "vintage": dict(result.vintage),
    }


def note_measures(body: Partnership, dataset: Dataset, result: ReadResult) -> None:
    """Make known the measures that a file brings."""
    if result.kind is Kind.POLICE_STREET:
        for known in police_measures():
            _measure(body, dataset, known.slug, known.title, known.unit, known.kind)
    elif result.kind in queries.MEASURE_KINDS:
        for title, unit, kind in queries.measures_in(result):
            _measure(body, dataset, slugify(title), title, unit, kind)


def _measure(body: Partnership, dataset: Dataset, slug: str, title: str, unit: str, kind: str) -> None:
    Measure.objects.update_or_create(
        partnership=body,
        slug=slug,
        defaults={"title": title, "dataset": dataset, "unit": unit, "kind": kind},
    )


@transaction.atomic
def undo(file_id: UUID, *, by: Principal) -> None:
    """Take a file back: it no longer counts, and the one it replaced counts again. Kept, as everything is."""
    row = queries.imported_file(file_id)
    require(by, Permission.DATA_UNDO, row.dataset.partnership.subject())
    if row.undone_at or row.superseded_at:
        raise Unusable(
            Problem("not-counting", "This file no longer counts.", "Nothing needs undoing.", file=row.name)
        )
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


def hold(
    partnership: str, uploads: Iterable[tuple[str, Path]], details: Mapping[str, object], *, by: Principal
) -> UUID:
    """Keep uploaded files for a preview; nothing counts yet. Returns the pending import's id."""
    body = partnership_row(partnership)
    require(by, Permission.DATA_IMPORT, body.subject())
    kept = queries.file_store()
    files = [{"name": name, "sha256": kept.put(path).sha256} for name, path in uploads]
    held = PendingImport.objects.create(
        partnership=body,
        files=files,
        details=dict(details),
        asked_by=str(by.user_id or ""),
        recorded_by=by.name,
    )
    return held.id


def preview(pending_id: UUID, *, by: Principal) -> ImportSummary:
    """What would become of the held files if they were confirmed now."""
    held = queries.pending_import(pending_id)
    require(by, Permission.DATA_IMPORT, held.partnership.subject())
    return ImportSummary(
        tuple(foreseen(held.partnership, arrival) for arrival in _arrivals(held, queries.file_store()))
    )


def foreseen(body: Partnership, arrival: Arrival) -> FileOutcome:
    """The outcome of a file, told beforehand."""
    result = arrival.result
    if result is None:
        return FileOutcome(arrival.name, Outcome.REFUSED, problems=arrival.problems)
    if result.kind is Kind.UNKNOWN:
        return outcome_of(result, Outcome.LEFT_ALONE)
    if queries.same_content(body.slug, result.original.sha256):
        return outcome_of(result, Outcome.ALREADY)
    before = queries.counting_named(body.slug, str(result.kind), part_of(result))
    return replace(outcome_of(result, Outcome.READY), rows_before=before.rows_accepted if before else None)


def confirm(pending_id: UUID, *, by: Principal, progress: Progress = silent) -> ImportSummary:
    """Let the usable files of a preview count, in one transaction; the unusable ones are left out, as was shown."""
    held = queries.pending_import(pending_id)
    require(by, Permission.DATA_IMPORT, held.partnership.subject())
    arrivals = list(_arrivals(held, queries.file_store(), progress))
    with transaction.atomic():
        summary = ImportSummary(tuple(take_in(held.partnership, arrival, by=by) for arrival in arrivals))
        PendingImport.objects.filter(id=held.id).delete()
    return summary


def discard(pending_id: UUID, *, by: Principal) -> None:
    """Throw a preview away. Nothing of it ever counted."""
    held = queries.pending_import(pending_id)
    require(by, Permission.DATA_IMPORT, held.partnership.subject())
    held.delete()


def _arrivals(held: PendingImport, kept: FileStore, progress: Progress = silent) -> Iterator[Arrival]:
    spec = DatasetSpec(**held.details) if held.details else None
    for number, file in enumerate(held.files, 1):
        progress(number, len(held.files), file["name"])
        yield from _unpacked(kept.place(file["sha256"]), file["name"], spec)


def _unpacked(place: Path, name: str, spec: DatasetSpec | None) -> Iterator[Arrival]:
    """An upload, or the members of an uploaded archive."""
    try:
        named = (replace(file, name=name) if file.path == place else file for file in incoming(place))
        yield from arrivals_of(named, spec=spec)
    except Unusable as unusable:
        yield Arrival(name, None, spec, tuple(replace(problem, file=name) for problem in unusable.problems))


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
