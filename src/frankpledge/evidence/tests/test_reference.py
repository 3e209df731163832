"""Reference files: typed rows that know their line, totals that are checked, and refusals by cell."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.reference import read_reference
from frankpledge.evidence.readers.result import Kind
from frankpledge.kernel.problems import Unusable

LOOKUP = "LSOA11CD,LSOA11NM,WD18CD,WD18NM,WD18NMW,LAD18CD,LAD18NM,FID\n"
AGES = ",".join(str(age) for age in range(90)) + ",90+"
C2 = """"Table C2: recorded crimes by partnership, year ending June 2025 [note 1]",,,,,,,
"A note, with a comma",,,,,,,
"Police Force
Area code","Police Force
Area name","Community Safety
Partnership code","Community Safety
Partnership name",Local Authority code,Local Authority name,"Total recorded crime
 (excluding fraud)",Homicide
E23000001,Northshire ,,,,,"1,100 ",3
E23000001,Northshire,E22000001,North,E06000001,North,"1,000 ",2
E23000001,Northshire [note 4],E22000002,South,Combined Local Authorities,,90 ,1
E23000001,Northshire,,Unassigned Northshire,,,10 ,[x]
"""
PFA = """Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,Number of Offences
2017/18,1,Northshire,Arson,Damage,Arson,56, 66776
2017/18,4,Northshire,Bigamy,Misc,Misc,26,-00
2017/18,2,Northshire,Bigamy,Misc,Misc,26,-1
"""
SQUARE = [[[-2.0, 50.7], [-1.9, 50.7], [-1.9, 50.8], [-2.0, 50.7]]]


def geojson(*features, **more):
    made = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": geometry and {"type": "Polygon", "coordinates": geometry},
        }
        for properties, geometry in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": made, **more})


@pytest.fixture
def read(tmp_path):
    def reader(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_reference(path, FileStore(tmp_path / "store"))

    return reader


def rows_of(result):
    return pq.read_table(result.parts[0].path).to_pylist()


def test_a_lookup_gives_codes_and_names_with_their_line_and_edition(read):
    result = read(LOOKUP + "E01000001,City 001A,E05000001,Ward,,E09000001,City,1\n")
    (row,) = rows_of(result)
    assert row == {
        "lsoa": "E01000001", "lsoa_name": "City 001A", "ward": "E05000001", "ward_name": "Ward", "lad": "E09000001",
        "lad_name": "City", "line": 2,
    }  # fmt: skip
    assert result.vintage == {"lsoa": "2011", "ward": "2018", "lad": "2018"}


def test_columns_in_another_order_are_found_by_name(read):
    content = (
        "FID,WD18NM,WD18CD,LAD18NM,LAD18CD,LSOA11NM,LSOA11CD\n1,Ward,E05000001,City,E09000001,A,E01000001\n"
    )
    assert rows_of(read(content))[0]["lsoa"] == "E01000001"


def test_a_code_that_is_none_is_refused_by_its_cell(read):
    result = read(
        LOOKUP
        + "City 001A,E01000001,E05000001,Ward,,E09000001,City,1\n"
        + "E01000002,B,E05000001,W,,E09000001,C,2\n"
    )
    (problem,) = result.problems
    assert (problem.row, problem.column, problem.value) == (2, "LSOA11CD", "City 001A")
    assert result.rows == 1


def test_a_small_area_twice_in_a_lookup_is_refused_with_both_lines(read):
    line = "E01000001,A,E05000001,W,,E09000001,C,1\n"
    result = read(LOOKUP + line + line.replace("E05000001", "E05000002"))
    assert [(problem.code, problem.row) for problem in result.problems] == [("given-twice", 3)]
    assert "in line 2" in result.problems[0].reason


def test_one_district_in_two_partnerships_is_as_it_is(read):
    header = "FID,LAD19CD,LAD19NM,CSP19CD,CSP19NM,PFA19CD,PFA19NM\n"
    lines = "1,E06000058,B,E22000063,X,E23000039,D\n2,E06000058,B,E22000067,Y,E23000039,D\n"
    assert read(header + lines).rows == 2


def test_a_population_is_read_with_its_ages_and_adds_up(read):
    ages = ",".join(["1"] * 90 + ["10"])
    result = read(f"ltla21_code,ltla21_name,total_population,{AGES}\nE06000001,North,100,{ages}\n")
    (row,) = rows_of(result)
    assert (row["persons"], row["age_0"], row["age_90"]) == (100, 1, 10)
    assert result.totals == {"persons": 100}


def test_a_population_whose_ages_do_not_add_up_is_refused_with_the_sum(read):
    ages = ",".join(["1"] * 90 + ["10"])
    with pytest.raises(Unusable, match="The ages add up to 100, but the total says 101"):
        read(f"ltla21_code,ltla21_name,total_population,{AGES}\nE06000001,North,101,{ages}\n")


def test_the_ward_table_is_read_between_its_titles_and_its_footnotes(read):
    header = f"Ward Code 1,Ward Name 1,LA Code (2021 boundaries),LA name (2021 boundaries),All Ages,{AGES}"
    ages = ",".join(['"1,000"'] + ["0"] * 90)
    content = f'Contents,\n,\nMid-2020 Population Estimates,\n,\n{header}\nE05000001,Abbey,E09000002,Barking,"1,000",{ages}\n,\n1. A note,\nAldersgate,Cheap,\n'
    result = read(content)
    assert [(row["area"], row["persons"], row["line"]) for row in rows_of(result)] == [("E05000001", 1000, 6)]
    assert (result.refused, result.vintage["population"]) == (0, "2020")


def test_recorded_crime_by_partnership_keeps_levels_apart_and_missing_missing(read):
    result = read(C2)
    rows = rows_of(result)
    assert result.vintage["period"] == "2024-07-01..2025-06-30"
    assert {(row["level"], row["csp_name"], row["offence"]): row["value"] for row in rows} == {
        ("force", None, "Total recorded crime (excluding fraud)"): 1100,
        ("force", None, "Homicide"): 3,
        ("partnership", "North", "Total recorded crime (excluding fraud)"): 1000,
        ("partnership", "North", "Homicide"): 2,
        ("partnership", "South", "Total recorded crime (excluding fraud)"): 90,
        ("partnership", "South", "Homicide"): 1,
        ("unassigned", "Unassigned Northshire", "Total recorded crime (excluding fraud)"): 10,
        ("unassigned", "Unassigned Northshire", "Homicide"): None,
    }
    assert {row["pfa_name"] for row in rows} == {"Northshire"}
    assert [row["line"] for row in rows[::2]] == [9, 10, 11, 12]
    assert result.cautions == ()


def test_partnerships_that_do_not_add_up_to_the_force_are_told_with_the_difference(read):
    (caution,) = read(C2.replace("90 ,1", "80 ,1")).cautions
    assert caution.where == "file.csv, row 9"
    assert "add up to 1,090, the force total says 1,100 (difference −10)" in caution.text


def test_a_title_that_names_no_year_is_told_and_the_table_is_read(read):
    result = read(C2.replace("June 2025", "Junee 2025"))
    assert "period" not in result.vintage
    assert any("does not say which year" in caution.text for caution in result.cautions)


def test_a_force_code_with_two_names_is_told(read):
    cautions = read(C2 + "E23000001,Surrey,,unassigned Surrey,,,,\n").cautions
    assert any("given to Northshire (row 9) and Surrey (row 13)" in caution.text for caution in cautions)


def test_recorded_crime_by_force_reads_padded_zero_and_negative_counts(read):
    result = read(PFA)
    rows = rows_of(result)
    assert [(row["value"], row["period"], row["line"]) for row in rows] == [
        (66776, "2017-Q2", 2), (0, "2018-Q1", 3), (-1, "2017-Q3", 4),
    ]  # fmt: skip
    assert result.totals == {"offences": 66775}
    assert any("1 count is below zero (first: row 4)" in caution.text for caution in result.cautions)


@pytest.mark.parametrize(
    ("change", "column"),
    [((",2,Northshire", ",5,Northshire"), "Financial Quarter"), (("26,-1", "26,many"), "Number of Offences")],
)
def test_a_cell_of_the_force_table_that_cannot_be_read_is_named(read, change, column):
    (problem,) = read(PFA.replace(*change)).problems
    assert (problem.row, problem.column) == (4, column)


def test_deprivation_is_read_under_either_header(read):
    ranks = read("LSOA11CD,LSOA11NM,LAD19CD,LAD19NM,IMD19,FID\nE01000001,A,E09000001,C,29199,1\n")
    assert (rows_of(ranks)[0]["rank"], rows_of(ranks)[0]["decile"]) == (29199, None)
    deciles = read(
        "\ufeffFID,lsoa11cd,lsoa11nm,IMDRank,IMDDecil,Shape__Area,Shape__Length\n1,E01000001,A,29199,9,1.5,2.5\n"
    )
    assert rows_of(deciles)[0]["decile"] == 9


def test_severity_weights_are_numbers(read):
    header = "category_counts,description,code_severity,code_original,category_severity,offence,weight\n"
    (row,) = rows_of(read(header + 'damage,Arson,"1, 4.1/2/10",56A,victim,Arson,826.19\n'))
    assert (row["offence_code"], row["severity_codes"], row["weight"]) == ("56A", "1, 4.1/2/10", 826.19)


def test_bank_holidays_are_days_by_division(read):
    events = [{"title": "New Year’s Day", "date": "2012-01-02", "notes": "Substitute day", "bunting": True}]
    result = read(
        json.dumps(
            {
                "england-and-wales": {
                    "division": "england-and-wales",
                    "events": [*events, {"date": "2012-13-01"}],
                }
            }
        )
    )
    assert (result.kind, result.rows, result.totals) == (Kind.BANK_HOLIDAYS, 1, {"england-and-wales": 1})
    assert (str(rows_of(result)[0]["on"]), rows_of(result)[0]["notes"]) == ("2012-01-02", "Substitute day")
    assert result.problems[0].row == 2


def test_boundaries_give_code_name_edition_and_box(read):
    result = read(geojson(({"FID": 1, "LSOA11CD": "E01020373", "LSOA11NM": "East 001A"}, SQUARE)))
    (row,) = rows_of(result)
    assert (row["code"], row["name"], row["kind"], row["vintage"]) == (
        "E01020373",
        "East 001A",
        "lsoa",
        "2011",
    )
    assert (row["west"], row["north"], row["line"]) == (-2.0, 50.8, 1)
    assert json.loads(row["geometry"])["type"] == "MultiPolygon"


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "has no outline"),
        ([[[50.7, -2.0], [50.7, -1.9], [50.8, -1.9], [50.7, -2.0]]], "swapped"),
        ([[[410956, 111476], [410957, 111476], [410957, 111477], [410956, 111476]]], "British National Grid"),
        ([[[-2.0, 50.7], [-1.9, 50.7], [-1.9, 50.8]]], "not closed"),
        ([[[-100.0, 50.7], [-99.0, 50.7], [-99.0, 50.8], [-100.0, 50.7]]], "outside the United Kingdom"),
    ],
)
def test_an_outline_that_cannot_be_used_is_refused_by_area(read, geometry, reason):
    good = ({"LSOA11CD": "E01020374", "LSOA11NM": "B"}, SQUARE)
    (problem,) = read(geojson(good, ({"LSOA11CD": "E01020373", "LSOA11NM": "A"}, geometry))).problems
    assert (problem.row, problem.value) == (2, "E01020373")
    assert reason in problem.reason


def test_boundaries_in_another_projection_or_without_codes_are_refused(read):
    square = ({"LSOA11CD": "E01020373"}, SQUARE)
    with pytest.raises(Unusable, match="not in longitude and latitude"):
        read(geojson(square, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}))
    with pytest.raises(Unusable, match="no property with an ONS code"):
        read(geojson(({"name": "somewhere"}, SQUARE)))


def test_topojson_is_decoded_arc_by_arc_also_backwards(read):
    content = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-2.0, 50.0]},
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]],
        "objects": {"lad": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0, -2]], "properties": {"LAD24CD": "E06000001", "LAD24NM": "North"}}
        ]}},
    }  # fmt: skip
    (row,) = rows_of(read(json.dumps(content)))
    ring = json.loads(row["geometry"])["coordinates"][0][0]
    assert ring == [[-2.0, 50.0], [-1.0, 50.0], [-1.0, 51.0], [-2.0, 51.0], [-2.0, 50.0]]
    assert (row["code"], row["kind"], row["vintage"]) == ("E06000001", "lad", "2024")


def test_what_is_no_reference_file_is_told(read):
    with pytest.raises(Unusable, match="No line of the file is a header"):
        read("a,b\n1,2\n")
    with pytest.raises(Unusable, match="measure table, not a reference file"):
        read("Measure,Area,Period,Value\nF,N,2020,1\n")
