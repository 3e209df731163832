"""The page that checks the numbers of a text: pasted or uploaded, and nothing of it kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.api import Checked, Checking, Remark, Standing, check_file
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.scrutiny.committee_forms import ClaimsForm
from frankpledge.web.forms import Field, errors_of, fields_of
from frankpledge.web.registers import Crumbs

MOST_BYTES = 20 * 1024 * 1024
WORDS = {
    Standing.CONTRADICTED: "Contradicted",
    Standing.CONVENTION: "Holds under a convention",
    Standing.UNBOUND: "Bound to nothing in the text",
    Standing.CONFIRMED: "Confirmed",
    Standing.NOT_VERIFIABLE: "Nothing in a text could tell",
}


@dataclass(frozen=True)
class ClaimsPage:
    title: str
    crumbs: Crumbs
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    checked: str
    """What was checked; empty before."""
    groups: tuple[tuple[str, tuple[Checked, ...]], ...]
    remarks: tuple[Remark, ...]


def claims(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Paste a text or upload a file; every number is held against the others there."""
    form = ClaimsForm(request.POST or None, request.FILES or None)
    made: Checking | None = None
    name = ""
    if request.method == "POST" and form.is_valid():
        try:
            name, made = _checked(form)
        except Unusable as unusable:
            for problem in unusable.problems:
                form.add_error("upload" if form.cleaned_data["upload"] else "text", str(problem))
    errors = errors_of(form) if request.method == "POST" else ()
    page = ClaimsPage(
        "Check the numbers of a text",
        (
            ("Home", reverse("home", kwargs={"partnership": partnership.slug})),
            ("Annual report", reverse("report", kwargs={"partnership": partnership.slug})),
        ),
        fields_of(form),
        errors,
        name,
        tuple((WORDS[one], made.having(one)) for one in WORDS if made.having(one)) if made else (),
        made.remarks if made else (),
    )
    names = {"page": page, "has_errors": bool(errors)}
    return render(request, "scrutiny/claims.html", names, status=422 if errors else 200)


def _checked(form: ClaimsForm) -> tuple[str, Checking]:
    upload, text = form.cleaned_data["upload"], form.cleaned_data["text"]
    if upload:
        content = upload.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise _unusable("The file has more than 20 megabytes.", "Give a part of it.")
        return str(upload.name), check_file(content, str(upload.name))
    if not text.strip():
        raise _unusable("There is nothing to check.", "Paste a text or choose a file.")
    return "The pasted text", check_file(text.encode(), "pasted text.txt")


def _unusable(reason: str, remedy: str) -> Unusable:
    from frankpledge.kernel.problems import Problem

    return Unusable(Problem("claims", reason, remedy))
