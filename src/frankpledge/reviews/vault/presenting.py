"""From what the vault and the scans say to what pages show."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import LONDON, short_date
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.models import VaultKey
from frankpledge.reviews.rules.anonymity import CHECKS
from frankpledge.reviews.rules.jigsaw import Finding
from frankpledge.reviews.rules.rights import CAN_SIGN
from frankpledge.reviews.rules.vault import ROLES, SCANNERS, WRITERS
from frankpledge.reviews.vault import services
from frankpledge.reviews.vault.pages import (
    Crumbs,
    FindingRow,
    HitRow,
    InvitedPage,
    KnownRow,
    PersonRow,
    ScanPage,
    ScanRow,
    ScansPage,
    VaultPage,
)
from frankpledge.reviews.vault.releasing import Invited, ScanShown
from frankpledge.web.forms import Field, errors_of, fields_of

COLOURS = {"high": "red", "medium": "yellow", "low": "grey"}
FINDINGS_SHOWN = 60


def vault_page(
    case: CaseFacts,
    partnership: PartnershipFacts,
    form: forms.Form,
    known: tuple[services.Known, ...],
    *,
    is_open: bool,
) -> VaultPage:
    """Pseudonyms, and what was opened."""
    may_write = bool(WRITERS & case.reach.slugs)
    people = tuple(
        PersonRow(
            one.label,
            ROLES.get(one.role, one.role),
            "Yes" if one.agreed_with_family else "Not yet",
            str(one.terms),
        )
        for one in services.named(case.id)
    )
    rows = tuple(
        KnownRow(one.title, one.value, ", ".join(one.variants), one.pseudonym or "nobody in particular",
                 address("review-vault-withdraw", partnership, case=case.id, term=one.id) if may_write else "")
        for one in known
    )  # fmt: skip
    links: tuple[tuple[str, str], ...] = (
        ("Documents and signatures", address("review-scans", partnership, case=case.id)),
    )
    if may_write:
        links = (
            ("Give somebody a pseudonym", address("review-pseudonym", partnership, case=case.id)),
            ("Put into the vault", address("review-vault-terms", partnership, case=case.id)),
            *links,
            ("Export the vault", address("review-vault-export", partnership, case=case.id)),
            ("Destroy the key", address("review-vault-destroy", partnership, case=case.id)),
        )
    destroyed = VaultKey.objects.filter(case_id=case.id, destroyed_at__isnull=False).exists()
    return VaultPage(
        "The vault", crumbs(partnership, case_crumb(partnership, case)), banner(case), people, rows, is_open, destroyed,
        form.cleaned_data["purpose"] if is_open else "", address("review-vault", partnership, case=case.id), fields_of(form),
        errors_of(form) if form.is_bound else (), links, may_write,
    )  # fmt: skip


def scans_page(
    case: CaseFacts, partnership: PartnershipFacts, scans: tuple[ScanShown, ...], form: forms.Form
) -> ScansPage:
    """Every scan, the latest first."""
    rows = tuple(
        ScanRow(one.name, address("review-scan", partnership, case=case.id, scan=one.id), _moment(one), _result(one),
                ", ".join(one.signers) or "nobody yet")
        for one in scans
    )  # fmt: skip
    return ScansPage(
        "Documents and signatures", crumbs(partnership, case_crumb(partnership, case)), banner(case), rows,
        bool(SCANNERS & case.reach.slugs), fields_of(form), errors_of(form) if form.is_bound else (),
    )  # fmt: skip


def _moment(one: ScanShown) -> str:
    at = one.at.astimezone(LONDON)
    return f"{short_date(at.date())}, {at:%H:%M}"


def _result(one: ScanShown) -> str:
    if one.verdict.holds:
        return "May be published"
    if not one.is_current:
        return "The vault has changed: scan it again"
    return f"{one.standing} places to clean" if one.standing else "Clean"


def scan_page(
    case: CaseFacts, partnership: PartnershipFacts, shown: ScanShown, name: str, confirmed: Collection[str],
    answers: Mapping[str, str], errors: tuple[tuple[str, str], ...],
) -> ScanPage:  # fmt: skip
    """One scan with everything that was found."""
    parts = {"case": case.id, "scan": shown.id}
    ready = shown.is_current and not shown.standing
    may_sign = ready and bool(CAN_SIGN & case.reach.slugs) and name not in shown.signers
    may_clean = bool(SCANNERS & case.reach.slugs)
    trail = crumbs(
        partnership,
        case_crumb(partnership, case),
        ("Documents and signatures", address("review-scans", partnership, case=case.id)),
    )
    return ScanPage(
        title="What the scan found", crumbs=trail, banner=banner(case), name=shown.name, fingerprint=shown.document,
        at=_moment(shown), verdict=str(shown.verdict), may_leave=shown.verdict.holds,
        reasons=tuple(reason.working for reason in shown.verdict.reasons),
        hits=tuple(HitRow(one.where, one.kind, one.how, one.certainty, one.settled, one.key) for one in shown.hits),
        settle_href=address("review-scan-settle", partnership, **parts) if may_clean else "", unread=shown.unread,
        findings=_rows([one for one in shown.findings if one.rank != "high"][:FINDINGS_SHOWN], {}),
        weighty=_rows(shown.weighty, answers), checks=tuple(CHECKS.items()), confirmed=tuple(confirmed),
        sign_href=address("review-scan", partnership, **parts) if may_sign else "",
        document_href=address("review-scan-document", partnership, **parts), signers=shown.signers,
        invite_href=address("review-scan-invite", partnership, **parts) if ready and may_clean else "",
        publish_href=address("review-scan-publish", partnership, **parts) if shown.verdict.holds and may_clean else "",
        errors=errors,
    )  # fmt: skip


def _rows(findings: Collection[Finding], answers: Mapping[str, str]) -> tuple[FindingRow, ...]:
    return tuple(
        FindingRow(one.key, one.rank, COLOURS[one.rank], one.clue, one.where, one.excerpt, one.why, one.advice, answers.get(one.key, ""))
        for one in findings
    )  # fmt: skip


def said_in(posted: QueryDict) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a signer confirmed and answered."""
    answers = {
        name.removeprefix("answer-"): str(said)[:1000]
        for name, said in posted.items()
        if name.startswith("answer-")
    }
    return tuple(posted.getlist("confirmed")), answers


@dataclass(frozen=True)
class InvitationPage:
    """The address and the code of an invitation, shown once."""

    title: str
    crumbs: Crumbs
    banner: str
    name: str
    href: str
    code: str
    """In two fours, as it is read out."""


def invitation_page(trail: Crumbs, said: str, name: str, href: str, code: str) -> InvitationPage:
    return InvitationPage("The invitation is made", trail, said, name, href, f"{code[:4]} {code[4:]}")


@dataclass(frozen=True)
class CodePage:
    """Where the code of an invitation is asked for."""

    title: str
    crumbs: Crumbs
    field: Field
    errors: tuple[tuple[str, str], ...]


def code_page(form: forms.Form) -> CodePage:
    return CodePage(
        "Write the code that you were told", (), fields_of(form)[0], errors_of(form) if form.is_bound else ()
    )


def invited_page(
    partnership: PartnershipFacts, token: str, invited: Invited, confirmed: Collection[str], answers: Mapping[str, str],
    errors: tuple[tuple[str, str], ...], *, is_signed: bool,
) -> InvitedPage:  # fmt: skip
    """What an invited officer sees: one document, what was found, and the points to confirm."""
    shown = invited.scan
    ready = shown.is_current and not shown.standing
    return InvitedPage(
        title="Sign that nobody can be known from a document", crumbs=(), banner=INVENTED if invited.is_invented else "",
        name=invited.name, organisation=invited.organisation, document=invited.document_name,
        document_href=address("review-sign-document", partnership, token=token),
        until=short_date(invited.expires_at.astimezone(LONDON).date()), is_ready=ready, is_signed=is_signed, unread=shown.unread,
        weighty=_rows(shown.weighty, answers), findings=_rows([one for one in shown.findings if one.rank != "high"][:FINDINGS_SHOWN], {}),
        checks=tuple(CHECKS.items()), confirmed=tuple(confirmed), errors=errors,
    )  # fmt: skip
