"""The law of reviews of deaths: regimes, guidance, time limits and questions, as data. Pure.

Which law a case has is its regime's slug, frozen when the case is decided. What people call it is only a label.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.legal_dates import Wording
from frankpledge.kernel.toml_files import Readable, TomlTable, read_toml
from frankpledge.law.facts import NATIONS

CONNECTIONS = ("relative", "intimate", "household")
EXTENDERS = ("partnership", "local", "nobody")


@dataclass(frozen=True)
class Regime:
    """One law under which a death is reviewed, in one nation. Without a first day it is not in force yet."""

    slug: str
    label: str
    base: str
    nation: str
    starts_on: date | None
    ends_on: date | None
    harm: tuple[str, ...]
    connections: tuple[str, ...]
    least_age_died: int
    least_age_other: int | None
    decider: str
    copies: tuple[str, ...]
    source: str
    is_verified: bool
    has_other_criteria: bool = False
    """Whether a review may be called for by criteria other than those of a domestic death."""

    def in_force(self, on: date) -> bool:
        return (
            self.starts_on is not None
            and self.starts_on <= on
            and (self.ends_on is None or on <= self.ends_on)
        )

    @property
    def citation(self) -> Citation:
        return Citation(self.base, note=self.source)


@dataclass(frozen=True)
class Guidance:
    """An edition of the statutory guidance; a draft has no days on which it applies."""

    slug: str
    title: str
    regimes: tuple[str, ...]
    issued: PartialDate
    starts_on: date | None
    ends_on: date | None
    source: str
    is_verified: bool

    def applies(self, on: date) -> bool:
        return (
            self.starts_on is not None
            and self.starts_on <= on
            and (self.ends_on is None or on <= self.ends_on)
        )


@dataclass(frozen=True)
class Limit:
    """A time limit: from one kind of event until another; without a number, one that no text confirmed."""

    id: str
    title: str
    regimes: tuple[str, ...]
    begins: str
    ends: str
    months: int | None
    working_days: int | None
    wording: Wording
    extends: str
    is_held: bool
    """Whether a hold may rest it. A hold never moves a date."""
    strength: str
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Question:
    """A question of the criteria test."""

    id: str
    text: str
    source: str


@dataclass(frozen=True)
class ReviewLaw:
    """The whole of the file."""

    regimes: tuple[Regime, ...]
    guidance: tuple[Guidance, ...]
    limits: tuple[Limit, ...]
    questions: tuple[Question, ...]


@cache
def review_law() -> ReviewLaw:
    """The law of reviews that comes with the program. Raises `Unusable` naming the key that is wrong."""
    return read_review_law(read_toml(cast(Readable, files("frankpledge.law") / "data" / "reviews.toml")))


def read_review_law(file: TomlTable) -> ReviewLaw:
    """The law of reviews in a file. Raises `Unusable` with everything that is wrong."""
    made = ReviewLaw(
        tuple(map(_regime, file.tables("regime"))),
        tuple(map(_guidance, file.tables("guidance"))),
        tuple(map(_limit, file.tables("clock"))),
        tuple(
            Question(row.text("id"), row.text("text"), row.text("source")) for row in file.tables("question")
        ),
    )
    file.check()
    return made


def _regime(row: TomlTable) -> Regime:
    return Regime(
        row.text("slug"), row.text("label"), row.text("base"), row.choice("nation", tuple(NATIONS)),
        row.optional_day("valid_from"), row.optional_day("valid_to"), row.texts("harm"), row.texts("connections"),
        row.whole("least_age_died"), row.optional_whole("least_age_other"), row.text("decider"), row.texts("copies"),
        row.text("source"), row.flag("verified"), row.flag("other_criteria", default=False),
    )  # fmt: skip


def _guidance(row: TomlTable) -> Guidance:
    return Guidance(
        row.text("slug"), row.text("title"), row.texts("regimes"), row.partial("issued"),
        row.optional_day("valid_from"), row.optional_day("valid_to"), row.text("source"), row.flag("verified"),
    )  # fmt: skip


def _limit(row: TomlTable) -> Limit:
    months, days = row.optional_whole("months"), row.optional_whole("working_days")
    if months is not None and days is not None:
        row.wrong("working_days", "stands beside ‘months’.", "Keep one of them.")
    return Limit(
        row.text("id"), row.text("title"), row.texts("regimes"), row.text("from"), row.text("until"), months, days,
        Wording(row.choice("wording", tuple(str(one) for one in Wording)) or Wording.AFTER),
        row.choice("extends", EXTENDERS), row.flag("held"), row.text("strength"), row.text("source"),
        row.flag("verified"),
    )  # fmt: skip


def regime_slugs() -> tuple[str, ...]:
    """Every regime there is, in the order of the file."""
    return tuple(dict.fromkeys(regime.slug for regime in review_law().regimes))


def regime(slug: str, nation: str = "") -> Regime:
    """One regime, in the nation that is asked for or in the first that has it. Raises KeyError."""
    for one in review_law().regimes:
        if one.slug == slug and nation in {"", one.nation}:
            return one
    raise KeyError(slug)


def regimes_on(nation: str, on: date) -> tuple[Regime, ...]:
    """The regimes in force in a nation on a day; none before the first, and none that is only prospective."""
    return tuple(one for one in review_law().regimes if one.nation == nation and one.in_force(on))


def guidance_on(regime_slug: str, on: date) -> Guidance | None:
    """The edition of the guidance that applies to a regime on a day; None when none does."""
    return next(
        (one for one in review_law().guidance if regime_slug in one.regimes and one.applies(on)), None
    )


def limits_of(regime_slug: str) -> tuple[Limit, ...]:
    """The time limits of a regime, in the order of the file."""
    return tuple(one for one in review_law().limits if regime_slug in one.regimes)


def questions() -> tuple[Question, ...]:
    """The questions of the criteria test, in order."""
    return review_law().questions
