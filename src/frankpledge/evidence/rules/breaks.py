"""The register of breaks: changes of recording, of law or of the world that a trend must not be read across."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from frankpledge.analysis.series import Break, BreakKind, Treatment
from frankpledge.kernel.dates import PartialDate, Period


@dataclass(frozen=True)
class Entry:
    """One entry of the register. Empty `forces`, `measures` mean all; imprecise dates stay imprecise.

    `verified` is true where a published source was read; otherwise it is general knowledge, to be checked.
    """

    id: str
    what: str
    starts: PartialDate
    ends: PartialDate | None
    kind: BreakKind
    treatment: Treatment
    source: str
    verified: bool
    effect: str = ""
    forces: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    still_running: bool = False

    @property
    def when(self) -> Period:
        """All the days on which it may have been so: an imprecise date counts with every day that it may mean."""
        return Period(self.starts.earliest, None if self.still_running else (self.ends or self.starts).latest)

    def concerns(self, *, force: str = "", measure: str = "") -> bool:
        """Whether counts of that force and crime type are touched; a break of one force touches that force only."""
        if self.forces and force not in self.forces:
            return False
        return not (self.measures and measure) or measure in self.measures

    def as_break(self) -> Break:
        """The entry as a series carries it."""
        checked = "" if self.verified else " (to be checked)"
        # It stands within sentences, so its own full stop goes.
        return Break(
            self.id, self.what.rstrip("."), self.when, self.kind, self.treatment, self.source + checked
        )


@cache
def register() -> tuple[Entry, ...]:
    """The breaks that come with the software, by date and id (`evidence/data/breaks.toml`)."""
    text = files("frankpledge.evidence").joinpath("data", "breaks.toml").read_text(encoding="utf-8")
    return read_register(text)


def read_register(text: str) -> tuple[Entry, ...]:
    """Read a register in TOML. Raises ValueError naming the entry and what is wrong with it."""
    found = [_entry(entry) for entry in tomllib.loads(text).get("break", ())]
    repeated = {each.id for each in found if sum(other.id == each.id for other in found) > 1}
    if repeated:
        raise ValueError(f"breaks register: {', '.join(sorted(repeated))} is there twice")
    return tuple(sorted(found, key=lambda each: (each.starts.earliest, each.id)))


def _entry(entry: Mapping[str, Any]) -> Entry:
    name = str(entry.get("id", "an entry without an id"))
    try:
        ends = entry.get("ends")
        return Entry(
            id=entry["id"],
            what=entry["what"],
            starts=_partial(entry["starts"]),
            ends=None if ends in (None, "still") else _partial(ends),
            kind=BreakKind(entry["kind"]),
            treatment=Treatment(entry["treatment"]),
            source=entry["source"],
            verified=entry["verified"],
            effect=entry.get("effect", ""),
            forces=tuple(entry.get("forces", ())),
            measures=tuple(entry.get("measures", ())),
            still_running=ends == "still",
        )
    except KeyError as error:
        raise ValueError(f"breaks register, {name}: {error.args[0]} is missing") from error
    except ValueError as error:
        raise ValueError(f"breaks register, {name}: {error}") from error


def _partial(value: str | date) -> PartialDate:
    return PartialDate.of(value) if isinstance(value, date) else PartialDate.parse(value)
