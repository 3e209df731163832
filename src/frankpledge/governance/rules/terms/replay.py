"""`meetings replay`: a body's past meetings, replayed: gaps, cadence under each reading, minutes confirmed."""

from __future__ import annotations

import csv
import io
import itertools
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from frankpledge.governance.rules.terms.constitution import Constitution, Frequency
from frankpledge.governance.rules.terms.deadlines import MONTHS_OF, frequency_of, months_later, window_of
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import StrictTable

KEYS = (
    "on", "kind", "phase", "attendance", "confirms", "resolutions", "source", "title", "status", "quorate",
)  # fmt: skip
STATUSES = ("held", "adjourned", "cancelled", "planned")
FEWEST_A_YEAR = {"week": 52, "month": 12, "quarter": 4, "half-year": 2, "year": 1, "financial-year": 1}
QUARTERLY = Frequency("", "ordinary", 1, "quarter", None, (), (), "", None, None)


@dataclass(frozen=True)
class Held:
    """A meeting as the record has it; `confirms` names the days of the meetings whose minutes it confirmed."""

    on: PartialDate
    kind: str
    phase: str
    attendance: int | None
    confirms: tuple[PartialDate, ...]
    resolutions: int
    source: str
    status: str
    row: int

    @property
    def took_place(self) -> bool:
        return self.status not in {"cancelled", "planned"}


@dataclass(frozen=True)
class Gap:
    """The days between two meetings that follow each other; two numbers where a day is not known."""

    starts: PartialDate
    ends: PartialDate
    least: int
    most: int


@dataclass(frozen=True)
class Cadence:
    """Whether enough meetings were held in an interval under one reading; None where the days do not tell."""

    label: str
    reading: str
    held: int
    ok: bool | None


@dataclass(frozen=True)
class Confirmed:
    """The minutes of one meeting and the meetings that confirmed them."""

    of: PartialDate
    by: tuple[PartialDate, ...]
    problem: str


@dataclass(frozen=True)
class Replayed:
    """The whole of a body's past."""

    meetings: tuple[Held, ...]
    gaps: tuple[Gap, ...]
    periods: tuple[Cadence, ...]
    minutes: tuple[Confirmed, ...]
    duplicates: tuple[tuple[PartialDate, tuple[int, ...]], ...]
    strays: tuple[PartialDate, ...]


def read_history(path: Path) -> tuple[Held, ...]:
    """The meetings in a JSON, TOML or CSV file. Raises `Unusable`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        why = (
            "there is no such file" if isinstance(error, FileNotFoundError) else "the file is not UTF-8 text"
        )
        raise Unusable(Problem("no-file", f"{why}.", "Check the file.", path.name)) from error
    rows = _rows(path, text)
    return tuple(
        _held(StrictTable(path.name, row, f"meeting[{number}]", number))
        for number, row in enumerate(rows, start=1)
    )


def _rows(path: Path, text: str) -> list[dict[str, object]]:
    import json

    try:
        if path.suffix == ".csv":
            return [_from_csv(row) for row in csv.DictReader(io.StringIO(text))]
        value = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except ValueError as error:
        raise Unusable(
            Problem("unreadable", f"the file cannot be read: {error}.", "Mend it.", path.name)
        ) from error
    if isinstance(value, dict):
        value = value.get("meetings", value.get("meeting"))
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Unusable(
            Problem("not-a-list", "the file holds no list of meetings.", "Write [{…}].", path.name)
        )
    return [{key: one for key, one in row.items() if one is not None} for row in value]


def _from_csv(row: dict[str, str]) -> dict[str, object]:
    """A row of a CSV: `confirms`, `resolutions` and `attendance` (unless it is a number) hold several values with
    semicolons between them."""
    made: dict[str, object] = {
        key.strip().lower(): value.strip() for key, value in row.items() if key and value
    }
    for key in ("confirms", "resolutions"):
        if key in made:
            made[key] = [one.strip() for one in str(made[key]).split(";") if one.strip()]
    if came := str(made.get("attendance", "")):
        there = [one.strip() for one in came.split(";") if one.strip()]
        made["attendance"] = int(came) if came.isdecimal() else there
    return made


def _held(entry: StrictTable) -> Held:
    entry.only(*KEYS)
    confirms = entry.values.get("confirms", [])
    if not isinstance(confirms, list):
        confirms = [confirms]
    there = entry.values.get("attendance")
    decided = entry.values.get("resolutions", [])
    return Held(
        on=entry.partial("on"),
        kind=entry.text("kind", "ordinary"),
        phase=entry.text("phase", ""),
        attendance=len(there) if isinstance(there, list) else there if isinstance(there, int) else None,
        confirms=tuple(
            StrictTable(entry.file, {"confirms": one}, entry.place, entry.row).partial("confirms")
            for one in confirms
        ),
        resolutions=len(decided) if isinstance(decided, list) else 1,
        source=entry.text("source", ""),
        status=entry.choice("status", STATUSES, "held"),
        row=entry.row or 0,
    )


@rule(source=Citation("Terms of reference", "meetings and minutes"))
def replay(held: tuple[Held, ...], terms: Constitution | None) -> Replayed:
    """A body's past is checked as it was recorded: how often it met under each reading, and that each set of minutes was
    confirmed once, later. Two meetings of one day are flagged and never merged.
    """
    ordered = tuple(sorted(held, key=lambda one: (one.on.earliest, one.on.latest, one.row)))
    took_place = tuple(one for one in ordered if one.took_place)
    regular = tuple(one for one in took_place if one.kind in {"ordinary", "public", "annual"})
    days = Counter(one.on for one in ordered)
    return Replayed(
        meetings=ordered,
        gaps=_gaps(regular),
        periods=_cadence(regular, terms),
        minutes=tuple(_confirmed(one, took_place) for one in took_place),
        duplicates=tuple(
            (on, tuple(one.row for one in ordered if one.on == on))
            for on, number in days.items()
            if number > 1
        ),
        strays=tuple(on for one in ordered for on in one.confirms if on not in days),
    )


def _gaps(held: tuple[Held, ...]) -> tuple[Gap, ...]:
    days = list(dict.fromkeys(one.on for one in held))
    return tuple(
        Gap(one, other, max(0, (other.earliest - one.latest).days), (other.latest - one.earliest).days)
        for one, other in itertools.pairwise(days)
    )


def _cadence(held: tuple[Held, ...], terms: Constitution | None) -> tuple[Cadence, ...]:
    if not held:
        return ()
    phases = list(dict.fromkeys(one.phase for one in held))
    found = []
    for phase in phases:
        of_phase = tuple(one for one in held if one.phase == phase)
        frequency = frequency_of(terms, phase, "ordinary") if terms else QUARTERLY
        if frequency:
            found += _readings(of_phase, frequency)
    return tuple(found)


def _readings(held: tuple[Held, ...], frequency: Frequency) -> list[Cadence]:
    every, least = frequency.every, frequency.at_least or 1
    if frequency.every_weeks:
        return _longest_gap(held, 7 * frequency.every_weeks, f"every {frequency.every_weeks} weeks")
    if not every:
        return []
    found = []
    if frequency.reading in {None, "each-window"}:
        found += [_in_window(held, one, least) for one in _windows(held, every)]
    if frequency.reading in {None, "number-a-year"}:
        fewest = FEWEST_A_YEAR[every] * least
        found += [
            _counted(held, one, fewest, "number-a-year")
            for one in (*_years(held, "year"), *_years(held, "financial-year"))
        ]
    if frequency.reading in {None, "longest-gap"}:
        found += _months_apart(held, MONTHS_OF[every])
    return found


def _windows(held: tuple[Held, ...], every: str) -> list[Period]:
    """Every interval from the first meeting's to the last's."""
    first, last = held[0].on.earliest, max(one.on.latest for one in held)
    found = [window_of(every, first)]
    while (ends := found[-1].ends_on) and ends < last:
        found.append(window_of(every, date.fromordinal(ends.toordinal() + 1)))
    return found


def _years(held: tuple[Held, ...], every: str) -> list[Period]:
    """Whole years only: the first and the last may have begun or ended before the record does."""
    found = _windows(held, every)
    first, last = held[0].on.earliest, max(one.on.latest for one in held)
    return [
        one
        for one in found
        if one.ends_on
        and (one.starts_on >= first or _quarter_start(first, one))
        and one.ends_on <= _end(last)
    ]


def _quarter_start(first: date, year: Period) -> bool:
    return window_of("quarter", first).starts_on == year.starts_on


def _end(last: date) -> date:
    return window_of("quarter", last).ends_on or last


def _in_window(held: tuple[Held, ...], window: Period, least: int) -> Cadence:
    return _counted(held, window, least, "each-window")


def _counted(held: tuple[Held, ...], window: Period, least: int, reading: str) -> Cadence:
    sure = [one for one in held if one.on.earliest in window and one.on.latest in window]
    may = [one for one in held if window.overlaps(Period(one.on.earliest, one.on.latest))]
    enough: bool | None = True if len(sure) >= least else None if len(may) >= least else False
    return Cadence(window.code, reading, len(sure), enough)


def _longest_gap(held: tuple[Held, ...], days: int, label: str) -> list[Cadence]:
    gaps = _gaps(held)
    if not gaps:
        return []
    over = [gap for gap in gaps if gap.least > days]
    unsure = [gap for gap in gaps if gap.most > days >= gap.least]
    return [Cadence(label, "longest-gap", len(held), False if over else None if unsure else True)]


def _months_apart(held: tuple[Held, ...], months: int) -> list[Cadence]:
    """No more than so many months, to the corresponding day, between two that follow each other."""
    found = []
    for gap in _gaps(held):
        sure = gap.ends.latest <= months_later(gap.starts.earliest, months)
        never = gap.ends.earliest > months_later(gap.starts.latest, months)
        label = f"{gap.starts.iso()} to {gap.ends.iso()}"
        found.append(Cadence(label, "longest-gap", 2, True if sure else False if never else None))
    return found


def _confirmed(one: Held, held: tuple[Held, ...]) -> Confirmed:
    by = tuple(other.on for other in held if one.on in other.confirms)
    last = one is held[-1]
    problem = ""
    if not by and not last:
        problem = "no later meeting confirmed these minutes"
    elif len(by) > 1:
        problem = "confirmed more than once"
    elif by and by[0].latest <= one.on.earliest:
        problem = "confirmed at a meeting that was not later"
    return Confirmed(one.on, by, problem)
