"""The one door to a case's vault: who may go in, with which part, and the key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.access.vault import CannotOpen, CaseKey, seal, unseal
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.records.files import FileStore
from frankpledge.reviews.cases import queries as cases
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.cases.services import subject_of
from frankpledge.reviews.models import VaultKey, VaultTerm
from frankpledge.reviews.rules.scanning.terms import Term
from frankpledge.reviews.vault import keys

SPOILT = (
    "Something in the vault of this review has been altered, and does not open. Put it back from a backup."
)


def case_for(partnership: str, case_id: UUID, parts: Collection[str], *, by: Principal) -> CaseFacts:
    """The case, for somebody with one of the parts. Raises `NotFound` where there is none for them, else `NotPermitted`."""
    place = directory.partnership(partnership)
    require(by, Permission.REVIEW_READ, Subject("partnership", place.id, place.slug))
    case = cases.case_of(by, partnership, case_id)
    if not case.reach.slugs & set(parts):
        raise NotPermitted("Your part in this review does not reach this.")
    return case


def key_of(case_id: UUID, *, make: bool = False) -> CaseKey:
    """The key of a case; `make`: the first time somebody puts something in. Raises `Refused` when it was destroyed."""
    row = VaultKey.objects.filter(case_id=case_id).first()
    if row is None and make:
        key = keys.make(case_id)
        VaultKey.objects.create(case_id=case_id)
        return key
    if row is not None and row.destroyed_at:
        raise Refused(message(keys.GONE))
    return keys.opened(case_id)


def has_key(case_id: UUID) -> bool:
    return VaultKey.objects.filter(case_id=case_id, destroyed_at__isnull=True).exists()


def sealed_json(key: CaseKey, held: object, what: str) -> bytes:
    return seal(key, json.dumps(held, ensure_ascii=False, sort_keys=True).encode(), what)


def opened_json(key: CaseKey, sealed: bytes | memoryview, what: str) -> Any:
    """What was sealed. Raises `Refused` when it was altered or moved."""
    try:
        return json.loads(unseal(key, bytes(sealed), what))
    except CannotOpen as error:
        raise Refused(message(SPOILT)) from error


def terms_of(case_id: UUID, key: CaseKey) -> tuple[Term, ...]:
    """Every term that is looked for in a case, opened."""
    rows = VaultTerm.objects.filter(case_id=case_id, withdrawn_at__isnull=True)
    return tuple(term_of(row, key) for row in rows)


def term_of(row: VaultTerm, key: CaseKey) -> Term:
    held = opened_json(key, row.sealed, f"term {row.id}")
    return Term(str(row.id), row.kind, held["value"], tuple(held.get("variants", ())))


def vault_mark(case_id: UUID) -> str:
    """A mark of what is looked for: another term, and it is another mark."""
    marks = VaultTerm.objects.filter(case_id=case_id, withdrawn_at__isnull=True).values_list("kind", "mark")
    return hashlib.sha256("\n".join(sorted(f"{kind}:{mark}" for kind, mark in marks)).encode()).hexdigest()


def store() -> FileStore:
    """Sealed files lie apart from everything that is searched, shown or swept."""
    return FileStore(settings.HOME / "sealed")


def note(case: CaseFacts, action: str, *, by: Principal, **detail: object) -> None:
    """A line in the history. It says ids and counts, and never what was read."""
    note_of(subject_of(case, case.partnership), action, by=by, **detail)


def note_of(subject: Subject, action: str, *, by: Principal, **detail: object) -> None:
    """A line in the history, of a case known by its id only."""
    record(action, subject=subject, by=by, detail=detail)


def plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
