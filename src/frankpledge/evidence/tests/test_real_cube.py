"""On the real files: what the cube says equals a plain count of their rows."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from frankpledge.evidence import cube
from frankpledge.evidence.archive import incoming
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import read_all
from frankpledge.evidence.rules.geography import partnerships

pytestmark = pytest.mark.real_data
DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
POLICE, LOOKUPS = DATA / "police-uk", DATA / "lookups"
DORSET = sorted(POLICE.glob("20*/*-dorset-street.csv"))


def rows_in(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows_in_zip(path: Path, ending: str) -> list[tuple[str, dict[str, str]]]:
    """Month of the file and row, of every file that ends so."""
    with zipfile.ZipFile(path) as packed:
        return [
            (Path(name).name[:7], row)
            for name in packed.namelist()
            if name.endswith(ending)
            for row in csv.DictReader(io.TextIOWrapper(packed.open(name), "utf-8-sig", newline=""))
        ]


def read(folder: Path, *paths: Path):
    kept = FileStore(folder / "store")
    return [one.result for path in paths for one in read_all(incoming(path), kept)]


def cells(results, kind, where):
    parts = [part.path for one in results if one and one.kind is kind for part in one.parts]
    found = Counter()
    for made in cube.cells_by_part(parts, kind, where).values():
        for *keys, n in made:
            found[tuple(keys)] += n
    return found


def dorset() -> frozenset[str]:
    """The small areas of the Dorset partnership by the look-ups of 2018, when it was six districts."""
    districts = {
        "2018": {row["LSOA11CD"]: row["LAD18CD"] for row in rows_in(LOOKUPS / "lsoa11_wd18_lad18_ew.csv.gz")}
    }
    bodies: dict[str, set[str]] = {}
    for row in rows_in(LOOKUPS / "lad18_csp18_pfa18_ew.csv"):
        bodies.setdefault(row["LAD18CD"], set()).add(row["CSP18CD"])
    partners = {"2018": {lad: frozenset(codes) for lad, codes in bodies.items()}}
    return partnerships("2018", districts, partners).made["E22000367"].members


@pytest.mark.parametrize("whole", [True, False], ids=["the force", "the partnership"])
def test_crimes_by_month_type_and_outcome_are_those_of_the_files(tmp_path, whole):
    where = None if whole else dorset()
    plain = Counter(
        (row["Month"], row["Crime type"], row["Last outcome category"] or None)
        for path in DORSET
        for row in rows_in(path)
        if where is None or row["LSOA code"] in where
    )
    found = cells(read(tmp_path, *DORSET), Kind.POLICE_STREET, where)
    assert found == plain
    assert sum(found.values()) == (29_335 if whole else sum(plain.values()))


def test_searches_by_field_are_those_of_the_files_in_the_month_of_the_file(tmp_path):
    path = POLICE / "2018-04_2019-03-city-of-london.zip"
    found = cells(read(tmp_path, path), Kind.POLICE_STOP_AND_SEARCH, None)
    rows = rows_in_zip(path, "stop-and-search.csv")
    assert len(rows) == 1_526
    for field, column in (
        ("object", "Object of search"),
        ("outcome", "Outcome"),
        ("ethnicity-self", "Self-defined ethnicity"),
    ):
        plain = Counter((month, row[column] or None) for month, row in rows)
        ours = Counter()
        for (month, name, value, _), n in found.items():
            if name == field:
                ours[month, value] += n
        assert ours == plain, field


def test_outcomes_of_the_excerpt_are_all_there(tmp_path):
    path = POLICE / "2026-02-city-of-london-outcomes.EXCERPT.csv"
    plain = Counter((row["Month"], row["Outcome type"]) for row in rows_in(path))
    assert cells(read(tmp_path, path), Kind.POLICE_OUTCOMES, None) == plain
