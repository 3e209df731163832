"""The real public files beside the project: what is read equals what plain Python counts in them."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from frankpledge.evidence import cube
from frankpledge.evidence.archive import incoming
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.reference import read_reference
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import read_all

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
pytestmark = pytest.mark.real_data


def texts(folder):
    """Every CSV below a folder as text, archives opened with the standard library."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield name, packed.read(name).decode("utf-8-sig")
        elif path.suffix == ".gz":
            yield path.stem, gzip.decompress(path.read_bytes()).decode("utf-8-sig")
        elif path.suffix == ".csv":
            yield path.name, path.read_text("utf-8-sig")


@pytest.fixture(scope="module")
def police(tmp_path_factory):
    """Every police file by the name in its archive: what was read, and its rows as the csv module sees them."""
    folder = tmp_path_factory.mktemp("police")
    read = list(read_all(incoming(DATA / "police-uk"), FileStore(folder)))
    assert not [each.problems for each in read if each.result is None]
    rows = {
        name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts(DATA / "police-uk")
    }
    return {each.name: each.result for each in read}, rows


def test_every_police_file_is_read_and_no_row_is_lost(police):
    found, counted = police
    assert set(found) == set(counted)
    assert len(found) == 41
    for name, rows in counted.items():
        result = found[name]
        assert (result.rows + result.counted, result.refused) == (len(rows), 0), name


def test_street_facts_equal_a_plain_count(police):
    found, counted = police
    for name, rows in counted.items():
        if found[name].kind is not Kind.POLICE_STREET:
            continue
        (fact,) = found[name].coverage
        ids = [row["Crime ID"] for row in rows if row["Crime ID"]]
        asb = Counter(tuple(row.values()) for row in rows if row["Crime type"] == "Anti-social behaviour")
        assert (fact.n, fact.by_type) == (len(rows), Counter(row["Crime type"] for row in rows)), name
        assert fact.without_place == sum(not row["LSOA code"] and not row["Longitude"] for row in rows), name
        assert fact.repeated_ids == len(ids) - len(set(ids)), name
        assert fact.identical_asb == sum(asb.values()) - len(asb), name


def test_every_column_and_line_of_a_real_file_is_as_it_was(police):
    found, counted = police
    for name in ("2018-10-dorset-street.csv", "2018-12/2018-12-city-of-london-street.csv"):
        kept = pq.read_table(found[name].parts[0].path).to_pylist()
        assert [row["line"] for row in kept] == list(range(2, len(kept) + 2))
        for row, original in zip(kept, counted[name], strict=True):
            assert [row[column] or "" for column in list(row)[:12]] == list(original.values())


def test_the_readme_figures_of_repeats_are_found(police):
    found, _ = police
    repeats = {
        name[:7]: each.coverage[0].repeated_ids for name, each in found.items() if "dorset-street" in name
    }
    assert repeats == {"2018-10": 30, "2018-11": 0, "2018-12": 0, "2019-01": 32, "2019-02": 55}


def test_the_cube_answers_as_plain_python_counts(police):
    found, counted = police
    names = [name for name in found if name.endswith("-dorset-street.csv")]
    parts = [part.path for name in names for part in found[name].parts]
    rows = [row for name in names for row in counted[name]]
    areas = frozenset(row["LSOA code"] for row in rows if row["LSOA name"].startswith("West Dorset"))
    assert counted_by_cube(parts, None) == Counter(map(month_and_type, rows))
    placed = Counter(month_and_type(row) for row in rows if row["LSOA code"] in areas)
    assert counted_by_cube(parts, areas) == placed


def counted_by_cube(parts, areas):
    found = Counter()
    for cells in cube.cells_by_part(parts, Kind.POLICE_STREET, areas).values():
        for month, crime_type, *_, n in cells:
            found[month, crime_type] += n
    return found


def month_and_type(row):
    return row["Month"], row["Crime type"]


@pytest.mark.parametrize(
    ("file", "rows", "totals"),
    [
        ("population/population20_lsoa11.csv.gz", 34753, {"persons": 59719724}),
        ("population/population20_ltla21.csv", 331, {"persons": 59719724}),
        ("population/Mid-2020 Persons-Table 1.csv.gz", 8053, {"persons": 59719724}),
        ("lookups/lsoa11_wd18_lad18_ew.csv.gz", 34753, {}),
        ("lookups/lsoa11_wd19_lad19_ew.csv.gz", 34753, {}),
        ("lookups/lsoa11_to_lsoa21_best_fit_lookup_england_wales_v2.csv.gz", 34753, {}),
        ("lookups/wd19_lad19_uk.csv.gz", 8887, {}),
        ("lookups/lad18_csp18_pfa18_ew.csv", 348, {}),
        ("lookups/lad19_csp19_pfa19_ew.csv", 342, {}),
        ("lookups/csp19_names_codes_ew.csv", 314, {}),
        ("lookups/la_all_codes.csv", 415, {}),
        ("lookups/lsoa_latlong.csv.gz", 48424, {}),
        ("deprivation/imd2019_rank_lsoa11_lad19_england.csv.gz", 32844, {}),
        ("deprivation/lsoa11_imd19_OSGB1936.csv.gz", 34753, {}),
        ("severity/severity_codes.csv", 134, {}),
        ("severity/policeuk-ons-code-join.csv", 134, {}),
        ("recorded-crime/CrimeCatMappings.csv", 132, {}),
        ("calendar/bank-holidays.2012-2020.json", 73, {"england-and-wales": 73}),
        (
            "calendar/bank-holidays.2019-2027.json",
            252,
            {"england-and-wales": 75, "scotland": 84, "northern-ireland": 93},
        ),
        ("boundaries/lad/topo_lad.json.gz", 326, {"areas": 326}),
    ],
)
def test_reference_files_have_the_rows_and_sums_of_their_publication(tmp_path, file, rows, totals):
    (given,) = (
        read_reference(each.path, FileStore(tmp_path), name=each.name) for each in incoming(DATA / file)
    )
    assert (given.rows, given.refused, given.totals) == (rows, 0, totals)


def test_every_outline_of_every_boundary_file_is_read(tmp_path):
    counts = Counter()
    for each in incoming(DATA / "boundaries"):
        result = read_reference(each.path, FileStore(tmp_path), name=each.name)
        assert result.refused == 0, each.name
        counts[tuple(result.vintage.items())] += result.rows
    assert counts[("lsoa", "2011"),] == 219 + 233 + 58 + 86 + 88 + 120 + 6 + 457 + 452
    assert counts[("lsoa", "2021"),] == 223 + 240
    assert counts[("lad", "2024"),] == 361 + 6


def test_recorded_crime_of_dorset_is_its_partnerships_and_what_is_unassigned(tmp_path):
    result = read_reference(
        DATA / "recorded-crime/policeforceareatablesyejune25final.csv", FileStore(tmp_path)
    )
    total = "Total recorded crime (excluding fraud)"
    rows = [row for row in pq.read_table(result.parts[0].path).to_pylist() if row["pfa_name"] == "Dorset"]
    counts = {(row["level"], row["csp_name"]): row["value"] for row in rows if row["offence"] == total}
    assert counts == {
        ("force", None): 50079,
        ("partnership", "Bournemouth"): 18801,
        ("partnership", "Dorset"): 21200,
        ("partnership", "Poole"): 9539,
        ("unassigned", "Unassigned Dorset"): 539,
    }
    assert result.vintage["period"] == "2024-07-01..2025-06-30"
    assert not [caution for caution in result.cautions if "add up" in caution.text]


def test_recorded_crime_by_force_keeps_zeros_and_reclassifications(tmp_path):
    for given in incoming(DATA / "recorded-crime/prc-pfa-mar2013-onwards-tables201718.csv.gz"):
        result = read_reference(given.path, FileStore(tmp_path), name=given.name)
    values = pq.read_table(result.parts[0].path)["value"].to_pylist()
    assert (len(values), values.count(0), sum(value < 0 for value in values)) == (23068, 5792, 36)


def test_every_real_file_is_of_a_known_kind(tmp_path):
    read = list(read_all(incoming(DATA), FileStore(tmp_path)))
    assert [each.name for each in read if each.result is None] == []
    assert [each.name for each in read if each.result.kind is Kind.UNKNOWN] == ["README.md"]
