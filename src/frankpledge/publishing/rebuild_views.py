"""The page “Rebuild and compare” of an issued document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.jobs import api as jobs
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.publishing import queries, rebuilding
from frankpledge.publishing.jobs import REBUILD, verdict
from frankpledge.publishing.models import IssuedDocument
from frankpledge.publishing.pages import RebuildPage
from frankpledge.publishing.rebuilding import Rebuilt
from frankpledge.publishing.views import WORDS

MOST_SHOWN = 500
"""So many differences stand on the page; the rest are counted."""
SAME, OTHER = "the same, byte for byte", "printed otherwise"


def rebuild(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, document_id: UUID
) -> HttpResponse:
    """What came of building it once more; a POST asks for that. Raises `NotFound`."""
    issued = queries.row(partnership.slug, document_id)
    if request.method == "POST":
        job_id = jobs.enqueue(
            REBUILD,
            f"Rebuild and compare: {issued.title}",
            partnership=partnership.slug,
            by=principal,
            document=str(issued.id),
        )
        address = {"partnership": partnership.slug, "job_id": job_id}
        return HttpResponseRedirect(reverse("job", kwargs=address))
    page = _page(partnership, issued, rebuilding.last(issued))
    return render(request, "publishing/rebuild.html", {"page": page})


def _page(partnership: PartnershipFacts, issued: IssuedDocument, found: Rebuilt | None) -> RebuildPage:
    here = {"partnership": partnership.slug}
    own = {**here, "document_id": issued.id}
    rows = (found.differences or ()) if found else ()
    return RebuildPage(
        title="Rebuild and compare",
        crumbs=(
            ("Home", reverse("home", kwargs=here)),
            ("Issue documents", reverse("desk", kwargs=here)),
        ),
        document_title=issued.title,
        issued_on=issued.issued_on,
        document_href="" if issued.withdrawn_on else reverse("issued-document", kwargs=own),
        action="" if issued.withdrawn_on else reverse("document-rebuild", kwargs=own),
        is_kept=bool(issued.input.get("document_sha256")),
        verdict=verdict(found) if found else "",
        is_same=found.is_same if found else False,
        made=_made(found) if found else "",
        formats=tuple((WORDS[fmt], _same(found, fmt)) for fmt in documents.FORMATS) if found else (),
        rows=tuple(
            (str(one.what).capitalize(), one.where, one.before, one.after) for one in rows[:MOST_SHOWN]
        ),
        left_out=max(0, len(rows) - MOST_SHOWN),
    )


def _same(found: Rebuilt, fmt: str) -> str:
    if fmt not in found.same_bytes:
        return "not compared"
    return SAME if found.same_bytes[fmt] else OTHER


def _made(found: Rebuilt) -> str:
    versions = (
        f"by the version that issued it, {found.code_version}"
        if found.code_version == found.issued_code_version
        else f"by version {found.code_version}; it was issued by version {found.issued_code_version}"
    )
    return f"Built again on {short_date(local_date(found.made_at))}, {versions}."
