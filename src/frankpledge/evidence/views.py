"""The data pages: what is in, taking more in, series, coverage."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import presenting, services
from frankpledge.evidence.forms import ImportForm
from frankpledge.evidence.pages import ImportPage
from frankpledge.jobs import api as jobs
from frankpledge.kernel.people import Principal, Subject
from frankpledge.web.forms import errors_of, fields_of


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def data(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every dataset and measure, with its gaps."""
    page = presenting.data_page(partnership, may_import=may(principal, Permission.DATA_IMPORT, partnership))
    return render(request, "evidence/data.html", {"page": page})


def coverage(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The coverage ledger and the recording breaks."""
    page = presenting.coverage_page(partnership, wanted=request.GET.get("page", "1"))
    return render(request, "evidence/coverage.html", {"page": page})


def import_files(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Choose files and say what they are; nothing counts until the preview is confirmed."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending_id = hold_uploads(partnership, form, principal)
        return HttpResponseRedirect(address("data-preview", partnership, pending_id=pending_id))
    page = ImportPage(
        "Import data", presenting.crumbs(partnership, ("Data", "data")), fields_of(form),
        errors_of(form) if request.method == "POST" else (),
    )  # fmt: skip
    status = 422 if page.errors else 200
    return render(
        request, "evidence/import.html", {"page": page, "has_errors": bool(page.errors)}, status=status
    )


def hold_uploads(partnership: PartnershipFacts, form: ImportForm, principal: Principal) -> UUID:
    """Put the uploads into the store for a preview."""
    with tempfile.TemporaryDirectory(prefix="frankpledge-upload-") as folder:
        uploads = [
            (upload.name or "upload", written(upload, Path(folder) / str(number)))
            for number, upload in enumerate(form.cleaned_data["uploads"])
        ]
        return services.hold(partnership.slug, uploads, form.spec(), by=principal)


def written(upload: UploadedFile[bytes], place: Path) -> Path:
    """An upload on disk, written in pieces so that its size does not matter."""
    with place.open("wb") as out:
        for piece in upload.chunks():
            out.write(piece)
    return place


def preview(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, pending_id: UUID
) -> HttpResponse:
    """What would be taken in and what refused, with every reason."""
    page = presenting.preview_page(partnership, pending_id, by=principal)
    return render(request, "evidence/preview.html", {"page": page})


def confirm(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    pending_id: UUID,
) -> HttpResponse:
    """Take the usable files in, as long work with its own progress page."""
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
    services.discard(pending_id, by=principal)
    return HttpResponseRedirect(address("data", partnership))


def dataset(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One dataset: what is known of it, and every file ever taken in."""
    return render(request, "evidence/dataset.html", {"page": presenting.dataset_page(partnership, slug)})


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """One imported file: what was taken, what was refused and why; and taking it back."""
    page = presenting.file_page(
        partnership, file_id, may_undo=may(principal, Permission.DATA_UNDO, partnership)
    )
    return render(request, "evidence/file.html", {"page": page})


def undo(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    file_id: UUID,
) -> HttpResponse:
    """Take an import back."""
    presenting.belongs(partnership, file_id)
    services.undo(file_id, by=principal)
    return HttpResponseRedirect(address("data-file", partnership, file_id=file_id))


def series(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One measure over time, in words, as a picture and as a table."""
    page = presenting.series_page(partnership, slug, area=request.GET.get("area", ""))
    return render(request, "evidence/series.html", {"page": page})
