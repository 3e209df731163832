"""Reading what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from frankpledge.documents import api as documents
from frankpledge.kernel.verdicts import NotFound
from frankpledge.publishing import files
from frankpledge.publishing.models import IssuedDocument


class HasHashes(Protocol):
    """Whatever knows the hash of its bytes in each format."""

    def sha256(self, fmt: str) -> str: ...


@dataclass(frozen=True)
class IssuedFacts:
    """An issued document as pages may know it; `hashes` by format."""

    id: UUID
    kind: str
    slug: str
    title: str
    issued_on: date
    hashes: Mapping[str, str]

    def sha256(self, fmt: str) -> str:
        """The hash of its bytes in one format."""
        return self.hashes[fmt]


def _facts(row: IssuedDocument) -> IssuedFacts:
    hashes = {fmt: row.sha256(fmt) for fmt in documents.FORMATS}
    return IssuedFacts(row.id, row.kind, row.slug, row.title, row.issued_on, hashes)


def public(partnership: str) -> tuple[IssuedFacts, ...]:
    """What the public may read: the last issue of each document that has not been withdrawn, newest first."""
    latest: dict[tuple[str, str], IssuedFacts] = {}
    for row in IssuedDocument.objects.filter(partnership=partnership, withdrawn_on__isnull=True):
        latest.setdefault((row.kind, row.slug), _facts(row))
    return tuple(latest.values())


def issued(partnership: str, document_id: UUID) -> IssuedFacts:
    """One issued document that the public may read. Raises `NotFound`."""
    found = IssuedDocument.objects.filter(
        partnership=partnership, id=document_id, withdrawn_on__isnull=True
    ).first()
    if found is None:
        raise NotFound("There is no such document.")
    return _facts(found)


def row(partnership: str, document_id: UUID) -> IssuedDocument:
    """One issued document as it is stored, withdrawn or not: for those who look after what was issued. Raises `NotFound`."""
    found = IssuedDocument.objects.filter(partnership=partnership, id=document_id).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def content(one: HasHashes, fmt: str) -> bytes:
    """Its bytes in one format, exactly as issued. Raises `NotFound` for another format."""
    if fmt not in documents.FORMATS:
        raise NotFound("The document was not issued in that format.")
    return files.read(one.sha256(fmt), fmt)
