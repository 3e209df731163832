"""Entry points for the room's long work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.urls import reverse

from frankpledge.directory.api import principal_for
from frankpledge.evidence import pending, queries
from frankpledge.evidence.services import FileOutcome, ImportSummary, Outcome
from frankpledge.evidence.warming import count_ahead
from frankpledge.jobs.api import Context
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import PUBLIC, Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.words import counted

WORDS = {
    Outcome.IMPORTED: "taken in",
    Outcome.REVISED: "taken in, in place of an earlier file",
    Outcome.ALREADY: "was in already",
    Outcome.LEFT_ALONE: "left alone",
    Outcome.REFUSED: "refused",
}
LISTED = 100
"""So many files are told one by one."""
LINKED = 5
"""So few files are linked one by one; of more, their datasets."""


def asker(context: Context) -> Principal:
    """Whoever asked for the work, with the roles of the day it was asked about."""
    return principal_for(UUID(context.asked_by_id), on=context.as_of) if context.asked_by_id else PUBLIC


def decided(reason: NotFound) -> Unusable:
    """Somebody confirmed or discarded the import before this work began, or pressed the button twice."""
    problem = Problem("already-decided", str(reason), "Nothing needs doing; the Data page shows what is in.")
    return Unusable(problem)


def read_pending(context: Context) -> Mapping[str, object]:
    """Read the files of a pending import, as the person who sent them."""
    pending_id = UUID(str(context.arguments["pending_id"]))
    try:
        pending.read(context.partnership, pending_id, by=asker(context), progress=context.progress)
        waiting = pending.waiting(context.partnership, pending_id, by=asker(context))
    except NotFound as missing:
        raise decided(missing) from missing
    route = "data-details" if waiting.has_tables and not waiting.details else "data-preview"
    href = reverse(route, kwargs={"partnership": context.partnership, "pending_id": pending_id})
    return {
        "lines": [f"{counted(len(waiting.arrivals), 'file')} read. Nothing has been imported yet."],
        "links": [["Continue to the preview", href]],
    }


def import_pending(context: Context) -> Mapping[str, object]:
    """Confirm a previewed import, as the person who asked for it."""
    pending_id = UUID(str(context.arguments["pending_id"]))
    try:
        summary = pending.confirm(
            context.partnership, pending_id, by=asker(context), progress=context.progress
        )
    except NotFound as missing:
        raise decided(missing) from missing
    count_ahead(context.partnership)
    return {
        "lines": list(lines_of(summary)),
        "rows": summary.rows,
        "links": list(links_of(context.partnership, summary)),
    }


def lines_of(summary: ImportSummary) -> Iterator[str]:
    """What became of each file; of a great many, how many of each kind, and each that was refused."""
    if len(summary.files) <= LISTED:
        yield from (line_of(file) for file in summary.files)
        return
    for outcome, words in WORDS.items():
        if files := summary.of(outcome):
            yield f"{counted(len(files), 'file')} {words}, {counted(sum(file.rows for file in files), 'row')}"
    yield from (line_of(file) for file in summary.of(Outcome.REFUSED)[:LISTED])


def line_of(file: FileOutcome) -> str:
    """What became of a file, and why when it was refused."""
    rows = f", {counted(file.rows, 'row')}" if file.outcome in {Outcome.IMPORTED, Outcome.REVISED} else ""
    refused = f", {grouped(file.refused)} refused" if file.refused else ""
    why = f": {file.problems[0]}" if file.outcome is Outcome.REFUSED and file.problems else ""
    return f"{file.name}: {WORDS[file.outcome]}{rows}{refused}{why}"


def links_of(partnership: str, summary: ImportSummary) -> Iterator[list[str]]:
    """Where to look at what came in: the datasets, and the files when they are few."""
    taken = [file for file in summary.of(Outcome.IMPORTED, Outcome.REVISED) if file.file_id]
    rows = [queries.imported_file(file.file_id) for file in taken if file.file_id]
    for dataset in dict.fromkeys(row.dataset for row in rows):
        href = reverse("dataset", kwargs={"partnership": partnership, "slug": dataset.slug})
        yield [f"See the dataset {dataset.title}", href]
    for row in rows[:LINKED] if len(rows) <= LINKED else ():
        yield [
            f"See or undo {row.name}", reverse("data-file", kwargs={"partnership": partnership, "file_id": row.id})
        ]  # fmt: skip
