"""Exactly what the pages of this room may show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from frankpledge.web.forms import Field
from frankpledge.web.paging import Paging

Crumbs = tuple[tuple[str, str], ...]
Pairs = tuple[tuple[str, str], ...]
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MeasureRow:
    title: str
    unit: str
    span: str
    href: str


@dataclass(frozen=True)
class DatasetSection:
    """A dataset with its measures; `facts` is one line, `released` why its figures may or may not be printed."""

    title: str
    href: str
    facts: str
    is_released: bool
    released: str
    is_synthetic: bool
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class WaitingRow:
    """A preview that waits for a decision."""

    words: str
    href: str


@dataclass(frozen=True)
class DataPage:
    """`others` are datasets that bring no measure: lookups, populations, boundaries."""

    title: str
    crumbs: Crumbs
    waiting: tuple[WaitingRow, ...]
    gaps: tuple[str, ...]
    datasets: tuple[DatasetSection, ...]
    others: tuple[DatasetSection, ...]
    coverage_href: str
    explore_href: str
    returns_href: str
    import_href: str
    may_import: bool
    make_href: str = ""
    """Where a measure is made of offence codes; empty where no source has codes, or for those who may not."""


@dataclass(frozen=True)
class FormPage:
    """One form; `lead` says what it is for, `back` is where one goes without sending it."""

    title: str
    crumbs: Crumbs
    lead: tuple[str, ...]
    fields: tuple[Field, ...]
    errors: Pairs
    button: str
    back: tuple[str, str] | None = None


@dataclass(frozen=True)
class ColumnsPage:
    """The form that says which column is which, under the first rows of the file."""

    form: FormPage
    file: str
    columns: tuple[str, ...]
    rows: Cells

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def crumbs(self) -> Crumbs:
        return self.form.crumbs


@dataclass(frozen=True)
class FilePreview:
    """One file of a preview. `refused` are its first refused rows: where, what stands there, why and what to do."""

    id: str
    name: str
    outcome: str
    words: str
    kind: str
    rows: str
    destination: Pairs
    problems: tuple[str, ...]
    refused: Cells
    refused_more: str
    refused_href: str
    cautions: tuple[str, ...]
    revisions: Cells
    revisions_words: str
    sample_columns: tuple[str, ...]
    sample_rows: Cells
    columns_href: str
    columns_words: str
    file_href: str


@dataclass(frozen=True)
class PreviewPage:
    """`counts` says in words how many files are usable, refused, already in, or left alone."""

    title: str
    crumbs: Crumbs
    is_read: bool
    counts: tuple[str, ...]
    notices: tuple[str, ...]
    gaps: tuple[str, ...]
    datasets: Cells
    summary: tuple[tuple[str, str, str, str, str], ...]
    not_summarised: int
    files: tuple[FilePreview, ...]
    paging: Paging
    usable: int
    left_out: int
    confirm_href: str
    discard_href: str
    details_href: str


@dataclass(frozen=True)
class RefusedPage:
    """Every refused row of a file, page by page."""

    title: str
    crumbs: Crumbs
    file: str
    rows: Cells
    paging: Paging


@dataclass(frozen=True)
class FileRow:
    name: str
    part: str
    rows: str
    refused: str
    state: str
    when: str
    href: str


@dataclass(frozen=True)
class DatasetPage:
    title: str
    crumbs: Crumbs
    facts: Pairs
    is_released: bool
    released: str
    measures: tuple[MeasureRow, ...]
    files: tuple[FileRow, ...]
    paging: Paging
    is_synthetic: bool
    describe_href: str


@dataclass(frozen=True)
class DescribePage:
    """What is recorded of a dataset. `both` is not empty after a conflict: field, saved meanwhile, what one wrote."""

    form: FormPage
    both: Cells

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def crumbs(self) -> Crumbs:
        return self.form.crumbs


@dataclass(frozen=True)
class FilePage:
    title: str
    crumbs: Crumbs
    facts: Pairs
    refused: Cells
    refused_more: str
    refused_href: str
    cautions: tuple[str, ...]
    undo_href: str
    undo_words: str
    undo_all_href: str
    together: int


@dataclass(frozen=True)
class SeriesPage:
    """`finding` is what the series says, in one sentence, `more` what belongs to it; `chart` is made by `documents`."""

    title: str
    crumbs: Crumbs
    finding: str
    more: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    chart: SafeString
    facts: Pairs
    figures: tuple[tuple[str, str, str], ...]
    is_synthetic: bool
    released: str
    other_area_href: str
    other_area: str
    csv_href: str
    places_href: str
    """Where the measure was counted; empty for one that was supplied as totals."""
    severity: SafeString
    """The score of severity over time, made by `documents`; empty where there is none, as is the address of its CSV."""
    severity_csv: str
    severity_sets: Pairs
    """Other sets of weights, by which it can be weighed instead."""
    make_href: str
    """Where another measure is made of the offence codes of this one; empty where it has none, or for those who may not."""


@dataclass(frozen=True)
class MakingPage:
    """A measure in the making. `chosen` and `found` are boxes to tick: code, words, hint; `errors` name the field's id."""

    title: str
    crumbs: Crumbs
    nothing: str
    sources: Pairs
    dataset: str
    words: str
    chosen: tuple[tuple[str, str, str], ...]
    found: tuple[tuple[str, str, str], ...]
    found_words: str
    comes_to: tuple[str, ...]
    named: str
    definition: str
    errors: Pairs
    href: str


@dataclass(frozen=True)
class PlacesPage:
    """Where a measure was counted. `table` and `map` are made by `documents`; both are empty where nothing is known."""

    title: str
    crumbs: Crumbs
    finding: str
    notes: tuple[str, ...]
    map: SafeString
    table: SafeString
    import_href: str
    """Where to import what is lacking; empty when nothing is, or for those who may not."""
    is_synthetic: bool


@dataclass(frozen=True)
class CoverageGrid:
    """One source and force: a row a month, a column a year; each cell is its state (for the style), its state in
    words and its number of rows."""

    title: str
    is_synthetic: bool
    note: str
    years: tuple[str, ...]
    months: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True)
class CoveragePage:
    """`rows` lists the months that are not complete, with the reason."""

    title: str
    crumbs: Crumbs
    grids: tuple[CoverageGrid, ...]
    rows: Cells
    paging: Paging
    breaks: Cells
    areas: tuple[str, ...]


@dataclass(frozen=True)
class AnswerPart:
    """An answer as the pages of questions show it. `charts` are made by `documents`; `categories` are name, rows and
    share; `editions` is a table of how it was known, its head first."""

    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    breaks: Cells
    charts: tuple[SafeString, ...]
    categories: Cells
    categories_words: str
    editions: Cells
    facts: Pairs
    figures: tuple[tuple[str, str, str], ...]
    is_synthetic: bool
    released: str
    csv_href: str


@dataclass(frozen=True)
class ExplorePage:
    """A question and its answer. `is_open`: the form stands open, since nothing was asked yet or something is wrong."""

    title: str
    crumbs: Crumbs
    fields: tuple[Field, ...]
    errors: Pairs
    is_open: bool
    answer: AnswerPart | None
    nothing: str
    asked: Pairs
    keep_fields: tuple[Field, ...]
    keep_href: str
    explore_href: str
    saved_href: str
    may_write: bool


@dataclass(frozen=True)
class SavedRow:
    title: str
    href: str
    asked: str
    uses: str


@dataclass(frozen=True)
class SavedPage:
    """The saved questions."""

    title: str
    crumbs: Crumbs
    rows: tuple[SavedRow, ...]
    explore_href: str


@dataclass(frozen=True)
class UseRow:
    """What a saved question stands for; `value` names it in a form."""

    words: str
    title: str
    href: str
    value: str


@dataclass(frozen=True)
class SavedQueryPage:
    """A saved question, asked now (or as on its day)."""

    title: str
    crumbs: Crumbs
    lead: str
    note: str
    by: str
    answer: AnswerPart
    uses: tuple[UseRow, ...]
    attach_fields: tuple[Field, ...]
    errors: Pairs
    attach_href: str
    detach_href: str
    end_href: str
    change_href: str
    may_write: bool


@dataclass(frozen=True)
class ServiceRow:
    """A service: for each month shown whether its return came, and the series of its answers (words, address)."""

    name: str
    states: tuple[str, ...]
    series: Pairs


@dataclass(frozen=True)
class SaidRow:
    month: str
    service: str
    asked: str
    words: str


@dataclass(frozen=True)
class ReturnsPage:
    title: str
    crumbs: Crumbs
    questions: tuple[str, ...]
    months: tuple[str, ...]
    services: tuple[ServiceRow, ...]
    words: tuple[SaidRow, ...]
    paging: Paging
    new_href: str
    blank_href: str
    may_write: bool
