"""An answer as CSV: what was asked, of what and as known when in lines that begin with #, then the counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from fractions import Fraction

from frankpledge import __version__
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import api
from frankpledge.evidence.asked_sentences import PER, sentences
from frankpledge.evidence.asking import Answered, Line
from frankpledge.evidence.rules.asking import SUBJECTS
from frankpledge.evidence.series_csv import safe
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.numbers import round_half_up


def answer_csv(partnership: PartnershipFacts, found: Answered, *, title: str) -> str:
    """The answer with its metadata. An empty count is missing, and is not nothing."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    for name, said in _metadata(partnership, found, title):
        write((f"# {name}", safe(said)))
    for one in found.breaks:
        write(("# Mind when comparing", safe(one.what), str(one.when)))
    for row in _rows(found):
        write(row)
    return out.getvalue()


def _metadata(partnership: PartnershipFacts, found: Answered, title: str) -> Iterator[tuple[str, str]]:
    query, latest = found.query, api.latest_known_at(partnership.slug)
    yield "Partnership", partnership.name
    yield "Question", title
    yield "What is counted", SUBJECTS[query.subject]
    yield "Unit", found.unit
    for name, said in query.texts().items():
        yield f"Asked: {name}", said
    for number, line in enumerate(found.lines, start=1):
        place = line.place
        made = f", {len(place.members)} small areas ({place.vintage})" if place.members else ""
        yield f"Area {number}", f"{place.name} {place.code} {place.edition}".strip() + made
        if line.residents is not None:
            yield f"Residents of area {number}", str(line.residents)
    for said in sentences(found):
        yield "In words", said
    for said in found.notes:
        yield "Note", said
    yield "Source", found.source
    for file in found.files:
        yield (
            "File",
            f"{file.name} SHA-256 {file.sha256} ({file.licence}; {'released' if file.released else 'not released'})",
        )
    if any(file.synthetic for file in found.files):
        yield "Synthetic", "Made for the demonstration; it describes nothing that happened"
    yield "As known at", found.known_at.isoformat() if found.known_at else "now"
    yield "Imports up to", local_date(latest).isoformat() if latest else ""
    yield "Made with", f"Frankpledge {__version__}"
    yield "Note", "An empty count is missing; it is not nothing"


def _rows(found: Answered) -> Iterator[tuple[object, ...]]:
    yield ("area", "period", "starts_on", "ends_on", "count", "state", f"rate_per_{PER}", "category", "share")
    for line in found.lines:
        for point in line.points:
            period = point.period
            yield (
                safe(line.name), period.code, period.starts_on.isoformat(),
                period.ends_on.isoformat() if period.ends_on else "", "" if point.value is None else point.value,
                str(point.state), rate_text(line, point.value), "", "",
            )  # fmt: skip
    for one in found.categories:
        share = "" if one.share is None else str(round_half_up(one.share * 100, 1))
        yield (
            safe(found.lines[0].name),
            found.query.period.code,
            "",
            "",
            one.n,
            "",
            "",
            safe(one.name),
            share,
        )


def rate_text(line: Line, count: int | None) -> str:
    """A count for each thousand residents, to two places; empty where either is not known."""
    if count is None or line.residents is None:
        return ""
    return str(round_half_up(Fraction(count * PER, line.residents), 2))
