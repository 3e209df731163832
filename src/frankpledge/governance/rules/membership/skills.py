"""The yearly review of knowledge and skills: its gaps, and whether the law or custom asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import Period
from frankpledge.kernel.toml_files import TomlTable
from frankpledge.law import api as law
from frankpledge.law.facts import Strength

DUTY = "D11"
LEVELS = {0: "None yet", 1: "Some", 2: "Good", 3: "Could teach others"}


@dataclass(frozen=True)
class Area:
    """An area of knowledge. `each` is the level that everybody should have, `one` that at least one person should."""

    slug: str
    title: str
    about: str
    each: int
    one: int


@dataclass(frozen=True)
class Level:
    """What one attender has in one area. None: they have not answered; `agreed` counts before `own`."""

    person: str
    area: str
    own: int | None
    agreed: int | None

    @property
    def counts(self) -> int | None:
        return self.agreed if self.agreed is not None else self.own


@dataclass(frozen=True)
class AreaState:
    """One area over all who attend. `met` of None: it hangs on those who have not answered."""

    area: Area
    answered: int
    asked: int
    best: int | None
    met: bool | None
    below: tuple[str, ...]

    @property
    def in_words(self) -> str:
        if self.met is None:
            return f"Not known: {self.asked - self.answered} of {self.asked} have not answered"
        return "Met" if self.met and not self.below else "Gap"


@dataclass(frozen=True)
class Asked:
    """Who asks for the review on a day: `is_law` or custom, with the source in words and the day by which it is due."""

    is_law: bool
    title: str
    source: str
    note: str
    year: Period
    due_on: date


def areas_in(file: TomlTable) -> tuple[Area, ...]:
    """The areas of a file. `file.check` says what is wrong with it."""
    rows = file.tables("area")
    if rows:
        rows[0].once("slug", rows)
    return tuple(_area(row) for row in rows)


def _area(row: TomlTable) -> Area:
    found = Area(
        row.text("slug"), row.text("title"), row.text("about", ""), row.whole("each", low=0), row.whole("one", low=0)
    )  # fmt: skip
    for key in ("each", "one"):
        value = getattr(found, key)
        if value not in LEVELS:
            row.wrong(key, f"is {value}, which is no level.", f"Write one of {', '.join(map(str, LEVELS))}.")
    return found


@rule(
    source=Citation(
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "reg 4"
    )
)
def who_asks(nation: str, on: date) -> Asked | None:
    """The law asks for the review every year in Wales, and did in England until 31 May 2011; since then it is local custom.

    It is due by the end of the financial year. None where neither law nor custom had it on the day.
    """
    found = law.duty(DUTY, nation, on)
    if found is None:
        return None
    year = Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)
    source = "; ".join(map(str, found.basis)) or f"Custom; {law.source(found.provenance.source).title}"
    return Asked(
        found.strength is Strength.MUST,
        found.title,
        source,
        found.provenance.note,
        year,
        year.ends_on or on,
    )


@rule(source=Citation("Custom of partnerships", "review of knowledge and skills"))
def state_of(areas: Iterable[Area], people: Sequence[str], levels: Iterable[Level]) -> tuple[AreaState, ...]:
    """An area is met when somebody who attends has the level wanted of one; who has less than is wanted of each has a gap.

    Somebody who has not answered has no level, neither none nor enough: where the answer hangs on them it is not known.
    """
    by_area: dict[str, dict[str, int]] = {}
    for one in levels:
        if one.counts is not None:
            by_area.setdefault(one.area, {})[one.person] = one.counts
    return tuple(_state(area, people, by_area.get(area.slug, {})) for area in areas)


def _state(area: Area, people: Sequence[str], known: Mapping[str, int]) -> AreaState:
    there = {person: level for person, level in known.items() if person in people}
    best = max(there.values(), default=None)
    met: bool | None = best is not None and best >= area.one
    if not met and len(there) < len(people):
        met = None
    below = tuple(person for person in people if person in there and there[person] < area.each)
    return AreaState(area, len(there), len(people), best, met, below)
