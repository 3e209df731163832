"""Making what later versions keep beside a file for files that were taken in before: companions, and rows of kinds that
could not be read then. Everything is made from what the store holds; nothing has to be imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from frankpledge.audit.api import record
from frankpledge.evidence import companions, queries
from frankpledge.evidence.archive import Incoming
from frankpledge.evidence.destinations import part_of
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.readers.police_others import FORMS
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.reading import read_all
from frankpledge.evidence.services import facts_of
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import NotPermitted
from frankpledge.records.clock import now

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Rebuilt:
    """What was made: companions, and files that were read again; `problems` are of files that could not be."""

    companions: int
    read: int
    problems: tuple[Problem, ...] = ()


def rebuild(*, by: Principal, progress: Progress = lambda *_: None) -> Rebuilt:
    """Read what could not be read when it was taken in, and make the companions that are missing.

    For the operator: raises `NotPermitted` for people. Safe to repeat and to stop; a second run does nothing.
    """
    if not by.is_system:
        raise NotPermitted("Rebuilding is for the operator of the installation.")
    read, problems = _read_again(by, progress)
    root = queries.file_store().root
    wanted = [(part, kind) for kind in companions.DIMENSIONS for part in companions.missing(_parts_of(kind))]
    for number, (part, kind) in enumerate(wanted, start=1):
        progress(number, len(wanted), part.stem)
        companions.build([part], kind, root=root)
    return Rebuilt(len(wanted), read, problems)


def _parts_of(kind: Kind) -> tuple[Path, ...]:
    """Every part of a kind that any file ever taken in names, also those that no longer count: a figure may be asked as
    it was known."""
    kept = queries.file_store()
    rows: Iterable[list[str]] = ImportedFile.objects.filter(kind=kind).values_list("parts", flat=True)
    places = dict.fromkeys(kept.place(part, suffix=".parquet") for parts in rows for part in parts)
    return tuple(place for place in places if place.is_file())


def _read_again(by: Principal, progress: Progress) -> tuple[int, tuple[Problem, ...]]:
    """Files of a kind that is read now and was only kept then."""
    rows = [
        row
        for row in ImportedFile.objects.counting().filter(kind__in=list(FORMS)).select_related("dataset__partnership")
        if not row.parts
    ]  # fmt: skip
    kept = queries.file_store()
    problems: list[Problem] = []
    read = 0
    for number, row in enumerate(rows, start=1):
        progress(number, len(rows), row.name)
        (found,) = read_all([Incoming(row.name, kept.place(row.sha256))], kept)
        if found.result is None:
            problems += found.problems
        elif _takes_a_place(row, found.result):
            problems.append(_held(row))
        else:
            _put_in_its_place(row, found.result, by=by)
            read += 1
    return read, tuple(problems)


def _takes_a_place(row: ImportedFile, result: ReadResult) -> bool:
    """Whether another file already counts for the month that this one turns out to be of."""
    here = ImportedFile.objects.counting().filter(dataset=row.dataset, part=part_of(result))
    return here.exclude(id=row.id).exists()


@transaction.atomic
def _put_in_its_place(row: ImportedFile, result: ReadResult, *, by: Principal) -> None:
    """A new manifest row with what was read; the old one is kept, as having counted until now."""
    ImportedFile.objects.filter(id=row.id).update(superseded_at=now())
    made = ImportedFile.objects.create(
        dataset=row.dataset, name=row.name, sha256=row.sha256, size=row.size, kind=row.kind, part=part_of(result),
        parts=[stored.sha256 for stored in result.parts], refusals=result.refusals.sha256 if result.refusals else "",
        problems=[str(problem) for problem in result.problems], rows_accepted=result.rows, rows_refused=result.refused,
        facts=facts_of(result, tuple(caution.text for caution in result.cautions)), together=row.together,
        confirmed_at=now(), recorded_by=by.name,
    )  # fmt: skip
    ImportedFile.objects.filter(id=row.id).update(superseded_by=made)
    detail = {"name": made.name, "sha256": made.sha256, "rows": made.rows_accepted}
    record("file-read-again", subject=made.subject(), by=by, detail=detail)


def _held(row: ImportedFile) -> Problem:
    return Problem(
        "part-twice",
        "Another file counts for its month already.",
        "Undo the one that is not wanted, then run this again.",
        file=row.name,
    )
