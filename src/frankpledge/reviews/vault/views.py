"""Pages of the vault, of scans, and of signing."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.steady import afresh
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs
from frankpledge.reviews.cases.views import done, show_form
from frankpledge.reviews.rules.rights import CAN_SIGN
from frankpledge.reviews.rules.vault import READERS, SCANNERS, WRITERS
from frankpledge.reviews.vault import presenting, releasing, services
from frankpledge.reviews.vault.forms import (
    CodeForm,
    DestroyForm,
    DocumentForm,
    InviteForm,
    PersonForm,
    PublishForm,
    PurposeForm,
    TermForm,
)
from frankpledge.reviews.vault.opening import case_for

LARGEST = 100 * 1024 * 1024


def vault(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Pseudonyms; and who they are, once a purpose was said. Nothing opened is ever in an address."""
    found = case_for(partnership.slug, case, READERS, by=principal)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    known: tuple[services.Known, ...] = ()

    def act() -> None:
        nonlocal known
        known = services.identities(
            partnership.slug, case, purpose=form.cleaned_data["purpose"], by=principal
        )

    is_open = done(form, act)
    page = presenting.vault_page(found, partnership, form, known, is_open=is_open)
    return render(
        request,
        "reviews/vault/vault.html",
        {"page": page, "has_errors": bool(page.errors)},
        status=422 if page.errors else 200,
    )


def person(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Give somebody a pseudonym."""
    found = case_for(partnership.slug, case, WRITERS, by=principal)
    form = PersonForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        services.name_somebody(
            partnership.slug,
            case,
            label=said["label"],
            role=said["role"],
            agreed_with_family=said["agreed"],
            by=principal,
        )

    if done(form, act):
        return _to("review-vault", partnership, case)
    trail = crumbs(partnership, case_crumb(partnership, found), _vault_crumb(partnership, case))
    return show_form(
        request, form, title="Give somebody a pseudonym", trail=trail, button="Keep it", banner=banner(found)
    )


def terms(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Put things into the vault."""
    found = case_for(partnership.slug, case, WRITERS, by=principal)
    form = TermForm(request.POST if request.method == "POST" else None, people=services.named(case))
    made: tuple[UUID, ...] = ()

    def act() -> None:
        nonlocal made
        made = services.put_in(partnership.slug, case, form.entries(), by=principal)

    if done(form, act):
        messages.success(
            request, f"Sealed: {len(made)}. Documents that were scanned before have to be scanned again."
        )
        return _to("review-vault", partnership, case)
    trail = crumbs(partnership, case_crumb(partnership, found), _vault_crumb(partnership, case))
    lead = (
        "Names, days, addresses, numbers, schools, vehicles, pets: whatever would tell somebody who it is about.",
    )
    return show_form(
        request,
        form,
        title="Put into the vault",
        trail=trail,
        button="Seal it",
        banner=banner(found),
        lead=lead,
    )


def withdraw(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, term: UUID
) -> HttpResponse:
    """Take out what was entered by mistake."""
    services.withdraw(partnership.slug, case, term, by=principal)
    messages.success(request, "It is looked for no longer.")
    return _to("review-vault", partnership, case)


def destroy(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Destroy the key of a case."""
    found = case_for(partnership.slug, case, WRITERS, by=principal)
    form = DestroyForm(request.POST if request.method == "POST" else None)
    if done(
        form,
        lambda: services.destroy(partnership.slug, case, because=form.cleaned_data["because"], by=principal),
    ):
        messages.success(request, "The key is destroyed. Pseudonyms and the log stay.")
        return _to("review-vault", partnership, case)
    trail = crumbs(partnership, case_crumb(partnership, found), _vault_crumb(partnership, case))
    lead = ("Nothing that was sealed in this review can then be opened: names, agencies' files, the documents that were scanned.",
            "It cannot be undone, and a backup does not bring it back.")  # fmt: skip
    return show_form(
        request,
        form,
        title="Destroy the key",
        trail=trail,
        button="Destroy the key",
        banner=banner(found),
        lead=lead,
    )


def export(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """The terms as a file, for a scan from the command line."""
    found = case_for(partnership.slug, case, READERS, by=principal)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    made: dict[str, object] = {}

    def act() -> None:
        made.update(
            services.export(partnership.slug, case, purpose=form.cleaned_data["purpose"], by=principal)
        )

    if done(form, act):
        sent = HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type="application/json")
        sent.headers["Content-Disposition"] = 'attachment; filename="vault-export.json"'
        return sent
    trail = crumbs(partnership, case_crumb(partnership, found), _vault_crumb(partnership, case))
    lead = (
        "The file holds everything that the vault holds, in the clear. Keep it where only you can read it, and delete it afterwards.",
    )
    return show_form(
        request,
        form,
        title="Export the vault",
        trail=trail,
        button="Make the file",
        banner=banner(found),
        lead=lead,
    )


def scans(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Every scan of a case; and a document to scan."""
    found = case_for(partnership.slug, case, SCANNERS | CAN_SIGN, by=principal)
    form = DocumentForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    made: list[UUID] = []

    def act() -> None:
        given: UploadedFile[bytes] = form.cleaned_data["document"]
        if (given.size or 0) > LARGEST:
            raise Refused("The document is larger than 100 MB. Take pictures out, or split it.")
        try:
            made.append(
                releasing.scan_document(
                    partnership.slug, case, given.name or "document", given.read(), by=principal
                )
            )
        except Unusable as unusable:
            raise Refused(str(unusable)) from unusable

    if done(form, act):
        return HttpResponseRedirect(address("review-scan", partnership, case=case, scan=made[0]))
    rows = releasing.scans(partnership.slug, case, by=principal)
    page = presenting.scans_page(found, partnership, rows, form)
    return render(
        request,
        "reviews/vault/scans.html",
        {"page": page, "has_errors": bool(page.errors)},
        status=422 if page.errors else 200,
    )


def scan(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, scan: UUID
) -> HttpResponse:
    """One scan: what was found, and, where nothing stands any more, signing."""
    found = case_for(partnership.slug, case, SCANNERS | CAN_SIGN, by=principal)
    confirmed, answers = presenting.said_in(request.POST)
    errors: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        try:
            releasing.sign(partnership.slug, case, scan, confirmed=confirmed, answers=answers, by=principal)
        except Refused as refused:
            errors = ((str(refused), ""),)
        else:
            messages.success(request, "You have signed.")
            return _scan_again(partnership, case, scan)
    with afresh():
        shown = releasing.scan(partnership.slug, case, scan, by=principal)
    page = presenting.scan_page(found, partnership, shown, principal.name, confirmed, answers, errors)
    return render(
        request,
        "reviews/vault/scan.html",
        {"page": page, "has_errors": bool(errors)},
        status=422 if errors else 200,
    )


def settle(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, scan: UUID
) -> HttpResponse:
    """Say of a possible hit that it means something else."""
    because = request.POST.get("because", "")[:300]
    releasing.settle(partnership.slug, case, scan, request.POST.get("hit", ""), because, by=principal)
    return _scan_again(partnership, case, scan)


def document(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, scan: UUID
) -> HttpResponse:
    """The document that was scanned."""
    with afresh():
        return _file(*releasing.document(partnership.slug, case, scan, by=principal))


def invite(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, scan: UUID
) -> HttpResponse:
    """Invite a partner's officer to sign; the address is shown once."""
    found = case_for(partnership.slug, case, SCANNERS, by=principal)
    form = InviteForm(request.POST if request.method == "POST" else None)
    made: list[releasing.Invitation] = []

    def act() -> None:
        said = form.cleaned_data
        made.append(
            releasing.invite(
                partnership.slug,
                case,
                scan,
                name=said["name"],
                organisation=said["organisation"],
                by=principal,
            )
        )

    trail = crumbs(
        partnership,
        case_crumb(partnership, found),
        ("Documents and signatures", address("review-scans", partnership, case=case)),
    )
    if done(form, act):
        href = request.build_absolute_uri(address("review-sign", partnership, token=made[0].token))
        page = presenting.invitation_page(trail, banner(found), form.cleaned_data["name"], href, made[0].code)
        return render(request, "reviews/vault/invitation.html", {"page": page})
    lead = (
        "They see one page: the document, what was found in it, and the points to confirm. The page can be used once, for 14 days, and for this file alone.",
        "It opens with a code. Tell it to them by another way than the address, such as by telephone.",
    )
    return show_form(
        request,
        form,
        title="Invite somebody to sign",
        trail=trail,
        button="Make the invitation",
        banner=banner(found),
        lead=lead,
    )


def publish(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, scan: UUID
) -> HttpResponse:
    """Record that the very document that was scanned and signed was published."""
    found = case_for(partnership.slug, case, SCANNERS, by=principal)
    form = PublishForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        releasing.publish(partnership.slug, case, scan, address=said["address"], on=said["on"], by=principal)

    if done(form, act):
        messages.success(request, "That it was published is in the record.")
        return _to("review", partnership, case)
    trail = crumbs(
        partnership,
        case_crumb(partnership, found),
        ("Documents and signatures", address("review-scans", partnership, case=case)),
    )
    return show_form(
        request, form, title="Record that it was published", trail=trail, button="Record it", banner=banner(found),
        lead=("Only the file that was scanned and that two people signed: any other is refused.",),
    )  # fmt: skip


PROOFS = "invitations"
"""Where a browser's session keeps that the code of an invitation was written in it, by the hash of the invitation’s token."""


def sign_invited(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, token: str
) -> HttpResponse:
    """The one page of an invitation. It needs no account: the address, and a code that was told by another way."""
    proof = _proof(request, token)
    if releasing.awaits_code(partnership.slug, token, proof):
        return _private(_ask_code(request, partnership, token))
    confirmed, answers = presenting.said_in(request.POST)
    errors: tuple[tuple[str, str], ...] = ()
    with afresh():
        invited = releasing.invited(partnership.slug, token, proof)
    is_signed = False
    if request.method == "POST":
        try:
            releasing.sign_by_invitation(partnership.slug, token, proof, confirmed=confirmed, answers=answers)
            is_signed = True
        except Refused as refused:
            errors = ((str(refused), ""),)
    page = presenting.invited_page(
        partnership, token, invited, confirmed, answers, errors, is_signed=is_signed
    )
    response = render(
        request,
        "reviews/vault/invited.html",
        {"page": page, "has_errors": bool(errors)},
        status=422 if errors else 200,
    )
    return _private(response)


def _proof(request: HttpRequest, token: str) -> str:
    return str(request.session.get(PROOFS, {}).get(releasing.hash_of(token), ""))


def _ask_code(request: HttpRequest, partnership: PartnershipFacts, token: str) -> HttpResponse:
    """Before the code is written the page tells nothing: neither whom it is for nor what is to be signed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        proof = releasing.code_is_right(partnership.slug, token, form.cleaned_data["code"])
        if proof:
            request.session[PROOFS] = {**request.session.get(PROOFS, {}), releasing.hash_of(token): proof}
            return HttpResponseRedirect(address("review-sign", partnership, token=token))
        form.add_error("code", "That is not the code. Look at it again, or ask whoever invited you")
    page = presenting.code_page(form)
    return render(
        request,
        "reviews/vault/code.html",
        {"page": page, "has_errors": bool(page.errors)},
        status=422 if page.errors else 200,
    )


def document_invited(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, token: str
) -> HttpResponse:
    """The document that an invited officer is asked about."""
    proof = _proof(request, token)
    with afresh():
        return _private(_file(*releasing.invited_document(partnership.slug, token, proof)))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _file(name: str, content: bytes) -> HttpResponse:
    suffix = name.rpartition(".")[2].casefold()
    sent = HttpResponse(content, content_type="application/octet-stream")
    sent.headers["Content-Disposition"] = (
        f'attachment; filename="document.{suffix if suffix.isalnum() and len(suffix) < 6 else "bin"}"'
    )
    return sent


def _to(route: str, partnership: PartnershipFacts, case: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(address(route, partnership, case=case))


def _scan_again(partnership: PartnershipFacts, case: UUID, scan: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(address("review-scan", partnership, case=case, scan=scan))


def _vault_crumb(partnership: PartnershipFacts, case: UUID) -> tuple[str, str]:
    return ("Vault", address("review-vault", partnership, case=case))
