"""What every reader hands back, so that pages, commands and the ledger treat all files alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frankpledge.evidence.files import StoredFile
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.results import Caution


def how_many(number: int, one: str, more: str) -> str:
    """The number with its noun: 1 row, 1,204 rows."""
    return f"1 {one}" if number == 1 else f"{grouped(number)} {more}"


LISTED = 200
"""How many refused rows a result carries in memory; all of them are in the refusals file."""


class Kind(StrEnum):
    """What a file is, told from its content. Stored in manifests, so the slugs do not change."""

    POLICE_STREET = "police-street"
    POLICE_OUTCOMES = "police-outcomes"
    POLICE_STOP_AND_SEARCH = "police-stop-and-search"
    LSOA_WARD_LAD = "lookup-lsoa-ward-lad"
    WARD_LAD = "lookup-ward-lad"
    LAD_CSP_PFA = "lookup-lad-csp-pfa"
    CSP_NAMES = "names-csp"
    LAD_SUCCESSION = "lookup-lad-succession"
    LSOA11_LSOA21 = "lookup-lsoa11-lsoa21"
    LSOA_CENTRES = "centres-lsoa"
    POPULATION_LSOA = "population-lsoa"
    POPULATION_LAD = "population-lad"
    POPULATION_WARD = "population-ward"
    CSP_RECORDED_CRIME = "recorded-crime-csp"
    PFA_RECORDED_CRIME = "recorded-crime-pfa"
    IMD = "deprivation-lsoa"
    BOUNDARIES = "boundaries"
    BANK_HOLIDAYS = "bank-holidays"
    SEVERITY = "severity-codes"
    SEVERITY_JOIN = "severity-codes-by-category"
    OFFENCE_CATEGORIES = "offence-categories"
    OFFENCE_EXTRACT = "offence-extract"
    MEASURES_TIDY = "measures-tidy"
    MEASURES_TWO_YEARS = "measures-two-years-by-quarter"
    SERVICE_RETURN = "service-return"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Coverage:
    """What one file says about one force or area in one month (`period` is a code that `Period.parse` reads).

    `n` counts accepted rows; `without_place` those among them that have neither point nor area, `area_only` those
    with an area code and no point. Police files only: `repeated_ids` is how many rows carry a Crime ID that an
    earlier row of the file has; `identical_asb` how many rows without an id equal an earlier one. All are kept.
    """

    area: str
    period: str
    n: int
    without_place: int = 0
    area_only: int = 0
    repeated_ids: int = 0
    identical_asb: int = 0
    by_type: Mapping[str, int] = field(default_factory=dict)
    n_refused: int = 0

    @property
    def placed_share(self) -> float | None:
        """The share of rows with a point or an area; None where there is no row."""
        return None if self.n == 0 else 1 - self.without_place / self.n


@dataclass(frozen=True)
class ReadResult:
    """What became of one original. Nothing is kept of a file that cannot be used: the reader raises Unusable.

    `parts` are immutable Parquet files (more than one only for very large originals), holding `rows` rows.
    `refused` rows are told one by one in the Parquet file `refusals` (line, code, column, value, reason, remedy),
    of which `problems` lists the first. `counted` rows belong to a kind that is stored but not read yet.
    """

    kind: Kind
    name: str
    original: StoredFile
    parts: tuple[StoredFile, ...] = ()
    rows: int = 0
    refused: int = 0
    refusals: StoredFile | None = None
    problems: tuple[Problem, ...] = ()
    cautions: tuple[Caution, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    counted: int = 0
    vintage: Mapping[str, str] = field(default_factory=dict)
    """Edition facts told by the file: the year of each kind of code (`{"lsoa": "2011", "lad": "2018"}`), its period."""
    totals: Mapping[str, int] = field(default_factory=dict)
    """Sums by which a person can check the file against its publication (`{"persons": 59719724}`)."""
