"""Answers of the store are compared with the boring way: plain Python over the same rows."""

from __future__ import annotations

import csv
import random

import pytest

from frankpledge.evidence import source_rows, store
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.measures import read_measures
from frankpledge.evidence.recognise import STREET
from frankpledge.evidence.tests.street import read_street

KINDS = ("Anti-social behaviour", "Burglary", "Robbery")
AREAS = ("E01000001", "E01000002", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Three months of one force: the rows as written, with file and line, and the Parquet made of them."""
    rng = random.Random(7)  # noqa: S311 (made-up rows)
    folder = tmp_path_factory.mktemp("store")
    rows, parts = [], []
    for month in ("2019-01", "2019-02", "2019-03"):
        path = folder / f"{month}-northshire-street.csv"
        lines = [one(rng, month) for _ in range(60)]
        with path.open("w", newline="") as out:
            csv.writer(out).writerows([STREET, *lines])
        (part,) = read_street(path, FileStore(folder / "parquet")).parts
        parts.append(part.path)
        rows += [(part.path.stem, number, line) for number, line in enumerate(lines, start=2)]
    return rows, parts


def one(rng, month):
    area, kind = rng.choice(AREAS), rng.choice(KINDS)
    force = "Northshire Police"
    place = (
        ["-1.9", "50.7", "On or near Mill Lane", area, "Vale"] if area else ["", "", "No Location", "", ""]
    )
    return [f"{rng.random():.12f}", month, force, force, *place, kind, "", ""]


def test_rows_without_a_place_count_for_the_force_and_for_no_area(made):
    rows, parts = made
    nowhere = sum(not line[7] for _, _, line in rows)
    assert nowhere > 0
    whole, placed = (
        store.rows_behind(parts, lsoas=lsoas, crime_types=KINDS, offset=0, limit=1).total
        for lsoas in (None, frozenset(AREAS[:2]))
    )
    assert (whole, placed) == (len(rows), len(rows) - nowhere)


def test_the_rows_behind_a_number_are_those_that_were_counted(made):
    rows, parts = made
    asked = {"lsoas": frozenset({"E01000001"}), "crime_types": ("Robbery",)}
    page = store.rows_behind(parts, **asked, offset=0, limit=1000)
    expected = {
        (part, number, line[0])
        for part, number, line in rows
        if line[7] == "E01000001" and line[9] == "Robbery"
    }
    assert {(row.part, row.line, row.cells[0]) for row in page.rows} == expected
    assert page.total == len(expected)


def test_pages_of_rows_neither_overlap_nor_leave_any_out(made):
    rows, parts = made
    asked = {"lsoas": None, "crime_types": KINDS}
    whole = store.rows_behind(parts, **asked, offset=0, limit=1000).rows
    pages = [store.rows_behind(parts, **asked, offset=at, limit=50).rows for at in range(0, len(rows), 50)]
    assert tuple(row for page in pages for row in page) == whole
    assert len(whole) == len(rows)


@pytest.mark.parametrize("lsoas", [None, frozenset({"E01000001"})])
@pytest.mark.parametrize("kinds", [("Burglary",), ("Robbery", "Burglary")])
def test_a_page_by_way_of_the_tallies_is_the_page_that_reading_every_file_gives(
    made, lsoas, kinds, monkeypatch
):
    _, parts = made
    monkeypatch.setattr(source_rows, "FIRST", 7)  # so that some pages reach beyond the rows read together
    source_rows._first.cache_clear()
    whole = store.rows_behind(parts, lsoas=lsoas, crime_types=kinds, offset=0, limit=1000)
    for offset in (0, 3, len(whole.rows) - 2, len(whole.rows)):
        page = source_rows.page(parts, lsoas, kinds, offset=offset, limit=5)
        assert page.rows == whole.rows[offset : offset + 5]
        assert page.total == whole.total == len(whole.rows)
    assert source_rows.page(parts[1:], lsoas, kinds, offset=0, limit=5).total < whole.total
    source_rows._first.cache_clear()


def test_no_files_is_no_answer_and_not_an_error():
    assert store.rows_behind([], lsoas=None, crime_types=KINDS, offset=0, limit=9).total == 0
    assert source_rows.page([], None, KINDS, offset=0, limit=9).rows == ()
    assert store.measure_values([]) == ()


def test_measure_values_keep_their_cell_and_missing_stays_missing(tmp_path):
    path = tmp_path / "measures.csv"
    path.write_text(
        "Measure,Area,Period,Value\nFires,North,2020-Q1,4\nFires,North,2020-Q2,[x]\nFloods,South,2019,7.5\n"
    )
    (part,) = read_measures(path, FileStore(tmp_path / "parquet")).parts
    found = store.measure_values([part.path])
    assert [(row.measure, row.area, row.period, row.value, row.line, row.column) for row in found] == [
        ("Fires", "North", "2020-Q1", 4, 2, "Value"),
        ("Fires", "North", "2020-Q2", None, 3, "Value"),
        ("Floods", "South", "2019", pytest.approx(7.5), 4, "Value"),
    ]
