"""Small look-ups and populations in the form in which they are published, for the tests of areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from frankpledge.evidence import services
from frankpledge.evidence.tests.bringing import BY, written

AREAS = tuple(f"E0190000{number}" for number in range(1, 7))
"""Six small areas: the first two are Mere's own."""
WARDS_2018 = {"E01900001": ("W1", "D1"), "E01900002": ("W1", "D1"), "E01900003": ("W2", "D2"), "E01900004": ("W2", "D2"),
              "E01900005": ("W3", "D3"), "E01900006": ("W3", "D3")}  # fmt: skip
WARDS_2019 = {**WARDS_2018, "E01900001": ("W1", "D9"), "E01900002": ("W1", "D9"), "E01900003": ("W1", "D9"),
              "E01900004": ("W2", "D9")}  # fmt: skip
"""In 2019 the first two districts became one, and a small area went from the second ward to the first."""
PARTNERS_2018 = {("D1", "C1", "Mereshire"), ("D2", "C2", "Mereshire"), ("D3", "C3", "Farshire")}
PARTNERS_2019 = {("D9", "C1", "Mereshire"), ("D9", "C2", "Mereshire"), ("D3", "C3", "Farshire")}
CODES = {"W": "E05", "D": "E07", "C": "E22", "F": "E23"}
FORCES = {"Mereshire": "F1", "Farshire": "F2"}


def code(short: str) -> str:
    """W1 as a code of nine characters."""
    return f"{CODES[short[0]]}90000{short[1:]}"


def wards(year: str, of: Mapping[str, tuple[str, str]]) -> str:
    head = f"LSOA11CD,LSOA11NM,WD{year}CD,WD{year}NM,LAD{year}CD,LAD{year}NM\n"
    return head + "".join(
        f"{area},Mereshire {area[-3:]}A,{code(ward)},Ward {ward},{code(district)},District {district}\n"
        for area, (ward, district) in of.items()
    )


def partners(year: str, of: set[tuple[str, str, str]]) -> str:
    head = f"LAD{year}CD,LAD{year}NM,CSP{year}CD,CSP{year}NM,PFA{year}CD,PFA{year}NM\n"
    return head + "".join(
        f"{code(district)},District {district},{code(body)},Partnership {body},{code(FORCES[force])},{force}\n"
        for district, body, force in sorted(of)
    )


def editions(pairs: Sequence[tuple[str, str]]) -> str:
    head = "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM\n"
    return head + "".join(f"{old},Old,{new},New,E07900009,District\n" for old, new in pairs)


def population(persons: Mapping[str, int]) -> str:
    """Everybody is twenty years old."""
    ages = [*map(str, range(90)), "90+"]
    head = "lsoa11_name,lsoa11_code,total_population," + ",".join(ages) + "\n"
    return head + "".join(
        f"Name,{area},{n}," + ",".join(str(n if age == "20" else 0) for age in ages) + "\n"
        for area, n in persons.items()
    )


def bring(folder: Path, **files: str) -> None:
    """Import files given as name and content; underscores become hyphens."""
    paths = [written(folder, f"{name.replace('_', '-')}.csv", content) for name, content in files.items()]
    services.import_paths("mere", paths, by=BY)


def bring_all(folder: Path) -> None:
    """Both years of wards and partnerships."""
    bring(
        folder,
        wards_2018=wards("18", WARDS_2018),
        wards_2019=wards("19", WARDS_2019),
        partners_2018=partners("18", PARTNERS_2018),
        partners_2019=partners("19", PARTNERS_2019),
    )
