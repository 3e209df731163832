"""Scanning a document, signing it, inviting the second signer, and whether it may leave."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from frankpledge.directory import api as directory
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused, Verdict
from frankpledge.records.clock import now, today
from frankpledge.reviews.cases import queries as cases
from frankpledge.reviews.cases import services as log
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.models import DocumentScan, SignerInvitation, SignOff
from frankpledge.reviews.rules.anonymity import CHECKS, GUIDANCE, ScanMade, Signature
from frankpledge.reviews.rules.anonymity import may_publish as rule_may_publish
from frankpledge.reviews.rules.jigsaw import Finding, jigsaw
from frankpledge.reviews.rules.rights import CAN_SIGN
from frankpledge.reviews.rules.scanning.kinds import KINDS
from frankpledge.reviews.rules.scanning.numbers import localities
from frankpledge.reviews.rules.scanning.scan import Scanner
from frankpledge.reviews.rules.scanning.terms import Term
from frankpledge.reviews.rules.vault import SCANNERS
from frankpledge.reviews.scan_commands import hit_record
from frankpledge.reviews.scanning.reading import read_bytes
from frankpledge.reviews.vault import filing
from frankpledge.reviews.vault.opening import (
    case_for,
    key_of,
    note,
    opened_json,
    sealed_json,
    terms_of,
    vault_mark,
)

REPORT = "report"
INVITED_FOR = timedelta(days=14)
WRONG_CODES = 5
"""Wrong codes after which an invitation ends."""
FINDINGS_KEPT = 200


@dataclass(frozen=True)
class HitShown:
    """A hit as the people who clean the document may see it."""

    key: str
    where: str
    kind: str
    how: str
    certainty: str
    settled: str
    """Why it means something else, by whom; empty while it stands."""


@dataclass(frozen=True)
class ScanShown:
    """A scan with everything it found."""

    id: UUID
    name: str
    document: str
    at: datetime
    hits: tuple[HitShown, ...]
    unread: tuple[str, ...]
    findings: tuple[Finding, ...]
    signers: tuple[str, ...]
    is_current: bool
    """Whether the vault still stands as it stood."""
    verdict: Verdict

    @property
    def standing(self) -> int:
        return sum(not hit.settled for hit in self.hits)

    @property
    def weighty(self) -> tuple[Finding, ...]:
        """The findings that each signer answers one by one."""
        return tuple(one for one in self.findings if one.rank == "high")


def scan_document(partnership: str, case_id: UUID, name: str, content: bytes, *, by: Principal) -> UUID:
    """Keep a document, sealed, and scan it. Raises Unusable for one that cannot be read whole: that is in the history too."""
    case = case_for(partnership, case_id, SCANNERS, by=by)
    try:
        chunks, unread = read_bytes(content, name)
    except Unusable as unusable:
        sha256 = hashlib.sha256(content).hexdigest()
        filing.keep(case, "refused", name, content, by=by, because=unusable.problems[0].code)
        note(case, "document-refused", by=by, document=sha256, because=unusable.problems[0].code)
        raise
    terms = terms_of(case_id, key_of(case_id))
    if not terms:
        raise Refused(message("The vault of this review is empty: put in who is in it before scanning."))
    hits = Scanner(terms).hits(chunks)
    found = {
        "name": name,
        "hits": [hit_record(hit) | {"key": f"{hit.term_id}|{hit.where}", "settled": ""} for hit in hits],
        "unread": list(unread),
        "findings": [
            vars(one) | {"clue": str(one.clue)}
            for one in jigsaw(chunks, _places(partnership, terms))[:FINDINGS_KEPT]
        ],
    }
    return _scan_kept(case, name, content, found, by)


def _places(partnership: str, terms: Iterable[Term]) -> frozenset[str]:
    """Villages of the addresses in the vault, but for names that every report of the partnership bears."""
    place = directory.partnership(partnership)
    bodies = (one.name for one in directory.organisations_of(partnership))
    public = (place.name, place.short_name, place.council_name, *bodies)
    return frozenset(
        village
        for one in terms
        if one.kind == "address"
        for said in one.written
        for village in localities(said, public)
    )


@transaction.atomic
def _scan_kept(case: CaseFacts, name: str, content: bytes, found: dict[str, Any], by: Principal) -> UUID:
    file = filing.keep(case, REPORT, name, content, by=by)
    sha256, standing = hashlib.sha256(content).hexdigest(), len(found["hits"])
    made = DocumentScan.objects.create(
        case_id=case.id, file_id=file, document=sha256, vault_mark=vault_mark(case.id), at=now(), standing_hits=standing,
        found=sealed_json(key_of(case.id), found, f"scan {file}"), recorded_by=by.name,
    )  # fmt: skip
    note(case, "document-scanned", by=by, document=sha256, standing_hits=standing)
    _log_scan(case, sha256, standing, by)
    return made.id


def _log_scan(case: CaseFacts, sha256: str, standing: int, by: Principal) -> None:
    """The log of the case tells of scans once there is a draft; before, there is nothing that could be published."""
    if case.state.last("draft-made") is None:
        return
    data = {"document": sha256, "findings": str(standing)}
    log.write(case.partnership, case.id, "anonymisation-scanned", PartialDate.of(today()), data, by=by)


def scans(partnership: str, case_id: UUID, *, by: Principal) -> tuple[ScanShown, ...]:
    """Every scan of a case, the latest first."""
    case_for(partnership, case_id, SCANNERS | CAN_SIGN, by=by)
    return tuple(_shown(row) for row in DocumentScan.objects.filter(case_id=case_id))


def scan(partnership: str, case_id: UUID, scan_id: UUID, *, by: Principal) -> ScanShown:
    """One scan with what it found; reading it is in the history."""
    case = case_for(partnership, case_id, SCANNERS | CAN_SIGN, by=by)
    shown = _shown(_row(case_id, scan_id))
    note(case, "scan-read", by=by, document=shown.document)
    return shown


def _row(case_id: UUID, scan_id: UUID) -> DocumentScan:
    row = DocumentScan.objects.filter(case_id=case_id, id=scan_id).first()
    if row is None:
        raise NotFound(cases.NO_SUCH)
    return row


def _shown(row: DocumentScan) -> ScanShown:
    held = opened_json(key_of(row.case_id), row.found, f"scan {row.file_id}")
    hits = tuple(
        HitShown(
            one["key"],
            one["where"],
            KINDS.get(one["kind"], one["kind"]),
            one["how"],
            one["certainty"],
            one["settled"],
        )
        for one in held["hits"]
    )
    findings = tuple(Finding(**one) for one in held["findings"])
    mark = vault_mark(row.case_id)
    signers = tuple(row.sign_offs.values_list("signer", flat=True))
    return ScanShown(row.id, held["name"], row.document, row.at, hits, tuple(held["unread"]), findings, signers,
                     mark == row.vault_mark, _verdict(row.case_id, row.document, mark))  # fmt: skip


@transaction.atomic
def settle(partnership: str, case_id: UUID, scan_id: UUID, hit: str, because: str, *, by: Principal) -> None:
    """Say of a possible hit that it means something else, and why. A certain hit cannot be settled: the document is changed."""
    case = case_for(partnership, case_id, SCANNERS, by=by)
    row = _row(case_id, scan_id)
    key = key_of(case_id)
    held = opened_json(key, row.found, f"scan {row.file_id}")
    one = next((each for each in held["hits"] if each["key"] == hit), None)
    if one is None:
        raise NotFound(cases.NO_SUCH)
    if one["certainty"] == "certain":
        raise Refused(
            message("That is certain: take it out of the document, and scan the new one."), GUIDANCE
        )
    if len(because.strip()) < 5:
        raise Refused(message("Say what it means instead."))
    one["settled"] = f"{because.strip()} ({by.name})"
    standing = sum(not each["settled"] for each in held["hits"])
    row.found, row.standing_hits = sealed_json(key, held, f"scan {row.file_id}"), standing
    row.save_version(read_version=row.row_version, fields=["found", "standing_hits"])
    note(case, "hit-settled", by=by, document=row.document, standing_hits=standing)
    if standing == 0:
        _log_scan(case, row.document, 0, by)


# Signing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def sign(
    partnership: str,
    case_id: UUID,
    scan_id: UUID,
    *,
    confirmed: Collection[str],
    answers: Mapping[str, str],
    by: Principal,
) -> None:
    """Sign that nobody can be known from a document. Raises `Refused` with what is lacking."""
    case = case_for(partnership, case_id, CAN_SIGN, by=by)
    row = _row(case_id, scan_id)
    _signed(case, row, by.name, "", by.user_id, None, confirmed, answers, by)


def _signed(
    case: CaseFacts, row: DocumentScan, name: str, organisation: str, user: UUID | None, invitation: SignerInvitation | None,
    confirmed: Collection[str], answers: Mapping[str, str], by: Principal,
) -> None:  # fmt: skip
    shown = _shown(row)
    if not shown.is_current or shown.standing:
        raise Refused(
            message(
                "Nobody signs a document that the scan has not found clean, against the vault as it stands."
            ),
            GUIDANCE,
        )
    if lacking := [words for slug, words in CHECKS.items() if slug not in confirmed]:
        raise Refused(
            message("Confirm each point. Not yet confirmed: {lacking}", lacking=lacking[0]), GUIDANCE
        )
    if unanswered := [one for one in shown.weighty if len(answers.get(one.key, "").strip()) < 3]:
        count = len(unanswered)
        raise Refused(
            message("Say of each weighty finding why it may stay. Not yet answered: {count}.", count=count),
            GUIDANCE,
        )
    if name in shown.signers:
        raise Refused(message("You signed it already: the second signature is somebody else’s."), GUIDANCE)
    if name in _authors(case):
        raise Refused(
            message("Whoever wrote the report does not sign that nobody can be known from it."), GUIDANCE
        )
    SignOff.objects.create(
        case_id=case.id, scan=row, document=row.document, signer=name, organisation=organisation, user_id=user,
        invitation=invitation, at=now(), confirmed=sorted(confirmed), recorded_by=name,
        answers=sealed_json(key_of(case.id), dict(answers), f"answers {row.id} {name}"),
    )  # fmt: skip
    note(case, "document-signed", by=by, document=row.document, organisation=organisation)
    if case.state.last("anonymisation-scanned") is not None:
        data = {"document": row.document, "checked": "; ".join(sorted(confirmed))}
        log.write(case.partnership, case.id, "anonymisation-signed", PartialDate.of(today()), data, by=by)


def _authors(case: CaseFacts) -> frozenset[str]:
    drafted = {one.by for one in case.state.all("draft-made")}
    appointed = {
        one.text("name")
        for one in case.state.all("appointed")
        if one.text("part") in {"author", "independent-chair"}
    }
    return frozenset(drafted | appointed)


@dataclass(frozen=True)
class Invitation:
    """What an invited officer is given, by two ways: `token` is in the address, `code` is told to them. Both are known only now."""

    token: str
    code: str


@transaction.atomic
def invite(
    partnership: str, case_id: UUID, scan_id: UUID, *, name: str, organisation: str, by: Principal
) -> Invitation:
    """Invite a partner's officer to sign this one file. The token and the code are given once, here; only their hashes are kept."""
    case = case_for(partnership, case_id, SCANNERS, by=by)
    row = _row(case_id, scan_id)
    if not name.strip() or not organisation.strip():
        raise Refused(message("Say who is invited, and of which organisation."))
    if row.standing_hits or row.vault_mark != vault_mark(case_id):
        raise Refused(message("Invite somebody once the scan has found the document clean."))
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**8):08d}"
    made = SignerInvitation.objects.create(
        case_id=case_id, scan=row, name=name.strip(), organisation=organisation.strip(), token_hash=hash_of(token),
        code_hash=_hash_of_code(token, code), expires_at=now() + INVITED_FOR, recorded_by=by.name,
    )  # fmt: skip
    note(
        case,
        "signer-invited",
        by=by,
        document=row.document,
        invitation=str(made.id),
        organisation=organisation.strip(),
    )
    return Invitation(token, code)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash_of_code(token: str, code: str) -> str:
    return hash_of(f"{token} {''.join(code.split())}")


def code_is_right(partnership: str, token: str, code: str) -> str:
    """What shows, from now on, that the code of an invitation was written: empty where it is not the code. Each wrong one is counted and in
    the history, and a few end the invitation. Raises `NotFound` as `invited` does.
    """
    with transaction.atomic():
        # Many guesses at one moment come one after the other, so that no more than a few are looked at.
        SignerInvitation.objects.select_for_update().get(id=_invitation(partnership, token)[0].id)
        row, case = _invitation(partnership, token)
        proof = _hash_of_code(token, code)
        if secrets.compare_digest(proof, row.code_hash):
            return proof
        SignerInvitation.objects.filter(id=row.id).update(wrong_codes=F("wrong_codes") + 1)
        note(case, "invitation-code-wrong", by=_invited_by(row), invitation=str(row.id))
    return ""


def awaits_code(partnership: str, token: str, proof: str) -> bool:
    """Whether an invitation still waits for its code. Raises `NotFound` as `invited` does."""
    row, _ = _invitation(partnership, token)
    return not (row.code_hash and secrets.compare_digest(proof, row.code_hash))


@dataclass(frozen=True)
class Invited:
    """What an invited officer sees: the document and what is asked of them. Nothing else of the review."""

    name: str
    organisation: str
    document_name: str
    scan: ScanShown
    expires_at: datetime
    is_invented: bool


def _invitation(partnership: str, token: str) -> tuple[SignerInvitation, CaseFacts]:
    found = SignerInvitation.objects.select_related("scan", "case").filter(
        token_hash=hash_of(token),
        case__partnership__slug=partnership,
        used_at__isnull=True,
        expires_at__gt=now(),
        wrong_codes__lt=WRONG_CODES,
    )
    row = found.first()
    if row is None:
        raise NotFound(
            "This invitation was used, has ended, or was never made. Ask whoever sent it for another."
        )
    case = cases.case_of(_invited_by(row), partnership, row.case_id)
    return row, case


def _proven(partnership: str, token: str, proof: str) -> tuple[SignerInvitation, CaseFacts]:
    """The invitation, for somebody who has shown its code. Raises `NotPermitted` for anybody else."""
    if awaits_code(partnership, token, proof):
        raise NotPermitted("Write first the code that you were told.")
    return _invitation(partnership, token)


def _invited_by(row: SignerInvitation) -> Principal:
    return system(f"{row.name} ({row.organisation}), by invitation")


@transaction.atomic
def invited(partnership: str, token: str, proof: str) -> Invited:
    """The page of an invitation; opening it is in the history. Raises `NotFound` for one that is used, ended or unknown, and `NotPermitted`
    without what `code_is_right` gave.
    """
    row, case = _proven(partnership, token, proof)
    shown = _shown(row.scan)
    note(case, "invitation-opened", by=_invited_by(row), invitation=str(row.id), document=shown.document)
    return Invited(row.name, row.organisation, shown.name, shown, row.expires_at, case.is_invented)


@transaction.atomic
def invited_document(partnership: str, token: str, proof: str) -> tuple[str, bytes]:
    """The document that an invited officer is asked about; its reading is in the history."""
    row, case = _proven(partnership, token, proof)
    note(case, "document-read", by=_invited_by(row), document=row.scan.document)
    return _shown(row.scan).name, filing.content_of(row.case_id, row.scan.file_id)


@transaction.atomic
def sign_by_invitation(
    partnership: str, token: str, proof: str, *, confirmed: Collection[str], answers: Mapping[str, str]
) -> None:
    """Sign on an invitation, which is then used up. A refusal does not use it."""
    row, case = _proven(partnership, token, proof)
    _signed(case, row.scan, row.name, row.organisation, None, row, confirmed, answers, _invited_by(row))
    used = SignerInvitation.objects.filter(id=row.id, used_at__isnull=True).update(used_at=now())
    if not used:
        raise NotFound("This invitation was used.")


def document(partnership: str, case_id: UUID, scan_id: UUID, *, by: Principal) -> tuple[str, bytes]:
    """The document that was scanned, for those who sign it."""
    case = case_for(partnership, case_id, SCANNERS | CAN_SIGN, by=by)
    row = _row(case_id, scan_id)
    note(case, "document-read", by=by, document=row.document)
    return _shown(row).name, filing.content_of(case_id, row.file_id)


# Leaving --------------------------------------------------------------------------------------------------------


def may_publish(case_id: UUID, content: bytes) -> Verdict:
    """Whether exactly these bytes may be published: a clean scan of them, against the vault as it stands, and two signatures."""
    return _verdict(case_id, hashlib.sha256(content).hexdigest(), vault_mark(case_id))


def _verdict(case_id: UUID, sha256: str, mark: str) -> Verdict:
    row = DocumentScan.objects.filter(case_id=case_id, document=sha256).order_by("-at").first()
    made = ScanMade(row.document, row.vault_mark, row.standing_hits, row.at) if row else None
    signed = SignOff.objects.filter(case_id=case_id, document=sha256)
    signatures = [Signature(one.document, one.signer, one.at, frozenset(one.confirmed)) for one in signed]
    return rule_may_publish(sha256, mark, made, signatures)


def require_publishable(partnership: str, case_id: UUID, content: bytes, *, by: Principal) -> None:
    """The gate that every way out goes through. Raises `Refused` with what is lacking."""
    if case_id not in {one.id for one in cases.cases_of(by, partnership)}:
        raise NotPermitted("Your part in this review does not reach this.")
    verdict = may_publish(case_id, content)
    if not verdict.holds:
        reasons = " ".join(reason.working for reason in verdict.reasons)
        raise Refused(message("{verdict} {reasons}", verdict=verdict, reasons=reasons), GUIDANCE)


@transaction.atomic
def publish(
    partnership: str, case_id: UUID, scan_id: UUID, *, address: str, on: PartialDate, by: Principal
) -> None:
    """Record in the case's log that the document of a scan was published. This is the only way to record it.

    Raises `Refused` while these bytes may not leave, or while the case's own rules have something against it.
    """
    case = case_for(partnership, case_id, SCANNERS, by=by)
    row = _row(case_id, scan_id)
    require_publishable(partnership, case.id, filing.content_of(case_id, row.file_id), by=by)
    log.write(partnership, case_id, "published", on, {"address": address, "document": row.document}, by=by)
