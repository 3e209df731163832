"""Somebody who uses the program may be somebody in a review. Whoever has the same name, or the same email address, as somebody in its
vault is kept from it at once, whatever their roles; those who keep the review see it among its people, and may end it.

It is looked for when something is put in the vault, when an account is given a role, and each time that somebody signs in. Nobody can
ask for it: whether it found anything is told to nobody but those who keep that review.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.directory.api import AccountFacts
from frankpledge.kernel.people import Principal, Subject, system
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.clock import today
from frankpledge.reviews.cases import telling
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.cases.services import subject_of
from frankpledge.reviews.models import Case, CaseConflict, VaultKey, VaultTerm
from frankpledge.reviews.rules.scanning.folding import folded_words
from frankpledge.reviews.rules.scanning.terms import Term
from frankpledge.reviews.vault.opening import key_of, note_of, term_of

RELATION = "Their name or email address is the same as that of somebody in the vault. Look at it, and end it only if it is another person."
KINDS = ("name", "alias", "former-name", "email")
CHECK = system("The check of names against the vault")
Words = tuple[str, ...]
log = logging.getLogger(__name__)


def keep_from_namesakes(case: CaseFacts, terms: Sequence[Term], *, by: Principal) -> None:
    """Write a conflict of interest for every account that has the full name or email address of somebody put in the vault."""
    known = _ways(terms)
    if known:
        for account in directory.accounts(case.partnership, on=today()):
            _keep_from(case.id, case.partnership, account, known, by)


def check_account(user: UUID, partnership: str) -> None:
    """Hold one account against the vault of every review of a partnership. A vault whose key is gone cannot be asked, and is passed over."""
    keys = VaultKey.objects.filter(case__partnership__slug=partnership, destroyed_at__isnull=True)
    cases = tuple(keys.values_list("case_id", flat=True))
    account = (
        next((one for one in directory.accounts(partnership, on=today()) if one.id == user), None)
        if cases
        else None
    )
    if account is None:
        return
    looked_at = set(
        CaseConflict.objects.filter(user_id=user, source="matched").values_list("case_id", flat=True)
    )
    for case in cases:
        # What a person has ended, because it is somebody else of that name, does not come back by itself.
        if case not in looked_at:
            _check_in(case, partnership, account)


def _check_in(case_id: UUID, partnership: str, account: AccountFacts) -> None:
    try:
        known = _known_in(case_id)
    except Refused:
        log.exception("the vault of a review does not open: an account was not held against it")
        return
    _keep_from(case_id, partnership, account, known, CHECK)


def _known_in(case_id: UUID) -> AbstractSet[Words]:
    rows = VaultTerm.objects.filter(case_id=case_id, kind__in=KINDS, withdrawn_at__isnull=True)
    key = key_of(case_id)
    return _ways(term_of(row, key) for row in rows)


def _keep_from(
    case_id: UUID, partnership: str, account: AccountFacts, known: AbstractSet[Words], by: Principal
) -> None:
    if not known & {_folded(account.name), _folded(account.email)}:
        return
    if CaseConflict.objects.in_force(today()).filter(case_id=case_id, user_id=account.id).exists():
        return
    CaseConflict.objects.create(
        case_id=case_id, user_id=account.id, relation=RELATION, source="matched", starts_on=today(), recorded_by=by.name,
    )  # fmt: skip
    subject = subject_of(Case.objects.get(id=case_id), partnership)
    note_of(subject, "review-conflict-declared", by=by, user=str(account.id), source="matched")
    _tell(subject, case_id, partnership, account.id)


def _tell(subject: Subject, case_id: UUID, partnership: str, account: UUID) -> None:
    words = (
        "A check found that somebody with an account may be concerned by a review that you keep. It is kept from them until somebody has "
        f"looked at it.\n\nWho it is, you see among the people of the review once you have signed in:\n{telling.page_of(partnership)}\n"
    )
    to = telling.addresses_of_keepers(partnership, case_id, without=account)
    telling.tell(subject, to, "Somebody is kept from a review that you keep", words)


def _ways(terms: Iterable[Term]) -> frozenset[Words]:
    """Each full name or address, and each other way to write it, as its words in order. One word alone says too little."""
    found = (_folded(value) for term in terms if term.kind in KINDS for value in (term.value, *term.variants))
    return frozenset(words for words in found if len(words) > 1)


def _folded(value: str) -> Words:
    return tuple(sorted(folded_words(value)))
