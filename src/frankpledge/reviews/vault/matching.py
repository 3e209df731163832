"""Somebody who uses the program may be somebody in a review. Whoever has the same name, or the same email address, as somebody in its
vault is kept from it at once, whatever their roles; those who keep the review see it among its people, and may end it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import today
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.models import CaseConflict
from frankpledge.reviews.rules.scanning.folding import folded_words
from frankpledge.reviews.vault.opening import note

RELATION = "Their name or email address is the same as that of somebody in the vault. Look at it, and end it only if it is another person."


def keep_from_namesakes(case: CaseFacts, entries: Sequence[Mapping[str, object]], *, by: Principal) -> None:
    """Write a conflict of interest for every account that has the full name or email address of somebody put in the vault."""
    known = {one for entry in entries if entry["kind"] in {"name", "email"} for one in _ways(entry)}
    for account, ways in _accounts(case.partnership):
        if (
            not known & ways
            or CaseConflict.objects.in_force(today()).filter(case_id=case.id, user_id=account).exists()
        ):
            continue
        CaseConflict.objects.create(
            case_id=case.id,
            user_id=account,
            relation=RELATION,
            source="matched",
            starts_on=today(),
            recorded_by=by.name,
        )
        note(case, "review-conflict-declared", by=by, user=str(account), source="matched")


def _ways(entry: Mapping[str, object]) -> Iterable[tuple[str, ...]]:
    variants = entry.get("variants") or ()
    for value in (entry["value"], *(variants if isinstance(variants, list | tuple) else ())):
        words = tuple(sorted(folded_words(str(value))))
        if len(words) > 1:
            yield words


def _accounts(partnership: str) -> Iterable[tuple[UUID, set[tuple[str, ...]]]]:
    for one in directory.accounts(partnership, on=today()):
        yield one.id, {tuple(sorted(folded_words(one.name))), tuple(sorted(folded_words(one.email)))}
