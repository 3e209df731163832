"""What must be said of a dataset before its figures can be trusted or published. Frozen; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frankpledge.kernel.toml_files import TomlTable, read_toml

BESIDE = "dataset.toml"
"""A file of this name in a folder describes the data files that lie beside it."""
MEASURES = ("exact", "proxy", "none")
COLUMNS = ("measure", "area", "period", "value", "denominator", "n")
"""Our columns of a measure table, which a description may map to the supplier's."""
TEXTS = (
    "title", "supplier", "licence", "marking", "release_consent", "area_code", "area_name", "counting_rule", "unit",
    "kind_of_measure", "measure", "sheet",
)  # fmt: skip
"""What a description says in words."""


@dataclass(frozen=True)
class DatasetSpec:
    """Owner, licence, marking and the rest, as `architecture.md` section 4 asks of every dataset.

    `measures` says whether the dataset measures the thing exactly, by proxy or not at all; `extracted_on` is an
    ISO date, perhaps imprecise. `release_consent` says who consented to publication and when; while it is empty
    the figures are unreleased and block a public document.
    """

    title: str = ""
    supplier: str = ""
    licence: str = ""
    marking: str = "OFFICIAL"
    not_public_before: date | None = None
    release_consent: str = ""
    measures: str = "exact"
    area_code: str = ""
    area_name: str = ""
    extracted_on: str = ""
    counting_rule: str = ""
    unit: str = ""
    kind_of_measure: str = ""
    is_synthetic: bool = False
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Our columns (measure, area, period, value, denominator, n) to the supplier's."""
    measure: str = ""
    """The measure of a table that has no such column."""
    sheet: str = ""
    negatives: bool = False
    """Counts may be negative, being records that were reclassified."""


OPEN_POLICE_DATA = DatasetSpec(
    title="Street-level crime, data.police.uk",
    supplier="data.police.uk",
    licence="Open Government Licence v3.0",
    marking="OFFICIAL",
    release_consent="published by the police under the Open Government Licence v3.0",
    counting_rule=(
        "Counts of recorded crimes and, apart from them, of anti-social behaviour incidents, as published each month; "
        "places are moved to nearby map points"
    ),
    unit="crimes",
)
REFERENCE = DatasetSpec(
    supplier="Office for National Statistics",
    licence="Open Government Licence v3.0",
    release_consent="published under the Open Government Licence v3.0",
)


def spec_beside(path: Path) -> DatasetSpec | None:
    """The description that lies beside a file or in a folder, or None. Raises `Unusable` naming file and key."""
    folder = path if path.is_dir() else path.parent
    described = folder / BESIDE
    return read_spec(described) if described.is_file() else None


def read_spec(path: Path) -> DatasetSpec:
    """Read a `dataset.toml`. Raises `Unusable` with everything that is wrong with it, naming file and key."""
    said = read_toml(path)
    mapping = said.table("mapping")
    plain = DatasetSpec()
    spec = DatasetSpec(
        **{name: said.text(name, getattr(plain, name)) for name in TEXTS},
        not_public_before=said.optional_day("not_public_before"),
        measures=said.choice("measures", MEASURES, plain.measures),
        extracted_on=_extracted_on(said),
        is_synthetic=said.flag("is_synthetic", False),
        mapping={column: mapping.text(column) for column in COLUMNS if mapping.has(column)},
        negatives=said.flag("negatives", False),
    )
    said.check()
    return spec


def _extracted_on(said: TomlTable) -> str:
    """The day of extraction as far as it is known, as ISO text; empty where nobody said."""
    return said.partial("extracted_on").iso() if said.value("extracted_on") else ""
