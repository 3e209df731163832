"""The data pages: what is in, taking more in, series, coverage."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import (
    describing,
    pending,
    presenting,
    presenting_imports,
    presenting_places,
    presenting_series,
    series_csv,
    services,
)
from frankpledge.evidence.addresses import address, crumbs
from frankpledge.evidence.forms import DatasetForm, DetailsForm, UploadForm
from frankpledge.evidence.geography import FORCE
from frankpledge.evidence.pages import FormPage
from frankpledge.jobs import api as jobs
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.models import Conflict
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.words import counted

READ_AT_ONCE = 20 * 1024**2
"""Uploads of up to so many bytes are read while the person waits; larger ones as long work."""


def may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def shown(request: HttpRequest, template: str, page: object, *, errors: bool = False) -> HttpResponse:
    """A page; with errors in its form it is sent with status 422."""
    context = {"page": page, "has_errors": errors}
    return render(request, template, context, status=422 if errors else 200)


def area_of(request: HttpRequest) -> str:
    """The whole force, when it is asked for; the partnership's own area otherwise."""
    return FORCE if request.GET.get("area") == FORCE else ""


def data(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every dataset with its measures, and what is missing."""
    page = presenting.data_page(partnership, may_import=may(principal, Permission.DATA_IMPORT, partnership))
    return shown(request, "evidence/data.html", page)


def coverage(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The coverage ledger and the recording breaks."""
    page = presenting.coverage_page(partnership, wanted=request.GET.get("page", "1"))
    return shown(request, "evidence/coverage.html", page)


# Taking files in --------------------------------------------------------------------------------------------------


def import_files(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Choose files; nothing counts until the preview is confirmed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return received(partnership, form.cleaned_data["uploads"], principal)
    page = FormPage(
        title="Import data",
        crumbs=crumbs(partnership, ("Data", "data")),
        lead=(
            "Nothing counts until you have seen what is in the files and confirmed it, and each file can be undone "
            "afterwards.",
        ),
        fields=fields_of(form),
        errors=errors_of(form) if request.method == "POST" else (),
        button="Continue",
    )
    return shown(request, "evidence/import.html", page, errors=bool(page.errors))


def received(
    partnership: PartnershipFacts, uploads: list[UploadedFile[bytes]], principal: Principal
) -> HttpResponse:
    """Keep the uploads and read them: at once when they are small, as long work when they are not."""
    with tempfile.TemporaryDirectory(prefix="frankpledge-upload-") as folder:
        written = [
            (upload.name or "upload", written_to(upload, Path(folder) / str(number)))
            for number, upload in enumerate(uploads)
        ]
        pending_id = pending.hold(partnership.slug, written, by=principal)
    if sum(upload.size or 0 for upload in uploads) > READ_AT_ONCE:
        job_id = jobs.enqueue(
            "evidence-read", "Reading the files", partnership=partnership.slug, by=principal,
            pending_id=str(pending_id),
        )  # fmt: skip
        return HttpResponseRedirect(address("job", partnership, job_id=job_id))
    pending.read(partnership.slug, pending_id, by=principal)
    return HttpResponseRedirect(after_reading(partnership, pending_id, principal))


def written_to(upload: UploadedFile[bytes], place: Path) -> Path:
    """An upload on disk, written in pieces so that its size does not matter."""
    with place.open("wb") as out:
        for piece in upload.chunks():
            out.write(piece)
    return place


def after_reading(partnership: PartnershipFacts, pending_id: UUID, principal: Principal) -> str:
    """Where one goes once the files are read: to the question what a partner's table is, else to the preview."""
    waiting = pending.waiting(partnership.slug, pending_id, by=principal)
    asked = waiting.has_tables and not waiting.details
    return address("data-details" if asked else "data-preview", partnership, pending_id=pending_id)


def details(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, pending_id: UUID
) -> HttpResponse:
    """Say what a partner's table is: which dataset it continues, or whose it is and how it counts."""
    waiting = pending.waiting(partnership.slug, pending_id, by=principal)
    known = presenting_imports.known_datasets(partnership)
    form = DetailsForm(known, request.POST or None, initial=dict(waiting.details))
    if request.method == "POST" and form.is_valid():
        pending.describe(partnership.slug, pending_id, form.details(), by=principal)
        return HttpResponseRedirect(address("data-preview", partnership, pending_id=pending_id))
    page = presenting_imports.details_page(partnership, form, waiting)
    return shown(request, "evidence/form.html", page, errors=bool(page.errors))


def columns(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    pending_id: UUID,
    number: int,
) -> HttpResponse:
    """Say which column of a table is which."""
    form = presenting_imports.columns_form(
        partnership, pending_id, number, request.POST or None, by=principal
    )
    if request.method == "POST" and form.is_valid():
        pending.lay_out(partnership.slug, pending_id, number, form.said(), by=principal)
        return HttpResponseRedirect(address("data-preview", partnership, pending_id=pending_id))
    page = presenting_imports.columns_page(partnership, form, pending_id, number, by=principal)
    return shown(request, "evidence/columns.html", page, errors=bool(page.form.errors))


def preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, pending_id: UUID
) -> HttpResponse:
    """What would be taken in and what refused, with every reason."""
    page = presenting_imports.preview_page(
        partnership, pending_id, wanted=request.GET.get("page", "1"), by=principal
    )
    response = shown(request, "evidence/preview.html", page)
    if not page.is_read:
        response.headers["Refresh"] = "2"
    return response


def pending_refused(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    pending_id: UUID,
    number: int,
) -> HttpResponse:
    """Every refused row of a file that waits."""
    page = presenting_imports.pending_refused_page(
        partnership, pending_id, number, wanted=request.GET.get("page", "1"), by=principal
    )
    return shown(request, "evidence/refused.html", page)


def confirm(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    pending_id: UUID,
) -> HttpResponse:
    """Take the usable files in, as long work with its own progress page."""
    pending.held(partnership.slug, pending_id, by=principal)
    job_id = jobs.enqueue(
        "evidence-import",
        "Import of data",
        partnership=partnership.slug,
        by=principal,
        pending_id=str(pending_id),
    )
    return HttpResponseRedirect(address("job", partnership, job_id=job_id))


def discard(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    pending_id: UUID,
) -> HttpResponse:
    """Throw the preview away."""
    pending.discard(partnership.slug, pending_id, by=principal)
    messages.success(request, "The import was discarded. Nothing of it was taken in.")
    return HttpResponseRedirect(address("data", partnership))


# What is in -------------------------------------------------------------------------------------------------------


def dataset(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One dataset: what is known of it, and every file ever taken in."""
    page = presenting.dataset_page(
        partnership,
        slug,
        wanted=request.GET.get("page", "1"),
        may_describe=may(principal, Permission.DATA_IMPORT, partnership),
    )
    return shown(request, "evidence/dataset.html", page)


def describe(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record consent, area, day of extraction and the rest; after a conflict both texts are shown."""
    one = describing.described(partnership.slug, slug)
    initial = {name: getattr(one, name) for name in describing.RECORDED} | {"row_version": one.row_version}
    form = DatasetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            describing.describe_dataset(
                partnership.slug,
                slug,
                form.values(),
                read_version=form.cleaned_data["row_version"],
                by=principal,
            )
        except Conflict:
            return both_texts(request, partnership, slug, form)
        messages.success(request, "Recorded.")
        return HttpResponseRedirect(address("dataset", partnership, slug=slug))
    page = presenting.describe_page(partnership, one, form)
    return shown(request, "evidence/describe.html", page, errors=bool(page.form.errors))


def both_texts(
    request: HttpRequest, partnership: PartnershipFacts, slug: str, form: DatasetForm
) -> HttpResponse:
    """Somebody saved meanwhile: what was saved and what one wrote side by side, and the form as one wrote it."""
    one = describing.described(partnership.slug, slug)
    again = DatasetForm({**{name: form.data[name] for name in form.data}, "row_version": one.row_version})
    again.is_valid()
    page = presenting.describe_page(partnership, one, again, both=presenting.both_texts(one, again))
    return render(request, "evidence/describe.html", {"page": page}, status=409)


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """One imported file: what was taken, what was refused and why; and taking it back."""
    page = presenting_imports.file_page(
        partnership, file_id, may_undo=may(principal, Permission.DATA_UNDO, partnership)
    )
    return shown(request, "evidence/file.html", page)


def file_refused(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """Every row of an imported file that was refused."""
    page = presenting_imports.file_refused_page(partnership, file_id, wanted=request.GET.get("page", "1"))
    return shown(request, "evidence/refused.html", page)


def undo(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    file_id: UUID,
) -> HttpResponse:
    """Take an import back."""
    presenting_imports.belongs(partnership, file_id)
    services.undo(file_id, by=principal)
    messages.success(request, "The import was undone.")
    return HttpResponseRedirect(address("data-file", partnership, file_id=file_id))


def undo_together(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    file_id: UUID,
) -> HttpResponse:
    """Take back everything that one import took in."""
    presenting_imports.belongs(partnership, file_id)
    undone = services.undo_together(file_id, by=principal)
    messages.success(request, f"{counted(undone, 'file')} undone.")
    return HttpResponseRedirect(address("data-file", partnership, file_id=file_id))


def series(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One measure over time, in words, as a picture and as a table."""
    page = presenting_series.series_page(
        partnership,
        slug,
        area=area_of(request),
        weights=request.GET.get("weights", ""),
        may_write=may(principal, Permission.DATA_WRITE, partnership),
    )
    return shown(request, "evidence/series.html", page)


def where(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One measure by small area, as a table and as a map."""
    may_import = may(principal, Permission.DATA_IMPORT, partnership)
    page = presenting_places.places_page(partnership, slug, may_import=may_import)
    return shown(request, "evidence/places.html", page)


def download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The same series as CSV, with what it is above it."""
    text = series_csv.series_csv(partnership, slug, area=area_of(request))
    return _csv(text, f"{partnership.slug}-{slug}")


def severity_download(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Its scores of severity as CSV, by every set of weights."""
    text = series_csv.severity_csv(partnership, slug, area=area_of(request))
    return _csv(text, f"{partnership.slug}-{slug}-severity")


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
