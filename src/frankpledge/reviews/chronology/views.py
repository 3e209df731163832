"""Pages of the chronology: agencies' files, a preview with what cannot be taken, and all of them in one order."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import today
from frankpledge.records.steady import afresh
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.cases.views import done
from frankpledge.reviews.chronology import presenting, services
from frankpledge.reviews.chronology.forms import ORDERS, FilterForm, UploadForm
from frankpledge.reviews.chronology.pages import ChronologyPage, FileRow, PreviewPage
from frankpledge.reviews.rules.chronology import Flag, Merged, Order
from frankpledge.web.forms import errors_of, fields_of

SIZE = 100
SAMPLE = 20
MOST_IN_DOCUMENT = 5000


def chronology(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """All agencies' entries in order, what is looked for in them, and another file to take in."""
    found = services.case_of(partnership.slug, case, by=principal)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    made: list[UUID] = []

    def act() -> None:
        given: UploadedFile[bytes] = form.cleaned_data["file"]
        said = form.cleaned_data
        try:
            made.append(
                services.take_in(
                    found,
                    given.name or "file",
                    given.read(),
                    agency=said["agency"],
                    order=Order(said["order"]),
                    by=principal,
                )
            )
        except Unusable as unusable:
            raise Refused(str(unusable)) from unusable

    if done(form, act):
        return _to_file(partnership, case, made[0])
    with afresh():
        merged = services.together(found, by=principal)
    page = _page(request, found, partnership, form, merged)
    return render(
        request,
        "reviews/chronology/chronology.html",
        {"page": page, "has_errors": bool(page.errors)},
        status=422 if page.errors else 200,
    )


def _page(
    request: HttpRequest, case: CaseFacts, partnership: PartnershipFacts, form: UploadForm, merged: Merged
) -> ChronologyPage:
    agencies = tuple(sorted({entry.agency for entry in merged.entries if entry.agency}))
    look = FilterForm(request.GET or None, agencies=agencies, auto_id="look_%s")
    wanted = presenting.wanted(merged, look)
    number = _page_number(request.GET.get("page", "1"), len(wanted))
    rows = tuple(presenting.entry_row(*one) for one in wanted[(number - 1) * SIZE : number * SIZE])
    here = address("review-chronology", partnership, case=case.id)
    asked = {name: said for name, said in request.GET.items() if name != "page" and said}
    turns = [(words, f"{here}?{urlencode({**asked, 'page': to})}") for words, to, has in (
        ("Earlier entries", number - 1, number > 1), ("Later entries", number + 1, number * SIZE < len(wanted))) if has]  # fmt: skip
    downloads = tuple(
        (fmt, f"{address('review-chronology-file', partnership, case=case.id, fmt=fmt)}?{urlencode(asked)}")
        for fmt in documents.FORMATS
    )
    files = tuple(
        FileRow(one.name, one.about["agency"], dict(ORDERS)[one.about["order"]], "in the chronology" if one.kind == services.COUNTS else "to be looked at",
                address("review-chronology-preview", partnership, case=case.id, file=one.id))
        for one in services.files(case)
    )  # fmt: skip
    return ChronologyPage(
        "Chronology", crumbs(partnership, case_crumb(partnership, case)), banner(case), files, rows, len(merged.entries), len(wanted),
        len(merged.refused), fields_of(look), tuple(turns), _place(number, len(wanted)), fields_of(form),
        errors_of(form) if form.is_bound else (), downloads if merged.entries else (),
    )  # fmt: skip


def _page_number(said: str, total: int) -> int:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 1
    return max(1, min(number, -(-total // SIZE)))


def _place(number: int, total: int) -> str:
    return f"Entries {(number - 1) * SIZE + 1} to {min(number * SIZE, total)} of {total}" if total else ""


def preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, file: UUID
) -> HttpResponse:
    """An agency's file before it counts: what was read, and every row that cannot be taken."""
    found = services.case_of(partnership.slug, case, by=principal)
    shown = services.preview(found, file)
    entries = shown.read.entries
    flagged = sum(Flag.AMBIGUOUS in entry.flags for entry in entries)
    facts = (
        ("Agency", shown.agency), ("Days in numbers", dict(ORDERS)[shown.order]), ("Sheets read", ", ".join(s or "the only one" for s in shown.sheets)),
        ("Entries", str(len(entries))), ("Rows that cannot be taken", str(len(shown.read.refused))),
        ("Days that could be either way round", str(flagged)),
    )  # fmt: skip
    parts = {"case": case, "file": file}
    page = PreviewPage(
        "What was read", crumbs(partnership, case_crumb(partnership, found), ("Chronology", address("review-chronology", partnership, case=case))),
        banner(found), shown.name, facts,
        tuple((f"row {one.row}" if one.row else "", one.column, one.value, one.reason, one.remedy) for one in shown.read.refused),
        tuple(str(one) for one in shown.left_out), tuple(presenting.entry_row(n, e) for n, e in enumerate(entries[:SAMPLE], start=1)),
        "" if shown.counts or not entries else address("review-chronology-confirm", partnership, **parts),
        address("review-chronology-discard", partnership, **parts), flagged,
    )  # fmt: skip
    return render(request, "reviews/chronology/preview.html", {"page": page})


def confirm(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, file: UUID
) -> HttpResponse:
    """The file's entries stand in the chronology from now on."""
    services.confirm(services.case_of(partnership.slug, case, by=principal), file, by=principal)
    messages.success(request, "Its entries are in the chronology now.")
    return _back(partnership, case)


def discard(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, file: UUID
) -> HttpResponse:
    """The file's entries stand there no longer."""
    services.discard(services.case_of(partnership.slug, case, by=principal), file, by=principal)
    messages.success(request, "The file was taken out.")
    return _back(partnership, case)


def download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, fmt: str
) -> HttpResponse:
    """What is looked for, as a document. Raises `NotFound` for a format there is not."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    found = services.case_of(partnership.slug, case, by=principal)
    with afresh():
        merged = services.together(found, by=principal)
    agencies = tuple(sorted({entry.agency for entry in merged.entries if entry.agency}))
    wanted = presenting.wanted(merged, FilterForm(request.GET or None, agencies=agencies))
    if len(wanted) > MOST_IN_DOCUMENT:
        raise Refused(
            f"A document holds {MOST_IN_DOCUMENT} entries at most, and these are {len(wanted)}. Look for less: an agency, or some years."
        )
    made = documents.render(presenting.document(partnership, found, wanted, merged, today().isoformat()), fmt)
    sent = HttpResponse(made, content_type=documents.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = f'attachment; filename="chronology-{found.reference}.{fmt}"'
    return sent


def _to_file(partnership: PartnershipFacts, case: UUID, file: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(address("review-chronology-preview", partnership, case=case, file=file))


def _back(partnership: PartnershipFacts, case: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(address("review-chronology", partnership, case=case))
