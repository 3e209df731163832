"""Building an issued document once more: the same bytes from what was kept, and every difference from the record as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from frankpledge import __version__
from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Document
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.publishing import files, registry
from frankpledge.publishing.models import IssuedDocument, Rebuilding
from frankpledge.records.clock import now
from frankpledge.records.steady import steady

Progress = Callable[[int, int, str], None]
NOT_KEPT = "It was issued before documents were kept whole, so only the files themselves are left."
NOT_AGAIN = "The record no longer holds what it was built from, so it cannot be built from the record."


@dataclass(frozen=True)
class Rebuilt:
    """What came of building an issued document once more.

    `same_bytes` by format: whether printing what was kept gives the file as issued, byte for byte. `differences` between
    what was kept and what the record gives now, None where it could not be built; `because` then says why.
    """

    id: str
    made_at: datetime
    code_version: str
    issued_code_version: str
    same_bytes: Mapping[str, bool]
    differences: tuple[documents.Difference, ...] | None
    because: str

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return bool(self.same_bytes) and all(self.same_bytes.values()) and self.differences == ()


def rebuild(issued: IssuedDocument, *, by: Principal, progress: Progress | None = None) -> Rebuilt:
    """Print what was kept in its four formats, build the document from the record, compare both, and keep what came of it.

    Nothing of the record changes, whatever building writes. Safe to repeat. Raises `Refused` for a document that was
    withdrawn.
    """
    require(by, Permission.DOCUMENT_ISSUE, issued.subject())
    if issued.withdrawn_on is not None:
        raise Refused("This document was withdrawn, so it is not built again.")
    tell = progress or _silent
    kept = kept_document(issued)
    same = {} if kept is None else _printed(issued, kept, tell)
    tell(len(documents.FORMATS), len(documents.FORMATS) + 1, "building from the record")
    found, because = (None, NOT_KEPT) if kept is None else _compared(issued, kept)
    return _keep(issued, same, found, because, by)


def _silent(done: int, total: int, doing: str) -> None:
    """Nobody watches."""


def kept_document(issued: IssuedDocument) -> Document | None:
    """The document as it was issued; None for one issued before documents were kept whole. Raises `NotFound`."""
    sha256 = issued.input.get("document_sha256")
    return documents.tree_from(files.read(sha256, files.TREE).decode()) if sha256 else None


def _printed(issued: IssuedDocument, kept: Document, tell: Progress) -> dict[str, bool]:
    found = {}
    for place, fmt in enumerate(documents.FORMATS):
        tell(place, len(documents.FORMATS) + 1, f"printing {fmt}")
        found[fmt] = documents.render(kept, fmt) == files.read(issued.sha256(fmt), fmt)
    return found


def _compared(issued: IssuedDocument, kept: Document) -> tuple[tuple[documents.Difference, ...] | None, str]:
    try:
        made = from_the_record(issued)
    except (NotFound, Refused, Unusable) as error:
        return None, f"It cannot be built from the record: {error}"
    return (None, NOT_AGAIN) if made is None else (documents.differences(kept, made), "")


def from_the_record(issued: IssuedDocument) -> Document | None:
    """The document as the record and this version of the program give it, for the moment it was issued at.

    What building writes (figures printed) is taken back: what was printed when it was issued must stay as it was.
    """
    build = registry.again(issued.kind)
    if build is None:
        return None
    with transaction.atomic():
        try:
            with steady():
                return build(issued.partnership, issued.input["source"], issued.dated)
        finally:
            transaction.set_rollback(True)


@transaction.atomic
def _keep(
    issued: IssuedDocument,
    same: Mapping[str, bool],
    found: tuple[documents.Difference, ...] | None,
    because: str,
    by: Principal,
) -> Rebuilt:
    row = Rebuilding.objects.create(
        document=issued,
        made_at=now(),
        code_version=__version__,
        same_bytes=dict(same),
        differences=None if found is None else [asdict(one) for one in found],
        because=because,
        recorded_by=by.name,
    )
    detail = {
        "same_bytes": dict(same),
        "differences": None if found is None else len(found),
        "because": because,
    }
    audit.record("document-rebuilt", subject=issued.subject(), by=by, detail=detail)
    return facts(row)


def last(issued: IssuedDocument) -> Rebuilt | None:
    """What came of it the last time; None when it was never built again."""
    row = Rebuilding.objects.filter(document=issued).select_related("document").first()
    return facts(row) if row else None


def facts(row: Rebuilding) -> Rebuilt:
    """A kept comparison as pages may know it."""
    return Rebuilt(
        id=str(row.id),
        made_at=row.made_at,
        code_version=row.code_version,
        issued_code_version=str(row.document.input.get("code_version", "")),
        same_bytes=row.same_bytes,
        differences=None
        if row.differences is None
        else tuple(
            documents.Difference(documents.What(one["what"]), one["where"], one["before"], one["after"])
            for one in row.differences
        ),
        because=row.because,
    )
