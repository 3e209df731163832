"""The tree of groups, with what the terms let each decide by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.governance.membership.facts import GroupFacts
from frankpledge.governance.rules.membership.appointing import clause_of
from frankpledge.governance.rules.membership.flags import Flag
from frankpledge.governance.rules.terms.constitution import Constitution, Subgroup
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date

SOON = timedelta(60)


@dataclass(frozen=True)
class Branch:
    """A group in its place: `depth` 0 stands directly below the partnership. `said` is what the terms say of it."""

    group: GroupFacts
    depth: int
    said: Subgroup | None
    flags: tuple[Flag, ...]


@rule(source=Citation("Terms of reference", "structure of groups"))
def tree(groups: Iterable[GroupFacts], terms: Constitution | None, on: date) -> tuple[Branch, ...]:
    """Groups in force on a day stand below their parents, in order of name; one whose parent is gone stands at the top."""
    there = sorted((one for one in groups if on in one.period), key=lambda one: one.name.casefold())
    known = {one.slug for one in there}
    below: dict[str, list[GroupFacts]] = {}
    for one in there:
        below.setdefault(one.parent if one.parent in known else "", []).append(one)
    said = {one.slug: one for one in terms.subgroups} if terms else {}
    return tuple(_branches("", 0, below, said, terms, on, frozenset()))


def _branches(
    parent: str,
    depth: int,
    below: Mapping[str, Sequence[GroupFacts]],
    said: Mapping[str, Subgroup],
    terms: Constitution | None,
    on: date,
    above: frozenset[str],
) -> list[Branch]:
    found = []
    for one in below.get(parent, ()):
        if one.slug in above:
            continue
        limits = said.get(one.slug)
        found.append(Branch(one, depth, limits, tuple(_flags(one, limits, terms, on))))
        found += _branches(one.slug, depth + 1, below, said, terms, on, above | {one.slug})
    return found


def _flags(one: GroupFacts, said: Subgroup | None, terms: Constitution | None, on: date) -> list[Flag]:
    found = []
    if one.period.ends_on and one.period.ends_on <= on + SOON:
        found.append(
            Flag(
                "ends-soon", one.slug, f"{one.name} ends on {short_date(one.period.ends_on)}.",
                "Have it report what it found, or extend it by a decision.",
            )
        )  # fmt: skip
    if terms is not None and (said is None or said.powers is None):
        found.append(
            Flag(
                "powers-silent", one.slug, f"The terms do not say what {one.name} may decide by itself.",
                "Let the partnership decide, or say in the terms what is delegated.",
                clause_of(terms, said.clause) if said else "", is_undetermined=True,
            )
        )  # fmt: skip
    if said and said.ends_on and said.ends_on < on:
        found.append(
            Flag(
                "ended-by-terms", one.slug, f"By the terms {one.name} ended on {short_date(said.ends_on)}.",
                "Wind it up, or amend the terms.", clause_of(terms, said.clause) if terms else "",
            )
        )  # fmt: skip
    return found
