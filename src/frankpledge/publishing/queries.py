"""Reading what was issued."""

from __future__ import annotations

from uuid import UUID

from frankpledge.documents import api as documents
from frankpledge.kernel.verdicts import NotFound
from frankpledge.publishing import files
from frankpledge.publishing.models import IssuedDocument


def public(partnership: str) -> tuple[IssuedDocument, ...]:
    """What the public may read: the last issue of each document that has not been withdrawn, newest first."""
    latest: dict[tuple[str, str], IssuedDocument] = {}
    for one in IssuedDocument.objects.filter(partnership=partnership, withdrawn_on__isnull=True):
        latest.setdefault((one.kind, one.slug), one)
    return tuple(latest.values())


def issued(partnership: str, document_id: UUID) -> IssuedDocument:
    """One issued document that the public may read. Raises `NotFound`."""
    found = IssuedDocument.objects.filter(
        partnership=partnership, id=document_id, withdrawn_on__isnull=True
    ).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def content(one: IssuedDocument, fmt: str) -> bytes:
    """Its bytes in one format, exactly as issued. Raises `NotFound` for another format."""
    if fmt not in documents.FORMATS:
        raise NotFound("The document was not issued in that format.")
    return files.read(one.sha256(fmt), fmt)
