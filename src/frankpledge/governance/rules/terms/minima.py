"""What the law itself asks of a body's members, by nation, day and capacity. The terms cannot go below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.verdicts import Reason
from frankpledge.law import api as law
from frankpledge.law.facts import GroupMinimum

GROUP = Citation("Strategy regulations of England and of Wales", "reg 3", note="law/data/minima.toml")
BOARD = Citation("Domestic Abuse Act 2021", "s 58(2)", note="law/data/minima.toml")
SPECIFIED = Citation("Police, Crime, Sentencing and Courts Act 2022", "s 11", note="law/data/minima.toml")


@dataclass(frozen=True)
class Member:
    """A member as appointed: by which responsible authorities (their kinds or names), for which statutory heads."""

    organisation: str
    appointed_by: tuple[str, ...]
    member_class: str
    represents: tuple[str, ...]
    kind: str = ""
    is_senior: bool | None = None
    """None: nobody recorded it."""


@dataclass(frozen=True)
class Minimum:
    """Whether a statutory minimum is met; `missing` names what is not there."""

    met: bool
    missing: tuple[str, ...]
    reason: Reason


def head_codes() -> tuple[str, ...]:
    """The short names of the heads of section 58(2), whenever they hold."""
    return tuple(dict.fromkeys(row.code for row in law.library().heads))


@rule(source=GROUP)
def strategy_group_is_formed(members: Iterable[Member], nation: str, on: date) -> Minimum:
    """A strategy group needs those whom the regulations of its nation and day ask for: so many persons appointed by
    responsible authorities, or one of each, and a senior one where they say so.
    """
    appointed = [one for one in members if one.appointed_by]
    asked = law.group_minimum(nation, on)
    if asked is None:
        return Minimum(True, (), Reason("reg 3", "no regulations asked for anything on that day"))
    source = "; ".join(map(str, asked.basis))
    if asked.each_authority:
        return _one_of_each(appointed, asked, source, on)
    lacking = (
        ()
        if len(appointed) >= asked.persons
        else (f"{asked.persons} persons appointed by responsible authorities",)
    )
    working = f"{len(appointed)} persons appointed by responsible authorities, {asked.persons} needed"
    return Minimum(not lacking, lacking, Reason(source, working))


def _one_of_each(appointed: list[Member], asked: GroupMinimum, source: str, on: date) -> Minimum:
    wanted = [one for one in law.responsible_authorities(asked.nation, on) if not one.where]
    absent, junior = [], []
    for authority in wanted:
        names = {authority.code.casefold(), authority.title.casefold()}
        sent = [
            one for one in appointed if names & {name.casefold() for name in (*one.appointed_by, one.kind)}
        ]
        if not sent:
            absent.append(authority.title)
        elif asked.is_senior and all(one.is_senior is False for one in sent):
            junior.append(f"a senior person of {authority.title}")
    working = (
        f"{len(wanted) - len(absent)} of {len(wanted)} kinds of responsible authority have appointed someone"
    )
    if junior:
        working += f"; {len(junior)} of them nobody senior"
    return Minimum(not absent and not junior, (*absent, *junior), Reason(source, working))


@rule(source=BOARD)
def domestic_abuse_board_is_formed(
    members: Iterable[Member], nation: str, on: date, *, is_two_tier: bool
) -> Minimum:
    """A domestic abuse local partnership board needs someone for each head of section 58(2); one person may stand for several."""
    there = {head for one in members for head in one.represents}
    wanted = [one for one in law.board_heads(nation, on) if is_two_tier or one.where != "two-tier"]
    lacking = tuple(one.title for one in wanted if one.code not in there)
    working = f"{len(wanted) - len(lacking)} of {len(wanted)} heads are represented"
    return Minimum(not lacking, lacking, Reason(f"{BOARD.instrument}, {BOARD.provision}", working))


def heads_of(kind: str, nation: str, on: date) -> tuple[str, ...]:
    """The heads that a kind of seat stands for without its being said."""
    return tuple(one.code for one in law.board_heads(nation, on) if kind in one.kinds)


@rule(source=SPECIFIED)
def serious_violence_authorities_are_in(kinds: Iterable[str], nation: str, on: date) -> Minimum:
    """Where a partnership is the vehicle of the serious violence duty, every specified authority should have a place in it.

    A kind that the law has ended counts as what followed it.
    """
    known = {current_kind(one, on) for one in kinds}
    wanted = law.specified_authorities(nation, on)
    lacking = tuple(one.title for one in wanted if one.code not in known)
    working = f"{len(wanted) - len(lacking)} of {len(wanted)}"
    return Minimum(not lacking, lacking, Reason(f"{SPECIFIED.instrument}, {SPECIFIED.provision}", working))


def current_kind(kind: str, on: date) -> str:
    """A kind of authority, or what the law had put in its place by a day."""
    known = {row.code for row in law.library().authorities}
    return (law.successor(kind, on) or kind) if kind in known else kind
