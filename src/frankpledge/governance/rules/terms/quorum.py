"""Whether those in the room make the quorum: the tree of tests, with arithmetic for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from frankpledge.governance.rules.terms.constitution import (
    Constitution,
    CountTest,
    IncludesTest,
    NotFewerTest,
    Test,
    Together,
)
from frankpledge.governance.rules.terms.room import Room, counts
from frankpledge.governance.rules.terms.silence import Reading
from frankpledge.governance.rules.terms.situation import Members, Situation
from frankpledge.kernel.citations import Citation, rule


@dataclass(frozen=True)
class Tested:
    """One test with its arithmetic. `met` of None: something needed is not known, and `lacking` names it."""

    test: str
    met: bool | None
    required: int | None
    present: int | None
    unit: str
    clause: str
    working: str
    lacking: tuple[str, ...] = ()
    tests: tuple[Tested, ...] = ()


@dataclass(frozen=True)
class Setting:
    """What a quorum is tested against."""

    terms: Constitution
    situation: Situation
    room: Room
    on: date
    reading: Reading


@rule(source=Citation("Terms of reference", "quorum"))
def quorum_test(test: Test, setting: Setting) -> Tested:
    """A meeting may decide only while those who count to its quorum are in the room, by every test that the terms set.

    Deputies, officers and those who attend from afar count only where the terms let them; observers never do.
    """
    if isinstance(test, CountTest):
        return _counted(test, setting)
    if isinstance(test, NotFewerTest):
        return _not_outnumbered(test, setting)
    if isinstance(test, IncludesTest):
        return _included(test, setting)
    return _together(test, setting)


def _together(test: Together, setting: Setting) -> Tested:
    tests = tuple(quorum_test(one, setting) for one in test.tests)
    if not tests:
        return Tested("none", True, 0, None, "", test.clause, "the terms say that no quorum is needed")
    found = [one.met for one in tests]
    met: bool | None = all(found) if test.every else any(found)
    if None in found and ((test.every and False not in found) or (not test.every and True not in found)):
        met = None
    name = "all_of" if test.every else "any_of"
    joined = " and " if test.every else " or "
    lacking = tuple(dict.fromkeys(name for one in tests for name in one.lacking)) if met is None else ()
    working = joined.join(one.working for one in tests)
    main = next((one for one in tests if one.required is not None), tests[0])
    if not test.every and (passed := next((one for one in tests if one.met), None)):
        main = passed
    return Tested(
        name, met, main.required, main.present, main.unit, test.clause or main.clause, working, lacking, tests
    )


def _counted(test: CountTest, setting: Setting) -> Tested:
    there = present(setting, test.unit, test.member_class)
    base, lacking = (0, "") if not test.threshold.is_share else _base(test, setting)
    of_class = f" of ‘{test.member_class}’" if test.member_class else ""
    if base is None:
        working = f"{there} {test.unit}{of_class} present; {test.threshold.in_words()} of a number that is not known"
        return Tested("count", None, None, there, test.unit, test.clause, working, (lacking,))
    required = test.threshold.needed_of(base)
    share = f" ({test.threshold.in_words()} of {base})" if test.threshold.is_share else ""
    working = f"{there} {test.unit}{of_class} present, {required} needed{share}"
    return Tested("count", there >= required, required, there, test.unit, test.clause, working)


def present(setting: Setting, unit: str, member_class: str = "") -> int:
    """How many seats, people or different organisations there are that count to the quorum."""
    groups = [
        group for kind, group in setting.room.groups.items()
        if _class_counts(setting, kind[0], member_class) and counts(setting.terms, kind, setting.reading, for_vote=False)
    ]  # fmt: skip
    if unit == "organisations":
        alone = {name.casefold() for group in groups for name in group.organisations}
        joint = {names for group in groups for names in group.joint}
        if not joint:
            return len(alone)
        each = _joint_counts_each(setting)
        return (
            len(alone | {name.casefold() for names in joint for name in names})
            if each
            else len(alone) + len(joint)
        )
    if unit == "people":
        return sum(group.people for group in groups)
    return sum(group.seats for group in groups) - _counted_again(setting, member_class)


def _counted_again(setting: Setting, member_class: str) -> int:
    """How many seats are those of someone who counts already, where one person counts once."""
    again = 0
    for seats in setting.room.several:
        kinds = [setting.room.kinds[seat] for seat in seats]
        counting = [
            kind for kind in kinds
            if _class_counts(setting, kind[0], member_class) and counts(setting.terms, kind, setting.reading, for_vote=False)
        ]  # fmt: skip
        again += max(0, len(counting) - 1)
    said = setting.terms.several_seats
    once = bool(again) and setting.reading.whether(
        "several_seats.counts_once", said.counts_once if said else None
    )
    return again if once else 0


def _joint_counts_each(setting: Setting) -> bool:
    said = setting.terms.joint_counts_as
    return setting.reading.whether("joint.counts_as", None if said is None else said == "each")


def _class_counts(setting: Setting, slug: str, wanted: str) -> bool:
    if wanted:
        return slug == wanted
    found = setting.terms.member_class(slug)
    if found is None:
        return False
    if found.counts_to_quorum is None and found.can_vote:
        return True
    return setting.reading.whether(f"class.{slug}.counts_to_quorum", found.counts_to_quorum)


def _base(test: CountTest, setting: Setting) -> tuple[int | None, str]:
    """The number a share is taken of, or None with the name of what is not known."""
    if test.of == "present":
        return present(setting, test.unit), ""
    if test.unit == "organisations":
        return _organisations(test, setting)
    if test.of == "in_post":
        return _of_members(setting.situation.in_post, test, setting), "membership.in_post"
    found = _of_members(setting.situation.seats, test, setting)
    return (found if found is not None else seats_of(test.member_class, setting)), "membership.seats"


def _of_members(members: Members | None, test: CountTest, setting: Setting) -> int | None:
    if members is None:
        return None
    slugs = (
        (test.member_class,) if test.member_class
        else tuple(one.slug for one in setting.terms.classes if _class_counts(setting, one.slug, ""))
    )  # fmt: skip
    counting = [one.slug for one in setting.terms.classes if one.can_vote or one.counts_to_quorum]
    return members.of(slugs, is_only=not test.member_class or counting == [test.member_class])


def seats_of(member_class: str, setting: Setting) -> int | None:
    """How many seats the terms themselves list, of one class or of all that count; None when they list none."""
    found = [
        seat.places for seat in setting.terms.seats_on(setting.on)
        if _class_counts(setting, seat.member_class, member_class)
    ]  # fmt: skip
    return sum(found) or None


def _organisations(test: CountTest, setting: Setting) -> tuple[int | None, str]:
    if setting.situation.organisations is not None:
        return setting.situation.organisations, ""
    seats = [
        seat for seat in setting.terms.seats_on(setting.on)
        if _class_counts(setting, seat.member_class, test.member_class)
    ]  # fmt: skip
    joint = [seat.organisations for seat in seats if len(seat.organisations) > 1]
    alone = {seat.organisations[0].casefold() for seat in seats if len(seat.organisations) == 1}
    if joint and _joint_counts_each(setting):
        alone |= {name.casefold() for names in joint for name in names}
        joint = []
    return (len(alone) + len(set(joint)) or None), "membership.organisations"


def _not_outnumbered(test: NotFewerTest, setting: Setting) -> Tested:
    ours, theirs = present(setting, test.unit, test.member_class), present(setting, test.unit, test.than)
    working = f"{ours} {test.unit} of ‘{test.member_class}’ present against {theirs} of ‘{test.than}’"
    return Tested("not_fewer_than", ours >= theirs, theirs, ours, test.unit, test.clause, working)


def _included(test: IncludesTest, setting: Setting) -> Tested:
    kinds = setting.room.kinds_of(test.who)
    there = [
        kind
        for kind in kinds
        if counts(setting.terms, kind, setting.reading, for_vote=False) and kind[1] != "observer"
    ]
    by_deputy = [kind for kind in there if kind[1] != "holder"]
    met = len(by_deputy) < len(there)
    working = f"‘{test.who}’ is {'present' if there else 'not present'}"
    if not met and by_deputy:
        met = setting.reading.whether("quorum.includes.deputy_ok", test.deputy_ok)
        working = f"‘{test.who}’ is present by a deputy, which {'will' if met else 'will not'} do"
    return Tested("includes", met, None, None, "", test.clause, working)


def first_count(tested: Tested) -> Tested | None:
    """The first counting test of a tree, which a page shows as ‘present of required’."""
    found: Callable[[Tested], Tested | None] = first_count
    if tested.test == "count":
        return tested
    return next((one for inner in tested.tests if (one := found(inner))), None)
