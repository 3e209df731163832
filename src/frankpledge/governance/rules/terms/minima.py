"""What the law itself asks of a body's members, by nation, day and capacity. The terms cannot go below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.verdicts import Reason
from frankpledge.law import api as law

CUT_BACK = date(2011, 6, 1)
ENGLAND = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 3",
    note="as amended by SI 2011/1230 from 1 June 2011",
)  # fmt: skip
WALES = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) (Wales) Regulations 2007", "reg 3"
)
BOARD = Citation("Domestic Abuse Act 2021", "s 58(2)")
SEVENFOLD = {
    "authority": "the relevant local authority",
    "lower-tier": "the other local authorities in the area, where there are any",
    "victims": "the interests of victims of domestic abuse",
    "children": "the interests of children of victims",
    "charities": "charities and others that work with victims",
    "health": "health care services",
    "policing": "policing or criminal justice",
}
"""The heads of section 58(2), by short name. `lower-tier` binds only where there are such authorities."""

SERIOUS_VIOLENCE = {
    "LA_AREA": "the local authority",
    "POLICE_CHIEF": "the chief officer of police",
    "FIRE": "the fire and rescue authority",
    "HEALTH": "the integrated care board or Local Health Board",
    "PROBATION_PROVIDER": "the provider of probation services",
    "YOUTH_OFFENDING_TEAM": "the youth offending team",
}
"""The specified authorities of the serious violence duty (guidance, L13)."""


@dataclass(frozen=True)
class Member:
    """A member as appointed: by which responsible authorities (their kinds or names), for which statutory heads."""

    organisation: str
    appointed_by: tuple[str, ...]
    member_class: str
    represents: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True)
class Minimum:
    """Whether a statutory minimum is met; `missing` names what is not there."""

    met: bool
    missing: tuple[str, ...]
    reason: Reason


@rule(source=ENGLAND)
def strategy_group_is_formed(members: Iterable[Member], nation: str, on: date) -> Minimum:
    """A strategy group in England needs two or more persons appointed by responsible authorities since 1 June 2011; before
    that, and in Wales still, at least one from each responsible authority.
    """
    appointed = [one for one in members if one.appointed_by]
    if nation == "E" and on >= CUT_BACK:
        working = f"{len(appointed)} persons appointed by responsible authorities, 2 needed"
        lacking = () if len(appointed) >= 2 else ("two persons appointed by responsible authorities",)
        return Minimum(not lacking, lacking, Reason(str(ENGLAND), working))
    named = {name.casefold() for one in appointed for name in (*one.appointed_by, one.kind)}
    wanted = [one for one in law.responsible_authorities(nation, on) if not one.where]
    absent = tuple(one.title for one in wanted if not {one.code.casefold(), one.title.casefold()} & named)
    source = str(WALES if nation == "W" else ENGLAND)
    working = (
        f"{len(wanted) - len(absent)} of {len(wanted)} kinds of responsible authority have appointed someone"
    )
    return Minimum(not absent, absent, Reason(source, working))


@rule(source=BOARD)
def domestic_abuse_board_is_formed(members: Iterable[Member], *, is_two_tier: bool) -> Minimum:
    """A domestic abuse local partnership board needs someone for each head of section 58(2); one person may stand for several."""
    there = {head for one in members for head in one.represents}
    wanted = [head for head in SEVENFOLD if is_two_tier or head != "lower-tier"]
    lacking = tuple(SEVENFOLD[head] for head in wanted if head not in there)
    working = f"{len(wanted) - len(lacking)} of {len(wanted)} heads are represented"
    return Minimum(not lacking, lacking, Reason(str(BOARD), working))


@rule(
    source=Citation("Police, Crime, Sentencing and Courts Act 2022", "s 11", note="list read in the guidance")
)
def serious_violence_authorities_are_in(kinds: Iterable[str]) -> Minimum:
    """Where a partnership is the vehicle of the serious violence duty, every specified authority should have a place in it."""
    known = {"HEALTH" if one.startswith("HEALTH_") else one for one in kinds}
    lacking = tuple(title for code, title in SERIOUS_VIOLENCE.items() if code not in known)
    source = "Police, Crime, Sentencing and Courts Act 2022, s 11"
    return Minimum(
        not lacking,
        lacking,
        Reason(source, f"{len(SERIOUS_VIOLENCE) - len(lacking)} of {len(SERIOUS_VIOLENCE)}"),
    )
