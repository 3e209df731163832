"""The questions one asks of the law library. Pure: the day and the nation always come in as arguments."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

from frankpledge.law.facts import (
    NATIONS,
    AuthorityType,
    BoardHead,
    BodyName,
    Coming,
    ContentRule,
    DatedRow,
    Definition,
    Duty,
    GroupMinimum,
    Instrument,
    Library,
    Listed,
    Provision,
    Source,
    SpecifiedAuthority,
    Strategy,
)
from frankpledge.law.loading import Folder, load

__all__ = [
    "assessment_sections", "authority_type", "board_heads", "bodies", "coming", "definitions", "duties", "duties_listed",
    "duty", "duty_codes", "group_minimum", "instrument", "library", "plan_sections", "provisions", "responsible_authorities",
    "source", "specified_authorities", "strategies", "successor",
]  # fmt: skip

R = TypeVar("R", bound=DatedRow)


@cache
def library() -> Library:
    """The library that comes with the program. Raises `Unusable` naming file and key when a row is wrong."""
    return load(cast(Folder, files("frankpledge.law") / "data"))


def _on(rows: tuple[R, ...], nation: str, on: date) -> tuple[R, ...]:
    if nation not in NATIONS:
        raise ValueError(f"‘{nation}’ is not a nation; write E or W")
    return tuple(row for row in rows if row.applies(nation, on))


def responsible_authorities(nation: str, on: date) -> tuple[AuthorityType, ...]:
    """The kinds of body that are responsible authorities (CDA 1998 s 5(1)), also those limited to some areas."""
    return _on(library().authorities, nation, on)


def bodies(nation: str, on: date, kind: str = "") -> tuple[BodyName, ...]:
    """What bodies were called on a day, of one kind or of all."""
    return tuple(row for row in _on(library().bodies, nation, on) if kind in {"", row.kind})


def strategies(nation: str, on: date) -> tuple[Strategy, ...]:
    """The strategies that the responsible authorities must have (CDA 1998 s 6(1))."""
    return _on(library().strategies, nation, on)


def duties(nation: str, on: date) -> tuple[Duty, ...]:
    """The register of duties on a day, in order of their codes; `where` limits some to some areas."""
    return _on(library().duties, nation, on)


def duty(code: str, nation: str, on: date) -> Duty | None:
    """One duty by its code (D04), or None when there was no such duty on the day."""
    return next((row for row in duties(nation, on) if row.code == code), None)


def duty_codes() -> tuple[str, ...]:
    """Every code of the register, in order, in force or not."""
    return tuple(dict.fromkeys(row.code for row in library().duties))


def duties_listed() -> tuple[Listed, ...]:
    """What terms of reference usually list as statutory duties, each with the duties of the register behind it."""
    return library().listed


def definitions(nation: str, on: date) -> tuple[Definition, ...]:
    """What words of the law mean on a day."""
    return _on(library().definitions, nation, on)


def provisions(slug: str, nation: str, on: date) -> tuple[Provision, ...]:
    """The places of an instrument that are in force on a day. Raises KeyError for an instrument nobody knows."""
    known = library().instruments[slug].slug
    return tuple(
        one for one in library().provisions if one.instrument == known and one.is_in_force(nation, on)
    )


def coming(nation: str) -> tuple[Coming, ...]:
    """What is announced, in a bill, or enacted and not yet in force as far as was read."""
    return tuple(one for one in library().coming if nation in one.nation)


def assessment_sections(nation: str, on: date) -> tuple[ContentRule, ...]:
    """What a strategic assessment must contain (SA-a …)."""
    return _on(library().assessment_sections, nation, on)


def plan_sections(nation: str, on: date) -> tuple[ContentRule, ...]:
    """What a partnership plan must set out (CP-a …)."""
    return _on(library().plan_sections, nation, on)


def group_minimum(nation: str, on: date) -> GroupMinimum | None:
    """What a strategy group needs on a day; None before any regulations asked for anything."""
    return next(iter(_on(library().groups, nation, on)), None)


def board_heads(nation: str, on: date) -> tuple[BoardHead, ...]:
    """Whom a domestic abuse local partnership board must have (DAA 2021 s 58(2)); `where` limits one to some areas."""
    return _on(library().heads, nation, on)


def specified_authorities(nation: str, on: date) -> tuple[SpecifiedAuthority, ...]:
    """The authorities of the serious violence duty (PCSCA 2022 s 11)."""
    return _on(library().specified, nation, on)


def instrument(slug: str) -> Instrument:
    """One Act, order, regulations or guidance. Raises KeyError."""
    return library().instruments[slug]


def source(code: str) -> Source:
    """The public page behind a source code. Raises KeyError."""
    return library().sources[code]


def authority_type(code: str) -> AuthorityType:
    """A kind of authority by its code, in force or not. Raises KeyError."""
    for row in library().authorities:
        if row.code == code:
            return row
    raise KeyError(code)


def successor(kind: str, on: date) -> str | None:
    """Which kind of authority, or which body name, stands in the place of this one on a day.

    The answer is the same code while it lasts, the code at the end of the chain of successors afterwards, and
    None when nothing followed it (police authorities) or it did not exist yet. Raises KeyError for a code that
    the library does not know.
    """
    rows: tuple[AuthorityType | BodyName, ...] = (*library().authorities, *library().bodies)
    of_kind = [row for row in rows if row.code == kind]
    if not of_kind:
        raise KeyError(kind)
    if any(on in row.period for row in of_kind):
        return kind
    last = of_kind[-1]
    ended = last.period.ends_on is not None and last.period.ends_on < on
    return successor(last.successor, on) if ended and last.successor else None
