"""Putting identities in the vault, reading them for a purpose, and destroying its key. One function a verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from frankpledge.access.vault import fingerprint
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now
from frankpledge.records.ids import new_id
from frankpledge.reviews.models import Pseudonym, VaultKey, VaultTerm
from frankpledge.reviews.rules.scanning.folding import folded_word
from frankpledge.reviews.rules.scanning.kinds import KINDS, kind_of
from frankpledge.reviews.rules.scanning.terms import FORMAT, Term
from frankpledge.reviews.rules.vault import GUIDANCE, READERS, ROLES, WRITERS, may_open, pseudonym_problems
from frankpledge.reviews.vault import keys, matching
from frankpledge.reviews.vault.opening import (
    case_for,
    has_key,
    key_of,
    note,
    plain,
    sealed_json,
    term_of,
    terms_of,
)

PURPOSE = "Say for what purpose, in a few words: it is written in the history."


@dataclass(frozen=True)
class Named:
    """Somebody as the rest of the program knows them: by pseudonym, with how many things the vault holds of them."""

    id: UUID
    label: str
    role: str
    agreed_with_family: bool
    terms: int


@dataclass(frozen=True)
class Known:
    """One thing the vault holds, opened."""

    id: UUID
    kind: str
    title: str
    value: str
    variants: tuple[str, ...]
    pseudonym: str


@transaction.atomic
def name_somebody(
    partnership: str, case_id: UUID, *, label: str, role: str, agreed_with_family: bool, by: Principal
) -> UUID:
    """Give somebody in a case a pseudonym. Raises `Refused` for one that is taken, or that has something of a real name in it."""
    case = case_for(partnership, case_id, WRITERS, by=by)
    words = " ".join(label.split())
    if role not in ROLES:
        raise Refused(message("Say what part they have in what happened."))
    terms = terms_of(case_id, key_of(case_id)) if has_key(case_id) else ()
    if problems := pseudonym_problems(words, terms):
        raise Refused(message("{problem}", problem=problems[0]), GUIDANCE)
    if Pseudonym.objects.filter(case_id=case_id, label__iexact=words).exists():
        raise Refused(message("Somebody in this review has that pseudonym already."))
    made = Pseudonym.objects.create(
        case_id=case_id, label=words, role=role, agreed_with_family=agreed_with_family, recorded_by=by.name
    )
    note(case, "vault-pseudonym-made", by=by, pseudonym=words, role=role)
    return made.id


def named(case_id: UUID) -> tuple[Named, ...]:
    """Everybody in a case by pseudonym. Whoever calls has asked whether the case may be known."""
    rows = Pseudonym.objects.filter(case_id=case_id)
    held = VaultTerm.objects.filter(case_id=case_id, withdrawn_at__isnull=True).values_list(
        "pseudonym_id", flat=True
    )
    counts = list(held)
    return tuple(
        Named(row.id, row.label, row.role, row.agreed_with_family, counts.count(row.id)) for row in rows
    )


@transaction.atomic
def put_in(
    partnership: str, case_id: UUID, entries: Sequence[Mapping[str, object]], *, by: Principal
) -> tuple[UUID, ...]:
    """Put things into the vault: each with `kind`, `value`, `variants` and the id of a `pseudonym`, or none. What is there already
    is left as it is. Raises `Refused` for an unknown kind or an empty value.
    """
    case = case_for(partnership, case_id, WRITERS, by=by)
    key = key_of(case_id, make=True)
    people = set(Pseudonym.objects.filter(case_id=case_id).values_list("id", flat=True))
    made, put = [], list[Term]()
    for entry in entries:
        kind, value = kind_of(str(entry["kind"])), " ".join(str(entry["value"]).split())
        if kind is None or not folded_word(value):
            raise Refused(message("Say what kind of thing it is, and the thing itself."))
        person = entry.get("pseudonym") or None
        if person is not None and person not in people:
            raise NotFound("There is nobody of that pseudonym in this review.")
        mark = fingerprint(key, f"{kind}|{value.casefold()}".encode())
        if VaultTerm.objects.filter(
            case_id=case_id, kind=kind, mark=mark, withdrawn_at__isnull=True
        ).exists():
            continue
        variants = entry.get("variants") or ()
        given = plain(str(one) for one in variants) if isinstance(variants, list | tuple) else ()
        row = new_id()
        put.append(Term(str(row), kind, value, given))
        VaultTerm.objects.create(
            id=row, case_id=case_id, pseudonym_id=UUID(str(person)) if person else None, kind=kind, mark=mark, recorded_by=by.name,
            sealed=sealed_json(key, {"value": value, "variants": given}, f"term {row}"),
        )  # fmt: skip
        made.append(row)
    note(case, "vault-filled", by=by, terms=len(made))
    matching.keep_from_namesakes(case, put, by=by)
    return tuple(made)


@transaction.atomic
def withdraw(partnership: str, case_id: UUID, term_id: UUID, *, by: Principal) -> None:
    """Take something out that was entered by mistake: it is looked for no longer, and every scan has to be made again."""
    case = case_for(partnership, case_id, WRITERS, by=by)
    changed = VaultTerm.objects.filter(id=term_id, case_id=case_id, withdrawn_at__isnull=True).update(
        withdrawn_at=now()
    )
    if not changed:
        raise NotFound("There is no such thing in the vault.")
    note(case, "vault-term-withdrawn", by=by, term=str(term_id))


@transaction.atomic
def identities(partnership: str, case_id: UUID, *, purpose: str, by: Principal) -> tuple[Known, ...]:
    """Who the people are. Every reading is written in the history with its purpose, in the same transaction."""
    case = case_for(partnership, case_id, READERS, by=by)
    if not may_open(READERS if by.is_system else case.reach.slugs, purpose):
        raise Refused(message(PURPOSE))
    key = key_of(case_id, make=False)
    rows = VaultTerm.objects.filter(case_id=case_id, withdrawn_at__isnull=True).select_related("pseudonym")
    found = []
    for row in rows:
        term = term_of(row, key)
        label = row.pseudonym.label if row.pseudonym else ""
        found.append(Known(row.id, row.kind, KINDS.get(row.kind, row.kind), term.value, term.variants, label))
    note(case, "vault-read", by=by, purpose=" ".join(purpose.split()), terms=len(found))
    return tuple(found)


def export(partnership: str, case_id: UUID, *, purpose: str, by: Principal) -> dict[str, object]:
    """What `review scan --against` takes. It holds identities: it is read, and written in the history, as they are."""
    terms = [
        {"term_id": str(one.id), "kind": one.kind, "value": one.value, "variants": list(one.variants)}
        for one in identities(partnership, case_id, purpose=f"export: {purpose}", by=by)
    ]
    return {"format": FORMAT, "case": str(case_id), "terms": terms}


@transaction.atomic
def destroy(partnership: str, case_id: UUID, *, because: str, by: Principal) -> None:
    """Destroy the key of a case: who the people in it are can never be told again, from a backup neither."""
    case = case_for(partnership, case_id, WRITERS, by=by)
    if len(because.strip()) < 10:
        raise Refused(
            message("Say why the key is destroyed: for example, that the time for keeping it has ended.")
        )
    changed = VaultKey.objects.filter(case_id=case_id, destroyed_at__isnull=True).update(
        destroyed_at=now(), destroyed_because=because.strip()
    )
    if not changed:
        raise NotFound("This review has no key.")
    note(case, "vault-key-destroyed", by=by, because=because.strip())
    # Only once the record of it is certain: a key that is gone cannot be put back if the transaction fails.
    transaction.on_commit(lambda: keys.destroy(case_id))
