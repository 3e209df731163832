"""From what is stored to what a page shows: data, datasets, coverage. Frozen pages, so that views stay thin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from frankpledge.analysis.series import State, whole_months
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import queries
from frankpledge.evidence.addresses import address, crumbs, day
from frankpledge.evidence.coded import is_coded
from frankpledge.evidence.describing import described
from frankpledge.evidence.forms import DatasetForm
from frankpledge.evidence.models import Dataset, ImportedFile, Measure
from frankpledge.evidence.pages import (
    Cells,
    CoverageGrid,
    CoveragePage,
    DataPage,
    DatasetPage,
    DatasetSection,
    DescribePage,
    FileRow,
    FormPage,
    MeasureRow,
    Pairs,
    WaitingRow,
)
from frankpledge.evidence.presenting_imports import state_in_words
from frankpledge.evidence.queries import LedgerRow
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import TITLES
from frankpledge.evidence.rules.gaps import joined
from frankpledge.evidence.snapshot import Snapshot, snapshot
from frankpledge.kernel.dates import MONTHS, Period, short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.paging import Paging
from frankpledge.web.words import counted

LEDGER_PAGE = 60
FILES_PAGE = 60
HOW = {"exact": "Exactly", "proxy": "By proxy", "none": "Not at all"}
NOT_RECORDED = "Not recorded"
EVERY_MEASURE = "Every measure"
FEW = 3
YEAR = 12


# Data and datasets ------------------------------------------------------------------------------------------------


def data_page(partnership: PartnershipFacts, *, may_import: bool) -> DataPage:
    """Every dataset with its measures, what waits for a decision, and what is missing."""
    known = snapshot(partnership.slug)
    standing = queries.standing(partnership.slug)
    by_dataset: dict[object, list[MeasureRow]] = {}
    for measure in known.measures.values():
        if row := _measure_row(partnership, known, measure):
            by_dataset.setdefault(measure.dataset_id, []).append(row)
    sections = [
        _section(partnership, one, standing.get(one.id), by_dataset.get(one.id, ()))
        for one in queries.datasets(partnership.slug)
    ]
    return DataPage(
        title="Data",
        crumbs=crumbs(partnership),
        waiting=tuple(_waiting(partnership)) if may_import else (),
        gaps=tuple(gaps_in_words(queries.coverage(partnership.slug))),
        datasets=tuple(section for section in sections if section.measures),
        others=tuple(section for section in sections if not section.measures),
        coverage_href=address("data-coverage", partnership),
        explore_href=address("explore", partnership),
        returns_href=address("returns", partnership),
        import_href=address("data-import", partnership),
        may_import=may_import,
        make_href=address("measure-new", partnership)
        if may_import and any(map(is_coded, known.measures.values()))
        else "",
    )


def _measure_row(partnership: PartnershipFacts, known: Snapshot, measure: Measure) -> MeasureRow | None:
    """A measure of which something is known; None when nothing is."""
    seen = known.observed(measure.slug)
    periods = [value.period for value in seen.values if value.value is not None] if seen else []
    if not periods:
        return None
    href = address("series", partnership, slug=measure.slug)
    return MeasureRow(measure.title, measure.unit, span_of(periods), href)


def span_of(periods: Sequence[Period]) -> str:
    """From the first period to the last: 2018 to 2020 for years, January 2018 to December 2020 for shorter ones."""
    first, last = periods[0], periods[-1]
    if first == last:
        return str(first)
    if whole_months(first) == whole_months(last) == YEAR:
        return f"{first} to {last}"
    return str(Period(first.starts_on, last.ends_on))


def _section(
    partnership: PartnershipFacts,
    one: Dataset,
    standing: queries.Standing | None,
    measures: Sequence[MeasureRow],
) -> DatasetSection:
    files = counted(standing.files, "file") if standing else "no file that counts"
    last = f", the last imported {day(standing.last)}" if standing else ""
    facts = f"{kind_in_words(one.kind)}, from {one.supplier.name}. Marked {one.marking}. {files[:1].upper()}{files[1:]}{last}."
    return DatasetSection(
        one.title, address("dataset", partnership, slug=one.slug), facts,
        queries.is_released(one, on=today()), release_in_words(one), one.is_synthetic, tuple(measures),
    )  # fmt: skip


def kind_in_words(kind: str) -> str:
    """What a dataset's files are; the slug itself for a kind that is no longer known."""
    return TITLES[Kind(kind)] if kind in set(Kind) else kind


def release_in_words(one: Dataset) -> str:
    """Whether the figures of a dataset may be published, and if not why."""
    if not one.release_consent:
        return "Unreleased: nobody has agreed to its publication"
    if one.not_public_before and one.not_public_before > today():
        return f"Not public before {short_date(one.not_public_before)}"
    return "May be published"


def _waiting(partnership: PartnershipFacts) -> Iterator[WaitingRow]:
    for held in queries.pending_imports(partnership.slug):
        first = str(held.files[0]["name"]) if held.files else "Nothing"
        more = f" and {len(held.files) - 1} more" if len(held.files) > 1 else ""
        words = f"{first}{more}, sent by {held.recorded_by} on {day(held.recorded_at)}"
        yield WaitingRow(words, address("data-preview", partnership, pending_id=held.id))


def gaps_in_words(rows: Iterable[LedgerRow]) -> Iterator[str]:
    """A sentence for each source and force with months that nobody sent."""
    by_stream: dict[tuple[str, str], list[Period]] = {}
    for row in rows:
        if row.state == State.ABSENT:
            by_stream.setdefault((row.source, row.area), []).append(Period.parse(row.period))
    for (source, area), months in by_stream.items():
        yield f"{source}, {area}: nothing for {', '.join(str(gap) for gap in joined(months))}"


def dataset_page(partnership: PartnershipFacts, slug: str, *, wanted: str, may_describe: bool) -> DatasetPage:
    """One dataset: what is known of it, its measures, and every file ever taken in. Raises `NotFound`."""
    one = described(partnership.slug, slug)
    known = snapshot(partnership.slug)
    rows = (
        _measure_row(partnership, known, measure)
        for measure in known.measures.values()
        if measure.dataset_id == one.id
    )
    files = queries.files_of_dataset(one)
    paging = Paging.of(
        wanted, size=FILES_PAGE, total=len(files), path=address("dataset", partnership, slug=slug)
    )
    return DatasetPage(
        title=one.title,
        crumbs=crumbs(partnership, ("Data", "data")),
        facts=dataset_facts(one),
        is_released=queries.is_released(one, on=today()),
        released=release_in_words(one),
        measures=tuple(row for row in rows if row),
        files=tuple(
            _file_row(partnership, file) for file in files[paging.offset : paging.offset + FILES_PAGE]
        ),
        paging=paging,
        is_synthetic=one.is_synthetic,
        describe_href=address("dataset-describe", partnership, slug=slug) if may_describe else "",
    )


def dataset_facts(dataset: Dataset) -> Pairs:
    area = f"{dataset.area_name} {dataset.area_code}".strip()
    return (
        ("What its files are", kind_in_words(dataset.kind)),
        ("Supplier", dataset.supplier.name),
        ("Measures the thing", HOW[dataset.measures]),
        ("How it is counted", dataset.counting_rule or NOT_RECORDED),
        ("Area", area or NOT_RECORDED),
        ("Extracted", dataset.extracted_on or NOT_RECORDED),
        ("Licence or agreement", dataset.licence or NOT_RECORDED),
        ("Marking", dataset.marking),
        (
            "Not public before",
            short_date(dataset.not_public_before) if dataset.not_public_before else "No date set",
        ),
        ("Consent to publish", dataset.release_consent or "Nobody has consented: its figures are unreleased"),
    )


def _file_row(partnership: PartnershipFacts, file: ImportedFile) -> FileRow:
    return FileRow(
        file.name, file.part, grouped(file.rows_accepted), grouped(file.rows_refused), state_in_words(file),
        day(file.confirmed_at), address("data-file", partnership, file_id=file.id),
    )  # fmt: skip


def describe_page(
    partnership: PartnershipFacts, one: Dataset, form: DatasetForm, *, both: Cells = ()
) -> DescribePage:
    """The form over what is recorded of a dataset."""
    here = address("dataset", partnership, slug=one.slug)
    asked = FormPage(
        title="What is recorded of this dataset",
        crumbs=(*crumbs(partnership, ("Data", "data")), (one.title, here)),
        lead=(
            f"{one.title}, {one.supplier.name}.",
            "A figure of an unreleased dataset blocks every document that would publish it.",
        ),
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound and not both else (),
        button="Record it",
        back=("Go back to the dataset", here),
    )
    return DescribePage(asked, both)


def both_texts(one: Dataset, form: DatasetForm) -> Cells:
    """After a conflict: each field on which what was saved meanwhile and what one wrote differ."""
    typed = form.values()
    return tuple(
        (str(form.fields[name].label), _shown(getattr(one, name)), _shown(value))
        for name, value in typed.items()
        if getattr(one, name) != value
    )


def _shown(value: object) -> str:
    return str(value) if value else "(empty)"


# Coverage ---------------------------------------------------------------------------------------------------------


def coverage_page(partnership: PartnershipFacts, *, wanted: str) -> CoveragePage:
    """What is there, source by source and month by month, and every month that is not complete with the reason."""
    ledger = queries.coverage(partnership.slug)
    doubtful = [_ledger_cells(row) for row in ledger if row.state != State.COMPLETE]
    paging = Paging.of(
        wanted, size=LEDGER_PAGE, total=len(doubtful), path=address("data-coverage", partnership)
    )
    return CoveragePage(
        title="Coverage",
        crumbs=crumbs(partnership, ("Data", "data")),
        grids=tuple(_grids(ledger)),
        rows=tuple(doubtful[paging.offset : paging.offset + LEDGER_PAGE]),
        paging=paging,
        breaks=tuple(_breaks(partnership)),
        areas=tuple(_areas(partnership)),
    )


def _ledger_cells(row: LedgerRow) -> tuple[str, ...]:
    return (
        str(Period.parse(row.period)), f"{row.source}, {row.area}", state_word(row.state),
        "" if row.n is None else grouped(row.n), "" if row.n is None else grouped(row.without_place), row.note,
    )  # fmt: skip


def state_word(state: str) -> str:
    return state.replace("_", " ").capitalize()


def _grids(ledger: Sequence[LedgerRow]) -> Iterator[CoverageGrid]:
    """For each source and force a grid of months and years; a month outside what is there stays blank."""
    streams: dict[tuple[str, str, bool], dict[str, LedgerRow]] = {}
    for row in ledger:
        streams.setdefault((row.source, row.area, row.is_synthetic), {})[row.period] = row
    for (source, area, is_synthetic), rows in streams.items():
        years = sorted({code[:4] for code in rows})
        states = [row.state for row in rows.values()]
        said = ", ".join(
            f"{states.count(state)} {state_word(state).lower()}" for state in State if states.count(state)
        )
        months = tuple(
            (name, tuple(_cell(rows.get(f"{year}-{number:02d}")) for year in years))
            for number, name in enumerate(MONTHS, start=1)
        )
        note = f"{counted(len(rows), 'month')}: {said}."
        yield CoverageGrid(f"{source}, {area}", is_synthetic, note, tuple(years), months)


def _cell(row: LedgerRow | None) -> tuple[str, str, str]:
    """State as a word for the style, state as people read it, number of rows."""
    if row is None:
        return ("outside", "", "")
    return (str(row.state), state_word(row.state), "" if row.n is None else grouped(row.n))


def _breaks(partnership: PartnershipFacts) -> Iterator[tuple[str, ...]]:
    """Each break once, with the measures that it touches."""
    titles = {measure.slug: measure.title for measure in queries.measures(partnership.slug)}
    touched: dict[tuple[str, ...], list[str]] = {}
    for one in queries.recording_breaks(partnership.slug):
        title = f"{one.title}{' (synthetic)' if one.is_synthetic and 'synthetic' not in one.title else ''}"
        key = (str(Period(one.starts_on, one.ends_on)), title, one.kind, one.note, one.source)
        named = titles.get(one.measure_slug, one.measure_slug)
        touched.setdefault(key, []).append(named or EVERY_MEASURE)
    for (when, title, kind, note, source), names in touched.items():
        yield (when, title, kind, _names(names), note, source or NOT_RECORDED)


def _names(names: Sequence[str]) -> str:
    """A few names; of many, how many. A break of every measure says so."""
    if EVERY_MEASURE in names:
        return EVERY_MEASURE
    return ", ".join(names) if len(names) <= FEW else counted(len(names), "measure")


def _areas(partnership: PartnershipFacts) -> Iterator[str]:
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
