"""Copies of background papers: kept by the hash of their content, read again, and named in the report.

Background papers must be open to inspection with the report (Local Government Act 1972, section 100D); an address that is gone
a year later opens nothing, so a copy is kept as it was on the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.records.files import FileStore
from frankpledge.records.uploads import KINDS, accepted
from frankpledge.scrutiny.models import KeptPaper, ReportEdition
from frankpledge.scrutiny.record import KeptCopy


@dataclass(frozen=True)
class PaperFile:
    """A kept copy as it is served: its name, what kind of file it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


def _store() -> FileStore:
    return FileStore(Path(settings.STORE) / "papers")


@transaction.atomic
def keep(
    partnership: str, path: Path, name: str, *, title: str, came_from: str = "", on: date | None = None, by: Principal
) -> KeptPaper:  # fmt: skip
    """Keep a copy of a background paper. Safe to repeat: the same bytes are kept once, since the first day.

    Raises `Unusable` for a file that may run something, is too large, or is not what its name says.
    """
    require(by, Permission.REPORT_BUILD, Subject("report", None, partnership))
    given = accepted(path, name)
    stored = _store().put(path, suffix=given.kind.suffix)
    made, is_new = KeptPaper.objects.get_or_create(
        partnership=partnership,
        sha256=stored.sha256,
        defaults={
            "title": title[:300], "came_from": came_from[:600], "kept_on": on or today(), "file_name": given.name[:200],
            "suffix": given.kind.suffix, "media_type": given.kind.media_type, "size": given.size, "recorded_by": by.name,
        },
    )  # fmt: skip
    if is_new:
        detail = {"title": made.title, "sha256": made.sha256, "came_from": made.came_from}
        audit.record("background-paper-kept", subject=made.subject(), by=by, detail=detail)
    return made


def kept_copy(partnership: str, sha256: str) -> KeptCopy | None:
    """The copy with that hash, as the report names it; None when none is kept."""
    row = KeptPaper.objects.filter(partnership=partnership, sha256=sha256).first()
    if row is None:
        return None
    about = f"{KINDS[row.suffix].title}, {grouped(max(1, row.size // 1024))} KB"
    href = reverse("kept-paper", kwargs={"partnership": partnership, "paper": row.id})
    return KeptCopy(row.sha256, row.kept_on, about, href)


def hashes(partnership: str) -> frozenset[str]:
    """The hashes of every copy that is kept."""
    return frozenset(KeptPaper.objects.filter(partnership=partnership).values_list("sha256", flat=True))


def file_of(partnership: str, paper: UUID, *, to_public: bool) -> PaperFile:
    """The bytes of a kept copy. The public may have those of reports that were issued. Raises `NotFound`."""
    row = KeptPaper.objects.filter(partnership=partnership, id=paper).first()
    if row is None or (to_public and not _is_out(partnership, row.sha256)):
        raise NotFound("There is no such paper.")
    return PaperFile(row.file_name, row.media_type, _store().read(row.sha256, suffix=row.suffix))


def _is_out(partnership: str, sha256: str) -> bool:
    """Whether a report that was issued at some time names the copy."""
    issued = ReportEdition.objects.filter(partnership=partnership).exclude(input_sha256="")
    return any(sha256 in _named(edition.content) for edition in issued.only("content"))


def _named(content: object) -> set[str]:
    """Every hash of a kept copy that a text names."""
    if isinstance(content, dict):
        own = {str(content["kept_copy"])} if content.get("kept_copy") else set[str]()
        return own.union(*(_named(value) for value in content.values()))
    return set[str]().union(*(_named(value) for value in content)) if isinstance(content, list) else set()
