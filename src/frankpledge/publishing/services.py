"""Issuing documents: refused unless safe, kept by hash, their figures opened to the public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Document
from frankpledge.figures import api as figures
from frankpledge.figures.api import Opened
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import Refused
from frankpledge.publishing import files, folder, registry
from frankpledge.publishing.behind import everything_behind
from frankpledge.publishing.frozen import frozen_input, input_hash
from frankpledge.publishing.models import IssuedDocument
from frankpledge.publishing.registry import Issuable
from frankpledge.records.clock import now, today
from frankpledge.records.steady import steady

Progress = Callable[[int, int, str], None]


def issue(
    issuable: Issuable,
    kind: str,
    *,
    partnership: str,
    by: Principal,
    opened: dict[UUID, Opened] | None = None,
) -> IssuedDocument:
    """Issue a document in its four formats and let the public open its figures. The same document is issued once.

    `opened` are figures opened already, and is added to. Raises `Refused` when a figure in it is not released or it is not fit to publish, and `Unusable` when it cannot be
    set. Nothing is issued unless all four formats are made.
    """
    require(by, registry.permission(kind), Subject("issued-document", None, partnership))
    _refuse_unless_fit(issuable)
    made = documents.render_all(issuable.document)
    kept = {fmt: files.keep(content, fmt) for fmt, content in made.items()}
    kept[files.TREE] = files.keep(documents.tree_text(issuable.document).encode(), files.TREE)
    return _record(issuable, kind, kept, everything_behind(issuable.document, opened), partnership, by)


MOST_SAID = 5
"""How many problems a refusal lists; the rest are counted."""


def _refuse_unless_fit(issuable: Issuable) -> None:
    """Raise `Refused`, listing what is to be mended, unless everything in the document may leave."""
    document = issuable.document
    problems = (*issuable.problems, *documents.release_check(document))
    if not problems:
        return
    listed = " ".join(str(problem) for problem in problems[:MOST_SAID])
    rest = len(problems) - MOST_SAID
    more = message(" And {rest} more.", rest=rest) if rest > 0 else ""
    raise Refused(
        message("‘{title}’ cannot be issued. {listed}{more}", title=document.title, listed=listed, more=more)
    )


@transaction.atomic
def _record(
    issuable: Issuable,
    kind: str,
    kept: dict[str, str],
    behind: Iterable[UUID],
    partnership: str,
    by: Principal,
) -> IssuedDocument:
    values = frozen_input(
        issuable.document,
        partnership=partnership,
        kind=kind,
        source=issuable.source,
        document_sha256=kept[files.TREE],
    )
    made, is_new = IssuedDocument.objects.get_or_create(
        partnership=partnership,
        kind=kind,
        slug=issuable.slug,
        input_sha256=input_hash(values),
        html_sha256=kept["html"],
        defaults={
            "title": issuable.document.title,
            "dated": issuable.document.dated,
            "issued_on": today(),
            "issued_by": by.name,
            "recorded_by": by.name,
            "input": values,
            **{f"{fmt}_sha256": kept[fmt] for fmt in documents.FORMATS},
        },
    )
    figures.publish(behind)
    if is_new:
        detail = {"kind": kind, "input_sha256": made.input_sha256, "files": kept}
        audit.record("document-issued", subject=made.subject(), by=by, detail=detail)
        if issuable.on_issued:
            issuable.on_issued(made.input_sha256, by)
    return made


def issue_kind(partnership: str, kind: str, *, by: Principal) -> IssuedDocument | None:
    """Build and issue one kind of document; None while there is nothing to issue. Raises as `issue` does."""
    require(by, registry.permission(kind), Subject("issued-document", None, partnership))
    issuable = registry.builder(kind)(partnership, by)
    return issue(issuable, kind, partnership=partnership, by=by) if issuable else None


@dataclass(frozen=True)
class Draft:
    """A document that may not be issued yet, set all the same for those who must mend it, and the reason why."""

    kind: str
    document: Document
    refused: str
    contents: Mapping[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """What became of every registered document: issued, or a draft with its reason."""

    issued: tuple[IssuedDocument, ...]
    drafts: tuple[Draft, ...]


def issue_all(partnership: str, out: Path, *, by: Principal, progress: Progress | None = None) -> Outcome:
    """Issue every registered document and write them to a folder that works offline.

    The folder gets `<kind>.<fmt>` for each, `figures/<uuid>.html` for every number they print, and `index.html`. A
    document that may not be issued is written as a draft, marked so on every page, with its flags in it; nothing of it
    is published. Safe to repeat: the same record gives the same bytes. Raises `Unusable` when one cannot be set.
    """
    made: list[tuple[IssuedDocument, Document]] = []
    drafts: list[Draft] = []
    opened: dict[UUID, Opened] = {}
    kinds = registry.kinds()
    for place, kind in enumerate(kinds):
        if progress:
            progress(place, len(kinds), f"issuing {kind}")
        with steady():
            issuable = registry.builder(kind)(partnership, by)
            if issuable is None:
                continue
            try:
                issued = issue(issuable, kind, partnership=partnership, by=by, opened=opened)
                made.append((issued, issuable.document))
            except Refused as refused:
                drafts.append(draft_of(issuable.document, kind, str(refused)))
    with steady():
        folder.write(made, [(draft.kind, draft.document, draft.contents) for draft in drafts], out, opened)
    return Outcome(tuple(one for one, _ in made), tuple(drafts))


def draft_of(document: Document, kind: str, refused: str) -> Draft:
    """The document marked as a draft, in its four formats."""
    marked = replace(
        document, marking="DRAFT: not issued" + (f" – {document.marking}" if document.marking else "")
    )
    return Draft(kind, marked, refused, documents.render_all(marked))


@transaction.atomic
def withdraw(issued: IssuedDocument, *, by: Principal) -> None:
    """Take an issued document off the public pages. It stays in the record."""
    require(by, Permission.DOCUMENT_ISSUE, Subject("issued-document", issued.id, issued.partnership))
    issued.withdrawn_on = today()
    issued.save_version(read_version=issued.row_version, fields=["withdrawn_on"])
    audit.record("document-withdrawn", subject=issued.subject(), by=by, detail={"at": now().isoformat()})
