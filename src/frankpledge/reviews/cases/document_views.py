"""Pages of a review's letters and documents, and of chasing."""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.records.steady import afresh
from frankpledge.reviews.cases import chasing, presenting, queries, services
from frankpledge.reviews.cases import documents as letters
from frankpledge.reviews.cases.pages import INVENTED, ChasePage, ChaseRow, DocumentRow, DocumentsPage
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs

CSV = "text/csv; charset=utf-8"


def listed(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Every letter and document of a review, with why one cannot be written yet."""
    found = queries.case_of(principal, partnership.slug, case)
    rows = []
    for one in letters.available(found):
        why_not = one.why_not(found.state)
        files = () if why_not else tuple(
            (fmt, address("review-document", partnership, case=case, document=one.slug, fmt=fmt)) for fmt in documents.FORMATS
        )  # fmt: skip
        rows.append(DocumentRow(one.slug, one.title, why_not, files))
    if not rows:
        raise NotFound(queries.NO_SUCH)
    page = DocumentsPage(
        "Letters and documents",
        crumbs(partnership, case_crumb(partnership, found)),
        banner(found),
        tuple(rows),
    )
    return render(request, "reviews/cases/documents.html", {"page": page})


def file(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    case: UUID,
    document: str,
    fmt: str,
) -> HttpResponse:
    """A letter or document in one format. It is written down that it was taken out."""
    found = queries.case_of(principal, partnership.slug, case)
    template = next((one for one in letters.available(found) if one.slug == document), None)
    if template is None or fmt not in documents.FORMATS:
        raise NotFound(queries.NO_SUCH)
    why_not = template.why_not(found.state)
    if why_not:
        raise Refused(why_not)
    with afresh():
        services.note_read(found, f"document {document}.{fmt}", by=principal)
    made = documents.render(letters.build(template, found, partnership, today()), fmt)
    return _sent(made, documents.MEDIA_TYPES[fmt], f"{found.reference}-{document}.{fmt}")


def _sent(made: bytes, media_type: str, name: str) -> HttpResponse:
    sent = HttpResponse(made, content_type=media_type)
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def chase(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What every agency owes, each with its letter and return sheet, and all of them in one press."""
    cases = queries.cases_of(principal, partnership.slug)
    rows = tuple(
        ChaseRow(
            one.agency,
            tuple((presenting.name_of(case), what.what, _by(what.due, what.days_over)) for case, what in one.owes),
            tuple((words, f"{address('review-chase-file', partnership, number=number, fmt=fmt)}") for words, fmt in (("Letter (DOCX)", "docx"), ("Letter (PDF)", "pdf"), ("Return sheet (CSV)", "csv"))),
        )
        for number, one in enumerate(chasing.chased(cases), start=1)
    )  # fmt: skip
    avoid = tuple(f"{one.label}: {one.why}, {short_date(one.on)}" for one in chasing.kept_free(cases))
    page = ChasePage(
        "Chase what agencies owe",
        address("review-chase-all", partnership),
        crumbs(partnership),
        INVENTED if any(one.is_invented for one in cases) else "",
        rows,
        avoid,
    )
    return render(
        request,
        "reviews/cases/chase.html",
        {"page": page},
    )


def _by(due: object, over: int) -> str:
    if due is None:
        return "no date was set"
    return f"{due}, {over} {'day' if over == 1 else 'days'} overdue" if over else str(due)


def chase_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, number: int, fmt: str
) -> HttpResponse:
    """The letter or the return sheet of one agency."""
    found = chasing.chased(queries.cases_of(principal, partnership.slug))
    if not 1 <= number <= len(found) or fmt not in {"docx", "pdf", "csv"}:
        raise NotFound(queries.NO_SUCH)
    one = found[number - 1]
    media = CSV if fmt == "csv" else documents.MEDIA_TYPES[fmt]
    return _sent(_made(one, partnership, fmt), media, f"reviews-{_slug(one.agency)}.{fmt}")


def chase_all(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every letter and return sheet, in one archive."""
    found = chasing.chased(queries.cases_of(principal, partnership.slug))
    if not found:
        raise NotFound("Nothing is owed.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in found:
            for fmt in ("docx", "csv"):
                archive.writestr(f"{_slug(one.agency)}.{fmt}", _made(one, partnership, fmt))
    return _sent(out.getvalue(), "application/zip", f"reviews-chasing-{today().isoformat()}.zip")


def _made(one: chasing.Chased, partnership: PartnershipFacts, fmt: str) -> bytes:
    if fmt == "csv":
        return chasing.sheet(one)
    return documents.render(chasing.letter(one, partnership, today()), fmt)


def _slug(name: str) -> str:
    return (
        "-".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())[:60]
        or "agency"
    )
