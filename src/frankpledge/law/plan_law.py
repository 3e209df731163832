"""What the law asks of a plan and of each kind of strategy beside it, as dated data (`data/plans.toml`). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import Period
from frankpledge.kernel.toml_files import Readable, TomlTable, read_toml
from frankpledge.law import api as law
from frankpledge.law.facts import NATIONS, DatedRow, Duty, Provenance, Standing, Strength

CLOCKS = ("before", "within", "yearly", "by", "event")
TIERS = ("county", "unitary", "metropolitan", "gla", "district", "london-borough", "city-of-london")
R = TypeVar("R", bound=DatedRow)


@dataclass(frozen=True)
class PlanTerm(DatedRow):
    """For how many years a plan's strategy is made, and who says so."""

    years: int = 0
    strength: Strength = Strength.MUST
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Clock:
    """A legal clock of a strategy: `code` is the event that stops it. What the numbers mean depends on `kind`."""

    code: str
    title: str
    kind: str
    strength: Strength
    basis: tuple[Citation, ...]
    of: str = ""
    days: int = 0
    years: int = 0
    month_day: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Consult:
    """Whom a strategy is consulted with."""

    code: str
    title: str
    strength: Strength


@dataclass(frozen=True)
class StrategyKind(DatedRow):
    """A kind of strategy with its clocks. `tiers` is empty where every council's partnership may have one by law."""

    strategy: str = ""
    tiers: tuple[str, ...] = ()
    publish: bool = False
    exclusions: bool = False
    clocks: tuple[Clock, ...] = ()
    consult: tuple[Consult, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    """Of the yearly return: code and title of each part."""
    basis: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class PlanLaw:
    """Everything in the file."""

    terms: tuple[PlanTerm, ...]
    asks: tuple[Duty, ...]
    kinds: tuple[StrategyKind, ...]


@cache
def plan_law() -> PlanLaw:
    """The file that comes with the program. Raises `Unusable` naming row and key when a row is wrong."""
    return read(cast(Readable, files("frankpledge.law") / "data" / "plans.toml"))


def read(path: Readable) -> PlanLaw:
    """The law of plans in a file."""
    file = read_toml(path)
    made = PlanLaw(
        tuple(map(_term, file.tables("term"))),
        tuple(map(_ask, file.tables("ask"))),
        tuple(map(_kind, file.tables("kind"))),
    )
    file.check()
    return made


def plan_term(nation: str, on: date) -> PlanTerm | None:
    """For how many years a plan that starts on a day is made, and whether by law; None before any regulations."""
    return next(iter(_on(plan_law().terms, nation, on)), None)


def plan_duties(nation: str, on: date) -> tuple[Duty, ...]:
    """The duties on a plan: those of the register, and those of this file whose code the register does not have."""
    known = law.duties(nation, on)
    codes = {one.code for one in known}
    own = (one for one in _on(plan_law().asks, nation, on) if one.code not in codes)
    return tuple(sorted((*known, *own), key=lambda one: one.code))


def strategy_kinds(nation: str, on: date) -> tuple[StrategyKind, ...]:
    """The kinds of strategy there are on a day."""
    return _on(plan_law().kinds, nation, on)


def strategy_kind(code: str, nation: str) -> StrategyKind | None:
    """One kind by its code, whatever the day; None when that nation has none."""
    return next((one for one in plan_law().kinds if one.code == code and nation in one.nation), None)


def _on(rows: tuple[R, ...], nation: str, on: date) -> tuple[R, ...]:
    if nation not in NATIONS:
        raise ValueError(f"‘{nation}’ is not a nation; write E or W")
    return tuple(row for row in rows if row.applies(nation, on))


def _common(row: TomlTable) -> tuple[str, str, str, Period, Provenance]:
    return (
        row.text("code"),
        row.text("title"),
        row.choice("nation", ("E", "W", "EW")),
        row.period("valid_from", "valid_to"),
        _provenance(row),
    )


def _provenance(row: TomlTable) -> Provenance:
    source = row.choice("source", tuple(law.library().sources))
    verified = _standing(row, "verified", Standing.UNVERIFIED)
    return Provenance(source, verified, _standing(row, "dates_verified", verified), row.text("note", ""))


def _standing(row: TomlTable, key: str, default: Standing) -> Standing:
    value = row.value(key)
    if value is None:
        return default
    return Standing.READ if value is True else Standing.GENERAL if value == "GK" else Standing.UNVERIFIED


def _basis(row: TomlTable) -> tuple[Citation, ...]:
    return tuple(_citation(row, written) for written in row.texts("basis", ()))


def _citation(row: TomlTable, written: str) -> Citation:
    slug, _, provision = (part.strip() for part in written.partition(":"))
    known = law.library().instruments
    if slug not in known:
        remedy = "Name one of the instruments of the library."
        row.wrong("basis", f"names ‘{slug}’, which is no instrument.", remedy, "no-instrument")
        return Citation(slug, provision)
    return Citation(known[slug].title, provision)


def _strength(row: TomlTable) -> Strength:
    return Strength(row.choice("strength", tuple(str(one) for one in Strength)) or "MUST")


def _term(row: TomlTable) -> PlanTerm:
    return PlanTerm(
        *_common(row), years=row.whole("years", low=1), strength=_strength(row), basis=_basis(row)
    )


def _ask(row: TomlTable) -> Duty:
    return Duty(*_common(row), strength=_strength(row), recurrence="with-plan", basis=_basis(row))


def _kind(row: TomlTable) -> StrategyKind:
    return StrategyKind(
        *_common(row),
        strategy=row.text("strategy", ""),
        tiers=tuple(row.texts("tiers", ())),
        publish=row.flag("publish", False),
        exclusions=row.flag("exclusions", False),
        clocks=tuple(map(_clock, row.tables("clock"))),
        consult=tuple(
            Consult(one.text("code"), one.text("title"), _strength(one)) for one in row.tables("consult")
        ),
        parts=tuple((one.text("code"), one.text("title")) for one in row.tables("part")),
        basis=_basis(row),
    )


def _clock(row: TomlTable) -> Clock:
    return Clock(
        code=row.text("code"),
        title=row.text("title"),
        kind=row.choice("kind", CLOCKS),
        strength=_strength(row),
        basis=_basis(row),
        of=row.text("of", ""),
        days=row.whole("days", 0, low=0),
        years=row.whole("years", 0, low=0),
        month_day=row.text("month_day", ""),
        day=row.optional_day("day"),
    )
