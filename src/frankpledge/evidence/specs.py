"""What must be said of a dataset before its figures can be trusted or published. Frozen; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from frankpledge.kernel.problems import Problem, Unusable

BESIDE = "dataset.toml"
"""A file of this name in a folder describes the data files that lie beside it."""


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
    """Read a `dataset.toml`. Raises `Unusable` for bad TOML, an unknown key or a value of the wrong kind."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unusable(
            Problem("bad-toml", f"It is not TOML: {error}.", "Correct it and try again.", path.name)
        ) from error
    known = {known.name for known in fields(DatasetSpec)}
    strange = sorted(set(said) - known)
    if strange:
        raise Unusable(
            Problem(
                "unknown-key",
                f"There is no such thing to say of a dataset as ‘{strange[0]}’.",
                f"Use some of: {', '.join(sorted(known))}.",
                path.name,
                column=strange[0],
            )
        )
    spec = DatasetSpec(**said)
    if spec.measures not in {"exact", "proxy", "none"}:
        raise Unusable(
            Problem(
                "unknown-value", f"‘{spec.measures}’ is not a way to measure.", "Write exact, proxy or none.",
                path.name, column="measures",
            )
        )  # fmt: skip
    return spec
