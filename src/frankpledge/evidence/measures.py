"""The measures that a source brings by itself, and how a measure's slug is made. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ASB = "Anti-social behaviour"
CRIME_TYPES = (
    ASB,
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
"""The fourteen groups of data.police.uk street-level files."""
POLICE = "police-"
RECORDED_CRIME = "police-recorded-crime"


@dataclass(frozen=True)
class PoliceMeasure:
    """A measure that police street files bring: which crime types it counts, and in which unit."""

    slug: str
    title: str
    unit: str
    kind: str
    types: tuple[str, ...]


def slugify(name: str) -> str:
    """A measure's slug: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def police_measures() -> tuple[PoliceMeasure, ...]:
    """One measure for each group, and recorded crime, which is all groups but anti-social behaviour.

    Anti-social behaviour is incidents, not crimes: the two are never added.
    """
    groups = tuple(
        PoliceMeasure(
            POLICE + slugify(name),
            f"{name} (police.uk)",
            "incidents" if name == ASB else "crimes",
            "incident" if name == ASB else "crime",
            (name,),
        )
        for name in CRIME_TYPES
    )
    crimes = tuple(name for name in CRIME_TYPES if name != ASB)
    return (
        *groups,
        PoliceMeasure(RECORDED_CRIME, "Police recorded crime (police.uk)", "crimes", "crime", crimes),
    )
