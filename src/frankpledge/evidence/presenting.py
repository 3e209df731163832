"""From what is stored to what a page shows: the data pages' frozen pages, made here so that views stay thin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from frankpledge.analysis.sentences import Wording, change_sentence
from frankpledge.analysis.series import State
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Chart, Document, Identity
from frankpledge.evidence import queries, services
from frankpledge.evidence.figures import compare, numeric
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.models import Dataset, ImportedFile, Measure, PendingImport
from frankpledge.evidence.observed import Observed, Value
from frankpledge.evidence.pages import (
    CoveragePage,
    Crumbs,
    DataPage,
    DatasetPage,
    DatasetRow,
    FilePage,
    FileRow,
    MeasureRow,
    PreviewPage,
    SeriesPage,
)
from frankpledge.evidence.services import FileOutcome, Outcome
from frankpledge.evidence.snapshot import FORCE, snapshot
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period, local_date, short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.html import trusted
from frankpledge.web.paging import Paging

LEDGER_PAGE = 60
HOW = {"exact": "Exactly", "proxy": "By proxy", "none": "Not at all"}


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> Crumbs:
    """Home, then the pages above this one."""
    above = (("Home", "home"), *within)
    return tuple((words, address(name, partnership)) for words, name in above)


def day(moment: datetime | None) -> str:
    return short_date(local_date(moment)) if moment else ""


def data_page(partnership: PartnershipFacts, *, may_import: bool) -> DataPage:
    datasets = tuple(_dataset_row(partnership, one) for one in queries.datasets(partnership.slug))
    measures = tuple(_measure_row(partnership, one) for one in queries.measures(partnership.slug))
    gaps = tuple(
        f"{row.source}, {row.area}: nothing for {Period.parse(str(row.period))}"
        for row in queries.coverage(partnership.slug)
        if row.state == State.ABSENT
    )
    return DataPage(
        title="Data",
        crumbs=crumbs(partnership),
        datasets=datasets,
        measures=tuple(row for row in measures if row.span),
        gaps=gaps,
        coverage_href=address("data-coverage", partnership),
        import_href=address("data-import", partnership),
        may_import=may_import,
    )


def _dataset_row(partnership: PartnershipFacts, dataset: Dataset) -> DatasetRow:
    files = [file for file in queries.files_of_dataset(dataset) if is_counting(file)]
    return DatasetRow(
        title=dataset.title,
        supplier=dataset.supplier.name,
        measures=HOW[dataset.measures],
        files=len(files),
        latest=day(max((file.confirmed_at for file in files if file.confirmed_at), default=None)),
        marking=dataset.marking,
        released="Yes" if queries.is_released(dataset, on=today()) else "Not yet",
        is_synthetic=dataset.is_synthetic,
        href=address("dataset", partnership, slug=dataset.slug),
    )


def is_counting(file: ImportedFile) -> bool:
    return bool(file.confirmed_at) and not file.undone_at and not file.superseded_at


def _measure_row(partnership: PartnershipFacts, measure: Measure) -> MeasureRow:
    seen = snapshot(partnership.slug).observed(measure.slug)
    known = [value.period for value in seen.values if value.value is not None] if seen else []
    span = f"{known[0]} to {known[-1]}" if len(known) > 1 else str(known[0]) if known else ""
    return MeasureRow(
        measure.title, measure.unit, span, measure.dataset.title, measure.dataset.is_synthetic,
        address("series", partnership, slug=measure.slug),
    )  # fmt: skip


def preview_page(partnership: PartnershipFacts, pending_id: UUID, *, by: Principal) -> PreviewPage:
    held = queries.pending_import(pending_id)
    if held.partnership.slug != partnership.slug:
        raise NotFound("This import was already confirmed or discarded.")
    summary = services.preview(pending_id, by=by)
    return PreviewPage(
        title="Check before importing",
        crumbs=crumbs(partnership, ("Data", "data"), ("Import data", "data-import")),
        files=summary.files,
        counts=tuple(_counts(summary.files)),
        facts=_said(held),
        usable=len(summary.of(Outcome.READY)),
        confirm_href=address("data-confirm", partnership, pending_id=pending_id),
        discard_href=address("data-discard", partnership, pending_id=pending_id),
    )


def _counts(files: tuple[FileOutcome, ...]) -> Iterable[str]:
    words = {
        Outcome.READY: "can be imported",
        Outcome.REFUSED: "refused, with the reason below",
        Outcome.ALREADY: "already imported: nothing to do",
        Outcome.LEFT_ALONE: "left alone: not data that Frankpledge reads",
    }
    for outcome, said in words.items():
        count = sum(file.outcome is outcome for file in files)
        if count:
            yield f"{count} {'file' if count == 1 else 'files'} {said}"


def _said(held: PendingImport) -> tuple[tuple[str, str], ...]:
    names = {
        "supplier": "Supplier", "title": "Called", "measures": "Measures the thing", "area_name": "Area",
        "extracted_on": "Extracted", "marking": "Marking", "release_consent": "Consent to publish",
    }  # fmt: skip
    return tuple((words, str(held.details[name])) for name, words in names.items() if held.details.get(name))


def dataset_page(partnership: PartnershipFacts, slug: str) -> DatasetPage:
    """One dataset. Raises `NotFound`."""
    found = next((one for one in queries.datasets(partnership.slug) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no such dataset.")
    return DatasetPage(
        title=found.title,
        crumbs=crumbs(partnership, ("Data", "data")),
        facts=_dataset_facts(found),
        files=tuple(_file_row(partnership, file) for file in queries.files_of_dataset(found)),
        is_synthetic=found.is_synthetic,
    )


def _dataset_facts(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    area = f"{dataset.area_name} {dataset.area_code}".strip()
    return (
        ("Supplier", dataset.supplier.name),
        ("Measures the thing", HOW[dataset.measures]),
        ("How it is counted", dataset.counting_rule or "Not recorded"),
        ("Area", area or "Not recorded"),
        ("Extracted", dataset.extracted_on or "Not recorded"),
        ("Licence or agreement", dataset.licence or "Not recorded"),
        ("Marking", dataset.marking),
        (
            "Not public before",
            short_date(dataset.not_public_before) if dataset.not_public_before else "No date set",
        ),
        ("Consent to publish", dataset.release_consent or "Nobody has consented: its figures are unreleased"),
    )


def _state(file: ImportedFile) -> str:
    if file.undone_at:
        return f"Undone {day(file.undone_at)}"
    return f"Replaced {day(file.superseded_at)}" if file.superseded_at else "Counts"


def _file_row(partnership: PartnershipFacts, file: ImportedFile) -> FileRow:
    return FileRow(
        file.name, file.part, grouped(file.rows_accepted), grouped(file.rows_refused), _state(file),
        day(file.confirmed_at), address("data-file", partnership, file_id=file.id),
    )  # fmt: skip


def belongs(partnership: PartnershipFacts, file_id: UUID) -> ImportedFile:
    """The file, if it is this partnership's. Raises `NotFound`."""
    found = queries.imported_file(file_id)
    if found.dataset.partnership.slug != partnership.slug:
        raise NotFound("There is no such imported file.")
    return found


def file_page(partnership: PartnershipFacts, file_id: UUID, *, may_undo: bool) -> FilePage:
    found = belongs(partnership, file_id)
    return FilePage(
        title=found.name,
        crumbs=crumbs(partnership, ("Data", "data")),
        facts=(
            ("Dataset", found.dataset.title),
            ("State", _state(found)),
            ("Imported", f"{day(found.confirmed_at)} by {found.recorded_by}"),
            ("Rows taken", grouped(found.rows_accepted)),
            ("Rows refused", grouped(found.rows_refused)),
            ("Size", f"{grouped(found.size)} bytes"),
            ("SHA-256", found.sha256),
        ),
        problems=tuple(found.problems),
        more_problems=max(0, found.rows_refused - len(found.problems)),
        cautions=tuple(found.facts.get("cautions", ())),
        undo_href=address("data-undo", partnership, file_id=found.id)
        if may_undo and is_counting(found)
        else "",
    )


def series_page(partnership: PartnershipFacts, slug: str, *, area: str) -> SeriesPage:
    """One measure over time. Raises `NotFound`."""
    known = snapshot(partnership.slug)
    row, seen = known.measures.get(slug), known.observed(slug, area)
    if seen is None or row is None:
        raise NotFound("There is no such measure.")
    sentence = finding(seen)
    is_police = slug.startswith(POLICE)
    here = address("series", partnership, slug=slug)
    return SeriesPage(
        title=seen.title,
        crumbs=crumbs(partnership, ("Data", "data")),
        sentence=sentence,
        quality=tuple(_quality(seen, area, is_police=is_police)),
        chart=trusted(drawing.chart_html(chart_of(seen, sentence), _frame(partnership)))
        if seen.values
        else trusted(""),
        facts=_dataset_facts(row.dataset),
        figures=tuple(_figures(partnership, seen, area)),
        is_synthetic=row.dataset.is_synthetic,
        other_area_href="" if not is_police else (here if area else f"{here}?area={FORCE}"),
        other_area="Show the partnership’s area only"
        if area
        else "Show the whole force, rows without a place included",
    )


def last_twelve(seen: Observed) -> tuple[Period, Period] | None:
    """The last twelve months and the twelve before, where both are covered; else None."""
    known = [value.period for value in seen.values if value.value is not None and value.period.ends_on]
    if not known:
        return None
    end = max(period.ends_on for period in known if period.ends_on)
    new = Period(_first_of(end.year - (end.month < 12), end.month % 12 + 1), end)
    old_end = Period.month(end.year - 1, end.month).ends_on
    old = Period(_first_of(new.starts_on.year - 1, new.starts_on.month), old_end)
    return (old, new) if seen.total(old) is not None and seen.total(new) is not None else None


def _first_of(year: int, month: int) -> date:
    return Period.month(year, month).starts_on


def finding(seen: Observed) -> str:
    """What the series says, in one sentence: the last twelve months against the twelve before, or why not."""
    spans = last_twelve(seen)
    if spans is None:
        return f"{seen.title}: the last twelve months and the twelve before are not both covered, so no change is stated."
    compared = compare(seen.total(spans[0]), seen.total(spans[1]), *spans, per_day=False)
    if compared is None:
        return f"{seen.title}: these are not whole counts, so no change is stated."
    return str(change_sentence(compared, Wording(seen.title, str(spans[0]), str(spans[1]))))


def _quality(seen: Observed, area: str, *, is_police: bool) -> Iterable[str]:
    missing = [str(value.period) for value in seen.values if value.value is None]
    if missing:
        yield f"Missing, and not counted as nothing: {', '.join(missing)}."
    if is_police and not area:
        yield "Rows without a place count for the force and cannot count for the partnership’s area."
    for one in seen.breaks:
        yield f"{one.what} ({one.when})."


def _frame(partnership: PartnershipFacts) -> Document:
    """A document around one chart, for its links and colours."""
    identity = Identity(partnership.council_name, partnership.colour, partnership.accent)
    return Document(partnership.name, (), identity, today().isoformat())


def chart_of(seen: Observed, title: str) -> Chart:
    """The picture of a measure: a monthly line with gaps as gaps, or bars where values are quarterly or yearly."""
    subtitle = f"{seen.title}, {seen.unit}. {seen.source}"
    monthly = all(
        value.period == Period.month(value.period.starts_on.year, value.period.starts_on.month)
        for value in seen.values
    )
    if monthly:
        readings = tuple(_reading(value, f"{value.period.starts_on:%Y-%m}") for value in seen.values)
        return drawing.trend_line(
            id=f"series-{seen.slug}", title=title, subtitle=subtitle, series=drawing.Series(seen.title, readings),
            measure=seen.title, source=seen.source, breaks=_marks(seen),
        )  # fmt: skip
    readings = tuple(_reading(value, str(value.period)) for value in seen.values)
    return drawing.quarter_bars(
        id=f"series-{seen.slug}", title=title, subtitle=subtitle, series=drawing.Series(seen.title, readings),
        measure=seen.title, source=seen.source,
    )  # fmt: skip


def _marks(seen: Observed) -> tuple[drawing.Break, ...]:
    months = {f"{value.period.starts_on:%Y-%m}" for value in seen.values}
    return tuple(
        drawing.Break(f"{one.when.starts_on:%Y-%m}", " ".join(one.what.split()[:3]), one.what)
        for one in seen.breaks
        if f"{one.when.starts_on:%Y-%m}" in months
    )


def _reading(value: Value, label: str) -> drawing.Reading:
    if value.value is None:
        return drawing.Reading(label, missing_because="nothing was supplied for it")
    return drawing.Reading(label, numeric(value.value), provisional=value.state is not State.COMPLETE)


def _figures(partnership: PartnershipFacts, seen: Observed, area: str) -> Iterable[tuple[str, str, str]]:
    """The totals and the change of the last twelve months, each of which opens."""
    spans = last_twelve(seen)
    if spans is None:
        return
    more = {"area": area} if area else {}
    for span in spans:
        yield _opening(partnership, "measure-sum", measure=seen.slug, period=span.code, **more)
    yield _opening(
        partnership,
        "measure-change",
        measure=seen.slug,
        old=spans[0].code,
        new=spans[1].code,
        places="1",
        **more,
    )


def _opening(partnership: PartnershipFacts, provider: str, **parameters: str) -> tuple[str, str, str]:
    made = figures.figure(Request.of(partnership.slug, provider, None, **parameters))
    shown = f"{made.text} ({made.interval_text})" if made.interval_text else made.text
    return made.label, shown, address("figure", partnership, figure_id=made.id)


def coverage_page(partnership: PartnershipFacts, *, wanted: str) -> CoveragePage:
    rows = [
        (
            row.source, row.area, str(Period.parse(row.period)),
            row.state.replace("_", " "), "" if row.n is None else grouped(row.n),
            "" if row.n is None else grouped(row.without_place), row.note,
        )
        for row in queries.coverage(partnership.slug)
    ]  # fmt: skip
    paging = Paging.of(wanted, size=LEDGER_PAGE, total=len(rows), path=address("data-coverage", partnership))
    return CoveragePage(
        title="Coverage",
        crumbs=crumbs(partnership, ("Data", "data")),
        rows=tuple(rows[paging.offset : paging.offset + LEDGER_PAGE]),
        paging=paging,
        breaks=tuple(
            (
                str(Period(one.starts_on, one.ends_on)),
                f"{one.title}{' (synthetic)' if one.is_synthetic else ''}",
                one.kind,
                one.note,
                one.source,
            )
            for one in queries.recording_breaks(partnership.slug)
        ),
        areas=tuple(_areas(partnership)),
    )


def _areas(partnership: PartnershipFacts) -> Iterable[str]:
    """Whose area is whose: the partnership's own set of small areas, and another that goes by its name."""
    own = directory.area(partnership.slug, on=today())
    if own:
        yield f"This partnership answers for {own.name} ({own.code}): {len(own.members)} small areas ({own.vintage})."
    other = directory.area(partnership.slug, on=today(), purpose="ons-partnership")
    if own and other and other.code != own.code:
        yield (
            f"The ONS look-up calls another area by its name, {other.name} ({other.code}). Figures of the two are shown "
            "apart and never mixed in one rate."
        )
