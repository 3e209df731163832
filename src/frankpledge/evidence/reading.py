"""The one door to the readers: recognise what a file is, keep the original under its hash, read it."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from frankpledge.evidence.archive import Incoming
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.evidence.readers.measures import PLAIN, Layout, read_measures
from frankpledge.evidence.readers.offences import read_extract
from frankpledge.evidence.readers.police import StreetReader
from frankpledge.evidence.readers.police_others import FORMS, read_other
from frankpledge.evidence.readers.reference import read_reference
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.readers.returns import read_return
from frankpledge.evidence.recognise import Recognised, recognise
from frankpledge.kernel.problems import Problem, Unusable

TITLES: dict[Kind, str] = {
    Kind.POLICE_STREET: "Police street-level crimes",
    Kind.POLICE_OUTCOMES: "Police outcomes",
    Kind.POLICE_STOP_AND_SEARCH: "Police stop and search",
    Kind.LSOA_WARD_LAD: "Small areas to wards and districts",
    Kind.WARD_LAD: "Wards to districts",
    Kind.LAD_CSP_PFA: "Districts to partnerships and police forces",
    Kind.CSP_NAMES: "Names of partnerships",
    Kind.LAD_SUCCESSION: "Districts and their successors",
    Kind.LSOA11_LSOA21: "Small areas of 2011 to those of 2021",
    Kind.LSOA_CENTRES: "Centres of small areas",
    Kind.POPULATION_LSOA: "Population of small areas",
    Kind.POPULATION_LAD: "Population of districts",
    Kind.POPULATION_WARD: "Population of wards",
    Kind.CSP_RECORDED_CRIME: "Recorded crime by partnership (ONS)",
    Kind.PFA_RECORDED_CRIME: "Recorded crime by police force (Home Office)",
    Kind.IMD: "Deprivation of small areas",
    Kind.BOUNDARIES: "Boundaries",
    Kind.BANK_HOLIDAYS: "Bank holidays",
    Kind.SEVERITY: "Crime severity weights",
    Kind.SEVERITY_JOIN: "Crime severity weights by police.uk category",
    Kind.OFFENCE_CATEGORIES: "Offences and police.uk categories",
    Kind.OFFENCE_EXTRACT: "Recorded offences by code",
    Kind.MEASURES_TIDY: "Measure table",
    Kind.MEASURES_TWO_YEARS: "Measure table, two years by quarter",
    Kind.SERVICE_RETURN: "Monthly return of a service",
    Kind.UNKNOWN: "Not recognised",
}
NOT_DATA = {".md", ".txt", ".toml", ".pdf", ".docx", ".odt", ".png", ".jpg", ".py", ".html", ""}
"""Endings of files that lie beside data and are left alone rather than refused."""
TABLES = {Kind.MEASURES_TIDY, Kind.UNKNOWN}
"""Kinds whose columns a person may have to name."""
AT_ONCE = 6
"""How many police files are under way together."""

Tell = Callable[[str], None]
LayoutFor = Callable[[StoredFile, Recognised], Layout]
"""Which layout a file has, asked once it is kept and recognised."""


@dataclass(frozen=True)
class Read:
    """A file after reading: its result, or why it cannot be used.

    `original` is None only when not even the bytes could be kept. `is_table`: it has columns, so that a person may
    say what they mean; `layout` is what they were taken to mean.
    """

    name: str
    result: ReadResult | None
    problems: tuple[Problem, ...] = ()
    original: StoredFile | None = None
    layout: Layout = PLAIN
    is_table: bool = False


def read_all(
    files: Iterable[Incoming],
    kept: FileStore,
    *,
    layout: Layout | LayoutFor = PLAIN,
    tell: Tell | None = None,
) -> Iterator[Read]:
    """Read files in order; police files several at a time. Nothing counts yet: that is the manifest row's doing.

    `layout` is that of every table, or says for each which it has.
    """
    with ExitStack() as stack:
        street: StreetReader | None = None
        waiting: list[tuple[Incoming, StoredFile, Future[ReadResult]]] = []
        for file in files:
            if tell:
                tell(file.name)
            original: StoredFile | None = None
            try:
                original, found = kept.put(file.path), recognise(file.path, file.name)
                if found.kind is Kind.POLICE_STREET:
                    street = street or stack.enter_context(StreetReader(kept, folders=[kept.root]))
                    waiting.append((file, original, street.submit(original.path, file.name)))
                    if len(waiting) >= AT_ONCE:
                        yield _awaited(*waiting.pop(0))
                    continue
            except Unusable as unusable:
                yield from _drained(waiting)
                yield Read(file.name, None, unusable.problems, original)
                continue
            yield from _drained(waiting)
            yield _one(file, original, found, kept, layout)
        yield from _drained(waiting)


def _drained(waiting: list[tuple[Incoming, StoredFile, Future[ReadResult]]]) -> Iterator[Read]:
    while waiting:
        yield _awaited(*waiting.pop(0))


def _awaited(file: Incoming, original: StoredFile, future: Future[ReadResult]) -> Read:
    try:
        return Read(file.name, replace(future.result(), original=original), (), original)
    except Unusable as unusable:
        return Read(file.name, None, unusable.problems, original)


def _one(
    file: Incoming, original: StoredFile, found: Recognised, kept: FileStore, layout: Layout | LayoutFor
) -> Read:
    is_table = bool(found.columns) and found.kind in TABLES and _is_table(file.name)
    chosen = PLAIN
    try:
        chosen = layout if isinstance(layout, Layout) else layout(original, found)
        with _as_named(original) as named:
            result = replace(_read(file, named, found, kept, chosen), original=original)
    except Unusable as unusable:
        problems = tuple(replace(problem, file=problem.file or file.name) for problem in unusable.problems)
        return Read(file.name, None, problems, original, chosen, is_table)
    return Read(file.name, result, (), original, chosen, is_table)


def _read(
    file: Incoming, original: StoredFile, found: Recognised, kept: FileStore, layout: Layout
) -> ReadResult:
    if found.kind in FORMS:
        return read_other(original.path, kept, file.name, found)
    if found.kind is Kind.SERVICE_RETURN:
        return read_return(original.path, kept, file.name, found)
    if found.kind is Kind.OFFENCE_EXTRACT:
        return read_extract(original.path, kept, file.name)
    if found.kind in {Kind.MEASURES_TIDY, Kind.MEASURES_TWO_YEARS}:
        return read_measures(original.path, kept, name=file.name, layout=layout)
    if found.kind is Kind.UNKNOWN:
        if layout != PLAIN and _is_table(file.name):
            return read_measures(original.path, kept, name=file.name, layout=layout)
        if _is_table(file.name):
            raise Unusable(*(found.problems or (_unknown(file.name),)))
        return ReadResult(Kind.UNKNOWN, file.name, original)
    return read_reference(original.path, kept, name=file.name)


@contextmanager
def _as_named(original: StoredFile) -> Iterator[StoredFile]:
    """The original under a name that a library takes for a workbook: names in the store have no ending, and
    openpyxl goes by the ending alone."""
    if not zipfile.is_zipfile(original.path):
        yield original
        return
    with zipfile.ZipFile(original.path) as packed:
        is_xlsx = "xl/workbook.xml" in packed.namelist()
    if not is_xlsx:
        yield original
        return
    with tempfile.TemporaryDirectory(prefix="frankpledge-workbook-") as folder:
        link = Path(folder) / "table.xlsx"
        link.symlink_to(original.path.resolve())
        yield replace(original, path=link)


def _is_table(name: str) -> bool:
    return PurePath(name).suffix.lower() not in NOT_DATA


def _unknown(name: str) -> Problem:
    return Problem(
        "not-recognised",
        "The file is not a table of a kind that is known.",
        "Give it a header such as measure, area, period, value, or say on the import page which column is which.",
        file=name,
    )


def describe(path: Path) -> str:
    """What a file is, in words, from its content."""
    return TITLES[recognise(path).kind]
