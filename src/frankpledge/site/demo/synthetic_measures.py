"""Writes synthetic measure tables: the counts and surveys that police.uk does not hold, each named ‘(synthetic)’.

A table is tidy: one row a measure, area and period, in columns measure, area, period, value, denominator, n.
`n` is how many people a survey asked; `denominator` what a rate is out of; both blank where they mean nothing.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from pathlib import Path

from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.toml_files import TomlTable, read_toml

MARK = "(synthetic)"
COLUMNS = ("measure", "area", "period", "value", "denominator", "n")
MONTHS_A_PERIOD = {"month": 1, "quarter": 3, "year": 12}
PEAK_MONTH = 7.5  # the season is a wave that is highest between July and August


@dataclass(frozen=True)
class SyntheticMeasure:
    """One measure: how high it starts, how it grows a year, its season, and what happened to it when.

    `kind` is `count` (whole numbers) or `survey` (per cent of `n` people, drawn person by person). `changes` are
    (period code, factor): from that period on the level is multiplied. `missing` periods have no row.
    """

    name: str
    area: str
    kind: str
    granularity: str
    first: str
    last: str
    level: float
    trend: float
    season: float
    spread: float
    n: int
    changes: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SyntheticTable:
    """One partner's file: its name, whose it is and its measures."""

    file: str
    dataset: str
    owner: str
    licence: str
    marking: str
    extracted_on: str
    unit: str
    """What one of its values counts; for a survey, per cent."""
    kind: str
    """count or survey, as the evidence calls it."""
    measures: tuple[SyntheticMeasure, ...]


@dataclass(frozen=True)
class MeasuresSpec:
    tables: tuple[SyntheticTable, ...]


def read_measures_spec(path: Path) -> MeasuresSpec:
    """Read `measures.toml`. Raises `Unusable` naming file and key; a name that lacks ‘(synthetic)’ is refused."""
    top = read_toml(path)
    tables = tuple(_table(row) for row in top.tables("table"))
    top.once("file", top.tables("table"))
    top.check()
    return MeasuresSpec(tables)


def write_measure_tables(folder: Path, *, seed: int, spec: MeasuresSpec) -> tuple[Path, ...]:
    """Write every table of the specification into the folder, and a README.txt. Answers the tables in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table in spec.tables:
        path = folder / table.file
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for measure in table.measures:
                writer.writerows(_rows(measure, seed))
        written.append(path)
    (folder / "README.txt").write_text(_readme(spec, seed), encoding="utf-8")
    return tuple(written)


def _rows(measure: SyntheticMeasure, seed: int) -> list[tuple[str, ...]]:
    rng = random.Random(f"{seed}/{measure.name}")  # noqa: S311 (repeatability is the purpose)
    rows: list[tuple[str, ...]] = []
    for code in periods_of(measure):
        value = _value(rng, measure, code)
        if code not in measure.missing:
            asked = str(measure.n) if measure.kind == "survey" else ""
            rows.append((measure.name, measure.area, code, value, "", asked))
    return rows


def periods_of(measure: SyntheticMeasure) -> list[str]:
    """The period codes from first to last, at the measure's granularity."""
    first, last = Period.parse(measure.first), Period.parse(measure.last)
    size = MONTHS_A_PERIOD[measure.granularity]
    starts = months_in(Period(first.starts_on, last.ends_on))[::size]
    ends = months_in(Period(first.starts_on, last.ends_on))[size - 1 :: size]
    return [Period(start.starts_on, end.ends_on).code for start, end in zip(starts, ends, strict=False)]


def _value(rng: random.Random, measure: SyntheticMeasure, code: str) -> str:
    level = _level(measure, code)
    if measure.kind == "survey":
        share = min(max(level / 100, 0.0), 1.0)
        said_so = sum(rng.random() < share for _ in range(measure.n))
        return f"{100 * said_so / measure.n:.1f}%"
    return str(max(0, round(rng.gauss(level, math.sqrt(level) * measure.spread))))


def _level(measure: SyntheticMeasure, code: str) -> float:
    """What the measure would come to in a period on average."""
    start = Period.parse(code).starts_on
    years = (start - Period.parse(measure.first).starts_on).days / 365.25
    middle = start.month + (MONTHS_A_PERIOD[measure.granularity] - 1) / 2
    wave = 0.0 if measure.granularity == "year" else math.cos(2 * math.pi * (middle - PEAK_MONTH) / 12)
    found = measure.level * math.pow(measure.trend, years) * (1 + measure.season * wave)
    for since, factor in measure.changes:
        found *= factor if start >= Period.parse(since).starts_on else 1
    return found


def _table(row: TomlTable) -> SyntheticTable:
    return SyntheticTable(
        file=row.text("file"),
        dataset=row.text("dataset"),
        owner=row.text("owner"),
        licence=row.text("licence"),
        marking=row.text("marking"),
        extracted_on=row.day("extracted_on").isoformat(),
        unit=row.text("unit"),
        kind=row.choice("kind", ("count", "incident", "survey")),
        measures=tuple(_measure(inner) for inner in row.tables("measure")),
    )


def _measure(row: TomlTable) -> SyntheticMeasure:
    name = row.text("name")
    if MARK not in name:
        row.wrong(
            "name", f"is ‘{name}’, without the mark.", f"End it with {MARK}: nobody may take it for real."
        )
    kind = row.choice("kind", ("count", "survey"))
    return SyntheticMeasure(
        name=name,
        area=row.text("area"),
        kind=kind,
        granularity=row.choice("granularity", tuple(MONTHS_A_PERIOD)),
        first=_code(row, "first"),
        last=_code(row, "last"),
        level=row.number("level", low=0),
        trend=row.number("trend", 1.0, low=0.01),
        season=row.number("season", 0.0),
        spread=row.number("spread", 1.0, low=0),
        n=row.whole("n", low=1) if kind == "survey" else 0,
        changes=tuple((_code(one, "from"), one.number("factor", low=0)) for one in row.tables("change")),
        missing=row.texts("missing", ()),
    )


def _code(row: TomlTable, name: str) -> str:
    code = row.text(name)
    try:
        Period.parse(code)
    except ValueError:
        row.wrong(name, f"is ‘{code}’, which is not a period.", "Write 2020, 2020-Q1 or 2020-03.")
        return "2000"
    return code


def _readme(spec: MeasuresSpec, seed: int) -> str:
    lines = "\n".join(f"- {table.file}: {table.dataset} ({table.owner})" for table in spec.tables)
    return (
        "SYNTHETIC DATA. Nobody counted or asked anything for these tables.\n\n"
        f"A generator wrote them (seed {seed}) for the demonstration of Frankpledge; every measure is named "
        f"‘{MARK}’. The organisations named as owners supplied nothing.\n\n{lines}\n"
    )
