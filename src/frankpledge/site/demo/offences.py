"""A synthetic extract by offence code, and invented weights, so that the demonstration shows what a score of severity says.

The same seed gives the same bytes. Everything is labelled: the dataset, its groups, and the set of weights.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.toml_files import TomlTable, read_toml

PEAK_MONTH = 7.5
MARKS = ("(synthetic)", "(invented)")
LICENCE = "Demonstration only"


@dataclass(frozen=True)
class SyntheticOffence:
    """An offence: how often a month it happens, and what it weighs (empty: the set does not know it)."""

    code: str
    name: str
    group: str
    level: float
    trend: float
    season: float
    weight: str


@dataclass(frozen=True)
class OffencesSpec:
    months: tuple[Period, ...]
    extract: str
    supplier: str
    extracted_on: str
    weights: str
    dated: str
    offences: tuple[SyntheticOffence, ...]

    @property
    def of_extract(self) -> DatasetSpec:
        return _described(self.extract, self.supplier, self.extracted_on)

    @property
    def of_weights(self) -> DatasetSpec:
        return _described(self.weights, "Made for the demonstration", "")


def _described(title: str, supplier: str, extracted_on: str) -> DatasetSpec:
    return DatasetSpec(
        title=title, supplier=supplier, licence=LICENCE, release_consent="synthetic: it describes nobody",
        extracted_on=extracted_on, is_synthetic=True,
    )  # fmt: skip


def read_offences_spec(path: Path) -> OffencesSpec:
    """Read `offences.toml`. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    span = Period(Period.parse(top.text("first")).starts_on, Period.parse(top.text("last")).ends_on)
    made = OffencesSpec(
        tuple(months_in(span)), top.text("extract"), top.text("supplier"), top.day("extracted_on").isoformat(),
        top.text("weights"), top.text("weights_dated"), tuple(_offence(row) for row in top.tables("offence")),
    )  # fmt: skip
    for key, text in (("extract", made.extract), ("weights", made.weights)):
        _must_be_marked(top, key, text)
    top.check()
    return made


def _must_be_marked(row: TomlTable, key: str, text: str) -> None:
    if not any(mark in text for mark in MARKS):
        row.wrong(
            key, f"is ‘{text}’, without the mark.", f"End it with {MARKS[0]}: nobody may take it for real."
        )


def _offence(row: TomlTable) -> SyntheticOffence:
    _must_be_marked(row, "group", row.text("group"))
    weight = f"{row.number('weight', low=0):g}" if row.has("weight") else ""
    return SyntheticOffence(
        row.text("code"), row.text("name"), row.text("group"), row.number("level", low=0), row.number("trend", 1.0, low=0.01),
        row.number("season", 0.0), weight,
    )  # fmt: skip


def write_offences(folder: Path, *, seed: int, spec: OffencesSpec) -> tuple[Path, Path]:
    """Write the extract and the weights into the folder, and answer where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    extract, weights = folder / "recorded-offences.csv", folder / "demonstration-weights.csv"
    rows = [
        (month.code, one.code, one.name, one.group, str(_count(seed, one, month, spec.months[0])))
        for one in spec.offences
        for month in spec.months
    ]
    _write(extract, ("Month", "HO code", "Offence", "Offence group", "Offences"), rows)
    known = [(one.code, one.name, one.weight, spec.dated) for one in spec.offences if one.weight]
    _write(weights, ("Offence code", "Offence", "Weight", "Version"), known)
    return extract, weights


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _count(seed: int, one: SyntheticOffence, month: Period, first: Period) -> int:
    rng = random.Random(f"{seed}/{one.code}/{month.code}")  # noqa: S311 (repeatability is the purpose)
    years = (month.starts_on - first.starts_on).days / 365.25
    wave = math.cos(2 * math.pi * (month.starts_on.month + 0.5 - PEAK_MONTH) / 12)
    level = one.level * math.pow(one.trend, years) * (1 + one.season * wave)
    return max(0, round(rng.gauss(level, math.sqrt(level))))
