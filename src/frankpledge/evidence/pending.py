"""Imports that wait for a person: uploads are kept and read, shown, then confirmed or discarded.

What was read is put by, so that what is confirmed is exactly what was shown. Nothing of it counts before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.directory.queries import partnership_row
from frankpledge.evidence import queries
from frankpledge.evidence.archive import Incoming, incoming
from frankpledge.evidence.arrivals import (
    Arrival,
    Json,
    Knowledge,
    Progress,
    arrivals_of,
    as_json,
    from_json,
    silent,
)
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.layouts import Said
from frankpledge.evidence.models import PendingImport
from frankpledge.evidence.services import ImportSummary, remembered, take_all_in
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now


def held(partnership: str, pending_id: UUID, *, by: Principal) -> PendingImport:
    """A pending import of this partnership. Raises `NotFound` or `NotPermitted`."""
    found = queries.pending_import(pending_id)
    if found.partnership.slug != partnership:
        raise NotFound("This import was already confirmed or discarded.")
    require(by, Permission.DATA_IMPORT, found.partnership.subject())
    return found


def hold(partnership: str, uploads: Iterable[tuple[str, Path]], *, by: Principal) -> UUID:
    """Keep uploaded files; nothing is read and nothing counts yet. Returns the pending import's id."""
    body = partnership_row(partnership)
    require(by, Permission.DATA_IMPORT, body.subject())
    kept = queries.file_store()
    files = [{"name": name, "sha256": kept.put(path).sha256} for name, path in uploads]
    return PendingImport.objects.create(
        partnership=body, files=files, asked_by=str(by.user_id or ""), recorded_by=by.name
    ).id


def read(partnership: str, pending_id: UUID, *, by: Principal, progress: Progress = silent) -> None:
    """Read everything that is held and put by what was found. Safe to repeat."""
    waiting = held(partnership, pending_id, by=by)
    kept, known = queries.file_store(), knowledge(waiting)
    found = [
        as_json(arrival)
        for file in waiting.files
        for arrival in _unpacked(kept.place(file["sha256"]), file["name"], kept, known, progress)
    ]
    PendingImport.objects.filter(id=waiting.id).update(readings=found, read_at=now())


def _unpacked(
    place: Path, name: str, kept: FileStore, known: Knowledge, progress: Progress
) -> Iterator[Arrival]:
    """An upload, or the members of an uploaded archive, under the names that people know them by."""
    try:
        yield from arrivals_of(incoming(place, name=name), kept, known, progress=progress)
    except Unusable as unusable:
        yield Arrival(name, None, known.spec, unusable.problems)


def knowledge(waiting: PendingImport) -> Knowledge:
    """What is known of the tables among the files: what was said of them, here or for an earlier file."""
    spec = spec_of(waiting)
    return Knowledge(spec, waiting.layouts, remembered(waiting.partnership, spec))


def spec_of(waiting: PendingImport) -> DatasetSpec | None:
    """What the person said of the dataset; None while nothing was said."""
    if not waiting.details:
        return None
    said = dict(waiting.details)
    if said.get("not_public_before"):
        said["not_public_before"] = date.fromisoformat(str(said["not_public_before"]))
    return DatasetSpec(**said)


@dataclass(frozen=True)
class Waiting:
    """A pending import as pages may know it. `is_read` is false while the reading goes on."""

    id: UUID
    arrivals: tuple[Arrival, ...]
    details: Mapping[str, object]
    names: tuple[str, ...]
    is_read: bool

    @property
    def has_tables(self) -> bool:
        """Whether a partner's own table is among the files: only of those must anything be said."""
        return any(is_partners(arrival) for arrival in self.arrivals)


def waiting(partnership: str, pending_id: UUID, *, by: Principal) -> Waiting:
    """A pending import with everything that was read of it."""
    found = held(partnership, pending_id, by=by)
    return Waiting(
        found.id,
        arrivals(found),
        found.details,
        tuple(str(file["name"]) for file in found.files),
        found.read_at is not None,
    )


def arrivals(found: PendingImport) -> tuple[Arrival, ...]:
    """What was put by, with the description that goes with a partner's table and with nothing else."""
    kept, spec = queries.file_store(), spec_of(found)
    plain = (from_json(said, kept, None) for said in found.readings)
    return tuple(replace(each, spec=spec) if is_partners(each) else each for each in plain)


def is_partners(arrival: Arrival) -> bool:
    """Whether it is a partner's own table, or one that nobody recognises."""
    result = arrival.result
    return arrival.is_table if result is None else result.kind in queries.PLAIN_TABLES


def describe(partnership: str, pending_id: UUID, details: Mapping[str, object], *, by: Principal) -> None:
    """Say what the partners' tables are; they are read again in that light."""
    found = held(partnership, pending_id, by=by)
    found.details = dict(details)
    _read_tables_again(found)


def lay_out(partnership: str, pending_id: UUID, number: int, said: Said, *, by: Principal) -> None:
    """Say which column of a table is which. `number` counts the arrivals from 0. Raises `NotFound`."""
    found = held(partnership, pending_id, by=by)
    place = arrival_at(found, number).original
    if place is None:
        raise NotFound("There is no such table.")
    found.layouts = {**found.layouts, place.sha256: dict(said)}
    _read_tables_again(found)


def arrival_at(found: PendingImport, number: int) -> Arrival:
    """One of the files of a pending import, counted from 0. Raises `NotFound`."""
    if not 0 <= number < len(found.readings):
        raise NotFound("There is no such file in this import.")
    return from_json(found.readings[number], queries.file_store(), None)


def _read_tables_again(found: PendingImport) -> None:
    kept, known = queries.file_store(), knowledge(found)
    found.readings = [_again(said, kept, known) for said in found.readings]
    found.save(update_fields=["details", "layouts", "readings"])


def _again(said: Json, kept: FileStore, known: Knowledge) -> Json:
    before = from_json(said, kept, None)
    if before.original is None or not is_partners(before):
        return said
    file = Incoming(before.name, before.original.path)
    (after,) = arrivals_of([file], kept, known)
    return as_json(after)


def confirm(
    partnership: str, pending_id: UUID, *, by: Principal, progress: Progress = silent
) -> ImportSummary:
    """Let the usable files of a preview count, in one transaction; the unusable ones are left out, as was shown."""
    found = held(partnership, pending_id, by=by)
    ready = arrivals(found)
    progress(0, len(ready), "Taking the files in")
    with transaction.atomic():
        summary = take_all_in(found.partnership, ready, by=by)
        PendingImport.objects.filter(id=found.id).delete()
    return summary


def discard(partnership: str, pending_id: UUID, *, by: Principal) -> None:
    """Throw a preview away. Nothing of it ever counted."""
    held(partnership, pending_id, by=by).delete()
