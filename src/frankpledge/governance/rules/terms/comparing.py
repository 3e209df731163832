"""Two versions of the terms compared by what their clauses mean, not by their lines; and what that does to the findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.governance.rules.terms.words import Said, said_in
from frankpledge.kernel.citations import Citation, rule


class Kind(StrEnum):
    """What became of something that the terms say."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One thing said that is new, different or gone, in words; `before` or `after` is empty where there is none."""

    kind: Kind
    part: str
    name: str
    before: str
    after: str
    clause: str


@rule(source=Citation("Practice", "an amendment is put to members as what it changes"))
def changes(before: Constitution | None, after: Constitution) -> tuple[Change, ...]:
    """An amendment is what it changes: everything said that is new, different or gone, in the order of the document.

    Without terms before, everything is new. The same terms written in another order or with other comments change nothing.
    """
    old = {one.key: one for one in said_in(before)} if before else {}
    new = {one.key: one for one in said_in(after)}
    found = [_change(old.get(key), one) for key, one in new.items() if not _same(old.get(key), one)]
    gone = [
        Change(Kind.GONE, one.part, one.name, one.words, "", one.clause)
        for key, one in old.items()
        if key not in new
    ]
    order = list(dict.fromkeys(one.part for one in (*new.values(), *old.values())))
    return tuple(sorted((*found, *gone), key=lambda one: order.index(one.part)))


def _same(one: Said | None, other: Said) -> bool:
    return one is not None and (one.name, one.words, one.clause) == (other.name, other.words, other.clause)


def _change(old: Said | None, new: Said) -> Change:
    if old is None:
        return Change(Kind.ADDED, new.part, new.name, "", new.words, new.clause)
    if (old.name, old.words) == (new.name, new.words):
        # Only the clause that it rests on is another.
        moved = f"{new.words} (rests on the clause ‘{new.clause or 'none'}’)"
        return Change(
            Kind.CHANGED, new.part, new.name, f"{old.words} (‘{old.clause or 'none'}’)", moved, new.clause
        )
    before = old.words if old.name == new.name else f"{old.name}: {old.words}"
    return Change(Kind.CHANGED, new.part, new.name, before, new.words, new.clause)


@dataclass(frozen=True)
class Findings:
    """What the linter finds only now, no longer, and still."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    still: tuple[Finding, ...]


def findings_compared(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> Findings:
    """The findings of two versions, matched by their class, their clause and what they say."""
    old, new = (Counter((one.code, one.clause, one.why) for one in found) for found in (before, after))
    return Findings(new=_only(after, new - old), gone=_only(before, old - new), still=_only(after, new & old))


def _only(found: tuple[Finding, ...], wanted: Counter[tuple[str, str, str]]) -> tuple[Finding, ...]:
    left, kept = Counter(wanted), []
    for one in found:
        name = (one.code, one.clause, one.why)
        if left[name]:
            left[name] -= 1
            kept.append(one)
    return tuple(kept)
