from __future__ import annotations

import csv
import hashlib
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from frankpledge.kernel.problems import Unusable
from frankpledge.site.demo.archive_spec import CRIME_TYPES, read_archive_spec
from frankpledge.site.demo.offences import read_offences_spec, write_offences
from frankpledge.site.demo.synthetic import HEADER, invented_areas, write_archive
from frankpledge.site.demo.synthetic_measures import read_measures_spec, write_measure_tables
from frankpledge.site.demo.synthetic_peers import MARK, read_peers_spec, write_peers

SPECS = Path(__file__).resolve().parents[5] / "demo" / "dorset" / "synthetic"
AREAS = invented_areas(60, "Synthetic Vale")
PUBLISHED_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


@pytest.fixture(scope="module")
def spec():
    return read_archive_spec(SPECS / "archive.toml")


def made(folder, spec, seed=7, **changes):
    return write_archive(
        folder, seed=seed, force_name="Vale Police", force_slug="vale", lsoas=AREAS, spec=spec, **changes
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory, spec):
    return made(tmp_path_factory.mktemp("archive"), spec)


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(paths):
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def test_layout_and_header_are_those_of_the_publisher(files):
    assert files[0].name == "2018-01-vale-street.csv"
    assert files[0].parent.name == "2018-01"
    assert ",".join(HEADER) == PUBLISHED_HEADER
    assert files[0].read_bytes().splitlines()[0].decode() == PUBLISHED_HEADER


def test_the_absent_month_has_no_file_and_every_other_month_has_one(files, spec):
    months = {path.parent.name for path in files}
    assert months == set(spec.month_codes) - set(spec.absent_months)
    assert len(files) == 35


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path, spec):
    short = replace(spec, months=2, monthly_total=500)
    first, again, other = (
        digest(made(tmp_path / name, short, seed)) for name, seed in (("a", 7), ("b", 7), ("c", 8))
    )
    assert first == again
    assert first != other


def test_three_years_are_written_in_a_few_seconds(tmp_path, spec):
    began = time.perf_counter()
    made(tmp_path, spec)
    assert time.perf_counter() - began < 12, (
        "about 2.4 s when the machine is idle; twice the asked 6 s when it is not"
    )


def test_all_fourteen_types_occur_and_nothing_else(files):
    assert {row["Crime type"] for path in files for row in rows_of(path)} == CRIME_TYPES


def test_antisocial_behaviour_has_no_crime_id_no_outcome_and_exact_repeats(files):
    rows = [row for row in rows_of(files[0]) if row["Crime type"] == "Anti-social behaviour"]
    assert {(row["Crime ID"], row["Last outcome category"]) for row in rows} == {("", "")}
    assert len({tuple(row.values()) for row in rows}) < len(rows)


def test_crimes_have_an_id_that_says_it_is_synthetic_and_some_ids_repeat(files, spec):
    numbers = [row["Crime ID"] for row in rows_of(files[0]) if row["Crime ID"]]
    assert all(number.startswith(spec.crime_id_prefix) and len(number) == 64 for number in numbers)
    repeats = sum(1 for count in Counter(numbers).values() if count > 1)
    assert repeats == spec.repeated_ids + spec.exact_repeats


def test_every_place_says_it_is_synthetic_or_is_missing(files, spec):
    rows = rows_of(files[3])
    nowhere = [row for row in rows if row["Location"] == spec.no_location]
    assert all("Synthetic Street" in row["Location"] for row in rows if row not in nowhere)
    assert {(row["Longitude"], row["LSOA code"]) for row in nowhere} == {("", "")}
    assert 0.025 < len(nowhere) / len(rows) < 0.055


def test_a_few_rows_lie_outside_the_force(files):
    inside = {code for code, _ in AREAS}
    away = [row for row in rows_of(files[5]) if row["LSOA code"] and row["LSOA code"] not in inside]
    assert 1 <= len(away) <= 7


def test_summer_stands_above_winter_and_the_dip_shows(files):
    counts = {path.parent.name: len(rows_of(path)) for path in files}
    assert min(counts["2019-07"], counts["2019-08"]) > max(counts["2019-01"], counts["2019-02"])
    crimes = {
        path.parent.name: sum(1 for row in rows_of(path) if row["Crime ID"])
        for path in files
        if path.parent.name in {"2019-04", "2020-04"}
    }
    assert crimes["2020-04"] < 0.85 * crimes["2019-04"]


def test_a_step_changes_its_own_type_from_its_day_and_no_other(tmp_path, spec):
    spec = replace(spec, repeated_ids=0, exact_repeats=0)
    flat = replace(spec, breaks=tuple(replace(mark, factor=1.0) for mark in spec.breaks))
    with_step = made(tmp_path / "step", spec, last_month="2019-11", months=4)
    without = made(tmp_path / "flat", flat, last_month="2019-11", months=4)

    def count(paths, kind):
        return [sum(1 for row in rows_of(path) if row["Crime type"] == kind) for path in paths]

    assert count(with_step, "Burglary") == count(without, "Burglary")
    before, after = count(with_step, "Public order"), count(without, "Public order")
    assert before[:2] == after[:2]
    assert all(new > 1.2 * old for new, old in zip(before[2:], after[2:], strict=True))


def test_line_endings_change_from_their_month(files, spec):
    for path in files:
        crlf = path.read_bytes().count(b"\r\n") > 0
        assert crlf is (path.parent.name >= spec.crlf_from)


def test_some_map_points_move_and_their_streets_stay(files, spec):
    def points(from_first):
        chosen = [path for path in files if (path.parent.name >= spec.moved_points.from_month) is from_first]
        return {
            row["Location"]: (row["Longitude"], row["Latitude"])
            for path in chosen
            for row in rows_of(path)
            if row["LSOA code"]
        }

    before, after = points(False), points(True)
    both = before.keys() & after.keys()
    moved = sum(1 for street in both if before[street] != after[street])
    assert 0.02 < moved / len(both) < 0.12


def test_the_folder_says_that_nothing_happened(files):
    text = (files[0].parents[1] / "README.txt").read_text(encoding="utf-8")
    assert text.startswith("SYNTHETIC DATA")
    assert "absent: 2018-09" in text


def test_the_last_month_and_length_can_be_asked_for(tmp_path, spec):
    paths = made(tmp_path, spec, last_month="2024-02", months=3, monthly_total=300)
    assert [path.parent.name for path in paths] == ["2023-12", "2024-01", "2024-02"]


def test_a_force_without_small_areas_is_refused(tmp_path, spec):
    with pytest.raises(ValueError, match="small area"):
        write_archive(tmp_path, seed=1, force_name="V", force_slug="v", lsoas=(), spec=spec)


def test_a_specification_that_lacks_a_crime_type_is_refused_by_name(tmp_path):
    text = (SPECS / "archive.toml").read_text(encoding="utf-8").replace('name = "Robbery"', 'name = "Piracy"')
    path = tmp_path / "archive.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as found:
        read_archive_spec(path)
    said = str(found.value)
    assert "archive.toml" in said
    assert "Piracy" in said


MEASURES = SPECS / "measures.toml"


def test_measure_tables_are_tidy_named_synthetic_and_repeatable(tmp_path):
    spec = read_measures_spec(MEASURES)
    first = write_measure_tables(tmp_path / "a", seed=7, spec=spec)
    again = write_measure_tables(tmp_path / "b", seed=7, spec=spec)
    other = write_measure_tables(tmp_path / "c", seed=8, spec=spec)
    assert digest(first) == digest(again) != digest(other)
    rows = [row for path in first for row in rows_of(path)]
    assert list(rows[0]) == ["measure", "area", "period", "value", "denominator", "n"]
    assert all("(synthetic)" in row["measure"] for row in rows)
    assert all(row["n"] for row in rows if row["measure"].startswith("Residents"))


def test_a_missing_period_has_no_row_rather_than_a_zero(tmp_path):
    paths = write_measure_tables(tmp_path, seed=7, spec=read_measures_spec(MEASURES))
    periods = [
        row["period"]
        for path in paths
        for row in rows_of(path)
        if row["measure"].startswith("Domestic abuse multi-agency")
    ]
    assert "2018-Q3" in periods
    assert "2018-Q4" not in periods
    assert len(periods) == 11


def test_a_measure_that_does_not_say_it_is_synthetic_is_refused(tmp_path):
    text = MEASURES.read_text(encoding="utf-8").replace(
        "Fraud reports by residents (synthetic)", "Fraud reports by residents"
    )
    path = tmp_path / "measures.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as found:
        read_measures_spec(path)
    assert "table[3].measure[1].name" in str(found.value)


def test_the_invented_peers_are_marked_and_share_nothing_with_the_partnership(tmp_path, spec):
    small = replace(spec, monthly_total=60)
    peers = replace(read_peers_spec(SPECS / "peers.toml"), months=1)
    tables, police = write_peers(
        tmp_path / "a", seed=7, spec=peers, archive=small, own=[code for code, _ in AREAS]
    )
    again, _ = write_peers(tmp_path / "b", seed=7, spec=peers, archive=small, own=[code for code, _ in AREAS])
    assert [one.read_bytes() for one in tables] == [one.read_bytes() for one in again]
    partnerships = list(csv.DictReader(tables[1].open(encoding="utf-8")))
    assert all(row["CSP19NM"].endswith(MARK) for row in partnerships)
    places = {row["LSOA11CD"] for row in csv.DictReader(tables[0].open(encoding="utf-8"))}
    assert len(places) == peers.areas
    assert places.isdisjoint(code for code, _ in AREAS)
    residents = {row["lsoa11_code"]: row for row in csv.DictReader(tables[2].open(encoding="utf-8"))}
    assert set(residents) == places | {code for code, _ in AREAS}
    one = next(iter(residents.values()))
    assert int(one["total_population"]) == sum(int(one[key]) for key in one if key[0].isdigit())
    (file,) = police.glob("*/*-street.csv")
    assert file.name == "2020-01-invented-street.csv"
    assert {row["LSOA code"] for row in csv.DictReader(file.open(encoding="utf-8"))} <= places | {""}


def test_offences_by_code_are_the_same_bytes_for_a_seed_and_nothing_unmarked_is_written(tmp_path):
    spec = read_offences_spec(SPECS / "offences.toml")
    first, again, other = (
        [path.read_bytes() for path in write_offences(tmp_path / name, seed=seed, spec=spec)]
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
    )
    assert first == again
    assert first[0] != other[0]
    assert first[1] == other[1]
    text = (SPECS / "offences.toml").read_text(encoding="utf-8")
    for mark in ('Robbery (synthetic)"', '(invented)"\nweights_dated'):
        (tmp_path / "o.toml").write_text(
            text.replace(mark, mark.replace(" (synthetic)", "").replace("(invented)", "")), encoding="utf-8"
        )
        with pytest.raises(Unusable, match="without the mark"):
            read_offences_spec(tmp_path / "o.toml")
