"""Pages of a review's letters and documents, and of chasing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
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
from frankpledge.reviews.cases.forms import EXAMPLE, PartialDateField
from frankpledge.reviews.cases.pages import INVENTED, ChasePage, ChaseRow, DocumentRow, DocumentsPage
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs
from frankpledge.reviews.cases.views import done, show_form, to
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.steps import days_to_avoid
from frankpledge.reviews.vault import filing

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
        writes = not why_not and one.slug in letters.SENT and "letter-sent" in found.may_write
        sent = address("review-letter-sent", partnership, case=case, document=one.slug) if writes else ""
        each = tuple(
            (f"{agency}: {fmt.upper()}", f"{href}?to={quote(agency)}")
            for agency in letters.letters_to(one, found.state)
            for fmt, href in files
            if fmt in {"docx", "pdf"}
        )
        rows.append(
            DocumentRow(one.slug, one.title, why_not, files, sent, _as_sent(found, partnership, one), each)
        )
    if not rows:
        raise NotFound(queries.NO_SUCH)
    page = DocumentsPage(
        "Letters and documents",
        crumbs(partnership, case_crumb(partnership, found)),
        banner(found),
        tuple(rows),
    )
    return render(request, "reviews/cases/documents.html", {"page": page})


def _as_sent(
    case: queries.CaseFacts, partnership: PartnershipFacts, one: letters.Template
) -> tuple[tuple[str, str], ...]:
    """Each time a letter was sent, with the very file."""
    return tuple(
        (f"{entry.on}, to {entry.text('to')}", address("review-letter-file", partnership, case=case.id, file=UUID(entry.text("file"))))
        for entry in case.state.all("letter-sent")
        if entry.text("letter") == one.title and entry.text("file")
    )  # fmt: skip


class SentForm(PlainForm):
    """That a letter was sent: to whom, how, when, and the file itself where it was changed by hand first."""

    to = forms.CharField(label="To whom?", max_length=200, help_text="By office or pseudonym, never by name or address.",
                         error_messages={"required": "Say to whom"})  # fmt: skip
    how = forms.CharField(label="How?", max_length=200, help_text="Such as secure email, by hand, through the family liaison officer.",
                          error_messages={"required": "Say how"})  # fmt: skip
    on = PartialDateField(label="On which day?", help_text=EXAMPLE, max_length=10, error_messages={"required": "Say on which day"})  # fmt: skip
    file = forms.FileField(
        label="The file that was sent, if it was changed after it was taken out", required=False,
        help_text="DOCX, ODT or PDF. Without one, the letter is kept as a PDF as it stands now.",
    )  # fmt: skip


def sent(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, document: str
) -> HttpResponse:
    """Record that a letter was sent. The very file is sealed and kept, with its fingerprint in the log."""
    found = queries.case_of(principal, partnership.slug, case)
    template = next((one for one in letters.available(found) if one.slug == document), None)
    if template is None or template.slug not in letters.SENT or "letter-sent" not in found.may_write:
        raise NotFound(queries.NO_SUCH)
    if why_not := template.why_not(found.state):
        raise Refused(why_not)
    form = SentForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if done(form, lambda: _keep_sent(form, template, found, partnership, principal)):
        messages.success(request, "Recorded. The file is kept as it was sent.")
        return to("review-documents", partnership, case=case)
    trail = crumbs(partnership, case_crumb(partnership, found), ("Letters and documents", address("review-documents", partnership, case=case)))  # fmt: skip
    return show_form(request, form, title=f"Sent: {template.title}", trail=trail, button="Record that it was sent",
                     banner=banner(found))  # fmt: skip


def _keep_sent(
    form: SentForm, template: letters.Template, case: queries.CaseFacts, partnership: PartnershipFacts, by: Principal
) -> None:  # fmt: skip
    said, given = form.cleaned_data, form.cleaned_data["file"]
    near = days_to_avoid(case.state, around=3) if Group.FAMILY in template.groups else ()
    if near and said["on"].latest >= today():
        raise Refused(f"{near[0].label}: {near[0].why} is on {short_date(near[0].on)}. The family asked to keep such days free of letters: send it afterwards.")  # fmt: skip
    name = given.name if given else f"{template.slug}.pdf"
    content = (
        given.read()
        if given
        else documents.render(letters.build(template, case, partnership, today()), "pdf")
    )
    with transaction.atomic():
        kept = filing.keep(case, "letter", name, content, by=by)
        data = {"letter": template.title, "to": said["to"], "how": said["how"], "document": hashlib.sha256(content).hexdigest(), "file": str(kept)}  # fmt: skip
        services.write(partnership.slug, case.id, "letter-sent", said["on"], data, by=by)


def as_sent(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, file: UUID
) -> HttpResponse:
    """A letter as it was sent."""
    found = queries.case_of(principal, partnership.slug, case)
    entry = next((one for one in found.state.all("letter-sent") if one.text("file") == str(file)), None)
    template = next(
        (one for one in letters.available(found) if entry and one.title == entry.text("letter")), None
    )
    if entry is None or template is None:
        raise NotFound(queries.NO_SUCH)
    with afresh():
        services.note_read(found, f"letter {template.slug} as sent", by=principal)
    kept = next(one for one in filing.kept(case, "letter") if one.id == file)
    suffix = kept.name.rpartition(".")[2].casefold()
    fmt = suffix if suffix in documents.MEDIA_TYPES else ""
    media = documents.MEDIA_TYPES.get(fmt, "application/octet-stream")
    return _sent(
        filing.content_of(case, file), media, f"{found.reference}-{template.slug}-as-sent.{fmt or 'bin'}"
    )


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
    to = request.GET.get("to", "")
    if to and to not in letters.letters_to(template, found.state):
        raise NotFound(queries.NO_SUCH)
    made = documents.render(letters.build(template, found, partnership, today(), to), fmt)
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
