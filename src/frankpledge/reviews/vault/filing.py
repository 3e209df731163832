"""Files of a case: sealed before they touch the disk, named by what nobody can read, and never in search."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from frankpledge.access.vault import CannotOpen, seal, unseal
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now
from frankpledge.records.ids import new_id
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.models import CaseFile
from frankpledge.reviews.vault.opening import SPOILT, key_of, note, opened_json, sealed_json, store

SUFFIX = ".sealed"


@dataclass(frozen=True)
class Kept:
    """A file of a case, opened so far as its name."""

    id: UUID
    kind: str
    size: int
    about: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.about.get("name", ""))


@transaction.atomic
def keep(case: CaseFacts, kind: str, name: str, content: bytes, *, by: Principal, **about: str) -> UUID:
    """Seal a file and keep it. Whoever calls has asked whether the person may."""
    key = key_of(case.id, make=True)
    row = new_id()
    stored = store().put_bytes(seal(key, content, f"file {row}"), suffix=SUFFIX)
    CaseFile.objects.create(
        id=row, case_id=case.id, kind=kind, stored=stored.sha256, size=len(content), recorded_by=by.name,
        about=sealed_json(key, {"name": name, "sha256": hashlib.sha256(content).hexdigest(), **about}, f"about {row}"),
    )  # fmt: skip
    note(case, "review-file-kept", by=by, file=str(row), kind=kind, size=len(content))
    return row


def kept(case_id: UUID, *kinds: str) -> tuple[Kept, ...]:
    """The files of a case of some kinds, the oldest first."""
    rows = CaseFile.objects.filter(case_id=case_id, kind__in=kinds, removed_at__isnull=True)
    if not rows:
        return ()
    key = key_of(case_id)
    return tuple(
        Kept(row.id, row.kind, row.size, opened_json(key, row.about, f"about {row.id}")) for row in rows
    )


def content_of(case_id: UUID, file_id: UUID) -> bytes:
    """A file as it was given. Raises `NotFound`, or `Refused` when its key was destroyed or it was altered."""
    row = CaseFile.objects.filter(case_id=case_id, id=file_id, removed_at__isnull=True).first()
    if row is None:
        raise NotFound("There is no such file in this review.")
    try:
        return unseal(key_of(case_id), store().read(row.stored, suffix=SUFFIX), f"file {row.id}")
    except CannotOpen as error:
        raise Refused(message(SPOILT)) from error


@transaction.atomic
def remove(case: CaseFacts, file_id: UUID, *, by: Principal) -> None:
    """Take a file out of a case. The history keeps that it was there."""
    changed = CaseFile.objects.filter(case_id=case.id, id=file_id, removed_at__isnull=True).update(
        removed_at=now()
    )
    if not changed:
        raise NotFound("There is no such file in this review.")
    note(case, "review-file-removed", by=by, file=str(file_id))


@transaction.atomic
def change_kind(case: CaseFacts, file_id: UUID, kind: str, *, by: Principal) -> None:
    """A file that was only looked at now counts."""
    changed = CaseFile.objects.filter(case_id=case.id, id=file_id, removed_at__isnull=True).update(kind=kind)
    if not changed:
        raise NotFound("There is no such file in this review.")
    note(case, "review-file-counts", by=by, file=str(file_id), kind=kind)
