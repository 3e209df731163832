"""Exactly what the pages of this room may show."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from frankpledge.evidence.services import FileOutcome
from frankpledge.web.forms import Field
from frankpledge.web.paging import Paging

Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DatasetRow:
    title: str
    supplier: str
    measures: str
    files: int
    latest: str
    marking: str
    released: str
    is_synthetic: bool
    href: str


@dataclass(frozen=True)
class MeasureRow:
    title: str
    unit: str
    span: str
    dataset: str
    is_synthetic: bool
    href: str


@dataclass(frozen=True)
class DataPage:
    title: str
    crumbs: Crumbs
    datasets: tuple[DatasetRow, ...]
    measures: tuple[MeasureRow, ...]
    gaps: tuple[str, ...]
    coverage_href: str
    import_href: str
    may_import: bool


@dataclass(frozen=True)
class ImportPage:
    title: str
    crumbs: Crumbs
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PreviewPage:
    """`counts` says in words how many files are usable, refused, already in, or left alone."""

    title: str
    crumbs: Crumbs
    files: tuple[FileOutcome, ...]
    counts: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    usable: int
    confirm_href: str
    discard_href: str


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
    facts: tuple[tuple[str, str], ...]
    files: tuple[FileRow, ...]
    is_synthetic: bool


@dataclass(frozen=True)
class FilePage:
    title: str
    crumbs: Crumbs
    facts: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    more_problems: int
    cautions: tuple[str, ...]
    undo_href: str


@dataclass(frozen=True)
class SeriesPage:
    """`sentence` is the finding in words; `chart` the picture with its table, made by `documents`."""

    title: str
    crumbs: Crumbs
    sentence: str
    quality: tuple[str, ...]
    chart: SafeString
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]
    is_synthetic: bool
    other_area_href: str
    other_area: str


@dataclass(frozen=True)
class CoveragePage:
    title: str
    crumbs: Crumbs
    rows: tuple[tuple[str, ...], ...]
    paging: Paging
    breaks: tuple[tuple[str, ...], ...]
    areas: tuple[str, ...]
