"""Removing what nothing names: files of imports that did not end, previews that nobody decided on, unused drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from frankpledge.audit.api import record
from frankpledge.evidence import queries
from frankpledge.evidence.arrivals import hashes_in
from frankpledge.evidence.models import ImportedFile, PendingImport
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted
from frankpledge.records.clock import now

LEFTOVER = timedelta(days=1)
"""Longer than any import takes: what is younger may belong to one that is under way."""
FORGOTTEN = timedelta(days=30)
"""How long a preview waits for a decision (the retention of `PendingImport`), and a drawing to be shown again."""


@dataclass(frozen=True)
class Swept:
    """What was removed: previews, files and their bytes."""

    previews: int
    files: int
    size: int


def sweep(*, by: Principal, older_than: timedelta = LEFTOVER) -> Swept:
    """Remove previews older than 30 days, files older than a day that no import names, and kept drawings that no page
    has shown for 30 days.

    Whatever an import ever took in stays, undone and replaced files included. For the operator: raises
    `NotPermitted` for people. Safe to repeat, and while imports run.
    """
    if not by.is_system:
        raise NotPermitted("Sweeping is for the operator of the installation.")
    previews = _forget_previews(by)
    before = (now() - older_than).timestamp()
    unnamed = _clear(queries.file_store().orphans(frozenset(named())), before)
    unused = _clear(queries.drawings().glob("*"), (now() - FORGOTTEN).timestamp())
    return Swept(previews, unnamed[0] + unused[0], unnamed[1] + unused[1])


def _clear(paths: Iterable[Path], before: float) -> tuple[int, int]:
    """Remove the files last written before a moment; how many they were, and their bytes."""
    files = size = 0
    for path in paths:
        with suppress(FileNotFoundError):  # an import that is under way may have cleared it away meanwhile
            stat = path.stat()
            if stat.st_mtime < before:
                path.unlink()
                files, size = files + 1, size + stat.st_size
    return files, size


def named() -> Iterator[str]:
    """The hash of every file that a manifest row or a preview rests on."""
    for sha256, refusals, parts in ImportedFile.objects.values_list("sha256", "refusals", "parts").iterator():
        yield from (sha256, refusals, *parts)
    for files, readings in PendingImport.objects.values_list("files", "readings").iterator():
        yield from (file["sha256"] for file in files)
        for reading in readings:
            yield from hashes_in(reading)


def _forget_previews(by: Principal) -> int:
    forgotten = PendingImport.objects.filter(recorded_at__lt=now() - FORGOTTEN).select_related("partnership")
    for held in forgotten:
        record("preview-forgotten", subject=held.subject(), by=by, detail={"files": len(held.files)})
        held.delete()
    return len(forgotten)
