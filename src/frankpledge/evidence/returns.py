"""Monthly returns of services: recording one that was told on a page, and what they say."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory.queries import partnership_row
from frankpledge.evidence import queries, services, store
from frankpledge.evidence.measures import slugify
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.rules.returns import BY_CODE, COLUMNS, QUESTIONS
from frankpledge.evidence.services import FileOutcome
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable


@dataclass(frozen=True)
class Told:
    """What a service answered to one question: numbers as they were typed, and words."""

    answer: str = ""
    of: str = ""
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What a service said in words of a month, under the question it was asked."""

    service: str
    month: Period
    asked: str
    words: str


@dataclass(frozen=True)
class Received:
    """A service and the months of which it sent a return."""

    service: str
    months: frozenset[str]


def return_csv(service: str, month: str, told: Mapping[str, Told]) -> str:
    """A return as the file that a service would send. With nothing told, a blank one to fill in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in QUESTIONS:
        one = told.get(question.code, Told())
        if not told or one != Told():
            writer.writerow((service, month, question.code, one.answer, one.of, one.note))
    return out.getvalue()


def record_return(
    partnership: str, service: str, month: Period, told: Mapping[str, Told], *, by: Principal
) -> FileOutcome:
    """Take in what a service told, as the file that it would have sent: it is kept, counted and undone like any other.

    A second return of the service and month takes the place of the first. Raises `Unusable` with everything that is
    wrong with it, and takes nothing in then.
    """
    require(by, Permission.DATA_WRITE, partnership_row(partnership).subject())
    content = return_csv(service.strip(), month.code, told)
    with tempfile.TemporaryDirectory(prefix="frankpledge-return-") as folder:
        path = Path(folder) / f"{month.code}-{slugify(service)[:60] or 'service'}-return.csv"
        path.write_text(content, encoding="utf-8", newline="")
        with transaction.atomic():
            (made,) = services.import_paths(partnership, [path], by=by).files
            if made.refused:
                raise Unusable(*made.problems)
    return made


def received(partnership: str, *, known_at: datetime | None = None) -> tuple[Received, ...]:
    """Which service sent returns of which months, by name."""
    found: dict[str, set[str]] = {}
    for file in queries.counting(partnership, [Kind.SERVICE_RETURN], known_at):
        for fact in file.facts.get("coverage", ()):
            found.setdefault(fact["area"], set()).add(fact["period"])
    return tuple(Received(service, frozenset(months)) for service, months in sorted(found.items()))


def words(partnership: str, *, known_at: datetime | None = None) -> tuple[Said, ...]:
    """What services said in words, the latest month first. A later return of a month takes the place of an earlier."""
    latest: dict[tuple[str, str, str], tuple[str, int]] = {}
    order: Sequence[str] = [question.code for question in QUESTIONS]
    for file in queries.counting(partnership, [Kind.SERVICE_RETURN], known_at):
        covered = {fact["period"] for fact in file.facts.get("coverage", ())}
        for key in [key for key in latest if key[1] in covered and _is_of(file.facts, key[0])]:
            del latest[key]
        for row in store.words_said(queries.parts_of([file])):
            latest[row.service, row.month, row.question] = (row.said, row.line)
    ordered = sorted(latest.items(), key=lambda pair: (pair[0][0], order.index(pair[0][2])))
    ordered.sort(key=lambda pair: pair[0][1], reverse=True)
    return tuple(
        Said(service, Period.parse(month), BY_CODE[question].asked, said)
        for (service, month, question), (said, _) in ordered
    )


def _is_of(facts: Mapping[str, Sequence[Mapping[str, str]]], service: str) -> bool:
    return any(fact["area"] == service for fact in facts.get("coverage", ()))
