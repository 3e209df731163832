"""The public's pages: an issued document, its files, and reading it as a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.publishing import queries, registry, services
from frankpledge.publishing.pages import Desk, DeskPage, IssuedFile, IssuedPage
from frankpledge.publishing.queries import IssuedFacts
from frankpledge.publishing.shown import kind_in_words

AS_ISSUED = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "font-src": [NONE],
    "form-action": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
}
WORDS = {"html": "Web page (HTML)", "pdf": "PDF", "docx": "Word (DOCX)", "odt": "OpenDocument (ODT)"}


def desk(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Everything that can be issued, and when it last was."""
    latest = {one.kind: one for one in reversed(queries.public(partnership.slug))}
    here = {"partnership": partnership.slug}
    crumbs = (("Home", reverse("home", kwargs=here)),)
    subject = Subject("issued-document", None, partnership.slug)
    builds_again = can(principal, Permission.DOCUMENT_ISSUE, subject)
    desks = tuple(
        _desk(
            partnership,
            kind,
            latest.get(kind),
            may_issue=can(principal, registry.permission(kind), subject),
            builds_again=builds_again,
        )
        for kind in registry.kinds()
    )
    return render(
        request,
        "publishing/desk.html",
        {"page": DeskPage("Issue documents", crumbs, desks, reverse("small-counts", kwargs=here))},
    )


def _desk(
    partnership: PartnershipFacts, kind: str, last: IssuedFacts | None, *, may_issue: bool, builds_again: bool
) -> Desk:
    here = {"partnership": partnership.slug}
    href = reverse("issued-document", kwargs={**here, "document_id": last.id}) if last else ""
    return Desk(
        kind_in_words(kind),
        last.title if last else "",
        last.issued_on if last else None,
        href,
        reverse("issue", kwargs={**here, "kind": kind}) if may_issue else "",
        reverse("document-rebuild", kwargs={**here, "document_id": last.id}) if last and builds_again else "",
    )


def issue(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, kind: str
) -> HttpResponse:
    """Issue one kind of document. Raises `Refused`, listing what is to be mended, and `NotFound` for another kind."""
    if kind not in registry.kinds():
        raise NotFound("There is no such kind of document.")
    made = services.issue_kind(partnership.slug, kind, by=principal)
    if made is None:
        messages.info(request, f"There is nothing to issue yet: {kind_in_words(kind).lower()}.")
    else:
        messages.success(request, f"Issued: {made.title}. The public can read it and open its numbers.")
    return HttpResponseRedirect(reverse("desk", kwargs={"partnership": partnership.slug}))


def issued(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, document_id: UUID
) -> HttpResponse:
    """An issued document and its files. Raises `NotFound` when it was withdrawn."""
    one = queries.issued(partnership.slug, document_id)
    address = {"partnership": partnership.slug, "document_id": document_id}
    files = tuple(
        IssuedFile(
            WORDS[fmt],
            reverse("issued-file", kwargs={**address, "fmt": fmt}),
            max(1, len(queries.content(one, fmt)) // 1024),
            one.sha256(fmt),
        )
        for fmt in documents.FORMATS
    )
    crumbs = ((partnership.name, reverse("public-home", kwargs={"partnership": partnership.slug})),)
    page = IssuedPage(one.title, crumbs, one.issued_on, reverse("issued-read", kwargs=address), files)
    return render(request, "publishing/issued.html", {"page": page})


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, document_id: UUID, fmt: str
) -> HttpResponse:
    """The bytes as issued, to keep. Raises `NotFound`."""
    one = queries.issued(partnership.slug, document_id)
    response = HttpResponse(queries.content(one, fmt), content_type=documents.MEDIA_TYPES[fmt])
    name = "-".join(part for part in (one.kind, one.slug) if part)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{fmt}"'
    return response


def read(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, document_id: UUID
) -> HttpResponse:
    """The document as a page, exactly as issued. Raises `NotFound`."""
    one = queries.issued(partnership.slug, document_id)
    return HttpResponse(queries.content(one, "html"), content_type=documents.MEDIA_TYPES["html"])


# The document carries its own style and loads nothing: this page alone allows style within it, and nothing else.
read_as_issued = cast("Callable[..., HttpResponse]", csp_replace(AS_ISSUED)(cast("Any", read)))
