"""Reads of the room: which files count, which measures there are, what was observed, what is covered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Sum

from frankpledge.analysis.series import State, whole_months
from frankpledge.directory.models import PartnershipArea
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import store
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.measures import police_measures
from frankpledge.evidence.models import Dataset, ImportedFile, Measure, PendingImport, RecordingBreak
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.rules.coverage import MonthFact, ledger
from frankpledge.kernel.dates import Period
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today

ONE_IMPORT = timedelta(minutes=1)
PLAIN_TABLES = (Kind.MEASURES_TIDY, Kind.MEASURES_TWO_YEARS)
"""Tables of which somebody must say whose they are; a return says it itself."""
MEASURE_KINDS = (*PLAIN_TABLES, Kind.SERVICE_RETURN)


def file_store() -> FileStore:
    """The installation's content-addressed store."""
    return FileStore(Path(settings.STORE))


def drawings() -> Path:
    """Where the pictures of this room's pages are kept."""
    return Path(settings.STORE) / "drawings"


def counting(
    partnership: str, kinds: Iterable[str], known_at: datetime | None = None
) -> tuple[ImportedFile, ...]:
    """The files of some kinds that count, oldest confirmed first."""
    rows = (
        ImportedFile.objects.counting(known_at)
        .filter(dataset__partnership__slug=partnership, kind__in=list(kinds))
        .select_related("dataset__supplier", "dataset__partnership")
    )
    return tuple(rows.order_by("confirmed_at", "part", "id"))


def moments_of(
    partnership: str, kind: str, parts: Collection[str] | None, *, until: datetime | None
) -> tuple[datetime, ...]:
    """When files of some parts (None: all) came in or were taken back, in order. What happened within a minute of
    something else is one import, and its last moment is given."""
    rows = ImportedFile.objects.filter(
        dataset__partnership__slug=partnership, kind=kind, confirmed_at__isnull=False
    )
    if parts is not None:
        rows = rows.filter(part__in=sorted(parts))
    moments = {moment for row in rows.values_list("confirmed_at", "undone_at") for moment in row if moment}
    ordered = sorted(moment for moment in moments if until is None or moment < until)
    return tuple(
        moment
        for moment, after in zip_longest(ordered, ordered[1:])
        if after is None or after - moment > ONE_IMPORT
    )


def parts_of(files: Iterable[ImportedFile]) -> tuple[Path, ...]:
    """Where the Parquet of some files lies."""
    kept = file_store()
    return tuple(kept.place(part, suffix=".parquet") for file in files for part in file.parts)


def input_file(file: ImportedFile) -> InputFile:
    """A manifest row as the provenance of a figure prints it."""
    dataset = file.dataset
    return InputFile(
        name=file.name,
        sha256=file.sha256,
        dataset=dataset.title,
        owner=dataset.supplier.name,
        licence=dataset.licence,
        marking=dataset.marking,
        measures=dataset.measures,
        released=is_released(dataset, on=today()),
        synthetic=dataset.is_synthetic,
    )


def is_released(dataset: Dataset, *, on: date) -> bool:
    """Whether its owner consented to publication and the day before which it is not public has passed."""
    return bool(dataset.release_consent) and (
        dataset.not_public_before is None or dataset.not_public_before <= on
    )


def measures(partnership: str) -> tuple[Measure, ...]:
    rows = Measure.objects.filter(partnership__slug=partnership).select_related("dataset__supplier")
    return tuple(rows.order_by("slug"))


def titles_of_measures(partnership: str) -> tuple[tuple[str, str], ...]:
    """The slug and title of every measure of a partnership."""
    rows = Measure.objects.filter(partnership__slug=partnership).order_by("title")
    return tuple(rows.values_list("slug", "title"))


def measure(partnership: str, slug: str) -> Measure | None:
    return (
        Measure.objects.filter(partnership__slug=partnership, slug=slug)
        .select_related("dataset__supplier", "dataset__partnership")
        .first()
    )


def supplied(dataset: Dataset) -> str:
    """Whose a dataset is and what it is called; a title that ends with the supplier’s name does not say it twice."""
    supplier = dataset.supplier.name
    return f"{supplier}, {dataset.title.removesuffix(f', {supplier}')}"


def source_line(found: Measure) -> str:
    """What a reader needs to trust a table: supplier, dataset, area, extraction date; ‘not recorded’ where absent."""
    dataset = found.dataset
    area = (
        f"{dataset.area_name} ({dataset.area_code})"
        if dataset.area_code
        else dataset.area_name or "not recorded"
    )
    parts = [
        f"Source: {supplied(dataset)}",
        f"Area: {area}",
        f"Extracted: {dataset.extracted_on or 'not recorded'}",
    ]
    if dataset.is_synthetic:
        parts.append("Synthetic data, made for the demonstration")
    return ". ".join(parts) + "."


def types_of(slug: str) -> tuple[str, ...]:
    return next((known.types for known in police_measures() if known.slug == slug), ())


def latest_known_at(partnership: str) -> datetime | None:
    """The last moment at which what counts changed; None when nothing was ever imported."""
    rows = ImportedFile.objects.filter(dataset__partnership__slug=partnership)
    moments = [
        moment
        for row in rows.values_list("confirmed_at", "undone_at", "superseded_at")
        for moment in row
        if moment
    ]
    return max(moments, default=None)


def same_content(partnership: str, sha256: str) -> ImportedFile | None:
    """The file of this content that already counts, if any."""
    return (
        ImportedFile.objects.counting()
        .filter(dataset__partnership__slug=partnership, sha256=sha256)
        .select_related("dataset")
        .first()
    )


def counting_part(dataset: Dataset, part: str) -> ImportedFile | None:
    """The file that counts for a part of a dataset."""
    return ImportedFile.objects.counting().filter(dataset=dataset, part=part).first()


def imported_file(file_id: UUID) -> ImportedFile:
    """One manifest row. Raises `NotFound`."""
    found = (
        ImportedFile.objects.filter(id=file_id)
        .select_related("dataset__partnership", "dataset__supplier")
        .first()
    )
    if found is None:
        raise NotFound("There is no such imported file.")
    return found


def replaced_by(file: ImportedFile) -> ImportedFile | None:
    """The file whose place this one took, if it took any."""
    return ImportedFile.objects.filter(superseded_by=file).order_by("-superseded_at").first()


def taken_in_with(file: ImportedFile) -> tuple[ImportedFile, ...]:
    """The files that one import took in and that still count, this one among them; nothing when it is not known."""
    if file.together is None:
        return ()
    rows = ImportedFile.objects.counting().filter(
        together=file.together, dataset__partnership=file.dataset.partnership
    )
    return tuple(rows.select_related("dataset__partnership"))


def datasets(partnership: str) -> tuple[Dataset, ...]:
    rows = Dataset.objects.filter(partnership__slug=partnership).select_related("supplier")
    return tuple(rows.order_by("title"))


def dataset(partnership: str, slug: str) -> Dataset | None:
    """One dataset, or None."""
    return (
        Dataset.objects.filter(partnership__slug=partnership, slug=slug)
        .select_related("supplier", "partnership")
        .first()
    )


@dataclass(frozen=True)
class Standing:
    """How many files of a dataset count, and when the last of them came in."""

    files: int
    last: datetime | None


def standing(partnership: str) -> dict[UUID, Standing]:
    """How each dataset of a partnership stands, by its id; one of which no file counts is not in it."""
    rows = (
        ImportedFile.objects.counting()
        .filter(dataset__partnership__slug=partnership)
        .order_by()
        .values("dataset_id")
        .annotate(n=Count("id"), last=Max("confirmed_at"))
    )
    return {row["dataset_id"]: Standing(row["n"], row["last"]) for row in rows}


def files_of_dataset(dataset: Dataset) -> tuple[ImportedFile, ...]:
    """All files ever confirmed in a dataset, latest first, those undone or superseded included."""
    return tuple(dataset.files.order_by("-confirmed_at", "-part"))


def pending_import(pending_id: UUID) -> PendingImport:
    """A previewed import that waits. Raises `NotFound`."""
    found = PendingImport.objects.filter(id=pending_id).select_related("partnership").first()
    if found is None:
        raise NotFound("This import was already confirmed or discarded.")
    return found


def recording_breaks(partnership: str) -> tuple[RecordingBreak, ...]:
    """Every recording break noted for a partnership, in order of time."""
    return tuple(RecordingBreak.objects.filter(partnership__slug=partnership).order_by("starts_on", "slug"))


def measures_in(result: ReadResult) -> tuple[tuple[str, str, str, str], ...]:
    """(title, unit, kind, granularity) of every measure that a measure table brings."""
    rows = store.measure_values([part.path for part in result.parts])
    found: dict[str, tuple[str, str, str]] = {}
    spans: dict[str, set[str]] = {}
    for row in rows:
        kind = "survey" if row.n is not None else "rate" if row.denominator is not None else "count"
        found.setdefault(row.measure, (row.measure, row.unit or "count", kind))
        spans.setdefault(row.measure, set()).add(granularity_of(Period.parse(row.period)))
    return tuple(
        (*said, spans[title].pop() if len(spans[title]) == 1 else "other") for title, said in found.items()
    )


def granularity_of(period: Period) -> str:
    """How long a period is: month, quarter, year, or other."""
    months = whole_months(period)
    return {1: "month", 3: "quarter", 12: "year"}.get(months or 0, "other")


@dataclass(frozen=True)
class LedgerRow:
    """One source in one month. `n` of None: nothing was imported for it, which is a gap and not a zero."""

    source: str
    area: str
    period: str
    state: State
    n: int | None
    without_place: int
    note: str
    is_synthetic: bool


def coverage(partnership: str, *, known_at: datetime | None = None) -> tuple[LedgerRow, ...]:
    """The coverage ledger, by source, force or area, and month; a month without a file is absent, never nothing."""
    return tuple(coverage_of(counting(partnership, [Kind.POLICE_STREET], known_at)))


def coverage_of(files: Sequence[ImportedFile]) -> Iterator[LedgerRow]:
    """Ledger rows of police files: what each says of its months, and the months between that nobody sent."""
    by_stream: dict[tuple[str, str, bool], dict[str, dict[str, int]]] = {}
    for file in files:
        for fact in file.facts.get("coverage", ()):
            stream = (file.dataset.title, fact["area"], file.dataset.is_synthetic)
            by_stream.setdefault(stream, {})[fact["period"]] = fact
    for (source, area, is_synthetic), months in sorted(by_stream.items()):
        span = Period(Period.parse(min(months)).starts_on, Period.parse(max(months)).ends_on)
        facts = [_month_fact(code, fact) for code, fact in months.items()]
        for row in ledger(facts, expected=span, last_due=max(months)):
            without = months[row.month]["without_place"] if row.month in months else 0
            yield LedgerRow(
                source, area, row.month, row.state, row.n, without, str(row.because), is_synthetic
            )


def month_facts(files: Sequence[ImportedFile]) -> dict[tuple[str, str], list[MonthFact]]:
    """What police files say of each month, by force and month: one a source."""
    found: dict[tuple[str, str], list[MonthFact]] = {}
    for file in files:
        for fact in file.facts.get("coverage", ()):
            key = (fact["area"], fact["period"])
            found.setdefault(key, []).append(_month_fact(fact["period"], fact))
    return found


def _month_fact(month: str, fact: Mapping[str, int]) -> MonthFact:
    return MonthFact(month, fact["n"], fact["without_place"], fact["n_refused"])


def latest_files(partnership: str, most: int) -> tuple[ImportedFile, ...]:
    """The files taken in last that still count."""
    rows = ImportedFile.objects.counting().filter(dataset__partnership__slug=partnership)
    return tuple(rows.order_by("-confirmed_at", "-part")[:most])


def pending_imports(partnership: str) -> tuple[PendingImport, ...]:
    """Previews that wait for a person, without what was read of them, which may be much."""
    rows = PendingImport.objects.filter(partnership__slug=partnership).defer("readings", "layouts")
    return tuple(rows.order_by("recorded_at"))


def state_token(partnership: str) -> str:
    """A text that changes whenever anything that counts does: imports, what is said of datasets, breaks, areas."""
    # Counted as well as timed: in the demonstration many things happen in the same moment.
    files = ImportedFile.objects.filter(dataset__partnership__slug=partnership).aggregate(
        n=Count("id"), confirmed=Max("confirmed_at"), undone=Max("undone_at"), replaced=Max("superseded_at"),
        n_undone=Count("undone_at"), n_replaced=Count("superseded_at"),
    )  # fmt: skip
    described = Dataset.objects.filter(partnership__slug=partnership).aggregate(
        n=Count("id"), v=Sum("row_version")
    )
    breaks = RecordingBreak.objects.filter(partnership__slug=partnership).order_by("slug").values_list()
    areas = PartnershipArea.objects.filter(partnership__slug=partnership).aggregate(
        n=Count("id"), v=Max("recorded_at")
    )
    made = Measure.objects.filter(partnership__slug=partnership).aggregate(
        n=Count("id"), v=Max("recorded_at")
    )
    known = (
        sorted(files.items()),
        sorted(described.items()),
        list(breaks),
        sorted(areas.items()),
        sorted(made.items()),
    )
    return repr((*known, settings.STORE))
