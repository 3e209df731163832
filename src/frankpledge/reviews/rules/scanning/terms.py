"""What is looked for: the terms of a vault, as its export gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode
from frankpledge.reviews.rules.scanning.folding import folded_word
from frankpledge.reviews.rules.scanning.kinds import kind_of

FORMAT = "frankpledge-vault-export/1"
MOST_TERMS = 20_000


@dataclass(frozen=True)
class Term:
    """One thing that must not be found: its id in the vault, its kind, how it is written, other ways to write it."""

    id: str
    kind: str
    value: str
    variants: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        return (self.value, *self.variants)


def read_export(given: object, file: str = "") -> tuple[tuple[Term, ...], tuple[Caution, ...]]:
    """The terms of an export: `{"terms": [{"term_id", "kind", "value", "variants"}]}`, or the bare list.

    Raises Unusable, naming the entry, for what is no export. A kind that is not known is looked for as written, and a
    caution says so.
    """
    entries = given.get("terms") if isinstance(given, Mapping) else given
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise _unusable(file, "There is no list of terms.", "Export the vault again.")
    if not entries or len(entries) > MOST_TERMS:
        reason = "It holds no term." if not entries else f"It holds more than {MOST_TERMS} terms."
        raise _unusable(file, reason, "Export the vault of one review.")
    terms = tuple(_term(entry, number, file) for number, entry in enumerate(entries, start=1))
    if twice := sorted({one.id for one in terms if sum(other.id == one.id for other in terms) > 1})[:1]:
        raise _unusable(file, f"Two terms have the id ‘{twice[0]}’.", "Give each an id of its own.")
    return terms, tuple(_strange_kinds(entries))


def _term(entry: object, number: int, file: str) -> Term:
    if not isinstance(entry, Mapping):
        raise _unusable(file, f"Term {number} is no object.", "Export the vault again.")
    term_id, kind, value = (entry.get(key) for key in ("term_id", "kind", "value"))
    term_id = entry.get("id") if term_id is None else term_id
    value = entry.get("text") if value is None else value
    for name, said in (("term_id", term_id), ("kind", kind), ("value", value)):
        if not isinstance(said, str | int) or isinstance(said, bool) or not str(said).strip():
            reason = f"Term {number} has no ‘{name}’."
            raise _unusable(file, reason, "Each term needs term_id, kind and value.")
    variants = entry.get("variants") or ()
    if not isinstance(variants, Sequence) or isinstance(variants, str):
        raise _unusable(file, f"The variants of term {number} are no list.", "Write them as a list of texts.")
    if not folded_word(str(value)):
        raise _unusable(
            file, f"The value of term {number} has no letter or digit.", "Correct it in the vault."
        )
    known = kind_of(str(kind)) or "other"
    return Term(str(term_id), known, str(value), tuple(str(one) for one in variants if str(one).strip()))


def _strange_kinds(entries: Sequence[object]) -> Iterator[Caution]:
    strange = {
        str(entry["kind"])
        for entry in entries
        if isinstance(entry, Mapping) and not kind_of(str(entry["kind"]))
    }
    for kind in sorted(strange):
        text = f"The kind ‘{kind}’ is not known: such terms are looked for as they are written, and in no other way."
        yield Caution(WarningCode.COVERAGE, "terms", text)


def _unusable(file: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem("vault-export", reason, remedy, file=file))
