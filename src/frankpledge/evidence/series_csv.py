"""A series as CSV: what it is in lines that begin with #, then a row a period with the cell that it stands in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from frankpledge import __version__
from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import api
from frankpledge.evidence.geography import FORCE
from frankpledge.evidence.observed import Value
from frankpledge.evidence.presenting import HOW, NOT_RECORDED, release_in_words
from frankpledge.evidence.severity import SeverityPoint, weight_sets
from frankpledge.evidence.snapshot import snapshot
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.verdicts import NotFound

COLUMNS = (
    "period", "starts_on", "ends_on", "value", "state", "denominator", "n", "area", "file", "sha256", "row", "column",
)  # fmt: skip
SEVERITY_COLUMNS = (
    "weights", "weights_dated", "period", "starts_on", "ends_on", "score", "with_least_weights", "with_greatest_weights",
    "limit_low", "limit_high", "confidence", "offences_weighted", "offences", "not_known_because",
)  # fmt: skip
UNSAFE = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would take a text that begins so for a formula."""


def series_csv(partnership: PartnershipFacts, slug: str, *, area: str) -> str:
    """The series with its metadata. An empty value is missing, and is not nothing. Raises `NotFound`."""
    known = snapshot(partnership.slug)
    row, seen = known.measures.get(slug), known.observed(slug, area)
    if seen is None or row is None:
        raise NotFound("There is no such measure.")
    return _written(partnership, slug, area, COLUMNS, (_cells(value) for value in seen.values))


def severity_csv(partnership: PartnershipFacts, slug: str, *, area: str) -> str:
    """The scores of severity of a measure by each set of weights, a row a set and period. Raises `NotFound` where it has none."""
    sets = [one.found for one in weight_sets(snapshot(partnership.slug))]
    rows = [
        _score(one, weights)
        for weights in sets
        for one in api.severity_series(partnership.slug, slug, area=area, weights=weights.id)
    ]
    if not rows:
        raise NotFound("There is no score of severity of that measure.")
    return _written(partnership, slug, area, SEVERITY_COLUMNS, rows)


def _written(
    partnership: PartnershipFacts,
    slug: str,
    area: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> str:
    """Lines that begin with # and say what it is, the heading, and the rows."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    for name, said in _metadata(partnership, slug, area):
        write((f"# {name}", safe(said)))
    for one in api.series(partnership.slug, slug, area=area).breaks:
        write(("# Mind when comparing", safe(one.what), str(one.when)))
    write(columns)
    for row in rows:
        write(row)
    return out.getvalue()


def _score(one: SeverityPoint, weights: WeightSet) -> Sequence[object]:
    found, period = one.found, one.period
    low, high = found.span or (None, None)
    ends = [None if end is None else float(end) for end in (found.middle, found.low, found.high)]
    return (
        safe(weights.title), safe(weights.dated), period.code, period.starts_on.isoformat(),
        period.ends_on.isoformat() if period.ends_on else "", *(_or_empty(end) for end in (*ends, low, high)),
        found.confidence if found.chance else "", found.weighted if found.parts else "", found.offences if found.parts else "",
        safe(found.because),
    )  # fmt: skip


def _metadata(partnership: PartnershipFacts, slug: str, area: str) -> Iterator[tuple[str, str]]:
    row = snapshot(partnership.slug).measures[slug]
    dataset = row.dataset
    latest = api.latest_known_at(partnership.slug)
    yield "Partnership", partnership.name
    yield "Measure", row.title
    yield "Unit", row.unit
    yield (
        "Counted for",
        "The whole force, rows without a place included"
        if area == FORCE
        else area or "The partnership’s area",
    )
    yield "Definition", row.definition or NOT_RECORDED
    if row.codes:
        yield "Offence codes", ", ".join(row.codes)
    yield "Dataset", dataset.title
    yield "Supplier", dataset.supplier.name
    yield "Measures the thing", HOW[dataset.measures]
    yield "How it is counted", dataset.counting_rule or NOT_RECORDED
    yield "Area of the dataset", f"{dataset.area_name} {dataset.area_code}".strip() or NOT_RECORDED
    yield "Extracted", dataset.extracted_on or NOT_RECORDED
    yield "Licence or agreement", dataset.licence or NOT_RECORDED
    yield "Marking", dataset.marking
    yield "Release", release_in_words(dataset)
    if dataset.is_synthetic:
        yield "Synthetic", "Made for the demonstration; it describes nothing that happened"
    yield "Imports up to", local_date(latest).isoformat() if latest else ""
    yield "Made with", f"Frankpledge {__version__}"
    yield "Note", "An empty value is missing; it is not nothing"


def _cells(value: Value) -> tuple[object, ...]:
    file = value.file
    return (
        value.period.code, value.period.starts_on.isoformat(),
        value.period.ends_on.isoformat() if value.period.ends_on else "",
        "" if value.value is None else value.value, str(value.state), _or_empty(value.denominator),
        _or_empty(value.n), safe(value.area), safe(file.name) if file else "", file.sha256 if file else "",
        _or_empty(value.line), safe(value.column),
    )  # fmt: skip


def _or_empty(value: object) -> object:
    return "" if value is None else value


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(UNSAFE) else text
