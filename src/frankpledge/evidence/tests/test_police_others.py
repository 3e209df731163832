"""Outcomes, stops and searches: what is kept, what is refused and why, and what the cube counts of them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from frankpledge.evidence.cube import cells_by_part
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.police_others import named, read_other
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.readers.tables import read_refusals
from frankpledge.evidence.recognise import OUTCOMES, STOP_AND_SEARCH, recognise
from frankpledge.kernel.problems import Unusable

OUTCOME = {
    "Crime ID": "c1", "Month": "2019-03", "Reported by": "Northshire Police", "Falls within": "Northshire Police",
    "Longitude": "-1.9", "Latitude": "50.7", "Location": "On or near Mill Lane", "LSOA code": "E01000001",
    "LSOA name": "Vale 001A", "Outcome type": "Local resolution",
}  # fmt: skip
SEARCH = {
    "Type": "Person search", "Date": "2019-03-05T21:53:28+00:00", "Latitude": "50.7", "Longitude": "-1.9",
    "Gender": "Male", "Age range": "18-24", "Self-defined ethnicity": "White - Any other White background",
    "Officer-defined ethnicity": "White", "Object of search": "Controlled drugs", "Outcome": "Arrest",
}  # fmt: skip
SEARCHES = "2019-03-northshire-stop-and-search.csv"


def read(folder, header, rows, name):
    path = folder / name
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, header)
        writer.writeheader()
        writer.writerows(rows)
    return read_other(path, FileStore(folder / "parquet"), name, recognise(path))


def outcomes(folder, *changes, name="2019-03-northshire-outcomes.csv"):
    return read(folder, OUTCOMES, [{**OUTCOME, **change} for change in changes], name)


def searches(folder, *changes, name=SEARCHES):
    return read(folder, STOP_AND_SEARCH, [{**SEARCH, **change} for change in changes], name)


def codes(result):
    return [problem.code for problem in result.problems]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"Month": "2019-13"}, "month-unreadable", "Month"),
        ({"Month": ""}, "month-unreadable", "Month"),
        ({"Month": "2019-02"}, "month-not-the-files", "Month"),
        ({"Reported by": ""}, "force-missing", "Reported by"),
        ({"Reported by": "Southshire Police"}, "other-force", "Reported by"),
        ({"Outcome type": ""}, "outcome-missing", "Outcome type"),
        ({"Longitude": ""}, "coordinate-alone", "Longitude"),
        ({"Longitude": "west"}, "coordinate-not-a-number", "Longitude"),
        ({"Longitude": "0", "Latitude": "0"}, "coordinates-outside", "Longitude"),
        ({"LSOA code": "Vale 001A"}, "area-code-malformed", "LSOA code"),
    ],
)
def test_an_outcome_that_cannot_be_right_is_refused_with_its_line_and_reason(tmp_path, change, code, column):
    result = outcomes(tmp_path, {}, change, {})
    assert (result.rows, result.refused, codes(result)) == (2, 1, [code])
    (problem,) = result.problems
    assert (problem.row, problem.column) == (3, column)
    assert problem.remedy
    assert read_refusals(result.refusals.path) == result.problems


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Type": ""}, "search-type-missing"),
        ({"Date": "yesterday"}, "date-unreadable"),
        ({"Date": ""}, "date-unreadable"),
        ({"Date": "2019-02-26T10:00:00+00:00"}, "date-not-the-files"),
        ({"Date": "2019-04-03T10:00:00+00:00"}, "date-not-the-files"),
        ({"Latitude": ""}, "coordinate-alone"),
    ],
)
def test_a_search_that_cannot_be_right_is_refused(tmp_path, change, code):
    result = searches(tmp_path, {}, change)
    assert (result.rows, codes(result)) == (1, [code])


@pytest.mark.parametrize("change", [{"Object of search": ""}, {"Outcome": ""}, {"Longitude": "", "Latitude": ""},
                                    {"Type": "Vehicle search", "Gender": "", "Age range": ""}])  # fmt: skip
def test_what_may_be_empty_in_a_search_refuses_nothing(tmp_path, change):
    assert searches(tmp_path, change).refused == 0


def test_the_first_hour_of_a_summer_month_is_of_that_month_though_its_time_says_otherwise(tmp_path):
    result = searches(
        tmp_path, {"Date": "2019-05-31T23:10:00+00:00"}, name="2019-06-northshire-stop-and-search.csv"
    )
    assert [(one.area, one.period, one.n) for one in result.coverage] == [("northshire", "2019-06", 1)]
    (cells,) = cells_by_part([result.parts[0].path], Kind.POLICE_STOP_AND_SEARCH, None).values()
    assert {cell[0] for cell in cells} == {"2019-06"}


def test_a_file_of_searches_must_be_named_as_in_the_archive(tmp_path):
    with pytest.raises(Unusable) as caught:
        searches(tmp_path, {}, name="searches.csv")
    assert caught.value.problems[0].code == "file-name-says-nothing"
    assert searches(tmp_path, {}, name=f"2019-03/{SEARCHES}".rpartition("/")[2]).rows == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (SEARCHES, ("2019-03", "northshire")),
        ("2019-03/2019-03-devon-and-cornwall-stop-and-search.csv.gz", ("2019-03", "devon-and-cornwall")),
        ("2019-13-northshire-stop-and-search.csv", ("", "")),
        ("2019-03-northshire-street.csv", ("", "")),
    ],
)
def test_a_name_says_month_and_force_or_nothing(name, said):
    assert named(Kind.POLICE_STOP_AND_SEARCH, name) == said


def test_outcomes_without_such_a_name_are_of_the_month_and_force_of_their_rows(tmp_path):
    result = outcomes(tmp_path, {}, {}, name="download.csv")
    assert [(one.area, one.period, one.n) for one in result.coverage] == [("northshire", "2019-03", 2)]


def test_several_outcomes_of_one_crime_and_identical_rows_are_all_kept(tmp_path):
    result = outcomes(tmp_path, {}, {}, {"Outcome type": "Suspect charged"})
    assert (result.rows, result.coverage[0].by_type) == (3, {"Local resolution": 2, "Suspect charged": 1})
    assert "1 row is the same as an earlier one" in result.cautions[0].text


def test_missing_is_told_apart_from_not_stated_and_from_a_search_without_a_person(tmp_path):
    rows = [
        {"Self-defined ethnicity": ""},
        {"Self-defined ethnicity": "Other ethnic group - Not stated"},
        {"Type": "Vehicle search", "Self-defined ethnicity": ""},
        {},
    ]
    (cells,) = cells_by_part(
        [searches(tmp_path, *rows).parts[0].path], Kind.POLICE_STOP_AND_SEARCH, None
    ).values()
    assert {cell[2:] for cell in cells if cell[1] == "ethnicity-self"} == {
        (None, "Person search", 1),
        (None, "Vehicle search", 1),
        ("Other ethnic group - Not stated", "Person search", 1),
        ("White - Any other White background", "Person search", 1),
    }


def test_each_field_of_searches_adds_up_to_the_searches(tmp_path):
    result = searches(tmp_path, {}, {"Outcome": ""}, {"Object of search": "Stolen goods"})
    (cells,) = cells_by_part([result.parts[0].path], Kind.POLICE_STOP_AND_SEARCH, None).values()
    totals = Counter()
    for _, field, _, _, n in cells:
        totals[field] += n
    assert set(totals.values()) == {3}


def test_a_file_of_nothing_but_bad_rows_is_refused_whole(tmp_path):
    with pytest.raises(Unusable) as caught:
        outcomes(tmp_path, {"Month": "soon"})
    assert caught.value.problems[0].code == "month-unreadable"
    with pytest.raises(Unusable) as caught:
        outcomes(tmp_path)
    assert caught.value.problems[0].code == "no-rows"


def test_a_torn_line_is_told_with_its_number_beside_the_others(tmp_path):
    path = tmp_path / "2019-03-northshire-outcomes.csv"
    good = ",".join(OUTCOME.values())
    path.write_text(
        f"{','.join(OUTCOMES)}\n{good}\nhalf a row,2019-03\n{good.replace('Local resolution', '')}\n"
    )
    result = read_other(path, FileStore(tmp_path / "parquet"), path.name, recognise(path))
    assert [(one.code, one.row) for one in result.problems] == [
        ("wrong-number-of-columns", 3),
        ("outcome-missing", 4),
    ]
    assert result.rows == 1
