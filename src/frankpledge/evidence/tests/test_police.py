"""Street files: every row kept with its line, every refused row told, and every oddity of the archive counted."""

from __future__ import annotations

import csv
import hashlib

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.police import FileName, StreetReader
from frankpledge.evidence.readers.police_rows import force_slug
from frankpledge.evidence.readers.tables import read_refusals
from frankpledge.evidence.recognise import STREET
from frankpledge.evidence.tests.street import read_street
from frankpledge.kernel.problems import Unusable

NAME = "2019-03-northshire-street.csv"
HEADER = ",".join(STREET)
PLACE = "-1.890382,50.766408,On or near Mill Lane,E01015301,Vale 001A"
NOWHERE = ",,No Location,,"


def row(
    crime="a" * 64,
    month="2019-03",
    force="Northshire Police",
    place=PLACE,
    kind="Burglary",
    outcome="Under way",
):
    return f"{crime},{month},{force},{force},{place},{kind},{outcome},"


def asb(place=PLACE):
    return row(crime="", place=place, kind="Anti-social behaviour", outcome="")


@pytest.fixture
def read(tmp_path):
    """Write lines below the header and read them; `raw` writes bytes as they are."""

    def reader(*lines, name=NAME, raw=None, end="\n", **options):
        path = tmp_path / name
        path.write_bytes(raw if raw is not None else (end.join([HEADER, *lines]) + end).encode())
        return read_street(path, FileStore(tmp_path / "store"), **options)

    return reader


def rows_of(result):
    return [row for part in result.parts for row in pq.read_table(part.path).to_pylist()]


def refused(read, *lines, **options):
    """The single problem of a file that has also one good row, so that the file itself is used."""
    result = read(row(crime="f" * 64), *lines, **options)
    assert (result.rows, result.refused) == (1, 1)
    return result.problems[0]


def test_every_column_is_kept_raw_beside_the_typed_ones(read):
    (kept,) = rows_of(read(row()))
    assert list(kept)[:12] == [column.lower().replace(" ", "_") for column in STREET]
    assert (kept["longitude"], kept["lon"]) == ("-1.890382", -1.890382)
    assert (kept["month"], str(kept["month_on"])) == ("2019-03", "2019-03-01")
    assert (kept["force"], kept["geo_status"], kept["is_asb"], kept["line"]) == (
        "northshire",
        "point",
        False,
        2,
    )


def test_the_result_names_the_original_by_its_hash(read, tmp_path):
    result = read(row())
    assert result.original.sha256 == hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()
    assert result.original.size == (tmp_path / NAME).stat().st_size


def test_place_is_a_point_an_area_only_or_none(read):
    result = read(row("1"), row("2", place=",,No Location,E01015301,Vale 001A"), row("3", place=NOWHERE))
    assert [kept["geo_status"] for kept in rows_of(result)] == ["point", "lsoa_only", "none"]
    (coverage,) = result.coverage
    assert (coverage.n, coverage.without_place, coverage.area_only) == (3, 1, 1)
    assert any("1 of 3 rows have no place" in caution.text for caution in result.cautions)


def test_identical_anti_social_behaviour_is_counted_and_kept(read):
    result = read(asb(), asb(), asb(), asb(place=NOWHERE), row())
    assert result.rows == 5
    assert result.coverage[0].identical_asb == 2
    assert result.coverage[0].by_type == {"Anti-social behaviour": 4, "Burglary": 1}


def test_repeated_ids_are_counted_and_kept_with_the_lines_named(read):
    result = read(row("1"), row("2"), row("1", kind="Robbery"), row("1"))
    assert (result.rows, result.coverage[0].repeated_ids) == (4, 2)
    assert any(
        "2 rows repeat the Crime ID of an earlier row (first: line 4 repeats line 2)" in c.text
        for c in result.cautions
    )


def test_rows_without_an_id_are_no_repeats(read):
    assert read(asb(), asb()).coverage[0].repeated_ids == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_worlds_give_the_same_lines(read, end):
    result = read(row("1"), row("2"), row("3"), end=end)
    assert [(kept["crime_id"], kept["line"], kept["context"]) for kept in rows_of(result)] == [
        ("1", 2, None), ("2", 3, None), ("3", 4, None),
    ]  # fmt: skip


def test_a_byte_order_mark_is_no_part_of_the_header(read):
    result = read(raw=b"\xef\xbb\xbf" + f"{HEADER}\n{row('1')}\n".encode())
    assert [kept["crime_id"] for kept in rows_of(result)] == ["1"]


def test_quoted_commas_and_quotation_marks_are_text(read):
    place = '-1.89,50.76,"On or near ""The Quay"", Northport",E01015301,Vale 001A'
    (kept,) = rows_of(read(row(place=place)))
    assert (kept["location"], kept["line"]) == ('On or near "The Quay", Northport', 2)


def test_a_quoted_line_break_moves_the_lines_that_follow(read):
    place = '-1.89,50.76,"On or near\nMill Lane",E01015301,Vale 001A'
    kept = rows_of(read(row("1"), row("2", place=place), row("3")))
    assert [(each["crime_id"], each["line"]) for each in kept] == [("1", 2), ("2", 3), ("3", 5)]
    assert kept[1]["location"] == "On or near\nMill Lane"


def test_blank_lines_are_passed_over_and_counted_as_lines(read):
    assert [kept["line"] for kept in rows_of(read(row("1"), "", row("2"), "", ""))] == [2, 4]


def test_mixed_line_ends_are_read(read):
    raw = f"{HEADER}\r\n{row('1')}\n{row('2')}\r\n{row('3')}\n".encode()
    assert [kept["line"] for kept in rows_of(read(raw=raw))] == [2, 3, 4]


def test_a_file_without_a_last_line_end_loses_no_row(read):
    assert read(raw=f"{HEADER}\n{row('1')}\n{row('2')}".encode()).rows == 2


def test_a_thirteenth_month_is_refused_with_line_column_and_remedy(read):
    problem = refused(read, row(month="2019-13"))
    assert (problem.code, problem.row, problem.column, problem.value) == (
        "month-unreadable",
        3,
        "Month",
        "2019-13",
    )
    assert str(problem) == (
        f"{NAME}, row 3, column ‘Month’: ‘2019-13’ is not a month. Write the month as 2019-03 and import the corrected file."
    )


def test_a_row_of_another_month_than_the_name_says_is_refused(read):
    problem = refused(read, row(month="2019-04"))
    assert (problem.code, problem.value) == ("month-not-the-files", "2019-04")
    assert "the file's name says 2019-03" in problem.reason


def test_a_row_of_another_force_than_the_name_says_is_refused(read):
    problem = refused(read, row(force="Southshire Constabulary"))
    assert (problem.code, problem.column, problem.value) == (
        "other-force",
        "Reported by",
        "Southshire Constabulary",
    )


def test_another_spelling_of_the_same_force_is_accepted(read):
    assert read(row("1"), row("2", force="NORTHSHIRE Constabulary")).refused == 0


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("50.766408,-1.890382,On or near Mill Lane,E01015301,Vale 001A", "coordinates-swapped"),
        ("0,0,On or near Mill Lane,E01015301,Vale 001A", "coordinates-outside"),
        ("-1.89,5076.6,On or near Mill Lane,E01015301,Vale 001A", "coordinates-outside"),
        ("-1.89,,On or near Mill Lane,E01015301,Vale 001A", "coordinate-alone"),
        ("west,50.7,On or near Mill Lane,E01015301,Vale 001A", "coordinate-not-a-number"),
        ("nan,nan,On or near Mill Lane,E01015301,Vale 001A", "coordinates-outside"),
        ("-1.89,50.76,On or near Mill Lane,Vale 001A,E01015301", "area-code-malformed"),
    ],
)
def test_places_that_cannot_be_are_refused(read, place, code):
    problem = refused(read, row(place=place))
    assert (problem.code, problem.row) == (code, 3)
    assert problem.value
    assert problem.remedy


@pytest.mark.parametrize(
    "place", ["1.7,60.8,Shetland,S01010101,x", "-5.9,54.6,Belfast,95GG01S1,x", "-3,51,Cardiff,W01001939,x"]
)
def test_places_all_over_the_kingdom_are_accepted(read, place):
    assert read(row(place=place)).refused == 0


def test_a_row_without_a_crime_type_is_refused(read):
    assert refused(read, row(kind="")).code == "type-missing"


def test_an_unknown_crime_type_is_accepted_with_a_caution(read):
    result = read(row("1"), row("2", kind="Space piracy"))
    assert (result.rows, result.refused) == (2, 0)
    assert any("1 row has the crime type ‘Space piracy’" in caution.text for caution in result.cautions)
    assert not read(row("1")).cautions


def test_an_older_crime_type_is_accepted_and_its_successor_named(read):
    result = read(row(month="2012-05", kind="Violent crime"), name="2012-05-northshire-street.csv")
    assert any(
        "used up to April 2013; since then it is Violence and sexual offences" in c.text
        for c in result.cautions
    )


@pytest.mark.parametrize("line", ["only,three,columns", row() + ",one too many"])
def test_a_row_of_the_wrong_width_is_refused_and_the_rest_is_read(read, line):
    result = read(row("1"), line, row("2"))
    assert [kept["line"] for kept in rows_of(result)] == [2, 4]
    (problem,) = result.problems
    assert (problem.code, problem.row) == ("wrong-number-of-columns", 3)
    assert "where the header has 12" in problem.reason


def test_a_quotation_mark_left_open_costs_one_row_and_not_the_rest(read):
    broken = row("2", place='-1.89,50.76,"On or near Mill Lane,E01015301,Vale 001A')
    result = read(row("1"), broken, row("3"), row("4"))
    assert [kept["crime_id"] for kept in rows_of(result)] == ["1", "3", "4"]
    assert [(problem.code, problem.row) for problem in result.problems] == [("open-quotation", 3)]


def test_a_line_of_fifty_megabytes_is_refused_by_its_number(read):
    giant = row("2", place=f"-1.89,50.76,{'x' * 50_000_000},E01015301,Vale 001A")
    result = read(row("1"), giant, row("3"))
    assert [kept["line"] for kept in rows_of(result)] == [2, 4]
    (problem,) = result.problems
    assert (problem.code, problem.row) == ("line-too-long", 3)
    assert "bytes long" in problem.reason


@pytest.mark.parametrize("lines_before", [1, 9000])
def test_a_binary_zero_refuses_the_file_and_its_line_is_named(read, lines_before):
    with pytest.raises(Unusable) as caught:
        read(*[row()] * lines_before, row("2", outcome="Under\0way"))
    assert [(problem.code, problem.row) for problem in caught.value.problems] == [
        ("not-text", lines_before + 2)
    ]


def test_refused_rows_of_every_kind_are_in_the_refusals_file_in_order(read):
    result = read(
        row("1"), row("2", month="2019-13"), "too,few", row("3", place="0,0,x,E01015301,x"), row("4")
    )
    told = read_refusals(result.refusals.path)
    assert [(problem.row, problem.code) for problem in told] == [
        (3, "month-unreadable"), (4, "wrong-number-of-columns"), (5, "coordinates-outside"),
    ]  # fmt: skip
    assert told == result.problems
    assert (result.refused, result.coverage[0].n_refused) == (3, 3)


def test_a_file_of_another_force_than_expected_is_refused_whole(read):
    assert read(row(), expected_force="northshire").rows == 1
    with pytest.raises(Unusable) as caught:
        read(row(), expected_force="southshire")
    (problem,) = caught.value.problems
    assert (problem.code, problem.column, problem.row) == ("file-of-another-force", "Reported by", 2)


def test_a_file_whose_rows_are_all_refused_is_refused(read):
    with pytest.raises(Unusable) as caught:
        read(row(month="2019-13"), row(month="2018-01"))
    assert [problem.row for problem in caught.value.problems] == [2, 3]


def test_a_header_without_rows_is_not_a_month_of_zero_crimes(read):
    with pytest.raises(Unusable, match="never as zero"):
        read()


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (
            f"{HEADER}\n{row()}\n{row(place='-1,50,Café,E01015301,x')}\n".encode("latin-1"),
            "another-encoding",
            3,
        ),
        (f"{HEADER}\n{row()}\n".encode("utf-16"), "another-encoding", 1),
        (f"{HEADER}\n{row()}\n".encode("utf-16-le"), "another-encoding", 1),
    ],
)
def test_another_encoding_is_a_sentence_with_its_line(read, raw, code, line):
    with pytest.raises(Unusable) as caught:
        read(raw=raw)
    (problem,) = caught.value.problems
    assert (problem.code, problem.row, problem.file) == (code, line, NAME)
    assert "CSV UTF-8" in problem.remedy


def test_letters_beyond_ascii_are_read_when_they_are_utf8(read):
    (kept,) = rows_of(read(row(place="-4.05,52.41,On or near Tŷ Ddewi,W01001939,Ceredigion 001A")))
    assert kept["location"] == "On or near Tŷ Ddewi"


def test_a_file_without_an_archive_name_takes_month_and_force_from_its_rows(read):
    lines = [row("1"), row("2", month="2019-04"), row("3", force="Southshire Constabulary")]
    result = read(*lines, name="joined.csv")
    assert {(each.area, each.period): each.n for each in result.coverage} == {
        ("northshire", "2019-03"): 1, ("northshire", "2019-04"): 1, ("southshire", "2019-03"): 1,
    }  # fmt: skip


def test_a_name_with_wildcards_is_a_name(read):
    assert read(row(), name="copy [1]* of 2019-03-northshire-street.csv").coverage[0].area == "northshire"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Metropolitan Police Service", "metropolitan"),
        ("City of London Police", "city-of-london"),
        ("London, City of", "city-of-london"),
        ("Avon and Somerset Constabulary", "avon-and-somerset"),
        ("Dyfed-Powys Police", "dyfed-powys"),
        ("British Transport Police", "btp"),
        ("Police Service of Northern Ireland", "northern-ireland"),
    ],
)
def test_the_archive_slug_of_a_force(name, slug):
    assert force_slug(name) == slug


def test_the_name_of_a_file_says_month_and_force():
    assert FileName.read("2019-01/2019-01-devon-and-cornwall-street.csv") == FileName(
        "2019-01", "devon-and-cornwall"
    )
    assert FileName.read("crimes.csv") == FileName()


def test_a_large_file_cut_into_slices_reads_as_one(tmp_path):
    lines = [row(f"{n:064d}") if n % 7 else asb() for n in range(400)]
    lines[100] = row("q", place='-1.89,50.76,"On or near\nMill Lane",E01015301,Vale 001A')
    lines[200] = row("w", month="2019-13")
    path = tmp_path / NAME
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    whole = read_street(path, FileStore(tmp_path / "one"))
    with StreetReader(FileStore(tmp_path / "many"), folders=[tmp_path], slice_bytes=4096) as reader:
        sliced = reader.submit(path, NAME).result()
    assert len(sliced.parts) > 5
    assert sorted(rows_of(sliced), key=lambda each: each["line"]) == rows_of(whole)
    assert (sliced.coverage, sliced.problems, sliced.original) == (
        whole.coverage,
        whole.problems,
        whole.original,
    )


def test_reading_twice_gives_the_same_bytes(read):
    assert read(row("1"), asb()).parts == read(row("1"), asb()).parts


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_whatever_the_text_every_row_is_read_with_the_line_the_csv_module_gives_it(tmp_path, cells):
    path = tmp_path / NAME
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(STREET)
        for location, outcome in cells:
            place = ["-1.89", "50.76", location, "E01015301", "Vale 001A"]
            writer.writerow(
                ["x", "2019-03", "Northshire Police", "Northshire Police", *place, "Burglary", outcome, ""]
            )
    with path.open(encoding="utf-8", newline="") as held:
        reader = csv.reader(held)
        next(reader)
        expected, before = [], reader.line_num
        for read in reader:
            expected.append((before + 1, read[6] or None, read[10] or None))
            before = reader.line_num
    kept = rows_of(read_street(path, FileStore(tmp_path / "store")))
    assert [(each["line"], each["location"], each["last_outcome_category"]) for each in kept] == expected
