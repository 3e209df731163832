"""`terms constituted`: whether a body is validly made up on a day, by the law's minima and by its own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.rules.terms import minima
from frankpledge.governance.rules.terms.constitution import Constitution, MemberClass
from frankpledge.governance.rules.terms.minima import Member
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import StrictTable
from frankpledge.kernel.verdicts import Reason


@dataclass(frozen=True)
class Constituted:
    """Whether it is validly made up. `valid` of None: it hangs on a rule that the terms do not give."""

    valid: bool | None
    missing: tuple[str, ...]
    total: int
    by_class: Mapping[str, int]
    reasons: tuple[Reason, ...]
    missing_rules: tuple[str, ...]


def read_members(value: object, file: str) -> tuple[Member, ...]:
    """The members in a JSON list. Raises `Unusable`."""
    rows = value.get("members") if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise Unusable(Problem("not-a-list", "the file holds no list of members.", "Write [{…}].", file))
    return tuple(
        _member(StrictTable(file, {k: v for k, v in one.items() if v is not None}, f"[{number}]", number))
        for number, one in enumerate(rows, start=1)
    )


def _member(entry: StrictTable) -> Member:
    entry.only("organisation", "appointed_by", "class", "represents", "kind", "person", "senior")
    return Member(
        entry.text("organisation"), entry.texts("appointed_by", ()), entry.text("class", ""),
        entry.texts("represents", ()), entry.text("kind", ""), entry.flag("senior") if entry.has("senior") else None,
    )  # fmt: skip


@rule(source=Citation("Terms of reference", "membership", note="and the statutory minima"))
def constituted(terms: Constitution, members: tuple[Member, ...], on: date) -> Constituted:
    """A body is validly made up when the law's minima for each of its capacities and its own classes and seats are filled."""
    by_class = Counter(one.member_class for one in members if one.member_class)
    checks = [
        *_statutory(terms, members, on),
        *(_class_filled(one, by_class, len(members)) for one in terms.classes),
    ]
    checks += _heads(terms, members)
    missing = [name for one in checks for name in one.missing]
    missing += [*_empty_seats(terms, members, on), *_not_senior(terms, members, on)]
    silent = _silent(terms, members)
    valid: bool | None = not missing
    return Constituted(
        valid=None if valid and silent else valid,
        missing=tuple(missing),
        total=len(members),
        by_class=dict(by_class),
        reasons=tuple(one.reason for one in checks),
        missing_rules=silent if valid else (),
    )


def _statutory(terms: Constitution, members: tuple[Member, ...], on: date) -> list[minima.Minimum]:
    """The law's minimum for each capacity: all of them where the terms name none and it is a partnership."""
    slugs = {one.instrument for one in terms.capacities}
    found = []
    if "cda-1998" in slugs or (not slugs and terms.kind == "partnership"):
        found.append(minima.strategy_group_is_formed(_with_kinds(terms, members), terms.nation, on))
    if "daa-2021" in slugs and terms.nation == "E":
        two_tier = has_lower_tier(terms)
        found.append(minima.domestic_abuse_board_is_formed(members, terms.nation, on, is_two_tier=two_tier))
    if "pcsca-2022" in slugs:
        kinds = [one.kind for one in _with_kinds(terms, members)]
        found.append(minima.serious_violence_authorities_are_in(kinds, terms.nation, on))
    return found


def has_lower_tier(terms: Constitution) -> bool:
    """Whether the terms seat a county council, so that there are other authorities below it."""
    return any(seat.kind == "LA_COUNTY" for seat in terms.seats)


def _with_kinds(terms: Constitution, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Each member with the kind of authority of its seat, where the terms name its organisation."""
    kinds = {name.casefold(): seat.kind for seat in terms.seats for name in seat.names}
    return tuple(
        Member(one.organisation, one.appointed_by, one.member_class, one.represents,
               one.kind or kinds.get(one.organisation.casefold(), ""), one.is_senior)
        for one in members
    )  # fmt: skip


def _class_filled(one: MemberClass, by_class: Mapping[str, int], total: int) -> minima.Minimum:
    there = by_class.get(one.slug, 0)
    lacking = []
    if one.minimum is not None and there < one.minimum:
        lacking.append(f"{one.minimum - there} more of ‘{one.slug}’")
    if one.maximum is not None and there > one.maximum:
        lacking.append(f"{there - one.maximum} too many of ‘{one.slug}’")
    if one.share and there < one.share.needed_of(total):
        lacking.append(f"‘{one.slug}’ must be {one.share.in_words()} of {total} members and is {there}")
    working = f"{there} of ‘{one.slug}’"
    return minima.Minimum(not lacking, tuple(lacking), Reason(one.clause or f"class {one.slug}", working))


def _heads(terms: Constitution, members: tuple[Member, ...]) -> list[minima.Minimum]:
    """Where one person may not stand for several heads, each head needs its own member."""
    several = [one.organisation for one in members if len(one.represents) > 1]
    if terms.several_heads is not False or not several:
        return []
    lacking = tuple(f"a member of its own for each head that {name} represents" for name in several)
    return [
        minima.Minimum(False, lacking, Reason("membership", "one person may not stand for several heads"))
    ]


def _silent(terms: Constitution, members: tuple[Member, ...]) -> tuple[str, ...]:
    if terms.several_heads is None and any(len(one.represents) > 1 for one in members):
        return ("terms.several_heads",)
    return ()


def _empty_seats(terms: Constitution, members: tuple[Member, ...], on: date) -> list[str]:
    """Seats of the terms for whose organisation nobody is among the members."""
    there = {one.organisation.casefold() for one in members}
    return [
        f"someone for the seat ‘{seat.name}’"
        for seat in terms.seats
        if seat.is_in_force(on) and not {name.casefold() for name in (*seat.names, seat.slug)} & there
    ]


def _not_senior(terms: Constitution, members: tuple[Member, ...], on: date) -> list[str]:
    """Seats whose holder the terms want senior, and is recorded as not being so."""
    junior = {one.organisation.casefold() for one in members if one.is_senior is False}
    return [
        f"someone senior for the seat ‘{seat.name}’"
        for seat in terms.seats
        if seat.is_senior
        and seat.is_in_force(on)
        and {name.casefold() for name in (*seat.names, seat.slug)} & junior
    ]
